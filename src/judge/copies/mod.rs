//! Near copies: texts with edits, cut or extended, in another order or under another title; and series, which only look
//! like copies: texts that are made from one template.
//!
//! A text is looked for by few keys and a sketch ([`Print`]); what is found is compared in full ([`compare`]).

mod capitals;
mod choice;
mod compare;
mod form;
mod nearness;
mod print;
mod slots;
mod thresholds;

pub use choice::{Alike, through_copy};
pub use compare::{Likeness, compare};
pub use form::Form;
pub use nearness::{Apart, Nearness};
pub use print::{KEY_BITS, Print, Sketch};

/// How many values two sorted lists share, each as often as both have it.
fn common<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(in_a), Some(in_b)) = (a.get(i), b.get(j)) {
        let order = in_a.cmp(in_b);
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
        common += usize::from(order.is_eq());
    }
    common
}

/// Of counts, which are far below the 2²⁴ that a float has all of.
#[expect(clippy::cast_precision_loss, reason = "counts of words")]
fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}
