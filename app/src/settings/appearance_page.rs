//! How a site looks and where it is shown.

use domain::{
    site::{ButtonStyle, Devices},
    words::Language,
};
use leptos::{html::Iframe, prelude::*, server_fn::ServerFn as _};

use super::{
    api::ChangeAppearanceCall,
    appearance::Appearance,
    browser,
    field::{Area, Choose, Colour, Line, Segments, Switch},
    frame::Frame,
    place::Tab,
    position::Position,
    preview::Preview,
    saving::Saving,
    sheet::Sheet,
    start::Around,
};
use crate::desk::boxed::Boxed as _;

/// Fields that tell themselves what is wrong with them.
const FIELDS: &[&str] = &[
    "accent",
    "position",
    "button_size",
    "chat_width",
    "chat_height",
    "z_index",
    "domains",
    "department",
    "colors.button_text",
    "colors.button_bg",
    "colors.chat_bg",
    "colors.client_bubble_bg",
    "colors.agent_bubble_bg",
];

/// The page `/settings/site/{site}`.
#[component]
pub fn AppearancePage(
    /// What is around it.
    around: Around,
    /// What is stored.
    form: Appearance,
    /// Ids and names of the organisation's departments.
    departments: Vec<(String, String)>,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let frame = NodeRef::<Iframe>::new();
    let site = form.site.clone();
    let (preview, title) = (site.clone(), around.site_name(&site));
    let written = move |entries: String| browser::tell(frame, &entries);
    view! {
        <Frame around>
            <Sheet
                title page=Tab::Appearance.path(&site) about=vec![("site", site.clone())] tabs=(site, Tab::Appearance)
                action=ChangeAppearanceCall::PATH fields=FIELDS saving written=Callback::new(written)
            >
                <div class="split">
                    <div class="opts"><Fields form departments saving/></div>
                    <Preview site=preview frame saving/>
                </div>
            </Sheet>
        </Frame>
    }
    .boxed()
}

#[component]
fn Fields(form: Appearance, departments: Vec<(String, String)>, saving: Saving) -> impl IntoView {
    let style = match form.button_style {
        ButtonStyle::Round => "round",
        ButtonStyle::Tab => "tab",
    };
    let devices = match form.devices {
        Devices::All => "all",
        Devices::Desktop => "desktop",
        Devices::Phone => "phone",
    };
    let pairs = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect::<Vec<_>>()
    };
    let mut second = vec![(String::new(), "None".to_owned())];
    let languages =
        Language::ALL.map(|language| (language.tag().to_owned(), language_name(language).to_owned()));
    second.extend(languages.iter().cloned());
    let nobody = (String::new(), "Everybody".to_owned());
    let departments = std::iter::once(nobody).chain(departments).collect::<Vec<_>>();
    view! {
        <Colour field="accent" label="Accent" value=form.accent saving help="Button, own words and links follow it."/>
        <Segments field="button_style" label="Button" value=style options=&[("round", "Round"), ("tab", "Tab")]/>
        <Position value=form.position saving/>
        <div class="three">
            <Line field="button_size" label="Button size" value=form.button_size keys="numeric" unit="px" help="40 to 100" saving/>
            <Line field="chat_width" label="Chat width" value=form.chat_width keys="numeric" unit="px" help="from 280" saving/>
            <Line field="chat_height" label="Chat height" value=form.chat_height keys="numeric" unit="px" help="from 300" saving/>
        </div>
        <details class="more">
            <summary>"Colours of parts"</summary>
            <div class="two">
                <Colour field="colors.button_bg" label="Button" value=form.colors.button_bg.unwrap_or_default() placeholder="accent" saving/>
                <Colour field="colors.button_text" label="Icon and words on it" value=form.colors.button_text.unwrap_or_default() placeholder="automatic" saving/>
                <Colour field="colors.chat_bg" label="Behind the chat" value=form.colors.chat_bg.unwrap_or_default() placeholder="automatic" saving/>
                <Colour field="colors.client_bubble_bg" label="Visitor’s words" value=form.colors.client_bubble_bg.unwrap_or_default() placeholder="accent" saving/>
                <Colour field="colors.agent_bubble_bg" label="Your words" value=form.colors.agent_bubble_bg.unwrap_or_default() placeholder="automatic" saving/>
            </div>
        </details>
        <Choose field="language" label="Language" value=form.language.tag().to_owned() options=languages.to_vec() help="A page can ask for another one." saving/>
        <Choose field="second_language" label="Second language" value=form.second_language options=second help="What onWebChat’s code calls l2." saving/>
        <Choose
            field="devices" label="Shown on" value=devices.to_owned() saving
            options=pairs(&[("all", "All devices"), ("desktop", "Computers only"), ("phone", "Phones only")])
        />
        <Switch field="start_hidden" label="Start hidden" value=form.start_hidden help="Nothing is shown until the page calls “show”."/>
        <Line
            field="z_index" label="Layer (z-index)" value=form.z_index placeholder="999999" keys="text"
            help="Lower it when the chat covers something of yours." saving
        />
        <Area
            field="domains" label="Pages that may show this chat" value=form.domains placeholder="shop.example"
            help="One host a line: shop.example, *.shop.example" saving
        />
        <Choose
            field="department" label="New conversations are for" value=form.department options=departments
            help="A page can name another department (groupId)." saving
        />
    }
    .boxed()
}

/// A language by the name its speakers know it by.
#[must_use]
pub fn language_name(language: Language) -> &'static str {
    match language {
        Language::En => "English",
        Language::Ru => "Русский",
        Language::Es => "Español",
        Language::Pt => "Português",
    }
}
