//! Bad input: a clear error each, and the server lives.

use domain::wire::{ClientFrame, ServerFrame};
use futures::SinkExt as _;
use reqwest::{StatusCode, header};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Message, protocol::frame::coding::CloseCode};

use crate::support::{TestServer, answer, both, client_id};

async fn raw(server: &TestServer, body: String) -> (StatusCode, Value) {
    let visitor = server.visitor("ours");
    let request = visitor.browser.post("/api/message/send").bearer_auth(&visitor.token);
    answer(request.header(header::CONTENT_TYPE, "application/json").body(body).send().await.expect("answers"))
        .await
}

fn error(frame: ServerFrame) -> String {
    let ServerFrame::Error { refusal } = frame else { panic!("an error was expected, not {frame:?}") };
    format!("{:?} {}", refusal.code, refusal.field.unwrap_or_default())
}

#[tokio::test]
async fn requests() {
    both(|server| async move {
        let (status, body) = raw(&server, "{\"input\":".to_owned()).await;
        assert_eq!((status, &body["code"]), (StatusCode::BAD_REQUEST, &json!("malformed")), "{body}");
        let (status, body) =
            raw(&server, json!({ "input": { "site": "ours", "client_id": "1", "text": "x" } }).to_string())
                .await;
        assert_eq!((status, &body["code"]), (StatusCode::BAD_REQUEST, &json!("malformed")), "{body}");
        let extra =
            json!({ "input": { "site": "ours", "client_id": client_id(), "text": "x", "author": "agent" } });
        let (status, body) = raw(&server, extra.to_string()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(body["message"].as_str().is_some_and(|m| m.contains("unknown field `author`")), "{body}");
        let large =
            json!({ "input": { "site": "ours", "client_id": client_id(), "text": "x".repeat(1_000_000) } });
        let (status, body) = raw(&server, large.to_string()).await;
        assert_eq!((status, &body["code"]), (StatusCode::PAYLOAD_TOO_LARGE, &json!("too_long")));
        let deep = format!("{{\"input\":{}{}}}", "[".repeat(5000), "]".repeat(5000));
        assert_eq!(raw(&server, deep).await.0, StatusCode::BAD_REQUEST);

        let jonas = server.visitor("ours");
        for (text, code) in [("", "invalid"), (" \n\t ", "invalid"), (&*"x".repeat(4001), "too_long")] {
            let (status, body) = jonas.send(client_id(), text).await;
            assert_eq!(
                (status, &body["code"], &body["field"]),
                (StatusCode::UNPROCESSABLE_ENTITY, &json!(code), &json!("text"))
            );
        }
        let mut nowhere = jonas.clone();
        nowhere.site = "nowhere".to_owned();
        assert_eq!(nowhere.send(client_id(), "x").await.0, StatusCode::NOT_FOUND);
        let mut nobody = jonas.clone();
        nobody.token = "short".to_owned();
        let (status, body) = nobody.send(client_id(), "x").await;
        assert_eq!((status, &body["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("token")));
        jonas.says("still here").await;
    })
    .await;
}

#[tokio::test]
async fn frames() {
    both(|server| async move {
        let jonas = server.visitor("ours");
        let mut socket = jonas.browser.socket().await;
        socket.text(r#"{"type":"typing","on":true}"#).await;
        assert_eq!(error(socket.frame().await), "Unauthenticated ");
        socket.text("{").await;
        assert_eq!(error(socket.frame().await), "Malformed ");
        socket.text(r#"{"type":"sing"}"#).await;
        assert_eq!(error(socket.frame().await), "UnknownFrame type");
        socket.text(r#"{"type":"visit","site":"nowhere"}"#).await;
        assert_eq!(error(socket.frame().await), "NotFound ");
        socket.text(r#"{"type":"visit","site":"ours","token":"short"}"#).await;
        assert_eq!(error(socket.frame().await), "Malformed ");
        socket.0.send(Message::binary(vec![1, 2, 3])).await.expect("sends");
        assert_eq!(error(socket.frame().await), "Malformed ");
        socket.text(r#"{"type":"visit","site":"ours"}"#).await;
        assert!(matches!(socket.frame().await, ServerFrame::Welcome { .. }), "the socket went on");
        // A visitor's frame is about the visitor's own conversation, whatever it names.
        socket.say(&ClientFrame::Read { conversation: None, seq: i64::MAX }).await;
        socket.text(&"x".repeat(100_000)).await;
        assert_eq!(socket.closed().await, Some(CloseCode::Size));
        jonas.says("still here").await;
    })
    .await;
}
