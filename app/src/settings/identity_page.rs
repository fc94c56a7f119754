//! How a site's pages prove who a visitor is.

use leptos::{prelude::*, server_fn::ServerFn as _};

use super::{
    act::Act,
    api::{ChangeIdentityCall, MakeSecretCall, RemoveSecretCall},
    copied::Copied,
    field::{Help, Switch},
    frame::Frame,
    identity::{IdentityForm, Proofs, Sample},
    place::Tab,
    saving::Saving,
    sheet::{Sheet, post_path},
    start::Around,
};
use crate::{
    desk::boxed::Boxed as _,
    ui::{Icon, icon},
};

/// The page `/settings/site/{site}/identity`.
#[component]
pub fn IdentityPage(
    /// What is around it.
    around: Around,
    /// What is written.
    form: IdentityForm,
    /// The secret, and what is made with it.
    proofs: Proofs,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let IdentityForm { site, required } = form;
    let (title, page) = (around.site_name(&site), Tab::Identity.path(&site));
    let Proofs { secret, made, samples } = proofs;
    let snippet = format!(
        "window.UsherConfig = {{\n  orgId: \"{site}\",\n  clientId: \"user_42\",\n  clientProof: \"…\" // from your server\n}};"
    );
    let about = vec![("site", site.clone())];
    let tabs = (site.clone(), Tab::Identity);
    let sheet = page.clone();
    view! {
        <Frame around>
            <Sheet title page=sheet about tabs action=ChangeIdentityCall::PATH fields=&["required", "secret"] saving>
                <div class="opts opts-page">
                    <p class="soft measure">
                        "A page that names its user (clientId) is believed. Anybody can write the same into a browser’s console; where that matters, your server proves it with a secret that no browser ever sees."
                    </p>
                    <Switch
                        field="required" label="Require proof" value=required wrong=saving.wrong("required".to_owned())
                        help="A clientId without a proof is refused. Before you switch it on, have your pages send proofs."
                    />
                </div>
            </Sheet>
            <div class="opts opts-page opts-more">
                <Secret site page secret made saving/>
                <section class="part">
                    <h2>"On your page"</h2>
                    <Copied words=snippet name="page code"/>
                </section>
                <section class="part">
                    <h2>"On your server"</h2>
                    <p class="soft measure">"Keep the secret where your server has its other secrets; here it is the environment’s USHER_SECRET."</p>
                    {samples.into_iter().map(|sample| view! { <Code sample/> }).collect_view()}
                </section>
            </div>
        </Frame>
    }
    .boxed()
}

/// The secret, and what may be done with it. Every step is a form of its own, since it takes effect at once.
#[component]
fn Secret(site: String, page: String, secret: Option<String>, made: bool, saving: Saving) -> impl IntoView {
    let wrong = saving.wrong("secret".to_owned());
    let about = move || vec![("site", site.clone())];
    let make = post_path(&page, MakeSecretCall::PATH);
    let remove = post_path(&page, RemoveSecretCall::PATH);
    let Some(secret) = secret else {
        return view! {
            <section class="part" id="secret">
                <h2>"Secret"</h2>
                <p class="soft">"There is none, so nothing can be proven."</p>
                <Act action=make about=about()><button type="submit" class="btn btn-main">"Make a secret"</button></Act>
            </section>
        }
        .boxed();
    };
    view! {
        <section class="part" id="secret">
            <h2>"Secret"</h2>
            {made.then(|| view! {
                <div class="banner" role="status"><Icon d=icon::CHECK class="i-s"/><span>"A new secret was made. Give it to your server now."</span></div>
            })}
            <details class="more" open=made>
                <summary>"Show the secret"</summary>
                <div class="more-body"><Copied words=secret name="secret"/></div>
            </details>
            <details class="more">
                <summary>"Make a new one"</summary>
                <div class="more-body">
                    <p class="soft measure">"The present one ends at once: until your server has the new one, its proofs are refused."</p>
                    <Act action=make about=about()><button type="submit" class="btn">"Make a new secret"</button></Act>
                </div>
            </details>
            <details class="more" open=move || wrong.with(Option::is_some)>
                <summary>"Remove it"</summary>
                <div class="more-body">
                    <p class="soft measure">"Without a secret every proof is refused, and pages that send none are believed."</p>
                    <Act action=remove about=about()><button type="submit" class="btn btn-bad" aria-describedby="secret-help">"Remove the secret"</button></Act>
                    <Help id="secret-help".to_owned() help=String::new() wrong/>
                </div>
            </details>
        </section>
    }
    .boxed()
}

/// Both forms of a proof in one language.
#[component]
fn Code(sample: Sample) -> impl IntoView {
    let Sample { language, hmac, jwt } = sample;
    view! {
        <details class="more" name="sample">
            <summary>{language}</summary>
            <div class="more-body">
                <h3>"Short form"</h3>
                <Copied words=hmac name="short form"/>
                <h3>"JWT, which may carry attributes"</h3>
                <Copied words=jwt name="JWT"/>
            </div>
        </details>
    }
    .boxed()
}
