//! Which provinces an article is about.

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::fields::{FieldText, Tokenised};
use super::phrases::{Found, Marks, Phrases, longest};
use super::{Evidence, Field, Pattern};
use crate::text::{Place, PlaceRule, Token, places, tokens};

/// An article is about a province, because of this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceHit {
    /// The province's name as the press wrote it, in its standard spelling; possibly one of the 63 of before July 2025.
    pub place: String,
    /// The unit of today that it belongs to.
    pub today: String,
    pub evidence: Vec<Evidence>,
}

/// Provinces in one sentence from which on it is a list that is about none of them.
const LIST: usize = 5;

/// Mentions in the body that make an article be about a province that neither title nor lead names, though they name
/// another.
const OFTEN: usize = 3;

/// Tokens up to which a body is so short that one mention in it is enough.
const SHORT_BODY: usize = 150;

/// Mentions kept as evidence.
const EVIDENCE: usize = 5;

/// Words of units below a province, of waters, roads and firms: a province's name after one of them is theirs. *Thành phố*
/// isn't among them: a province's own town bore its name.
const OTHERS: &[&str] = &[
    "xã",
    "phường",
    "trấn",
    "huyện",
    "quận",
    "thôn",
    "ấp",
    "khóm",
    "phố",
    "đường",
    "tốc",
    "lộ",
    "sông",
    "núi",
    "đèo",
    "hồ",
    "cầu",
    "chợ",
    "ga",
    "ty",
    "hiệu",
    "báo",
    "đài",
    "đảng",
];

/// Words before which leave no doubt that a province is meant.
const TYPES: &[&str] = &["tỉnh", "tp", "phố", "ubnd", "hđnd", "mttq", "ủy", "dân", "tại", "ở"];

/// Family names, and the middle names Văn and Thị; those that also end a phrase before a province (Đoàn, Hồ, Mai) are not
/// among them.
const SURNAMES: &[&str] = &[
    "nguyễn", "trần", "lê", "phạm", "huỳnh", "hoàng", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "ngô", "dương", "lý",
    "đinh", "trịnh", "đào", "trương", "lương", "tạ", "thị", "văn",
];

/// The spellings of all provinces, compiled.
struct Names {
    phrases: Phrases,
    spellings: Vec<Spelling>,
}

struct Spelling {
    /// None for a longer name that is no province's.
    place: Option<&'static Place>,
    /// For each token, whether it must be printed with a capital letter.
    capitals: Vec<bool>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let of_places = places().all.iter().flat_map(|place| place.spellings.iter().map(move |text| (Some(place), *text)));
    let of_others = places().others.iter().map(|text| (None, *text));
    let mut patterns = Vec::new();
    let mut spellings = Vec::new();
    for (place, text) in of_places.chain(of_others) {
        if let Ok(pattern) = Pattern::parse(text) {
            patterns.push(pattern);
            // Of the longer names, common nouns begin a sentence, too.
            let capitals = tokens(text).iter().map(Token::is_capitalised).collect();
            spellings.push(Spelling { place, capitals });
        }
    }
    Names { phrases: Phrases::compile(&patterns, Marks::Kept), spellings }
});

/// A province named in a field.
struct Mention {
    place: &'static Place,
    field: usize,
    found: Found,
}

/// All that an article says of a province.
struct Said {
    place: &'static Place,
    mentions: Vec<Mention>,
    title: usize,
    lead: usize,
    body: usize,
}

impl PlaceHit {
    /// The places an article is about, most important first: those of the title, then of the lead, then of the body, by how
    /// often they are named. A place that is merely named somewhere, when title or lead name another, is none of them.
    pub fn judge(article: &Tokenised<'_>) -> Vec<Self> {
        let fields = &article.fields;
        let mut said: Vec<Said> = Vec::new();
        for (index, text) in fields.iter().enumerate() {
            for mention in mentions(index, text, fields) {
                let known = said.iter().position(|said| said.place == mention.place);
                let at = known.unwrap_or_else(|| {
                    said.push(Said { place: mention.place, mentions: Vec::new(), title: 0, lead: 0, body: 0 });
                    said.len() - 1
                });
                said[at].add(mention, text.field);
            }
        }
        under_todays_name(&mut said);
        let mut about = about(said, fields);
        // Stable: what is equal stays in the order of the text.
        about.sort_by_key(|said| std::cmp::Reverse((said.title.min(1), said.lead.min(1), said.mentions.len())));
        about.iter().map(|said| said.hit(fields)).collect()
    }
}

