//! When a source's address is given up for the one to which it redirects. Pure.

use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::config::Source;
use crate::fetch::{FailureKind, Hop};
use crate::store::{Moves, Sighting, SourceState};

/// How long permanent redirects must have led to the same address. RFC 9110 would let us believe the first one; but a
/// lapsed domain, a mistaken deployment or a hotel's login page are permanent for hours too, and rarely for three days.
const STEADY: SignedDuration = SignedDuration::from_hours(3 * 24);
/// Failures in a row at an address that was taken over, after which the configured one is asked again.
const LOST: u32 = 3;

/// After a poll of the address in use that went well: it was not modified, or its document was read as what it should be.
/// `hops` are the redirects that led to the document; they may lead back to the `configured` address.
pub(super) fn after_success(known: &Moves, configured: &Url, hops: &[Hop], now: Timestamp) -> Moves {
    let (Some(first), Some(last)) = (hops.first(), hops.last()) else {
        return Moves { seen: None, ..known.clone() };
    };
    let (from, to) = (&first.from, &last.to);
    // A secure address isn't exchanged for one that anybody on the way may answer for.
    let downgrades = from.scheme() == "https" && to.scheme() == "http";
    if downgrades || !hops.iter().all(Hop::is_permanent) {
        return Moves { seen: None, ..known.clone() };
    }
    let since = known.seen.as_ref().filter(|seen| seen.to == *to).map_or(now, |seen| seen.since);
    if now.duration_since(since) >= STEADY {
        return Moves { address: Some(to.clone()).filter(|to| to != configured), seen: None };
    }
    Moves { seen: Some(Sighting { to: to.clone(), since }), ..known.clone() }
}

/// After the address in use failed for the `failures`th time in a row. Where nobody answered, or not for now, the
/// redirect may well stand; any other answer breaks its row of days. An address that was taken over and doesn't answer
/// any more is forgotten: perhaps the configured one leads elsewhere by now.
pub(super) fn after_failure(known: &Moves, kind: FailureKind, failures: u32) -> Moves {
    if known.address.is_some() && failures >= LOST {
        return Moves::default();
    }
    let says_nothing = matches!(
        kind,
        FailureKind::Dns
            | FailureKind::Connect
            | FailureKind::Tls
            | FailureKind::Timeout
            | FailureKind::Server
            | FailureKind::Throttled
    );
    Moves { seen: known.seen.clone().filter(|_| says_nothing), ..known.clone() }
}

/// Whether 410, found at the end of `hops`, is about the configured address: it was itself asked, and said so or led
/// there for good.
pub(super) fn is_gone_for_good(known: &Moves, hops: &[Hop]) -> bool {
    known.address.is_none() && hops.iter().all(Hop::is_permanent)
}

/// Whether what is remembered is about a source as feeds.toml has it now: at its address, or at the one that had been taken
/// over before feeds.toml followed.
pub(super) fn is_about(state: &SourceState, source: &Source) -> bool {
    state.url == source.url.as_str() || state.moves.address.as_ref() == Some(&source.url)
}

