//! The pieces of a query, read one after the other.

use super::filter::{self, Active, Filter, Filters};
use super::note::Note;
use super::period::Period;
use super::pieces::Piece;
use super::query::{Marks, Order, Phrase};
use crate::config::Config;
use crate::text::{Kind, abbreviated, tokens, unmarked};

/// Pieces that stand together, as one text: abbreviations may have several parts.
pub(super) struct Run<'q> {
    pub(super) pieces: Vec<&'q str>,
    pub(super) quoted: bool,
    pub(super) negated: bool,
}

/// The pieces of a query, one after the other.
pub(super) struct Reading<'q> {
    pub(super) config: &'q Config,
    pub(super) pieces: &'q [Piece<'q>],
    pub(super) runs: Vec<Run<'q>>,
    pub(super) filters: Filters,
    pub(super) active: Vec<Active>,
    pub(super) marks: Option<Marks>,
    pub(super) order: Order,
    pub(super) notes: Vec<Note>,
    pub(super) shown: String,
}

impl<'q> Reading<'q> {
    pub(super) fn new(config: &'q Config, pieces: &'q [Piece<'q>], notes: Vec<Note>) -> Self {
        Self {
            config,
            pieces,
            runs: Vec::new(),
            filters: Filters::default(),
            active: Vec::new(),
            marks: None,
            order: Order::Best,
            notes,
            shown: String::new(),
        }
    }

    pub(super) fn read(&mut self) {
        let mut goes_on = false;
        for (at, piece) in self.pieces.iter().enumerate() {
            if piece.open {
                self.notes.push(Note::OpenQuote);
            }
            let filter = piece.name.and_then(Filter::named);
            if !matches!(filter, Some(Filter::Marks | Filter::Sort)) {
                self.shown.push_str(if self.shown.is_empty() { "" } else { " " });
                self.shown.push_str(piece.raw);
            }
            if let Some(filter) = filter {
                self.filter(at, filter);
                goes_on = false;
                continue;
            }
            // A colon at a word's end is punctuation.
            if let Some(name) = piece.name.filter(|_| !piece.value.is_empty()) {
                self.notes.push(Note::UnknownFilter { name: name.to_owned(), meant: Filter::like(name) });
            }
            let of_name =
                piece.name.filter(|_| !piece.quoted).map_or(piece.value, |_| piece.raw.trim_start_matches('-'));
            match self.runs.last_mut() {
                Some(run) if goes_on && !piece.quoted && !piece.negated => run.pieces.push(of_name),
                _ => self.runs.push(Run { pieces: vec![of_name], quoted: piece.quoted, negated: piece.negated }),
            }
            goes_on = !piece.quoted && !piece.negated;
        }
    }

    fn filter(&mut self, at: usize, filter: Filter) {
        let Piece { negated, value, .. } = self.pieces[at];
        if value.trim().is_empty() {
            self.notes.push(Note::NoValue(filter));
            return;
        }
        let config = self.config;
        let filters = &mut self.filters;
        let named = match filter {
            Filter::Topic => filter::topic(config, value).map(|topic| {
                filters.topics.add(negated, filter::below(config, &topic.id));
                topic.name.clone()
            }),
            Filter::Source => filter::source(config, value).map(|source| {
                filters.sources.add(negated, [source.id.clone()]);
                source.name.clone()
            }),
            Filter::Place => filter::place(value).map(|place| {
                filters.places.add(negated, [place.to_owned()]);
                place.to_owned()
            }),
            Filter::From | Filter::To | Filter::On => return self.period(at, filter),
            Filter::Marks | Filter::Sort => return self.choice(filter, value),
        };
        match named {
            Ok(name) => self.activate(at, filter, name),
            Err(meant) => self.notes.push(Note::UnknownValue { filter, value: value.to_owned(), meant }),
        }
    }

    fn period(&mut self, at: usize, filter: Filter) {
        let Piece { value, negated, .. } = self.pieces[at];
        let Some(period) = Period::parse(value).filter(|_| !negated) else {
            self.notes.push(Note::BadValue { filter, value: self.pieces[at].raw.to_owned() });
            return;
        };
        let (from, until) = (period.begin(&self.config.site.zone), period.end(&self.config.site.zone));
        if filter != Filter::To {
            self.filters.from = self.filters.from.max(Some(from));
        }
        if filter != Filter::From {
            self.filters.until = Some(self.filters.until.map_or(until, |before| before.min(until)));
        }
        self.activate(at, filter, value.to_owned());
    }

    fn choice(&mut self, filter: Filter, value: &str) {
        match (filter, filter::bare(value).as_str()) {
            (Filter::Marks, "khong" | "no" | "off") => self.marks = Some(Marks::Ignored),
            (Filter::Marks, "co" | "yes" | "on") => self.marks = Some(Marks::Count),
            (Filter::Sort, "moi" | "new" | "newest" | "date") => self.order = Order::Newest,
            (Filter::Sort, "hop" | "best" | "relevance") => self.order = Order::Best,
            _ => self.notes.push(Note::BadValue { filter, value: value.to_owned() }),
        }
    }

    fn activate(&mut self, at: usize, filter: Filter, value: String) {
        let others = self.pieces.iter().enumerate().filter(|(other, _)| *other != at);
        let rest = others.map(|(_, piece)| piece.raw).collect::<Vec<_>>().join(" ");
        self.active.push(Active { filter, negated: self.pieces[at].negated, value, rest });
    }
}

impl Run<'_> {
    /// Abbreviations are typed in lower case as often as not, and mean themselves all the same.
    fn text(&self) -> (String, Vec<usize>) {
        let mut text = String::new();
        let mut ends = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            text.push_str(if text.is_empty() { "" } else { " " });
            text.push_str(&piece.to_uppercase());
            ends.push(text.len());
        }
        (text, ends)
    }

    /// Whether it has a word that could have diacritics, and isn't spelt out by us.
    pub(super) fn has_plain_word(&self) -> bool {
        let (text, _) = self.text();
        tokens(&text).iter().any(|token| token.kind == Kind::Word && token.expansion.is_none() && !is_coded(token.text))
    }

    /// What was typed without a space is one phrase, and so is what stands between quotation marks.
    pub(super) fn phrases(&self, marks: Marks) -> Vec<Phrase> {
        let (text, ends) = self.text();
        let mut phrases: Vec<(usize, Phrase)> = Vec::new();
        for token in tokens(&text) {
            let spelt_out = abbreviated(&token.folded).filter(|_| marks != Marks::Count);
            let words = spelt_out.unwrap_or(token.words()).iter();
            let words = words.map(|word| if marks == Marks::Count { word.clone() } else { unmarked(word) });
            let piece = if self.quoted { 0 } else { ends.partition_point(|end| *end <= token.at) };
            match phrases.last_mut() {
                Some((last, phrase)) if *last == piece => phrase.words.extend(words),
                last => {
                    let follows = last.is_some();
                    phrases.push((piece, Phrase { words: words.collect(), follows }));
                }
            }
        }
        phrases.into_iter().map(|(_, phrase)| phrase).collect()
    }
}

/// A name with digits in it ("4G", "Covid19") is nobody's word without its diacritics.
fn is_coded(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit())
}
