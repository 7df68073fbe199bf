//! The figures of programmes' articles.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use bantin::judge::{Fact, FactKind, Field, Fund, Payer, Stance, Tokenised};
use bantin::text::Decimal;
use jiff::civil::Date;
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::corpus;
use crate::judging::article;

fn stated(text: &str, published: Option<Date>) -> Vec<Fact> {
    Fact::judge(&Tokenised::of(&article("", "", text)), published)
}

/// A line of labelled sentences: what a careful reader takes from `text`, read on its day.
#[derive(Deserialize)]
struct Labelled {
    id: String,
    published: Date,
    text: String,
    expected: Vec<Map<String, Value>>,
}

/// A fact in the form of the labels.
fn fields(fact: &Fact) -> Map<String, Value> {
    let Fact { figure, flags, .. } = fact;
    let target = if figure.stance == Stance::Target { "_target" } else { "" };
    let number = |value: &Decimal| json!(value.as_f64());
    let mut fields = Map::new();
    let mut set = |name: &str, value: Option<Value>, always: bool| {
        if always || value.is_some() {
            fields.insert(name.to_owned(), value.unwrap_or(Value::Null));
        }
    };
    let dong = |money: &bantin::judge::Money| money.dong.map(|dong| json!(dong));
    set("kind", Some(json!(format!("{}{target}", figure.kind.name()))), true);
    set("amount_vnd", figure.amount.as_ref().and_then(dong), true);
    set("plan_vnd", figure.plan.as_ref().and_then(dong), true);
    set("percent", figure.percent.as_ref().map(number), true);
    set("place", figure.place.as_ref().map(|place| json!(place.name())), true);
    set("period", figure.period.map(|period| json!(period.to_string())), true);
    set("percent_from", figure.percent_from.as_ref().map(number), false);
    set("percent_to", figure.percent_to.as_ref().map(number), false);
    set("count", figure.count.as_ref().map(|count| number(&count.value)), false);
    set("count_of", figure.count.as_ref().and_then(|count| count.of.as_ref().map(number)), false);
    set("count_unit", figure.count.as_ref().map(|count| json!(count.noun)), false);
    set("approx", figure.nearness.map(|nearness| json!(nearness)), false);
    set("programme", figure.programme.map(|programme| json!(programme.key())), false);
    set("component", figure.component.map(|component| json!(component.to_string())), false);
    set("fund", figure.fund.map(|fund: Fund| json!(fund)), false);
    set("source_of_fund", figure.paid_by.map(|payer: Payer| json!(payer)), false);
    set("per", figure.per.as_ref().map(|per| json!(per)), false);
    set("cumulative", figure.is_cumulative.then_some(json!(true)), false);
    set("comparison", figure.is_comparison.then_some(json!(true)), false);
    let flags: Vec<_> = flags.iter().map(|flag| json!(flag.name())).collect();
    set("flags", (!flags.is_empty()).then_some(Value::Array(flags)), false);
    fields
}

fn as_numbers(fields: &Map<String, Value>) -> Map<String, Value> {
    let same = |value: &Value| value.as_f64().map_or_else(|| value.clone(), |number| json!(number));
    fields.iter().map(|(name, value)| (name.clone(), same(value))).collect()
}

/// Fields right, wrong or left out, and made up, over lines.
#[derive(Default)]
struct Score {
    right: usize,
    missed: usize,
    invented: usize,
}

