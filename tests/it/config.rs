//! feeds.toml: what is accepted, and what is said about mistakes.

use std::ffi::OsString;
use std::path::Path;

use bantin::config::{Config, ConfigError, FeedContent, Interval, Language, Listing, Mistakes, Overrides, SourceKind};
use bantin::judge::Pattern;
use bantin::news::{SourceId, TopicId};
use bantin::read::dates::FieldOrder;
use bantin::read::{Css, ListingSelectors, NextPage, PageSelectors, PathPattern, SitemapRules};
use jiff::SignedDuration;
use proptest::prelude::*;

/// The least that is a configuration; tests add to it.
const LEAST: &str = r#"
[site]
title = "Bản tin"
url = "https://example.org/ban-tin"
tag = "example.org,2026"

[fetch]
contact = "news@example.org"

[[feed]]
id = "all"
title = "Tất cả"

[[source]]
id = "bao"
name = "Báo"
url = "https://bao.example/rss"
"#;

const SHIPPED: &str = include_str!("../../feeds.toml");

/// The shipped file, with stand-ins for its topics while it has none.
fn shipped() -> String {
    let mut text = SHIPPED.to_owned();
    if !text.contains("\n[[topic]]") {
        text += &topics(&[("mtqg", ""), ("giam-ngheo", "mtqg"), ("nong-thon-moi", "mtqg")]);
    }
    text
}

/// Topics by their ids and their parents'; "" is no parent.
fn topics(lineages: &[(&str, &str)]) -> String {
    let topic = |(id, parent): &(&str, &str)| {
        let parent = if parent.is_empty() { String::new() } else { format!("parent = '{parent}'") };
        format!("\n[[topic]]\nid = '{id}'\nname = '{id}'\nstrong = ['{id}']\n{parent}\n")
    };
    lineages.iter().map(topic).collect::<Vec<_>>().concat()
}

fn parse(text: &str) -> Result<Config, Mistakes> {
    Config::parse("feeds.toml", text, Path::new("/srv/bantin"))
}

