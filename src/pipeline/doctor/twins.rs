//! Sources that give the same news: mostly a general feed in place of the section that was asked for. Pure.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::config::Config;
use crate::judge;
use crate::news::SourceId;
use crate::render::{Finding, Problem, Severity};

/// Latest entries of each that are compared: about a feed's length.
pub(super) const COMPARED: usize = 50;

/// Of each source, the addresses of its latest entries; in the order of feeds.toml.
pub(super) fn check(config: &Config, latest: &[(SourceId, Vec<String>)]) -> Vec<Finding> {
    let mut having: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, (_, addresses)) in latest.iter().enumerate() {
        let mut seen = HashSet::new();
        for address in addresses.iter().filter(|address| seen.insert(address.as_str())) {
            having.entry(address).or_default().push(at);
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for sources in having.values() {
        for (nth, later) in sources.iter().enumerate() {
            for earlier in &sources[..nth] {
                *shared.entry((*later, *earlier)).or_default() += 1;
            }
        }
    }
    let mut findings: Vec<Finding> = Vec::new();
    for ((later, earlier), shared) in shared {
        let ((id, addresses), (other, theirs)) = (&latest[later], &latest[earlier]);
        // Of three that are the same, each is named once.
        let is_said = findings.iter().any(|finding| finding.source.as_ref() == Some(id));
        if is_said || !judge::same_entries(addresses, theirs) {
            continue;
        }
        findings.push(Finding {
            severity: Severity::Warning,
            source: Some(id.clone()),
            address: config.source(id).map(|source| source.url.to_string()),
            since: None,
            problem: Problem::SameItems { other: other.clone(), shared, of: addresses.len() },
        });
    }
    findings
}
