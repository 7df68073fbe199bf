//! Files of JSON objects, a line each, and what is said of each.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;

/// Prints what `look` says of each object in the file, a line each.
pub(super) fn each_line<T: DeserializeOwned>(
    path: &Path,
    mut look: impl FnMut(T) -> Result<Value, String>,
) -> Result<(), String> {
    let text = text_of(path)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let unwritten = |error: io::Error| format!("cannot print: {error}; is the pipe closed?");
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let object: T = serde_json::from_str(line).map_err(|error| bad(path, &error))?;
        writeln!(out, "{}", look(object)?).map_err(unwritten)?;
    }
    out.flush().map_err(unwritten)
}

pub(super) fn text_of(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}; name a readable file", path.display()))
}

pub(super) fn bad(path: &Path, error: &serde_json::Error) -> String {
    format!("{} is not what it should be: {error}; see bantin lab --help", path.display())
}
