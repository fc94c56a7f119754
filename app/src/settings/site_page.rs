//! What a site is called, and the way out.

use leptos::{prelude::*, server_fn::ServerFn as _};

use super::{
    act::Act,
    api::{RemoveSiteCall, RenameSiteCall},
    copied::Copied,
    field::Line,
    frame::Frame,
    place::Tab,
    saving::Saving,
    sheet::{Sheet, post_path},
    site::{SiteForm, VENDORS},
    start::Around,
};
use crate::desk::boxed::Boxed as _;

/// The page `/settings/site/{site}/site`.
#[component]
pub fn SitePage(
    /// What is around it.
    around: Around,
    /// What is written.
    form: SiteForm,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let SiteForm { site, name, mut ids } = form;
    let (title, page) = (around.site_name(&site), Tab::Site.path(&site));
    let remove = post_path(&page, RemoveSiteCall::PATH);
    let about = vec![("site", site.clone())];
    let removed = about.clone();
    let ids = VENDORS.map(|(vendor, label)| {
        let value = ids.remove(vendor).unwrap_or_default();
        view! { <Line field=["ids.", vendor].concat() label value keys="url" saving/> }
    });
    let shown = site.clone();
    view! {
        <Frame around>
            <Sheet
                title page about tabs=(site, Tab::Site)
                action=RenameSiteCall::PATH fields=&["name", "ids."] saving
            >
                <div class="opts opts-page">
                    <Line field="name" label="Name" value=name help="Operators and visitors see it." saving/>
                    <div class="field">
                        <span class="label">"Id"</span>
                        <Copied words=shown name="id"/>
                        <span class="help">"Our own code names the site by it."</span>
                    </div>
                    <h2>"Ids from elsewhere"</h2>
                    <p class="soft measure">
                        "Pages that were written for another vendor keep their code: tell us the id that stands in it, and change the host name on the page. Several ids have commas between them."
                    </p>
                    {ids.into_iter().collect_view()}
                </div>
            </Sheet>
            <div class="opts opts-page opts-more">
                <details class="more">
                    <summary>"Delete this site"</summary>
                    <div class="more-body">
                        <p class="soft">
                            "Its pages show no chat any more, its webhooks, bots and channels are switched off, and its id is never given to another site. Its conversations stay in the inbox."
                        </p>
                        <Act action=remove about=removed><button type="submit" class="btn btn-bad">"Delete"</button></Act>
                    </div>
                </details>
            </div>
        </Frame>
    }
    .boxed()
}
