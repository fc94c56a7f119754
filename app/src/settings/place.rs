//! Which page a path names.

/// A page of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `/settings`
    Sites,
    /// `/settings/site/{site}` and what is below it.
    Site(String, Tab),
    /// There is no such page.
    Unknown,
}

/// A page about one site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// How it looks and where it is shown.
    Appearance,
    /// What its panel says.
    Texts,
}

impl Tab {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::Appearance, Self::Texts];

    /// What people call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Appearance => "Appearance",
            Self::Texts => "Texts",
        }
    }

    /// The last part of its path; empty for the first.
    const fn slug(self) -> &'static str {
        match self {
            Self::Appearance => "",
            Self::Texts => "texts",
        }
    }

    /// Its path.
    #[must_use]
    pub fn path(self, site: &str) -> String {
        let path = format!("/settings/site/{site}/{}", self.slug());
        path.trim_end_matches('/').to_owned()
    }
}

impl Place {
    /// Reads a path.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            ["settings"] => Self::Sites,
            ["settings", "site", site, rest @ ..] if rest.len() < 2 => {
                let slug = rest.first().copied().unwrap_or_default();
                let tab = Tab::ALL.into_iter().find(|tab| tab.slug() == slug);
                tab.map_or(Self::Unknown, |tab| Self::Site((*site).to_owned(), tab))
            }
            _ => Self::Unknown,
        }
    }

    /// The title of the browser's tab.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Site(_, tab) => format!("{} · Settings · Usher", tab.title()),
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
        for tab in Tab::ALL {
            assert_eq!(Place::of(&tab.path("shop")), Place::Site("shop".to_owned(), tab));
        }
        for path in
            ["/settings/x", "/settings/site", "/settings/site/shop/x", "/settings/site/shop/texts/x", "/"]
        {
            assert_eq!(Place::of(path), Place::Unknown, "{path}");
        }
    }
}
