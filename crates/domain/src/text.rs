//! Links inside plain text. Nobody's text ever becomes HTML (S-01); only `http`, `https` and `mailto` can be clicked
//! (S-03), and that is decided here, at every place that shows a link.

use linkify::{LinkFinder, LinkKind};

/// A stretch of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Words(String),
    /// Words that are a link.
    Link {
        /// Where it leads; one of the allowed schemes.
        href: String,
        /// How it was written.
        words: String,
    },
}

/// Whether an address may be clicked as a web page.
#[must_use]
pub fn is_web(url: &str) -> bool {
    // Browsers drop control characters inside a scheme, so an address that has any is not trusted at all.
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https"))
        && !url.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// Splits a message into words and links.
#[must_use]
pub fn parts(text: &str) -> Vec<Part> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]);
    finder
        .spans(text)
        .map(|span| {
            let words = span.as_str().to_owned();
            match span.kind() {
                Some(LinkKind::Url) if is_web(&words) => Part::Link { href: words.clone(), words },
                Some(LinkKind::Email) => Part::Link { href: format!("mailto:{words}"), words },
                _ => Part::Words(words),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<String> {
        let href = |part| if let Part::Link { href, .. } = part { Some(href) } else { None };
        parts(text).into_iter().filter_map(href).collect()
    }

    #[test]
    fn web_and_mail_become_links() {
        assert_eq!(
            links("see https://a.example/x?y=1. Or a@b.example!"),
            ["https://a.example/x?y=1", "mailto:a@b.example"]
        );
    }

    #[test]
    fn no_other_scheme_can_be_clicked() {
        let schemes = [
            "javascript",
            "JaVaScRiPt",
            "java\tscript",
            "java\nscript",
            "\u{1}javascript",
            "data",
            "vbscript",
            "blob",
            "file",
            "ftp",
        ];
        for scheme in schemes {
            for rest in [":alert(1)", "://alert(1)", ":https://a.example"] {
                let text = format!("{scheme}{rest}");
                let found = links(&text);
                assert!(
                    found.iter().all(|href| href.starts_with("https://") || href.starts_with("mailto:")),
                    "{text}: {found:?}"
                );
                assert!(!is_web(&text), "{text}");
            }
        }
        assert!(!is_web("//a.example"));
        assert!(is_web("HTTPS://a.example"));
    }

    proptest::proptest! {
        #[test]
        fn splitting_loses_nothing(text in ".{0,200}") {
            let joined: String = parts(&text)
                .into_iter()
                .map(|part| match part { Part::Words(words) | Part::Link { words, .. } => words })
                .collect();
            proptest::prop_assert_eq!(joined, text);
        }
    }
}
