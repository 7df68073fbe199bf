//! What operators' probes are told by a daemon: `/metrics`, `/healthz`, `/readyz`.

#![expect(clippy::float_cmp, reason = "counts are whole numbers, which floats hold exactly")]

use std::io::Write;
use std::process::{Command, Stdio};

use crate::daemon::{Daemon, get, until};
use crate::openmetrics::{Family, read};
use crate::testbed::TestBed;

const MANUAL: &str = include_str!("../../docs/operating.md");

/// What is in an answer behind its head.
fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}

fn after_a_pass(bed: &TestBed) -> Daemon {
    let daemon = Daemon::start(bed);
    daemon.logs("pass done");
    daemon
}

#[test]
fn what_a_pass_did_is_in_the_metrics() {
    let bed = TestBed::new();
    let daemon = after_a_pass(&bed);
    assert!(daemon.get("/khong-co/", "").starts_with("HTTP/1.1 404 "));
    let answer = daemon.get("/metrics", "");
    let head = answer.split_once("\r\n\r\n").unwrap().0.to_lowercase();
    assert!(head.contains("content-type: application/openmetrics-text; version=1.0.0; charset=utf-8"), "{head}");
    assert!(head.contains("cache-control: no-store"), "{head}");
    let families = read(body(&answer));
    let value = |family: &str, sample: &str| {
        let samples = &families.get(family).unwrap_or_else(|| panic!("{family} is missing: {answer}")).samples;
        *samples.get(&format!("{family}{sample}")).unwrap_or_else(|| panic!("{family}{sample}: {samples:?}"))
    };
    let polls = |outcome: &str| value("bantin_polls", &format!("_total{{outcome=\"{outcome}\"}}"));
    assert_eq!(polls("read") + polls("failed") + polls("gone") + polls("not_modified"), 7.0);
    assert!(polls("failed") >= 1.0 && polls("put_off") == 0.0);
    let kinds: f64 = families["bantin_poll_failures"].samples.values().sum();
    assert_eq!(kinds, polls("failed"));
    assert_eq!(value("bantin_poll_duration_seconds", "_count"), 7.0);
    assert!(value("bantin_polled_bytes", "_total") > 1000.0);
    assert!(value("bantin_entries", "_total{change=\"new\"}") > 10.0);
    assert!(value("bantin_pages", "_total{outcome=\"read\"}") > 10.0);
    assert!(value("bantin_articles_judged", "_total") > 10.0);
    assert!(value("bantin_stories_published", "_total") > 10.0);
    assert_eq!(value("bantin_passes", "_total{outcome=\"done\"}"), 1.0);
    assert_eq!(value("bantin_pass_duration_seconds", "_count"), 1.0);
    assert!(value("bantin_publish_duration_seconds", "_count") >= 1.0);
    assert!(value("bantin_last_pass_timestamp_seconds", "") > 1.7e9);
    assert!(value("bantin_source_last_success_timestamp_seconds", "{source=\"ban-ngay\"}") > 1.7e9);
    assert_eq!(value("bantin_source_failures", "{source=\"ban-ngay\"}"), 0.0);
    let failing = families["bantin_source_failures"].samples.values().filter(|failures| **failures > 0.0).count();
    assert!(failing >= 1);
    for queue in ["sources", "pages", "articles", "stories", "subscriptions", "pings"] {
        assert!(value("bantin_queue_length", &format!("{{queue=\"{queue}\"}}")) < 10.0);
    }
    assert!(value("bantin_database_size_bytes", "{file=\"main\"}") >= 4096.0);
    assert!(value("bantin_http_requests", "_total{status=\"4xx\"}") >= 1.0);
    assert!(value("process_resident_memory_bytes", "") > 1e6 && value("process_open_fds", "") > 3.0);
    assert_eq!(value("bantin_build", &format!("_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION"))), 1.0);
    labels_are_few(&families);
    for name in families.keys() {
        assert!(MANUAL.contains(name), "docs/operating.md doesn't say what {name} is");
    }
    another_reader_reads(body(&answer));
}

/// A label of something that strangers choose would grow without bounds: only sources' ids are free, which the operator
/// chooses.
fn labels_are_few(families: &std::collections::BTreeMap<String, Family>) {
    for (name, family) in families {
        let most = if name.starts_with("bantin_source_") { 7 } else { 14 };
        assert!(family.samples.len() <= most, "{name}: {:?}", family.samples);
    }
}

/// Prometheus' own, where it is installed.
fn another_reader_reads(text: &str) {
    let program = "import sys\ntry:\n from prometheus_client.openmetrics.parser import text_string_to_metric_families as read\n\
                   except ImportError:\n sys.exit(3)\nprint(len(list(read(sys.stdin.read()))))";
    let Ok(mut python) =
        Command::new("python3").args(["-c", program]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()
    else {
        println!("skipped: python3 is not installed");
        return;
    };
    // Without the library, it doesn't read to the end.
    let _ = python.stdin.take().unwrap().write_all(text.as_bytes());
    let output = python.wait_with_output().unwrap();
    if output.status.code() == Some(3) {
        println!("skipped: python3-prometheus-client is not installed");
        return;
    }
    assert!(output.status.success(), "{output:?}");
    let families: usize = String::from_utf8(output.stdout).unwrap().trim().parse().unwrap();
    assert_eq!(families, read(text).len());
}

#[test]
fn a_daemon_with_a_fresh_database_is_healthy_and_ready_and_without_its_database_it_is_not_ready() {
    let bed = TestBed::new();
    let daemon = after_a_pass(&bed);
    assert_eq!(body(&daemon.get("/healthz", "")), "ok\n");
    let ready = daemon.get("/readyz", "");
    assert!(ready.starts_with("HTTP/1.1 200 ") && body(&ready) == "ready\n", "{ready}");
    std::fs::remove_file(bed.config().store.database).unwrap();
    let unready = daemon.get("/readyz", "");
    assert!(unready.starts_with("HTTP/1.1 503 "), "{unready}");
    assert!(body(&unready).contains("the database can't be read: there is no database at"), "{unready}");
    assert!(unready.to_lowercase().contains("cache-control: no-store"), "{unready}");
    assert_eq!(body(&daemon.get("/healthz", "")), "ok\n", "it still serves");
    read(body(&daemon.get("/metrics", "")));
}

#[test]
fn operators_may_have_an_address_of_their_own() {
    let bed = TestBed::new();
    let daemon = Daemon::start_with(bed.folder.path(), &bed.feeds_toml(), |command| {
        command.env("BANTIN_OPERATORS", "127.0.0.1:0");
    });
    let line = daemon.logs("serving");
    let address = line.split("operators=").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let at = |address: &str, path: &str| get(address, path, "");
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert!(at(&address, path).starts_with("HTTP/1.1 200 "), "{path}");
        assert!(at(&daemon.address, path).starts_with("HTTP/1.1 404 "), "{path} is not for readers");
    }
    let nothing = at(&address, "/");
    assert!(nothing.starts_with("HTTP/1.1 404 "), "and the site not for operators");
    assert!(nothing.ends_with("404 Not Found\n"), "{nothing}");
    until(|| bed.folder.path().join("public/index.html").exists(), || "nothing was published".to_owned());
    for path in ["healthz", "readyz", "metrics"] {
        assert!(!bed.folder.path().join("public").join(path).exists(), "{path} is in no published folder");
    }
}
