//! `bantin backup`, `bantin restore` and `bantin vacuum`.

use std::path::Path;

use jiff::Timestamp;
use thiserror::Error;

use super::OpenError;
use crate::config::Config;
use crate::store::{self, BackedUp, CopyError, Lock, LockError, Restored, Size, Store, StoreError};

#[derive(Debug, Error)]
pub enum RestoreError {
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error(transparent)]
    Copy(#[from] CopyError),
}

/// Writes the database as it is now to `target`, beside a pass that may be running.
///
/// # Errors
/// See [`store::back_up`].
pub fn back_up(config: &Config, target: &Path, overwrite: bool, now: Timestamp) -> Result<BackedUp, CopyError> {
    store::back_up(&config.store.database, target, overwrite, now)
}

/// Has a backup be the database; not beside a pass.
///
/// # Errors
/// When another process holds the lock; see [`store::restore`].
pub fn restore(config: &Config, from: &Path, now: Timestamp) -> Result<Restored, RestoreError> {
    let lock = Lock::take(&config.store.database)?;
    Ok(store::restore(from, &config.store.database, &lock, now)?)
}

/// Gives back what the database no longer needs; not beside a pass. Returns its size before and after.
///
/// # Errors
/// When another process holds the lock, there is no database or not enough room, or the database fails.
pub fn vacuum(config: &Config) -> Result<[Size; 2], OpenError> {
    let database = &config.store.database;
    let _lock = Lock::take(database)?;
    if !database.exists() {
        return Err(StoreError::Missing(database.clone()).into());
    }
    let mut store = Store::open(database)?;
    let before = store.size()?;
    store.vacuum()?;
    Ok([before, store.size()?])
}
