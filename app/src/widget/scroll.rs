//! Where the reader is in the thread.
//!
//! The scroller lays its content out from its end (`flex-direction: column-reverse`), so that the newest line is in
//! sight before any script runs, stays there when the panel changes its height, and nothing moves when older lines come
//! in above. `scrollTop` is 0 at the end and negative above it.

use leptos::web_sys::Element;

use super::browser;

/// Nearer to the end than this, in px, the reader follows it.
const NEAR: i32 = 80;

/// What the reader saw before a change; nothing where there is no panel.
pub(super) type Sight = Option<(i32, i32)>;

fn scroller() -> Option<Element> {
    browser::find(".thread")
}

/// What the reader sees now.
pub(super) fn sight() -> Sight {
    scroller().map(|node| (node.scroll_top(), node.scroll_height()))
}

/// Whether that was the end.
pub(super) fn is_near(sight: Sight) -> bool {
    sight.is_none_or(|(top, _)| top > -NEAR)
}

/// Follows the end when the reader was there or has written (`mine`); otherwise nothing moves.
pub(super) fn follow(sight: Sight, mine: bool) {
    browser::once_drawn(move || {
        if let (Some(node), Some((_, height))) = (scroller(), sight) {
            let grown = node.scroll_height() - height;
            node.set_scroll_top(if mine || is_near(sight) { 0 } else { node.scroll_top() - grown });
        }
    });
}

/// Goes to the end.
pub(super) fn to_end() {
    if let Some(node) = scroller() {
        node.set_scroll_top(0);
    }
}

/// Goes to the beginning of the news, where there are more than fit.
pub(super) fn to_news() {
    browser::once_drawn(|| {
        if let (Some(node), Some(news)) = (scroller(), browser::find(".thread .new")) {
            node.set_scroll_top(node.scroll_top() - browser::px_above(&node, &news));
        }
    });
}

/// Takes the keyboard's focus.
pub(super) fn focus() {
    browser::focus(".thread");
}
