//! The wire as the panel reads and writes it: by hand, over what the browser's own `JSON.parse` made.
//!
//! Serde's code for these shapes would be a third of what every visitor downloads. The law is `domain::wire` all the
//! same; the tests below hold these functions to it, and fail when a field is added there that is not read here.

use std::str::FromStr;

use domain::{
    Refusal, Timestamp,
    conversation::{Status, Talk},
    message::{Author, Kind, Message},
    operator::Face,
    site::Look,
    thread::{Outgoing, Thread},
    wire::{Older, ServerFrame, Verdict},
    words::{Language, Words},
};

use super::{Form, PanelState, live::News};

/// A value that came as JSON.
pub(super) trait Json: Sized {
    /// The field of this name, unless it is null.
    fn get(&self, name: &str) -> Option<Self>;
    fn text(&self) -> Option<String>;
    fn number(&self) -> Option<i64>;
    fn flag(&self) -> Option<bool>;
    fn items(&self) -> Vec<Self>;
    /// The names of its fields.
    fn names(&self) -> Vec<String>;
}

fn text(json: &impl Json, name: &str) -> Option<String> {
    json.get(name)?.text()
}

fn number(json: &impl Json, name: &str) -> Option<i64> {
    json.get(name)?.number()
}

/// Absent is false, as it is for serde's defaults.
fn flag(json: &impl Json, name: &str) -> bool {
    json.get(name).and_then(|value| value.flag()).unwrap_or_default()
}

fn id<T: FromStr<Err = Refusal>>(json: &impl Json, name: &str) -> Option<T> {
    json.get(name)?.text()?.parse().ok()
}

/// Every item, or nothing: a list with holes must not be taken for a whole one.
fn list<J: Json, T>(json: &J, name: &str, read: impl Fn(&J) -> Option<T>) -> Option<Vec<T>> {
    json.get(name)?.items().iter().map(read).collect()
}

fn face(json: &impl Json) -> Option<Face> {
    Some(Face { id: id(json, "id")?, name: text(json, "name")? })
}

fn message(json: &impl Json) -> Option<Message> {
    Some(Message {
        id: id(json, "id")?,
        conversation: id(json, "conversation")?,
        seq: number(json, "seq")?,
        client_id: id(json, "client_id"),
        author: match text(json, "author")?.as_str() {
            "client" => Author::Client,
            "agent" => Author::Agent,
            "bot" => Author::Bot,
            "system" => Author::System,
            _ => return None,
        },
        operator: json.get("operator").and_then(|json| face(&json)),
        kind: match text(json, "kind")?.as_str() {
            "text" => Kind::Text,
            "accepted" => Kind::Accepted,
            "closed" => Kind::Closed,
            "reopened" => Kind::Reopened,
            _ => Kind::Unknown,
        },
        text: text(json, "text").unwrap_or_default(),
        choices: list(json, "choices", Json::text).unwrap_or_default(),
        at: Timestamp(number(json, "at")?),
    })
}

fn talk(json: &impl Json) -> Option<Talk> {
    Some(Talk {
        id: id(json, "id")?,
        status: match text(json, "status")?.as_str() {
            "open" => Status::Open,
            "closed" => Status::Closed,
            _ => return None,
        },
        version: number(json, "version")?,
        seq: number(json, "seq")?,
        client_read: number(json, "client_read")?,
        agent_read: number(json, "agent_read")?,
        operator: json.get("operator").and_then(|json| face(&json)),
    })
}

fn outgoing(json: &impl Json) -> Option<Outgoing> {
    Some(Outgoing {
        client_id: id(json, "client_id")?,
        text: text(json, "text")?,
        at: Timestamp(number(json, "at")?),
        failed: text(json, "failed"),
    })
}

fn language(json: &impl Json) -> Option<Language> {
    Language::parse(&text(json, "language")?)
}

fn words(json: &impl Json) -> Option<Words> {
    let (json, mut words) = (json.get("words")?, Words::new());
    for key in json.names() {
        words.insert(key.clone(), text(&json, &key)?);
    }
    Some(words)
}

/// A server frame, or what the frame's script says in the same way (`frontend/embed/src/frame`).
pub(super) fn news(json: &impl Json) -> Option<News> {
    Some(match text(json, "type")?.as_str() {
        "words" => News::Words(language(json)?, words(json)?),
        "autos" => News::Autos(list(json, "autos", outgoing)?),
        _ => News::Frame(Box::new(frame(json)?)),
    })
}

