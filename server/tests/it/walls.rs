//! Nobody gets through a wall: every server function and every route is walked, as a stranger.

use std::collections::BTreeSet;

use app::desk::App;
use domain::wire::{ClientFrame, ServerFrame};
use leptos::server_fn::axum::server_fn_paths;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use tokio_tungstenite::{connect_async, tungstenite::client::IntoClientRequest as _};
use usher_server::router::path;

use crate::support::{Browser, TestServer, answer, both, client_id};

/// What a server function does to a stranger.
enum Wall {
    /// It names a thing by its id: the thing does not exist.
    Id(Value),
    /// The same, asked by a form: what it sends, and the field that names the thing.
    Form(Vec<(&'static str, &'static str)>),
    /// It is about whoever asks: nobody is told nothing.
    Own(Value),
    /// The same, asked by a form.
    OwnForm(Vec<(&'static str, &'static str)>),
    /// It is for everybody; what it does is bounded by what the caller brings.
    Open,
}

fn wall(function: &str, conversation: &str, visitor: &str) -> Option<Wall> {
    let reply =
        json!({ "input": { "conversation": conversation, "client_id": client_id(), "text": "intruder" } });
    let older = json!({ "input": { "conversation": conversation, "seq": 9 } });
    let change = json!({ "input": { "conversation": conversation, "action": "close" } });
    Some(match function {
        // Whoever logs in brings the password. A visitor's token is the only key to a visitor; a stranger's token opens
        // the stranger's own things.
        "/api/account/log_in"
        | "/api/account/log_out"
        | "/api/account/sign_up"
        | "/api/message/send"
        | "/api/visitor/update"
        | "/api/visit/record"
        | "/api/visitor/identify"
        | "/api/visitor/call"
        | "/api/visitor/call_state"
        | "/api/message/history" => Wall::Open,
        "/api/account/me" => Wall::Own(json!({})),
        "/api/account/availability" => Wall::Own(json!({ "availability": "away" })),
        "/api/conversation/list" => Wall::Own(json!({ "filter": "all" })),
        "/api/conversation/open" => Wall::Id(json!({ "conversation": conversation })),
        "/api/conversation/change" => Wall::Id(change),
        "/api/message/reply" => Wall::Id(reply),
        "/api/message/older" => Wall::Id(older),
        "/api/site/appearance" => Wall::Form(appearance("ours")),
        "/api/site/contact" => Wall::Form(vec![("form[site]", "ours"), ("form[country]", "NO")]),
        "/api/site/texts" => Wall::Form(vec![("form[site]", "ours"), ("form[welcome]", "intruder")]),
        "/api/operator/capacities" => {
            Wall::Form(vec![("form[capacity][id-0199aa00-0000-7000-8000-000000000001]", "3")])
        }
        "/api/site/change_preset" => {
            Wall::Form(vec![("form[site]", "ours"), ("form[preset]", "sales"), ("form[name]", "intruder")])
        }
        "/api/site/remove_preset" => Wall::Form(vec![("form[site]", "ours"), ("form[preset]", "sales")]),
        "/api/site/rename" | "/api/site/make_preset" => {
            Wall::Form(vec![("form[site]", "ours"), ("form[name]", "intruder")])
        }
        "/api/site/words" => Wall::Form(vec![
            ("form[site]", "ours"),
            ("form[language]", "en"),
            ("form[words][send]", "intruder"),
        ]),
        "/api/site/identity"
        | "/api/site/make_secret"
        | "/api/site/remove_secret"
        | "/api/site/remove"
        | "/api/site/visitors"
        | "/api/rule/add"
        | "/api/rule/defaults" => Wall::Form(vec![("form[site]", "ours")]),
        "/api/department/make" => Wall::OwnForm(vec![("form[name]", "Theirs")]),
        "/api/department/change" => {
            Wall::Form(vec![("form[department]", "sales"), ("form[name]", "intruder")])
        }
        "/api/department/delete" => Wall::Form(vec![("form[department]", "sales")]),

        "/api/rule/remove" => Wall::Form(vec![("form[site]", "ours"), ("form[position]", "0")]),
        "/api/rule/move" => {
            Wall::Form(vec![("form[site]", "ours"), ("form[position]", "0"), ("form[way]", "down")])
        }
        "/api/rule/replace" => Wall::Form(vec![("form[site]", "ours"), ("form[json]", "[]")]),
        "/api/rule/change" => Wall::Form(vec![
            ("form[site]", "ours"),
            ("form[position]", "0"),
            ("form[name]", "intruder"),
            ("form[join]", "all"),
        ]),
        "/api/attribute/make" => {
            Wall::OwnForm(vec![("form[id]", "theirs"), ("form[name]", "Theirs"), ("form[kind]", "text")])
        }
        "/api/attribute/rename" => Wall::Form(vec![("form[id]", "plan"), ("form[name]", "intruder")]),
        "/api/attribute/remove" => Wall::Form(vec![("form[id]", "plan")]),
        "/api/webhook/make" => Wall::Form([&[("form[site]", "ours")], HOOK].concat()),
        "/api/webhook/change" => Wall::Form([&[("form[site]", "ours"), WEBHOOK], HOOK].concat()),
        "/api/webhook/renew" | "/api/webhook/remove" => Wall::Form(vec![("form[site]", "ours"), WEBHOOK]),
        "/api/webhook/resend" => {
            let delivery = ("form[delivery]", WEBHOOK.1);
            Wall::Form(vec![("form[site]", "ours"), WEBHOOK, delivery])
        }
        "/api/rule/try" => Wall::Own(json!({ "input": [] })),
        "/api/visitor/card" => Wall::Id(json!({ "visitor": visitor })),
        "/api/visitor/contact" => {
            Wall::Id(json!({ "input": { "visitor": visitor, "field": "name", "text": "intruder" } }))
        }
        _ => return None,
    })
}

