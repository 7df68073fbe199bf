//! Whether articles at different addresses may be known by one of these, because a page names it as its own
//! (`rel=canonical`). What a single page can tell of that, `read` has looked at; whether a site names one address on all
//! its pages, only the texts show that came under it.

use super::copies::{Form, Likeness, compare};

/// Only copies may: other texts under one address are a mistake of the site's, and too few words prove nothing. That a
/// canonical address is said is so no reason to merge what would be kept apart without it; it finds copies at any distance
/// in time, and among any number of others.
pub fn may_share_an_address(one: Option<&Form>, other: Option<&Form>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    matches!(compare(one, other), Some(Likeness::Copy { .. }))
}
