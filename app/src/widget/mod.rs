//! What the visitor sees: the panel inside the frame, and the same panel full-page at `/chat/{site}`.
//!
//! The server renders it from a [`PanelState`], the browser hydrates it from the same one, and only then reader's clock,
//! storage and link come in: the first drawing is the same on both sides.
//!
//! # Layout
//! `panel` puts together `head`, `notice`, `thread` (of `row`, `bubble`, `greeting`) and `composer`; they draw from
//! `live`, the signals. `rows` is the thread as plain data, `scroll` the reader's place in it, `wire` reads what the
//! link brings, `browser` is all that is not there on the server.
//!
//! # Words
//! Not one of the words that people read or hear is written here: `live.says(key)` has it in the panel's language, from
//! the catalogue in `service::words`, and changes it when the page does (`CONTRACT 2.3 setLocale`).
//!
//! # Adding to the view
//! Every visitor downloads it: box closures with `draw`, choose by `Either` and not by `into_any`, which drags in code
//! for what never happens here, and weigh the bundle (`end2end/budgets.mjs`). Keep one dynamic part in every element
//! with children: Leptos makes what is all literals by `innerHTML`, which the frame's policy may forbid.

pub mod api;
#[cfg_attr(not(feature = "hydrate"), path = "no_browser.rs")]
mod browser;
mod bubble;
mod choices;
mod composer;
mod draw;
mod greeting;
mod head;
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "the server draws once; nothing happens afterwards")
)]
mod live;
mod notice;
mod panel;
mod row;
mod rows;
mod scroll;
mod thread;
#[cfg(any(feature = "hydrate", test))]
mod wire;

use domain::{ClientMessageId, site::Look};
use serde::{Deserialize, Serialize};

/// All that the panel is drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PanelState {
    /// The site's looks and words.
    pub look: Look,
    /// Whether operators are online.
    pub online: bool,
    /// The visitor's conversation.
    pub thread: domain::thread::Thread,
    /// A page of its own, not inside a frame.
    pub full_page: bool,
    /// For the page without JavaScript.
    #[serde(default)]
    pub form: Form,
}

/// The composer's form as the server must write it where no script does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Form {
    /// The name of the message that is going to be written, so that pressing twice sends once.
    pub client_id: Option<ClientMessageId>,
    /// Why the last one was refused.
    pub error: Option<String>,
    /// What was written then.
    pub draft: String,
    /// Where it is sent to, which is also where the page is.
    pub action: String,
}

/// The panel as HTML, and behind it what [`hydrate`] needs to take it over.
#[cfg(feature = "ssr")]
#[must_use]
pub fn render(state: &PanelState) -> String {
    use leptos::prelude::*;

    let owner = Owner::new();
    let html = owner.with(|| {
        let (site, lang, client_id) =
            (state.look.site.clone(), state.look.language.tag(), state.form.client_id);
        let live = live::Live::new(state.clone());
        view! { <div id="usher-panel" data-site=site lang=lang><panel::Panel live client_id/></div> }
            .to_html()
    });
    // A textarea holds text and nothing else, not even the marks that hydration needs around text; what is in it is the
    // browser's business anyway. HTML drops one line break at its beginning.
    let draft = state.form.draft.replace('&', "&amp;").replace('<', "&lt;");
    let html = html.replacen("</textarea>", &format!("\n{draft}</textarea>"), 1);
    let json = crate::context::script_json(state);
    format!("{html}<script type=\"application/json\" id=\"usher-panel-state\">{json}</script>")
}

