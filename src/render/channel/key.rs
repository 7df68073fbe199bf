//! What channels are called in the store.

use std::fmt;

use jiff::civil::Date;

use crate::news::{FeedId, SourceId, TopicId};
use crate::text::Unit;

/// A channel's permanent name. As text, which [`ChannelKey::parse`] reads back: `feed:tong-hop`, `topic:dtts`,
/// `source:vnexpress`, `month:2026-11`, `place:cao-bang`, `place:cu/ha-giang`, `everything`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChannelKey {
    /// All stories: the front page's channel where feeds.toml has no `[[feed]]`.
    Everything,
    Feed(FeedId),
    /// The stories under a topic and below it.
    Topic(TopicId),
    /// The stories that a source reported.
    Source(SourceId),
    /// The stories of a month in the site's zone.
    Month(Month),
    /// The stories about a province of today or of before July 2025.
    Place(&'static Unit),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    pub year: i16,
    /// From 1.
    pub month: i8,
}

impl ChannelKey {
    pub fn parse(text: &str) -> Option<Self> {
        if text == "everything" {
            return Some(Self::Everything);
        }
        let (kind, id) = text.split_once(':')?;
        match kind {
            "feed" => Some(Self::Feed(FeedId::new(id))),
            "topic" => Some(Self::Topic(TopicId::new(id))),
            "source" => Some(Self::Source(SourceId::new(id))),
            "place" => Unit::at(&format!("place/{id}/")).map(Self::Place),
            "month" => {
                let (year, month) = id.split_once('-')?;
                Some(Self::Month(Month { year: year.parse().ok()?, month: month.parse().ok()? }))
            }
            _ => None,
        }
    }
}

impl fmt::Display for ChannelKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => f.write_str("everything"),
            Self::Feed(id) => write!(f, "feed:{id}"),
            Self::Topic(id) => write!(f, "topic:{id}"),
            Self::Source(id) => write!(f, "source:{id}"),
            Self::Month(month) => write!(f, "month:{month}"),
            Self::Place(unit) => write!(f, "place:{}", unit.path().trim_start_matches("place/").trim_end_matches('/')),
        }
    }
}

impl From<Date> for Month {
    fn from(day: Date) -> Self {
        Self { year: day.year(), month: day.month() }
    }
}

/// `2026-11`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_from_its_text() {
        for key in [
            ChannelKey::Everything,
            ChannelKey::Feed(FeedId::new("tong-hop")),
            ChannelKey::Topic(TopicId::new("dtts")),
            ChannelKey::Source(SourceId::new("a:b")),
            ChannelKey::Month(Month { year: 2026, month: 3 }),
            ChannelKey::Place(Unit::of_today("Cao Bằng").unwrap()),
            ChannelKey::Place(Unit::former("Hà Giang").unwrap()),
        ] {
            assert_eq!(ChannelKey::parse(&key.to_string()), Some(key));
        }
        assert_eq!(ChannelKey::Month(Month { year: 2026, month: 3 }).to_string(), "month:2026-03");
        for text in ["", "feed", "month:2026", "month:x-1", "planet:mars"] {
            assert_eq!(ChannelKey::parse(text), None, "{text}");
        }
    }
}
