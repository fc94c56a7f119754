//! What the panel's window shows beside the conversation: forms for who finds nobody, for who is asked who they are, for who
//! wants to be called, and a phone's menu (`CONTRACT 1.5`).
//!
//! The server alone renders them, and renders them anew with what is wrong: no wasm is loaded for a form. In a frame the
//! annex (`frontend/embed/src/scenes`) puts them in the place of the panel and sends them; without JavaScript the browser
//! does, to the address in [`Drawing::action`].

mod call;
mod field;

use domain::{
    ClientMessageId,
    call::Status,
    contact::{Contact, ContactForm, Fault, Wrong},
    message::MAX_CHARS,
    site::Look,
};
use leptos::prelude::*;

use self::{
    call::Progress,
    field::{Area, Field},
};
use crate::ui::{Icon, SiteFace, icon};

/// Which one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// How the visitor can be reached, asked below the conversation.
    Introduce,
    /// A message for later.
    Offline,
    /// It was taken.
    OfflineSent,
    /// A number to call.
    Call,
    /// What a phone's visitor can do.
    Menu,
}

impl Scene {
    /// As it is named in the protocol.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Introduce => "introduce",
            Self::Offline => "offline",
            Self::OfflineSent => "offline/success",
            Self::Call => "call",
            Self::Menu => "menu",
        }
    }

    /// One that can be asked for.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Introduce, Self::Offline, Self::Call, Self::Menu]
            .into_iter()
            .find(|scene| scene.name() == name)
    }

    /// The keys of its title, of what it says below, and of its button.
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Introduce => ("introduceTitle", "introduceText", "introduceSend"),
            Self::Offline => ("offlineFormTitle", "offlineFormText", "offlineFormSend"),
            Self::OfflineSent => ("offlineSentTitle", "offlineSentText", "formBack"),
            Self::Call => ("callTitle", "callText", "callSend"),
            Self::Menu => ("menuTitle", "", ""),
        }
    }
}

/// What stands in a form.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// Of the visitor.
    pub contact: Contact,
    /// The message.
    pub text: String,
    /// The message's name, so that pressing twice sends once.
    pub client_id: Option<ClientMessageId>,
}

/// All that a scene is drawn from.
#[derive(Debug, Clone)]
pub struct Drawing {
    /// The site's looks and words.
    pub look: Look,
    /// Which one.
    pub scene: Scene,
    /// What is asked for.
    pub form: ContactForm,
    /// What is in it.
    pub written: Written,
    /// What is wrong with the fields.
    pub faults: Vec<Fault>,
    /// Why it was not taken, in the visitor's language.
    pub error: Option<String>,
    /// Where a browser without a script sends it, on a page of its own; None inside a frame.
    pub action: Option<String>,
    /// Where such a page leads back to.
    pub back: Option<String>,
    /// Whether a visitor who is asked in the conversation may go on without an answer.
    pub optional: bool,
    /// Whether the owner's own form asks, if there is one.
    pub own: bool,
    /// Whether visitors can be called.
    pub can_call: bool,
    /// How far the call has come that the visitor has asked for.
    pub call: Option<Status>,
}

/// The scene as HTML.
#[must_use]
pub fn render(drawing: &Drawing) -> String {
    Owner::new().with(|| view! { <Window drawing=drawing.clone()/> }.to_html())
}

#[component]
fn Window(drawing: Drawing) -> impl IntoView {
    let Drawing { look, scene, action, .. } = &drawing;
    if drawing.own && *scene == Scene::Introduce && !drawing.form.own_page.is_empty() {
        return view! { <Own look=look.clone() page=drawing.form.own_page.clone()/> }.into_any();
    }
    let place = if action.is_some() { "panel panel-page" } else { "panel panel-framed" };
    let class = if *scene == Scene::Introduce { "scene scene-ask" } else { "scene" };
    let (title, text, _) = scene.words();
    // Once the call is asked for, nothing more is wanted of the visitor.
    let text = if drawing.call.is_some() { "" } else { text };
    let (title, text) = (look.word(title).to_owned(), look.word(text).to_owned());
    let head = (*scene != Scene::Introduce).then(|| view! { <Head look=look.clone()/> });
    let name = scene.name();
    let lang = look.language.tag();
    view! {
        <section class=[place, " ", class].concat() data-usher-scene=name lang=lang aria-labelledby="scene-title">
            {head}
            <div class="scene-body touch">
                <h2 id="scene-title" tabindex="-1">{title}</h2>
                {(!text.is_empty()).then(|| view! { <p class="scene-text">{text}</p> })}
                <Inside drawing/>
            </div>
        </section>
    }
    .into_any()
}

