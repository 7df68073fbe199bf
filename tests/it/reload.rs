//! Another feeds.toml while the daemon runs: what it says is followed, and nothing is dropped meanwhile.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use bantin::store::Lock;

use crate::daemon::{Daemon, until};
use crate::testbed::{HeldBack, TestBed};

const TITLE: &str = "Bản tin mẫu";

/// As editors write: under another name, and then in its place.
fn write(folder: &Path, feeds_toml: &str) {
    std::fs::write(folder.join("feeds.toml~"), feeds_toml).unwrap();
    std::fs::rename(folder.join("feeds.toml~"), folder.join("feeds.toml")).unwrap();
}

/// feeds.toml without a source.
fn without(feeds_toml: &str, id: &str) -> String {
    let mut parts: Vec<&str> = feeds_toml.split("[[source]]").collect();
    let (rest, other) = parts[1..].iter().partition::<Vec<&str>, _>(|part| part.contains(&format!("id = \"{id}\"")));
    assert_eq!(rest.len(), 1, "{id} is there once");
    parts.truncate(1);
    parts.extend(other);
    parts.join("[[source]]")
}

#[test]
fn a_changed_file_is_followed_in_all_that_it_says() {
    let bed = TestBed::new();
    let before = bed.feeds_toml();
    let daemon = Daemon::start_in(bed.folder.path(), &without(&before, "mien-nui"));
    daemon.serves("/", "Lạng Sơn");
    daemon.logs("pass done");
    let asked = |paper: &str| bed.press.requests().iter().filter(|asked| asked.path.contains(paper)).count();
    assert_eq!(asked("mien-nui/atom.xml"), 0);

    // Another title, another source, another topic, and another word to sites' owners.
    let topic = "[[topic]]\nid = \"lang-son\"\nname = \"Xứ Lạng\"\nstrong = [\"Lạng Sơn\"]\n";
    let contact = "https://khac.example/lien-he";
    let after = without(&before, "thung-lung")
        .replace(TITLE, "Bản tin khác")
        .replace("mailto:toa-soan@bantin.example", contact);
    write(bed.folder.path(), &format!("{after}\n{topic}"));
    daemon.logs("in force after the pass");
    let line = daemon.logs("the new configuration is in force");
    assert!(line.contains("added=[\"mien-nui\"] removed=[\"thung-lung\"]"), "{line}");
    daemon.serves("/", "Bản tin khác");
    daemon.serves("/search/?q=lạng", "Bản tin khác");
    daemon.serves("/topic/lang-son/", "Xứ Lạng");
    assert_eq!(asked("mien-nui/atom.xml"), 1, "a source that is new is polled");
    let asked_as = |request: &bantin::demo::Request| request.user_agent.clone().unwrap_or_default();
    assert!(bed.press.requests().last().is_some_and(|request| asked_as(request).contains(contact)));
    // Who is gone has no page any more, but the news stays.
    daemon.serves("/source/thung-lung/", "HTTP/1.1 404");
    daemon.serves("/", "Mật ong Mường Động");
}

#[test]
fn an_invalid_file_is_reported_with_all_its_mistakes_and_the_one_before_stays_in_force() {
    let bed = TestBed::new();
    let before = bed.feeds_toml();
    let daemon = Daemon::start_in(bed.folder.path(), &before);
    daemon.logs("pass done");
    let wrong = before.replace("every = \"1m\"", "every = \"soon\"").replace(TITLE, "Bản tin khác");
    write(bed.folder.path(), &wrong);
    let end = daemon.logs("is not taken");
    let mistakes = daemon.log().iter().filter(|line| line.contains("ERROR") && line.contains("line=")).count();
    assert!(mistakes > 3 && end.contains(&format!("mistakes={mistakes}")), "{end}");
    assert!(daemon.logs("soon").contains("feeds.toml"));
    assert!(daemon.front_page().contains(TITLE));
    // A file that is gone for a moment is no reason to stop either.
    std::fs::remove_file(bed.folder.path().join("feeds.toml")).unwrap();
    daemon.logs("there is no feeds.toml");
    // And what is put right is taken.
    write(bed.folder.path(), &before.replace(TITLE, "Bản tin khác"));
    daemon.serves("/", "Bản tin khác");
}

