//! One line of a thread.

use domain::{ClientMessageId, Timestamp, operator::Face, thread::Outgoing};
use leptos::{
    either::{Either, EitherOf3},
    prelude::*,
};

use super::{
    browser,
    face::Visitor,
    lines::{Item, Key, Mark, Shape},
    live::Desk,
    state::DeskState,
    words,
};
use crate::ui::{self, Avatar, Clock, Icon, SiteFace, icon};

/// What is said, and by whom; a message on its way is mine.
#[derive(Clone)]
struct Said {
    text: String,
    at: Timestamp,
    face: Option<Face>,
}

fn line(state: &DeskState, key: Key) -> Option<&domain::message::Message> {
    state.open.as_ref()?.thread.lines.iter().rev().find(|line| match key {
        Key::Sent(id) => line.client_id == Some(id),
        Key::Line(id) | Key::Day(id) => line.id == id,
    })
}

fn said(state: &DeskState, key: Key) -> Option<Said> {
    if let Some(line) = line(state, key) {
        return Some(Said { text: line.in_words(), at: line.at, face: line.operator.clone() });
    }
    let Outgoing { text, at, .. } = outgoing(state, key)?.clone();
    Some(Said { text, at, face: state.me.as_ref().map(|me| me.face.clone()) })
}

fn outgoing(state: &DeskState, key: Key) -> Option<&Outgoing> {
    state.open.as_ref()?.thread.outgoing.iter().find(|out| Key::Sent(out.client_id) == key)
}

/// Something happened.
#[component]
pub fn Event(
    /// Which line.
    key: Key,
) -> impl IntoView {
    let desk = Desk::here();
    desk.state
        .with_untracked(|state| line(state, key).map(words::event))
        .map(|words| view! { <p class="sys">{words}</p> })
}

/// Somebody said something. The words stay as they are; shape and mark follow what comes after.
#[component]
pub fn Words(
    /// Which line.
    key: Key,
    /// How it looks at first.
    shape: Shape,
    /// How all lines look.
    items: Memo<Vec<Item>>,
) -> impl IntoView {
    let desk = Desk::here();
    let first = shape.clone();
    let shape = Memo::new(move |_| {
        items
            .with(|items| {
                items.iter().rev().find_map(|item| match item {
                    Item::Words(other, shape) if *other == key => Some(shape.clone()),
                    _ => None,
                })
            })
            .unwrap_or_else(|| first.clone())
    });
    let said = desk.state.with_untracked(|state| said(state, key));
    let speaker = speaker(desk, shape.get_untracked().out, said.as_ref());
    let face = said.as_ref().and_then(|said| said.face.clone());
    view! {
        <div class=move || shape.with(class)>
            <span class="sr">{speaker}": "</span>
            {move || shape.with(|shape| shape.last.then_some(shape.out)).map(|out| view! { <Picture out face=face.clone()/> })}
            <div class="bubble" dir="auto">{said.map(|said| view! { <ui::Words text=said.text/> })}</div>
            {move || shape.with(|shape| shape.meta).then(|| view! { <Meta key mark=shape.get().mark/> })}
        </div>
    }
}

fn class(shape: &Shape) -> String {
    let side = if shape.out { "msg out" } else { "msg in" };
    let first = if shape.first { " first" } else { "" };
    let mark = match shape.mark {
        Mark::Sending => " is-sending",
        Mark::Failed(_) => " is-failed",
        Mark::None | Mark::Sent | Mark::Read => "",
    };
    format!("{side}{first}{mark}")
}

/// Said to those who do not see on which side a bubble stands.
fn speaker(desk: Desk, out: bool, said: Option<&Said>) -> String {
    let visitor =
        || desk.state.with_untracked(|state| state.open_row().map(domain::conversation::Row::title));
    let operator = || said.and_then(|said| said.face.as_ref()).map(|face| face.name.clone());
    if out {
        operator().unwrap_or_else(|| "Automatic message".to_owned())
    } else {
        visitor().unwrap_or_default()
    }
}

/// The operator's picture, the visitor's, or the site's.
#[component]
fn Picture(out: bool, face: Option<Face>) -> impl IntoView {
    let desk = Desk::here();
    let Some(face) = face else {
        if out {
            return EitherOf3::B(view! { <SiteFace size="av-24"/> });
        }
        let visitor = desk.state.with_untracked(|state| state.open_row().map(|row| row.visitor));
        let name =
            Signal::derive(move || desk.with(|state| state.open_row().and_then(|row| row.name.clone())));
        return EitherOf3::A(visitor.map(|id| view! { <Visitor id name size="av-24"/> }));
    };
    EitherOf3::C(view! { <Avatar name=face.name id=face.id size="av-24"/> })
}

/// When it was said and how far it has come.
#[component]
fn Meta(key: Key, mark: Mark) -> impl IntoView {
    let desk = Desk::here();
    let at = desk.state.with_untracked(|state| said(state, key)).map(|said| said.at).unwrap_or_default();
    let colleague = desk.state.with_untracked(|state| {
        let face = line(state, key)?.operator.clone()?;
        (Some(face.id) != state.my_id()).then(|| format!("{}, ", face.name))
    });
    let (icon, class, word) = match (mark, key) {
        (Mark::Failed(reason), Key::Sent(id)) => return Either::Left(view! { <Failed id reason/> }),
        (Mark::Sending | Mark::Failed(_), _) => (None, "", "Sending"),
        (Mark::None, _) => (None, "", ""),
        (Mark::Sent, _) => (Some(icon::CHECK), "", "Sent"),
        (Mark::Read, _) => (Some(icon::CHECKS), "read", "Read"),
    };
    let clock = (word != "Sending").then(|| view! { <Clock at/> });
    let icon = icon.map(|d| view! { <Icon d class/> });
    Either::Right(view! { <div class="meta">{colleague}{clock}{icon}{word}</div> })
}

/// Words that were refused wait for a decision.
#[component]
fn Failed(id: ClientMessageId, reason: String) -> impl IntoView {
    view! {
        <div class="meta failed">
            <Icon d=icon::ALERT/>
            <span>"Not sent. "{reason}</span>
            <button type="button" on:click=move |_| browser::retry(id)>"Try again"</button>
            <button type="button" on:click=move |_| browser::discard(id)>"Delete"</button>
        </div>
    }
}
