//! The hidden frame: its document, its panel and its words, in the language and with the words that a page wants.

use domain::words::Language;
use reqwest::{StatusCode, header};
use serde_json::{Value, json};
use service::{apply::File, words};

use crate::support::{Browser, TestServer, answer, both};

/// Ours speaks Spanish, and has words of its own.
async fn dress(server: &TestServer) {
    let file = r##"
        organisation = { slug = "ours", name = "ours" }
        [[sites]]
        id = "ours"
        name = "Shop of ours"
        domains = ["ours.example"]
        language = "es"
        colors = { button_bg = "#112233" }
        identity = { secret = "0123456789abcdef0123456789abcdef" }
        [sites.words.ru]
        chat = "<script>alert(1)</script>"
        placeholder = "Пишите"
    "##;
    server.service.apply(&File::parse(file).expect("the file is fine")).await.expect("applies");
}

async fn text(browser: &Browser, path: &str) -> (reqwest::header::HeaderMap, String) {
    let response = browser.get(path).send().await.expect("answers");
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    (response.headers().clone(), response.text().await.expect("reads"))
}

fn config(html: &str) -> Value {
    let json = html.split("id=\"usher-frame\">").nth(1).and_then(|rest| rest.split("</script>").next());
    serde_json::from_str(json.expect("is there")).expect("is JSON")
}

#[tokio::test]
async fn its_document_speaks_the_pages_language_or_the_sites() {
    both(|server| async move {
        dress(&server).await;
        let browser = server.anonymous();
        for (query, language) in [
            ("", Language::Es),
            ("?lang=pt-BR", Language::Pt),
            ("?lang=en", Language::En),
            ("?lang=de", Language::Es),
            ("?lang=", Language::Es),
            ("?lang=en&lang=ru", Language::Es),
            ("?lang[]=en", Language::Es),
            ("?%ff=%fe", Language::Es),
        ] {
            let (headers, html) = text(&browser, &format!("/frame/ours{query}")).await;
            assert!(
                html.starts_with(&format!("<!DOCTYPE html><html lang=\"{}\">", language.tag())),
                "{query}: {html}"
            );
            let config = config(&html);
            let own = words::of(language);
            assert_eq!(config["look"]["words"]["openChat"], json!(own["openChat"]), "{query}");
            assert_eq!(
                config["look"]["words"].get("placeholder"),
                None,
                "the panel's words come with the panel"
            );
            assert_eq!(config["look"]["colors"]["button_bg"], json!("#112233"));
            assert!(!html.contains("0123456789abcdef"), "a secret is nobody's to see");
            assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=60");
        }
        let (_, html) = text(&browser, "/frame/ours?lang=ru").await;
        assert!(!html.contains("<script>alert") && html.contains("<title>&lt;script&gt;"), "{html}");
    })
    .await;
}

