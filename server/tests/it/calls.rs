//! Calls back: asked for by a visitor, taken by an operator, or made by Twilio, whose part a server of ours plays.

use std::{collections::BTreeMap, time::Duration};

use axum::{Form, Router, extract::State, http::HeaderMap, response::IntoResponse, routing::post};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{call::Status, conversation::Row, wire::ServerFrame};
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::StatusCode;
use serde_json::{Value, json};
use service::{apply::File, call::Dial, now};
use sha1::Sha1;
use tokio::{net::TcpListener, sync::mpsc};
use usher_server::{dialler, outbound::Outbound, twilio::Twilio};
use uuid::Uuid;

use crate::support::{Browser, Socket, TestServer, Visitor, both};

const SECRET: &str = "the account's secret";

async fn settle(server: &TestServer, calls: &str) {
    let file = format!(
        r#"
        organisation = {{ slug = "ours", name = "ours" }}
        [[sites]]
        id = "ours"
        name = "Shop of ours"
        domains = ["ours.example"]
        calls = {{ enabled = true, country = "NO"{calls} }}
        "#
    );
    server.service.apply(&File::parse(&file).expect("is fine")).await.expect("applies");
}

const TWILIO: &str = r#", twilio = { account_sid = "AC12", auth_token = "the account's secret", from = "+4721000000", office = "+4721000001" }"#;

