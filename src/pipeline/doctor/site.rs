//! Whether `[site] url` leads to what is published here. Pure.

use jiff::{SignedDuration, Timestamp};

use crate::render::Problem;

/// What is published may take so long to be copied, and to leave the caches on the way.
const COPIED_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// The first feed, as it was published here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ours {
    pub text: String,
    pub written: Timestamp,
}

/// What is wrong with the feed that is `served` at the site's address. `id` is the feed's, a tag URI that nobody else has.
pub(super) fn check(served: &str, id: &str, ours: Option<&Ours>, now: Timestamp) -> Option<Problem> {
    if !served.contains(&format!("<id>{id}</id>")) {
        return Some(Problem::SiteNotOurs);
    }
    let ours = ours.filter(|ours| now.duration_since(ours.written) > COPIED_WITHIN)?;
    let (theirs, ours) = (updated(served)?, updated(&ours.text)?);
    (theirs < ours).then_some(Problem::SiteOld { theirs, ours })
}

/// The feed's own date, which comes before its entries'.
fn updated(atom: &str) -> Option<Timestamp> {
    let (_, after) = atom.split_once("<updated>")?;
    after.split_once("</updated>")?.0.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "tag:tin.example,2026:feed/tin";

    fn feed(id: &str, updated: &str) -> String {
        format!(
            "<feed><title>Tin</title><id>{id}</id><updated>{updated}</updated><entry><updated>2020-01-01T00:00:00Z</updated>"
        )
    }

    fn found(served: &str, written: &str) -> Option<Problem> {
        let now = "2026-08-23T12:00:00Z".parse().unwrap();
        let ours = Ours { text: feed(ID, "2026-08-23T16:00:00+07:00"), written: written.parse().unwrap() };
        check(served, ID, Some(&ours), now)
    }

    #[test]
    fn it_must_be_ours_and_as_new() {
        let served = feed(ID, "2026-08-23T09:00:00Z");
        assert_eq!(found(&served, "2026-08-23T10:00:00Z"), None);
        assert_eq!(found("<html>Parked</html>", "2026-08-23T10:00:00Z"), Some(Problem::SiteNotOurs));
        let other = feed("tag:other.example,2026:feed/tin", "2026-08-23T09:00:00Z");
        assert_eq!(found(&other, "2026-08-23T10:00:00Z"), Some(Problem::SiteNotOurs));
    }

    #[test]
    fn an_old_copy_is_given_an_hour() {
        let old = feed(ID, "2026-08-22T09:00:00Z");
        assert!(matches!(found(&old, "2026-08-23T10:00:00Z"), Some(Problem::SiteOld { .. })));
        assert_eq!(found(&old, "2026-08-23T11:30:00Z"), None);
    }
}
