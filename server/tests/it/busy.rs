//! Operators take so many conversations and no more, and visitors are told when all of them are busy (`CONTRACT 3.2` status 2).

use domain::wire::{ClientFrame, ServerFrame};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::{
    settings::send,
    support::{Browser, Socket, TestServer, both, client_id},
};

async fn desk(server: &TestServer, email: &str) -> (Browser, Socket, String) {
    let operator = server.operator(email).await;
    let mut socket = operator.socket().await;
    socket.say(&ClientFrame::Desk).await;
    let me = socket.until(|frame| match frame {
        ServerFrame::DeskWelcome { me, .. } => Some(me.id.to_string()),
        _ => None,
    });
    let me = me.await;
    (operator, socket, me)
}

async fn limit(anna: &Browser, limits: &[(&str, &str)]) -> (StatusCode, Value) {
    let form: Vec<_> = limits.iter().map(|(id, most)| (format!("form[capacity][id-{id}]"), *most)).collect();
    let answer = anna.post("/api/operator/capacities").form(&form).send().await.expect("answers");
    crate::support::answer(answer).await
}

/// What the visitor is told next of who answers: whether somebody is there, and whether all of them are busy.
async fn told(panel: &mut Socket) -> (bool, bool) {
    panel
        .until(|frame| match frame {
            ServerFrame::Online { online, busy } => Some((online, busy)),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn visitors_are_told_when_everybody_is_busy() {
    both(|server| async move {
        let (anna, _annas, annas_id) = desk(&server, "anna@ours.example").await;
        let (tom, toms, toms_id) = desk(&server, "tom@ours.example").await;
        assert_eq!(limit(&anna, &[(&annas_id, "1"), (&toms_id, "1")]).await.0, StatusCode::OK);
        let (status, refused) = limit(&anna, &[(&annas_id, "none")]).await;
        let field = format!("capacity.id-{annas_id}");
        assert_eq!((status, &refused["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)));
        assert_eq!(
            limit(&tom, &[(&toms_id, "9")]).await.0,
            StatusCode::NOT_FOUND,
            "an agent decides nothing"
        );

        let (vera, mia, zoe) = (server.visitor("ours"), server.visitor("ours"), server.visitor("ours"));
        let (mut panel, welcome) = zoe.visit(None).await;
        assert!(matches!(welcome, ServerFrame::Welcome { online: true, busy: false, .. }), "{welcome:?}");
        let first = vera.says("Hello").await;
        assert_eq!(anna.reply(first, client_id(), "Hi").await.0, StatusCode::OK);
        let second = mia.says("Hello").await;
        assert_eq!(tom.reply(second, client_id(), "Hi").await.0, StatusCode::OK);
        assert_eq!(told(&mut panel).await, (true, true), "after the second, not after the first");
        let (_, welcome) = server.visitor("ours").visit(None).await;
        assert!(matches!(welcome, ServerFrame::Welcome { online: true, busy: true, .. }), "{welcome:?}");
        let (_, welcome) = server.visitor("theirs").visit(None).await;
        assert!(matches!(welcome, ServerFrame::Welcome { online: false, busy: false, .. }), "{welcome:?}");

        let change = async |conversation, action: &str| {
            let input = json!({ "input": { "conversation": conversation, "action": action } });
            assert_eq!(anna.call("conversation/change", &input).await.0, StatusCode::OK);
        };
        change(first, "close").await;
        assert_eq!(told(&mut panel).await, (true, false));
        assert_eq!(vera.says("One thing more").await, first);
        assert_eq!(told(&mut panel).await, (true, true), "it is anna's again");
        limit(&anna, &[(&annas_id, "2")]).await;
        assert_eq!(told(&mut panel).await, (true, false));
        change(second, "close").await;
        limit(&anna, &[(&annas_id, "1")]).await;
        drop(toms);
        assert_eq!(told(&mut panel).await, (true, true), "who had time has left");
        limit(&anna, &[(&annas_id, "")]).await;
        assert_eq!(told(&mut panel).await, (true, false));
    })
    .await;
}

async fn settle(anna: &Browser, call: &str, form: &[(&str, &str)]) {
    let (status, body) = send(anna, call, form).await;
    assert_eq!(status, StatusCode::OK, "{body}");
}

/// A visitor whose page names a department; and how they are answered.
async fn asks_for(server: &TestServer, department: &str) -> (Socket, (bool, bool)) {
    let mut socket = server.visitor("ours").browser.socket().await;
    let hello = json!({ "type": "visit", "site": "ours", "department": department });
    socket.text(&hello.to_string()).await;
    match socket.frame().await {
        ServerFrame::Welcome { online, busy, .. } => (socket, (online, busy)),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_departments_visitors_are_answered_by_its_members() {
    both(|server| async move {
        let (anna, annas, annas_id) = desk(&server, "anna@ours.example").await;
        let (tom, toms, toms_id) = desk(&server, "tom@ours.example").await;
        settle(&anna, "department/make", &[("name", "Sales"), ("members[]", &toms_id)]).await;
        settle(&anna, "department/make", &[("name", "Care")]).await;
        let (mut sales, answers) = asks_for(&server, "sales").await;
        assert_eq!(answers, (true, false));
        let (mut care, answers) = asks_for(&server, "care").await;
        assert_eq!(answers, (true, false));
        assert_eq!(asks_for(&server, "nowhere").await.1, (true, false), "as if none was named");

        assert_eq!(limit(&anna, &[(&toms_id, "1")]).await.0, StatusCode::OK);
        let first = server.visitor("ours").says("Hello").await;
        assert_eq!(tom.reply(first, client_id(), "Hi").await.0, StatusCode::OK);
        assert_eq!(told(&mut sales).await, (true, true), "anna's time is not theirs");
        drop(toms);
        assert_eq!(told(&mut sales).await, (false, false));
        assert_eq!(asks_for(&server, "sales").await.1, (false, false));
        let members = [("department", "sales"), ("name", "Sales"), ("members[]", annas_id.as_str())];
        settle(&anna, "department/change", &members).await;
        assert_eq!(told(&mut sales).await, (true, false));
        assert_eq!(limit(&anna, &[(&annas_id, "1")]).await.0, StatusCode::OK);
        let second = server.visitor("ours").says("Hello").await;
        assert_eq!(anna.reply(second, client_id(), "Hi").await.0, StatusCode::OK);
        assert_eq!(told(&mut sales).await, (true, true));
        // Of a department without members, and of none, everybody is told the same, and nothing of others.
        assert_eq!(told(&mut care).await, (true, true), "tom's leaving alone was nothing to them");
        settle(&anna, "department/delete", &[("department", "care")]).await;
        drop(annas);
        assert_eq!(told(&mut care).await, (false, false), "it is gone, and so is everybody");
    })
    .await;
}
