//! Topics and places with the words that spoke for them, as commands print them.

use super::say;
use crate::config::Config;
use crate::judge::{NearMiss, PlaceHit, TopicHit};

/// Hands over lines: a name, empty where the line before goes on, and what is to be said.
pub(super) fn print(config: &Config, topics: &[TopicHit], places: &[PlaceHit], mut line: impl FnMut(&str, &str)) {
    if topics.is_empty() {
        line("topics", "none: no rule of any [[topic]] matched");
    }
    for hit in topics {
        let name = config.topic(&hit.topic).map_or("", |topic| topic.name.as_str());
        line("topic", &format!("{}: {name}", hit.topic));
        hit.evidence.iter().for_each(|evidence| line("", &say::because(evidence)));
    }
    for hit in places {
        let today = if hit.today == hit.place { String::new() } else { format!(" (today: {})", hit.today) };
        line("place", &format!("{}{today}", hit.place));
        hit.evidence.iter().for_each(|evidence| line("", &say::because(evidence)));
    }
}

/// What nearly was; "Dự án 3" alone speaks for a dozen projects.
const MOST_NEAR: usize = 6;

/// The same for topics that something speaks for, with what it lacked.
pub(super) fn print_near(near: &[NearMiss], mut line: impl FnMut(&str, &str)) {
    for near in near.iter().take(MOST_NEAR) {
        line("not", &format!("{}: {}", near.topic, near.why));
        near.evidence.iter().for_each(|evidence| line("", &say::because(evidence)));
    }
}
