//! Organisation files: exact about mistakes, and harmless when applied again.

#![expect(clippy::expect_used, reason = "a test that can not go on has failed")]

use std::net::{IpAddr, Ipv4Addr};

use domain::{
    Code, Refusal,
    conversation::Filter,
    site::{ButtonStyle, Devices},
    words::Language,
};
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
        message.contains("line 39")
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
        other.departments.clear();
        assert_eq!(refused(service.apply(&other).await).field.as_deref(), Some("sites.id"));
    })
    .await;
}

/// Every key a site and a department may have.
const FULL: &str = r##"
[organisation]
slug = "full"
name = "Full"

[[operators]]
email = "ines@full.example"
name = "Inês"
password = "fifteen letters!"

[[departments]]
id = "care"
number = 1
name = "Care"
members = ["Ines@Full.example"]

[[sites]]
id = "full"
name = "Full"
domains = ["full.example"]
button_style = "tab"
button_size = 72
chat_width = 380
chat_height = 640
z_index = -5
devices = "desktop"
start_hidden = true
language = "es"
department = "care"
colors = { button_bg = "#112233", chat_bg = "#ffffff" }
identity = { required = true, secret = "0123456789abcdef0123456789abcdef" }
texts = { header = "Ayuda", welcome = "Everybody's welcome" }

[sites.words.ru]
welcomeText = "Здравствуйте"

[[sites.rules]]
name = "Shown"
conditions = [{ condition = "custom_data", name = "chatVisibility", value = "1" }]
commands = [{ command = "show" }, { command = "call_function", params = { name = "_shown" } }]
"##;

#[tokio::test]
async fn every_key_of_a_site_reaches_its_look() {
    both(|store| async move {
        let service = Service::new(store);
        service.apply(&File::parse(FULL).expect("is fine")).await.expect("applies");
        let site = service.site("full").await.expect("is there");
        let look = site.look(None);
        assert_eq!((look.language, look.button_style), (Language::Es, ButtonStyle::Tab));
        assert_eq!(
            (look.button_size, look.chat_width, look.chat_height, look.z_index),
            (72, 380, 640, Some(-5))
        );
        assert_eq!((look.devices, look.start_hidden), (Devices::Desktop, true));
        assert_eq!(look.colors.button_bg.as_deref(), Some("#112233"));
        assert_eq!((look.title.as_str(), look.word("headerTitle")), ("Ayuda", "Ayuda"));
        assert_eq!((look.word("welcomeText"), look.word("send")), ("Everybody's welcome", "Enviar"));
        let russian = site.look(Some(Language::Ru));
        assert_eq!((russian.language, russian.word("welcomeText")), (Language::Ru, "Здравствуйте"));
        assert_eq!((russian.word("headerTitle"), russian.word("send")), ("Ayuda", "Отправить"));
        let plain = FULL.replace("header = \"Ayuda\", ", "");
        service.apply(&File::parse(&plain).expect("is fine")).await.expect("applies");
        assert_eq!(service.site("full").await.expect("is there").look(None).title, "Full");
        assert!(site.settings.identity.required);
        let json = serde_json::to_string(&look).expect("writes");
        assert!(!json.contains("0123456789abcdef"), "a secret is nobody's to see");
    })
    .await;
}

#[tokio::test]
async fn wrong_values_are_named() {
    both(|store| async move {
        let service = Service::new(store);
        for (from, to, field, said) in [
            ("button_size = 72", "button_size = 101", "button_size", "40 to 100"),
            ("chat_width = 380", "chat_width = 10", "chat_width", "280"),
            ("button_bg = \"#112233\"", "button_bg = \"red\"", "colors.button_bg", "#0f6d8c"),
            ("department = \"care\"", "department = \"sales\"", "department", "care"),
            ("secret = \"0123456789abcdef0123456789abcdef\"", "secret = \"short\"", "identity.secret", "32"),
            (", secret = \"0123456789abcdef0123456789abcdef\"", "", "identity.secret", "secret"),
            ("welcomeText = ", "welcome_text = ", "words", "welcomeText"),
            ("Ines@Full.example", "tom@full.example", "departments.members", "tom@full.example"),
            ("name = \"_shown\"", "name = \"shown\"", "rules", "Rule “Shown”: call_function, name: "),
            ("name = \"chatVisibility\", ", "", "rules", "Rule “Shown”: custom_data, name: "),
        ] {
            assert!(FULL.contains(from), "{from}");
            let file = File::parse(&FULL.replacen(from, to, 1)).expect("reads");
            let refusal = refused(service.apply(&file).await);
            assert_eq!(refusal.field.as_deref(), Some(field), "{to}: {refusal}");
            assert!(refusal.message.contains(said), "{to}: {refusal}");
            assert_eq!(refused(service.site("full").await).code, Code::NotFound, "{to}");
        }
        for (from, to, said) in [
            ("button_style = \"tab\"", "button_style = \"square\"", "`round`"),
            ("language = \"es\"", "language = \"de\"", "`pt`"),
            ("chat_bg", "chatBg", "`agent_bubble_bg`"),
            ("[sites.words.ru]", "[sites.words.de]", "`pt`"),
            ("required = true", "require = true", "`required`"),
        ] {
            let message = refused(File::parse(&FULL.replacen(from, to, 1))).message;
            assert!(message.contains(said) && message.contains("line"), "{message}");
        }
        let twice = FULL.replacen(
            "[[sites]]",
            "[[departments]]\nid = \"b\"\nnumber = 2\nname = \"Care\"\n\n[[sites]]",
            1,
        );
        let refusal = refused(service.apply(&File::parse(&twice).expect("reads")).await);
        assert_eq!((refusal.code, refusal.field.as_deref()), (Code::Taken, Some("departments.name")));
    })
    .await;
}

#[tokio::test]
async fn members_are_those_of_the_file() {
    both(|store| async move {
        let service = Service::new(store);
        let apply = async |file: &str| {
            service.apply(&File::parse(file).expect("reads")).await.expect("applies");
            let password = "fifteen letters!".to_owned();
            let session = service.log_in("ines@full.example", password, HERE).await.expect("logs in");
            let ines = service.operator(&session).await.expect("is logged in");
            service.departments_of(&ines).await.expect("reads")
        };
        let members = "members = [\"Ines@Full.example\"]";
        assert_eq!(apply(FULL).await, Some(vec!["Care".to_owned()]));
        assert_eq!(
            apply(&FULL.replace(members, "")).await,
            Some(vec!["Care".to_owned()]),
            "silence changes nothing"
        );
        assert_eq!(
            apply(&FULL.replace(members, "members = []")).await,
            None,
            "without a department all is hers"
        );
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
