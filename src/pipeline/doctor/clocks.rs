//! Clocks that are wrong: this machine's, a server's, or only the dates that a source writes. Pure.
//!
//! Of clocks that differ, the one is right that most agree with: this machine's is wrong where most servers' stand beside it by
//! the same. (The median of their differences, which half of them can't move; as NTP picks its servers, RFC 5905, 11.2.)

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::super::moves::address_in_use;
use super::super::status::Known;
use crate::config::{Config, Source};
use crate::news::{HostKey, SourceId, site};
use crate::render::{Finding, Problem, Severity};
use crate::store::ClockRow;

/// Clocks of servers are minutes apart.
pub(super) const AHEAD: SignedDuration = SignedDuration::from_mins(10);
/// Entries are looked at that came within so long: what was mended is forgotten then.
const LATELY: SignedDuration = SignedDuration::from_hours(7 * 24);
/// One or two are news that its publisher has set a time for.
const FEWEST: u32 = 3;
/// Sources, or sites, that have nothing to do with one another, and all say so.
const FEWEST_WITNESSES: usize = 3;
/// Sites that are heard about this machine's clock, those that answered last: once it has been set, it takes half as many new
/// answers to show that.
const WITNESSES: usize = 15;

pub(super) fn since(now: Timestamp) -> Timestamp {
    now.saturating_sub(LATELY).unwrap_or(Timestamp::MIN)
}

/// `measured` are servers' clocks, the latest first; `dated`: of each source, how many of its latest entries were dated ahead,
/// and how many had a date.
pub(super) fn check(
    config: &Config,
    known: &Known,
    measured: &[ClockRow],
    dated: &BTreeMap<SourceId, (u32, u32)>,
) -> Vec<Finding> {
    let agreed = agreed(measured);
    let mut findings = Vec::new();
    if let Some(Agreed { ahead, sites, of }) = agreed.filter(|agreed| agreed.ahead.abs() > AHEAD) {
        findings.push(of_machine(Problem::MachineClock { ahead: -ahead, sites, of }));
    }
    let right = agreed.map(|agreed| agreed.ahead).unwrap_or_default();
    let servers = servers(config, known, measured, right);
    let is_fast =
        |source: &Source| servers.iter().any(|(host, ahead, _)| *ahead > AHEAD && *host == host_of(source, known));
    let said: Vec<_> = dated
        .iter()
        .filter_map(|(id, counts)| Some((config.source(id)?, *counts)))
        .filter(|(_, (_, of))| *of >= FEWEST)
        .collect();
    // What a clock makes of the dates is said with the clock.
    let is_explained = |source: &Source| right > AHEAD || is_fast(source);
    let fast: Vec<_> = said
        .iter()
        .filter(|(source, (ahead, of))| *ahead >= FEWEST && ahead * 2 > *of && !is_explained(source))
        .collect();
    if agreed.is_none() && fast.len() >= FEWEST_WITNESSES && fast.len() * 2 > said.len() {
        findings.push(of_machine(Problem::MachineSeemsLate { sources: fast.len(), of: said.len() }));
    } else {
        findings.extend(
            fast.iter().map(|(source, (ahead, of))| of_source(source, Problem::DatedAhead { ahead: *ahead, of: *of })),
        );
    }
    findings.extend(
        servers
            .into_iter()
            .map(|(host, ahead, source)| of_source(source, Problem::ServerClock { host: host.to_string(), ahead })),
    );
    findings
}

/// How far the clocks that most sites agree in are ahead of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Agreed {
    ahead: SignedDuration,
    sites: usize,
    of: usize,
}

