//! Operators: the people who answer.

use serde::{Deserialize, Serialize};

use crate::{
    OperatorId,
    error::{Code, Refusal},
};

/// Shortest password, in characters (NIST SP 800-63B-4: 15 where the password is the only factor).
pub const PASSWORD_MIN: usize = 15;
/// Longest password, in characters; a longer one is refused before it is hashed.
pub const PASSWORD_MAX: usize = 128;

/// What an operator may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers conversations.
    Agent,
    /// Also changes settings.
    Admin,
    /// Also decides about the organisation itself; there is always one.
    Owner,
}

/// Whether an operator wants new conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sql", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// Takes new conversations; the site is online while such an operator has the desk open.
    Online,
    /// Still answers, takes nothing new.
    Away,
}

/// All that a visitor learns of an operator: an opaque id and a display name (S-29).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Face {
    /// Opaque.
    pub id: OperatorId,
    /// The name the operator goes by.
    pub name: String,
}

/// Up to two initials for an avatar: of the first and the last word.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

/// A person's hue, 1 to 8, the same on every screen (`.h1` … `.h8` of the style sheet).
#[must_use]
pub fn hue(id: uuid::Uuid) -> u8 {
    // The last byte of a version 7 UUID is random; the first ones are the clock.
    id.as_bytes().last().map_or(1, |byte| byte % 8 + 1)
}

/// Checks an e-mail address well enough to write to it: one `@`, a name, a domain, no spaces, at most 254 bytes.
/// Returns it in lower case, which is how it is compared.
///
/// # Errors
/// `invalid`, field `email`.
pub fn email(raw: &str) -> Result<String, Refusal> {
    let address = raw.trim().to_lowercase();
    let fits = address.len() <= 254
        && !address.chars().any(|c| c.is_whitespace() || c.is_control())
        && address.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && host.contains('.')
                && !host.contains('@')
                && !host.starts_with('.')
                && !host.ends_with('.')
        });
    if fits {
        Ok(address)
    } else {
        Err(Refusal::field(Code::Invalid, "email", "Check the address: name@example.com."))
    }
}

/// Most that an operator's limit of conversations may be.
pub const MAX_CAPACITY: i64 = 1000;

/// Checks how many conversations an operator has at most at once.
///
/// # Errors
/// `invalid`, naming `field`.
pub fn capacity(field: &str, raw: i64) -> Result<i64, Refusal> {
    if (1..=MAX_CAPACITY).contains(&raw) {
        return Ok(raw);
    }
    let message = format!("A whole number from 1 to {MAX_CAPACITY} is expected, or nothing for no limit.");
    Err(Refusal::field(Code::Invalid, field, message))
}

/// Checks a display name: 1 to 80 characters, no control characters.
///
/// # Errors
/// `invalid`, naming `field`.
pub fn name(field: &str, raw: &str) -> Result<String, Refusal> {
    let name = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
        return Err(Refusal::field(Code::Invalid, field, "Write 1 to 80 characters."));
    }
    Ok(name)
}

/// Checks the length of a new password; nothing else is asked of it (ASVS V6.2).
///
/// # Errors
/// `invalid`, field `password`.
pub fn password(raw: &str) -> Result<&str, Refusal> {
    let chars = raw.chars().count();
    if (PASSWORD_MIN..=PASSWORD_MAX).contains(&chars) {
        Ok(raw)
    } else {
        let message =
            format!("Use {PASSWORD_MIN} to {PASSWORD_MAX} characters. A sentence is easy to remember.");
        Err(Refusal::field(Code::Invalid, "password", message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_first_and_last() {
        assert_eq!(initials("Anna Petrova"), "AP");
        assert_eq!(initials("ольга"), "О");
        assert_eq!(initials("Jean (le) Rond d’Alembert"), "JD");
        assert_eq!(initials(" "), "");
    }

    #[test]
    fn addresses_are_checked_and_folded() {
        assert_eq!(email(" Anna@Example.COM ").expect("is fine"), "anna@example.com");
        for bad in
            ["", "anna", "@example.com", "anna@", "anna@host", "a b@example.com", "a@b@example.com", "a@.com"]
        {
            assert!(email(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn passwords_are_judged_by_length_alone() {
        assert!(password("fourteen chars").is_err());
        assert!(password("fifteen chars!!").is_ok());
        assert!(password(&"x".repeat(PASSWORD_MAX + 1)).is_err());
    }
}
