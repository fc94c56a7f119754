//! A site's presets: the list, a new one, and one that is there.

use domain::words::Language;
use leptos::{html::Iframe, prelude::*, server_fn::ServerFn as _};

use super::{
    act::Act,
    api::{ChangePresetCall, MakePresetCall, RemovePresetCall},
    appearance_page::language_name,
    browser,
    field::{Area, Choose, Colour, Line},
    frame::{Back, Frame, Tabs},
    place::{Tab, new_preset_path, preset_path},
    position::PLACES,
    presets::{DEVICES, HIDDEN, PresetEntry, PresetForm, STYLES},
    preview::Preview,
    saving::Saving,
    sheet::{Sheet, post_path},
    start::Around,
};
use crate::{
    desk::{boxed::Boxed as _, void::Void},
    ui::{Icon, icon},
};

/// Fields that tell themselves what is wrong with them.
const FIELDS: &[&str] = &[
    "name",
    "accent",
    "colors.",
    "button_style",
    "position",
    "button_size",
    "chat_width",
    "chat_height",
    "z_index",
    "devices",
    "start_hidden",
    "language",
    "header",
    "welcome",
    "online",
    "offline",
    "offline_welcome",
    "department",
];

/// What an empty field means.
const SAME: &str = "as the site";

/// The page `/settings/site/{site}/presets`.
#[component]
pub fn PresetsPage(
    /// What is around it.
    around: Around,
    /// The site.
    site: String,
    /// Its presets, by name.
    presets: Vec<PresetEntry>,
    /// Something was changed just now.
    saved: bool,
) -> impl IntoView {
    let title = around.site_name(&site);
    let none = presets.is_empty();
    let new = new_preset_path(&site);
    let rows = presets.into_iter().map(|PresetEntry { name, differs }| {
        let below =
            if differs.is_empty() { "All as the site".to_owned() } else { ["Own: ", &differs].concat() };
        let path = preset_path(&site, &name);
        view! {
            <li class="row-line">
                <a href=path>
                    <span class="grow">
                        <span class="row-title"><b class="cut">{name}</b></span>
                        <bdi class="cut faint">{below}</bdi>
                    </span>
                    <Icon d=icon::RIGHT class="i-s i-flip"/>
                </a>
            </li>
        }
        .boxed()
    });
    let rows = rows.collect_view();
    view! {
        <Frame around>
            <header class="page-head">
                <Back/>
                <h1 class="cut">{title}</h1>
                <span class="grow"></span>
                <span class="told" role="status">{saved.then(|| view! { <Icon d=icon::CHECK class="i-s"/>"Saved" })}</span>
                <a class="btn btn-main" href=new>"New preset"</a>
            </header>
            <Tabs site on=Tab::Presets/>
            <div class="page-body">
                <p class="soft measure">
                    "A preset is this site with other looks, texts or another department. A page chooses one by its name; a name that is not here is the site itself."
                </p>
                {if none {
                    view! { <div class="card"><Void icon=icon::CHAT title="No presets yet"><p>"mluvii’s pages name a preset in “init”, onWebChat’s by the numbers behind their id."</p></Void></div> }.boxed()
                } else {
                    view! { <ul class="card rows">{rows}</ul> }.boxed()
                }}
            </div>
        </Frame>
    }
    .boxed()
}

/// The page `/settings/site/{site}/presets/new`, and that of one which is there.
#[component]
pub fn PresetPage(
    /// What is around it.
    around: Around,
    /// What is written.
    form: Box<PresetForm>,
    /// What the site has where nothing is written.
    own: Box<PresetForm>,
    /// Ids and names of the organisation's departments.
    departments: Vec<(String, String)>,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let frame = NodeRef::<Iframe>::new();
    let (site, preset) = (form.site.clone(), form.preset.clone());
    let (title, is_new) = (around.site_name(&site), preset.is_empty());
    let page = if is_new { new_preset_path(&site) } else { preset_path(&site, &preset) };
    let action = if is_new { MakePresetCall::PATH } else { ChangePresetCall::PATH };
    let about = vec![("site", site.clone()), ("preset", preset)];
    let (removed, sheet) = (about.clone(), page.clone());
    let (preview, tabs) = (site.clone(), (site, Tab::Presets));
    let written = move |entries: String| browser::tell(frame, &entries);
    view! {
        <Frame around>
            <Sheet
                title page=sheet about tabs action submit={if is_new { "Create" } else { "Save" }} fields=FIELDS saving
                written=Callback::new(written)
            >
                <div class="split">
                    <div class="opts"><Fields form own departments saving/></div>
                    <Preview site=preview frame saving/>
                </div>
            </Sheet>
            {(!is_new).then(|| view! {
                <div class="opts opts-page opts-more">
                    <details class="more">
                        <summary>"Delete this preset"</summary>
                        <div class="more-body">
                            <p class="soft">"Pages that name it show the site itself from then on."</p>
                            <Act action=post_path(&page, RemovePresetCall::PATH) about=removed>
                                <button type="submit" class="btn btn-bad">"Delete"</button>
                            </Act>
                        </div>
                    </details>
                </div>
            })}
        </Frame>
    }
    .boxed()
}

