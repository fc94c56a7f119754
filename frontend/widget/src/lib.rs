//! The browser's entry of the visitor's panel; no logic.

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the panel that the server rendered. The frame's script calls it once the panel is in the document.
#[wasm_bindgen]
pub fn hydrate() {
    app::widget::hydrate();
}
