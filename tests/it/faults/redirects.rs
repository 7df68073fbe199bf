//! Redirects that lead nowhere. Those that lead somewhere else for good are in `moves`.

use super::{Again, Fault, Then, fault, hold};
use crate::scripted::Reply;

pub(super) fn faults() -> Vec<Fault> {
    let bad =
        |name, location, error| fault(name, move |_| Reply::redirect(302, location), Then::Fails(error, Again::Later));
    vec![
        bad(
            "a redirect to itself",
            "/nguon",
            "ADDRESS redirects to itself in a circle; the site may insist on cookies, which bantin doesn't keep",
        ),
        fault(
            "redirects in a circle",
            |seen| Reply::redirect(302, if seen.target == "/nguon" { "/khac" } else { "/nguon" }),
            Then::Fails(
                "… redirects to itself in a circle; the site may insist on cookies, which bantin doesn't keep",
                Again::Later,
            ),
        ),
        fault(
            "redirects without an end",
            |seen| Reply::redirect(302, &format!("{}a", seen.target)),
            Then::Fails("ADDRESS: redirected more than 5 times; [fetch] max_redirects sets this", Again::Later),
        ),
        fault(
            "a redirect that doesn't say where to",
            |_| Reply::status(301),
            Then::Fails("ADDRESS answered 301, and doesn't say where to: check the address", Again::Seldom),
        ),
        bad(
            "a redirect to a file",
            "file:///etc/passwd",
            "ADDRESS redirects to \"file:///etc/passwd\", which is not http or https",
        ),
        bad("a redirect to what is no address", "http://", "ADDRESS redirects to \"http://\", which is no address"),
        bad(
            "a redirect with a password in it",
            "//hoa:mat@127.0.1.1/",
            "ADDRESS redirects to \"http://127.0.1.1/\", which carries credentials",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_that_leads_nowhere_is_named() {
    hold(&faults(), "").await;
}
