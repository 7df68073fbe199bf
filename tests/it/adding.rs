//! `bantin add`: from a site's address to a source in feeds.toml, with all else in the file as it was.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use bantin::config::edit::{Draft, EditError, FreeIds, NewKind, NewSource};
use bantin::config::{Config, SourceKind};
use bantin::read::{Css, ListingSelectors};
use proptest::prelude::*;
use tempfile::TempDir;
use url::Url;

use crate::discovery::{feed, page};
use crate::scripted::{Reply, Scripted};

/// A feeds.toml as an operator keeps it.
const KEPT: &str = "\
# Của toà soạn.
[site]
title   = \"Bản tin\"  # căn lề
url = 'https://bantin.example/'
tag = \"bantin.example,2026\"

[fetch]
contact = \"news@bantin.example\"
spacing = \"0ms\"
allow = [
  \"127.0.0.0/8\", # máy này
]

# ---- Nguồn

[[source]]
id = \"bao\"
name = \"Báo\"
url = \"https://bao.example/rss\" # đã thử
page.read = false
# và chủ đề

[[topic]]
id = \"ntm\"
name = \"Nông thôn mới\"
strong = [\"nông thôn mới\"]

[[feed]]
id = \"tat-ca\"
title = \"Tất cả\"
# hết
";

struct Desk {
    folder: TempDir,
}

struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Desk {
    fn with(text: &str) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(desk.path(), text).unwrap();
        desk
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("feeds.toml")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }

    fn config(&self) -> Config {
        Config::parse("feeds.toml", &self.text(), self.folder.path()).unwrap_or_else(|mistakes| panic!("{mistakes}"))
    }

    fn run(&self, arguments: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
        let output = command.args(arguments).current_dir(self.folder.path()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    fn add(&self, url: &Url, more: &[&str]) -> Said {
        self.run(&[&["add", url.as_str()], more].concat())
    }
}

/// What was put into `old` to make `new`; nothing else may have changed.
fn put_in<'a>(old: &str, new: &'a str) -> &'a str {
    let mut places = old.char_indices().map(|(at, _)| at).chain([old.len()]);
    let added = |at: usize| new.strip_prefix(&old[..at])?.strip_suffix(&old[at..]);
    places.find_map(added).unwrap_or_else(|| panic!("more than one place changed: {new}"))
}

fn source(id: &str) -> NewSource {
    NewSource {
        remarks: Vec::new(),
        id: id.to_owned(),
        name: "Báo mới".to_owned(),
        url: Url::parse(&format!("https://{id}.example/rss")).unwrap(),
        kind: NewKind::Feed,
        language: None,
    }
}

fn listing(id: &str) -> NewSource {
    let css = |text: &str| Css::parse(text).unwrap();
    let (item, title) = (css("li.tin"), Some(css("h3")));
    let selectors = ListingSelectors { item, title, link: None, date: None, summary: None, image: None };
    NewSource { kind: NewKind::Listing(selectors), ..source(id) }
}

/// The text with a source more.
fn drafted(text: &str, source: NewSource) -> String {
    let desk = Desk::with(text);
    let draft = Draft::open(&desk.path()).unwrap_or_else(|error| panic!("{error}"));
    draft.with(&[source]).unwrap_or_else(|error| panic!("{error}")).text().to_owned()
}

async fn site() -> Scripted {
    let declared = "<link rel='alternate' type='application/rss+xml' href='/rss/kinh-te.rss'>\
        <link rel='alternate' type='application/rss+xml' href='/rss/ban-sao.rss'>\
        <link rel='alternate' type='application/rss+xml' href='/rss/xa-hoi.rss'>";
    Scripted::with([
        ("/", vec![page(declared)]),
        ("/rss/kinh-te.rss", vec![feed("Kinh tế \" Báo\u{7} Mẫu", 1..9)]),
        ("/rss/ban-sao.rss", vec![feed("Kinh tế", 1..9)]),
        ("/rss/xa-hoi.rss", vec![feed("Xã hội", 30..33)]),
        ("/tin-tuc", vec![page(&list())]),
    ])
    .await
}

