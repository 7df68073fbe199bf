//! What the log says, for people and for machines; and that sources can't write in it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use url::Url;

use crate::desk::Desk;
use crate::scripted::{Reply, Scripted};

const MANUAL: &str = include_str!("../../docs/operating.md");

fn feed(title: &str) -> Reply {
    let item = "<item><title>Bài</title><link>https://bao.example.vn/bai.html</link></item>";
    Reply::ok(format!("<rss version='2.0'><channel><title>{title}</title>{item}</channel></rss>"))
}

/// A desk with a feeds.toml of these addresses.
fn desk(addresses: &[Url]) -> Desk {
    let mut desk = Desk::with(addresses);
    desk.each("page = { read = false }");
    std::fs::write(desk.folder().join("feeds.toml"), desk.text()).unwrap();
    desk
}

/// The log of `bantin once` in a folder; some of its sources may fail.
fn once(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
    command.arg("once").args(arguments).envs(variables.iter().copied()).current_dir(folder);
    let output = tokio::task::block_in_place(|| command.output().unwrap());
    assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// The lines of a log in JSON.
fn events(log: &str) -> Vec<Value> {
    log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

fn keys(event: &Value) -> Vec<&str> {
    event.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_poll_and_each_pass_is_an_event_with_its_keys() {
    let server = Scripted::with([
        ("/tot.rss", vec![feed("Báo").header("ETag", "\"1\"")]),
        ("/loi.rss", vec![Reply::status(503)]),
        ("/mat.rss", vec![Reply::status(410)]),
        ("/khong.rss", vec![Reply::ok("<p>không phải là tin")]),
    ])
    .await;
    let addresses = ["/tot.rss", "/loi.rss", "/mat.rss", "/khong.rss"].map(|path| server.url(path));
    let desk = desk(&addresses);
    let log = once(desk.folder(), &["--log", "json"], &[("BANTIN_LOG", "bantin=info")]);
    let events = events(&log);
    for event in &events {
        let keys = keys(event);
        assert!(["timestamp", "level", "target", "message"].iter().all(|key| keys.contains(key)), "{event}");
    }
    let polls: Vec<&Value> = events.iter().filter(|event| event["target"] == "bantin::poll").collect();
    assert_eq!(polls.len(), 4, "{log}");
    let poll = |n: usize| *polls.iter().find(|poll| poll["source"] == format!("nguon-{n}")).unwrap();
    for (n, outcome, level, status, others) in [
        (0, "read", "INFO", 200, &["bytes", "entries", "new", "revised"][..]),
        (1, "failed", "WARN", 503, &["error", "failures", "kind"]),
        (2, "gone", "WARN", 410, &["error"]),
        (3, "failed", "WARN", 200, &["bytes", "error", "failures", "kind"]),
    ] {
        let poll = poll(n);
        assert_eq!(
            (&poll["outcome"], &poll["level"], &poll["status"]),
            (&outcome.into(), &level.into(), &status.into())
        );
        assert_eq!(poll["url"], addresses[n].as_str());
        assert!(poll["elapsed_ms"].is_u64(), "{poll}");
        let mut expected =
            vec!["elapsed_ms", "level", "message", "outcome", "source", "status", "target", "timestamp", "url"];
        expected.extend(others);
        expected.sort_unstable();
        assert_eq!(keys(poll), expected);
    }
    assert_eq!(
        (poll(0)["entries"].as_u64(), poll(0)["new"].as_u64(), poll(0)["revised"].as_u64()),
        (Some(1), Some(1), Some(0))
    );
    let error = poll(1)["error"].as_str().unwrap();
    assert!(error.contains(addresses[1].as_str()) && error.contains("503"), "{error}");
    for key in events.iter().flat_map(keys) {
        assert!(MANUAL.contains(&format!("`{key}`")), "docs/operating.md doesn't say what {key} is");
    }
    let passes: Vec<&Value> = events.iter().filter(|event| event["target"] == "bantin::pass").collect();
    assert_eq!(passes.len(), 1, "{log}");
    for (key, count) in [("polled", 4), ("failed", 3), ("not_modified", 0), ("new_entries", 1), ("judged", 1)] {
        assert_eq!(passes[0][key], count, "{key}");
    }
    assert!(passes[0]["elapsed_ms"].is_u64() && passes[0]["changed"] == true);
}

#[tokio::test(flavor = "multi_thread")]
async fn for_people_it_is_lines_and_says_by_default_what_went_wrong_alone() {
    let server = Scripted::with([("/tot.rss", vec![feed("Báo")]), ("/loi.rss", vec![Reply::status(503)])]).await;
    let addresses = ["/tot.rss", "/loi.rss"].map(|path| server.url(path));
    let quiet = once(desk(&addresses).folder(), &[], &[]);
    assert_eq!(quiet.lines().count(), 1, "{quiet}");
    assert!(quiet.contains("WARN poll failed source=\"nguon-1\"") && quiet.contains("status=503"), "{quiet}");
    let all = once(desk(&addresses).folder(), &["--log-filter", "bantin::poll=info"], &[]);
    assert_eq!(all.lines().count(), 2, "{all}");
    let json = once(desk(&addresses).folder(), &[], &[("BANTIN_LOG_FORMAT", "json")]);
    assert_eq!(events(&json).len(), 1);
}

/// A source calls itself by a name that goes on in another line, clears the screen, and turns what follows round.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_source_writes_cannot_forge_a_line_nor_command_a_terminal() {
    let hostile = "Tin&#10;2026-01-01T00:00:00Z  INFO all is well&#13;&#155;2J\u{9b}31m\u{2028}x\u{202e}y";
    for format in ["human", "json"] {
        let hostile = hostile.to_owned();
        let server = Scripted::start(move |seen| feed(if seen.nth == 0 { "Báo Mẫu" } else { &hostile })).await;
        let desk = desk(&[server.url("/rss")]);
        once(desk.folder(), &[], &[]);
        desk.database().execute("UPDATE source SET next_poll = 0", []).unwrap();
        let log = once(desk.folder(), &["--log", format], &[("BANTIN_LOG", "bantin=debug")]);
        let warned: Vec<&str> = log.lines().filter(|line| line.contains("calls itself")).collect();
        assert_eq!(warned.len(), 1, "{log}");
        assert!(warned[0].contains("all is well") && warned[0].contains("x\\u"), "{log}");
        assert!(!log.lines().any(|line| line.starts_with("2026-01-01")), "{log}");
        assert!(!log.chars().any(|c| c != '\n' && (c.is_control() || matches!(c, '\u{2028}' | '\u{202e}'))), "{log:?}");
        if format == "json" {
            assert!(
                events(&log).iter().any(|event| event["message"].as_str().is_some_and(|it| it.contains("x\u{202e}y")))
            );
        }
    }
}
