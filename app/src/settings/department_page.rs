//! One department: a new one, or one that is there.

use std::collections::BTreeSet;

use domain::{OperatorId, operator::Face};
use leptos::{prelude::*, server_fn::ServerFn as _};

use super::{
    api::{ChangeDepartmentCall, DeleteDepartmentCall, MakeDepartmentCall},
    copied::Copied,
    department::{DepartmentForm, NewDepartment},
    field::{Help, Line, wire},
    frame::Frame,
    place::{NEW_DEPARTMENT, department_path},
    saving::Saving,
    sheet::{Sheet, post_path},
    start::Around,
};
use crate::{desk::boxed::Boxed as _, ui::Avatar};

/// The page `/settings/departments/new`.
#[component]
pub fn NewDepartmentPage(
    /// What is around it.
    around: Around,
    /// What is written.
    form: NewDepartment,
    /// Who may be a member.
    people: Vec<Face>,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let NewDepartment { name, id, members } = form;
    view! {
        <Frame around>
            <Sheet
                title="New department".to_owned() page=NEW_DEPARTMENT.to_owned() about=Vec::new() submit="Create"
                action=MakeDepartmentCall::PATH fields=&["name", "id", "members"] saving
            >
                <div class="opts opts-page">
                    <Line field="name" label="Name" value=name placeholder="Sales" help="Your operators see it." saving/>
                    <Line
                        field="id" label="Id" value=id placeholder="sales" saving
                        help="Pages name it as groupId. Empty: one is made of the name. It can not be changed later."
                    />
                    <Members people chosen=members saving/>
                </div>
            </Sheet>
        </Frame>
    }
    .boxed()
}

/// The page `/settings/department/{department}`.
#[component]
pub fn DepartmentPage(
    /// What is around it.
    around: Around,
    /// What is written.
    form: DepartmentForm,
    /// What it is called now.
    name: String,
    /// Who may be a member.
    people: Vec<Face>,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let DepartmentForm { department: id, name: written, members } = form;
    let page = department_path(&id);
    let shown = id.clone();
    let delete = post_path(&page, DeleteDepartmentCall::PATH);
    view! {
        <Frame around>
            <Sheet
                title=name page about=vec![("department", id.clone())]
                action=ChangeDepartmentCall::PATH fields=&["name", "members"] saving
            >
                <div class="opts opts-page">
                    <Line field="name" label="Name" value=written help="Your operators see it." saving/>
                    <div class="field">
                        <span class="label">"Id"</span>
                        <Copied words=shown name="id"/>
                        <span class="help">"Pages name it: groupId in their configuration, or setGroupId later."</span>
                    </div>
                    <Members people chosen=members saving/>
                </div>
            </Sheet>
            <form class="opts opts-page" method="post" action=delete>
                <input type="hidden" name=wire("department") value=id/>
                <details class="more">
                    <summary>"Delete this department"</summary>
                    <div class="more-body">
                        <p class="soft">
                            "Its conversations stay, without a department. Sites whose new conversations were for it have them for everybody, and pages that still name it are as if they named none. This can not be undone."
                        </p>
                        <button type="submit" class="btn btn-bad">"Delete"</button>
                    </div>
                </details>
            </form>
        </Frame>
    }
    .boxed()
}

/// The organisation's operators, each with a box.
#[component]
fn Members(people: Vec<Face>, chosen: Vec<OperatorId>, saving: Saving) -> impl IntoView {
    let wrong = saving.wrong("members".to_owned());
    let chosen: BTreeSet<_> = chosen.into_iter().collect();
    let boxes = people.into_iter().map(|Face { id, name }| {
        let on = chosen.contains(&id);
        view! {
            <li>
                <label class="person">
                    <input type="checkbox" name=[&wire("members"), "[]"].concat() value=id.to_string() checked=on autocomplete="off"/>
                    <Avatar name=name.clone() id size="av-24"/>
                    <span class="cut">{name}</span>
                </label>
            </li>
        }
    });
    view! {
        <fieldset class="field" id="members">
            <legend class="label">"Members"</legend>
            <ul class="people">{boxes.collect_view()}</ul>
            <Help id="members-help".to_owned() help="Whether the chat is online for this department is whether one of them is. Nobody: everybody answers.".to_owned() wrong/>
        </fieldset>
    }
    .boxed()
}
