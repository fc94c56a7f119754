//! The websocket: events come down, and what is ephemeral goes up.
//!
//! One socket for a visitor's frame, one for an operator's desk. A socket that reads too slowly is closed with a code
//! that means "resume"; nothing it could do slows others or grows memory.

use std::time::Duration;

use app::context::{ClientAddress, session_token};
use axum::{
    Extension,
    extract::{
        State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade},
    },
    http::HeaderMap,
    response::Response,
};
use domain::{
    Code, ConversationId, Refusal, VisitorId,
    conversation::Cursor,
    visitor::Token,
    wire::{BEAT_MS, ClientFrame, MAX_FRAME, ServerFrame, Verdict, close},
};
use service::{
    Operator, Service,
    hub::{Listener, News, Topic},
    presence::{Answers, OperatorHere, VisitorHere},
    site::Site,
    visitor::Greeting,
};
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

use crate::{
    state::AppState,
    walls::{origin_is_ours, refuse},
};

/// Whoever does not say hello in this time is closed.
const HELLO: Duration = Duration::from_secs(10);
/// A frame that can not be written in this time ends the socket.
const WRITE: Duration = Duration::from_secs(30);
/// How often an operator's session is looked at again: a revoked one must fall silent soon (S-24).
const RECHECK: Duration = Duration::from_secs(4);
/// Sockets told to resume elsewhere in one second of a shutdown, so that they do not all return at once.
const DRAIN_PER_SECOND: usize = 1000;

/// `GET /live`
pub async fn upgrade(
    State(state): State<AppState>,
    address: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    // A page of another site could otherwise open a socket with the operator's cookie (S-25).
    if !origin_is_ours(&state, &headers) {
        return refuse(Refusal::new(Code::Forbidden, "This must be asked from a page of this server."));
    }
    if let Some(Extension(ClientAddress(address))) = address
        && let Err(refusal) = state.service.limits().command(address)
    {
        return refuse(refusal);
    }
    let session = session_token(&state.context, &headers);
    upgrade
        // The defaults cost 137 kB an idle connection, these cost 6.
        .read_buffer_size(1024)
        .write_buffer_size(0)
        .max_message_size(MAX_FRAME)
        .max_frame_size(MAX_FRAME)
        .on_upgrade(move |socket| {
            let shutdown = state.shutdown.clone();
            shutdown.socket(Session::new(state, socket, session).run())
        })
}

struct Session {
    state: AppState,
    service: Service,
    socket: WebSocket,
    listener: Listener,
    /// The operator's session token, from the cookie of the upgrade.
    token: Option<String>,
    who: Who,
    last_write: Instant,
}

enum Who {
    Unknown,
    Visitor {
        site: Box<Site>,
        token: Option<Token>,
        visitor: Option<VisitorId>,
        talk: Option<ConversationId>,
        /// That the page has named.
        department: Option<String>,
        /// As the visitor was told last.
        answers: Answers,
        _here: Option<VisitorHere>,
    },
    Operator {
        operator: Box<Operator>,
        _here: OperatorHere,
    },
}

/// Why a session ends, beside the client's own wish.
enum End {
    Gone,
    Close(u16, &'static str),
}

impl From<axum::Error> for End {
    fn from(error: axum::Error) -> Self {
        // The library tells a frame above the limit by its words alone.
        if error.to_string().contains("too long") {
            Self::Close(close::TOO_BIG, "frame too big")
        } else {
            Self::Gone
        }
    }
}

impl Session {
    fn new(state: AppState, socket: WebSocket, token: Option<String>) -> Self {
        let service = state.service.clone();
        let listener = service.hub().listen();
        Self { state, service, socket, listener, token, who: Who::Unknown, last_write: Instant::now() }
    }

    async fn run(mut self) {
        let end = match self.serve().await {
            Ok(end) | Err(end) => end,
        };
        if let End::Close(code, reason) = end {
            let frame = CloseFrame { code, reason: reason.into() };
            // Whoever has gone already can not be told.
            let _ = timeout(WRITE, self.socket.send(Message::Close(Some(frame)))).await;
        }
    }

