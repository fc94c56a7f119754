//! A visitor and an operator talk.

use domain::{
    conversation::Status,
    message::{Author, Kind},
    wire::{ClientFrame, ServerFrame, Verdict},
};
use reqwest::StatusCode;
use serde_json::json;

use crate::support::{both, client_id};

/// SE9: a page that says something of its visitor makes token, hello and first data at once, and any may be first.
#[tokio::test]
async fn a_hello_that_was_faster_than_the_first_words_is_answered_again() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let jonas = server.visitor("ours");
        let (mut panel, welcome) = jonas.visit(None).await;
        assert!(matches!(welcome, ServerFrame::Welcome { talk: None, .. }), "{welcome:?}");
        let (mut other, _) = server.visitor("ours").visit(None).await;
        let change = json!({ "site": "ours", "change": { "replace": false, "fields": { "name": "Jonas" } } });
        assert_eq!(jonas.call("visitor/update", &change).await.0, StatusCode::OK);
        let welcome = panel.until(|f| matches!(f, ServerFrame::Welcome { .. }).then_some(f)).await;
        assert!(matches!(welcome, ServerFrame::Welcome { talk: None, .. }), "{welcome:?}");
        let conversation = jonas.says("hello").await;
        assert_eq!(anna.reply(conversation, client_id(), "Hi Jonas").await.0, StatusCode::OK);
        let words = |f| if let ServerFrame::Message { message } = f { Some(message.text) } else { None };
        let mut heard = Vec::new();
        while heard.last().is_none_or(|text| text != "Hi Jonas") {
            heard.push(panel.until(words).await);
        }
        assert_eq!(heard, ["hello", "", "Hi Jonas"]);

        // Nobody else was greeted: the next that the other hears is its own answer.
        other.text("{}").await;
        assert!(matches!(other.frame().await, ServerFrame::Error { .. }));
    })
    .await;
}

#[tokio::test]
async fn both_see_every_line_in_the_same_order() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let mut desk = anna.socket().await;
        desk.say(&ClientFrame::Desk).await;
        assert!(matches!(desk.frame().await, ServerFrame::DeskWelcome { .. }));

        let jonas = server.visitor("ours");
        let (mut panel, welcome) = jonas.visit(None).await;
        let ServerFrame::Welcome { verdict, online, talk, .. } = welcome else { panic!("{welcome:?}") };
        assert_eq!((verdict, online, talk), (Verdict::New, true, None));

        let conversation = jonas.says("Hi, two lamps").await;
        let row = desk.until(|f| if let ServerFrame::Row { row } = f { Some(row) } else { None }).await;
        assert_eq!((row.talk.id, row.number, row.unread), (conversation, 1, 1));
        assert!(row.waiting_since.is_some() && row.talk.operator.is_none());

        // The first words made the visitor, and the socket is told who it is.
        let welcome = panel.until(|f| matches!(f, ServerFrame::Welcome { .. }).then_some(f)).await;
        let ServerFrame::Welcome { messages, talk: Some(talk), .. } = welcome else { panic!("{welcome:?}") };
        assert_eq!((messages.len(), talk.seq, talk.client_read), (1, 1, 1));

        desk.say(&ClientFrame::Watch { conversation, cursor: None }).await;
        let watching = desk.until(|f| matches!(f, ServerFrame::Watching { .. }).then_some(f)).await;
        let ServerFrame::Watching { messages, .. } = watching else { panic!("{watching:?}") };
        assert_eq!(messages.len(), 1);

        let change = |action: &str| json!({ "input": { "conversation": conversation, "action": action } });
        let (status, row) = anna.call("conversation/change", &change("accept")).await;
        assert_eq!((status, &row["talk"]["operator"]["name"]), (StatusCode::OK, &json!("Anna of ours")));
        let (status, _) = anna.reply(conversation, client_id(), "They left today").await;
        assert_eq!(status, StatusCode::OK);

        let mut seen = Vec::new();
        while seen.len() < 2 {
            seen.push(
                panel
                    .until(|f| if let ServerFrame::Message { message } = f { Some(message) } else { None })
                    .await,
            );
        }
        let told: Vec<_> = seen.iter().map(|m| (m.seq, m.author, m.kind, m.text.as_str())).collect();
        let expected =
            [(2, Author::System, Kind::Accepted, ""), (3, Author::Agent, Kind::Text, "They left today")];
        assert_eq!(told, expected);
        assert_eq!(seen[1].operator.as_ref().map(|face| face.name.as_str()), Some("Anna of ours"));

        panel.say(&ClientFrame::Read { conversation: None, seq: 3 }).await;
        let read = desk
            .until(|f| {
                if let ServerFrame::Row { row } = f { Some(row) } else { None }
                    .filter(|r| r.talk.client_read == 3)
            })
            .await;
        assert_eq!((read.unread, read.waiting_since), (0, None));
    })
    .await;
}