/// The owner's own form: what it asks, the frame's script is told by it (`frontend/embed/src/guest`).
#[component]
fn Own(look: Look, page: String) -> impl IntoView {
    let title = look.word("introduceTitle").to_owned();
    view! {
        <section class="panel panel-framed scene scene-ask scene-own" data-usher-scene=Scene::Introduce.name() lang=look.language.tag()>
            <iframe name="mluvii-iframe" title=title src=page referrerpolicy="origin" sandbox="allow-scripts allow-forms allow-same-origin allow-popups"></iframe>
        </section>
    }
}

#[component]
fn Head(look: Look) -> impl IntoView {
    view! {
        <header class="panel-head">
            <SiteFace size="av-36"/>
            <div class="who grow"><p class="cut scene-site">{look.title.clone()}</p></div>
        </header>
    }
}

#[component]
fn Inside(drawing: Drawing) -> impl IntoView {
    if let (Scene::Call, Some(status)) = (drawing.scene, drawing.call) {
        let Drawing { look, back, .. } = drawing;
        return view! { <Progress look status back/> }.into_any();
    }
    match drawing.scene {
        Scene::Menu => view! { <Menu drawing/> }.into_any(),
        Scene::OfflineSent => view! { <Sent drawing/> }.into_any(),
        Scene::Introduce | Scene::Offline | Scene::Call => view! { <Form drawing/> }.into_any(),
    }
}

#[component]
fn Form(drawing: Drawing) -> impl IntoView {
    let Drawing { look, scene, form, written, faults, error, action, back, optional, .. } = drawing;
    let fields = asked(scene, &form).map(|(name, required)| {
        let wrong = faults.iter().find(|fault| fault.field == name).map(|fault| say(&look, *fault));
        view! { <Field look=look.clone() name required value=written.contact.get(name).to_owned() wrong/> }
    });
    let fields = fields.collect_view();
    let missing = faults.iter().any(|fault| fault.field == "text");
    let area = (scene == Scene::Offline).then(|| {
        let wrong = missing.then(|| look.word("formMissing").to_owned());
        view! { <Area label=look.word("formMessage").to_owned() text=written.text.clone() most=MAX_CHARS wrong/> }
    });
    let client_id =
        written.client_id.map(|id| view! { <input type="hidden" name="client_id" value=id.to_string()/> });
    let (_, _, send) = scene.words();
    let trouble = look.word("tryLater").to_owned();
    let error = view! { <p class="scene-error" role="alert">{error}</p> };
    view! {
        <form class="scene-form" method="post" action=action novalidate=true data-usher-trouble=trouble>
            {client_id}
            {fields}
            {area}
            {error}
            <button type="submit" class="btn btn-main btn-wide">{look.word(send).to_owned()}</button>
            {(scene != Scene::Introduce || optional).then(|| view! { <Back look back/> })}
        </form>
    }
}

/// The fields of a form, and whether each must be filled: for a call the number alone, which nobody can do without.
fn asked(scene: Scene, form: &ContactForm) -> impl Iterator<Item = (&'static str, bool)> {
    form.named().into_iter().filter_map(move |(name, ask)| match (scene, name) {
        (Scene::Call, "phone") => Some((name, true)),
        (Scene::Call, "name") => ask.show.then_some((name, false)),
        (Scene::Call, _) => None,
        _ => ask.show.then_some((name, ask.required)),
    })
}

fn say(look: &Look, Fault { field, wrong }: Fault) -> String {
    let key = match (wrong, field) {
        (Wrong::Missing, _) => "formMissing",
        (Wrong::Invalid, "email") => "formBadEmail",
        (Wrong::Invalid, _) => "formBadPhone",
        (Wrong::TooLong, _) => "formTooLong",
    };
    look.word(key).to_owned()
}

#[component]
fn Sent(drawing: Drawing) -> impl IntoView {
    let Drawing { look, back, .. } = drawing;
    view! {
        <p class="scene-done"><Icon d=icon::CHECK/></p>
        <Back look back/>
    }
}

