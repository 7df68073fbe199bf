//! What a programme's article states in figures: money, shares, households, communes.
//!
//! Each sentence is read by itself, from left to right. Its numbers with their units ([`crate::text::quantities`]) are the
//! figures; the words before a figure, from the one before on, say what it is (`cue`, `decide`, `counts`); what they don't
//! say, it has from the figure before if they merely go on. What else the sentence names (places, times, programmes,
//! projects) goes to the figure that it stands before (`about`).
//!
//! Figures are kept as printed. What cannot be is flagged, and what is meant to be is told from what is.

mod about;
mod around;
mod calendar;
mod counts;
mod cue;
mod decide;
mod fact;
mod filed;
mod flag;
mod joining;
mod matter;
mod nothing;
mod period;
mod phrases;
mod place;
mod programme;
mod reading;
mod record;
mod respectively;
mod sentence;
mod share;
mod wording;

use std::ops::Range;

use jiff::civil::Date;

pub use fact::{Count, Fact, FactKind, Figure, Fund, Money, Payer, Stance};
pub use filed::{FiledFact, ProgrammeTopics};
pub use flag::Flag;
pub use period::Period;
pub use place::FactPlace;
pub use programme::{Component, Programme};
pub use record::FactRecord;

use super::fields::FieldText;
use super::place::provinces;
use super::{Evidence, Tokenised};
use crate::text::{Place, Token, quantities};
use matter::Matter;
use reading::Context;
use sentence::Sentence;

impl Fact {
    /// The facts that an article states, in its order, each once. `published` is its day where its readers are: *nay* is
    /// understood by it. Ask only of articles about a programme: what a road costs is no fact of one, and isn't told apart
    /// from what a programme's road costs.
    pub fn judge(article: &Tokenised<'_>, published: Option<Date>) -> Vec<Self> {
        let mut facts: Vec<Self> = Vec::new();
        for text in article.fields.all() {
            for fact in of_field(text, article.fields.all(), published) {
                // Title, lead and body often state one figure three times.
                if !facts.iter().any(|known| known.figure == fact.figure) {
                    facts.push(fact);
                }
            }
        }
        facts
    }
}

fn of_field(text: &FieldText<'_>, fields: &[FieldText<'_>], published: Option<Date>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut named = None;
    let mut context = Context::default();
    let mut matter = Matter::default();
    for tokens in sentences(&text.tokens) {
        let of_sentence = &text.tokens[tokens.clone()];
        let quantities = quantities(text.text, of_sentence);
        matter.go_on(of_sentence);
        if quantities.is_empty() && !nothing::may_be_said(of_sentence) {
            context = Context::default();
            continue;
        }
        let named = named.get_or_insert_with(|| provinces(text, fields));
        // In order, so that those of a sentence are found without passing all.
        let first = named.partition_point(|(span, _)| span.start < tokens.start);
        let here: Vec<(Range<usize>, &Place)> = named[first..]
            .iter()
            .take_while(|(span, _)| span.start < tokens.end)
            .map(|(span, place)| (span.start - tokens.start..span.end - tokens.start, *place))
            .collect();
        let sentence = Sentence::read(text.text, of_sentence, quantities, &here, published);
        facts.extend(reading::figures(&sentence, &mut context).into_iter().map(|figure| {
            let figure = matter.complete(figure);
            Fact { flags: flag::flags(&figure), evidence: sentence_as_printed(text, &tokens, figure.kind), figure }
        }));
    }
    facts
}

/// The sentence with the marks behind its last word: its full stop, a percent sign, a bracket.
fn sentence_as_printed(text: &FieldText<'_>, tokens: &Range<usize>, kind: FactKind) -> Evidence {
    let mut evidence = text.evidence(tokens, kind.name().to_owned(), None);
    let rest = &text.text[evidence.at + evidence.quote.len()..];
    let next = text.tokens.get(tokens.end).map_or(text.text.len(), |next| next.at);
    let limit = next - evidence.at - evidence.quote.len();
    let marks = rest[..limit].find(|c: char| c.is_whitespace()).unwrap_or(limit);
    evidence.quote.push_str(&rest[..marks]);
    evidence
}

/// The tokens of each sentence.
fn sentences(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let mut start = 0;
    tokens
        .chunk_by(|a, b| a.sentence == b.sentence)
        .map(|sentence| {
            let range = start..start + sentence.len();
            start = range.end;
            range
        })
        .collect()
}