#[tokio::test]
async fn its_words_are_complete_and_the_owners_own() {
    both(|server| async move {
        dress(&server).await;
        let browser = server.anonymous();
        let ask = async |path: &str| {
            let response = browser.get(path).send().await.expect("answers");
            let caching = response.headers()[header::CACHE_CONTROL].to_str().expect("is text").to_owned();
            (caching, answer(response).await)
        };
        let (caching, (status, body)) = ask("/frame/ours/words/ru").await;
        assert_eq!((status, caching.as_str()), (StatusCode::OK, "public, max-age=60"));
        assert_eq!((&body["language"], &body["words"]["placeholder"]), (&json!("ru"), &json!("Пишите")));
        for (key, word) in words::of(Language::Ru) {
            let own = ["chat", "placeholder"].contains(&key.as_str());
            assert_eq!(body["words"][key] == json!(word), !own, "{key}");
        }
        assert_eq!(body["words"]["headerTitle"], json!("Shop of ours"));
        assert_eq!(ask("/frame/ours/words/pt-BR").await.1.1["language"], json!("pt"));
        for path in
            ["/frame/ours/words/de", "/frame/ours/words/..", "/frame/nowhere/words/ru", "/frame/ours/words/"]
        {
            assert_eq!(ask(path).await.1.0, StatusCode::NOT_FOUND, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn its_panel_is_rendered_as_the_page_wants_it() {
    both(|server| async move {
        dress(&server).await;
        let visitor = server.visitor("ours");
        visitor.says("canary").await;
        let post = async |token: Option<&str>, body: &Value| {
            let request = visitor.browser.post("/frame/ours/panel").json(body);
            let request = if let Some(token) = token { request.bearer_auth(token) } else { request };
            let response = request.send().await.expect("answers");
            let status = response.status();
            (status, response.text().await.expect("reads"))
        };
        let (status, html) = post(Some(&visitor.token), &json!({})).await;
        assert_eq!(status, StatusCode::OK);
        assert!(html.contains("canary") && html.contains("lang=\"es\"") && html.contains("Escriba un mensaje"), "{html}");
        let (_, html) = post(None, &json!({ "language": "ru" })).await;
        assert!(!html.contains("canary") && html.contains("lang=\"ru\"") && html.contains("Пишите"), "{html}");
        let wishes = json!({ "language": "xx", "words": { "placeholder": "<b>Type…", "headerTitle": "Support", "sing": "la" },
            "colors": { "chat_bg": "#abcdef", "button_bg": "red" } });
        let (status, html) = post(None, &wishes).await;
        assert_eq!(status, StatusCode::OK);
        assert!(html.contains("lang=\"es\"") && html.contains(">Support<"), "{html}");
        assert!(html.contains("placeholder=\"&lt;b&gt;Type…\"") && !html.contains("<b>Type"), "{html}");
        let state = html.split("id=\"usher-panel-state\">").nth(1).expect("is there");
        let state: Value = serde_json::from_str(state.trim_end_matches("</script>")).expect("is JSON");
        assert_eq!((&state["look"]["title"], state["look"]["words"].get("sing")), (&json!("Support"), None));
        assert_eq!(state["look"]["colors"]["chat_bg"], json!("#abcdef"));
        assert_eq!(state["look"]["colors"]["button_bg"], json!("#112233"), "what is no colour is left out");

        for (wrong, status) in [
            (json!({ "words": { "placeholder": "x".repeat(501) } }), StatusCode::UNPROCESSABLE_ENTITY),
            (json!({ "words": { "placeholder": 1 } }), StatusCode::BAD_REQUEST),
            (json!({ "words": [] }), StatusCode::BAD_REQUEST),
            (json!({ "language": 1 }), StatusCode::BAD_REQUEST),
            (json!({ "colors": { "chatBg": "#abcdef" } }), StatusCode::BAD_REQUEST),
            (json!({ "token": "x" }), StatusCode::BAD_REQUEST),
            (json!("x"), StatusCode::BAD_REQUEST),
            (json!({ "words": { "placeholder": "x".repeat(70_000) } }), StatusCode::PAYLOAD_TOO_LARGE),
        ] {
            assert_eq!(post(None, &wrong).await.0, status, "{}", wrong.to_string().chars().take(99).collect::<String>());
        }
        assert_eq!(post(Some("short"), &json!({})).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        let nowhere = visitor.browser.post("/frame/nowhere/panel").json(&json!({})).send().await.expect("answers");
        assert_eq!(nowhere.status(), StatusCode::NOT_FOUND);
        let client = &visitor.browser.client;
        let url = format!("{}/frame/ours/panel", server.url);
        let foreign = client.post(&url).header("sec-fetch-site", "cross-site").json(&json!({}));
        assert_eq!(foreign.send().await.expect("answers").status(), StatusCode::FORBIDDEN);
        let form = visitor.browser.post("/frame/ours/panel").form(&[("language", "ru")]);
        assert_eq!(form.send().await.expect("answers").status(), StatusCode::BAD_REQUEST);
        let got = visitor.browser.get("/frame/ours/panel").send().await.expect("answers");
        assert_eq!(got.status(), StatusCode::METHOD_NOT_ALLOWED);
    })
    .await;
}