fn config(addition: &str) -> Config {
    parse(&format!("{LEAST}{addition}")).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// What is said about `LEAST` with `addition` at its end: the messages, then the hints.
fn said_of(addition: &str) -> String {
    said(&format!("{LEAST}{addition}"))
}

fn said(text: &str) -> String {
    let Err(mistakes) = parse(text) else { return "nothing".to_owned() };
    let said: Vec<String> = mistakes
        .iter()
        .map(|mistake| format!("{} ({})", mistake.message, mistake.hint.as_deref().unwrap_or("no hint")))
        .collect();
    said.join("; ")
}

#[test]
fn the_shipped_file_is_valid() {
    let config = parse(&shipped()).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    assert_eq!(config.feeds[0].id.as_str(), "tong-hop");
    assert_eq!(config.sources.len(), 40);
    assert!(config.sources.iter().any(|source| source.off.is_none()));
}

#[test]
fn what_is_left_out_has_its_default() {
    let Config { site, store, publish, fetch, sources, topics, feeds, .. } = config("");
    assert_eq!(site.url.as_str(), "https://example.org/ban-tin/");
    assert_eq!((site.description.as_str(), site.language), ("", Language::Vietnamese));
    assert_eq!(site.zone.iana_name(), Some("Asia/Ho_Chi_Minh"));
    assert_eq!(store.database, Path::new("/srv/bantin/bantin.db"));
    assert_eq!(publish.directory, Path::new("/srv/bantin/public"));
    assert_eq!(publish.listen.to_string(), "127.0.0.1:8080");
    assert_eq!((fetch.timeout.as_secs(), fetch.spacing.as_secs()), (30, 2));
    assert_eq!((fetch.max_feed_bytes, fetch.max_page_bytes), (8 << 20, 4 << 20));
    assert_eq!((fetch.max_redirects, fetch.concurrency, fetch.pages_per_host), (5, 16, 20));
    assert_eq!(fetch.allow, []);
    let [source] = &sources[..] else { panic!("{sources:?}") };
    assert_eq!((&source.kind, &source.off, source.read_pages), (&SourceKind::Feed, &None, true));
    assert_eq!((&source.zone, source.language.as_str()), (&site.zone, "vi"));
    assert_eq!(source.page, PageSelectors::default());
    assert_eq!(topics, []);
    let [feed] = &feeds[..] else { panic!("{feeds:?}") };
    assert!(feed.topics.is_empty() && feed.sources.is_empty());
    assert_eq!((feed.limit, feed.content), (50, FeedContent::Summary));
}

#[test]
fn a_source_says_where_its_parts_are() {
    let config = config(
        r##"
        off = "đổi giao diện"
        kind = "listing"
        zone = "Asia/Tokyo"
        date_order = "month-first"
        gmt_is_local = true
        language = "zh-Hant"

        [source.listing]
        item = "li.tin"
        link = "a.xem"
        title = "h3"
        date = "time"
        summary = "p"
        image = "img.nho"

        [source.page]
        title = "h1"
        lead = ".sapo"
        body = "#tin"
        author = ".tac-gia"
        date = ".ngay"
        image = "figure img"
        remove = [".qc", "nav"]
        read = false
        "##,
    );
    let source = &config.sources[0];
    assert_eq!(source.off.as_deref(), Some("đổi giao diện"));
    assert_eq!((source.zone.iana_name(), source.language.as_str()), (Some("Asia/Tokyo"), "zh-Hant"));
    assert_eq!((source.date_order, source.gmt_is_local), (Some(FieldOrder::MonthFirst), true));
    let css = |text: &str| Css::parse(text).unwrap();
    let listing = ListingSelectors {
        item: css("li.tin"),
        link: Some(css("a.xem")),
        title: Some(css("h3")),
        date: Some(css("time")),
        summary: Some(css("p")),
        image: Some(css("img.nho")),
    };
    assert_eq!(
        source.kind,
        SourceKind::Listing(Listing { selectors: Some(listing), next: NextPage::AsThePageSays, pages: 1 })
    );
    let page = PageSelectors {
        title: Some(css("h1")),
        lead: Some(css(".sapo")),
        body: Some(css("#tin")),
        author: Some(css(".tac-gia")),
        date: Some(css(".ngay")),
        image: Some(css("figure img")),
        remove: vec![css(".qc"), css("nav")],
    };
    assert_eq!((&source.page, source.read_pages), (&page, false));
}

#[test]
fn a_topic_has_patterns_of_four_kinds() {
    let config = config(
        r#"
        [[topic]]
        id = "goc"
        name = "Gốc"
        strong = ["chương trình"]

        [[topic]]
        id = "canh"
        name = "Cành"
        description = "Dưới gốc"
        parent = "goc"
        strong = ["cành", "nhánh"]
        context = ["vốn"]
        within = ["dự án 1"]
        never = ["cành vàng"]
        "#,
    );
    let topic = &config.topics[1];
    assert_eq!((topic.name.as_str(), topic.description.as_deref()), ("Cành", Some("Dưới gốc")));
    assert_eq!(topic.parent, Some(TopicId::new("goc")));
    let patterns = [&topic.strong, &topic.context, &topic.within, &topic.never];
    let typed = patterns.map(|list| list.iter().map(Pattern::as_str).collect::<Vec<_>>());
    assert_eq!(typed, [vec!["cành", "nhánh"], vec!["vốn"], vec!["dự án 1"], vec!["cành vàng"]]);
}

#[test]
fn a_topic_names_what_it_merges_and_has_examples() {
    let topics = "
        [[topic]]
        id = 'goc'
        name = 'Gốc'
        strong = ['chương trình']

        [[topic]]
        id = 'moi'
        name = 'Mới'
        merges = ['goc']
        strong = ['chương trình mới']

        [[topic.example]]
        text = 'Chương trình mới'
        belongs = true
        ";
    let config = config(topics);
    assert_eq!(config.topics[1].merges, [TopicId::new("goc")]);
    let example = &config.topics[1].examples[0];
    assert_eq!((example.text.as_str(), example.belongs), ("Chương trình mới", true));
    assert!(said_of(&topics.replace("['goc']", "['gôc']")).contains("did you mean `goc`?"));
    assert!(said_of(&topics.replace("belongs = true", "belong = true")).contains("did you mean `belongs`?"));
}

#[test]
fn a_source_follows_the_site_unless_it_says_otherwise() {
    let text = LEAST.replace("[fetch]", "language = 'en'\nzone = 'Asia/Vientiane'\n[fetch]");
    let config = parse(&text).unwrap();
    let source = &config.sources[0];
    assert_eq!((source.zone.iana_name(), source.language.as_str()), (Some("Asia/Vientiane"), "en"));
}

#[test]
fn every_mistake_is_reported_at_once_where_it_is() {
    let text = r#"[site]
titel = "Bản tin"
url = "example.org"
tag = "example.org"
zone = "Asia/Ho_Chi_Min"
language = "vn"

[fetch]
contact = "me"
timeout = 30
spacing = "soon"
max_page_bytes = "2 MeB"
concurrency = 0
allow = ["10.0.0.0/8", "home"]

[publish]
listen = "localhost:8080"

[[source]]
id = "Báo Cao Bằng"
name = "  "
url = "ftp://baocaobang.vn/"
off = true
language = "tiếng Việt"
every = { min = "2h", max = "1h" }
page = { body = "div[" }

[[source]]
id = "tien-phong"
name = 'Tiền Phong'
url = "https://tienphong.vn/rss/home.rss"
kind = "listng"
zone = "Mars/Olympus"

[[source]]
id = "tien-phong"
name = "Tiền Phong lần nữa"
url = "https://tienphong.vn/rss/xa-hoi-2.rss"
listing = { item = "li", tittle = "h3" }

[[topic]]
id = "giam-ngheo"
name = "Giảm nghèo"
parent = "mtqg"
strong = ["giảm nghèo", ""]

[[topic]]
id = "ga"
name = "Gà"
parent = "trung"
within = ["gà"]

[[topic]]
id = "trung"
name = "Trứng"
parent = "ga"

[[topic]]
id = "trong"
name = "Trống"

[[feed]]
id = "tong-hop"
topics = ["giam-nghoe"]
sources = "tien-phong"
limit = 0
content = "everything"

[feeds]
"#;
    insta::assert_snapshot!(parse(text).unwrap_err().render(false));
}

#[test]
fn a_source_names_its_own_province() {
    let place = |typed: &str| {
        let text = LEAST.replace("name = \"Báo\"", &format!("name = \"Báo\"\nplace = \"{typed}\""));
        parse(&text).map(|config| config.sources[0].place.map(|place| (place.name, place.today)))
    };
    assert_eq!(place("Cao Bằng").unwrap(), Some(("Cao Bằng", "Cao Bằng")));
    assert_eq!(place("Hoà Bình").unwrap(), Some(("Hòa Bình", "Phú Thọ")));
    assert_eq!(place("TP HCM").unwrap(), Some(("Hồ Chí Minh", "Hồ Chí Minh")));
    for (typed, hint) in [
        ("Cao Bang", "did you mean `Cao Bằng`?"),
        ("tỉnh Cao Bằng", "did you mean `Cao Bằng`?"),
        ("Tokyo", "one of the 34 of today, or of the 63 before July 2025"),
    ] {
        let said = place(typed).unwrap_err().render(false);
        assert!(said.contains("names no province") && said.contains(hint), "{said}");
    }
}

#[test]
fn a_mistake_has_a_line_and_a_column_in_characters() {
    let mistakes = parse(&LEAST.replace("name = \"Báo\"", "\"name\" = \"Báo\"; # Việt")).unwrap_err();
    let at: Vec<_> = mistakes.iter().map(|mistake| (mistake.line, mistake.column)).collect();
    assert_eq!(at, [(16, 15)], "{mistakes}");
}

#[test]
fn mistakes_of_syntax_are_reported_in_the_same_form() {
    insta::assert_snapshot!(
        parse("[site]\ntitle = Bản tin\nurl = 1\nurl = 2\n[site]\ntag = \"x\n").unwrap_err().render(false)
    );
}

#[test]
fn colour_adds_escapes_and_nothing_else() {
    let mistakes = parse("sites = 1").unwrap_err();
    let coloured = mistakes.render(true);
    assert!(coloured.contains('\u{1b}'));
    let mut plain = String::new();
    let mut escaped = false;
    for c in coloured.chars() {
        match c {
            '\u{1b}' => escaped = true,
            'm' if escaped => escaped = false,
            c if !escaped => plain.push(c),
            _ => {}
        }
    }
    assert_eq!(plain, mistakes.render(false));
}

#[test]
fn an_empty_file_is_told_what_it_needs() {
    assert_eq!(
        said(""),
        "there is no `[[feed]]` (add at least one, with `id` and `title`: what is published); \
         there is no `[[source]]` (add at least one, with `id`, `name` and `url`: where the news comes from); \
         there is no `[fetch]` (add it, with `contact`); \
         there is no `[site]` (add it, with `title`, `url` and `tag`)"
    );
}

#[test]
fn a_slip_of_the_pen_is_recognised_and_mentioned_once() {
    for (addition, expected) in [
        ("nmae = 1", "unknown key `nmae` in `[[source]]` (did you mean `name`?)"),
        ("zone = 'Asia/Ho_Chi_Min'", "`zone` names no time zone: `Asia/Ho_Chi_Min` (did you mean `Asia/Ho_Chi_Minh`?)"),
        ("kind = 'Listing'", "`kind` can't be `Listing` (did you mean `listing`?)"),
        ("[[topics]]", "unknown key `topics` in `feeds.toml` (did you mean `topic`?)"),
        ("[[feed]]\nid = 'x'\ntitle = 'x'\nsources = ['boa']", "there is no source `boa` (did you mean `bao`?)"),
    ] {
        assert_eq!(said_of(addition), expected);
    }
    assert_eq!(
        said(&LEAST.replace("title = \"Bản tin\"", "titel = \"Bản tin\"")),
        "unknown key `titel` in `[site]` (did you mean `title`?)"
    );
    assert_eq!(said(&LEAST.replace("[site]", "[sites]")), "unknown key `sites` in `feeds.toml` (did you mean `site`?)");
}

#[test]
fn a_wrong_kind_of_table_is_told_its_header() {
    for (from, to, expected) in [
        (
            "[[source]]",
            "[source]",
            "`source` must be an array of tables (write each under its own header, in double brackets: `[[source]]`)",
        ),
        (
            "[[source]]",
            "source = 1\n[x]",
            "unknown key `x` in `feeds.toml` (feeds.toml knows `site`, `store`, `publish`, `fetch`, `source`, `topic` and `feed`)",
        ),
        ("[site]", "[[site]]", "`site` must be a table, not an array (write it under a header: `[site]`)"),
    ] {
        let said = said(&LEAST.replace(from, to));
        assert!(said.contains(expected), "{said}");
    }
    assert_eq!(
        said(&format!("source = []\n{}", LEAST.split("[[source]]").next().unwrap())),
        "there is no `[[source]]` (add at least one, with `id`, `name` and `url`: where the news comes from)"
    );
}

#[test]
fn a_source_is_asked_at_fixed_times_or_between_bounds() {
    let mins = SignedDuration::from_mins;
    for (every, min, max) in [
        ("", mins(15), mins(360)),
        ("every = '30m'", mins(30), mins(30)),
        ("every = '1h 30 minutes'", mins(90), mins(90)),
        ("every = { min = '12h' }", mins(720), mins(720)),
        ("every = { max = '5m' }", mins(5), mins(5)),
        ("every = { max = '2d' }", mins(15), mins(2880)),
    ] {
        assert_eq!(config(every).sources[0].every, Interval { min, max }, "{every}");
    }
    for (every, expected) in [
        ("every = '1s'", "`every` must be between 1m and 30d (no hint)"),
        ("every = '1 month'", "`every` is no duration: `1 month`"),
        ("every = '-5m'", "`every` must be between 1m and 30d"),
        ("every = 30", "`every` must be a duration or a table, not an integer"),
        ("every = { min = '1h', max = '30m' }", "`min` is longer than `max` (exchange them)"),
        ("every = { mni = '1h' }", "unknown key `mni` in `every` (did you mean `min`?)"),
    ] {
        assert!(said_of(every).starts_with(expected), "{every}: {}", said_of(every));
    }
}

#[test]
fn an_address_carries_no_password() {
    for address in ["https://nam:bi-mat@bao.example/rss", "https://nam@bao.example/", "http://:bi-mat@bao.example/"] {
        let said = said(&LEAST.replace("https://bao.example/rss", address));
        assert!(said.contains("`url` carries a name or password") && said.contains("shown to readers"), "{said}");
    }
}

#[test]
fn a_listing_is_described_or_guessed_and_a_feed_has_none() {
    let kind = |text: &str| config(text).sources[0].kind.clone();
    let guessed = Listing { selectors: None, next: NextPage::AsThePageSays, pages: 1 };
    assert_eq!(kind("kind = 'listing'"), SourceKind::Listing(guessed.clone()));
    let paged = Listing { next: NextPage::Template("?page={page}".to_owned()), pages: 3, ..guessed };
    assert_eq!(kind("kind = 'listing'\nlisting = { next = '?page={page}', pages = 3 }"), SourceKind::Listing(paged));
    assert_eq!(
        said_of("kind = 'listing'\nlisting = { next = '?page={n}', pages = 99 }"),
        "`next` is no address with `{page}` or `{page-1}` in it (write the selector of the link to the next page, or \
         the pages' address: `\"?page={page}\"`); `pages` must be between 1 and 20 (no hint)"
    );
    assert!(said_of("kind = 'listing'\nlisting = { next = 'a[' }").contains("`next` is no CSS selector"));
    assert_eq!(
        said_of("kind = 'listing'\nlisting = { title = 'h3' }"),
        "`item` is missing from `[source.listing]` (add `item = \"…\"`)"
    );
    assert!(said_of("listing = { item = 'li' }").contains("add `kind = \"listing\"`"));
    assert!(matches!(config("kind = 'listing'\nlisting = { item = 'li' }").sources[0].kind, SourceKind::Listing(_)));
}

#[test]
fn a_sitemap_has_rules_and_what_is_none_has_not() {
    let kind = |text: &str| config(text).sources[0].kind.clone();
    assert_eq!(kind("kind = 'sitemap'"), SourceKind::Sitemap(SitemapRules::default()));
    let path = |text: &str| PathPattern::parse(text).unwrap();
    let rules = SitemapRules {
        include: vec![path("/xa-hoi/"), path("*/ocop/")],
        exclude: vec![path("/video/")],
        within: SignedDuration::from_hours(24),
        limit: 20,
        sitemaps: 1,
    };
    let typed = "kind = 'sitemap'\nsitemap = { include = ['/xa-hoi/', '*/ocop/'], exclude = ['/video/'], within = '1d', limit = 20, sitemaps = 1 }";
    assert_eq!(kind(typed), SourceKind::Sitemap(rules));
    for (typed, expected) in [
        ("sitemap = { limit = 5 }", "rules for a sitemap, in a source that is a feed (add `kind = \"sitemap\"`"),
        ("kind = 'sitemap'\nlisting = { item = 'li' }", "selectors of a listing, in a source that is a sitemap"),
        ("kind = 'sitemap'\nsitemap = { include = ['xa-hoi'] }", "`include` has `xa-hoi`, which is no path"),
        ("kind = 'sitemap'\nsitemap = { within = '5s' }", "`within` must be between 1h and 366d"),
        ("kind = 'sitemap'\nsitemap = { limit = 0 }", "`limit` must be between 1 and 1000"),
        (
            "kind = 'sitemap'\nsitemap = { sitemap = 2 }",
            "unknown key `sitemap` in `[source.sitemap]` (did you mean `sitemaps`?)",
        ),
    ] {
        let said = said_of(typed);
        assert!(said.contains(expected), "{typed}: {said}");
    }
}

#[test]
fn sizes_are_bytes_or_have_a_unit() {
    for (typed, bytes) in [("2097152", 2 << 20), ("'2 MiB'", 2 << 20), ("'64KiB'", 64 << 10), ("'5 MB'", 5_000_000)] {
        let text = LEAST.replace("[fetch]", &format!("[fetch]\nmax_feed_bytes = {typed}"));
        assert_eq!(parse(&text).unwrap().fetch.max_feed_bytes, bytes);
    }
    for typed in ["'MiB'", "'2 MeB'", "-1", "'99999999999999999999 GiB'", "0", "'1 GiB'", "2.5"] {
        assert!(parse(&LEAST.replace("[fetch]", &format!("[fetch]\nmax_feed_bytes = {typed}"))).is_err(), "{typed}");
    }
}

#[test]
fn topics_come_parents_first_and_know_their_lineage() {
    let config = config(&topics(&[("d", "b"), ("a", ""), ("b", "c"), ("c", ""), ("e", "a")]));
    let order: Vec<&str> = config.topics.iter().map(|topic| topic.id.as_str()).collect();
    assert_eq!(order, ["c", "b", "d", "a", "e"]);
    let id = TopicId::new("d");
    let lineage: Vec<&str> = config.lineage(&id).map(|topic| topic.id.as_str()).collect();
    assert_eq!(lineage, ["d", "b", "c"]);
}

#[test]
fn circles_of_parents_are_found_once_each() {
    for (parents, expected) in [
        (&[("a", "a")][..], "the topic `a` is its own parent"),
        (&[("a", "c"), ("b", "a"), ("c", "b")], "the topic `a` is its own ancestor: a → c → b → a"),
        (&[("x", "a"), ("a", "b"), ("b", "a")], "the topic `a` is its own ancestor: a → b → a"),
    ] {
        assert_eq!(said_of(&topics(parents)), format!("{expected} (take one of these `parent`s out)"));
    }
}

#[test]
fn the_environment_overrides_paths_and_addresses() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feeds.toml");
    std::fs::write(&path, LEAST).unwrap();

    let plain = Config::load_with(&path, &Overrides::default()).unwrap();
    assert_eq!(plain.store.database, folder.path().join("bantin.db"));
    assert_eq!(plain.publish.directory, folder.path().join("public"));

    let set = |text: &str| Some(OsString::from(text));
    let overrides = Overrides {
        database: set("/tmp/x.db"),
        public: set("out"),
        listen: set("0.0.0.0:99"),
        operators: set("127.0.0.1:9090"),
        url: set("https://tin.example"),
    };
    let config = Config::load_with(&path, &overrides).unwrap();
    assert_eq!(config.store.database, Path::new("/tmp/x.db"));
    assert_eq!(config.publish.directory, Path::new("out"));
    assert_eq!(config.publish.listen.to_string(), "0.0.0.0:99");
    assert_eq!(plain.publish.operators, None);
    assert_eq!(config.publish.operators.map(|address| address.to_string()).as_deref(), Some("127.0.0.1:9090"));
    assert_eq!(config.site.url.as_str(), "https://tin.example/");

    let wrong = Overrides { listen: set("8080"), ..Overrides::default() };
    let error = Config::load_with(&path, &wrong).unwrap_err().to_string();
    assert!(error.starts_with("the environment variable BANTIN_LISTEN is no address with a port: `8080`"), "{error}");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feeds.toml");
    let load = || Config::load_with(&path, &Overrides::default()).unwrap_err();

    assert!(matches!(load(), ConfigError::Missing(missing) if missing == path));
    std::fs::write(&path, b"[site]\ntitle = \"\xff\"\n").unwrap();
    assert!(matches!(load(), ConfigError::NotText { line: 2, .. }));
    std::fs::write(&path, "").unwrap();
    assert!(matches!(load(), ConfigError::Mistakes(mistakes) if mistakes.count() == 4));
}

