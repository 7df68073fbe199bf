//! Real data, which is not part of this repository.

use std::fs;
use std::path::PathBuf;

/// The corpus' folder; none, and a word about it, where the environment names none.
pub fn corpus() -> Option<PathBuf> {
    let corpus = std::env::var_os("BANTIN_CORPUS").map(PathBuf::from);
    if corpus.is_none() {
        println!("skipped: BANTIN_CORPUS is not set");
    }
    corpus
}

/// A text file in a folder beside the corpus.
pub fn beside(path: &str) -> Option<String> {
    Some(fs::read_to_string(corpus()?.join("..").join(path)).unwrap())
}
