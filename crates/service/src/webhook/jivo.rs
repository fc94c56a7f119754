//! Events as Jivo writes them (`CONTRACT 1.8`), for servers that were written for it.

use domain::{
    attribute::Value as Attribute,
    message::{Author, Kind, Message},
    webhook::Event,
};
use serde_json::{Map, Value, json};

use super::Occasion;

/// The body of a request.
pub(super) fn body(occasion: &Occasion) -> Value {
    let Occasion { event, organisation, site, visitor, chats, page, row, operator, .. } = occasion;
    let known = visitor.known();
    let (slug, name) = organisation;
    let agent = operator.as_ref().map(|operator| json!({ "id": operator.id, "name": operator.name, "email": operator.email, "phone": null }));
    let utm: Vec<String> = visitor.profile.utm.tags().map(|(name, tag)| format!("{name}={tag}")).collect();
    let mut body = json!({
        "event_name": event.name(),
        "widget_id": site.public_id,
        "user_token": visitor.profile.user_token,
        "visitor": {
            "id": visitor.id,
            "name": known.known("name"),
            "email": known.known("email"),
            "phone": known.known("phone"),
            "description": known.known("notes"),
            "number": visitor.number,
            "social": {},
            "chats_count": chats,
        },
        "organization": { "id": slug, "name": name },
        "status": null,
        "assigned_agent": agent,
        "tags": [],
        "chat_id": row.as_ref().map(|row| row.talk.id),
        "topic": null,
        "department": row.as_ref().and_then(|row| row.department.as_ref()).map(|name| json!({ "id": null, "name": name })),
        "session": {
            "geoip": null,
            "utm": utm.join("|"),
            "utm_json": visitor.profile.utm,
            "ip_addr": null,
            "user_agent": visitor.user_agent,
        },
        "page": page.as_ref().map(|page| json!({ "url": page.url, "title": page.title })),
        "analytics": null,
        "agent": agent,
    });
    if let Some(body) = body.as_object_mut() {
        more(body, occasion);
    }
    body
}

/// What one event has beside the others.
fn more(body: &mut Map<String, Value>, occasion: &Occasion) {
    let Occasion { event, visitor, row, operator, lines, .. } = occasion;
    let mut set = |key: &str, value: Value| drop(body.insert(key.to_owned(), value));
    match event {
        Event::ChatAccepted | Event::ChatUpdated => {}
        Event::CallEvent => {
            let call = row.as_ref().and_then(|row| row.call.as_ref()).map(|call| {
                let reason = Some(&call.reason).filter(|reason| !reason.is_empty());
                json!({ "type": "callback", "phone": call.phone, "status": call.status.vendors(), "reason": reason })
            });
            set("call", json!(call));
        }
        Event::OfflineMessage => {
            set("message", json!(lines.first().map(|line| &line.text)));
            set("offline_message_id", json!(lines.first().map(|line| line.id)));
        }
        Event::ClientUpdated => set("client_id", json!(visitor.id)),
        Event::ClientAttributeUpdated => {
            set("client_id", json!(visitor.id));
            let attributes = visitor.profile.attributes.iter();
            let attributes = attributes.map(|(id, value)| (id.clone(), attribute(value)));
            set("attributes", Value::Object(attributes.collect()));
        }
        Event::ChatFinished => {
            let said: Vec<&Message> = lines.iter().filter(|line| line.kind == Kind::Text).collect();
            let messages = said.iter().map(|line| {
                let by_visitor = line.author == Author::Client;
                json!({
                    "message": line.in_words(),
                    "timestamp": line.at.0.div_euclid(1000),
                    "type": if by_visitor { "visitor" } else { "agent" },
                    "agent_id": line.operator.as_ref().map(|face| face.id),
                })
            });
            let messages: Vec<Value> = messages.collect();
            let invitation =
                said.first().filter(|line| line.author == Author::Bot).map(|line| line.text.clone());
            let plain: Vec<String> =
                said.iter().map(|line| format!("{}: {}", speaker(occasion, line), line.in_words())).collect();
            let html: Vec<String> = plain.iter().map(|line| escaped(line)).collect();
            set("agents", operator.iter().map(|operator| json!({ "id": operator.id, "name": operator.name, "email": operator.email, "phone": null })).collect());
            set(
                "chat",
                json!({ "messages": messages, "blacklisted": false, "rate": null, "invitation": invitation }),
            );
            set("plain_messages", json!(plain.join("\n")));
            set("html_messages", json!(html.join("<br>")));
        }
    }
}

fn attribute(value: &Attribute) -> Value {
    match value {
        Attribute::Number(number) => json!(number),
        Attribute::Text(text) => json!(text),
    }
}

fn speaker(occasion: &Occasion, line: &Message) -> String {
    match (&line.operator, line.author) {
        (Some(face), _) => face.name.clone(),
        (None, Author::Client) => {
            let name = occasion.visitor.known().known("name").map(str::to_owned);
            name.unwrap_or_else(|| format!("Visitor {}", occasion.visitor.number))
        }
        (None, _) => occasion.site.name.clone(),
    }
}

/// Nobody's words become markup, in other people's mailboxes neither.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\n', "<br>")
}
