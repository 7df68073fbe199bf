//! bantin polls news sources, reads their articles' pages, removes duplicates, groups what is left into stories and
//! topics, and republishes it as combined feeds and a small web site.
//!
//! The folders are the verbs of one sentence. Data moves along them once, from left to right, and never back:
//!
//! ```text
//! fetch → read → judge → store → render → publish
//! ```
//!
//! `pipeline` is the only place where the stages meet; `news` holds the words they share; `text` knows Vietnamese.
//! ARCHITECTURE.md has the map, the invariants and the reasons.

pub mod cli;
pub mod config;
pub mod demo;
pub mod fetch;
pub mod judge;
pub mod news;
pub mod pipeline;
pub mod publish;
pub mod read;
pub mod render;
pub mod search;
pub mod store;
pub mod text;
