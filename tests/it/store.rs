//! Databases that are not ours to change.

use bantin::news::SourceId;
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
    assert!(matches!(error, StoreError::Open { .. }), "{error}");
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
