//! Checks on the site itself.

use crate::diag::codes::{LOW_CONTRAST, UNKNOWN_HOST};
use crate::diag::{Diagnostic, Problems, suggest};
use crate::host::HOSTS;
use crate::model::site::Site;

/// The contrast that text needs: WCAG 2.2, success criterion 1.4.3.
const ENOUGH: f64 = 4.5;

/// Complains about hosts that are not known and colours that cannot be read.
pub(crate) fn check(site: &Site, problems: &mut Problems) {
    for host in &site.hosts {
        if !HOSTS.iter().any(|known| known.name() == host.value) {
            problems.push(
                Diagnostic::new(&UNKNOWN_HOST, host.span, format!("no rules for the host `{}`", host.value))
                    .help(suggest(&host.value, HOSTS.iter().map(|known| known.name()))),
            );
        }
    }
    let contrast = 1.05 / (luminance(&site.theme.accent) + 0.05);
    if contrast < ENOUGH {
        let message = format!("the accent {} has a contrast of {contrast:.1} on white", site.theme.accent);
        problems.push(
            Diagnostic::new(&LOW_CONTRAST, site.theme.name.span, message)
                .help("choose a darker colour: 4.5 is the least that can be read"),
        );
    }
}

/// Relative luminance of `#rrggbb`, 0 for black to 1 for white (WCAG 2.2, "relative luminance").
fn luminance(colour: &str) -> f64 {
    let channel = |index: usize| {
        let digits = colour.get(1 + 2 * index..3 + 2 * index).unwrap_or("00");
        let value = f64::from(u8::from_str_radix(digits, 16).unwrap_or(0)) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luminance_of_known_colours() {
        let check =
            |colour: &str, expected: f64| assert!((luminance(colour) - expected).abs() < 1e-3, "{colour}");
        check("#000000", 0.0);
        check("#ffffff", 1.0);
        check("#767676", 0.181);
    }
}
