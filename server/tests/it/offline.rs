//! Who finds nobody leaves a message in a form, and is answered by e-mail.

use std::time::Duration;

use domain::{
    Timestamp,
    conversation::Row,
    wire::{ClientFrame, ServerFrame},
};
use reqwest::{StatusCode, header, redirect::Policy};
use serde_json::{Value, json};
use service::{
    mail::{Letter, Posted},
    now,
};
use uuid::Uuid;

use crate::support::{Browser, TestServer, Visitor, both, client_id};

/// The form as the annex sends it; the scene that comes next, and what is shown.
async fn scene(visitor: &Visitor, name: &str, fields: Value, submit: bool) -> (String, StatusCode, String) {
    let body = json!({ "fields": fields, "submit": submit, "page": { "url": "https://ours.example/lamps", "title": "Lamps" } });
    let request = visitor.browser.post(&format!("/frame/{}/scene/{name}", visitor.site));
    let response = request.bearer_auth(&visitor.token).json(&body).send().await.expect("answers");
    let scene = response.headers().get("usher-scene").map(|name| name.to_str().expect("is text").to_owned());
    (scene.unwrap_or_default(), response.status(), response.text().await.expect("reads"))
}

async fn rows(browser: &Browser) -> Vec<Row> {
    let (_, inbox) = browser.call("conversation/list", &json!({ "filter": "all" })).await;
    serde_json::from_value(inbox["rows"].clone()).expect("are rows")
}

async fn letters(server: &TestServer) -> Vec<Letter> {
    server.service.take_letters().await.expect("reads").0
}

fn written() -> Value {
    json!({ "name": " Mia ", "email": "mia@shop.example", "text": "Is the lamp in stock?", "client_id": Uuid::new_v4() })
}

