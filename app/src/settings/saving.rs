//! Saving a form: by the browser itself where there is no script, without leaving the page where there is. Both send the
//! same bytes to the same server function.

use domain::{Code, Refusal};
use leptos::{ev::SubmitEvent, html, prelude::*, task::spawn_local};

use super::browser;
use crate::desk::{field::focus_first, form::Sending};

/// What is known of the one form of a page.
#[derive(Clone, Copy)]
pub struct Saving {
    /// What is on its way, and why it was refused.
    pub sending: Sending,
    /// What is written and what is stored.
    pub state: RwSignal<State>,
    /// The form.
    pub form: NodeRef<html::Form>,
    stored: StoredValue<String>,
}

/// How what is written stands to what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// The same.
    #[default]
    Same,
    /// Something is written that is not stored.
    Changed,
    /// The same, and that is news.
    Saved,
}

impl Saving {
    /// The form as the server rendered it.
    #[must_use]
    pub fn new(saved: bool, drafted: bool, refused: Option<Refusal>) -> Self {
        let state = match &refused {
            // The page shows what was written and not stored.
            Some(_) => State::Changed,
            None if drafted => State::Changed,
            None if saved => State::Saved,
            None => State::Same,
        };
        Self {
            sending: Sending::new(refused),
            state: RwSignal::new(state),
            form: NodeRef::new(),
            stored: StoredValue::default(),
        }
    }

    /// Begins to watch; effects run in the browser alone.
    pub fn live(self) {
        Effect::new(move |_| {
            if self.form.get().is_some() && self.state.get_untracked() != State::Changed {
                self.stored.set_value(browser::entries(self.form));
            }
        });
        browser::guard(move || self.state.get_untracked() == State::Changed);
    }

    /// Something was written; returns what is written now.
    pub fn written(self) -> String {
        let entries = browser::entries(self.form);
        let same = self.stored.with_value(|stored| *stored == entries);
        self.state.set(if same { State::Same } else { State::Changed });
        entries
    }

    /// Sends the form. A button with an address of its own leads on, with all that is written: nothing is lost by that.
    pub fn send(self, ev: &SubmitEvent, path: &str) {
        if browser::leads_on(ev) {
            self.state.set(State::Same);
            return;
        }
        ev.prevent_default();
        let Sending { refused, pending } = self.sending;
        if pending.get_untracked() {
            return;
        }
        pending.set(true);
        let (path, entries) = (path.to_owned(), browser::entries(self.form));
        spawn_local(async move {
            let outcome = browser::post(path, entries.clone()).await;
            pending.set(false);
            match outcome {
                Ok(Some(next)) => {
                    // Nothing is lost by going on.
                    self.state.set(State::Saved);
                    browser::go(&next);
                }
                Ok(None) => {
                    refused.set(None);
                    // What was written while it was on its way is not stored yet.
                    let same = browser::entries(self.form) == entries;
                    self.state.set(if same { State::Saved } else { State::Changed });
                    self.stored.set_value(entries);
                }
                Err(refusal) => {
                    let field = refusal.field.clone();
                    refused.set(Some(in_place(refusal)));
                    if let Some(field) = field {
                        focus_first(&format!("[id='{field}']"));
                    }
                }
            }
        });
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn wrong(self, field: String) -> Memo<Option<String>> {
        Memo::new(move |_| {
            let refusal = self.sending.refused.get()?;
            (refusal.field.as_deref() == Some(field.as_str())).then_some(refusal.message)
        })
    }
}

/// The page was there a moment ago, so "there is nothing here" would say too little.
fn in_place(refusal: Refusal) -> Refusal {
    match refusal.code {
        Code::NotFound | Code::Unauthenticated => Refusal::new(
            refusal.code,
            "Not saved: you were logged out, or this is gone. Log in again in another tab.",
        ),
        _ => refusal,
    }
}
