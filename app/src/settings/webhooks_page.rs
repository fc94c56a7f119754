//! A site's webhooks: the list, a new one, and one with its log.

use domain::{
    WebhookId,
    webhook::{Event, Format, Purpose},
};
use leptos::{prelude::*, server_fn::ServerFn as _};

use super::{
    act::Act,
    api::{ChangeWebhookCall, MakeWebhookCall, RemoveWebhookCall, RenewWebhookCall, ResendCall},
    copied::Copied,
    field::{Help, Line, Segments, Switch, wire},
    frame::{Back, Frame, Tabs},
    place::{Tab, new_webhook_path, webhook_path},
    saving::Saving,
    sheet::{Sheet, post_path},
    start::Around,
    webhooks::{LogEntry, Past, WebhookEntry, WebhookForm, event_title},
};
use crate::{
    desk::{boxed::Boxed as _, void::Void},
    ui::{Icon, icon},
};

const PURPOSES: &[(&str, &str)] = &[("events", "Events"), ("bot", "Bot"), ("channel", "Channel")];
const FORMATS: &[(&str, &str)] = &[("jivo", "As Jivo writes it"), ("usher", "Our own, signed")];

/// The page `/settings/site/{site}/webhooks`.
#[component]
pub fn WebhooksPage(
    /// What is around it.
    around: Around,
    /// The site.
    site: String,
    /// Its webhooks.
    webhooks: Vec<WebhookEntry>,
    /// Something was changed just now.
    saved: bool,
) -> impl IntoView {
    let title = around.site_name(&site);
    let none = webhooks.is_empty();
    let new = new_webhook_path(&site);
    let rows = webhooks.into_iter().map(|webhook| view! { <Row site=site.clone() webhook/> }).collect_view();
    view! {
        <Frame around>
            <header class="page-head">
                <Back/>
                <h1 class="cut">{title}</h1>
                <span class="grow"></span>
                <span class="told" role="status">{saved.then(|| view! { <Icon d=icon::CHECK class="i-s"/>"Saved" })}</span>
                <a class="btn btn-main" href=new>"New webhook"</a>
            </header>
            <Tabs site on=Tab::Webhooks/>
            <div class="page-body">
                <p class="soft measure">
                    "Your own server, or your CRM, is told when something happens on this site: each event is a request to an address of yours. What it does not take comes again for three days. A bot answers before your operators do; a channel brings people’s words from elsewhere."
                </p>
                {if none {
                    view! { <div class="card"><Void icon=icon::OUT title="Nobody is told anything yet"><p>"A webhook, a bot or a channel written for Jivo works as it is: give its address."</p></Void></div> }.boxed()
                } else {
                    view! { <ul class="card rows">{rows}</ul> }.boxed()
                }}
            </div>
        </Frame>
    }
    .boxed()
}

#[component]
fn Row(site: String, webhook: WebhookEntry) -> impl IntoView {
    let WebhookEntry { id, url, purpose, format, enabled, stopped } = webhook;
    let is_stopped = !stopped.is_empty() && !enabled;
    let told = match (purpose, format) {
        (Purpose::Events, Format::Jivo) => "Events, as Jivo writes them",
        (Purpose::Events, Format::Usher) => "Events in our own form, signed",
        (Purpose::Channel, _) => "Channel: brings words from elsewhere",
        (Purpose::Bot, _) => "Bot: answers first",
    };
    let below = if is_stopped { stopped } else { told.to_owned() };
    let state = match (enabled, is_stopped) {
        (true, _) => "On",
        (false, true) => "Stopped",
        (false, false) => "Off",
    };
    view! {
        <li class="row-line">
            <a href=webhook_path(&site, id)>
                <span class="grow">
                    <span class="row-title"><b class="cut">{url}</b><span class="chip" class:chip-ok=enabled class:chip-warn=is_stopped>{state}</span></span>
                    <bdi class="cut faint">{below}</bdi>
                </span>
                <Icon d=icon::RIGHT class="i-s i-flip"/>
            </a>
        </li>
    }
    .boxed()
}

