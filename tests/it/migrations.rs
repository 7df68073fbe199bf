//! A database of any version that ever was is brought to this one, with all that is in it.
//!
//! For each step, rows are made in the tables as that step left them. A database that has been through the first steps has
//! the rows of each of them, as if it had been in use all the time.

use std::collections::BTreeMap;
use std::path::Path;

use bantin::store::{Store, StoreError};
use rusqlite::Connection;

use crate::desk::Desk;
use crate::scripted::{Reply, Scripted};

/// The steps by their names, in their order.
fn steps() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrations");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files
        .map(|file| (file.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(file).unwrap()))
        .collect()
}

/// Texts of one article each; their words are others, so that nothing makes one story of them.
const WORDS: [&str; 8] = [
    "nước về bản sau ba năm chờ đợi bên suối cạn",
    "lớp dạy nghề mộc mở ở xã vùng cao biên giới",
    "bò giống được mua tại chợ phiên cho hộ nghèo",
    "đường bê tông nối hai thôn qua đèo dốc đá",
    "học sinh bán trú có bếp ăn mới nấu bằng khí",
    "rừng quế cho thu hoạch vụ đầu trên đồi trọc",
    "trạm y tế thêm giường bệnh và tủ thuốc quý",
    "chè shan tuyết cổ thụ lên sàn bán trực tuyến",
];

fn title(n: usize) -> String {
    format!("Tin số {n}: {}", WORDS[n % WORDS.len()])
}

fn address(n: usize) -> String {
    format!("https://bao.example.vn/tin-{n}12345.html")
}

fn entry(n: usize) -> String {
    format!(
        r#"{{"key":"{0}","guid":null,"link":"{0}","title":"{1}","summary":null,"content":null,"authors":[],
            "published":"2026-08-20T0{n}:00:00Z","updated":null,"image":null}}"#,
        address(n),
        title(n)
    )
}

/// As the first bantin wrote it; each later one reads that.
fn content(n: usize) -> String {
    let text = format!("{} {}. Chương trình 1719.", WORDS[n % WORDS.len()], WORDS[(n + 3) % WORDS.len()]);
    format!(
        r#"{{"url":"{}","canonical":null,"title":{{"value":"{}","from":"feed"}},"lead":null,
            "body":{{"value":{{"html":"<p>{text}</p>","text":"{text}"}},"from":"feed"}},"authors":null,
            "published":{{"value":"2026-08-20T0{n}:00:00Z","from":"feed"}},"modified":null,"image":null,"language":null}}"#,
        address(n),
        title(n)
    )
}

/// An article that was judged, and its story.
fn judged(n: usize) -> String {
    let at = 1_787_184_000 + 3600 * n;
    format!(
        "INSERT INTO story (id, published, representative) VALUES ('{}', {at}, {n});
         INSERT INTO article (id, address, source, first_seen, url, content, page_read, unjudged, canonical, text_hash,
                              published, story)
         VALUES ({n}, '{address}', 'nguon-0', {at}, '{address}', '{}', 1, 0, '{address}', '{n:064x}', {at}, '{}');",
        story(n),
        content(n),
        story(n),
        address = address(n),
    )
}

fn story(n: usize) -> String {
    format!("{}{}", "a".repeat(12), char::from(b'a' + u8::try_from(n).unwrap()))
}

/// An entry as it is since the second step.
fn known(n: usize) -> String {
    let (address, title) = (address(n), title(n));
    format!(
        "INSERT INTO entry (id, source, article, content, first_seen) VALUES ({n}, 'nguon-0', {n}, '{}', 1787184000);
         INSERT INTO identity (source, entry, digest, guid, link, date, title)
         VALUES ('nguon-0', {n}, {n}, '{address}', '{address}', 1787184000, '{title}');",
        entry(n)
    )
}

