//! The ways to know an entry again: what must be the same, and what must not speak against it.

use super::forms::Forms;
use super::ladder::{Ladder, Rung};
use super::likeness::Agreement::{Other, Same, Unknown};
use super::likeness::{Compared, Likeness, TitleLikeness};
use super::reason::SameEntry;
use crate::news::is_distinctive;

/// A title of so many words is one item's; a shorter one ("Thông báo", "Tin vắn") is anybody's.
const WORDS_OF_ITS_OWN: usize = 4;

pub(super) struct Way {
    pub(super) why: SameEntry,
    /// The rung of the source's ladder that must bear, if this is one.
    pub(super) rung: Option<Rung>,
    /// Of several known entries with the same key the likest is meant. Otherwise none is.
    pub(super) among_several: bool,
    /// What must be the same; none where an entry doesn't say it.
    pub(super) key: fn(&Compared) -> Option<String>,
    pub(super) accepts: fn(&Pair<'_>) -> bool,
}

/// An entry of the document and a known one with a key in common that no other entry of the document has.
pub(super) struct Pair<'a> {
    pub(super) new: &'a Compared,
    pub(super) known: &'a Compared,
    pub(super) likeness: Likeness,
    /// The known one was in the source's last document; now something has taken its place.
    pub(super) was_listed: bool,
    /// Most of the document's entries are under guids and links that are not known.
    pub(super) all_replaced: bool,
    pub(super) ladder: &'a Ladder,
}

impl Way {
    const fn by(
        why: SameEntry,
        rung: Option<Rung>,
        key: fn(&Compared) -> Option<String>,
        accepts: fn(&Pair<'_>) -> bool,
    ) -> Self {
        let among_several = matches!(rung, Some(Rung::Guid | Rung::Link));
        Self { why, rung, among_several, key, accepts }
    }
}

/// From the strictest down; what one way settles, the next doesn't see.
pub(super) const WAYS: &[Way] = &[
    Way::by(SameEntry::SameGuid, Some(Rung::Guid), |one| Some(one.guid.as_ref()?.exact.clone()), same_guid),
    Way::by(SameEntry::SameGuidInAnotherForm, Some(Rung::Guid), |one| Some(one.guid.as_ref()?.same.clone()), same_guid),
    Way::by(SameEntry::SameLink, Some(Rung::Link), |one| Some(one.link.as_ref()?.same.clone()), same_link),
    Way::by(
        SameEntry::SameLinkAndDate,
        Some(Rung::LinkDate),
        |one| Some(format!("{} {}", one.date?, one.link.as_ref()?.same)),
        same_link_and_date,
    ),
    Way::by(
        SameEntry::SameLinkAndTitle,
        Some(Rung::LinkTitle),
        |one| Some(format!("{} {}", one.link.as_ref()?.same, one.title)),
        same_link_and_title,
    ),
    Way::by(SameEntry::GuidMovedHost, None, |one| one.guid.as_ref()?.elsewhere.clone(), moved),
    Way::by(SameEntry::LinkMovedHost, None, |one| one.link.as_ref()?.elsewhere.clone(), moved),
    Way::by(SameEntry::GuidWithAnotherQuery, None, |one| one.guid.as_ref()?.path.clone(), other_query),
    Way::by(SameEntry::LinkWithAnotherQuery, None, |one| one.link.as_ref()?.path.clone(), other_query),
    Way::by(SameEntry::SameTitleAndDate, None, |one| Some(format!("{} {}", one.date?, one.title)), same_title_and_date),
    Way::by(
        SameEntry::SameTitleAndText,
        None,
        |one| Some(format!("{} {}", one.text.map_or(0, |text| text.digest), one.title)),
        same_title_and_text,
    ),
    Way::by(SameEntry::SameTitle, None, |one| Some(one.title.clone()), same_title),
    Way::by(
        SameEntry::SameTextAndDate,
        None,
        |one| Some(format!("{} {}", one.date?, one.long_text()?.digest)),
        same_text_and_date,
    ),
    Way::by(SameEntry::SameText, None, |one| Some(one.long_text()?.digest.to_string()), same_text),
];

impl Pair<'_> {
    fn same_title(&self) -> bool {
        self.likeness.title == TitleLikeness::Same
    }

    /// At most edited.
    fn alike_title(&self) -> bool {
        matches!(self.likeness.title, TitleLikeness::Same | TitleLikeness::Alike)
    }

    fn other_number(&self) -> bool {
        self.likeness.title == TitleLikeness::OtherNumber
    }

    fn same_long_text(&self) -> bool {
        self.likeness.text == Same && self.new.long_text().is_some()
    }

    /// They have guids, which mean something in this source, and these differ.
    fn guid_replaced(&self) -> bool {
        self.likeness.guid == Other && self.ladder.bears(Rung::Guid)
    }

    /// No other item of the source would have it; nor does any where a whole document came back under other names.
    fn title_is_its_own(&self) -> bool {
        self.new.words() >= WORDS_OF_ITS_OWN || (self.all_replaced && self.was_listed)
    }
}