/// To the conversation: a link on a page of its own, a button inside a frame.
#[component]
fn Back(look: Look, back: Option<String>) -> impl IntoView {
    let words = look.word("formBack").to_owned();
    match back {
        Some(href) => view! { <a class="btn btn-quiet btn-wide" href=href>{words}</a> }.into_any(),
        None => view! { <button type="button" class="btn btn-quiet btn-wide" data-usher-go="chat">{words}</button> }.into_any(),
    }
}

#[component]
fn Menu(drawing: Drawing) -> impl IntoView {
    let Drawing { look, can_call, .. } = drawing;
    let way = |name: &'static str, d: &'static str, key: &str| {
        let words = look.word(key).to_owned();
        view! {
            <li>
                <button type="button" class="scene-way" data-usher-go=name><Icon d/><span class="grow">{words}</span><Icon d=icon::RIGHT/></button>
            </li>
        }
    };
    let call = can_call.then(|| way("call", icon::PHONE, "menuCall"));
    view! { <ul class="scene-ways">{way("chat", icon::CHAT, "menuChat")}{call}</ul> }
}

#[cfg(test)]
mod tests {
    use domain::words::{Language, Words};
    use service::words;

    use super::*;

    fn drawing(scene: Scene, words: &Words) -> Drawing {
        Drawing {
            look: Look { words: words.clone(), title: "Nordlys".into(), ..Look::default() },
            scene,
            form: ContactForm::default(),
            written: Written::default(),
            faults: Vec::new(),
            error: None,
            action: None,
            back: None,
            optional: true,
            own: false,
            can_call: true,
            call: None,
        }
    }

    const ALL: [Scene; 5] = [Scene::Introduce, Scene::Offline, Scene::OfflineSent, Scene::Call, Scene::Menu];

    #[test]
    fn every_word_of_a_form_is_drawn_in_every_language() {
        let wrongs = [("name", Wrong::TooLong), ("email", Wrong::Invalid), ("phone", Wrong::Invalid)];
        for language in Language::ALL {
            let words = words::of(language);
            let mut html: String = ALL.map(|scene| render(&drawing(scene, words))).concat();
            let faults = wrongs.map(|(field, wrong)| Fault { field, wrong });
            html.push_str(&render(&Drawing { faults: faults.to_vec(), ..drawing(Scene::Offline, words) }));
            for status in [Status::Ringing, Status::Ended, Status::Failed] {
                html.push_str(&render(&Drawing { call: Some(status), ..drawing(Scene::Call, words) }));
            }
            let missing = vec![Fault { field: "email", wrong: Wrong::Missing }];
            html.push_str(&render(&Drawing { faults: missing, ..drawing(Scene::Offline, words) }));
            for key in words::FORMS {
                // It is said in the conversation.
                if key == "callRequest" {
                    continue;
                }
                assert!(html.contains(&words[key]), "{language:?}: {key} is not drawn");
            }
        }
    }

    #[test]
    fn nobodys_words_become_html() {
        let attack = "\"></textarea><img src=x onerror=alert(1)>";
        let contact = Contact { name: attack.into(), email: attack.into(), phone: attack.into() };
        let written = Written { contact, text: attack.into(), client_id: None };
        for scene in ALL {
            let state = drawing(scene, words::of(Language::En));
            let look = Look { title: attack.into(), ..state.look.clone() };
            let html =
                render(&Drawing { written: written.clone(), error: Some(attack.into()), look, ..state });
            assert!(!html.contains("<img"), "{html}");
        }
    }

    #[test]
    fn what_was_written_is_there_again_with_what_is_wrong() {
        let state = drawing(Scene::Offline, words::of(Language::En));
        let contact = Contact { email: "mia@".into(), ..Contact::default() };
        let written = Written { contact, text: "Line\n<two>".into(), client_id: None };
        let faults = vec![Fault { field: "email", wrong: Wrong::Invalid }];
        let html = render(&Drawing { written, faults, ..state });
        assert!(html.contains("value=\"mia@\"") && html.contains("\nLine\n&lt;two>"), "{html}");
        assert!(html.contains("aria-invalid=\"true\"") && html.contains("Check the address"), "{html}");
    }
}
