//! Paths by their beginnings, as robots.txt has them (RFC 9309, 2.2.3).

/// The beginning of a path with its query; `*` stands for anything, and `$` at the end for the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathPattern {
    text: String,
}

impl PathPattern {
    /// # Errors
    /// What is wrong with the pattern, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.starts_with(['/', '*']) && !text.contains(char::is_whitespace) {
            Ok(Self { text: text.to_owned() })
        } else {
            Err(format!("`{text}`, which is no path: it doesn't begin with `/` or `*`, or has a blank in it"))
        }
    }

    /// `path` is a path with its query.
    pub fn matches(&self, path: &str) -> bool {
        let (text, to_end) = match self.text.strip_suffix('$') {
            Some(text) => (text, true),
            None => (self.text.as_str(), false),
        };
        let mut pieces = text.split('*');
        let first = pieces.next().unwrap_or_default();
        let Some(mut rest) = path.strip_prefix(first) else { return false };
        let mut last = first;
        for piece in pieces {
            let Some(at) = rest.find(piece) else { return false };
            rest = &rest[at + piece.len()..];
            last = piece;
        }
        // What stands before the end may be found further on.
        !to_end || rest.is_empty() || (text.contains('*') && path.ends_with(last))
    }
}
