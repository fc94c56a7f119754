//! Departments and automatic messages: who is asked, and what is said before the visitor says anything.

#![expect(clippy::expect_used, reason = "a test that can not go on has failed")]

use std::net::{IpAddr, Ipv4Addr};

use domain::{
    ClientMessageId, Code, Refusal,
    conversation::Filter,
    message::{Author, Kind, MAX_CHARS, Message},
    visitor::Token,
    wire::{Auto, MAX_AUTOS, SendMessage, Sent},
};
use service::{Error, Operator, Service, apply::File, site::Site, visitor::Client};
use store::testing::both;
use uuid::Uuid;

const FILE: &str = r#"
[organisation]
slug = "lamps"
name = "Lamps"

[[operators]]
email = "anna@lamps.example"
name = "Anna"
role = "admin"
password = "lamps in the long night"

[[operators]]
email = "tom@lamps.example"
name = "Tom"
password = "lamps in the long night"

[[operators]]
email = "ines@lamps.example"
name = "Ines"
password = "lamps in the long night"

[[departments]]
id = "sales"
number = 1
name = "Sales"
members = ["tom@lamps.example", "anna@lamps.example"]

[[departments]]
id = "care"
number = 2
name = "Care"
members = ["anna@lamps.example"]

[[sites]]
id = "lamps"
name = "Lamps"
domains = []

[[sites]]
id = "lamps-care"
name = "Care"
domains = []
department = "care"
"#;

fn token(number: u64) -> Token {
    Token::parse(&format!("{number:0>43}")).expect("has the form")
}

fn auto(text: &str) -> Auto {
    Auto { client_id: ClientMessageId(Uuid::new_v4()), text: text.to_owned() }
}

fn words(site: &str, text: &str, department: Option<&str>, autos: Vec<Auto>) -> SendMessage {
    let client_id = ClientMessageId(Uuid::new_v4());
    let department = department.map(str::to_owned);
    SendMessage {
        site: site.to_owned(),
        client_id,
        text: text.to_owned(),
        page: None,
        department,
        autos,
        contact: None,
    }
}

fn refused<T>(outcome: service::Result<T>) -> Refusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        Err(Error::Failed(error)) => panic!("a refusal was expected, not {error}"),
        Ok(_) => panic!("a refusal was expected"),
    }
}

struct World(Service);

impl World {
    async fn new(store: store::Store) -> Self {
        let service = Service::new(store);
        service.apply(&File::parse(FILE).expect("reads")).await.expect("applies");
        Self(service)
    }

    async fn site(&self, id: &str) -> Site {
        self.0.site(id).await.expect("is there")
    }

    async fn operator(&self, name: &str) -> Operator {
        let (email, here) = (format!("{name}@lamps.example"), IpAddr::V4(Ipv4Addr::LOCALHOST));
        let session =
            self.0.log_in(&email, "lamps in the long night".to_owned(), here).await.expect("logs in");
        self.0.operator(&session).await.expect("is logged in")
    }

    async fn send(&self, token: &Token, send: &SendMessage) -> service::Result<Sent> {
        self.0.send(&self.site(&send.site).await, token, send, &Client::default()).await
    }

    async fn lines(&self, site: &str, token: &Token) -> Vec<Message> {
        self.0.view(&self.site(site).await, Some(token)).await.expect("reads").messages
    }
}

#[tokio::test]
async fn a_new_conversation_goes_to_the_named_department_or_to_the_sites_own() {
    both(|store| async move {
        let world = World::new(store).await;
        let cases = [
            ("lamps", None, None),
            ("lamps", Some("sales"), Some("Sales")),
            ("lamps", Some("Sales"), None),
            ("lamps", Some("nowhere"), None),
            ("lamps-care", None, Some("Care")),
            ("lamps-care", Some("nowhere"), Some("Care")),
            ("lamps-care", Some("sales"), Some("Sales")),
        ];
        let anna = world.operator("anna").await;
        for (number, (site, wish, department)) in (0..).zip(cases) {
            let sent =
                world.send(&token(number), &words(site, "hello", wish, Vec::new())).await.expect("is sent");
            let (row, ..) = world.0.conversation(&anna, sent.message.conversation).await.expect("is there");
            assert_eq!(row.department.as_deref(), department, "{site} {wish:?}");
        }
        // A running conversation stays where it is (`CONTRACT 2.3 setGroupId`).
        let again =
            world.send(&token(1), &words("lamps", "again", Some("care"), Vec::new())).await.expect("is sent");
        let (row, ..) = world.0.conversation(&anna, again.message.conversation).await.expect("is there");
        assert_eq!(row.department.as_deref(), Some("Sales"));
        let unassigned = async |name| {
            let who = world.operator(name).await;
            let inbox = world.0.inbox(&who, Filter::Unassigned).await.expect("reads");
            assert_eq!(inbox.counts.all, 7);
            assert_eq!(usize::try_from(inbox.counts.unassigned).expect("few"), inbox.rows.len());
            assert_eq!(world.0.inbox(&who, Filter::All).await.expect("reads").rows.len(), 7);
            // The desk, which hears of every row, must come to the same.
            let mine = world.0.departments_of(&who).await.expect("reads");
            let all = world.0.inbox(&who, Filter::All).await.expect("reads").rows;
            let held =
                all.iter().filter(|row| Filter::Unassigned.holds(row, who.id(), mine.as_deref())).count();
            assert_eq!(held, inbox.rows.len());
            inbox.rows.len()
        };
        assert_eq!(unassigned("tom").await, 5, "of sales, and nobody's");
        assert_eq!(unassigned("ines").await, 7, "an agent without a department answers for all");
        assert_eq!(unassigned("anna").await, 7, "an admin sees all");
    })
    .await;
}

