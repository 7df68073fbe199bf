use std::fmt;

use serde::{Deserialize, Serialize};

/// A number that is not negative, exactly as printed: 28,40 keeps both of its decimals, which say how it was rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Decimal {
    digits: u64,
    /// How many of the digits stand behind the decimal point; at most [`Decimal::PLACES`].
    places: u8,
}

impl Decimal {
    /// More decimals than any text prints of money or shares.
    pub const PLACES: u8 = 9;

    pub const fn whole(value: u64) -> Self {
        Self { digits: value, places: 0 }
    }

    /// Of digits before and behind the decimal point; none for what doesn't fit.
    pub fn of_digits(whole: &str, behind: &str) -> Option<Self> {
        let places = u8::try_from(behind.len()).ok().filter(|places| *places <= Self::PLACES)?;
        Some(Self { digits: format!("{whole}{behind}").parse().ok()?, places })
    }

    /// The product, in whole numbers; none where it is none or too large.
    pub fn times(self, factor: u64) -> Option<u64> {
        let product = u128::from(self.digits) * u128::from(factor);
        let divisor = 10_u128.pow(u32::from(self.places));
        (product % divisor == 0).then(|| u64::try_from(product / divisor).ok())?
    }

    pub fn as_f64(self) -> f64 {
        // Exact up to 2^53, which no share or count comes near.
        #[expect(clippy::cast_precision_loss, reason = "shares and counts are far below 2^53")]
        let digits = self.digits as f64;
        digits / 10_f64.powi(i32::from(self.places))
    }

    /// One in the last place that is printed.
    pub fn last_place(self) -> f64 {
        10_f64.powi(-i32::from(self.places))
    }

    /// Decimals printed.
    pub fn places(self) -> u8 {
        self.places
    }
}

/// In the Vietnamese way: `.` between thousands, `,` before decimals.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let divisor = 10_u64.pow(u32::from(self.places));
        let whole = (self.digits / divisor).to_string();
        for (at, digit) in whole.char_indices() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                f.write_str(".")?;
            }
            write!(f, "{digit}")?;
        }
        if self.places > 0 {
            write!(f, ",{:0width$}", self.digits % divisor, width = usize::from(self.places))?;
        }
        Ok(())
    }
}
