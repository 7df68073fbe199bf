//! What is counted: households, communes, goods.

use super::FactKind;
use super::cue::Cue;
use super::sentence::Sentence;
use crate::text::Measure;

/// What can reach the standard of a new countryside.
const UNITS: &[&str] = &[
    "xã",
    "huyện",
    "thôn",
    "bản",
    "ấp",
    "thị xã",
    "làng",
    "buôn",
    "địa phương",
    "khu dân cư",
    "đơn vị",
    "đơn vị cấp huyện",
];

/// Whether the share at `index` is one of communes that reached the standard: *90% số xã đạt chuẩn nông thôn mới*.
pub(super) fn is_share_of_communes(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let end = sentence.quantities[index].tokens.end;
    let next = sentence.quantities.get(index + 1).map_or(sentence.tokens.len(), |next| next.start);
    let skipped = (end..end + 3).take_while(|at| matches!(sentence.word(*at), "tổng" | "số" | "các")).count();
    UNITS.contains(&sentence.word(end + skipped)) && sentence.cues_in(&(end..next.min(end + 12))).has(Cue::NtmStandard)
}

/// `còn 38% hộ nghèo`, `14% hộ cận nghèo`.
pub(super) fn share_of_households(sentence: &Sentence<'_, '_>, index: usize) -> Option<FactKind> {
    let quantity = &sentence.quantities[index];
    let word = |at: usize| sentence.word(quantity.tokens.end + at);
    let is_next = sentence.mark_before(quantity.tokens.end).trim_start_matches('%').trim().is_empty();
    if !is_next || word(0) != "hộ" || !matches!(sentence.back(quantity.start, 1), "còn" | "có" | "và" | "là") {
        return None;
    }
    match (word(1), word(2)) {
        ("nghèo", _) => Some(FactKind::PovertyRate),
        ("cận", "nghèo") => Some(FactKind::NearPovertyRate),
        _ => None,
    }
}

/// What the count at `index` is; none for whatever else is counted. `gap` begins behind the quantity before.
pub(super) fn counted(sentence: &Sentence<'_, '_>, index: usize, from: usize) -> Option<FactKind> {
    let quantity = &sentence.quantities[index];
    let Measure::Count { noun, .. } = quantity.measure else { return None };
    let before = sentence.cues_in(&(from..quantity.start));
    if before.has(Cue::Foreign) {
        return None;
    }
    match noun {
        "hộ" | "hộ dân" | "hộ gia đình" => households(sentence, index, from),
        noun if UNITS.contains(&noun) => new_countryside(sentence, index, from),
        "tiêu chí" => criteria(sentence, index, from),
        "sản phẩm" => {
            let end = quantity.tokens.end;
            let limit = sentence.quantities.get(index + 1).map_or(sentence.tokens.len(), |next| next.start);
            let is_ocop = sentence.cues_in(&(end..limit.min(end + 6))).has(Cue::Ocop)
                || sentence.cues_in(&(from..quantity.start)).has(Cue::Ocop);
            let earlier = sentence.quantities[..index].iter();
            let is_first =
                !earlier.clone().any(|other| matches!(other.measure, Measure::Count { noun: "sản phẩm", .. }));
            (is_ocop && is_first).then_some(FactKind::OcopProducts)
        }
        _ => None,
    }
}

fn households(sentence: &Sentence<'_, '_>, index: usize, from: usize) -> Option<FactKind> {
    const STATES: &[&str] = &["còn", "có", "là", "gồm", "xuống", "với", "và", ""];
    let quantity = &sentence.quantities[index];
    let end = quantity.tokens.end;
    let (first, second) = (sentence.word(end), sentence.word(end + 1));
    let is_poor = first == "nghèo";
    let is_near = (first, second) == ("cận", "nghèo");
    let limit = sentence.quantities.get(index + 1).map_or(sentence.tokens.len(), |next| next.start).min(end + 8);
    let behind: Vec<&str> = (end..limit).map(|at| sentence.word(at)).collect();
    let says = |words: &[&str], pair: (&str, &str)| words.windows(2).any(|two| (two[0], two[1]) == pair);
    let before: Vec<&str> = (from..quantity.start).map(|at| sentence.word(at)).collect();
    if says(&behind, ("thoát", "cận")) {
        return None;
    }
    if says(&behind, ("thoát", "nghèo")) || says(&before, ("thoát", "nghèo")) {
        let is_aid = before.contains(&"giúp") && before.contains(&"vay");
        return (!is_aid).then_some(FactKind::LiftedHouseholds);
    }
    let last = sentence.back(quantity.start, 1);
    let is_reduced = last == "giảm" || (sentence.back(quantity.start, 2) == "giảm" && matches!(last, "được" | "thêm"));
    if is_reduced {
        return is_poor.then_some(FactKind::PoorHouseholdsReduction);
    }
    let cues = sentence.cues_in(&(from..quantity.start));
    let is_supported = says(&behind, ("được", "hỗ"))
        || says(&behind, ("hưởng", "lợi"))
        || says(&behind, ("thụ", "hưởng"))
        || (matches!(last, "cho" | "trợ" | "được") && is_support_near(sentence, from, quantity.start))
        || (last == "cho" && is_handed_out(&before));
    if is_supported {
        return Some(FactKind::SupportedHouseholds);
    }
    // A stock is stated, and nothing is done to it or by it.
    let mark = sentence.mark_before(quantity.start);
    let is_listed = mark.contains([',', ';', ':', '(']) && from > 0;
    let opens = index == 0 && from == quantity.start;
    let is_stated = STATES.contains(&last) || is_listed || opens;
    let acts = behind.iter().any(|word| {
        matches!(
            *word,
            "được" | "vay" | "tham" | "đăng" | "vươn" | "nhận" | "tự" | "viết" | "mới" | "bị" | "trồng" | "nuôi"
        )
    });
    if !is_stated || acts || cues.has(Cue::Support) {
        return None;
    }
    let names = |pair: (&str, &str, &str)| before.windows(3).any(|three| (three[0], three[1], three[2]) == pair);
    let is_total =
        last == "là" || matches!((sentence.back(quantity.start, 2), last), ("giảm", "còn") | (_, "xuống" | "còn"));
    if is_total && !is_poor && !is_near {
        // "Tổng số hộ nghèo của huyện là 5.870 hộ"
        return if names(("hộ", "cận", "nghèo")) {
            Some(FactKind::NearPoorHouseholds)
        } else if names(("số", "hộ", "nghèo")) {
            Some(FactKind::PoorHouseholds)
        } else {
            None
        };
    }
    if is_near {
        Some(FactKind::NearPoorHouseholds)
    } else if is_poor && !matches!((second, sentence.word(end + 2)), ("và" | "", "cận") | ("cận", _)) {
        Some(FactKind::PoorHouseholds)
    } else {
        None
    }
}

