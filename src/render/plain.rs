//! Text fit to print: no character that XML 1.0 forbids, no control that reorders its surroundings.

use std::borrow::Cow;
use std::sync::Arc;

use crate::config::Config;

/// Whether a character may stand in a document. XML 1.0 (section 2.2) forbids most controls, surrogates, U+FFFE and
/// U+FFFF, and discourages C1 controls and the other non-characters; those go too. So do the bidirectional embeddings,
/// overrides and isolates: in a headline they reverse what stands beside it. U+200E and U+200F, which don't, stay.
fn is_printable(character: char) -> bool {
    let code = u32::from(character);
    !(matches!(character,
        '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || code & 0xfffe == 0xfffe)
}

/// One line of plain text, fit to print anywhere: white space runs are one space, none at the ends.
pub fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    // U+0085 is white space to Rust and a control to XML: splitting comes first.
    for word in text.split_whitespace() {
        let start = line.len();
        if start > 0 {
            line.push(' ');
        }
        let before = line.len();
        line.extend(word.chars().filter(|character| is_printable(*character)));
        if line.len() == before {
            line.truncate(start);
        }
    }
    line
}

/// Markup without the characters that no document may hold.
pub(super) fn markup(html: &str) -> Cow<'_, str> {
    if html.chars().all(is_printable) {
        Cow::Borrowed(html)
    } else {
        Cow::Owned(html.chars().filter(|character| is_printable(*character)).collect())
    }
}

/// Sanitised HTML without pictures over plain http, which pages don't ask for, and without their captions.
pub(super) fn without_insecure_images(html: &str) -> Cow<'_, str> {
    if !html.contains("src=\"http:") {
        return Cow::Borrowed(html);
    }
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (tag, after) = split_tag(&rest[open..]);
        kept.push_str(&rest[..open]);
        rest = after;
        if is_insecure(tag) {
            continue;
        }
        if tag == "<figure>"
            && let Some(end) = after.find("</figure>")
            && after[..end]
                .split_inclusive('>')
                .any(|part| part.find("<img ").is_some_and(|at| is_insecure(&part[at..])))
        {
            rest = &after[end + "</figure>".len()..];
            continue;
        }
        kept.push_str(tag);
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// Whether a tag is that of a picture over plain http.
fn is_insecure(tag: &str) -> bool {
    tag.starts_with("<img ") && tag.contains("src=\"http:")
}

/// The text of sanitised HTML, a space between its blocks. It knows no more of HTML than the sanitiser's serialiser
/// writes: quoted attributes, and six references.
pub(super) fn text_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        push_unescaped(&mut text, &rest[..open]);
        let (tag, after) = split_tag(&rest[open..]);
        if !is_inline(tag) {
            text.push(' ');
        }
        rest = after;
    }
    push_unescaped(&mut text, rest);
    line(&text)
}

/// `<a href=">">rest` → (`<a href=">">`, `rest`).
fn split_tag(from: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, character) in from.char_indices() {
        match (quote, character) {
            (None, '"' | '\'') => quote = Some(character),
            (None, '>') => return from.split_at(at + 1),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    (from, "")
}

fn is_inline(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.split(|character: char| !character.is_ascii_alphanumeric()).next().unwrap_or_default();
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "cite"
            | "code"
            | "em"
            | "i"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "u"
    )
}

fn push_unescaped(text: &mut String, mut escaped: &str) {
    const REFERENCES: [(&str, char); 6] =
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&nbsp;", '\u{a0}'), ("&#824;", '\u{338}')];
    while let Some(at) = escaped.find('&') {
        text.push_str(&escaped[..at]);
        escaped = &escaped[at..];
        let (length, character) = REFERENCES
            .iter()
            .find(|(name, _)| escaped.starts_with(name))
            .map_or((1, '&'), |(name, character)| (name.len(), *character));
        text.push(character);
        escaped = &escaped[length..];
    }
    text.push_str(escaped);
}

/// The beginning of `text`, at most `limit` characters long, cut between words and marked as cut.
pub(super) fn excerpt(text: &str, limit: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(limit) else {
        return text.to_owned();
    };
    let head = &text[..end];
    // A text without spaces is cut where the limit falls.
    let head = head.rfind(' ').map_or(head, |space| &head[..space]);
    format!("{}…", head.trim_end_matches([' ', ',', ';', ':', '-', '–']))
}

/// The configuration with every text that readers see made fit to print.
pub(super) fn clean_config(config: &Config) -> Config {
    let mut config = config.clone();
    config.site.title = line(&config.site.title);
    config.site.description = line(&config.site.description);
    for source in &mut config.sources {
        Arc::make_mut(source).name = line(&source.name);
    }
    for topic in &mut config.topics {
        topic.name = line(&topic.name);
        topic.description = topic.description.as_deref().map(line);
    }
    for feed in &mut config.feeds {
        feed.title = line(&feed.title);
        feed.description = feed.description.as_deref().map(line);
    }
    config
}

#[cfg(test)]
mod tests {
    use super::{excerpt, line, text_of};

    #[test]
    fn a_line_keeps_words_and_drops_what_xml_forbids() {
        assert_eq!(line(" Cao\u{0} Bằng\n\t\u{1} giải\u{fffe} ngân \u{202e}20%"), "Cao Bằng giải ngân 20%");
        assert_eq!(line("\u{7}\u{b}"), "");
        assert_eq!(line("]]> <b> &amp;"), "]]> <b> &amp;");
    }

    #[test]
    fn markup_becomes_the_words_a_reader_sees() {
        assert_eq!(text_of("<p>Vốn <b>1719</b> &amp; vốn</p><p>khác &lt;5%</p>"), "Vốn 1719 & vốn khác <5%");
        assert_eq!(text_of(r#"<a href="x>y">Hà Giang</a>, <img alt="1 > 0">Lào Cai"#), "Hà Giang, Lào Cai");
        assert_eq!(text_of("<p>&#824; một</p>"), "\u{338} một");
        assert_eq!(text_of("đứt <"), "đứt");
    }

    #[test]
    fn an_excerpt_ends_between_words() {
        assert_eq!(excerpt("đồng bào dân tộc", 40), "đồng bào dân tộc");
        assert_eq!(excerpt("đồng bào, dân tộc", 12), "đồng bào…");
        assert_eq!(excerpt("đồngbàodântộc", 4), "đồng…");
    }
}
