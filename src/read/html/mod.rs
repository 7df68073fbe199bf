//! HTML as all readers of it need it: bounded, parsed, made plain or tidy.

pub(super) mod bounds;
pub(super) mod image;
pub(super) mod naming;
pub(super) mod plain;
pub(super) mod selectors;
mod tags;
pub(super) mod tidy;
pub(super) mod tree;
