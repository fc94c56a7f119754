//! What the desk's unit tests are made of.

use domain::{
    ClientMessageId, ConversationId, MessageId, OperatorId, Timestamp, VisitorId,
    conversation::{Row, Status, Talk},
    message::{Author, Kind, Message},
    operator::Face,
};

/// An operator whose name is made when it is needed.
#[derive(Clone, Copy)]
pub struct Somebody {
    pub id: OperatorId,
    pub name: &'static str,
}

pub const ME: Somebody = Somebody { id: OperatorId(uuid(900)), name: "Anna" };
pub const THEM: Somebody = Somebody { id: OperatorId(uuid(901)), name: "Tom" };

impl Somebody {
    pub fn face(self) -> Face {
        Face { id: self.id, name: self.name.to_owned() }
    }
}

/// Ids as small numbers; the crate that makes them is not ours to name.
const fn uuid(number: u128) -> <ConversationIdParts as Parts>::Uuid {
    <ConversationIdParts as Parts>::from(number)
}
