//! Automatic actions as admins write them: as forms, with and without a script, and as JSON.

use domain::rule::Rule;
use reqwest::{StatusCode, header, redirect::Policy};
use serde_json::{Value, json};

use crate::support::{Browser, TestServer, answer, both};

const LIST: &str = "/settings/site/ours/rules";

/// Sends a form as a browser without a script does: the status, where it leads, and the page.
async fn post(browser: &Browser, path: &str, form: &[(&str, &str)]) -> (StatusCode, String, String) {
    let client = reqwest::Client::builder().redirect(Policy::none()).build().expect("builds");
    let browser = Browser { client, ..browser.clone() };
    let form: Vec<_> = form.iter().map(|(name, value)| (wire(name), *value)).collect();
    let response = browser.post(path).form(&form).send().await.expect("answers");
    let next = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    let (status, next) = (response.status(), next.to_owned());
    (status, next, response.text().await.expect("reads"))
}

/// `conditions.0.value` as browsers send it.
fn wire(field: &str) -> String {
    format!("form[{}]", field.replace('.', "]["))
}

async fn call(browser: &Browser, call: &str, form: &[(&str, &str)]) -> (StatusCode, Value) {
    let form: Vec<_> = form.iter().map(|(name, value)| (wire(name), *value)).collect();
    answer(browser.post(&format!("/api/{call}")).form(&form).send().await.expect("answers")).await
}

async fn stored(server: &TestServer) -> Vec<Rule> {
    server.service.site("ours").await.expect("is there").settings.rules
}

async fn page(browser: &Browser, path: &str) -> String {
    browser.get(path).send().await.expect("answers").text().await.expect("reads")
}

/// A rule as its form sends it.
const LAMPS: [(&str, &str); 12] = [
    ("site", "ours"),
    ("position", "0"),
    ("was", "New action"),
    ("name", "Lamps"),
    ("enabled", "true"),
    ("join", "any"),
    ("conditions.0.condition", "time_on_page"),
    ("conditions.0.comparator", "greater"),
    ("conditions.0.value", "20"),
    ("commands.0.command", "proactive"),
    ("commands.0.message", "Which </textarea><b>lamp</b>?"),
    ("commands.0.department", ""),
];

#[tokio::test]
async fn a_rule_is_made_and_written_without_a_script() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        assert!(page(&anna, LIST).await.contains("Nothing happens by itself yet"));
        let (status, next, _) = post(&anna, &format!("{LIST}?form=rule/add"), &[("site", "ours")]).await;
        assert_eq!((status, next.as_str()), (StatusCode::SEE_OTHER, "/settings/site/ours/rules/1"));
        assert!(!stored(&server).await[0].enabled, "what nobody has finished does nothing");

        // A condition more is shown, and not stored.
        let draft = "/settings/site/ours/rules/1?form=rule/change&draft=add.conditions";
        let (status, _, html) = post(&anna, draft, &[&LAMPS[..], &[("condition", "week_day")]].concat()).await;
        assert_eq!(status, StatusCode::OK);
        assert!(html.contains("form[conditions][1][value]") && html.contains("Friday"), "{html}");
        assert!(html.contains("Unsaved changes") && html.contains("Which &lt;/textarea>&lt;b>lamp"), "{html}");
        assert_eq!(stored(&server).await, [domain::rule::fresh()]);

        // What is wrong is told beside its field, and what was written is there.
        let mut form = LAMPS;
        form[8].1 = "soon";
        let save = "/settings/site/ours/rules/1?form=rule/change";
        let (status, _, html) = post(&anna, save, &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(html.contains("A number is expected.") && html.contains("value=\"soon\""), "{html}");

        let (status, next, _) = post(&anna, save, &LAMPS).await;
        assert_eq!((status, next.as_str()), (StatusCode::SEE_OTHER, "/settings/site/ours/rules/1?saved"));
        let written = json!([{
            "name": "Lamps", "enabled": true, "type": "any",
            "conditions": [{ "condition": "time_on_page", "comparator": "greater", "value": 20 }],
            "commands": [{ "command": "proactive", "params": { "message": "Which </textarea><b>lamp</b>?" } }],
        }]);
        assert_eq!(serde_json::to_value(stored(&server).await).expect("writes"), written);
        let told = page(&anna, "/frame/ours/annex").await;
        assert_eq!(serde_json::from_str::<Value>(&told).expect("is JSON")["rules"], written, "pages are told the same");
        // By its old name it is another one.
        assert_eq!(call(&anna, "rule/change", &LAMPS).await.0, StatusCode::CONFLICT);
        for wrong in ["/settings/site/ours/rules/2", "/settings/site/theirs/rules/1", "/settings/site/theirs/rules/json"] {
            let status = anna.get(wrong).send().await.expect("answers").status();
            assert_eq!(status, StatusCode::NOT_FOUND, "{wrong}");
        }
    })
    .await;
}

