//! A running server, and people who use it.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use domain::{
    ClientMessageId, ConversationId,
    wire::{ClientFrame, ServerFrame},
};
use futures::{SinkExt as _, StreamExt as _};
use reqwest::{Client, RequestBuilder, Response, StatusCode, header};
use serde_json::{Value, json};
use service::{Service, apply::File};
use store::testing::TestDatabase;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest as _, protocol::frame::coding::CloseCode},
};
use usher_server::{config::Settings, router, shutdown::Shutdown, state::AppState};
use uuid::Uuid;

pub const PASSWORD: &str = "a sentence that is long";

/// Two organisations, `ours` and `theirs`, on a server of its own.
pub struct TestServer {
    pub url: String,
    pub shutdown: Shutdown,
    pub service: Service,
    _database: TestDatabase,
}

impl TestServer {
    pub async fn start(database: TestDatabase) -> Self {
        // Another test of the process may have set the same one.
        drop(any_spawner::Executor::init_tokio());
        let service = Service::new(database.open().await);
        for slug in ["ours", "theirs"] {
            let file = format!(
                r#"
                organisation = {{ slug = "{slug}", name = "{slug}" }}
                [[operators]]
                email = "anna@{slug}.example"
                name = "Anna of {slug}"
                role = "owner"
                password = "{PASSWORD}"
                [[operators]]
                email = "tom@{slug}.example"
                name = "Tom of {slug}"
                password = "{PASSWORD}"
                [[sites]]
                id = "{slug}"
                name = "Shop of {slug}"
                domains = ["{slug}.example"]
                "#
            );
            service.apply(&File::parse(&file).expect("the file is fine")).await.expect("applies");
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let listen = listener.local_addr().expect("has an address");
        let url = format!("http://{listen}");
        let settings = Settings {
            listen,
            public_url: url.clone(),
            database_url: database.url.clone(),
            data_dir: std::env::temp_dir(),
            log: "info".to_owned(),
            behind_proxy: false,
            smtp_url: String::new(),
            mail_from: String::new(),
            twilio_url: String::new(),
            outbound_allow: String::new(),
            shutdown_seconds: 5,
        };
        let shutdown = Shutdown::default();
        let state = AppState::new(service.clone(), Arc::new(settings), shutdown.clone());
        let app = router::router(&state).into_make_service_with_connect_info::<SocketAddr>();
        let stop = shutdown.clone().begun();
        tokio::spawn(async move {
            axum::serve(listener, app).with_graceful_shutdown(stop).await.expect("serves");
        });
        Self { url, shutdown, service, _database: database }
    }

    pub fn visitor(&self, site: &str) -> Visitor {
        let token = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        Visitor { browser: self.anonymous(), site: site.to_owned(), token: token.chars().take(43).collect() }
    }

    pub fn anonymous(&self) -> Browser {
        Browser { url: self.url.clone(), client: client(), cookie: None }
    }

    pub async fn operator(&self, email: &str) -> Browser {
        let mut browser = self.anonymous();
        let form = [("form[email]", email), ("form[password]", PASSWORD)];
        let response = browser.post("/api/account/log_in").form(&form).send().await.expect("answers");
        assert_eq!(response.status(), StatusCode::OK, "{email} logs in");
        let cookie =
            response.headers().get(header::SET_COOKIE).expect("a session").to_str().expect("is text");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        browser.cookie = cookie.split(';').next().map(str::to_owned);
        browser
    }
}

/// What browsers are made of: the program's own client, which wants to know whose algorithms it shall use.
pub fn client() -> Client {
    drop(rustls::crypto::ring::default_provider().install_default());
    Client::new()
}

/// Runs a story on SQLite, then on PostgreSQL.
pub async fn both<F: Future<Output = ()>>(story: impl Fn(TestServer) -> F) {
    for database in [TestDatabase::sqlite(), TestDatabase::postgres().await] {
        story(TestServer::start(database).await).await;
    }
}

/// A browser on a page of ours, logged in or not.
#[derive(Clone)]
pub struct Browser {
    pub url: String,
    pub client: Client,
    pub cookie: Option<String>,
}

impl Browser {
    pub fn post(&self, path: &str) -> RequestBuilder {
        self.ours(self.client.post(format!("{}{path}", self.url)))
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.ours(self.client.get(format!("{}{path}", self.url)))
    }

