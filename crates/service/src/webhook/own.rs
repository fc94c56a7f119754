//! Events in our own form: small, with ids to ask for more, and signed as Standard Webhooks says.

use serde_json::{Value, json};

use super::Occasion;

/// The body of a request.
pub(super) fn body(occasion: &Occasion) -> Value {
    let Occasion { event, at, organisation, site, visitor, chats, page, row, operator, lines } = occasion;
    let lines: Vec<Value> = lines
        .iter()
        .map(|line| json!({ "id": line.id, "seq": line.seq, "author": line.author, "kind": line.kind, "text": line.in_words(), "at": line.at }))
        .collect();
    json!({
        "type": event.name(),
        "timestamp": at,
        "data": {
            "organisation": organisation.0,
            "site": site.public_id,
            "visitor": {
                "id": visitor.id,
                "number": visitor.number,
                "conversations": chats,
                "client_id": visitor.client_id,
                "proven": visitor.proven_at.is_some(),
                "user_token": visitor.profile.user_token,
                "data": visitor.known(),
                "attributes": visitor.profile.attributes,
                "utm": visitor.profile.utm,
            },
            "page": page.as_ref().map(|page| json!({ "url": page.url, "title": page.title })),
            "conversation": row.as_ref().map(|row| json!({ "id": row.talk.id, "status": row.talk.status, "department": row.department })),
            "call": row.as_ref().and_then(|row| row.call.as_ref()).map(|call| json!({ "id": call.id, "phone": call.phone, "status": call.status, "reason": call.reason })),
            "operator": operator.as_ref().map(|operator| json!({ "id": operator.id, "name": operator.name })),
            "lines": lines,
        },
    })
}
