//! A directory for the web server: a whole new site, or the old one untouched.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

use bantin::publish::{PublishError, Written, write};
use bantin::render::{Document, site};

use crate::newsroom::{at, config, stories, system};

fn document(path: &str, text: &str) -> Document {
    Document {
        path: path.to_owned(),
        media_type: "text/plain; charset=utf-8",
        bytes: text.as_bytes().to_vec(),
        modified: at("2026-10-09T08:00:00Z"),
    }
}

/// Every file under `directory`: its path, bytes and time.
fn tree(directory: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let mut files = BTreeMap::new();
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
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

fn releases(parent: &Path) -> usize {
    let folders = std::fs::read_dir(parent.join(".public.releases")).unwrap();
    folders.filter(|entry| entry.as_ref().unwrap().path().is_dir()).count()
}

#[test]
fn a_site_is_written_with_the_times_of_its_documents() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    let documents = site(&config(), &stories()).unwrap();
    let count = documents.len();
    assert_eq!(write(&public, &documents).unwrap(), Written::Released { written: count, files: count });
    let files = tree(&public);
    assert_eq!(files.len(), count);
    for document in &documents {
        let (bytes, modified) = &files[&document.path];
        assert_eq!(*bytes, document.bytes);
        assert_eq!(*modified, system(document.modified));
    }
}

#[test]
fn two_runs_over_the_same_input_give_the_same_tree() {
    let folder = tempfile::tempdir().unwrap();
    let documents = site(&config(), &stories()).unwrap();
    let [one, two] = ["one", "two"].map(|name| folder.path().join(name));
    write(&one, &documents).unwrap();
    write(&two, &documents.into_iter().rev().collect::<Vec<_>>()).unwrap();
    assert_eq!(tree(&one), tree(&two));
    assert_eq!(std::fs::read_link(&one).unwrap().file_name(), std::fs::read_link(&two).unwrap().file_name());
}

#[test]
fn nothing_is_written_while_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    let documents = [document("index.html", "a"), document("x/index.html", "b")];
    write(&public, &documents).unwrap();
    let link = std::fs::symlink_metadata(&public).unwrap().modified().unwrap();
    assert_eq!(write(&public, &documents).unwrap(), Written::Unchanged);
    assert_eq!(std::fs::symlink_metadata(&public).unwrap().modified().unwrap(), link);
}

#[test]
fn a_change_writes_only_what_it_touches_and_keeps_one_old_release() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    for (round, kept) in [("a", 1), ("b", 2), ("c", 2)] {
        let documents = [document("same.txt", "same"), document("x/changing.txt", round)];
        let written = if round == "a" { 2 } else { 1 };
        assert_eq!(write(&public, &documents).unwrap(), Written::Released { written, files: 2 });
        assert_eq!(tree(&public)["x/changing.txt"].0, round.as_bytes());
        assert_eq!(releases(folder.path()), kept);
    }
    write(&public, &[document("same.txt", "same")]).unwrap();
    assert_eq!(tree(&public).len(), 1, "a document that went is gone");
}

#[test]
fn runs_at_the_same_time_wait_for_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    std::thread::scope(|scope| {
        for run in ["a", "b", "c", "d"] {
            let public = &public;
            scope.spawn(move || write(public, &[document("one", run), document("two", run)]).unwrap());
        }
    });
    let files = tree(&public);
    assert_eq!(files["one"], files["two"], "one run's files, and not some of each");
    assert_eq!(releases(folder.path()), 2);
}

#[test]
fn leftovers_of_a_killed_run_are_cleaned_up() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    write(&public, &[document("index.html", "a")]).unwrap();
    let releases_folder = folder.path().join(".public.releases");
    std::fs::create_dir_all(releases_folder.join("unfinished/x")).unwrap();
    std::fs::write(releases_folder.join("unfinished/x/half"), "ha").unwrap();
    std::os::unix::fs::symlink("nowhere", releases_folder.join("next")).unwrap();
    write(&public, &[document("index.html", "b")]).unwrap();
    assert_eq!(tree(&public)["index.html"].0, b"b");
    assert!(!releases_folder.join("unfinished").exists() && releases_folder.join("next").symlink_metadata().is_err());
}

#[test]
fn a_directory_that_is_not_ours_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    std::fs::create_dir(&public).unwrap();
    std::fs::write(public.join("diary.txt"), "mine").unwrap();
    let error = write(&public, &[document("index.html", "a")]).unwrap_err();
    assert!(matches!(error, PublishError::NotOurs { .. }));
    assert!(error.to_string().contains("move it away"), "{error}");
    assert_eq!(tree(&public)["diary.txt"].0, b"mine");

    let elsewhere = folder.path().join("link");
    std::os::unix::fs::symlink(&public, &elsewhere).unwrap();
    assert!(matches!(write(&elsewhere, &[]), Err(PublishError::NotOurs { .. })));

    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    write(&empty, &[document("index.html", "a")]).unwrap();
    assert_eq!(tree(&empty).len(), 1, "an empty folder is nobody's");
}

#[test]
fn no_document_leaves_the_directory_or_hides_another() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    for path in ["../x", "/etc/x", "a/../../x", "a//b", "", "a\\b", "./x", "x/"] {
        assert!(matches!(write(&public, &[document(path, "")]), Err(PublishError::Outside { .. })), "{path:?}");
    }
    for paths in [["a", "a"], ["a", "a/b"], ["a/b/c", "a/b"]] {
        let documents = paths.map(|path| document(path, ""));
        assert!(matches!(write(&public, &documents), Err(PublishError::Clash { .. })), "{paths:?}");
    }
    assert!(!public.exists());
    assert!(matches!(write(Path::new("/"), &[]), Err(PublishError::NoName { .. })));
}
