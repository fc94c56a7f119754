//! Organisation files: exact about mistakes, and harmless when applied again.

#![expect(clippy::expect_used, reason = "a test that can not go on has failed")]

use std::net::{IpAddr, Ipv4Addr};

use domain::{Code, Refusal, conversation::Filter};
use service::{Error, Service, account::SignUp, apply::File};
use store::testing::both;

const DEMO: &str = include_str!("../../../demo/organisation.toml");
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn refused<T>(outcome: service::Result<T>) -> Refusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        Err(Error::Failed(error)) => panic!("a refusal was expected, not {error}"),
        Ok(_) => panic!("a refusal was expected"),
    }
}

fn demo() -> File {
    File::parse(DEMO).expect("the demo is fine")
}

const EMAIL: &str = "anna@nordlys.example";
const PASSWORD: &str = "lamps in the long night";

#[test]
fn a_wrong_key_is_named_with_its_line_and_what_is_allowed() {
    let wrong = |from: &str, to: &str| {
        assert!(DEMO.contains(from), "{from}");
        refused(File::parse(&DEMO.replacen(from, to, 1))).message
    };
    let message = wrong("accent = ", "acent = ");
    assert!(
        message.contains("line 38")
            && message.contains("unknown field `acent`")
            && message.contains("accent"),
        "{message}"
    );
    let message = wrong("role = \"owner\"", "role = \"king\"");
    assert!(message.contains("`king`") && message.contains("agent"), "{message}");
    let message = wrong("\"localhost:*\"", "\"local host\"");
    assert!(message.contains("shop.example"), "{message}");
    let message = wrong("kind = \"number\"", "kind = \"colour\"");
    assert!(message.contains("`colour`"), "{message}");
}

#[tokio::test]
async fn applying_again_changes_nothing_and_keeps_sessions() {
    both(|store| async move {
        let service = Service::new(store);
        service.apply(&demo()).await.expect("applies");
        let session = service.log_in(EMAIL, PASSWORD.to_owned(), HERE).await.expect("logs in");
        service.apply(&demo()).await.expect("applies again");
        let anna = service.operator(&session).await.expect("is still logged in");
        let sites = service.sites(&anna).await.expect("reads");
        assert_eq!(sites.iter().map(|site| site.public_id.as_str()).collect::<Vec<_>>(), ["demo"]);

        let mut changed = demo();
        changed.sites[0].accent = Some("#aa3366".to_owned());
        changed.operators[0].password = "another sentence here".to_owned();
        service.apply(&changed).await.expect("applies");
        assert_eq!(service.site("demo").await.expect("is there").settings.accent, "#aa3366");
        assert_eq!(
            refused(service.operator(&session).await).code,
            Code::Unauthenticated,
            "a new password ends sessions"
        );
    })
    .await;
}

#[tokio::test]
async fn a_wrong_file_changes_nothing_at_all() {
    both(|store| async move {
        let service = Service::new(store);
        let mut wrong = demo();
        wrong.sites[0].accent = Some("red".to_owned());
        assert_eq!(refused(service.apply(&wrong).await).field.as_deref(), Some("accent"));
        assert_eq!(refused(service.log_in(EMAIL, PASSWORD.to_owned(), HERE).await).code, Code::WrongPassword);
        assert_eq!(refused(service.site("demo").await).code, Code::NotFound);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_taken_from_another_organisation() {
    both(|store| async move {
        let service = Service::new(store);
        service.apply(&demo()).await.expect("applies");
        let mut other = demo();
        other.organisation.slug = "other".to_owned();
        assert_eq!(refused(service.apply(&other).await).code, Code::Taken);
        other.operators.clear();
        assert_eq!(refused(service.apply(&other).await).field.as_deref(), Some("sites.id"));
    })
    .await;
}

#[tokio::test]
async fn signing_up_makes_an_organisation_of_ones_own() {
    both(|store| async move {
        let service = Service::new(store);
        service.apply(&demo()).await.expect("applies");
        let form = SignUp {
            organisation: "Lumi".to_owned(),
            website: "https://lumi.example/shop".to_owned(),
            name: "Inês Duarte".to_owned(),
            email: "Ines@Lumi.example".to_owned(),
            password: "fifteen letters".to_owned(),
        };
        let session = service.sign_up(form.clone(), HERE).await.expect("signs up");
        let ines = service.operator(&session).await.expect("is logged in");
        let sites = service.sites(&ines).await.expect("reads");
        assert_eq!(sites.len(), 1);
        assert_eq!(sites[0].frame_ancestors(), "'self' http://lumi.example:* https://lumi.example:*");
        assert!(service.inbox(&ines, Filter::All).await.expect("reads").rows.is_empty());
        assert_eq!(refused(service.sign_up(form.clone(), HERE).await).field.as_deref(), Some("email"));
        for (field, wrong) in [
            ("password", SignUp { password: "short".to_owned(), ..form.clone() }),
            ("website", SignUp { website: "not a site".to_owned(), ..form.clone() }),
            ("name", SignUp { name: " ".to_owned(), ..form.clone() }),
            ("email", SignUp { email: "ines".to_owned(), ..form.clone() }),
        ] {
            assert_eq!(refused(service.sign_up(wrong, HERE).await).field.as_deref(), Some(field));
        }
    })
    .await;
}
