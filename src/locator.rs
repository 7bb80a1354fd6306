//! Locator maps: where on the Earth a bounding box lies, as a small SVG that needs no other file.
//!
//! The drawing is `WIDTH` by `HEIGHT` units, all coordinates are whole, and the same box gives the same bytes on every
//! machine. Colours are the theme's: `map`, `map-sea`, `map-land`, `map-graticule`, `map-extent`.

mod coast;
mod land;
mod window;

use self::coast::QUANTA;
use self::land::{Land, land};
use self::window::Window;
use crate::model::bbox::Bbox;

/// The drawing's size in units.
const WIDTH: i32 = 600;
const HEIGHT: i32 = 400;

/// An extent narrower than this, in units, is drawn so wide: it would vanish.
const LEAST_EXTENT: i32 = 8;

/// The radius, in units, of the ring around an extent that is hard to see.
const RING: i32 = 22;

/// With less land or less sea than this, in thousandths, a map shows no place that one could recognise.
const RECOGNISABLE: std::ops::RangeInclusive<i32> = 20..=970;

/// A place on the drawing, in units from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Point {
    x: i32,
    y: i32,
}

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
        if RECOGNISABLE.contains(&land.share) {
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

#[expect(clippy::cast_possible_truncation, reason = "a place on the drawing, and `as` saturates")]
fn round(units: f64) -> i32 {
    units.round() as i32
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