#[tokio::test]
async fn what_was_shown_automatically_comes_before_the_first_words() {
    use Author::{Bot, Client as Me, System};
    both(|store| async move {
        let world = World::new(store).await;
        let visitor = token(1);
        let (first, second) = (auto("Need help?"), auto("  Still here?\r\n"));
        let send = words("lamps", "Yes", None, vec![first.clone(), second.clone()]);
        let sent = world.send(&visitor, &send).await.expect("is sent");
        assert_eq!((sent.message.seq, sent.message.author), (3, Author::Client));
        assert_eq!(world.send(&visitor, &send).await.expect("is the same"), sent, "a retry stores nothing");
        // The browser may have died before it noted what was taken along.
        let third = auto("One more");
        let next = words("lamps", "No", None, vec![second.clone(), third.clone()]);
        world.send(&visitor, &next).await.expect("is sent");
        let lines = world.lines("lamps", &visitor).await;
        let said: Vec<_> = lines.iter().map(|line| (line.author, line.text.as_str())).collect();
        assert_eq!(
            said,
            [(Bot, "Need help?"), (Bot, "Still here?"), (Me, "Yes"), (Bot, "One more"), (Me, "No")]
        );
        assert_eq!(lines[0].client_id, Some(first.client_id));
        let anna = world.operator("anna").await;
        let (row, ..) = world.0.conversation(&anna, sent.message.conversation).await.expect("is there");
        assert_eq!((row.last_text.as_str(), row.unread, row.talk.client_read), ("No", 2, 5));

        // Into a closed conversation: it is opened first.
        world
            .0
            .change(&anna, sent.message.conversation, domain::conversation::Action::Close)
            .await
            .expect("closes");
        world.send(&visitor, &words("lamps", "Hello?", None, vec![auto("Again?")])).await.expect("is sent");
        let kinds: Vec<_> =
            world.lines("lamps", &visitor).await.iter().skip(5).map(|l| (l.author, l.kind)).collect();
        assert_eq!(
            kinds,
            [(System, Kind::Closed), (System, Kind::Reopened), (Bot, Kind::Text), (Me, Kind::Text)]
        );
    })
    .await;
}

#[tokio::test]
async fn wrong_automatic_messages_store_nothing_at_all() {
    both(|store| async move {
        let world = World::new(store).await;
        let (visitor, other) = (token(1), token(2));
        let theirs = words("lamps", "secret", None, Vec::new());
        world.send(&other, &theirs).await.expect("is sent");
        let wrong = [
            (vec![auto("fine"), auto(" ")], Code::Invalid, "autos"),
            (vec![auto(&"x".repeat(MAX_CHARS + 1))], Code::TooLong, "autos"),
            ((0..=MAX_AUTOS).map(|n| auto(&n.to_string())).collect(), Code::TooLong, "autos"),
            (
                vec![auto("fine"), Auto { client_id: theirs.client_id, text: "secret".into() }],
                Code::Conflict,
                "client_id",
            ),
        ];
        for (autos, code, field) in wrong {
            let refusal = refused(world.send(&visitor, &words("lamps", "hello", None, autos)).await);
            assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some(field)));
        }
        assert!(world.lines("lamps", &visitor).await.is_empty());
        let most = (0..MAX_AUTOS).map(|n| auto(&n.to_string())).collect();
        world.send(&visitor, &words("lamps", "hello", None, most)).await.expect("ten are fine");
        assert_eq!(world.lines("lamps", &visitor).await.len(), MAX_AUTOS + 1);
    })
    .await;
}
