//! Pages that look otherwise: a field is found more seldom than it was, on the source's own pages. Pure.
//!
//! For each day since which it may be so, the likelihood of two rates is compared with that of one (a binomial likelihood
//! ratio). Pages of one day are alike (a gallery has no author, and there are ten of them on Sundays), so the ratio is divided by how
//! much more the days before differ than independent pages would (quasi-likelihood, as of `McCullagh` and Nelder,
//! "Generalized Linear Models", 1989, 4.5).

use super::begin_of;
use crate::config::Source;
use crate::read::PageField;
use crate::render::{Finding, Problem, Severity};
use crate::store::SourceDay;

/// Of the likelihoods' logarithms. By chance alone, one day is so far off in twenty million (χ² of 30 with one degree of freedom);
/// the simulation below calls no field lost in 200 years of independent pages, and at most three in 100 years of galleries.
const RATIO: f64 = 15.0;
/// A smaller fall may well be real, and is nothing that anybody would change a selector for.
const FALL: f64 = 0.25;
/// One day is one kind of news; and how much days differ is seen from some of them.
const FEWEST_DAYS: usize = 2;
const FEWEST_BEFORE: usize = 14;

/// Pages of a day: on how many the field was found, of how many.
type Day = (f64, f64);

pub(super) fn check(source: &Source, days: &[SourceDay]) -> Vec<Finding> {
    let days: Vec<&SourceDay> = days.iter().filter(|day| day.pages > 0).collect();
    let of_field = |field: PageField| {
        let counts: Vec<Day> = days
            .iter()
            .map(|day| (f64::from(day.fields.get(&field).copied().unwrap_or_default()), f64::from(day.pages)))
            .collect();
        let split = fallen_since(&counts)?;
        let sum = |days: &[&SourceDay]| {
            days.iter().fold((0, 0), |(found, pages), day| {
                (found + day.fields.get(&field).copied().unwrap_or_default(), pages + day.pages)
            })
        };
        let (before, after) = (sum(&days[..split]), sum(&days[split..]));
        Some(Finding {
            severity: Severity::Warning,
            source: Some(source.id.clone()),
            address: Some(source.url.to_string()),
            since: begin_of(days[split].day),
            problem: Problem::FieldLost { field, before, after },
        })
    };
    PageField::ALL.into_iter().filter_map(of_field).collect()
}

/// Whether two findings are about one field.
pub(super) fn is_of_one_field(one: &Finding, other: &Finding) -> bool {
    let field = |finding: &Finding| match finding.problem {
        Problem::FieldLost { field, .. } | Problem::SelectorLost { field, .. } => Some(field),
        _ => None,
    };
    field(one).is_some() && field(one) == field(other)
}

/// The day since which a field is found more seldom, if there is one.
fn fallen_since(days: &[Day]) -> Option<usize> {
    let all = total(days);
    let mut before = (0.0, 0.0);
    let mut best: Option<(f64, usize)> = None;
    for (at, day) in days.iter().enumerate() {
        let after = (all.0 - before.0, all.1 - before.1);
        let days_after = days.len() - at;
        if at >= FEWEST_BEFORE && days_after >= FEWEST_DAYS && rate(before) - rate(after) >= FALL {
            let ratio = likelihood(before) + likelihood(after) - likelihood(all);
            let score = ratio / dispersion(&days[..at], rate(before));
            if best.is_none_or(|(highest, _)| score > highest) {
                best = Some((score, at));
            }
        }
        before = (before.0 + day.0, before.1 + day.1);
    }
    best.filter(|(score, _)| *score >= RATIO).map(|(_, at)| at)
}

fn total(days: &[Day]) -> Day {
    days.iter().fold((0.0, 0.0), |sum, day| (sum.0 + day.0, sum.1 + day.1))
}

/// As Krichevsky and Trofimov estimate it: what was never missing may yet be.
fn rate((found, pages): Day) -> f64 {
    (found + 0.5) / (pages + 1.0)
}