/// A webhook of nobody; strangers are to be stopped before it is looked for.
const WEBHOOK: (&str, &str) = ("form[webhook]", "0199aa00-0000-7000-8000-000000000001");
const HOOK: &[(&str, &str)] = &[
    ("form[url]", "https://crm.example/"),
    ("form[format]", "jivo"),
    ("form[events][]", "chat_accepted"),
    ("form[enabled]", "true"),
];

/// The form of a site's looks, all of it right.
fn appearance(site: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("form[site]", site),
        ("form[accent]", "#c2410c"),
        ("form[button_style]", "tab"),
        ("form[position]", "lm"),
        ("form[button_size]", "60"),
        ("form[chat_width]", "400"),
        ("form[chat_height]", "600"),
        ("form[devices]", "all"),
        ("form[language]", "es"),
        ("form[domains]", "ours.example"),
    ]
}

/// A conversation of `ours` with a word that must never be seen elsewhere.
async fn secret(server: &TestServer) -> (String, String) {
    let jonas = server.visitor("ours");
    let conversation = jonas.says("canary-of-ours").await;
    let anna = server.operator("anna@ours.example").await;
    let (_, opened) = anna.call("conversation/open", &json!({ "conversation": conversation })).await;
    (conversation.to_string(), opened["card"]["id"].as_str().expect("an id").to_owned())
}

fn assert_silent(body: &Value, place: &str) {
    let text = body.to_string();
    assert!(!text.contains("canary-of-ours") && !text.contains("Anna of ours"), "{place}: {text}");
}

