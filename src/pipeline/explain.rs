//! Why an article is where it is: what is remembered of it, of those around it, and of those that it was not merged with.

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use thiserror::Error;

use super::items::{Item, ItemError, find_item};
use crate::config::Config;
use crate::judge::copies::{Form, Nearness, Print};
use crate::judge::events::NearStory;
use crate::judge::{
    ArticleWords, FiledFact, NearMiss, PlaceHit, SameBecause, SeriesBecause, Tokenised, TopicHit, TopicRules,
    WithdrawnBy,
};
use crate::news::{ArticleId, SeriesId, SourceId, StoryId};
use crate::render;
use crate::store::{Around, Beside, Decided, Decision, Record, Store, StoreError, Withdrawn};

/// So many copies, members and siblings are named.
const MOST: usize = 50;
/// So many that it was not merged with.
const MOST_APART: usize = 5;

/// All that led to an article's place. Its JSON is for scripts: members may be added, never changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    pub id: ArticleId,
    pub title: String,
    /// All whose entries point to it, the first first.
    pub sources: Vec<SourceId>,
    /// Where readers are led.
    pub url: Option<String>,
    /// In the form in which addresses are compared.
    pub address: String,
    /// What it is known by, if not by its own address: what its page names.
    pub known_by: Option<String>,
    pub first_seen: Timestamp,
    pub published: Option<Timestamp>,
    /// When its publisher edited it last.
    pub revised: Option<Timestamp>,
    pub page: PageState,
    /// Whether it waits for the next pass to be judged as it is now.
    pub waits: bool,
    /// Until when one is held that is dated ahead, and wasn't published yet.
    pub held_until: Option<Timestamp>,
    /// Since when readers don't see it.
    pub withdrawn: Option<Withdrawal>,
    pub characters: usize,
    /// Earlier versions, the first one first.
    pub revisions: Vec<Version>,
    pub group: Group,
    pub series: Option<SeriesOf>,
    pub story: Option<StoryOf>,
    /// The nearest of those that it shares parts of its text with and is in no group with.
    pub apart_from: Vec<Neighbour>,
    /// The nearest of the open stories that it is not in, as they are now.
    pub near: Vec<Near>,
    pub decisions: Vec<Decree>,
    /// Those that operators keep in other stories.
    pub kept_apart: Vec<Line>,
    pub topics: Vec<TopicHit>,
    /// Topics that something in its text speaks for, and why it doesn't do: by the rules and the text as they are now.
    pub near_topics: Vec<NearMiss>,
    pub places: Vec<PlaceHit>,
    /// What it states in figures.
    #[serde(serialize_with = "as_records")]
    pub facts: Vec<FiledFact>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Withdrawal {
    pub at: Timestamp,
    /// An operator's reason; none where its publisher took it down.
    pub why: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum PageState {
    Read,
    /// It has none, or the source's pages aren't read.
    None,
    Waits {
        until: Timestamp,
        error: Option<String>,
    },
    GivenUp {
        error: String,
    },
}

/// What it said before `until`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    pub until: Timestamp,
    pub title: String,
    pub lead: Option<String>,
    pub characters: usize,
}

/// An article in one line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    pub id: ArticleId,
    pub title: String,
    pub source: SourceId,
    pub address: String,
    pub published: Option<Timestamp>,
    pub story: Option<StoryId>,
    /// Why it is in its story, or with its original; none for the one that founded it.
    pub why: Option<SameBecause>,
}

/// Copies of one text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// None for an article that is an original itself.
    pub original: Option<Line>,
    /// Of the original.
    pub copies: Vec<Line>,
}

/// Texts from one template.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeriesOf {
    pub id: SeriesId,
    pub why: SeriesBecause,
    /// The newest first.
    pub members: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryOf {
    pub id: StoryId,
    pub link: String,
    pub published: Timestamp,
    /// Ids under which it was published before.
    pub formerly: Vec<StoryId>,
    pub members: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Neighbour {
    #[serde(flatten)]
    pub line: Line,
    pub nearness: Nearness,
}

/// A story that an article is near to, and not in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Near {
    #[serde(flatten)]
    pub event: NearStory,
    /// Of the article that represents it.
    pub title: String,
}

/// What an operator decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decree {
    pub decision: &'static str,
    pub articles: Vec<ArticleId>,
    pub made: Timestamp,
    /// None while it waits for the next pass.
    pub applied: Option<Timestamp>,
}

