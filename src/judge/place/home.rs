//! A provincial paper's own province: it says *tỉnh* and means it, and prints its name where it says nothing of the news.

use super::aside::before;
use super::mention::{How, Mention};
use crate::judge::Field;
use crate::judge::fields::FieldText;
use crate::judge::phrases::Found;
use crate::text::{Place, Token};

/// Words before *tỉnh* that leave no doubt which is meant: *trên địa bàn tỉnh*, *toàn tỉnh*.
const WHOLE: &[&str] = &["bàn", "toàn", "khắp", "cả"];

/// Words before it that other texts have, too, as a law does that says what *UBND tỉnh* may decide.
const OFFICES: &[&str] = &["ubnd", "hđnd", "mttq", "dân", "quốc", "đạo", "trong", "của", "an"];

/// Words behind it: *tỉnh ta*, *tỉnh nhà*, *Tỉnh ủy*.
const OURS: &[&str] = &["ta", "nhà", "mình", "ủy"];

/// Words behind it that make another's of it, or many: *tỉnh bạn*, *tỉnh, thành phố*.
const OTHERS: &[&str] = &["bạn", "khác", "nào", "lân", "thành", "lẻ", "này"];

/// Words in the name of a paper, a station or a site that a title ends with: *… - Báo Cao Bằng điện tử*.
const MEDIA: &[&str] = &["báo", "đài", "online", "điện", "cổng", "truyền", "ptth", "tv", "radio"];

/// Tokens of such a name.
const MASTHEAD: usize = 10;

/// Where a field of a paper of `home` speaks of its own province without naming it. `named` are the provinces that the
/// field names: behind another's name, *tỉnh* is that one.
pub(super) fn unnamed(field: usize, text: &FieldText<'_>, home: &'static Place, named: &[Mention]) -> Vec<Mention> {
    let tokens = &text.tokens;
    let mut kept = Vec::new();
    for at in 0..tokens.len() {
        let Some(end) = word_for_it(tokens, at, home) else { continue };
        let last = named.iter().take_while(|mention| mention.found.span().start < at).last();
        if last.is_some_and(|mention| mention.place != home) {
            continue;
        }
        let next = tokens.get(end).filter(|next| next.sentence == tokens[at].sentence);
        let is_close = text.between(end - 1).trim().is_empty();
        let next_is = |words: &[&str]| next.is_some_and(|next| words.contains(&next.folded.as_str()));
        let is_ours = is_close && next_is(OURS);
        let is_named = is_close && next.is_some_and(Token::is_capitalised);
        if !is_ours && (is_named || next_is(OTHERS)) {
            continue;
        }
        let word = before(text, at);
        let is_behind = |words: &[&str]| word.is_some_and(|word| words.contains(&word.folded.as_str()));
        let how = if is_ours || is_behind(WHOLE) {
            How::Home
        } else if is_behind(OFFICES) {
            How::Office
        } else {
            continue;
        };
        let run = if is_ours { at..end + 1 } else { at - 1..end };
        kept.push(Mention { place: home, field, found: Found { pattern: 0, words: run.len(), runs: vec![run] }, how });
    }
    kept
}

/// Where *tỉnh* at `at` ends, or of a city *thành phố* or *TP*.
fn word_for_it(tokens: &[Token<'_>], at: usize, home: &Place) -> Option<usize> {
    let word = |at: usize| tokens.get(at).map(|token| token.folded.as_str());
    match (word(at), word(at + 1)) {
        (Some("tỉnh"), _) => Some(at + 1),
        (Some("thành"), Some("phố" | "ủy")) if home.is_city() => {
            Some(if word(at + 1) == Some("ủy") { at + 1 } else { at + 2 })
        }
        (Some("tp"), _) if home.is_city() => Some(at + 1),
        _ => None,
    }
}

/// Whether a paper's own province is named for the paper's sake: where it reports from (*Cao Bằng - Sáng 5/7 …*), or in its
/// own name at the end of a title.
pub(super) fn is_papers_own(text: &FieldText<'_>, mention: &Mention) -> bool {
    let span = mention.found.span();
    let is_stroke = |between: &str| between.contains(['-', '–', '—', '|']);
    if text.field != Field::Title {
        return span.start == 0 && (is_stroke(text.between(span.end - 1)) || text.between(span.end - 1).contains(')'));
    }
    let from = span.start.saturating_sub(MASTHEAD);
    let Some(stroke) = (from..span.start).rev().find(|at| is_stroke(text.between(*at))) else { return false };
    let tail = &text.tokens[stroke + 1..];
    let is_medium = tail.iter().any(|token| MEDIA.contains(&token.folded.as_str()));
    tail.len() <= MASTHEAD && (is_medium || text.between(stroke).contains('|'))
}
