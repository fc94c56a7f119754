//! What a page begins with: who asks, and what its path names. The server answers it while it renders, the browser
//! takes it from the page.

use domain::{Code, ConversationId, Refusal, conversation::Filter, wire::Inbox};
use leptos_router::location::Url;
use serde::{Deserialize, Serialize};

use super::{
    api::{self, Install, Me, Opened},
    place::{Choice, Place},
    response,
};
use crate::error::ApiError;

/// All that the first picture shows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Start {
    /// Who asks; None for a stranger.
    pub me: Option<Me>,
    /// The tab and its list.
    pub inbox: Option<(Filter, Inbox)>,
    /// The conversation that the path names.
    pub opened: Option<(ConversationId, Result<Opened, Refusal>)>,
    /// The install page.
    pub install: Option<Install>,
}

/// Asks for it, and says in the response what the page is: there, elsewhere or nowhere.
///
/// # Errors
/// The server is in trouble.
pub async fn start(place: Place, path: String, next: Option<String>) -> Result<Start, ApiError> {
    match place {
        Place::Root => response::redirect("/inbox"),
        Place::Unknown => response::not_found(),
        _ => return known(place, &path, next).await,
    }
    Ok(Start::default())
}

async fn known(place: Place, path: &str, next: Option<String>) -> Result<Start, ApiError> {
    let me = match api::me().await {
        Ok(me) => me,
        Err(error) if error.0.code == Code::Unauthenticated => {
            turn_away(place, path);
            return Ok(Start::default());
        }
        Err(error) => return Err(error),
    };
    let mut start = Start { me: Some(me), ..Start::default() };
    match place {
        Place::LogIn | Place::SignUp => response::redirect(api::local_path(&next.unwrap_or_default())),
        Place::Inbox(filter, choice) => {
            start.inbox = Some((filter, api::inbox(filter).await?));
            match choice {
                Choice::One(id) => start.opened = Some((id, api::open(id).await.map_err(|error| error.0))),
                Choice::Nonsense => response::not_found(),
                Choice::Nothing => {}
            }
        }
        Place::Install => start.install = Some(api::install().await?),
        Place::Root | Place::Unknown => {}
    }
    Ok(start)
}

/// A stranger is sent to the door. Not from a conversation: its id must tell nothing, so that every id is answered alike,
/// and the door is shown in its place for a colleague who followed a link.
fn turn_away(place: Place, path: &str) {
    match place {
        Place::Inbox(_, Choice::One(_) | Choice::Nonsense) => response::not_found(),
        Place::Inbox(_, Choice::Nothing) | Place::Install => response::redirect(&log_in_path(path)),
        _ => response::ok(),
    }
}

/// The door, and where it leads.
#[must_use]
pub fn log_in_path(next: &str) -> String {
    format!("/login?next={}", Url::escape(next))
}
