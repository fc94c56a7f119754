//! Which page a path names.

use domain::WebhookId;
use leptos_router::location::Url;

/// A page of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `/settings`
    Sites,
    /// `/settings/site/{site}` and what is below it.
    Site(String, Tab),
    /// `/settings/site/{site}/rules/json`
    RulesJson(String),
    /// `/settings/site/{site}/rules/try`
    DryRun(String),
    /// `/settings/site/{site}/rules/{number}`, whose rule is counted from 0.
    Rule(String, usize),
    /// `/settings/site/{site}/webhooks/new`
    NewWebhook(String),
    /// `/settings/site/{site}/webhooks/{webhook}`
    Webhook(String, WebhookId),
    /// `/settings/site/{site}/presets/new`
    NewPreset(String),
    /// `/settings/site/{site}/preset/{name}`
    Preset(String, String),
    /// `/settings/operators`
    Operators,
    /// `/settings/departments`
    Departments,
    /// `/settings/departments/new`
    NewDepartment,
    /// `/settings/department/{department}`
    Department(String),
    /// `/install`, which is for every operator.
    Install,
    /// There is no such page.
    Unknown,
}

/// A page about one site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// How it looks and where it is shown.
    Appearance,
    /// The variants of it.
    Presets,
    /// What its panel says in every language.
    Texts,
    /// What its panel says in one language.
    Words,
    /// How its pages prove who a visitor is.
    Identity,
    /// What it does by itself.
    Rules,
    /// What its pages may tell of their visitors.
    Visitors,
    /// How its visitors can be reached.
    Contact,
    /// Who is told what happens on it.
    Webhooks,
    /// What it is called.
    Site,
}

impl Tab {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::Appearance,
        Self::Texts,
        Self::Words,
        Self::Presets,
        Self::Contact,
        Self::Rules,
        Self::Visitors,
        Self::Webhooks,
        Self::Identity,
        Self::Site,
    ];

    /// What people call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Appearance => "Appearance",
            Self::Presets => "Presets",
            Self::Texts => "Texts",
            Self::Words => "Words",
            Self::Identity => "Identity",
            Self::Rules => "Automatic actions",
            Self::Visitors => "Visitors’ data",
            Self::Contact => "Forms and calls",
            Self::Webhooks => "Webhooks",
            Self::Site => "Site",
        }
    }

    /// The last part of its path; empty for the first.
    const fn slug(self) -> &'static str {
        match self {
            Self::Appearance => "",
            Self::Presets => "presets",
            Self::Texts => "texts",
            Self::Words => "words",
            Self::Identity => "identity",
            Self::Rules => "rules",
            Self::Visitors => "visitors",
            Self::Contact => "contact",
            Self::Webhooks => "webhooks",
            Self::Site => "site",
        }
    }

    /// Its path.
    #[must_use]
    pub fn path(self, site: &str) -> String {
        let path = format!("/settings/site/{site}/{}", self.slug());
        path.trim_end_matches('/').to_owned()
    }
}

/// The path of all rules as one text.
#[must_use]
pub fn rules_json_path(site: &str) -> String {
    format!("{}/json", Tab::Rules.path(site))
}

/// The path of what the rules would have done last week.
#[must_use]
pub fn dry_run_path(site: &str) -> String {
    format!("{}/try", Tab::Rules.path(site))
}

/// The path of a rule, counted from 0; people count from 1.
#[must_use]
pub fn rule_path(site: &str, place: usize) -> String {
    format!("{}/{}", Tab::Rules.path(site), place + 1)
}

/// The path of a preset that is not there yet.
#[must_use]
pub fn new_preset_path(site: &str) -> String {
    format!("{}/new", Tab::Presets.path(site))
}

/// The path of a preset, whose name may have any letters.
#[must_use]
pub fn preset_path(site: &str, name: &str) -> String {
    format!("{}/preset/{}", Tab::Appearance.path(site), Url::escape(name))
}

/// The path of a webhook that is not there yet.
#[must_use]
pub fn new_webhook_path(site: &str) -> String {
    format!("{}/new", Tab::Webhooks.path(site))
}

/// The path of a webhook.
#[must_use]
pub fn webhook_path(site: &str, id: WebhookId) -> String {
    format!("{}/{id}", Tab::Webhooks.path(site))
}

/// The path of the list of operators.
pub const OPERATORS: &str = "/settings/operators";

/// The path of the list of departments.
pub const DEPARTMENTS: &str = "/settings/departments";
/// The path of a department that is not there yet.
pub const NEW_DEPARTMENT: &str = "/settings/departments/new";

/// The path of a department. Organisation files may give it any id.
#[must_use]
pub fn department_path(id: &str) -> String {
    format!("/settings/department/{}", Url::escape(id))
}

