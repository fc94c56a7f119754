//! The forms of a site's presets: what they send, and what that means.

use domain::{
    Code, Refusal,
    preset::{self, Preset},
    site::{ButtonStyle, Colors, Devices, Settings, Texts},
    words::Language,
};
use serde::{Deserialize, Serialize};

use super::{
    appearance::{color, colors, number},
    texts::text,
};

/// A preset in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresetEntry {
    /// What pages choose it by.
    pub name: String,
    /// What is otherwise than the site has it, for people; empty if nothing is.
    pub differs: String,
}

impl PresetEntry {
    /// An entry of the list.
    #[must_use]
    pub fn of(name: &str, preset: &Preset) -> Self {
        let Preset { accent, colors, button_style, position, button_size, chat_width, chat_height, .. } =
            preset;
        let parts = [
            ("colours", accent.is_some() || *colors != Colors::default()),
            ("button", button_style.is_some() || button_size.is_some()),
            ("position", position.is_some()),
            ("size", chat_width.is_some() || chat_height.is_some()),
            ("layer", preset.z_index.is_some()),
            ("devices", preset.devices.is_some() || preset.start_hidden.is_some()),
            ("language", preset.language.is_some()),
            ("texts", preset.texts != Texts::default()),
            ("department", preset.department.is_some()),
        ];
        let own: Vec<&str> =
            parts.into_iter().filter_map(|(part, differs)| differs.then_some(part)).collect();
        Self { name: name.to_owned(), differs: own.join(", ") }
    }
}

/// Form of `site/make_preset` and `site/change_preset`. What is empty is as the site has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PresetForm {
    /// The site's public id.
    pub site: String,
    /// The name under which it is stored; empty for one that is not there yet.
    pub preset: String,
    /// The name that it shall have.
    pub name: String,
    /// The accent.
    pub accent: String,
    /// Colours that are not derived from it.
    pub colors: Colors,
    /// `round` or `tab`.
    pub button_style: String,
    /// Where the launcher stands.
    pub position: String,
    /// Its diameter.
    pub button_size: String,
    /// Width of the open panel.
    pub chat_width: String,
    /// Height of the open panel.
    pub chat_height: String,
    /// Its place above or below the page.
    pub z_index: String,
    /// `all`, `desktop` or `phone`.
    pub devices: String,
    /// `yes` or `no`.
    pub start_hidden: String,
    /// The language of whoever says nothing else.
    pub language: String,
    /// Title of the panel.
    pub header: String,
    /// Greets a visitor who has not written yet.
    pub welcome: String,
    /// Below the title while operators are online.
    pub online: String,
    /// Below the title while nobody is.
    pub offline: String,
    /// Instead of the welcome while nobody is online.
    pub offline_welcome: String,
    /// Public id of the department that new conversations go to.
    pub department: String,
}

/// The launcher's shapes, as forms name them.
pub const STYLES: [(&str, &str, ButtonStyle); 2] =
    [("round", "Round", ButtonStyle::Round), ("tab", "Tab", ButtonStyle::Tab)];
/// Where there is a widget, as forms name it.
pub const DEVICES: [(&str, &str, Devices); 3] = [
    ("all", "All devices", Devices::All),
    ("desktop", "Computers only", Devices::Desktop),
    ("phone", "Phones only", Devices::Phone),
];
/// Whether it is shown at once, as forms name it.
pub const HIDDEN: [(&str, &str, bool); 2] =
    [("no", "Shown at once", false), ("yes", "Hidden until the page calls “show”", true)];

fn slug<T: PartialEq>(all: &[(&str, &str, T)], value: Option<&T>) -> String {
    let known = all.iter().find(|(_, _, known)| Some(known) == value);
    known.map(|(slug, ..)| (*slug).to_owned()).unwrap_or_default()
}

/// The value that a form names; nothing is none.
fn value<T: Copy>(field: &str, all: &[(&str, &str, T)], raw: &str) -> Result<Option<T>, Refusal> {
    if raw.is_empty() {
        return Ok(None);
    }
    let known = all.iter().find(|(slug, ..)| *slug == raw).map(|(_, _, value)| *value);
    let allowed = || all.iter().map(|(slug, ..)| *slug).collect::<Vec<_>>().join(", ");
    known.map(Some).ok_or_else(|| {
        Refusal::field(Code::Invalid, field, format!("One of {} is expected, or nothing.", allowed()))
    })
}

