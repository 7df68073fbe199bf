//! The sample press: fictional papers on loopback, for the demo and the end-to-end tests.
//!
//! The papers are in the repository's folder `press/`, whose README says what each of them shows. They are printed in
//! two editions and served by [`Press`], which keeps a log of what it was asked.

mod answer;
mod paper;
mod press;
mod print;
mod template;
mod windows1258;

pub use paper::ContentError;
pub use press::{Hook, Press, Request};
