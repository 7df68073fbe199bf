//! Figures as readers of a language write them. What is printed in the article stands in its sentence.

use jiff::civil::Date;

use crate::judge::{Figure, Money, Period};
use crate::render::plain;
use crate::render::words::ProgressWords;
use crate::text::Decimal;

/// A figure in a few words: what matters most, and what else is said.
pub(in crate::render) struct Said {
    pub(in crate::render) main: String,
    pub(in crate::render) more: Option<String>,
}

/// `20%` and `302.049 triệu đồng trên 1.526.790 triệu đồng`; or the amount or the count alone.
pub(in crate::render) fn said(figure: &Figure, words: &ProgressWords) -> Said {
    let near = figure.nearness.map(|nearness| format!("{} ", words.nearness(nearness))).unwrap_or_default();
    let whole = |part: String, whole: Option<String>| match whole {
        Some(whole) => words.of(&part, &whole),
        None => part,
    };
    let per = figure.per.as_deref().map(|per| format!("/{}", plain::line(per))).unwrap_or_default();
    let plan = figure.plan.as_ref().map(|plan| money(plan, None, words));
    let to = figure.amount_to.as_ref();
    let amount =
        figure.amount.as_ref().map(|amount| whole(format!("{near}{}{per}", money(amount, to, words)), plan.clone()));
    let count = figure.count.as_ref().map(|count| {
        let of = count.of.map(|of| decimal(of, words));
        let to = count.to.map(|to| format!("–{}", decimal(to, words))).unwrap_or_default();
        let counted = whole(format!("{near}{}{to}", decimal(count.value, words)), of);
        format!(
            "{counted} {}{}",
            plain::line(words.noun(&count.noun)),
            if amount.is_none() { per.as_str() } else { "" }
        )
    });
    let is_share_alone = amount.is_none() && count.is_none();
    let share = figure.percent.map(|percent| {
        let near = if is_share_alone { near.as_str() } else { "" };
        let from = figure.percent_from.map(|from| format!("{}% → ", decimal(from, words))).unwrap_or_default();
        let to = figure.percent_to.map(|to| format!("–{}", decimal(to, words))).unwrap_or_default();
        let per = if is_share_alone { per.as_str() } else { "" };
        let share = format!("{near}{from}{}{to}%{per}", decimal(percent, words));
        whole(share, plan.filter(|_| is_share_alone))
    });
    let mut all = [share, amount, count].into_iter().flatten();
    let main = all.next().unwrap_or_else(|| words.unreadable.to_owned());
    let more: Vec<String> = all.collect();
    Said { main, more: (!more.is_empty()).then(|| more.join("; ")) }
}

/// With the language's separators and as many decimals as are printed.
pub(in crate::render) fn decimal(value: Decimal, words: &ProgressWords) -> String {
    let [thousands, point] = words.separators;
    let swap = |c| match c {
        '.' => thousands,
        ',' => point,
        other => other,
    };
    value.to_string().chars().map(swap).collect()
}

/// In the unit that is printed, where it is one; up to `to`, if it is a range.
fn money(money: &Money, to: Option<&Money>, words: &ProgressWords) -> String {
    let Some(dong) = money.dong else {
        return format!("{} ({})", words.unreadable, plain::line(&money.unit));
    };
    let to = to.and_then(|to| Some((to.dong?, to.step)));
    let range = |low: Decimal, high: Option<Decimal>| {
        let high = high.map(|high| format!("–{}", decimal(high, words))).unwrap_or_default();
        format!("{}{high}", decimal(low, words))
    };
    let in_dong = || format!("{} đồng", range(Decimal::whole(dong), to.map(|(to, _)| Decimal::whole(to))));
    let scaled = scale(&money.unit).and_then(|scale| {
        let high = match to {
            Some((to, step)) => Some(in_scale(to, scale, step)?),
            None => None,
        };
        Some((scale, range(in_scale(dong, scale, money.step)?, high)))
    });
    let Some((scale, value)) = scaled else { return in_dong() };
    match words.units {
        None if scale == 1 => format!("{value} đồng"),
        None => {
            let unit = plain::line(&money.unit);
            let dong = if unit.ends_with('g') { "" } else { " đồng" };
            format!("{value} {unit}{dong}")
        }
        Some(units) => {
            let steps = [1, 1_000, 1_000_000, 1_000_000_000, 1_000_000_000_000];
            let unit = steps.iter().position(|step| *step == scale).map(|at| units[at]);
            unit.map_or_else(in_dong, |unit| format!("{value} {unit}"))
        }
    }
}

