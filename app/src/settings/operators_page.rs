//! The operators, and how many conversations each has at most at once.

use domain::operator::Role;
use leptos::{prelude::*, server_fn::ServerFn as _};

use super::{
    api::SetCapacitiesCall,
    field::Line,
    frame::Frame,
    operators::{CapacitiesForm, OperatorEntry, key},
    place::OPERATORS,
    saving::Saving,
    sheet::Sheet,
    start::Around,
};
use crate::{desk::boxed::Boxed as _, ui::Avatar};

/// The page `/settings/operators`.
#[component]
pub fn OperatorsPage(
    /// What is around it.
    around: Around,
    /// All of them, by name.
    operators: Vec<OperatorEntry>,
    /// What is written.
    form: CapacitiesForm,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let mut capacity = form.capacity;
    let rows = operators.into_iter().map(|operator| {
        let written = capacity.remove(&key(operator.face.id)).unwrap_or_default();
        view! { <Row operator written saving/> }
    });
    let rows = rows.collect_view();
    view! {
        <Frame around>
            <Sheet
                title="Operators".to_owned() page=OPERATORS.to_owned() about=Vec::new()
                action=SetCapacitiesCall::PATH fields=&["capacity."] saving
            >
                <div class="opts opts-page">
                    <p class="soft measure">
                        "An operator who has as many conversations as you say here is busy. While all who are online are busy, pages that ask are told so (mluvii’s status 2); conversations that come are not lost, they wait."
                    </p>
                    {rows}
                </div>
            </Sheet>
        </Frame>
    }
    .boxed()
}

#[component]
fn Row(operator: OperatorEntry, written: String, saving: Saving) -> impl IntoView {
    let OperatorEntry { face, email, role } = operator;
    let role = match role {
        Role::Agent => "Agent",
        Role::Admin => "Admin",
        Role::Owner => "Owner",
    };
    let (field, label) =
        (format!("capacity.{}", key(face.id)), ["Conversations at once, ", &face.name].concat());
    view! {
        <div class="part">
            <div class="row-title"><Avatar name=face.name.clone() id=face.id size="av-24"/><b class="cut">{face.name}</b><span class="chip">{role}</span></div>
            <bdi class="cut faint">{email}</bdi>
            <Line field label value=written placeholder="any number" keys="numeric" saving/>
        </div>
    }
    .boxed()
}