#[tokio::test]
async fn every_server_function_is_closed_to_strangers() {
    both(|server| async move {
        let (conversation, visitor) = secret(&server).await;
        let anna = server.operator("anna@ours.example").await;
        let made = anna.post("/api/department/make").form(&[("form[name]", "Sales")]).send().await;
        assert_eq!(made.expect("answers").status(), StatusCode::OK);
        let plan = [("form[id]", "plan"), ("form[name]", "Plan"), ("form[kind]", "text")];
        let made = anna.post("/api/attribute/make").form(&plan).send().await;
        assert_eq!(made.expect("answers").status(), StatusCode::OK);
        let strangers = [server.anonymous(), server.operator("anna@theirs.example").await];
        let paths: BTreeSet<(&str, Method)> = server_fn_paths().collect();
        assert!(paths.len() >= 15, "the list is not empty: {paths:?}");
        for (function, method) in paths {
            assert_eq!(method, Method::POST, "{function}: nothing is asked by GET");
            let wall = wall(function, &conversation, &visitor)
                .unwrap_or_else(|| panic!("{function} has no row here"));
            for stranger in &strangers {
                let call = |body: Value| {
                    let path = function.trim_start_matches("/api/").to_owned();
                    async move { stranger.call(&path, &body).await }
                };
                match &wall {
                    Wall::Id(body) => {
                        let (status, answer) = call(body.clone()).await;
                        assert_eq!(
                            (status, &answer["code"]),
                            (StatusCode::NOT_FOUND, &json!("not_found")),
                            "{function}"
                        );
                        let unknown: Value = serde_json::from_str(
                            &body
                                .to_string()
                                .replace(&conversation, &client_id().to_string())
                                .replace(&visitor, &client_id().to_string()),
                        )
                        .expect("is JSON");
                        assert_eq!(call(unknown).await, (status, answer), "{function}: an id tells nothing");
                    }
                    Wall::Form(form) => {
                        let post = async |form: &[(&str, &str)]| {
                            answer(stranger.post(function).form(form).send().await.expect("answers")).await
                        };
                        let refused = post(form).await;
                        assert_eq!(refused.0, StatusCode::NOT_FOUND, "{function}: {}", refused.1);
                        let unknown: Vec<_> = form
                            .iter()
                            .map(|(name, value)| {
                                let id = ["form[site]", "form[department]"].contains(name);
                                (*name, if id { "nowhere" } else { *value })
                            })
                            .collect();
                        assert_eq!(post(&unknown).await, refused, "{function}: an id tells nothing");
                    }
                    Wall::OwnForm(form) => {
                        let response = stranger.post(function).form(form).send().await.expect("answers");
                        let (status, answer) = answer(response).await;
                        let expected =
                            if stranger.cookie.is_some() { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
                        assert_eq!(status, expected, "{function}");
                        assert_silent(&answer, function);
                    }
                    Wall::Own(body) => {
                        let (status, answer) = call(body.clone()).await;
                        let expected =
                            if stranger.cookie.is_some() { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
                        assert_eq!(status, expected, "{function}");
                        assert_silent(&answer, function);
                    }
                    Wall::Open => {}
                }
            }
        }
        let html =
            anna.get("/settings/departments").send().await.expect("answers").text().await.expect("reads");
        assert!(html.contains("Sales") && !html.contains("Theirs") && !html.contains("intruder"), "{html}");
        let response = anna.get("/settings/site/ours/visitors").send().await.expect("answers");
        let html = response.text().await.expect("reads");
        assert!(
            html.contains("value=\"Plan\"") && !html.contains("Theirs") && !html.contains("intruder"),
            "{html}"
        );
        let (_, opened) = anna.call("conversation/open", &json!({ "conversation": conversation })).await;
        assert_eq!(
            (opened["row"]["talk"]["status"].clone(), opened["row"]["talk"]["seq"].clone()),
            (json!("open"), json!(1)),
            "nothing was changed"
        );
    })
    .await;
}

#[tokio::test]
async fn a_strangers_visitor_sees_nothing_of_another() {
    both(|server| async move {
        secret(&server).await;
        for site in ["ours", "theirs"] {
            let stranger = server.visitor(site);
            let history = stranger.call("message/history", &json!({ "site": site, "seq": 99 })).await;
            assert_eq!(history.0, StatusCode::NOT_FOUND);
            let panel = stranger.browser.post(&format!("/frame/{site}/panel")).bearer_auth(&stranger.token);
            let panel = panel.json(&json!({}));
            let html = panel.send().await.expect("answers").text().await.expect("reads");
            assert_silent(&Value::String(html), "panel");
            let (_, welcome) = stranger.visit(None).await;
            assert_silent(&serde_json::to_value(&welcome).expect("writes"), "welcome");
        }
    })
    .await;
}

#[tokio::test]
async fn the_websocket_shows_nothing_to_strangers() {
    both(|server| async move {
        let (conversation, _) = secret(&server).await;
        let id = conversation.parse().expect("an id");
        let refused = |frame: ServerFrame| matches!(frame, ServerFrame::Error { .. });
        let mut anonymous = server.anonymous().socket().await;
        anonymous.say(&ClientFrame::Watch { conversation: id, cursor: None }).await;
        assert!(refused(anonymous.frame().await));
        let (mut visitor, _) = server.visitor("ours").visit(None).await;
        visitor.say(&ClientFrame::Watch { conversation: id, cursor: None }).await;
        assert!(refused(visitor.frame().await));
        let mut theirs = server.operator("anna@theirs.example").await.socket().await;
        theirs.say(&ClientFrame::Desk).await;
        theirs.frame().await;
        theirs.say(&ClientFrame::Watch { conversation: id, cursor: None }).await;
        let ServerFrame::Error { refusal } = theirs.frame().await else { panic!("a refusal was expected") };
        assert_eq!(refusal.code, domain::Code::NotFound);
        for frame in [
            ClientFrame::Read { conversation: Some(id), seq: 1 },
            ClientFrame::Typing { conversation: Some(id), on: true },
            ClientFrame::Unwatch { conversation: id },
        ] {
            theirs.say(&frame).await;
        }
        // Their own news still come, and come first: nothing of ours was queued before.
        let theirs_says = server.visitor("theirs").says("hello").await;
        let row = theirs.until(|f| if let ServerFrame::Row { row } = f { Some(row) } else { None }).await;
        assert_eq!(row.talk.id, theirs_says);
        let anna = server.operator("anna@ours.example").await;
        let (_, opened) = anna.call("conversation/open", &json!({ "conversation": conversation })).await;
        assert_eq!(opened["row"]["talk"]["agent_read"], json!(0), "a stranger's read mark was not kept");
    })
    .await;
}

#[tokio::test]
async fn every_page_is_closed_to_strangers() {
    both(|server| async move {
        let (conversation, _) = secret(&server).await;
        let theirs = server.operator("anna@theirs.example").await;
        let pages: Vec<String> =
            leptos_axum::generate_route_list(App).iter().map(|route| route.path().to_owned()).collect();
        assert!(pages.len() >= 6, "{pages:?}");
        for page in pages {
            let path = page.replace("{filter}", "all").replace("{conversation}", &conversation);
            let names_an_id = page.contains("{conversation}");
            for stranger in [&server.anonymous(), &theirs] {
                let response = get_without_following(stranger, &path).await;
                if names_an_id {
                    assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
                } else {
                    assert!(!response.status().is_server_error(), "{path}: {}", response.status());
                }
                assert_headers(&response, &path);
                assert_silent(&Value::String(response.text().await.expect("reads")), &path);
            }
        }
    })
    .await;
}

async fn get_without_following(browser: &Browser, path: &str) -> reqwest::Response {
    let client =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("builds");
    Browser { client, ..browser.clone() }.get(path).send().await.expect("answers")
}

fn assert_headers(response: &reqwest::Response, path: &str) {
    let text = |name: &str| {
        response.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
    };
    let policy = text("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors"), "{path}: {policy}");
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("unsafe-eval'")
            || policy.contains("'wasm-unsafe-eval'"),
        "{path}: {policy}"
    );
    assert_eq!(text("x-content-type-options"), "nosniff", "{path}");
}

