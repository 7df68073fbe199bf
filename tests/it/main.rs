//! The integration tests: one binary, a file per behaviour.

#![expect(clippy::unwrap_used, reason = "helpers say what they expect by unwrapping, as tests do")]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]
#![expect(clippy::format_collect, clippy::format_push_string, reason = "in a test, plain beats fast")]

mod address_guard;
mod article_pages;
mod blocks;
mod broken_feeds;
mod commands;
mod config;
mod corpus;
mod corpus_feeds;
mod corpus_gofeed;
mod corpus_metadata;
mod crashes;
mod cuts;
mod daemon;
mod dates;
mod desk;
mod dialects;
mod discovery;
mod documents;
mod duplicates;
mod encodings;
mod excerpts;
mod feeds;
mod fetching;
mod guessed_listings;
mod hostile_pages;
mod hub;
mod identity;
mod judging;
mod listing;
mod listing_pages;
mod manners;
mod merging;
mod metadata;
mod moves;
mod newsroom;
mod page_health;
mod pages;
mod partial_pages;
mod passes;
mod places;
mod polling;
mod press;
mod preview;
mod promises;
mod published_feeds;
mod recurring;
mod sanitise;
mod scripted;
mod seed;
mod server;
mod site;
mod sitemaps;
mod static_files;
mod store;
mod substitutes;
mod testbed;
mod text;
mod tidy;
mod tls;
mod topics;
mod walls;
mod websub;
