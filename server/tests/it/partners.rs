//! Bots and channels (`CONTRACT 1.9`): other servers that take part in conversations, over real requests in both directions.

use axum::{http::StatusCode, response::IntoResponse as _};
use domain::{
    ConversationId, WebhookId,
    conversation::{Action, Row},
    message::{Author, Kind, Message},
    wire::{ClientFrame, ServerFrame},
};
use serde_json::{Value, json};

use crate::{
    receiver::{Receiver, apply, tell},
    support::{Browser, Socket, TestServer, answer, both, client_id},
};

const SECRET: &str = "a-secret-of-forty-three-letters-and-no-more";

/// A server that takes part in what happens on the site `ours`.
struct Partner {
    receiver: Receiver,
    /// Where it speaks to us.
    address: String,
}

impl Partner {
    async fn start(server: &TestServer, purpose: &str) -> Self {
        let receiver = Receiver::start().await;
        let hook = format!(
            "[[sites.webhooks]]\npurpose = \"{purpose}\"\nurl = \"{}\"\nformat = \"jivo\"\nsecret = \"{SECRET}\"\n",
            receiver.url
        );
        tell(server, &hook, "127.0.0.0/8").await;
        let anna = server.operator("anna@ours.example").await;
        let page =
            async |path: String| anna.get(&path).send().await.expect("answers").text().await.expect("reads");
        let list = page("/settings/site/ours/webhooks".to_owned()).await;
        let ids = list.split("/settings/site/ours/webhooks/").skip(1).filter_map(|rest| rest.get(..36));
        let id = ids.map(str::to_owned).find(|id| id.parse::<WebhookId>().is_ok()).expect("is in the list");
        let sheet = page(format!("/settings/site/ours/webhooks/{id}")).await;
        let address = match purpose {
            "bot" => format!("{}/webhooks/{id}/{SECRET}", server.url),
            _ => format!("{}/{SECRET}/{id}", server.url),
        };
        assert!(sheet.contains(&address), "the address is shown to the owner");
        Self { receiver, address }
    }

    /// The next thing that it is told.
    async fn hears(&mut self) -> Value {
        self.receiver.next().await.1
    }

    async fn says(&self, body: &Value) -> (StatusCode, Value) {
        says(&self.address, body).await
    }
}

async fn says(address: &str, body: &Value) -> (StatusCode, Value) {
    answer(crate::support::client().post(address).json(body).send().await.expect("answers")).await
}

/// An operator with an open desk.
async fn desk(server: &TestServer) -> (Browser, Socket) {
    let anna = server.operator("anna@ours.example").await;
    let mut desk = anna.socket().await;
    desk.say(&ClientFrame::Desk).await;
    desk.until(|frame| matches!(frame, ServerFrame::DeskWelcome { .. }).then_some(())).await;
    (anna, desk)
}

async fn row(desk: &mut Socket, wanted: impl Fn(&Row) -> bool) -> Row {
    desk.until(|frame| match frame {
        ServerFrame::Row { row } if wanted(&row) => Some(row),
        _ => None,
    })
    .await
}

async fn counts(anna: &Browser) -> Value {
    let (status, inbox) = anna.call("conversation/list", &json!({ "filter": "unassigned" })).await;
    assert_eq!(status, StatusCode::OK, "{inbox}");
    inbox["counts"].clone()
}

async fn lines(anna: &Browser, conversation: ConversationId) -> Vec<Message> {
    let (status, opened) = anna.call("conversation/open", &json!({ "conversation": conversation })).await;
    assert_eq!(status, StatusCode::OK, "{opened}");
    serde_json::from_value(opened["messages"].clone()).expect("are lines")
}

fn said(lines: &[Message]) -> Vec<(Author, &str)> {
    lines
        .iter()
        .filter(|line| line.kind == Kind::Text)
        .map(|line| (line.author, line.text.as_str()))
        .collect()
}