impl Said {
    fn add(&mut self, mention: Mention, field: Field) {
        match field {
            Field::Title => self.title += 1,
            Field::Lead => self.lead += 1,
            Field::Body => self.body += 1,
        }
        self.mentions.push(mention);
    }

    fn hit(&self, fields: &[FieldText<'_>]) -> PlaceHit {
        let evidence = self.mentions.iter().take(EVIDENCE).map(|mention| {
            fields[mention.field].evidence(&mention.found.span(), format!("place: {}", self.place.name))
        });
        PlaceHit { place: self.place.name.to_owned(), today: self.place.today.to_owned(), evidence: evidence.collect() }
    }
}

/// Thừa Thiên Huế and Huế in one article are one place.
fn under_todays_name(said: &mut Vec<Said>) {
    let Some(old) = said.iter().position(|said| said.place.rule == PlaceRule::Renamed) else { return };
    let today = said[old].place.today;
    if !said.iter().any(|said| said.place.name == today) {
        return;
    }
    let old = said.remove(old);
    if let Some(new) = said.iter_mut().find(|said| said.place.name == today) {
        new.title += old.title;
        new.lead += old.lead;
        new.body += old.body;
        new.mentions.extend(old.mentions);
        new.mentions.sort_by_key(|mention| (mention.field, mention.found.span().start));
    }
}

/// Those of the places named that the article is about.
fn about(said: Vec<Said>, fields: &[FieldText<'_>]) -> Vec<Said> {
    let in_title = said.iter().any(|said| said.title > 0);
    let in_lead = said.iter().any(|said| said.lead > 0);
    let most = said.iter().map(|said| said.body).max().unwrap_or(0);
    // What those in front are named in the body, which another must reach.
    let front = said.iter().filter(|said| if in_title { said.title > 0 } else { said.lead > 0 });
    let front = front.map(|said| said.body).max().unwrap_or(0);
    let body = fields.iter().find(|text| text.field == Field::Body);
    let is_short = body.is_none_or(|body| body.tokens.len() <= SHORT_BODY);
    let only = said.len() == 1;
    let is_about = |said: &Said| {
        if said.title > 0 {
            true
        } else if in_title && said.lead > 0 {
            said.body >= 2
        } else if said.lead > 0 {
            true
        } else if in_title || in_lead {
            said.body >= OFTEN.max(front)
        } else {
            (said.body >= 2 && 2 * said.body >= most) || (only && is_short)
        }
    };
    said.into_iter().filter(|said| is_about(said)).collect()
}

/// The provinces that a field names, in order, without those of sentences that only list them.
fn mentions(field: usize, text: &FieldText<'_>, fields: &[FieldText<'_>]) -> Vec<Mention> {
    without_lists(named(field, text, fields), text)
}

/// The tokens of each province that a field names, in order.
pub(super) fn provinces(text: &FieldText<'_>, fields: &[FieldText<'_>]) -> Vec<(Range<usize>, &'static Place)> {
    named(0, text, fields).into_iter().map(|mention| (mention.found.span(), mention.place)).collect()
}

fn named(field: usize, text: &FieldText<'_>, fields: &[FieldText<'_>]) -> Vec<Mention> {
    let names = &*NAMES;
    let mut found = names.phrases.find(&text.tokens);
    found.retain(|found| {
        let printed = text.tokens[found.span()].iter().map(Token::is_capitalised);
        names.spellings[found.pattern].capitals.iter().zip(printed).all(|(must, is)| is || !must)
    });
    // Thái Bình Dương is an ocean, and neither Thái Bình nor Bình Dương.
    let found = longest(found, text.tokens.len());

    // Looked for only where it matters, and once.
    let china = LazyCell::new(|| China::of(text, fields));
    let mut kept: Vec<Mention> = Vec::new();
    let mut road_until = None;
    for (index, each) in found.iter().enumerate() {
        let Some(place) = names.spellings[each.pattern].place else { continue };
        let span = each.span();
        let before = before(text, span.start);
        let on_road = road_until == Some(span.start) && is_dash(text.between(span.start - 1));
        if on_road || before.is_some_and(|before| is_road(before, text, span.start)) {
            road_until = Some(span.end);
            continue;
        }
        if before.is_some_and(|before| is_anothers(before, text, span.start)) {
            continue;
        }
        let beside = |other: Option<&Found>| {
            other.is_some_and(|other| names.spellings[other.pattern].place.is_some() && are_listed(text, other, each))
        };
        let is_sure = || {
            before.is_some_and(|before| TYPES.contains(&before.folded.as_str()))
                || beside(index.checked_sub(1).and_then(|index| found.get(index)))
                || beside(found.get(index + 1))
        };
        let counts = match place.rule {
            PlaceRule::Plain | PlaceRule::Renamed => true,
            PlaceRule::Typed => is_sure(),
            PlaceRule::China => !china.is_meant(text.tokens[span.start].sentence),
        };
        if counts {
            kept.push(Mention { place, field, found: each.clone() });
        }
    }
    kept
}

