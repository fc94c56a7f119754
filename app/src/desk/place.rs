//! Where the operator is: the URL is the state, so that reload, Back and a colleague's link lead to the same picture.

use domain::{ConversationId, conversation::Filter};

/// A page of the desk, as its path names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// `/`, which leads to the inbox.
    Root,
    /// `/login`.
    LogIn,
    /// `/signup`.
    SignUp,
    /// `/inbox`, `/inbox/:filter`, `/inbox/:filter/:conversation`.
    Inbox(Filter, Choice),
    /// `/install`, `/settings` and below: pages of another bundle, which the browser must load anew.
    Settings,
    /// There is no such page.
    Unknown,
}

/// Which conversation a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// None.
    Nothing,
    /// This one.
    One(ConversationId),
    /// One that can not exist.
    Nonsense,
}

impl Choice {
    /// The conversation, if the path names one that may exist.
    #[must_use]
    pub fn id(self) -> Option<ConversationId> {
        match self {
            Self::One(id) => Some(id),
            Self::Nothing | Self::Nonsense => None,
        }
    }
}

impl Place {
    /// Reads a path.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let place = match parts.next() {
            None => Self::Root,
            Some("login") => Self::LogIn,
            Some("signup") => Self::SignUp,
            Some("install" | "settings") => return Self::Settings,
            Some("inbox") => {
                let filter = parts.next().map_or(Some(Filter::default()), Filter::from_slug);
                let choice = match parts.next().map(str::parse) {
                    None => Choice::Nothing,
                    Some(Ok(id)) => Choice::One(id),
                    Some(Err(_)) => Choice::Nonsense,
                };
                filter.map_or(Self::Unknown, |filter| Self::Inbox(filter, choice))
            }
            Some(_) => Self::Unknown,
        };
        if parts.next().is_some() { Self::Unknown } else { place }
    }

    /// The tab; the one that opens first where there is none.
    #[must_use]
    pub fn filter(self) -> Filter {
        if let Self::Inbox(filter, _) = self { filter } else { Filter::default() }
    }

    /// The conversation that is named.
    #[must_use]
    pub fn choice(self) -> Choice {
        if let Self::Inbox(_, choice) = self { choice } else { Choice::Nothing }
    }

    /// Whether the page is for operators alone.
    #[must_use]
    pub fn is_guarded(self) -> bool {
        matches!(self, Self::Inbox(..))
    }
}

/// The path of a tab, and of a conversation under it.
#[must_use]
pub fn inbox(filter: Filter, conversation: Option<ConversationId>) -> String {
    let slug = filter.slug();
    conversation.map_or_else(|| format!("/inbox/{slug}"), |id| format!("/inbox/{slug}/{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_and_written() {
        let id: ConversationId = "0198c0de-0000-7000-8000-000000000001".parse().expect("is one");
        assert_eq!(Place::of("/"), Place::Root);
        assert_eq!(Place::of("/inbox"), Place::Inbox(Filter::Mine, Choice::Nothing));
        for filter in [Filter::Mine, Filter::Unassigned, Filter::All, Filter::Closed] {
            assert_eq!(Place::of(&inbox(filter, None)), Place::Inbox(filter, Choice::Nothing));
            assert_eq!(Place::of(&inbox(filter, Some(id))), Place::Inbox(filter, Choice::One(id)));
        }
        for path in ["/install", "/install/", "/settings", "/settings/site/shop/texts"] {
            assert_eq!(Place::of(path), Place::Settings, "{path}");
        }
    }

    #[test]
    fn what_can_not_exist_is_told_apart_from_what_may() {
        assert_eq!(Place::of("/inbox/all/nonsense"), Place::Inbox(Filter::All, Choice::Nonsense));
        for path in ["/inbox/theirs", "/nowhere", "/login/x", "/inbox/all/x/y"] {
            assert_eq!(Place::of(path), Place::Unknown, "{path}");
        }
    }
}
