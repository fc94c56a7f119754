//! What a customer's server answers is stored with the delivery that it answers, and overwrites nothing that is told meanwhile.

use std::net::{IpAddr, Ipv4Addr};

use domain::{
    ClientMessageId,
    visitor::{Change, Token},
    wire::{self, SendMessage, UpdateVisitor},
};
use futures::future::join;
use serde_json::json;
use service::{Service, apply::File, visitor::Client, webhook::Reply};
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

[[sites]]
id = "lamps"
name = "Lamps"
domains = []

[[sites.webhooks]]
url = "https://crm.lamps.example/hook"
format = "jivo"
"#;

/// Often enough to meet: each time two who know different things of one visitor say so at once.
const ROUNDS: u64 = 20;

fn id() -> ClientMessageId {
    ClientMessageId(Uuid::new_v4())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_and_a_page_that_speak_at_once_are_both_heard() {
    both(|store| async move {
        let service = Service::new(store);
        service.apply(&File::parse(FILE).expect("reads")).await.expect("applies");
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let session = service.log_in("anna@lamps.example", "lamps in the long night".to_owned(), here).await;
        let anna = service.operator(&session.expect("logs in")).await.expect("is in");
        let site = service.site("lamps").await.expect("is there");
        for round in 0..ROUNDS {
            let token = Token::parse(&format!("{round:0>43}")).expect("has the form");
            let send = SendMessage {
                site: "lamps".to_owned(),
                client_id: id(),
                text: "Hello".to_owned(),
                page: None,
                department: None,
                autos: Vec::new(),
                contact: None,
            };
            let client = Client::default();
            let sent = service.send(&site, &token, &send, &client).await.expect("is stored");
            let reply = wire::Reply {
                conversation: sent.message.conversation,
                client_id: id(),
                text: "Hi".to_owned(),
            };
            service.reply(&anna, &reply).await.expect("is stored");
            let (due, _) = service.due().await.expect("reads");
            let parcels = service.take_parcels(due[0]).await.expect("takes");
            let parcel = parcels.iter().find(|p| p.delivery.event == "chat_accepted").expect("is told");

            let body = json!({ "result": "ok", "contact_info": { "email": "vera@a.example" } });
            let answer = Reply { status: Some(200), body: body.to_string().into_bytes(), ..Reply::default() };
            let fields = [("name".to_owned(), Some("Vera".to_owned()))].into();
            let update = UpdateVisitor {
                site: "lamps".to_owned(),
                change: Change { replace: false, fields },
                ..UpdateVisitor::default()
            };
            let (answered, updated) = join(
                service.delivered(parcel, &answer, 0.5),
                service.update_visitor(&site, &token, &update, &client),
            )
            .await;
            answered.expect("is stored");
            updated.expect("is stored");

            let visitor = service.view(&site, Some(&token)).await.expect("reads").visitor.expect("is known");
            let card = service.card(&anna, visitor).await.expect("is there");
            let known = ["name", "email"].map(|key| card.data.known(key));
            assert_eq!(known, [Some("Vera"), Some("vera@a.example")], "round {round}");
            // What else is told of this visitor is out of the next one's way.
            let (due, _) = service.due().await.expect("reads");
            for due in due {
                for parcel in service.take_parcels(due).await.expect("takes") {
                    let taken = Reply { status: Some(200), ..Reply::default() };
                    service.delivered(&parcel, &taken, 0.5).await.expect("is stored");
                }
            }
        }
    })
    .await;
}
