//! Proofs of who a visitor is: the site's own server says so, with a secret that browsers never see.
//!
//! Two forms, told apart by their dots; both end (S-15), both name the site and the person (S-13):
//! - `{exp}.{hex}`: HMAC-SHA256 under the secret of `usher-client\n{site}\n{exp}\n{client_id}`, in lower-case hexadecimal;
//!   `exp` in unix seconds. The client id comes last, so that no two claims read alike.
//! - a JWT signed with HS256: `sub` is the client id, `aud` the site's public id, `exp` is required, `nbf` and `iat` are
//!   honoured. `data` may hold attributes that nothing said in the browser overwrites.
//! - the same, as servers make it that were written for Jivo (`CONTRACT 1.6 setUserToken`): `id` is the client id, and `exp`
//!   is theirs to set. The secret is one site's alone, and so names it.
//!
//! A JWT is read here by hand: one algorithm, chosen by us and never by the token, is less code than a library of all of
//! them (docs/adr/0006).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    Code, Refusal, Timestamp,
    visitor::{Change, Data},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::Sha256;

use crate::site::Site;

/// How far two servers' clocks may be apart, in seconds (R-11).
const LEEWAY: i64 = 60;
/// Longest proof, in bytes.
const MAX: usize = 8 * 1024;

/// What a valid proof says beside who it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Proof {
    /// Attributes, if the proof names any.
    pub(crate) data: Option<Data>,
}

/// Checks what a page claims of its visitor. None: it has no proof and needs none.
///
/// # Errors
/// `unauthenticated` for a proof that is missing though it is required, and for every proof that does not fit, required
/// or not (S-12).
pub(crate) fn check(
    site: &Site,
    client_id: &str,
    proof: Option<&str>,
    now: Timestamp,
) -> Result<Option<Proof>, Refusal> {
    let identity = &site.settings.identity;
    let Some(proof) = proof else {
        let refusal = || refused("This site wants a proof of who its visitor is. Make one on your server.");
        return if identity.required { Err(refusal()) } else { Ok(None) };
    };
    let claim = Claim { site: &site.public_id, client_id, now: now.0.div_euclid(1000) };
    let secret = identity.secret.as_deref().filter(|_| proof.len() <= MAX);
    let parts: Vec<&str> = proof.split('.').collect();
    match (secret, parts.as_slice()) {
        (Some(secret), [exp, hex]) => claim.hmac(secret, exp, hex).map(Some),
        (Some(secret), [header, body, signature]) => claim.jwt(secret, header, body, signature).map(Some),
        _ => Err(wrong()),
    }
}

fn refused(message: &str) -> Refusal {
    Refusal::field(Code::Unauthenticated, "proof", message)
}

/// One answer for all that is wrong: whoever guesses learns nothing.
fn wrong() -> Refusal {
    refused("The proof does not fit this site and client id.")
}

fn expired() -> Refusal {
    refused("The proof has expired. Make a new one on your server.")
}

/// In constant time (S-16).
fn is_signed(secret: &str, message: &[u8], signature: &[u8]) -> bool {
    // Every length of key is fine for HMAC.
    Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .is_ok_and(|mac| mac.chain_update(message).verify_slice(signature).is_ok())
}

/// What must be proven.
struct Claim<'a> {
    site: &'a str,
    client_id: &'a str,
    /// In unix seconds.
    now: i64,
}

