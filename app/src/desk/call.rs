//! The call back that a visitor waits for: whom to call, and how it went.

use domain::{
    ConversationId,
    call::{Call, Status, Step},
};
use leptos::prelude::*;

use super::{boxed::Boxed as _, live::Desk, state::DeskState};
use crate::ui::{Icon, icon};

/// Above the conversation, until the call is over.
#[component]
pub fn CallBar(
    /// Where it was asked for.
    id: ConversationId,
) -> impl IntoView {
    let desk = Desk::here();
    let call = Memo::new(move |_| {
        let call = desk.with(|state| state.rows.get(id).and_then(|row| row.call.clone()));
        call.filter(|call| !call.status.is_over())
    });
    let me = desk.state.with_untracked(DeskState::my_id);
    move || {
        call.get().map(|call| {
            let is_mine = call.operator.as_ref().is_none_or(|face| Some(face.id) == me);
            let class = match (is_mine, call.status) {
                (false, _) => "banner call-bar is-theirs",
                (true, Status::Ringing) => "banner call-bar is-ringing",
                (true, _) => "banner call-bar",
            };
            let step = move |step| desk.call(id, step);
            let dial = ["tel:", &call.phone].concat();
            view! {
                <div class=class role="status">
                    <Icon d=icon::PHONE class="i-s"/>
                    <span class="grow">{words(&call, is_mine)}</span>
                    <a class="btn btn-main" href=dial on:click=move |_| step(Step::TakeCall)>"Call"</a>
                    <button type="button" class="btn" on:click=move |_| step(Step::CallDone)>"We have talked"</button>
                    <button type="button" class="btn" on:click=move |_| step(Step::CallMissed)>"Not reached"</button>
                </div>
            }
            .boxed()
        })
    }
}

fn words(call: &Call, is_mine: bool) -> String {
    let phone = &call.phone;
    match (&call.operator, call.status) {
        (_, Status::Connected) => ["On the phone with ", phone, "."].concat(),
        (Some(face), _) if !is_mine => [&face.name, " calls ", phone, "."].concat(),
        (Some(_), _) => ["You call ", phone, ". How did it go?"].concat(),
        (None, Status::Ringing) => ["Asks to be called back: ", phone].concat(),
        (None, _) => ["The office is being connected with ", phone, "."].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::testing::{me, them};

    #[test]
    fn everybody_is_told_who_calls() {
        let call = |status, operator| Call {
            id: "0191e7a4-0000-7000-8000-000000000001".parse().expect("a UUID"),
            phone: "+4721000000".into(),
            status,
            reason: String::new(),
            operator,
        };
        for (status, operator, is_mine, part) in [
            (Status::Ringing, None, true, "Asks to be called back: +4721000000"),
            (Status::Accepted, Some(me()), true, "You call +4721000000."),
            (Status::Accepted, Some(them()), false, "Tom calls +4721000000."),
            (Status::Accepted, None, true, "is being connected"),
            (Status::Connected, Some(them()), false, "On the phone"),
        ] {
            assert!(words(&call(status, operator), is_mine).contains(part), "{part}");
        }
    }
}
