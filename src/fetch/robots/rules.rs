//! robots.txt (RFC 9309): which paths of a site bantin may read.
//!
//! Written here because the RFC is small and the crates for it compile a hostile file's patterns to regular
//! expressions, match the agent's name with its version only, or don't know Crawl-delay. Every match takes time in
//! proportion to the path, whatever the pattern.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

/// Our product token: what a `User-agent` line must name.
const PRODUCT: &str = "bantin";

/// One site's rules for bantin.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    rules: Vec<Rule>,
    /// `Crawl-delay`, which is not in the RFC but widely written.
    pub crawl_delay: Option<Duration>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Rule {
    allow: bool,
    /// Normalised, without a final `$`.
    pattern: String,
    /// The pattern ended in `$`.
    anchored: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Scope {
    Ours,
    Everybody,
}

impl Rules {
    /// Never fails: lines that mean nothing are skipped. Groups that name bantin are taken together; only without any
    /// do those for `*` count.
    pub fn parse(text: &[u8]) -> Self {
        let text = String::from_utf8_lossy(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text));
        let mut ours: Option<Self> = None;
        let mut everybody = Self::default();
        let mut scopes: Vec<Scope> = Vec::new();
        let mut in_names = false;
        for line in text.split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((field, value)) = line.split_once(':') else { continue };
            let (field, value) = (field.trim().to_ascii_lowercase(), value.trim());
            if matches!(field.as_str(), "user-agent" | "useragent" | "user agent") {
                if !in_names {
                    scopes.clear();
                    in_names = true;
                }
                match scope(value) {
                    Some(Scope::Ours) => {
                        ours.get_or_insert_default();
                        scopes.push(Scope::Ours);
                    }
                    Some(Scope::Everybody) => scopes.push(Scope::Everybody),
                    None => {}
                }
                continue;
            }
            let Some(line) = Line::of(&field, value) else { continue };
            in_names = false;
            if scopes.contains(&Scope::Ours) {
                ours.get_or_insert_default().add(&line);
            }
            if scopes.contains(&Scope::Everybody) {
                everybody.add(&line);
            }
        }
        ours.unwrap_or(everybody)
    }

    fn add(&mut self, line: &Line<'_>) {
        match line {
            // An empty pattern matches nothing: "Disallow:" allows all.
            Line::Path { pattern: "", .. } => {}
            Line::Path { allow, pattern } => {
                let (pattern, anchored) = match pattern.strip_suffix('$') {
                    Some(pattern) => (pattern, true),
                    None => (*pattern, false),
                };
                self.rules.push(Rule { allow: *allow, pattern: normalised(pattern.bytes(), ""), anchored });
            }
            Line::CrawlDelay(delay) => self.crawl_delay = self.crawl_delay.max(Some(*delay)),
        }
    }

    /// Bytes of memory, about.
    pub fn size(&self) -> usize {
        self.rules.iter().map(|rule| size_of::<Rule>() + rule.pattern.capacity()).sum()
    }

    /// The longest pattern that matches decides, and of equals the one that allows.
    pub fn allows(&self, url: &Url) -> bool {
        if url.path() == "/robots.txt" {
            return true;
        }
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let target = normalised(url.path().bytes().chain(query.bytes()), "*$");
        self.rules
            .iter()
            .filter(|rule| rule.matches(&target))
            .max_by_key(|rule| (rule.pattern.len() + usize::from(rule.anchored), rule.allow))
            .is_none_or(|rule| rule.allow)
    }
}

enum Line<'a> {
    Path { allow: bool, pattern: &'a str },
    CrawlDelay(Duration),
}

impl<'a> Line<'a> {
    fn of(field: &str, value: &'a str) -> Option<Self> {
        match field {
            "allow" => Some(Self::Path { allow: true, pattern: value }),
            // The misspellings that Google's parser knows.
            "disallow" | "dissallow" | "dissalow" | "disalow" | "diasllow" | "disallaw" => {
                Some(Self::Path { allow: false, pattern: value })
            }
            "crawl-delay" | "crawldelay" => {
                let seconds: f64 = value.parse().ok()?;
                Duration::try_from_secs_f64(seconds).ok().map(Self::CrawlDelay)
            }
            _ => None,
        }
    }
}

/// `Bantin/2.0` names us as `bantin` does.
fn scope(value: &str) -> Option<Scope> {
    if value.starts_with('*') {
        return Some(Scope::Everybody);
    }
    let end = value.find(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '_')).unwrap_or(value.len());
    value[..end].eq_ignore_ascii_case(PRODUCT).then_some(Scope::Ours)
}

