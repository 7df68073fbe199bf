//! `bantin import` and `bantin export`: feeds from and to feed readers.

use std::fs::{self, Permissions};
use std::io::Read as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use bantin::config::Config;
use bantin::config::edit::{Draft, Imported};
use bantin::read::{OutlinedFeed, opml};
use bantin::render::sources_opml;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::commands::{bantin, stderr, stdout};

const HEAD: &str = "
[site]
title = 'Bản <tin>'
url = 'https://bantin.example/'
tag = 'bantin.example,2026'
[fetch]
contact = 'news@bantin.example'
[[feed]]
id = 'tat-ca'
title = 'Tất cả'
";

fn source(id: &str, url: &str, more: &str) -> String {
    format!("[[source]]\nid = '{id}'\nname = 'Báo {id}'\nurl = '{url}'\n{more}\n")
}

fn folder(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feeds.toml");
    fs::write(&path, text).unwrap();
    (folder, path)
}

fn outlines(inside: &str) -> Vec<OutlinedFeed> {
    opml(format!("<opml version='1.0'><body>{inside}</body></opml>").as_bytes()).unwrap().feeds
}

fn import(text: &str, bytes: &[u8]) -> Imported {
    let (_folder, path) = folder(text);
    Draft::open(&path).unwrap().import(&opml(bytes).unwrap())
}

