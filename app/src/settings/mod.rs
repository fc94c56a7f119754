//! The settings: what admins and owners decide about their sites.
//!
//! A bundle of its own, so that the inbox does not carry it. Every page is a document of its own, too: there is no router
//! in the browser, and whoever would lose words by leaving is warned by the browser itself, whichever way out is taken.
//! Every form is sent by the browser where there is no script, and with the same bytes by [`saving`] where there is.
//!
//! # Layout
//! - [`place`]: which page a path names; [`start`]: what it begins with, known to the server alone.
//! - Pages: [`sites`], [`appearance_page`], [`texts_page`], [`words_page`], [`presets_page`], [`contact_page`], [`identity_page`], [`rules_page`], [`rule_page`], [`dry_run_page`], [`visitors_page`], [`webhooks_page`], [`site_page`], [`operators_page`],
//!   [`departments_page`], [`department_page`], [`install_page`]; [`frame`] is around them, with [`rail`] and [`menu`].
//! - [`appearance`], [`texts`], [`words`], [`presets`], [`contact`], [`identity`], [`rules`], [`visitors`], [`webhooks`], [`site`], [`operators`], [`department`]: what a form sends, and what it means; [`install`], [`vendor`]: how a site comes onto a page.
//!   Without a browser, and tested so.
//! - [`sheet`], [`act`], [`field`], [`position`], [`preview`], [`copied`]: what pages are made of; [`browser`]: the only file that
//!   knows that there is one.
//!
//! # Adding a page
//! A [`place::Place`], a [`start::Page`], a file, an arm in [`App`]. Its form's server function goes into [`api`].

pub mod act;
pub mod api;
pub mod appearance;
pub mod appearance_page;
pub mod browser;
pub mod contact;
pub mod contact_page;
pub mod copied;
pub mod department;
pub mod department_page;
pub mod departments_page;
pub mod dry_run_page;
pub mod field;
pub mod frame;
pub mod identity;
pub mod identity_page;
pub mod install;
pub mod install_page;
pub mod menu;
pub mod operators;
pub mod operators_page;
pub mod place;
pub mod position;
pub mod presets;
pub mod presets_page;
pub mod preview;
pub mod rail;
pub mod rule_page;
pub mod rules;
pub mod rules_page;
pub mod saving;
pub mod sheet;
pub mod site;
pub mod site_page;
pub mod sites;
pub mod start;
pub mod texts;
pub mod texts_page;
pub mod vendor;
pub mod visitors;
pub mod visitors_page;
pub mod webhooks;
pub mod webhooks_page;
pub mod words;
pub mod words_page;

use leptos::{prelude::*, server::codee::string::FromToStringCodec};
use leptos_meta::{Title, provide_meta_context};

use self::{
    appearance_page::AppearancePage,
    contact_page::ContactPage,
    department_page::{DepartmentPage, NewDepartmentPage},
    departments_page::DepartmentsPage,
    dry_run_page::DryRunPage,
    identity_page::IdentityPage,
    install_page::InstallPage,
    operators_page::OperatorsPage,
    place::Place,
    presets_page::{PresetPage, PresetsPage},
    rule_page::RulePage,
    rules_page::{RulesJsonPage, RulesPage},
    saving::Saving,
    site_page::SitePage,
    sites::SitesPage,
    start::{Page, Start, start},
    texts_page::TextsPage,
    visitors_page::VisitorsPage,
    webhooks_page::{WebhookPage, WebhooksPage},
    words_page::WordsPage,
};
use crate::{
    desk::{
        boxed::Boxed as _,
        void::{NotFound, Void},
    },
    outcome::Outcome,
    ui::icon,
};

/// The document around a page, with its headers. The server alone renders it.
#[cfg(feature = "ssr")]
pub fn shell() -> impl IntoView {
    use crate::document::{Parts, document};

    document(|assets| Parts { bundle: assets.settings, link: None, frames: true }, || view! { <App/> })
}

/// All pages.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let outcome: Resource<Outcome<Start>, FromToStringCodec> =
        Resource::new_str_blocking(|| (), |()| start());
    let show = move || {
        Suspend::new(async move {
            match outcome.await.0 {
                Ok(start) => {
                    let saving = Saving::new(start.saved, start.drafted, start.refused);
                    let around = start.around;
                    match start.page {
                        Page::Elsewhere => ().boxed(),
                        Page::Nothing => view! { <NotFound/> }.boxed(),
                        Page::Sites => view! { <SitesPage around/> }.boxed(),
                        Page::Appearance { form, departments } => {
                            view! { <AppearancePage around form departments saving/> }.boxed()
                        }
                        Page::Presets { site, presets } => {
                            let saved = start.saved;
                            view! { <PresetsPage around site presets saved/> }.boxed()
                        }
                        Page::Preset { form, own, departments } => {
                            view! { <PresetPage around form own departments saving/> }.boxed()
                        }
                        Page::Contact(form) => view! { <ContactPage around form saving/> }.boxed(),
                        Page::Texts(form) => view! { <TextsPage around form saving/> }.boxed(),
                        Page::Words { form, groups } => {
                            view! { <WordsPage around form groups saving/> }.boxed()
                        }
                        Page::Identity { form, proofs } => {
                            view! { <IdentityPage around form proofs saving/> }.boxed()
                        }
                        Page::Rules { site, rules } => {
                            let saved = start.saved;
                            view! { <RulesPage around site rules saved saving/> }.boxed()
                        }
                        Page::Visitors { form, usual, attributes, new } => {
                            view! { <VisitorsPage around form usual attributes new saving/> }.boxed()
                        }
                        Page::Webhooks { site, webhooks } => {
                            let saved = start.saved;
                            view! { <WebhooksPage around site webhooks saved/> }.boxed()
                        }
                        Page::Webhook { form, past } => {
                            view! { <WebhookPage around form past saving/> }.boxed()
                        }
                        Page::Site(form) => view! { <SitePage around form saving/> }.boxed(),
                        Page::RulesJson(form) => view! { <RulesJsonPage around form saving/> }.boxed(),
                        Page::DryRun { site, run } => view! { <DryRunPage around site run/> }.boxed(),
                        Page::Rule { form, departments } => {
                            view! { <RulePage around form departments saving/> }.boxed()
                        }
                        Page::Operators { operators, form } => {
                            view! { <OperatorsPage around operators form saving/> }.boxed()
                        }
                        Page::Departments(departments) => {
                            let saved = start.saved;
                            view! { <DepartmentsPage around departments saved/> }.boxed()
                        }
                        Page::NewDepartment { form, people } => {
                            view! { <NewDepartmentPage around form people saving/> }.boxed()
                        }
                        Page::Department { form, name, people } => {
                            view! { <DepartmentPage around form name people saving/> }.boxed()
                        }
                        Page::Install(install) => view! { <InstallPage around install/> }.boxed(),
                    }
                }
                Err(refusal) => view! { <Void icon=icon::ALERT title=refusal.message/> }.boxed(),
            }
        })
    };
    view! {
        <Title text=Place::of(&browser::path()).title()/>
        <div class="desk"><Suspense fallback=|| ()>{show}</Suspense></div>
    }
}

/// Takes over the page that the server rendered.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    leptos::mount::hydrate_body(App);
}
