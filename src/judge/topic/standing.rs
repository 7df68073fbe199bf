//! Where matches stand in an article, and what stands before them: what it is about, and what it says in passing.

use std::collections::HashSet;

use super::found::Match;
use crate::judge::Field;
use crate::judge::fields::FieldText;

/// Tokens up to which a body is no longer than a lead; it often is one, from a feed without full text.
pub(super) const SHORT_BODY: usize = 100;

/// Tokens at the beginning of a body that stand for a lead where there is none.
const LEAD: usize = 60;

/// Tokens from which on a body has room for words in passing: four paragraphs of the press, of which the last is often an
/// appeal.
pub(super) const LONG_BODY: usize = 200;

/// The part of a long body behind which a name that stands nowhere else is said in passing. Where it says who paid for what
/// the article is about, it comes early: of the corpus's articles with the name of a programme once, in the body, the two
/// that are about it have it before 0.1, the four that aren't (an appeal at a visit's end, a list of sources, a party's
/// resolution) behind 0.6.
const LATE: (usize, usize) = (6, 10);

/// Other patterns of the topic that keep a late name from being said in passing.
const COMPANY: usize = 2;

/// Behind these words a body says what something serves, as loans, gifts and clubs do: *góp phần thực hiện thành công Chương
/// trình …*. What an article is about, it says otherwise as well.
const SERVES: [[&str; 2]; 4] = [["góp", "phần"], ["gắn", "với"], ["chung", "tay"], ["chung", "sức"]];

/// Tokens that may stand between what serves and what is served: *[nâng cao hiệu quả thực hiện các]*.
const SERVES_WITHIN: usize = 8;

/// A subject that is said to be one of these is named, and not merely spoken of.
const PROGRAMME: [&str; 2] = ["chương", "trình"];

/// Title, lead, or the beginning of a body without one.
pub(super) fn stands_for_lead(each: &Match<'_>, fields: &[FieldText<'_>]) -> bool {
    let has_lead = || fields.iter().any(|text| text.field == Field::Lead);
    fields[each.field].field != Field::Body || (each.span().start < LEAD && !has_lead())
}

/// Title, lead, or what stands for one: a body that is no longer, or the beginning of one that has none.
pub(super) fn is_in_front(each: &Match<'_>, fields: &[FieldText<'_>]) -> bool {
    let text = &fields[each.field];
    stands_for_lead(each, fields) || text.tokens.len() <= SHORT_BODY
}

/// Whether a match stands behind words that make it something's purpose, in a body.
pub(super) fn is_served(each: &Match<'_>, fields: &[FieldText<'_>]) -> bool {
    let tokens = &fields[each.field].tokens;
    let start = each.span().start;
    let before = &tokens[start.saturating_sub(SERVES_WITHIN + 2)..start];
    let in_sentence = before.windows(2).filter(|words| words[0].sentence == tokens[start].sentence);
    let mut pairs = in_sentence.map(|words| [words[0].folded.as_str(), words[1].folded.as_str()]);
    let opens = tokens[start].sentence == tokens[0].sentence;
    fields[each.field].field == Field::Body && !opens && pairs.any(|pair| SERVES.contains(&pair))
}

/// Whether a match says of its topic that it is a programme, in its words or right before them: *ba chương trình MTQG*.
pub(super) fn is_said_to_be_one(each: &Match<'_>, fields: &[FieldText<'_>]) -> bool {
    let span = each.span();
    let tokens = &fields[each.field].tokens[span.start.saturating_sub(PROGRAMME.len())..span.end];
    tokens.windows(PROGRAMME.len()).any(|words| words.iter().zip(PROGRAMME).all(|(token, word)| token.folded == word))
        || tokens
            .iter()
            .filter_map(|token| token.expansion)
            .any(|words| words.starts_with(&PROGRAMME.map(str::to_owned)))
}

/// Whether a name is said once, late in a long body or as a purpose, and nothing else speaks for its topic.
pub(super) fn are_in_passing(strong: &[&Match<'_>], own: &[&Match<'_>], fields: &[FieldText<'_>]) -> bool {
    let mut sentences: Vec<_> = strong.iter().map(|each| each.sentence(fields)).collect();
    sentences.dedup();
    let ([(field, _)], Some(first)) = (sentences.as_slice(), strong.iter().map(|each| each.span().start).min()) else {
        return false;
    };
    let text = &fields[*field];
    let length = text.tokens.len();
    let late = text.field == Field::Body && length >= LONG_BODY && first * LATE.1 >= length * LATE.0;
    let company = own.iter().filter(|each| !strong.iter().any(|name| each.shares_words(name)));
    let served = || strong.iter().all(|each| is_served(each, fields));
    (late || served()) && company.map(|each| &each.rule.text).collect::<HashSet<_>>().len() < COMPANY
}
