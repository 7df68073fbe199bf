//! A story made ready to print.

use std::cell::OnceCell;
use std::collections::HashSet;

use jiff::Timestamp;
use url::Url;

use super::names;
use super::plain;
use crate::config::{Config, FeedContent, Topic};
use crate::judge::{self, Evidence, Field, Member, SameBecause, SeriesBecause, Story, Weight};
use crate::news::{Image, SeriesId, SourceId, StoryId, TopicId};
use crate::text::Unit;

/// What a reader gets of a text that isn't ours: enough to know whether to open the original. About five lines, a
/// third of a usual lead and body excerpt in the Vietnamese press.
const EXCERPT: usize = 400;
/// The longest description that search engines and messengers show.
const DESCRIPTION: usize = 200;

/// All of a story that any document shows. Every text in it is fit to print ([`plain`]); texts are plain, `body` apart.
pub(super) struct Item<'a> {
    pub(super) story: &'a Story,
    pub(super) title: String,
    /// The lead, or without one the beginning of the text; empty when there is neither.
    pub(super) summary: String,
    /// How the text goes on after the lead, where there is one.
    pub(super) excerpt: Option<String>,
    /// The whole text as HTML; empty when nothing but a summary is known.
    pub(super) body: String,
    /// What the operator allows to be shown of it on its own page: the most that any feed with this story allows.
    pub(super) content: FeedContent,
    pub(super) image: Option<Picture>,
    pub(super) authors: Vec<String>,
    pub(super) language: String,
    pub(super) published: Timestamp,
    pub(super) updated: Timestamp,
    pub(super) topics: Vec<Filing<'a>>,
    pub(super) places: Vec<Place>,
    /// The one whose text is shown, then first publisher first; never empty unless the story's members are.
    pub(super) reports: Vec<Report<'a>>,
    pub(super) series: Option<Series<'a>>,
    /// What feeds print of it, once made: summary and full.
    entries: [OnceCell<String>; 2],
}

/// The other stories of the series that a story is in.
pub(super) struct Series<'a> {
    pub(super) id: &'a SeriesId,
    pub(super) why: SeriesBecause,
    /// Newest first; never empty.
    pub(super) others: Vec<Sibling<'a>>,
}

pub(super) struct Sibling<'a> {
    pub(super) story: &'a StoryId,
    pub(super) title: String,
    pub(super) published: Timestamp,
}

/// A picture over https: pages ask for no other.
pub(super) struct Picture {
    pub(super) url: Url,
    pub(super) caption: String,
    /// What its publisher says that it shows, or else the caption.
    pub(super) alt: String,
    /// The type that its name suggests; nobody has looked at its bytes.
    pub(super) media_type: Option<&'static str>,
}

/// Why a story is under a topic.
pub(super) struct Filing<'a> {
    pub(super) topic: &'a Topic,
    pub(super) evidence: Vec<Quote>,
}

pub(super) struct Place {
    pub(super) name: String,
    /// The province that it is part of now, where that has another name.
    pub(super) today: Option<String>,
    /// Those that list the story: today's first, then the former one.
    pub(super) units: Vec<&'static Unit>,
    pub(super) evidence: Vec<Quote>,
}

/// Words that spoke for a topic or place.
#[derive(PartialEq, Eq)]
pub(super) struct Quote {
    pub(super) field: Field,
    /// As printed.
    pub(super) text: String,
    pub(super) rule: String,
    /// The rule's; none for a place.
    pub(super) weight: Option<Weight>,
}

/// One source's article.
pub(super) struct Report<'a> {
    pub(super) source: &'a SourceId,
    pub(super) name: String,
    /// Where the source itself is; none for one that feeds.toml no longer has.
    pub(super) source_url: Option<&'a Url>,
    /// Whether `source_url` is a feed.
    pub(super) is_feed: bool,
    pub(super) url: Option<&'a Url>,
    pub(super) title: String,
    pub(super) published: Timestamp,
    pub(super) why: Option<SameBecause>,
}

impl<'a> Item<'a> {
    /// `config` has been through [`plain::clean_config`].
    pub(super) fn new(config: &'a Config, story: &'a Story) -> Self {
        let under = super::channel::under(config, story);
        let body = plain::markup(story.body.as_str());
        let text = plain::text_of(&body);
        let lead = story.lead.as_deref().map(plain::line).filter(|lead| !lead.is_empty());
        let (summary, excerpt) = match lead {
            Some(lead) => {
                let rest = text.strip_prefix(&lead).unwrap_or(&text).trim_start();
                // Never the whole of a short text.
                let limit = EXCERPT.min(rest.chars().count() / 2);
                let excerpt = Some(plain::excerpt(rest, limit)).filter(|_| limit > 0);
                (lead, excerpt)
            }
            None => (plain::excerpt(&text, EXCERPT), None),
        };
        Self {
            story,
            title: plain::line(&story.title),
            summary,
            excerpt,
            content: allowed(config, story, &under),
            body: if text.is_empty() { String::new() } else { body.into_owned() },
            image: story.image.as_ref().filter(|image| image.url.scheme() == "https").map(picture),
            authors: story
                .authors
                .iter()
                .map(|author| plain::line(author))
                .filter(|author| !author.is_empty())
                .collect(),
            language: language(&story.language, config),
            published: story.published,
            updated: story.updated.max(story.published),
            topics: story
                .topics
                .iter()
                .filter_map(|hit| Some(Filing { topic: config.topic(&hit.topic)?, evidence: quotes(&hit.evidence) }))
                .collect(),
            places: story
                .places
                .iter()
                .map(|hit| Place {
                    name: plain::line(&hit.place),
                    today: Some(plain::line(&hit.today)).filter(|_| hit.today != hit.place),
                    units: hit.units(story.published).collect(),
                    evidence: quotes(&hit.evidence),
                })
                .collect(),
            reports: reports(config, story),
            series: story.series.as_ref().map(series),
            entries: Default::default(),
        }
    }

