//! Files of JSON objects, a line each, and what is said of each.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Prints what `look` says of each object in the file, a line each.
pub(super) fn each_line<T: DeserializeOwned>(
    path: &Path,
    mut look: impl FnMut(T) -> Result<Value, String>,
) -> Result<(), String> {
    print(objects(path)?.map(|object| look(object?)))
}

/// The objects in the file, which may be gzip's, read as they are asked for.
pub(super) fn objects<T: DeserializeOwned>(path: &Path) -> Result<impl Iterator<Item = Result<T, String>>, String> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let is_packed = path.extension().is_some_and(|extension| extension == "gz");
    let lines: Box<dyn BufRead> =
        if is_packed { Box::new(BufReader::new(MultiGzDecoder::new(file))) } else { Box::new(BufReader::new(file)) };
    Ok(lines.lines().filter(|line| line.as_ref().map_or(true, |line| !line.trim().is_empty())).map(|line| {
        let line = line.map_err(|error| unreadable(path, &error))?;
        serde_json::from_str(&line).map_err(|error| bad(path, &error))
    }))
}

/// Prints values, a line each, up to the first error.
pub(super) fn print(values: impl Iterator<Item = Result<Value, String>>) -> Result<(), String> {
    let mut out = BufWriter::new(io::stdout().lock());
    let unwritten = |error: io::Error| format!("cannot print: {error}; is the pipe closed?");
    for value in values {
        writeln!(out, "{}", value?).map_err(unwritten)?;
    }
    out.flush().map_err(unwritten)
}

pub(super) fn text_of(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &io::Error) -> String {
    format!("cannot read {}: {error}; name a readable file", path.display())
}

pub(super) fn bad(path: &Path, error: &serde_json::Error) -> String {
    format!("{} is not what it should be: {error}; see bantin lab --help", path.display())
}
