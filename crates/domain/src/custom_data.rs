//! Custom data: a few fields, in the page's own order, on the visitor's pane (`CONTRACT 1.6 setCustomData`).

use serde::{Deserialize, Serialize};

use crate::{
    error::{Code, Refusal},
    visitor::{MAX_NAME, MAX_VALUE},
};

/// Most fields of one visitor.
pub const MAX_FIELDS: usize = 10;

/// One of them. All of it is text, and shown as text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Field {
    /// What it says.
    pub content: String,
    /// Above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Before it, bold, with a colon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Where a click leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// The fields as they are kept: without what is blank, and without links that are not safe.
///
/// # Errors
/// `too_long`, field `custom_data`, when there are more than [`MAX_FIELDS`] or one is too long; nothing is kept then.
pub fn checked(fields: &[Field], is_safe: impl Fn(&str) -> bool) -> Result<Vec<Field>, Refusal> {
    let too_long = |message: String| Refusal::field(Code::TooLong, "custom_data", message);
    if fields.len() > MAX_FIELDS {
        return Err(too_long(format!("At most {MAX_FIELDS} fields are shown.")));
    }
    let part = |text: &Option<String>, most: usize| {
        let Some(text) = text.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        if text.chars().count() > most {
            return Err(too_long(format!("A part of a field has at most {most} characters.")));
        }
        Ok(Some(text.to_owned()))
    };
    fields
        .iter()
        .map(|Field { content, title, key, link }| {
            let content = part(&Some(content.clone()), MAX_VALUE)?.unwrap_or_default();
            let link = part(link, MAX_VALUE)?;
            Ok(Field {
                content,
                title: part(title, MAX_NAME)?,
                key: part(key, MAX_NAME)?,
                link: link.filter(|link| is_safe(link)),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(content: &str) -> Field {
        Field { content: content.to_owned(), ..Field::default() }
    }

    #[test]
    fn order_and_words_stay_and_blank_parts_go() {
        let some = |text: &str| Some(text.to_owned());
        let fields = [
            field("<b>User balance: $56</b>"),
            Field { title: some("Actions"), key: some(" "), ..field(" Add contact ") },
        ];
        let kept = checked(&fields, |_| true).expect("fits");
        assert_eq!(kept, [fields[0].clone(), Field { title: some("Actions"), ..field("Add contact") }]);
    }

    #[test]
    fn a_link_is_kept_where_it_is_safe() {
        let link = |link: &str| Field { link: Some(link.to_owned()), ..field("Profile") };
        let kept = checked(&[link(" https://a.example "), link("b")], |link| link == "https://a.example");
        assert_eq!(kept, Ok(vec![link("https://a.example"), field("Profile")]));
    }

    #[test]
    fn too_much_is_refused() {
        let many = vec![field("x"); MAX_FIELDS + 1];
        let long = [Field { title: Some("x".repeat(MAX_NAME + 1)), ..field("x") }];
        for fields in [many.as_slice(), &long, &[field(&"x".repeat(MAX_VALUE + 1))]] {
            let refusal = checked(fields, |_| true).expect_err("is too much");
            assert_eq!(refusal.field.as_deref(), Some("custom_data"));
        }
        assert_eq!(checked(&many[1..], |_| true).expect("fits").len(), MAX_FIELDS);
    }
}