/// The token that a name at `start` directly follows, with nothing but space or a full stop (`TP. Huế`) between.
fn before<'f, 't>(text: &'f FieldText<'t>, start: usize) -> Option<&'f Token<'t>> {
    let index = start.checked_sub(1)?;
    let token = text.tokens.get(index)?;
    let is_close = text.between(index).chars().all(|c| c.is_whitespace() || c == '.');
    (is_close && token.sentence == text.tokens[start].sentence).then_some(token)
}

fn is_road(before: &Token<'_>, text: &FieldText<'_>, start: usize) -> bool {
    matches!(before.folded.as_str(), "tốc" | "tuyến" | "đường") && !is_city(before, text, start)
}

/// Whether a name belongs to what the token before it says: a commune, a river, a paper, a person.
fn is_anothers(before: &Token<'_>, text: &FieldText<'_>, start: usize) -> bool {
    let folded = before.folded.as_str();
    let is_person = before.is_capitalised() && SURNAMES.contains(&folded);
    is_person || (OTHERS.contains(&folded) && !is_city(before, text, start))
}

/// Whether the token before a name ends in *thành phố*.
fn is_city(before: &Token<'_>, text: &FieldText<'_>, start: usize) -> bool {
    let thanh = start.checked_sub(2).and_then(|index| text.tokens.get(index));
    before.folded == "phố" && thanh.is_some_and(|token| token.folded == "thành")
}

fn is_dash(between: &str) -> bool {
    matches!(between.trim(), "-" | "–" | "—")
}

/// Whether two names stand side by side in a list: with a comma or *và* between them, or a dash.
fn are_listed(text: &FieldText<'_>, a: &Found, b: &Found) -> bool {
    let (first, second) = if a.span().start < b.span().start { (a, b) } else { (b, a) };
    let (end, start) = (first.span().end, second.span().start);
    let same_sentence = text.tokens[end - 1].sentence == text.tokens[start].sentence;
    let joined = match start - end {
        0 => text.between(end - 1).trim() == "," || is_dash(text.between(end - 1)),
        1 => matches!(text.tokens[end].folded.as_str(), "và" | "với" | "tỉnh"),
        _ => false,
    };
    same_sentence && joined
}

/// Where an article speaks of China.
struct China {
    in_front: bool,
    sentences: HashSet<u32>,
}

impl China {
    fn of(text: &FieldText<'_>, fields: &[FieldText<'_>]) -> Self {
        let mut front = fields.iter().filter(|text| text.field != Field::Body);
        Self { in_front: front.any(|text| !Self::sentences(text).is_empty()), sentences: Self::sentences(text) }
    }

    fn sentences(text: &FieldText<'_>) -> HashSet<u32> {
        let names = text.tokens.windows(2).filter(|pair| {
            let pair = (pair[0].folded.as_str(), pair[1].folded.as_str());
            matches!(pair, ("trung", "quốc") | ("bắc", "kinh") | ("trịnh", "châu"))
        });
        names.map(|pair| pair[0].sentence).collect()
    }

    fn is_meant(&self, sentence: u32) -> bool {
        self.in_front || self.sentences.contains(&sentence)
    }
}

/// Without those of sentences that only list provinces.
fn without_lists(mentions: Vec<Mention>, text: &FieldText<'_>) -> Vec<Mention> {
    let sentence = |mention: &Mention| text.tokens[mention.found.span().start].sentence;
    let mut kept = Vec::with_capacity(mentions.len());
    let mut rest = mentions.into_iter().peekable();
    while let Some(first) = rest.next() {
        let here = sentence(&first);
        let mut of_sentence = vec![first];
        while let Some(next) = rest.next_if(|next| sentence(next) == here) {
            of_sentence.push(next);
        }
        let different = of_sentence.iter().map(|mention| mention.place.name).collect::<BTreeSet<_>>();
        if different.len() < LIST {
            kept.extend(of_sentence);
        }
    }
    kept
}
