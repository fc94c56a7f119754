//! Departments: how pages name them.

use crate::error::{Code, Refusal};

/// Longest id that may be chosen, in characters.
pub const MAX_ID: usize = 60;

/// Checks the id that somebody chose: what can stand in a URL and in code without being escaped. Organisation files may
/// give others, as ids of another vendor.
///
/// # Errors
/// `invalid`, field `id`.
pub fn check_id(raw: &str) -> Result<String, Refusal> {
    let id = raw.trim();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if id.is_empty() || id.len() > MAX_ID || !id.bytes().all(fits) {
        let message = format!("Write 1 to {MAX_ID} letters a to z, digits, - or _.");
        return Err(Refusal::field(Code::Invalid, "id", message));
    }
    Ok(id.to_owned())
}

/// An id for a department without a chosen one, of its name where that has letters of an id, else of its number.
#[must_use]
pub fn id_of(name: &str, number: i64, is_taken: impl Fn(&str) -> bool) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let id: String = words.collect::<Vec<_>>().join("-").to_ascii_lowercase().chars().take(40).collect();
    // A name in other letters would be left with its digits.
    let is_readable = name.chars().filter(|c| c.is_alphabetic()).all(|c| c.is_ascii());
    let id = if is_readable && !id.is_empty() { id } else { format!("department-{number}") };
    let others = (number..).map(|number| format!("{id}-{number}"));
    std::iter::once(id.clone()).chain(others).find(|id| !is_taken(id)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_what_needs_no_escape() {
        for id in ["sales", "Sales_2", "abc-123", " trimmed "] {
            assert_eq!(check_id(id).expect(id), id.trim());
        }
        for id in ["", " ", "a b", "a/b", "продажи", "a.b", "<b>", &"x".repeat(MAX_ID + 1)] {
            assert_eq!(check_id(id).expect_err(id).field.as_deref(), Some("id"));
        }
    }

    #[test]
    fn a_name_becomes_an_id() {
        let free = |_: &str| false;
        assert_eq!(id_of("Sales & returns", 1, free), "sales-returns");
        assert_eq!(id_of("Продажи", 2, free), "department-2");
        assert_eq!(id_of("Продажи 24", 2, free), "department-2");
        assert_eq!(id_of("24/7", 3, free), "24-7");
        assert_eq!(id_of("…", 4, free), "department-4");
        assert_eq!(id_of("Sales", 5, |id| id == "sales" || id == "sales-5"), "sales-6");
        for name in ["x".repeat(80), "Sales".to_owned(), "…".to_owned()] {
            check_id(&id_of(&name, 7, free)).expect("is an id");
        }
    }
}