/// `None`: too few are known, or they differ too much.
fn agreed(measured: &[ClockRow]) -> Option<Agreed> {
    // One site's hosts are often one machine.
    let mut seen = HashSet::new();
    let heard = measured.iter().filter(|clock| seen.insert(site(clock.host.as_str()))).take(WITNESSES);
    let mut ahead: Vec<SignedDuration> = heard.map(|clock| clock.ahead).collect();
    ahead.sort_unstable();
    let median = *ahead.get(ahead.len() / 2)?;
    let sites = ahead.iter().filter(|ahead| (**ahead - median).abs() <= AHEAD).count();
    let is_agreed = sites >= FEWEST_WITNESSES && sites * 2 > ahead.len();
    is_agreed.then_some(Agreed { ahead: median, sites, of: ahead.len() })
}

/// Servers of sources whose clocks are wrong, by how much, and the first source there.
fn servers<'a>(
    config: &'a Config,
    known: &Known,
    measured: &[ClockRow],
    right: SignedDuration,
) -> Vec<(HostKey, SignedDuration, &'a Source)> {
    let mut said = BTreeSet::new();
    let on = config.sources.iter().filter(|source| source.off.is_none());
    let of = |source: &'a Arc<Source>| {
        let host = host_of(source, known);
        let clock = measured.iter().find(|clock| clock.host == host)?;
        let ahead = clock.ahead.saturating_sub(right);
        (ahead.abs() > AHEAD && said.insert(host.clone())).then_some((host, ahead, &**source))
    };
    on.filter_map(of).collect()
}

/// The host that is asked for a source.
fn host_of(source: &Source, known: &Known) -> HostKey {
    HostKey::of(address_in_use(known.state(source).map(|state| &state.moves), &source.url))
}

const fn of_machine(problem: Problem) -> Finding {
    Finding { severity: Severity::Critical, source: None, address: None, since: None, problem }
}

fn of_source(source: &Source, problem: Problem) -> Finding {
    Finding {
        severity: Severity::Warning,
        source: Some(source.id.clone()),
        address: Some(source.url.to_string()),
        since: None,
        problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 60;

    fn measured(clocks: &[(&str, i64)]) -> Vec<ClockRow> {
        let row = |(host, minutes): &(&str, i64)| ClockRow {
            host: HostKey::named(host),
            ahead: SignedDuration::from_mins(*minutes),
            measured: Timestamp::UNIX_EPOCH,
        };
        clocks.iter().map(row).collect()
    }

    fn minutes(clocks: &[(&str, i64)]) -> Option<i64> {
        agreed(&measured(clocks)).map(|agreed| agreed.ahead.as_mins())
    }

    #[test]
    fn the_time_is_what_most_sites_say_and_one_that_differs_does_not_count() {
        assert_eq!(minutes(&[("a.vn", 0), ("b.vn", 1), ("c.vn", -7 * HOUR)]), None, "two are too few");
        assert_eq!(minutes(&[("a.vn", 0), ("b.vn", 0), ("c.vn", 1), ("d.vn", -7 * HOUR)]), Some(0));
        assert_eq!(minutes(&[("a.vn", 90), ("b.vn", 91), ("c.vn", 89), ("d.vn", 0)]), Some(90));
    }

    #[test]
    fn where_none_agree_nothing_is_known_of_our_own() {
        assert_eq!(minutes(&[("a.vn", 60), ("b.vn", 120), ("c.vn", 180), ("d.vn", 240)]), None);
        assert_eq!(minutes(&[]), None);
    }

    #[test]
    fn one_sites_hosts_are_one_witness() {
        let province = [("so.caobang.gov.vn", 60), ("ban.caobang.gov.vn", 60), ("caobang.gov.vn", 60), ("a.vn", 60)];
        assert_eq!(minutes(&province), None);
    }

    #[test]
    fn once_our_own_is_set_the_latest_answers_count() {
        let hosts: Vec<String> = (0..40).map(|n| format!("bao-{n}.vn")).collect();
        let clocks = |set: usize| -> Vec<(&str, i64)> {
            hosts.iter().enumerate().map(|(at, host)| (host.as_str(), if at < set { 0 } else { 120 })).collect()
        };
        assert_eq!(minutes(&clocks(7)), Some(120));
        assert_eq!(minutes(&clocks(8)), Some(0));
    }
}