    /// The entry's HTML in feeds of this content. `write` makes it, for all channels and formats once.
    pub(super) fn entry<E>(&self, content: FeedContent, write: impl FnOnce() -> Result<String, E>) -> Result<&str, E> {
        let entry = &self.entries[usize::from(content == FeedContent::Full)];
        if let Some(made) = entry.get() {
            return Ok(made);
        }
        let html = write()?;
        Ok(entry.get_or_init(|| html))
    }

    /// For `<meta>` and the like.
    pub(super) fn description(&self) -> String {
        plain::excerpt(&self.summary, DESCRIPTION)
    }

    /// All who reported it, first publisher first.
    pub(super) fn by_time(&self) -> Vec<&Report<'a>> {
        let mut reports: Vec<&Report> = self.reports.iter().collect();
        reports.sort_by_key(|report| report.published);
        reports
    }

    /// The topics that aren't merely above another of the story's topics.
    pub(super) fn leaf_topics(&self) -> impl Iterator<Item = &Filing<'a>> {
        self.topics
            .iter()
            .filter(|filing| !self.topics.iter().any(|other| other.topic.parent.as_ref() == Some(&filing.topic.id)))
    }
}

/// Each once, wherever it stands in its field.
pub(super) fn quotes(evidence: &[Evidence]) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::with_capacity(evidence.len());
    for hit in evidence {
        let (text, rule) = (plain::line(&hit.quote), plain::line(&hit.rule));
        let quote = Quote { field: hit.field, text, rule, weight: hit.weight };
        if !quotes.contains(&quote) {
            quotes.push(quote);
        }
    }
    quotes
}

fn reports<'a>(config: &'a Config, story: &'a Story) -> Vec<Report<'a>> {
    story
        .members
        .iter()
        .map(|member| {
            let source = config.source(&member.source);
            let url = member.url.as_ref().filter(|url| names::is_web(url));
            Report {
                source: &member.source,
                name: source_name(config, member),
                source_url: source.map(|source| &source.url).filter(|url| names::is_web(url)),
                is_feed: source.is_some_and(|source| source.kind == crate::config::SourceKind::Feed),
                url,
                title: plain::line(&member.title),
                published: member.published,
                why: member.why,
            }
        })
        .collect()
}

/// What readers know a source by; its host, where feeds.toml no longer has it.
pub(super) fn source_name(config: &Config, member: &Member) -> String {
    let host = || member.url.as_ref().filter(|url| names::is_web(url)).and_then(Url::host_str).map(str::to_owned);
    config
        .source(&member.source)
        .map(|source| source.name.clone())
        .or_else(host)
        .unwrap_or_else(|| plain::line(member.source.as_str()))
}

fn picture(image: &Image) -> Picture {
    let line = |text: &Option<String>| text.as_deref().map(plain::line).filter(|line| !line.is_empty());
    let caption = line(&image.caption).unwrap_or_default();
    let alt = line(&image.alt).unwrap_or_else(|| caption.clone());
    Picture { url: image.url.clone(), caption, alt, media_type: media_type(&image.url) }
}

fn media_type(url: &Url) -> Option<&'static str> {
    match url.path().rsplit('.').next()?.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => Some("image/jpeg"),
        "png" => Some("image/png"),
        "webp" => Some("image/webp"),
        "gif" => Some("image/gif"),
        "avif" => Some("image/avif"),
        _ => None,
    }
}

fn series(series: &judge::Series) -> Series<'_> {
    let others = series.others.iter().map(|other| Sibling {
        story: &other.story,
        title: plain::line(&other.title),
        published: other.published,
    });
    Series { id: &series.id, why: series.why, others: others.collect() }
}

fn allowed(config: &Config, story: &Story, under: &HashSet<&TopicId>) -> FeedContent {
    let full = config
        .feeds
        .iter()
        .any(|feed| feed.content == FeedContent::Full && super::channel::selects(feed, story, under));
    if full { FeedContent::Full } else { FeedContent::Summary }
}

/// A language tag of BCP 47's shape, which is all that `xml:lang` may hold; otherwise the site's.
fn language(tag: &str, config: &Config) -> String {
    let subtags = tag.split('-').enumerate();
    let well_formed = subtags.into_iter().all(|(position, subtag)| {
        (1..=8).contains(&subtag.len())
            && subtag.bytes().all(|byte| byte.is_ascii_alphabetic() || (position > 0 && byte.is_ascii_digit()))
    });
    if well_formed { tag.to_owned() } else { super::words::code(config.site.language).to_owned() }
}