/// An operator whose desk is open.
async fn desk(server: &TestServer) -> (Browser, Socket) {
    let anna = server.operator("anna@ours.example").await;
    let mut socket = anna.socket().await;
    socket.text(r#"{"type":"desk"}"#).await;
    socket.until(|frame| matches!(frame, ServerFrame::DeskWelcome { .. }).then_some(())).await;
    (anna, socket)
}

async fn ask(visitor: &Visitor, id: Uuid, phone: &str) -> (StatusCode, Value) {
    let input = json!({ "site": "ours", "client_id": id, "phone": phone, "name": "Mia" });
    visitor.call("visitor/call", &input).await
}

async fn state(visitor: &Visitor, id: Uuid) -> (StatusCode, Value) {
    visitor.call("visitor/call_state", &json!({ "site": "ours", "client_id": id })).await
}

async fn rows(browser: &Browser) -> Vec<Row> {
    let (_, inbox) = browser.call("conversation/list", &json!({ "filter": "all" })).await;
    serde_json::from_value(inbox["rows"].clone()).expect("are rows")
}

async fn step(browser: &Browser, row: &Row, step: &str) -> (StatusCode, Value) {
    browser
        .call("conversation/change", &json!({ "input": { "conversation": row.talk.id, "action": step } }))
        .await
}

#[tokio::test]
async fn an_operator_takes_a_call_and_says_how_it_went() {
    both(|server| async move {
        settle(&server, "").await;
        let mia = server.visitor("ours");
        let (status, refused) = ask(&mia, Uuid::new_v4(), "21 00 00 07").await;
        assert_eq!((status, &refused["message"]), (StatusCode::FORBIDDEN, &json!("Callback disabled")));
        let (anna, mut socket) = desk(&server).await;
        let (_, wrong) = ask(&mia, Uuid::new_v4(), "12").await;
        assert_eq!((&wrong["field"], &wrong["message"]), (&json!("phone"), &json!("Invalid phone number")));

        let id = Uuid::new_v4();
        for _ in 0..2 {
            assert_eq!(
                ask(&mia, id, "21 00 00 07").await,
                (StatusCode::OK, json!({ "status": "ringing", "reason": "" }))
            );
        }
        // One at a time.
        ask(&mia, Uuid::new_v4(), "21 00 00 08").await;
        let rung = socket.until(|frame| match frame {
            ServerFrame::Row { row } => row.call,
            _ => None,
        });
        assert_eq!((rung.await.phone.as_str(), rows(&anna).await.len()), ("+4721000007", 1));
        let row = rows(&anna).await.remove(0);
        assert_eq!(
            (row.last_text.as_str(), row.name.as_deref()),
            ("Please call me back: +4721000007", Some("Mia"))
        );

        let (status, taken) = step(&anna, &row, "take_call").await;
        assert_eq!((status, &taken["call"]["status"]), (StatusCode::OK, &json!("accepted")));
        assert_eq!(taken["talk"]["operator"]["name"], json!("Anna of ours"));
        assert_eq!(state(&mia, id).await.1["status"], json!("accepted"));
        let tom = server.operator("tom@ours.example").await;
        let (_, late) = step(&tom, &row, "take_call").await;
        assert_eq!(late["code"], json!("already_accepted"));
        step(&anna, &row, "call_missed").await;
        assert_eq!(state(&mia, id).await.1, json!({ "status": "failed", "reason": "No answer" }));
        step(&anna, &row, "call_done").await;
        assert_eq!(state(&mia, id).await.1["status"], json!("failed"), "what is over stays so");

        let again = Uuid::new_v4();
        ask(&mia, again, "+47 21 00 00 07").await;
        step(&anna, &row, "call_done").await;
        assert_eq!(state(&mia, again).await.1["status"], json!("ended"));
        let tim = server.visitor("ours");
        tim.says("Hello").await;
        assert_eq!(state(&tim, again).await.0, StatusCode::NOT_FOUND, "another visitor's call is none");
    })
    .await;
}

#[tokio::test]
async fn hours_and_a_limit_decide_whether_anybody_calls() {
    both(|server| async move {
        let (_, _socket) = desk(&server).await;
        let callback = || async {
            let answer = server.anonymous().get("/frame/ours/annex").send().await.expect("answers");
            answer.json::<Value>().await.expect("is JSON")["callback"].clone()
        };
        assert_eq!(callback().await, json!("Callback disabled"), "off unless it is switched on");
        settle(&server, "").await;
        assert_eq!(callback().await, Value::Null);
        // 1970 began on a Thursday; in half a week it is neither today nor tomorrow.
        let other = (now().0.div_euclid(24 * 60 * 60 * 1000) + 4 + 3).rem_euclid(7);
        settle(&server, &format!(r#", hours = [{{ day = {other}, from = "00:00", to = "24:00" }}]"#)).await;
        assert_eq!(callback().await, json!("Callback disabled"), "the office is closed");
        let open = (0..7).map(|day| format!(r#"{{ day = {day}, from = "00:00", to = "24:00" }}"#));
        let open = open.collect::<Vec<_>>().join(", ");
        settle(&server, &format!(", time_zone = \"Europe/Oslo\", hours = [{open}], monthly_limit = 1")).await;
        assert_eq!(callback().await, Value::Null);
        ask(&server.visitor("ours"), Uuid::new_v4(), "21000007").await;
        assert_eq!(callback().await, json!("Callback disabled"));
        let (status, _) = ask(&server.visitor("ours"), Uuid::new_v4(), "21000008").await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    })
    .await;
}

/// What Twilio was asked for.
struct Provider {
    base: String,
    asked: mpsc::UnboundedReceiver<(HeaderMap, BTreeMap<String, String>)>,
}

#[derive(Clone)]
struct Ear(mpsc::UnboundedSender<(HeaderMap, BTreeMap<String, String>)>, StatusCode);

async fn hear(
    State(Ear(sender, status)): State<Ear>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> impl IntoResponse {
    sender.send((headers, fields.into_iter().collect())).expect("the test listens");
    status
}

impl Provider {
    async fn start(status: StatusCode) -> Self {
        let (sender, asked) = mpsc::unbounded_channel();
        let app = Router::new()
            .route("/2010-04-01/Accounts/AC12/Calls.json", post(hear))
            .with_state(Ear(sender, status));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let base = format!("http://{}", listener.local_addr().expect("has one"));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { base, asked }
    }

    fn serve(&self, server: &TestServer) {
        let own = vec!["127.0.0.0/8".parse().expect("is a network")];
        let outbound = Outbound::new(own).expect("is made");
        let twilio = Twilio::new(outbound, self.base.clone(), server.url.clone());
        tokio::spawn(dialler::run(server.service.clone(), twilio, server.shutdown.clone()));
    }

    async fn next(&mut self) -> (HeaderMap, BTreeMap<String, String>) {
        let asked = tokio::time::timeout(Duration::from_secs(20), self.asked.recv()).await;
        asked.expect("a call is asked for").expect("by somebody")
    }
}

/// What Twilio says of a leg, signed with `secret`.
async fn tell(server: &TestServer, path: &str, status: &str, secret: &str) -> StatusCode {
    let fields = BTreeMap::from([("CallSid", "CA1"), ("CallStatus", status)]);
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(format!("{}{path}", server.url).as_bytes());
    for (name, value) in &fields {
        mac.update(format!("{name}{value}").as_bytes());
    }
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    let request = server.anonymous().client.post(format!("{}{path}", server.url));
    let answer = request.header("x-twilio-signature", signature).form(&fields).send().await;
    answer.expect("answers").status()
}

#[tokio::test]
async fn twilio_connects_both_and_says_so() {
    both(|server| async move {
        settle(&server, TWILIO).await;
        let mut provider = Provider::start(StatusCode::CREATED).await;
        provider.serve(&server);
        let (mia, id) = (server.visitor("ours"), Uuid::new_v4());
        // Nobody is logged in, and the office has a phone.
        assert_eq!(ask(&mia, id, "21000007").await.0, StatusCode::OK);
        let (headers, fields) = provider.next().await;
        let key = STANDARD.encode(format!("AC12:{SECRET}"));
        assert_eq!(headers["authorization"], format!("Basic {key}"));
        assert_eq!((fields["To"].as_str(), fields["From"].as_str()), ("+4721000001", "+4721000000"));
        assert!(fields["Twiml"].contains(">+4721000007</Number>"), "{}", fields["Twiml"]);
        let office = fields["StatusCallback"].strip_prefix(&server.url).expect("leads to us").to_owned();
        let visitor = office.replace("/office", "/visitor");
        assert!(fields["Twiml"].contains(&visitor));

        assert_eq!(tell(&server, &office, "in-progress", "another secret").await, StatusCode::NOT_FOUND);
        assert_eq!(tell(&server, "/calls/twilio/moon/office", "busy", SECRET).await, StatusCode::NOT_FOUND);
        assert_eq!(state(&mia, id).await.1["status"], json!("ringing"));
        for (leg, told, status) in [
            (&office, "ringing", "ringing"),
            (&office, "in-progress", "accepted"),
            (&visitor, "in-progress", "connected"),
            (&office, "in-progress", "connected"),
            (&visitor, "completed", "ended"),
            (&office, "completed", "ended"),
        ] {
            assert_eq!(tell(&server, leg, told, SECRET).await, StatusCode::NO_CONTENT);
            assert_eq!(state(&mia, id).await.1["status"], json!(status), "{leg} {told}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_call_that_can_not_be_made_fails_and_is_not_made_again() {
    both(|server| async move {
        settle(&server, TWILIO).await;
        let mut provider = Provider::start(StatusCode::UNAUTHORIZED).await;
        provider.serve(&server);
        let (mia, id) = (server.visitor("ours"), Uuid::new_v4());
        ask(&mia, id, "21000007").await;
        provider.next().await;
        let failed = async {
            while state(&mia, id).await.1["status"] != json!("failed") {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), failed).await.expect("fails");
        assert_eq!(state(&mia, id).await.1["reason"], json!("The call could not be made"));
        let left: Vec<Dial> = server.service.take_dials().await.expect("reads");
        assert!(left.is_empty());
        let call = rows(&server.operator("anna@ours.example").await).await[0].call.clone();
        assert_eq!(call.expect("is there").status, Status::Failed);
    })
    .await;
}