#[tokio::test]
async fn a_bot_answers_and_hands_over_to_an_operator() {
    both(|server| async move {
        let mut bot = Partner::start(&server, "bot").await;
        let (anna, mut desk) = desk(&server).await;
        let vera = server.visitor("ours");
        let chat = vera.says("Hello").await;

        let asked = bot.hears().await;
        assert_eq!((&asked["event"], &asked["chat_id"]), (&json!("CLIENT_MESSAGE"), &json!(chat)));
        assert_eq!((&asked["site_id"], &asked["agents_online"]), (&json!("ours"), &json!(true)));
        assert_eq!(asked["message"]["type"], "TEXT");
        assert_eq!(asked["message"]["text"], "Hello");
        assert!(asked["message"]["timestamp"].as_i64().is_some_and(|at| at > 1_700_000_000), "seconds: {asked}");
        assert_eq!(asked["client_id"], asked["sender"]["id"].to_string(), "words and number");
        assert_eq!(asked["channel"]["type"], "widget");
        let mine = row(&mut desk, |row| row.bot).await;
        assert!(mine.is_bots() && mine.unread == 1, "{mine:?}");
        let counted = counts(&anna).await;
        assert_eq!((&counted["unassigned"], &counted["all"]), (&json!(0), &json!(1)), "no operator is asked");

        let answer = json!({
            "event": "BOT_MESSAGE", "id": "one", "chat_id": chat, "client_id": asked["client_id"],
            "message": { "type": "BUTTONS", "title": "What is it about?", "buttons": [{ "text": "Lamps", "id": 1 }] },
        });
        for _ in 0..2 {
            assert_eq!(bot.says(&answer).await.0, StatusCode::OK, "the same once more is the same");
        }
        assert_eq!(vera.says("Lamps").await, chat);
        assert_eq!(bot.hears().await["message"]["text"], "Lamps");

        let invites = json!({ "event": "INVITE_AGENT", "id": "two", "chat_id": chat });
        assert_eq!(bot.says(&invites).await.0, StatusCode::OK);
        let waits = row(&mut desk, |row| !row.bot).await;
        assert!(waits.waiting_since.is_some() && waits.concerns(None), "{waits:?}");
        assert_eq!(counts(&anna).await["unassigned"], 1);
        let (status, _) = anna.reply(chat, client_id(), "Anna here").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(bot.hears().await["event"], "AGENT_JOINED");
        let heard = bot.hears().await;
        assert_eq!((&heard["event"], &heard["message"]["text"]), (&json!("AGENT_MESSAGE"), &json!("Anna here")));
        let late = json!({ "event": "BOT_MESSAGE", "chat_id": chat, "message": { "type": "TEXT", "text": "And I" } });
        let (status, refused) = bot.says(&late).await;
        assert_eq!((status, &refused["error"]["code"]), (StatusCode::CONFLICT, &json!("already_accepted")));
        vera.says("Thank you").await;
        close(&anna, chat).await;
        assert_eq!(bot.hears().await["event"], "CHAT_CLOSED", "what an operator has is not the bot's to hear");

        let lines = lines(&anna, chat).await;
        let words = [
            (Author::Client, "Hello"),
            (Author::Bot, "What is it about?"),
            (Author::Client, "Lamps"),
            (Author::Agent, "Anna here"),
            (Author::Client, "Thank you"),
        ];
        assert_eq!(said(&lines), words);
        assert_eq!(lines[1].choices, ["Lamps"]);
        assert_eq!(lines[1].in_words(), "What is it about?\n1. Lamps");
    })
    .await;
}

async fn close(anna: &Browser, conversation: ConversationId) {
    let deed = json!({ "conversation": conversation, "action": Action::Close });
    let (status, body) = anna.call("conversation/change", &json!({ "input": deed })).await;
    assert_eq!(status, StatusCode::OK, "{body}");
}

#[tokio::test]
async fn a_bot_that_finds_nobody_goes_on() {
    both(|server| async move {
        let mut bot = Partner::start(&server, "bot").await;
        let vera = server.visitor("ours");
        let (_, welcome) = vera.visit(None).await;
        assert!(matches!(welcome, ServerFrame::Welcome { online: true, .. }), "the bot is there: {welcome:?}");
        let chat = vera.says("Hello").await;
        assert_eq!(bot.hears().await["agents_online"], false);
        assert_eq!(bot.says(&json!({ "event": "INVITE_AGENT", "chat_id": chat })).await.0, StatusCode::OK);
        assert_eq!(bot.hears().await["event"], "AGENT_UNAVAILABLE");
        vera.says("vera@a.example").await;
        assert_eq!(bot.hears().await["message"]["text"], "vera@a.example", "still the bot's");
        let info = json!({ "event": "CLIENT_INFO", "chat_id": chat, "client": { "email": "vera@a.example", "name": "Vera" } });
        assert_eq!(bot.says(&info).await.0, StatusCode::OK);
        let (anna, _desk) = desk(&server).await;
        assert_eq!(counts(&anna).await["unassigned"], 1, "whoever comes finds it");
        vera.says("Anybody?").await;
        assert_eq!(bot.hears().await["sender"], json!({ "id": 1, "name": "Vera", "url": null, "has_contacts": true }));

        // Without its bot the site's conversations are the operators'.
        let other = server.visitor("ours");
        let second = other.says("Hi").await;
        bot.hears().await;
        assert_eq!(counts(&anna).await["unassigned"], 1);
        apply(&server, "").await;
        assert_eq!(counts(&anna).await["unassigned"], 2);
        let (status, refused) = bot.says(&json!({ "event": "INVITE_AGENT", "chat_id": second })).await;
        assert_eq!((status, &refused["error"]["code"]), (StatusCode::UNAUTHORIZED, &json!("unauthenticated")));
    })
    .await;
}