fn config(text: &str) -> Config {
    Config::parse("feeds.toml", text, Path::new("")).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// What readers in use export: nested, without types, with bare ampersands, twice, with what is no address.
const EXPORTED: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<!-- nguồn -->
<opml version="1.1">
  <head><title>Đăng ký</title></head>
  <body>
    <outline text="Trung ương">
      <outline text="Nhân &amp; Dân" title="x" type="rss" xmlUrl="https://nhandan.example/rss?a=1&b=2" htmlUrl="https://nhandan.example/" language="vi"/>
      <outline title="Vùng cao" xmlurl="feed://vungcao.example/rss"></outline>
      <outline text="Highlands" type="atom" xmlUrl="https://highlands.example/atom" language="en-GB"/>
    </outline>
    <outline text="Địa phương"><outline text="Tây Bắc"><outline text="Sơn La" type="rss" url="http://sonla.example/feed"/></outline></outline>
    <outline text="Có rồi" xmlUrl="http://www.bao.example/rss?utm_source=opml"/>
    <outline text="Lần nữa" xmlUrl="http://nhandan.example/rss?b=2&amp;a=1"/>
    <outline text="Không phải" xmlUrl="nhandan/rss"/>
    <outline text="Cũng không" xmlUrl="ftp://x.example/"/>
    <outline text="Bỏ" isComment="true"><outline text="Bỏ" xmlUrl="https://bo.example/"/></outline>
    <outline text="Trang" type="link" url="https://trang.example/"/>
  </body>
</opml>"#;

#[test]
fn an_export_is_sorted_out() {
    let imported = import(&format!("{HEAD}{}", source("bao", "https://bao.example/rss", "")), EXPORTED.as_bytes());
    let of = |it: &bantin::config::edit::NewSource| {
        [it.id.clone(), it.name.clone(), it.url.to_string(), it.language.clone().unwrap_or_default()].join(" | ")
    };
    assert_eq!(
        imported.new.iter().map(of).collect::<Vec<_>>(),
        [
            "nhandan | Nhân & Dân | https://nhandan.example/rss?a=1&b=2 | ",
            "vungcao | Vùng cao | http://vungcao.example/rss | ",
            "highlands | Highlands | https://highlands.example/atom | en-GB",
            "sonla | Sơn La | http://sonla.example/feed | ",
        ]
    );
    let remarks: Vec<_> = imported.new.iter().flat_map(|it| &it.remarks).collect();
    assert_eq!(remarks, ["-- Trung ương", "-- Tây Bắc"]);
    assert_eq!(imported.known.iter().map(|(_, id)| id.as_str()).collect::<Vec<_>>(), ["bao"]);
    assert_eq!(imported.again.len(), 1);
    let invalid: Vec<_> = imported.invalid.iter().map(|it| it.address.as_str()).collect();
    assert_eq!(invalid, ["nhandan/rss", "ftp://x.example/"]);
    assert_eq!(opml(EXPORTED.as_bytes()).unwrap().commented, 1);
}

#[test]
fn a_broken_file_gives_what_can_be_read_of_it() {
    assert_eq!(opml(b"<rss><channel/></rss>"), None);
    assert_eq!(opml(b""), None);
    assert_eq!(outlines(""), []);
    let addresses = |text: &str| outlines(text).into_iter().map(|it| it.address).collect::<Vec<_>>();
    let pair = ["https://a.example/", "https://b.example/"];
    assert_eq!(addresses("</outline><outline xmlUrl='https://a.example/'><outline xmlUrl=https://b.example/ />"), pair);
    let deep = "<outline text='x'>".repeat(200_000);
    assert_eq!(addresses(&format!("{deep}<outline xmlUrl='https://a.example/'/>")), pair[..1]);
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain("<opml><outline text='Đất' xmlUrl='https://a.example/'/></opml>".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(opml(&utf16).unwrap().feeds[0].name.as_deref(), Some("Đất"));
}

#[test]
fn the_command_adds_all_at_once_and_says_what_it_left_out() {
    let kept = format!("{HEAD}{}# đuôi\n", source("bao", "https://bao.example/rss", ""));
    let (folder, path) = folder(&kept);
    fs::write(folder.path().join("reader.opml"), EXPORTED).unwrap();
    let output = bantin(folder.path(), &["import", "reader.opml", "--dry-run"]);
    assert!(stdout(&output).contains("to be added: 4"));
    assert_eq!(fs::read_to_string(&path).unwrap(), kept);

    let output = bantin(folder.path(), &["import", "reader.opml"]);
    assert_eq!(output.status.code(), Some(1), "some were left out");
    let said = stdout(&output);
    for part in [
        "added: 4",
        "bao: http://www.bao.example",
        "more than once in the file: 1",
        "commented out in the file: 1",
        "left out: 2",
        "`nhandan/rss` must be a web address",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let written = fs::read_to_string(&path).unwrap();
    assert!(written.contains("\n\n# -- Trung ương\n[[source]]\nid = \"nhandan\"\n"), "{written}");
    assert!(written.ends_with("# đuôi\n"), "{written}");
    assert_eq!(config(&written).sources.len(), 5);

    let output = bantin(folder.path(), &["import", "reader.opml"]);
    assert!(stdout(&output).contains("nothing to add"));
    assert_eq!(fs::read_to_string(&path).unwrap(), written, "the same file twice changes nothing");

    let output = bantin(folder.path(), &["import", "feeds.toml"]);
    assert!(output.status.code() == Some(1) && stderr(&output).contains("is no OPML"));
}

#[test]
fn feeds_that_are_on_are_exported() {
    let sources = [
        source("mot", "https://mot.example/rss?a=1&b=2", "language = 'en'"),
        source("hai", "https://hai.example/", "kind = 'listing'"),
        source("ba", "https://ba.example/rss", "off = 'nghỉ'"),
    ];
    let (folder, _) = folder(&format!("{HEAD}{}", sources.concat()));
    let output = bantin(folder.path(), &["export"]);
    assert!(output.status.success());
    insta::assert_snapshot!(stdout(&output));
    let said = stderr(&output);
    assert!(said.contains("1 that is off") && said.contains("1 that is a listing or sitemap"), "{said}");
    assert!(bantin(folder.path(), &["export", "to.opml"]).status.success());
    let written = fs::read(folder.path().join("to.opml")).unwrap();
    assert_eq!(opml(&written).unwrap().feeds.len(), 1);
}

#[test]
fn an_export_takes_the_place_of_the_one_before_whole_or_not_at_all() {
    let (folder, _) = folder(&format!("{HEAD}{}", source("mot", "https://mot.example/rss", "")));
    let path = |name: &str| folder.path().join(name);
    let mode = |name: &str| fs::metadata(path(name)).unwrap().permissions().mode() & 0o777;
    let export = |to: &str| bantin(folder.path(), &["export", to]);
    assert!(export("to.opml").status.success());
    let whole = fs::read(path("to.opml")).unwrap();
    fs::write(path("umask"), "").unwrap();
    assert_eq!(mode("to.opml"), mode("umask"), "a new file is as others are");

    // Who reads the one before reads it to its end.
    fs::write(path("old.opml"), "cũ".repeat(9999)).unwrap();
    fs::set_permissions(path("old.opml"), Permissions::from_mode(0o640)).unwrap();
    symlink("old.opml", path("link.opml")).unwrap();
    let mut before = fs::File::open(path("old.opml")).unwrap();
    assert!(export("link.opml").status.success());
    let mut read = String::new();
    before.read_to_string(&mut read).unwrap();
    assert_eq!(read, "cũ".repeat(9999));
    assert!(fs::symlink_metadata(path("link.opml")).unwrap().is_symlink());
    assert_eq!((fs::read(path("old.opml")).unwrap(), mode("old.opml")), (whole.clone(), 0o640));

    // A disk that is full, as far as the file can see.
    let limited = format!("trap '' XFSZ; ulimit -f 0; {} export old.opml", env!("CARGO_BIN_EXE_bantin"));
    let output = Command::new("sh").args(["-c", &limited]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("could not write beside"));
    assert_eq!(fs::read(path("old.opml")).unwrap(), whole);

    for (to, said) in [("absent/to.opml", "absent"), (".", "could not write .")] {
        let output = export(to);
        assert_eq!(output.status.code(), Some(1), "{to}");
        let told = stderr(&output);
        assert!(told.contains(said) && told.contains("nothing was changed"), "{told}");
    }
    assert_eq!(export("/dev/stdout").stdout, whole, "what is no file is written to");
    let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.into_iter().all(|name| !name.starts_with(".bantin.")), "nothing is left lying about");
}

#[test]
fn an_export_is_valid_opml() {
    let bytes = sources_opml(&config(&format!("{HEAD}{}", source("mot", "https://mot.example/rss", "")))).unwrap();
    let text = std::str::from_utf8(&bytes).unwrap();
    let document = crate::xml::Element::parse(text);
    assert_eq!(document.attribute("version"), "2.0");
    let outline = document.every().find(|element| element.name == "outline").unwrap();
    // What the specification asks of a subscription.
    for attribute in ["text", "type", "xmlUrl"] {
        assert!(!outline.attribute(attribute).is_empty(), "{text}");
    }
}

proptest! {
    /// What is exported and imported again is the same: names, addresses and languages, in order.
    #[test]
    fn an_export_imported_gives_the_same_sources(
        names in proptest::collection::vec("[A-Za-zĂăĐđồ<>&\"';#]([ A-Za-zĂăĐđồ<>&\"';#\\PC]{0,20}[a-z])?", 1..6),
        query in "[a-z]{1,3}=[a-zđ&;<\"%]{0,6}",
        language in prop_oneof!["vi", "en", "zh-Hant"],
    ) {
        let of = |(n, name): (usize, &String)| {
            let name = serde_json::to_string(&bantin::render::line(name)).unwrap();
            let url = serde_json::to_string(&format!("https://bao-{n}.example/rss?{query}")).unwrap();
            format!("[[source]]\nid = 'bao-{n}'\nname = {name}\nurl = {url}\nlanguage = '{language}'\n")
        };
        let config = config(&format!("{HEAD}{}", names.iter().enumerate().map(of).collect::<String>()));
        let (_folder, path) = folder(HEAD);
        let draft = Draft::open(&path).unwrap();
        let imported = draft.import(&opml(&sources_opml(&config).unwrap()).unwrap());
        let again = draft.with(&imported.new).unwrap();
        let said = |config: &Config| -> Vec<_> {
            let of = |it: &bantin::config::Source| (it.id.to_string(), it.name.clone(), it.url.clone(), it.language.clone());
            config.sources.iter().map(|it| of(it)).collect()
        };
        prop_assert_eq!(said(again.config()), said(&config));
    }
}