#[derive(Debug, Error)]
pub enum ExplainError {
    #[error(transparent)]
    Item(#[from] ItemError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ExplainError {
    /// As [`StoreError::is_unusable`].
    pub fn is_unusable(&self) -> bool {
        match self {
            Self::Store(error) => error.is_unusable(),
            Self::Item(error) => error.is_unusable(),
        }
    }
}

/// Explains the article that `item` names, or the one that represents the story.
///
/// # Errors
/// When it names none, or the database fails.
pub fn explain(config: &Config, item: &str) -> Result<Explanation, ExplainError> {
    let mut database = Store::open_to_read(&config.store.database)?;
    let id = match find_item(config, &database, item)? {
        Item::Article(article) => article.id,
        Item::Story(story) => story.representative,
    };
    Ok(explain_article(config, &mut database, id)?)
}

fn explain_article(config: &Config, database: &mut Store, id: ArticleId) -> Result<Explanation, StoreError> {
    let record = database.record(id)?;
    let original = record.original.unwrap_or(id);
    let lines = |around: Around<'_>, most| -> Result<Vec<Line>, StoreError> {
        Ok(database.beside(around, most)?.into_iter().map(Line::from).collect())
    };
    let itself = lines(Around::Itself(id), 1)?;
    let story = itself.first().and_then(|line| line.story.clone());
    let story = story.map(|story| -> Result<StoryOf, StoreError> {
        let (published, formerly) = database.story_dates(&story)?;
        let members = lines(Around::Story(&story), MOST)?;
        Ok(StoryOf { link: render::story_link(&config.site, &story), published, formerly, members, id: story })
    });
    let story = story.transpose()?;
    let series = record.series.clone().map(|(series, why)| -> Result<SeriesOf, StoreError> {
        Ok(SeriesOf { members: lines(Around::Series(&series), MOST)?, id: series, why })
    });
    let group = Group {
        original: if original == id { None } else { lines(Around::Itself(original), 1)?.pop() },
        copies: lines(Around::Copies(original), MOST)?,
    };
    let kept_apart = lines(Around::KeptApart(id), MOST)?;
    let revisions = database.revisions(id)?.into_iter().map(|before| Version {
        until: before.until,
        characters: before.text.chars().count(),
        title: before.title,
        lead: before.lead,
    });
    let near_topics = TopicRules::compile(&config.topics).explain(Tokenised::of(&record.content).fields()).near;
    Ok(Explanation {
        id,
        revisions: revisions.collect(),
        decisions: database.decisions_on(id)?.into_iter().map(Decree::from).collect(),
        series: series.transpose()?,
        group,
        kept_apart,
        apart_from: apart_from(database, id, original, &record)?,
        near: near(database, story.as_ref().map(|story| &story.id), &record)?,
        story,
        page: PageState::of(&record),
        held_until: record.held_until(),
        known_by: record.known_by.filter(|known_by| *known_by != record.address),
        address: record.address,
        sources: record.sources,
        first_seen: record.first_seen,
        published: record.published,
        revised: record.revised,
        waits: record.unjudged,
        withdrawn: database.withdrawn(id)?.map(Withdrawal::from),
        characters: record.content.body.value.text.chars().count(),
        url: record.content.url.map(Into::into),
        title: record.content.title.value,
        near_topics,
        topics: record.topics,
        places: record.places,
        facts: database.figures(id)?,
    })
}

/// In the form of the other files for machines.
fn as_records<S: Serializer>(facts: &[FiledFact], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(facts.iter().map(FiledFact::record))
}

/// By the same keys as a pass finds them, but without its short cuts.
fn apart_from(
    database: &mut Store,
    id: ArticleId,
    original: ArticleId,
    record: &Record,
) -> Result<Vec<Neighbour>, StoreError> {
    let mut near: Vec<(ArticleId, Nearness)> = Vec::new();
    {
        let view = database.view()?;
        let form_of = |id| view.article(id).map(|(article, source)| Form::of(&article, &source));
        let Some(form) = form_of(id)? else { return Ok(Vec::new()) };
        let published = record.published.unwrap_or(record.first_seen);
        for (other, _) in view.sharing(id, &Print::of(&form), published, &mut view.recent_keys()?)? {
            if view.group_of(other)?.is_none_or(|(group, _)| group != original)
                && let Some(other_form) = form_of(other)?
            {
                near.push((other, Nearness::between(&form, &other_form)));
            }
        }
    }
    near.sort_by(|(a, one), (b, other)| other.score().total_cmp(&one.score()).then(a.cmp(b)));
    let mut neighbours = Vec::new();
    for (other, nearness) in near.into_iter().take(MOST_APART) {
        let lines = database.beside(Around::Itself(other), 1)?;
        neighbours.extend(lines.into_iter().map(|line| Neighbour { line: Line::from(line), nearness }));
    }
    Ok(neighbours)
}

/// By how frequent words are now, and by what the stories are now; those that are closed are compared with nothing.
fn near(database: &mut Store, own: Option<&StoryId>, record: &Record) -> Result<Vec<Near>, StoreError> {
    let events = {
        let view = database.view()?;
        let mut events = view.events()?;
        let (article, published) = (&record.content, record.published.unwrap_or(record.first_seen));
        let report = events.report(article, &ArticleWords::of(article), published, false);
        events.near(&report, own, MOST_APART)
    };
    let mut near = Vec::new();
    for event in events {
        let story = database.listed_story(&event.story)?;
        let representative = story.map(|story| database.listed(story.representative)).transpose()?.flatten();
        near.extend(representative.map(|article| Near { event, title: article.title }));
    }
    Ok(near)
}

impl PageState {
    fn of(record: &Record) -> Self {
        let error = record.page_error.clone();
        match (record.page_due, error) {
            (Some(until), error) => Self::Waits { until, error },
            (None, _) if record.page_read => Self::Read,
            (None, Some(error)) => Self::GivenUp { error },
            (None, None) => Self::None,
        }
    }
}

impl From<Beside> for Line {
    fn from(beside: Beside) -> Self {
        let Beside { id, source, title, address, published, story, why } = beside;
        Self { id, title, source, address, published, story, why }
    }
}

impl From<Withdrawn> for Withdrawal {
    fn from(Withdrawn { at, by }: Withdrawn) -> Self {
        let why = match by {
            WithdrawnBy::Operator { why } => Some(why),
            WithdrawnBy::Publisher => None,
        };
        Self { at, why }
    }
}

impl From<Decided> for Decree {
    fn from(decided: Decided) -> Self {
        let (decision, articles) = match decided.decision {
            Decision::Split(article) => ("split", vec![article]),
            Decision::Join(article, other) => ("join", vec![article, other]),
        };
        Self { decision, articles, made: decided.made, applied: decided.applied }
    }
}
