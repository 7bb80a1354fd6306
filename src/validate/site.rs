//! Checks on the site itself.

use crate::diag::codes::{BAD_URL, HOST_WITHOUT_CLOCK, LOW_CONTRAST, UNKNOWN_HOST};
use crate::diag::{Diagnostic, Problems, suggest};
use crate::host::{Expiry, HOSTS, RuleContext, find};
use crate::model::site::Site;
use crate::validate::policy;

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
    rules_fit(site, problems);
    policy::check(site, problems);
    tell_clockless(site, problems);
    let contrast = 1.05 / (luminance(&site.theme.accent) + 0.05);
    if contrast < ENOUGH {
        let message = format!("the accent {} has a contrast of {contrast:.1} on white", site.theme.accent);
        problems.push(
            Diagnostic::new(&LOW_CONTRAST, site.theme.name.span, message)
                .help("choose a darker colour: 4.5 is the least that can be read"),
        );
    }
}

/// The path of the site stands in the rules of its hosts, where every host would escape it differently.
fn rules_fit(site: &Site, problems: &mut Problems) {
    let plain = |name: &str| {
        RuleContext::of(&site.base_url).is_some()
            || find(name).is_none_or(|host| host.enforces().expiry == Expiry::AtNextBuild)
    };
    if let Some(host) = site.hosts.iter().find(|host| !plain(&host.value)) {
        let message =
            format!("the path of `{}` cannot stand in the rules of `{}`", site.base_url, host.value);
        problems.push(
            Diagnostic::new(&BAD_URL, host.span, message)
                .help("only letters, digits, `-`, `_` and `.` are written alike by all hosts"),
        );
    }
}

/// Where a host has no clock, the author is told what an end means there.
fn tell_clockless(site: &Site, problems: &mut Problems) {
    let known = site.hosts.iter().filter_map(|name| Some((name, find(&name.value)?)));
    for (name, host) in known.filter(|(_, host)| host.enforces().expiry == Expiry::AtNextBuild) {
        let message = format!(
            "`{}` has no clock: a share ends there with the next build, not at its instant",
            host.name()
        );
        problems.push(
            Diagnostic::new(&HOST_WITHOUT_CLOCK, name.span, message)
                .help("build on a schedule: `extrait init --ci github` or `gitlab` writes it. `extrait host list` names hosts that end on time"),
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
