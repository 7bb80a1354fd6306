//! Bounding boxes: where something lies on the Earth, as four degrees.

use serde::Serialize;
use thiserror::Error;

/// A geographic extent in degrees of WGS 84. `west > east` means that the box crosses the antimeridian (RFC 7946,
/// section 5.2); a box without width and height is a point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bbox {
    /// The westernmost longitude, -180 to 180.
    pub west: f64,
    /// The southernmost latitude, -90 to 90.
    pub south: f64,
    /// The easternmost longitude, -180 to 180.
    pub east: f64,
    /// The northernmost latitude, -90 to 90.
    pub north: f64,
}

/// Why four numbers are no bounding box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BboxError {
    /// A longitude beyond 180 degrees or a latitude beyond 90; infinity too.
    #[error("longitudes run from -180 to 180, latitudes from -90 to 90")]
    OutOfRange,
    /// The south lies north of the north.
    #[error("the south lies north of the north")]
    Inverted,
    /// A value that is no number.
    #[error("a bounding box is four numbers")]
    NotANumber,
}

impl Bbox {
    /// Reads a box, in the order of `GeoJSON`: west, south, east, north.
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Result<Self, BboxError> {
        if [west, south, east, north].iter().any(|degrees| degrees.is_nan()) {
            return Err(BboxError::NotANumber);
        }
        if [west, east].iter().any(|degrees| degrees.abs() > 180.0)
            || [south, north].iter().any(|degrees| degrees.abs() > 90.0)
        {
            return Err(BboxError::OutOfRange);
        }
        if south > north {
            return Err(BboxError::Inverted);
        }
        Ok(Self { west, south, east, north })
    }

    /// Whether the box crosses the antimeridian.
    #[must_use]
    pub fn crosses_antimeridian(&self) -> bool {
        self.west > self.east
    }

    /// Its width in degrees, 0 to 360, eastwards from its west.
    #[must_use]
    pub fn width(&self) -> f64 {
        if self.crosses_antimeridian() { self.east - self.west + 360.0 } else { self.east - self.west }
    }

    /// Its height in degrees, 0 to 180.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.north - self.south
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes() {
        let check = |[west, south, east, north]: [f64; 4], expected: Result<f64, BboxError>| {
            assert_eq!(Bbox::new(west, south, east, north).map(|bbox| bbox.width()), expected);
        };
        check([22.0, 39.0, 23.5, 39.5], Ok(1.5));
        check([170.0, -20.0, -170.0, -10.0], Ok(20.0)); // across the antimeridian
        check([180.0, 0.0, -180.0, 0.0], Ok(0.0)); // one meridian, written twice
        check([-180.0, -90.0, 180.0, 90.0], Ok(360.0));
        check([5.0, 5.0, 5.0, 5.0], Ok(0.0)); // a point
        check([-180.5, 0.0, 0.0, 0.0], Err(BboxError::OutOfRange));
        check([0.0, 0.0, f64::INFINITY, 0.0], Err(BboxError::OutOfRange));
        check([0.0, 0.0, 0.0, 90.1], Err(BboxError::OutOfRange));
        check([0.0, 2.0, 1.0, 1.0], Err(BboxError::Inverted));
        check([0.0, f64::NAN, 1.0, 1.0], Err(BboxError::NotANumber));
    }
}
