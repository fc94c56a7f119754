//! What admins decide, and that nobody else does.

use reqwest::{StatusCode, header};
use serde_json::{Value, json};

use crate::support::{Browser, TestServer, answer, both};

/// Every page of `ours` that is for its admins alone.
const PAGES: [&str; 15] = [
    "/settings",
    "/settings/site/ours",
    "/settings/site/ours/texts",
    "/settings/site/ours/contact",
    "/settings/site/ours/words?language=ru",
    "/settings/site/ours/identity",
    "/settings/site/ours/site",
    "/settings/site/ours/webhooks",
    "/settings/site/ours/webhooks/new",
    "/settings/site/ours/presets",
    "/settings/site/ours/presets/new",
    "/settings/operators",
    "/settings/departments",
    "/settings/departments/new",
    "/settings/department/sales",
];

/// As a script sends a form.
pub async fn send(browser: &Browser, call: &str, form: &[(&str, &str)]) -> (StatusCode, Value) {
    let fields: Vec<(String, &str)> = form.iter().map(|(name, value)| (wire(name), *value)).collect();
    answer(browser.post(&format!("/api/{call}")).form(&fields).send().await.expect("answers")).await
}

/// As a browser without a script sends it: where that leads, and what is shown.
async fn post(browser: &Browser, path: &str, form: &[(&str, &str)]) -> (StatusCode, String, String) {
    let client =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("builds");
    let fields: Vec<(String, &str)> = form.iter().map(|(name, value)| (wire(name), *value)).collect();
    let request = Browser { client, ..browser.clone() }.post(path).header(header::ACCEPT, "text/html");
    let response = request.form(&fields).send().await.expect("answers");
    let next = response.headers().get(header::LOCATION).and_then(|next| next.to_str().ok());
    let (status, next) = (response.status(), next.unwrap_or_default().to_owned());
    (status, next, response.text().await.expect("reads"))
}

fn wire(name: &str) -> String {
    let (name, rest) =
        name.split_once('[').map_or((name, String::new()), |(name, rest)| (name, format!("[{rest}")));
    format!("form[{name}]{rest}")
}

async fn page(browser: &Browser, path: &str) -> (StatusCode, String) {
    let response = browser.get(path).send().await.expect("answers");
    (response.status(), response.text().await.expect("reads"))
}

/// The department of the newest conversation of an inbox.
async fn department(browser: &Browser) -> Value {
    let (status, inbox) = browser.call("conversation/list", &json!({ "filter": "all" })).await;
    assert_eq!(status, StatusCode::OK, "{inbox}");
    inbox["rows"][0]["department"].clone()
}

async fn me(browser: &Browser) -> String {
    let (_, me) = browser.call("account/me", &json!({})).await;
    me["face"]["id"].as_str().expect("an id").to_owned()
}

async fn says_to(server: &TestServer, department: &str) {
    let visitor = server.visitor("ours");
    let input = json!({
        "site": "ours", "client_id": crate::support::client_id(), "text": "hello", "department": department,
    });
    let (status, body) = visitor.call("message/send", &input).await;
    assert_eq!(status, StatusCode::OK, "{body}");
}

