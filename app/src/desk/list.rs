//! The list pane: tabs with their counts, and the rows under the one that is chosen.

use std::time::Duration;

use domain::conversation::Filter;
use leptos::{either::EitherOf4, leptos_dom::helpers::TimeoutHandle, prelude::*};

use super::{boxed::Boxed as _, conv::Conv, live::Desk, place, void::Void};
use crate::ui::{Icon, icon};

/// A pointer that rests for this long is not about to press anything.
const REST: Duration = Duration::from_secs(2);

/// The pane.
#[component]
pub fn List() -> impl IntoView {
    let desk = Desk::here();
    let closed = Memo::new(move |_| desk.place.get().filter() == Filter::Closed);
    let href = place::inbox(Filter::Closed, None);
    view! {
        <section class="list" aria-label="Conversations">
            <header class="pane-head">
                <h1 class="grow">"Inbox"</h1>
                <a class="btn btn-quiet" class:is-on=closed href=href aria-current=move || closed.get().then_some("page")>
                    <Icon d=icon::CHECK class="i-s"/>"Closed"
                </a>
            </header>
            <nav class="tabs" aria-label="Lists">
                <Tab filter=Filter::Mine words="Mine"/>
                <Tab filter=Filter::Unassigned words="Unassigned"/>
                <Tab filter=Filter::All words="All"/>
            </nav>
            <Rows/>
        </section>
    }
    .boxed()
}

#[component]
fn Tab(filter: Filter, words: &'static str) -> impl IntoView {
    let desk = Desk::here();
    let on = Memo::new(move |_| desk.place.get().filter() == filter);
    let count = Memo::new(move |_| {
        let counts = desk.with(|state| state.rows.counts());
        match filter {
            Filter::Mine => counts.mine,
            Filter::Unassigned => counts.unassigned,
            Filter::All | Filter::Closed => counts.all,
        }
    });
    let hot = move || filter == Filter::Unassigned && count.get() > 0;
    view! {
        <a
            class="tab" href=place::inbox(filter, None) aria-current=move || on.get().then_some("page")
            aria-description=move || format!("{} open", count.get())
        >
            <span class="t" data-t=words>{words}</span>
            <span class="count" class:is-hot=hot aria-hidden="true">{count}</span>
        </a>
    }
}

/// What the list is just now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Loading,
    Failed,
    Empty(Filter),
    Full,
}

#[component]
fn Rows() -> impl IntoView {
    let desk = Desk::here();
    let stage = Memo::new(move |_| {
        desk.with(|state| match state.rows.shown() {
            None if state.list_error.is_some() => Stage::Failed,
            None => Stage::Loading,
            Some([]) => Stage::Empty(state.rows.filter()),
            Some(_) => Stage::Full,
        })
    });
    move || match stage.get() {
        Stage::Loading => EitherOf4::A(view! { <Loading/> }),
        Stage::Failed => EitherOf4::B(view! { <Failed/> }),
        Stage::Empty(filter) => EitherOf4::C(view! { <Empty filter/> }),
        Stage::Full => EitherOf4::D(view! { <Full/> }),
    }
}

#[component]
fn Full() -> impl IntoView {
    let desk = Desk::here();
    let ids =
        Memo::new(move |_| desk.with(|state| state.rows.shown().map(<[_]>::to_vec)).unwrap_or_default());
    // Nothing changes its place while the pointer is on its way to it.
    let resting: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
    let rest = move || {
        resting.update_value(|resting| {
            if let Some(resting) = resting.take() {
                resting.clear();
            }
        });
        desk.state.update(|state| state.rows.hold(false));
    };
    let hold = move || {
        let again = set_timeout_with_handle(rest, REST).ok();
        match resting.try_update_value(|resting| std::mem::replace(resting, again)).flatten() {
            Some(before) => before.clear(),
            None => desk.state.update(|state| state.rows.hold(true)),
        }
    };
    on_cleanup(move || {
        if let Some(Some(resting)) = resting.try_update_value(Option::take) {
            resting.clear();
        }
        // The whole desk may be going.
        desk.state.try_update(|state| state.rows.hold(false));
    });
    let is_mouse = |ev: &leptos::ev::PointerEvent| ev.pointer_type() == "mouse";
    view! {
        <p class="list-sort">"Longest wait first"</p>
        <div
            class="convs" on:pointermove=move |ev| if is_mouse(&ev) { hold() }
            on:pointerleave=move |ev| if is_mouse(&ev) { rest() }
        >
            <For each=move || ids.get() key=|id| *id let:id><Conv id/></For>
        </div>
    }
}

/// Rows of the real height, shown only when the wait is worth a picture.
#[component]
fn Loading() -> impl IntoView {
    let row = || {
        view! {
            <div class="conv">
                <span class="skel skel-face"></span>
                <span class="skel-lines"><span class="skel"></span><span class="skel"></span></span>
            </div>
        }
    };
    view! {
        <p class="list-sort"></p>
        <div class="convs late" aria-busy="true">{(0..5).map(|_| row()).collect_view()}</div>
    }
}

#[component]
fn Failed() -> impl IntoView {
    let desk = Desk::here();
    let words = desk.state.with_untracked(|state| state.list_error.clone()).unwrap_or_default();
    view! {
        <Void icon=icon::ALERT title=words>
            <button type="button" class="btn" on:click=move |_| desk.list_again()>"Try again"</button>
        </Void>
    }
}

#[component]
fn Empty(filter: Filter) -> impl IntoView {
    let desk = Desk::here();
    let (title, words) = match filter {
        Filter::Mine => ("You have no conversations", "What you accept stands here until it is closed."),
        Filter::Unassigned => ("Nobody waits", "New conversations come here first."),
        Filter::All => ("No open conversations", "They begin when a visitor writes."),
        Filter::Closed => ("Nothing is closed", "Closed conversations are kept here."),
    };
    let waiting = move || {
        (filter == Filter::Mine).then(|| desk.with(|s| s.rows.counts().unassigned)).filter(|n| *n > 0)
    };
    view! {
        <Void icon=icon::INBOX title>
            <p>{words}</p>
            {move || waiting().map(|waiting| view! { <Others waiting/> })}
        </Void>
    }
}

#[component]
fn Others(waiting: i64) -> impl IntoView {
    let words =
        if waiting == 1 { "1 waits for somebody".to_owned() } else { format!("{waiting} wait for somebody") };
    view! { <a class="btn" href=place::inbox(Filter::Unassigned, None)>{words}</a> }
}