#[tokio::test]
async fn words_that_a_bot_does_not_take_are_the_operators() {
    both(|server| async move {
        let mut bot = Partner::start(&server, "bot").await;
        let (anna, mut desk) = desk(&server).await;
        for _ in 0..3 {
            bot.receiver.will_answer(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        }
        let vera = server.visitor("ours");
        let chat = vera.says("Hello").await;
        let ids = [bot.hears().await, bot.hears().await, bot.hears().await].map(|heard| heard["id"].clone());
        assert!(ids.iter().all(|id| *id == ids[0]), "three attempts of one thing: {ids:?}");
        row(&mut desk, |row| row.talk.id == chat && !row.bot && row.waiting_since.is_some()).await;
        assert_eq!(counts(&anna).await["unassigned"], 1);
        // Until an operator comes, it may still speak.
        let late = json!({ "event": "BOT_MESSAGE", "chat_id": chat, "message": { "text": "Sorry" } });
        assert_eq!(bot.says(&late).await.0, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn a_bot_is_told_what_is_wrong_with_what_it_says() {
    both(|server| async move {
        let mut bot = Partner::start(&server, "bot").await;
        let chat = server.visitor("ours").says("Hello").await;
        bot.hears().await;
        let (status, refused) = bot.says(&json!({ "event": "SING", "chat_id": chat })).await;
        let message = refused["error"]["message"].as_str().unwrap_or_default();
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(message.starts_with("event: “SING”") && message.contains("BOT_MESSAGE"), "{message}");
        for (wrong, status, part) in [
            (json!({ "event": "BOT_MESSAGE" }), StatusCode::BAD_REQUEST, "chat_id"),
            (
                json!({ "event": "BOT_MESSAGE", "chat_id": chat, "message": { "text": " " } }),
                StatusCode::BAD_REQUEST,
                "message.text",
            ),
            (
                json!({ "event": "BOT_MESSAGE", "chat_id": chat, "message": { "text": 7 } }),
                StatusCode::BAD_REQUEST,
                "message.text",
            ),
            (
                json!({ "event": "BOT_MESSAGE", "chat_id": "2037", "message": { "text": "Hi" } }),
                StatusCode::NOT_FOUND,
                "",
            ),
        ] {
            let (given, refused) = bot.says(&wrong).await;
            let message = refused["error"]["message"].as_str().unwrap_or_default();
            assert_eq!(given, status, "{wrong}: {refused}");
            assert!(message.contains(part), "{message}");
        }
        let theirs = server.visitor("theirs").says("Hello").await;
        let stranger = json!({ "event": "BOT_MESSAGE", "chat_id": theirs, "message": { "text": "Hi" } });
        assert_eq!(bot.says(&stranger).await.0, StatusCode::NOT_FOUND, "another organisation's");
        let guess = bot.address.replace(SECRET, "another-secret-of-forty-three-letters-and-more");
        assert_eq!(says(&guess, &stranger).await.0, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn a_channel_brings_words_and_takes_the_answers() {
    both(|server| async move {
        let mut channel = Partner::start(&server, "channel").await;
        let status = async || {
            let answered = crate::support::client().get(format!("{}/status", channel.address)).send().await;
            answered.expect("answers").text().await.expect("reads")
        };
        assert_eq!(status().await, "0");
        let (anna, mut desk) = desk(&server).await;
        assert_eq!(status().await, "1");

        let brought = json!({
            "sender": { "id": 7001, "name": "Vera", "email": "vera@a.example", "url": "https://ours.example/app" },
            "message": { "type": "text", "id": "m-1", "text": "Hello from the app" },
        });
        for _ in 0..2 {
            assert_eq!(channel.says(&brought).await.0, StatusCode::OK, "the same once more is the same");
        }
        let asks = row(&mut desk, |row| row.name.is_some()).await;
        assert_eq!((asks.title().as_str(), asks.last_text.as_str(), asks.talk.seq), ("Vera", "Hello from the app", 1));
        let chat = asks.talk.id;
        let photo = json!({
            "sender": { "id": "7001" },
            "message": { "type": "photo", "id": "m-2", "file": "https://files.example/lamp.jpg", "file_name": "lamp.jpg" },
        });
        assert_eq!(channel.says(&photo).await.0, StatusCode::OK, "words and numbers are one name");
        let (status, _) = anna.reply(chat, client_id(), "A fine lamp").await;
        assert_eq!(status, StatusCode::OK);
        let told = channel.hears().await;
        assert_eq!((&told["recipient"]["id"], &told["message"]["text"]), (&json!("7001"), &json!("A fine lamp")));
        assert_eq!((&told["message"]["type"], &told["sender"]["name"]), (&json!("text"), &json!("Anna of ours")));

        // Whoever has another name there is somebody else here.
        let other = json!({ "sender": { "id": "7002" }, "message": { "id": "m-1", "text": "Me, too" } });
        assert_eq!(channel.says(&other).await.0, StatusCode::OK);
        let second = row(&mut desk, |row| row.last_text == "Me, too").await;
        assert_ne!((second.talk.id, second.visitor), (chat, asks.visitor));

        channel.receiver.will_answer((StatusCode::BAD_REQUEST, "this person has left").into_response());
        anna.reply(chat, client_id(), "Are you there?").await;
        assert_eq!(channel.hears().await["message"]["text"], "Are you there?");
        let said = lines_with(&anna, chat, Kind::Undelivered).await;
        let said: Vec<_> = said.iter().filter(|line| line.kind != Kind::Accepted).map(|line| line.text.as_str()).collect();
        let photo = "lamp.jpg\nhttps://files.example/lamp.jpg";
        assert_eq!(said, ["Hello from the app", photo, "A fine lamp", "Are you there?", "this person has left"]);
    })
    .await;
}

/// The lines of a conversation, once there is one of this kind.
async fn lines_with(anna: &Browser, conversation: ConversationId, kind: Kind) -> Vec<Message> {
    let there = async {
        loop {
            let lines = lines(anna, conversation).await;
            if lines.iter().any(|line| line.kind == kind) {
                return lines;
            }
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), there).await.expect("there is one")
}

#[tokio::test]
async fn a_channel_is_told_what_is_wrong_with_what_it_brings() {
    both(|server| async move {
        let channel = Partner::start(&server, "channel").await;
        let words = json!({ "id": "m-1", "text": "Hello" });
        for (wrong, part) in [
            (json!({ "message": words }), "sender"),
            (json!({ "sender": { "id": "" }, "message": words }), "sender.id"),
            (json!({ "sender": { "id": ["7"] }, "message": words }), "sender"),
            (json!({ "sender": { "id": 7 }, "message": { "type": "hologram" } }), "message.type"),
            (json!({ "sender": { "id": 7 }, "message": { "type": "text", "text": "" } }), "message.text"),
            (json!({ "sender": { "id": 7 }, "message": { "text": "я".repeat(4001) } }), "4000"),
        ] {
            let (status, reason) = channel.says(&wrong).await;
            let reason = reason.as_str().unwrap_or_default();
            assert_eq!(status, StatusCode::BAD_REQUEST, "{reason}");
            assert!(reason.contains(part), "{wrong}: {reason}");
        }
        let first = json!({ "sender": { "id": 7 }, "message": words });
        assert_eq!(channel.says(&first).await.0, StatusCode::OK);
        let reused = json!({ "sender": { "id": 7 }, "message": { "id": "m-1", "text": "Something else" } });
        assert_eq!(channel.says(&reused).await.0, StatusCode::CONFLICT);
        let guess = channel.address.replace(SECRET, "another-secret-of-forty-three-letters-and-more");
        assert_eq!(says(&guess, &first).await.0, StatusCode::UNAUTHORIZED);
    })
    .await;
}