/// What a bantin of the version that a step made would have written.
fn rows(step: &str) -> String {
    match &step[..4] {
        "0001" => format!(
            "INSERT INTO source VALUES ('nguon-0', 'http://cu.example/', NULL, 0, 900, 0, 0, 0, NULL, 0);
             INSERT INTO fact VALUES ('published', 'as it was');
             {}{}
             INSERT INTO entry (id, source, key, article, content, first_seen)
             VALUES (1, 'nguon-0', '{}', 1, '{}', 1787184000);
             INSERT INTO article (id, address, source, first_seen, content) VALUES (9, 'entry:nguon-0:9', 'nguon-0', 1, '{}');
             INSERT INTO story (id, published, representative, merged_into) VALUES ('{}', 1, 1, '{}');
             UPDATE article SET why = '\"same-text\"' WHERE id = 1;",
            judged(1),
            judged(0),
            address(1),
            entry(1),
            content(7).replace(&address(7), "https://bao.example.vn/"),
            story(20),
            story(1),
        ),
        "0002" => format!(
            "{}{} INSERT INTO ladder VALUES ('nguon-0', '[\"guid\"]', '[1,2]');
             UPDATE article SET moved_to = 'https://bao.example.vn/moi-212345.html' WHERE id = 2;",
            judged(2),
            known(2)
        ),
        "0003" => "UPDATE source SET rhythm = NULL, hints = NULL;
                   INSERT INTO host_hold VALUES ('bao.example.vn', 1787184000);
                   INSERT INTO robots VALUES ('https://bao.example.vn', 'User-agent: *', 1787184000);"
            .to_owned(),
        "0004" => "INSERT INTO hub (source, url, topic) VALUES ('nguon-0', 'https://hub.example/', 'https://bao.example.vn/rss');
                   INSERT INTO subscription VALUES ('t', 'nguon-0', 'https://hub.example/', 'https://bao.example.vn/rss',
                       'https://tin.example/websub/t', 's', 'active', 0, 0, 1, 0, NULL);"
            .to_owned(),
        "0005" => "INSERT INTO page_trace VALUES ('nguon-0', 1, 1, '{\"fields\":{},\"blocks\":[]}');
                   INSERT INTO lost_selector VALUES ('nguon-9', 'title');"
            .to_owned(),
        "0006" => format!(
            "{}{} INSERT INTO article (id, address, source, first_seen, content, unjudged, ungrouped, canonical, published, story,
                                     original, why)
             SELECT 10, 'https://khac.example.vn/a-1.html', 'nguon-0', first_seen, content, 0, 0, 'https://khac.example.vn/a-1.html',
                    published, story, id, '{{\"reason\":\"same-text\"}}' FROM article WHERE id = 3;
             UPDATE article SET ungrouped = 0, series = 'sssssssssssss', series_why = '{{\"reason\":\"other-numbers\",\"shared\":0.5}}'
             WHERE id = 3;
             INSERT INTO copy_key VALUES (1, 3); INSERT INTO copy_print VALUES (3, x'0000000001', x'');",
            judged(3),
            known(3)
        ),
        // The later of the two empties it.
        "0007" | "0021" => "INSERT INTO term_count VALUES (1, x'0100000005000000');".to_owned(),
        "0008" => "INSERT INTO decision VALUES (1, 0, 'split', 1, NULL, 1), (2, 0, 'join', 1, 2, 2);
                   INSERT INTO kept_apart VALUES (1, 2), (2, 1);"
            .to_owned(),
        "0009" => "INSERT INTO revision VALUES (1, 1, 0, x'00');".to_owned(),
        "0010" => "INSERT INTO recent_key VALUES (1, x''); INSERT INTO key_filter VALUES (5, 0, zeroblob(64));".to_owned(),
        "0011" => "INSERT INTO figure (article, number, content) VALUES (2, 0, '{\"topic\":\"ct\",\"kind\":\"disbursed\"}');"
            .to_owned(),
        "0013" => "INSERT INTO channel (id, key, last, stories) VALUES (1, 'feed:tin', 1, 1);
                   INSERT INTO channel_story SELECT 1, 1, id, published FROM story WHERE merged_into IS NULL ORDER BY id LIMIT 1;
                   INSERT OR IGNORE INTO channel_due VALUES (1, 1);"
            .to_owned(),
        "0014" => format!(
            "{}{} INSERT INTO spelt_word (rowid, title, lead, body) VALUES (4, 'đường', '', 'bê tông');
             INSERT INTO plain_word (rowid, title, lead, body) VALUES (4, 'duong', '', 'be tong');
             INSERT INTO filed VALUES (4, 'topic:ct'); UPDATE article SET indexed = 1, ungrouped = 0 WHERE id = 4;",
            judged(4),
            known(4)
        ),
        "0015" => format!(
            "{}{} INSERT INTO withdrawal VALUES (1, 0, 'article', 5, 'Gỡ', 1); UPDATE article SET withdrawn = 1, ungrouped = 0 WHERE id = 5;
             INSERT INTO ping VALUES ('feeds/tin.atom', 'a', 'b');",
            judged(5),
            known(5)
        ),
        "0016" => "INSERT INTO source_day (day, source, polls) VALUES (20685, 'nguon-9', 3);".to_owned(),
        "0017" => "INSERT INTO purged VALUES (-1), (7);
                   INSERT INTO purged_story (id, unpublished) VALUES ('zzzzzzzzzzzzz', 0);"
            .to_owned(),
        "0019" => "INSERT INTO host_clock VALUES ('bao.example.vn', -7200, 1787184000);".to_owned(),
        "0018" => format!("INSERT INTO fact VALUES ('published', 'as it was'); INSERT INTO tombstone VALUES ('feed:tin', 1, '{}');", story(5)),
        _ => String::new(),
    }
}

/// A database of the version that the first so many steps made, in use since the first.
fn database(path: &Path, version: usize) {
    let database = Connection::open(path).unwrap();
    database.pragma_update(None, "foreign_keys", true).unwrap();
    for (done, (name, sql)) in (1..=version).zip(steps()) {
        database.execute_batch(&format!("BEGIN; {sql}; PRAGMA user_version = {done}; COMMIT")).unwrap();
        database
            .execute_batch(&format!("BEGIN; {} COMMIT", rows(&name)))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    database.close().unwrap();
}

fn count(database: &Connection, table: &str) -> i64 {
    database.query_row(&format!("SELECT count(*) FROM \"{table}\""), [], |row| row.get(0)).unwrap()
}

fn lines(database: &Connection, sql: &str) -> Vec<String> {
    let mut query = database.prepare(sql).unwrap();
    query.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap).collect()
}

