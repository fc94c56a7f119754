//! What a bot has that is gone is handed over, however it came to be its.

use domain::{ClientMessageId, conversation::Filter, visitor::Token, wire::SendMessage};
use service::{Service, apply::File, visitor::Client};
use store::testing::both;
use uuid::Uuid;

const FILE: &str = r#"
[organisation]
slug = "lamps"
name = "Lamps"

[[operators]]
email = "anna@lamps.example"
name = "Anna"
role = "owner"
password = "lamps in the long night"

[[sites]]
id = "lamps"
name = "Lamps"
domains = []
"#;
const BOT: &str = r#"
[[sites.webhooks]]
purpose = "bot"
url = "https://bot.example/"
format = "jivo"
"#;

#[tokio::test]
async fn what_a_bot_has_that_is_gone_is_the_operators() {
    both(|store| async move {
        let service = Service::new(store.clone());
        let apply = async |file: &str| {
            service.apply(&File::parse(file).expect("reads")).await.expect("applies");
        };
        apply(&format!("{FILE}{BOT}")).await;
        let here = std::net::IpAddr::from([127, 0, 0, 1]);
        let session = service.log_in("anna@lamps.example", "lamps in the long night".to_owned(), here).await;
        let anna = service.operator(&session.expect("logs in")).await.expect("is in");
        let site = service.site("lamps").await.expect("is there");
        let token = Token::parse(&"t".repeat(43)).expect("has the form");
        let send = SendMessage {
            site: "lamps".to_owned(),
            client_id: ClientMessageId(Uuid::new_v4()),
            text: "Hello".to_owned(),
            page: None,
            department: None,
            autos: Vec::new(),
            contact: None,
        };
        let sent = service.send(&site, &token, &send, &Client::default()).await.expect("is stored");
        let unassigned =
            async || service.inbox(&anna, Filter::Unassigned).await.expect("reads").counts.unassigned;
        assert_eq!(unassigned().await, 0);
        service.relieve_bots().await.expect("looks");
        assert_eq!(unassigned().await, 0, "a bot that is there keeps what it has");

        apply(&format!("{FILE}webhooks = []\n")).await;
        assert_eq!(unassigned().await, 1);
        // As if it was given to the bot at this very moment.
        let mut tx = store.organisation(anna.organisation).write().await.expect("writes");
        tx.set_bot(sent.message.conversation, true).await.expect("is set");
        tx.stop_waiting(sent.message.conversation).await.expect("is set");
        tx.commit().await.expect("commits");
        assert_eq!(unassigned().await, 0);
        service.relieve_bots().await.expect("looks");
        assert_eq!(unassigned().await, 1);
    })
    .await;
}
