//! The conversation pane.

use domain::{
    ConversationId,
    conversation::{Action, Status},
};
use leptos::{
    either::{Either, EitherOf4},
    prelude::*,
};

use super::{
    boxed::Boxed as _, call::CallBar, composer::Composer, live::Desk, opened::Stage, place::Choice,
    talk_head::TalkHead, thread::Thread, void::Void,
};
use crate::ui::{Icon, icon};

/// What the pane shows.
#[derive(Clone, PartialEq, Eq)]
enum Pane {
    Nothing,
    Missing,
    Failed(ConversationId, String),
    Talk(ConversationId),
}

/// The pane.
#[component]
pub fn Talk(
    /// Whether the visitor's pane is wanted where there is no room for both.
    visitor: Memo<bool>,
) -> impl IntoView {
    let desk = Desk::here();
    let pane = Memo::new(move |_| match desk.place.get().choice() {
        Choice::Nothing => Pane::Nothing,
        Choice::Nonsense => Pane::Missing,
        Choice::One(id) => {
            desk.with(|state| match state.open.as_ref().filter(|open| open.id == id).map(|o| &o.stage) {
                Some(Stage::Missing) => Pane::Missing,
                Some(Stage::Failed(reason)) => Pane::Failed(id, reason.clone()),
                _ => Pane::Talk(id),
            })
        }
    });
    let show = move || match pane.get() {
        Pane::Nothing => EitherOf4::A(view! { <Choose/> }),
        Pane::Missing => EitherOf4::B(view! { <Void icon=icon::CHAT title="There is nothing here."/> }),
        Pane::Failed(id, reason) => EitherOf4::C(view! { <Failed id reason/> }),
        Pane::Talk(id) => EitherOf4::D(view! { <Opened id visitor/> }),
    };
    view! { <main class="talk">{show}</main> }.boxed()
}

#[component]
fn Choose() -> impl IntoView {
    view! {
        <Void icon=icon::CHAT title="Choose a conversation">
            <p>"The longest wait is on top."</p>
            <p class="hints" aria-hidden="true">
                <span><kbd>"J"</kbd><kbd>"K"</kbd>"move"</span>
                <span><kbd>"A"</kbd>"accept"</span>
                <span><kbd>"R"</kbd>"reply"</span>
            </p>
        </Void>
    }
}

#[component]
fn Failed(id: ConversationId, reason: String) -> impl IntoView {
    let desk = Desk::here();
    view! {
        <Void icon=icon::ALERT title=reason>
            <button type="button" class="btn" on:click=move |_| desk.open(id)>"Try again"</button>
        </Void>
    }
}

#[component]
fn Opened(id: ConversationId, visitor: Memo<bool>) -> impl IntoView {
    let desk = Desk::here();
    let closed = Memo::new(move |_| {
        desk.with(|state| state.rows.get(id).is_some_and(|row| row.talk.status == Status::Closed))
    });
    view! {
        <TalkHead id visitor/>
        <CallBar id/>
        <Notice/>
        <Thread id/>
        {move || if closed.get() { Either::Left(view! { <Closed id/> }) } else { Either::Right(view! { <Composer id/> }) }}
    }
    .boxed()
}

/// What could not be done.
#[component]
fn Notice() -> impl IntoView {
    let desk = Desk::here();
    move || {
        desk.notice.get().map(|words| {
            view! {
                <div class="banner banner-bad" role="alert">
                    <Icon d=icon::ALERT class="i-s"/>
                    <span class="grow">{words}</span>
                    <button type="button" class="btn btn-quiet btn-icon" aria-label="Dismiss" on:click=move |_| desk.notice.set(None)>
                        <Icon d=icon::CLOSE class="i-s"/>
                    </button>
                </div>
            }
        })
    }
}

#[component]
fn Closed(id: ConversationId) -> impl IntoView {
    let desk = Desk::here();
    view! {
        <div class="done-bar">
            <span>"This conversation is closed."</span>
            <button
                type="button" class="btn" class:is-loading=desk.busy on:click=move |_| desk.change(id, Action::Reopen)
            >
                "Reopen"
            </button>
        </div>
    }
}