/// A server frame; those that a visitor's panel has no use for are nothing, and so are those of a newer server.
fn frame(json: &impl Json) -> Option<ServerFrame> {
    Some(match text(json, "type")?.as_str() {
        "welcome" => ServerFrame::Welcome {
            verdict: match text(json, "verdict")?.as_str() {
                "new" => Verdict::New,
                "resumed" => Verdict::Resumed,
                "reset" => Verdict::Reset,
                _ => return None,
            },
            online: flag(json, "online"),
            busy: flag(json, "busy"),
            talk: json.get("talk").and_then(|json| talk(&json)),
            messages: list(json, "messages", message)?,
            more: flag(json, "more"),
        },
        "message" => ServerFrame::Message { message: message(&json.get("message")?)? },
        "talk" => ServerFrame::Talk { talk: talk(&json.get("talk")?)? },
        "typing" => ServerFrame::Typing {
            conversation: id(json, "conversation")?,
            operator: json.get("operator").and_then(|json| face(&json)),
            on: flag(json, "on"),
        },
        "online" => ServerFrame::Online { online: flag(json, "online"), busy: flag(json, "busy") },
        _ => return None,
    })
}

/// The outbox.
pub(super) fn entries(json: &impl Json) -> Option<Vec<Outgoing>> {
    json.items().iter().map(outgoing).collect()
}

/// Older lines.
pub(super) fn older(json: &impl Json) -> Option<Older> {
    Some(Older { messages: list(json, "messages", message)?, more: flag(json, "more") })
}

/// What the panel was rendered from.
pub(super) fn state(json: &impl Json) -> Option<PanelState> {
    let (look, thread, form) = (json.get("look")?, json.get("thread")?, json.get("form")?);
    Some(PanelState {
        // The rest is the launcher's and the style sheet's.
        look: Look {
            site: text(&look, "site")?,
            language: language(&look)?,
            words: words(&look)?,
            ..Look::default()
        },
        online: flag(json, "online"),
        thread: Thread {
            talk: thread.get("talk").and_then(|json| talk(&json)),
            lines: list(&thread, "lines", message)?,
            more: flag(&thread, "more"),
            autos: list(&thread, "autos", outgoing)?,
            outgoing: list(&thread, "outgoing", outgoing)?,
        },
        full_page: flag(json, "full_page"),
        form: Form {
            client_id: id(&form, "client_id"),
            error: text(&form, "error"),
            draft: text(&form, "draft")?,
            action: text(&form, "action")?,
        },
    })
}

/// `ClientFrame::Read`, of the visitor's own conversation.
pub(super) fn read_frame(seq: i64) -> String {
    ["{\"type\":\"read\",\"seq\":", &seq.to_string(), "}"].concat()
}

/// `ClientFrame::Typing`, in the visitor's own conversation.
pub(super) fn typing_frame(on: bool) -> &'static str {
    if on { "{\"type\":\"typing\",\"on\":true}" } else { "{\"type\":\"typing\",\"on\":false}" }
}

#[cfg(test)]
mod tests {
    use domain::wire::ClientFrame;
    use serde_json::{Value, json};

    use super::*;

    impl Json for Value {
        fn get(&self, name: &str) -> Option<Self> {
            self.get(name).filter(|value| !value.is_null()).cloned()
        }

        fn text(&self) -> Option<String> {
            self.as_str().map(str::to_owned)
        }

        fn number(&self) -> Option<i64> {
            self.as_i64()
        }

        fn flag(&self) -> Option<bool> {
            self.as_bool()
        }

        fn items(&self) -> Vec<Self> {
            self.as_array().cloned().unwrap_or_default()
        }

        fn names(&self) -> Vec<String> {
            self.as_object().map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
        }
    }

    const ID: &str = "0191e7a4-0000-7000-8000-000000000001";

    fn face_json() -> Value {
        json!({"id": ID, "name": "Anna <Petrova>"})
    }

    fn lines() -> Value {
        let line = |author: &str, kind: &str| {
            json!({"id": ID, "conversation": ID, "seq": 7, "client_id": ID, "author": author, "operator": face_json(),
                "kind": kind, "text": "words", "at": 1_795_242_441_000_i64})
        };
        let mut lines: Vec<_> =
            ["client", "agent", "bot", "system"].map(|author| line(author, "text")).into();
        lines.extend(["accepted", "closed", "reopened", "sung"].map(|kind| line("system", kind)));
        lines
            .push(json!({"id": ID, "conversation": ID, "seq": 1, "author": "bot", "kind": "text", "at": -1}));
        lines.into()
    }

    fn talk_json(status: &str) -> Value {
        json!({"id": ID, "status": status, "version": 3, "seq": 7, "client_read": 5, "agent_read": 6, "operator": face_json()})
    }