/// Reads labelled lines and says what is wrong with each; and by field, how much is right.
fn scored(lines: &str) -> (Vec<String>, std::collections::BTreeMap<String, Score>) {
    let mut wrong = Vec::new();
    let mut scores: std::collections::BTreeMap<String, Score> = std::collections::BTreeMap::new();
    for line in lines.lines() {
        let labelled: Labelled = serde_json::from_str(line).unwrap();
        let read: Vec<_> =
            stated(&labelled.text, Some(labelled.published)).iter().map(|fact| as_numbers(&fields(fact))).collect();
        let expected: Vec<_> = labelled.expected.iter().map(as_numbers).collect();
        if read != expected {
            let show = |facts: &[Map<String, Value>]| {
                facts.iter().map(|fact| format!("\n      {}", serde_json::to_string(fact).unwrap())).collect::<String>()
            };
            wrong.push(format!(
                "{}: {}\n    read{}\n    expected{}",
                labelled.id,
                labelled.text,
                show(&read),
                show(&expected)
            ));
        }
        for (read, expected) in paired(read, expected) {
            let names: std::collections::BTreeSet<_> = read.keys().chain(expected.keys()).cloned().collect();
            for name in names {
                let value = |fields: &Map<String, Value>| fields.get(&name).filter(|value| !value.is_null()).cloned();
                let score = scores.entry(name.clone()).or_default();
                match (value(&read), value(&expected)) {
                    (Some(read), Some(expected)) if read == expected => score.right += 1,
                    (read, expected) => {
                        score.missed += usize::from(expected.is_some());
                        score.invented += usize::from(read.is_some());
                    }
                }
            }
        }
    }
    (wrong, scores)
}

type Pairs = Vec<(Map<String, Value>, Map<String, Value>)>;

/// Each expected fact with what was read for it: that with the most fields in common. What is left stands alone.
fn paired(mut read: Vec<Map<String, Value>>, expected: Vec<Map<String, Value>>) -> Pairs {
    let alike = |a: &Map<String, Value>, b: &Map<String, Value>| {
        let numbers = ["amount_vnd", "percent", "count"].iter();
        let numbers = numbers
            .filter(|name| a.get(**name).is_some_and(|value| !value.is_null()) && a.get(**name) == b.get(**name));
        10 * numbers.count() + a.iter().filter(|(name, value)| !value.is_null() && b.get(*name) == Some(value)).count()
    };
    let mut pairs = Pairs::new();
    for expected in expected {
        let best = (0..read.len()).rev().max_by_key(|index| alike(&read[*index], &expected));
        let found = best
            .filter(|index| alike(&read[*index], &expected) >= 10 || read.len() == 1)
            .map(|index| read.remove(index));
        pairs.push((found.unwrap_or_default(), expected));
    }
    pairs.extend(read.into_iter().map(|read| (read, Map::new())));
    pairs
}

fn table(scores: &std::collections::BTreeMap<String, Score>) -> String {
    let line = |(name, Score { right, missed, invented }): (&String, &Score)| {
        format!("{name:15} right {right:3}  missed {missed:3}  invented {invented:3}\n")
    };
    scores.iter().map(line).collect()
}

#[test]
fn labelled_figures_are_read_as_a_careful_reader_reads_them() {
    let Some(lines) = corpus::beside("domain/figures.jsonl") else { return };
    let (wrong, scores) = scored(&lines);
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), table(&scores));
}

#[test]
fn varied_sentences_are_read_as_a_careful_reader_reads_them() {
    let (wrong, scores) = scored(include_str!("../fixtures/facts/stated.jsonl"));
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), table(&scores));
}

#[test]
fn numbers_that_are_no_such_facts_give_none() {
    let invented = include_str!("../fixtures/facts/none.txt").lines().filter_map(|line| {
        let facts = stated(line, Some("2024-11-11".parse().unwrap()));
        (!facts.is_empty()).then(|| format!("{line}\n    {:?}", facts.iter().map(fields).collect::<Vec<_>>()))
    });
    let invented: Vec<_> = invented.collect();
    assert!(invented.is_empty(), "{}", invented.join("\n"));
}

/// Kind, share and what it is for, of each fact.
fn shares(text: &str) -> Vec<(FactKind, String, Option<String>)> {
    let figures = stated(text, None).into_iter().map(|fact| fact.figure);
    figures.map(|figure| (figure.kind, figure.percent.unwrap().to_string(), figure.per)).collect()
}

