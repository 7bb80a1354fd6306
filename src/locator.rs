//! Locator maps: where on the Earth a bounding box lies, as a small SVG that needs no other file.
//!
//! The drawing is `WIDTH` by `HEIGHT` units, all coordinates are whole, and the same box gives the same bytes on every
//! machine. Colours are the theme's: `map`, `map-sea`, `map-land`, `map-graticule`, `map-extent`.

mod coast;
mod drawing;
mod land;
mod window;

use std::ops::RangeInclusive;

use self::coast::QUANTA;
use self::drawing::{HEIGHT, Point, WIDTH};
use self::land::{Land, land};
use self::window::Window;
use crate::model::bbox::Bbox;

/// An extent narrower than this, in units, is drawn so wide: it would vanish.
const LEAST_EXTENT: i32 = 8;

/// The radius, in units, of the ring around an extent that is hard to see.
const RING: i32 = 22;

/// With less land or less sea than this, in thousandths, a map shows no place that one could recognise.
const RECOGNISABLE: RangeInclusive<i32> = 20..=880;

/// Nor does it with a coast of fewer corners, which is nearly straight.
const LEAST_COAST: usize = 80;

/// A map of where `bbox` lies, named `title`. The ids in it begin with `id`, which must be unique in the page.
#[must_use]
pub fn svg(bbox: &Bbox, title: &str, id: &str) -> String {
    let (window, land) = view(bbox);
    let mut out = String::with_capacity(4096);
    let id = escaped(id);
    out.push_str("<svg class=\"map\" viewBox=\"0 0 600 400\" width=\"600\" height=\"400\" role=\"img\" aria-labelledby=\"");
    out.push_str(&id);
    out.push_str("-title\"><title id=\"");
    out.push_str(&id);
    out.push_str("-title\">");
    out.push_str(&escaped(title));
    out.push_str("</title><path class=\"map-sea\" d=\"M0 0h600v400H0z\"/><path class=\"map-land\" d=\"");
    outline(&mut out, &land);
    out.push_str("\"/><path class=\"map-graticule\" d=\"");
    graticule(&mut out, &window);
    out.push_str("\"/>");
    extent(&mut out, &window, bbox);
    out.push_str("</svg>");
    out
}

/// The smallest window that shows enough to be recognised, with its land. In the middle of an ocean or of a continent it
/// grows until a coast comes into view.
fn view(bbox: &Bbox) -> (Window, Land) {
    let mut window = Window::around(bbox);
    loop {
        let land = land(&window);
        let corners: usize = land.polygons.iter().map(Vec::len).sum();
        if RECOGNISABLE.contains(&land.share) && corners >= LEAST_COAST {
            return (window, land);
        }
        let Some(wider) = window.wider(bbox) else { return (window, land) };
        window = wider;
    }
}

/// The land as path data: each polygon an absolute start and relative steps.
fn outline(out: &mut String, land: &Land) {
    for polygon in &land.polygons {
        let mut before = Point { x: 0, y: 0 };
        for (place, &point) in polygon.iter().enumerate() {
            match place {
                0 => out.push('M'),
                1 => out.push('l'),
                _ if point.x >= before.x => out.push(' '),
                _ => {}
            }
            pair(out, point.x - before.x, point.y - before.y);
            before = point;
        }
        out.push('z');
    }
}

/// Two numbers; a minus sign is separator enough.
fn pair(out: &mut String, x: i32, y: i32) {
    integer(out, x);
    if y >= 0 {
        out.push(' ');
    }
    integer(out, y);
}

/// A whole number. By hand: a map is a thousand of them, and formatting would take most of its time.
fn integer(out: &mut String, value: i32) {
    if value < 0 {
        out.push('-');
    }
    let value = value.unsigned_abs();
    let mut power = 1;
    while value / power >= 10 {
        power *= 10;
    }
    while power > 0 {
        out.push(char::from_digit(value / power % 10, 10).unwrap_or('0'));
        power /= 10;
    }
}

/// Meridians and parallels every 5, 10, 15 or 30 degrees.
fn graticule(out: &mut String, window: &Window) {
    let step = [5, 10, 15].into_iter().find(|step| window.width / (step * QUANTA) < 9).unwrap_or(30) * QUANTA;
    let lines = |from: i16, length: i16| {
        let first = from + (-from).rem_euclid(step);
        (0..).map(move |line| first + line * step).take_while(move |at| *at < from + length)
    };
    for x in lines(window.west, window.width).filter(|x| *x > window.west) {
        out.push('M');
        pair(out, window.place(x, 0, 0).x, 0);
        out.push_str("v400");
    }
    let south = window.north - window.height;
    for y in lines(south, window.height).filter(|y| *y > south) {
        out.push('M');
        pair(out, 0, window.place(0, y, 0).y);
        out.push_str("h600");
    }
}