fn optional<T: std::str::FromStr>(field: &str, raw: &str) -> Result<Option<T>, Refusal> {
    if raw.trim().is_empty() { Ok(None) } else { number(field, raw).map(Some) }
}

impl PresetForm {
    /// The form as it is filled in when the page comes.
    #[must_use]
    pub fn of(site: &str, name: &str, preset: &Preset) -> Self {
        let Texts { header, welcome, online, offline, offline_welcome } = preset.texts.clone();
        let number = |value: Option<u16>| value.map(|value| value.to_string()).unwrap_or_default();
        Self {
            site: site.to_owned(),
            preset: name.to_owned(),
            name: name.to_owned(),
            accent: preset.accent.clone().unwrap_or_default(),
            colors: preset.colors.clone(),
            button_style: slug(&STYLES, preset.button_style.as_ref()),
            position: preset.position.clone().unwrap_or_default(),
            button_size: number(preset.button_size),
            chat_width: number(preset.chat_width),
            chat_height: number(preset.chat_height),
            z_index: preset.z_index.map(|z| z.to_string()).unwrap_or_default(),
            devices: slug(&DEVICES, preset.devices.as_ref()),
            start_hidden: slug(&HIDDEN, preset.start_hidden.as_ref()),
            language: preset.language.map(|language| language.tag().to_owned()).unwrap_or_default(),
            header,
            welcome,
            online,
            offline,
            offline_welcome,
            department: preset.department.clone().unwrap_or_default(),
        }
    }

    /// What the site itself has, for fields in which nothing is written.
    #[cfg(feature = "ssr")]
    #[must_use]
    pub fn own(site: &service::site::Site) -> Self {
        let (look, settings) = (site.look(None), &site.settings);
        let word = |key: &str| look.word(key).to_owned();
        Self {
            button_size: settings.button_size.to_string(),
            chat_width: settings.chat_width.to_string(),
            chat_height: settings.chat_height.to_string(),
            z_index: settings.z_index.map(|z| z.to_string()).unwrap_or_default(),
            header: word("headerTitle"),
            welcome: word("welcomeText"),
            online: word("onlineTitle"),
            offline: word("offlineTitle"),
            offline_welcome: word("offlineText"),
            ..Self::default()
        }
    }

    fn read(&self) -> Result<Preset, Refusal> {
        let preset = Preset {
            accent: Some(color(self.accent.clone())).filter(|accent| !accent.is_empty()),
            colors: colors(self.colors.clone()),
            button_style: value("button_style", &STYLES, &self.button_style)?,
            position: Some(self.position.clone()).filter(|position| !position.is_empty()),
            button_size: optional("button_size", &self.button_size)?,
            chat_width: optional("chat_width", &self.chat_width)?,
            chat_height: optional("chat_height", &self.chat_height)?,
            z_index: optional("z_index", &self.z_index)?,
            devices: value("devices", &DEVICES, &self.devices)?,
            start_hidden: value("start_hidden", &HIDDEN, &self.start_hidden)?,
            language: Language::parse(&self.language),
            texts: Texts {
                header: text("header", &self.header)?,
                welcome: text("welcome", &self.welcome)?,
                online: text("online", &self.online)?,
                offline: text("offline", &self.offline)?,
                offline_welcome: text("offline_welcome", &self.offline_welcome)?,
            },
            department: Some(self.department.clone()).filter(|department| !department.is_empty()),
        };
        preset.check()?;
        Ok(preset)
    }

    /// Writes it into the settings, in the place of the one that it was.
    ///
    /// # Errors
    /// `invalid`, `too_long` or `taken`, naming the field; `not_found` if the one that it was is gone.
    pub fn apply(self, settings: &mut Settings) -> Result<(), Refusal> {
        let name = preset::name(&self.name)?;
        let preset = self.read()?;
        if !self.preset.is_empty() && settings.presets.remove(&self.preset).is_none() {
            return Err(Refusal::not_found());
        }
        if settings.presets.contains_key(&name) {
            return Err(Refusal::field(Code::Taken, "name", format!("There is a preset “{name}” already.")));
        }
        settings.presets.insert(name, preset);
        Ok(())
    }

