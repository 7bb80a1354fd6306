//! The piece of the world that a map shows, and where a place falls on it.

use super::coast::{QUANTA, cosine};
use super::drawing::{HEIGHT, Point, WIDTH};
use crate::model::bbox::Bbox;

/// No map shows less: 13⅓° of latitude, so 20° of longitude at the equator. A coast or a country is known again by then.
const LEAST_HEIGHT: f64 = 40.0 / 3.0;

/// The window is so many times as wide and high as the box.
const ROOM: f64 = 1.8;

/// Beyond these, in degrees, a map shows the whole world.
const MOST_WIDTH: f64 = 270.0;
const MOST_HEIGHT: f64 = 130.0;

/// Binary digits behind the point of the scales.
const POINT: i32 = 14;

/// What a map shows. Equirectangular: the standard parallel is that of its middle, so the middle is drawn in shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// Its western edge in quanta, -360° to 180°.
    pub(super) west: i16,
    /// Its northern edge in quanta.
    pub(super) north: i16,
    /// Its size in quanta, at most 360° by 180°.
    pub(super) width: i16,
    pub(super) height: i16,
    /// Units of the drawing in a quantum, with `POINT` binary digits behind the point.
    scale: (i32, i32),
}

impl Window {
    /// The smallest window that shows a box with room around it.
    pub(super) fn around(bbox: &Bbox) -> Self {
        Self::of(bbox, LEAST_HEIGHT)
    }

    /// The next larger window around the same box; `None` when this is the whole world.
    pub(super) fn wider(&self, bbox: &Bbox) -> Option<Self> {
        let height = f64::from(self.height) / f64::from(QUANTA);
        (self.width < 360 * QUANTA).then(|| Self::of(bbox, height * 1.5))
    }

    fn of(bbox: &Bbox, least_height: f64) -> Self {
        let (middle, latitude) = (bbox.west + bbox.width() / 2.0, f64::midpoint(bbox.south, bbox.north));
        let shape = f64::from(WIDTH) / f64::from(HEIGHT);
        let height =
            (bbox.height() * ROOM).max(bbox.width() * ROOM * shrink(latitude) / shape).max(least_height);
        let highest = (90.0 - height / 2.0).max(0.0);
        let latitude = latitude.max(-highest).min(highest);
        let width = (height * shape / shrink(latitude)).max(bbox.width() * 1.2);
        if width > MOST_WIDTH || height > MOST_HEIGHT {
            let west = if bbox.crosses_antimeridian() { middle - 180.0 } else { -180.0 };
            return Self::new(west, 90.0, 360.0, 180.0);
        }
        Self::new(middle - width / 2.0, latitude + height / 2.0, width, height)
    }

    fn new(west: f64, north: f64, width: f64, height: f64) -> Self {
        let west = if west + width / 2.0 > 180.0 { west - 360.0 } else { west };
        let (width, height) = (quanta(width).max(1), quanta(height).max(1));
        let north = quanta(north).clamp(height - 90 * QUANTA, 90 * QUANTA);
        let scale = ((WIDTH << POINT) / i32::from(width), (HEIGHT << POINT) / i32::from(height));
        Self { west: quanta(west), north, width, height, scale }
    }

    /// Where a place in quanta falls, in units of the drawing, `turns` times around the Earth.
    pub(super) fn place(&self, x: i16, y: i16, turns: i32) -> Point {
        let east = i32::from(x) + turns * 360 * i32::from(QUANTA) - i32::from(self.west);
        let south = i32::from(self.north) - i32::from(y);
        let half = 1 << (POINT - 1);
        Point { x: (east * self.scale.0 + half) >> POINT, y: (south * self.scale.1 + half) >> POINT }
    }

    /// Where degrees fall, in units of the drawing: longitudes east of the window's western edge, less than once around.
    pub(super) fn place_degrees(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let degrees = |quanta: i16| f64::from(quanta) / f64::from(QUANTA);
        let east = (longitude - degrees(self.west)).rem_euclid(360.0);
        let south = degrees(self.north) - latitude;
        (east / degrees(self.width) * f64::from(WIDTH), south / degrees(self.height) * f64::from(HEIGHT))
    }

    /// How many times around the Earth the coasts can be and still come into view: longitudes run from -180° to 190°.
    pub(super) fn turns(&self) -> std::ops::RangeInclusive<i32> {
        let before = i32::from(self.west <= -170 * QUANTA);
        let after = i32::from(self.west >= 180 * QUANTA - self.width);
        -before..=after
    }

    /// So many quanta of latitude the coast may move: a unit of the drawing, two where continents are shown.
    pub(super) fn tolerance(&self) -> f32 {
        let (height, continent) = (f32::from(self.height), f32::from(60 * QUANTA));
        height / 400.0 * (1.0 + (height / continent).min(1.0))
    }
}

/// How much narrower a degree of longitude is than one of latitude. Near the poles the map gives up on shape.
fn shrink(latitude: f64) -> f64 {
    #[expect(clippy::cast_possible_truncation, reason = "a latitude to a hundredth of a degree is plenty")]
    let cosine = cosine(latitude as f32);
    f64::from(cosine).max(0.3)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "no window begins or ends farther than 540 degrees from 0"
)]
fn quanta(degrees: f64) -> i16 {
    (degrees.clamp(-540.0, 540.0) * f64::from(QUANTA)).round() as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_holds_its_box_and_enough_around_it() {
        for place in [
            [22.1, 39.2, 22.2, 39.3],
            [-5.2, 41.3, 9.6, 51.1],
            [176.8, -19.2, -178.2, -15.7],
            [-100.0, 80.0, 100.0, 90.0],
            [10.0, -90.0, 11.0, -89.0],
            [179.9, 0.0, 180.0, 60.0],
            [-180.0, -90.0, 180.0, 90.0],
            [120.0, -50.0, -70.0, 60.0],
        ] {
            let [west, south, east, north] = place;
            let bbox = Bbox { west, south, east, north };
            let mut next = Some(Window::around(&bbox));
            while let Some(window) = next {
                assert!(window.width >= 20 * QUANTA && window.height >= 13 * QUANTA, "{window:?}");
                assert!(window.north <= 90 * QUANTA && window.north - window.height >= -90 * QUANTA);
                let (left, top) = window.place_degrees(west, north);
                let (_, bottom) = window.place_degrees(west, south);
                let right = left + bbox.width() * 20.0 / f64::from(window.width) * f64::from(WIDTH);
                assert!(left <= right && right < f64::from(WIDTH) + 1.0, "{place:?} {left} {right}");
                assert!(-1.0 < top && bottom < f64::from(HEIGHT) + 1.0, "{place:?} {top} {bottom}");
                next = window.wider(&bbox);
            }
        }
    }
}
