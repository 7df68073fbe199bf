//! Others who use the database beside the passes: as `bantin join` writes one row, and as `bantin explain` reads.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use serde::Serialize;

use crate::{Result, Spread};

/// Between two tries: each is met by another instant of a pass.
const PAUSE: Duration = Duration::from_millis(7);
/// Longer than any wait that is measured.
const PATIENCE: Duration = Duration::from_mins(2);

/// Milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Waits {
    /// Until a transaction that writes could begin.
    pub writing: Spread,
    /// Until a row of the newest story was read.
    pub reading: Spread,
}

pub struct Neighbours {
    is_over: Arc<AtomicBool>,
    writing: JoinHandle<Result<Vec<f64>>>,
    reading: JoinHandle<Result<Vec<f64>>>,
}

impl Neighbours {
    pub fn begin(database: &Path) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let write = |connection: &mut Connection| -> Result<()> {
            Ok(connection.transaction_with_behavior(TransactionBehavior::Immediate)?.rollback()?)
        };
        let read = |connection: &mut Connection| -> Result<()> {
            let sql = "SELECT story.id, content FROM story JOIN article ON article.id = representative
                       ORDER BY story.published DESC LIMIT 1";
            connection.query_row(sql, [], |row| row.get::<_, String>(1))?;
            Ok(())
        };
        Self { writing: spawn(database, &is_over, write), reading: spawn(database, &is_over, read), is_over }
    }

    pub fn end(self) -> Result<Waits> {
        self.is_over.store(true, Ordering::Relaxed);
        let waited = |thread: JoinHandle<Result<Vec<f64>>>| -> Result<Spread> {
            Ok(Spread::of(thread.join().map_err(|_| "a neighbour panicked")??))
        };
        Ok(Waits { writing: waited(self.writing)?, reading: waited(self.reading)? })
    }
}

fn spawn(
    database: &Path,
    is_over: &Arc<AtomicBool>,
    act: impl Fn(&mut Connection) -> Result<()> + Send + 'static,
) -> JoinHandle<Result<Vec<f64>>> {
    let (database, is_over): (PathBuf, _) = (database.to_owned(), Arc::clone(is_over));
    thread::spawn(move || {
        let mut connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.busy_timeout(PATIENCE)?;
        let mut waited = Vec::new();
        while !is_over.load(Ordering::Relaxed) {
            let begun = Instant::now();
            act(&mut connection)?;
            waited.push(begun.elapsed().as_secs_f64() * 1e3);
            thread::sleep(PAUSE);
        }
        Ok(waited)
    })
}