/// The page `/settings/site/{site}/webhooks/new`, and that of one which is there.
#[component]
pub fn WebhookPage(
    /// What is around it.
    around: Around,
    /// What is written.
    form: WebhookForm,
    /// What it was told; a new one has no past.
    past: Option<Past>,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let WebhookForm { site, webhook, url, purpose, format, events, enabled } = form;
    let title = around.site_name(&site);
    let page = webhook.map_or_else(|| new_webhook_path(&site), |id| webhook_path(&site, id));
    let mut about = vec![("site", site.clone())];
    about.extend(webhook.map(|id| ("webhook", id.to_string())));
    about.extend(webhook.map(|_| ("purpose", purpose.name().to_owned())));
    let action = if webhook.is_some() { ChangeWebhookCall::PATH } else { MakeWebhookCall::PATH };
    let submit = if webhook.is_some() { "Save" } else { "Create" };
    let value = if format == Format::Jivo { "jivo" } else { "usher" };
    let stopped = past.as_ref().map(|past| past.stopped.clone()).unwrap_or_default();
    let stopped = (!stopped.is_empty() && !enabled).then_some(stopped);
    let off = match purpose {
        Purpose::Events => "While it is off, nothing new is told.",
        Purpose::Channel => "While it is off, nothing comes from it and no answer goes to it.",
        Purpose::Bot => "When it is switched off, operators answer what it has answered so far.",
    };
    let tabs = (site.clone(), Tab::Webhooks);
    let (sheet, list) = (page.clone(), Tab::Webhooks.path(&site));
    let more = past.zip(webhook).map(|(past, id)| view! { <More site page id purpose format past/> });
    view! {
        <Frame around>
            <Sheet title page=sheet about tabs action submit fields=&["url", "events"] saving>
                <div class="opts opts-page">
                    <p><a href=list>"All webhooks"</a></p>
                    {stopped.map(|why| view! {
                        <div class="banner banner-bad"><Icon d=icon::ALERT class="i-s"/><span>{["Switched off by itself. ", &why, " Switch it on and save to try again; what waits is sent then."].concat()}</span></div>
                    })}
                    {if webhook.is_none() {
                        view! { <Purposes purpose/> }.boxed()
                    } else {
                        view! { <p class="soft measure">{about_purpose(purpose)}</p> }.boxed()
                    }}
                    <Line field="url" label="Address" value=url placeholder="https://crm.example/hook" keys="url" saving/>
                    {(webhook.is_none() || purpose == Purpose::Events).then(|| view! {
                        <div class="only-events">
                            <Segments field="format" label="How events are written" value options=FORMATS/>
                            <Events chosen=events saving/>
                        </div>
                    })}
                    <Switch field="enabled" label="On" value=enabled help=off/>
                </div>
            </Sheet>
            {more}
        </Frame>
    }
    .boxed()
}

const fn about_purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Events => "It is told what happens on this site.",
        Purpose::Bot => {
            "A bot: it is told what visitors write and answers them, until it hands over to an operator (Jivo’s Bot API). What it does not take within nine seconds is the operators’."
        }
        Purpose::Channel => {
            "A channel: people write through it from elsewhere, an app or another network, and are answered there (Jivo’s Chat API)."
        }
    }
}

/// What a new one is there for; the sheet of styles shows what is asked of it.
#[component]
fn Purposes(purpose: Purpose) -> impl IntoView {
    view! {
        <div>
            <Segments field="purpose" label="What it is there for" value=purpose.name() options=PURPOSES/>
            <p class="help purpose-events">{about_purpose(Purpose::Events)}</p>
            <p class="help purpose-bot">{about_purpose(Purpose::Bot)}</p>
            <p class="help purpose-channel">{about_purpose(Purpose::Channel)}</p>
        </div>
    }
    .boxed()
}

#[component]
fn Events(chosen: Vec<String>, saving: Saving) -> impl IntoView {
    let wrong = saving.wrong("events".to_owned());
    let boxes = Event::ALL.map(|event| {
        let on = chosen.iter().any(|name| name == event.name());
        view! {
            <li>
                <label class="person">
                    <input type="checkbox" name=[&wire("events"), "[]"].concat() value=event.name() checked=on autocomplete="off"/>
                    <span class="cut">{event_title(event.name())}</span>
                </label>
            </li>
        }
    });
    view! {
        <fieldset class="field" id="events">
            <legend class="label">"It is told when"</legend>
            <ul class="people">{boxes.into_iter().collect_view()}</ul>
            <Help id="events-help".to_owned() help=String::new() wrong/>
        </fieldset>
    }
    .boxed()
}

