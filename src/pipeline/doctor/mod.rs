//! What is wrong, and what to do about it. Each check is a pure function over what was gathered, in a file of its own;
//! gathering only reads, beside whatever passes there are.

mod clocks;
mod dead;
mod hubs;
mod layout;
mod machine;
mod measured;
mod passes;
mod silence;
mod site;
mod tet;
mod twins;
mod visit;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::health;
use super::status::Known;
use crate::config::Config;
use crate::news::SourceId;
use crate::render::{Finding, Problem, Severity, Status};
use crate::store::{ClockRow, Store, StoreError, day_of};

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    pub status: Status,
    /// The worst first, then the oldest; empty: all is well.
    pub findings: Vec<Finding>,
}

/// Looks bantin over, once or again and again.
pub struct Doctor {
    config: Arc<Config>,
    counted: measured::Counted,
}

/// What the checks need beyond what the status shows.
#[derive(Default)]
struct Gathered {
    /// Addresses of each source's latest entries.
    addresses: Vec<(SourceId, Vec<String>)>,
    /// Entries dated ahead, and all that have a date.
    dated_ahead: BTreeMap<SourceId, (u32, u32)>,
    clocks: Vec<ClockRow>,
    lost_selectors: Vec<Finding>,
    last_entries: BTreeMap<SourceId, Timestamp>,
}

impl Doctor {
    pub fn new(config: Arc<Config>) -> Self {
        Self { config, counted: measured::Counted::default() }
    }

    /// What can be told at `now` from the database and the folders; nothing is asked of anybody.
    pub fn look(&self, now: Timestamp) -> Diagnosis {
        let database = &self.config.store.database;
        let read =
            Store::open_to_read(database).and_then(|store| Ok((Known::read(&store, now)?, self.gather(&store, now)?)));
        let mut findings = Vec::new();
        let (known, gathered) = match read {
            Ok(read) => read,
            Err(StoreError::Missing(_)) => (Known::nothing(), Gathered::default()),
            Err(error) => {
                findings.push(Finding {
                    severity: Severity::Critical,
                    source: None,
                    address: Some(database.display().to_string()),
                    since: None,
                    problem: Problem::Database { error: error.to_string() },
                });
                (Known::nothing(), Gathered::default())
            }
        };
        let status = known.status(&self.config, now);
        if findings.is_empty() {
            findings.extend(passes::check(&self.config, &status));
        }
        findings.extend(machine::check(&measured::places(&self.config, &self.counted, now)));
        findings.extend(self.sources(&known, gathered, now));
        Diagnosis { status, findings: worst_first(findings) }
    }

    /// What [`Doctor::look`] finds, and whether `[site] url` leads here. That is asked of it over HTTP, at a private address
    /// as well: it is the operator's own.
    pub async fn look_and_visit(&self, now: Timestamp) -> Diagnosis {
        let Diagnosis { status, mut findings } = self.look(now);
        findings.extend(visit::visit(&self.config, now).await);
        Diagnosis { status, findings: worst_first(findings) }
    }

    fn gather(&self, store: &Store, now: Timestamp) -> Result<Gathered, StoreError> {
        let mut gathered = Gathered {
            last_entries: store.last_entries()?,
            dated_ahead: store.dated_ahead(clocks::since(now), clocks::AHEAD)?,
            clocks: store.host_clocks(now)?,
            ..Gathered::default()
        };
        for source in self.config.sources.iter().filter(|source| source.off.is_none()) {
            gathered.addresses.push((source.id.clone(), store.recent_addresses(&source.id, twins::COMPARED)?));
            if store.lost_selectors(&source.id)?.is_empty() {
                continue;
            }
            let pages = store.traced_pages(&source.id)?;
            let lost = health::standings(source, &pages).filter(|(_, _, standing)| !standing.is_well());
            let page = pages.iter().find_map(|page| page.url.clone());
            gathered.lost_selectors.extend(lost.map(|(field, css, _)| Finding {
                severity: Severity::Warning,
                source: Some(source.id.clone()),
                address: Some(source.url.to_string()),
                since: None,
                problem: Problem::SelectorLost { field, selector: css.to_owned(), page: page.clone() },
            }));
        }
        Ok(gathered)
    }

    fn sources(&self, known: &Known, gathered: Gathered, now: Timestamp) -> Vec<Finding> {
        let mut findings = gathered.lost_selectors;
        for source in self.config.sources.iter().filter(|source| source.off.is_none()) {
            let Some(state) = known.state(source) else { continue };
            findings.extend(dead::check(source, state, now));
            let days = known.days(&source.id);
            if state.failures == 0 && !state.gone {
                findings.extend(silence::check(
                    source,
                    days,
                    gathered.last_entries.get(&source.id).copied().map(day_of),
                    day_of(now),
                ));
            }
            let fallen = layout::check(source, days);
            // Where a selector is lost, its field's fall is no more news.
            let said: Vec<_> = findings.iter().filter(|finding| finding.source.as_ref() == Some(&source.id)).collect();
            let is_new = |finding: &Finding| !said.iter().any(|said| layout::is_of_one_field(said, finding));
            let fallen: Vec<_> = fallen.into_iter().filter(is_new).collect();
            findings.extend(fallen);
            findings.extend(hubs::check(source, &known.hubs, &known.subscriptions));
        }
        findings.extend(twins::check(&self.config, &gathered.addresses));
        findings.extend(clocks::check(&self.config, known, &gathered.clocks, &gathered.dated_ahead));
        findings
    }
}

fn worst_first(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| {
        (finding.severity, finding.since.unwrap_or(Timestamp::MAX), finding.source.clone(), finding.problem.key())
    });
    findings
}

/// The begin of a day as the store counts days.
fn begin_of(day: i64) -> Option<Timestamp> {
    Timestamp::UNIX_EPOCH.checked_add(SignedDuration::from_hours(day.checked_mul(24)?)).ok()
}