#[test]
fn a_source_is_found_by_its_id() {
    let config = config("");
    assert!(config.source(&SourceId::new("bao")).is_some());
    assert!(config.source(&SourceId::new("nhan-dan")).is_none());
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        if let Err(mistakes) = parse(&text) {
            prop_assert!(mistakes.count() > 0);
            mistakes.render(true);
        }
    }

    /// Text that is nearly a feeds.toml gets further in.
    #[test]
    fn a_damaged_file_never_panics(at in 0..SHIPPED.len(), length in 0..40usize, put in "[\\PC\r\n\t]{0,4}") {
        let start = SHIPPED.floor_char_boundary(at);
        let end = SHIPPED.ceil_char_boundary((at + length).min(SHIPPED.len())).max(start);
        if let Err(mistakes) = parse(&format!("{}{put}{}", &SHIPPED[..start], &SHIPPED[end..])) {
            for mistake in mistakes.iter() {
                prop_assert!(mistake.line >= 1 && mistake.column >= 1);
            }
            mistakes.render(false);
        }
    }

    /// Whatever a value is, its key complains or takes it.
    #[test]
    fn any_value_under_any_key_never_panics(
        key in proptest::sample::select(vec!["id", "name", "url", "kind", "off", "zone", "language", "every", "listing", "page"]),
        value in proptest::sample::select(vec!["1", "-1", "0x7f", "1.5", "true", "[]", "['a', 1]", "{}", "{ item = 1, min = [], title = {} }", "1979-05-27", "''", "\"\\u0000\""]),
    ) {
        if let Err(mistakes) = parse(&format!("{LEAST}\n[[source]]\n{key} = {value}")) {
            mistakes.render(false);
        }
    }
}

