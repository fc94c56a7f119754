//! Where a visitor's first visit came from, in the words of the advertisement (`CONTRACT 1.6 getUtm`).

use serde::{Deserialize, Serialize};

/// Longest tag that is kept, in characters.
pub const MAX: usize = 500;

/// The five tags of the first page's address; none that was not there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Utm {
    /// Who sent the visitor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What kind of link it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    /// The campaign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// Which of its advertisements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// What was searched for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
}

impl Utm {
    /// Cuts every tag to [`MAX`] characters and leaves out what is blank.
    #[must_use]
    pub fn cleaned(self) -> Self {
        let clean = |tag: Option<String>| {
            let tag: String = tag?.chars().filter(|c| !c.is_control()).take(MAX).collect();
            (!tag.trim().is_empty()).then_some(tag)
        };
        Self {
            source: clean(self.source),
            medium: clean(self.medium),
            campaign: clean(self.campaign),
            content: clean(self.content),
            term: clean(self.term),
        }
    }

    /// The tags that are there, by their names, in the order in which people read them.
    pub fn tags(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("source", &self.source),
            ("medium", &self.medium),
            ("campaign", &self.campaign),
            ("content", &self.content),
            ("term", &self.term),
        ]
        .into_iter()
        .filter_map(|(name, tag)| Some((name, tag.as_deref()?)))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_cut_and_blank_ones_go() {
        let utm = Utm {
            source: Some("google\n".to_owned()),
            term: Some(" ".to_owned()),
            content: Some("x".repeat(MAX + 1)),
            ..Utm::default()
        };
        let utm = utm.cleaned();
        let long = "x".repeat(MAX);
        assert_eq!(utm.tags().collect::<Vec<_>>(), [("source", "google"), ("content", long.as_str())]);
        assert!(!utm.is_empty() && Utm { term: Some(String::new()), ..Utm::default() }.cleaned().is_empty());
    }
}
