//! The panel's forms: as a part of the frame's document, where the annex sends them, and as a page of their own, where the
//! browser does. Either way the answer is the next thing to show, or the same form with what is wrong.

use app::{
    context::{ClientAddress, user_agent},
    scene::{self, Drawing, Scene, Written},
};
use axum::{
    Extension, Form, Json,
    extract::{
        Path, Query, State,
        rejection::{FormRejection, JsonRejection, QueryRejection},
    },
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::{
    ClientMessageId, Refusal,
    contact::{Ask, Contact, ContactForm, Fault, Wrong},
    site::Look,
    visitor::{Page, Token},
    wire::{RequestCall, SendMessage, UpdateVisitor},
};
use serde::Deserialize;
use service::{site::Site, visitor::Client, words};

use crate::{
    chat,
    frame::{Overrides, Wish, bearer, isolate, policy},
    state::AppState,
    walls::{misunderstood, refuse},
};

/// The annex looks here for what it is shown now.
const SCENE: HeaderName = HeaderName::from_static("usher-scene");

/// A form's fields, as the browser sends them.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fields {
    name: String,
    email: String,
    phone: String,
    text: String,
    client_id: Option<ClientMessageId>,
}

impl Fields {
    fn written(self) -> Written {
        let Self { name, email, phone, text, client_id } = self;
        Written { contact: Contact { name, email, phone }.trimmed(), text, client_id }
    }
}

/// What the annex asks for: to show a form, filled as far as it is known, or to take it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Question {
    /// What the page wants otherwise than the site has it.
    look: Overrides,
    /// What is in the form.
    fields: Fields,
    /// Whether the visitor has sent it.
    submit: bool,
    page: Option<Page>,
    department: Option<String>,
    /// Whether the visitor may go on without an answer.
    optional: bool,
    /// Whether the owner's own form is to ask, if there is one (`CONTRACT 3.3`).
    own: bool,
    /// A call that the visitor has asked for: how does it stand?
    call: Option<ClientMessageId>,
}

/// Why a form was not taken.
enum Slip {
    /// Fields are wrong.
    Faults(Vec<Fault>),
    /// Something else is.
    Refused(Refusal),
}

impl From<service::Error> for Slip {
    fn from(error: service::Error) -> Self {
        Self::Refused(error.into_refusal())
    }
}

/// `POST /frame/{site}/scene/{scene}`: a form as its page wants it, for the annex to insert; or what comes after it.
pub async fn scene(
    State(state): State<AppState>,
    Path((id, name)): Path<(String, String)>,
    client_address: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
    question: Result<Json<Question>, JsonRejection>,
) -> Response {
    let question = match question {
        Ok(Json(question)) => question,
        Err(rejection) => return refuse(misunderstood(&rejection.body_text())),
    };
    let Some(scene) = Scene::parse(&name) else { return refuse(Refusal::not_found()) };
    let Question { look, fields, submit, page, department, optional, own, call } = question;
    let prepared = async {
        if let Some(Extension(ClientAddress(address))) = client_address {
            state.service.limits().command(address)?;
        }
        let site = state.service.site(&id).await?.in_preset(look.preset.as_deref());
        let look = look.look(&site)?;
        Ok::<_, service::Error>((site, look, bearer(&headers)?))
    };
    let (site, look, token) = match prepared.await {
        Ok(prepared) => prepared,
        Err(error) => return refuse(error.into_refusal()),
    };
    let written = fields.written();
    let call = if submit && scene == Scene::Call { written.client_id } else { call };
    let outcome = match (submit, &token) {
        (false, _) => Ok(Some(scene)),
        (true, None) => return refuse(Refusal::not_found()),
        (true, Some(token)) => {
            let sending = Sending { site: &site, token, page, department, client: client_of(&headers) };
            sending.take(&state, scene, &written).await
        }
    };
    let can_call = scene == Scene::Menu && matches!(state.service.callback(&site).await, Ok(None));
    let mut drawing = match draw(&site, look, scene, written) {
        Ok(drawing) => Drawing { optional, own, can_call, ..drawing },
        Err(error) => return refuse(error.into_refusal()),
    };
    let (shown, status) = settle(&mut drawing, outcome);
    if let (StatusCode::OK, Some(Scene::Call), Some(call), Some(token)) = (status, shown, call, &token) {
        drawing.call = state.service.call_state(&site, token, call).await.ok().map(|call| call.status);
    }
    let html = shown.map(|_| scene::render(&drawing)).unwrap_or_default();
    // What is wrong is in the form; a browser would write any other status into the console of the customer's page.
    let mut response = Html(html).into_response();
    let shown = if drawing.call.is_some() { "call/status" } else { shown.map_or("chat", Scene::name) };
    let shown = HeaderValue::from_static(shown);
    response.headers_mut().insert(SCENE, shown);
    isolate(&mut response, "default-src 'none'; frame-ancestors 'none'", "no-store");
    response
}

