//! What pages may tell of their visitors, and say for them.

use domain::attribute::{Attribute, Kind};
use leptos::{prelude::*, server_fn::ServerFn as _};

use super::{
    act::Act,
    api::{ChangeVisitorsCall, MakeAttributeCall, RemoveAttributeCall, RenameAttributeCall},
    field::{Area, Choose, Line, wire},
    frame::Frame,
    place::Tab,
    saving::Saving,
    sheet::{Sheet, post_path},
    start::Around,
    visitors::{NewAttribute, VisitorsForm},
};
use crate::{
    desk::boxed::Boxed as _,
    ui::{Icon, icon},
};

/// The page `/settings/site/{site}/visitors`.
#[component]
pub fn VisitorsPage(
    /// What is around it.
    around: Around,
    /// What is written.
    form: VisitorsForm,
    /// Whether pages may speak for the visitor where nothing is chosen.
    usual: bool,
    /// Those that there are.
    attributes: Vec<Attribute>,
    /// One that is not there yet, as it is written.
    new: NewAttribute,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let VisitorsForm { site, extras, safe_domains } = form;
    let (title, page) = (around.site_name(&site), Tab::Visitors.path(&site));
    let usual = if usual { "As usual: yes" } else { "As usual: no" };
    let options = [("", usual), ("on", "Yes"), ("off", "No")];
    let options = options.map(|(value, words)| (value.to_owned(), words.to_owned())).to_vec();
    let make = post_path(&page, MakeAttributeCall::PATH);
    let rows = attributes.into_iter().map(|attribute| view! { <Row page=page.clone() attribute/> });
    let rows = rows.collect_view();
    let kinds = [("text", "Text"), ("number", "Number")];
    let kinds = kinds.map(|(value, words)| (value.to_owned(), words.to_owned())).to_vec();
    let kind = if new.kind == Kind::Number { "number" } else { "text" };
    let sheet = page.clone();
    view! {
        <Frame around>
            <Sheet
                title page=sheet about=vec![("site", site.clone())] tabs=(site, Tab::Visitors)
                action=ChangeVisitorsCall::PATH fields=&["safe_domains", "id", "name"] saving
            >
                <div class="opts opts-page">
                    <Choose
                        field="extras" label="Pages may write in the visitor’s name" value=extras options saving
                        help="Some pages send messages for their visitor (sendMessage). As usual: only where you have said which pages may show this chat, since anybody could build a page that does it."
                    />
                    <Area
                        field="safe_domains" label="Safe URLs" value=safe_domains placeholder="crm.example" saving
                        help="Your code may put links beside a conversation (setCustomData). Links to these hosts can be clicked by your operators, one a line; other links are shown as text."
                    />
                </div>
            </Sheet>
            <div class="opts opts-page opts-more">
                <section class="part" id="attributes">
                    <h2>"Attributes"</h2>
                    <p class="soft measure">
                        "What your code may tell of a visitor (setClientAttributes), the same for all your sites. Operators see them beside the conversation by their names; your code uses the ids."
                    </p>
                    <ul class="card rows">{rows}</ul>
                </section>
                <form class="part" method="post" action=make>
                    <h2>"New attribute"</h2>
                    <div class="three">
                        <Line field="name" label="Name" value=new.name placeholder="Customer’s plan" saving/>
                        <Line field="id" label="Id" value=new.id placeholder="plan" saving/>
                        <Choose field="kind" label="Holds" value=kind.to_owned() options=kinds saving/>
                    </div>
                    <button type="submit" class="btn">"Add attribute"</button>
                </form>
            </div>
        </Frame>
    }
    .boxed()
}

#[component]
fn Row(page: String, attribute: Attribute) -> impl IntoView {
    let Attribute { id, name, kind } = attribute;
    let (rename, remove) =
        (post_path(&page, RenameAttributeCall::PATH), post_path(&page, RemoveAttributeCall::PATH));
    let kind = if kind == Kind::Number { "Number" } else { "Text" };
    let (label, save, away) = (format!("Name of {id}"), format!("Rename {id}"), format!("Remove {id}"));
    view! {
        <li class="row-edit">
            <form class="row-form" method="post" action=rename>
                <input type="hidden" name=wire("id") value=id.clone()/>
                <input class="input" type="text" name=wire("name") value=name aria-label=label autocomplete="off"/>
                <button type="submit" class="btn" aria-label=save>"Rename"</button>
            </form>
            <code class="faint cut">{id.clone()}</code>
            <span class="chip">{kind}</span>
            <Act action=remove about=vec![("id", id)]>
                <button type="submit" class="btn btn-quiet btn-icon" aria-label=away><Icon d=icon::CLOSE class="i-s"/></button>
            </Act>
        </li>
    }
    .boxed()
}
