//! What decides between a copy, a series and neither. Measured on 7,468 labelled articles (934 texts, 1,619 variants of
//! them that are copies, 534 that are not, the rest other news) and 113 real pairs judged by hand. What a tenth more or
//! less would do was measured on a prototype of the same rules.

/// Words that make a shingle.
pub(super) const SHINGLE: usize = 4;

/// A text of fewer words is nobody's: "Nội dung đang được cập nhật".
pub(super) const FEWEST_WORDS: usize = 8;

/// A text of fewer shingles proves nothing without its title: a caption, a line that several items begin with.
pub(super) const FEW_SHINGLES: usize = 20;

/// Keys from the whole text and from its beginning: those of the smallest hashes. With 4 of each no copy less is found
/// than with all pairs compared, with 5 there is room for other texts than the measured.
pub(super) const KEYS: usize = 5;
/// Words that are the beginning, from which a cut text has its keys.
pub(super) const BEGINNING: usize = 80;
/// A title of fewer words is no key: "Tin vắn".
pub(super) const TITLE_WORDS: usize = 4;

/// Values of a sketch. The Jaccard index is estimated within .07, which is enough to leave out what is far from it.
pub(super) const SKETCH: usize = 48;
/// Of the shorter text's values, the share that the longer text's sketch must have for the texts to be compared.
pub(super) const LIKELY: f32 = 0.35;
/// Values by which the estimate may fall short of that, since few are compared where the texts' lengths are far apart.
pub(super) const LIKELY_SLACK: f32 = 2.0;

/// Jaccard index from which two texts are copies. A tenth less or more: an ARI of .996 or .995 in place of .996.
pub(super) const COPY_JACCARD: f32 = 0.45;
/// Containment from which one is a part of the other. From .63 to .77 the ARI falls from .999 to .985, at a pair precision of
/// .999 throughout.
pub(super) const COPY_CONTAINMENT: f32 = 0.65;
/// Share of the shorter title's words in the longer, and of the lede's shingles in the other text's beginning, one of
/// which must agree where only containment speaks for a copy: a menu has many recipes.
pub(super) const TITLE_AGREES: f32 = 0.8;
pub(super) const LEDE_AGREES: f32 = 0.6;
/// And where the Jaccard index does: texts that share only what stands below them agree in neither.
pub(super) const TITLE_RELATED: f32 = 0.6;
pub(super) const LEDE_RELATED: f32 = 0.2;
/// Unless they share more shingles than a notice below a text has (of the 200 texts with one notice, 117 at the most).
pub(super) const BEYOND_NOTICES: usize = 150;
/// Jaccard index with a copy from which its original is this text's as well, when they are not alike themselves. Without
/// any such, 2 of 32 real copies are lost.
pub(super) const COPY_OF_COPY: f32 = 0.6;

/// Words that are the lede, and those among which the other text must have it.
pub(super) const LEDE: usize = 24;
pub(super) const OPENING: usize = 120;
/// A lead of fewer words is no lede.
pub(super) const LEAD_WORDS: usize = 8;

/// Numbers that differ in the same words, up to which a text is an updated copy: a toll, a time.
pub(super) const UPDATED_NUMBERS: u32 = 2;
/// Of more, the share of those compared that must agree. Made from one template: at most .33; copies: at least .8.
pub(super) const NUMBERS_AGREE: f32 = 0.75;
/// The same for names. Copies of one text: at least .8 where three or more differ, and three differ in 1 of 150.
pub(super) const NAMES_AGREE: f32 = 0.8;
/// Lengths as near as this, and more numbers or more dates that differ than agree: nothing but they is new. An update is
/// longer.
pub(super) const SAME_LENGTH: f32 = 0.9;
/// Of two titles' words, the share in common, numbers and names aside, from which they are one form filled in twice.
pub(super) const TITLE_FORM: f32 = 0.5;
/// Names that differ in titles of one form tell two texts apart where more than so many names differ in all, and fewer agree
/// than this: "Lukaku" in one title and "Romelu Lukaku" in the other is one man. Matches of one round: .73 and .84.
pub(super) const TITLE_NAMES: u32 = 1;
pub(super) const TITLE_NAMES_AGREE: f32 = 0.9;
/// Containment from which what differs so is a series and not just other news.
pub(super) const SERIES_CONTAINMENT: f32 = 0.5;