#[tokio::test]
async fn a_form_is_shown_with_what_is_known_and_taken_once() {
    both(|server| async move {
        let mia = server.visitor("ours");
        let (name, status, html) = scene(&mia, "offline", json!({ "name": "Mia" }), false).await;
        assert_eq!((name.as_str(), status), ("offline", StatusCode::OK));
        assert!(html.contains("value=\"Mia\"") && html.contains("Leave a message"), "{html}");
        let (name, status, html) =
            scene(&mia, "offline", json!({ "email": "mia@", "phone": "12" }), true).await;
        assert_eq!((name.as_str(), status), ("offline", StatusCode::OK));
        for words in ["Check the address", "Check the number", "Please fill this in."] {
            assert!(html.contains(words), "{words} is not in {html}");
        }
        let anna = server.operator("anna@ours.example").await;
        assert!(rows(&anna).await.is_empty(), "nothing was taken");

        let fields = written();
        for _ in 0..2 {
            let (name, status, html) = scene(&mia, "offline", fields.clone(), true).await;
            assert_eq!((name.as_str(), status), ("offline/success", StatusCode::OK));
            assert!(html.contains("Message sent"), "{html}");
        }
        let rows = rows(&anna).await;
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].name.as_deref(), rows[0].offline, rows[0].talk.seq), (Some("Mia"), true, 1));
        assert!(scene(&mia, "moon", json!({}), false).await.1 == StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn who_writes_in_the_conversation_again_is_not_answered_by_mail() {
    both(|server| async move {
        let mia = server.visitor("ours");
        scene(&mia, "offline", written(), true).await;
        mia.says("I am here after all.").await;
        let anna = server.operator("anna@ours.example").await;
        let row = rows(&anna).await.remove(0);
        assert!(!row.offline);
        anna.reply(row.talk.id, client_id(), "Yes.").await;
        assert!(letters(&server).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_answer_goes_by_mail_to_who_is_gone_until_it_is_taken() {
    both(|server| async move {
        let mia = server.visitor("ours");
        scene(&mia, "offline", written(), true).await;
        let anna = server.operator("anna@ours.example").await;
        let row = rows(&anna).await.remove(0);

        let (mut socket, _) = mia.visit(None).await;
        anna.reply(row.talk.id, client_id(), "Seen in the panel.").await;
        assert!(letters(&server).await.is_empty(), "who is there may see the answer");
        let seq = socket.until(|frame| match frame {
            ServerFrame::Message { message } if message.text == "Seen in the panel." => Some(message.seq),
            _ => None,
        });
        let seq = seq.await;
        socket.say(&ClientFrame::Read { conversation: None, seq }).await;
        let read =
            |frame| matches!(frame, ServerFrame::Talk { talk } if talk.client_read >= seq).then_some(());
        socket.until(read).await;
        drop(socket);
        gone(&server, &anna, &row).await;

        anna.reply(row.talk.id, client_id(), "Yes,\nin all colours.").await;
        anna.reply(row.talk.id, client_id(), "Shall I put one aside?").await;
        let taken = letters(&server).await;
        assert_eq!(taken.len(), 1, "those of one conversation go one after the other");
        let Letter { mail, .. } = &taken[0];
        assert_eq!((mail.recipient.as_str(), mail.attempts), ("mia@shop.example", 1));
        assert_eq!(mail.subject, "An answer from Shop of ours");
        assert!(
            mail.body.starts_with("Yes,\nin all colours.\n\nAnna of ours\nShop of ours\n"),
            "{}",
            mail.body
        );
        assert!(mail.body.contains("https://ours.example/lamps"), "{}", mail.body);
        assert!(letters(&server).await.is_empty(), "it is somebody's now");

        server.service.posted(&taken[0], &Posted::Later("busy".into()), 0.5).await.expect("stores");
        let (none, next) = server.service.take_letters().await.expect("reads");
        assert!(none.is_empty() && next.is_some_and(|next: Timestamp| next.since(now()) > 1000));
        // Whoever took it long ago and comes back has nothing to say.
        server.service.posted(&taken[0], &Posted::Taken, 0.5).await.expect("is ignored");
        assert!(server.service.take_letters().await.expect("reads").1.is_some());
    })
    .await;
}

/// Mia's last socket has been closed for longer than a reload takes.
async fn gone(server: &TestServer, anna: &Browser, row: &Row) {
    let is_there = || async {
        let (_, opened) = anna.call("conversation/open", &json!({ "conversation": row.talk.id })).await;
        opened["card"]["online"] == json!(true)
    };
    let left = async {
        while is_there().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), left).await.expect("the visitor is gone");
    assert!(letters(server).await.is_empty());
}

#[tokio::test]
async fn without_a_script_the_form_is_a_page() {
    both(|server| async move {
        let mut browser = server.anonymous();
        browser.client = reqwest::Client::builder().redirect(Policy::none()).build().expect("builds");
        let page = browser.get("/chat/ours/offline?lang=es").send().await.expect("answers");
        assert_eq!(page.status(), StatusCode::OK);
        let html = page.text().await.expect("reads");
        assert!(
            html.contains("action=\"/chat/ours/offline?lang=es\"") && html.contains("Deje un mensaje"),
            "{html}"
        );

        let send = |email: &'static str| {
            let form = [("name", "Mia"), ("email", email), ("phone", ""), ("text", "<b>Hola</b>")];
            browser.post("/chat/ours/offline?lang=es").form(&form).send()
        };
        let wrong = send("mia").await.expect("answers");
        assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let html = wrong.text().await.expect("reads");
        assert!(html.contains("Revise la dirección") && html.contains("&lt;b>Hola"), "{html}");

        let sent = send("mia@shop.example").await.expect("answers");
        assert_eq!(sent.status(), StatusCode::SEE_OTHER);
        assert_eq!(sent.headers()[header::LOCATION], "/chat/ours/offline/success?lang=es");
        let cookie = sent.headers()[header::SET_COOKIE].to_str().expect("is text");
        assert!(cookie.contains("; Path=/chat/ours;") && cookie.contains("HttpOnly"), "{cookie}");
        let done = browser.get("/chat/ours/offline/success?lang=es").send().await.expect("answers");
        assert!(done.text().await.expect("reads").contains("Mensaje enviado"));
        let anna = server.operator("anna@ours.example").await;
        assert!(rows(&anna).await[0].offline);
    })
    .await;
}

#[tokio::test]
async fn who_is_asked_in_the_chat_is_known_afterwards() {
    both(|server| async move {
        let mia = server.visitor("ours");
        let conversation = mia.says("Hello").await;
        let (name, _, _) = scene(&mia, "introduce", json!({ "email": "mia" }), true).await;
        assert_eq!(name, "introduce");
        let (name, status, html) =
            scene(&mia, "introduce", json!({ "name": "Mia", "email": "mia@shop.example" }), true).await;
        assert_eq!((name.as_str(), status, html.as_str()), ("chat", StatusCode::OK, ""));
        let anna = server.operator("anna@ours.example").await;
        let (_, opened) = anna.call("conversation/open", &json!({ "conversation": conversation })).await;
        assert_eq!(opened["card"]["data"], json!({ "name": "Mia", "email": "mia@shop.example" }));
        assert_eq!(opened["row"]["offline"], json!(false));
    })
    .await;
}