#[tokio::test]
async fn every_route_is_known_and_carries_the_walls_headers() {
    let source = include_str!("../../src/router.rs");
    let routes = source.matches(".route(").count();
    assert_eq!(routes, path::ALL.len(), "a route is missing in path::ALL");
    both(|server| async move {
        for route in path::ALL {
            let path = route.replace("{site}", "ours").replace("{name}", "x").replace("{*path}", "site/ours");
            let path = path.replace("{lang}", "es");
            let response = get_without_following(&server.anonymous(), &path).await;
            assert!(!response.status().is_server_error(), "{path}: {}", response.status());
            assert_headers(&response, &path);
        }
        let unknown = get_without_following(&server.anonymous(), "/frame/unknown").await;
        assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn settings_are_for_who_administers_the_organisation() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let pages = ["/settings", "/settings/site/ours", "/preview/ours"];
        for page in pages {
            let response = get_without_following(&anna, page).await;
            assert_eq!(response.status(), StatusCode::OK, "{page}");
            assert_headers(&response, page);
        }
        for page in
            ["/settings/site/theirs", "/settings/site/nowhere", "/settings/nowhere", "/preview/theirs"]
        {
            assert_eq!(get_without_following(&anna, page).await.status(), StatusCode::NOT_FOUND, "{page}");
        }
        for stranger in ["tom@ours.example", "anna@theirs.example"] {
            let stranger = server.operator(stranger).await;
            for page in &pages[1..] {
                let response = get_without_following(&stranger, page).await;
                assert_eq!(response.status(), StatusCode::NOT_FOUND, "{page}");
                let html = response.text().await.expect("reads");
                assert!(!html.contains("<form") && !html.contains("<iframe"), "{page}: {html}");
            }
        }
        let stranger = server.operator("anna@theirs.example").await;
        let html = get_without_following(&stranger, "/settings/site/ours").await.text().await.expect("reads");
        assert!(!html.contains("Shop of ours"), "another organisation's site is not even named: {html}");
        let tom = server.operator("tom@ours.example").await;
        assert_eq!(get_without_following(&tom, "/settings").await.status(), StatusCode::NOT_FOUND);
        for page in ["/settings", "/settings/site/ours", "/settings/site/nowhere"] {
            let response = get_without_following(&server.anonymous(), page).await;
            assert_eq!(response.status(), StatusCode::FOUND, "{page}: every stranger is led to the door");
        }
        assert_eq!(
            get_without_following(&server.anonymous(), "/preview/ours").await.status(),
            StatusCode::NOT_FOUND
        );
        let preview = get_without_following(&anna, "/preview/ours").await;
        let policy = preview.headers()["content-security-policy"].to_str().expect("is text");
        assert!(policy.contains("frame-ancestors 'self'"), "{policy}");
    })
    .await;
}

