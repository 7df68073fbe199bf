//! Searches as pages and feeds, whatever is typed.

use std::sync::Arc;
use std::time::Duration;

use bantin::config::Config;
use bantin::pipeline::Searcher;
use bantin::publish::LiveAnswer;
use bantin::search::{Query, marked};
use bantin::store::{Searched, Store};
use proptest::prelude::*;

use crate::daemon::Daemon;
use crate::search::{ALL, FLOWERS, Library, PEACE, PROGRAMME, Paper, SCHOOL, document};

#[tokio::test]
async fn the_page_shows_what_was_found_in_both_languages_and_asks_robots_to_stay_away() {
    let library = Library::of(&ALL).await;
    let page = library.page("search/", "q=mtqg+chude%3Amtqg-1719");
    assert!(page.contains("<html lang=\"vi\""));
    assert!(page.contains("2 tin khớp"), "{page}");
    assert!(page.contains("giải ngân vốn <mark>MTQG</mark> 1719"), "{page}");
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(page.contains("rel=\"search\" type=\"application/opensearchdescription+xml\""));
    assert!(page.contains("href=\"../search.atom?q=mtqg+chude%3Amtqg-1719\""), "the feed of this search");
    assert!(page.contains("href=\"./?q=mtqg\" title=\"Bỏ bộ lọc\""), "the filter can be taken away");
    let slashless = library.page("search", "q=mtqg");
    assert!(slashless.contains("action=\"search/\"") && slashless.contains("href=\"./search.atom?q=mtqg\""));
    assert!(slashless.contains("href=\"search/?q=mtqg+xep%3Amoi\""), "{slashless}");
    let english = library.page("en/search/", "q=hoa+binh");
    assert!(english.contains("<html lang=\"en\"") && english.contains("You typed no diacritics"), "{english}");
    assert!(english.contains("href=\"../../search/?q=hoa+binh\""), "the same search in the other language");
    let boxed = library.page("search/", "q=b%C3%B3ng&marks=no");
    assert!(boxed.contains("name=\"marks\" value=\"no\" checked") && boxed.contains("value=\"bóng\""), "{boxed}");
    assert!(boxed.contains("1 tin khớp"));
    let nothing = library.page("search/", "");
    assert!(!nothing.contains("tin khớp") && nothing.contains("Cách tìm"));
    let hostile =
        library.page("search/", "q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%00%E2%80%AE&page=99999999999999999999");
    assert!(!hostile.contains("<script>alert") && !hostile.contains('\u{202e}'), "{hostile}");
    assert_eq!(Searcher::new(library.config()).answer("vi/search/", ""), LiveAnswer::Nothing);
}

#[tokio::test]
async fn what_is_spelt_as_typed_comes_before_the_rest_and_both_are_said() {
    let library = Library::of(&ALL).await;
    let results = library.results("hoa bình dau:khong");
    let titles: Vec<_> = results.found.iter().map(|found| found.story.title.as_str()).collect();
    assert_eq!((titles, results.exact), (vec![FLOWERS.0, PEACE.0], 1));
    let page = library.page("search/", "q=hoa+b%C3%ACnh&marks=no");
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}: {page}"));
    let order = [at("Viết đúng như câu tìm"), at("của làng nghề"), at("Khác dấu"), at("mực nước hạ nhanh")];
    assert!(order.is_sorted(), "{order:?}: {page}");
    for (typed, page) in [("hoa binh", "q=hoa+binh"), ("hòa bình", "q=h%C3%B2a+b%C3%ACnh")] {
        assert_eq!(library.results(typed).exact, 0, "{typed}");
        assert!(!library.page("search/", page).contains("Khác dấu"), "{typed}: there is nothing to tell apart");
    }
}

#[tokio::test]
async fn that_nothing_is_found_is_said_once() {
    let library = Library::of(&[PEACE]).await;
    let page = library.page("search/", "q=h%C3%B2a+b%C3%ADnh");
    assert!(page.contains("Không tìm thấy tin nào") && !page.contains("0 tin khớp"), "{page}");
}

