//! The daemon: a process of its own, as operators start it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::Result;
use crate::memory::Memory;

pub struct Daemon {
    pub address: SocketAddr,
    child: Child,
}

impl Daemon {
    /// Starts it in a folder that has its feeds.toml; its log goes there, too.
    pub fn start(folder: &Path) -> Result<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bantin"))
            .arg("run")
            .env("BANTIN_LISTEN", "127.0.0.1:0")
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(fs::File::create(folder.join("log"))?)
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("the daemon has no output")?).read_line(&mut line)?;
        let address = line.trim().trim_start_matches("bantin: http://").trim_end_matches('/').parse();
        Ok(Self { address: address.map_err(|_| format!("the daemon didn't start; it said {line:?}"))?, child })
    }

    pub fn memory(&self) -> Result<Memory> {
        Memory::of(&self.child.id().to_string())
    }

    /// Files that it has open, connections among them.
    pub fn files(&self) -> Result<usize> {
        Ok(fs::read_dir(format!("/proc/{}/fd", self.child.id()))?.count())
    }

    /// The passes that it has ended, in its own words.
    pub fn passes(folder: &Path) -> Result<Vec<String>> {
        let log = fs::read_to_string(folder.join("log"))?;
        Ok(log.lines().filter(|line| line.contains("pass done")).map(str::to_owned).collect())
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // It loses nothing by it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
