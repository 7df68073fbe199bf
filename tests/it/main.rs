//! The integration tests: one binary, a file per behaviour.

#![expect(clippy::unwrap_used, reason = "helpers say what they expect by unwrapping, as tests do")]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]
#![expect(clippy::format_collect, clippy::format_push_string, reason = "in a test, plain beats fast")]

mod broken_feeds;
mod corpus;
mod corpus_feeds;
mod dates;
mod feeds;
mod listing;
mod pages;
mod sanitise;
mod seed;
mod text;
