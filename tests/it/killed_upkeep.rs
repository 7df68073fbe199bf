//! Killed at instants that nobody chose, as in `kills`: while old stories are purged, and amid `bantin vacuum`, `backup` and
//! `restore`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bantin::store::Store;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::crashes::{files_in, start_child};
use crate::desk::Desk;
use crate::kills::{Chance, killed_when, public, waited};
use crate::publication::{self, BETWEEN, Event, KEEP, assert_same, tree};
use crate::scripted::Scripted;

const KILLS: usize = 30;

/// A folder as it was.
struct Kept(TempDir);

impl Kept {
    fn of(folder: &Path) -> Self {
        let kept = Self(tempfile::tempdir().unwrap());
        copy(folder, kept.0.path());
        kept
    }

    fn put_back(&self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.unwrap();
        }
        copy(self.0.path(), folder);
    }
}

/// With the files' times, which are part of what is published.
fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").arg(from.join(".")).arg(to).status().unwrap();
    assert!(copied.success());
}

/// When a child is killed.
#[derive(Debug)]
enum At {
    Delay(Duration),
    /// As soon as so many stories are purged.
    Purged(i64),
    /// As soon as so many files wait for being put in their places.
    Written(usize),
    /// As soon as there is a file whose name begins so.
    Named(&'static str),
}

fn killed(mut child: Child, at: &At, folder: &Path) -> bool {
    killed_when(&mut child, at, |elapsed| match at {
        At::Delay(delay) => elapsed >= *delay,
        At::Purged(stories) => purged(folder) >= *stories,
        At::Written(files) => files_in(&folder.join("public/.bantin/new"), "") >= *files,
        At::Named(name) => {
            fs::read_dir(folder).unwrap().any(|file| file.unwrap().file_name().to_str().unwrap().starts_with(name))
        }
    })
}

fn purged(folder: &Path) -> i64 {
    Connection::open(folder.join("bantin.db"))
        .and_then(|database| database.query_row("SELECT count(*) FROM purged_story", [], |row| row.get(0)))
        .unwrap_or(0)
}

fn lines(database: &Connection, sql: &str) -> Vec<String> {
    let mut query = database.prepare(sql).unwrap();
    query.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap).collect()
}

/// A database as a file, and what refers to what in it.
#[track_caller]
fn assert_whole(path: &Path, at: &str) {
    let database = Connection::open(path).unwrap();
    assert_eq!(lines(&database, "PRAGMA integrity_check"), ["ok"], "{at}: {}", path.display());
    let broken = lines(&database, "SELECT \"table\" FROM pragma_foreign_key_check");
    assert!(broken.is_empty(), "{at}: {}: {broken:?}", path.display());
}

/// Stories of long ago with an article of so many bytes each, as if they had been judged and published.
fn add_old_stories(desk: &Desk, stories: usize, bytes: usize) {
    let sql = format!(
        "BEGIN; WITH RECURSIVE n(i) AS (SELECT 100000 UNION ALL SELECT i + 1 FROM n WHERE i < {})
         INSERT INTO story (id, published, representative, touched) SELECT 'cu-' || i, i, i, 0 FROM n;
         INSERT INTO article (id, address, source, first_seen, content, unjudged, ungrouped, canonical, published, story)
         SELECT representative, id, 'nguon-0', published, printf('{{\"x\":\"%.*c\"}}', {bytes}, 'x'), 0, 0, id, published, id
         FROM story WHERE id LIKE 'cu-%'; COMMIT",
        100_000 + stories - 1
    );
    desk.database().execute_batch(&sql).unwrap();
}

