//! What decides whether an article is about the event of a story. Measured on 5,312 articles, 312 of them in 99 stories
//! that were grouped by hand and the others any news of the same month, as B³ F1 and pair F1: .950/.919 behind the recognition
//! of copies. What single thresholds do was measured before what keeps one subject's news apart, with
//! .957/.929 in all; there the module alone had .950/.918, and with the others at other times .954/.929, .949/.918 and .954/.918.

use jiff::SignedDuration;

/// Terms of an article that are kept: the strongest of its lead and body, and of its title. With 128 and 200
/// terms within .005.
pub(super) const BODY_TERMS: usize = 96;
pub(super) const TITLE_TERMS: usize = 24;
/// An article of fewer is about no event that could be known: a bare title, *Thông báo số 7*.
pub(super) const FEWEST_TERMS: usize = 30;
/// Share of the title in the similarity. With .15, .2, .3 within .005; with 0 or .5 .01 and .02 less.
pub(super) const TITLE_SHARE: f32 = 0.25;

/// Terms of a story's centre that articles are compared with.
pub(super) const CENTRE_TERMS: usize = BODY_TERMS + TITLE_TERMS;
/// Of the sum of its articles that are kept, so that a term that all later ones have can still rise into the centre.
pub(super) const SUM_TERMS: usize = 256;

/// Articles that are taken to have been seen before the first, so that the frequencies of a new store are no chance.
/// Without .943/.918.
pub(super) const SEEN_BEFORE: f32 = 500.0;
/// A term that is in fewer than one of so many articles weighs no more than one that is: else similarities would shrink
/// as a store grows. With 7,468 articles counted beforehand .961/.934 so, .947/.913 without, at one threshold.
pub(super) const RAREST: f32 = 2000.0;

/// Similarity from which an article is about a story's event, after all that weighs against it. .10 to .12 are within
/// .005 on B³; halves of the stories are best there, too. .08 and .14 cost .015 and .02.
pub(super) const SAME_EVENT: f32 = 0.11;

/// What news of one subject has in common is no event: an article of a programme is like all open stories about it. So the
/// third most similar story must be no more than this share of the most similar, and titles must have something in common
/// ([`TITLES_MEET`], of [`TITLE_SHARE`] at the most) unless there is hardly a second ([`ALONE`], a share as well).
/// On 212 articles that were written one by one about the programmes and what surrounds them, 224 pairs were in one story
/// without this, and 19 are with it; on the labelled stories it costs .01 on both measures. .4 to .5, .005 to .0075 and .1 to
/// .15 are within .01.
pub(super) const CROWDED: f32 = 0.4;
pub(super) const TITLES_MEET: f32 = 0.005;
pub(super) const ALONE: f32 = 0.1;
/// Stories that must be open for an article to be alone with one of them: among a few, nothing stands out.
pub(super) const MANY_OPEN: usize = 50;
/// Of the similarity, the share that titles may make up: "Thông báo" is above many a text. Of 298 pairs with titles that
/// are alike, 98 % have less.
pub(super) const TITLES_MOST: f32 = 0.65;

/// Hours from a story's nearest article at which similarity counts a factor of e^-½ less. 48 to 120 are within .005.
pub(super) const NEAR_HOURS: f64 = 72.0;
/// The same from its first article. Without it, what is printed every day runs on for weeks: stories of 35, 24 and 23
/// articles instead of 8, .937/.905 in all. 48 to 96 are within .005.
pub(super) const YOUNG_HOURS: f64 = 60.0;
/// How long without an article a story stays open, and how long at most: by then the factors above are below .42 and .02.
pub(super) const SILENCE: SignedDuration = SignedDuration::from_hours(96);
pub const LONGEST: SignedDuration = SignedDuration::from_hours(168);

/// What similarity is multiplied by where title and lead name other days than all of the story's articles: .008 better
/// than 1 on B³; and other provinces, or other numbers of documents and programmes.
pub(super) const OTHER_DAYS: f32 = 0.7;
pub(super) const OTHER_PLACES: f32 = 0.5;
/// And where the titles do as well: one programme in two provinces is two events, however alike the reports.
pub(super) const OTHER_PLACES_IN_TITLES: f32 = 0.3;
pub(super) const OTHER_NUMBERS: f32 = 0.5;

/// Two stories become one where an article fits both so well, and their centres each other.
pub(super) const FITS_BOTH: f32 = 0.2;
pub(super) const CENTRES_FIT: f32 = 0.25;

/// Characters from which a body is an article's text, and not a feed's summary or a caption.
pub const WHOLE_TEXT: u32 = 600;
