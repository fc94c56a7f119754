//! The site's own words in one language.

use domain::words::Language;
use leptos::{html::Iframe, prelude::*, server_fn::ServerFn as _};

use super::{
    api::ChangeWordsCall,
    appearance_page::language_name,
    browser,
    field::Word,
    frame::Frame,
    place::Tab,
    preview::Preview,
    saving::Saving,
    sheet::Sheet,
    start::Around,
    words::{Group, WordsForm},
};
use crate::desk::boxed::Boxed as _;

/// The page `/settings/site/{site}/words`.
#[component]
pub fn WordsPage(
    /// What is around it.
    around: Around,
    /// What is written.
    form: WordsForm,
    /// All words of the language.
    groups: Vec<Group>,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let frame = NodeRef::<Iframe>::new();
    let WordsForm { site, language, words } = form;
    let (preview, title) = (site.clone(), around.site_name(&site));
    let about = vec![("site", site.clone()), ("language", language.tag().to_owned())];
    let tabs = (site.clone(), Tab::Words);
    let page = path(&site, language);
    let written = move |_: String| browser::tell(frame, &browser::whole(saving.form));
    let groups = groups.into_iter().map(|Group { title, words: keys }| {
        let fields = keys.into_iter().map(|(key, own)| {
            let value = words.get(&key).cloned().unwrap_or_default();
            view! { <Word key value own language saving/> }
        });
        let fields = fields.collect_view();
        view! { <fieldset class="words"><legend>{title}</legend>{fields}</fieldset> }.boxed()
    });
    let groups = groups.collect_view();
    view! {
        <Frame around>
            <Sheet
                title page about tabs action=ChangeWordsCall::PATH fields=&["words."] saving
                written=Callback::new(written)
            >
                <div class="split">
                    <div class="opts">
                        <Languages site on=language/>
                        <p class="soft">"What is left empty is said as it stands there in grey. Each language is saved by itself."</p>
                        {groups}
                    </div>
                    <Preview site=preview frame saving/>
                </div>
            </Sheet>
        </Frame>
    }
    .boxed()
}

fn path(site: &str, language: Language) -> String {
    format!("{}?language={}", Tab::Words.path(site), language.tag())
}

#[component]
fn Languages(site: String, on: Language) -> impl IntoView {
    let links = Language::ALL.map(|language| {
        view! {
            <a href=path(&site, language) lang=language.tag() aria-current=(language == on).then_some("page")>{language_name(language)}</a>
        }
    });
    view! { <nav class="seg seg-wide" aria-label="Language">{links.into_iter().collect_view()}</nav> }.boxed()
}