#[test]
fn by_how_much_poverty_falls_is_not_how_much_there_is() {
    let yearly = Some("năm".to_owned());
    for (text, percent, per) in [
        ("Tỷ lệ giảm nghèo của tỉnh Cao Bằng bình quân 4,2%/năm.", "4,2", &yearly),
        ("Tỉ lệ giảm nghèo của tỉnh Cao Bằng đạt 4,2%.", "4,2", &None),
        ("Tỷ lệ giảm hộ nghèo của tỉnh Cao Bằng là 3%.", "3", &None),
        ("Tỷ lệ hộ nghèo giảm bình quân đạt 4%/năm.", "4", &yearly),
        ("Mức giảm tỷ lệ hộ nghèo của tỉnh Cao Bằng là 3%.", "3", &None),
        ("Tỷ lệ hộ nghèo giảm mạnh, đạt 4%/năm.", "4", &yearly),
    ] {
        assert_eq!(shares(text), [(FactKind::PovertyRateReduction, percent.to_owned(), per.clone())], "{text}");
    }
    for text in [
        "Tỷ lệ hộ nghèo của tỉnh Cao Bằng là 4,2%.",
        "Tỷ lệ hộ nghèo giảm còn 4,2%.",
        "Tỷ lệ hộ nghèo giảm dần, đến nay là 4,2%.",
        "Tỷ lệ hộ nghèo giảm từ 8% xuống còn 4,2%.",
        "Nhờ công tác giảm nghèo, tỷ lệ hộ nghèo đạt 4,2%.",
    ] {
        assert_eq!(shares(text), [(FactKind::PovertyRate, "4,2".to_owned(), None)], "{text}");
    }
}

#[test]
fn a_range_keeps_both_its_ends() {
    let text = "Hỗ trợ mỗi hộ nghèo từ 40 đến 60 triệu đồng để làm nhà.";
    let facts = stated(text, None);
    let [Fact { figure, .. }] = facts.as_slice() else { panic!("one fact: {facts:?}") };
    let dong = |money: &Option<bantin::judge::Money>| money.as_ref().and_then(|money| money.dong);
    assert_eq!((dong(&figure.amount), dong(&figure.amount_to)), (Some(40_000_000), Some(60_000_000)));
    let facts = stated("Năm 2024, tỉnh Cao Bằng có 120 - 150 hộ thoát nghèo.", None);
    let count = facts[0].figure.count.as_ref().unwrap();
    assert_eq!((count.value, count.to), (Decimal::whole(120), Some(Decimal::whole(150))));
    let facts = stated("Năm 2024, tỉnh Cao Bằng có 120 hộ thoát nghèo.", None);
    assert_eq!(facts[0].figure.count.as_ref().unwrap().to, None);
}

#[test]
fn a_unit_is_known_by_its_letter_too() {
    let place = |text: &str| stated(text, None)[0].figure.place.as_ref().map(|place| place.name().to_owned());
    assert_eq!(place("H. Bảo Lạc giải ngân 12 tỷ đồng vốn.").as_deref(), Some("huyện Bảo Lạc"));
    assert_eq!(place("Đến nay, X. Hồng Trị giải ngân 12 tỷ đồng vốn.").as_deref(), Some("xã Hồng Trị"));
    assert_eq!(place("Theo chị Trần Thị H. Cao Bằng giải ngân 12 tỷ đồng vốn.").as_deref(), Some("Cao Bằng"));
}

#[test]
fn a_figure_said_in_title_lead_and_body_is_one_fact() {
    let said = "Tỉnh Sơn La giải ngân 120 tỷ đồng, đạt 40% kế hoạch vốn";
    let facts = Fact::judge(&Tokenised::of(&article(said, &format!("{said}."), &format!("{said}."))), None);
    assert_eq!(facts.len(), 1);
    assert_eq!((facts[0].evidence.field, facts[0].evidence.quote.as_str()), (Field::Title, said));
}

