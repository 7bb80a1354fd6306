//! The land inside a window, as polygons in units of the drawing.

use super::coast::{Bounds, QUANTA, Ring, rings};
use super::drawing::{HEIGHT, Point, WIDTH};
use super::window::Window;

/// Islands whose width and height come to fewer units are left out, and a few more where much of the world is shown.
const LEAST_ISLAND: i32 = 3;

/// The polygons of land in a window.
#[derive(Debug)]
pub(super) struct Land {
    /// Closed without repeating the first corner.
    pub(super) polygons: Vec<Vec<Point>>,
    /// Their share of the drawing, in thousandths.
    pub(super) share: i32,
}

/// How a box lies to a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lie {
    /// Wholly beyond one side.
    Beyond,
    Across,
    Within,
}

/// The land that a window shows.
pub(super) fn land(window: &Window) -> Land {
    let mut polygons = Vec::new();
    let (mut line, mut spare) = (Vec::new(), Vec::new());
    for turns in window.turns() {
        for ring in rings() {
            let lie = lie(ring.bounds, window, turns);
            if lie == Lie::Beyond || is_speck(ring.bounds, window, turns) {
                continue;
            }
            line.clear();
            trace(ring, window, turns, &mut line);
            if lie == Lie::Across {
                cut(&line, |point| point.x, &mut spare);
                cut(&spare, |point| WIDTH - point.x, &mut line);
                cut(&line, |point| point.y, &mut spare);
                cut(&spare, |point| HEIGHT - point.y, &mut line);
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

fn lie(bounds: Bounds, window: &Window, turns: i32) -> Lie {
    let turn = turns * 360 * i32::from(QUANTA);
    let west = i32::from(bounds.west) + turn - i32::from(window.west);
    let east = i32::from(bounds.east) + turn - i32::from(window.west);
    let north = i32::from(window.north) - i32::from(bounds.north);
    let south = i32::from(window.north) - i32::from(bounds.south);
    let (width, height) = (i32::from(window.width), i32::from(window.height));
    if east < 0 || west > width || south < 0 || north > height {
        Lie::Beyond
    } else if west >= 0 && east <= width && north >= 0 && south <= height {
        Lie::Within
    } else {
        Lie::Across
    }
}

/// Whether land is too small to be drawn.
fn is_speck(bounds: Bounds, window: &Window, turns: i32) -> bool {
    let start = window.place(bounds.west, bounds.north, turns);
    let end = window.place(bounds.east, bounds.south, turns);
    end.x - start.x + end.y - start.y < LEAST_ISLAND + i32::from(window.height / (45 * QUANTA))
}

/// The corners of a ring that matter at the window's scale. A run beyond one side never enters the window: the straight
/// line from its first corner to its last, which stays beyond that side too, encloses the same part of the window.
fn trace(ring: &Ring, window: &Window, turns: i32, line: &mut Vec<Point>) {
    let tolerance = window.tolerance();
    for (bounds, range) in &ring.runs {
        let run = &ring.vertices[range.clone()];
        if let (Lie::Beyond, [first, .., last]) = (lie(*bounds, window, turns), run) {
            line.extend([first, last].map(|vertex| window.place(vertex.x, vertex.y, turns)));
        } else {
            let kept = run.iter().filter(|vertex| vertex.worth >= tolerance);
            line.extend(kept.map(|vertex| window.place(vertex.x, vertex.y, turns)));
        }
    }
}

/// One step of Sutherland and Hodgman: what of a polygon lies on the inner side of one edge of the drawing, where
/// `depth`, the distance from that edge, is not negative.
fn cut(line: &[Point], depth: impl Fn(Point) -> i32, inner: &mut Vec<Point>) {
    inner.clear();
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
