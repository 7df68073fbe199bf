//! A database that is damaged is said to be, with the way out, and never replaced in silence.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::daemon::Daemon;
use crate::desk::Desk;
use crate::publication::{self, Event};
use crate::scripted::Scripted;

async fn desk() -> (Desk, Scripted, PathBuf) {
    let passes = [vec![Event::News(40)], vec![Event::News(10)]];
    let (mut desk, server) = publication::desk(&passes, 4).await;
    publication::pass(&mut desk, &passes[0]).await;
    fs::write(desk.folder().join("feeds.toml"), desk.text()).unwrap();
    let database = desk.config().store.database;
    // All in one file.
    let store = rusqlite::Connection::open(&database).unwrap();
    store.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    store.close().unwrap();
    (desk, server, database)
}

fn once(desk: &Desk) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bantin")).arg("once").current_dir(desk.folder()).output().unwrap()
}

/// The pass ends with code 2, says what is wrong and what to do, and leaves the file as it is.
#[track_caller]
fn is_refused(desk: &Desk, how: &str) {
    let database = desk.config().store.database;
    let before = fs::read(&database).ok();
    let site = publication::tree(desk);
    let output = once(desk);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{how}: {said}");
    assert!(
        said.contains("is damaged") && said.contains("bantin restore FILE") && said.contains(".recover"),
        "{how}: {said}"
    );
    assert_eq!(fs::read(&database).ok(), before, "{how}");
    assert_eq!(publication::tree(desk), site, "{how}: the site stays as it was");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_cut_off_emptied_or_overwritten_is_refused_with_the_way_out() {
    let (desk, _server, database) = desk().await;
    let sound = fs::read(&database).unwrap();
    for (how, bytes) in [
        ("cut off", sound[..sound.len() / 2].to_vec()),
        ("cut off within a page", sound[..sound.len() - 1000].to_vec()),
        ("cut off in its first page", sound[..600].to_vec()),
        ("garbage", b"not a database".repeat(sound.len() / 14)),
        ("emptied", Vec::new()),
    ] {
        fs::write(&database, bytes).unwrap();
        is_refused(&desk, how);
    }
    fs::write(&database, b"").unwrap();
    fs::write(database.with_extension("db-wal"), b"what was written last").unwrap();
    is_refused(&desk, "emptied, with a log");
    fs::remove_file(&database).unwrap();
    is_refused(&desk, "gone, with a log");
    fs::remove_file(database.with_extension("db-wal")).unwrap();
    fs::write(&database, &sound).unwrap();
    assert!(once(&desk).status.success(), "the sound one is taken up again");
}

/// Overwrites a page that each poll with news comes to, and has all sources be due.
fn overwrite(database: &Path) {
    let store = rusqlite::Connection::open(database).unwrap();
    let root = store
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'identity'", [], |row| row.get::<_, u32>(0))
        .unwrap() as usize;
    store.close().unwrap();
    let mut bytes = fs::read(database).unwrap();
    bytes[(root - 1) * 4096..root * 4096].fill(0xa5);
    fs::write(database, bytes).unwrap();
    rusqlite::Connection::open(database).unwrap().execute("UPDATE source SET next_poll = 0", []).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_overwritten_ends_the_pass_that_comes_to_it_and_a_restored_backup_goes_on() {
    let (desk, _server, database) = desk().await;
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_bantin")).args(arguments).current_dir(desk.folder()).output().unwrap()
    };
    assert!(run(&["backup", "a.db"]).status.success());
    overwrite(&database);
    is_refused(&desk, "overwritten");
    let refused = run(&["backup", "b.db"]);
    assert_eq!(refused.status.code(), Some(2), "what is damaged is no backup");
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("bantin.db is damaged") && said.contains("bantin restore FILE"), "{said}");
    assert!(!desk.folder().join("b.db").exists());
    assert!(run(&["restore", "a.db"]).status.success());
    let output = once(&desk);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_daemon_serves_on_and_says_once_and_to_its_probes_what_to_do() {
    let (desk, _server, database) = desk().await;
    overwrite(&database);
    let daemon = Daemon::start_in(desk.folder(), &desk.text());
    let said = daemon.logs("the pass failed, and the next is tried in 10 minutes");
    assert!(said.contains("is damaged") && said.contains("bantin restore FILE"), "{said}");
    daemon.serves("/readyz", "the last pass failed: the database is damaged");
    let ready = daemon.get("/readyz", "");
    assert!(ready.starts_with("HTTP/1.1 503 ") && ready.contains("bantin restore FILE"), "{ready}");
    assert!(daemon.front_page().starts_with("HTTP/1.1 200 "), "readers keep what was published");
}

/// Whatever has no database to work with says which, and exits as for a wrong feeds.toml.
#[tokio::test(flavor = "multi_thread")]
async fn every_command_says_that_there_is_no_database_or_a_damaged_one_and_exits_2() {
    let (desk, _server, database) = desk().await;
    let refuse = |arguments: &[&str], why: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
        let output = command.args(arguments).current_dir(desk.folder()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(why) && said.contains("bantin.db"), "{arguments:?}: {said}");
    };
    let work: [&[&str]; 8] = [
        &["explain", "1"],
        &["search", "tin"],
        &["split", "1"],
        &["join", "1", "2"],
        &["withdraw", "1", "--why", "sai"],
        &["republish", "1"],
        &["backup", "a.db"],
        &["vacuum"],
    ];
    let cut_off = &fs::read(&database).unwrap()[..600];
    fs::write(&database, cut_off).unwrap();
    for arguments in work.into_iter().chain([["status"].as_slice(), &["once"]]) {
        refuse(arguments, "is damaged");
    }
    // Then a status has nothing to tell, and a pass makes one.
    fs::remove_file(&database).unwrap();
    for arguments in work {
        refuse(arguments, "let `bantin once` make one");
    }
}

#[test]
fn an_empty_file_is_a_new_database_where_there_was_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bantin.db");
    fs::write(&path, b"").unwrap();
    drop(bantin::store::Store::open(&path).unwrap());
    drop(bantin::store::Store::open(&path).unwrap());
}
