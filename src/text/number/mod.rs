//! Numbers as Vietnamese texts print them, and the money, shares and counts that they measure.

mod count;
mod decimal;
mod money;
mod nearness;
mod numeral;
mod quantity;
mod sum;

pub use decimal::Decimal;
pub use nearness::Nearness;
pub use numeral::{Numeral, numeral};
pub use quantity::{Amount, Measure, Quantity, quantities};
