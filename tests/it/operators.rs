//! What operators are shown: `bantin status`, `bantin doctor` and the page `/status`, over real passes.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bantin::config::Language;
use bantin::pipeline::{Diagnosis, Doctor, Overseer, status};
use bantin::render::{Finding, Problem, Severity, Standing, Status, Why};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::commands::{bantin, stdout};
use crate::daemon::Daemon;
use crate::desk::{Desk, rss};
use crate::scripted::{Reply, Scripted};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const HOSTILE: &str = "http://bao.example/\u{1b}[31m<script>alert(1)</script>\u{202e}";

fn look(desk: &Desk) -> Diagnosis {
    Doctor::new(Arc::new(desk.config())).look(desk.now)
}

fn seen(desk: &Desk) -> Status {
    status(&desk.config(), desk.now).unwrap()
}

/// The problems that were found, with their source.
fn problems(diagnosis: &Diagnosis) -> Vec<(&str, &'static str)> {
    fn of(finding: &Finding) -> (&str, &'static str) {
        (finding.source.as_ref().map_or("", |id| id.as_str()), finding.problem.key())
    }
    diagnosis.findings.iter().map(of).collect()
}

/// A desk whose feeds.toml is written down, for commands.
fn written(desk: &Desk) -> &Path {
    std::fs::write(desk.folder().join("feeds.toml"), desk.text()).unwrap();
    desk.folder()
}

async fn three_papers() -> Scripted {
    Scripted::start(|seen| match seen.target.as_str() {
        "/well" => Reply::ok(rss(&["https://bao.vn/a-1.html", "https://bao.vn/b-2.html"])),
        "/gone" => Reply::status(410),
        "/failing" if seen.nth == 0 => Reply::ok(rss(&["https://bao.vn/c-3.html"])),
        _ => Reply::status(500),
    })
    .await
}

#[tokio::test]
async fn before_the_first_pass_all_sources_are_new() {
    let desk = Desk::with(&["https://bao.vn/rss".parse().unwrap()]);
    let before = seen(&desk);
    assert_eq!((before.last_pass, before.articles, before.sources[0].standing), (None, 0, Standing::New));
    let folder = written(&desk);
    let output = bantin(folder, &["status"]);
    assert!(output.status.success() && stdout(&output).contains("no pass yet"), "{}", stdout(&output));
    assert!(!desk.config().store.database.exists(), "it only reads");
    let found = look(&desk);
    assert_eq!(problems(&found), [("", "no-passes")]);
    let evidence = found.findings[0].evidence(Language::English);
    assert!(evidence.ends_with("no pass has been made yet"), "{evidence}");
}

#[tokio::test]
async fn each_source_is_shown_with_its_state_and_why_it_is_polled_then() {
    let server = three_papers().await;
    let mut desk = Desk::with(&[server.url("/well"), server.url("/gone"), server.url("/failing")]);
    desk.each("page = { read = false }");
    desk.pass().await;
    desk.pass_after(HOUR * 24).await;
    let after = seen(&desk);
    let standings: Vec<Standing> = after.sources.iter().map(|source| source.standing).collect();
    assert_eq!(standings, [Standing::Well, Standing::Gone, Standing::Failing]);
    let [well, gone, failing] = after.sources.try_into().unwrap();
    assert_eq!((well.last_success, well.failures), (Some(desk.now), 0));
    assert!(well.next_poll.is_some_and(|next| next > desk.now) && well.why.is_some());
    assert_eq!((gone.next_poll, gone.why), (None, None));
    assert_eq!(failing.failures, 1);
    assert_eq!(failing.why, Some(Why::Failing { since: Some(desk.now - HOUR * 24) }));
    assert!(failing.last_error.unwrap().contains("500"));
    assert_eq!((after.last_pass, after.articles), (Some(desk.now), 3));
    assert_eq!(after.last_publication, Some(desk.now - HOUR * 24));
}

