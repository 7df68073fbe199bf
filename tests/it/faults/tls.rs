//! Connections that can't be trusted. Such a source was never read well, so they have a pass of their own.

use rcgen::{CertificateParams, date_time_ymd};

use super::is_like;
use crate::desk::Desk;
use crate::scripted::Scripted;
use crate::tls::Secure;

/// What is wrong, and why in the error.
pub(super) const FAULTS: [(&str, &str); 5] = [
    ("a certificate that has expired", "…expired…"),
    ("a certificate for another name", "…not valid for name…"),
    ("a certificate of an authority that isn't trusted, or its own", "…UnknownIssuer…"),
    ("nothing newer than TLS 1.1", "received fatal alert: ProtocolVersion"),
    ("plain HTTP on the port for https", "…InvalidContentType…"),
];

pub(super) fn error(why: &str) -> String {
    format!(
        "ADDRESS: no trusted TLS connection ({why}): tell the site; for a certificate authority of your own, name its file in \
         SSL_CERT_FILE"
    )
}

fn assert_told(nth: usize, said: &str, address: &str) {
    let (name, why) = FAULTS[nth];
    let line = said.lines().find(|line| line.contains(address)).unwrap_or_else(|| panic!("{name}: {said}"));
    let error = error(why).replace("ADDRESS", address);
    assert!(is_like(line, &format!("…{error}…")), "{name}: {line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_is_no_good_is_named_with_its_fault() {
    let expired = |certificate: &mut CertificateParams| {
        certificate.not_before = date_time_ymd(2020, 1, 1);
        certificate.not_after = date_time_ymd(2021, 1, 1);
    };
    for (nth, server, trusts) in [
        (0, Secure::start("localhost", &[], expired).await, true),
        (1, Secure::start("bao.test", &[], |_| ()).await, true),
        (2, Secure::start("localhost", &[], |_| ()).await, false),
    ] {
        let output = server.once(trusts).await;
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_told(nth, &said, server.url("/feed-1").as_str());
        assert_eq!(server.log.lock().unwrap().len(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_speaks_no_tls_of_today_is_named_too() {
    for (nth, answer) in [
        // An alert in TLS 1.0's clothes: level fatal, protocol_version (RFC 8446, 6.2).
        (3, b"\x15\x03\x01\x00\x02\x02\x46".to_vec()),
        (4, b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()),
    ] {
        let server = Scripted::at_once(answer).await;
        let url = server.url("/nguon").to_string().replace("http://", "https://");
        let desk = Desk::with(&[url.parse().unwrap()]);
        let output = super::once(&desk).await;
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert_told(nth, &String::from_utf8(output.stderr).unwrap(), &url);
        let wait: i64 =
            desk.database().query_row("SELECT next_poll - last_attempt FROM source", [], |row| row.get(0)).unwrap();
        assert!((3600..=3960).contains(&wait), "{wait}");
    }
}