/// `GET /chat/{site}/offline`: the form for who finds nobody, as a page.
pub async fn page(
    State(state): State<AppState>,
    Path(id): Path<String>,
    query: Result<Query<Wish>, QueryRejection>,
) -> Response {
    let wish = Wish::of(query);
    let outcome = async {
        let site = wish.site(&state.service, &id).await?;
        let drawing = draw(&site, site.look(wish.language()), Scene::Offline, Written::default())?;
        Ok::<_, service::Error>((site, drawing))
    };
    match outcome.await {
        Ok((site, drawing)) => document(&state, &site, drawing, wish.language(), StatusCode::OK),
        Err(error) => refuse(error.into_refusal()),
    }
}

/// `GET /chat/{site}/offline/success`: it was taken. Seeing that is a GET, so that reloading sends nothing again.
pub async fn sent(
    State(state): State<AppState>,
    Path(id): Path<String>,
    query: Result<Query<Wish>, QueryRejection>,
) -> Response {
    let wish = Wish::of(query);
    let outcome = async {
        let site = wish.site(&state.service, &id).await?;
        let drawing = draw(&site, site.look(wish.language()), Scene::OfflineSent, Written::default())?;
        Ok::<_, service::Error>((site, drawing))
    };
    match outcome.await {
        Ok((site, drawing)) => document(&state, &site, drawing, wish.language(), StatusCode::OK),
        Err(error) => refuse(error.into_refusal()),
    }
}

/// `POST /chat/{site}/offline`: the form of a browser without JavaScript.
pub async fn leave(
    State(state): State<AppState>,
    Path(id): Path<String>,
    query: Result<Query<Wish>, QueryRejection>,
    client_address: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
    form: Result<Form<Fields>, FormRejection>,
) -> Response {
    let written = match form {
        Ok(Form(fields)) => fields.written(),
        Err(rejection) => return refuse(misunderstood(&rejection.body_text())),
    };
    let wish = Wish::of(query);
    let prepared = async {
        if let Some(Extension(ClientAddress(address))) = client_address {
            state.service.limits().command(address)?;
        }
        let site = wish.site(&state.service, &id).await?;
        let token = match chat::token_of(&headers) {
            Some(token) => token,
            None => Token::parse(&service::new_token()?)?,
        };
        let drawing = draw(&site, site.look(wish.language()), Scene::Offline, written.clone())?;
        Ok::<_, service::Error>((site, token, drawing))
    };
    let (site, token, mut drawing) = match prepared.await {
        Ok(prepared) => prepared,
        Err(error) => return refuse(error.into_refusal()),
    };
    let sending =
        Sending { site: &site, token: &token, page: None, department: None, client: client_of(&headers) };
    let outcome = sending.take(&state, Scene::Offline, &drawing.written.clone()).await;
    if outcome.is_ok() {
        let mut response =
            Redirect::to(&chat::address(&site, "/offline/success", wish.language())).into_response();
        chat::remember(&state, &site, &token, &mut response);
        return response;
    }
    let (_, status) = settle(&mut drawing, outcome);
    document(&state, &site, drawing, wish.language(), status)
}

fn document(
    state: &AppState,
    site: &Site,
    drawing: Drawing,
    wish: Option<domain::words::Language>,
    status: StatusCode,
) -> Response {
    let nonce = match service::new_token() {
        Ok(nonce) => nonce,
        Err(error) => return refuse(error.into_refusal()),
    };
    let drawing = Drawing {
        action: Some(chat::address(site, "/offline", wish)),
        back: Some(chat::address(site, "", wish)),
        ..drawing
    };
    let html = chat::around(state, &drawing.look, &nonce, &scene::render(&drawing));
    let mut response = (status, Html(html)).into_response();
    isolate(&mut response, &policy(state, "'none'", "'self'", &nonce), "no-store");
    response
}

fn client_of(headers: &HeaderMap) -> Client {
    Client { user_agent: user_agent(headers), sender: None }
}