#[test]
fn a_hangup_has_the_file_read_at_once_also_where_nothing_changed() {
    let bed = TestBed::new();
    let daemon = Daemon::start_in(bed.folder.path(), &bed.feeds_toml());
    daemon.logs("pass done");
    daemon.hang_up();
    daemon.logs("the same as before");
    assert!(!daemon.log().iter().any(|line| line.contains("is in force")), "nothing was to be done");
}

/// The press holds back its answers, so the pass is under way for as long as the test likes.
#[test]
fn a_pass_that_is_under_way_goes_on_and_the_next_is_by_the_new_file() {
    let bed = TestBed::new();
    let held = HeldBack::by(&bed.press);
    let before = bed.feeds_toml();
    let daemon = Daemon::start_in(bed.folder.path(), &before);
    held.is_asked();
    write(bed.folder.path(), &before.replace(TITLE, "Bản tin khác"));
    daemon.hang_up();
    daemon.logs("in force after the pass");
    assert!(!daemon.log().iter().any(|line| line.contains("the new configuration is in force")));
    held.release();
    daemon.logs("the new configuration is in force");
    let log = daemon.log();
    let at = |words: &str| log.iter().position(|line| line.contains(words)).unwrap();
    assert!(at("pass done") < at("the new configuration is in force"), "{log:?}");
    assert!(log[at("pass done")].contains("polled=7"), "no poll was dropped: {}", log[at("pass done")]);
    daemon.serves("/", "Bản tin khác");
}

#[test]
fn no_request_is_dropped_while_the_configuration_changes() {
    let bed = TestBed::new();
    let before = bed.feeds_toml();
    let daemon = Daemon::start_in(bed.folder.path(), &before);
    daemon.serves("/", TITLE);
    let (is_over, answered) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for path in ["/", "/search/?q=ti%E1%BB%81n", "/healthz"] {
            let (daemon, is_over, answered) = (&daemon, &is_over, &answered);
            scope.spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    let answer = daemon.get(path, "");
                    assert!(answer.starts_with("HTTP/1.1 200 "), "{path}: {answer}");
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for n in 1..=3 {
            let title = format!("Bản tin số {n}");
            write(bed.folder.path(), &before.replace(TITLE, &title));
            daemon.hang_up();
            daemon.serves("/", &title);
        }
        is_over.store(true, Ordering::Relaxed);
    });
    assert!(answered.into_inner() > 30);
}

#[test]
fn what_cannot_change_while_it_runs_is_said_and_kept() {
    let bed = TestBed::new();
    let before = bed.feeds_toml().replace("listen = \"127.0.0.1:8719\"", "listen = \"127.0.0.1:0\"");
    let daemon = Daemon::start_with(bed.folder.path(), &before, |command| {
        command.env_remove("BANTIN_LISTEN");
    });
    daemon.serves("/", "Lạng Sơn");
    let after = before
        .replace("listen = \"127.0.0.1:0\"", "listen = \"127.0.0.1:1\"\noperators = \"127.0.0.1:2\"")
        .replace("directory = \"public\"", "directory = \"noi-khac\"")
        .replace("database = \"bantin.db\"", "database = \"khac.db\"")
        .replace(TITLE, "Bản tin khác");
    write(bed.folder.path(), &after);
    for setting in ["[publish] listen", "[publish] operators", "[publish] directory", "[store] database"] {
        daemon.logs(&format!("{setting} can't change while bantin runs"));
    }
    daemon.serves("/", "Bản tin khác");
    assert!(!bed.folder.path().join("khac.db").exists() && !bed.folder.path().join("noi-khac").exists());
}

/// `script` gives the daemon a terminal of its own, which goes with it.
#[test]
fn a_daemon_whose_terminal_is_closed_ends_as_other_programs_do() {
    let bed = TestBed::new();
    std::fs::write(bed.folder.path().join("feeds.toml"), bed.feeds_toml()).unwrap();
    let command = format!("exec {} run", env!("CARGO_BIN_EXE_bantin"));
    let script = Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .env("BANTIN_LISTEN", "127.0.0.1:0")
        .current_dir(bed.folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut script) = script else {
        println!("skipped: script is not installed");
        return;
    };
    let said = BufReader::new(script.stdout.take().unwrap()).lines().map(Result::unwrap);
    let serving = said.into_iter().find(|line| line.contains("bantin: http://"));
    assert!(serving.is_some());
    script.kill().unwrap();
    script.wait().unwrap();
    until(|| Lock::take(&bed.config().store.database).is_ok(), || "it goes on without its terminal".to_owned());
}
