//! How long a pause may become by chance, by those before it. Pure.
//!
//! Of the longest pauses, what they have beyond the others (the peaks over a threshold; Davison and Smith, "Models for exceedances
//! over high thresholds", JRSS B 52(3), 1990) is taken as exponential. Its mean isn't known but from `k` of them with the sum
//! `S`; then the chance that the next one's is longer than `x` is (1 + x/S)^−k. It falls the more slowly, the fewer are known.

/// Pauses of a source that is well may be so unlikely, a year. Most tails are heavier than exponential: with a twentieth of what
/// is wanted, one wrong alarm in a hundred years, no more come of what is measured in `simulation`. (With 0.003 there, three of a
/// source that publishes in bursts.)
const ALLOWED: f64 = 0.000_5;
/// The longest are a tenth of all, and so many at least: by fewer, weekly news that is over is found weeks later.
const SHARE: usize = 10;
const FEWEST: usize = 10;

/// Whether it is unlikely that a source is quiet for `days` and well. `pauses` are what there were in `of` days.
pub(super) fn is_unlikely(days: u32, pauses: &[u32], of: u32) -> bool {
    let mut pauses = pauses.to_vec();
    pauses.sort_unstable_by(|one, other| other.cmp(one));
    let long = pauses.len().div_ceil(SHARE).max(FEWEST).min(pauses.len().saturating_sub(1));
    let (Some(&longest), Some(&threshold)) = (pauses.first(), pauses.get(long)) else { return false };
    if long == 0 || days <= longest {
        return false;
    }
    let threshold = f64::from(threshold);
    let beyond = |days: u32| f64::from(days) - threshold;
    // One more, as long as the threshold: who has never left out an issue may do so yet.
    let sum: f64 = pauses[..long].iter().map(|days| beyond(*days)).sum::<f64>() + threshold;
    let number = f64::from(u32::try_from(long).unwrap_or(u32::MAX));
    let a_year = number * 365.0 / f64::from(of.max(1));
    a_year * (1.0 + beyond(days) / sum).powf(-number) <= ALLOWED
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shortest silence that is unlikely.
    fn found(pauses: &[u32]) -> u32 {
        let of = pauses.iter().sum();
        (1..1000).find(|days| is_unlikely(*days, pauses, of)).unwrap()
    }

    #[test]
    fn what_is_regular_is_missed_soon_and_what_is_not_late() {
        assert!(found(&[1; 300]) <= 4);
        assert!((15..30).contains(&found(&[7; 50])));
        let even: Vec<u32> = (0..50).map(|n| 1 + n % 13).collect();
        assert!(found(&even) > 2 * found(&[7; 50]), "with the same mean");
    }

    #[test]
    fn the_less_is_known_the_later() {
        let known = |count: usize| found(&[2, 3, 2, 4].repeat(count));
        assert!(known(3) > 2 * known(50));
        assert!(!is_unlikely(1000, &[], 100) && !is_unlikely(1000, &[3], 100), "and never by one");
    }

    #[test]
    fn one_pause_that_was_much_longer_than_others_is_not_all_that_counts() {
        let closed = [&[1; 250][..], &[31]].concat();
        assert!((32..60).contains(&found(&closed)));
    }
}
