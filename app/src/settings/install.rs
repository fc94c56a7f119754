//! What the install page is told: where browsers reach us, whose code the pages have, and what of it does nothing here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::vendor::Vendor;

/// The page, as the server begins it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Install {
    /// Where browsers reach us, without a slash at the end.
    pub url: String,
    /// Whose code is shown.
    pub vendor: Vendor,
    /// By the public id of a site: the id that it has from the vendor.
    pub ids: BTreeMap<String, String>,
    /// What of the vendor's interface does nothing here.
    pub gaps: Vec<Gap>,
}

/// A rule of the embeds that is not kept, or not yet. `end2end/compat/rows.ts` has all rules; `script/compat` writes these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// As the page writes it; code stands in backticks.
    pub call: String,
    /// What comes of it.
    pub behaviour: String,
    /// What one should know beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How far it is kept.
    pub state: State,
    /// Functions of the embeds that have it; all of them without a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facades: Option<Vec<String>>,
}

/// How far a rule is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It may be there and changes nothing.
    Accepted,
    /// It comes with another feature.
    Later,
}

#[cfg(feature = "ssr")]
static GAPS: std::sync::LazyLock<Vec<Gap>> = std::sync::LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is inside the binary, and a test reads it")]
    serde_json::from_str(include_str!("gaps.json")).expect("gaps.json is a list of gaps")
});

#[cfg(feature = "ssr")]
impl Install {
    /// The page of one vendor.
    #[must_use]
    pub fn of(url: &str, vendor: Vendor, ids: BTreeMap<String, String>) -> Self {
        let fits = |gap: &&Gap| {
            let names = gap.facades.as_ref();
            names.is_none_or(|names| names.iter().any(|name| name == vendor.function()))
        };
        let mut gaps: Vec<Gap> = GAPS.iter().filter(fits).cloned().collect();
        // What is there for other vendors' pages alone is no gap of our own embed.
        if vendor == Vendor::Usher {
            gaps.retain(|gap| gap.state == State::Later);
        }
        Self { url: url.to_owned(), vendor, ids, gaps }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn every_vendor_is_told_what_does_nothing() {
        for vendor in Vendor::ALL {
            let Install { gaps, .. } = Install::of("https://chat.example", vendor, BTreeMap::new());
            let has = |call: &str| gaps.iter().any(|gap| gap.call.contains(call));
            let of = |vendors: &[Vendor]| vendors.contains(&vendor);
            let family = of(&[Vendor::Svyazio, Vendor::Chatra, Vendor::Brevo]);
            assert_eq!(has("conversation_rated"), family || of(&[Vendor::Usher]), "{vendor:?}");
            assert_eq!(has("gaTrackingId"), family, "{vendor:?}");
            assert_eq!(has("other keys of `jivo_config`"), of(&[Vendor::Jivo]), "{vendor:?}");
        }
    }
}