#[component]
fn Fields(
    form: Box<PresetForm>,
    own: Box<PresetForm>,
    departments: Vec<(String, String)>,
    saving: Saving,
) -> impl IntoView {
    let languages = Language::ALL.map(|language| (language.tag(), language_name(language)));
    let departments = departments.iter().map(|(id, name)| (id.as_str(), name.as_str()));
    view! {
        <Line
            field="name" label="Name" value=form.name saving
            help="As pages write it. mluvii: init(companyId, name). onWebChat: the numbers behind the id, 1/0. A link: /chat/…?preset=name."
        />
        <p class="soft">"What is left empty is as the site has it, now and later."</p>
        <Line field="header" label="Title" value=form.header placeholder=own.header saving/>
        <Area field="welcome" label="Welcome" value=form.welcome placeholder=own.welcome rows=2 saving/>
        <details class="more">
            <summary>"More texts"</summary>
            <div class="two">
                <Line field="online" label="Below the title, online" value=form.online placeholder=own.online saving/>
                <Line field="offline" label="Below the title, offline" value=form.offline placeholder=own.offline saving/>
            </div>
            <Area field="offline_welcome" label="Welcome, while nobody is online" value=form.offline_welcome placeholder=own.offline_welcome rows=2 saving/>
        </details>
        <Colour field="accent" label="Accent" value=form.accent placeholder=SAME saving/>
        <details class="more">
            <summary>"Colours of parts"</summary>
            <div class="two">
                <Colour field="colors.button_bg" label="Button" value=form.colors.button_bg.unwrap_or_default() placeholder=SAME saving/>
                <Colour field="colors.button_text" label="Icon and words on it" value=form.colors.button_text.unwrap_or_default() placeholder=SAME saving/>
                <Colour field="colors.chat_bg" label="Behind the chat" value=form.colors.chat_bg.unwrap_or_default() placeholder=SAME saving/>
                <Colour field="colors.client_bubble_bg" label="Visitor’s words" value=form.colors.client_bubble_bg.unwrap_or_default() placeholder=SAME saving/>
                <Colour field="colors.agent_bubble_bg" label="Your words" value=form.colors.agent_bubble_bg.unwrap_or_default() placeholder=SAME saving/>
            </div>
        </details>
        <div class="two">
            <Choose field="button_style" label="Button" value=form.button_style options=same(STYLES.map(|(slug, words, _)| (slug, words))) saving/>
            <Choose field="position" label="Position" value=form.position options=same(PLACES) saving/>
        </div>
        <div class="three">
            <Line field="button_size" label="Button size" value=form.button_size placeholder=own.button_size keys="numeric" unit="px" help="40 to 100" saving/>
            <Line field="chat_width" label="Chat width" value=form.chat_width placeholder=own.chat_width keys="numeric" unit="px" help="from 280" saving/>
            <Line field="chat_height" label="Chat height" value=form.chat_height placeholder=own.chat_height keys="numeric" unit="px" help="from 300" saving/>
        </div>
        <Choose field="language" label="Language" value=form.language options=same(languages) help="A page can ask for another one." saving/>
        <Choose field="devices" label="Shown on" value=form.devices options=same(DEVICES.map(|(slug, words, _)| (slug, words))) saving/>
        <Choose field="start_hidden" label="At first" value=form.start_hidden options=same(HIDDEN.map(|(slug, words, _)| (slug, words))) saving/>
        <Line field="z_index" label="Layer (z-index)" value=form.z_index placeholder=own.z_index keys="text" saving/>
        <Choose
            field="department" label="New conversations are for" value=form.department options=same(departments) saving
            help="Its members answer: while none of them is online, the chat is offline."
        />
    }
    .boxed()
}

/// Choices after that of the site.
fn same<'a>(options: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    let options = options.into_iter().map(|(value, words)| (value.to_owned(), words.to_owned()));
    std::iter::once((String::new(), "As the site".to_owned())).chain(options).collect()
}
