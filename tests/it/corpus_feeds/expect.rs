//! The conditions in feedparser's test feeds: Python expressions on the parsed result.
//!
//! What is read: comparisons of a path with literals, `a['b'][0] == x`, also chained, `a == b == x`; `not a.has_key('b')`;
//! all of that joined by `and`.

use std::collections::BTreeMap;

/// One comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    pub path: Path,
    pub expected: Literal,
}

/// `entries[0]['title_detail']['value']` → `entries.0.title_detail.value`
pub type Path = String;

#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Text(String),
    /// A `struct_time`, up to the seconds.
    Time(Vec<i64>),
    Number(i64),
    Record(BTreeMap<String, String>),
    /// The key is not there.
    Absent,
}

/// The line behind `Expect:`.
pub fn line(feed: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(feed);
    let line = text.lines().find_map(|line| line.trim().strip_prefix("Expect:"))?;
    Some(line.trim().trim_start_matches("not bozo and ").trim().to_owned())
}

/// What a line claims; none where it is no conjunction of comparisons.
pub fn claims(line: &str) -> Option<Vec<Claim>> {
    let mut parser = Parser { rest: line.trim() };
    let mut claims = parser.term()?;
    while parser.eat("and") {
        claims.extend(parser.term()?);
    }
    parser.rest.is_empty().then_some(claims)
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest.strip_prefix(token);
        self.rest = found.unwrap_or(self.rest).trim_start();
        found.is_some()
    }

    fn term(&mut self) -> Option<Vec<Claim>> {
        if self.eat("(") {
            let claims = self.term()?;
            return self.eat(")").then_some(claims);
        }
        if self.eat("not ") {
            let path = self.path()?;
            let (path, _) = path.split_once(".has_key").filter(|(_, rest)| rest.is_empty())?;
            self.eat("(").then_some(())?;
            let key = self.text()?;
            let claim = Claim { path: format!("{path}.{key}"), expected: Literal::Absent };
            return self.eat(")").then(|| vec![claim]);
        }
        let mut paths = vec![self.path()?];
        loop {
            self.eat("==").then_some(())?;
            match self.literal() {
                Some(expected) => {
                    let claim = |path| Claim { path, expected: expected.clone() };
                    return Some(paths.into_iter().map(claim).collect());
                }
                None => paths.push(self.path()?),
            }
        }
    }

    fn path(&mut self) -> Option<Path> {
        if self.eat("len(") {
            let path = self.path()?;
            return self.eat(")").then(|| format!("len.{path}"));
        }
        let mut path = self.name()?;
        loop {
            if self.eat("['") {
                let (key, rest) = self.rest.split_once("']")?;
                path = format!("{path}.{key}");
                self.rest = rest.trim_start();
            } else if self.eat("[") {
                let (index, rest) = self.rest.split_once(']')?;
                path = format!("{path}.{index}");
                self.rest = rest.trim_start();
            } else if self.eat(".") {
                path = format!("{path}.{}", self.name()?);
            } else {
                return Some(path);
            }
        }
    }

    fn name(&mut self) -> Option<String> {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        name.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| name.to_owned())
    }

    fn literal(&mut self) -> Option<Literal> {
        if self.rest.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            return self.number().map(Literal::Number);
        }
        if self.eat("(") {
            let mut numbers = vec![self.number()?];
            while self.eat(",") {
                numbers.push(self.number()?);
            }
            return self.eat(")").then_some(Literal::Time(numbers));
        }
        if self.eat("{") {
            let mut record = BTreeMap::new();
            loop {
                let key = self.text()?;
                self.eat(":").then_some(())?;
                record.insert(key, self.text()?);
                if !self.eat(",") {
                    return self.eat("}").then_some(Literal::Record(record));
                }
            }
        }
        self.text().map(Literal::Text)
    }

    fn number(&mut self) -> Option<i64> {
        let end = self.rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        number.parse().ok()
    }

    /// A string: `'…'`, `"…"`, `"""…"""`, with `u` or not.
    fn text(&mut self) -> Option<String> {
        let start = self.rest.strip_prefix('u').unwrap_or(self.rest);
        let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| start.starts_with(quote))?;
        let mut text = String::new();
        let mut rest = &start[quote.len()..];
        loop {
            if let Some(after) = rest.strip_prefix(quote) {
                self.rest = after.trim_start();
                return Some(text);
            }
            let c = rest.chars().next()?;
            rest = &rest[c.len_utf8()..];
            if c != '\\' {
                text.push(c);
                continue;
            }
            let escape = rest.chars().next()?;
            rest = &rest[escape.len_utf8()..];
            let digits = match escape {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                'n' => {
                    text.push('\n');
                    continue;
                }
                other => {
                    text.push(other);
                    continue;
                }
            };
            text.push(char::from_u32(u32::from_str_radix(rest.get(..digits)?, 16).ok()?)?);
            rest = &rest[digits..];
        }
    }
}

#[test]
fn conditions_are_taken_apart() {
    let text = |text: &str| Literal::Text(text.to_owned());
    let claim = |path: &str, expected| Claim { path: path.to_owned(), expected };
    let both = "entries[0]['link'] == entries[1]['link'] == u'caf\\xe9' and feed.title == \"\"\"a 'b'\"\"\"";
    let expected = [
        claim("entries.0.link", text("café")),
        claim("entries.1.link", text("café")),
        claim("feed.title", text("a 'b'")),
    ];
    assert_eq!(claims(both).unwrap(), expected);
    assert_eq!(claims("not entries[0].has_key('link')").unwrap(), [claim("entries.0.link", Literal::Absent)]);
    assert_eq!(claims("len(entries) == 2").unwrap(), [claim("len.entries", Literal::Number(2))]);
    assert_eq!(
        claims("feed['updated_parsed'] == (2004, 1, 1, 0)").unwrap(),
        [claim("feed.updated_parsed", Literal::Time(vec![2004, 1, 1, 0]))]
    );
    for other in ["1", "entries[0]['category'] != None", "a == b", "not bozo", "a == 'b' or c"] {
        assert_eq!(claims(other), None, "{other}");
    }
}