impl Place {
    /// Reads a path.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            ["install"] => Self::Install,
            ["settings"] => Self::Sites,
            ["settings", "operators"] => Self::Operators,
            ["settings", "departments"] => Self::Departments,
            ["settings", "departments", "new"] => Self::NewDepartment,
            ["settings", "department", id] => Self::Department(Url::unescape(id)),
            ["settings", "site", site, rest @ ..] if rest.len() < 2 => {
                let slug = rest.first().copied().unwrap_or_default();
                let tab = Tab::ALL.into_iter().find(|tab| tab.slug() == slug);
                tab.map_or(Self::Unknown, |tab| Self::Site((*site).to_owned(), tab))
            }
            ["settings", "site", site, "rules", "json"] => Self::RulesJson((*site).to_owned()),
            ["settings", "site", site, "rules", "try"] => Self::DryRun((*site).to_owned()),
            ["settings", "site", site, "rules", number] => {
                let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                place.map_or(Self::Unknown, |place| Self::Rule((*site).to_owned(), place))
            }
            ["settings", "site", site, "presets", "new"] => Self::NewPreset((*site).to_owned()),
            ["settings", "site", site, "preset", name] => {
                Self::Preset((*site).to_owned(), Url::unescape(name))
            }
            ["settings", "site", site, "webhooks", "new"] => Self::NewWebhook((*site).to_owned()),
            ["settings", "site", site, "webhooks", id] => {
                id.parse().map_or(Self::Unknown, |id| Self::Webhook((*site).to_owned(), id))
            }
            _ => Self::Unknown,
        }
    }

    /// The site that it is about.
    #[must_use]
    pub fn site(&self) -> Option<&str> {
        match self {
            Self::Site(site, _)
            | Self::RulesJson(site)
            | Self::DryRun(site)
            | Self::Rule(site, _)
            | Self::NewPreset(site)
            | Self::Preset(site, _)
            | Self::NewWebhook(site)
            | Self::Webhook(site, _) => Some(site),
            _ => None,
        }
    }

    /// The title of the browser's tab.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Site(_, tab) => format!("{} · Settings · Usher", tab.title()),
            Self::RulesJson(_) | Self::DryRun(_) | Self::Rule(..) => {
                format!("{} · Settings · Usher", Tab::Rules.title())
            }
            Self::NewWebhook(_) | Self::Webhook(..) => {
                format!("{} · Settings · Usher", Tab::Webhooks.title())
            }
            Self::NewPreset(_) | Self::Preset(..) => {
                format!("{} · Settings · Usher", Tab::Presets.title())
            }
            Self::Operators => "Operators · Settings · Usher".to_owned(),
            Self::Departments | Self::NewDepartment | Self::Department(_) => {
                "Departments · Settings · Usher".to_owned()
            }
            Self::Install => "Install · Usher".to_owned(),
            Self::Sites | Self::Unknown => "Settings · Usher".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_and_written() {
        assert_eq!(Place::of("/settings/"), Place::Sites);
        assert_eq!(Place::of("/install"), Place::Install);
        assert_eq!(Place::of(DEPARTMENTS), Place::Departments);
        assert_eq!(Place::of(OPERATORS), Place::Operators);
        assert_eq!(Place::of(NEW_DEPARTMENT), Place::NewDepartment);
        for tab in Tab::ALL {
            assert_eq!(Place::of(&tab.path("shop")), Place::Site("shop".to_owned(), tab));
        }
        assert_eq!(Place::of(&rules_json_path("shop")), Place::RulesJson("shop".to_owned()));
        assert_eq!(Place::of(&dry_run_path("shop")), Place::DryRun("shop".to_owned()));
        assert_eq!(Place::of(&new_webhook_path("shop")), Place::NewWebhook("shop".to_owned()));
        let id: WebhookId = "0199aa00-0000-7000-8000-000000000001".parse().expect("is an id");
        assert_eq!(Place::of(&webhook_path("shop", id)), Place::Webhook("shop".to_owned(), id));
        assert_eq!(Place::of(&new_preset_path("shop")), Place::NewPreset("shop".to_owned()));
        assert_eq!(Place::of(&rule_path("shop", 2)), Place::Rule("shop".to_owned(), 2));
        assert_eq!(Place::of("/settings/site/shop/rules/3").site(), Some("shop"));
        for path in [
            "/settings/x",
            "/settings/site/shop/rules/0",
            "/settings/site/shop/webhooks/7",
            "/settings/site/shop/rules/-1",
            "/settings/site/shop/rules/x",
            "/settings/site",
            "/settings/site/shop/x",
            "/settings/site/shop/texts/x",
            "/settings/department",
            "/settings/departments/old",
            "/install/x",
            "/",
        ] {
            assert_eq!(Place::of(path), Place::Unknown, "{path}");
        }
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn a_preset_of_any_name_has_a_path() {
        for name in ["sales", "1/0", "Sales & more?", "скидки", "new"] {
            let place = Place::Preset("shop".to_owned(), name.to_owned());
            assert_eq!(Place::of(&preset_path("shop", name)), place, "{name}");
        }
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn a_department_of_any_id_has_a_path() {
        for id in ["sales", "a/b", "продажи", "50% off?", "new"] {
            assert_eq!(Place::of(&department_path(id)), Place::Department(id.to_owned()), "{id}");
        }
    }
}
