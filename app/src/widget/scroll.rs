//! Where the reader is in the thread.
//!
//! The scroller lays its content out from its end (`flex-direction: column-reverse`), so that the newest line is in
//! sight before any script runs, stays there when the panel changes its height, and nothing moves when older lines come
//! in above. `scrollTop` is 0 at the end and negative above it.

use leptos::{html, prelude::*};

use super::browser;

/// Nearer to the end than this, in px, the reader follows it.
const NEAR: i32 = 80;

/// The thread's scroller.
#[derive(Clone, Copy)]
pub(super) struct Scroll {
    pub(super) node: NodeRef<html::Div>,
    /// Whether something new stands below what the reader sees.
    pub(super) below: RwSignal<bool>,
}

/// What the reader saw before a change.
#[derive(Clone, Copy)]
pub(super) struct Sight {
    near: bool,
    height: i32,
}

impl Scroll {
    pub(super) fn new() -> Self {
        Self { node: NodeRef::new(), below: RwSignal::new(false) }
    }

    /// What the reader sees now.
    pub(super) fn sight(self) -> Option<Sight> {
        let node = self.node.get_untracked()?;
        Some(Sight { near: node.scroll_top() > -NEAR, height: node.scroll_height() })
    }

    /// Follows the end when the reader was there or has written (`mine`); otherwise nothing moves, and whoever has new
    /// lines below (`more`) is told.
    pub(super) fn follow(self, sight: Option<Sight>, mine: bool, more: bool) {
        let Some(Sight { near, height }) = sight else { return };
        if more && !near {
            self.below.set(true);
        }
        browser::once_drawn(move || {
            let Some(node) = self.node.get_untracked() else { return };
            if near || mine {
                node.set_scroll_top(0);
            } else {
                node.set_scroll_top(node.scroll_top() - (node.scroll_height() - height));
            }
        });
    }

    /// Goes to the end.
    pub(super) fn to_end(self) {
        self.below.set(false);
        if let Some(node) = self.node.get_untracked() {
            node.set_scroll_top(0);
        }
    }

    /// The panel was opened: goes to the end, or, where there is more than fits, to the beginning of the news.
    pub(super) fn open(self) {
        self.to_end();
        browser::once_drawn(move || {
            let Some(node) = self.node.get_untracked() else { return };
            let Ok(Some(news)) = node.query_selector(".new") else { return };
            node.set_scroll_top(node.scroll_top() - browser::px_above(&node, &news));
        });
    }

    /// The reader has scrolled.
    pub(super) fn moved(self) {
        if self.below.get_untracked() && self.sight().is_none_or(|sight| sight.near) {
            self.below.set(false);
        }
    }

    /// Takes the keyboard's focus.
    pub(super) fn focus(self) {
        if let Some(node) = self.node.get_untracked() {
            // An element that can not be focused leaves the focus where it is.
            let _ = node.focus();
        }
    }
}
