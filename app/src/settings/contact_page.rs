//! How a site's visitors can be reached: what its forms ask, and when they are called back.

use leptos::{prelude::*, server_fn::ServerFn as _};

use super::{
    api::ChangeContactCall,
    contact::{Asking, ContactForm},
    field::{Area, Choose, Line, Switch},
    frame::Frame,
    place::Tab,
    saving::Saving,
    sheet::Sheet,
    start::Around,
};
use crate::desk::boxed::Boxed as _;

/// Fields that tell themselves what is wrong with them.
const FIELDS: &[&str] = &[
    "own_page",
    "reply_to",
    "country",
    "time_zone",
    "hours",
    "monthly_limit",
    "account_sid",
    "auth_token",
    "from",
    "office",
];

/// The page `/settings/site/{site}/contact`.
#[component]
pub fn ContactPage(
    /// What is around it.
    around: Around,
    /// What is written.
    form: ContactForm,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let ContactForm { site, name, email, phone, in_chat, before_chat, own_page, reply_to, calls, .. } =
        form.clone();
    let ContactForm { country, time_zone, hours, monthly_limit, account_sid, from, office, .. } = form;
    let title = around.site_name(&site);
    view! {
        <Frame around>
            <Sheet
                title page=Tab::Contact.path(&site) about=vec![("site", site.clone())] tabs=(site, Tab::Contact)
                action=ChangeContactCall::PATH fields=FIELDS saving
            >
                <div class="opts opts-page">
                    <p class="soft measure">
                        "On pages with the code of Jivo, mluvii or onWebChat, visitors who find nobody leave a message in a form. You answer in the inbox, and the answer goes by e-mail, too."
                    </p>
                    <AskFor field="name" label="Name" asking=name saving/>
                    <AskFor field="email" label="E-mail" asking=email saving/>
                    <AskFor field="phone" label="Phone" asking=phone saving/>
                    <Switch
                        field="in_chat" label="Ask in conversations, too" value=in_chat
                        help="After the first message, until what must be filled is known."
                    />
                    <Switch
                        field="before_chat" label="Ask before conversations, too" value=before_chat
                        help="On pages with the code of mluvii or onWebChat: whoever opens the chat while somebody is there is asked for what must be filled, before the first message."
                    />
                    <Line
                        field="own_page" label="A form of your own, before conversations" value=own_page placeholder="https://example.com/form.html" keys="url" saving
                        help="On pages with the code of mluvii: the address of a page that asks in the place of these fields, and tells us as mluvii’s custom forms do."
                    />
                    <Line
                        field="reply_to" label="Answers to your e-mails go to" value=reply_to placeholder="hello@example.com" keys="email" saving
                        help="Empty: to the sender of all e-mails of this server."
                    />
                    <h2>"Calls back"</h2>
                    <Switch
                        field="calls" label="Visitors may ask to be called" value=calls
                        help="The request rings in the inbox while somebody is online."
                    />
                    <Line field="country" label="Country of numbers without one" value=country placeholder="NO" saving help="Two letters."/>
                    <Area
                        field="hours" label="When somebody calls" value=hours placeholder="Mon-Fri 09:00-17:30" saving
                        help="One line for days that are alike. Empty: always."
                    />
                    <Line
                        field="time_zone" label="By the clock of" value=time_zone placeholder="Europe/Oslo" saving
                        help="Empty: UTC."
                    />
                    <Line field="monthly_limit" label="Most calls a month" value=monthly_limit keys="numeric" saving help="Empty: as many as are asked for."/>
                    <h2>"Made by Twilio"</h2>
                    <p class="soft measure">"With an account there, your office’s phone rings, and whoever picks up is connected with the visitor. Without one an operator dials."</p>
                    <Line field="account_sid" label="Account SID" value=account_sid placeholder="AC…" saving/>
                    <Line
                        field="auth_token" label="Auth token" value=String::new() saving
                        help="It is never shown. Empty: the one that is stored."
                    />
                    <Line field="from" label="Number that is shown" value=from placeholder="+4721000000" keys="tel" saving/>
                    <Line field="office" label="Number that rings first" value=office placeholder="+4721000001" keys="tel" saving/>
                </div>
            </Sheet>
        </Frame>
    }
    .boxed()
}

/// Whether the forms ask for one thing.
#[component]
fn AskFor(field: &'static str, label: &'static str, asking: Asking, saving: Saving) -> impl IntoView {
    let options =
        [(Asking::No, "not asked"), (Asking::Optional, "asked"), (Asking::Required, "must be filled")];
    let options = options.map(|(asking, words)| (asking.slug().to_owned(), words.to_owned())).to_vec();
    view! { <Choose field label value=asking.slug().to_owned() options saving/> }
}