/// Tables, but for those that the index of words is made of.
const TABLES: &str =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_word\\_%' ESCAPE '\\' ORDER BY name";

fn version(database: &Connection) -> usize {
    database.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0)).unwrap() as usize
}

#[test]
fn each_version_has_rows_in_every_table() {
    let all = steps().len();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bantin.db");
    database(&path, all);
    let database = Connection::open(&path).unwrap();
    // What a step adds later than the rows here are made is its own test's to fill.
    let empty: Vec<String> =
        lines(&database, TABLES).into_iter().filter(|table| count(&database, table) == 0).collect();
    let without_rows: Vec<String> = steps().into_keys().filter(|step| rows(step).is_empty()).collect();
    assert!(empty.iter().all(|table| table == "open_story") || !without_rows.is_empty(), "{empty:?}");
}

#[tokio::test]
async fn what_any_version_had_stored_is_there_after_a_pass_of_this_one_and_published() {
    let steps = steps();
    for from in 1..=steps.len() {
        let server = Scripted::with([("/rss", vec![Reply::status(404)])]).await;
        let mut desk = Desk::with(&[server.url("/rss")]);
        desk.each("page.read = false");
        let path = desk.config().store.database;
        database(&path, from);
        let before: Vec<(String, i64)> = {
            let database = Connection::open(&path).unwrap();
            [
                "article",
                "entry",
                "decision",
                "kept_apart",
                "revision",
                "withdrawal",
                "purged",
                "purged_story",
                "hub",
                "subscription",
            ]
            .map(str::to_owned)
            .into_iter()
            .filter(|table| lines(&database, TABLES).contains(table))
            .map(|table| (table.clone(), count(&database, &table)))
            .collect()
        };
        desk.now = "2026-08-23T05:00:00Z".parse().unwrap();
        let pass = desk.pass().await;
        assert!(pass.changed && pass.judged > 0 || from > 13, "version {from}: {}", pass.summary());

        let database = desk.database();
        assert_eq!(version(&database), steps.len());
        assert_eq!(lines(&database, "PRAGMA integrity_check"), ["ok"], "version {from}");
        let broken: i64 =
            database.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
        assert_eq!(broken, 0, "version {from}");
        for (table, rows) in before {
            assert_eq!(count(&database, &table), rows, "version {from}: {table}");
        }
        let unjudged: i64 = database
            .query_row("SELECT count(*) FROM article WHERE unjudged OR ungrouped", [], |row| row.get(0))
            .unwrap();
        assert_eq!(unjudged, 0, "version {from}");
        let seen = "SELECT story.id FROM story JOIN article ON article.id = representative
                    WHERE merged_into IS NULL AND withdrawn IS NULL";
        let stories = lines(&database, seen);
        assert!(stories.contains(&story(1)), "version {from}: {stories:?}");
        for id in stories {
            let page = desk.config().publish.directory.join(format!("story/{id}/index.html"));
            assert!(page.is_file(), "version {from}: {}", page.display());
        }
        let page = desk.config().publish.directory.join(format!("story/{}/index.html", story(1)));
        assert!(std::fs::read_to_string(page).unwrap().contains(&title(1)), "version {from}");
        assert!(!desk.pass().await.changed, "version {from}: a second pass has nothing to do");
    }
}

#[test]
fn a_step_that_fails_leaves_the_version_before_it_and_is_done_by_the_next_try() {
    let steps = steps();
    for (done, (name, sql)) in steps.iter().enumerate().skip(1) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bantin.db");
        database(&path, done);
        let dump = |database: &Connection| {
            lines(database, "SELECT name || coalesce(sql, '') FROM sqlite_schema ORDER BY name")
        };
        // In the way of the last that the step makes, after it has done most of its work.
        let is_new = |name: &&str| {
            let database = Connection::open(&path).unwrap();
            lines(&database, "SELECT name FROM sqlite_schema").iter().all(|known| known != name)
        };
        let mut made = sql.lines().filter_map(|line| {
            let line = line.strip_prefix("CREATE TABLE ").or_else(|| line.strip_prefix("CREATE INDEX "))?;
            line.split(' ').next()
        });
        // What only changes rows has nothing in its way.
        let Some(obstacle) = made.rfind(is_new) else { continue };
        let before = {
            let database = Connection::open(&path).unwrap();
            database.execute_batch(&format!("CREATE TABLE {obstacle} (x)")).unwrap();
            dump(&database)
        };
        let error = Store::open(&path).unwrap_err();
        assert!(matches!(error, StoreError::Open { .. }), "{name}: {error}");
        let database = Connection::open(&path).unwrap();
        assert_eq!((version(&database), dump(&database)), (done, before), "{name}");
        database.execute_batch(&format!("DROP TABLE {obstacle}")).unwrap();
        drop(database);
        drop(Store::open(&path).unwrap());
        assert_eq!(version(&Connection::open(&path).unwrap()), steps.len(), "{name}");
    }
}