#[tokio::test]
async fn rules_are_taken_as_json_whole_or_not_at_all() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let added = post(&anna, &format!("{LIST}?form=rule/defaults"), &[("site", "ours")]).await;
        assert_eq!((added.0, added.1), (StatusCode::SEE_OTHER, format!("{LIST}?saved")));
        let before = stored(&server).await;
        assert_eq!(before, domain::rule::defaults());

        let replace = async |json: &str| call(&anna, "rule/replace", &[("site", "ours"), ("json", json)]).await;
        let wrong = r#"[{"name":"Hi","conditions":[{"condition":"hour","comparator":"near","value":1}],"commands":[]}]"#;
        let (status, refusal) = replace(wrong).await;
        assert_eq!((status, &refusal["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("json")));
        let message = refusal["message"].as_str().expect("is text");
        assert!(message.starts_with("Rule 1 “Hi”, conditions 1, comparator: “near” is unknown. Allowed are equal"), "{message}");
        assert_eq!(stored(&server).await, before);
        let (status, _, html) =
            post(&anna, &format!("{LIST}/json?form=rule/replace"), &[("site", "ours"), ("json", wrong)]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(html.contains("“near” is unknown") && html.contains("\"near\""), "{html}");

        // What the page shows is what it takes.
        let shown = serde_json::to_string_pretty(&before).expect("writes");
        assert_eq!(replace(&shown).await.0, StatusCode::OK);
        assert_eq!(stored(&server).await, before);
        assert!(page(&anna, &format!("{LIST}/json")).await.contains("\"time_after_invitation\""));

        let about = [("site", "ours"), ("position", "0"), ("was", "Invitation")];
        let down = [&about[..], &[("way", "down")]].concat();
        assert_eq!(call(&anna, "rule/move", &down).await.0, StatusCode::OK);
        assert_eq!(call(&anna, "rule/move", &down).await.0, StatusCode::CONFLICT, "another one is there now");
        let about = [("site", "ours"), ("position", "1"), ("was", "Invitation")];
        let (status, next, _) = post(&anna, &format!("{LIST}/2?form=rule/remove"), &about).await;
        assert_eq!((status, next), (StatusCode::SEE_OTHER, format!("{LIST}?saved")));
        let names: Vec<String> = stored(&server).await.into_iter().map(|rule| rule.name).collect();
        assert_eq!(names, ["Contacts while nobody is online", "Thank you for waiting"]);

        let tom = server.operator("tom@ours.example").await;
        for (name, more) in [("replace", ("json", "[]")), ("add", ("site", "ours")), ("defaults", ("site", "ours"))] {
            let status = call(&tom, &format!("rule/{name}"), &[("site", "ours"), more]).await.0;
            assert!(status == StatusCode::NOT_FOUND || status == StatusCode::BAD_REQUEST, "{name}: {status}");
        }
        let trial = json!({ "input": [] });
        assert_eq!(tom.call("rule/try", &trial).await.0, StatusCode::NOT_FOUND);
        assert_eq!(stored(&server).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_page_tells_what_it_saw_and_an_admin_tries_rules_on_it() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        assert_eq!(call(&anna, "rule/defaults", &[("site", "ours")]).await.0, StatusCode::OK);
        let seen = json!({
            "site": "ours", "id": "00000000-0000-4000-8000-000000000001", "visit": "00000000-0000-4000-8000-000000000002",
            "facts": {
                "online": true, "page_title": "<b>Lamps</b>", "page_url": "https://ours.example/lamps", "time_on_page": 0.25,
                "time_on_site": 15, "time_after_close": null, "time_after_invitation": null,
            },
            "to_hour": 1000, "stay": 30_000, "scroll": 0, "leaving": false, "fired": ["Invitation"],
        });
        let page_of_a_customer = server.anonymous();
        let record = async |seen: &Value| page_of_a_customer.call("visit/record", &json!({ "input": seen })).await;
        assert_eq!(record(&seen).await.0, StatusCode::OK);
        let mut wrong = seen.clone();
        wrong["facts"]["city"] = json!("x".repeat(1000));
        assert_eq!(record(&wrong).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        wrong["site"] = json!("moon");
        assert_eq!(record(&wrong).await.0, StatusCode::NOT_FOUND);

        assert!(page(&anna, LIST).await.contains("Once in 30 days"));
        let html = page(&anna, &format!("{LIST}/try")).await;
        assert!(html.contains("In 1 visit, 1 time in all") && html.contains("after 10.0 s"), "{html}");
        assert!(html.contains("&lt;b&gt;Lamps&lt;/b&gt;") && html.contains("In none of these visits"), "{html}");
        let theirs = server.operator("anna@theirs.example").await;
        let refused = theirs.get(&format!("{LIST}/try")).send().await.expect("answers");
        assert_eq!(refused.status(), StatusCode::NOT_FOUND);
    })
    .await;
}
