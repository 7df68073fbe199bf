//! `bantin backup`, `bantin restore` and `bantin vacuum`, as commands.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};

use jiff::SignedDuration;

use crate::daemon::Daemon;
use crate::decisions::{bantin, fails, succeeds};
use crate::desk::Desk;
use crate::newsroom::system;
use crate::publication::{self, BETWEEN, Event, KEEP, assert_same, tree};
use crate::scripted::Scripted;
use crate::testbed::{TestBed, now};

/// A desk after its first pass, with so much news.
async fn after_a_pass(news: usize) -> (Desk, Scripted) {
    let passes = [vec![Event::News(news)], vec![Event::News(3)]];
    let (mut desk, server) = publication::desk(&passes, 4).await;
    publication::pass(&mut desk, &passes[0]).await;
    (desk, server)
}

fn articles(database: &Path) -> i64 {
    let database = rusqlite::Connection::open(database).unwrap();
    database.query_row("SELECT count(*) FROM article", [], |row| row.get(0)).unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_one_sound_file_and_restoring_it_brings_the_site_back() {
    let (mut desk, _server) = after_a_pass(12).await;
    let (site, database) = (tree(&desk), desk.config().store.database);
    let said = succeeds(&desk, &["backup", "sao-luu.db"]);
    assert!(said.contains("sao-luu.db: ") && said.contains("KiB, checked, in"), "{said}");
    let backup = desk.folder().join("sao-luu.db");
    assert_eq!(articles(&backup), articles(&database));
    assert!(!desk.folder().join("sao-luu.db.part").exists());

    publication::pass(&mut desk, &[]).await;
    assert_ne!(tree(&desk), site, "there is more news");
    let newer = articles(&database);
    let said = succeeds(&desk, &["restore", "sao-luu.db"]);
    assert!(said.contains("is the database now") && said.contains("bantin.db.before-"), "{said}");
    let kept: Vec<PathBuf> =
        files(desk.folder()).into_iter().filter(|path| path.to_str().unwrap().contains(".before-")).collect();
    assert_eq!(articles(&kept[0]), newer, "nothing is lost");
    assert_eq!(articles(&database), 12);
    desk.now -= BETWEEN;
    assert!(desk.pass().await.changed, "the site is published whole");
    let restored = tree(&desk);
    assert_same(&site, &restored);
    desk.now += BETWEEN;
    assert_eq!(desk.pass().await.new_entries, 3, "what came after the backup comes again");
    assert_eq!(articles(&database), newer);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_written_whole_or_not_at_all_and_over_nothing() {
    let (desk, _server) = after_a_pass(2).await;
    succeeds(&desk, &["backup", "a.db"]);
    assert!(fails(&desk, &["backup", "a.db"]).contains("is there already"));
    succeeds(&desk, &["backup", "a.db", "--overwrite"]);
    assert!(fails(&desk, &["backup", "bantin.db", "--overwrite"]).contains("the database itself"));
    assert!(fails(&desk, &["backup", "absent/a.db"]).contains("absent/a.db.part"));
    let folder = desk.folder().join("backups");
    fs::create_dir(&folder).unwrap();
    let said = succeeds(&desk, &["backup", "backups"]);
    let [made] = &files(&folder)[..] else { panic!("{said}") };
    let name = made.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("bantin-20") && name.ends_with("Z.db"), "{name}");

    // What another process has begun to write.
    let busy = fs::File::create(desk.folder().join("b.db.part")).unwrap();
    busy.lock().unwrap();
    assert!(fails(&desk, &["backup", "b.db"]).contains("another process"));
    drop(busy);
    succeeds(&desk, &["backup", "b.db"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_beside_who_writes_without_pause_comes_to_its_end() {
    let (desk, _server) = after_a_pass(3).await;
    let (database, stop) = (desk.config().store.database, Arc::new(AtomicBool::new(false)));
    let told = Arc::clone(&stop);
    let (begun, is_writing) = mpsc::channel();
    let writer = std::thread::spawn(move || {
        let connection = rusqlite::Connection::open(database).unwrap();
        connection.execute_batch("CREATE TABLE busy (n INTEGER PRIMARY KEY, filler BLOB)").unwrap();
        while !told.load(Ordering::Relaxed) {
            connection.execute("INSERT INTO busy (filler) VALUES (zeroblob(20000))", []).unwrap();
            let _ = begun.send(());
        }
    });
    is_writing.recv().unwrap();
    for name in ["a.db", "b.db"] {
        succeeds(&desk, &["backup", name]);
        assert_eq!(articles(&desk.folder().join(name)), 3);
    }
    stop.store(true, Ordering::Relaxed);
    writer.join().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_another_program_has_open_is_not_waited_for_without_end() {
    let (desk, _server) = after_a_pass(1).await;
    let open = rusqlite::Connection::open(desk.folder().join("a.db.part")).unwrap();
    open.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let said = fails(&desk, &["backup", "a.db"]);
    assert!(said.contains("a.db.part is open as a database in another program"), "{said}");
    assert!(!desk.folder().join("a.db").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_sound_backup_is_not_restored() {
    let (desk, _server) = after_a_pass(3).await;
    succeeds(&desk, &["backup", "a.db"]);
    let sound = fs::read(desk.folder().join("a.db")).unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(desk.folder().join(name), bytes).unwrap();
    write("cut.db", &sound[..sound.len() / 2]);
    write("garbage.db", &b"not a database".repeat(1000));
    write("empty.db", b"");
    let mut flipped = sound.clone();
    let page = sound.len() / 2 / 4096 * 4096;
    flipped[page..page + 64].fill(0xff);
    write("flipped.db", &flipped);
    let other = rusqlite::Connection::open(desk.folder().join("other.db")).unwrap();
    other.execute_batch("CREATE TABLE bookmark (url TEXT)").unwrap();
    other.close().unwrap();
    write("newer.db", &sound);
    let newer = rusqlite::Connection::open(desk.folder().join("newer.db")).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    newer.close().unwrap();
    let before = articles(&desk.config().store.database);
    for (file, expected) in [
        ("cut.db", "malformed"),
        ("garbage.db", "not a database"),
        ("empty.db", "isn't sound"),
        ("flipped.db", ""),
        ("other.db", "another program's"),
        ("newer.db", "of version 99"),
        ("absent.db", "there is no absent.db"),
        ("bantin.db", "the database itself"),
    ] {
        let said = fails(&desk, &["restore", file]);
        assert!(said.contains(expected), "{file}: {said}");
        assert_eq!(articles(&desk.config().store.database), before, "{file}");
        let left = files(desk.folder());
        assert!(left.iter().all(|path| !path.to_str().unwrap().contains("restor")), "{file}: {left:?}");
    }
}

/// The instants between which a restore can be killed: after each of them, the files lie as it had left them.
#[tokio::test(flavor = "multi_thread")]
async fn a_restore_that_was_cut_short_is_as_if_it_hadnt_been_or_is_finished_by_the_next_pass() {
    for instant in 0..4 {
        let (desk, _server) = after_a_pass(6).await;
        succeeds(&desk, &["backup", "a.db"]);
        let database = desk.config().store.database;
        let store = rusqlite::Connection::open(&database).unwrap();
        // With a log beside it that has what the file hasn't.
        store
            .execute_batch("PRAGMA wal_autocheckpoint = 0; UPDATE fact SET value = 'later' WHERE name = 'rules'")
            .unwrap();
        let (log, old) = (fs::read(database.with_extension("db-wal")).unwrap(), fs::read(&database).unwrap());
        assert!(!log.is_empty());
        store.close().unwrap();
        fs::write(&database, &old).unwrap();
        fs::write(database.with_extension("db-wal"), &log).unwrap();
        let aside = |suffix: &str| desk.folder().join(format!("bantin.db.before-20260823T050000Z{suffix}"));
        let copied = |name: &str| {
            fs::copy(desk.folder().join("a.db"), desk.folder().join(name)).unwrap();
            let file = fs::File::options().write(true).open(desk.folder().join(name)).unwrap();
            file.set_modified(system(now())).unwrap();
        };
        match instant {
            0 => copied("bantin.db.restoring"),
            n => {
                copied("bantin.db.restored");
                if n > 1 {
                    fs::rename(database.with_extension("db-wal"), aside("-wal")).unwrap();
                }
                if n > 2 {
                    fs::rename(&database, aside("")).unwrap();
                }
            }
        }
        let output = bantin(&desk, &["once"]);
        assert!(output.status.success(), "{instant}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(articles(&database), 9, "with what has come since");
        if instant > 0 {
            assert_eq!(fs::read(aside("")).unwrap(), old, "{instant}");
            assert_eq!(fs::read(aside("-wal")).unwrap(), log, "{instant}");
            assert!(!desk.folder().join("bantin.db.restored").exists());
        } else {
            assert!(!aside("").exists());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_made_beside_the_daemon_and_what_needs_the_database_alone_exits_3() {
    let bed = TestBed::new();
    bed.pass().await;
    let daemon = Daemon::start(&bed);
    let folder = bed.folder.path().to_owned();
    let run = |arguments: &'static [&'static str]| {
        Command::new(env!("CARGO_BIN_EXE_bantin")).args(arguments).current_dir(&folder).output().unwrap()
    };
    let made = run(&["backup", "a.db"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    for arguments in [&["restore", "a.db"][..], &["vacuum"], &["once"], &["run"]] {
        let refused = run(arguments);
        assert_eq!(refused.status.code(), Some(3), "{arguments:?}");
        assert!(String::from_utf8_lossy(&refused.stderr).contains("another bantin holds"), "{arguments:?}");
    }
    assert!(daemon.front_page().contains("200 OK"), "and the daemon goes on");
    // Killed with SIGKILL: its lock goes with it.
    drop(daemon);
    let restored = run(&["restore", "a.db"]);
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_passes_at_once_one_is_made_and_the_other_exits_3() {
    let (desk, _server) = after_a_pass(3).await;
    fs::write(desk.folder().join("feeds.toml"), desk.text()).unwrap();
    let start = || {
        let mut once = Command::new(env!("CARGO_BIN_EXE_bantin"));
        once.arg("once").current_dir(desk.folder()).stdout(std::process::Stdio::null()).spawn().unwrap()
    };
    // Some run one after the other, where the machine is busy.
    for _ in 0..5 {
        let mut both = [start(), start()];
        let codes = both.each_mut().map(|once| once.wait().unwrap().code().unwrap());
        assert!(codes.contains(&0) && codes.iter().all(|code| [0, 3].contains(code)), "{codes:?}");
    }
    assert_eq!(articles(&desk.config().store.database), 6, "each of what came since once");
}

#[tokio::test(flavor = "multi_thread")]
async fn vacuum_gives_back_what_was_purged_and_tells_how_much() {
    let (mut desk, _server) = after_a_pass(200).await;
    desk.more(KEEP);
    desk.pass_after(SignedDuration::from_hours(24 * 120)).await;
    let database = desk.config().store.database;
    let before = fs::metadata(&database).unwrap().len();
    let said = succeeds(&desk, &["vacuum"]);
    let after = fs::metadata(&database).unwrap().len();
    assert!(said.contains("before") && said.contains("unused") && said.contains("after"), "{said}");
    assert!(after * 2 < before, "{before} before, {after} after");
    let bytes = fs::read(&database).unwrap();
    let remains = |words: &str| bytes.windows(words.len()).any(|window| window == words.as_bytes());
    assert!(!remains("của bản"), "no purged text is left in the file");
    assert!(!desk.pass_after(BETWEEN).await.changed, "and nothing is published that wasn't");
}
