//! Presets: named variants of a site, of which a page chooses one (`CONTRACT 3.2 init`, `4.1 NE6`).

use serde::{Deserialize, Serialize};

use crate::{
    error::{Code, Refusal},
    site::{ButtonStyle, Colors, Devices, Settings, Texts},
    words::Language,
};

/// Most presets that a site has.
pub const MAX_PRESETS: usize = 50;
/// Longest name, in characters.
pub const MAX_NAME: usize = 60;

/// What is otherwise than the site has it; what is empty or missing is as there, now and whenever the site changes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Preset {
    /// The accent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent: Option<String>,
    /// Colours that are not derived from it.
    pub colors: Colors,
    /// The launcher's shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub button_style: Option<ButtonStyle>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// Its diameter, in px.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub button_size: Option<u16>,
    /// Width of the open panel, in px.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_width: Option<u16>,
    /// Height of the open panel, in px.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_height: Option<u16>,
    /// Its place above or below the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub z_index: Option<i32>,
    /// Where there is a widget at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub devices: Option<Devices>,
    /// Shows nothing until the page says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_hidden: Option<bool>,
    /// The language of whoever says nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// What the panel says, in whichever language.
    pub texts: Texts,
    /// Public id of the department that new conversations go to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
}

impl Preset {
    /// Makes a site's settings those of this preset.
    pub fn lay_over(&self, settings: &mut Settings) {
        let Self { accent, colors, button_style, position, button_size, chat_width, chat_height, .. } = self;
        let Self { z_index, devices, start_hidden, language, texts, department, .. } = self;
        lay(&mut settings.accent, accent.as_ref());
        settings.colors.overlay(colors);
        lay(&mut settings.button_style, button_style.as_ref());
        lay(&mut settings.position, position.as_ref());
        lay(&mut settings.button_size, button_size.as_ref());
        lay(&mut settings.chat_width, chat_width.as_ref());
        lay(&mut settings.chat_height, chat_height.as_ref());
        settings.z_index = z_index.or(settings.z_index);
        lay(&mut settings.devices, devices.as_ref());
        lay(&mut settings.start_hidden, start_hidden.as_ref());
        lay(&mut settings.language, language.as_ref());
        settings.texts.overlay(texts);
        if department.is_some() {
            settings.department.clone_from(department);
        }
    }

    /// Checks the values, as those of a site are.
    ///
    /// # Errors
    /// As [`Settings::check`].
    pub fn check(&self) -> Result<(), Refusal> {
        // Laying over leaves out a colour that is none.
        let mut settings = Settings { colors: self.colors.clone(), ..Settings::default() };
        self.lay_over(&mut settings);
        settings.check()
    }
}

fn lay<T: Clone>(mine: &mut T, own: Option<&T>) {
    if let Some(own) = own {
        mine.clone_from(own);
    }
}

/// Checks the name that pages choose a preset by; it is written as they write it.
///
/// # Errors
/// `invalid`, field `name`.
pub fn name(raw: &str) -> Result<String, Refusal> {
    let name = raw.trim();
    let fits = (1..=MAX_NAME).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits {
        return Ok(name.to_owned());
    }
    Err(Refusal::field(
        Code::Invalid,
        "name",
        format!("1 to {MAX_NAME} characters in one line are expected."),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preset(json: &str) -> Preset {
        serde_json::from_str(json).expect("reads")
    }

    #[test]
    fn what_a_preset_does_not_say_is_as_the_site_has_it() {
        let mut site = Settings { accent: "#112233".to_owned(), z_index: Some(7), ..Settings::default() };
        site.texts.welcome = "Hello".to_owned();
        site.colors.chat_bg = Some("#ffffff".to_owned());
        let mut same = site.clone();
        Preset::default().lay_over(&mut same);
        assert_eq!(same, site);

        let sales = preset(
            r##"{"accent":"#c2410c","colors":{"button_bg":"#000000"},"button_style":"tab","position":"bl","button_size":70,
            "chat_width":300,"chat_height":400,"devices":"desktop","start_hidden":true,"language":"es",
            "texts":{"header":"Sales"},"department":"sales"}"##,
        );
        let mut other = site.clone();
        sales.lay_over(&mut other);
        let mut expected = Settings {
            accent: "#c2410c".to_owned(),
            button_style: ButtonStyle::Tab,
            position: "bl".to_owned(),
            button_size: 70,
            chat_width: 300,
            chat_height: 400,
            devices: Devices::Desktop,
            start_hidden: true,
            language: Language::Es,
            department: Some("sales".to_owned()),
            ..site
        };
        expected.colors.button_bg = Some("#000000".to_owned());
        expected.texts.header = "Sales".to_owned();
        assert_eq!(other, expected);
        let json = serde_json::to_string(&sales).expect("writes");
        assert_eq!(preset(&json), sales);
    }

    #[test]
    fn values_are_checked_as_those_of_a_site() {
        for (json, field) in [
            (r#"{"accent":"red"}"#, "accent"),
            (r#"{"position":"xx"}"#, "position"),
            (r#"{"button_size":39}"#, "button_size"),
            (r#"{"chat_width":1}"#, "chat_width"),
            (r#"{"chat_height":1}"#, "chat_height"),
            (r#"{"colors":{"chat_bg":"red"}}"#, "colors.chat_bg"),
        ] {
            assert_eq!(preset(json).check().expect_err(json).field.as_deref(), Some(field));
        }
        preset("{}").check().expect("is fine");
    }

    #[test]
    fn names_are_what_pages_write() {
        assert_eq!(name(" Sales & more ").expect("is fine"), "Sales & more");
        assert_eq!(name("1/0").expect("is fine"), "1/0");
        for bad in ["", "  ", "a\nb", &"x".repeat(MAX_NAME + 1)] {
            assert_eq!(name(bad).expect_err(bad).field.as_deref(), Some("name"));
        }
    }
}
