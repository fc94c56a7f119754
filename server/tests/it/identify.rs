//! Saying who a visitor is, at the real door: what is not proven changes nothing, and what changes is told to sockets.

use domain::{
    conversation::Talk,
    wire::{ClientFrame, ServerFrame, Verdict},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::StatusCode;
use serde_json::{Value, json};
use service::apply::File;
use sha2::Sha256;

use crate::support::{Socket, TestServer, Visitor, answer, both, client_id};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// Ours gets a secret; with `required` nobody is known without a proof.
async fn with_secret(server: &TestServer, required: bool) {
    let file = format!(
        r#"
        organisation = {{ slug = "ours", name = "ours" }}
        [[sites]]
        id = "ours"
        name = "Shop of ours"
        domains = ["ours.example"]
        identity = {{ required = {required}, secret = "{SECRET}" }}
        "#
    );
    server.service.apply(&File::parse(&file).expect("the file is fine")).await.expect("applies");
}

fn proof(site: &str, client_id: &str) -> String {
    let exp = service::now().0 / 1000 + 300;
    let message = format!("usher-client\n{site}\n{exp}\n{client_id}");
    let mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length is fine");
    let bytes = mac.chain_update(message).finalize().into_bytes();
    bytes.iter().fold(format!("{exp}."), |proof, byte| proof + &format!("{byte:02x}"))
}

async fn identify(visitor: &Visitor, input: Value) -> (StatusCode, Value) {
    visitor.call("visitor/identify", &input).await
}

async fn history(visitor: &Visitor) -> Vec<String> {
    let (_, body) = visitor.call("message/history", &json!({ "site": visitor.site, "seq": 99 })).await;
    let lines = body["messages"].as_array().cloned().unwrap_or_default();
    lines.iter().filter_map(|line| line["text"].as_str().map(str::to_owned)).collect()
}

/// The desk's view of everything.
async fn inbox(server: &TestServer) -> Value {
    let anna = server.operator("anna@ours.example").await;
    anna.call("conversation/list", &json!({ "filter": "all" })).await.1
}

async fn welcome(socket: &mut Socket) -> (Verdict, Option<Talk>, Vec<String>) {
    socket
        .until(|frame| match frame {
            ServerFrame::Welcome { verdict, talk, messages, .. } => {
                Some((verdict, talk, messages.into_iter().map(|line| line.text).collect()))
            }
            _ => None,
        })
        .await
}

#[tokio::test]
async fn a_person_is_known_on_every_device_and_open_sockets_hear_of_it() {
    both(|server| async move {
        with_secret(&server, true).await;
        let [nobody, laptop, phone] = [(); 3].map(|()| server.visitor("ours"));
        nobody.says("hello").await;
        let (mut tab, _) = nobody.visit(None).await;
        let input = json!({ "site": "ours", "client_id": "anna", "proof": proof("ours", "anna"),
            "anonymous": nobody.token, "page": { "url": "https://ours.example/account" } });
        for _ in 0..2 {
            assert_eq!(identify(&laptop, input.clone()).await, (StatusCode::OK, Value::Null));
        }
        assert_eq!(
            welcome(&mut tab).await,
            (Verdict::Reset, None, Vec::new()),
            "the tab shows nobody's talk"
        );
        tab.text(&json!({ "type": "visit", "site": "ours", "token": laptop.token }).to_string()).await;
        let (_, talk, lines) = welcome(&mut tab).await;
        assert_eq!((talk.is_some(), lines), (true, vec!["hello".to_owned()]));

        // Another device brings words of its own: all sockets of the person see what goes on now.
        let merged = phone.says("from the phone").await;
        let claim = json!({ "site": "ours", "client_id": "anna", "proof": proof("ours", "anna") });
        assert_eq!(identify(&phone, claim).await.0, StatusCode::OK);
        let (verdict, _, lines) = welcome(&mut tab).await;
        assert_eq!((verdict, lines), (Verdict::Reset, vec!["hello".to_owned(), "from the phone".to_owned()]));
        phone.says("and on").await;
        let text =
            tab.until(|f| if let ServerFrame::Message { message } = f { Some(message.text) } else { None });
        assert_eq!(text.await, "and on");
        let rows = inbox(&server).await["rows"].as_array().cloned().expect("rows");
        assert!(rows.len() == 1, "{rows:?}");

        // Whoever answers to the conversation that is no more answers in the one that has its lines.
        let operator = server.operator("anna@ours.example").await;
        let mut desk = operator.socket().await;
        desk.say(&ClientFrame::Desk).await;
        desk.say(&ClientFrame::Watch { conversation: merged, cursor: None }).await;
        let into = desk
            .until(|frame| match frame {
                ServerFrame::Merged { conversation, into } if conversation == merged => Some(into),
                _ => None,
            })
            .await;
        let id = client_id();
        for _ in 0..2 {
            let (status, sent) = operator.reply(merged, id, "to both").await;
            assert_eq!((status, &sent["message"]["conversation"]), (StatusCode::OK, &json!(into)));
        }
        assert_eq!(history(&phone).await, ["hello", "from the phone", "and on", "to both"]);
        let close = json!({ "input": { "conversation": merged, "action": "close" } });
        let (_, row) = operator.call("conversation/change", &close).await;
        assert_eq!((&row["talk"]["id"], &row["talk"]["status"]), (&json!(into), &json!("closed")));
        let page = operator.get(&format!("/inbox/all/{merged}")).send().await.expect("answers");
        assert!(page.url().path().ends_with(&into.to_string()), "{}", page.url());
    })
    .await;
}

#[tokio::test]
async fn the_desk_hears_that_two_conversations_are_one() {
    both(|server| async move {
        let [laptop, phone] = [(); 2].map(|()| server.visitor("ours"));
        let claim = json!({ "site": "ours", "client_id": "anna" });
        let kept = laptop.says("from the laptop").await;
        assert_eq!(identify(&laptop, claim.clone()).await.0, StatusCode::OK);
        let taken = phone.says("from the phone").await;
        let mut desk = server.operator("anna@ours.example").await.socket().await;
        desk.say(&ClientFrame::Desk).await;
        desk.until(|frame| matches!(frame, ServerFrame::DeskWelcome { .. }).then_some(())).await;
        assert_eq!(identify(&phone, claim).await.0, StatusCode::OK);
        let merged = desk.until(|frame| match frame {
            ServerFrame::Merged { conversation, into } => Some((conversation, into)),
            _ => None,
        });
        assert_eq!(merged.await, (taken, kept));
        let row = desk.until(|f| if let ServerFrame::Row { row } = f { Some(row) } else { None }).await;
        assert_eq!((row.talk.id, row.talk.seq, row.last_text.as_str()), (kept, 2, "from the phone"));
    })
    .await;
}

#[tokio::test]
async fn a_socket_that_has_become_another_hears_nothing_more_of_the_first() {
    both(|server| async move {
        let [first, second] = [(); 2].map(|()| server.visitor("ours"));
        let (theirs, own) = (first.says("first").await, second.says("second").await);
        let (mut socket, _) = first.visit(None).await;
        socket.text(&json!({ "type": "visit", "site": "ours", "token": second.token }).to_string()).await;
        welcome(&mut socket).await;
        let anna = server.operator("anna@ours.example").await;
        for (conversation, text) in [(theirs, "not for you"), (own, "for you")] {
            assert_eq!(anna.reply(conversation, client_id(), text).await.0, StatusCode::OK);
        }
        let heard = |frame| match frame {
            ServerFrame::Message { message } if !message.text.is_empty() => Some(message.text),
            _ => None,
        };
        assert_eq!(socket.until(heard).await, "for you");
    })
    .await;
}

/// S-12 at the door: every form in which a proof can be missing or wrong.
#[tokio::test]
async fn what_is_not_proven_changes_nothing() {
    both(|server| async move {
        with_secret(&server, true).await;
        let [anna, stranger] = [(); 2].map(|()| server.visitor("ours"));
        let right = json!({ "site": "ours", "client_id": "anna", "proof": proof("ours", "anna") });
        assert_eq!(identify(&anna, right).await.0, StatusCode::OK);
        anna.says("secret").await;
        stranger.says("hello").await;
        let before = inbox(&server).await;
        let hash = proof("ours", "anna");
        let (unauthenticated, malformed) = (StatusCode::UNAUTHORIZED, StatusCode::BAD_REQUEST);
        for (wrong, status) in [
            (json!({}), unauthenticated),
            (json!({ "proof": null }), unauthenticated),
            (json!({ "proof": "" }), unauthenticated),
            (json!({ "proof": " " }), unauthenticated),
            (json!({ "proof": hash.to_uppercase() }), unauthenticated),
            (json!({ "proof": format!(" {hash}") }), unauthenticated),
            (json!({ "proof": proof("theirs", "anna") }), unauthenticated),
            (json!({ "proof": proof("ours", "bob") }), unauthenticated),
            (json!({ "proof": [hash] }), malformed),
            (json!({ "proof": { "hash": hash } }), malformed),
            (json!({ "proof": 1 }), malformed),
            (json!({ "identifier_hash": hash }), malformed),
            (json!({ "proven": true }), malformed),
            (json!({ "proven_at": 1 }), malformed),
        ] {
            for client_id in ["anna", "somebody new"] {
                let mut input =
                    json!({ "site": "ours", "client_id": client_id, "anonymous": stranger.token });
                input
                    .as_object_mut()
                    .expect("an object")
                    .extend(wrong.as_object().cloned().expect("an object"));
                for visitor in [&stranger, &server.visitor("ours")] {
                    let (answered, body) = identify(visitor, input.clone()).await;
                    assert_eq!(answered, status, "{input} {body}");
                }
            }
        }
        assert_eq!(inbox(&server).await, before);
        assert_eq!(history(&stranger).await, ["hello"]);
        for (field, value) in
            [("client_id", json!("")), ("client_id", json!("x".repeat(201))), ("site", json!(""))]
        {
            let mut input = json!({ "site": "ours", "client_id": "anna", "proof": hash });
            input[field] = value;
            let (status, body) = identify(&stranger, input).await;
            assert_eq!((status, &body["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)));
        }
    })
    .await;
}

/// S-10, S-12: no other door takes an identity.
#[tokio::test]
async fn no_other_door_takes_an_identity() {
    both(|server| async move {
        with_secret(&server, true).await;
        let visitor = server.visitor("ours");
        visitor.says("hello").await;
        let bodies = [
            ("message/send", json!({ "site": "ours", "client_id": client_id(), "text": "x" })),
            ("visitor/update", json!({ "site": "ours", "change": { "fields": {} } })),
            ("message/history", json!({ "site": "ours", "seq": 9 })),
            ("visitor/identify", json!({ "site": "ours", "client_id": "a", "proof": proof("ours", "a") })),
        ];
        let columns = [
            "organisation_id",
            "id",
            "site_id",
            "number",
            "proven_at",
            "proven",
            "data",
            "referrer",
            "user_agent",
            "created_at",
            "seen_at",
            "token_hash",
            "visitor_id",
            "department_id",
            "operator_id",
            "status",
            "version",
            "seq",
            "client_read",
            "agent_read",
            "author",
            "kind",
            "at",
            "role",
            "verified",
            "clientId",
        ];
        for (path, body) in &bodies {
            for column in columns {
                if body.get(column).is_none() {
                    let mut body = body.clone();
                    body[column] = json!("1");
                    let (status, answer) = visitor.call(path, &body).await;
                    assert_eq!(
                        (status, &answer["code"]),
                        (StatusCode::BAD_REQUEST, &json!("malformed")),
                        "{path} {column}"
                    );
                }
            }
        }
        // A field of this name is what the site calls it: a field.
        let fields = json!({ "clientId": "anna", "client_id": "anna", "proven": "true" });
        let change = json!({ "site": "ours", "change": { "fields": fields } });
        assert_eq!(visitor.call("visitor/update", &change).await.0, StatusCode::OK);
        let rows = inbox(&server).await;
        let anna = server.operator("anna@ours.example").await;
        let (_, card) = anna.call("visitor/card", &json!({ "visitor": rows["rows"][0]["visitor"] })).await;
        assert_eq!((&card["client_id"], &card["proven"]), (&Value::Null, &json!(false)), "{card}");
        let hello = json!({ "type": "visit", "site": "ours", "token": visitor.token, "client_id": "anna" });
        let mut socket = visitor.browser.socket().await;
        socket.text(&hello.to_string()).await;
        assert!(matches!(socket.frame().await, ServerFrame::Error { .. }));
    })
    .await;
}

/// S-13: a proof and a token are one site's, one organisation's.
#[tokio::test]
async fn nothing_of_another_organisation_is_reached() {
    both(|server| async move {
        with_secret(&server, false).await;
        let ours = server.visitor("ours");
        let claim = json!({ "site": "ours", "client_id": "anna", "proof": proof("ours", "anna") });
        assert_eq!(identify(&ours, claim).await.0, StatusCode::OK);
        ours.says("canary-of-ours").await;
        let theirs = Visitor { site: "theirs".to_owned(), ..server.visitor("theirs") };
        for anonymous in [Value::Null, json!(ours.token)] {
            // Theirs has no secret, so that no proof fits; without one the name is theirs alone.
            let with_proof = json!({ "site": "theirs", "client_id": "anna", "proof": proof("ours", "anna"), "anonymous": anonymous });
            assert_eq!(identify(&theirs, with_proof).await.0, StatusCode::UNAUTHORIZED);
            let plain = json!({ "site": "theirs", "client_id": "anna", "anonymous": anonymous });
            assert_eq!(identify(&theirs, plain).await.0, StatusCode::OK);
            assert!(history(&theirs).await.is_empty());
        }
        assert_eq!(history(&ours).await, ["canary-of-ours"]);
        let nowhere = json!({ "site": "nowhere", "client_id": "anna" });
        assert_eq!(identify(&ours, nowhere).await.0, StatusCode::NOT_FOUND);
        let nobody = ours.browser.post("/api/visitor/identify");
        let (status, _) = answer(nobody.json(&json!({ "input": {} })).send().await.expect("answers")).await;
        assert!(status.is_client_error());
        let request = ours.browser.client.post(format!("{}/api/visitor/identify", server.url));
        let request = request.bearer_auth(&ours.token).header("sec-fetch-site", "cross-site");
        let foreign = request.json(&json!({ "input": { "site": "ours", "client_id": "eve" } }));
        assert_eq!(foreign.send().await.expect("answers").status(), StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn automatic_messages_reach_the_desk_with_the_first_words() {
    both(|server| async move {
        let visitor = server.visitor("ours");
        let auto = json!({ "client_id": client_id(), "text": "Need help?" });
        let body = json!({ "site": "ours", "client_id": client_id(), "text": "Yes", "autos": [auto] });
        let (status, sent) = visitor.call("message/send", &body).await;
        assert_eq!((status, &sent["message"]["seq"]), (StatusCode::OK, &json!(2)));
        assert_eq!(visitor.call("message/send", &body).await.1, sent);
        assert_eq!(history(&visitor).await, ["Need help?", "Yes"]);
        for (autos, status) in [
            (json!([{ "client_id": client_id(), "text": "" }]), StatusCode::UNPROCESSABLE_ENTITY),
            (json!([{ "client_id": client_id(), "text": "x", "author": "agent" }]), StatusCode::BAD_REQUEST),
            (json!([{ "text": "x" }]), StatusCode::BAD_REQUEST),
            (json!("x"), StatusCode::BAD_REQUEST),
        ] {
            let body = json!({ "site": "ours", "client_id": client_id(), "text": "Yes", "autos": autos });
            assert_eq!(visitor.call("message/send", &body).await.0, status, "{autos}");
        }
        assert_eq!(history(&visitor).await.len(), 2);
    })
    .await;
}
