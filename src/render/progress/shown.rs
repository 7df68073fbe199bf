//! A reading with all who say it, ready to print.

use crate::config::Config;
use crate::judge::progress::{Reading, Spot, Subject};
use crate::judge::{FiledFact, Stance};
use crate::render::words::Words;
use crate::render::{dates, item, names, plain};

use super::numbers;

pub(in crate::render) struct Shown {
    pub(in crate::render) main: String,
    pub(in crate::render) more: Option<String>,
    /// The time that it is for.
    pub(in crate::render) time: String,
    /// Who says it, each once.
    pub(in crate::render) voices: Vec<Voice>,
    /// What is taken from the article and not from the sentence.
    pub(in crate::render) notes: Vec<&'static str>,
    /// What cannot be.
    pub(in crate::render) flags: Vec<&'static str>,
    /// The sentences, each once, with those who print it.
    pub(in crate::render) sentences: Vec<Sentence>,
}

/// A source's article.
pub(in crate::render) struct Voice {
    pub(in crate::render) source: String,
    /// Its story's, under the edition's root.
    pub(in crate::render) path: String,
    pub(in crate::render) title: String,
    pub(in crate::render) datetime: String,
    pub(in crate::render) date: String,
}

pub(in crate::render) struct Sentence {
    pub(in crate::render) text: String,
    pub(in crate::render) sources: String,
}

impl Shown {
    pub(in crate::render) fn of(config: &Config, words: &Words, reading: &Reading) -> Self {
        let figure = reading.figure();
        let first = reading.first();
        let said = numbers::said(figure, words.progress);
        let mut voices: Vec<Voice> = Vec::new();
        let mut sentences: Vec<(String, Vec<String>)> = Vec::new();
        for said in &reading.statements {
            let source = item::source_name(config, said.member);
            let path = names::story_path(said.story);
            if !voices.iter().any(|voice| voice.source == source && voice.path == path) {
                voices.push(Voice {
                    source: source.clone(),
                    path,
                    title: plain::line(&said.member.title),
                    datetime: dates::rfc3339(said.member.published, &config.site.zone),
                    date: numbers::date(said.day, words.progress),
                });
            }
            let text = plain::line(&said.fact.fact.evidence.quote);
            match sentences.iter_mut().find(|(known, _)| *known == text) {
                Some((_, sources)) if sources.contains(&source) => {}
                Some((_, sources)) => sources.push(source),
                None => sentences.push((text, vec![source])),
            }
        }
        let all = |is: fn(&FiledFact) -> bool| reading.statements.iter().all(|said| is(said.fact));
        let place = all(FiledFact::is_place_inferred).then_some(words.progress.place_inferred);
        let several = figure.is_of_several.then_some(words.progress.of_several);
        let topic = all(|fact| fact.is_topic_inferred).then_some(words.progress.topic_inferred);
        Self {
            main: said.main,
            more: said.more,
            time: numbers::time(figure, first.day, words.progress),
            voices,
            notes: place.into_iter().chain(topic).chain(several).collect(),
            flags: first.fact.fact.flags.iter().map(|flag| words.progress.flag(*flag)).collect(),
            sentences: sentences
                .into_iter()
                .map(|(text, sources)| Sentence { text, sources: sources.join(", ") })
                .collect(),
        }
    }
}

/// `Bắc Kạn`, and the unit of today where it has another name.
pub(in crate::render) fn place(subject: &Subject, words: &Words) -> (String, Option<String>) {
    match &subject.spot {
        Spot::Country => (words.progress.whole_country.to_owned(), None),
        Spot::Unsaid => (words.progress.no_place.to_owned(), None),
        Spot::Province { today, name } => {
            (plain::line(name), (today != name).then(|| format!("{} {}", words.places.now_part_of, plain::line(today))))
        }
        Spot::Below { within, name } => (plain::line(name), within.map(plain::line)),
    }
}

/// What tells a subject from others of its kind and place: `vốn sự nghiệp`, `Dự án 5`.
pub(in crate::render) fn traits(subject: &Subject, words: &Words) -> Vec<String> {
    let Subject { stance, component, fund, paid_by, is_of_years, .. } = subject;
    let words = words.progress;
    let traits = [
        (*stance == Stance::Target).then(|| words.target.to_owned()),
        component.map(|component| words.component(component)),
        fund.map(|fund| words.fund(fund).to_owned()),
        paid_by.map(|payer| words.payer(payer).to_owned()),
        is_of_years.then(|| words.cumulative.to_owned()),
    ];
    traits.into_iter().flatten().collect()
}