/// Secret, log, and the way out.
#[component]
fn More(
    site: String,
    page: String,
    id: WebhookId,
    purpose: Purpose,
    format: Format,
    past: Past,
) -> impl IntoView {
    let about = || vec![("site", site.clone()), ("webhook", id.to_string())];
    let (renew, remove) =
        (post_path(&page, RenewWebhookCall::PATH), post_path(&page, RemoveWebhookCall::PATH));
    let resend = post_path(&page, ResendCall::PATH);
    let Past { secret, address, log, .. } = past;
    let (renewed, removed) = (about(), about());
    let address = address.map(|address| {
        let act = (purpose == Purpose::Bot).then(|| view! { <Act action=renew.clone() about=about()><button type="submit" class="btn">"Make a new address"</button></Act> });
        let help = match purpose {
            Purpose::Bot => "Here your bot sends what it says. Whoever knows this address speaks in its name; a new one ends the old one at once.",
            _ => "Here your server sends what people write, and asks at /status below it whether somebody answers. Whoever knows this address speaks in their name: if it became known, make another channel.",
        };
        view! {
            <section class="part" id="secret">
                <h2>"Our address for it"</h2>
                <p class="soft measure">{help}</p>
                <Copied words=address name="address"/>
                {act}
            </section>
        }
    });
    let none = log.is_empty();
    let log = log.into_iter().map(|entry| view! { <Told action=resend.clone() about=about() entry/> });
    let log = log.collect_view();
    let secret = (format == Format::Usher).then(|| {
        view! {
            <section class="part" id="secret">
                <h2>"Secret"</h2>
                {match secret {
                    Some(secret) => view! {
                        <p class="soft measure">"Give it to your server now: it is not shown again. Requests are signed with it as Standard Webhooks says."</p>
                        <Copied words=secret name="secret"/>
                    }.boxed(),
                    None => view! { <p class="soft measure">"Requests are signed with a secret that only your server and we know. If it is lost, make a new one; the old one ends at once."</p> }.boxed(),
                }}
                <Act action=renew about=renewed><button type="submit" class="btn">"Make a new secret"</button></Act>
            </section>
        }
    });
    view! {
        <div class="opts opts-wide opts-more">
            {address}
            {secret}
            <section class="part" id="log">
                <h2>"Log"</h2>
                {if none {
                    view! { <p class="soft">"Nothing was told yet."</p> }.boxed()
                } else {
                    view! { <p class="soft">"The newest hundred; times are UTC."</p><ul class="card rows">{log}</ul> }.boxed()
                }}
            </section>
            <details class="more">
                <summary>"Delete this webhook"</summary>
                <div class="more-body">
                    <p class="soft">"Its log goes with it, and what still waits is told to nobody."</p>
                    <Act action=remove about=removed><button type="submit" class="btn btn-bad">"Delete"</button></Act>
                </div>
            </details>
        </div>
    }
    .boxed()
}

#[component]
fn Told(action: String, mut about: Vec<(&'static str, String)>, entry: LogEntry) -> impl IntoView {
    let LogEntry { id, event, at, state, outcome } = entry;
    about.push(("delivery", id.to_string()));
    let words = match state.as_str() {
        "done" => "Taken",
        "waiting" => "Waits",
        _ => "Failed",
    };
    let again = format!("Send again: {event}, {at}");
    let (taken, failed) = (state == "done", state == "failed");
    view! {
        <li class="row-edit">
            <span class="grow">
                <span class="row-title"><b class="cut">{event}</b><span class="chip" class:chip-ok=taken class:chip-warn=failed>{words}</span><span class="faint">{at}</span></span>
                <bdi class="faint">{outcome}</bdi>
            </span>
            <Act action about><button type="submit" class="btn" aria-label=again>"Send again"</button></Act>
        </li>
    }
    .boxed()
}