/// The form, as it is filled.
fn draw(site: &Site, look: Look, scene: Scene, written: Written) -> service::Result<Drawing> {
    let client_id = match written.client_id {
        Some(client_id) => client_id,
        None => service::new_client_id()?,
    };
    Ok(Drawing {
        look,
        scene,
        form: site.settings.contact_form.clone(),
        written: Written { client_id: Some(client_id), ..written },
        faults: Vec::new(),
        error: None,
        action: None,
        back: None,
        optional: false,
        own: false,
        can_call: false,
        call: None,
    })
}

/// What is shown next (None is the conversation), and the answer's status.
fn settle(drawing: &mut Drawing, outcome: Result<Option<Scene>, Slip>) -> (Option<Scene>, StatusCode) {
    match outcome {
        Ok(None) => (None, StatusCode::OK),
        Ok(Some(next)) => {
            drawing.scene = next;
            (Some(next), StatusCode::OK)
        }
        Err(Slip::Faults(faults)) => {
            drawing.faults = faults;
            (Some(drawing.scene), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(Slip::Refused(refusal)) => {
            drawing.error = Some(words::refusal(&drawing.look.words, &refusal));
            let status = StatusCode::from_u16(refusal.code.status());
            (Some(drawing.scene), status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
        }
    }
}

/// Without a number nobody can be called; a name is welcome.
fn call_faults(contact: &Contact) -> Vec<Fault> {
    let shown = Ask { show: true, required: false };
    let form =
        ContactForm { name: shown, phone: Ask { show: true, required: true }, ..ContactForm::default() };
    form.faults(contact).into_iter().filter(|fault| fault.field != "email").collect()
}

/// Who sends a form, and where.
struct Sending<'a> {
    site: &'a Site,
    token: &'a Token,
    page: Option<Page>,
    department: Option<String>,
    client: Client,
}

impl Sending<'_> {
    /// Takes a form; says what comes after it, None being the conversation.
    async fn take(self, state: &AppState, scene: Scene, written: &Written) -> Result<Option<Scene>, Slip> {
        let mut faults = match scene {
            Scene::Call => call_faults(&written.contact),
            _ => self.site.settings.contact_form.faults(&written.contact),
        };
        if scene == Scene::Offline && written.text.trim().is_empty() {
            faults.push(Fault { field: "text", wrong: Wrong::Missing });
        }
        if !faults.is_empty() {
            return Err(Slip::Faults(faults));
        }
        match scene {
            Scene::Offline => self.leave(state, written).await.map(|()| Some(Scene::OfflineSent)),
            Scene::Introduce => self.introduce(state, written).await.map(|()| None),
            Scene::Call => self.call(state, written).await.map(|()| Some(Scene::Call)),
            Scene::OfflineSent | Scene::Menu => Err(Slip::Refused(Refusal::not_found())),
        }
    }

    async fn leave(self, state: &AppState, written: &Written) -> Result<(), Slip> {
        let Self { site, token, page, department, client } = self;
        let client_id = match written.client_id {
            Some(client_id) => client_id,
            None => service::new_client_id()?,
        };
        let send = SendMessage {
            site: site.public_id.clone(),
            client_id,
            text: written.text.clone(),
            page,
            department,
            autos: Vec::new(),
            contact: Some(written.contact.clone()),
        };
        state.service.send(site, token, &send, &client).await?;
        Ok(())
    }

    async fn call(self, state: &AppState, written: &Written) -> Result<(), Slip> {
        let Self { site, token, page, client, .. } = self;
        let client_id = match written.client_id {
            Some(client_id) => client_id,
            None => service::new_client_id()?,
        };
        let Contact { name, phone, .. } = written.contact.clone();
        let request = RequestCall { site: site.public_id.clone(), client_id, phone, name, page };
        match state.service.request_call(site, token, &request, &client).await {
            Ok(_) => Ok(()),
            Err(error) => match error.into_refusal() {
                Refusal { field: Some(field), .. } if field == "phone" => {
                    Err(Slip::Faults(vec![Fault { field: "phone", wrong: Wrong::Invalid }]))
                }
                refusal => Err(Slip::Refused(refusal)),
            },
        }
    }

    async fn introduce(self, state: &AppState, written: &Written) -> Result<(), Slip> {
        let Self { site, token, page, client, .. } = self;
        let update = UpdateVisitor {
            site: site.public_id.clone(),
            change: written.contact.change(),
            page,
            ..UpdateVisitor::default()
        };
        state.service.update_visitor(site, token, &update, &client).await?;
        Ok(())
    }
}
