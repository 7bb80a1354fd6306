//! The coasts of the world, read once from the bytes that lie beside this file.
//!
//! Source: Natural Earth 1:50m land (public domain), by way of the npm package `world-atlas` 2.0.2. Simplified
//! (Douglas-Peucker, 0.06°, coarser towards the poles) and rounded to 1/20°; islands below about 370 km² are
//! left out where larger land is near. Rings cross the antimeridian unbroken, so longitudes reach 190°; Antarctica is
//! closed along 90° S. Land runs clockwise, the one hole (the Caspian Sea) counter-clockwise.
//!
//! The bytes are ring after ring: the count of vertices, then for each vertex the step in longitude and the step in
//! latitude from the vertex before, which for a ring's first is the last of the ring before (0, 0 at the start). All
//! numbers are LEB128; steps are zigzag-coded first. Rings are closed without repeating their first vertex.

use std::ops::Range;
use std::sync::LazyLock;

/// Steps of the coast's coordinates in a degree.
pub(super) const QUANTA: i16 = 20;

/// So many vertices share a box: small enough to leave out most of a continent, large enough to make the test cheap.
const RUN: usize = 16;

static COAST: LazyLock<Vec<Ring>> = LazyLock::new(|| read(include_bytes!("coast.bin")));

/// A corner of a coast.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vertex {
    /// Longitude in quanta.
    pub(super) x: i16,
    /// Latitude in quanta.
    pub(super) y: i16,
    /// How far the coast would move without it, in quanta of latitude: what a map may leave out at its scale.
    pub(super) worth: f32,
}

/// The box around some vertices, in quanta, both ends included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) west: i16,
    pub(super) south: i16,
    pub(super) east: i16,
    pub(super) north: i16,
}

/// One closed line of coast.
#[derive(Debug)]
pub(super) struct Ring {
    /// The box around it.
    pub(super) bounds: Bounds,
    /// Its corners.
    pub(super) vertices: Vec<Vertex>,
    /// Its corners cut into runs, each with the box around it.
    pub(super) runs: Vec<(Bounds, Range<usize>)>,
}

/// All coasts, always in the same order.
pub(super) fn rings() -> &'static [Ring] {
    &COAST
}

fn read(bytes: &[u8]) -> Vec<Ring> {
    let mut bytes = bytes.iter().copied();
    let mut at = (0, 0);
    let mut rings = Vec::new();
    while let Some(count) = number(&mut bytes) {
        let mut vertices = Vec::new();
        for _ in 0..count {
            at = (at.0 + step(&mut bytes), at.1 + step(&mut bytes));
            vertices.push(Vertex { x: at.0, y: at.1, worth: 0.0 });
        }
        weigh(&mut vertices);
        rings.push(Ring::new(vertices));
    }
    rings
}

/// One LEB128 number; `None` at the end.
fn number(bytes: &mut impl Iterator<Item = u8>) -> Option<i32> {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = bytes.next()?;
        value |= i32::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 {
            return Some(value);
        }
    }
}

/// One zigzag-coded step.
fn step(bytes: &mut impl Iterator<Item = u8>) -> i16 {
    let coded = number(bytes).expect("coast.bin ends with a whole ring");
    i16::try_from((coded >> 1) ^ -(coded & 1))
        .expect("no step in coast.bin is longer than the Earth is round")
}

/// Weighs each vertex by the Douglas-Peucker rule. A ring is split at its first vertex and the one farthest from it.
fn weigh(vertices: &mut [Vertex]) {
    let Some(&first) = vertices.first() else { return };
    let away = |vertex: &Vertex| {
        let (dx, dy) = (f32::from(vertex.x) - f32::from(first.x), f32::from(vertex.y) - f32::from(first.y));
        dx * dx + dy * dy
    };
    let far = (0..vertices.len()).max_by(|a, b| away(&vertices[*a]).total_cmp(&away(&vertices[*b])));
    let far = far.unwrap_or_default();
    vertices[0].worth = f32::INFINITY;
    vertices[far].worth = f32::INFINITY;
    let mut open = vec![(0, far, f32::INFINITY), (far, vertices.len(), f32::INFINITY)];
    while let Some((from, to, limit)) = open.pop() {
        let chord = Chord::new(vertices[from], vertices[to % vertices.len()]);
        let mut farthest = (from, -1.0);
        for (after, vertex) in vertices[from + 1..to].iter().enumerate() {
            let distance = chord.squared_distance(*vertex);
            if distance > farthest.1 {
                farthest = (from + 1 + after, distance);
            }
        }
        if farthest.0 > from {
            // Never worth more than the vertex that split the line before: what is left out stays left out.
            let worth = farthest.1.sqrt().min(limit);
            vertices[farthest.0].worth = worth;
            open.extend([(from, farthest.0, worth), (farthest.0, to, worth)]);
        }
    }
}

