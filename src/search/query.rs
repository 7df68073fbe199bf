//! What a reader types, understood. Nothing that can be typed is an error: what can't be understood is said, and the rest
//! is searched for.

use super::filter::{Active, Filters};
use super::note::Note;
use super::pieces::pieces;
use super::reading::{Reading, Run};
use crate::config::Config;
use crate::text::{has_marks, nfc};

/// Words and filters of a search.
///
/// # The language
/// - Words are all looked for, anywhere in an article, as `text` compares them: *hoà bình* also finds *Hòa Bình*, *MTQG* and
///   *mtqg* also *mục tiêu quốc gia*; 1719 is not in 11719.
/// - `"…"`: these words, one after the other. So are the parts of what is written without a space: `1719/QĐ-TTg`.
/// - `-word`, `-"…"`, `-filter:…`: articles without it.
/// - `chude:` (`topic:`), `noi:` (`place:`), `nguon:` (`source:`): an id or a name, in quotation marks if it has spaces.
///   Of several of one kind, one is enough.
/// - `tu:` (`from:`), `den:` (`to:`), `ngay:` (`on:`): a day, month or year in the site's zone; `2026-11-05`, `5/11/2026`,
///   `2026-11`, `11/2026`, `2026`.
/// - `dau:khong` (`marks:no`): diacritics don't count. They don't either in a query that is typed wholly without, unless it
///   says `dau:co` (`marks:yes`).
/// - `xep:moi` (`sort:new`): the newest first, and not the best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// As typed, white space put in order, cut off after [`Query::LONGEST`] characters.
    pub text: String,
    /// The same without what [`Query::marks`] and [`Query::order`] say: what a form shows beside its boxes.
    pub shown: String,
    /// Each has to be in an article.
    pub wanted: Vec<Phrase>,
    /// None may be.
    pub unwanted: Vec<Phrase>,
    /// What is wanted as it was typed, where diacritics don't count: articles that spell it so come first.
    pub spelt: Vec<Phrase>,
    pub filters: Filters,
    pub marks: Marks,
    pub order: Order,
    /// The filters that are in force, in the order in which they were typed.
    pub active: Vec<Active>,
    pub notes: Vec<Note>,
}

/// Words that follow one another; never none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// As [`super::Indexed`] has them.
    pub words: Vec<String>,
    /// Whether it was typed right behind the phrase before, so that both together say more than each.
    pub follows: bool,
}

/// Whether diacritics count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    Count,
    /// The reader said so.
    Ignored,
    /// The reader typed none.
    NoneTyped,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Best,
    Newest,
}

impl Query {
    /// Characters of a query that are read. The longest headlines have 150.
    pub const LONGEST: usize = 300;
    /// Words that are looked for, abbreviations spelt out.
    pub const MOST_WORDS: usize = 48;

    /// Every text has some meaning. Topics and sources are those of `config`, days those of its zone.
    pub fn parse(typed: &str, config: &Config) -> Self {
        let mut notes = Vec::new();
        let typed = nfc(typed);
        let mut text = String::new();
        for word in typed.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
            text.push_str(if text.is_empty() { "" } else { " " });
            text.push_str(word);
        }
        if let Some((end, _)) = text.char_indices().nth(Self::LONGEST) {
            text.truncate(text[..end].trim_end().len());
            notes.push(Note::TooLong);
        }
        let pieces = pieces(&text);
        let mut reading = Reading::new(config, &pieces, notes);
        reading.read();
        let Reading { runs, filters, active, marks, order, mut notes, shown, .. } = reading;
        let typed_none = marks.is_none() && !pieces.iter().any(|piece| piece.name.is_none() && has_marks(piece.value));
        let marks = match marks {
            Some(marks) => marks,
            None if typed_none && runs.iter().any(Run::has_plain_word) => Marks::NoneTyped,
            None => Marks::Count,
        };
        let (mut wanted, mut unwanted, mut spelt, mut words) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for run in &runs {
            if marks != Marks::Count && !run.negated {
                spelt.extend(run.phrases(Marks::Count));
            }
            let phrases = if run.negated { &mut unwanted } else { &mut wanted };
            for phrase in run.phrases(marks) {
                words += phrase.words.len();
                if words <= Self::MOST_WORDS {
                    phrases.push(phrase);
                } else if !notes.contains(&Note::TooManyWords) {
                    notes.push(Note::TooManyWords);
                }
            }
        }
        if filters.is_shut() {
            notes.push(Note::EmptyPeriod);
        }
        if wanted.is_empty() && !unwanted.is_empty() && filters.is_open() {
            notes.push(Note::OnlyUnwanted);
        }
        spelt.truncate(wanted.len());
        Self { text, shown, wanted, unwanted, spelt, filters, marks, order, active, notes }
    }

    /// Whether there is anything to look for.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.filters.is_open()
    }

    /// The same where diacritics count, if they don't in this.
    pub fn as_spelt(&self) -> Option<Self> {
        let is_other = self.ignores_marks() && !self.spelt.is_empty();
        // What is not wanted isn't found by this already.
        is_other.then(|| Self { wanted: self.spelt.clone(), unwanted: Vec::new(), marks: Marks::Count, ..self.clone() })
    }

    /// Whether diacritics count in what is looked for.
    pub fn ignores_marks(&self) -> bool {
        self.marks != Marks::Count
    }
}
