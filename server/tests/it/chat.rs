//! The full-page chat, as a browser without JavaScript has it.

use domain::words::Language;
use reqwest::{StatusCode, header, redirect::Policy};
use service::words;

use crate::support::{Browser, both, client_id};

async fn html(browser: &Browser, path: &str) -> String {
    let response = browser.get(path).send().await.expect("answers");
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    response.text().await.expect("reads")
}

#[tokio::test]
async fn it_speaks_the_language_that_is_asked_for() {
    both(|server| async move {
        let browser = server.anonymous();
        for language in Language::ALL {
            let html = html(&browser, &format!("/chat/ours?lang={}", language.tag())).await;
            let own = words::of(language);
            for part in [
                format!("<html lang=\"{}\"", language.tag()),
                format!("placeholder=\"{}\"", own["placeholder"]),
                format!("action=\"/chat/ours?lang={}\"", language.tag()),
                own["offlineText"].clone(),
                own["checkForNew"].clone(),
            ] {
                assert!(html.contains(&part), "{language:?}: {part} is not in {html}");
            }
        }
        let default = html(&browser, "/chat/ours").await;
        assert!(
            default.contains("<html lang=\"en\"") && default.contains("action=\"/chat/ours\""),
            "{default}"
        );
        for unknown in ["?lang=", "?lang=xx", "?lang=%22%3E%3Cscript%3E", "?lang=es&lang=ru", "?%ff", "?x=1"]
        {
            let html = html(&browser, &format!("/chat/ours{unknown}")).await;
            assert!(html.contains("<html lang=\"en\"") && html.contains("action=\"/chat/ours\""), "{html}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_form_keeps_the_language() {
    both(|server| async move {
        let mut browser = server.anonymous();
        browser.client = reqwest::Client::builder().redirect(Policy::none()).build().expect("builds");
        let say = |text: &str| {
            let form = [("client_id", client_id().0.to_string()), ("text", text.to_owned())];
            browser.post("/chat/ours?lang=ru").form(&form).send()
        };
        let response = say("Привет").await.expect("answers");
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()[header::LOCATION], "/chat/ours?lang=ru");
        let cookie = response.headers()[header::SET_COOKIE].to_str().expect("is text");
        assert!(cookie.contains("; Path=/chat/ours;"), "{cookie}");

        let refused = say(" ").await.expect("answers");
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let html = refused.text().await.expect("reads");
        let russian = words::of(Language::Ru);
        for part in [&russian["writeSomething"], "<html lang=\"ru\"", "action=\"/chat/ours?lang=ru\""] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
    })
    .await;
}
