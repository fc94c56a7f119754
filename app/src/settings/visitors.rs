//! What pages may tell of their visitors, and say for them: the forms.

use domain::{
    Refusal,
    attribute::{Attribute, Kind},
    site::{Domain, Settings},
};
use serde::{Deserialize, Serialize};

/// Form of `site/visitors`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitorsForm {
    /// The site's public id.
    pub site: String,
    /// Whether its pages may speak for the visitor (`CONTRACT 1.6.1`): `on`, `off`, or empty, which depends.
    #[serde(default)]
    pub extras: String,
    /// Hosts that links in custom data may lead to, one a line.
    #[serde(default)]
    pub safe_domains: String,
}

impl VisitorsForm {
    /// What is stored.
    #[must_use]
    pub fn of(site: &str, settings: &Settings) -> Self {
        let extras = settings.extras.map_or("", |on| if on { "on" } else { "off" });
        let domains: Vec<&str> = settings.safe_domains.iter().map(Domain::as_str).collect();
        Self { site: site.to_owned(), extras: extras.to_owned(), safe_domains: domains.join("\n") }
    }

    /// Writes it into the settings.
    ///
    /// # Errors
    /// `invalid`, field `safe_domains`.
    pub fn apply(&self, settings: &mut Settings) -> Result<(), Refusal> {
        settings.extras = match self.extras.as_str() {
            "on" => Some(true),
            "off" => Some(false),
            _ => None,
        };
        let hosts = self.safe_domains.split([',', '\n']).map(str::trim).filter(|host| !host.is_empty());
        let named = |refusal| Refusal { field: Some("safe_domains".to_owned()), ..refusal };
        settings.safe_domains = hosts.map(Domain::parse).collect::<Result<_, _>>().map_err(named)?;
        Ok(())
    }
}

/// Form of `attribute/make`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAttribute {
    /// Used by the site's code.
    pub id: String,
    /// For people.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

impl NewAttribute {
    /// The attribute, without blanks around.
    #[must_use]
    pub fn read(&self) -> Attribute {
        let Self { id, name, kind } = self;
        Attribute { id: id.trim().to_owned(), name: name.trim().to_owned(), kind: *kind }
    }
}

/// Form of `attribute/rename`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenameAttribute {
    /// Which one.
    pub id: String,
    /// For people.
    pub name: String,
}

/// Form of `attribute/remove`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveAttribute {
    /// Which one.
    pub id: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_and_sent_back_changes_nothing() {
        let safe_domains = vec![Domain::parse("*.crm.example").expect("is a host")];
        for extras in [None, Some(true), Some(false)] {
            let settings = Settings { extras, safe_domains: safe_domains.clone(), ..Settings::default() };
            let mut after = settings.clone();
            VisitorsForm::of("shop", &settings).apply(&mut after).expect("is fine");
            assert_eq!(after, settings);
        }
        let form = VisitorsForm { safe_domains: "crm.example\na b".to_owned(), ..VisitorsForm::default() };
        let refusal = form.apply(&mut Settings::default()).expect_err("is no host");
        assert_eq!(refusal.field.as_deref(), Some("safe_domains"));
    }
}
