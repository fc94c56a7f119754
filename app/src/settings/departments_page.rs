//! The list of departments.

use leptos::prelude::*;

use super::{
    department::DepartmentEntry,
    frame::{Back, Frame},
    place::{NEW_DEPARTMENT, department_path},
    start::Around,
};
use crate::{
    desk::{boxed::Boxed as _, void::Void},
    ui::{Avatar, Icon, icon},
};

/// Faces that a row has room for.
const FACES: usize = 5;

/// The page `/settings/departments`.
#[component]
pub fn DepartmentsPage(
    /// What is around it.
    around: Around,
    /// All of them.
    departments: Vec<DepartmentEntry>,
    /// Something was changed just now.
    saved: bool,
) -> impl IntoView {
    let none = departments.is_empty();
    let rows = departments.into_iter().map(|department| view! { <Row department/> }).collect_view();
    view! {
        <Frame around>
            <header class="page-head">
                <Back/>
                <h1 class="cut">"Departments"</h1>
                <span class="grow"></span>
                <span class="told" role="status">
                    {saved.then(|| view! { <Icon d=icon::CHECK class="i-s"/>"Saved" })}
                </span>
                <a class="btn btn-main" href=NEW_DEPARTMENT>"New department"</a>
            </header>
            <div class="page-body">
                <p class="soft measure">
                    "A new conversation of a department stands under “Unassigned” of its members; admins and operators without a department see all."
                </p>
                {if none {
                    view! {
                        <div class="card"><Void icon=icon::USER title="No departments yet"><p>"Every new conversation is everybody’s."</p></Void></div>
                    }
                    .boxed()
                } else {
                    view! { <ul class="card rows">{rows}</ul> }.boxed()
                }}
            </div>
        </Frame>
    }
    .boxed()
}

#[component]
fn Row(department: DepartmentEntry) -> impl IntoView {
    let DepartmentEntry { id, name, members } = department;
    let names: Vec<&str> = members.iter().map(|face| face.name.as_str()).collect();
    let names = if names.is_empty() { "nobody yet".to_owned() } else { names.join(", ") };
    let faces = members.into_iter().take(FACES);
    let faces = faces.map(|face| view! { <Avatar name=face.name id=face.id size="av-24"/> }).collect_view();
    view! {
        <li>
            <a href=department_path(&id)>
                <span class="grow">
                    <span class="row-title"><b class="cut">{name}</b><code class="faint cut">{id.clone()}</code></span>
                    <bdi class="cut faint">{names}</bdi>
                </span>
                <span class="faces" aria-hidden="true">{faces}</span>
                <Icon d=icon::RIGHT class="i-s i-flip"/>
            </a>
        </li>
    }
    .boxed()
}
