//! Logging in; works without JavaScript.

use domain::Refusal;
use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn as _};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
};

use super::{
    api::{self, LogIn as Form, LogInCall},
    boxed::Boxed as _,
    door::Door,
    field::{Field, FormError, Submit},
    form::{Sending, written},
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
pub fn LogIn(
    /// Why it was refused without JavaScript.
    refused: Option<Refusal>,
) -> impl IntoView {
    let desk = Desk::here();
    let (location, query) = (use_location(), use_query_map());
    let next = Memo::new(move |_| match desk.place.get() {
        Place::LogIn | Place::SignUp => query.with(|query| query.get("next")).unwrap_or_default(),
        _ => location.pathname.get(),
    });
    let sending = Sending::new(refused);
    let send = move |ev: SubmitEvent| {
        let next = next.get_untracked();
        let form = Form { email: written("email"), password: written("password"), next };
        sending.send(desk, &ev, api::log_in(form));
    };
    view! {
        <Door>
            <h1>"Log in"</h1>
            <FormError sending fields=&["email", "password"]/>
            <form method="post" action=LogInCall::PATH on:submit=send>
                <input type="hidden" name="form[next]" value=next/>
                <Field name="email" label="E-mail" kind="email" autocomplete="username" sending/>
                <Field name="password" label="Password" kind="password" autocomplete="current-password" sending/>
                <Submit label="Log in" sending/>
            </form>
            <p class="door-else soft">"New here? "<a href="/signup">"Create an account"</a></p>
        </Door>
    }
    .boxed()
}
