//! A feed that is another's: some sites answer any address with their general feed, and status 200.

use std::collections::HashSet;

/// Documents with fewer entries may be alike by chance.
const FEWEST: usize = 5;
/// Of the entries of the larger, shared by both, in tenths. Between two requests to one general feed of 50 entries up to
/// ten may have come; a section's feed shares so many with the general one only where the site has hardly another
/// section.
const SHARED: usize = 8;

/// Whether two documents hold the same entries, by their addresses.
pub fn same_entries(one: &[String], other: &[String]) -> bool {
    let (one, other) = (one.iter().collect::<HashSet<_>>(), other.iter().collect::<HashSet<_>>());
    let most = one.len().max(other.len());
    one.len().min(other.len()) >= FEWEST && one.intersection(&other).count() * 10 >= most * SHARED
}

/// Whether a source calls itself otherwise than it did: dates and numbers in its name change without that.
pub fn is_renamed(before: &str, now: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    words(before) != words(now)
}
