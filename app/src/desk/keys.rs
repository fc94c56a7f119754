//! Single keys: every action has one, and they do nothing while somebody writes.

use domain::conversation::{Action, Filter, Status};
use leptos::{
    ev::{self, KeyboardEvent},
    prelude::*,
    wasm_bindgen::JsCast as _,
    web_sys::Element,
};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    field::focus_first,
    live::Desk,
    place::{self, Place},
    rows::Step,
};

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Go(Step),
    Turn(Filter),
    Reply,
    Change(Action),
}

/// The deed of a key. Where the layout has no Latin letters, the place of the key decides.
fn deed(key: &str, code: &str) -> Option<Deed> {
    let letter = key.chars().next().filter(|c| c.is_ascii() && key.len() == 1);
    let letter = letter.or_else(|| code.strip_prefix("Key")?.chars().next())?;
    Some(match letter.to_ascii_lowercase() {
        'j' => Deed::Go(Step::Next),
        'k' => Deed::Go(Step::Previous),
        'r' => Deed::Reply,
        'a' => Deed::Change(Action::Accept),
        'e' => Deed::Change(Action::Close),
        '1' => Deed::Turn(Filter::Mine),
        '2' => Deed::Turn(Filter::Unassigned),
        '3' => Deed::Turn(Filter::All),
        _ => return None,
    })
}

/// Listens for as long as the page lives.
pub fn listen(desk: Desk) {
    let navigate = use_navigate();
    let go =
        move |path: String| navigate(&path, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    Effect::new(move |_| {
        let go = go.clone();
        let handle = window_event_listener(ev::keydown, move |ev| {
            let wanted = desk.keys.get_untracked() && matches!(desk.place.get_untracked(), Place::Inbox(..));
            if !wanted
                || ev.ctrl_key()
                || ev.meta_key()
                || ev.alt_key()
                || ev.is_composing()
                || is_writing(&ev)
            {
                return;
            }
            if let Some(deed) = deed(&ev.key(), &ev.code()) {
                ev.prevent_default();
                act(desk, deed, &go);
            }
        });
        on_cleanup(move || handle.remove());
    });
}

fn act(desk: Desk, deed: Deed, go: &impl Fn(String)) {
    let place = desk.place.get_untracked();
    match deed {
        Deed::Go(step) => {
            if let Some(id) = desk.state.with_untracked(|state| state.rows.beside(step)) {
                go(place::inbox(place.filter(), Some(id)));
                // The caret follows, so that the row is in sight and read out.
                focus_first(&format!("[id='row-{id}']"));
            }
        }
        Deed::Turn(filter) => go(place::inbox(filter, None)),
        Deed::Reply => focus_first("textarea[name=reply]"),
        Deed::Change(action) => {
            let fits = desk.state.with_untracked(|state| {
                let row = state.open_row()?;
                let open = row.talk.status == Status::Open;
                let fits = open && (action != Action::Accept || row.talk.operator.is_none());
                fits.then_some(row.talk.id)
            });
            if let Some(id) = fits {
                desk.change(id, action);
            }
        }
    }
}

/// A field has the caret.
fn is_writing(ev: &KeyboardEvent) -> bool {
    let fields = "input, textarea, select, [contenteditable], [popover]";
    let element = ev.target().and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| element.closest(fields).is_ok_and(|field| field.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_on_every_layout() {
        assert_eq!(deed("j", "KeyJ"), Some(Deed::Go(Step::Next)));
        assert_eq!(deed("о", "KeyJ"), Some(Deed::Go(Step::Next)), "a Russian layout has no J");
        assert_eq!(deed("j", "KeyC"), Some(Deed::Go(Step::Next)), "Dvorak has it elsewhere");
        assert_eq!(deed("2", "Digit2"), Some(Deed::Turn(Filter::Unassigned)));
        assert_eq!(deed("Escape", "Escape"), None);
    }
}
