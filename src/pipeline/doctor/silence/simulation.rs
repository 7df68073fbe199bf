//! How often a source that is well is called silent, and how soon one that isn't, on made publishers of many kinds.

use super::super::tet;
use super::*;
use crate::pipeline::rhythm::simulation::Random;

/// 1 June 2026, a Monday.
const BEGIN: i64 = 20_605;
const YEAR: i64 = 365;
/// What is remembered at most.
const REMEMBERED: usize = 366;
/// Days before the first look.
const KNOWN: usize = 30;

fn weekday(day: i64) -> i64 {
    (day - BEGIN).rem_euclid(7)
}

/// New Year, Hùng Kings (about), 30 April and 1 May, 2 and 3 September.
fn is_holiday(day: i64) -> bool {
    matches!((day - BEGIN).rem_euclid(YEAR), 214 | 320 | 333 | 334 | 93 | 94)
}

fn chance(random: &mut Random, chance: f64) -> bool {
    random.next() < chance
}

/// Whether there was news on a day.
type Publisher = fn(&mut Random, i64) -> bool;

/// Twenty a day, fewer on Sundays.
fn daily(random: &mut Random, day: i64) -> bool {
    !chance(random, if weekday(day) == 6 { 0.01 } else { 0.000_1 })
}

/// One notice on Tuesdays; one in twenty is left out, and one in ten comes a day late. None at Tết.
fn weekly(random: &mut Random, day: i64) -> bool {
    match weekday(day) {
        1 => !tet::is_leave(day) && chance(random, 0.85),
        2 => !tet::is_leave(day) && chance(random, 0.10),
        _ => false,
    }
}

/// An office: workdays only, 1.2 a day, closed on holidays and for Tết.
fn office(random: &mut Random, day: i64) -> bool {
    weekday(day) < 5 && !is_holiday(day) && !tet::is_leave(day) && chance(random, 0.7)
}

/// The same with a quarter as much from July to September.
fn seasonal(random: &mut Random, day: i64) -> bool {
    let is_summer = (30..120).contains(&(day - BEGIN).rem_euclid(YEAR));
    office(random, day) && (!is_summer || chance(random, 0.25))
}

/// Without memory: every tenth day.
fn rare(random: &mut Random, _: i64) -> bool {
    chance(random, 0.1)
}

/// The days with news of a source that publishes for days and then not for long: the pauses are log-normal, two days in the
/// median, e times as long or more one time in six.
fn bursts(random: &mut Random, days: i64) -> Vec<bool> {
    let mut news = vec![false; usize::try_from(days).unwrap()];
    let mut at = 0.0;
    while at < f64::from(i32::try_from(days).unwrap()) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a day of some years")]
        let day = at as usize;
        news[day] = true;
        // Twelve of them make a normal one, nearly.
        let normal: f64 = (0..12).map(|_| random.next()).sum::<f64>() - 6.0;
        at += 2.0 * normal.exp();
    }
    news
}

fn life(random: &mut Random, publisher: Option<Publisher>, days: i64) -> Vec<(i64, bool)> {
    let news = match publisher {
        Some(publisher) => (0..days).map(|day| publisher(random, BEGIN + day)).collect(),
        None => bursts(random, days),
    };
    (BEGIN..).zip(news).filter(|(day, _)| !tet::is_leave(*day)).collect()
}

/// As [`observed`] would give it on each day.
fn on_each_day(life: &[(i64, bool)]) -> impl Iterator<Item = Option<Silence>> {
    (KNOWN..life.len()).map(|upto| {
        if life[upto].1 {
            return None;
        }
        silence(&life[upto.saturating_sub(REMEMBERED)..=upto])
    })
}

#[test]
fn sources_that_are_well_are_seldom_called_silent_and_dead_ones_soon() {
    let (lives, years) = (16, 3);
    // Wrong alarms in a hundred years at most, and days until a dead one is found at most, in the mean.
    for (name, publisher, alarms, found) in [
        // Of 40 lives, none; after 4 days.
        ("daily", Some(daily as Publisher), 1.0, 6.0),
        // None; after 60 days.
        ("weekly", Some(weekly as Publisher), 1.0, 80.0),
        // None; after 18 days.
        ("office", Some(office as Publisher), 1.0, 25.0),
        // 5.8, most of them in the first summer; after 68 days.
        ("seasonal", Some(seasonal as Publisher), 11.0, 90.0),
        // None; after 190 days. Without memory, chance explains much.
        ("rare", Some(rare as Publisher), 2.5, 260.0),
        // 3.3; after 90 days.
        ("bursts", None, 9.0, 130.0),
    ] {
        let (mut wrong, mut until, mut dead) = (0.0, 0.0, 0.0);
        for seed in 0..lives {
            let mut random = Random(1719 + seed);
            let mut all = life(&mut random, publisher, years * YEAR);
            let verdicts: Vec<bool> = on_each_day(&all).map(|silence| silence.is_some()).collect();
            wrong += verdicts.windows(2).map(|pair| f64::from(u8::from(!pair[0] && pair[1]))).sum::<f64>();
            // It dies after so many years.
            let last = all.last().unwrap().0;
            let begin = all.len();
            all.extend((1..=2 * YEAR).map(|day| (last + day, false)));
            let news = all[..begin].iter().rposition(|(_, news)| *news).unwrap();
            if let Some(after) = on_each_day(&all[..]).skip(begin - KNOWN).position(|silence| silence.is_some()) {
                until += f64::from(u32::try_from(begin + after - news).unwrap());
                dead += 1.0;
            }
        }
        let in_a_hundred = wrong * 100.0 / f64::from(i32::try_from(lives).unwrap() * i32::try_from(years).unwrap());
        let mean = until / dead;
        assert!(in_a_hundred <= alarms, "{name}: {in_a_hundred:.1} wrong alarms in a hundred years");
        assert!(
            dead >= f64::from(i32::try_from(lives).unwrap()) && mean <= found,
            "{name}: found after {mean:.1} days"
        );
    }
}