    async fn serve(&mut self) -> Result<End, End> {
        let born = Instant::now();
        let mut recheck = interval(RECHECK);
        recheck.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let shutdown = self.state.shutdown.clone().begun();
        tokio::pin!(shutdown);
        loop {
            tokio::select! {
                () = &mut shutdown => return self.farewell().await,
                incoming = self.socket.recv() => match incoming {
                    Some(Ok(Message::Text(text))) => self.frame(&text).await?,
                    Some(Ok(Message::Binary(_))) => {
                        self.refuse(Refusal::new(Code::Malformed, "Frames are JSON text.")).await?;
                    }
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    Some(Ok(Message::Close(_))) | None => return Ok(End::Gone),
                    Some(Err(error)) => return Err(error.into()),
                },
                frame = self.listener.next() => match frame {
                    Some(News::Frame(json)) => self.write(json.as_ref().into()).await?,
                    Some(News::Recall) => self.greet_again().await?,
                    Some(News::Staff) => self.staff_changed().await?,
                    Some(News::Contacts) => self.tell_contacts().await?,
                    None => return Ok(End::Close(close::BEHIND, "behind")),
                },
                _ = recheck.tick() => {
                    if matches!(self.who, Who::Unknown) && born.elapsed() > HELLO {
                        return Ok(End::Close(close::NO_HELLO, "no hello"));
                    }
                    if matches!(self.who, Who::Operator { .. }) {
                        self.operator().await?;
                    }
                    if self.last_write.elapsed() + RECHECK > Duration::from_millis(BEAT_MS) {
                        self.say(&ServerFrame::Beat).await?;
                    }
                }
            }
        }
    }

    /// Tells the client when to come back: every one at another time, in the order of a queue of a thousand a second.
    async fn farewell(&mut self) -> Result<End, End> {
        let window = self.service.hub().listeners() / DRAIN_PER_SECOND;
        let window_ms = u64::try_from(window).unwrap_or(u64::MAX).saturating_mul(1000);
        let spread = random_below(window_ms.min(10_000));
        tokio::time::sleep(Duration::from_millis(spread)).await;
        let retry_after_ms = u32::try_from(200 + random_below(800 + window_ms)).unwrap_or(u32::MAX);
        self.say(&ServerFrame::Bye { retry_after_ms }).await?;
        Ok(End::Close(close::RESTART, "restart"))
    }

    async fn frame(&mut self, text: &str) -> Result<(), End> {
        let frame = match serde_json::from_str(text) {
            Ok(frame) => frame,
            Err(error) => return self.refuse(not_understood(&error)).await,
        };
        let is_desk = frame == ClientFrame::Desk;
        match self.take(frame).await {
            Ok(answers) => {
                for answer in &answers {
                    self.say(answer).await?;
                }
                Ok(())
            }
            Err(error) => {
                let refusal = error.into_refusal();
                if is_desk && refusal.code == Code::Unauthenticated {
                    return Err(End::Close(close::UNAUTHENTICATED, "log in"));
                }
                self.refuse(refusal).await
            }
        }
    }

    async fn take(&mut self, frame: ClientFrame) -> service::Result<Vec<ServerFrame>> {
        let answer = match frame {
            ClientFrame::Visit { site, token, cursor, department } => {
                let site = Box::new(self.service.site(&site).await?);
                return Ok(self.visit(site, token, cursor, department).await?.frames());
            }
            ClientFrame::Desk => Some(self.desk().await?),
            frame => match &self.who {
                Who::Unknown => {
                    return Err(Refusal::new(Code::Unauthenticated, "Say hello first: visit or desk.").into());
                }
                Who::Visitor { site, visitor, talk, .. } => {
                    visitor_frame(&self.service, site, *visitor, *talk, frame).await?;
                    None
                }
                Who::Operator { operator, .. } => {
                    operator_frame(&self.service, operator, &self.listener, frame).await?
                }
            },
        };
        Ok(answer.into_iter().collect())
    }

