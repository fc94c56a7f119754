//! The embeds: one interface under four names, each with the snippet that its customers have on their pages.

use serde::{Deserialize, Serialize};

/// Whose code a page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Vendor {
    /// Our own.
    #[default]
    Usher,
    /// Svyazio's.
    Svyazio,
    /// Chatra's.
    Chatra,
    /// That of Brevo Conversations.
    Brevo,
    /// Jivo's.
    Jivo,
}

impl Vendor {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Usher, Self::Jivo, Self::Svyazio, Self::Chatra, Self::Brevo];

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Usher => "Usher",
            Self::Svyazio => "Svyazio",
            Self::Chatra => "Chatra",
            Self::Brevo => "Brevo Conversations",
            Self::Jivo => "Jivo",
        }
    }

    /// What pages call; the tests of the embeds know it by this name.
    #[must_use]
    pub const fn function(self) -> &'static str {
        match self {
            Self::Usher => "Usher",
            Self::Svyazio => "Svyazio",
            Self::Chatra => "Chatra",
            Self::Brevo => "BrevoConversations",
            Self::Jivo => "jivo_api",
        }
    }

    /// Its name in a URL.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Usher => "usher",
            Self::Svyazio => "svyazio",
            Self::Chatra => "chatra",
            Self::Brevo => "brevo",
            Self::Jivo => "jivo",
        }
    }

    /// Reads its name in a URL.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|vendor| vendor.slug() == slug)
    }

    /// What the owner pastes: the vendor's own snippet, but for host and id. `url` is where browsers reach us.
    #[must_use]
    pub fn snippet(self, url: &str, site: &str) -> String {
        let snippet = match self {
            Self::Usher => USHER,
            Self::Svyazio => SVYAZIO,
            Self::Chatra => CHATRA,
            Self::Brevo => BREVO,
            Self::Jivo => JIVO,
        };
        snippet.replace("{url}", url).replace("{site}", site)
    }
}

const USHER: &str = r#"<script>
window.UsherConfig = { orgId: "{site}" };
window.Usher = window.Usher || function () { (window.Usher.q = window.Usher.q || []).push(arguments); };
</script>
<script async src="{url}/widget/usher.js"></script>"#;

const JIVO: &str = r#"<script src="{url}/widget/{site}" async></script>"#;

const SVYAZIO: &str = r#"<script>
// Configuration — set before the widget script loads
window.SvyazioConfig = {
  orgId: "{site}"
};
window.Svyazio = window.Svyazio || function() {
  (window.Svyazio.q = window.Svyazio.q || []).push(arguments);
};
</script>
<script async src="{url}/widget/svyazio.js"></script>"#;

const CHATRA: &str = r"<!-- Chatra {literal} -->
<script>
    (function(d, w, c) {
        w.ChatraID = '{site}';
        var s = d.createElement('script');
        w[c] = w[c] || function() {
            (w[c].q = w[c].q || []).push(arguments);
        };
        s.async = true;
        s.src = '{url}/chatra.js';
        if (d.head) d.head.appendChild(s);
    })(document, window, 'Chatra');
</script>
<!-- /Chatra {/literal} -->";

const BREVO: &str = r"<!-- Brevo Conversations {literal} -->
<script>
    (function(d, w, c) {
        w.BrevoConversationsID = '{site}';
        w[c] = w[c] || function() {
            (w[c].q = w[c].q || []).push(arguments);
        };
        var s = d.createElement('script');
        s.async = true;
        s.src = '{url}/brevo-conversations.js';
        if (d.head) d.head.appendChild(s);
    })(document, window, 'BrevoConversations');
</script>
<!-- /Brevo Conversations {/literal} -->";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_snippet_is_what_the_documents_say() {
        let expected = r#"<script>
window.UsherConfig = { orgId: "demo" };
window.Usher = window.Usher || function () { (window.Usher.q = window.Usher.q || []).push(arguments); };
</script>
<script async src="https://chat.example/widget/usher.js"></script>"#;
        assert_eq!(Vendor::Usher.snippet("https://chat.example", "demo"), expected);
    }

    #[test]
    fn every_snippet_names_host_and_site_once() {
        for vendor in Vendor::ALL {
            let snippet = vendor.snippet("https://chat.example", "demo-site");
            assert_eq!(snippet.matches("https://chat.example/").count(), 1, "{vendor:?}");
            assert_eq!(snippet.matches("demo-site").count(), 1, "{vendor:?}");
            assert!(!snippet.contains("{url}") && !snippet.contains("{site}"), "{vendor:?}");
            assert_eq!(Vendor::from_slug(vendor.slug()), Some(vendor));
        }
        assert_eq!(Vendor::from_slug("intercom"), None);
    }
}
