//! Text for a terminal of some width. Widths are columns: a Vietnamese letter has one, however many characters it is
//! written with.

use std::io::{self, IsTerminal};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns where nobody says how many there are.
const USUAL: usize = 80;

/// Columns of standard output; none where it is no terminal, and lines may be of any length. `COLUMNS` goes before what the
/// terminal says.
pub(super) fn columns() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
    if said.is_some() || !io::stdout().is_terminal() {
        return said;
    }
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok();
    Some(size.map(|size| usize::from(size.ws_col)).filter(|columns| *columns > 0).unwrap_or(USUAL))
}

pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text in so many columns, cut where it is longer.
pub(super) fn left(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    let space = columns.saturating_sub(width(&text));
    format!("{text}{}", " ".repeat(space))
}

/// The same at the right.
pub(super) fn right(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    let space = columns.saturating_sub(width(&text));
    format!("{}{text}", " ".repeat(space))
}

fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut used = 1;
    for character in text.chars() {
        used += character.width().unwrap_or(0);
        if used > columns {
            break;
        }
        cut.push(character);
    }
    cut.push('…');
    cut
}

/// The text in lines of at most so many columns, broken at spaces, each after `indent`; a longer word has a line of its
/// own.
pub(super) fn wrapped(text: &str, indent: &str, columns: Option<usize>) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut current = indent.to_owned();
        for word in line.split_whitespace() {
            let is_empty = current.trim().is_empty();
            if !is_empty && columns.is_some_and(|columns| width(&current) + 1 + width(word) > columns) {
                lines.push(std::mem::replace(&mut current, format!("{indent}{word}")));
            } else {
                if !is_empty {
                    current.push(' ');
                }
                current.push_str(word);
            }
        }
        lines.push(current);
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_letters_have_one_column_composed_or_not() {
        let (composed, decomposed) = ("Báo Điện Biên", "Ba\u{301}o Đie\u{323}\u{302}n Biên");
        assert_eq!((width(composed), width(decomposed)), (13, 13));
        assert_eq!(left(composed, 8), "Báo Điệ…");
        assert_eq!(width(&left(decomposed, 8)), 8);
        assert_eq!((left("Báo", 5), right("Báo", 5)), ("Báo  ".to_owned(), "  Báo".to_owned()));
        assert_eq!(left("新闻", 3), "新…", "and these have two");
    }

    #[test]
    fn long_text_is_broken_at_spaces() {
        let text = "một hai ba https://bao.example.vn/rss bốn";
        assert_eq!(wrapped(text, "  ", Some(12)), "  một hai ba\n  https://bao.example.vn/rss\n  bốn");
        assert_eq!(wrapped(text, "  ", None), format!("  {text}"));
    }
}
