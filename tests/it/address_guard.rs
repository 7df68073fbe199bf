//! No source, page or redirect makes bantin talk to the network that it runs in.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};

use bantin::config;
use bantin::fetch::guard::{Why, refused};
use bantin::fetch::{Client, FetchError, Outcome, Request, Wants};
use ipnet::IpNet;
use proptest::prelude::*;
use url::Url;

use crate::desk::{Desk, rss};
use crate::scripted::{Reply, Scripted, fetch_config};

fn why(address: &str, allow: &[&str]) -> Option<Why> {
    let allow: Vec<IpNet> = allow.iter().map(|net| net.parse().unwrap()).collect();
    refused(address.parse().unwrap(), &allow)
}

/// Addresses of every class.
const CLASSES: [(&str, Why); 56] = [
    ("0.0.0.0", Why::Unspecified),
    ("0.1.2.3", Why::Unspecified),
    ("10.0.0.1", Why::Private),
    ("10.255.255.255", Why::Private),
    ("100.64.0.1", Why::Shared),
    ("100.127.255.255", Why::Shared),
    ("127.0.0.1", Why::Loopback),
    ("127.255.255.254", Why::Loopback),
    ("169.254.169.254", Why::LinkLocal),
    ("172.16.0.1", Why::Private),
    ("172.31.255.255", Why::Private),
    ("192.0.0.8", Why::Protocol),
    ("192.0.2.1", Why::Documentation),
    ("192.88.99.1", Why::Protocol),
    ("192.168.1.1", Why::Private),
    ("198.18.0.1", Why::Benchmark),
    ("198.19.255.255", Why::Benchmark),
    ("198.51.100.7", Why::Documentation),
    ("203.0.113.7", Why::Documentation),
    ("224.0.0.1", Why::Multicast),
    ("239.255.255.255", Why::Multicast),
    ("240.0.0.1", Why::Reserved),
    ("255.255.255.255", Why::Broadcast),
    ("::", Why::Unspecified),
    ("::1", Why::Loopback),
    ("::2", Why::Unspecified),
    ("fc00::1", Why::UniqueLocal),
    ("fdff::1", Why::UniqueLocal),
    ("fe80::1", Why::LinkLocal),
    ("febf::1", Why::LinkLocal),
    ("fec0::1", Why::SiteLocal),
    ("ff02::1", Why::Multicast),
    ("2001:db8::1", Why::Documentation),
    ("3fff::1", Why::Documentation),
    ("2001:2::1", Why::Benchmark),
    ("2001:10::1", Why::Protocol),
    ("2001:20::1", Why::Protocol),
    ("100::1", Why::Reserved),
    ("4000::1", Why::Reserved),
    ("5f00::1", Why::Reserved),
    // What embeds an IPv4 address: by that address, and where it is public, by the form.
    ("::ffff:127.0.0.1", Why::Loopback),
    ("::ffff:10.1.2.3", Why::Private),
    ("::ffff:8.8.8.8", Why::MappedV4),
    ("::ffff:0:8.8.8.8", Why::MappedV4),
    ("::ffff:0:192.168.0.1", Why::Private),
    ("::127.0.0.1", Why::Loopback),
    ("::8.8.8.8", Why::CompatibleV4),
    ("64:ff9b::169.254.169.254", Why::LinkLocal),
    ("64:ff9b::8.8.8.8", Why::Nat64),
    ("64:ff9b:1:a00:0:100::", Why::Private),
    ("64:ff9b:1:808:8:800::", Why::Nat64),
    ("2002:7f00:1::", Why::Loopback),
    ("2002:808:808::1", Why::SixToFour),
    ("2001:0:a00:1::", Why::Private),
    ("2001:0:808:808::f7f7:f7f7", Why::Teredo),
    ("2001:0:808:808::80ff:fffe", Why::Loopback),
];

#[test]
fn every_class_of_address_is_refused_by_name() {
    for (address, expected) in CLASSES {
        assert_eq!(why(address, &[]), Some(expected), "{address}");
    }
}

#[test]
fn public_addresses_pass() {
    for address in [
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.0.1.1",
        "192.167.0.1",
        "198.17.255.255",
        "198.20.0.0",
        "203.113.131.1",
        "223.255.255.255",
        "2001:4860:4860::8888",
        "2400:cb00::1",
        "2a00:1450::1",
        "2001:200::1",
        "2606:4700::1111",
    ] {
        assert_eq!(why(address, &[]), None, "{address}");
    }
}

