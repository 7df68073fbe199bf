//! The processes of the benchmark: this program again, with a task.

use std::env;
use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

use crate::Result;
use crate::bantin::Stages;
use crate::usage::{Meter, Usage};
use crate::workload::Workload;
use crate::{bantin, bare, server};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Task {
    /// Serves the workload, which has no hosts yet, on so many.
    Serve { workload: Workload, hosts: usize },
    /// Makes passes.
    Pass { workload: Workload, concurrency: usize, who: Who, kind: Kind },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Who {
    Bare,
    /// Its database and published files are in the folder.
    Bantin {
        folder: PathBuf,
    },
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Kind {
    /// Everything is new.
    Cold,
    /// So many passes, a day after one another, in which nothing has changed.
    Unchanged { rounds: u32 },
}

/// What a process that made passes answers.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    pub passes: u32,
    /// Of all passes together.
    pub usage: Usage,
    /// Of all passes together; none for bare reqwest.
    pub stages: Stages,
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bare => "bare reqwest",
            Self::Bantin { .. } => "bantin",
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cold => write!(f, "a cold pass"),
            Self::Unchanged { rounds } => write!(f, "{rounds} passes without change"),
        }
    }
}

impl Task {
    /// The process that does this.
    pub fn command(&self) -> Result<Command> {
        let mut command = Command::new(env::current_exe()?);
        command.arg("--task").arg(serde_json::to_string(self)?);
        Ok(command)
    }

    /// Has a process make the passes, and waits for it.
    pub fn outcome(&self) -> Result<Outcome> {
        let output = self.command()?.stderr(Stdio::inherit()).output()?;
        if !output.status.success() {
            return Err(format!("the process that should make the passes ended with {}", output.status).into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    /// In the process itself: does it, and answers on standard output.
    pub fn run(self) -> Result<()> {
        match self {
            Self::Serve { workload, hosts } => Runtime::new()?.block_on(server::serve(workload, hosts)),
            Self::Pass { workload, concurrency, who, kind } => server::say(&pass(workload, concurrency, who, kind)?),
        }
    }
}

fn pass(workload: Workload, concurrency: usize, who: Who, kind: Kind) -> Result<Outcome> {
    let passes = match kind {
        Kind::Cold => 1,
        Kind::Unchanged { rounds } => rounds,
    };
    let workload = Arc::new(workload);
    let (usage, stages) = match who {
        Who::Bare => {
            // reqwest brings no cryptography of its own.
            let _ = rustls::crypto::ring::default_provider().install_default();
            let (usage, ()) = metered(async {
                match kind {
                    Kind::Cold => bare::cold(&workload, concurrency).await?,
                    Kind::Unchanged { rounds } => {
                        for _ in 0..rounds {
                            bare::unchanged(&workload, concurrency).await?;
                        }
                    }
                }
                Ok(())
            })?;
            (usage, Stages::new())
        }
        Who::Bantin { folder } => {
            let config = bantin::config(&workload, concurrency, &folder)?;
            metered(async {
                let mut stages = Stages::new();
                match kind {
                    Kind::Cold => bantin::cold(&workload, config, &mut stages).await?,
                    Kind::Unchanged { rounds } => {
                        for day in 1..=rounds {
                            bantin::unchanged(&workload, config.clone(), day, &mut stages).await?;
                        }
                    }
                }
                Ok(stages)
            })?
        }
    };
    Ok(Outcome { passes, usage, stages })
}

fn metered<T>(work: impl Future<Output = Result<T>>) -> Result<(Usage, T)> {
    let meter = Meter::start();
    let done = Runtime::new()?.block_on(work)?;
    Ok((meter.stop()?, done))
}