/// The box, large enough to be seen; with a ring around it when it is small.
fn extent(out: &mut String, window: &Window, bbox: &Bbox) {
    let (west, north) = window.place_degrees(bbox.west, bbox.north);
    let (_, south) = window.place_degrees(bbox.west, bbox.south);
    let width = bbox.width() / f64::from(window.width) * f64::from(QUANTA) * f64::from(WIDTH);
    let (x, width) = span(west, west + width, WIDTH);
    let (y, height) = span(north, south, HEIGHT);
    out.push_str("<rect class=\"map-extent\"");
    for (name, value) in [(" x=\"", x), (" y=\"", y), (" width=\"", width), (" height=\"", height)] {
        out.push_str(name);
        integer(out, value);
        out.push('"');
    }
    out.push_str("/>");
    if width < RING && height < RING {
        out.push_str("<circle class=\"map-extent\"");
        let centre = Point {
            x: (x + width / 2).clamp(RING, WIDTH - RING),
            y: (y + height / 2).clamp(RING, HEIGHT - RING),
        };
        for (name, value) in [(" cx=\"", centre.x), (" cy=\"", centre.y), (" r=\"", RING)] {
            out.push_str(name);
            integer(out, value);
            out.push('"');
        }
        out.push_str("/>");
    }
}

/// Start and length of a span in whole units: at least `LEAST_EXTENT` long and inside of the drawing.
fn span(start: f64, end: f64, size: i32) -> (i32, i32) {
    let (from, to) = (round(start), round(end));
    let length = (to - from).clamp(LEAST_EXTENT, size);
    let from = if to - from < length { round(f64::midpoint(start, end)) - length / 2 } else { from };
    (from.clamp(0, size - length), length)
}