#[test]
fn what_the_operator_allows_passes_and_nothing_beside_it() {
    assert_eq!(why("10.1.2.3", &["10.1.0.0/16"]), None);
    assert_eq!(why("10.2.0.1", &["10.1.0.0/16"]), Some(Why::Private));
    assert_eq!(why("::1", &["127.0.0.0/8"]), Some(Why::Loopback));
    assert_eq!(why("fd00::7", &["fd00::/64"]), None);
    assert_eq!(why("::ffff:10.1.2.3", &["10.1.0.0/16"]), None);
    assert_eq!(why("64:ff9b::8.8.8.8", &["64:ff9b::/96"]), None);
    assert_eq!(why("64:ff9b::10.1.2.3", &["64:ff9b::/96"]), Some(Why::Private));
    assert_eq!(why("64:ff9b::10.1.2.3", &["64:ff9b::/96", "10.0.0.0/8"]), None);
    assert_eq!(why("2001:0:808:808::80ff:fffe", &["2001::/32"]), Some(Why::Loopback));
}

proptest! {
    #[test]
    fn wrapping_never_opens_what_is_refused(v4 in any::<u32>(), tail in any::<u64>()) {
        let inner = std::net::Ipv4Addr::from_bits(v4);
        let v4 = u128::from(v4);
        for wrapped in [
            0xffff_u128 << 32 | v4,
            v4,
            0x64_ff9b_u128 << 96 | v4,
            0x2002_u128 << 112 | v4 << 80 | u128::from(tail),
            0x2001_0000_u128 << 96 | v4 << 64 | u128::from(tail),
        ] {
            let wrapped = std::net::Ipv6Addr::from_bits(wrapped);
            prop_assert!(refused(wrapped.into(), &[]).is_some());
            if refused(inner.into(), &[]).is_some() {
                prop_assert!(refused(wrapped.into(), &["::/0".parse().unwrap()]).is_some() || wrapped.to_bits() <= 1);
            }
        }
    }
}

fn strict() -> config::Fetch {
    config::Fetch { allow: Vec::new(), ..fetch_config() }
}

async fn get(client: &Client, url: &str) -> Result<Outcome, FetchError> {
    client.get(&Request { url: &Url::parse(url).unwrap(), wants: Wants::Feed, validators: None }).await
}

#[tokio::test]
async fn odd_spellings_of_an_address_are_seen_through() {
    let client = Client::new(&strict()).unwrap();
    let server = Scripted::always(Reply::ok("secret")).await;
    let port = server.address.port();
    for host in [
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "0177.0.0.1",
        "2130706433",
        "0x7f000001",
        "127.0.0.1.",
        "①②⑦.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "0",
        "0.0.0.0",
    ] {
        let error = get(&client, &format!("http://{host}:{port}/")).await.unwrap_err();
        assert!(matches!(error, FetchError::Refused { .. }), "{host}: {error:?}");
    }
    assert_eq!(server.log().len(), 0);
}

#[tokio::test]
async fn a_name_that_leads_to_any_such_address_is_refused_whatever_is_wanted() {
    let server = Scripted::always(Reply::ok("secret")).await;
    let port = server.address.port();
    for (address, expected) in CLASSES {
        let address: IpAddr = address.parse().unwrap();
        let client = Client::with_resolver(&strict(), move |_| Ok(vec![SocketAddr::new(address, port)])).unwrap();
        let error = get(&client, "http://bao.test/feed").await.unwrap_err();
        let FetchError::Refused { address: named, why, .. } = error else { panic!("{error:?}") };
        assert_eq!((named, why), (address, expected));
        for wants in [Wants::Page, Wants::Listing] {
            // Already robots.txt would be asked there.
            let url = Url::parse("http://bao.test/tin").unwrap();
            let error = client.get(&Request { url: &url, wants, validators: None }).await.unwrap_err();
            assert!(matches!(error, FetchError::RobotsUnavailable { .. }), "{address}: {error:?}");
            assert!(error.to_string().contains("[fetch] allow"), "{error}");
        }
    }
    // The system's own resolver as well.
    let client = Client::new(&strict()).unwrap();
    let error = get(&client, &format!("http://localhost:{port}/")).await.unwrap_err();
    assert!(matches!(error, FetchError::Refused { why: Why::Loopback, .. }), "{error:?}");
    assert_eq!(server.log().len(), 0);
}