    /// The field of this form that a field of the settings is written in.
    #[must_use]
    pub fn bare(name: &str, refusal: Refusal) -> Refusal {
        let prefix = format!("presets.{}.", name.trim());
        let field = refusal.field.map(|field| field.strip_prefix(&prefix).unwrap_or(&field).to_owned());
        Refusal { field, ..refusal }
    }
}

/// Form of `site/remove_preset`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemovePreset {
    /// The site's public id.
    pub site: String,
    /// Its name.
    pub preset: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preset() -> Preset {
        Preset {
            accent: Some("#c2410c".to_owned()),
            colors: Colors { chat_bg: Some("#ffffff".to_owned()), ..Colors::default() },
            button_style: Some(ButtonStyle::Tab),
            position: Some("bl".to_owned()),
            button_size: Some(70),
            chat_width: Some(300),
            chat_height: Some(400),
            z_index: Some(-1),
            devices: Some(Devices::Phone),
            start_hidden: Some(false),
            language: Some(Language::Es),
            texts: Texts { header: "Sales".to_owned(), ..Texts::default() },
            department: Some("sales".to_owned()),
        }
    }

    fn settings() -> Settings {
        let mut settings = Settings::default();
        settings.presets.insert("sales".to_owned(), preset());
        settings
    }

    #[test]
    fn what_is_shown_and_sent_back_changes_nothing() {
        let mut after = settings();
        PresetForm::of("shop", "sales", &preset()).apply(&mut after).expect("is fine");
        assert_eq!(after, settings());
        let empty = PresetForm { name: "1/0".to_owned(), ..PresetForm::default() };
        empty.apply(&mut after).expect("is fine");
        assert_eq!(after.presets["1/0"], Preset::default(), "what is empty is as the site has it");
    }

    #[test]
    fn a_preset_may_be_renamed_and_not_become_another() {
        let mut after = settings();
        let renamed =
            PresetForm { name: " Sales & more ".to_owned(), ..PresetForm::of("shop", "sales", &preset()) };
        renamed.clone().apply(&mut after).expect("is fine");
        assert_eq!(after.presets.keys().collect::<Vec<_>>(), ["Sales & more"]);
        assert_eq!(renamed.apply(&mut after).expect_err("is gone").code, Code::NotFound);
        let second = PresetForm { name: "Sales & more".to_owned(), ..PresetForm::default() };
        let refusal = second.apply(&mut after).expect_err("is taken");
        assert_eq!((refusal.code, refusal.field.as_deref()), (Code::Taken, Some("name")));
    }

    #[test]
    fn wrong_values_are_refused_by_the_name_of_their_field() {
        type Change = fn(&mut PresetForm);
        let wrong: [(&str, Change); 8] = [
            ("name", |form| form.name = String::new()),
            ("accent", |form| form.accent = "red".to_owned()),
            ("colors.button_bg", |form| form.colors.button_bg = Some("red".to_owned())),
            ("position", |form| form.position = "xx".to_owned()),
            ("button_size", |form| form.button_size = "large".to_owned()),
            ("chat_width", |form| form.chat_width = "1".to_owned()),
            ("devices", |form| form.devices = "watch".to_owned()),
            ("welcome", |form| form.welcome = "x".repeat(domain::words::MAX_WORD + 1)),
        ];
        for (field, change) in wrong {
            let mut form = PresetForm::of("shop", "sales", &preset());
            change(&mut form);
            let mut after = settings();
            assert_eq!(form.apply(&mut after).expect_err(field).field.as_deref(), Some(field));
            assert_eq!(after, settings(), "a form that is refused changes nothing");
        }
        let refusal = Refusal::field(Code::Invalid, "presets.sales.department", "no");
        assert_eq!(PresetForm::bare(" sales", refusal).field.as_deref(), Some("department"));
    }

    #[test]
    fn a_list_says_what_differs() {
        assert_eq!(PresetEntry::of("plain", &Preset::default()).differs, "");
        assert_eq!(
            PresetEntry::of("sales", &preset()).differs,
            "colours, button, position, size, layer, devices, language, texts, department"
        );
    }
}
