//! When a selector is called lost.

use proptest::prelude::*;

use super::*;

/// Newest first: `+` for a page on which it matched.
fn standing(pages: &str) -> Standing {
    Standing::of(pages.chars().map(|page| page == '+'))
}

#[test]
fn a_selector_that_matched_every_page_is_lost_after_three_without_a_match() {
    assert_eq!(standing("--++++++++++"), Standing::Well);
    assert_eq!(standing("---++++++++++"), Standing::Lost { misses: 3, matched: 10, of: 10 });
    assert!(!standing("----------------------------------------++++++++++").is_well());
}

#[test]
fn a_selector_that_matches_now_and_then_is_lost_later() {
    assert_eq!(standing("---+-+-+-+-+-+-+-+-+"), Standing::Well);
    assert_eq!(standing("-------+-+-+-+-+-+-+-+-+"), Standing::Well);
    assert_eq!(standing("------------+-+-+-+-+-+-+-+-+"), Standing::Lost { misses: 12, matched: 9, of: 17 });
    assert_eq!(standing("---------++"), Standing::Lost { misses: 9, matched: 2, of: 2 });
}

#[test]
fn a_selector_that_never_matched_is_wrong_after_ten_pages() {
    assert_eq!(standing("---------"), Standing::Well);
    assert_eq!(standing("----------"), Standing::NeverMatched { pages: 10 });
    assert_eq!(standing(""), Standing::Well);
}

proptest! {
    #[test]
    fn the_newest_match_makes_it_well(pages in prop::collection::vec(any::<bool>(), 0..50)) {
        prop_assert!(Standing::of(std::iter::once(true).chain(pages)).is_well());
    }

    #[test]
    fn one_more_miss_never_makes_it_well(pages in prop::collection::vec(any::<bool>(), 0..50)) {
        let more = std::iter::once(false).chain(pages.clone());
        prop_assert!(Standing::of(pages).is_well() || !Standing::of(more).is_well());
    }
}
