//! How a call goes on, for the one who waits for it.

use domain::{call::Status, site::Look};
use leptos::prelude::*;

use super::Back;
use crate::ui::{Icon, icon};

/// The words of a call's state.
#[must_use]
pub(super) const fn words(status: Status) -> &'static str {
    match status {
        Status::Ringing | Status::Accepted | Status::Connected => "callRinging",
        Status::Ended => "callEnded",
        Status::Failed => "callFailed",
    }
}

/// It stands in the place of the form; the annex asks for it again until it is over.
#[component]
pub(super) fn Progress(
    /// The words of the site.
    look: Look,
    /// How far it has come.
    status: Status,
    /// Where a page of its own leads back to.
    back: Option<String>,
) -> impl IntoView {
    let class = if status.is_over() { "scene-call" } else { "scene-call is-live" };
    view! {
        <p class=class role="status"><Icon d=icon::PHONE/><span>{look.word(words(status)).to_owned()}</span></p>
        <Back look back/>
    }
}
