//! What a page begins with: who asks, and what its path names. The server answers it while it renders, the browser
//! takes it from the page.

use domain::{Code, ConversationId, Refusal, conversation::Filter, wire::Inbox};
use leptos_router::{location::Url, params::ParamsMap};
use serde::{Deserialize, Serialize};

use super::{
    api::{self, Me, Opened},
    place::{self, Choice, Place},
    response,
};
use crate::{error::ApiError, outcome::Outcome};

/// All that the first picture shows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Start {
    /// Who asks; None for a stranger.
    pub me: Option<Me>,
    /// The tab and its list.
    pub inbox: Option<(Filter, Inbox)>,
    /// The conversation that the path names.
    pub opened: Option<(ConversationId, Result<Opened, Refusal>)>,
    /// Why a form was refused that was sent without JavaScript.
    pub refused: Option<Refusal>,
}

/// Asks for it, and says in the response what the page is: there, elsewhere or nowhere.
pub async fn start(place: Place, path: String, query: ParamsMap) -> Outcome<Start> {
    let next = query.get("next").unwrap_or_default();
    match place {
        Place::Root => response::redirect("/inbox"),
        Place::Unknown | Place::Settings => response::not_found(),
        _ => return Outcome(known(place, &path, &next, &query).await.map_err(|error| error.0)),
    }
    Outcome(Ok(Start::default()))
}

async fn known(place: Place, path: &str, next: &str, query: &ParamsMap) -> Result<Start, ApiError> {
    let mut start = Start::default();
    match api::me().await {
        Ok(me) => start.me = Some(me),
        Err(error) if error.0.code == Code::Unauthenticated => {
            turn_away(place, path);
            start.refused = response::refused_form(query);
            return Ok(start);
        }
        Err(error) => return Err(error),
    }
    match place {
        Place::LogIn | Place::SignUp => response::redirect(api::local_path(next)),
        Place::Inbox(filter, choice) => {
            start.inbox = Some((filter, api::inbox(filter).await?));
            match choice {
                Choice::One(id) => {
                    let opened = api::open(id).await.map_err(|error| error.0);
                    if let Some(into) = opened.as_ref().ok().map(|opened| opened.row.talk.id)
                        && into != id
                    {
                        response::redirect(&place::inbox(filter, Some(into)));
                    }
                    start.opened = Some((id, opened));
                }
                Choice::Nonsense => response::not_found(),
                Choice::Nothing => {}
            }
        }
        Place::Root | Place::Settings | Place::Unknown => {}
    }
    Ok(start)
}

/// A stranger is sent to the door. Not from a conversation: its id must tell nothing, so that every id is answered alike,
/// and the door is shown in its place for a colleague who followed a link.
fn turn_away(place: Place, path: &str) {
    match place {
        Place::Inbox(_, Choice::One(_) | Choice::Nonsense) => response::not_found(),
        Place::Inbox(_, Choice::Nothing) => response::redirect(&log_in_path(path)),
        _ => response::ok(),
    }
}

/// The door, and where it leads.
#[must_use]
pub fn log_in_path(next: &str) -> String {
    format!("/login?next={}", Url::escape(next))
}
