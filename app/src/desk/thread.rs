//! The lines of a conversation.

use domain::ConversationId;
use leptos::{
    either::{Either, EitherOf3},
    ev::Event,
    html::Div,
    prelude::*,
    task::spawn_local,
};

use super::{
    boxed::Boxed as _,
    browser,
    face::Visitor,
    lines::{Item, items},
    live::Desk,
    message::{Event as Happened, Words},
    opened::Stage,
    words,
};

/// Nearer to the newest line than this is at it.
const NEAR: i32 = 48;

/// The thread. It is laid out from its end, so that the newest line is in sight before any script has run, and stays so.
#[component]
pub fn Thread(
    /// Whose lines.
    id: ConversationId,
) -> impl IntoView {
    let desk = Desk::here();
    let loaded = Memo::new(move |_| {
        desk.with(|state| state.open.as_ref().is_some_and(|open| open.id == id && open.stage == Stage::Ready))
    });
    let log = NodeRef::<Div>::new();
    let away = RwSignal::new(false);
    let scrolled = move |_: Event| {
        // In a reversed column the end is zero, and what is before it negative.
        let is_away = log.get_untracked().is_some_and(|log| log.scroll_top() < -NEAR);
        if away.get_untracked() != is_away {
            away.set(is_away);
        }
    };
    view! {
        <div class="thread" role="log" aria-label="Messages" tabindex="0" node_ref=log on:scroll=scrolled>
            <div class="lines">
                {move || if loaded.get() { Either::Left(view! { <Lines id log/> }) } else { Either::Right(view! { <Loading/> }) }}
            </div>
        </div>
        <Jump id log away/>
    }
    .boxed()
}

#[component]
fn Lines(id: ConversationId, log: NodeRef<Div>) -> impl IntoView {
    let desk = Desk::here();
    let alive = Memo::new(move |_| desk.now.with(Option::is_some));
    let items = Memo::new(move |_| {
        // The server knows no clock but its own; the reader's days come once the page is alive.
        let day_of = if alive.get() { browser::local_day } else { domain::Timestamp::utc_day };
        desk.with(|state| {
            let read = state.rows.get(id).map_or(0, |row| row.talk.client_read);
            let open = state.open.as_ref().filter(|open| open.id == id);
            open.map(|open| items(&open.thread, state.my_id(), read, day_of)).unwrap_or_default()
        })
    });
    view! {
        <Earlier id log/>
        <For each=move || items.get() key=Item::key let:item>
            {match item {
                Item::Day(_, day) => EitherOf3::A(view! { <Day day/> }),
                Item::Event(key) => EitherOf3::B(view! { <Happened key/> }),
                Item::Words(key, shape) => EitherOf3::C(view! { <Words key shape items/> }),
            }}
        </For>
        <Typing id/>
    }
}

#[component]
fn Day(day: i64) -> impl IntoView {
    let desk = Desk::here();
    let today = Memo::new(move |_| desk.now.get().map(browser::local_day));
    view! { <p class="day">{move || words::day(day, today.get())}</p> }
}

/// Asks for lines before the first one.
#[component]
fn Earlier(id: ConversationId, log: NodeRef<Div>) -> impl IntoView {
    let desk = Desk::here();
    let more = Memo::new(move |_| {
        desk.with(|state| state.open.as_ref().is_some_and(|open| open.id == id && open.thread.more))
    });
    let asking = RwSignal::new(false);
    let ask = move |_| {
        if !asking.get_untracked() {
            asking.set(true);
            spawn_local(async move {
                desk.older(id).await;
                asking.try_set(false);
                // Counted from the end, the place of what is read does not change; browsers think otherwise.
                let place = log.try_get_untracked().flatten().map(|log| (log.scroll_top(), log));
                request_animation_frame(move || {
                    if let Some((top, log)) = place {
                        log.set_scroll_top(top);
                    }
                });
            });
        }
    };
    move || {
        more.get().then(|| {
            view! {
                <button type="button" class="btn btn-quiet earlier" class:is-loading=asking on:click=ask>
                    "Show earlier messages"
                </button>
            }
        })
    }
}

/// The visitor writes.
#[component]
fn Typing(id: ConversationId) -> impl IntoView {
    let desk = Desk::here();
    let typing = Memo::new(move |_| desk.with(|state| state.visitor_types(id)));
    let visitor = move || desk.state.with_untracked(|state| state.rows.get(id).map(|row| row.visitor));
    let name = Signal::derive(move || desk.with(|state| state.rows.get(id).and_then(|row| row.name.clone())));
    move || {
        typing.get().then(|| {
            view! {
                <div class="msg in first">
                    {visitor().map(|id| view! { <Visitor id name size="av-24"/> })}
                    <div class="bubble typing" aria-hidden="true"><span></span><span></span><span></span></div>
                    <div class="meta">"Typing…"</div>
                </div>
            }
        })
    }
}

/// New lines came while older ones were read: they are said, not forced on the eyes.
#[component]
fn Jump(id: ConversationId, log: NodeRef<Div>, away: RwSignal<bool>) -> impl IntoView {
    let desk = Desk::here();
    let newest = Memo::new(move |_| {
        desk.with(|state| {
            let thread = &state.open.as_ref().filter(|open| open.id == id)?.thread;
            Some((thread.lines.last()?.seq, thread.outgoing.len()))
        })
    });
    let seen = RwSignal::new(None);
    let down = move || {
        if let Some(log) = log.get_untracked() {
            log.set_scroll_top(0);
        }
    };
    Effect::new(move |before: Option<usize>| {
        let Some((seq, outgoing)) = newest.get() else { return 0 };
        // One's own words are always looked at.
        if before.is_some_and(|before| outgoing > before) {
            down();
        }
        if !away.get() {
            seen.set(Some(seq));
        }
        outgoing
    });
    let fresh = move || away.get() && newest.get().map(|(seq, _)| seq) > seen.get();
    move || {
        fresh().then(|| {
            view! { <button type="button" class="btn jump" on:click=move |_| down()>"New messages"</button> }
        })
    }
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="late" aria-busy="true">
            <span class="skel skel-msg"></span>
            <span class="skel skel-msg"></span>
            <span class="skel skel-msg"></span>
        </div>
    }
}
