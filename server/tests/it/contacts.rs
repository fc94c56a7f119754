//! What pages may ask of their visitor (`CONTRACT 4.3`): whoever says it, page, form, server or operator, all open pages and
//! desks know it at once.

use domain::{
    visitor::Contacts,
    wire::{ClientFrame, ServerFrame},
};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Browser, Socket, TestServer, Visitor, both, client_id};

/// The contacts that a page is told next.
async fn told(page: &mut Socket) -> Contacts {
    page.until(|frame| match frame {
        ServerFrame::Contacts { contacts } => Some(contacts),
        _ => None,
    })
    .await
}

/// The card that a desk is told next.
async fn card(desk: &mut Socket) -> domain::visitor::Card {
    desk.until(|frame| match frame {
        ServerFrame::Visitor { card } => Some(card),
        _ => None,
    })
    .await
}

fn contacts(name: &str, email: &str, phone: &str, notes: &str) -> Contacts {
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Contacts { name: said(name), email: said(email), phone: said(phone), notes: said(notes) }
}

/// The page says something of its visitor.
async fn say(visitor: &Visitor, fields: Value) {
    let update = json!({ "site": visitor.site, "change": { "replace": false, "fields": fields } });
    let (status, body) = visitor.call("visitor/update", &update).await;
    assert_eq!(status, StatusCode::OK, "{body}");
}

async fn edit(operator: &Browser, visitor: &str, field: &str, text: &str) -> (StatusCode, Value) {
    let input = json!({ "input": { "visitor": visitor, "field": field, "text": text } });
    operator.call("visitor/contact", &input).await
}

async fn id_of(server: &TestServer, visitor: &Visitor) -> String {
    let conversation = visitor.says("Hello").await;
    let anna = server.operator("anna@ours.example").await;
    let (_, opened) = anna.call("conversation/open", &json!({ "conversation": conversation })).await;
    opened["card"]["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn pages_and_desks_know_what_an_operator_writes() {
    both(|server| async move {
        let vera = server.visitor("ours");
        let id = id_of(&server, &vera).await;
        let (anna, tom) =
            (server.operator("anna@ours.example").await, server.operator("tom@ours.example").await);
        let mut desk = tom.socket().await;
        desk.say(&ClientFrame::Desk).await;
        let (mut page, welcome) = vera.visit(None).await;
        assert!(matches!(welcome, ServerFrame::Welcome { .. }), "the welcome comes first: {welcome:?}");
        assert_eq!(told(&mut page).await, Contacts::default());

        assert_eq!(edit(&anna, &id, "name", " Vera ").await, (StatusCode::OK, Value::Null));
        assert_eq!(told(&mut page).await, contacts("Vera", "", "", ""));
        assert_eq!(card(&mut desk).await.data.known("name"), Some("Vera"));
        let named = |frame| match frame {
            ServerFrame::Row { row } => Some(row.name),
            _ => None,
        };
        assert_eq!(desk.until(named).await.as_deref(), Some("Vera"), "the inbox, too");
        for (field, text) in
            [("email", "Vera@Shop.example"), ("phone", "+47 21 00 00 00"), ("notes", "Tall\nand kind")]
        {
            assert_eq!(edit(&tom, &id, field, text).await.0, StatusCode::OK);
            told(&mut page).await;
        }
        let (mut other_tab, _) = vera.visit(None).await;
        let all = contacts("Vera", "Vera@Shop.example", "+47 21 00 00 00", "Tall\nand kind");
        assert_eq!(told(&mut other_tab).await, all);

        assert_eq!(edit(&anna, &id, "phone", " ").await.0, StatusCode::OK);
        for page in [&mut page, &mut other_tab] {
            assert_eq!(told(page).await, Contacts { phone: None, ..all.clone() }, "blank clears it");
        }
    })
    .await;
}

#[tokio::test]
async fn pages_know_what_was_said_elsewhere() {
    both(|server| async move {
        let vera = server.visitor("ours");
        say(&vera, json!({ "name": "Vera", "plan": "pro" })).await;
        let (mut page, _) = vera.visit(None).await;
        assert_eq!(told(&mut page).await, contacts("Vera", "", "", ""));
        // Another tab, which is told as well: what it was told before may be older than what it has said.
        let (mut other_tab, _) = vera.visit(None).await;
        told(&mut other_tab).await;
        say(&vera, json!({ "email": "not an address", "notes": "tall" })).await;
        for page in [&mut page, &mut other_tab] {
            assert_eq!(told(page).await, contacts("Vera", "not an address", "", "tall"), "kept as text");
        }
        let left = json!({ "site": "ours", "client_id": client_id(), "text": "Call me",
            "contact": { "name": "Vera P.", "email": "vera@shop.example", "phone": "" } });
        assert_eq!(vera.call("message/send", &left).await.0, StatusCode::OK);
        assert_eq!(told(&mut page).await, contacts("Vera P.", "vera@shop.example", "", "tall"), "a form");

        // Whoever becomes a person is told what is known of the person.
        let account = server.visitor("ours");
        say(&account, json!({ "phone": "+4721000000" })).await;
        let claim = json!({ "site": "ours", "client_id": "vera", "anonymous": vera.token });
        assert_eq!(account.call("visitor/identify", &claim).await.0, StatusCode::OK);
        let (mut page, _) = account.visit(None).await;
        assert_eq!(told(&mut page).await, contacts("Vera P.", "vera@shop.example", "+4721000000", "tall"));

        let (mut stranger, _) = server.visitor("ours").visit(None).await;
        stranger.text(r#"{"type":"sing"}"#).await;
        let next = stranger.frame().await;
        assert!(matches!(next, ServerFrame::Error { .. }), "of nobody nothing is told: {next:?}");
    })
    .await;
}

#[tokio::test]
async fn operators_are_told_what_they_may_not_write() {
    both(|server| async move {
        let vera = server.visitor("ours");
        let id = id_of(&server, &vera).await;
        let anna = server.operator("anna@ours.example").await;
        for (field, text, code) in [
            ("email", "vera".to_owned(), "invalid"),
            ("phone", "12".to_owned(), "invalid"),
            ("notes", "x".repeat(5001), "too_long"),
        ] {
            let (status, refusal) = edit(&anna, &id, field, &text).await;
            assert_eq!(
                (status, &refusal["field"]),
                (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)),
                "{refusal}"
            );
            assert_eq!(refusal["code"], code);
        }
        let (status, _) = edit(&anna, &id, "plan", "pro").await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "other fields are the page's");
        let stranger = server.operator("anna@theirs.example").await;
        assert_eq!(edit(&stranger, &id, "name", "Eve").await.0, StatusCode::NOT_FOUND);
        assert_eq!(edit(&server.anonymous(), &id, "name", "Eve").await.0, StatusCode::NOT_FOUND);
        let (mut page, _) = vera.visit(None).await;
        assert_eq!(told(&mut page).await, Contacts::default());
    })
    .await;
}
