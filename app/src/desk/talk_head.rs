//! Who this is with, who has it, and what can be done to it.

use domain::{
    ConversationId,
    conversation::{Action, Row, Status},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{boxed::Boxed as _, live::Desk, place, words};
use crate::ui::{Avatar, Icon, icon};

/// The head of the conversation pane.
#[component]
pub fn TalkHead(
    /// Which conversation.
    id: ConversationId,
    /// Whether the visitor's pane is open where there is no room for both.
    visitor: Memo<bool>,
) -> impl IntoView {
    let desk = Desk::here();
    let row = Memo::new(move |_| desk.with(|state| state.rows.get(id).cloned()));
    let back = move || place::inbox(desk.place.get().filter(), None);
    let part = move |part: fn(&Row) -> String| move || row.with(|row| row.as_ref().map(part));
    view! {
        <header class="talk-head">
            <a class="btn btn-quiet btn-icon back" href=back aria-label="Back"><Icon d=icon::LEFT class="i-flip"/></a>
            <div class="who grow">
                <h2 class="cut" dir="auto">{part(Row::title)}</h2>
                <span class="cut">{part(subtitle)}</span>
            </div>
            <Guard id/>
            <Actions id row/>
            <VisitorButton visitor/>
        </header>
    }
    .boxed()
}

/// The number, if the title does not say it, and where it was begun.
fn subtitle(row: &Row) -> String {
    let origin = words::origin(row);
    if row.name.is_some() { format!("Visitor {}, {origin}", row.number) } else { origin }
}

/// A colleague who has it, or writes in it just now.
#[component]
fn Guard(id: ConversationId) -> impl IntoView {
    let desk = Desk::here();
    let guard = Memo::new(move |_| {
        desk.with(|state| {
            let writes = state.colleague_types(id).map(|face| (face.clone(), true));
            let has = || {
                let face = state.rows.get(id)?.talk.operator.clone()?;
                (Some(face.id) != state.my_id()).then_some((face, false))
            };
            writes.or_else(has)
        })
    });
    move || {
        guard.get().map(|(face, writes)| {
            let words = if writes { format!("{} writes", face.name) } else { format!("{} has it", face.name) };
            view! { <span class="guard" role="status"><Avatar name=face.name id=face.id size="av-20"/><span class="t">{words}</span></span> }
        })
    }
}

#[component]
fn Actions(id: ConversationId, row: Memo<Option<Row>>) -> impl IntoView {
    let open =
        Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| row.talk.status == Status::Open)));
    let free =
        Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| row.talk.operator.is_none())));
    view! {
        {move || (open.get() && free.get()).then(|| view! { <Act id action=Action::Accept name="Accept" words="Accept" key="A" icon=icon::USER/> })}
        {move || open.get().then(|| view! { <Act id action=Action::Close name="Close conversation" words="Close" key="E" icon=icon::CHECK/> })}
    }
}

#[component]
fn Act(
    id: ConversationId,
    action: Action,
    name: &'static str,
    words: &'static str,
    key: &'static str,
    icon: &'static str,
) -> impl IntoView {
    let desk = Desk::here();
    view! {
        <button
            type="button" class="btn act" aria-label=name title=name aria-keyshortcuts=key
            aria-busy=move || desk.busy.get().then_some("true") on:click=move |_| desk.change(id, action)
        >
            <Icon d=icon class="i-s"/>
            <span class="t">{words}</span>
            {move || desk.keys.get().then(|| view! { <kbd aria-hidden="true">{key}</kbd> })}
        </button>
    }
}

/// Where there is no room for three panes, the visitor's is a place of its own, so that Back leads back.
#[component]
fn VisitorButton(visitor: Memo<bool>) -> impl IntoView {
    let desk = Desk::here();
    let navigate = use_navigate();
    let toggle = move |_| {
        let place = desk.place.get_untracked();
        let path = place::inbox(place.filter(), place.choice().id());
        let path = if visitor.get_untracked() { path } else { format!("{path}?pane=visitor") };
        navigate(&path, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    view! {
        <button
            type="button" class="btn btn-quiet btn-icon to-side" aria-label="Visitor" title="Visitor"
            aria-expanded=move || if visitor.get() { "true" } else { "false" } on:click=toggle
        >
            <Icon d=icon::INFO/>
        </button>
    }
}
