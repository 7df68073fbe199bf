use thiserror::Error;

use crate::text::tokens;

/// A phrase over tokens, as an operator writes it in feeds.toml.
///
/// # The pattern language
/// A pattern is the words as a paper prints them: `"Chương trình MTQG giảm nghèo bền vững"`.
///
/// - Capital letters, composed or decomposed letters, the place of the tone mark (`hoà`, `hòa`), i or y where both spell one
///   word (`tỷ lệ`, `tỉ lệ`) and punctuation between words don't count: `"kinh tế xã hội"` also stands for *Kinh tế - Xã hội*. Tones do: `bản` is not `bạn`.
/// - Words are whole: `gia` is not in *giao*. A number is a word and stands for itself: `1719` is not in *719*, *1.719*,
///   *11719* or *Km1719*; `3` and `03` are the same.
/// - Abbreviations that bantin knows (MTQG, CTMTQG, DTTS, DTTS&MN, KT-XH, NTM, XDNTM, GNBV, OCOP, QĐ, NQ, UBND …) and the
///   words they stand for are the same, in the pattern as in the text. They are written with capital letters.
/// - `…` (or `...`) is a gap: up to [`Pattern::GAP`] words, or none, that don't matter: `"vùng … dân tộc thiểu số"`.
/// - `=` before the whole pattern takes its words as printed: `"=MTQG"` is not found in *mục tiêu quốc gia*.
/// - A year in brackets at the end says of which year a document is, since their numbers begin anew each January:
///   `"90/QĐ-TTg (2022)"` is not found where a day of another year stands right behind it (*90/QĐ-TTg ngày 14/1/2026*).
/// - Words and gaps lie within one sentence; a phrase never goes on into the next.
/// - Misprints are met by a rule: a pattern without gaps is also found with one of its inner words misspelt by a letter
///   (*nông thông mới*), or its last word with other marks (*nông thôn mói*), if it has four words or more, abbreviations
///   spelt out, or left out (*kinh tế - xã vùng*), if it has six; and abbreviations of four letters and more with two of
///   them the wrong way round (MTGQ). Numbers must be right.
/// - An abbreviation that stands right behind the words that it abbreviates is passed over: *nông thôn mới (NTM), giảm
///   nghèo*.
/// - In a title printed wholly without diacritics, patterns of three words and more are found without theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    /// Between the gaps: folded words, abbreviations spelt out. Neither list is ever empty.
    runs: Vec<Vec<String>>,
    /// The folded tokens of a pattern that stands for just those.
    printed: Option<Vec<String>>,
    year: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PatternError {
    #[error("the pattern has no word in it")]
    Empty,
    #[error("the gap `…` stands at the pattern's edge; it must have words on both sides")]
    GapAtEdge,
    #[error("a pattern taken as printed, with `=` before it, can have no gap `…`")]
    GapInPrinted,
}

impl Pattern {
    /// The most tokens that a gap spans. Six let a sponsor's or a region's name in ("vùng [núi cao và biên giới của]
    /// đồng bào"), and keep two phrases that merely share a sentence apart.
    pub const GAP: usize = 6;

    /// # Errors
    /// When the pattern can never match anything, or says something other than what it seems to.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let text = text.trim();
        let (spelt, year) = of_year(text).map_or((text, None), |(spelt, year)| (spelt, Some(year)));
        let spelt = spelt.replace("...", "…");
        let (spelt, is_printed) = spelt.strip_prefix('=').map_or((spelt.as_str(), false), |rest| (rest, true));
        let runs: Vec<Vec<String>> = spelt
            .split('…')
            .map(|run| tokens(run).iter().flat_map(|token| token.words().iter().cloned()).collect())
            .collect();
        if runs.iter().all(Vec::is_empty) {
            return Err(PatternError::Empty);
        }
        if runs.first().is_some_and(Vec::is_empty) || runs.last().is_some_and(Vec::is_empty) {
            return Err(PatternError::GapAtEdge);
        }
        if is_printed && runs.len() > 1 {
            return Err(PatternError::GapInPrinted);
        }
        let printed = is_printed.then(|| tokens(spelt).into_iter().map(|token| token.folded).collect());
        let runs = runs.into_iter().filter(|run| !run.is_empty()).collect();
        Ok(Self { text: text.to_owned(), runs, printed, year })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Of which year the document is that it names, where it says so.
    pub(super) fn year(&self) -> Option<u16> {
        self.year
    }

    pub(super) fn runs(&self) -> &[Vec<String>] {
        &self.runs
    }

    pub(super) fn printed(&self) -> Option<&[String]> {
        self.printed.as_deref()
    }
}

/// What stands before a year in brackets at the end of `text`, and that year.
fn of_year(text: &str) -> Option<(&str, u16)> {
    let (spelt, year) = text.strip_suffix(')')?.rsplit_once('(')?;
    let is_year = year.len() == 4 && year.bytes().all(|digit| digit.is_ascii_digit());
    Some((spelt.trim_end(), year.parse().ok().filter(|_| is_year)?))
}