#[expect(clippy::cast_possible_truncation, reason = "a place not far off the drawing")]
fn round(units: f64) -> i32 {
    units.clamp(-1e6, 1e6).round() as i32
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const GREECE: [f64; 4] = [22.1, 39.2, 22.2, 39.3];
    const FIJI: [f64; 4] = [176.8, -19.2, -178.2, -15.7];
    const WORLD: [f64; 4] = [-180.0, -90.0, 180.0, 90.0];

    fn bbox([west, south, east, north]: [f64; 4]) -> Bbox {
        Bbox::new(west, south, east, north).unwrap()
    }

    /// The value of an attribute of the first element that begins with `element`.
    fn value<'a>(svg: &'a str, element: &str, attribute: &str) -> &'a str {
        let element = svg.split(element).nth(1).unwrap().split('>').next().unwrap();
        element.split(&format!(" {attribute}=\"")).nth(1).unwrap().split('"').next().unwrap()
    }

    fn extent_of(svg: &str) -> [i32; 4] {
        ["x", "y", "width", "height"].map(|name| value(svg, "<rect", name).parse().unwrap())
    }

    /// The corners of path data as `outline` writes it, read anew.
    fn corners(data: &str) -> Vec<Vec<Point>> {
        let polygon = |text: &str| {
            let spaced = text.replace('l', " ").replace('-', " -");
            let numbers: Vec<i32> = spaced.split_whitespace().map(|number| number.parse().unwrap()).collect();
            let mut at = Point { x: 0, y: 0 };
            let pairs = numbers.chunks_exact(2);
            assert!(pairs.remainder().is_empty(), "{text}");
            pairs
                .map(|step| {
                    at = Point { x: at.x + step[0], y: at.y + step[1] };
                    at
                })
                .collect()
        };
        data.split('z').filter_map(|text| text.strip_prefix('M')).map(polygon).collect()
    }

    /// What every map must be.
    fn check(place: [f64; 4]) -> String {
        let svg = svg(&bbox(place), "Here", "map");
        assert!(svg.len() < 8000, "{place:?}: {} bytes", svg.len());
        assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("style"), "{place:?}");
        for corner in corners(value(&svg, "<path class=\"map-land\"", "d")).iter().flatten() {
            assert!(
                (0..=WIDTH).contains(&corner.x) && (0..=HEIGHT).contains(&corner.y),
                "{place:?}: {corner:?}"
            );
        }
        let [x, y, width, height] = extent_of(&svg);
        assert!(width >= LEAST_EXTENT && height >= LEAST_EXTENT, "{place:?}");
        assert!(x >= 0 && y >= 0 && x + width <= WIDTH && y + height <= HEIGHT, "{place:?}");
        svg
    }

    #[test]
    fn land_lies_where_it_should() {
        // Of the drawing's units: is there land at the box's middle? Even-odd, with the corners that were written.
        for (place, land) in [
            (GREECE, true),
            ([22.0, 39.0, 22.0, 39.0], true),
            ([13.2, 42.6, 13.4, 42.8], true),
            ([25.0, 38.9, 25.1, 39.0], false),    // the Aegean
            ([50.5, 42.0, 50.5, 42.0], false),    // the Caspian Sea
            ([-175.5, 67.0, -175.0, 67.2], true), // Chukotka, east of the antimeridian
            ([172.0, 66.0, -176.0, 68.0], true),  // and on both sides of it
            ([-30.0, 20.0, -29.0, 21.0], false),  // the Atlantic
            ([0.0, -90.0, 0.0, -88.0], true),
            ([0.0, 88.0, 0.0, 90.0], false),
        ] {
            let svg = check(place);
            let [x, y, width, height] = extent_of(&svg).map(f64::from);
            let (x, y) = (x + width / 2.0 + 0.3, y + height / 2.0 + 0.3);
            let mut inside = false;
            for polygon in corners(value(&svg, "<path class=\"map-land\"", "d")) {
                for (a, b) in polygon.iter().zip(polygon.iter().cycle().skip(1)) {
                    let [ax, ay, bx, by] = [a.x, a.y, b.x, b.y].map(f64::from);
                    inside ^= (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax);
                }
            }
            assert_eq!(inside, land, "{place:?}");
        }
    }

    #[test]
    fn the_box_is_drawn_where_it_lies() {
        let small = check(GREECE);
        assert_eq!(extent_of(&small)[2..], [LEAST_EXTENT; 2]);
        assert!(small.contains("<circle"));
        assert_eq!(extent_of(&check(WORLD)), [0, 0, WIDTH, HEIGHT]);
        assert_eq!(extent_of(&check([-180.0, -90.0, 180.0, -60.0])), [0, 333, WIDTH, 67]);
        // Across the antimeridian: one box, in the middle, with Australia to its west.
        let [x, _, width, _] = extent_of(&check(FIJI));
        assert!((x + width / 2 - WIDTH / 2).abs() <= 1 && width < WIDTH / 4, "{x} {width}");
        let [x, _, width, _] = extent_of(&check([120.0, -50.0, -70.0, 60.0]));
        assert!((x + width / 2 - WIDTH / 2).abs() <= 1 && width > WIDTH / 3, "{x} {width}");
        // One meridian, by either name.
        assert_eq!(check([180.0, 10.0, -180.0, 10.0]), check([180.0, 10.0, 180.0, 10.0]));
        check([-180.0, -90.0, -180.0, -90.0]);
        check([180.0, 90.0, 180.0, 90.0]);
    }

    #[test]
    fn the_title_is_text_and_names_the_map() {
        let svg = svg(&bbox(GREECE), "<script>\"'&", "a\"b");
        assert!(svg.starts_with("<svg class=\"map\" viewBox=\"0 0 600 400\""), "{svg}");
        assert!(svg.contains("aria-labelledby=\"a&quot;b-title\"><title id=\"a&quot;b-title\">"), "{svg}");
        assert!(svg.contains(">&lt;script&gt;&quot;&#39;&amp;</title>"), "{svg}");
    }

    #[test]
    fn any_box_can_be_drawn() {
        let mut state = 7_u32;
        let mut next = |most: f64| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state >> 8) / f64::from(1 << 24) * most
        };
        for round in 0..400 {
            let size = [0.0, 0.1, 5.0, 40.0, 360.0][round % 5];
            let (west, south) = (next(360.0) - 180.0, next(180.0) - 90.0);
            let (east, north) = (west + next(size), (south + next(size)).min(90.0));
            let place = [west, south, if east > 180.0 { east - 360.0 } else { east }, north];
            assert_eq!(check(place), check(place));
        }
        for wrong in [f64::NAN, f64::INFINITY, -1e300] {
            let bbox = Bbox { west: wrong, south: wrong, east: wrong, north: 1.0 };
            assert!(!svg(&bbox, "", "").is_empty(), "made by hand, wrong, and no reason to stop");
        }
    }
}
