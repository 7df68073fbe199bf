//! The processes of the benchmark: this program again, with a task.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

use crate::workload::Workload;
use crate::{Result, memory, server};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Task {
    /// Serves the workload, which has no hosts yet, on so many.
    Serve { workload: Workload, hosts: usize },
    /// Makes so many passes, one after the other, and answers with the memory after each.
    Passes { workload: Workload, passes: u32, folder: PathBuf },
}

impl Task {
    /// The process that does this.
    pub fn command(&self) -> Result<Command> {
        let mut command = Command::new(env::current_exe()?);
        command.arg("--task").arg(serde_json::to_string(self)?);
        Ok(command)
    }

    /// In the process itself: does it, and answers on standard output.
    pub fn run(self) -> Result<()> {
        match self {
            Self::Serve { workload, hosts } => Runtime::new()?.block_on(server::serve(workload, hosts)),
            Self::Passes { workload, passes, folder } => server::say(&memory::passes(&workload, passes, &folder)?),
        }
    }
}