    fn ours(&self, request: RequestBuilder) -> RequestBuilder {
        let request = request.header("sec-fetch-site", "same-origin");
        match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        }
    }

    pub async fn call(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        answer(self.post(&format!("/api/{path}")).json(body).send().await.expect("answers")).await
    }

    pub async fn socket(&self) -> Socket {
        Socket::open(&self.url, self.cookie.as_deref()).await
    }

    pub async fn reply(
        &self,
        conversation: ConversationId,
        client_id: ClientMessageId,
        text: &str,
    ) -> (StatusCode, Value) {
        let input = json!({ "conversation": conversation, "client_id": client_id, "text": text });
        self.call("message/reply", &json!({ "input": input })).await
    }
}

pub async fn answer(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    let text = response.text().await.expect("reads");
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// A browser on a customer's page.
#[derive(Clone)]
pub struct Visitor {
    pub browser: Browser,
    pub site: String,
    pub token: String,
}

impl Visitor {
    pub async fn call(&self, path: &str, input: &Value) -> (StatusCode, Value) {
        let request = self.browser.post(&format!("/api/{path}")).bearer_auth(&self.token);
        answer(request.json(&json!({ "input": input })).send().await.expect("answers")).await
    }

    pub async fn send(&self, client_id: ClientMessageId, text: &str) -> (StatusCode, Value) {
        self.call("message/send", &json!({ "site": self.site, "client_id": client_id, "text": text })).await
    }

    /// Sends something new; the conversation it went to.
    pub async fn says(&self, text: &str) -> ConversationId {
        let (status, body) = self.send(client_id(), text).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        serde_json::from_value(body["message"]["conversation"].clone()).expect("an id")
    }

    /// A socket that has said hello, and the server's answer.
    pub async fn visit(&self, cursor: Option<domain::conversation::Cursor>) -> (Socket, ServerFrame) {
        let mut socket = self.browser.socket().await;
        let hello = json!({ "type": "visit", "site": self.site, "token": self.token, "cursor": cursor });
        socket.text(&hello.to_string()).await;
        let welcome = socket.frame().await;
        (socket, welcome)
    }
}

pub fn client_id() -> ClientMessageId {
    ClientMessageId(Uuid::new_v4())
}

/// An open websocket.
pub struct Socket(pub WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    pub async fn open(url: &str, cookie: Option<&str>) -> Self {
        let mut request =
            format!("{}/live", url.replacen("http", "ws", 1)).into_client_request().expect("a request");
        let headers = request.headers_mut();
        headers.insert("origin", url.parse().expect("a header"));
        if let Some(cookie) = cookie {
            headers.insert("cookie", cookie.parse().expect("a header"));
        }
        Self(connect_async(request).await.expect("opens").0)
    }

    pub async fn text(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.expect("sends");
    }

    pub async fn say(&mut self, frame: &ClientFrame) {
        self.text(&serde_json::to_string(frame).expect("writes")).await;
    }

    /// The next frame that is not a beat.
    pub async fn frame(&mut self) -> ServerFrame {
        loop {
            match self.message().await {
                Some(Message::Text(text)) => match serde_json::from_str(&text).expect("is a frame") {
                    ServerFrame::Beat => {}
                    frame => return frame,
                },
                other => panic!("a frame was expected, not {other:?}"),
            }
        }
    }

    /// The next frame that `pick` wants; others are passed over.
    pub async fn until<T>(&mut self, pick: impl Fn(ServerFrame) -> Option<T>) -> T {
        loop {
            if let Some(found) = pick(self.frame().await) {
                return found;
            }
        }
    }

    pub async fn message(&mut self) -> Option<Message> {
        let next = tokio::time::timeout(Duration::from_secs(20), self.0.next()).await;
        next.expect("the server says something within 20 s").and_then(Result::ok)
    }

    /// The code the server closes with.
    pub async fn closed(&mut self) -> Option<CloseCode> {
        loop {
            match self.message().await {
                Some(Message::Close(frame)) => return frame.map(|frame| frame.code),
                Some(_) => {}
                None => return None,
            }
        }
    }
}
