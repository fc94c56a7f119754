//! What stands in for `browser.rs` on the server: there is nothing to do, and nobody who asks for it.

use domain::{ClientMessageId, Timestamp, wire::Older, words::Language};
use leptos::web_sys::{Element, HtmlTextAreaElement};

use super::live::News;

pub(super) fn attach(_: impl Fn(News) + Copy + 'static) {}

pub(super) fn tell_language(_: Language) {}

pub(super) fn tell_read(_: i64) {}

pub(super) fn tell_typing(_: bool) {}

pub(super) fn send(_: &str) {}

pub(super) fn retry(_: ClientMessageId) {}

pub(super) fn discard(_: ClientMessageId) {}

pub(super) fn chime() {}

pub(super) fn is_shown(_: bool) -> bool {
    false
}

pub(super) fn watch_shown(_: impl Fn() + 'static) {}

pub(super) fn find(_: &str) -> Option<Element> {
    None
}

pub(super) fn area() -> Option<HtmlTextAreaElement> {
    None
}

pub(super) fn focus(_: &str) {}

pub(super) fn px_above(_: &Element, _: &Element) -> i32 {
    0
}

pub(super) fn tend_keyboard() {}

pub(super) fn wants_sound() -> bool {
    false
}

pub(super) fn keep_sound(_: bool) {}

#[derive(Clone, Copy)]
pub(super) struct Timer;

impl Timer {
    pub(super) fn start(_: u64, _: impl FnOnce() + 'static) -> Option<Self> {
        None
    }

    pub(super) fn cancel(self) {
        let Self = self;
    }
}

pub(super) fn once_drawn(_: impl FnOnce() + 'static) {}

pub(super) fn now() -> Timestamp {
    Timestamp(0)
}

pub(super) fn local_day(at: Timestamp) -> i64 {
    at.utc_day()
}

pub(super) fn date(_: i64, _: i64, _: Language) -> String {
    String::new()
}

pub(super) fn ask_older(_: &str, _: i64, _: impl FnOnce(Option<Older>) + 'static) {}
