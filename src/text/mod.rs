//! Vietnamese text: the forms in which it is compared, tokens, abbreviations, names of provinces, numbers and money. Pure.

mod abbreviation;
mod fold;
mod number;
mod place;
mod short_unit;
mod token;
mod unit;
mod words;

pub use abbreviation::abbreviated;
pub use fold::{fold, has_marks, nfc, unmarked};
pub use number::{Amount, Decimal, Measure, Nearness, Numeral, Quantity, numeral, quantities};
pub use place::{Place, PlaceRule, Places, places};
pub use short_unit::{HONORIFICS, short_unit};
pub use token::{Kind, Token, tokens};
pub use unit::{Era, Unit};
pub use words::{Gap, Groups, Shape, Word, Words, mix, step, words};
