//! How a site gets its chat: the snippet, what its security policy must allow, and who may embed it.

use leptos::prelude::*;

use super::{
    api::{Install as Data, InstallSite},
    boxed::{Boxed as _, Slot},
    browser,
    gate::Gate,
    live::Desk,
    rail::Rail,
};
use crate::ui::{Icon, icon};

/// The page `/install`.
#[component]
pub fn InstallPage() -> impl IntoView {
    view! { <Gate page=|| view! { <Install/> }.boxed()/> }
}

#[component]
fn Install() -> impl IntoView {
    let desk = Desk::here();
    let sites = move || {
        desk.install.get().map(|Data { public_url, sites }| {
            sites.into_iter().map(|site| view! { <Site url=public_url.clone() site/> }).collect_view()
        })
    };
    view! {
        <div class="page-grid">
            <Rail/>
            <main class="page">
                <header class="page-head"><h1>"Install"</h1></header>
                <div class="page-body">{sites}</div>
            </main>
        </div>
    }
    .boxed()
}

/// One site's steps.
#[component]
fn Site(url: String, site: InstallSite) -> impl IntoView {
    let id = site.id;
    let chat = format!("{url}/chat/{id}");
    let policy = format!("script-src {url}; frame-src {url}");
    view! {
        <section class="card steps">
            <h2 class="card-head">{site.name}</h2>
            <Step number=1 title="Put this before </body> on every page" words="The chat appears in the corner. Nothing else is loaded until somebody opens it.">
                <Copied words=snippet(&url, &id) name="snippet"/>
            </Step>
            <Step number=2 title="Does your site send a Content-Security-Policy?" words="Then add these two sources. Without such a policy there is nothing to do.">
                <Copied words=policy name="policy"/>
            </Step>
            <Step number=3 title="Pages that may show this chat" words="Only pages of these hosts can embed it.">
                <Domains domains=site.domains/>
            </Step>
            <Step number=4 title="Try it" words="The same chat fills a page of its own, for links and QR codes.">
                <a class="btn" href=chat target="_blank" rel="noopener">"Open the full-page chat"<Icon d=icon::OUT class="i-s"/></a>
            </Step>
        </section>
    }
    .boxed()
}

/// What the owner pastes. `orgId` is the name the vendors use for a site.
fn snippet(url: &str, site: &str) -> String {
    format!(
        "<script>\nwindow.UsherConfig = {{ orgId: \"{site}\" }};\nwindow.Usher = window.Usher || function () {{ \
         (window.Usher.q = window.Usher.q || []).push(arguments); }};\n</script>\n\
         <script async src=\"{url}/widget/usher.js\"></script>"
    )
}

#[component]
fn Step(number: u8, title: &'static str, words: &'static str, children: Slot) -> impl IntoView {
    view! {
        <div class="step">
            <span class="step-number" aria-hidden="true">{number}</span>
            <div class="step-body">
                <h3>{title}</h3>
                <p class="soft">{words}</p>
                {children.view()}
            </div>
        </div>
    }
}

/// Text to be taken along.
#[component]
fn Copied(words: String, name: &'static str) -> impl IntoView {
    let copied = RwSignal::new(None::<bool>);
    let text = StoredValue::new(words.clone());
    let copy = move |_| copied.set(Some(text.with_value(|text| browser::copy(text))));
    let label = move || match copied.get() {
        None => "Copy",
        Some(true) => "Copied",
        Some(false) => "Press Ctrl C",
    };
    view! {
        <div class="snippet">
            <pre tabindex="0" aria-label=name>{words}</pre>
            <button type="button" class="btn copy" on:click=copy>
                {move || view! { <Icon d=if copied.get() == Some(true) { icon::CHECK } else { icon::COPY } class="i-s"/> }}
                <span role="status">{label}</span>
            </button>
        </div>
    }
}

#[component]
fn Domains(domains: Vec<String>) -> impl IntoView {
    let none = domains.is_empty().then(|| view! { <p>"None yet: the chat is shown nowhere."</p> });
    let domains = domains.into_iter().map(|domain| view! { <li class="chip"><bdi>{domain}</bdi></li> });
    view! { {none}<ul class="domains">{domains.collect_view()}</ul> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_snippet_is_what_the_documents_say() {
        let expected = r#"<script>
window.UsherConfig = { orgId: "demo" };
window.Usher = window.Usher || function () { (window.Usher.q = window.Usher.q || []).push(arguments); };
</script>
<script async src="https://chat.example/widget/usher.js"></script>"#;
        assert_eq!(snippet("https://chat.example", "demo"), expected);
    }
}
