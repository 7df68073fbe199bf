//! Which addresses bantin never talks to: a feed, a page or a redirect must not be able to make it knock at the doors
//! of the network that it runs in.
//!
//! The tables follow the IANA special-purpose address registries (RFC 6890 and its successors). Of IPv6, only the
//! global unicast range `2000::/3` is public; what embeds an IPv4 address is judged by that address too.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// Why an address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// `0.0.0.0/8`, `::`
    Unspecified,
    /// `127.0.0.0/8`, `::1`
    Loopback,
    /// `10.0.0.0/8`, `172.16.0.0/12`, `192.168.0.0/16` (RFC 1918)
    Private,
    /// `100.64.0.0/10`, carrier-grade NAT (RFC 6598)
    Shared,
    /// `169.254.0.0/16`, `fe80::/10`; the metadata services of clouds live here
    LinkLocal,
    /// `fc00::/7` (RFC 4193)
    UniqueLocal,
    /// `fec0::/10` (deprecated by RFC 3879, still routed inside some sites)
    SiteLocal,
    /// `192.0.0.0/24`, `2001::/23` but Teredo, `192.88.99.0/24`
    Protocol,
    /// TEST-NET-1 to 3, `2001:db8::/32`, `3fff::/20`
    Documentation,
    /// `198.18.0.0/15`, `2001:2::/48`
    Benchmark,
    /// `224.0.0.0/4`, `ff00::/8`
    Multicast,
    /// `255.255.255.255`
    Broadcast,
    /// `240.0.0.0/4`, and IPv6 outside global unicast
    Reserved,
    /// `::ffff:0:0/96` and `::ffff:0:0:0/96`
    MappedV4,
    /// `::/96`
    CompatibleV4,
    /// `64:ff9b::/96`, `64:ff9b:1::/48`
    Nat64,
    /// `2002::/16`
    SixToFour,
    /// `2001::/32`
    Teredo,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unspecified => "unspecified",
            Self::Loopback => "loopback",
            Self::Private => "private",
            Self::Shared => "carrier-grade NAT",
            Self::LinkLocal => "link-local",
            Self::UniqueLocal => "unique local",
            Self::SiteLocal => "site-local",
            Self::Protocol => "reserved for protocols",
            Self::Documentation => "reserved for documentation",
            Self::Benchmark => "reserved for benchmarks",
            Self::Multicast => "multicast",
            Self::Broadcast => "broadcast",
            Self::Reserved => "reserved",
            Self::MappedV4 => "IPv4-mapped",
            Self::CompatibleV4 => "IPv4-compatible",
            Self::Nat64 => "NAT64",
            Self::SixToFour => "6to4",
            Self::Teredo => "Teredo",
        })
    }
}

/// Why `address` must not be dialled, or `None` where it may be: because it is public, or because the operator allows
/// it. An IPv6 form that embeds an IPv4 address leads to that address, so both must be all right: allowing
/// `64:ff9b::/96` opens the public IPv4 net through NAT64 and not `64:ff9b::10.0.0.1`, and allowing `10.0.0.0/8` opens
/// `::ffff:10.0.0.1` as well.
pub fn refused(address: IpAddr, allow: &[IpNet]) -> Option<Why> {
    if let IpAddr::V6(v6) = address
        && let Some((form, embedded)) = embedded(v6)
    {
        let inner = embedded.iter().find_map(|v4| refused(IpAddr::V4(*v4), allow));
        let opened = allows(allow, address) || embedded.iter().all(|v4| allows(allow, IpAddr::V4(*v4)));
        return inner.or((!opened).then_some(form));
    }
    if allows(allow, address) {
        return None;
    }
    match address {
        IpAddr::V4(v4) => special_v4(v4),
        IpAddr::V6(v6) => special_v6(v6),
    }
}

fn allows(allow: &[IpNet], address: IpAddr) -> bool {
    allow.iter().any(|net| net.contains(&address))
}