#[tokio::test]
async fn neither_robots_txt_nor_a_page_nor_a_listing_leads_inside() {
    let inside = Scripted::always(Reply::ok("secret")).await;
    let by_address = inside.url("/").to_string().replace("127.0.0.1", "127.0.0.2");
    for redirects in ["/robots.txt", "/tin"] {
        let to = by_address.clone();
        let server = Scripted::start(move |seen| match seen.target.as_str() {
            target if target == redirects => Reply::redirect(301, &to),
            "/robots.txt" => Reply::status(404),
            _ => Reply::ok("<p>tin"),
        })
        .await;
        let config = config::Fetch { allow: vec!["127.0.0.1/32".parse().unwrap()], ..fetch_config() };
        for wants in [Wants::Page, Wants::Listing] {
            let client = Client::new(&config).unwrap();
            let request = Request { url: &server.url("/tin"), wants, validators: None };
            let error = client.get(&request).await.unwrap_err();
            assert!(error.to_string().contains("127.0.0.2") && error.to_string().contains("loopback"), "{error}");
        }
    }
    assert_eq!(inside.log().len(), 0);
}

#[tokio::test]
async fn a_feed_whose_entries_lie_inside_makes_nobody_knock_there() {
    let inside = Scripted::always(Reply::ok("<h1>secret</h1>")).await;
    let port = inside.address.port();
    let links = ["127.0.0.2", "[::1]", "[::ffff:127.0.0.2]", "0.0.0.0", "2130706435", "169.254.169.254"]
        .map(|host| format!("http://{host}:{port}/admin"));
    let feed = rss(&links.each_ref().map(String::as_str));
    let outside = Scripted::always(Reply::ok(feed)).await;
    let pass = Desk::with(&[outside.url("/feed")]).pass().await;
    assert_eq!((pass.new_entries, pass.pages_read, pass.pages_failed), (6, 0, 6), "{}", pass.summary());
    assert_eq!(inside.log().len(), 0);
}

#[tokio::test]
async fn a_redirect_that_leads_inside_is_refused() {
    let inside = Scripted::always(Reply::ok("secret")).await;
    let by_address = inside.url("/").to_string().replace("127.0.0.1", "127.0.0.2");
    let by_name = format!("http://inside.test:{}/", inside.address.port());
    let server = Scripted::with([
        ("/address", vec![Reply::redirect(302, &by_address)]),
        ("/name", vec![Reply::redirect(302, &by_name)]),
        ("/metadata", vec![Reply::redirect(307, "http://169.254.169.254/latest/meta-data/")]),
    ])
    .await;
    let outside = server.address;
    let config = config::Fetch { allow: vec!["127.0.0.1/32".parse().unwrap()], ..fetch_config() };
    let client = Client::with_resolver(&config, move |name| match name {
        "bao.test" => Ok(vec![outside]),
        "inside.test" => Ok(vec!["127.0.0.2:0".parse().unwrap()]),
        _ => Err(io::Error::other("no such name")),
    })
    .unwrap();
    for target in ["/address", "/name", "/metadata"] {
        let error = get(&client, &format!("http://bao.test{target}")).await.unwrap_err();
        assert!(matches!(error, FetchError::Refused { .. }), "{target}: {error:?}");
    }
    assert_eq!(inside.log().len(), 0);
}

#[tokio::test]
async fn of_several_addresses_only_those_that_may_be_are_dialled() {
    let server = Scripted::always(Reply::ok("news")).await;
    let port = server.address.port();
    let config = config::Fetch { allow: vec!["127.0.0.1/32".parse().unwrap()], ..fetch_config() };
    let client = Client::with_resolver(&config, move |_| {
        Ok(["127.0.0.2", "10.0.0.1", "127.0.0.1"].map(|ip| SocketAddr::new(ip.parse().unwrap(), port)).to_vec())
    })
    .unwrap();
    assert!(matches!(get(&client, "http://bao.test/").await, Ok(Outcome::Fetched(_))));
}

#[tokio::test]
async fn a_resolver_that_changes_its_answer_gains_nothing() {
    let public = Scripted::always(Reply::redirect(302, "http://bao.test/again").header("Connection", "close")).await;
    let inside = Scripted::always(Reply::ok("secret")).await;
    let answers = [public.address, SocketAddr::new("127.0.0.2".parse().unwrap(), inside.address.port())];
    let asked = AtomicUsize::new(0);
    let config = config::Fetch { allow: vec!["127.0.0.1/32".parse().unwrap()], ..fetch_config() };
    let client =
        Client::with_resolver(&config, move |_| Ok(vec![answers[asked.fetch_add(1, Ordering::SeqCst).min(1)]]))
            .unwrap();
    let error = get(&client, "http://bao.test/").await.unwrap_err();
    assert!(matches!(error, FetchError::Refused { .. }), "{error:?}");
    assert_eq!(inside.log().len(), 0);
}