    #[test]
    fn frames_are_read_as_the_domain_reads_them() {
        let mut frames = vec![
            json!({"type": "message", "message": lines()[0]}),
            json!({"type": "talk", "talk": talk_json("open")}),
            json!({"type": "talk", "talk": talk_json("closed")}),
            json!({"type": "typing", "conversation": ID, "operator": face_json(), "on": true}),
            json!({"type": "typing", "conversation": ID, "on": false}),
            json!({"type": "online", "online": true}),
            json!({"type": "welcome", "verdict": "new", "online": false, "talk": null, "messages": [], "more": false}),
        ];
        for verdict in ["new", "resumed", "reset"] {
            frames.push(
                json!({"type": "welcome", "verdict": verdict, "online": true, "talk": talk_json("open"),
                "messages": lines(), "more": true}),
            );
        }
        for json in frames {
            let expected =
                serde_json::from_value(json.clone()).ok().map(|frame| News::Frame(Box::new(frame)));
            assert_eq!(news(&json), expected, "{json}");
        }
        for unknown in [
            json!({"type": "sing"}),
            json!({"type": "beat"}),
            json!({"type": "contacts", "contacts": {"name": "Mia", "email": null, "phone": null, "notes": null}}),
            json!({}),
            json!([]),
            json!({"type": "message"}),
            json!({"type": "words", "language": "xx", "words": {}}),
            json!({"type": "words", "language": "ru", "words": {"send": 1}}),
            json!({"type": "autos", "autos": [{"client_id": "x", "text": "a", "at": 1}]}),
        ] {
            assert_eq!(news(&unknown), None, "{unknown}");
        }
        let holed = json!({"type": "welcome", "verdict": "new", "messages": [lines()[0], {"id": ID}]});
        assert_eq!(news(&holed), None, "a list with a hole is not a list");
    }

    #[test]
    fn outbox_and_history_are_read_as_the_domain_reads_them() {
        let out = json!([{"client_id": ID, "text": "a", "at": 5}, {"client_id": ID, "text": "b", "at": 6, "failed": "Why."}]);
        assert_eq!(entries(&out), serde_json::from_value(out.clone()).ok());
        let page = json!({"messages": lines(), "more": true});
        assert_eq!(older(&page), serde_json::from_value(page.clone()).ok());
    }

    #[test]
    fn the_frames_script_speaks_like_the_server() {
        let words = json!({"type": "words", "language": "pt", "words": {"send": "Enviar", "empty": ""}});
        let pairs = [("send", "Enviar"), ("empty", "")].map(|(key, word)| (key.to_owned(), word.to_owned()));
        assert_eq!(news(&words), Some(News::Words(Language::Pt, Words::from(pairs))));
        let autos = json!({"type": "autos", "autos": [{"client_id": ID, "text": "Need help?", "at": 5}]});
        let expected = serde_json::from_value(autos["autos"].clone()).expect("reads");
        assert_eq!(news(&autos), Some(News::Autos(expected)));
    }

    #[test]
    fn the_state_comes_back_as_it_was() {
        let words = |text: &str| text.to_owned();
        let look = Look {
            site: words("s"),
            language: Language::Pt,
            words: Words::from([("send".to_owned(), words("Enviar")), ("empty".to_owned(), words(""))]),
            ..Look::default()
        };
        let lines: Vec<Message> = serde_json::from_value(lines()).expect("reads");
        let outgoing = vec![Outgoing {
            client_id: ID.parse().expect("is a UUID"),
            text: words("out"),
            at: Timestamp(9),
            failed: Some(words("why")),
        }];
        let talk = serde_json::from_value(talk_json("open")).expect("reads");
        let form = Form {
            client_id: ID.parse().ok(),
            error: Some(words("e")),
            draft: words("d"),
            action: words("/chat/s"),
        };
        let thread = Thread { talk: Some(talk), lines, more: true, autos: outgoing.clone(), outgoing };
        let full = PanelState { look, online: true, thread, full_page: true, form };
        for state in [full, PanelState::default()] {
            let json = serde_json::to_value(&state).expect("writes");
            assert_eq!(super::state(&json).as_ref(), Some(&state), "{json}");
        }
    }

    #[test]
    fn what_goes_up_is_what_the_server_reads() {
        let read = |json: &str| serde_json::from_str::<ClientFrame>(json).expect("reads");
        assert_eq!(read(&read_frame(42)), ClientFrame::Read { conversation: None, seq: 42 });
        for on in [true, false] {
            assert_eq!(read(typing_frame(on)), ClientFrame::Typing { conversation: None, on });
        }
    }
}
