//! Where an address lies: anywhere, inside a network, or at a content delivery network; and which of the addresses that proxies
//! passed on is the reader's.
//!
//! The table is of November 2026. Sources: <https://www.cloudflare.com/ips/>, <https://api.fastly.com/public-ip-list>;
//! for networks RFC 1918, 3927, 4193, 4291, 5735 and 6598.

use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr as _;

/// Where an address lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// Anywhere on the internet, or not to be told.
    Public,
    /// On the same machine or in the same network.
    Private,
    /// At a content delivery network, by its name.
    Delivery(&'static str),
}

/// Networks of content delivery networks: the first address, the length of the prefix.
const DELIVERY: &[(&str, &[(&str, u32)])] = &[
    (
        "Cloudflare",
        &[
            ("103.21.244.0", 22),
            ("103.22.200.0", 22),
            ("103.31.4.0", 22),
            ("104.16.0.0", 13),
            ("104.24.0.0", 14),
            ("108.162.192.0", 18),
            ("131.0.72.0", 22),
            ("141.101.64.0", 18),
            ("162.158.0.0", 15),
            ("172.64.0.0", 13),
            ("173.245.48.0", 20),
            ("188.114.96.0", 20),
            ("190.93.240.0", 20),
            ("197.234.240.0", 22),
            ("198.41.128.0", 17),
            ("2400:cb00::", 32),
            ("2405:8100::", 32),
            ("2405:b500::", 32),
            ("2606:4700::", 32),
            ("2803:f800::", 32),
            ("2a06:98c0::", 29),
            ("2c0f:f248::", 32),
        ],
    ),
    (
        "Fastly",
        &[
            ("23.235.32.0", 20),
            ("43.249.72.0", 22),
            ("103.244.50.0", 24),
            ("103.245.222.0", 23),
            ("103.245.224.0", 24),
            ("104.156.80.0", 20),
            ("140.248.64.0", 18),
            ("140.248.128.0", 17),
            ("146.75.0.0", 17),
            ("151.101.0.0", 16),
            ("157.52.64.0", 18),
            ("167.82.0.0", 17),
            ("167.82.128.0", 20),
            ("167.82.160.0", 20),
            ("167.82.224.0", 20),
            ("172.111.64.0", 18),
            ("185.31.16.0", 22),
            ("199.27.72.0", 21),
            ("199.232.0.0", 16),
            ("2a04:4e40::", 32),
            ("2a04:4e42::", 32),
        ],
    ),
];

/// Networks that no address of the internet is in, beside those that [`IpAddr`] knows: shared by the customers of a provider,
/// unique local, link-local.
const PRIVATE: &[(&str, u32)] = &[("100.64.0.0", 10), ("fc00::", 7), ("fe80::", 10)];

/// Where an address lies. What is no address is a name that the server looked up, or a socket of the machine.
pub(super) fn of(client: Result<IpAddr, &[u8]>) -> Origin {
    let address = match client {
        Ok(address) => address,
        Err(name) => {
            let inside = [&b""[..], b"-", b"unix:", b"localhost"].contains(&name);
            return if inside { Origin::Private } else { Origin::Public };
        }
    };
    let known = match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_unspecified(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unspecified(),
    };
    if known || is_within(address, PRIVATE) {
        return Origin::Private;
    }
    let network = DELIVERY.iter().find(|(_, networks)| is_within(address, networks));
    network.map_or(Origin::Public, |(name, _)| Origin::Delivery(name))
}

/// A client as servers write it: an address, the same address in IPv4 if it is one in IPv6's clothes.
pub(super) fn address(client: &[u8]) -> Result<IpAddr, &[u8]> {
    let text = std::str::from_utf8(client).map_err(|_| client)?;
    IpAddr::from_str(text).map(|address| address.to_canonical()).map_err(|_| client)
}

/// The reader's address in `X-Forwarded-For`, to which each proxy adds who asked it: the last one that is no proxy's, since
/// what stands before was written by the reader. Where all are proxies', the first.
pub(super) fn forwarded(list: &[u8]) -> Option<IpAddr> {
    let addresses = || list.split(|byte| *byte == b',').filter_map(|part| plain(part.trim_ascii()));
    let is_public = |address: &IpAddr| of(Ok(*address)) == Origin::Public;
    addresses().rev().find(is_public).or_else(|| addresses().next())
}

