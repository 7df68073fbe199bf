//! Vietnamese text: the forms in which it is compared, tokens, abbreviations, names of provinces. Pure.

mod abbreviation;
mod fold;
mod place;
mod token;
mod words;

pub use fold::{fold, has_marks, nfc, unmarked};
pub use place::{Place, PlaceRule, Places, places};
pub use token::{Kind, Token, tokens};
pub use words::{Gap, Groups, Shape, Word, Words, mix, step, words};