impl Claim<'_> {
    fn hmac(&self, secret: &str, exp: &str, hex: &str) -> Result<Proof, Refusal> {
        let digits = !exp.is_empty() && exp.bytes().all(|byte| byte.is_ascii_digit());
        let (Some(signature), Ok(end), true) = (unhex(hex), exp.parse::<i64>(), digits) else {
            return Err(wrong());
        };
        let message = format!("usher-client\n{}\n{exp}\n{}", self.site, self.client_id);
        if !is_signed(secret, message.as_bytes(), &signature) {
            return Err(wrong());
        }
        if end.saturating_add(LEEWAY) < self.now {
            return Err(expired());
        }
        Ok(Proof::default())
    }

    fn jwt(&self, secret: &str, header: &str, body: &str, signature: &str) -> Result<Proof, Refusal> {
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| wrong());
        if !is_signed(secret, format!("{header}.{body}").as_bytes(), &decode(signature)?) {
            return Err(wrong());
        }
        let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| wrong())?;
        let body = decode(body)?;
        // What the header calls critical must be understood (RFC 7515, 4.1.11), and nothing is.
        if header.alg != "HS256" || header.crit.is_some() {
            return Err(wrong());
        }
        if let Ok(claims) = serde_json::from_slice::<VendorClaims>(&body) {
            return self.vendors(&claims);
        }
        let claims: Claims = serde_json::from_slice(&body).map_err(|_| wrong())?;
        let is_ours = match &claims.aud {
            Audience::One(one) => one == self.site,
            Audience::Many(many) => many.iter().any(|one| one == self.site),
        };
        if !is_ours || claims.sub != self.client_id {
            return Err(wrong());
        }
        let (now, leeway) = self.clock();
        if claims.exp + leeway < now {
            return Err(expired());
        }
        if [claims.nbf, claims.iat].into_iter().flatten().any(|from| from > now + leeway) {
            return Err(refused("The proof is not valid yet. Check the clock of your server."));
        }
        Ok(Proof { data: claims.data.map(|data| attributes(&data)).transpose()? })
    }

    fn vendors(&self, claims: &VendorClaims) -> Result<Proof, Refusal> {
        let id = match &claims.id {
            Value::String(id) => id.clone(),
            Value::Number(id) => id.to_string(),
            _ => return Err(wrong()),
        };
        if id != self.client_id {
            return Err(wrong());
        }
        let (now, leeway) = self.clock();
        if claims.exp.is_some_and(|exp| exp + leeway < now) {
            return Err(expired());
        }
        Ok(Proof::default())
    }

    /// Now, and how far another clock may be off.
    #[expect(clippy::cast_precision_loss, reason = "seconds fit a double for 285 million years")]
    const fn clock(&self) -> (f64, f64) {
        (self.now as f64, LEEWAY as f64)
    }
}

/// 32 bytes in lower case; anything else is none.
fn unhex(hex: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; 32];
    if hex.len() != 64 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(hex.as_bytes().chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = digit(*high)? * 16 + digit(*low)?;
    }
    Some(bytes)
}

/// The header; which key and where to find it (`kid`, `jku`, `x5u`) is none of its business.
#[derive(Deserialize)]
struct Header {
    alg: String,
    crit: Option<Value>,
}

/// The claims; one that is there twice is an error.
#[derive(Deserialize)]
struct Claims {
    sub: String,
    aud: Audience,
    exp: f64,
    nbf: Option<f64>,
    iat: Option<f64>,
    data: Option<Map<String, Value>>,
}

/// The claims of the vendor's form; with a `sub` they are ours.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VendorClaims {
    id: Value,
    exp: Option<f64>,
    #[serde(rename = "iat")]
    _iat: Option<f64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// Attributes as the browser's code would have set them (`CONTRACT 2.3 setIntegrationData`): null is nothing, what is
