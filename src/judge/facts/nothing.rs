//! *Chưa giải ngân*: that nothing was spent is a figure, too.

use super::about::Span;
use super::cue::Cue;
use super::sentence::Sentence;
use super::{FactKind, Figure, Money};
use crate::text::{Decimal, Token};

/// Whether a sentence without figures may say that nothing was spent.
pub(super) fn may_be_said(tokens: &[Token<'_>]) -> bool {
    tokens.windows(2).any(|pair| pair[0].folded == "giải" && pair[1].folded == "ngân")
        && tokens.iter().any(|token| matches!(token.folded.as_str(), "chưa" | "không"))
}

/// `Tiểu dự án 2, Dự án 4 chưa giải ngân`: nothing was spent of each project that is named.
pub(super) fn spent(sentence: &Sentence<'_, '_>) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (cue, words) in &sentence.cues {
        // "chưa giải ngân hết" says that something was.
        let is_partly = matches!(sentence.word(words.end), "hết" | "xong" | "đạt" | "đủ" | "kịp")
            || matches!(sentence.word(words.end + 1), "hết" | "đủ");
        if *cue != Cue::NotDisbursed || is_partly {
            continue;
        }
        let quantities = &sentence.quantities;
        let after_figure =
            quantities.iter().map(|quantity| quantity.tokens.end).filter(|end| *end <= words.start).max();
        let next = quantities.iter().map(|quantity| quantity.start).find(|start| *start >= words.end);
        let end = (words.end..sentence.tokens.len()).find(|at| sentence.mark_before(*at).contains([';', ',', '.']));
        // How much was not spent comes next.
        if next.is_some_and(|next| end.is_none_or(|end| next < end)) {
            continue;
        }
        let from = after_figure.unwrap_or(0);
        let clause = (from..=words.start).rev().find(|at| *at > 0 && sentence.mark_before(*at).contains([';', ')']));
        let from = clause.unwrap_or(from);
        let span = Span { from, start: words.start, end: words.end, until: end.unwrap_or(sentence.tokens.len()) };
        let named = sentence.components.iter().filter(|(name, _)| from <= name.start && name.end <= words.start);
        figures.extend(named.map(|(_, component)| Figure {
            amount: Some(Money { dong: Some(0), unit: String::new(), step: 1 }),
            percent: Some(Decimal::whole(0)),
            place: sentence.place_of(&span),
            period: sentence.period_of(&span),
            programme: sentence.programme_of(&span),
            component: Some(*component),
            ..Figure::of(FactKind::Disbursement)
        }));
    }
    figures
}
