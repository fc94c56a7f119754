//! Where the launcher stands: a little picture of a page with nine places to click.

use leptos::prelude::*;

use super::{
    field::{Help, wire},
    saving::Saving,
};
use crate::desk::boxed::Boxed as _;

/// The places (`CONTRACT 2.2 buttonPosition`), in reading order, so that the arrow keys walk over the picture.
pub(super) const PLACES: [(&str, &str); 9] = [
    ("lt", "Left edge, top"),
    ("rt", "Right edge, top"),
    ("lm", "Left edge, middle"),
    ("rm", "Right edge, middle"),
    ("lb", "Left edge, bottom"),
    ("rb", "Right edge, bottom"),
    ("bl", "Bottom edge, left"),
    ("bc", "Bottom edge, centre"),
    ("br", "Bottom edge, right"),
];

/// The picture. Its words say the place that is chosen, which takes no script: they are those of the chosen radio button.
#[component]
pub fn Position(
    /// What is stored.
    value: String,
    /// The form.
    saving: Saving,
) -> impl IntoView {
    let wrong = saving.wrong("position".to_owned());
    let spots = PLACES.map(|(place, words)| {
        let on = value == place;
        view! {
            <label class=["spot spot-", place].concat() title=words>
                <input type="radio" name=wire("position") value=place checked=on autocomplete="off"/>
                <span class="spot-words">{words}</span>
            </label>
        }
    });
    view! {
        <fieldset class="field" id="position">
            <legend class="label">"Position"</legend>
            <div class="picture">{spots.into_iter().collect_view()}</div>
            <Help id="position-help".to_owned() help=String::new() wrong/>
        </fieldset>
    }
    .boxed()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::site::POSITIONS;

    use super::*;

    #[test]
    fn every_place_can_be_clicked() {
        let places: BTreeSet<&str> = PLACES.iter().map(|(place, _)| *place).collect();
        assert_eq!(places, POSITIONS.into_iter().collect());
    }
}