/// neither text nor number nor boolean is kept as its JSON.
fn attributes(data: &Map<String, Value>) -> Result<Data, Refusal> {
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    let fields = data.iter().map(|(key, value)| (key.clone(), text(value))).collect();
    let mut attributes = Data::default();
    attributes.merge(&Change { replace: true, fields })?;
    Ok(attributes)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use domain::{
        OrganisationId, SiteId,
        site::{Identity, Settings},
    };
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";
    const NOW: i64 = 1_795_242_441;

    fn site(required: bool) -> Site {
        let identity = Identity { required, secret: Some(SECRET.to_owned()) };
        Site {
            organisation: OrganisationId(Uuid::nil()),
            id: SiteId(Uuid::nil()),
            public_id: "demo".to_owned(),
            name: "Demo".to_owned(),
            settings: Settings { identity, ..Settings::default() },
            has_bot: false,
            preset: None,
        }
    }

    fn mac(secret: &str, message: &str) -> Vec<u8> {
        let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length is fine");
        mac.chain_update(message.as_bytes()).finalize().into_bytes().to_vec()
    }

    fn short(secret: &str, site: &str, exp: &str, client_id: &str) -> String {
        let bytes = mac(secret, &format!("usher-client\n{site}\n{exp}\n{client_id}"));
        let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("a string takes everything");
            hex
        });
        format!("{exp}.{hex}")
    }

    fn jwt_of(secret: &str, header: &str, body: &str) -> String {
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(body));
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac(secret, &signed)))
    }

    fn jwt(claims: &Value) -> String {
        jwt_of(SECRET, r#"{"alg":"HS256","typ":"JWT"}"#, &claims.to_string())
    }

    fn claims() -> Value {
        json!({"sub": "anna", "aud": "demo", "exp": NOW + 300})
    }

    fn with(name: &str, value: Value) -> Value {
        let mut claims = claims();
        claims[name] = value;
        claims
    }

    fn judge(site: &Site, client_id: &str, proof: Option<&str>) -> Result<Option<Proof>, Code> {
        check(site, client_id, proof, Timestamp(NOW * 1000 + 999)).map_err(|refusal| {
            assert_eq!(refusal.field.as_deref(), Some("proof"));
            refusal.code
        })
    }

    /// Made by `printf 'usher-client\ndemo\n1795242741\nanna' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef`.
    #[test]
    fn a_proof_made_elsewhere_fits() {
        let proof = "1795242741.0db5c718c55811658103f66c4f275e04250483e0ec4650d23a8a923ff8f1903c";
        assert_eq!(judge(&site(true), "anna", Some(proof)), Ok(Some(Proof::default())));
        assert_eq!(short(SECRET, "demo", "1795242741", "anna"), proof);
    }

    /// RFC 7515, A.1: the example's key and token; it is somebody else's and long expired, but its signature is right.
    #[test]
    fn the_signature_of_the_standards_example_is_right() {
        let key = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
        let key = URL_SAFE_NO_PAD.decode(key).expect("is base64");
        let signed = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        let signature =
            URL_SAFE_NO_PAD.decode("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").expect("is base64");
        let mac = Hmac::<Sha256>::new_from_slice(&key).expect("any length is fine");
        assert!(mac.chain_update(signed).verify_slice(&signature).is_ok());
    }

    #[test]
    fn no_proof_is_fine_only_where_none_is_required() {
        assert_eq!(judge(&site(false), "anna", None), Ok(None));
        assert_eq!(judge(&site(true), "anna", None), Err(Code::Unauthenticated));
        let mut without_secret = site(false);
        without_secret.settings.identity.secret = None;
        let proof = short(SECRET, "demo", "1795242741", "anna");
        assert_eq!(judge(&without_secret, "anna", Some(&proof)), Err(Code::Unauthenticated));
        assert_eq!(
            judge(&without_secret, "anna", Some(&short("", "demo", "1795242741", "anna"))),
            Err(Code::Unauthenticated)
        );
    }

    #[test]
    fn the_vendors_tokens_name_an_id_and_need_no_end() {
        for claims in [json!({"id": "anna"}), json!({"id": "anna", "exp": NOW + 1, "iat": NOW})] {
            assert_eq!(
                judge(&site(true), "anna", Some(&jwt(&claims))),
                Ok(Some(Proof::default())),
                "{claims}"
            );
        }
        assert_eq!(judge(&site(true), "42", Some(&jwt(&json!({"id": 42})))), Ok(Some(Proof::default())));
        for claims in [
            json!({"id": "tom"}),
            json!({"id": null}),
            json!({"id": "anna", "exp": NOW - 61}),
            json!({"id": "anna", "aud": "other"}),
            json!({"id": "anna", "sub": "tom"}),
        ] {
            assert_eq!(
                judge(&site(true), "anna", Some(&jwt(&claims))),
                Err(Code::Unauthenticated),
                "{claims}"
            );
        }
        let forged = jwt_of("another secret", r#"{"alg":"HS256"}"#, r#"{"id":"anna"}"#);
        assert_eq!(judge(&site(true), "anna", Some(&forged)), Err(Code::Unauthenticated));
    }

    /// S-12, S-13, S-16: whatever is wrong with a proof, it is refused, where proofs are required and where they are not.
    #[test]
    fn every_wrong_proof_is_refused() {
        let exp = (NOW + 300).to_string();
        let right = short(SECRET, "demo", &exp, "anna");
        let (head, hex) = right.split_once('.').expect("has a dot");
        let token = jwt(&claims());
        let signature = token.rsplit('.').next().expect("has parts").to_owned();
        let unsigned = token.trim_end_matches(&signature).to_owned();
        let wrongs = [
            String::new(),
            " ".to_owned(),
            ".".to_owned(),
            "..".to_owned(),
            "null".to_owned(),
            "[]".to_owned(),
            format!("{head}."),
            format!(".{hex}"),
            hex.to_owned(),
            format!("{head}.{}", hex.to_uppercase()),
            format!("{head}.{}", &hex[..62]),
            format!("{head}.{hex}00"),
            format!("{head}. {hex}"),
            format!(" {right}"),
            format!("{right}\n"),
            format!("+{right}"),
            format!("-{right}"),
            format!("0{right}"),
            format!("{}.{hex}", NOW + 301),
            format!("{head}.{}", "0".repeat(64)),
            format!("{head}.{}", "é".repeat(32)),
            right.repeat(200),
            short("another secret of thirty-two byte", "demo", &exp, "anna"),
            short(SECRET, "other", &exp, "anna"),
            short(SECRET, "demo", &exp, "Anna"),
            short(SECRET, "demo", &exp, "bob"),
            short(SECRET, "demo", "", "anna"),
            short(SECRET, "demo", "99999999999999999999", "anna"),
            short(SECRET, "demo", &(NOW - 61).to_string(), "anna"),
            unsigned.clone(),
            format!("{unsigned}{}", &signature[..signature.len() - 4]),
            format!("{token}="),
            format!("{token}.{signature}"),
            jwt_of(SECRET, r#"{"alg":"none"}"#, &claims().to_string()),
            jwt_of(SECRET, r#"{"alg":"hs256"}"#, &claims().to_string()),
            jwt_of(SECRET, r#"{"alg":"HS512"}"#, &claims().to_string()),
            jwt_of(SECRET, r#"{"alg":"RS256"}"#, &claims().to_string()),
            jwt_of(SECRET, r#"{"typ":"JWT"}"#, &claims().to_string()),
            jwt_of(SECRET, r#"{"alg":"none","alg":"HS256"}"#, &claims().to_string()),
            jwt_of(SECRET, r#"{"alg":"HS256","crit":["exp"]}"#, &claims().to_string()),
            jwt_of("", r#"{"alg":"HS256","kid":"../../dev/null"}"#, &claims().to_string()),
            jwt_of("another secret of thirty-two byte", r#"{"alg":"HS256"}"#, &claims().to_string()),
            jwt_of(
                SECRET,
                r#"{"alg":"HS256"}"#,
                r#"{"sub":"bob","sub":"anna","aud":"demo","exp":9999999999}"#,
            ),
            jwt_of(SECRET, r#"{"alg":"HS256"}"#, r#"{"sub":"anna","aud":"demo","exp":1,"exp":9999999999}"#),
            jwt_of(SECRET, r#"{"alg":"HS256"}"#, r#"{"sub":"anna","aud":"demo"}"#),
            jwt_of(SECRET, r#"{"alg":"HS256"}"#, r#"{"sub":"anna","exp":9999999999}"#),
            jwt_of(SECRET, r#"{"alg":"HS256"}"#, r#"{"aud":"demo","exp":9999999999}"#),
            jwt_of(SECRET, r#"{"alg":"HS256"}"#, "null"),
            jwt_of(SECRET, r#"{"alg":"HS256"}"#, "not json"),
            jwt(&with("sub", json!("bob"))),
            jwt(&with("sub", json!("Anna"))),
            jwt(&with("sub", json!(["anna"]))),
            jwt(&with("sub", json!(null))),
            jwt(&with("aud", json!("other"))),
            jwt(&with("aud", json!([]))),
            jwt(&with("aud", json!(["other"]))),
            jwt(&with("exp", json!(NOW - 61))),
            jwt(&with("exp", json!((NOW + 300).to_string()))),
            jwt(&with("exp", json!(null))),
            jwt(&with("nbf", json!(NOW + 62))),
            jwt(&with("iat", json!(NOW + 62))),
            jwt(&with("nbf", json!("soon"))),
        ];
        for proof in wrongs {
            for required in [true, false] {
                assert_eq!(
                    judge(&site(required), "anna", Some(&proof)),
                    Err(Code::Unauthenticated),
                    "{proof}"
                );
            }
        }
        // And the right ones are right, so that the list above is wrong for its own reasons.
        for proof in [right, token] {
            assert!(judge(&site(true), "anna", Some(&proof)).is_ok(), "{proof}");
            for stranger in ["bob", "Anna", "anna ", "ann", "", "anna\n"] {
                assert!(judge(&site(true), stranger, Some(&proof)).is_err(), "{proof} for {stranger:?}");
            }
            let other = Site { public_id: "other".to_owned(), ..site(true) };
            assert!(judge(&other, "anna", Some(&proof)).is_err(), "{proof} elsewhere");
        }
    }

    #[test]
    fn nothing_in_a_claim_can_be_moved_to_another_part() {
        let proof = short(SECRET, "demo", "1795242741", "a\nb");
        assert!(judge(&site(true), "a\nb", Some(&proof)).is_ok());
        let shifted = Site { public_id: "demo\n1795242741".to_owned(), ..site(true) };
        for exp in ["1795242741", "a"] {
            let hex = proof.split_once('.').expect("has a dot").1;
            assert!(judge(&shifted, "b", Some(&format!("{exp}.{hex}"))).is_err());
        }
    }

    #[test]
    fn clocks_may_be_a_minute_apart() {
        for proof in [
            short(SECRET, "demo", &(NOW - 60).to_string(), "anna"),
            jwt(&with("exp", json!(NOW - 60))),
            jwt(&with("nbf", json!(NOW + 60))),
            jwt(&with("iat", json!(NOW + 60))),
            jwt(&with("exp", json!(f64::from(u32::try_from(NOW).expect("fits")) + 0.5))),
            jwt(&with("aud", json!(["other", "demo"]))),
        ] {
            assert!(judge(&site(true), "anna", Some(&proof)).is_ok(), "{proof}");
        }
    }

    #[test]
    fn attributes_are_text_and_have_limits() {
        let data =
            json!({"name": "Anna", "orders": 7, "vip": true, "address": {"city": "Porto"}, "phone": null});
        let proof =
            judge(&site(true), "anna", Some(&jwt(&with("data", data)))).expect("fits").expect("is there");
        let expected =
            [("name", "Anna"), ("orders", "7"), ("vip", "true"), ("address", r#"{"city":"Porto"}"#)];
        let expected = expected.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(proof.data, Some(Data(expected.into())));
        let long = jwt(&with("data", json!({"name": "x".repeat(domain::visitor::MAX_VALUE + 1)})));
        let refusal = check(&site(true), "anna", Some(&long), Timestamp(NOW * 1000)).expect_err("is long");
        assert_eq!(refusal.code, Code::TooLong);
    }
}
