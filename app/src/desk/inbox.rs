//! The inbox: list, conversation and visitor side by side, or one of them on a phone.

use leptos::{either::Either, prelude::*};
use leptos_router::{components::Outlet, hooks::use_query_map};

use super::{
    banner::Banner,
    boxed::Boxed as _,
    gate::Gate,
    list::List,
    live::Desk,
    place::{Choice, Place},
    rail::Rail,
    side::Side,
    talk::Talk,
    void::NotFound,
};

/// The page `/inbox` with its tabs and conversations.
#[component]
pub fn InboxPage() -> impl IntoView {
    // The routes below have no picture of their own, but the router waits for their place before it changes the URL.
    view! {
        <Gate page=|| view! { <Inbox/> }.boxed()/>
        <Outlet/>
    }
}

/// Which pane a phone shows.
#[must_use]
fn pane(choice: Choice, visitor: bool) -> &'static str {
    match (choice, visitor) {
        (Choice::Nothing, _) => "list",
        (_, false) => "talk",
        (_, true) => "side",
    }
}

#[component]
fn Inbox() -> impl IntoView {
    let desk = Desk::here();
    let query = use_query_map();
    let visitor = Memo::new(move |_| query.with(|query| query.get("pane").as_deref() == Some("visitor")));
    let known = Memo::new(move |_| desk.place.get() != Place::Unknown);
    let view = move || pane(desk.place.get().choice(), visitor.get());
    move || {
        if !known.get() {
            return Either::Left(view! { <NotFound/> });
        }
        Either::Right(view! {
            <div class="desk-grid" data-view=view>
                <Banner/>
                <Rail/>
                <List/>
                <Talk visitor/>
                <Side/>
            </div>
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::testing::id;

    #[test]
    fn a_phone_shows_one_pane() {
        assert_eq!(pane(Choice::Nothing, true), "list");
        assert_eq!(pane(Choice::One(id(1)), false), "talk");
        assert_eq!(pane(Choice::One(id(1)), true), "side");
        assert_eq!(pane(Choice::Nonsense, false), "talk");
    }
}
