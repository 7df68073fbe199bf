//! What is grouped: articles as `bantin lab group` and lab/copies/pace.py read them, a JSON object a line.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use flate2::read::GzDecoder;
use serde::{Deserialize, Deserializer, Serialize};

use crate::Result;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    #[serde(deserialize_with = "text")]
    pub id: String,
    #[serde(default)]
    pub source: String,
    pub title: String,
    #[serde(default)]
    pub summary: String,
    /// A paragraph a line.
    pub body: String,
    /// Seconds since 1970, when it came out and was seen.
    #[serde(default)]
    pub ts: i64,
}

/// Ids are numbers in some files.
fn text<'de, D: Deserializer<'de>>(value: D) -> Result<String, D::Error> {
    let value = serde_json::Value::deserialize(value)?;
    Ok(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

pub fn write(path: &Path, items: &[Item]) -> Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for item in items {
        serde_json::to_writer(&mut file, item)?;
        writeln!(file)?;
    }
    Ok(file.flush()?)
}

/// The articles of a file, in gzip when its name says so.
pub fn read(path: &Path) -> Result<Vec<Item>> {
    let file = File::open(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let is_gzip = path.extension().is_some_and(|extension| extension == "gz");
    let bytes: Box<dyn Read> = if is_gzip { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    BufReader::new(bytes).lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}