#[test]
fn a_fact_quotes_its_sentence_to_the_end() {
    let body = "Họp sáng nay. Tỉnh Sơn La giải ngân 120 tỷ đồng (đạt 40%). Hội nghị kết thúc.";
    let facts = Fact::judge(&Tokenised::of(&article("", "", body)), None);
    let evidence = &facts[0].evidence;
    assert_eq!(evidence.quote, "Tỉnh Sơn La giải ngân 120 tỷ đồng (đạt 40%).");
    assert!(body[evidence.at..].starts_with(&evidence.quote));
    assert_eq!(facts[0].figure.amount.as_ref().unwrap().unit, "tỷ đồng");
}

#[test]
fn a_sentence_that_says_of_what_goes_on_from_the_one_before() {
    let body =
        "Năm 2024, tỉnh Sơn La được giao 300 tỷ đồng. Trong đó, vốn đầu tư 200 tỷ đồng, vốn sự nghiệp 100 tỷ đồng.";
    let kinds: Vec<_> = stated(body, None).iter().map(|fact| (fact.figure.kind, fact.figure.fund)).collect();
    let part = FactKind::AllocationPart;
    assert_eq!(kinds, [(FactKind::Allocation, None), (part, Some(Fund::Capital)), (part, Some(Fund::Recurrent))]);
}

#[test]
fn spelling_does_not_change_a_fact() {
    let text = "Luỹ kế đến hết tháng 7/2025, tỉnh Hoà Bình giải ngân 640 tỉ đồng, đạt 53% kế hoạch.";
    let figures = |text: &str| stated(text, None).into_iter().map(|fact| fact.figure).collect::<Vec<_>>();
    let decomposed: String = text.nfd().collect();
    let other = text.replace("Luỹ", "Lũy").replace("Hoà", "Hòa");
    let mut expected = figures(text);
    assert_eq!(expected.len(), 1);
    assert_eq!(figures(&other), expected);
    expected[0].amount.as_mut().unwrap().unit = "tỉ đồng".nfd().collect();
    assert_eq!(figures(&decomposed), expected);
    for text in [
        "Tỷ lệ hộ nghèo DTTS của tỉnh Cao Bằng còn 12,5%.",
        "Tỷ lệ cận nghèo của tỉnh Cao Bằng còn 12,5%.",
        "Tỷ lệ số xã đạt chuẩn nông thôn mới của tỉnh Cao Bằng đạt 40%.",
    ] {
        assert_eq!((figures(text).len(), figures(text)), (1, figures(&text.replace("Tỷ", "Tỉ"))), "{text}");
    }
}

proptest! {
    /// Words that the rules know, in any order.
    #[test]
    fn no_words_make_reading_facts_panic(
        words in proptest::collection::vec(prop::sample::select(WORDS), 0..40)
    ) {
        let text = words.concat();
        for fact in stated(&text, Some(Date::constant(2024, 2, 29))) {
            prop_assert!(text[fact.evidence.at..].starts_with(&fact.evidence.quote));
        }
    }
}

const WORDS: &[&str] = &[
    "giải ngân ",
    "chưa giải ngân ",
    "120 tỷ đồng",
    "/300 triệu đồng",
    "(45,1%)",
    "; ",
    ", ",
    ". ",
    " và ",
    "từ 33,5% ",
    "xuống còn ",
    "lần lượt ",
    "tỷ lệ hộ nghèo ",
    "3.214 hộ nghèo ",
    "95/129 xã ",
    "đạt chuẩn nông thôn mới ",
    "so với ",
    "cả nước ",
    "Tỉnh Sơn La ",
    "huyện Bảo Lạc ",
    "các xã A, B ",
    "Dự án 4 ",
    "Tiểu dự án 2, ",
    "đến hết tháng 2 ",
    "năm 2024 ",
    "giai đoạn 2021-2025 ",
    "quý IV ",
    "từ đầu năm đến nay ",
    "12 tháng đầu năm ",
    "Trong đó ",
    "vốn đầu tư ",
    "kế hoạch vốn ",
    "tổng ",
    "mỗi hộ ",
    "hỗ trợ ",
    "trên ",
    "trở lên ",
    "giảm ",
    "một nửa ",
    "ngày 30/2 ",
    "%",
    "\n",
];
