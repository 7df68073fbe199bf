//! Which provinces articles are about.

mod aside;
mod case;
mod home;
mod mention;
mod names;
mod unmarked;

use std::ops::Range;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use self::mention::{How, Mention, mentions, named};
use super::fields::{FieldText, Tokenised};
use super::{Evidence, Field};
use crate::text::{Place, PlaceRule, Unit};

/// An article is about a province, because of this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceHit {
    /// The province's name as the press wrote it, in its standard spelling; possibly one of the 63 of before July 2025.
    pub place: String,
    /// The unit of today that it belongs to.
    pub today: String,
    pub evidence: Vec<Evidence>,
}

/// Mentions in the body that make an article be about a province that neither title nor lead names, though they name
/// another.
const OFTEN: usize = 3;

/// Tokens up to which a body is so short that one mention in it is enough.
const SHORT_BODY: usize = 150;

/// Mentions kept as evidence.
const EVIDENCE: usize = 5;

/// All that an article says of a province.
struct Said {
    place: &'static Place,
    mentions: Vec<Mention>,
    title: usize,
    lead: usize,
    body: usize,
    /// Whether a paper says of its own province that it is about that: *trên địa bàn tỉnh*.
    home: bool,
}

impl PlaceHit {
    /// The places an article is about, most important first: those of the title, then of the lead, then of the body, by how
    /// often they are named. A place that is merely named somewhere, when title or lead name another, is none of them. A
    /// provincial paper's own province is one where it says *tỉnh* and no other is meant, and not because it is the paper's.
    pub fn judge(article: &Tokenised<'_>) -> Vec<Self> {
        let fields = article.fields.all();
        let mut said: Vec<Said> = Vec::new();
        for (index, text) in fields.iter().enumerate() {
            for mention in mentions(index, text, fields, article.home) {
                let known = said.iter().position(|said| said.place == mention.place);
                let at = known.unwrap_or_else(|| {
                    said.push(Said {
                        place: mention.place,
                        mentions: Vec::new(),
                        title: 0,
                        lead: 0,
                        body: 0,
                        home: false,
                    });
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

impl PlaceHit {
    /// The units that it stands for in a story of `published`: today's, and the former one where that has ceased to be.
    pub fn units(&self, published: Timestamp) -> impl Iterator<Item = &'static Unit> {
        Unit::named(&self.place, published)
    }
}

/// The tokens of each province that a field names, in order.
pub(super) fn provinces(text: &FieldText<'_>, fields: &[FieldText<'_>]) -> Vec<(Range<usize>, &'static Place)> {
    named(0, text, fields).into_iter().map(|mention| (mention.found.span(), mention.place)).collect()
}

impl Said {
    fn add(&mut self, mention: Mention, field: Field) {
        match field {
            Field::Title => self.title += 1,
            Field::Lead => self.lead += 1,
            Field::Body => self.body += 1,
        }
        self.home |= mention.how == How::Home;
        self.mentions.push(mention);
    }

    fn hit(&self, fields: &[FieldText<'_>]) -> PlaceHit {
        let evidence = self.mentions.iter().take(EVIDENCE).map(|mention| {
            let rule = match mention.how {
                How::ByName => format!("place: {}", self.place.name),
                How::Home | How::Office => format!("the source's own place: {}", self.place.name),
            };
            fields[mention.field].evidence(&mention.found.span(), rule, None)
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
            ((said.body >= 2 || said.home) && 2 * said.body >= most) || (only && is_short)
        }
    };
    said.into_iter().filter(|said| is_about(said)).collect()
}