/// The logarithm of the likelihood of a day's counts by their own rate.
fn likelihood((found, pages): Day) -> f64 {
    let part = |count: f64| if count > 0.0 { count * (count / pages).ln() } else { 0.0 };
    part(found) + part(pages - found)
}

/// How much more the days differ than independent pages with this rate would: at least 1.
fn dispersion(days: &[Day], rate: f64) -> f64 {
    let squares: f64 =
        days.iter().map(|(found, pages)| (found - pages * rate).powi(2) / (pages * rate * (1.0 - rate))).sum();
    #[expect(clippy::cast_precision_loss, reason = "of a year's days")]
    let freedom = (days.len() - 1).max(1) as f64;
    (squares / freedom).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::rhythm::simulation::Random;

    /// So many days of so many pages, on each of which the field is found by chance.
    fn days(random: &mut Random, count: usize, pages: u32, chance: impl Fn(&mut Random) -> f64) -> Vec<Day> {
        (0..count)
            .map(|_| {
                let chance = chance(random);
                let found = (0..pages).filter(|_| random.next() < chance).count();
                (f64::from(u32::try_from(found).unwrap()), f64::from(pages))
            })
            .collect()
    }

    fn steady(chance: f64) -> impl Fn(&mut Random) -> f64 {
        move |_| chance
    }

    /// One day in six is a day of galleries, which have next to no authors.
    fn mixed(random: &mut Random) -> f64 {
        if random.next() < 1.0 / 6.0 { 0.05 } else { 0.9 }
    }

    #[test]
    fn a_field_that_is_found_as_ever_has_not_fallen() {
        let mut wrong = [0; 3];
        for seed in 0..50 {
            let mut random = Random(1719 + seed);
            for pages in [1, 6] {
                let lives = [
                    days(&mut random, 365, pages, steady(0.95)),
                    days(&mut random, 365, pages, steady(0.5)),
                    days(&mut random, 365, pages, mixed),
                ];
                // Looked at each third day.
                for (life, wrong) in lives.iter().zip(&mut wrong) {
                    *wrong += usize::from((30..=365).step_by(3).any(|upto| fallen_since(&life[..upto]).is_some()));
                }
            }
        }
        // In a hundred years of each.
        assert!(wrong[0] + wrong[1] == 0 && wrong[2] <= 3, "{wrong:?}");
    }

    #[test]
    fn a_field_that_is_lost_is_noticed_after_a_few_pages_if_it_was_always_there() {
        for (chance, pages, within) in [(1.0, 6, 2), (0.95, 6, 2), (0.95, 1, 8), (0.5, 6, 6), (0.5, 1, 40)] {
            let mut random = Random(1719);
            let mut known = days(&mut random, 60, pages, steady(chance));
            let noticed = (1..60).find(|_| {
                known.push((0.0, f64::from(pages)));
                fallen_since(&known).is_some()
            });
            let noticed = noticed.unwrap();
            assert!(noticed <= within, "{chance} of {pages} a day: after {noticed} days");
            let since = fallen_since(&known).unwrap();
            assert!(since.abs_diff(60) <= 3, "since day {since}");
        }
    }

    #[test]
    fn a_field_that_came_back_has_not_fallen() {
        let mut random = Random(1719);
        let mut known = days(&mut random, 60, 6, steady(0.95));
        known.extend([(0.0, 6.0); 4]);
        assert_eq!(fallen_since(&known), Some(60));
        known.extend(days(&mut random, 30, 6, steady(0.95)));
        assert_eq!(fallen_since(&known), None);
    }

    #[test]
    fn a_small_fall_and_too_little_known_say_nothing() {
        let mut random = Random(1719);
        let mut known = days(&mut random, 100, 20, steady(0.95));
        known.extend(days(&mut random, 100, 20, steady(0.80)));
        assert_eq!(fallen_since(&known), None);
        assert_eq!(fallen_since(&[]), None);
        assert_eq!(fallen_since(&[(1.0, 1.0), (1.0, 1.0), (0.0, 1.0), (0.0, 1.0)]), None);
    }
}
