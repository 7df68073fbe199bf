//! Judging news: which articles are the same, what they are about, where. Pure; each verdict carries its reason.

mod article_words;
mod canonical;
pub mod copies;
mod duplicate;
mod edit;
pub mod events;
mod evidence;
mod facts;
mod fields;
mod grouping;
mod identity;
mod pattern;
mod phrases;
mod place;
mod placement;
pub mod progress;
mod story;
mod substitute;
mod tombstone;
mod topic;
mod vanished;
mod verdict;

pub use article_words::ArticleWords;
pub use canonical::may_share_an_address;
pub use duplicate::{Fingerprint, SameBecause};
pub use edit::is_edited;
pub use evidence::{Evidence, Field};
pub use facts::{
    Component, Count, Fact, FactKind, FactPlace, FactRecord, Figure, FiledFact, Flag, Fund, Money, Payer, Period,
    Programme, ProgrammeTopics, Stance,
};
pub use fields::{Fields, Tokenised};
pub use grouping::{Before, CopyOf, Grouping, Known, Link, SeriesBecause, SeriesLink};
pub use identity::{
    KnownEntries, KnownEntry, Ladder, Page, Recognised, Recognition, Rung, SameEntry, TextTrait, Traits, digest_of,
};
pub use pattern::{Pattern, PatternError};
pub use place::PlaceHit;
pub use placement::{Placement, StoryRef};
pub use story::{Member, Series, Sibling, StatedFact, Story};
pub use substitute::{is_renamed, same_entries};
pub use tombstone::{Tombstone, WithdrawnBy};
pub use topic::{Filing, NearMiss, Shortfall, Tally, TopicHit, TopicRules, Weight};
pub use vanished::vanished;
pub use verdict::Verdict;
