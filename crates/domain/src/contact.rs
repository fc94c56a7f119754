//! What a visitor tells of themselves in a form, and what a site wants to know (`CONTRACT 1.2 contacts_settings`).

use serde::{Deserialize, Serialize};

use crate::{
    error::{Code, Refusal},
    operator,
    visitor::{Change, MAX_VALUE},
    webhook,
};

/// Fewest and most digits of a phone number (ITU-T E.164; `CONTRACT 1.6 startCall`).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// Whether a form asks for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ask {
    /// There is a field for it.
    pub show: bool,
    /// Without it the form is not taken.
    pub required: bool,
}

/// What the forms of a site ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContactForm {
    /// Whether a visitor who has begun to write is asked, too, and not only one who finds nobody.
    pub in_chat: bool,
    /// Whether a visitor who opens the chat is asked before the first words, while somebody is there (`CONTRACT 4.3`
    /// pre-chat form).
    pub before_chat: bool,
    /// A name.
    pub name: Ask,
    /// An e-mail address.
    pub email: Ask,
    /// A phone number.
    pub phone: Ask,
    /// Address of a page of the owner's that asks in the place of this form before the first words, and tells us as mluvii's
    /// custom forms do (`CONTRACT 3.3`); empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub own_page: String,
}

impl Default for ContactForm {
    /// Whoever leaves a message wants an answer, and that goes by e-mail.
    fn default() -> Self {
        let shown = Ask { show: true, required: false };
        Self {
            in_chat: false,
            before_chat: false,
            name: shown,
            email: Ask { show: true, required: true },
            phone: shown,
            own_page: String::new(),
        }
    }
}

impl ContactForm {
    /// Each field with its name.
    #[must_use]
    pub const fn named(&self) -> [(&'static str, Ask); 3] {
        [("name", self.name), ("email", self.email), ("phone", self.phone)]
    }

    /// Names of the fields that must be filled.
    pub fn required(&self) -> impl Iterator<Item = &'static str> {
        self.named().into_iter().filter(|(_, ask)| ask.required).map(|(name, _)| name)
    }

    /// Checks what the types can not say.
    ///
    /// # Errors
    /// `invalid`, naming the field and what is allowed.
    pub fn check(&self) -> Result<(), Refusal> {
        if !self.own_page.is_empty() {
            let within = |refusal| Refusal { field: Some("contact_form.own_page".to_owned()), ..refusal };
            webhook::url(&self.own_page).map_err(within)?;
        }
        let Some((name, _)) = self.named().into_iter().find(|(_, ask)| ask.required && !ask.show) else {
            return Ok(());
        };
        let field = format!("contact_form.{name}");
        Err(Refusal::field(Code::Invalid, &field, "What is required must be shown."))
    }

    /// What is wrong with what a visitor has written, field by field.
    #[must_use]
    pub fn faults(&self, contact: &Contact) -> Vec<Fault> {
        let fault = |(field, ask): (&'static str, Ask)| {
            let text = contact.get(field);
            if text.is_empty() {
                return ask.required.then_some(Fault { field, wrong: Wrong::Missing });
            }
            Fault::of(field, text)
        };
        self.named().into_iter().filter_map(fault).collect()
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It is empty and must not be.
    Missing,
    /// It is no address, or no number.
    Invalid,
    /// Nobody would read it.
    TooLong,
}

/// A field with which something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Its name.
    pub field: &'static str,
    /// What it is.
    pub wrong: Wrong,
}

impl Fault {
    /// What is wrong with words that were written into a field; nothing, if they are what it is for.
    fn of(field: &'static str, text: &str) -> Option<Self> {
        let wrong = match field {
            _ if text.chars().count() > MAX_VALUE => Wrong::TooLong,
            "email" if operator::email(text).is_err() => Wrong::Invalid,
            "phone" if phone(text).is_none() => Wrong::Invalid,
            _ => return None,
        };
        Some(Self { field, wrong })
    }

    /// Says so, of a field that is called `name` there.
    fn refusal(self, name: &str) -> Refusal {
        match self.wrong {
            Wrong::Missing => Refusal::field(Code::Invalid, name, "This must be filled in."),
            Wrong::Invalid if self.field == "email" => {
                Refusal::field(Code::Invalid, name, "Check the address: name@example.com.")
            }
            Wrong::Invalid => Refusal::field(Code::Invalid, name, "A number of 7 to 15 digits is expected."),
            Wrong::TooLong => Refusal::field(Code::TooLong, name, format!("At most {MAX_VALUE} characters.")),
        }
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        fault.refusal(&format!("contact.{}", fault.field))
    }
}

/// What everybody knows the meaning of, whoever says it: the page, the visitor or an operator (`CONTRACT 4.3`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What to call the visitor.
    Name,
    /// Where to write to.
    Email,
    /// Where to call.
    Phone,
    /// What is to be known besides.
    Notes,
}

impl Field {
    /// Its name among the visitor's data.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Notes => "notes",
        }
    }

    /// What an operator writes into it, without the white space around, and but for notes on one line; None clears it.
    ///
    /// # Errors
    /// `invalid` for an address or a number that is none, `too_long`; both name the field.
    pub fn written(self, raw: &str) -> Result<Option<String>, Refusal> {
        let text = match self {
            Self::Notes => raw.trim().to_owned(),
            Self::Name | Self::Email | Self::Phone => raw.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        if text.is_empty() {
            return Ok(None);
        }
        match Fault::of(self.name(), &text) {
            Some(fault) => Err(fault.refusal(self.name())),
            None => Ok(Some(text)),
        }
    }
}