/// A guid is believed, unless it was given to something else: other in title, link, date and text, as far as these are
/// said. A publisher who corrects an entry leaves one of them; who numbers entries by their place in the document, or
/// starts counting anew, leaves none. Taking two entries for one would show other news under a link that readers have
/// kept; taking one for two shows it twice at worst.
fn same_guid(pair: &Pair<'_>) -> bool {
    let Likeness { date, text, .. } = pair.likeness;
    let other_number = pair.other_number();
    let distinctive = pair.new.guid.as_ref().is_some_and(Forms::is_distinctive);
    // That both lead to the front page, or both notices to their board, says nothing for them.
    let page = pair.new.link.as_ref().filter(|link| link.elsewhere.is_some());
    let link = match pair.likeness.link {
        Same if page.is_some_and(|page| !other_number || page.is_distinctive()) => Same,
        Same if distinctive => Unknown,
        Same => Other,
        link => link,
    };
    let same_date = date == Same && (!other_number || pair.new.has_time_of_day());
    let same_text = text == Same && !other_number;
    let keeps_something = pair.alike_title() || (other_number && distinctive) || link == Same || same_date || same_text;
    let is_other = link == Other || (date == Other && text == Other);
    keeps_something || !is_other
}

fn same_link(pair: &Pair<'_>) -> bool {
    let Some(link) = pair.new.link.as_ref().filter(|link| link.elsewhere.is_some()) else {
        // The front page is everybody's.
        return false;
    };
    let (date, distinctive) = (pair.likeness.date, link.is_distinctive());
    if pair.other_number() {
        let corrected = date == Same && pair.new.has_time_of_day();
        return distinctive && (corrected || !pair.guid_replaced());
    }
    !pair.guid_replaced() || distinctive || pair.alike_title() || date == Same || pair.same_long_text()
}

fn same_link_and_date(pair: &Pair<'_>) -> bool {
    let edited = !pair.guid_replaced() && !pair.other_number() && pair.new.has_time_of_day();
    pair.alike_title() || (pair.same_long_text() && !pair.other_number()) || edited
}

fn same_link_and_title(pair: &Pair<'_>) -> bool {
    let Likeness { date, text, .. } = pair.likeness;
    match (date, text) {
        (Same, _) | (_, Same) | (Unknown, Unknown) => true,
        (Unknown, Other) => !pair.guid_replaced(),
        (Other, _) => false,
    }
}

/// The same path and query on another host.
fn moved(pair: &Pair<'_>) -> bool {
    let Likeness { date, text, .. } = pair.likeness;
    let same_item = pair.same_title() && (date == Same || (text == Same && date != Other));
    same_item || says_the_same(pair)
}

/// The same path with another query: in `bai.aspx?id=12` the query is what counts, in `tin-78321.html?v=2` it is not.
fn other_query(pair: &Pair<'_>) -> bool {
    let distinctive = |one: &Compared| {
        let both = [&one.guid, &one.link].into_iter().flatten();
        both.filter_map(|forms| forms.path.as_deref()).any(is_distinctive)
    };
    let undoubted = pair.same_title() && pair.likeness.date != Other;
    says_the_same(pair) && (undoubted || (distinctive(pair.new) && distinctive(pair.known)))
}

/// A title or text of its own, and nothing that speaks against it.
fn says_the_same(pair: &Pair<'_>) -> bool {
    let Likeness { date, text, .. } = pair.likeness;
    if pair.same_title() {
        date == Same || pair.same_long_text() || (pair.title_is_its_own() && date != Other && text != Other)
    } else {
        !pair.other_number() && (date == Same || pair.same_long_text())
    }
}

fn same_title_and_date(pair: &Pair<'_>) -> bool {
    let anonymous = pair.likeness.guid == Unknown && pair.likeness.link == Unknown;
    pair.new.has_time_of_day()
        || pair.same_long_text()
        || (pair.title_is_its_own() && pair.likeness.text != Other)
        || anonymous
}

/// A notice that comes back ("Lịch tiếp công dân") has the title and often the text of the last, but another date. A
/// site that moves to another system may date everything anew, but then everything.
fn same_title_and_text(pair: &Pair<'_>) -> bool {
    let Likeness { date, text, .. } = pair.likeness;
    match text {
        Same if pair.same_long_text() => date != Other || (pair.was_listed && pair.all_replaced),
        Same => pair.title_is_its_own() && (date == Same || (date == Unknown && pair.was_listed)),
        Unknown => {
            let neither = pair.new.text.is_none() && pair.known.text.is_none();
            neither && date == Unknown && pair.was_listed && pair.title_is_its_own()
        }
        Other => false,
    }
}

fn same_title(pair: &Pair<'_>) -> bool {
    let anonymous = |one: &Compared| one.guid.is_none() && one.link.is_none();
    anonymous(pair.new)
        && anonymous(pair.known)
        && pair.likeness.date != Other
        && pair.was_listed
        && pair.title_is_its_own()
}

fn same_text_and_date(pair: &Pair<'_>) -> bool {
    !pair.other_number() && (pair.new.has_time_of_day() || pair.alike_title())
}

fn same_text(pair: &Pair<'_>) -> bool {
    !pair.other_number() && pair.likeness.date == Unknown && pair.was_listed
}
