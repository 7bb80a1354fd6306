//! When a request was made, as logs write it, in Unix seconds.

use chrono::{DateTime, NaiveDate};

const MONTHS: &[u8; 36] = b"JanFebMarAprMayJunJulAugSepOctNovDec";

/// `10/Oct/2026:13:55:36 -0700`: `%t` of Apache, `$time_local` of nginx.
pub(super) fn common(text: &[u8]) -> Option<i64> {
    let [
        d1,
        d2,
        b'/',
        m1,
        m2,
        m3,
        b'/',
        y1,
        y2,
        y3,
        y4,
        b':',
        h1,
        h2,
        b':',
        n1,
        n2,
        b':',
        s1,
        s2,
        b' ',
        sign,
        a1,
        a2,
        b1,
        b2,
    ] = *text
    else {
        return None;
    };
    let month = MONTHS.chunks(3).zip(1..).find(|(name, _)| **name == [m1, m2, m3])?.1;
    let year = i32::try_from(number(&[y1, y2, y3, y4])?).ok()?;
    let day = NaiveDate::from_ymd_opt(year, month, number(&[d1, d2])?)?;
    // A leap second is as late as the second before it.
    let second = number(&[s1, s2])?.min(59);
    let local = day.and_hms_opt(number(&[h1, h2])?, number(&[n1, n2])?, second)?.and_utc().timestamp();
    let offset = i64::from(number(&[a1, a2])? * 3600 + number(&[b1, b2])? * 60);
    match sign {
        b'+' => Some(local - offset),
        b'-' => Some(local + offset),
        _ => None,
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    digits
        .iter()
        .try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))
}

/// A number of Caddy: Unix seconds, or milli- or nanoseconds, which its `time_format` can choose.
#[expect(clippy::cast_possible_truncation, reason = "fractions of a second are of no interest")]
pub(super) fn unix(number: f64) -> Option<i64> {
    let size = number.abs();
    let seconds = if size < 1e11 {
        number
    } else if size < 1e14 {
        number / 1e3
    } else {
        number / 1e9
    };
    (seconds.is_finite() && seconds.abs() < 1e11).then_some(seconds.floor() as i64)
}

/// A text of Caddy: RFC 3339, the same with an offset without a colon (`iso8601`), or as other servers write it.
pub(super) fn text(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .map(|instant| instant.timestamp())
        .ok()
        .or_else(|| common(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants() {
        let check = |text: &str, expected| assert_eq!(common(text.as_bytes()), expected, "{text}");
        check("10/Oct/2026:13:55:36 -0700", Some(1_791_665_736));
        check("10/Oct/2026:22:55:36 +0200", Some(1_791_665_736));
        check("31/Dec/2016:23:59:60 +0000", Some(1_483_228_799));
        for wrong in [
            "",
            "10/Okt/2026:13:55:36 -0700",
            "31/Feb/2026:13:55:36 -0700",
            "10/Oct/2026:25:55:36 -0700",
            "10/Oct/2026:13:55:36 ?0700",
            "10/Oct/2026:13:55:36",
            "1é/Oct/2026:13:55:36 -070",
        ] {
            check(wrong, None);
        }
        assert_eq!(unix(1_791_665_736.25), Some(1_791_665_736));
        assert_eq!(unix(1_791_665_736_250.0), Some(1_791_665_736));
        assert_eq!(unix(1_791_665_736_250_000_000.0), Some(1_791_665_736));
        assert_eq!(unix(f64::NAN), None);
        for same in ["2026-10-10T20:55:36Z", "2026-10-10T22:55:36.123+0200", "2026-10-10T22:55:36.9+02:00"] {
            assert_eq!(text(same), Some(1_791_665_736), "{same}");
        }
    }
}