#[tokio::test]
async fn typing_is_seen_by_the_other_side_alone() {
    both(|server| async move {
        let (anna, jonas) = (server.operator("anna@ours.example").await, server.visitor("ours"));
        let conversation = jonas.says("hello").await;
        let mut desk = anna.socket().await;
        desk.say(&ClientFrame::Desk).await;
        desk.frame().await;
        let (mut panel, _) = jonas.visit(None).await;
        panel.say(&ClientFrame::Typing { conversation: None, on: true }).await;
        let typing = desk.until(|f| matches!(f, ServerFrame::Typing { .. }).then_some(f)).await;
        assert_eq!(typing, ServerFrame::Typing { conversation, operator: None, on: true });
        desk.say(&ClientFrame::Typing { conversation: Some(conversation), on: true }).await;
        let typing = panel.until(|f| matches!(f, ServerFrame::Typing { .. }).then_some(f)).await;
        let ServerFrame::Typing { operator: Some(face), .. } = typing else { panic!("{typing:?}") };
        assert_eq!(face.name, "Anna of ours");
    })
    .await;
}

#[tokio::test]
async fn closing_and_writing_again() {
    both(|server| async move {
        let (anna, tom) =
            (server.operator("anna@ours.example").await, server.operator("tom@ours.example").await);
        let jonas = server.visitor("ours");
        let conversation = jonas.says("hello").await;
        let change = |action: &str| json!({ "input": { "conversation": conversation, "action": action } });
        let (status, _) = anna.call("conversation/change", &change("accept")).await;
        assert_eq!(status, StatusCode::OK);
        let (status, body) = tom.call("conversation/change", &change("accept")).await;
        assert_eq!((status, &body["code"]), (StatusCode::CONFLICT, &json!("already_accepted")));
        let (_, row) = anna.call("conversation/change", &change("close")).await;
        assert_eq!(row["talk"]["status"], json!("closed"));
        let (_, again) = anna.call("conversation/change", &change("close")).await;
        assert_eq!(again, row, "a second click changes nothing");
        let (status, body) = anna.reply(conversation, client_id(), "too late").await;
        assert_eq!((status, &body["code"]), (StatusCode::CONFLICT, &json!("conversation_closed")));

        assert_eq!(jonas.says("one more thing").await, conversation, "the visitor's words open it again");
        let (_, opened) = anna.call("conversation/open", &json!({ "conversation": conversation })).await;
        assert_eq!(opened["row"]["talk"]["status"], json!(Status::Open));
        let kinds: Vec<&str> =
            opened["messages"].as_array().expect("lines").iter().filter_map(|m| m["kind"].as_str()).collect();
        assert_eq!(kinds, ["text", "accepted", "closed", "reopened", "text"]);
        let (_, list) = anna.call("conversation/list", &json!({ "filter": "mine" })).await;
        assert_eq!(list["rows"][0]["talk"]["id"], json!(conversation));
        assert_eq!(list["counts"], json!({ "mine": 1, "unassigned": 0, "all": 1 }));
    })
    .await;
}

#[tokio::test]
async fn the_site_is_online_while_somebody_who_wants_conversations_is_there() {
    both(|server| async move {
        let jonas = server.visitor("ours");
        let (mut panel, welcome) = jonas.visit(None).await;
        assert!(matches!(welcome, ServerFrame::Welcome { online: false, .. }));
        let anna = server.operator("anna@ours.example").await;
        let mut desk = anna.socket().await;
        desk.say(&ClientFrame::Desk).await;
        assert_eq!(panel.frame().await, ServerFrame::Online { online: true, busy: false });
        let (status, _) = anna.call("account/availability", &json!({ "availability": "away" })).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(panel.frame().await, ServerFrame::Online { online: false, busy: false });
        anna.call("account/availability", &json!({ "availability": "online" })).await;
        assert_eq!(panel.frame().await, ServerFrame::Online { online: true, busy: false });
        drop(desk);
        assert_eq!(
            panel.frame().await,
            ServerFrame::Online { online: false, busy: false },
            "after a moment's grace"
        );
    })
    .await;
}

#[tokio::test]
async fn the_sites_words_about_its_visitor_reach_the_desk() {
    both(|server| async move {
        let (anna, jonas) = (server.operator("anna@ours.example").await, server.visitor("ours"));
        let update = |replace: bool, fields: serde_json::Value| {
            json!({ "site": "ours", "change": { "replace": replace, "fields": fields },
                    "page": { "url": "https://ours.example/checkout", "title": "Checkout", "referrer": "https://a.example/" } })
        };
        let (status, body) = jonas.call("visitor/update", &update(true, json!({ "name": "Jonas", "plan": "pro" }))).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let conversation = jonas.says("hello").await;
        let (status, _) = jonas.call("visitor/update", &update(false, json!({ "plan": null, "order": "<b>1</b>" }))).await;
        assert_eq!(status, StatusCode::OK);
        let (_, opened) = anna.call("conversation/open", &json!({ "conversation": conversation })).await;
        assert_eq!(opened["card"]["data"], json!({ "name": "Jonas", "order": "<b>1</b>" }));
        assert_eq!(opened["card"]["referrer"], json!("https://a.example/"));
        assert_eq!(opened["card"]["pages"][0]["title"], json!("Checkout"));
        assert_eq!(opened["row"]["name"], json!("Jonas"));
        let (status, body) = jonas.call("visitor/update", &update(false, json!({ "x": "y".repeat(5001) }))).await;
        assert_eq!((status, &body["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("fields")));
    })
    .await;
}