#[tokio::test]
async fn the_pages_are_for_admins_of_the_organisation_alone() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        assert_eq!(send(&anna, "department/make", &[("name", "Sales")]).await.0, StatusCode::OK);
        assert_eq!(send(&anna, "site/make_secret", &[("site", "ours")]).await.0, StatusCode::OK);
        for path in PAGES {
            assert_eq!(page(&anna, path).await.0, StatusCode::OK, "{path}");
        }
        let tom = server.operator("tom@ours.example").await;
        let theirs = server.operator("anna@theirs.example").await;
        for path in PAGES {
            assert_eq!(page(&tom, path).await.0, StatusCode::NOT_FOUND, "{path}");
            let (status, html) = page(&theirs, path).await;
            let own =
                ["/settings", "/settings/operators", "/settings/departments", "/settings/departments/new"]
                    .contains(&path);
            assert_eq!(status, if own { StatusCode::OK } else { StatusCode::NOT_FOUND }, "{path}");
            assert!(!html.contains("Anna of ours") && !html.contains("Shop of ours"), "{path}");
        }
        // How sites come onto their pages is every operator's business, of their own ones.
        for (browser, site) in [(&anna, "ours"), (&tom, "ours"), (&theirs, "theirs")] {
            let (status, html) = page(browser, "/install?vendor=chatra").await;
            assert_eq!(status, StatusCode::OK);
            assert!(html.contains(&format!("w.ChatraID = '{site}'")), "{html}");
        }
    })
    .await;
}