#[tokio::test]
async fn an_admin_changes_a_site_and_its_visitors_see_it() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let save = async |browser: &Browser, form: &[(&str, &str)]| {
            answer(browser.post("/api/site/appearance").form(form).send().await.expect("answers")).await
        };
        let frame = async || {
            server.anonymous().get("/frame/ours").send().await.expect("answers").text().await.expect("reads")
        };
        let tom = server.operator("tom@ours.example").await;
        assert_eq!(save(&tom, &appearance("ours")).await.0, StatusCode::NOT_FOUND);
        for (field, value) in [
            ("accent", "red"),
            ("position", "xx"),
            ("button_size", "1000"),
            ("button_size", "large"),
            ("chat_width", "20"),
            ("domains", "a b"),
        ] {
            let name = format!("form[{field}]");
            let form: Vec<_> = appearance("ours")
                .into_iter()
                .map(|(key, right)| (key, if key == name { value } else { right }))
                .collect();
            let (status, refusal) = save(&anna, &form).await;
            assert_eq!(
                (status, &refusal["field"]),
                (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)),
                "{refusal}"
            );
        }
        assert!(!frame().await.contains("#c2410c"), "nothing was changed");
        let saved = save(&anna, &appearance("ours")).await;
        assert_eq!(saved.0, StatusCode::OK, "{}", saved.1);
        let seen = frame().await;
        for words in
            [r##""accent":"#c2410c""##, r#""position":"lm""#, r#""button_style":"tab""#, r#""language":"es""#]
        {
            assert!(seen.contains(words), "{words}: {seen}");
        }
    })
    .await;
}

