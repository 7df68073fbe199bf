//! Pages of articles, and pages that list them.

use std::collections::HashSet;
use std::sync::LazyLock;

use bantin::read::{
    Article, ArticlePages, Css, Document, Entry, PageField, PageSelectors, PageTrace, feed_links, guess_listing,
    listing as read_listing, page_title, point,
};

use super::safe::is_safe;
use super::{BASE, HANOI, NOW, choice, feeds, is_a_line};

/// None, and those that an operator may have written.
static SELECTORS: LazyLock<[PageSelectors; 2]> = LazyLock::new(|| {
    let css = |text: &str| Some(Css::parse(text).expect("a selector of ours"));
    let chosen = PageSelectors {
        title: css("h1, .title"),
        lead: css(".sapo"),
        body: css("article, .content, div[id]"),
        author: css(".author, address"),
        date: css("time, .date"),
        image: css("figure img"),
        remove: vec![Css::parse(".related, aside").expect("a selector of ours")],
    };
    [PageSelectors::default(), chosen]
});

/// A document in place of an article's page, which is its own second page as well.
pub fn page(data: &[u8]) {
    let (choice, bytes) = choice(data);
    let document = Document { url: &BASE, content_type: None, bytes };
    let selectors = &SELECTORS[choice % SELECTORS.len()];
    let entry = Entry::of_link(&BASE);
    let Ok(mut pages) = ArticlePages::begin(&document, &entry, selectors, &HANOI) else { return };
    let (again, _) = ArticlePages::begin_with_cuts(&document, &entry, selectors, &HANOI).expect("it was read before");
    assert_eq!(again.article(), pages.article(), "the same page is read the same");
    is_an_article(pages.article(), bytes.len());
    // Each page is asked for once, on the same host, and there is an end.
    let mut asked = HashSet::new();
    while let Some(wanted) = pages.wanted().cloned() {
        assert!(asked.insert(wanted.clone()) && asked.len() < 8 && wanted.host() == BASE.host(), "{wanted}");
        let _ = pages.take(&Document { url: &wanted, content_type: None, bytes }, selectors, &HANOI);
    }
    is_an_article(pages.article(), bytes.len() * (asked.len() + 1));
    PageTrace::of(pages.article(), selectors);
}

fn is_an_article(article: &Article, bytes: usize) {
    is_a_line(&article.title.value);
    assert!(!article.title.value.is_empty(), "an entry has a title");
    article.lead.iter().for_each(|lead| assert_eq!(bantin::text::nfc(&lead.value), lead.value));
    is_safe(&article.body.value.html);
    // A byte of windows-1258 is up to four of UTF-8.
    assert!(article.body.value.text.len() <= 4 * bytes + 1024, "{} of {bytes}", article.body.value.text.len());
    if let Some(authors) = &article.authors {
        assert!(!authors.value.is_empty() && authors.value.iter().all(|author| !author.is_empty()));
    }
    let image = article.image.as_ref().map(|image| &image.value.url);
    for url in image.into_iter().chain(article.canonical.as_ref().map(|canonical| &canonical.value)) {
        assert!(matches!(url.scheme(), "http" | "https"), "{url}");
    }
}

/// A document in place of a listing page.
pub fn listing(data: &[u8]) {
    let document = Document { url: &BASE, content_type: None, bytes: data };
    let _ = page_title(&document);
    for link in feed_links(&document).feeds {
        assert!(matches!(link.url.scheme(), "http" | "https"), "{}", link.url);
    }
    let Ok(selectors) = guess_listing(&document, &*HANOI, NOW) else { return };
    let read = read_listing(&document, &selectors, &*HANOI, NOW).expect("what was guessed finds something");
    let links: HashSet<_> = read.entries.iter().map(|entry| &entry.link).collect();
    assert_eq!(links.len(), read.entries.len(), "each address once");
    read.entries.iter().for_each(feeds::entry);
    let parts = [Some(&selectors.item), selectors.link.as_ref(), selectors.title.as_ref(), selectors.date.as_ref()];
    for css in parts.into_iter().flatten() {
        assert_eq!(Css::parse(css.as_str()).as_ref(), Ok(css), "a guess can be written into feeds.toml");
    }
    if let Some(pointed) = point(&document, PageField::Title, &read.entries[0].title) {
        assert_eq!(Css::parse(pointed.css.as_str()).as_ref(), Ok(&pointed.css));
    }
}
