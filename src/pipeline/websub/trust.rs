//! How far a hub's push is relied upon, and what that means for polling. Pure.

use jiff::Timestamp;

use crate::store::Hub;

/// A poll that found what had not been pushed makes push more doubtful than a push makes it less. Three such polls and
/// nothing pushed are enough: one may have come just before its push, two may have been one bad day of the hub.
const MISSED: u32 = 2;
const PUSHED: u32 = 1;
const ENOUGH_DOUBT: u32 = 3 * MISSED;

/// A hub that pushes a source's news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pushing {
    pub(super) hub: Hub,
    /// Since when it has been subscribed to, and could have called.
    pub(super) since: Timestamp,
}

impl Pushing {
    /// The hub after a poll that found `new` entries, `polled_before` that. What came up before the hub pushed is not
    /// missed, nor is anything from a hub that isn't relied upon: a poll may then well be quicker.
    pub(super) fn after_poll(&self, polled_before: Option<Timestamp>, new: usize) -> Hub {
        let hub = self.hub.clone();
        let should_have_pushed = polled_before.is_some_and(|before| before >= self.since) && is_relied_upon(&hub);
        if new > 0 && should_have_pushed { missed(hub, u32::try_from(new).unwrap_or(u32::MAX)) } else { hub }
    }
}

/// Whether polls may be as seldom as the operator allows.
pub(in crate::pipeline) fn is_relied_upon(hub: &Hub) -> bool {
    hub.doubt < ENOUGH_DOUBT
}

/// After a document was pushed. Once there is enough doubt, only a new lease gives the hub another chance.
pub(super) fn pushed(hub: Hub, is_news: bool) -> Hub {
    let doubt = if is_news && is_relied_upon(&hub) { hub.doubt.saturating_sub(PUSHED) } else { hub.doubt };
    Hub { pushed: hub.pushed.saturating_add(1), doubt, ..hub }
}

/// After a poll found `entries` that should have been pushed.
fn missed(hub: Hub, entries: u32) -> Hub {
    Hub { missed: hub.missed.saturating_add(entries), doubt: hub.doubt + MISSED, ..hub }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::news::SourceId;
    use url::Url;

    fn hub() -> Hub {
        let [url, topic] = ["https://hub.vn/", "https://bao.vn/feed"].map(|address| Url::parse(address).unwrap());
        Hub { source: SourceId::new("bao"), url, topic, pushed: 0, missed: 0, forged: 0, doubt: 0 }
    }

    #[test]
    fn a_hub_is_relied_upon_until_it_missed_too_much() {
        let once = missed(hub(), 4);
        let twice = missed(once.clone(), 1);
        let thrice = missed(twice.clone(), 1);
        assert_eq!([&hub(), &once, &twice, &thrice].map(is_relied_upon), [true, true, true, false]);
        assert_eq!(thrice.missed, 6);
        assert_eq!(pushed(thrice.clone(), true).doubt, thrice.doubt, "until the next lease");
        let recovering = pushed(pushed(twice, true), true);
        assert!(is_relied_upon(&missed(recovering, 1)));
        assert_eq!(pushed(once.clone(), false).doubt, once.doubt, "nothing new is no merit");
    }

    #[test]
    fn only_what_should_have_been_pushed_is_missed() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let pushing = |hub| Pushing { hub, since: at(100) };
        let missed_of = |polled_before: Option<i64>, new| pushing(hub()).after_poll(polled_before.map(at), new).missed;
        assert_eq!(
            (missed_of(Some(100), 3), missed_of(Some(99), 3), missed_of(None, 3), missed_of(Some(100), 0)),
            (3, 0, 0, 0)
        );
        let doubted = Hub { doubt: ENOUGH_DOUBT, ..hub() };
        assert_eq!(pushing(doubted.clone()).after_poll(Some(at(100)), 3), doubted, "a poll may well be quicker");
    }
}