#[tokio::test]
async fn of_pages_it_is_shown_how_often_each_field_was_found() {
    let server = Scripted::start(|seen| match seen.target.as_str() {
        "/rss" => Reply::ok(rss(&["/a-1.html", "/b-2.html"])),
        "/robots.txt" => Reply::status(404),
        _ => Reply::ok("<!doctype html><title>Bài</title><h1>Bài hôm nay</h1><article><p>Một đoạn.</p></article>"),
    })
    .await;
    let desk = Desk::with(&[server.url("/rss")]);
    desk.pass().await;
    let source = seen(&desk).sources.remove(0);
    assert_eq!(source.pages, 2);
    assert_eq!(source.fields[&bantin::read::PageField::Title], 2);
    assert_eq!(source.fields[&bantin::read::PageField::Date], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_fits_the_terminal_and_its_json_has_the_documented_keys() {
    let server = three_papers().await;
    let mut desk = Desk::with(&[server.url("/well"), server.url("/gone"), server.url("/failing")]);
    desk.each("page = { read = false }");
    desk.pass().await;
    desk.pass_after(HOUR * 24).await;
    let folder = written(&desk);
    for columns in ["60", "80", "160"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
        let output = command.arg("status").current_dir(folder).env("COLUMNS", columns).output().unwrap();
        let text = stdout(&output);
        let most = columns.parse().unwrap();
        let long = |line: &&str| line.chars().count() > most && line.split_whitespace().count() > 1;
        assert_eq!(text.lines().find(long), None, "{text}");
        for said in ["Nguồn 0", "gone", "failing", "1 failure: "] {
            assert!(text.contains(said), "{said}: {text}");
        }
    }
    let json: Value = serde_json::from_str(&stdout(&bantin(folder, &["status", "--json"]))).unwrap();
    let docs = std::fs::read_to_string("docs/operating.md").unwrap();
    let keys = json.as_object().unwrap().keys().chain(json["sources"][0].as_object().unwrap().keys());
    for key in keys {
        assert!(docs.contains(&format!("`{key}`")), "docs/operating.md says nothing of {key}");
    }
    assert_eq!(json["sources"][1]["standing"], "gone");
}

#[tokio::test]
async fn dead_and_moved_sources_are_found_the_worst_first() {
    let server = Scripted::start(|seen| match seen.target.as_str() {
        "/new" => Reply::ok(rss(&["https://bao.vn/a-1.html"])),
        "/moved" => Reply::redirect(301, "/new"),
        "/gone" => Reply::status(410),
        "/failing" if seen.nth == 0 => Reply::ok(rss(&["https://bao.vn/c-3.html"])),
        _ => Reply::status(500),
    })
    .await;
    let mut desk =
        Desk::with(&[server.url("/moved"), server.url("/gone"), server.url("/failing"), server.url("/never")]);
    desk.each("page = { read = false }");
    desk.pass().await;
    let found = look(&desk);
    assert_eq!(problems(&found), [("nguon-1", "gone")], "others are given time");
    for _ in 0..8 {
        desk.pass_after(HOUR * 14).await;
    }
    let found = look(&desk);
    assert_eq!(
        problems(&found),
        [("nguon-1", "gone"), ("nguon-2", "failing"), ("nguon-3", "never-worked"), ("nguon-0", "moved")]
    );
    let failing = &found.findings[1];
    assert_eq!((failing.severity, failing.since), (Severity::Error, Some(crate::testbed::now())));
    assert!(failing.evidence(Language::English).contains("500"));
    assert!(found.findings.iter().all(|finding| !finding.remedy(Language::English).is_empty()));
}

#[tokio::test]
async fn passes_that_stop_and_passes_that_reach_nobody_are_found() {
    let server = three_papers().await;
    let mut desk = Desk::with(&[server.url("/well")]);
    desk.each("page = { read = false }");
    desk.pass().await;
    desk.now += HOUR * 3;
    assert_eq!(problems(&look(&desk)), []);
    desk.now += HOUR * 20;
    let found = look(&desk);
    assert_eq!(problems(&found), [("", "no-passes")]);
    assert_eq!(found.findings[0].since, Some(crate::testbed::now()));

    let mut desk = Desk::with(&[server.url("/x"), server.url("/y")]);
    desk.pass().await;
    let found = look(&desk);
    assert_eq!(problems(&found)[0], ("", "nothing-succeeds"));
    desk.sources(&[server.url("/well"), server.url("/y")]);
    desk.each("page = { read = false }");
    desk.pass_after(HOUR * 14).await;
    assert!(!problems(&look(&desk)).contains(&("", "nothing-succeeds")));
}

#[tokio::test]
async fn a_source_that_answers_and_has_stopped_publishing_is_found() {
    let server = Scripted::start(|seen| {
        let links: Vec<String> = (0..=seen.nth.min(40)).map(|n| format!("https://bao.vn/bai-{n}.html")).collect();
        Reply::ok(rss(&links.iter().map(String::as_str).collect::<Vec<_>>()))
    })
    .await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.each("page = { read = false }");
    for _ in 0..=40 {
        desk.pass_after(HOUR * 24).await;
    }
    let last = desk.now;
    for _ in 0..3 {
        desk.pass_after(HOUR * 24).await;
    }
    assert_eq!(problems(&look(&desk)), []);
    for _ in 0..9 {
        desk.pass_after(HOUR * 24).await;
    }
    let found = look(&desk);
    assert_eq!(problems(&found), [("nguon-0", "silent")]);
    let midnight = last.to_zoned_datetime(jiff::tz::TimeZone::UTC).start_of_day().unwrap().timestamp();
    assert_eq!(found.findings[0].since, Some(midnight));
    let Problem::Silent { longest, .. } = found.findings[0].problem else { panic!() };
    assert_eq!(longest, 1);
}

#[tokio::test]
async fn a_lost_selector_and_the_fall_of_its_field_are_one_finding() {
    let server = Scripted::start(|seen| {
        if seen.target == "/rss" {
            let links: Vec<String> = (0..(seen.nth + 1) * 2).map(|n| format!("/bai-{n}.html")).collect();
            return Reply::ok(rss(&links.iter().map(String::as_str).collect::<Vec<_>>()));
        }
        let number = seen.target.trim_start_matches("/bai-").trim_end_matches(".html").parse::<usize>();
        let Ok(n) = number else { return Reply::status(404) };
        let author = if n < 36 { "<p class=ky>Minh Thu</p>" } else { "" };
        let told =
            format!("<p>Bài {n}: toàn tỉnh đã giải ngân 302.049 triệu đồng, bằng 20% kế hoạch vốn.</p>").repeat(3);
        Reply::ok(format!("<!doctype html><title>Bài {n}</title><h1>Bài {n}</h1><article>{told}</article>{author}"))
    })
    .await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.more("page = { author = \".ky\" }");
    for _ in 0..25 {
        desk.pass_after(HOUR * 24).await;
    }
    let found = look(&desk);
    assert_eq!(problems(&found), [("nguon-0", "selector-lost")]);
    assert!(found.findings[0].remedy(Language::English).contains("--author-has"));
    let mut desk_without = desk;
    desk_without.sources(&[server.url("/rss")]);
    let found = look(&desk_without);
    assert_eq!(problems(&found), [("nguon-0", "field-lost")], "without a selector, by its history");
}

#[tokio::test]
async fn two_sources_with_the_same_entries_are_found() {
    let links: Vec<String> = (0..20).map(|n| format!("https://bao.vn/bai-{n}.html")).collect();
    let server = Scripted::always(Reply::ok(rss(&links.iter().map(String::as_str).collect::<Vec<_>>()))).await;
    let mut desk = Desk::with(&[server.url("/home.rss"), server.url("/ocop.rss")]);
    desk.each("page = { read = false }");
    desk.pass().await;
    let found = look(&desk);
    assert_eq!(problems(&found), [("nguon-1", "same-items")]);
    let Problem::SameItems { other, shared, of } = &found.findings[0].problem else { panic!() };
    assert_eq!((other.as_str(), *shared, *of), ("nguon-0", 20, 20));
}

fn dated(hours_ahead: i64) -> Reply {
    let date = (crate::testbed::now() + HOUR * i32::try_from(hours_ahead).unwrap()).to_string();
    let item = |n: u32| {
        format!(
            "<item><title>Tin {n}</title><link>https://bao.vn/{hours_ahead}-{n}.html</link><pubDate>{date}</pubDate></item>"
        )
    };
    let items: String = (0..5).map(item).collect();
    Reply::ok(format!("<rss version='2.0'><channel><title>Tin</title>{items}</channel></rss>"))
}

#[tokio::test]
async fn a_sources_clock_is_fast_and_where_all_are_this_machines_is_slow() {
    let server = Scripted::start(|seen| match seen.target.as_str() {
        "/a" => dated(7),
        "/b" => dated(8),
        "/c" => dated(9),
        _ => dated(-1),
    })
    .await;
    for (paths, expected) in [
        (&["/a", "/d", "/e"][..], &[("nguon-0", "dated-ahead")][..]),
        (&["/a", "/b", "/c", "/d"][..], &[("", "machine-clock")][..]),
    ] {
        let urls: Vec<_> = paths.iter().map(|path| server.url(path)).collect();
        let mut desk = Desk::with(&urls);
        desk.each("page = { read = false }");
        desk.pass().await;
        let diagnosis = look(&desk);
        assert_eq!(problems_of_clocks(&diagnosis), expected);
    }
}

/// All but that the servers have the same entries.
fn problems_of_clocks(diagnosis: &Diagnosis) -> Vec<(&str, &'static str)> {
    let mut found = problems(diagnosis);
    found.retain(|(_, problem)| *problem != "same-items");
    found
}

/// The reply of a server whose clock is so many hours ahead.
fn by_a_clock(reply: Reply, hours: i64) -> Reply {
    let date = Timestamp::now() + SignedDuration::from_hours(hours);
    reply.header("Date", date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
}

/// Where each server is a host of its own.
const ALL_LOOPBACK: &str = "allow = [\"127.0.0.0/8\"]";

/// A server whose clock is so many hours ahead.
async fn with_a_clock(host: &str, hours: i64) -> Scripted {
    Scripted::on(host, move |_| by_a_clock(Reply::ok(rss(&["/a-1.html"])), hours)).await
}

#[tokio::test]
async fn a_clock_that_differs_alone_is_its_servers_and_one_that_differs_from_most_is_ours() {
    for (hours, expected, said) in [
        ([0, 0, 0, 0], &[][..], ""),
        ([0, 0, 0, 7], &[("nguon-3", "server-clock")][..], "7 hours ahead of"),
        ([0, -7, 0, 0], &[("nguon-1", "server-clock")][..], "7 hours behind"),
        (
            [5, 5, 5, 5],
            &[("", "machine-clock")][..],
            "this machine's clock is 5 hours behind the clocks of 4 of the 4 sites",
        ),
        (
            [-5, -5, -5, 0],
            &[("", "machine-clock"), ("nguon-3", "server-clock")][..],
            "machine's clock is 5 hours ahead of",
        ),
    ] {
        let mut servers = Vec::new();
        for (n, hours) in hours.into_iter().enumerate() {
            servers.push(with_a_clock(&format!("127.0.0.{}", n + 1), hours).await);
        }
        let urls: Vec<_> = servers.iter().map(|server| server.url("/rss")).collect();
        let mut desk = Desk::with(&urls);
        desk.fetch = ALL_LOOPBACK.to_owned();
        desk.each("page = { read = false }");
        desk.pass().await;
        let diagnosis = look(&desk);
        assert_eq!(problems(&diagnosis), expected, "{hours:?}");
        let evidence =
            diagnosis.findings.first().map(|finding| finding.evidence(Language::English)).unwrap_or_default();
        assert!(evidence.contains(said), "{hours:?}: {evidence}");
    }
}

#[tokio::test]
async fn dates_ahead_that_a_clock_explains_are_told_with_the_clock() {
    let ahead = |host: &'static str, hours: i64| Scripted::on(host, move |_| by_a_clock(dated(hours), hours));
    for (hours, expected) in
        [([7, 0, 0, 0], &[("nguon-0", "server-clock")][..]), ([7, 7, 7, 7], &[("", "machine-clock")][..])]
    {
        let mut servers = Vec::new();
        for (host, hours) in ["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"].into_iter().zip(hours) {
            servers.push(ahead(host, hours).await);
        }
        let mut desk = Desk::with(&servers.iter().map(|server| server.url("/rss")).collect::<Vec<_>>());
        desk.fetch = ALL_LOOPBACK.to_owned();
        desk.each("page = { read = false }");
        desk.pass().await;
        let diagnosis = look(&desk);
        assert_eq!(problems_of_clocks(&diagnosis), expected);
    }
}

#[tokio::test]
async fn a_clock_that_was_set_right_is_told_of_no_more() {
    let hours = Arc::new(AtomicI64::new(3));
    let mut servers = Vec::new();
    for n in 1..=3 {
        let hours = Arc::clone(&hours);
        let answer =
            move |_: &crate::scripted::Seen| by_a_clock(Reply::ok(rss(&["/a-1.html"])), hours.load(Ordering::SeqCst));
        servers.push(Scripted::on(&format!("127.0.0.{n}"), answer).await);
    }
    let mut desk = Desk::with(&servers.iter().map(|server| server.url("/rss")).collect::<Vec<_>>());
    desk.fetch = ALL_LOOPBACK.to_owned();
    desk.each("page = { read = false }");
    desk.pass().await;
    assert_eq!(problems(&look(&desk)), [("", "machine-clock")]);
    hours.store(0, Ordering::SeqCst);
    desk.pass_after(HOUR * 24).await;
    assert_eq!(problems(&look(&desk)), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_says_what_to_do_and_its_exit_code_says_whether_anything_is() {
    let server = three_papers().await;
    let mut desk = Desk::with(&[server.url("/well"), server.url("/gone")]);
    desk.each("page = { read = false }");
    desk.now = Timestamp::now();
    desk.pass().await;
    let folder = written(&desk);
    let output = bantin(folder, &["doctor", "--offline"]);
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    for said in ["error: nguon-1", "/gone", "410", "→ find its new address", "0 critical, 1 error, 0 warnings"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let json: Value = serde_json::from_str(&stdout(&bantin(folder, &["doctor", "--offline", "--json"]))).unwrap();
    assert_eq!((&json["well"], &json["findings"][0]["problem"]), (&false.into(), &"gone".into()));
    let docs = std::fs::read_to_string("docs/operating.md").unwrap();
    for key in json["findings"][0].as_object().unwrap().keys().chain(json.as_object().unwrap().keys()) {
        assert!(docs.contains(&format!("`{key}`")), "docs/operating.md says nothing of {key}");
    }
    desk.sources(&[server.url("/well")]);
    let output = bantin(written(&desk), &["doctor", "--offline"]);
    assert_eq!((output.status.code(), stdout(&output).trim()), (Some(0), "all is well"));
    std::fs::write(desk.folder().join("feeds.toml"), desk.text().replace("title", "tilte")).unwrap();
    let output = bantin(desk.folder(), &["doctor"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("tilte") && stdout(&output).contains("bantin check"), "{}", stdout(&output));
}

#[tokio::test]
async fn a_site_that_leads_elsewhere_is_found_by_asking_it() {
    let server = three_papers().await;
    let mut desk = Desk::with(&[server.url("/well")]);
    desk.each("page = { read = false }");
    desk.now = Timestamp::now();
    desk.pass().await;
    let mut config = desk.config();
    let ours = std::fs::read(config.publish.directory.join("feeds/tin.atom")).unwrap();
    let site = Scripted::with([("/feeds/tin.atom", vec![Reply::ok(ours)])]).await;
    let parked = Scripted::always(Reply::ok("<html>Parked</html>")).await;
    // The guard lets no source be at a private address here; the operator's own site may.
    config.fetch.allow = Vec::new();
    for (url, expected) in [
        (site.url("/"), vec![]),
        (parked.url("/"), vec!["site-not-ours"]),
        (parked.url("/").join("http://127.0.0.1:1/").unwrap(), vec!["site-unreachable"]),
    ] {
        config.site.url = url;
        let found = Doctor::new(Arc::new(config.clone())).look_and_visit(desk.now).await;
        let keys: Vec<_> = found.findings.iter().map(|finding| finding.problem.key()).collect();
        assert_eq!(keys, expected, "{:?}", found.findings);
    }
    assert_eq!(site.targets(), ["/feeds/tin.atom"], "one request");
}

#[tokio::test]
async fn a_database_that_is_none_and_a_full_or_forbidden_folder_are_critical() {
    let desk = Desk::with(&["https://bao.vn/rss".parse().unwrap()]);
    std::fs::write(&desk.config().store.database, "not a database, but somebody's".repeat(99)).unwrap();
    let found = look(&desk);
    assert_eq!((problems(&found), found.findings[0].severity), (vec![("", "database")], Severity::Critical));
    let mut config = desk.config();
    config.store.database = desk.folder().join("other.db");
    config.publish.directory = "/proc/bantin".into();
    let found = Doctor::new(Arc::new(config)).look(desk.now);
    let problems: Vec<_> = found.findings.iter().map(|finding| finding.problem.key()).collect();
    assert!(problems.contains(&"not-writable") || problems.contains(&"little-space"), "{problems:?}");
}

#[tokio::test]
async fn the_page_shows_it_in_both_languages_and_is_safe_against_what_others_say() {
    let server = three_papers().await;
    let mut desk = Desk::with(&[server.url("/well"), server.url("/failing"), server.url("/gone")]);
    desk.each("page = { read = false }");
    desk.pass().await;
    desk.pass_after(HOUR * 24).await;
    let database = desk.database();
    database.execute("UPDATE source SET last_error = ?1 WHERE id = 'nguon-1'", [HOSTILE]).unwrap();
    let overseer = Overseer::new(Arc::new(desk.config()));
    let page = |path: &str| String::from_utf8(overseer.answer(path, desk.now).unwrap().bytes).unwrap();
    let vietnamese = page("status/");
    for said in [
        "<html lang=\"vi\"",
        "Tình trạng",
        "noindex",
        "đã trả lời 410 Gone",
        "<th scope=\"row\">Nguồn 0",
        "&#60;script&#62;",
    ] {
        assert!(vietnamese.contains(said), "{said}: {vietnamese}");
    }
    let english = page("en/status/");
    assert!(english.contains("<html lang=\"en\"") && english.contains("answered 410 Gone"), "{english}");
    for page in [&vietnamese, &english] {
        assert!(!page.contains("<script>alert") && !page.contains('\u{1b}') && !page.contains('\u{202e}'));
    }
    assert!(page("status").contains("href=\"./en/status"), "its links begin where it is shown");
    assert_eq!(overseer.answer("vi/status/", desk.now), None);
    let text = stdout(&bantin(written(&desk), &["status"]));
    assert!(text.contains("<script>") && !text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
    assert!(!desk.config().publish.directory.join("status").exists(), "and it is never published");
}

#[test]
fn the_daemon_serves_the_page() {
    let desk = Desk::with(&["http://127.0.0.1:1/rss".parse().unwrap()]);
    let daemon = Daemon::start_in(desk.folder(), &desk.text());
    let page = daemon.get("/status/", "");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("Nguồn 0"), "{page}");
    assert!(page.contains("cache-control: no-store\r\n"), "{page}");
    for path in ["/status/", "/healthz", "/readyz", "/metrics"] {
        let other = daemon.get(&format!("/{path}"), "");
        assert!(other.starts_with("HTTP/1.1 404"), "/{path} is not {path}: {other}");
    }
    assert!(daemon.get("/en/status", "").contains("<html lang=\"en\""));
}
