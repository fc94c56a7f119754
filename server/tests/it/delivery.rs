//! The delivery contract at the socket.

use std::collections::BTreeSet;

use domain::{
    MessageId,
    conversation::Cursor,
    wire::{ClientFrame, MAX_REPLAY, ServerFrame, Verdict},
};
use futures::future::join_all;
use reqwest::StatusCode;
use serde_json::json;
use tokio_tungstenite::tungstenite::{Message, protocol::frame::coding::CloseCode};
use uuid::Uuid;

use crate::support::{both, client_id};

#[tokio::test]
async fn one_send_is_one_message_however_often_it_is_tried() {
    both(|server| async move {
        let jonas = server.visitor("ours");
        let id = client_id();
        let tries = (0..20).map(|_| jonas.send(id, "hello"));
        let answers: Vec<_> = join_all(tries).await;
        assert!(
            answers.iter().all(|(status, body)| *status == StatusCode::OK && *body == answers[0].1),
            "{answers:?}"
        );
        assert_eq!(answers[0].1["message"]["seq"], json!(1));

        let (status, body) = jonas.send(id, "something else").await;
        assert_eq!(
            (status, &body["code"], &body["field"]),
            (StatusCode::CONFLICT, &json!("conflict"), &json!("client_id"))
        );
        let stranger = server.visitor("ours");
        let (status, body) = stranger.send(id, "hello").await;
        assert_eq!(
            (status, &body["code"]),
            (StatusCode::CONFLICT, &json!("conflict")),
            "nobody else's answer is given"
        );

        let (_, welcome) = jonas.visit(None).await;
        let ServerFrame::Welcome { messages, .. } = welcome else { panic!("{welcome:?}") };
        assert_eq!(messages.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_retried_first_message_makes_one_visitor_and_one_conversation() {
    both(|server| async move {
        let jonas = server.visitor("ours");
        let send = async |n: i32| jonas.send(client_id(), &n.to_string()).await;
        let sends = (0..8).map(send);
        let conversations: BTreeSet<String> = join_all(sends)
            .await
            .into_iter()
            .map(|(_, body)| body["message"]["conversation"].to_string())
            .collect();
        assert_eq!(conversations.len(), 1);
        let anna = server.operator("anna@ours.example").await;
        let (_, list) = anna.call("conversation/list", &json!({ "filter": "all" })).await;
        assert_eq!(
            (list["counts"]["all"].clone(), list["rows"][0]["talk"]["seq"].clone()),
            (json!(1), json!(8))
        );
    })
    .await;
}

#[tokio::test]
async fn a_cursor_replays_what_was_missed_and_nothing_else() {
    both(|server| async move {
        let jonas = server.visitor("ours");
        for n in 1..=5 {
            jonas.says(&n.to_string()).await;
        }
        let (_, welcome) = jonas.visit(None).await;
        let ServerFrame::Welcome { messages, .. } = welcome else { panic!("{welcome:?}") };
        let at = |index: usize| {
            let line = &messages[index];
            Cursor { conversation: line.conversation, seq: line.seq, message: line.id }
        };
        let missed = async |cursor| {
            let (_, welcome) = jonas.visit(Some(cursor)).await;
            let ServerFrame::Welcome { verdict, messages, .. } = welcome else { panic!("{welcome:?}") };
            (verdict, messages.into_iter().map(|m| m.seq).collect::<Vec<_>>())
        };
        assert_eq!(missed(at(1)).await, (Verdict::Resumed, vec![3, 4, 5]));
        assert_eq!(missed(at(4)).await, (Verdict::Resumed, vec![]));
        // A line that is not the one the client knew, as after a restored backup, proves nothing.
        let other = Cursor { message: MessageId(Uuid::new_v4()), ..at(1) };
        assert_eq!(missed(other).await, (Verdict::Reset, vec![1, 2, 3, 4, 5]));
        let future = Cursor { seq: 99, ..at(1) };
        assert_eq!(missed(future).await.0, Verdict::Reset);
        let stranger = server.visitor("ours");
        let (_, welcome) = stranger.visit(Some(at(1))).await;
        let ServerFrame::Welcome { verdict, messages, .. } = welcome else { panic!("{welcome:?}") };
        assert_eq!((verdict, messages.len()), (Verdict::Reset, 0), "a cursor is no key");
    })
    .await;
}

#[tokio::test]
async fn whoever_missed_too_much_starts_anew_and_reads_back() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let jonas = server.visitor("ours");
        let conversation = jonas.says("first").await;
        let (_, welcome) = jonas.visit(None).await;
        let ServerFrame::Welcome { messages, .. } = welcome else { panic!("{welcome:?}") };
        let cursor = Cursor { conversation, seq: 1, message: messages[0].id };
        for n in 0..=MAX_REPLAY {
            let (status, _) = anna.reply(conversation, client_id(), &n.to_string()).await;
            assert_eq!(status, StatusCode::OK);
        }
        let (_, welcome) = jonas.visit(Some(cursor)).await;
        let ServerFrame::Welcome { verdict, messages, more, .. } = welcome else { panic!("{welcome:?}") };
        assert_eq!((verdict, messages.len(), more), (Verdict::Reset, 50, true));
        let (status, older) =
            jonas.call("message/history", &json!({ "site": "ours", "seq": messages[0].seq })).await;
        assert_eq!(status, StatusCode::OK, "{older}");
        let lines = older["messages"].as_array().expect("lines");
        assert_eq!((lines.len(), lines[49]["seq"].as_i64()), (50, Some(messages[0].seq - 1)));
    })
    .await;
}

#[tokio::test]
async fn a_stopping_server_tells_everyone_when_to_come_back() {
    both(|server| async move {
        let (mut panel, _) = server.visitor("ours").visit(None).await;
        server.shutdown.begin();
        let bye = panel
            .until(|f| if let ServerFrame::Bye { retry_after_ms } = f { Some(retry_after_ms) } else { None })
            .await;
        assert!(bye >= 200, "{bye}");
        assert_eq!(panel.closed().await, Some(CloseCode::Restart));
        server.shutdown.finished(5).await;
    })
    .await;
}

#[tokio::test]
async fn a_reader_that_does_not_read_is_closed_and_disturbs_nobody() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let jonas = server.visitor("ours");
        let conversation = jonas.says("hello").await;
        let (mut stalled, _) = jonas.visit(None).await;
        let (mut healthy, _) = jonas.visit(None).await;
        // Far more than the socket's buffers and the queue hold: nobody reads `stalled` meanwhile.
        let words = "x".repeat(4000);
        let mut sent = 0;
        while server.service.hub().listeners() > 1 && sent < 4000 {
            let (status, body) = anna.reply(conversation, client_id(), &words).await;
            assert_eq!(status, StatusCode::OK, "{body}");
            sent += 1;
            let line = healthy
                .until(|f| if let ServerFrame::Message { message } = f { Some(message) } else { None })
                .await;
            assert_eq!(line.text.len().max(1), if line.text.is_empty() { 1 } else { 4000 });
        }
        assert!(sent < 4000, "the reader that stalled was never let go");
        assert_eq!(stalled.closed().await, Some(CloseCode::Library(4008)));
    })
    .await;
}

#[tokio::test]
async fn a_session_that_ends_falls_silent() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let mut desk = anna.socket().await;
        desk.say(&ClientFrame::Desk).await;
        desk.frame().await;
        let response = anna.post("/api/account/log_out").send().await.expect("answers");
        assert!(
            response.status().is_success() || response.status().is_redirection(),
            "{}",
            response.status()
        );
        assert_eq!(desk.closed().await, Some(CloseCode::Library(4401)));
        let (status, _) = anna.call("account/me", &json!({})).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn pings_are_answered() {
    both(|server| async move {
        use futures::SinkExt as _;
        let (mut panel, _) = server.visitor("ours").visit(None).await;
        panel.0.send(Message::Ping(vec![7].into())).await.expect("sends");
        assert_eq!(panel.message().await, Some(Message::Pong(vec![7].into())));
    })
    .await;
}