/// The address to ask.
pub(super) fn address_in_use<'a>(moves: Option<&'a Moves>, configured: &'a Url) -> &'a Url {
    moves.and_then(|moves| moves.address.as_ref()).unwrap_or(configured)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Config;
    use crate::read::PollHints;

    const DAY: SignedDuration = SignedDuration::from_hours(24);

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    /// Redirects from one address to the next: `302` and the like in between.
    fn hops(chain: &str) -> Vec<Hop> {
        let parts: Vec<&str> = chain.split(' ').collect();
        let hop =
            |at: usize| Hop { from: url(parts[at]), status: parts[at + 1].parse().unwrap(), to: url(parts[at + 2]) };
        (0..parts.len() - 1).step_by(2).map(hop).collect()
    }

    /// One poll each day; what is in use after the last.
    fn after_days(chains: &[&str]) -> Option<String> {
        let mut moves = Moves::default();
        for (day, chain) in chains.iter().enumerate() {
            let now = Timestamp::UNIX_EPOCH + DAY * i32::try_from(day).unwrap();
            moves = match *chain {
                "timeout" => after_failure(&moves, FailureKind::Timeout, 1),
                "503" => after_failure(&moves, FailureKind::Server, 1),
                "404" => after_failure(&moves, FailureKind::Client, 1),
                "html" => after_failure(&moves, FailureKind::Content, 1),
                "refused" => after_failure(&moves, FailureKind::Address, 1),
                chain => after_success(&moves, &url("http://a.vn/"), &hops(chain), now),
            };
        }
        moves.address.map(String::from)
    }

    #[test]
    fn what_is_remembered_of_an_address_that_was_taken_over_is_about_it_once_feeds_toml_has_it() {
        let text = r#"
            site = { title = "Tin", url = "https://tin.example/", tag = "tin.example,2026" }
            fetch = { contact = "https://tin.example/" }
            source = [{ id = "bao", name = "Báo", url = "https://b.vn/" }]
            feed = [{ id = "tong-hop", title = "Tổng hợp" }]
        "#;
        let config = Config::parse("feeds.toml", text, Path::new("")).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let remembered = |asked: &str, moved: Option<&str>| SourceState {
            url: asked.to_owned(),
            moves: Moves { address: moved.map(url), seen: None },
            validators: None,
            next_poll: Timestamp::UNIX_EPOCH,
            rhythm: None,
            hints: PollHints::default(),
            last_attempt: Timestamp::UNIX_EPOCH,
            last_success: None,
            failures: 0,
            last_error: None,
            gone: false,
        };
        for (asked, moved, is) in [
            ("https://b.vn/", None, true),
            ("http://a.vn/", Some("https://b.vn/"), true),
            ("http://a.vn/", None, false),
            ("http://a.vn/", Some("https://c.vn/"), false),
        ] {
            assert_eq!(is_about(&remembered(asked, moved), &config.sources[0]), is, "{asked} {moved:?}");
        }
    }

    const MOVED: &str = "http://a.vn/ 301 https://b.vn/";

    #[test]
    fn an_unbroken_permanent_chain_is_taken_over_after_three_days() {
        assert_eq!(after_days(&[MOVED; 3]), None);
        assert_eq!(after_days(&[MOVED; 4]).as_deref(), Some("https://b.vn/"));
        assert_eq!(
            after_days(&["http://a.vn/ 301 http://c.vn/ 308 https://b.vn/"; 4]).as_deref(),
            Some("https://b.vn/")
        );
    }

    #[test]
    fn a_chain_with_a_temporary_part_never_is() {
        for chain in [
            "http://a.vn/ 302 https://b.vn/",
            "http://a.vn/ 302 http://c.vn/ 301 https://b.vn/",
            "http://a.vn/ 301 http://c.vn/ 307 https://b.vn/",
            "http://a.vn/ 308 http://c.vn/ 303 https://b.vn/",
        ] {
            assert_eq!(after_days(&[chain; 9]), None, "{chain}");
        }
    }

    #[test]
    fn a_break_starts_the_days_anew_and_silence_is_no_break() {
        for break_ in [
            "http://a.vn/",
            "http://a.vn/ 301 https://c.vn/",
            "http://a.vn/ 302 https://b.vn/",
            "404",
            "html",
            "refused",
        ] {
            assert_eq!(after_days(&[MOVED, MOVED, break_, MOVED, MOVED, MOVED]), None, "{break_}");
            assert_eq!(after_days(&[MOVED, break_, MOVED, MOVED, MOVED, MOVED]).as_deref(), Some("https://b.vn/"));
        }
        for silence in ["timeout", "503"] {
            assert_eq!(after_days(&[MOVED, MOVED, silence, MOVED]).as_deref(), Some("https://b.vn/"), "{silence}");
        }
    }

    #[test]
    fn https_is_not_given_up() {
        assert_eq!(after_days(&["https://a.vn/ 301 http://b.vn/"; 9]), None);
    }

    #[test]
    fn a_second_move_is_taken_over_as_the_first_was_and_a_lost_one_is_forgotten() {
        let four_days_of = |chain: &str| {
            let mut moves = Moves { address: Some(url("https://b.vn/")), seen: None };
            for day in 0..4 {
                let now = Timestamp::UNIX_EPOCH + DAY * day;
                moves = after_success(&moves, &url("https://a.vn/"), &hops(chain), now);
            }
            moves
        };
        assert_eq!(four_days_of("https://b.vn/ 301 https://a.vn/"), Moves::default(), "it has moved back");
        let moves = four_days_of("https://b.vn/ 301 https://c.vn/");
        assert_eq!(moves, Moves { address: Some(url("https://c.vn/")), seen: None });
        assert_eq!(after_failure(&moves, FailureKind::Dns, LOST - 1), moves);
        assert_eq!(after_failure(&moves, FailureKind::Dns, LOST), Moves::default());
    }

    #[test]
    fn gone_counts_where_the_configured_address_says_it_for_good() {
        let moved = Moves { address: Some(url("https://b.vn/")), seen: None };
        assert!(is_gone_for_good(&Moves::default(), &[]));
        assert!(is_gone_for_good(&Moves::default(), &hops(MOVED)));
        assert!(!is_gone_for_good(&Moves::default(), &hops("http://a.vn/ 302 https://b.vn/")));
        assert!(!is_gone_for_good(&moved, &[]));
    }
}
