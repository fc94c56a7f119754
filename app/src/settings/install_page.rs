//! How a site gets its chat: the snippet, what its security policy must allow, who may embed it, and what the code that is
//! there already asks for in vain.

use leptos::{either::Either, prelude::*};

use super::{
    copied::Copied,
    frame::Frame,
    install::{Gap, Install, State},
    place::Tab,
    start::{Around, Entry},
    vendor::Vendor,
};
use crate::{
    desk::boxed::{Boxed as _, Slot},
    ui::{Icon, icon},
};

/// The page `/install`.
#[component]
pub fn InstallPage(
    /// What is around it.
    around: Around,
    /// What it shows.
    install: Install,
) -> impl IntoView {
    let Install { url, vendor, mut ids, gaps } = install;
    let admin = around.admin;
    let sites = around.sites.clone().into_iter();
    let sites = sites.map(|site| {
        let known = ids.remove(&site.id);
        view! { <Site url=url.clone() vendor known site admin/> }
    });
    let sites = sites.collect_view();
    view! {
        <Frame around menu=false>
            <header class="page-head"><h1>"Install"</h1></header>
            <Vendors on=vendor/>
            <div class="page-body">
                {sites}
                {(!gaps.is_empty()).then(|| view! { <Gaps vendor gaps/> })}
            </div>
        </Frame>
    }
    .boxed()
}

/// Whose code the pages have.
#[component]
fn Vendors(on: Vendor) -> impl IntoView {
    let links = Vendor::ALL.map(|vendor| {
        let href = match vendor {
            Vendor::Usher => "/install".to_owned(),
            vendor => format!("/install?vendor={}", vendor.slug()),
        };
        view! {
            <a class="tab" href=href aria-current=(vendor == on).then_some("page")>
                <span class="t" data-t=vendor.name()>{vendor.name()}</span>
            </a>
        }
    });
    view! { <nav class="tabs vendors" aria-label="Code on your pages">{links.into_iter().collect_view()}</nav> }
        .boxed()
}

/// One site's steps.
#[component]
fn Site(url: String, vendor: Vendor, known: Option<String>, site: Entry, admin: bool) -> impl IntoView {
    let Entry { id, name, domains } = site;
    let chat = format!("{url}/chat/{id}");
    let appearance = Tab::Appearance.path(&id);
    let lacks_id = vendor.has_own_ids() && known.is_none();
    let lack = format!(
        "These pages name their site by the id that it has at {}. We do not know it yet.",
        vendor.name()
    );
    let names = Tab::Site.path(&id);
    let snippet = vendor.snippet(&url, &known.unwrap_or(id));
    let policy = format!("script-src {url}; frame-src {url}");
    let title = match vendor {
        Vendor::Usher => "Put this before </body> on every page".to_owned(),
        vendor => format!("Put this in the place of {}’s code", vendor.name()),
    };
    let words = match vendor {
        Vendor::Usher => {
            "The chat appears in the corner. Nothing else is loaded until somebody opens it.".to_owned()
        }
        vendor if vendor.has_own_ids() => format!(
            "It is the same code with another host. Your settings and calls of {} stay as they are.",
            vendor.function()
        ),
        vendor => format!(
            "It is the same code with another host and id. Your settings and calls, {}('openChat') and all others, stay as they are.",
            vendor.function()
        ),
    };
    view! {
        <section class="card steps">
            <h2 class="card-head">{name}</h2>
            <Step number=1 title words>
                {if lacks_id {
                    view! {
                        <div class="banner banner-info"><span class="grow">{lack}</span>
                            {admin.then(|| view! { <a class="btn" href=names>"Tell it"</a> })}
                        </div>
                    }.boxed()
                } else {
                    view! { <Copied words=snippet name="snippet"/> }.boxed()
                }}
            </Step>
            <Step number=2 title="Does your site send a Content-Security-Policy?" words="Then add these two sources. Without such a policy there is nothing to do.">
                <Copied words=policy name="policy"/>
            </Step>
            <Step number=3 title="Pages that may show this chat" words="Only pages of these hosts can embed it.">
                <Domains domains/>
                {admin.then(|| view! { <a class="btn" href=appearance>"Change"</a> })}
            </Step>
            <Step number=4 title="Try it" words="The same chat fills a page of its own, for links and QR codes.">
                <a class="btn" href=chat target="_blank" rel="noopener">"Open the full-page chat"<Icon d=icon::OUT class="i-s"/></a>
            </Step>
        </section>
    }
    .boxed()
}

#[component]
fn Step(
    number: u8,
    #[prop(into)] title: String,
    #[prop(into)] words: String,
    children: Slot,
) -> impl IntoView {
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
    .boxed()
}

#[component]
fn Domains(domains: Vec<String>) -> impl IntoView {
    let none = domains.is_empty().then(|| view! { <p>"None yet: the chat is shown nowhere."</p> });
    let domains = domains.into_iter().map(|domain| view! { <li class="chip"><bdi>{domain}</bdi></li> });
    view! { {none}<ul class="domains">{domains.collect_view()}</ul> }.boxed()
}

/// What of the vendor's interface does nothing here.
#[component]
fn Gaps(vendor: Vendor, gaps: Vec<Gap>) -> impl IntoView {
    let title = match vendor {
        Vendor::Usher => "What is not there yet".to_owned(),
        vendor => format!("What {}’s code asks for in vain", vendor.name()),
    };
    let gaps = gaps.into_iter().map(|Gap { call, behaviour, note, state, .. }| {
        let state = match state {
            State::Accepted => "does nothing",
            State::Later => "comes later",
        };
        let words = [Some(behaviour), note].into_iter().flatten().collect::<Vec<_>>().join(" ");
        view! {
            <li class="gap">
                <span class="gap-call"><Call call/></span>
                <span class="soft"><Call call=words/></span>
                <span class="chip">{state}</span>
            </li>
        }
    });
    view! {
        <section class="card">
            <h2 class="card-head">{title}</h2>
            <ul class="gaps">{gaps.collect_view()}</ul>
        </section>
    }
    .boxed()
}

/// Words with code in backticks.
#[component]
fn Call(call: String) -> impl IntoView {
    let parts = call.split('`').enumerate().map(|(place, part)| {
        let part = part.to_owned();
        if place % 2 == 1 { Either::Left(view! { <code>{part}</code> }) } else { Either::Right(part) }
    });
    parts.collect_view()
}