/// `cấp 1.200 con bò giống cho`: by an administration, and not as a present.
fn is_handed_out(before: &[&str]) -> bool {
    let given = before.iter().any(|word| matches!(*word, "cấp" | "trao" | "giao"));
    given && !before.iter().any(|word| matches!(*word, "quà" | "thiện" | "hảo" | "tết" | "vay"))
}

/// Whether support is spoken of shortly before `at`.
fn is_support_near(sentence: &Sentence<'_, '_>, from: usize, at: usize) -> bool {
    /// "hỗ trợ xây mới, sửa chữa nhà ở cho 96 hộ".
    const NEAR: usize = 8;
    sentence.cues_in(&(from.max(at.saturating_sub(NEAR))..at)).has(Cue::Support)
}

fn new_countryside(sentence: &Sentence<'_, '_>, index: usize, from: usize) -> Option<FactKind> {
    /// Words between the units and the standard that they reach.
    const REACH: usize = 14;
    let quantity = &sentence.quantities[index];
    // "2 xã, 45 thôn đạt chuẩn": both do.
    let mut last = index;
    while let Some(next) = sentence.quantities.get(last + 1)
        && matches!(next.measure, Measure::Count { noun, .. } if UNITS.contains(&noun))
        && (sentence.quantities[last].tokens.end..next.start).all(|at| sentence.word(at) == "và")
    {
        last += 1;
    }
    let end = sentence.quantities[last].tokens.end;
    let next = sentence.quantities.get(last + 1).map_or(sentence.tokens.len(), |next| next.start);
    let behind = end..next.min(end + REACH);
    let near: Vec<&str> = (behind.clone()).map(|at| sentence.word(at)).collect();
    let has = |pair: (&str, &str)| near.windows(2).any(|two| (two[0], two[1]) == pair);
    let reaches = |range: &std::ops::Range<usize>| sentence.cues_in(range).any(&[Cue::NtmStandard, Cue::NtmRate]);
    let fails = matches!(near.first(), Some(&("chưa" | "không" | "đang")));
    let earlier = sentence.quantities[..index].iter().map(|quantity| quantity.start).next();
    // "Số xã đạt chuẩn … là 95 xã", and the lists that go on from there: "trong đó 12 xã nâng cao".
    let stated = reaches(&(from..quantity.start))
        && matches!(sentence.back(quantity.start, 1), "là" | "đạt" | "có" | "lên" | "");
    let listed = earlier.is_some_and(|start| reaches(&(start..quantity.start)));
    let is_grade = has(("nâng", "cao")) || has(("kiểu", "mẫu"));
    let names_it = sentence.tokens[behind.clone()]
        .iter()
        .any(|token| token.expansion.is_some_and(|words| words.join(" ").contains("nông thôn mới")))
        || near.windows(3).any(|three| three == ["nông", "thôn", "mới"]);
    let is_reached =
        reaches(&behind) || (names_it && (has(("đạt", "chuẩn")) || has(("công", "nhận")) || has(("về", "đích"))));
    if fails || !(is_reached || stated || (listed && is_grade)) {
        return None;
    }
    let grade = |first: &str, second: &str| {
        // The grade belongs to these units only where nothing else is counted before it.
        near.windows(2).take(12).any(|two| (two[0], two[1]) == (first, second))
    };
    Some(if grade("nâng", "cao") {
        FactKind::NtmAdvancedUnits
    } else if grade("kiểu", "mẫu") {
        FactKind::NtmModelUnits
    } else {
        FactKind::NtmUnits
    })
}

/// `bình quân đạt 17,2 tiêu chí/xã`.
fn criteria(sentence: &Sentence<'_, '_>, index: usize, from: usize) -> Option<FactKind> {
    let quantity = &sentence.quantities[index];
    let average = (from..quantity.start)
        .any(|at| sentence.word(at) == "bình" && sentence.word(at + 1) == "quân" && sentence.word(at + 2) != "đầu");
    let is_of_commune = quantity.per == Some("xã") || average;
    (average && is_of_commune).then_some(FactKind::NtmCriteria)
}