#[tokio::test]
async fn only_the_sites_own_pages_may_embed_it() {
    both(|server| async move {
        let policy = async |site: &str| {
            let response = server.anonymous().get(&format!("/frame/{site}")).send().await.expect("answers");
            response.headers()["content-security-policy"].to_str().expect("is text").to_owned()
        };
        let ours = policy("ours").await;
        assert!(
            ours.contains("frame-ancestors 'self' http://ours.example:* https://ours.example:*"),
            "{ours}"
        );
        assert!(!ours.contains("theirs.example"));
    })
    .await;
}

#[tokio::test]
async fn what_another_sites_page_asks_for_is_refused() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let cookie = anna.cookie.clone().expect("a session");
        let post = |headers: &[(&str, &str)]| {
            let mut request =
                anna.client.post(format!("{}/api/account/me", server.url)).header(header::COOKIE, &cookie);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            async move { request.json(&json!({})).send().await.expect("answers").status() }
        };
        let own = server.url.clone();
        assert_eq!(post(&[("sec-fetch-site", "same-origin")]).await, StatusCode::OK);
        assert_eq!(post(&[("origin", &own)]).await, StatusCode::OK);
        for headers in [
            vec![],
            vec![("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site")],
            vec![("sec-fetch-site", "none")],
            vec![("origin", "null")],
            vec![("origin", "https://evil.example")],
            vec![("sec-fetch-site", "cross-site"), ("origin", &own)],
        ] {
            assert_eq!(post(&headers).await, StatusCode::FORBIDDEN, "{headers:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_socket_opens_for_our_own_pages_alone() {
    both(|server| async move {
        let open = async |origin: Option<String>| {
            let mut request = format!("{}/live", server.url.replacen("http", "ws", 1))
                .into_client_request()
                .expect("a request");
            if let Some(origin) = origin {
                request.headers_mut().insert("origin", origin.parse().expect("a header"));
            }
            connect_async(request).await.is_ok()
        };
        let host = server.url.trim_start_matches("http://").to_owned();
        assert!(open(Some(server.url.clone())).await);
        for origin in [
            None,
            Some("null".to_owned()),
            Some("https://evil.example".to_owned()),
            Some(format!("http://evil-{host}")),
            Some(format!("http://{host}.evil.example")),
            Some(format!("http://sub.{host}")),
            Some("http://127.0.0.1:1".to_owned()),
        ] {
            assert!(!open(origin.clone()).await, "{origin:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn passwords_can_not_be_guessed_for_long_and_accounts_can_not_be_told_apart() {
    both(|server| async move {
        let try_password = async |email: &str, password: &str| {
            let form = [("form[email]", email), ("form[password]", password)];
            let response =
                server.anonymous().post("/api/account/log_in").form(&form).send().await.expect("answers");
            answer(response).await
        };
        let known = try_password("anna@ours.example", "wrong").await;
        let unknown = try_password("nobody@ours.example", "wrong").await;
        assert_eq!(known.0, StatusCode::UNAUTHORIZED);
        assert_eq!(known, unknown);
        let long = try_password("anna@ours.example", &"x".repeat(500)).await;
        assert_eq!(long, known);
        let mut last = known;
        for _ in 0..12 {
            last = try_password("anna@ours.example", "wrong").await;
        }
        assert_eq!(last.0, StatusCode::TOO_MANY_REQUESTS);
        assert!(last.1["retry_after_ms"].as_u64().is_some_and(|ms| ms > 0));
    })
    .await;
}
