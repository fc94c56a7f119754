//! The page on which owners try their widget.

use reqwest::{StatusCode, header};

use crate::support::both;

#[tokio::test]
async fn it_is_there_for_those_who_decide_about_the_site_alone() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let response = anna.get("/preview/ours").send().await.expect("answers");
        assert_eq!(response.status(), StatusCode::OK);
        let policy =
            response.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("is text").to_owned();
        assert!(
            policy.contains("frame-ancestors 'self'") && policy.contains("script-src 'self'"),
            "{policy}"
        );
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        let html = response.text().await.expect("reads");
        assert!(html.contains(r#"id="usher-preview">{"orgId":"ours"}</script>"#), "{html}");

        let agent = server.operator("tom@ours.example").await;
        let stranger = server.operator("anna@theirs.example").await;
        for nobody in [agent, stranger, server.anonymous()] {
            let refused = async |site: &str| {
                let response = nobody.get(&format!("/preview/{site}")).send().await.expect("answers");
                (response.status(), response.text().await.expect("reads"))
            };
            let (status, body) = refused("ours").await;
            assert_eq!(status, StatusCode::NOT_FOUND);
            assert_eq!(refused("nowhere").await, (status, body), "an id tells nothing");
        }
    })
    .await;
}
