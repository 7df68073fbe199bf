//! The paths that Rust code names (`std::fs::read`, `crate::store::Store`), each with its line. It knows just enough of the
//! language to leave out comments and literals and to take `use a::{b, c};` apart; macros' arguments are read like all else.

use std::path::Path;

/// A path, absolute where it was written with `self` or `super`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub line: usize,
    pub path: String,
}

impl Name {
    /// Whether it is `path` or lies in it.
    pub fn is_in(&self, path: &str) -> bool {
        self.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    }

    /// Whether `path` is a run of its segments.
    pub fn has(&self, path: &str) -> bool {
        format!("::{}::", self.path).contains(&format!("::{path}::"))
    }
}

/// The names in `code`, the text of `file`; that is its path in the repository.
pub fn names(file: &str, code: &str) -> Vec<Name> {
    let tokens = tokens(code);
    let module = module_of(file);
    let mut names = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if begins_a_path(&tokens, at) {
            let mut found = Vec::new();
            let end = read_tree(&tokens, at, &[], &mut found);
            let made_absolute = |(line, path): (usize, Vec<String>)| Name { line, path: absolute(&module, &path) };
            names.extend(found.into_iter().map(made_absolute));
            at = end.max(at + 1);
        } else {
            at += 1;
        }
    }
    names
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    /// `::`
    Step,
    Mark(char),
}

impl Token {
    fn is_word(&self, word: &str) -> bool {
        matches!(self, Self::Word(this) if this == word)
    }
}

/// A path has a `::` in it or comes after `use` or `extern crate`. After a dot there are fields and methods, whatever
/// their names.
fn begins_a_path(tokens: &[(usize, Token)], at: usize) -> bool {
    let token = |at: usize| tokens.get(at).map(|(_, token)| token);
    let before = |steps: usize| at.checked_sub(steps).and_then(token);
    let imported = before(1).is_some_and(|token| token.is_word("use"))
        || (before(1).is_some_and(|token| token.is_word("crate"))
            && before(2).is_some_and(|token| token.is_word("extern")));
    let stepped = matches!(token(at), Some(Token::Word(_))) && token(at + 1) == Some(&Token::Step);
    imported || (stepped && before(1) != Some(&Token::Mark('.')))
}

/// Reads a path or a tree of them, as they stand after `use`, from `at`; gives what comes after.
fn read_tree(tokens: &[(usize, Token)], at: usize, before: &[String], found: &mut Vec<(usize, Vec<String>)>) -> usize {
    match tokens.get(at) {
        Some((_, Token::Step)) => read_tree(tokens, at + 1, before, found),
        Some((_, Token::Mark('{'))) => {
            let mut at = at + 1;
            while let Some((_, token)) = tokens.get(at) {
                at = match token {
                    Token::Mark('}') => return at + 1,
                    Token::Mark(',') => at + 1,
                    _ => read_tree(tokens, at, before, found).max(at + 1),
                };
            }
            at
        }
        Some((line, Token::Word(word))) => {
            let path = [before, std::slice::from_ref(word)].concat();
            let goes_on = matches!(tokens.get(at + 2), Some((_, Token::Word(_) | Token::Mark('{' | '*'))));
            if tokens.get(at + 1).is_some_and(|(_, token)| *token == Token::Step) && goes_on {
                return read_tree(tokens, at + 2, &path, found);
            }
            found.push((*line, path));
            // `as` gives it another name, which is nobody's path.
            if tokens.get(at + 1).is_some_and(|(_, token)| token.is_word("as")) { at + 3 } else { at + 1 }
        }
        Some((line, Token::Mark('*'))) => {
            found.push((*line, before.to_vec()));
            at + 1
        }
        _ => at,
    }
}

/// `src/store/mod.rs` and `src/store.rs` hold the module `store`.
fn module_of(file: &str) -> Vec<String> {
    let file = Path::new(file).strip_prefix("src").unwrap_or(Path::new(file)).with_extension("");
    let mut module: Vec<String> = file.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        module.pop();
    }
    module
}

/// In a module that is written inside the file, `super` comes out one too high: rather a false alarm than a miss.
fn absolute(module: &[String], path: &[String]) -> String {
    let relative = path.iter().take_while(|part| ["self", "super"].contains(&part.as_str())).count();
    if relative == 0 {
        return path.join("::");
    }
    let up = path[..relative].iter().filter(|part| *part == "super").count();
    let home = &module[..module.len().saturating_sub(up)];
    [&["crate".to_owned()], home, &path[relative..]].concat().join("::")
}

fn tokens(code: &str) -> Vec<(usize, Token)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (code, 1);
    while let Some(first) = rest.chars().next() {
        let (length, token) = if let Some(length) = comment(rest).or_else(|| literal(rest)) {
            (length, None)
        } else if is_word(first) {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            (length, Some(Token::Word(rest[..length].to_owned())))
        } else if rest.starts_with("::") {
            (2, Some(Token::Step))
        } else {
            (first.len_utf8(), (!first.is_whitespace()).then_some(Token::Mark(first)))
        };
        tokens.extend(token.map(|token| (line, token)));
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

/// The length of the comment that `code` begins with.
fn comment(code: &str) -> Option<usize> {
    if code.starts_with("//") {
        return Some(code.find('\n').unwrap_or(code.len()));
    }
    if !code.starts_with("/*") {
        return None;
    }
    let (mut at, mut depth) = (2, 1);
    while depth > 0 && at < code.len() {
        let rest = &code.as_bytes()[at..];
        (at, depth) = match rest {
            [b'/', b'*', ..] => (at + 2, depth + 1),
            [b'*', b'/', ..] => (at + 2, depth - 1),
            _ => (at + 1, depth),
        };
    }
    Some(at)
}

/// The length of the string or character that `code` begins with. A lifetime is neither.
fn literal(code: &str) -> Option<usize> {
    if let Some(quoted) = code.strip_prefix('\'') {
        let escaped = quoted.starts_with('\\');
        let (after, _) = quoted.char_indices().nth(if escaped { 2 } else { 1 })?;
        let close = quoted[after..].find('\'').filter(|at| escaped || *at == 0)?;
        return Some(1 + after + close + 1);
    }
    let prefix = ["br", "cr", "r", "b", "c", ""].into_iter().find(|prefix| {
        let opened = code.strip_prefix(*prefix).map(|rest| rest.trim_start_matches('#'));
        opened.is_some_and(|rest| rest.starts_with('"'))
    })?;
    let rest = &code[prefix.len()..];
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    if prefix.ends_with('r') {
        let end = format!("\"{}", "#".repeat(hashes));
        let body = prefix.len() + hashes + 1;
        return Some(code[body..].find(&end).map_or(code.len(), |at| body + at + end.len()));
    }
    if hashes > 0 {
        return None;
    }
    let body = prefix.len() + 1;
    let mut escaped = false;
    let end = code[body..].char_indices().find(|(_, c)| {
        let closes = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        closes
    });
    Some(end.map_or(code.len(), |(at, _)| body + at + 1))
}