/// Đồng that a unit as printed stands for: `triệu đồng`.
fn scale(unit: &str) -> Option<u64> {
    unit.split_whitespace().try_fold(1_u64, |scale, word| {
        let factor = match word.to_lowercase().as_str() {
            "chục" => 10,
            "trăm" => 100,
            "nghìn" | "ngàn" => 1_000,
            "triệu" => 1_000_000,
            "tỷ" | "tỉ" => 1_000_000_000,
            "đồng" => 1,
            _ => return None,
        };
        scale.checked_mul(factor)
    })
}

/// `dong` in units of `scale`, with the decimals that its last printed place, `step`, leaves; none where that isn't even.
fn in_scale(dong: u64, scale: u64, step: u64) -> Option<Decimal> {
    let parts =
        scale.checked_div(step).filter(|parts| *parts > 0 && step * parts == scale && dong.is_multiple_of(step))?;
    let places = usize::try_from(parts.ilog10()).ok().filter(|_| 10_u64.pow(parts.ilog10()) == parts)?;
    let (whole, rest) = (dong / scale, dong % scale / step);
    let behind = if places == 0 { String::new() } else { format!("{rest:0places$}") };
    Decimal::of_digits(&whole.to_string(), &behind)
}

/// The time that a figure is for; the article's day where it says none.
pub(in crate::render) fn time(figure: &Figure, day: Date, words: &ProgressWords) -> String {
    match figure.period {
        Some(Period::Year(year)) => words.year(year),
        Some(Period::Between(from, to)) => format!("{} – {}", date(from, words), date(to, words)),
        Some(Period::Until(to)) => words.until(&date(to, words)),
        None => words.printed(&date(day, words)),
    }
}

pub(in crate::render) fn date(date: Date, words: &ProgressWords) -> String {
    date.strftime(words.date).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Language;
    use crate::render::words;

    fn in_both(dong: u64, unit: &str, step: u64) -> [String; 2] {
        let sum = Money { dong: Some(dong), unit: unit.to_owned(), step };
        [Language::Vietnamese, Language::English].map(|language| money(&sum, None, words::of(language).progress))
    }

    #[test]
    fn money_is_written_in_the_unit_that_is_printed() {
        assert_eq!(in_both(302_049_000_000, "triệu đồng", 1_000_000), ["302.049 triệu đồng", "302,049 million đồng"]);
        assert_eq!(in_both(640_500_000_000, "tỷ", 100_000_000), ["640,5 tỷ đồng", "640.5 billion đồng"]);
        assert_eq!(in_both(28_500_000_000, "triệu đồng", 1_000_000), ["28.500 triệu đồng", "28,500 million đồng"]);
        assert_eq!(
            in_both(96_500_000_000_000, "nghìn tỷ đồng", 100_000_000_000),
            ["96,5 nghìn tỷ đồng", "96.5 trillion đồng"]
        );
        assert_eq!(in_both(500_000, "đ", 1), ["500.000 đồng", "500,000 đồng"]);
    }

    #[test]
    fn a_range_of_money_names_its_unit_once() {
        let end = |dong, step| Money { dong: Some(dong), unit: "triệu đồng".to_owned(), step };
        let (low, high) = (end(1_500_000, 100_000), end(2_000_000, 1_000_000));
        let said = |language| money(&low, Some(&high), words::of(language).progress);
        assert_eq!(said(Language::Vietnamese), "1,5–2 triệu đồng");
        assert_eq!(said(Language::English), "1.5–2 million đồng");
    }

    #[test]
    fn shares_keep_the_decimals_that_are_printed() {
        let share = Decimal::of_digits("1234", "50").unwrap();
        assert_eq!(decimal(share, words::of(Language::Vietnamese).progress), "1.234,50");
        assert_eq!(decimal(share, words::of(Language::English).progress), "1,234.50");
    }
}
