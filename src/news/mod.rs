//! The words that all stages share: ids, addresses, images. Plain values, no behaviour of any one stage.

mod address;
mod ids;
mod image;

pub use address::{CanonicalUrl, HostKey, is_distinctive, long_numbers, percent_decoded, site};
pub use ids::{ArticleId, EntryId, FeedId, SeriesId, SourceId, StoryId, TopicId};
pub use image::Image;
