//! Disk space and permissions. Pure.

use std::path::PathBuf;

use crate::render::{Finding, Problem, Severity};

/// The write-ahead log alone takes 32 MiB before it is brought into the database.
const LEAST: u64 = 64 * 1024 * 1024;

/// The database, or the published folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub path: PathBuf,
    pub trouble: Option<Trouble>,
    /// Bytes; none where it can't be told.
    pub free: Option<u64>,
    pub taken: u64,
    /// What may have to be written at once.
    pub wanted: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    NotReadable(String),
    NotWritable(String),
}

pub(super) fn check(places: &[Place]) -> Vec<Finding> {
    let of = |place: &Place| {
        let finding = |severity, problem| Finding {
            severity,
            source: None,
            address: Some(place.path.display().to_string()),
            since: None,
            problem,
        };
        let trouble = place.trouble.clone().map(|trouble| {
            finding(
                Severity::Critical,
                match trouble {
                    Trouble::NotReadable(error) => Problem::NotReadable { error },
                    Trouble::NotWritable(error) => Problem::NotWritable { error },
                },
            )
        });
        let space = place.free.and_then(|free| {
            let severity = if free < LEAST { Severity::Critical } else { Severity::Warning };
            (free < LEAST.max(place.wanted))
                .then(|| finding(severity, Problem::LittleSpace { free, taken: place.taken }))
        });
        trouble.into_iter().chain(space)
    };
    places.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1024 * 1024;

    fn found(free: u64, wanted: u64) -> Option<Severity> {
        let place = Place { path: "bantin.db".into(), trouble: None, free: Some(free), taken: wanted, wanted };
        check(&[place]).pop().map(|finding| finding.severity)
    }

    #[test]
    fn there_must_be_room_to_write_it_anew() {
        assert_eq!(found(500 * MIB, 400 * MIB), None);
        assert_eq!(found(300 * MIB, 400 * MIB), Some(Severity::Warning));
        assert_eq!(found(30 * MIB, 0), Some(Severity::Critical));
    }
}
