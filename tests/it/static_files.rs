//! A folder for the web server: whole files in their places, and nothing else.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

use bantin::publish::{Publication, PublishError, Written};
use bantin::render::{Document, site};

use crate::newsroom::{at, config, publish, stories, system};

fn document(path: &str, text: &str) -> Document {
    Document {
        path: path.to_owned(),
        media_type: "text/plain; charset=utf-8",
        bytes: text.as_bytes().to_vec(),
        modified: at("2026-10-09T08:00:00Z"),
    }
}

/// Every published file under `directory`: its path, bytes and time.
fn tree(directory: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let mut files = BTreeMap::new();
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with(".bantin") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(directory).unwrap().to_str().unwrap().to_owned();
                let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
                files.insert(name, (std::fs::read(&path).unwrap(), modified));
            }
        }
    }
    files
}

fn names(directory: &Path) -> Vec<String> {
    tree(directory).into_keys().collect()
}

#[test]
fn a_site_is_written_with_the_times_of_its_documents() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    let documents = site(&config(), &stories()).unwrap();
    let count = documents.len();
    assert_eq!(publish(&public, &documents).unwrap(), Written { written: count, removed: 0 });
    let files = tree(&public);
    assert_eq!(files.len(), count);
    for document in &documents {
        let (bytes, modified) = &files[&document.path];
        assert_eq!(*bytes, document.bytes);
        assert_eq!(*modified, system(document.modified));
    }
}

#[test]
fn only_what_is_another_is_written_and_what_is_no_more_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    publish(&public, &[document("same.txt", "same"), document("x/a.txt", "a"), document("x/y/b.txt", "b")]).unwrap();
    let file = |path: &str| std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(public.join(path)).unwrap());
    let same = file("same.txt");
    let written = publish(&public, &[document("same.txt", "same"), document("x/a.txt", "A")]).unwrap();
    assert_eq!(written, Written { written: 1, removed: 1 });
    assert_eq!((names(&public), file("same.txt")), (vec!["same.txt".to_owned(), "x/a.txt".to_owned()], same));
    assert!(!public.join("x/y").exists(), "a folder without files is gone");
    let again = publish(&public, &[document("same.txt", "same"), document("x/a.txt", "A")]).unwrap();
    assert!(again.is_nothing());
}

#[test]
fn a_file_is_replaced_and_never_written_into() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    publish(&public, &[document("a.txt", "trước")]).unwrap();
    let reader = std::fs::File::open(public.join("a.txt")).unwrap();
    publish(&public, &[document("a.txt", "sau này")]).unwrap();
    assert_eq!(std::io::read_to_string(reader).unwrap(), "trước", "who reads it has it whole");
}

#[test]
fn a_publication_of_changes_keeps_all_else_and_removes_what_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    publish(&public, &[document("a.txt", "a"), document("b.txt", "b"), document("c.txt", "c")]).unwrap();
    let mut publication = Publication::begin(&public, None).unwrap();
    publication.put(&document("b.txt", "B")).unwrap();
    let gone = ["a.txt", "b.txt", "never.txt", "../x"].map(str::to_owned);
    assert_eq!(publication.finish(&gone).unwrap(), Written { written: 1, removed: 1 });
    assert_eq!(names(&public), ["b.txt", "c.txt"], "what was put is not gone");
}

#[test]
fn runs_at_the_same_time_wait_for_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    std::thread::scope(|scope| {
        for run in ["a", "b", "c", "d"] {
            let public = &public;
            scope.spawn(move || publish(public, &[document("one", run), document("two", run)]).unwrap());
        }
    });
    let files = tree(&public);
    assert_eq!(files["one"], files["two"], "one run's files, and not some of each");
}

#[test]
fn what_a_killed_run_left_is_cleaned_up() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    publish(&public, &[document("index.html", "a")]).unwrap();
    std::fs::write(public.join(".bantin/new/17"), "ha").unwrap();
    publish(&public, &[document("index.html", "b")]).unwrap();
    assert_eq!(tree(&public)["index.html"].0, b"b");
    assert_eq!(std::fs::read_dir(public.join(".bantin/new")).unwrap().count(), 0);
}

#[test]
fn the_link_and_the_releases_of_an_earlier_bantin_become_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let (public, releases) = (folder.path().join("public"), folder.path().join(".public.releases"));
    for (release, text) in [("3f9a", "mới"), ("81c0", "cũ")] {
        std::fs::create_dir_all(releases.join(release)).unwrap();
        std::fs::write(releases.join(release).join("index.html"), text).unwrap();
    }
    std::fs::write(releases.join("lock"), "").unwrap();
    std::os::unix::fs::symlink(".public.releases/3f9a", &public).unwrap();
    let publication = Publication::begin(&public, None).unwrap();
    assert_eq!(tree(&public)["index.html"].0, "mới".as_bytes(), "it is there until it is another");
    drop(publication);
    publish(&public, &[document("index.html", "khác")]).unwrap();
    assert!(!public.is_symlink() && !releases.exists());
    assert_eq!(tree(&public)["index.html"].0, "khác".as_bytes());
}

#[test]
fn a_directory_that_is_not_ours_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    std::fs::create_dir(&public).unwrap();
    std::fs::write(public.join("diary.txt"), "mine").unwrap();
    let error = publish(&public, &[document("index.html", "a")]).unwrap_err();
    assert!(matches!(error, PublishError::NotOurs { .. }));
    assert!(error.to_string().contains("move it away"), "{error}");
    assert_eq!(names(&public), ["diary.txt"]);

    let elsewhere = folder.path().join("link");
    std::os::unix::fs::symlink(&public, &elsewhere).unwrap();
    assert!(matches!(publish(&elsewhere, &[]), Err(PublishError::NotOurs { .. })));
    assert!(matches!(publish(&public.join("diary.txt"), &[]), Err(PublishError::NotOurs { .. })));
    assert!(matches!(publish(Path::new("/"), &[]), Err(PublishError::NotOurs { .. })));

    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    publish(&empty, &[document("index.html", "a")]).unwrap();
    assert_eq!(tree(&empty).len(), 1, "an empty folder is nobody's");
}

#[test]
fn no_document_leaves_the_directory_or_hides_another() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    for path in ["../x", "/etc/x", "a/../../x", "a//b", "", "a\\b", "./x", "x/", ".bantin/lock", "a/.b"] {
        assert!(matches!(publish(&public, &[document(path, "")]), Err(PublishError::Outside { .. })), "{path:?}");
    }
    for paths in [["a", "a"], ["a", "a/b"], ["a/b/c", "a/b"]] {
        let documents = paths.map(|path| document(path, ""));
        assert!(matches!(publish(&public, &documents), Err(PublishError::Clash { .. })), "{paths:?}");
    }
    assert!(!folder.path().join("x").exists());
}