/// What is stored of each story, by its id.
fn articles(desk: &Desk) -> BTreeMap<String, BTreeSet<String>> {
    let mut articles: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let database = desk.database();
    let mut query = database.prepare("SELECT story, address || content FROM article").unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    for (story, article) in rows.map(Result::unwrap) {
        articles.entry(story).or_default().insert(article);
    }
    articles
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_it_purges_nothing_is_lost_that_is_not_due_and_nothing_comes_back() {
    let mut chance = Chance::seeded();
    let passes = [vec![Event::News(40), Event::Copy(3)], vec![]];
    let (mut desk, _server) = publication::desk(&passes, 4).await;
    publication::pass(&mut desk, &passes[0]).await;
    add_old_stories(&desk, 1000, 10);
    desk.more(KEEP);
    desk.now = "2026-10-25T05:00:00Z".parse().unwrap();
    let (all, before, site) = (articles(&desk), Kept::of(desk.folder()), tree(&desk));
    let begun = Instant::now();
    waited(start_child(desk.folder(), &desk.text(), desk.now)).await;
    let took = begun.elapsed();
    let (left, after) = (articles(&desk), tree(&desk));
    let gone = purged(desk.folder());
    assert!(gone > 1005 && left.len() > 5, "{gone} purged, {} left", left.len());

    let (mut kills, mut begun) = (0, 0);
    while kills < KILLS {
        before.put_back(desk.folder());
        for _ in 0..=chance.below(4) {
            let at = match chance.below(4) {
                0 => At::Purged(1 + i64::try_from(chance.below(usize::try_from(gone).unwrap())).unwrap()),
                1 => At::Written(1 + chance.below(900)),
                _ => At::Delay(took * u32::try_from(chance.below(1000)).unwrap() / 1000),
            };
            let child = start_child(desk.folder(), &desk.text(), desk.now);
            let is_killed = tokio::task::block_in_place(|| killed(child, &at, desk.folder()));
            begun += 1;
            let named = format!("kill {kills}, {at:?}");
            assert_whole(&desk.config().store.database, &named);
            let marked: BTreeSet<String> = lines(&desk.database(), "SELECT id FROM purged_story").into_iter().collect();
            let stored = articles(&desk);
            for (story, articles) in &all {
                let is_there = stored.get(story) == Some(articles);
                assert!(is_there || !stored.contains_key(story), "{named}: {story} is purged by half");
                assert!(is_there != marked.contains(story), "{named}: {story} is neither stored nor purged, or both");
                assert!(is_there || !left.contains_key(story), "{named}: {story} was not due");
            }
            for (path, (_, bytes)) in &public(&desk) {
                let is = |tree: &publication::Tree| tree.get(path).is_some_and(|(_, known)| known == bytes);
                assert!(is(&site) || is(&after), "{named}: {} is neither old nor new", path.display());
            }
            if !is_killed {
                break;
            }
            kills += 1;
        }
        desk.pass().await;
        assert_eq!(articles(&desk), left, "after {kills} kills");
        assert_same(&after, &tree(&desk));
        assert!(!desk.pass().await.changed, "something was left to be published");
        let later = desk.pass_after(BETWEEN).await;
        assert_eq!((later.polled, later.new_entries), (2, 0), "the papers still list what was purged");
        desk.now -= BETWEEN;
    }
    assert!(begun < 3 * KILLS, "most children ended before they could be killed: {begun}");
}

/// A desk with some megabytes to write, of which a part is unused.
async fn large() -> (Desk, Scripted) {
    let (mut desk, server) = publication::desk(&[vec![Event::News(12)]], 4).await;
    publication::pass(&mut desk, &[]).await;
    add_old_stories(&desk, 3000, 4000);
    let some = "BEGIN; PRAGMA defer_foreign_keys = ON; DELETE FROM article WHERE id >= 101000;
                DELETE FROM story WHERE representative >= 101000; COMMIT";
    desk.database().execute_batch(some).unwrap();
    fs::write(desk.folder().join("feeds.toml"), desk.text()).unwrap();
    mark(&desk, "before");
    (desk, server)
}

/// Tells one state of the database from another.
fn mark(desk: &Desk, state: &str) {
    let sql = "INSERT OR REPLACE INTO fact (name, value) VALUES ('state', ?1)";
    desk.database().execute(sql, [state]).unwrap();
}

fn state(path: &Path) -> String {
    let database = Connection::open(path).unwrap();
    database.query_row("SELECT value FROM fact WHERE name = 'state'", [], |row| row.get(0)).unwrap()
}

fn command(desk: &Desk, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
    command.args(arguments).current_dir(desk.folder()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// How long a command takes that nobody disturbs.
fn time(desk: &Desk, arguments: &[&str]) -> Duration {
    let begun = Instant::now();
    assert!(command(desk, arguments).wait().unwrap().success(), "{arguments:?}");
    begun.elapsed()
}

fn at_random(chance: &mut Chance, took: Duration) -> At {
    At::Delay(took * u32::try_from(chance.below(1000)).unwrap() / 1000)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vacuum_that_is_killed_leaves_all_as_it_was() {
    let mut chance = Chance::seeded();
    let (desk, _server) = large().await;
    let database = desk.config().store.database;
    let (all, site) = (articles(&desk), tree(&desk));
    let before = Kept::of(desk.folder());
    let took = time(&desk, &["vacuum"]);
    let mut kills = 0;
    while kills < KILLS {
        before.put_back(desk.folder());
        let at = at_random(&mut chance, took);
        kills += usize::from(killed(command(&desk, &["vacuum"]), &at, desk.folder()));
        assert_whole(&database, &format!("kill {kills}, {at:?}"));
        assert_eq!(articles(&desk), all, "kill {kills}, {at:?}");
    }
    time(&desk, &["vacuum"]);
    assert_eq!(articles(&desk), all);
    assert!(!desk.pass().await.changed);
    assert_same(&site, &tree(&desk));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_is_killed_leaves_the_one_before_it_or_the_new_one() {
    let mut chance = Chance::seeded();
    let (desk, _server) = large().await;
    time(&desk, &["backup", "a.db"]);
    mark(&desk, "after");
    let (before, a, b) = (Kept::of(desk.folder()), desk.folder().join("a.db"), desk.folder().join("b.db"));
    let took = time(&desk, &["backup", "a.db", "--overwrite"]);
    let mut kills = 0;
    while kills < KILLS {
        before.put_back(desk.folder());
        let (arguments, target) = if chance.below(2) == 0 {
            (&["backup", "b.db"][..], &b)
        } else {
            (&["backup", "a.db", "--overwrite"][..], &a)
        };
        let at = at_random(&mut chance, took);
        let is_killed = killed(command(&desk, arguments), &at, desk.folder());
        kills += usize::from(is_killed);
        let named = format!("kill {kills}, {at:?}");
        let found = target.exists().then(|| {
            assert_whole(target, &named);
            state(target)
        });
        let old = (target == &a).then(|| "before".to_owned());
        assert!(found.as_deref() == Some("after") || is_killed && found == old, "{named}: {found:?}");
        assert_eq!(state(&desk.config().store.database), "after", "{named}");
        // What it left behind is in nobody's way.
        time(&desk, &["backup", target.file_name().unwrap().to_str().unwrap(), "--overwrite"]);
        assert_eq!(state(target), "after", "{named}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_that_is_killed_leaves_the_old_database_or_the_new_one() {
    let mut chance = Chance::seeded();
    let (desk, _server) = large().await;
    time(&desk, &["backup", "a.db"]);
    mark(&desk, "after");
    let (before, database) = (Kept::of(desk.folder()), desk.config().store.database);
    let took = time(&desk, &["restore", "a.db"]);
    let (mut kills, mut states) = (0, BTreeSet::new());
    while kills < KILLS {
        before.put_back(desk.folder());
        let at = match chance.below(6) {
            0 => At::Named("bantin.db.restoring"),
            1 => At::Named("bantin.db.restored"),
            2 => At::Named("bantin.db.before-"),
            _ => at_random(&mut chance, took),
        };
        let is_killed = killed(command(&desk, &["restore", "a.db"]), &at, desk.folder());
        kills += usize::from(is_killed);
        let named = format!("kill {kills}, {at:?}");
        // Whoever comes next opens it.
        drop(Store::open(&database).unwrap());
        assert_whole(&database, &named);
        let kept = aside(desk.folder());
        match state(&database).as_str() {
            "after" => assert!(is_killed && kept.is_none(), "{named}: {kept:?}"),
            "before" => {
                assert_eq!(kept.as_deref().map(state).as_deref(), Some("after"), "{named}: the old one is kept");
            }
            other => panic!("{named}: {other}"),
        }
        states.insert(state(&database));
        time(&desk, &["restore", "a.db"]);
        assert_eq!(state(&database), "before", "{named}: done again");
    }
    assert_eq!(states.len(), 2, "some were killed before it was in its place, and some after: {states:?}");
}

/// What was in the place of a restored database.
fn aside(folder: &Path) -> Option<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    paths.into_iter().find(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with("bantin.db.before-") && !name.ends_with("-wal") && !name.ends_with("-shm")
    })
}