/// A straight line between two vertices, in quanta of latitude: longitudes are shrunk as they are halfway.
struct Chord {
    start: (f32, f32),
    step: (f32, f32),
    shrink: f32,
    /// One through the squared length; 0 for a line without length.
    inverse: f32,
}

impl Chord {
    fn new(start: Vertex, end: Vertex) -> Self {
        let latitude = f32::midpoint(f32::from(start.y), f32::from(end.y)) / f32::from(QUANTA);
        let shrink = cosine(latitude).max(0.3);
        let place = |vertex: Vertex| (f32::from(vertex.x) * shrink, f32::from(vertex.y));
        let (start, end) = (place(start), place(end));
        let step = (end.0 - start.0, end.1 - start.1);
        let square = step.0 * step.0 + step.1 * step.1;
        Self { start, step, shrink, inverse: if square > 0.0 { 1.0 / square } else { 0.0 } }
    }

    fn squared_distance(&self, vertex: Vertex) -> f32 {
        let x = f32::from(vertex.x) * self.shrink - self.start.0;
        let y = f32::from(vertex.y) - self.start.1;
        let along = ((x * self.step.0 + y * self.step.1) * self.inverse).clamp(0.0, 1.0);
        let (dx, dy) = (x - along * self.step.0, y - along * self.step.1);
        dx * dx + dy * dy
    }
}

/// The cosine of a latitude in degrees, by the formula of Bhāskara I: right to 0.002, and the same on every machine,
/// which the cosine of the C library is not.
pub(super) fn cosine(latitude: f32) -> f32 {
    let square = latitude * latitude;
    (32_400.0 - 4.0 * square) / (32_400.0 + square)
}

impl Ring {
    fn new(vertices: Vec<Vertex>) -> Self {
        let starts = (0..vertices.len()).step_by(RUN);
        let ranges = starts.map(|start| start..(start + RUN).min(vertices.len()));
        let runs = ranges.map(|range| (Bounds::around(&vertices[range.clone()]), range)).collect();
        Self { bounds: Bounds::around(&vertices), vertices, runs }
    }
}

impl Bounds {
    fn around(vertices: &[Vertex]) -> Self {
        let nothing = Self { west: i16::MAX, south: i16::MAX, east: i16::MIN, north: i16::MIN };
        vertices.iter().fold(nothing, |bounds, vertex| Self {
            west: bounds.west.min(vertex.x),
            south: bounds.south.min(vertex.y),
            east: bounds.east.max(vertex.x),
            north: bounds.north.max(vertex.y),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Even-odd: Antarctica's seam and the Caspian Sea included.
    fn is_land(longitude: f64, latitude: f64) -> bool {
        let quanta = f64::from(QUANTA);
        let inside = |ring: &Ring, x: f64, y: f64| {
            let ends = ring.vertices.iter().zip(ring.vertices.iter().cycle().skip(1));
            let crossed = ends.filter(|(a, b)| {
                let (ax, ay, bx, by) = (f64::from(a.x), f64::from(a.y), f64::from(b.x), f64::from(b.y));
                (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax)
            });
            crossed.count() % 2 == 1
        };
        let turns = [0.0, 360.0].map(|turn| {
            rings().iter().filter(|ring| inside(ring, (longitude + turn) * quanta, latitude * quanta)).count()
        });
        turns.iter().sum::<usize>() % 2 == 1
    }

    #[test]
    fn land_is_land_and_sea_is_sea() {
        for (x, y, land) in [
            (22.03, 39.03, true), // central Greece
            (23.85, 38.55, true), // Euboea
            (25.1, 35.2, true),   // Crete
            (25.0, 38.9, false),  // the Aegean
            (2.0, 47.0, true),    // France
            (-40.0, 30.0, false), // the Atlantic
            (50.5, 42.0, false),  // the Caspian Sea
            (178.0, -17.8, true), // Fiji
            (-175.0, 67.0, true), // Chukotka, east of the antimeridian
            (175.0, 67.5, true),  // and west of it
            (0.03, -89.0, true),  // next to the South Pole
            (179.0, -88.0, true),
            (0.03, 89.0, false),    // next to the North Pole
            (-149.5, -17.65, true), // Tahiti: small, but alone
        ] {
            assert_eq!(is_land(x, y), land, "{x} {y}");
        }
    }

    #[test]
    fn the_figures_are_sound() {
        let vertices: usize = rings().iter().map(|ring| ring.vertices.len()).sum();
        assert!(rings().len() > 500 && vertices > 10_000, "{} {vertices}", rings().len());
        for ring in rings() {
            let bounds = ring.bounds;
            assert!(ring.vertices.len() >= 3);
            assert!(bounds.west >= -180 * QUANTA && bounds.east <= 195 * QUANTA, "{bounds:?}");
            assert!(bounds.south >= -90 * QUANTA && bounds.north <= 90 * QUANTA, "{bounds:?}");
            assert_eq!(ring.runs.last().map(|(_, range)| range.end), Some(ring.vertices.len()));
        }
    }
}