/// An address without the port and the brackets with which some proxies write it.
fn plain(part: &[u8]) -> Option<IpAddr> {
    let unbracketed = part.strip_prefix(b"[").and_then(|rest| rest.split(|byte| *byte == b']').next());
    let without_port = || part.split(|byte| *byte == b':').next().unwrap_or(part);
    address(unbracketed.unwrap_or(part)).or_else(|_| address(without_port())).ok()
}

fn is_within(address: IpAddr, networks: &[(&str, u32)]) -> bool {
    networks.iter().any(|(start, length)| {
        let (a, b, width) = match (address, IpAddr::from_str(start)) {
            (IpAddr::V4(a), Ok(IpAddr::V4(b))) => (wide(a.to_ipv6_mapped()), wide(b.to_ipv6_mapped()), 32),
            (IpAddr::V6(a), Ok(IpAddr::V6(b))) => (wide(a), wide(b), 128),
            _ => return false,
        };
        (a ^ b) >> (width - length) == 0
    })
}

fn wide(address: Ipv6Addr) -> u128 {
    address.to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lie_where_their_networks_do() {
        let check = |client: &str, expected| assert_eq!(of(address(client.as_bytes())), expected, "{client}");
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.31.255.255",
            "192.168.0.1",
            "169.254.1.1",
            "100.64.0.1",
            "100.127.255.255",
            "::1",
            "::ffff:10.0.0.1",
            "fd00::1",
            "fe80::1",
            "unix:",
            "-",
            "localhost",
        ] {
            check(private, Origin::Private);
        }
        for public in [
            "192.0.2.1",
            "172.32.0.1",
            "100.128.0.0",
            "2001:db8::1",
            "104.28.0.0",
            "104.32.0.0",
            "dial.example.net",
        ] {
            check(public, Origin::Public);
        }
        check("104.16.0.1", Origin::Delivery("Cloudflare"));
        check("172.71.255.1", Origin::Delivery("Cloudflare"));
        check("2606:4700:10::1", Origin::Delivery("Cloudflare"));
        check("151.101.1.1", Origin::Delivery("Fastly"));
        check("::ffff:151.101.1.1", Origin::Delivery("Fastly"));
    }

    #[test]
    fn networks_of_the_table_start_where_they_say() {
        for (start, length) in DELIVERY.iter().flat_map(|(_, networks)| *networks).chain(PRIVATE) {
            let (bits, width) = match IpAddr::from_str(start).unwrap() {
                IpAddr::V4(v4) => (u128::from(v4.to_bits()), 32),
                IpAddr::V6(v6) => (v6.to_bits(), 128),
            };
            assert!(*length <= width && bits.trailing_zeros() >= width - length, "{start}/{length}");
        }
    }

    #[test]
    fn the_reader_is_the_last_who_is_no_proxy() {
        let check = |list: &str, expected: Option<&str>| {
            let expected = expected.map(|address| IpAddr::from_str(address).unwrap());
            assert_eq!(forwarded(list.as_bytes()), expected, "{list}");
        };
        check("203.0.113.5", Some("203.0.113.5"));
        check("203.0.113.5, 10.0.0.1", Some("203.0.113.5"));
        // The reader may write what it likes before its own address.
        check("198.51.100.1, 203.0.113.5, 162.158.1.1, 10.0.0.1", Some("203.0.113.5"));
        check("10.0.0.7,10.0.0.1", Some("10.0.0.7"));
        check("203.0.113.5:4711", Some("203.0.113.5"));
        check("[2001:db8::1]:443, 10.0.0.1", Some("2001:db8::1"));
        check("2001:db8::1", Some("2001:db8::1"));
        check("unknown, 203.0.113.5", Some("203.0.113.5"));
        for none in ["", "-", "unknown", "a, b", ",", "203.0.113"] {
            check(none, None);
        }
    }
}
