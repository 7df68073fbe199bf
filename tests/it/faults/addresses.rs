//! Redirects into the network that bantin runs in, however the address is spelt. Names that lead there, and those that do
//! so the second time that they are asked for, are in `address_guard`, which looks names up in a table of its own.

use super::{Again, Fault, Then, fault, hold};
use crate::scripted::{Reply, Scripted};

const LOOPBACK: &str = "… leads to 127.0.0.1, which is loopback: add it to [fetch] allow if that is meant";

/// `port`: of the server inside.
pub(super) fn faults(port: u16) -> Vec<Fault> {
    let inside = |name, host: &'static str, error| {
        let reply = move |_: &_| Reply::redirect(302, &format!("http://{host}:{port}/"));
        fault(name, reply, Then::Fails(error, Again::Daily))
    };
    vec![
        inside("a redirect to 127.0.0.1", "127.0.0.1", LOOPBACK),
        inside("the same in decimal: 2130706433", "2130706433", LOOPBACK),
        inside("the same in octal: 0177.0.0.1", "0177.0.0.1", LOOPBACK),
        inside("the same in hexadecimal: 0x7f000001", "0x7f000001", LOOPBACK),
        inside("the same with parts left out: 127.1", "127.1", LOOPBACK),
        inside("the same with a dot behind: 127.0.0.1.", "127.0.0.1.", LOOPBACK),
        inside("the same in other digits: ①②⑦.⓪.⓪.①", "①②⑦.⓪.⓪.①", LOOPBACK),
        inside(
            "the same as IPv6: [::ffff:127.0.0.1]",
            "[::ffff:127.0.0.1]",
            "… leads to ::ffff:127.0.0.1, which is loopback: add it to [fetch] allow if that is meant",
        ),
        inside(
            "a redirect to [::1]",
            "[::1]",
            "… leads to ::1, which is loopback: add it to [fetch] allow if that is meant",
        ),
        inside(
            "a redirect to localhost",
            "localhost",
            "… leads to …1, which is loopback: add it to [fetch] allow if that is meant",
        ),
        inside(
            "a redirect to 10.0.0.1",
            "10.0.0.1",
            "… leads to 10.0.0.1, which is private: add it to [fetch] allow if that is meant",
        ),
        inside(
            "a redirect to a cloud's metadata",
            "169.254.169.254",
            "… leads to 169.254.169.254, which is link-local: add it to [fetch] allow if that is meant",
        ),
        inside(
            "a redirect to [fd00::1]",
            "[fd00::1]",
            "… leads to fd00::1, which is unique local: add it to [fetch] allow if that is meant",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_into_ones_own_network_are_refused() {
    let inside = Scripted::start(|_| Reply::ok("secret")).await;
    hold(&faults(inside.address.port()), "").await;
    assert_eq!(inside.log().len(), 0, "nobody knocked");
}
