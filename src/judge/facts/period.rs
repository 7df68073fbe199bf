//! The time that a figure is for.

use std::fmt;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// Days, the last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    Year(i16),
    Between(Date, Date),
    /// From a beginning that isn't said.
    Until(Date),
}

/// As an ISO 8601 interval, `..` being an open beginning; a whole year is just its number.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Between(from, to) => write!(f, "{from}/{to}"),
            Self::Until(to) => write!(f, "../{to}"),
        }
    }
}

impl Period {
    /// The last day.
    pub fn end(self) -> Date {
        match self {
            Self::Year(year) => date(year, 12, 31),
            Self::Between(_, to) | Self::Until(to) => to,
        }
    }

    /// Whether it spans more than one calendar year.
    pub fn is_of_years(self) -> bool {
        matches!(self, Self::Between(from, to) if from.year() != to.year())
    }

    /// What is summed up until its end.
    pub(super) fn until_its_end(self) -> Self {
        match self {
            Self::Year(year) => Self::Until(date(year, 12, 31)),
            Self::Between(_, to) | Self::Until(to) => Self::Until(to),
        }
    }
}