fn list() -> String {
    let item = |n| {
        format!("<li class='tin'><h3><a href='/bai-viet-so-{n}.html'>Bài viết số {n} về nông thôn mới</a></h3></li>")
    };
    format!("<ul>{}</ul>", (1..9).map(item).collect::<String>())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_best_feed_of_a_site_is_added_behind_the_last_source() {
    let (desk, server) = (Desk::with(KEPT), site().await);
    let said = desk.add(&server.url("/"), &[]);
    assert_eq!(said.code, Some(0), "{}{}", said.out, said.err);
    let (text, url) = (desk.text(), server.url("/rss/kinh-te.rss"));
    let added = put_in(KEPT, &text);
    assert!(added.contains("[[source]]\nid = \"127-kinh-te\"\nname = "), "{added}");
    assert!(added.contains(&format!("url = \"{url}\"\n")), "{added}");
    assert!(text.contains("page.read = false\n\n[[source]]\nid = \"127-kinh-te\""), "{text}");
    assert_eq!(desk.config().sources.len(), 2);
    for part in [
        "* 1  a feed declared by the page: 8 entries",
        "  2  a feed declared by the page: 3 entries",
        "gives the same as",
        "say --feed N",
        "It has 8 articles now, 0 of them filed",
        "2026-08-23T01:00+07:00  Bài 1",
        "and 3 more",
        "as `127-kinh-te`, at line 22",
    ] {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_of_the_candidates_is_taken_by_its_number() {
    let (desk, server) = (Desk::with(KEPT), site().await);
    let said = desk.add(&server.url("/"), &["--feed", "2", "--id", "xa-hoi", "--name", "Xã hội - Báo Mẫu"]);
    assert_eq!(said.code, Some(0), "{}{}", said.out, said.err);
    let added = &desk.config().sources[1];
    let names = (added.id.as_str(), added.name.as_str(), added.url.path());
    assert_eq!(names, ("xa-hoi", "Xã hội - Báo Mẫu", "/rss/xa-hoi.rss"));
    let said = desk.add(&server.url("/"), &["--feed", "9"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("there is no candidate 9") && said.err.contains("as `xa-hoi`"), "{}", said.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_there_already_is_not_added_again_nor_asked() {
    let (desk, server) = (Desk::with(KEPT), site().await);
    assert_eq!(desk.add(&server.url("/rss/kinh-te.rss"), &[]).code, Some(0));
    let (text, asked) = (desk.text(), server.targets().len());
    let said = desk.add(&server.url("/rss/kinh-te.rss?utm_source=x"), &[]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("already, as `127-kinh-te`"), "{}", said.err);
    assert_eq!((desk.text(), server.targets().len()), (text, asked));
    // Of the site the next best is another, and then there is none.
    assert_eq!(desk.add(&server.url("/"), &[]).code, Some(0));
    assert_eq!(desk.config().sources[2].url.path(), "/rss/xa-hoi.rss");
    let said = desk.add(&server.url("/"), &[]);
    assert!(said.code == Some(1) && said.err.contains("nothing new was found"), "{}", said.err);
    let said = desk.add(&server.url("/"), &["--feed", "1"]);
    assert!(said.code == Some(1) && said.err.contains("already, as `127-kinh-te`"), "{}", said.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_a_feed_is_added_with_the_selectors_that_were_tried() {
    let (desk, server) = (Desk::with(KEPT), site().await);
    let said = desk.add(&server.url("/tin-tuc"), &[]);
    assert_eq!(said.code, Some(0), "{}{}", said.out, said.err);
    let SourceKind::Listing(listing) = desk.config().sources[1].kind.clone() else { panic!("{}", desk.text()) };
    assert_eq!(listing.selectors.unwrap().item.as_str(), "li.tin");
    assert!(desk.text().contains("# The selectors were guessed"), "{}", desk.text());
    assert!(said.out.contains("It has 8 articles now, 8 of them filed"), "{}", said.out);
    assert!(said.out.contains("Bài viết số 1 về nông thôn mới  → ntm"), "{}", said.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_read_as_a_listing_on_request_though_its_site_has_a_feed() {
    let head = "<link rel='alternate' type='application/rss+xml' href='/rss/kinh-te.rss'>";
    let server = Scripted::with([("/", vec![page(&format!("{head}{}", list()))])]).await;
    let desk = Desk::with(KEPT);
    let said = desk.add(&server.url("/"), &["--listing"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(matches!(desk.config().sources[1].kind, SourceKind::Listing(_)));
    assert_eq!(server.targets(), ["/robots.txt", "/"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_shows_what_it_would_write_and_writes_nothing() {
    let (desk, server) = (Desk::with(KEPT), site().await);
    fs::set_permissions(desk.path(), fs::Permissions::from_mode(0o444)).unwrap();
    let said = desk.add(&server.url("/"), &["--dry-run"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("id = \"127-kinh-te\"") && said.out.contains("is as it was"), "{}", said.out);
    assert_eq!(desk.text(), KEPT);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_that_check_would_refuse() {
    let (desk, server) = (Desk::with(KEPT), site().await);
    for (more, complaint) in [
        (["--id", "bao"], "the id `bao` is given to two sources"),
        (["--id", "Kinh Tế"], "try `kinh-te`"),
        (["--name", " "], "`name` is empty"),
    ] {
        let said = desk.add(&server.url("/"), &more);
        assert_eq!(said.code, Some(2), "{}", said.err);
        assert!(said.err.contains(complaint), "{}", said.err);
    }
    assert_eq!(desk.text(), KEPT);
    let wrong = Desk::with(&KEPT.replace("[fetch]", "[fetsh]"));
    let said = wrong.add(&server.url("/"), &[]);
    assert!(said.code == Some(2) && said.err.contains("did you mean `fetch`?"), "{}", said.err);
    let example = "[[topic.example]]\ntext = 'Gà'\nbelongs = true\n\n[[feed]]";
    let misfiled = Desk::with(&KEPT.replace("[[feed]]", example));
    let said = misfiled.add(&server.url("/"), &[]);
    assert!(said.code == Some(2) && said.err.contains("this example isn't filed"), "{}", said.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_with_nothing_to_read_is_said_to_have_nothing() {
    let server = Scripted::with([("/", vec![page("<p>Chào</p>")]), ("/trong.rss", vec![feed("Trống", 0..0)])]).await;
    let desk = Desk::with(KEPT);
    for (target, complaint) in
        [("/", "nothing was found at"), ("/khong-co", "answered 404"), ("/trong.rss", "nothing new was found")]
    {
        let said = desk.add(&server.url(target), &[]);
        assert!(said.code == Some(1) && said.err.contains(complaint), "{target}: {}", said.err);
    }
    assert_eq!(desk.text(), KEPT);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_is_written_where_it_is_another_than_the_sites() {
    let rss = |language: &str, titles: [&str; 2]| {
        let item = |title| format!("<item><title>{title}</title><link>https://x.example/{title}</link></item>");
        let items: String = titles.map(item).concat();
        let head = format!("<title>T</title><language>{language}</language>");
        vec![Reply::ok(format!("<rss version='2.0'><channel>{head}{items}</channel></rss>"))]
    };
    let server = Scripted::with([
        ("/en.rss", rss("en_US", ["New roads", "Two rural bridges"])),
        ("/vi.rss", rss("en-us", ["Đường mới ở Pá Hu", "Hai cây cầu mới"])),
        ("/la.rss", rss("x", ["Roads", "Bridges in Laos"])),
    ])
    .await;
    let desk = Desk::with(KEPT);
    for target in ["/en.rss", "/vi.rss", "/la.rss"] {
        let said = desk.add(&server.url(target), &[]);
        assert_eq!(said.code, Some(0), "{}", said.err);
    }
    let languages: Vec<_> = desk.config().sources.iter().map(|source| source.language.clone()).collect();
    assert_eq!(languages, ["vi", "en-US", "vi", "vi"]);
    assert_eq!(desk.text().matches("language").count(), 1, "{}", desk.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_source_of_a_new_file_can_be_added() {
    let (start, rest) = KEPT.split_once("\n[[source]]").unwrap();
    let desk = Desk::with(&format!("{start}{}", &rest[rest.find("\n[[topic]]").unwrap()..]));
    let old = desk.text();
    let said = desk.add(&site().await.url("/"), &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(desk.config().sources.len(), 1);
    assert!(desk.text().starts_with(&old));
}

#[test]
fn lines_are_indented_as_those_before() {
    let flat = KEPT.replace("page.read = false", "[source.page]\nread = false");
    let text = drafted(&flat, listing("moi"));
    let added = put_in(&flat, &text);
    assert!(added.contains("\n[source.listing]\nitem = \"li.tin\"\ntitle = \"h3\"\n"), "{added}");
    let deep = KEPT.replace("[[source]]\nid", "  [[source]]\n\tid");
    let deep = deep.replace("page.read = false", "\t  [source.page]\n\t    read = false");
    let text = drafted(&deep, listing("moi"));
    let block = "\n  [[source]]\n\tid = \"moi\"\n\tname = \"Báo mới\"\n\turl = \"https://moi.example/rss\"\n\tkind = \"listing\"\n\n\
        \t  [source.listing]\n\t    item = \"li.tin\"\n\t    title = \"h3\"\n";
    assert!(text.contains(block), "{text}");
}

#[test]
fn what_belongs_to_the_last_source_stays_with_it() {
    let apart = KEPT.replace("page.read = false\n", "") + "[source.page]\nbody = '''\n  div.x\n''' # đuôi";
    let text = drafted(&apart, source("moi"));
    let end = "''' # đuôi\n\n[[source]]\nid = \"moi\"\nname = \"Báo mới\"\nurl = \"https://moi.example/rss\"\n";
    assert!(text.ends_with(end), "{text}");
}

#[test]
fn ends_of_lines_stay_as_they_are() {
    let windows = KEPT.replace('\n', "\r\n");
    let text = drafted(&windows, source("moi"));
    assert_eq!(text.matches("\r\n").count(), text.matches('\n').count());
    assert!(put_in(&windows, &text).contains("id = \"moi\"\r\n"));
}

#[test]
fn sources_in_one_array_are_left_alone_and_said_to_be() {
    let (start, rest) = KEPT.split_once("[[source]]").unwrap();
    let inline = "source = [{ id = 'bao', name = 'Báo', url = 'https://bao.example/rss' }]\n";
    let desk = Desk::with(&format!("{inline}{start}{}", &rest[rest.find("\n[[topic]]").unwrap()..]));
    let draft = Draft::open(&desk.path()).unwrap();
    let refused = draft.with(&[source("moi")]).unwrap_err();
    assert!(matches!(&refused, EditError::Inline(_)) && refused.to_string().contains("`[[source]]`"), "{refused}");
}

#[test]
fn a_file_keeps_its_mode_and_a_link_leads_to_the_same_file() {
    let desk = Desk::with(KEPT);
    let real = desk.folder.path().join("that.toml");
    fs::rename(desk.path(), &real).unwrap();
    std::os::unix::fs::symlink("that.toml", desk.path()).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    let draft = Draft::open(&desk.path()).unwrap();
    draft.with(&[source("moi")]).unwrap().save().unwrap();
    assert!(desk.path().is_symlink());
    assert_eq!(fs::metadata(&real).unwrap().mode() & 0o7777, 0o640);
    assert!(fs::read_to_string(&real).unwrap().contains("id = \"moi\""));
    assert_eq!(fs::read_dir(desk.folder.path()).unwrap().count(), 2, "nothing is left beside it");
}

#[test]
fn a_file_that_changed_meanwhile_is_left_as_it_is() {
    let desk = Desk::with(KEPT);
    let draft = Draft::open(&desk.path()).unwrap();
    let edited = draft.with(&[source("moi")]).unwrap();
    let other = KEPT.replace("Báo", "Tờ báo");
    fs::write(desk.path(), &other).unwrap();
    let refused = edited.save().unwrap_err();
    assert!(matches!(refused, EditError::Changed(_)), "{refused}");
    assert_eq!(desk.text(), other);
}

#[test]
fn of_several_at_once_none_takes_back_what_another_wrote() {
    let desk = Desk::with(KEPT);
    let write = |path: &Path, n: usize| Draft::open(path).unwrap().with(&[source(&format!("moi-{n}"))]).unwrap().save();
    let results: Vec<_> = std::thread::scope(|scope| {
        let path = desk.path();
        let threads: Vec<_> = (0..8)
            .map(|n| {
                let path = path.clone();
                scope.spawn(move || write(&path, n))
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let refused: Vec<_> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    assert!(refused.iter().all(|refused| matches!(refused, EditError::Changed(_))), "{refused:?}");
    assert_eq!(desk.config().sources.len(), 1 + results.len() - refused.len());
    assert!(refused.len() < results.len());
}

#[test]
fn a_read_only_file_is_said_to_be_read_only() {
    let desk = Desk::with(KEPT);
    fs::set_permissions(desk.path(), fs::Permissions::from_mode(0o444)).unwrap();
    let said = desk.add(&Url::parse("http://127.0.0.1:1/").unwrap(), &[]);
    assert!(said.code == Some(1) && said.err.contains("feeds.toml is read-only: nothing was written"), "{}", said.err);
    assert_eq!(desk.text(), KEPT);
}

#[test]
fn an_address_is_read_as_people_type_it() {
    let desk = Desk::with(KEPT);
    let said = desk.run(&["add", "bao.example/rss"]);
    assert!(said.err.contains("already, as `bao`"), "{}", said.err);
    let off = Desk::with(&KEPT.replace("page.read", "off = \"nghỉ\"\npage.read"));
    assert!(off.run(&["add", "bao.example/rss"]).err.contains("as `bao`; it is off: nghỉ"));
    let said = desk.run(&["add", "ftp://bao.example/rss"]);
    assert!(said.code == Some(2) && said.err.contains("must be https or http"), "{}", said.err);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever a site calls itself, what is written is read as it was meant, and the rest of the file is untouched.
    #[test]
    fn what_is_written_is_what_is_read(
        names in proptest::collection::vec("\\PC{0,12}[a-zĐ\"'\\\\#\n\u{7}]\\PC{0,12}x", 1..4),
        remark in "\\PC{0,20}[\n\u{0}]?\\PC{0,9}",
    ) {
        let desk = Desk::with(KEPT);
        let draft = Draft::open(&desk.path()).unwrap();
        let mut ids = FreeIds::beside(draft.config());
        let new = |name: &String| {
            let plain = listing("moi");
            NewSource { name: name.clone(), id: ids.give(&plain.url), remarks: vec![remark.clone()], ..plain }
        };
        let sources: Vec<NewSource> = names.iter().map(new).collect();
        let edited = draft.with(&sources).unwrap();
        let read: Vec<_> = edited.config().sources[1..].iter().map(|it| (it.id.to_string(), it.name.clone())).collect();
        let normal = |name: &str| bantin::text::nfc(&name.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
        let meant: Vec<_> = sources.iter().map(|it| (it.id.clone(), normal(&it.name))).collect();
        prop_assert_eq!(read, meant);
        prop_assert!(put_in(KEPT, edited.text()).contains("[source.listing]"));
    }
}
