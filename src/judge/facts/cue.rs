//! Words that say what a number is about.

use std::ops::Range;
use std::sync::LazyLock;

use super::phrases::PHRASES;
use crate::judge::Pattern;
use crate::judge::phrases::{Marks, Misprints, Phrases, longest};
use crate::text::Token;

/// What a phrase says about the figures beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Cue {
    /// Words of a cue inside a phrase that isn't one.
    Nothing,
    Disburse,
    NotDisbursed,
    Allocate,
    /// Whatever is planned to be spent: a head, but a noun phrase behind a share (*45% kế hoạch vốn*).
    Planned,
    TotalFunds,
    Mobilise,
    ForProgramme,
    InvestmentTotal,
    Invest,
    Works,
    TotalValue,
    /// A price of something that was named before.
    Cost,
    Support,
    Central,
    Local,
    Counterpart,
    EachUnit,
    Norm,
    Income,
    PovertyRate,
    /// By how much the rate falls, in a noun phrase of its own.
    PovertyRateFall,
    NearPovertyRate,
    /// The near-poor, behind a rate of the poor.
    NearPoor,
    NtmRate,
    NtmStandard,
    Ocop,
    Part,
    Cumulative,
    Target,
    Expected,
    Estimated,
    Done,
    Country,
    Compare,
    /// Another place's or an average figure, to compare with.
    Average,
    Change,
    Reduce,
    Respectively,
    Capital,
    Recurrent,
    Remaining,
    /// Money that no programme gives.
    Foreign,
    /// Public investment as a whole, of which a programme is a small part.
    PublicInvestment,
    Programme,

    // Signs that no single phrase gives.
    /// So much stands between the head and the figure that it is about something else.
    Far,
    /// A sum is only that with which something was done: *với tổng kinh phí*.
    WithFunds,
    /// *Vốn*, *kinh phí* or *trị giá* is said.
    NamesFunds,
    /// The figure before is of all funds, so that one of a single fund is a part of it.
    BehindTotal,
    /// *Là* stands before the figure.
    Stated,
    /// An income is one of each head.
    PerHead,
    /// The sentence's time for the figure is a whole year.
    OfYear,
    /// The words behind say that it was spent.
    SpentBehind,
    /// A programme or project is named before it, in a sentence about spending.
    OfSpentProject,
}

struct Compiled {
    phrases: Phrases,
    cues: Vec<Cue>,
    spans_commas: Vec<bool>,
}

static COMPILED: LazyLock<Compiled> = LazyLock::new(|| {
    let all = PHRASES.iter().flat_map(|(cue, phrases)| phrases.iter().map(move |phrase| (*cue, *phrase)));
    let parsed =
        all.filter_map(|(cue, phrase)| Some(((cue, phrase.contains([',', '…'])), Pattern::parse(phrase).ok()?)));
    let (of_patterns, patterns): (Vec<_>, Vec<_>) = parsed.unzip();
    let (cues, spans_commas) = of_patterns.into_iter().unzip();
    Compiled { phrases: Phrases::compile(&patterns, Marks::Kept, Misprints::Missed), cues, spans_commas }
});

/// The cues in `tokens`, tokens of `text`, with where they stand, in order; of two that share a word, the longer.
pub(super) fn cues(text: &str, tokens: &[Token<'_>]) -> Vec<(Cue, Range<usize>)> {
    let compiled = &*COMPILED;
    let mut found = compiled.phrases.find(tokens);
    // "đạt 52,4% kế hoạch; vốn sự nghiệp …" says nothing of a "kế hoạch vốn". A phrase with a comma or a gap may hold one.
    found.retain(|found| {
        let words = &tokens[found.span()];
        let between = |pair: &[Token<'_>]| &text[pair[0].range().end..pair[1].at];
        compiled.spans_commas[found.pattern] || !words.windows(2).any(|pair| between(pair).contains([',', ';']))
    });
    let found = longest(found, tokens.len()).into_iter();
    let cues = found.map(|found| (compiled.cues[found.pattern], found.span()));
    cues.filter(|(cue, _)| *cue != Cue::Nothing).collect()
}

/// Several cues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cues(u64);

impl Cues {
    pub fn has(self, cue: Cue) -> bool {
        self.0 & (1 << cue as u8) != 0
    }

    pub fn any(self, cues: &[Cue]) -> bool {
        cues.iter().any(|cue| self.has(*cue))
    }

    pub fn with(self, cue: Cue) -> Self {
        Self(self.0 | 1 << cue as u8)
    }

    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl FromIterator<Cue> for Cues {
    fn from_iter<T: IntoIterator<Item = Cue>>(cues: T) -> Self {
        cues.into_iter().fold(Self::default(), Self::with)
    }
}
