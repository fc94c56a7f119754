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
            match desk.start.await.0 {
                Ok(Start { me: None, refused, .. }) => view! { <LogIn refused/> }.boxed(),
                Ok(start) => {
                    desk.seed(start);
                    page()
                }
                Err(refusal) => view! { <Void icon=icon::ALERT title=refusal.message/> }.boxed(),
            }
        })
    };
    view! { <Suspense fallback=|| ()>{show}</Suspense> }
}
