//! Making an organisation; works without JavaScript.

use domain::Refusal;
use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn as _};

use super::{
    api::{self, SignUp as Form, SignUpCall},
    boxed::Boxed as _,
    door::Door,
    field::{Field, FormError, Submit},
    form::{Sending, written},
    live::Desk,
    log_in::Inside,
};

const FIELDS: &[&str] = &["name", "email", "password", "organisation", "website"];

/// The page `/signup`.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let desk = Desk::here();
    let show = move || {
        Suspend::new(async move {
            match desk.start.await.0 {
                Ok(start) if start.me.is_some() => view! { <Inside/> }.boxed(),
                start => view! { <SignUp refused=start.ok().and_then(|start| start.refused)/> }.boxed(),
            }
        })
    };
    view! { <Suspense fallback=|| ()>{show}</Suspense> }
}

#[component]
fn SignUp(refused: Option<Refusal>) -> impl IntoView {
    let desk = Desk::here();
    let sending = Sending::new(refused);
    let send = move |ev: SubmitEvent| {
        let form = Form {
            organisation: written("organisation"),
            website: written("website"),
            name: written("name"),
            email: written("email"),
            password: written("password"),
        };
        sending.send(desk, &ev, api::sign_up(form));
    };
    view! {
        <Door>
            <h1>"Create an account"</h1>
            <FormError sending fields=FIELDS/>
            <form method="post" action=SignUpCall::PATH on:submit=send>
                <Field name="name" label="Your name" autocomplete="name" sending help="Visitors see it beside your answers."/>
                <Field name="email" label="E-mail" kind="email" autocomplete="username" sending/>
                <Field
                    name="password" label="Password" kind="password" autocomplete="new-password" sending
                    help="15 characters or more. A sentence is easy to remember."
                />
                <Field name="organisation" label="Organisation" autocomplete="organization" sending/>
                <Field name="website" label="Website" autocomplete="url" sending help="Where the chat will be: shop.example"/>
                <Submit label="Create account" sending/>
            </form>
            <p class="door-else soft">"You have one? "<a href="/login">"Log in"</a></p>
        </Door>
    }
    .boxed()
}
