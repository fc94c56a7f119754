//! How a site's pages prove who a visitor is: the form, and code to be taken along.

use domain::{Code, Refusal, site::Settings};
use serde::{Deserialize, Serialize};

/// Form of `site/identity`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityForm {
    /// The site's public id.
    pub site: String,
    /// A client id without a proof is refused; a box that is not ticked is not sent.
    #[serde(default)]
    pub required: bool,
}

impl IdentityForm {
    /// Writes it into the settings; the secret stays.
    ///
    /// # Errors
    /// `invalid`, field `required`, without a secret to make proofs with.
    pub fn apply(self, settings: &mut Settings) -> Result<(), Refusal> {
        if self.required && settings.identity.secret.is_none() {
            let message = "Make a secret first: without one nobody could prove anything.";
            return Err(Refusal::field(Code::Invalid, "required", message));
        }
        settings.identity.required = self.required;
        Ok(())
    }
}

/// Form of `site/make_secret`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MakeSecret {
    /// The site's public id.
    pub site: String,
}

/// Form of `site/remove_secret`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveSecret {
    /// The site's public id.
    pub site: String,
}

/// Takes the secret away.
///
/// # Errors
/// `invalid`, field `secret`, while proofs are required.
pub fn remove_secret(settings: &mut Settings) -> Result<(), Refusal> {
    if settings.identity.required {
        let message = "Proofs are required. Switch that off and save, then remove the secret.";
        return Err(Refusal::field(Code::Invalid, "secret", message));
    }
    settings.identity.secret = None;
    Ok(())
}

/// What the page shows beside the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proofs {
    /// What proofs are made with.
    pub secret: Option<String>,
    /// It was made just now.
    pub made: bool,
    /// How the site's own server makes them.
    pub samples: Vec<Sample>,
}

/// Code for one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// What people call the language.
    pub language: String,
    /// The short form.
    pub hmac: String,
    /// The JWT.
    pub jwt: String,
}

#[cfg(feature = "ssr")]
const SAMPLES: [(&str, &str, &str); 4] = [
    ("Node", include_str!("samples/hmac.mjs"), include_str!("samples/jwt.mjs")),
    ("PHP", include_str!("samples/hmac.php"), include_str!("samples/jwt.php")),
    ("Python", include_str!("samples/hmac.py"), include_str!("samples/jwt.py")),
    ("Ruby", include_str!("samples/hmac.rb"), include_str!("samples/jwt.rb")),
];

#[cfg(feature = "ssr")]
impl Proofs {
    /// Those of a site; `made` when its secret is new.
    #[must_use]
    pub fn of(site: &service::site::Site, made: bool) -> Self {
        let samples = SAMPLES.map(|(language, hmac, jwt)| {
            let [hmac, jwt] = [hmac, jwt].map(|code| code.trim_end().replace("YOUR_ORG_ID", &site.public_id));
            Sample { language: language.to_owned(), hmac, jwt }
        });
        Self { secret: site.settings.identity.secret.clone(), made, samples: samples.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proofs_are_required_only_where_they_can_be_made() {
        let mut settings = Settings::default();
        let form = || IdentityForm { site: "shop".to_owned(), required: true };
        let refusal = form().apply(&mut settings).expect_err("there is no secret");
        assert_eq!(refusal.field.as_deref(), Some("required"));
        settings.identity.secret = Some("0123456789abcdef0123456789abcdef".to_owned());
        form().apply(&mut settings).expect("is fine");
        assert!(settings.identity.required);
        assert_eq!(remove_secret(&mut settings).expect_err("is in use").field.as_deref(), Some("secret"));
        IdentityForm::default().apply(&mut settings).expect("is fine");
        remove_secret(&mut settings).expect("is fine");
        assert_eq!(settings.identity.secret, None);
    }
}
