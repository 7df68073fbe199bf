//! What readers type to search.

use std::path::Path;
use std::sync::LazyLock;

use bantin::config::Config;
use bantin::search::{Filter, Note, Query, excerpt, marked};

use super::lossy;

static CONFIG: LazyLock<Config> = LazyLock::new(|| {
    let text = "site = { title = 'Tin', url = 'https://tin.example/', tag = 'tin.example,2026' }
        fetch = { contact = 'a@tin.example' }
        source = [{ id = 'bao', name = 'Báo Mẫu', url = 'https://bao.example/rss' }]
        feed = [{ id = 'tin', title = 'Tin' }]
        topic = [
            { id = 'mtqg', name = 'Chương trình MTQG', strong = ['MTQG'] },
            { id = 'giam-ngheo', name = 'Giảm nghèo', parent = 'mtqg', strong = ['giảm nghèo'] },
        ]";
    Config::parse("feeds.toml", text, Path::new("")).unwrap_or_else(|mistakes| panic!("{mistakes}"))
});

/// A line that is typed, and a text in which it is looked for.
pub fn query(data: &[u8]) {
    let all = lossy(data);
    let (typed, text) = all.split_once('\n').unwrap_or((&all, &all));
    let query = Query::parse(typed, &CONFIG);
    let again = Query::parse(&query.text, &CONFIG);
    let notes =
        |query: &Query| -> Vec<Note> { query.notes.iter().filter(|note| **note != Note::TooLong).cloned().collect() };
    assert_eq!(notes(&again), notes(&query), "what is printed is read the same");
    assert_eq!(Query { notes: Vec::new(), ..again }, Query { notes: Vec::new(), ..query.clone() });
    for phrase in query.wanted.iter().chain(&query.unwanted) {
        assert!(!phrase.words.is_empty());
        for word in &phrase.words {
            // In SQLite's language each stands between quotation marks, and at spaces it is split.
            assert!(
                !word.is_empty() && !word.contains(|c: char| c == '"' || c == '\0' || c.is_whitespace()),
                "{word:?}"
            );
        }
    }
    let words: usize = query.wanted.iter().chain(&query.unwanted).map(|phrase| phrase.words.len()).sum();
    assert!(words <= Query::MOST_WORDS && query.text.chars().count() <= Query::LONGEST);
    let in_force = |query: &Query| -> Vec<(Filter, bool, String)> {
        query.active.iter().map(|active| (active.filter, active.negated, active.value.clone())).collect()
    };
    for (at, active) in query.active.iter().enumerate() {
        let mut others = in_force(&query);
        others.remove(at);
        assert_eq!(in_force(&Query::parse(&active.rest, &CONFIG)), others, "without {active:?}");
    }
    let whole: String = marked(text, &query).iter().map(|part| part.text.as_str()).collect();
    assert_eq!(whole, text, "marks change no text");
    let mut parts: Vec<String> = excerpt(text, &query).into_iter().map(|part| part.text).collect();
    // Where it is cut off; a text may have such dots of its own.
    if !text.starts_with(&parts.concat()) && parts.first().is_some_and(|first| first == "… ") {
        parts.remove(0);
    }
    if !text.ends_with(&parts.concat()) && parts.last().is_some_and(|last| last == " …") {
        parts.pop();
    }
    let part = parts.concat();
    assert!(text.contains(&part), "an excerpt is of the text: {part:?}");
}
