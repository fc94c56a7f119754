//! Sending a form: by the browser itself where there is no script, without leaving the page where there is.
//!
//! `ActionForm` does the same through a parser of form bodies that the browser would have to download for two forms.

use domain::Refusal;
use leptos::{
    ev::SubmitEvent, prelude::*, task::spawn_local, wasm_bindgen::JsCast as _, web_sys::HtmlInputElement,
};

use super::{field::focus_first, live::Desk};
use crate::error::ApiError;

/// What is being sent, and what came of it.
#[derive(Clone, Copy)]
pub struct Sending {
    /// Why it was refused.
    pub refused: RwSignal<Option<Refusal>>,
    /// It is on its way.
    pub pending: RwSignal<bool>,
}

impl Sending {
    /// Nothing is on its way; `refused` is what the server said to a browser without script.
    #[must_use]
    pub fn new(refused: Option<Refusal>) -> Self {
        Self { refused: RwSignal::new(refused), pending: RwSignal::new(false) }
    }

    /// Sends it. The server says where to go; who is inside now is asked for anew.
    pub fn send(
        self,
        desk: Desk,
        ev: &SubmitEvent,
        call: impl Future<Output = Result<(), ApiError>> + 'static,
    ) {
        ev.prevent_default();
        if self.pending.get_untracked() {
            return;
        }
        self.pending.set(true);
        spawn_local(async move {
            match call.await {
                Ok(()) => desk.start.refetch(),
                Err(error) => {
                    self.pending.set(false);
                    // The first field that is wrong gets the caret; the password when the two do not fit.
                    let field = error.0.field.clone().unwrap_or_else(|| "password".to_owned());
                    self.refused.set(Some(error.0));
                    focus_first(&format!("[id='{field}']"));
                }
            }
        });
    }
}

/// What is written in a field.
#[must_use]
pub fn written(name: &str) -> String {
    let input =
        document().get_element_by_id(name).and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
    input.map(|input| input.value()).unwrap_or_default()
}
