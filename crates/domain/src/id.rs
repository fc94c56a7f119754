//! Newtype ids. All are UUIDs: version 7 where the server makes them, random where a client does.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{Code, Refusal};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident: $field:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "sql", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = Refusal;

            fn from_str(text: &str) -> Result<Self, Refusal> {
                Uuid::parse_str(text)
                    .map(Self)
                    .map_err(|_| Refusal::field(Code::Invalid, $field, "A UUID is expected."))
            }
        }
    )*};
}

ids! {
    /// A tenant. Every row of the database carries one.
    OrganisationId: "organisation";
    /// A person who answers.
    OperatorId: "operator";
    /// A group of operators that new conversations are routed to.
    DepartmentId: "department";
    /// One embedded widget with its settings.
    SiteId: "site";
    /// A person who writes from a customer's page.
    VisitorId: "visitor";
    /// All that a visitor and the operators of a site say to each other.
    ConversationId: "conversation";
    /// An address that is told what happens on a site.
    WebhookId: "webhook";
    /// One thing that a webhook is told.
    DeliveryId: "delivery";
    /// A call back.
    CallId: "call";
    /// An e-mail to a visitor.
    MailId: "mail";
    /// One line of a conversation, named by the server.
    MessageId: "message";
    /// The name a client gave its message before sending it: 128 random bits, unique in the database for ever.
    ClientMessageId: "client_id";
}
