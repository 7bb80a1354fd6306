//! How long a locator map takes: `cargo bench --bench locator`. Prints microseconds a map; asserts nothing.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::time::Instant;

use extrait::locator::svg;
use extrait::model::bbox::Bbox;

/// Boxes as registers hold them: west, south, east, north.
const PLACES: &[(&str, [f64; 4])] = &[
    ("Greece, a tile", [22.1, 39.2, 22.2, 39.3]),
    ("Amatrice", [13.2, 42.6, 13.4, 42.8]),
    ("Paris", [2.22, 48.81, 2.47, 48.91]),
    ("France", [-5.2, 41.3, 9.6, 51.1]),
    ("Norway", [4.5, 57.9, 31.1, 71.2]),
    ("Beirut, a point", [35.5, 33.9, 35.5, 33.9]),
    ("Kathmandu", [85.2, 27.6, 85.5, 27.8]),
    ("Tohoku", [139.5, 36.8, 142.1, 41.6]),
    ("Fiji", [176.8, -19.2, -178.2, -15.7]),
    ("Lake Chad", [13.0, 12.0, 15.5, 14.5]),
    ("Port-au-Prince", [-72.4, 18.4, -72.2, 18.7]),
    ("Valparaiso", [-71.7, -33.2, -71.5, -32.9]),
    ("Brazil", [-74.0, -33.8, -34.7, 5.3]),
    ("Antarctica", [-180.0, -90.0, 180.0, -60.0]),
];

const RUNS: usize = 15;
const REPEATS: usize = 200;

fn main() {
    let started = Instant::now();
    black_box(svg(&boxes(&[PLACES[0].1])[0], "first", "map"));
    println!("first map, coast read: {:.0} µs", started.elapsed().as_secs_f64() * 1e6);
    for (name, place) in PLACES {
        measure(name, &boxes(&[*place]), REPEATS);
    }
    let places: Vec<[f64; 4]> = PLACES.iter().map(|(_, place)| *place).collect();
    measure("all of these", &boxes(&places), REPEATS / 4);
    measure("1000 random small boxes", &random(1000, 0.5), 1);
    measure("1000 random boxes", &random(1000, 60.0), 1);
}

fn boxes(places: &[[f64; 4]]) -> Vec<Bbox> {
    places
        .iter()
        .map(|[west, south, east, north]| Bbox { west: *west, south: *south, east: *east, north: *north })
        .collect()
}

/// Boxes of up to `size` degrees, anywhere, always the same.
fn random(count: usize, size: f64) -> Vec<Bbox> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1 << 24)
    };
    (0..count)
        .map(|_| {
            let (west, south) = (next() * 360.0 - 180.0, next() * 180.0 - 90.0);
            let (east, north) = (west + next() * size, (south + next() * size).min(90.0));
            Bbox { west, south, east: if east > 180.0 { east - 360.0 } else { east }, north }
        })
        .collect()
}

/// Prints the least and the median time a map over several runs, and the largest map's bytes.
fn measure(name: &str, boxes: &[Bbox], repeats: usize) {
    let mut runs: Vec<f64> = (0..RUNS)
        .map(|_| {
            let started = Instant::now();
            for _ in 0..repeats {
                for bbox in boxes {
                    black_box(svg(black_box(bbox), "Where it lies", "map"));
                }
            }
            let maps = u32::try_from(repeats * boxes.len()).unwrap_or(u32::MAX);
            started.elapsed().as_secs_f64() * 1e6 / f64::from(maps)
        })
        .collect();
    runs.sort_by(f64::total_cmp);
    let mut sizes: Vec<usize> = boxes.iter().map(|bbox| svg(bbox, "Where it lies", "map").len()).collect();
    sizes.sort_unstable();
    let (middle, most) = (sizes[sizes.len() / 2], sizes[sizes.len() - 1]);
    println!(
        "{name:<24} min {:>6.1} µs  median {:>6.1} µs  {middle:>5} bytes, at most {most}",
        runs[0],
        runs[RUNS / 2]
    );
}
