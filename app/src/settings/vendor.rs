//! The embeds, each with the snippet that its customers have on their pages.

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
    /// That of mluvii's owidget.
    Mluvii,
    /// onWebChat's.
    OnWebChat,
}

impl Vendor {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] =
        [Self::Usher, Self::Jivo, Self::Svyazio, Self::Chatra, Self::Brevo, Self::Mluvii, Self::OnWebChat];

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Usher => "Usher",
            Self::Svyazio => "Svyazio",
            Self::Chatra => "Chatra",
            Self::Brevo => "Brevo Conversations",
            Self::Jivo => "Jivo",
            Self::Mluvii => "mluvii",
            Self::OnWebChat => "onWebChat",
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
            Self::Mluvii => "owidget",
            Self::OnWebChat => "onWebChat",
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
            Self::Mluvii => "mluvii",
            Self::OnWebChat => "onwebchat",
        }
    }

    /// Whether pages name their site by the vendor's own id and no other (`CONTRACT 1.1 JE8`, `3.2 init`, `4.1 NE6`).
    #[must_use]
    pub const fn has_own_ids(self) -> bool {
        matches!(self, Self::Jivo | Self::Mluvii | Self::OnWebChat)
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
            Self::Mluvii => MLUVII,
            Self::OnWebChat => ONWEBCHAT,
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

const MLUVII: &str = r#"<script>
(function () {
  var script = document.createElement("script");
  script.src = "{url}/widget/OOWidget.js";
  script.charset = "UTF-8";
  script.async = true;
  script.$owidgetOnLoad = function (owidget) {
    if (!owidget.isSupported) return;
    owidget.init("{site}");
    owidget.connectToServer();
  };
  document.head.appendChild(script);
})();
</script>"#;

const ONWEBCHAT: &str = r"<script>
var onWebChat = {
  ar: [],
  set: function (a, b) { if (typeof onWebChat_ === 'undefined') this.ar.push([a, b]); else onWebChat_.set(a, b); },
  get: function (a) { return onWebChat_.get(a); },
  w: (function () {
    var script = document.createElement('script');
    script.async = 1;
    script.src = '{url}/clientchat/{site}';
    document.head.appendChild(script);
  })()
};
</script>";

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