#[test]
fn a_topic_stands_for_a_programme_that_is_known_and_no_other_has() {
    let topic = |id: &str, programme: &str| {
        format!("[[topic]]\nid = '{id}'\nname = 'A'\nstrong = ['{id}']\nprogramme = '{programme}'\n")
    };
    let with = |text: &str| parse(&format!("{LEAST}\n{text}"));
    let read = with(&topic("a", "dtts")).unwrap();
    assert_eq!(read.topics[0].programme, Some(bantin::judge::Programme::Dtts));
    let slip = with(&topic("a", "dtt")).unwrap_err().to_string();
    assert!(slip.contains("names no programme: `dtt`") && slip.contains("did you mean `dtts`?"), "{slip}");
    let other = with(&topic("a", "1719")).unwrap_err().to_string();
    assert!(other.contains("`dtts`, `gnbv`, `ntm`"), "{other}");
    let twice = with(&(topic("a", "ntm") + &topic("b", "ntm"))).unwrap_err().to_string();
    assert!(twice.contains("the programme `ntm` is given to two topics"), "{twice}");
}

#[test]
fn stories_are_kept_for_ever_or_for_90_days_at_least() {
    let kept = |keep: &str| parse(&format!("{LEAST}[store]\n{keep}"));
    let days = |days: i64| Some(SignedDuration::from_hours(24 * days));
    for (keep, expected) in [
        ("", None),
        ("keep = '90 days'", days(90)),
        ("keep = '18 months'", days(547)),
        ("keep = '3 years'", days(1096)),
        ("keep = '2 years 6 months'", days(912)),
    ] {
        assert_eq!(kept(keep).unwrap().store.keep, expected, "{keep}");
    }
    for (keep, expected) in [
        ("keep = '1 month'", "`keep` must be between 90d and 36500d"),
        ("keep = 'for ever'", "`keep` is no duration: `for ever`"),
        ("keep = 3", "`keep` must be a duration"),
    ] {
        let said = kept(keep).unwrap_err().to_string();
        assert!(said.contains(expected), "{said}");
    }
}
