//! What the desk's unit tests are made of.

use domain::{
    ClientMessageId, ConversationId, Timestamp,
    conversation::{Row, Status, Talk},
    message::{Author, Kind, Message},
    operator::Face,
    utm::Utm,
    visitor::{Card, Data},
};

fn uuid(number: u128) -> String {
    format!("00000000-0000-0000-0000-{number:012x}")
}

/// The conversation of this number.
pub fn id(number: u128) -> ConversationId {
    uuid(number).parse().expect("a UUID")
}

/// A message's own name.
pub fn client_id(number: u128) -> ClientMessageId {
    uuid(number).parse().expect("a UUID")
}

/// The operator at this desk.
pub fn me() -> Face {
    Face { id: uuid(900).parse().expect("a UUID"), name: "Anna".to_owned() }
}

/// A colleague.
pub fn them() -> Face {
    Face { id: uuid(901).parse().expect("a UUID"), name: "Tom".to_owned() }
}

/// A row of the inbox; its last words came at its number, so that a higher number is newer.
pub fn row(number: u128, version: i64, operator: Option<Face>) -> Row {
    Row {
        talk: Talk {
            id: id(number),
            status: Status::Open,
            version,
            seq: 1,
            client_read: 0,
            agent_read: 0,
            operator,
        },
        visitor: uuid(500 + number).parse().expect("a UUID"),
        number: 7,
        name: None,
        site: "Nordlys".to_owned(),
        department: None,
        last_text: "Hello".to_owned(),
        last_author: Author::Client,
        last_at: Timestamp(1000 - i64::try_from(number).expect("small")),
        waiting_since: None,
        unread: 0,
        offline: false,
        call: None,
        bot: false,
    }
}

/// A line of a conversation, one second after the one before.
pub fn line(conversation: u128, seq: i64, author: Author) -> Message {
    let number = u128::from(seq.unsigned_abs());
    let speaks = matches!(author, Author::Agent | Author::System);
    Message {
        id: uuid(conversation * 1000 + number).parse().expect("a UUID"),
        conversation: id(conversation),
        seq,
        client_id: (author != Author::System).then(|| client_id(conversation * 1000 + number)),
        author,
        operator: speaks.then(me),
        kind: if author == Author::System { Kind::Accepted } else { Kind::Text },
        text: format!("line {seq}"),
        choices: Vec::new(),
        at: Timestamp(seq * 1000),
    }
}

/// What is known of a visitor.
pub fn card(row: &Row) -> Card {
    Card {
        id: row.visitor,
        number: row.number,
        data: Data::default(),
        client_id: None,
        proven: false,
        attributes: Vec::new(),
        custom_data: Vec::new(),
        utm: Utm::default(),
        referrer: String::new(),
        user_agent: String::new(),
        first_seen: Timestamp(0),
        pages: Vec::new(),
        online: false,
    }
}
