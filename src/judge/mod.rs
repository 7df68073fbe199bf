//! Judging news: which articles are the same, what they are about, where. Pure; each verdict carries its reason.

pub mod copies;
mod duplicate;
pub mod events;
mod fields;
mod grouping;
mod identity;
mod pattern;
mod phrases;
mod place;
mod placement;
mod story;
mod substitute;
mod topic;
mod verdict;

pub use duplicate::{Fingerprint, SameBecause};
pub use fields::Tokenised;
pub use grouping::{Before, CopyOf, Grouping, Known, Link, SeriesBecause, SeriesLink};
pub use identity::{
    KnownEntries, KnownEntry, Ladder, Page, Recognised, Recognition, Rung, SameEntry, TextTrait, Traits,
};
pub use pattern::{Pattern, PatternError};
pub use place::PlaceHit;
pub use placement::{Placement, StoryRef};
pub use story::{Member, Story};
pub use substitute::{is_renamed, same_entries};
pub use topic::{Evidence, Field, TopicHit, TopicRules};
pub use verdict::Verdict;