/// RFC 9309, 2.2.2: unreserved characters as they are, all else that isn't a plain path character in upper-case
/// percent-encoding. `encode` names further characters to encode: in a path `*` and `$` are themselves, which a pattern
/// writes `%2A` and `%24`.
fn normalised(bytes: impl Iterator<Item = u8>, encode: &str) -> String {
    let bytes: Vec<u8> = bytes.collect();
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes.as_slice();
    while let Some((&byte, after)) = rest.split_first() {
        let (byte, encoded, after) = match after {
            [high, low, after @ ..] if byte == b'%' => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, true, after),
                _ => (byte, false, &rest[1..]),
            },
            _ => (byte, false, after),
        };
        rest = after;
        let unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if unreserved || (!encoded && byte.is_ascii_graphic() && !encode.as_bytes().contains(&byte)) {
            text.push(char::from(byte));
        } else {
            text.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    text
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

fn digit(value: u8) -> char {
    char::from_digit(value.into(), 16).unwrap_or('0').to_ascii_uppercase()
}

impl Rule {
    fn matches(&self, target: &str) -> bool {
        let mut parts = self.pattern.split('*');
        let first = parts.next().unwrap_or_default();
        let Some(mut rest) = target.strip_prefix(first) else { return false };
        let mut parts = parts.peekable();
        if parts.peek().is_none() {
            return !self.anchored || rest.is_empty();
        }
        // The leftmost place for each part leaves the most room for those after it, so no second try is needed.
        while let Some(part) = parts.next() {
            if self.anchored && parts.peek().is_none() {
                return rest.ends_with(part);
            }
            match rest.find(part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn allows(text: &str, path: &str) -> bool {
        Rules::parse(text.as_bytes()).allows(&Url::parse("https://bao.vn/").unwrap().join(path).unwrap())
    }

    #[test]
    fn paths_match_as_rfc_9309_says() {
        for (rules, path, expected) in [
            ("Disallow: /", "/tin", false),
            ("Disallow:", "/tin", true),
            ("Disallow: /admin", "/administrator", false),
            ("Disallow: /admin/", "/admin", true),
            ("Disallow: /\nAllow: /tin", "/tin/1", true),
            ("Allow: /tin\nDisallow: /tin", "/tin/1", true),
            ("Disallow: /*.php$", "/a/b.php", false),
            ("Disallow: /*.php$", "/a/b.php?x=1", true),
            ("Disallow: /*?print=", "/bai-1.html?print=1", false),
            ("Disallow: /a*b*c", "/a-b-b-c", false),
            ("Disallow: /a*b*c", "/a-c-b", true),
            ("Disallow: /a**b", "/axb", false),
            ("Disallow: /*ab$", "/abab", false),
            ("Disallow: /ab*ab$", "/ab", true),
            ("Disallow: /tin$", "/tin", false),
            ("Disallow: /tin$", "/tin/", true),
            ("Disallow: *", "/", false),
            ("Disallow: /dân-tộc", "/d%C3%A2n-t%e1%bb%99c/1", false),
            ("Disallow: /%7Ean", "/~an", false),
            ("Disallow: /a%2fb", "/a%2Fb", false),
            ("Disallow: /a%2Fb", "/a/b", true),
            ("Disallow: /gia-%24", "/gia-$", false),
            ("Disallow: /%2A", "/x", true),
            ("Dissallow: /x", "/x", false),
            ("Disallow: /robots.txt\nDisallow: /", "/robots.txt", true),
            ("Disallow /x", "/x", true),
        ] {
            assert_eq!(allows(&format!("User-agent: *\n{rules}"), path), expected, "{rules} for {path}");
        }
    }

    #[test]
    fn the_groups_that_name_us_replace_those_for_all() {
        let text = "User-agent: *\r\nDisallow: /\r\n\r\nUser-Agent: other\r\nUser-agent: Bantin/1.0 # us\r\nCrawl-delay: 2.5\r\n\
                    Disallow: /a\r\n\r\nUser-agent: bantin\r\nDisallow: /b\r\n";
        assert!(allows(text, "/c"));
        assert!(!allows(text, "/a") && !allows(text, "/b"));
        assert_eq!(Rules::parse(text.as_bytes()).crawl_delay, Some(Duration::from_millis(2500)));
        assert!(allows("User-agent: bantinbot\nDisallow: /", "/a"));
        assert!(!allows("User-agent: x\nDisallow: /x\nUser-agent: *\nSitemap: /s\nDisallow: /a", "/a"));
    }

    #[test]
    fn nonsense_allows_all_and_takes_no_time() {
        assert_eq!(Rules::parse(b"<!DOCTYPE html><p>404: not found"), Rules::default());
        assert_eq!(
            Rules::parse(b"\xff\xfe\x00:\x00%\nCrawl-delay: 1e400\nUser-agent: *\nCrawl-delay: NaN"),
            Rules::default()
        );
        let hostile = format!("User-agent: *\nDisallow: /{}b$", "*a".repeat(200_000));
        assert!(allows(&hostile, &"/a".repeat(4_000)));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<Vec<u8>>(), path in ".*") {
            let url = Url::parse("https://bao.vn/").unwrap().join(&path).ok();
            let named = [b"User-agent: *\nDisallow: ".as_slice(), &text].concat();
            for rules in [Rules::parse(&text), Rules::parse(&named)] {
                url.as_ref().map(|url| rules.allows(url));
            }
        }

        #[test]
        fn a_path_taken_as_a_rule_covers_what_lies_beneath(path in "(/[a-zA-Z0-9à-ỹ-]{1,8}){1,4}", below in "[a-z/]{0,5}") {
            let rules = format!("User-agent: *\nDisallow: {path}");
            let beneath = format!("{path}{below}");
            prop_assert!(!allows(&rules, &beneath));
        }
    }
}
