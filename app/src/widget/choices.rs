//! What a bot lets the visitor choose from.

use domain::message::Author;
use leptos::{ev::MouseEvent, prelude::*};

use super::{browser, composer::FORM, live::Live};

/// Below the bot's words for as long as nothing was said after them. Choosing is saying; without JavaScript by the composer's
/// form.
#[component]
pub(super) fn Choices(live: Live) -> impl IntoView {
    let choices = Memo::new(move |_| {
        live.said.with(|said| {
            let last = said.thread.lines.last().filter(|line| line.author == Author::Bot);
            let last = last.filter(|_| said.thread.outgoing.is_empty() && said.thread.autos.is_empty());
            last.map(|line| line.choices.clone()).unwrap_or_default()
        })
    });
    let button = move |choice: String| {
        let (said, value) = (choice.clone(), choice.clone());
        let chosen = move |event: MouseEvent| {
            event.prevent_default();
            browser::send(&said);
        };
        view! {
            <button class="choice" form=FORM name="choice" value=value formnovalidate=true dir="auto" on:click=chosen>
                {choice}
            </button>
        }
    };
    let all = move |choices: Vec<String>| {
        view! { <div class="choices" role="group" aria-label=live.says("choices")>{choices.into_iter().map(button).collect_view()}</div> }
    };
    move || Some(choices.get()).filter(|choices| !choices.is_empty()).map(all)
}
