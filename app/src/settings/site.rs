//! What a site is called, by people and by pages that were written for other vendors: the forms.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The vendors whose ids a site may have, and what people call them.
pub const VENDORS: [(&str, &str); 6] = [
    ("jivo", "Jivo"),
    ("svyazio", "Svyazio"),
    ("chatra", "Chatra"),
    ("brevo", "Brevo Conversations"),
    ("mluvii", "mluvii"),
    ("onwebchat", "onWebChat"),
];

/// Form of `site/rename`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteForm {
    /// The site's public id.
    pub site: String,
    /// For people.
    pub name: String,
    /// By the vendor's name: the ids that the site has from there, with commas between.
    #[serde(default)]
    pub ids: BTreeMap<String, String>,
}

/// Form of `site/remove`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveSite {
    /// The site's public id.
    pub site: String,
}

#[cfg(feature = "ssr")]
mod of_store {
    use service::site::{Site, VendorId};

    use super::{SiteForm, VENDORS};

    impl SiteForm {
        /// What is stored.
        #[must_use]
        pub fn of(site: &Site, ids: &[VendorId]) -> Self {
            let of_vendor = |vendor: &str| {
                let ids = ids.iter().filter(|known| known.vendor == vendor);
                ids.map(|known| known.vendor_id.as_str()).collect::<Vec<_>>().join(", ")
            };
            let ids = VENDORS.map(|(vendor, _)| (vendor.to_owned(), of_vendor(vendor)));
            Self { site: site.public_id.clone(), name: site.name.clone(), ids: ids.into() }
        }

        /// The ids that are written.
        #[must_use]
        pub fn vendor_ids(&self) -> Vec<VendorId> {
            let known = VENDORS.iter().filter_map(|(vendor, _)| Some((*vendor, self.ids.get(*vendor)?)));
            let each = known.flat_map(|(vendor, ids)| ids.split(',').map(move |id| (vendor, id.trim())));
            let written = each.filter(|(_, id)| !id.is_empty());
            written
                .map(|(vendor, id)| VendorId { vendor: vendor.to_owned(), vendor_id: id.to_owned() })
                .collect()
        }
    }
}
