//! Shows a page to operators, the door to everybody else.

use leptos::prelude::*;

use super::{boxed::Boxed as _, live::Desk, log_in::LogIn, start::Start, void::Void};
use crate::ui::icon;

/// Waits for what the page begins with, then shows `page`, the door, or what is wrong.
#[component]
pub fn Gate(
    /// The page.
    page: fn() -> AnyView,
) -> impl IntoView {
    let desk = Desk::here();
    let show = move || {
        Suspend::new(async move {
            match desk.start.await {
                Ok(Start { me: None, .. }) => view! { <LogIn/> }.boxed(),
                Ok(start) => {
                    desk.seed(start);
                    page()
                }
                Err(error) => view! { <Void icon=icon::ALERT title=error.0.message/> }.boxed(),
            }
        })
    };
    view! { <Suspense fallback=|| ()>{show}</Suspense> }
}
