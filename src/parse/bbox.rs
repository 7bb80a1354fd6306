//! Bounding boxes: `[west, south, east, north]` in degrees.

use crate::diag::codes::BAD_BBOX;
use crate::diag::{Diagnostic, Problems};
use crate::model::bbox::{Bbox, BboxError};
use crate::parse::fields::{sequence, text};
use crate::parse::yaml::Node;

/// Reads a box; one whose west lies east of its east crosses the antimeridian.
pub(crate) fn read(node: &Node, problems: &mut Problems) -> Option<Bbox> {
    let nodes = sequence(node, problems)?;
    let mut degrees = Vec::new();
    for node in nodes {
        let text = text(node, problems)?;
        degrees.push(text.value.parse::<f64>().unwrap_or(f64::NAN));
    }
    let made = match degrees.as_slice() {
        [west, south, east, north] => Bbox::new(*west, *south, *east, *north),
        _ => Err(BboxError::NotANumber),
    };
    made.map_err(|error| problems.push(complaint(node, error))).ok()
}

fn complaint(node: &Node, error: BboxError) -> Diagnostic {
    let (message, help) = match error {
        BboxError::NotANumber => ("a box has four numbers", "write [west, south, east, north], in degrees"),
        BboxError::OutOfRange => (
            "a box lies on the Earth",
            "longitudes run from -180 to 180, latitudes from -90 to 90; is the order right?",
        ),
        BboxError::Inverted => {
            ("the south of the box lies north of its north", "write [west, south, east, north]")
        }
    };
    Diagnostic::new(&BAD_BBOX, node.span, message).help(help)
}
