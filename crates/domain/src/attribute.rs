//! Attributes: facts of a visitor that the organisation has defined, and the site's code sets.

use serde::{Deserialize, Serialize};

use crate::{
    error::{Code, Refusal},
    visitor::{MAX_NAME, MAX_VALUE},
};

/// Calls of one visitor's pages in [`WINDOW_MS`] (`CONTRACT 1.6 setClientAttributes`).
pub const MAX_CALLS: usize = 10;
/// An hour, in milliseconds.
pub const WINDOW_MS: i64 = 60 * 60 * 1000;

/// A fact that operators know of every visitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "sql", derive(sqlx::FromRow))]
pub struct Attribute {
    /// Used by the site's code.
    pub id: String,
    /// For people.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

impl Attribute {
    /// Checks what the organisation has written: an id as pages write it, and a name for people.
    ///
    /// # Errors
    /// `invalid`, field `id` or `name`, with what is allowed.
    pub fn check(&self) -> Result<(), Refusal> {
        let wrong = |field, message: String| Err(Refusal::field(Code::Invalid, field, message));
        let is_id = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if self.id.is_empty() || self.id.len() > MAX_NAME || !self.id.chars().all(is_id) {
            return wrong("id", format!("1 to {MAX_NAME} of a-z, A-Z, 0-9, _ and - are expected."));
        }
        if self.name.trim().is_empty() || self.name.chars().count() > MAX_NAME {
            return wrong("name", format!("1 to {MAX_NAME} characters are expected."));
        }
        Ok(())
    }
}

/// What an attribute holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Words.
    #[default]
    Text,
    /// A number.
    Number,
}

/// What the site's code gives for one: a text and a number are never each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A number of its language.
    Number(f64),
    /// A text of its language.
    Text(String),
}

impl Value {
    /// Whether an attribute of this kind holds it; a text has at most [`MAX_VALUE`] characters.
    #[must_use]
    pub fn fits(&self, kind: Kind) -> bool {
        match (self, kind) {
            (Self::Number(_), Kind::Number) => true,
            (Self::Text(text), Kind::Text) => text.chars().count() <= MAX_VALUE,
            _ => false,
        }
    }

    /// As people read it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_what_code_can_write_and_names_what_people_read() {
        let check = |id: &str, name: &str| {
            let (id, name) = (id.to_owned(), name.to_owned());
            Attribute { id, name, kind: Kind::Text }.check().map_err(|refusal| refusal.field)
        };
        assert_eq!(check("Nazvanie_kompanii", "Название компании"), Ok(()));
        let long = "x".repeat(MAX_NAME + 1);
        for id in ["", " ", "a b", "a.b", "имя", long.as_str()] {
            assert_eq!(check(id, "Plan"), Err(Some("id".to_owned())), "{id:?}");
        }
        for name in ["", "  ", long.as_str()] {
            assert_eq!(check("plan", name), Err(Some("name".to_owned())), "{name:?}");
        }
    }

    #[test]
    fn a_value_is_of_the_type_that_the_page_gave() {
        let value = |json: &str| serde_json::from_str::<Value>(json).expect("is a value");
        assert!(value("42").fits(Kind::Number) && !value("42").fits(Kind::Text));
        assert!(value("\"42\"").fits(Kind::Text) && !value("\"42\"").fits(Kind::Number));
        assert!(!Value::Text("x".repeat(MAX_VALUE + 1)).fits(Kind::Text));
        assert_eq!((value("1.5").text(), value("\"a\"").text()), ("1.5".to_owned(), "a".to_owned()));
        for none in ["true", "null", "{}", "[1]"] {
            assert!(serde_json::from_str::<Value>(none).is_err(), "{none}");
        }
    }
}