/// Takes over the panel that the server rendered.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    use leptos::prelude::*;

    let Some((root, state)) = browser::page() else { return };
    let owner = Owner::new();
    let client_id = state.form.client_id;
    let live = owner.with(|| live::Live::new(state));
    leptos::mount::hydrate_from(root, move || view! { <panel::Panel live client_id/> }).forget();
    live.start();
    // It lives as long as the page.
    std::mem::forget(owner);
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use domain::{
        ConversationId, Timestamp,
        conversation::{Status, Talk},
        message::{Author, Kind, Message},
        operator::Face,
        thread::{Outgoing, Thread},
        words::{Language, Words},
    };
    use leptos::prelude::*;
    use service::words;

    use super::{
        live::{Live, Loading, Trouble},
        *,
    };

    fn state(text: &str) -> PanelState {
        let id = "0191e7a4-0000-7000-8000-000000000001";
        let face = Face { id: id.parse().expect("is a UUID"), name: text.to_owned() };
        let conversation: ConversationId = id.parse().expect("is a UUID");
        let line = |seq, author, kind| Message {
            id: format!("0191e7a4-0000-7000-8000-00000000000{seq}").parse().expect("is a UUID"),
            conversation,
            seq,
            client_id: None,
            author,
            operator: (author != Author::Client).then(|| face.clone()),
            kind,
            text: text.to_owned(),
            choices: Vec::new(),
            at: Timestamp(1_795_242_441_000),
        };
        let talk = Talk {
            id: conversation,
            status: Status::Open,
            version: 1,
            seq: 4,
            client_read: 2,
            agent_read: 1,
            operator: None,
        };
        let lines = vec![
            line(1, Author::Client, Kind::Text),
            line(2, Author::System, Kind::Accepted),
            line(3, Author::Agent, Kind::Text),
            Message { choices: vec![text.to_owned()], ..line(4, Author::Bot, Kind::Text) },
        ];
        let mut all = words::of(Language::En).clone();
        for key in ["headerTitle", "onlineTitle", "offlineTitle", "welcomeText", "offlineText"] {
            all.insert(key.to_owned(), text.to_owned());
        }
        let look = Look {
            site: text.to_owned(),
            title: text.to_owned(),
            accent: text.to_owned(),
            words: all,
            ..Look::default()
        };
        let thread = Thread { talk: Some(talk), lines, more: true, ..Thread::default() };
        let form = Form {
            error: Some(text.to_owned()),
            draft: text.to_owned(),
            client_id: id.parse().ok(),
            action: format!("/chat/{text}"),
        };
        PanelState { look, online: true, thread, full_page: true, form }
    }

    fn with_operator(mut state: PanelState) -> PanelState {
        let face = state.thread.lines.iter().find_map(|line| line.operator.clone());
        if let Some(talk) = &mut state.thread.talk {
            talk.operator = face;
        }
        state
    }

    #[test]
    fn a_panel_is_rendered_with_everything_in_it() {
        let html = render(&state("Fine words"));
        assert!(html.starts_with("<div id=\"usher-panel\" data-site=\"Fine words\" lang=\"en\">"), "{html}");
        assert!(html.ends_with("</script>"), "{html}");
        for part in [
            "role=\"log\"",
            "21 November 2026",
            "06:27<span class=\"utc\"> UTC</span>",
            "Fine joined the conversation.",
            ">New</p>",
            "Show earlier messages",
            "Check for new messages",
            "action=\"/chat/Fine words\"",
            "value=\"0191e7a4-0000-7000-8000-000000000001\"",
            "aria-label=\"Message\"",
            "maxlength=\"4000\"",
            "\nFine words</textarea>",
            "name=\"choice\" value=\"Fine words\" formnovalidate",
        ] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
        assert!(!html.contains(" disabled"), "without JavaScript everything can be pressed");
        assert!(!html.contains(" style="), "the policy forbids inline styles");
    }

    #[test]
    fn in_a_frame_the_form_is_the_scripts_business() {
        let html = render(&PanelState { full_page: false, form: Form::default(), ..state("x") });
        let (html, _) = html.split_once("<script").expect("has a state");
        for part in ["action=", "Check for new messages", "client_id\" value"] {
            assert!(!html.contains(part), "{part} is in {html}");
        }
    }

    #[test]
    fn nobodys_words_become_html() {
        let attacks = [
            "</script><svg onload=alert(1)>",
            "</textarea><img src=x onerror=alert(1)>",
            "\"><script>alert(1)</script>",
            "<!--",
        ];
        let plain = |text: &str| render(&state(text)).matches('<').count();
        let expected = plain("words");
        for attack in attacks {
            for state in [
                state(attack),
                with_operator(state(attack)),
                PanelState { thread: Thread::default(), ..state(attack) },
            ] {
                let html = render(&state);
                assert!(!html.contains("<svg onload"), "{html}");
                assert!(!html.contains("<img"), "{html}");
                assert!(!html.contains("<script>"), "{html}");
                let json = html.split("id=\"usher-panel-state\">").nth(1).expect("is there");
                let json = json.strip_suffix("</script>").expect("is closed");
                assert!(!json.contains('<'), "{json}");
                assert_eq!(serde_json::from_str::<PanelState>(json).expect("reads"), state);
            }
            let html = render(&state(attack));
            assert_eq!(html.matches('<').count(), expected, "{attack} has made elements: {html}");
        }
    }

    #[test]
    fn what_waits_in_an_outbox_is_drawn_too() {
        let mut state = state("words");
        let client_id = state.form.client_id.expect("has one");
        let out =
            Outgoing { client_id, text: "late".into(), at: Timestamp(1), failed: Some("English.".into()) };
        assert!(render(&state).contains("class=\"choices\""));
        state.thread.outbox(vec![out]);
        let html = render(&state);
        assert!(!html.contains("class=\"choices\""), "an answer is on its way: {html}");
        assert!(html.contains("is-failed"), "{html}");
        assert!(html.contains("Not sent. The server did not take this."), "{html}");
    }

    /// A conversation in which everything has happened, whoever says it in whichever words.
    fn eventful(words: Words, language: Language, name: &str) -> PanelState {
        let mut state = with_operator(state(name));
        state.look = Look { words, language, ..state.look };
        let line = state.thread.lines[1].clone();
        let mut seq = 4;
        let mut event = |kind, operator| {
            seq += 1;
            Message { seq, kind, operator, ..line.clone() }
        };
        let events = [
            event(Kind::Closed, line.operator.clone()),
            event(Kind::Reopened, None),
            event(Kind::Accepted, None),
        ];
        state.thread.lines.extend(events);
        state.thread.lines.push(Message { seq: 8, author: Author::Client, kind: Kind::Text, ..line });
        let outgoing = |number: usize, failed: Option<&str>| Outgoing {
            client_id: format!("0191e7a4-0000-7000-8000-{number:012}").parse().expect("is a UUID"),
            text: name.to_owned(),
            at: Timestamp(1_795_242_441_000),
            failed: failed.map(str::to_owned),
        };
        let long = Outgoing { text: name.repeat(5000), ..outgoing(20, Some("English.")) };
        state.thread.outgoing = vec![long, outgoing(21, Some("English.")), outgoing(30, None)];
        state.thread.autos = vec![outgoing(40, None)];
        state
    }

    /// The panel as it is drawn after `act`.
    fn drawn(state: PanelState, act: impl FnOnce(Live)) -> String {
        Owner::new().with(|| {
            let live = Live::new(state);
            act(live);
            view! { <panel::Panel live client_id=None/> }.to_html()
        })
    }

    /// Every scene of the panel, one after the other.
    fn scenes(state: &PanelState) -> String {
        let face = state.thread.lines.iter().find_map(|line| line.operator.clone());
        let mut free = state.clone();
        free.thread.talk = None;
        let mut closed = state.clone();
        if let Some(talk) = &mut closed.thread.talk {
            talk.status = Status::Closed;
        }
        let empty = PanelState { thread: Thread::default(), ..state.clone() };
        let day = Timestamp(1_795_242_441_000).utc_day();
        let mut asked = state.clone();
        asked.thread.lines.truncate(4);
        (asked.thread.outgoing, asked.thread.autos) = (Vec::new(), Vec::new());
        let acts: [(&PanelState, &dyn Fn(Live)); 11] = [
            (&asked, &|_| {}),
            (state, &|_| {}),
            (state, &|live| {
                live.set(&|scene| {
                    scene.online = false;
                    scene.trouble = Some(Trouble::Cut);
                    scene.typing.clone_from(&face);
                    scene.loading = Loading::Asked;
                    scene.few = Some(1);
                });
            }),
            (state, &|live| {
                live.set(&|scene| {
                    scene.trouble = Some(Trouble::Ended);
                    scene.loading = Loading::Failed;
                    scene.sound = true;
                    scene.below = true;
                    scene.few = Some(3);
                });
            }),
            (state, &|live| live.set(&|scene| scene.few = Some(5))),
            (state, &|live| live.said.update(|said| said.today = Some(day))),
            (state, &|live| live.said.update(|said| said.today = Some(day + 1))),
            (&free, &|_| {}),
            (&free, &|live| live.set(&|scene| scene.online = false)),
            (&closed, &|_| {}),
            (&empty, &|live| live.set(&|scene| scene.online = false)),
        ];
        let mut html = drawn(empty.clone(), |_| {});
        for (state, act) in acts {
            html.push_str(&drawn(state.clone(), act));
        }
        html
    }

    #[test]
    fn every_word_of_the_catalogue_is_drawn_somewhere() {
        for language in Language::ALL {
            let words = words::of(language).clone();
            let html = scenes(&eventful(words.clone(), language, "Mia"));
            let left =
                [1, 3, 5].map(|n| (["charactersLeft", rows::plural(language, n)].concat(), n.to_string()));
            let left = Words::from(left);
            let mut launcher = words::for_frame(&words);
            launcher.remove("notTaken");
            for (key, word) in words::for_panel(&words) {
                // Of the launcher; of a page without JavaScript; made into others; of numbers that are never seen.
                let elsewhere = ["writeSomething", "tooManyRequests", "tryLater", "date", "months"]
                    .contains(&key.as_str());
                let unseen = key.starts_with("charactersLeft") && !left.contains_key(&key);
                if launcher.contains_key(&key) || elsewhere || unseen {
                    continue;
                }
                let word = word.replace("{name}", "Mia").replace("{n}", left.get(&key).map_or("4000", |n| n));
                assert!(html.contains(&word), "{language:?}: {key} is not drawn: {word}");
            }
        }
    }

    /// What people read or hear of a panel: its text, and the attributes that hold words.
    fn heard(html: &str) -> String {
        let mut heard = String::new();
        for piece in html.split('<') {
            let (tag, text) = piece.split_once('>').unwrap_or_default();
            heard.push_str(text);
            for name in ["aria-label=\"", "title=\"", "placeholder=\""] {
                heard.push_str(
                    tag.split_once(name).and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default(),
                );
            }
        }
        heard.replace("&quot;", "").replace("UTC", "")
    }

    #[test]
    fn no_word_is_the_panels_own() {
        let words: Words = words::of(Language::En).keys().map(|key| (key.clone(), "–".to_owned())).collect();
        let heard = heard(&scenes(&eventful(words, Language::En, "1")));
        assert!(heard.contains('–'), "{heard}");
        assert!(!heard.contains(char::is_alphabetic), "{heard}");
    }

    #[test]
    fn a_panel_speaks_the_language_of_its_words() {
        for (language, date) in [
            (Language::En, "21 November 2026"),
            (Language::Ru, "21 ноября 2026 г."),
            (Language::Es, "21 de noviembre de 2026"),
            (Language::Pt, "21 de novembro de 2026"),
        ] {
            let html = render(&eventful(words::of(language).clone(), language, "Mia"));
            assert!(html.contains(&format!(" lang=\"{}\"", language.tag())), "{html}");
            assert!(html.contains(&format!(">{date}</p>")), "{html}");
        }
    }
}
