//! Logging in; works without JavaScript.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
};

use super::{
    api::{self, LogInCall},
    boxed::Boxed as _,
    door::Door,
    field::{Field, FormError, Submit, focus_wrong},
    gate::Gate,
    live::Desk,
    place::Place,
};

/// The page `/login`.
#[component]
pub fn LogInPage() -> impl IntoView {
    view! { <Gate page=|| view! { <Inside/> }.boxed()/> }
}

/// Whoever is inside already is led on; the server does the same by a redirect.
#[component]
pub fn Inside() -> impl IntoView {
    let (navigate, query) = (use_navigate(), use_query_map());
    Effect::new(move |_| {
        let next = query.with_untracked(|query| query.get("next")).unwrap_or_default();
        navigate(api::local_path(&next), NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
}

/// The form. It leads back to the page in whose place it is shown.
#[component]
pub fn LogIn() -> impl IntoView {
    let desk = Desk::here();
    let action = ServerAction::<LogInCall>::new();
    let outcome = Signal::derive(move || action.value().get().and_then(Result::err));
    let (location, query) = (use_location(), use_query_map());
    let next = move || match desk.place.get() {
        Place::LogIn | Place::SignUp => query.with(|query| query.get("next")).unwrap_or_default(),
        _ => location.pathname.get(),
    };
    focus_wrong(outcome);
    Effect::new(move |_| {
        if matches!(action.value().get(), Some(Ok(()))) {
            desk.start.refetch();
        }
    });
    view! {
        <Door>
            <h1>"Log in"</h1>
            <FormError outcome fields=&["email", "password"]/>
            <ActionForm action>
                <input type="hidden" name="form[next]" value=next/>
                <Field name="email" label="E-mail" kind="email" autocomplete="username" outcome/>
                <Field name="password" label="Password" kind="password" autocomplete="current-password" outcome/>
                <Submit label="Log in" pending=action.pending()/>
            </ActionForm>
            <p class="door-else soft">"New here? "<a href="/signup">"Create an account"</a></p>
        </Door>
    }
    .boxed()
}
