//! Closures of few types.
//!
//! Leptos compiles its drawing code anew for every type of closure in a view, and every closure has a type of its own.
//! Boxed, those of one result share one copy, which every visitor downloads.

use leptos::ev::MouseEvent;

/// Words that may change.
pub(super) type Text = Box<dyn FnMut() -> String + Send>;
/// Fixed words that may change for others.
pub(super) type Name = Box<dyn FnMut() -> &'static str + Send>;
/// A yes or no that may change.
pub(super) type Flag = Box<dyn FnMut() -> bool + Send>;

/// What a button does.
pub(super) type Press = Box<dyn FnMut(MouseEvent)>;

pub(super) fn text(words: impl FnMut() -> String + Send + 'static) -> Text {
    Box::new(words)
}

pub(super) fn name(word: impl FnMut() -> &'static str + Send + 'static) -> Name {
    Box::new(word)
}

pub(super) fn flag(is_so: impl FnMut() -> bool + Send + 'static) -> Flag {
    Box::new(is_so)
}

pub(super) fn press(mut act: impl FnMut() + 'static) -> Press {
    Box::new(move |_| act())
}
