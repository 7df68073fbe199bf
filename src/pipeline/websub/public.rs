//! Whether an address can be reached from everywhere, as far as it can be told from the address.

use std::net::IpAddr;

use url::{Host, Url};

use crate::fetch::guard;

/// Names that lead nowhere on the public net: RFC 2606, RFC 6761, RFC 6762, RFC 8375, and ICANN's `internal`.
const RESERVED: &[&str] = &[
    "example",
    "example.com",
    "example.net",
    "example.org",
    "home.arpa",
    "internal",
    "invalid",
    "local",
    "localhost",
    "onion",
    "test",
];

/// Whether a hub elsewhere could call at `url`: its host is a public address, or a name that may have one.
pub(super) fn is_public(url: &Url) -> bool {
    let address = match url.host() {
        Some(Host::Ipv4(v4)) => IpAddr::V4(v4),
        Some(Host::Ipv6(v6)) => IpAddr::V6(v6),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let is_below =
                |zone: &&str| name.strip_suffix(*zone).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
            return name.contains('.') && !RESERVED.iter().any(is_below);
        }
        None => return false,
    };
    guard::refused(address, &[]).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_and_reserved_hosts_are_not_public() {
        for (address, expected) in [
            ("https://bantin.vn/", true),
            ("http://tin.bantin.vn:8080/xa/", true),
            ("https://notexample.org/", true),
            ("https://113.160.1.1/", true),
            ("http://localhost:8080/", false),
            ("http://127.0.0.1:8080/", false),
            ("http://192.168.1.4/", false),
            ("http://[::1]/", false),
            ("http://may-chu/", false),
            ("http://may-chu.local/", false),
            ("https://tin.example.org/", false),
            ("https://bantin.example/", false),
            ("https://bantin.test./", false),
        ] {
            assert_eq!(is_public(&Url::parse(address).unwrap()), expected, "{address}");
        }
    }
}
