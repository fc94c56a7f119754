//! What customers' own servers are told: real requests to real servers on this machine.

use std::time::Duration;

use axum::{
    Json,
    http::{StatusCode, header::LOCATION},
    response::IntoResponse as _,
};
use domain::wire::{ClientFrame, ServerFrame};
use serde_json::json;
use service::webhook::signature;
use tokio::net::TcpListener;

use crate::{
    receiver::{Receiver, tell},
    support::{TestServer, answer, both, client_id},
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// The site `ours` tells these; `allow` is what a host may have allowed.
async fn tells(server: &TestServer, hooks: &[(&str, &str)], allow: &str) {
    let hooks = hooks.iter().fold(String::new(), |hooks, (url, format)| {
        hooks
            + &format!("[[sites.webhooks]]\nurl = \"{url}\"\nformat = \"{format}\"\nsecret = \"{SECRET}\"\n")
    });
    tell(server, &hooks, allow).await;
}

#[tokio::test]
async fn the_vendors_server_is_told_all_of_a_conversation_in_order_and_answers() {
    both(|server| async move {
        let mut crm = Receiver::start().await;
        tells(&server, &[(&crm.url, "jivo")], "127.0.0.0/8").await;
        let anna = server.operator("anna@ours.example").await;
        let mut desk = anna.socket().await;
        desk.say(&ClientFrame::Desk).await;
        let vera = server.visitor("ours");
        let told = json!({
            "site": "ours",
            "change": { "replace": false, "fields": { "name": "Vera <b>" } },
            "page": { "url": "https://ours.example/lamps", "title": "Lamps" },
            "user_token": "secret-name",
            "utm": { "source": "google", "campaign": "lamps" },
        });
        assert_eq!(vera.call("visitor/update", &told).await.0, StatusCode::OK);
        let (event, body) = crm.event().await;
        assert_eq!((event.as_str(), &body["visitor"]["name"]), ("client_updated", &json!("Vera <b>")));
        assert_eq!(body["session"]["utm"], "source=google|campaign=lamps");
        assert_eq!((&body["user_token"], &body["widget_id"]), (&json!("secret-name"), &json!("ours")));
        assert_eq!(body["page"], json!({ "url": "https://ours.example/lamps", "title": "Lamps" }));
        assert_eq!(body["visitor"]["chats_count"], 0);
        let nothing = json!({ "site": "ours", "attributes": { "unknown": 1 } });
        assert_eq!(vera.call("visitor/update", &nothing).await.0, StatusCode::OK, "and nobody is told of it");

        let conversation = vera.says("Hi & <i>hello</i>").await;
        let answer = json!({
            "result": "ok",
            "crm_link": "https://crm.example/clients/7",
            "custom_data": [{ "content": "Open profile", "link": "https://crm.example/7" }, { "content": "x", "link": "https://evil.example" }],
            "contact_info": { "email": "vera@a.example" },
        });
        crm.will_answer(Json(answer).into_response());
        assert_eq!(anna.reply(conversation, client_id(), "Hello").await.0, StatusCode::OK);
        let (event, body) = crm.event().await;
        assert_eq!((event.as_str(), &body["agent"]["name"]), ("chat_accepted", &json!("Anna of ours")));
        assert_eq!((&body["chat_id"], &body["visitor"]["chats_count"]), (&json!(conversation), &json!(1)));
        let card = desk
            .until(|frame| match frame {
                ServerFrame::Visitor { card } if !card.custom_data.is_empty() => Some(card),
                _ => None,
            })
            .await;
        assert_eq!(card.data.known("email"), Some("vera@a.example"));
        let links: Vec<_> = card.custom_data.iter().map(|field| field.link.as_deref()).collect();
        assert_eq!(links, [Some("https://crm.example/7"), None]);
        let shown = card.attributes.iter().find(|known| known.name == "CRM").map(|known| known.value.as_str());
        assert_eq!(shown, Some("https://crm.example/clients/7"));

        let (mut pages, _) = vera.visit(None).await;
        let page = json!({ "type": "page", "page": { "url": "https://ours.example/cart", "title": "Cart", "referrer": "" } });
        pages.text(&page.to_string()).await;
        let (event, body) = crm.event().await;
        assert_eq!((event.as_str(), &body["page"]["title"]), ("chat_updated", &json!("Cart")));

        let close = json!({ "input": { "conversation": conversation, "action": "close" } });
        assert_eq!(anna.call("conversation/change", &close).await.0, StatusCode::OK);
        let (event, body) = crm.event().await;
        assert_eq!(event, "chat_finished");
        assert_eq!(body["plain_messages"], "Vera <b>: Hi & <i>hello</i>\nAnna of ours: Hello");
        assert_eq!(body["html_messages"], "Vera &lt;b&gt;: Hi &amp; &lt;i&gt;hello&lt;/i&gt;<br>Anna of ours: Hello");
        let kinds: Vec<_> = body["chat"]["messages"].as_array().expect("a list").iter().map(|m| m["type"].clone()).collect();
        assert_eq!(kinds, ["visitor", "agent"]);
    })
    .await;
}

#[tokio::test]
async fn our_own_form_is_signed_and_what_is_refused_comes_again() {
    both(|server| async move {
        let (mut own, mut elsewhere) = (Receiver::start().await, Receiver::start().await);
        let there = elsewhere.url.clone();
        own.will_answer((StatusCode::TEMPORARY_REDIRECT, [(LOCATION, there)]).into_response());
        own.will_answer(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        tells(&server, &[(&own.url, "usher")], "127.0.0.0/8").await;
        for name in ["Vera", "Mia"] {
            let visitor = server.visitor("ours");
            for number in [1, 2] {
                let fields = json!({ "name": format!("{name} {number}") });
                let told = json!({ "site": "ours", "change": { "replace": false, "fields": fields } });
                assert_eq!(visitor.call("visitor/update", &told).await.0, StatusCode::OK);
            }
        }
        let mut heard = Vec::new();
        for _ in 0..6 {
            heard.push(own.heard.recv().await.expect("it comes again, and what follows after it"));
        }
        for (headers, body) in &heard {
            let header = |name: &str| headers[name].to_str().expect("is text").to_owned();
            let at: i64 = header("webhook-timestamp").parse().expect("is a moment");
            assert_eq!(header("webhook-signature"), signature(SECRET, &header("webhook-id"), at, body));
        }
        for name in ["Vera", "Mia"] {
            let theirs: Vec<_> = heard.iter().filter(|(_, body)| body.contains(name)).collect();
            let [first, again, later] = theirs[..] else { panic!("three about {name}: {theirs:?}") };
            assert_eq!(first.1, again.1, "the same words");
            assert_eq!(first.0["webhook-id"], again.0["webhook-id"], "known by its id");
            assert!(
                first.1.contains(&format!("{name} 1")) && later.1.contains(&format!("{name} 2")),
                "in order"
            );
        }
        assert!(elsewhere.heard.try_recv().is_err(), "nobody follows where a server sends them");
    })
    .await;
}

#[tokio::test]
async fn who_is_down_hears_of_everything_later_and_in_order() {
    both(|server| async move {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let address = listener.local_addr().expect("has one");
        drop(listener);
        tells(&server, &[(&format!("http://{address}/hook"), "usher")], "127.0.0.0/8").await;
        let vera = server.visitor("ours");
        let names = ["Vera", "Vera of Lamps", "Vera of Oslo"];
        for name in names {
            let told = json!({ "site": "ours", "change": { "replace": false, "fields": { "name": name } } });
            assert_eq!(vera.call("visitor/update", &told).await.0, StatusCode::OK);
        }
        tried(&server).await;
        let mut own = Receiver::listen(TcpListener::bind(address).await.expect("binds again"));
        for name in names {
            let (_, body) = own.next().await;
            assert_eq!(body["data"]["visitor"]["data"]["name"], name);
        }
    })
    .await;
}

/// Resolves when the courier has tried, and waits for its next attempt, which is nearer than a lease's end.
async fn tried(server: &TestServer) {
    let waits = async {
        loop {
            let (due, next) = server.service.due().await.expect("reads");
            if due.is_empty() && next.is_some_and(|next| next.since(service::now()) <= 6000) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waits).await.expect("it is tried");
}

#[tokio::test]
async fn nobody_waits_for_who_is_slow_and_this_machine_is_not_reached() {
    both(|server| async move {
        // A server that takes the connection and never says a word.
        let deaf = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let silent = format!("http://{}/", deaf.local_addr().expect("has one"));
        let mut crm = Receiver::start().await;
        tells(&server, &[(&silent, "jivo"), (&crm.url, "jivo")], "127.0.0.1/32").await;
        for number in 0..5 {
            let vera = server.visitor("ours");
            let fields = json!({ "name": format!("Vera {number}") });
            let told = json!({ "site": "ours", "change": { "replace": false, "fields": fields } });
            assert_eq!(vera.call("visitor/update", &told).await.0, StatusCode::OK);
        }
        for _ in 0..5 {
            assert_eq!(crm.event().await.0, "client_updated");
        }
        drop(deaf);
    })
    .await;
    both(|server| async move {
        let mut crm = Receiver::start().await;
        tells(&server, &[(&crm.url, "jivo")], "").await;
        let vera = server.visitor("ours");
        let told = json!({ "site": "ours", "change": { "replace": false, "fields": { "name": "Vera" } } });
        assert_eq!(vera.call("visitor/update", &told).await.0, StatusCode::OK);
        tried(&server).await;
        assert!(crm.heard.try_recv().is_err(), "nothing was told to this machine");
    })
    .await;
}

#[tokio::test]
async fn an_admin_makes_a_webhook_and_reads_what_it_was_told() {
    both(|server| async move {
        let mut crm = Receiver::start().await;
        tells(&server, &[], "127.0.0.0/8").await;
        let anna = server.operator("anna@ours.example").await;
        let send = async |call: &str, form: &[(&str, &str)]| {
            let form: Vec<_> = form.iter().map(|(name, value)| (format!("form[{name}]"), *value)).collect();
            anna.post(&format!("/api/{call}")).form(&form).send().await.expect("answers")
        };
        let text =
            async |path: &str| anna.get(path).send().await.expect("answers").text().await.expect("reads");
        let about =
            [("site", "ours"), ("format", "usher"), ("enabled", "true"), ("events][", "client_updated")];
        for wrong in ["crm.example", "https://user:word@crm.example/", "javascript:alert(1)"] {
            let refused = answer(send("webhook/make", &[&about[..], &[("url", wrong)]].concat()).await).await;
            assert_eq!(
                (refused.0, &refused.1["field"]),
                (StatusCode::UNPROCESSABLE_ENTITY, &json!("url")),
                "{wrong}"
            );
        }
        let made = send("webhook/make", &[&about[..], &[("url", &crm.url)]].concat()).await;
        assert_eq!(made.status(), StatusCode::OK);
        let next = made.headers()["location"].to_str().expect("is text").to_owned();
        let path = next.split('?').next().expect("is a path").to_owned();
        assert!(text(&next).await.contains("whsec_") && !text(&path).await.contains("whsec_"), "shown once");
        assert!(text("/settings/site/ours/webhooks").await.contains(&crm.url));

        let vera = server.visitor("ours");
        let told = json!({ "site": "ours", "change": { "replace": false, "fields": { "name": "Vera" } } });
        assert_eq!(vera.call("visitor/update", &told).await.0, StatusCode::OK);
        let heard = crm.next().await;
        assert_eq!(heard.1["type"], "client_updated");
        let delivery = heard.0["webhook-id"].to_str().expect("is text").to_owned();
        let webhook = path.rsplit('/').next().expect("has one").to_owned();
        let log = async || {
            loop {
                let page = text(&path).await;
                if page.contains("Answered 200") {
                    return page;
                }
                tokio::task::yield_now().await;
            }
        };
        let page = tokio::time::timeout(Duration::from_secs(20), log()).await.expect("it is noted");
        assert!(page.contains("client_updated") && page.contains("Send again"), "{page}");
        let resend = [("site", "ours"), ("webhook", &webhook), ("delivery", &delivery)];
        assert_eq!(send("webhook/resend", &resend).await.status(), StatusCode::OK);
        assert_eq!(crm.next().await.0["webhook-id"], delivery.as_str(), "the same once more");

        let theirs = server.operator("anna@theirs.example").await;
        let elsewhere = format!("/settings/site/theirs/webhooks/{webhook}");
        for (browser, path) in [(&theirs, &path), (&theirs, &elsewhere), (&anna, &elsewhere)] {
            assert_eq!(browser.get(path).send().await.expect("answers").status(), StatusCode::NOT_FOUND);
        }
        assert_eq!(
            send("webhook/remove", &[("site", "ours"), ("webhook", &webhook)]).await.status(),
            StatusCode::OK
        );
        assert!(text("/settings/site/ours/webhooks").await.contains("Nobody is told anything yet"));
    })
    .await;
}
