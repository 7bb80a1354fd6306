//! The land inside a window, as polygons in units of the drawing.

use super::coast::{Bounds, QUANTA, Ring, rings};
use super::window::Window;
use super::{HEIGHT, Point, WIDTH};

/// The coast may move by so many units.
const TOLERANCE: f32 = 1.0;

/// Islands whose width and height come to less are left out.
const LEAST_ISLAND: i32 = 3;

/// The polygons of land in a window.
#[derive(Debug)]
pub(super) struct Land {
    /// Closed without repeating the first corner.
    pub(super) polygons: Vec<Vec<Point>>,
    /// Their share of the drawing, in thousandths.
    pub(super) share: i32,
}

#[derive(Debug, Clone, Copy)]
enum Side {
    West,
    North,
    East,
    South,
}

/// The land that a window shows.
pub(super) fn land(window: &Window) -> Land {
    let mut polygons = Vec::new();
    let (mut line, mut spare) = (Vec::new(), Vec::new());
    for turns in -1..=1 {
        for ring in rings() {
            let Some(whole) = visible(ring, window, turns) else { continue };
            line.clear();
            trace(ring, window, turns, &mut line);
            if !whole {
                for side in [Side::West, Side::North, Side::East, Side::South] {
                    cut(&line, side, &mut spare);
                    std::mem::swap(&mut line, &mut spare);
                }
            }
            let polygon = tidy(&line);
            if polygon.len() >= 3 {
                polygons.push(polygon);
            }
        }
    }
    let doubled: i32 = polygons.iter().map(|polygon| doubled_area(polygon)).sum();
    Land { polygons, share: doubled.abs() / (2 * WIDTH * HEIGHT / 1000) }
}

/// Whether a ring can be seen, and if so whether all of it lies in the window.
fn visible(ring: &Ring, window: &Window, turns: i32) -> Option<bool> {
    let outside = sides(&ring.bounds, window, turns);
    if outside.0.is_some() {
        return None;
    }
    let start = window.place(ring.bounds.west, ring.bounds.north, turns);
    let end = window.place(ring.bounds.east, ring.bounds.south, turns);
    (end.x - start.x + end.y - start.y >= LEAST_ISLAND).then_some(outside.1)
}

/// The side of the window that a box lies beyond, and whether it lies inside the window.
fn sides(bounds: &Bounds, window: &Window, turns: i32) -> (Option<Side>, bool) {
    let turn = turns * 360 * i32::from(QUANTA);
    let west = i32::from(bounds.west) + turn - i32::from(window.west);
    let east = i32::from(bounds.east) + turn - i32::from(window.west);
    let north = i32::from(window.north) - i32::from(bounds.north);
    let south = i32::from(window.north) - i32::from(bounds.south);
    let (width, height) = (i32::from(window.width), i32::from(window.height));
    let beyond = if east < 0 {
        Some(Side::West)
    } else if west > width {
        Some(Side::East)
    } else if south < 0 {
        Some(Side::North)
    } else if north > height {
        Some(Side::South)
    } else {
        None
    };
    (beyond, west >= 0 && east <= width && north >= 0 && south <= height)
}

/// The corners of a ring that matter at the window's scale. A run beyond one side never enters the window: the straight
/// line from its first corner to its last, which stays beyond that side too, encloses the same part of the window.
fn trace(ring: &Ring, window: &Window, turns: i32, line: &mut Vec<Point>) {
    let tolerance = window.tolerance(TOLERANCE);
    for (bounds, range) in &ring.runs {
        let run = &ring.vertices[range.clone()];
        if let (Some(_), [first, .., last]) = (sides(bounds, window, turns).0, run) {
            line.extend([first, last].map(|vertex| window.place(vertex.x, vertex.y, turns)));
        } else {
            let kept = run.iter().filter(|vertex| vertex.worth >= tolerance);
            line.extend(kept.map(|vertex| window.place(vertex.x, vertex.y, turns)));
        }
    }
}

/// One step of Sutherland and Hodgman: what of a polygon lies on the inner side of one edge of the drawing.
fn cut(line: &[Point], side: Side, inner: &mut Vec<Point>) {
    inner.clear();
    let depth = |point: Point| match side {
        Side::West => point.x,
        Side::North => point.y,
        Side::East => WIDTH - point.x,
        Side::South => HEIGHT - point.y,
    };
    let Some(&last) = line.last() else { return };
    let mut before = (last, depth(last));
    for &point in line {
        let here = (point, depth(point));
        if (here.1 < 0) != (before.1 < 0) {
            let between = |from: i32, to: i32| from + (to - from) * before.1 / (before.1 - here.1);
            inner.push(Point { x: between(before.0.x, point.x), y: between(before.0.y, point.y) });
        }
        if here.1 >= 0 {
            inner.push(point);
        }
        before = here;
    }
}

/// Without corners that change nothing: repeated ones, ones on a straight line, and the tips of lines without area.
fn tidy(line: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(line.len());
    for &point in line {
        while let [.., before, last] = kept[..]
            && is_straight(before, last, point)
        {
            kept.pop();
        }
        if kept.last() != Some(&point) {
            kept.push(point);
        }
    }
    while let [first, .., before, last] = kept[..]
        && is_straight(before, last, first)
    {
        kept.pop();
    }
    let idle = kept.windows(2).take_while(|next| is_straight(kept[kept.len() - 1], next[0], next[1])).count();
    kept.drain(..idle);
    kept
}

fn is_straight(a: Point, b: Point, c: Point) -> bool {
    (b.x - a.x) * (c.y - b.y) == (b.y - a.y) * (c.x - b.x)
}

fn doubled_area(polygon: &[Point]) -> i32 {
    let ends = polygon.iter().zip(polygon.iter().cycle().skip(1));
    ends.map(|(a, b)| a.x * b.y - b.x * a.y).sum()
}
