//! Databases that are not ours to change.

use bantin::judge::Fingerprint;
use bantin::news::{ArticleId, EntryId, SourceId};
use bantin::store::{Moves, Store, StoreError};

#[test]
fn a_newer_bantins_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bantin.db");
    drop(Store::open(&path).unwrap());
    let database = rusqlite::Connection::open(&path).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    database.close().unwrap();
    let before = std::fs::read(&path).unwrap();
    let error = Store::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error}");
    assert!(error.to_string().contains("run the newer bantin"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn an_older_bantins_database_keeps_what_it_knows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bantin.db");
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute_batch(include_str!("../../src/store/migrations/0001_first.sql")).unwrap();
    database
        .execute_batch(
            "INSERT INTO source VALUES ('vov', 'https://vov.vn/rss.xml', '{}', 1800, 900, 600, 600, 0, NULL, 0);
             PRAGMA user_version = 1;",
        )
        .unwrap();
    database.close().unwrap();
    let store = Store::open(&path).unwrap();
    let state = store.sources().unwrap().remove(&SourceId::new("vov")).unwrap();
    assert_eq!((state.url.as_str(), state.validators.as_deref()), ("https://vov.vn/rss.xml", Some("{}")));
    assert_eq!((state.next_poll.as_second(), state.failures, state.gone), (1800, 0, false));
    assert_eq!((state.moves, state.rhythm), (Moves::default(), None));
}

#[test]
fn a_file_that_is_no_database_is_named_and_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bantin.db");
    let precious = "not a database, but somebody's".repeat(200);
    std::fs::write(&path, &precious).unwrap();
    let error = Store::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("bantin.db"), "{error}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), precious);
}

#[test]
fn another_programs_database_gets_no_tables_of_ours() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("places.sqlite");
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute_batch("CREATE TABLE bookmark (url TEXT)").unwrap();
    database.close().unwrap();
    let before = std::fs::read(&path).unwrap();
    let error = Store::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::NotOurs { .. }), "{error}");
    assert!(error.to_string().contains("places.sqlite"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn an_older_bantins_entries_are_known_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bantin.db");
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute_batch(include_str!("../../src/store/migrations/0001_first.sql")).unwrap();
    database
        .execute_batch(
            r#"INSERT INTO article (id, address, source, first_seen, url, content)
               VALUES (3, 'https://bao.example.vn/tin/7', 'bao', 1, 'https://bao.example.vn/tin/7', '{}');
               INSERT INTO entry (id, source, key, article, content, first_seen)
               VALUES (9, 'bao', 'so-7', 3, '{"key":"so-7","link":"https://bao.example.vn/tin/7","title":"Giải ngân",
                      "summary":null,"content":null,"authors":[],"published":"2026-08-23T05:00:00Z","updated":null,
                      "image":null}', 1);
               PRAGMA user_version = 1"#,
        )
        .unwrap();
    database.close().unwrap();
    let store = Store::open(&path).unwrap();
    let known = store.known_entries(&SourceId::new("bao"), &[]).unwrap();
    let [entry] = known.entries.as_slice() else { panic!("{known:?}") };
    assert_eq!(entry.id, EntryId(9));
    let traits = &entry.traits;
    assert_eq!((traits.guid.as_deref(), traits.title.as_str()), (Some("so-7"), "Giải ngân"));
    assert_eq!(traits.link.as_deref(), Some("https://bao.example.vn/tin/7"));
    assert_eq!(traits.date.unwrap().to_string(), "2026-08-23T05:00:00Z");
    assert_eq!(store.entry_of(ArticleId(3)).unwrap().guid, None, "what it said was not kept apart from the key");
}

#[test]
fn texts_that_an_older_bantin_grouped_are_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bantin.db");
    let steps = [
        include_str!("../../src/store/migrations/0001_first.sql"),
        include_str!("../../src/store/migrations/0002_identity.sql"),
        include_str!("../../src/store/migrations/0003_manners.sql"),
        include_str!("../../src/store/migrations/0004_subscriptions.sql"),
        include_str!("../../src/store/migrations/0005_page_traces.sql"),
        include_str!("../../src/store/migrations/0006_copies.sql"),
        include_str!("../../src/store/migrations/0007_events.sql"),
        include_str!("../../src/store/migrations/0008_decisions.sql"),
        include_str!("../../src/store/migrations/0009_revisions.sql"),
    ];
    let database = rusqlite::Connection::open(&path).unwrap();
    for step in steps {
        database.execute_batch(step).unwrap();
    }
    let (named, text) =
        ("https://bao.example.vn/chuan", "f0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde");
    database
        .execute_batch(&format!(
            "BEGIN; INSERT INTO story VALUES ('aaaaaaaaaaaaa', 1, 1, NULL);
             INSERT INTO article (id, address, source, first_seen, content, canonical, text_hash, published, story)
             VALUES (1, 'https://bao.example.vn/1', 'bao', 1, '{{}}', 'https://bao.example.vn/1', '{text}', 1, 'aaaaaaaaaaaaa'),
                    (2, 'https://bao.example.vn/2', 'bao', 1, '{{}}', '{named}', NULL, 2, 'aaaaaaaaaaaaa');
             COMMIT; PRAGMA user_version = 9"
        ))
        .unwrap();
    database.close().unwrap();
    let mut store = Store::open(&path).unwrap();
    let batch = store.batch().unwrap();
    let mut recent = batch.recent_keys().unwrap();
    let mut like = |address: &str, text: Option<&str>| -> Vec<ArticleId> {
        let fingerprint = Fingerprint { address: address.to_owned(), text: text.map(str::to_owned) };
        let known = batch.like(ArticleId(9), &fingerprint, &mut recent).unwrap();
        known.into_iter().map(|known| known.article).collect()
    };
    assert_eq!(like("https://khac.example.vn/", Some(text)), [ArticleId(1)], "by its text");
    assert_eq!(like("https://bao.example.vn/1", None), [ArticleId(1)], "by its own address");
    assert_eq!(like(named, None), [ArticleId(2)], "by the address that its page names");
    assert_eq!(like("https://bao.example.vn/2", None), [], "which it has instead of its own");
}
