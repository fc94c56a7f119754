//! A customer's server on this machine: what it hears, and what it answers.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Json, Router,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Response},
    routing::post,
};
use serde_json::{Value, json};
use service::apply::File;
use tokio::{net::TcpListener, sync::mpsc};
use usher_server::{courier, outbound::Outbound};

use crate::support::TestServer;

/// A customer's server; what it hears, and what it answers to the next requests.
pub struct Receiver {
    pub url: String,
    pub heard: mpsc::UnboundedReceiver<(HeaderMap, String)>,
    answers: Arc<Mutex<VecDeque<Response>>>,
}

#[derive(Clone)]
struct Ear {
    heard: mpsc::UnboundedSender<(HeaderMap, String)>,
    answers: Arc<Mutex<VecDeque<Response>>>,
}

async fn hear(State(ear): State<Ear>, headers: HeaderMap, body: String) -> Response {
    ear.heard.send((headers, body)).expect("the test listens");
    let answer = ear.answers.lock().expect("nobody has panicked").pop_front();
    answer.unwrap_or_else(|| Json(json!({ "result": "ok" })).into_response())
}

impl Receiver {
    pub async fn start() -> Self {
        Self::listen(TcpListener::bind("127.0.0.1:0").await.expect("binds"))
    }

    /// One that listens where it is told.
    pub fn listen(listener: TcpListener) -> Self {
        let (sender, heard) = mpsc::unbounded_channel();
        let answers = Arc::default();
        let app = Router::new()
            .route("/hook", post(hear))
            .with_state(Ear { heard: sender, answers: Arc::clone(&answers) });
        let url = format!("http://{}/hook", listener.local_addr().expect("has one"));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, heard, answers }
    }

    pub fn will_answer(&self, answer: Response) {
        self.answers.lock().expect("nobody has panicked").push_back(answer);
    }

    pub async fn next(&mut self) -> (HeaderMap, Value) {
        let heard = tokio::time::timeout(Duration::from_secs(20), self.heard.recv()).await;
        let (headers, body) = heard.expect("something is told").expect("somebody tells it");
        (headers, serde_json::from_str(&body).expect("is JSON"))
    }

    pub async fn event(&mut self) -> (String, Value) {
        let (_, body) = self.next().await;
        (body["event_name"].as_str().unwrap_or_default().to_owned(), body)
    }
}

/// The site `ours` has these webhooks, as a file says it; `allow` is what a host may have allowed. A courier takes what they
/// are told.
pub async fn tell(server: &TestServer, hooks: &str, allow: &str) {
    apply(server, hooks).await;
    let allow = if allow.is_empty() { Vec::new() } else { vec![allow.parse().expect("is a network")] };
    let outbound = Outbound::new(allow).expect("is made");
    tokio::spawn(courier::run(server.service.clone(), outbound, server.shutdown.clone()));
}

/// The site `ours` has these webhooks from now on.
pub async fn apply(server: &TestServer, hooks: &str) {
    // Without the key they would stay as they are.
    let none = if hooks.is_empty() { "webhooks = []\n" } else { "" };
    let file = format!(
        "organisation = {{ slug = \"ours\", name = \"ours\" }}\n[[sites]]\nid = \"ours\"\nname = \"Shop of ours\"\n\
         domains = [\"ours.example\"]\nsafe_domains = [\"crm.example\"]\n{none}{hooks}"
    );
    server.service.apply(&File::parse(&file).expect("reads")).await.expect("applies");
}
