//! What visitors may ask of the server. The frame's script calls these by `fetch`; the paths are part of the protocol.

#![expect(missing_docs, reason = "the macro makes structs whose fields are the documented arguments")]

use domain::{
    visit::RecordVisit,
    wire::{
        AskCall, Before, CallState, Identify, Older, RequestCall, SendMessage, Sent, UpdateVisitor, Updated,
    },
};
use leptos::{prelude::*, server_fn::codec::Json};

use crate::error::ApiError;

/// The visitor writes; the answer is the ack.
#[server(name = SendCall, prefix = "/api", endpoint = "message/send", input = Json, output = Json)]
pub async fn send(input: SendMessage) -> Result<Sent, ApiError> {
    use crate::context;
    let (service, token) = (context::service()?, context::visitor_token()?);
    service.limits().command(context::address())?;
    let site = service.site(&input.site).await?;
    Ok(service.send(&site, &token, &input, &context::client()).await?)
}

/// The site's code tells something of its visitor.
#[server(name = UpdateCall, prefix = "/api", endpoint = "visitor/update", input = Json, output = Json)]
pub async fn update(input: UpdateVisitor) -> Result<Updated, ApiError> {
    use crate::context;
    let (service, token) = (context::service()?, context::visitor_token()?);
    service.limits().command(context::address())?;
    let site = service.site(&input.site).await?;
    Ok(service.update_visitor(&site, &token, &input, &context::client()).await?)
}

/// The site's code says which of its own users the visitor is.
#[server(name = IdentifyCall, prefix = "/api", endpoint = "visitor/identify", input = Json, output = Json)]
pub async fn identify(input: Identify) -> Result<(), ApiError> {
    use crate::context;
    let (service, token) = (context::service()?, context::visitor_token()?);
    service.limits().command(context::address())?;
    let site = service.site(&input.site).await?;
    Ok(service.identify(&site, &token, &input, &context::client()).await?)
}

/// The visitor asks to be called back.
#[server(name = RequestCallCall, prefix = "/api", endpoint = "visitor/call", input = Json, output = Json)]
pub async fn request_call(input: RequestCall) -> Result<CallState, ApiError> {
    use crate::context;
    let (service, token) = (context::service()?, context::visitor_token()?);
    service.limits().command(context::address())?;
    let site = service.site(&input.site).await?;
    Ok(service.request_call(&site, &token, &input, &context::client()).await?)
}

/// How the visitor's call stands.
#[server(name = CallStateCall, prefix = "/api", endpoint = "visitor/call_state", input = Json, output = Json)]
pub async fn call_state(input: AskCall) -> Result<CallState, ApiError> {
    use crate::context;
    let (service, token) = (context::service()?, context::visitor_token()?);
    service.limits().command(context::address())?;
    let site = service.site(&input.site).await?;
    Ok(service.call_state(&site, &token, input.client_id).await?)
}

/// Lines before the first one the visitor has.
#[server(name = HistoryCall, prefix = "/api", endpoint = "message/history", input = Json, output = Json)]
pub async fn history(input: Before) -> Result<Older, ApiError> {
    use crate::context;
    let (service, token) = (context::service()?, context::visitor_token()?);
    service.limits().command(context::address())?;
    let site = service.site(input.site.as_deref().unwrap_or_default()).await?;
    Ok(service.visitor_history(&site, &token, input.seq).await?)
}

/// A page tells what rules could see on it. It says of nobody who it was, so that nobody's token comes along.
#[server(name = RecordVisitCall, prefix = "/api", endpoint = "visit/record", input = Json, output = Json)]
pub async fn record_visit(input: RecordVisit) -> Result<(), ApiError> {
    use crate::context;
    let service = context::service()?;
    service.limits().command(context::address())?;
    let site = service.site(&input.site).await?;
    Ok(service.record_visit(&site, &input.seen).await?)
}