#[tokio::test]
async fn results_have_pages() {
    let titles: Vec<String> = (0..45)
        .map(|nth| {
            format!(
                "Tin {} về chè Shan tuyết",
                char::from(b'A' + nth % 26).to_string().repeat(1 + usize::from(nth / 26))
            )
        })
        .collect();
    let texts: Vec<String> = (0..45).map(|nth| format!("Câu chuyện riêng số {nth} của bản {}.", titles[nth])).collect();
    let papers: Vec<Paper<'_>> =
        titles.iter().zip(&texts).map(|(title, text)| (title.as_str(), PEACE.1, text.as_str())).collect();
    let library = Library::of(&papers).await;
    let total = library.results("shan tuyết").total;
    let searcher = Searcher::new(library.config());
    let mut seen: Vec<String> = Vec::new();
    for page in 1..=searcher.search("shan tuyết", 1, 7).unwrap().pages {
        let results = searcher.search("shan tuyết", page, 7).unwrap();
        assert_eq!(results.page, page);
        seen.extend(results.found.into_iter().map(|found| found.story.id.to_string()));
    }
    assert_eq!(seen.len(), total);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), total, "each story is on one page");
    let page = library.page("search/", "q=shan+tuy%E1%BA%BFt");
    assert!(total > 20 && page.contains("rel=\"next\" href=\"./?q=shan+tuy%E1%BA%BFt&#38;page=2\""), "{total}: {page}");
}

#[tokio::test]
async fn a_search_is_a_feed_with_the_newest_first_and_an_id_that_stays() {
    let library = Library::of(&ALL).await;
    let searcher = Searcher::new(library.config());
    let feed = |path: &str, parameters: &str| {
        let feed = feed_rs::parser::parse(document(&searcher, path, parameters).bytes.as_slice()).unwrap();
        (feed.id, feed.entries.into_iter().map(|entry| entry.title.unwrap().content).collect::<Vec<_>>())
    };
    for path in ["search.atom", "search.rss", "search.json"] {
        assert_eq!(feed(path, "q=mtqg").1, [SCHOOL.0, PROGRAMME.0], "{path}");
    }
    let (id, _) = feed("search.atom", "q=ho%C3%A0+b%C3%ACnh");
    assert!(id.starts_with("tag:tin.example,2026:search/"), "{id}");
    assert_eq!(id, feed("search.atom", "q=H%C3%B2a++B%C3%ACnh").0, "the same search");
    assert_ne!(id, feed("search.atom", "q=mtqg").0);
    assert_eq!(searcher.answer("search.atom", "q=mtqg"), searcher.answer("search.atom", "q=mtqg"));
    let atom = library.page("search.atom", "q=mtqg");
    assert!(atom.contains("href=\"https://tin.example/search.atom?q=mtqg\""), "{atom}");
    assert!(atom.contains("href=\"https://tin.example/search/?q=mtqg\""), "{atom}");
    assert_eq!(feed("search.atom", "").1, [""; 0]);
}

#[tokio::test]
async fn browsers_learn_how_to_search_here() {
    let library = Library::of(&[PEACE]).await;
    let description = library.page("opensearch.xml", "");
    assert!(description.contains("template=\"https://tin.example/search/?q={searchTerms}\""), "{description}");
    let mut reader = quick_xml::Reader::from_str(&description);
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
}

#[test]
fn a_site_of_files_says_that_it_has_no_search() {
    let documents = bantin::render::site(&crate::newsroom::config(), &[]).unwrap();
    for (path, says) in [("search/index.html", "không có máy chủ để tìm"), ("en/search/index.html", "without a server")]
    {
        let page = crate::newsroom::text(&documents, path);
        assert!(page.contains(says) && !page.contains("type=\"search\" name=\"q\" value"), "{path}");
    }
}