#[tokio::test]
async fn departments_are_made_changed_and_deleted_by_admins() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let tom = me(&server.operator("tom@ours.example").await).await;
        let made = send(&anna, "department/make", &[("name", "Sales"), ("members[]", &tom)]).await;
        assert_eq!(made.0, StatusCode::OK, "{}", made.1);
        let html = page(&anna, "/settings/department/sales").await.1;
        assert!(html.contains(&format!("value=\"{tom}\" checked")), "{html}");

        // Names and ids are each one department's.
        for (form, field, words) in [
            (vec![("name", "Sales")], "name", "another department"),
            (vec![("name", " ")], "name", "1 to 80"),
            (vec![("name", "Care"), ("id", "sales")], "id", "another department"),
            (vec![("name", "Care"), ("id", "a b")], "id", "letters a to z"),
        ] {
            let (status, refusal) = send(&anna, "department/make", &form).await;
            assert!(status.is_client_error(), "{form:?}");
            assert_eq!(refusal["field"], field, "{refusal}");
            assert!(refusal["message"].to_string().contains(words), "{refusal}");
        }
        // A name in other letters has an id, too; another organisation's ids do not matter.
        assert_eq!(send(&anna, "department/make", &[("name", "Продажи")]).await.0, StatusCode::OK);
        assert_eq!(page(&anna, "/settings/department/department-2").await.0, StatusCode::OK);
        let theirs = server.operator("anna@theirs.example").await;
        assert_eq!(send(&theirs, "department/make", &[("name", "Sales")]).await.0, StatusCode::OK);
        // Nobody of another organisation can be made a member.
        let stranger = me(&theirs).await;
        let form = [("department", "sales"), ("name", "Sales"), ("members[]", stranger.as_str())];
        let (status, refusal) = send(&anna, "department/change", &form).await;
        assert_eq!((status, &refusal["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("members")));

        // The inbox follows, and so do desks that are open.
        says_to(&server, "sales").await;
        assert_eq!(department(&anna).await, json!("Sales"));
        let mut desk = server.operator("tom@ours.example").await.socket().await;
        desk.say(&domain::wire::ClientFrame::Desk).await;
        let departments = |frame| match frame {
            domain::wire::ServerFrame::DeskWelcome { departments, .. } => Some(departments),
            _ => None,
        };
        assert_eq!(desk.until(departments).await, Some(vec!["Sales".to_owned()]));
        let form = [("department", "sales"), ("name", "Orders"), ("members[]", tom.as_str())];
        assert_eq!(send(&anna, "department/change", &form).await.0, StatusCode::OK);
        assert_eq!(desk.until(departments).await, Some(vec!["Orders".to_owned()]));
        assert_eq!(department(&anna).await, json!("Orders"));

        // A site's new conversations go to its department, until that is deleted.
        let service = &server.service;
        let site = async || service.site("ours").await.expect("is there").settings.department;
        let mut appearance = vec![
            ("site", "ours"),
            ("accent", "#c2410c"),
            ("button_style", "tab"),
            ("position", "lm"),
            ("button_size", "60"),
            ("chat_width", "400"),
            ("chat_height", "600"),
            ("devices", "all"),
            ("language", "es"),
            ("department", "sales"),
        ];
        assert_eq!(send(&anna, "site/appearance", &appearance).await.0, StatusCode::OK);
        assert_eq!(site().await.as_deref(), Some("sales"));
        if let Some(last) = appearance.last_mut() {
            last.1 = "nowhere";
        }
        assert_eq!(send(&anna, "site/appearance", &appearance).await.1["field"], "department");
        assert_eq!(send(&anna, "department/delete", &[("department", "sales")]).await.0, StatusCode::OK);
        assert_eq!(desk.until(departments).await, None, "an agent without a department sees all");
        assert_eq!((department(&anna).await, site().await), (Value::Null, None));
        assert_eq!(page(&anna, "/settings/department/sales").await.0, StatusCode::NOT_FOUND);
        assert_eq!(page(&theirs, "/settings/department/sales").await.0, StatusCode::OK, "theirs stays");
        let again = send(&anna, "department/delete", &[("department", "sales")]).await;
        assert_eq!(again.0, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn an_agent_changes_nothing() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        assert_eq!(send(&anna, "department/make", &[("name", "Sales")]).await.0, StatusCode::OK);
        let before = server.service.site("ours").await.expect("is there").settings;
        let tom = server.operator("tom@ours.example").await;
        for (call, form) in [
            ("department/make", vec![("name", "Toms")]),
            ("department/change", vec![("department", "sales"), ("name", "Toms")]),
            ("department/delete", vec![("department", "sales")]),
            ("site/texts", vec![("site", "ours"), ("welcome", "Toms")]),
            ("site/contact", vec![("site", "ours")]),
            ("site/words", vec![("site", "ours"), ("language", "en"), ("words[send]", "Toms")]),
            ("site/identity", vec![("site", "ours")]),
            ("site/make_preset", vec![("site", "ours"), ("name", "Toms")]),
            ("site/make_secret", vec![("site", "ours")]),
            ("site/remove_secret", vec![("site", "ours")]),
        ] {
            let (status, refusal) = send(&tom, call, &form).await;
            assert_eq!((status, &refusal["code"]), (StatusCode::NOT_FOUND, &json!("not_found")), "{call}");
            let (status, ..) = post(&tom, &format!("/settings/departments?form={call}"), &form).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{call}");
        }
        assert_eq!(server.service.site("ours").await.expect("is there").settings, before);
        let html = page(&anna, "/settings/departments").await.1;
        assert!(html.contains("Sales") && !html.contains("Toms"), "{html}");
    })
    .await;
}

#[tokio::test]
async fn a_form_that_is_refused_without_a_script_is_shown_as_it_was_written() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let path = "/settings/site/ours/words?language=ru&form=site/words";
        let mut form =
            vec![("site", "ours"), ("language", "ru"), ("words[send]", "</textarea><b>Послать</b>")];
        form.push(("words[unreadMany]", "много"));
        let (status, next, html) = post(&anna, path, &form).await;
        assert_eq!((status, next.as_str()), (StatusCode::UNPROCESSABLE_ENTITY, ""));
        assert!(
            html.contains(">&lt;/textarea>&lt;b>Послать&lt;/b></textarea>")
                && html.contains(">много</textarea>"),
            "{html}"
        );
        assert!(html.contains("Keep {n}") && html.contains("Not saved"), "{html}");
        assert!(server.service.site("ours").await.expect("is there").settings.words.is_empty());

        form.pop();
        let (status, next, _) = post(&anna, path, &form).await;
        assert_eq!(
            (status, next.as_str()),
            (StatusCode::SEE_OTHER, "/settings/site/ours/words?language=ru&saved")
        );
        let (_, html) = page(&anna, &next).await;
        assert!(
            html.contains("Saved") && html.contains(">&lt;/textarea>&lt;b>Послать&lt;/b></textarea>"),
            "{html}"
        );

        // What a stranger sends is not shown, and leads to the door.
        let (status, next, _) = post(&server.anonymous(), path, &form).await;
        assert_eq!(status, StatusCode::FOUND);
        assert!(next.starts_with("/login?next="), "{next}");
        // What is no form of ours is refused; so is a form of another site's page.
        for form in ["nowhere", "../login", "site/words%20x"] {
            let (status, ..) = post(&anna, &format!("/settings/departments?form={form}"), &[]).await;
            assert!(status.is_client_error(), "{form}: {status}");
        }
        let foreign = anna.client.post(format!("{}{path}", anna.url)).header("sec-fetch-site", "cross-site");
        let foreign = foreign.header(header::COOKIE, anna.cookie.clone().expect("is logged in"));
        assert_eq!(
            foreign.form(&[("form[site]", "ours")]).send().await.expect("answers").status(),
            StatusCode::FORBIDDEN
        );
    })
    .await;
}

