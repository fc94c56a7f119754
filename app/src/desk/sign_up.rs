//! Making an organisation; works without JavaScript.

use leptos::{form::ActionForm, prelude::*};

use super::{
    api::SignUpCall,
    boxed::Boxed as _,
    door::Door,
    field::{Field, FormError, Submit, focus_wrong},
    live::Desk,
    log_in::Inside,
    start::Start,
};

const FIELDS: &[&str] = &["name", "email", "password", "organisation", "website"];

/// The page `/signup`.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let desk = Desk::here();
    let show = move || {
        Suspend::new(async move {
            match desk.start.await {
                Ok(Start { me: Some(_), .. }) => view! { <Inside/> }.boxed(),
                _ => view! { <SignUp/> }.boxed(),
            }
        })
    };
    view! { <Suspense fallback=|| ()>{show}</Suspense> }
}

#[component]
fn SignUp() -> impl IntoView {
    let desk = Desk::here();
    let action = ServerAction::<SignUpCall>::new();
    let outcome = Signal::derive(move || action.value().get().and_then(Result::err));
    focus_wrong(outcome);
    Effect::new(move |_| {
        if matches!(action.value().get(), Some(Ok(()))) {
            desk.start.refetch();
        }
    });
    view! {
        <Door>
            <h1>"Create an account"</h1>
            <FormError outcome fields=FIELDS/>
            <ActionForm action>
                <Field name="name" label="Your name" autocomplete="name" outcome help="Visitors see it beside your answers."/>
                <Field name="email" label="E-mail" kind="email" autocomplete="username" outcome/>
                <Field
                    name="password" label="Password" kind="password" autocomplete="new-password" outcome
                    help="15 characters or more. A sentence is easy to remember."
                />
                <Field name="organisation" label="Organisation" autocomplete="organization" outcome/>
                <Field name="website" label="Website" autocomplete="url" outcome help="Where the chat will be: shop.example"/>
                <Submit label="Create account" pending=action.pending()/>
            </ActionForm>
            <p class="door-else soft">"You have one? "<a href="/login">"Log in"</a></p>
        </Door>
    }
    .boxed()
}