#[test]
fn the_daemon_answers_searches_over_http() {
    let (folder, _, feeds_toml) = library();
    let daemon = Daemon::start_in(folder.path(), &feeds_toml);
    let get = |path: &str, headers: &str| daemon.get(path, headers);
    let page = get("/search/?q=ho%C3%A0+b%C3%ACnh", "");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("Hồ thủy điện <mark>Hoà Bình</mark>"), "{page}");
    assert!(page.contains("form-action 'self'") && page.contains("cache-control: public, max-age=60"), "{page}");
    let feed = get("/search.atom?q=mtqg", "");
    let tag = feed.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    assert!(feed.contains("content-type: application/atom+xml; charset=utf-8") && feed.contains(PROGRAMME.0), "{feed}");
    let again = get("/search.atom?q=mtqg", &format!("If-None-Match: {tag}\r\n"));
    assert!(again.starts_with("HTTP/1.1 304"), "{again}");
    for (path, says) in [
        ("/en/search/?q=1719", "1 story found"),
        ("/search?q=1719", "action=\"search/\""),
        ("/opensearch.xml", "content-type: application/opensearchdescription+xml"),
        ("/search.json?q=mtqg", "content-type: application/feed+json"),
        ("/vi/search/?q=1719", "HTTP/1.1 404"),
    ] {
        let answer = get(path, "");
        assert!(answer.contains(says), "{path}: {answer}");
    }
}

/// Something that a reader, or somebody else, may type.
fn typed() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("hoà".to_owned()),
        Just("MTQG".to_owned()),
        Just("1.719".to_owned()),
        "[a-zđàảãáạ]{1,6}",
        "[\"“”*^():+{}\\[\\]&|!~'-]{1,4}",
        "(AND|OR|NOT|NEAR)",
        "(topic|noi|nguon|tu|den|on|dau|xep|title|body)[:=]\"?[a-z0-9/-]{0,10}\"?",
        any::<char>().prop_map(String::from),
    ];
    prop_oneof![proptest::collection::vec(word, 0..12).prop_map(|words| words.join(" ")), any::<String>()]
}

/// A folder with a database, and the configuration that leads there.
fn library() -> (tempfile::TempDir, Arc<Config>, String) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let library = runtime.block_on(Library::of(&ALL));
    let folder = tempfile::tempdir().unwrap();
    let mut config = library.desk.config();
    let database = folder.path().join(config.store.database.file_name().unwrap());
    library.desk.database().execute("VACUUM INTO ?1", [database.to_str().unwrap()]).unwrap();
    config.store.database = database;
    (folder, Arc::new(config), library.desk.text())
}

#[test]
fn whatever_is_typed_gives_an_answer() {
    let (_folder, config, _) = library();
    let searcher = Searcher::new(config);
    proptest!(ProptestConfig::with_cases(512), |(text in typed())| {
        let results = searcher.search(&text, 1, 20).unwrap();
        prop_assert!(results.total >= results.found.len());
        let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", &text).finish();
        for path in ["search/", "search.atom"] {
            prop_assert!(matches!(searcher.answer(path, &query), LiveAnswer::Found(_)));
        }
        for found in &results.found {
            let title = &found.story.title;
            let whole: String = marked(title, &results.query).into_iter().map(|part| part.text).collect();
            prop_assert_eq!(&whole, title);
        }
    });
}

#[test]
fn a_search_that_takes_too_long_is_given_up() {
    let (_folder, config, _) = library();
    let mut store = Store::open_to_read(&config.store.database).unwrap();
    let query = Query::parse("của", &config);
    let found = store.search(&query, Duration::from_mins(1)).unwrap();
    assert!(matches!(found, Searched::Found { ref hits, .. } if !hits.is_empty()));
    assert_eq!(store.search(&query, Duration::ZERO).unwrap(), Searched::TooSlow);
}
