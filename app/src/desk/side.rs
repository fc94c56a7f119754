//! The visitor's pane: what is known of the person who writes. Values are text; only web and mail addresses can be
//! clicked.

use domain::{
    custom_data::Field,
    text::is_web,
    visitor::{Card, PageView},
};
use leptos::{either::Either, prelude::*};

use super::{
    boxed::{Boxed as _, Slot},
    contact::{Contact, Edits, edits},
    face::Visitor,
    live::Desk,
    place,
    when::{Since, When},
    words,
};
use crate::ui::{Icon, Words, icon};

/// The pane; nothing while no conversation is open.
#[component]
pub fn Side() -> impl IntoView {
    let desk = Desk::here();
    let card = Memo::new(move |_| desk.with(|state| state.open.as_ref().and_then(|open| open.card.clone())));
    let visitor = Memo::new(move |_| card.with(|card| card.as_ref().map(|card| card.id)));
    let chosen = Memo::new(move |_| desk.place.get().choice().id().is_some());
    move || {
        chosen.get().then(|| {
            view! {
                <aside class="side" aria-label="Visitor">
                    {move || visitor.get().map(|visitor| view! { <About edits=edits(visitor, card) card/> })}
                </aside>
            }
        })
    }
}

/// What is being written outlives the picture of the rest, which is drawn anew whenever something changes.
#[component]
fn About(edits: Edits, card: Memo<Option<Card>>) -> impl IntoView {
    move || {
        card.get().map(|card| {
            let now = card.pages.first().filter(|_| card.online).cloned();
            view! {
                <Top card=card.clone()/>
                {now.map(|page| view! { <Now page/> })}
                <Contact edits card=card.clone()/>
                <CustomData fields=card.custom_data.clone()/>
                <Site card=card.clone()/>
                <Pages pages=card.pages.clone()/>
                <Visit card/>
            }
            .boxed()
        })
    }
}

#[component]
fn Top(card: Card) -> impl IntoView {
    let desk = Desk::here();
    let back = move || {
        let place = desk.place.get();
        place::inbox(place.filter(), place.choice().id())
    };
    let known = card.data.known("name").map(str::to_owned);
    let title = known.clone().unwrap_or_else(|| format!("Visitor {}", card.number));
    let number = known.is_some().then(|| format!("Visitor {}, ", card.number));
    let online = if card.online { "online" } else { "not on the site" };
    view! {
        <header class="side-top">
            <a class="btn btn-quiet btn-icon back" href=back aria-label="Back"><Icon d=icon::LEFT class="i-flip"/></a>
            <Visitor id=card.id name=known size="av-40" dot=true/>
            <span class="grow"><h2 class="cut" dir="auto">{title}</h2><span>{number}{online}</span></span>
        </header>
    }
}

/// The page the visitor looks at.
#[component]
fn Now(page: PageView) -> impl IntoView {
    let title = if page.title.is_empty() { words::address(&page.url).to_owned() } else { page.title.clone() };
    let address = words::address(&page.url).to_owned();
    view! {
        <div class="now">
            <i class="dot dot-ok"></i>
            <b class="cut" dir="auto">{title}</b>
            <Since at=page.at/>
            <small class="cut">{address}</small>
        </div>
    }
}

/// A part of the pane that can be folded.
#[component]
pub fn Section(
    /// What it is about.
    title: &'static str,
    /// How many of it there are, if that is worth saying.
    #[prop(default = 0)]
    count: usize,
    /// What it holds.
    children: Slot,
) -> impl IntoView {
    view! {
        <details class="sec" open>
            <summary>{title}{(count > 0).then(|| view! { <span class="count">{count}</span> })}</summary>
            {children.view()}
        </details>
    }
}

/// What the site's code wants operators to see (`CONTRACT 1.6 setCustomData`): a title above, a key before, the words, and
/// perhaps a link, which leads where the owner allows.
#[component]
fn CustomData(fields: Vec<Field>) -> impl IntoView {
    (!fields.is_empty()).then(|| {
        let rows = fields.into_iter().map(|Field { content, title, key, link }| {
            let words = match link.filter(|link| is_web(link)) {
                Some(href) => Either::Left(view! {
                    <a href=href target="_blank" rel="noopener noreferrer nofollow ugc">{content}</a>
                }),
                None => Either::Right(content),
            };
            let key = key.map(|key| view! { <b>{key}": "</b> });
            view! { <div><dt dir="auto">{title}</dt><dd dir="auto">{key}{words}</dd></div> }
        });
        view! { <Section title="Custom data"><dl class="cards">{rows.collect_view()}</dl></Section> }
    })
}

/// What the site's own code said.
#[component]
fn Site(card: Card) -> impl IntoView {
    let rows: Vec<_> = card.data.custom().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    (!rows.is_empty()).then(|| {
        let rows = rows.into_iter().map(|(key, value)| {
            view! { <div><dt dir="auto">{key}</dt><dd dir="auto"><Words text=value/></dd></div> }
        });
        view! { <Section title="From the site"><dl class="cards">{rows.collect_view()}</dl></Section> }
    })
}

#[component]
fn Pages(pages: Vec<PageView>) -> impl IntoView {
    let count = pages.len();
    (count > 0).then(|| {
        let rows = pages.into_iter().map(|page| {
            let at = page.at;
            view! { <li><PageLink page/><When at/></li> }
        });
        view! { <Section title="Pages" count><ol class="trail">{rows.collect_view()}</ol></Section> }
    })
}

#[component]
fn PageLink(page: PageView) -> impl IntoView {
    let title = if page.title.is_empty() { words::address(&page.url).to_owned() } else { page.title };
    if !is_web(&page.url) {
        return Either::Left(view! { <span class="cut" dir="auto">{title}</span> });
    }
    Either::Right(view! {
        <a class="cut" href=page.url.clone() title=page.url target="_blank" rel="noopener noreferrer nofollow ugc" dir="auto">
            {title}
        </a>
    })
}

#[component]
fn Visit(card: Card) -> impl IntoView {
    let from = if card.referrer.is_empty() { "directly".to_owned() } else { card.referrer };
    let browser = words::browser(&card.user_agent);
    let tags: Vec<_> = card.utm.tags().map(|(name, tag)| [name, ": ", tag].concat()).collect();
    let utm = (!tags.is_empty()).then(|| tags.join("\n"));
    view! {
        <Section title="Visit">
            <dl class="kv">
                <dt>"Came from"</dt><dd><Words text=from/></dd>
                {utm.map(|utm| view! { <dt>"Campaign"</dt><dd><Words text=utm/></dd> })}
                <dt>"Browser"</dt><dd title=card.user_agent>{browser}</dd>
                <dt>"First seen"</dt><dd><When at=card.first_seen/></dd>
            </dl>
        </Section>
    }
}
