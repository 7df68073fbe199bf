//! feeds.toml.

use std::path::Path;

use bantin::config::Config;

/// A text in place of a feeds.toml: a configuration, or mistakes that are somewhere in it.
pub fn config(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let parse = || Config::parse("feeds.toml", text, Path::new("conf"));
    let Err(mistakes) = parse() else { return };
    assert!(mistakes.count() > 0, "a refusal has a reason");
    assert_eq!(parse().as_ref().err(), Some(&mistakes), "the same text has the same mistakes");
    let lines: Vec<&str> = text.split('\n').collect();
    for mistake in mistakes.iter() {
        let line = lines.get(mistake.line.wrapping_sub(1)).unwrap_or_else(|| panic!("line {}", mistake.line));
        assert!((1..=line.chars().count() + 1).contains(&mistake.column), "{}:{}", mistake.line, mistake.column);
        assert!(!mistake.message.is_empty());
    }
    for colours in [false, true] {
        let shown = mistakes.render(colours);
        assert!(shown.contains("feeds.toml"), "{shown}");
    }
}