#[tokio::test]
async fn proofs_can_be_required_where_there_is_a_secret() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let identity = async || server.service.site("ours").await.expect("is there").settings.identity;
        let (status, refusal) = send(&anna, "site/identity", &[("site", "ours"), ("required", "true")]).await;
        assert_eq!((status, &refusal["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("required")));

        let path = "/settings/site/ours/identity";
        let (status, next, _) =
            post(&anna, &format!("{path}?form=site/make_secret"), &[("site", "ours")]).await;
        assert_eq!((status, next), (StatusCode::SEE_OTHER, format!("{path}?made")));
        let secret = identity().await.secret.expect("was made");
        assert!(secret.len() >= domain::site::MIN_SECRET);
        assert!(page(&anna, path).await.1.contains(&secret));
        let (status, _) = send(&anna, "site/identity", &[("site", "ours"), ("required", "true")]).await;
        assert_eq!((status, identity().await.required), (StatusCode::OK, true));

        let (status, refusal) = send(&anna, "site/remove_secret", &[("site", "ours")]).await;
        assert_eq!((status, &refusal["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("secret")));
        let (status, _, html) =
            post(&anna, &format!("{path}?form=site/remove_secret"), &[("site", "ours")]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(html.contains("Switch that off"), "{html}");

        assert_eq!(send(&anna, "site/make_secret", &[("site", "ours")]).await.0, StatusCode::OK);
        assert_ne!(identity().await.secret, Some(secret));
        assert_eq!(send(&anna, "site/identity", &[("site", "ours")]).await.0, StatusCode::OK);
        assert_eq!(send(&anna, "site/remove_secret", &[("site", "ours")]).await.0, StatusCode::OK);
        assert_eq!(identity().await.secret, None);
    })
    .await;
}

#[tokio::test]
async fn what_pages_may_tell_and_say_is_the_owners_word() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let path = "/settings/site/ours/visitors";
        let settings = async || server.service.site("ours").await.expect("is there").settings;
        let frame = async || page(&server.anonymous(), "/frame/ours").await.1;
        assert!(settings().await.has_extras() && !frame().await.contains("extras"), "the pages are known");
        for (choice, has) in [("off", false), ("on", true)] {
            let form =
                [("site", "ours"), ("extras", choice), ("safe_domains", "crm.example, *.shop.example")];
            assert_eq!(send(&anna, "site/visitors", &form).await.0, StatusCode::OK);
            assert_eq!((settings().await.has_extras(), settings().await.safe_domains.len()), (has, 2));
            assert!(frame().await.contains(&format!("\"extras\":{has}")));
        }
        let wrong = [("site", "ours"), ("safe_domains", "a b")];
        assert_eq!(send(&anna, "site/visitors", &wrong).await.1["field"], "safe_domains");

        let make = format!("{path}?form=attribute/make");
        let (status, next, _) =
            post(&anna, &make, &[("id", " plan "), ("name", "Plan"), ("kind", "number")]).await;
        assert_eq!((status, next), (StatusCode::SEE_OTHER, format!("{path}?saved")));
        for (id, name, field) in [("plan", "Other", "id"), ("a b", "Other", "id"), ("other", " ", "name")] {
            let form = [("id", id), ("name", name), ("kind", "text")];
            assert_eq!(send(&anna, "attribute/make", &form).await.1["field"], field);
        }
        let (_, _, html) = post(&anna, &make, &[("id", "plan"), ("name", "Tariff"), ("kind", "text")]).await;
        assert!(html.contains("“plan” is the id of another") && html.contains("value=\"Tariff\""), "{html}");
        let rename = [("id", "plan"), ("name", "Plan <b>")];
        assert_eq!(send(&anna, "attribute/rename", &rename).await.0, StatusCode::OK);
        assert!(page(&anna, path).await.1.contains("value=\"Plan &lt;b&gt;\""));
        let vera = server.visitor("ours");
        let told = json!({ "site": "ours", "attributes": { "plan": 7 } });
        assert_eq!(vera.call("visitor/update", &told).await.0, StatusCode::OK);
        let conversation = vera.says("Hello").await;
        let card = async || {
            let input = json!({ "conversation": conversation });
            anna.call("conversation/open", &input).await.1["card"]["attributes"].to_string()
        };
        assert!(card().await.contains("Plan <b>"));
        assert_eq!(send(&anna, "attribute/remove", &[("id", "plan")]).await.0, StatusCode::OK);
        assert!(!card().await.contains("Plan <b>"));
        assert_eq!(send(&anna, "attribute/remove", &[("id", "plan")]).await.0, StatusCode::NOT_FOUND);
        let tom = server.operator("tom@ours.example").await;
        assert_eq!(
            send(&tom, "attribute/make", &[("id", "a"), ("name", "A"), ("kind", "text")]).await.0,
            StatusCode::NOT_FOUND
        );
    })
    .await;
}

#[tokio::test]
async fn a_site_has_ids_from_elsewhere_and_an_end() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let rename = async |ids: &str| {
            send(&anna, "site/rename", &[("site", "ours"), ("name", "Shop"), ("ids[jivo]", ids)]).await
        };
        assert_eq!(rename("AbCdEf1234, 17").await.0, StatusCode::OK);
        assert_eq!(server.service.site("17").await.expect("is there").name, "Shop");
        let (status, refused) = rename("AbC dEf").await;
        assert_eq!((status, &refused["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("ids.jivo")));
        assert_eq!(rename("AbCdEf1234").await.0, StatusCode::OK);
        assert!(server.service.site("17").await.is_err(), "what is not written any more is forgotten");

        let theirs = server.operator("anna@theirs.example").await;
        let fields = [("site", "theirs"), ("name", "Theirs"), ("ids[jivo]", "AbCdEf1234")];
        let (status, refused) = send(&theirs, "site/rename", &fields).await;
        assert_eq!((status, &refused["code"], &refused["field"]), (StatusCode::CONFLICT, &json!("taken"), &json!("ids.jivo")));
        assert_eq!(server.service.site("AbCdEf1234").await.expect("is there").public_id, "ours");
        let (status, _) = send(&theirs, "site/remove", &[("site", "ours")]).await;
        assert_eq!(status, StatusCode::NOT_FOUND);

        let vera = server.visitor("ours");
        vera.says("Hello").await;
        let (status, refused) = send(&anna, "site/remove", &[("site", "ours")]).await;
        assert_eq!((status, &refused["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("invalid")), "the last one stays");
        let file = "organisation = { slug = \"ours\", name = \"ours\" }\n[[sites]]\nid = \"second\"\nname = \"Second\"\n\
                    domains = []\n[[sites.webhooks]]\npurpose = \"bot\"\nurl = \"https://bot.example/\"\nformat = \"jivo\"\n";
        let file = service::apply::File::parse(file).expect("reads");
        server.service.apply(&file).await.expect("applies");
        server.visitor("second").says("Hi").await;
        assert_eq!(unassigned(&anna).await, 1, "the bot's are nobody's");
        assert_eq!(send(&anna, "site/remove", &[("site", "second")]).await.0, StatusCode::OK);
        assert_eq!(unassigned(&anna).await, 2, "with its site the bot is gone, and what was said stays");
        assert!(server.service.site("second").await.is_err());
        assert_eq!(page(&anna, "/settings/site/second").await.0, StatusCode::NOT_FOUND);
        assert!(page(&anna, "/widget/second").await.1.contains("Widget ID is permanently removed"));
        assert_eq!(send(&anna, "site/rename", &[("site", "second"), ("name", "Again")]).await.0, StatusCode::NOT_FOUND);
        server.service.apply(&file).await.expect("a file that names it brings it back");
        assert_eq!(server.service.site("second").await.expect("is there").name, "Second");
    })
    .await;
}

async fn unassigned(browser: &Browser) -> Value {
    let (status, inbox) = browser.call("conversation/list", &json!({ "filter": "unassigned" })).await;
    assert_eq!(status, StatusCode::OK, "{inbox}");
    inbox["counts"]["unassigned"].clone()
}

/// The look that the frame of a site is given.
async fn frame_look(server: &TestServer, path: &str) -> Value {
    let html = server.anonymous().get(path).send().await.expect("answers").text().await.expect("reads");
    let (_, json) = html.split_once("id=\"usher-frame\">").expect("has its configuration");
    let (json, _) = json.split_once("</script>").expect("ends");
    serde_json::from_str::<Value>(json).expect("is JSON")["look"].clone()
}

#[tokio::test]
async fn a_site_has_presets_that_pages_choose_by_name() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        assert_eq!(send(&anna, "department/make", &[("name", "Sales")]).await.0, StatusCode::OK);
        let mut form = vec![
            ("site", "ours"),
            ("name", "Sales & more"),
            ("accent", "#C2410C"),
            ("position", "bl"),
            ("header", "<b>Sales</b>"),
            ("language", "es"),
            ("department", "sales"),
        ];
        assert_eq!(send(&anna, "site/make_preset", &form).await.0, StatusCode::OK);
        let (status, refusal) = send(&anna, "site/make_preset", &form).await;
        assert_eq!((status, &refusal["field"]), (StatusCode::CONFLICT, &json!("name")), "{refusal}");
        for (field, value) in [("department", "nowhere"), ("button_size", "9"), ("colors[chat_bg]", "red")] {
            let wrong = [("site", "ours"), ("name", "wrong"), (field, value)];
            let refusal = send(&anna, "site/make_preset", &wrong).await.1;
            assert_eq!(refusal["field"], field.replace('[', ".").replace(']', ""), "{refusal}");
        }
        let html = page(&anna, "/settings/site/ours/presets").await.1;
        assert!(html.contains("Sales &amp; more") && !html.contains("wrong"), "{html}");

        let plain = frame_look(&server, "/frame/ours").await;
        assert_eq!((&plain["preset"], &plain["department"]), (&Value::Null, &Value::Null));
        assert_eq!(frame_look(&server, "/frame/ours?preset=nowhere").await, plain);
        let look = frame_look(&server, "/frame/ours?preset=Sales%20%26%20more").await;
        let own = ["preset", "department", "accent", "position", "language"].map(|key| look[key].clone());
        assert_eq!(own, ["Sales & more", "sales", "#c2410c", "bl", "es"].map(|value| json!(value)));
        assert_eq!((&look["title"], &look["chat_width"]), (&json!("<b>Sales</b>"), &plain["chat_width"]));
        let english = frame_look(&server, "/frame/ours?preset=Sales%20%26%20more&lang=en").await;
        assert_eq!((&english["language"], &english["title"]), (&json!("en"), &look["title"]));
        let words = server.anonymous().get("/frame/ours/words/ru?preset=Sales%20%26%20more").send().await;
        let words: Value = words.expect("answers").json().await.expect("reads");
        assert_eq!(words["words"]["headerTitle"], look["title"]);

        // The panel and the page without a frame wear it, too.
        let panel = server.anonymous().post("/frame/ours/panel").json(&json!({ "preset": "Sales & more" }));
        let panel = panel.send().await.expect("answers").text().await.expect("reads");
        assert!(panel.contains("&lt;b&gt;Sales&lt;/b&gt;"), "{panel}");
        let chat = server.anonymous().get("/chat/ours?preset=Sales%20%26%20more").send().await;
        let chat = chat.expect("answers").text().await.expect("reads");
        assert!(chat.contains("--accent:#c2410c") && chat.contains("?preset=Sales+%26+more"), "{chat}");

        // It is renamed, and follows its site where it says nothing.
        form[1] = ("name", "1/0");
        form.push(("preset", "Sales & more"));
        assert_eq!(send(&anna, "site/change_preset", &form).await.0, StatusCode::OK);
        assert_eq!(frame_look(&server, "/frame/ours?preset=1/0").await["accent"], "#c2410c");
        assert_eq!(frame_look(&server, "/frame/ours?preset=Sales%20%26%20more").await, plain);
        assert_eq!(page(&anna, "/settings/site/ours/preset/1%2F0").await.0, StatusCode::OK);
        assert_eq!(
            send(&anna, "site/change_preset", &form).await.0,
            StatusCode::NOT_FOUND,
            "it has no such name"
        );
        // What a deleted department was asked for goes to everybody.
        assert_eq!(send(&anna, "department/delete", &[("department", "sales")]).await.0, StatusCode::OK);
        assert_eq!(frame_look(&server, "/frame/ours?preset=1/0").await["department"], Value::Null);
        let removed = [("site", "ours"), ("preset", "1/0")];
        assert_eq!(send(&anna, "site/remove_preset", &removed).await.0, StatusCode::OK);
        assert_eq!(frame_look(&server, "/frame/ours?preset=1/0").await, plain);
        assert_eq!(send(&anna, "site/remove_preset", &removed).await.0, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_form_of_the_owners_own_asks_before_conversations() {
    both(|server| async move {
        let anna = server.operator("anna@ours.example").await;
        let frame = async || server.anonymous().get("/frame/ours").send().await.expect("answers");
        let before = frame().await;
        assert!(before.headers().contains_key("cross-origin-embedder-policy"));
        let wrong = [("site", "ours"), ("own_page", "forms.example")];
        assert_eq!(send(&anna, "site/contact", &wrong).await.1["field"], "own_page");
        let page = "https://forms.example:8443/entry.html?a=1&b=2";
        let (status, body) = send(&anna, "site/contact", &[("site", "ours"), ("own_page", page)]).await;
        assert_eq!(status, StatusCode::OK, "{body}");

        let after = frame().await;
        let policy = after.headers()["content-security-policy"].to_str().expect("is text");
        assert!(policy.contains("; frame-src https://forms.example:8443"), "{policy}");
        assert!(
            !after.headers().contains_key("cross-origin-embedder-policy"),
            "its page does not know of it"
        );
        let ask = async |own: bool| {
            let asked = server.anonymous().post("/frame/ours/scene/introduce").json(&json!({ "own": own }));
            asked.send().await.expect("answers").text().await.expect("reads")
        };
        let shown = ask(true).await;
        assert!(
            shown.contains("name=\"mluvii-iframe\"") && shown.contains("entry.html?a=1&amp;b=2"),
            "{shown}"
        );
        assert!(!ask(false).await.contains("iframe"), "in a conversation our form asks");
    })
    .await;
}
