//! What a visitor is called, where they are reached, and what is to be known of them, written in place: every value is a
//! field that looks like text until somebody enters it. Enter or leaving it saves, Escape gives it up.

use domain::{
    VisitorId,
    contact::{self, Field},
    text::{self, Part},
    visitor::{Card, Known},
};
use leptos::{either::Either, ev::KeyboardEvent, html::Textarea, prelude::*, task::spawn_local};

use super::{composer::sends, live::Desk, side::Section};
use crate::ui::{Icon, Words, escaped, icon};

/// The four fields that everybody knows the meaning of, and what is being written into them.
pub type Edits = [Edit; 4];

/// Of one visitor; nothing is being written yet.
#[must_use]
pub fn edits(visitor: VisitorId, card: Memo<Option<Card>>) -> Edits {
    [Field::Name, Field::Email, Field::Phone, Field::Notes].map(|field| Edit::new(visitor, field, card))
}

/// The section: these, and what else is said of the visitor.
#[component]
pub fn Contact(
    /// What can be changed here.
    edits: Edits,
    /// What is known.
    card: Card,
) -> impl IntoView {
    // An id that only the page has said may be anybody's.
    let label = if card.proven { "User, proven" } else { "User, not proven" };
    let user = card.client_id.map(|value| Known { name: label.to_owned(), value });
    let others = user.into_iter().chain(card.attributes).map(|Known { name, value }| {
        view! { <dt dir="auto">{name}</dt><dd dir="auto"><Words text=value/></dd> }
    });
    view! {
        <Section title="Contact">
            <dl class="kv">
                {edits.map(|edit| view! { <Row edit/> }).into_iter().collect_view()}
                {others.collect_view()}
            </dl>
        </Section>
    }
}

/// A value, and what is being written in its place.
#[derive(Clone, Copy)]
pub struct Edit {
    desk: Desk,
    visitor: VisitorId,
    field: Field,
    known: Memo<String>,
    /// None: as it is known.
    written: RwSignal<Option<String>>,
    /// Why it was not taken.
    refused: RwSignal<Option<String>>,
    saving: RwSignal<bool>,
    node: NodeRef<Textarea>,
}

impl Edit {
    fn new(visitor: VisitorId, field: Field, card: Memo<Option<Card>>) -> Self {
        let known = Memo::new(move |_| {
            card.with(|card| card.as_ref()?.data.known(field.name()).map(str::to_owned)).unwrap_or_default()
        });
        Self {
            desk: Desk::here(),
            visitor,
            field,
            known,
            written: RwSignal::new(None),
            refused: RwSignal::new(None),
            saving: RwSignal::new(false),
            node: NodeRef::new(),
        }
    }

    fn text(self) -> String {
        self.written.get().unwrap_or_else(|| self.known.get())
    }

    fn write(self, text: Option<String>) {
        self.refused.set(None);
        self.written.set(text);
    }

    fn leave(self) {
        self.write(None);
        if let Some(node) = self.node.get_untracked() {
            // A field that is being taken away has been left.
            let _ = node.blur();
        }
    }

    fn key(self, ev: &KeyboardEvent) {
        if ev.key() == "Escape" {
            self.leave();
        } else if sends(ev) {
            ev.prevent_default();
            // The caret stays in what is refused.
            self.save();
        }
    }

    fn save(self) {
        let Some(text) = self.written.get_untracked().map(|text| text.trim().to_owned()) else {
            return self.leave();
        };
        if self.saving.get_untracked() {
            return;
        }
        if self.known.with_untracked(|known| *known == text) {
            return self.leave();
        }
        self.saving.set(true);
        spawn_local(async move {
            let outcome = self.desk.edit_contact(self.visitor, self.field, text).await;
            let is_gone = self.saving.try_set(false).is_some();
            match outcome {
                // The pane shows another visitor by now, and has no field to say it beside.
                Err(reason) if is_gone => self.desk.notice.set(Some(reason)),
                Err(reason) => self.refused.set(Some(reason)),
                Ok(()) if is_gone => {}
                Ok(()) => self.leave(),
            }
        });
    }
}

#[component]
fn Row(edit: Edit) -> impl IntoView {
    let (label, add, mode, hint) = match edit.field {
        Field::Name => ("Name", "Add a name", "text", ""),
        Field::Email => ("E-mail", "Add an e-mail", "email", ""),
        Field::Phone => ("Phone", "Add a phone", "tel", ""),
        Field::Notes => ("Notes", "Add notes", "text", "The visitor’s page can read this."),
    };
    let notes = edit.field == Field::Notes;
    // The same words behind the field make it as high as they are, and are seen while nobody writes.
    let words = move || {
        let text = edit.text();
        if notes { Either::Left(view! { <Words text/> }) } else { Either::Right(text) }
    };
    let reach = Memo::new(move |_| edit.known.with(|text| reach(edit.field, text)));
    let (way, d) =
        if edit.field == Field::Email { ("Write an e-mail", icon::MAIL) } else { ("Dial", icon::PHONE) };
    view! {
        <dt>{label}</dt>
        <dd class="edit">
            <div class="edit-value" dir="auto">{words}</div>
            <textarea
                class="input" rows="1" inputmode=mode aria-label=label placeholder=add dir="auto" node_ref=edit.node
                inner_html=escaped(&edit.known.get_untracked()) prop:value=move || edit.text() readonly=edit.saving
                aria-invalid=move || edit.refused.with(Option::is_some).then_some("true")
                on:input=move |ev| edit.write(Some(event_target_value(&ev))) on:keydown=move |ev| edit.key(&ev)
                on:blur=move |_| edit.save()
            ></textarea>
            <a class="btn btn-quiet btn-icon" href=reach aria-label=way title=way><Icon d class="i-s"/></a>
            <span class="write-error" role="alert">{edit.refused}</span>
            <span class="help">{hint}</span>
        </dd>
    }
}

/// Where a click reaches the visitor: nowhere, if what is known is no address and no number.
fn reach(field: Field, text: &str) -> Option<String> {
    match field {
        Field::Email => match text::parts(text).as_slice() {
            [Part::Link { href, words }] if words == text && href.starts_with("mailto:") => {
                Some(href.clone())
            }
            _ => None,
        },
        Field::Phone => contact::phone(text).map(|number| ["tel:", &number].concat()),
        Field::Name | Field::Notes => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_and_numbers_lead_anywhere() {
        assert_eq!(reach(Field::Email, "vera@a.example").as_deref(), Some("mailto:vera@a.example"));
        assert_eq!(reach(Field::Phone, "+47 (21) 00-00-00").as_deref(), Some("tel:+4721000000"));
        for (field, text) in [
            (Field::Email, "not an address"),
            (Field::Email, "https://evil.example"),
            (Field::Email, "vera@a.example?bcc=eve@a.example"),
            (Field::Email, "javascript:alert(1)"),
            (Field::Phone, "call me"),
            (Field::Name, "vera@a.example"),
            (Field::Notes, "+4721000000"),
        ] {
            assert_eq!(reach(field, text), None, "{text}");
        }
    }
}
