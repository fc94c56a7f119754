//! What a site's panel says.

use leptos::{html::Iframe, prelude::*, server_fn::ServerFn as _};

use super::{
    api::ChangeTextsCall,
    browser,
    field::{Area, Line},
    frame::Frame,
    place::Tab,
    preview::Preview,
    saving::Saving,
    sheet::Sheet,
    start::Around,
    texts::TextsForm,
};
use crate::desk::boxed::Boxed as _;

/// Fields that tell themselves what is wrong with them.
const FIELDS: &[&str] = &["header", "welcome", "online", "offline", "offline_welcome"];

/// The page `/settings/site/{site}/texts`.
#[component]
pub fn TextsPage(
    /// What is around it.
    around: Around,
    /// What is stored.
    form: TextsForm,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let frame = NodeRef::<Iframe>::new();
    let TextsForm { site, header, welcome, online, offline, offline_welcome, own } = form;
    let [own_header, own_welcome, own_online, own_offline, own_offline_welcome] = own;
    let (preview, title) = (site.clone(), around.site_name(&site));
    let written = move |entries: String| browser::tell(frame, &entries);
    view! {
        <Frame around>
            <Sheet
                title page=Tab::Texts.path(&site) about=vec![("site", site.clone())] tabs=(site, Tab::Texts)
                action=ChangeTextsCall::PATH fields=FIELDS saving written=Callback::new(written)
            >
                <div class="split">
                    <div class="opts">
                        <p class="soft">"What is left empty is said in the visitor’s language. Your own words are the same in all."</p>
                        <Line field="header" label="Title" value=header placeholder=own_header saving/>
                        <Line field="online" label="Below it, while you are online" value=online placeholder=own_online saving/>
                        <Line field="offline" label="Below it, while nobody is" value=offline placeholder=own_offline saving/>
                        <Area field="welcome" label="Welcome" value=welcome placeholder=own_welcome saving/>
                        <Area field="offline_welcome" label="Welcome, while nobody is online" value=offline_welcome placeholder=own_offline_welcome saving/>
                    </div>
                    <Preview site=preview frame saving/>
                </div>
            </Sheet>
        </Frame>
    }
    .boxed()
}