/// The IPv4 addresses to which an IPv6 address leads, and the form that says so.
fn embedded(v6: Ipv6Addr) -> Option<(Why, Vec<Ipv4Addr>)> {
    let bits = v6.to_bits();
    let at = |shift: u32| Ipv4Addr::from_bits(u32::try_from((bits >> shift) & 0xffff_ffff).unwrap_or_default());
    let form = EMBEDDING.iter().find(|(net, _)| net.contains(&v6)).map(|(_, form)| *form)?;
    match form {
        // `::1` and `::` are addresses of their own.
        Why::CompatibleV4 if bits <= 1 => None,
        Why::SixToFour => Some((form, vec![at(80)])),
        // The server, and the client's outer address with every bit turned (RFC 4380).
        Why::Teredo => Some((form, vec![at(64), Ipv4Addr::from_bits(!at(0).to_bits())])),
        Why::Nat64 if v6.segments()[2] == 1 => Some((form, Vec::from_iter(local_nat64(bits)))),
        _ => Some((form, vec![at(0)])),
    }
}

/// RFC 6052 for a /48 prefix: bits 48 to 63, then 72 to 87.
fn local_nat64(bits: u128) -> Option<Ipv4Addr> {
    let high = (bits >> 64) & 0xffff;
    let low = (bits >> 40) & 0xffff;
    u32::try_from(high << 16 | low).ok().map(Ipv4Addr::from_bits)
}

const fn v4(a: u8, b: u8, c: u8, d: u8, prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

const fn v6(start: u128, prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::from_bits(start), prefix)
}

const EMBEDDING: [(Ipv6Net, Why); 7] = [
    (v6(0xffff << 32, 96), Why::MappedV4),
    (v6(0xffff << 48, 96), Why::MappedV4),
    (v6(0, 96), Why::CompatibleV4),
    (v6(0x64_ff9b << 96, 96), Why::Nat64),
    (v6(0x64_ff9b_0001 << 80, 48), Why::Nat64),
    (v6(0x2002 << 112, 16), Why::SixToFour),
    (v6(0x2001 << 112, 32), Why::Teredo),
];

/// The first that contains an address names it.
const SPECIAL_V4: [(Ipv4Net, Why); 16] = [
    (v4(0, 0, 0, 0, 8), Why::Unspecified),
    (v4(10, 0, 0, 0, 8), Why::Private),
    (v4(100, 64, 0, 0, 10), Why::Shared),
    (v4(127, 0, 0, 0, 8), Why::Loopback),
    (v4(169, 254, 0, 0, 16), Why::LinkLocal),
    (v4(172, 16, 0, 0, 12), Why::Private),
    (v4(192, 0, 0, 0, 24), Why::Protocol),
    (v4(192, 0, 2, 0, 24), Why::Documentation),
    (v4(192, 88, 99, 0, 24), Why::Protocol),
    (v4(192, 168, 0, 0, 16), Why::Private),
    (v4(198, 18, 0, 0, 15), Why::Benchmark),
    (v4(198, 51, 100, 0, 24), Why::Documentation),
    (v4(203, 0, 113, 0, 24), Why::Documentation),
    (v4(224, 0, 0, 0, 4), Why::Multicast),
    (v4(255, 255, 255, 255, 32), Why::Broadcast),
    (v4(240, 0, 0, 0, 4), Why::Reserved),
];

const SPECIAL_V6: [(Ipv6Net, Why); 10] = [
    (v6(0, 128), Why::Unspecified),
    (v6(1, 128), Why::Loopback),
    (v6(0xfc00 << 112, 7), Why::UniqueLocal),
    (v6(0xfe80 << 112, 10), Why::LinkLocal),
    (v6(0xfec0 << 112, 10), Why::SiteLocal),
    (v6(0xff00 << 112, 8), Why::Multicast),
    (v6(0x2001_0db8 << 96, 32), Why::Documentation),
    (v6(0x3fff << 112, 20), Why::Documentation),
    (v6(0x2001_0002 << 96, 48), Why::Benchmark),
    (v6(0x2001 << 112, 23), Why::Protocol),
];

const GLOBAL_UNICAST: Ipv6Net = v6(0x2000 << 112, 3);

fn special_v4(address: Ipv4Addr) -> Option<Why> {
    SPECIAL_V4.iter().find(|(net, _)| net.contains(&address)).map(|(_, why)| *why)
}

fn special_v6(address: Ipv6Addr) -> Option<Why> {
    SPECIAL_V6
        .iter()
        .find(|(net, _)| net.contains(&address))
        .map(|(_, why)| *why)
        .or((!GLOBAL_UNICAST.contains(&address)).then_some(Why::Reserved))
}
