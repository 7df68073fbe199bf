//! How bantin and its sources are. Only reads, beside whatever passes there are.

mod page;
mod why;

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp};
use why::{Around, why};

use super::moves::{address_in_use, is_about};
use super::rhythm::Rhythm;
use super::websub::is_relied_upon;
use crate::config::{Config, Source};
use crate::news::{HostKey, SourceId};
use crate::read::PageField;
use crate::render::{SourceStatus, Standing, Status, Subscriptions};
use crate::store::{Hub, Overview, SourceDay, SourceState, Store, StoreError, Subscription, SubscriptionState};

pub use page::Overseer;

/// What is older says little about how pages are read now.
const OF_PAGES: SignedDuration = SignedDuration::from_hours(28 * 24);

/// What the store knows of the sources, read once for all that is told of them.
pub(super) struct Known {
    pub(super) states: HashMap<SourceId, SourceState>,
    /// Of all days that are remembered.
    pub(super) history: BTreeMap<SourceId, Vec<SourceDay>>,
    pub(super) hubs: Vec<Hub>,
    pub(super) subscriptions: Vec<Subscription>,
    held: HashMap<HostKey, Timestamp>,
    overview: Option<Overview>,
}

impl Known {
    /// Before there is a database.
    pub(super) fn nothing() -> Self {
        Self {
            states: HashMap::new(),
            history: BTreeMap::new(),
            hubs: Vec::new(),
            subscriptions: Vec::new(),
            held: HashMap::new(),
            overview: None,
        }
    }

    pub(super) fn read(store: &Store, now: Timestamp) -> Result<Self, StoreError> {
        Ok(Self {
            states: store.sources()?,
            history: store.history(Timestamp::UNIX_EPOCH)?,
            hubs: store.hubs()?,
            subscriptions: store.subscriptions()?,
            held: store.held_hosts(now)?.into_iter().collect(),
            overview: Some(store.overview(now)?),
        })
    }

    /// What is remembered of a source, if it is about its address as feeds.toml has it now.
    pub(super) fn state(&self, source: &Source) -> Option<&SourceState> {
        self.states.get(&source.id).filter(|state| is_about(state, source))
    }

    pub(super) fn days(&self, source: &SourceId) -> &[SourceDay] {
        self.history.get(source).map_or(&[], Vec::as_slice)
    }

    pub(super) fn status(&self, config: &Config, now: Timestamp) -> Status {
        let passes = self.overview.map(|overview| overview.passes).unwrap_or_default();
        // A database that an older bantin left has sources and no word of its passes.
        let last_attempt = self.states.values().map(|state| state.last_attempt).max();
        let of_overview = |value: fn(&Overview) -> u64| self.overview.as_ref().map(value).unwrap_or_default();
        let in_state = |state| self.subscriptions.iter().filter(|it| it.state == state).count();
        Status {
            at: now,
            last_pass: passes.at.max(last_attempt),
            last_publication: passes.published,
            articles: of_overview(|overview| overview.articles),
            pages_due: of_overview(|overview| overview.pages_due),
            pages_later: of_overview(|overview| overview.pages_later),
            unjudged: of_overview(|overview| overview.unjudged),
            database_bytes: of_overview(|overview| overview.bytes),
            subscriptions: Subscriptions {
                active: in_state(SubscriptionState::Active),
                requested: in_state(SubscriptionState::Requested),
                denied: in_state(SubscriptionState::Denied),
            },
            sources: config.sources.iter().map(|source| self.of_source(source, now)).collect(),
        }
    }

    fn of_source(&self, source: &Source, now: Timestamp) -> SourceStatus {
        let state = self.state(source);
        let since = crate::store::day_of(now.saturating_sub(OF_PAGES).unwrap_or(Timestamp::MIN));
        let mut fields: BTreeMap<PageField, u32> = BTreeMap::new();
        let mut pages = 0;
        for day in self.days(&source.id).iter().filter(|day| day.day >= since) {
            pages += day.pages;
            for (field, found) in &day.fields {
                *fields.entry(*field).or_default() += found;
            }
        }
        let rhythm: Option<Rhythm> =
            state.and_then(|state| state.rhythm.as_ref()).and_then(|text| serde_json::from_str(text).ok());
        let is_polled = source.off.is_none() && state.is_some_and(|state| !state.gone);
        let polled = state.filter(|_| is_polled);
        let why = polled.map(|state| why(source, state, rhythm.as_ref(), self.around(source, state, now)));
        let standing = match (state, why) {
            _ if source.off.is_some() => Standing::Off,
            (None, _) => Standing::New,
            (Some(state), _) if state.gone => Standing::Gone,
            (_, Some(crate::render::Why::Held)) => Standing::Held,
            (Some(state), _) if state.failures > 0 => Standing::Failing,
            (Some(_), _) => Standing::Well,
        };
        SourceStatus {
            id: source.id.clone(),
            name: source.name.clone(),
            url: source.url.to_string(),
            standing,
            off: source.off.clone(),
            moved_to: state
                .and_then(|state| state.moves.address.as_ref())
                .filter(|to| **to != source.url)
                .map(ToString::to_string),
            last_success: state.and_then(|state| state.last_success),
            last_attempt: state.map(|state| state.last_attempt),
            next_poll: polled.map(|state| state.next_poll),
            interval: polled.map(|state| state.next_poll.duration_since(state.last_attempt).as_secs()),
            why,
            items_a_week: rhythm.and_then(|rhythm| rhythm.news_a_day(now)).map(|a_day| (a_day * 70.0).round() / 10.0),
            failures: state.map_or(0, |state| state.failures),
            last_error: state.and_then(|state| state.last_error.clone()),
            pages,
            fields: if pages == 0 { BTreeMap::new() } else { fields },
        }
    }

    fn around(&self, source: &Source, state: &SourceState, now: Timestamp) -> Around {
        let is_active = |it: &&Subscription| {
            it.source == source.id
                && it.state == SubscriptionState::Active
                && it.expires.is_some_and(|expires| expires > now)
        };
        let hub = self
            .subscriptions
            .iter()
            .find(is_active)
            .and_then(|it| self.hubs.iter().find(|hub| hub.source == source.id && hub.url == it.hub));
        let host = HostKey::of(address_in_use(Some(&state.moves), &source.url));
        Around { pushed: hub.is_some_and(is_relied_upon), held_until: self.held.get(&host).copied() }
    }
}

/// How bantin and its sources are at `now`. Where there is no database yet, all are new.
///
/// # Errors
/// When the database can't be read, or is not of this version.
pub fn status(config: &Config, now: Timestamp) -> Result<Status, StoreError> {
    match Store::open_to_read(&config.store.database) {
        Ok(store) => Ok(Known::read(&store, now)?.status(config, now)),
        Err(StoreError::Missing(_)) => Ok(Known::nothing().status(config, now)),
        Err(error) => Err(error),
    }
}
