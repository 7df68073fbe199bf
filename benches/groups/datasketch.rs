//! What sets the pace: Python datasketch's `MinHash` LSH, by lab/copies/pace.py.

use std::path::Path;
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::report::float;

/// Its processor time for the articles of a file, in seconds.
#[derive(Debug, Serialize, Deserialize)]
pub struct Pace {
    pub articles: u64,
    /// From texts to distinct runs of words.
    pub shingling: f64,
    pub sketching: f64,
    /// Asking the index, and adding to it.
    pub looking: f64,
    /// So many had others like them.
    pub found: u64,
    pub version: String,
}

impl Pace {
    /// Articles a second.
    pub fn rate(&self) -> f64 {
        float(self.articles) / (self.shingling + self.sketching + self.looking)
    }
}

/// Has `python`, which has what lab/copies/requirements.txt says, go through the articles.
pub fn pace(python: &str, articles: &Path) -> Result<Pace> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("lab/copies/pace.py");
    let output = Command::new(python).arg(script).arg(articles).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("cannot start {python}: {error}"))?;
    if !output.status.success() {
        return Err(format!("lab/copies/pace.py ended with {}; see lab/copies/README.md", output.status).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
