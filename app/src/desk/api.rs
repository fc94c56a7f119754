//! What operators may ask of the server. Whoever asks for a thing by its id and may not see it is told that it does not
//! exist.

#![expect(missing_docs, reason = "the macro makes structs whose fields are the documented arguments")]

use domain::{
    ConversationId, VisitorId,
    contact::Field,
    conversation::{Deed, Filter, Row},
    message::Message,
    operator::{Availability, Face},
    visitor::Card,
    wire::{Before, Inbox, Older, Reply, Sent},
};
use leptos::{
    prelude::*,
    server_fn::codec::{Json, PostUrl},
};
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// Form of `account/sign_up`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignUp {
    /// The organisation's name.
    pub organisation: String,
    /// The address of its first site.
    pub website: String,
    /// The owner's name.
    pub name: String,
    /// The owner's e-mail.
    pub email: String,
    /// The owner's password.
    pub password: String,
}

/// Form of `account/log_in`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogIn {
    /// Whose account.
    pub email: String,
    /// Its password.
    pub password: String,
    /// The path to go to afterwards, on this site.
    #[serde(default)]
    pub next: String,
}

/// The operator who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Who.
    pub face: Face,
    /// Whether new conversations are wanted.
    pub availability: Availability,
    /// Whether settings are theirs to change.
    pub admin: bool,
    /// The departments answered for; everything without a list.
    #[serde(default)]
    pub departments: Option<Vec<String>>,
}

/// A conversation, opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Its state.
    pub row: Row,
    /// Its newest lines.
    pub messages: Vec<Message>,
    /// Whether older ones exist.
    pub more: bool,
    /// What is known of the visitor.
    pub card: Card,
}

/// Form of `conversation/change`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Which one.
    pub conversation: ConversationId,
    /// What is done to it.
    pub action: Deed,
}

/// Form of `visitor/contact`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditContact {
    /// Whose.
    pub visitor: VisitorId,
    /// What of it.
    pub field: Field,
    /// What it becomes; nothing clears it.
    pub text: String,
}

/// Makes an organisation and logs its owner in.
#[server(name = SignUpCall, prefix = "/api", endpoint = "account/sign_up", input = PostUrl, output = Json)]
pub async fn sign_up(form: SignUp) -> Result<(), ApiError> {
    use crate::{context, desk::response::refuse_form};
    let context = context::context()?;
    let SignUp { organisation, website, name, email, password } = form;
    let form = service::account::SignUp { organisation, website, name, email, password };
    let token = context.service.sign_up(form, context::address()).await.map_err(refuse_form)?;
    context::set_session(&context, Some(&token));
    leptos_axum::redirect("/install");
    Ok(())
}

/// Logs in.
#[server(name = LogInCall, prefix = "/api", endpoint = "account/log_in", input = PostUrl, output = Json)]
pub async fn log_in(form: LogIn) -> Result<(), ApiError> {
    use crate::{context, desk::response::refuse_form};
    let context = context::context()?;
    let token =
        context.service.log_in(&form.email, form.password, context::address()).await.map_err(refuse_form)?;
    context::set_session(&context, Some(&token));
    leptos_axum::redirect(local_path(&form.next));
    Ok(())
}

/// A path on this site, for going to after a log-in; anything else leads to the inbox, so that no link can use our
/// log-in to send people elsewhere.
#[must_use]
pub fn local_path(next: &str) -> &str {
    let local = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r', '\t']);
    if local { next } else { "/inbox" }
}

/// Logs out; ends the session on the server, too.
#[server(name = LogOutCall, prefix = "/api", endpoint = "account/log_out", input = PostUrl, output = Json)]
pub async fn log_out() -> Result<(), ApiError> {
    use crate::context;
    let context = context::context()?;
    if let Some(token) = context::current_session(&context) {
        context.service.log_out(&token).await?;
    }
    context::set_session(&context, None);
    leptos_axum::redirect("/login");
    Ok(())
}

/// Who asks.
#[server(name = MeCall, prefix = "/api", endpoint = "account/me", input = Json, output = Json)]
pub async fn me() -> Result<Me, ApiError> {
    let operator = crate::context::operator().await?;
    let admin = operator.administers();
    let departments = crate::context::service()?.departments_of(&operator).await?;
    Ok(Me { face: operator.face, availability: operator.availability, admin, departments })
}

/// The operator wants, or wants no more, new conversations.
#[server(name = SetAvailabilityCall, prefix = "/api", endpoint = "account/availability", input = Json, output = Json)]
pub async fn set_availability(availability: Availability) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator().await?);
    Ok(service.set_availability(&operator, availability).await?)
}

/// What stands under a tab.
#[server(name = InboxCall, prefix = "/api", endpoint = "conversation/list", input = Json, output = Json)]
pub async fn inbox(filter: Filter) -> Result<Inbox, ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator().await?);
    Ok(service.inbox(&operator, filter).await?)
}

/// One conversation with its newest lines and its visitor.
#[server(name = OpenCall, prefix = "/api", endpoint = "conversation/open", input = Json, output = Json)]
pub async fn open(conversation: ConversationId) -> Result<Opened, ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let (row, messages, more) = service.conversation(&operator, conversation).await?;
    let card = service.card(&operator, row.visitor).await?;
    Ok(Opened { row, messages, more, card })
}

/// Accepts, closes or reopens; takes a call, or says how it went.
#[server(name = ChangeCall, prefix = "/api", endpoint = "conversation/change", input = Json, output = Json)]
pub async fn change(input: Change) -> Result<Row, ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    Ok(match input.action {
        Deed::State(action) => service.change(&operator, input.conversation, action).await?,
        Deed::Call(step) => service.step_call(&operator, input.conversation, step).await?,
    })
}

/// The operator writes; the answer is the ack. The desk's link calls it by `fetch`.
#[server(name = ReplyCall, prefix = "/api", endpoint = "message/reply", input = Json, output = Json)]
pub async fn reply(input: Reply) -> Result<Sent, ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    Ok(service.reply(&operator, &input).await?)
}

/// Lines before the first one the desk has.
#[server(name = OlderCall, prefix = "/api", endpoint = "message/older", input = Json, output = Json)]
pub async fn older(input: Before) -> Result<Older, ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let conversation = input.conversation.ok_or_else(domain::Refusal::not_found)?;
    Ok(service.older(&operator, conversation, input.seq).await?)
}

/// What is known of a visitor.
#[server(name = CardCall, prefix = "/api", endpoint = "visitor/card", input = Json, output = Json)]
pub async fn card(visitor: VisitorId) -> Result<Card, ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    Ok(service.card(&operator, visitor).await?)
}

/// The operator writes what a visitor is called, where they are reached, or what is to be known of them.
#[server(name = EditContactCall, prefix = "/api", endpoint = "visitor/contact", input = Json, output = Json)]
pub async fn edit_contact(input: EditContact) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    Ok(service.edit_contact(&operator, input.visitor, input.field, &input.text).await?)
}