    /// The operator says hello.
    async fn desk(&mut self) -> service::Result<ServerFrame> {
        let token = self.token.clone().ok_or_else(Refusal::unauthenticated)?;
        let operator = Box::new(self.service.operator(&token).await?);
        self.listener.subscribe(Topic::Desk(operator.organisation));
        let departments = self.service.departments_of(&operator).await?;
        self.service.weigh(operator.organisation).await?;
        let here = self.service.operator_here(operator.organisation, operator.id(), operator.availability);
        let (me, availability) = (operator.face.clone(), operator.availability);
        self.who = Who::Operator { operator, _here: here };
        Ok(ServerFrame::DeskWelcome { me, availability, departments })
    }

    /// The visitor says hello, is welcomed, and told who they are.
    async fn visit(
        &mut self,
        site: Box<Site>,
        token: Option<Token>,
        cursor: Option<Cursor>,
        department: Option<String>,
    ) -> service::Result<Greeting> {
        // Whoever was here before this hello is somebody else's business now.
        if let Who::Visitor { site, token, visitor, .. } = &self.who {
            self.service.leave(site, token.as_ref(), *visitor, &self.listener);
        }
        let greeting =
            self.service.visit(&site, token.as_ref(), cursor, department.as_deref(), &self.listener).await?;
        let Greeting { answers, view, .. } = &greeting;
        let here = view.visitor.map(|visitor| self.service.visitor_here(site.organisation, visitor));
        let talk = view.talk.as_ref().map(|talk| talk.id);
        let (answers, visitor) = (*answers, view.visitor);
        self.who = Who::Visitor { site, token, visitor, talk, department, answers, _here: here };
        Ok(greeting)
    }

    /// Others answer now than before, which this visitor is told if it makes a difference.
    async fn staff_changed(&mut self) -> Result<(), End> {
        let Who::Visitor { site, department, answers, .. } = &mut self.who else { return Ok(()) };
        let now = self.service.answers(site, department.as_deref());
        if std::mem::replace(answers, now) == now {
            return Ok(());
        }
        self.say(&ServerFrame::Online { online: now.online, busy: now.busy }).await
    }

    /// What was shown is somebody else's business now. The visitor has become another, or shares it with others: it is
    /// forgotten, and what the token shows now is told as after a lost connection. The operator's departments are
    /// other ones: the desk asks for its lists anew.
    async fn greet_again(&mut self) -> Result<(), End> {
        let (site, token, department) = match &self.who {
            Who::Unknown => return Ok(()),
            Who::Visitor { site, token, department, .. } => (site.clone(), token.clone(), department.clone()),
            Who::Operator { .. } => {
                return match self.desk().await {
                    Ok(frame) => self.say(&frame).await,
                    Err(error) => {
                        tracing::error!(%error, "an operator could not be greeted again");
                        Err(End::Close(close::BEHIND, "say hello again"))
                    }
                };
            }
        };
        match self.visit(site, token, None, department).await {
            Ok(greeting) => {
                for frame in (Greeting { verdict: Verdict::Reset, ..greeting }).frames() {
                    self.say(&frame).await?;
                }
                Ok(())
            }
            // Without a view there must be no socket: the client connects anew.
            Err(error) => {
                tracing::error!(%error, "a visitor could not be greeted again");
                Err(End::Close(close::BEHIND, "say hello again"))
            }
        }
    }

    /// What the page may ask of its visitor has changed.
    async fn tell_contacts(&mut self) -> Result<(), End> {
        let Who::Visitor { site, visitor: Some(visitor), .. } = &self.who else { return Ok(()) };
        match self.service.contacts(site, *visitor).await {
            Ok(Some(contacts)) => self.say(&ServerFrame::Contacts { contacts }).await,
            // Whoever is another by now is greeted again.
            Ok(None) => Ok(()),
            // The welcome of the next connection brings them.
            Err(error) => {
                tracing::error!(%error, "a visitor's contacts could not be read");
                Err(End::Close(close::BEHIND, "say hello again"))
            }
        }
    }

