//! Tết: the week in which Vietnam's offices are closed, and many papers print little. Pure.

/// The first day of the lunar year in Vietnam, as days since 1970. (Vietnam reckons by its own meridian: in 2030 the day is
/// one before China's. Hồ Ngọc Đức, "Computing the Vietnamese lunar calendar".)
const FIRST_DAYS: [i64; 17] = [
    19_763, // 10 February 2024
    20_117, // 29 January 2025
    20_501, // 17 February 2026
    20_855, // 6 February 2027
    21_209, // 26 January 2028
    21_593, // 13 February 2029
    21_947, // 2 February 2030
    22_302, // 23 January 2031
    22_686, // 11 February 2032
    23_041, // 31 January 2033
    23_425, // 19 February 2034
    23_779, // 8 February 2035
    24_133, // 28 January 2036
    24_517, // 15 February 2037
    24_871, // 4 February 2038
    25_225, // 24 January 2039
    25_609, // 12 February 2040
];
/// From a few days before, with work winding down, until offices open again. The official leave of 2025 and 2026 was nine
/// days, from four days before the first.
const BEFORE: i64 = 5;
const AFTER: i64 = 8;

/// Whether a day (since 1970) is in the leave: silence then says nothing.
pub(super) fn is_leave(day: i64) -> bool {
    FIRST_DAYS.iter().any(|first| (first - BEFORE..first + AFTER).contains(&day))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn day(year: i16, month: i8, day: i8) -> i64 {
        date(year, month, day).duration_since(date(1970, 1, 1)).as_hours() / 24
    }

    #[test]
    fn the_first_days_are_those_of_the_calendar() {
        for (nth, (month, of_month)) in
            [(2, 10), (1, 29), (2, 17), (2, 6), (1, 26), (2, 13), (2, 2), (1, 23), (2, 11), (1, 31), (2, 19), (2, 8)]
                .into_iter()
                .chain([(1, 28), (2, 15), (2, 4), (1, 24), (2, 12)])
                .enumerate()
        {
            let year = 2024 + i16::try_from(nth).unwrap();
            assert_eq!(FIRST_DAYS[nth], day(year, month, of_month), "{year}");
        }
    }

    #[test]
    fn offices_are_closed_around_it() {
        assert!(is_leave(day(2026, 2, 14)) && is_leave(day(2026, 2, 22)), "the official leave of 2026");
        assert!(is_leave(day(2025, 1, 25)) && is_leave(day(2025, 2, 2)), "and of 2025");
        assert!(!is_leave(day(2026, 2, 10)) && !is_leave(day(2026, 3, 1)));
    }
}