/// What a visitor has written of themselves; what is empty was not told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    /// What to call them.
    pub name: String,
    /// Where to write to.
    pub email: String,
    /// Where to call.
    pub phone: String,
}

impl Contact {
    /// Without the white space around each.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let trim = |text: &String| text.trim().to_owned();
        Self { name: trim(&self.name), email: trim(&self.email), phone: trim(&self.phone) }
    }

    /// A field by its name.
    #[must_use]
    pub fn get(&self, field: &str) -> &str {
        match field {
            "name" => &self.name,
            "email" => &self.email,
            "phone" => &self.phone,
            _ => "",
        }
    }

    /// What becomes of the visitor's data: what was not told stays as it is.
    #[must_use]
    pub fn change(&self) -> Change {
        let fields = [("name", &self.name), ("email", &self.email), ("phone", &self.phone)];
        let told = fields.into_iter().filter(|(_, text)| !text.is_empty());
        let fields = told.map(|(name, text)| (name.to_owned(), Some(text.clone()))).collect();
        Change { replace: false, fields }
    }
}

/// The number in `raw` without what people put between digits; None if it is none (`CONTRACT 1.6 startCall`).
#[must_use]
pub fn phone(raw: &str) -> Option<String> {
    let number: String = raw.chars().filter(|c| !c.is_whitespace() && !"-().".contains(*c)).collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    let fits = PHONE_DIGITS.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(name: &str, email: &str, phone: &str) -> Contact {
        Contact { name: name.into(), email: email.into(), phone: phone.into() }.trimmed()
    }

    #[test]
    fn a_form_says_of_every_field_what_is_wrong() {
        let form = ContactForm::default();
        assert_eq!(form.faults(&contact("", " mia@shop.example ", "")), []);
        assert_eq!(form.faults(&contact("Mia", "mia@shop.example", "+1 (408) 498-78.55")), []);
        let faults = form.faults(&contact(&"x".repeat(MAX_VALUE + 1), " ", "12"));
        let wrong = |field, wrong| Fault { field, wrong };
        assert_eq!(
            faults,
            [wrong("name", Wrong::TooLong), wrong("email", Wrong::Missing), wrong("phone", Wrong::Invalid)]
        );
        assert_eq!(form.faults(&contact("", "mia", "")), [wrong("email", Wrong::Invalid)]);
        assert_eq!(form.required().collect::<Vec<_>>(), ["email"]);
        for fault in faults {
            assert_eq!(Refusal::from(fault).field, Some(format!("contact.{}", fault.field)));
        }
    }

    #[test]
    fn what_is_required_is_shown() {
        let hidden = Ask { show: false, required: true };
        let form = ContactForm { phone: hidden, ..ContactForm::default() };
        assert_eq!(form.check().expect_err("is hidden").field.as_deref(), Some("contact_form.phone"));
        ContactForm::default().check().expect("is fine");
    }

    #[test]
    fn an_owners_form_is_a_page_of_the_web() {
        let form = |page: &str| ContactForm { own_page: page.to_owned(), ..ContactForm::default() };
        form("https://forms.example/entry.html?lang=en").check().expect("is fine");
        for wrong in ["forms.example", "javascript:alert(1)", "https://anna:word@forms.example/"] {
            let refusal = form(wrong).check().expect_err(wrong);
            assert_eq!(refusal.field.as_deref(), Some("contact_form.own_page"));
        }
    }

    #[test]
    fn only_what_was_told_is_changed() {
        let change = contact("Mia", "", "+4712345678").change();
        assert!(!change.replace);
        assert_eq!(change.fields.keys().collect::<Vec<_>>(), ["name", "phone"]);
    }

    #[test]
    fn operators_write_what_a_field_is_for_or_clear_it() {
        let kept = |field: Field, raw: &str| field.written(raw).expect("is fine");
        assert_eq!(kept(Field::Name, " Mia\nHolm ").as_deref(), Some("Mia Holm"));
        assert_eq!(kept(Field::Notes, " tall\nand kind\n").as_deref(), Some("tall\nand kind"));
        assert_eq!(kept(Field::Email, "Mia@Shop.example").as_deref(), Some("Mia@Shop.example"));
        assert_eq!(kept(Field::Phone, "+1 (408) 498-78.55").as_deref(), Some("+1 (408) 498-78.55"));
        for field in [Field::Name, Field::Email, Field::Phone, Field::Notes] {
            assert_eq!(kept(field, " \n"), None);
            let refusal = field.written(&"x".repeat(MAX_VALUE + 1)).expect_err("is too long");
            assert_eq!((refusal.code, refusal.field.as_deref()), (Code::TooLong, Some(field.name())));
        }
        for (field, raw) in [(Field::Email, "mia"), (Field::Phone, "12")] {
            let refusal = field.written(raw).expect_err("is none");
            assert_eq!((refusal.code, refusal.field.as_deref()), (Code::Invalid, Some(field.name())));
        }
    }

    #[test]
    fn phone_numbers_have_7_to_15_digits() {
        assert_eq!(phone("+1 (408) 498-78.55").as_deref(), Some("+14084987855"));
        assert_eq!(phone("1234567").as_deref(), Some("1234567"));
        for bad in ["", "+", "123456", "1234567890123456", "12345a7", "++1234567", "1+234567"] {
            assert_eq!(phone(bad), None, "{bad}");
        }
    }
}