    /// Looks at the operator's session again.
    async fn operator(&mut self) -> Result<(), End> {
        let token = self.token.clone().unwrap_or_default();
        match self.service.operator(&token).await.map_err(service::Error::into_refusal) {
            Err(refusal) if refusal.code == Code::Unauthenticated => {
                Err(End::Close(close::UNAUTHENTICATED, "the session has ended"))
            }
            // A database that does not answer for a moment is no reason to close.
            _ => Ok(()),
        }
    }

    async fn refuse(&mut self, refusal: Refusal) -> Result<(), End> {
        self.say(&ServerFrame::Error { refusal }).await
    }

    async fn say(&mut self, frame: &ServerFrame) -> Result<(), End> {
        match serde_json::to_string(frame) {
            Ok(json) => self.write(json).await,
            Err(error) => {
                tracing::error!(%error, "a frame can not be written");
                Ok(())
            }
        }
    }

    async fn write(&mut self, json: String) -> Result<(), End> {
        self.last_write = Instant::now();
        match timeout(WRITE, self.socket.send(Message::Text(json.into()))).await {
            Ok(sent) => Ok(sent?),
            Err(_) => Err(End::Close(close::BEHIND, "too slow")),
        }
    }
}

async fn visitor_frame(
    service: &Service,
    site: &Site,
    visitor: Option<VisitorId>,
    talk: Option<ConversationId>,
    frame: ClientFrame,
) -> service::Result<()> {
    match (frame, visitor, talk) {
        (ClientFrame::Typing { on, .. }, _, Some(talk)) => service.visitor_types(site, talk, on),
        (ClientFrame::Read { seq, .. }, Some(visitor), _) => service.visitor_read(site, visitor, seq).await?,
        (ClientFrame::Page { page }, Some(visitor), _) => service.page(site, visitor, page).await?,
        // Nothing is stored or told of somebody who has not acted.
        (ClientFrame::Typing { .. } | ClientFrame::Read { .. } | ClientFrame::Page { .. }, ..) => {}
        // To a visitor, an operator's conversation does not exist.
        _ => return Err(Refusal::not_found().into()),
    }
    Ok(())
}

async fn operator_frame(
    service: &Service,
    operator: &Operator,
    listener: &Listener,
    frame: ClientFrame,
) -> service::Result<Option<ServerFrame>> {
    match frame {
        ClientFrame::Watch { conversation, cursor } => {
            return service.watch(operator, conversation, cursor, listener).await.map(Some);
        }
        ClientFrame::Unwatch { conversation } => {
            listener.unsubscribe(Topic::Conversation(operator.organisation, conversation));
        }
        ClientFrame::Typing { conversation: Some(conversation), on } => {
            service.operator_types(operator, conversation, on).await?;
        }
        ClientFrame::Read { conversation: Some(conversation), seq } => {
            service.operator_read(operator, conversation, seq).await?;
        }
        _ => {
            let message = "An operator's frame names its conversation.";
            return Err(Refusal::field(Code::Invalid, "conversation", message).into());
        }
    }
    Ok(None)
}

fn not_understood(error: &serde_json::Error) -> Refusal {
    let words = error.to_string();
    if words.starts_with("unknown variant") {
        Refusal::field(Code::UnknownFrame, "type", format!("This frame is not known here: {words}"))
    } else {
        Refusal::new(Code::Malformed, format!("The frame was not understood: {words}"))
    }
}

/// Spreads clients; nothing secret hangs on it.
pub(crate) fn random_below(limit: u64) -> u64 {
    use std::hash::{BuildHasher as _, Hasher as _, RandomState};
    if limit == 0 { 0 } else { RandomState::new().build_hasher().finish() % limit }
}
