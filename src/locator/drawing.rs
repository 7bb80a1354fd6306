//! The drawing that maps are made on.

/// The drawing's size in units.
pub(super) const WIDTH: i32 = 600;
pub(super) const HEIGHT: i32 = 400;

/// A place on the drawing, in units from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) x: i32,
    pub(super) y: i32,
}
