//! A conversation as a row of the list.

use domain::{
    ConversationId,
    conversation::{Row, Status},
};
use leptos::{either::Either, prelude::*};

use super::{boxed::Boxed as _, face::Visitor, live::Desk, place, wait::Wait, when::When, words};
use crate::ui::{Icon, icon};

/// The row; a link whose name begins with the visitor's.
#[component]
pub fn Conv(
    /// Which one.
    id: ConversationId,
) -> impl IntoView {
    let desk = Desk::here();
    let row = Memo::new(move |_| desk.with(|state| state.rows.get(id).cloned()));
    let on = Memo::new(move |_| desk.place.get().choice().id() == Some(id));
    let href = move || place::inbox(desk.place.get().filter(), Some(id));
    let fresh = move || row.with(|row| row.as_ref().is_some_and(|row| row.unread > 0));
    let part = move |part: fn(&Row) -> String| move || row.with(|row| row.as_ref().map(part));
    let visitor = row.with_untracked(|row| row.as_ref().map(|row| row.visitor));
    let name = Signal::derive(move || row.with(|row| row.as_ref().and_then(|row| row.name.clone())));
    view! {
        <a
            id=format!("row-{id}") class="conv" class:is-on=on class:is-new=fresh href=href
            aria-current=move || on.get().then_some("true")
        >
            {visitor.map(|id| view! { <Visitor id name dot=true/> })}
            <span class="conv-words">
                <span class="l1"><b class="cut" dir="auto">{part(Row::title)}</b><Time row/></span>
                <span class="l2"><Last id row/><Unread row/></span>
                <span class="l3"><Failed id/><span class="cut">{part(words::origin)}</span></span>
            </span>
        </a>
    }
    .boxed()
}

/// How long the visitor waits, or when the last words came.
#[component]
fn Time(row: Memo<Option<Row>>) -> impl IntoView {
    let time = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| (row.waiting_since, row.last_at))));
    move || {
        time.get().map(|(waiting, last)| match waiting {
            Some(since) => Either::Left(view! { <Wait since/> }),
            None => Either::Right(view! { <span class="wait"><When at=last/></span> }),
        })
    }
}

/// The newest words, or that more are being written.
#[component]
fn Last(id: ConversationId, row: Memo<Option<Row>>) -> impl IntoView {
    let desk = Desk::here();
    let typing = Memo::new(move |_| desk.with(|state| state.visitor_types(id)));
    let me = desk.state.with_untracked(super::state::DeskState::my_id);
    let last = Memo::new(move |_| {
        row.with(|row| row.as_ref().map(|row| (words::speaker(row, me), row.last_text.clone())))
    });
    let words =
        move || if typing.get() { (None, "Typing…".to_owned()) } else { last.get().unwrap_or_default() };
    view! {
        <span class="sr">" "</span>
        <span class="cut grow" class:typing-word=typing dir="auto">
            {move || {
                let (speaker, text) = words();
                let mark = speaker.is_some().then(|| view! { <Icon d=icon::REPLY class="i-s"/> });
                view! { {mark}{speaker}{text} }
            }}
        </span>
    }
}

#[component]
fn Unread(row: Memo<Option<Row>>) -> impl IntoView {
    let unread = Memo::new(move |_| row.with(|row| row.as_ref().map_or(0, |row| row.unread)));
    move || {
        (unread.get() > 0).then(|| {
            view! {
                <span class="badge" aria-hidden="true">{unread.get().min(99)}</span>
                <span class="sr">{format!(" {} unread", unread.get())}</span>
            }
        })
    }
}

/// Words that did not go out are seen from everywhere, and so is a conversation that is closed but still in the list, or that is
/// answered by e-mail or by a bot.
#[component]
fn Failed(id: ConversationId) -> impl IntoView {
    let desk = Desk::here();
    let failed = Memo::new(move |_| desk.with(|state| state.has_failed(id)));
    let mark = Memo::new(move |_| {
        let is_elsewhere = desk.place.get().filter() != domain::conversation::Filter::Closed;
        desk.with(|state| match state.rows.get(id) {
            Some(row) if row.call.as_ref().is_some_and(|call| !call.status.is_over()) => "Call back",
            Some(row) if row.talk.status == Status::Closed && is_elsewhere => "Closed",
            Some(row) if row.offline => "Left a message",
            Some(row) if row.bot => "Bot",
            _ => "",
        })
    });
    view! {
        {move || failed.get().then(|| view! { <span class="chip chip-bad">"Not sent"</span> })}
        <span class="chip mark">{mark}</span>
    }
}
