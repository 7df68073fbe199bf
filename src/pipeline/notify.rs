//! What the daemon tells systemd, by the protocol of `sd_notify(3)`: datagrams of `KEY=value` lines to the socket that
//! `NOTIFY_SOCKET` names.

use std::env;
use std::io;
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};
use tracing::warn;

/// A beat is sent so many times within the time after which systemd takes the daemon for dead.
const BEATS: u32 = 4;
/// Without a watchdog, a reload is said to go on as often as this.
const BETWEEN_EXTENSIONS: Duration = Duration::from_secs(5);
/// Before the next word about a reload that goes on, systemd is to wait so long for it.
const EXTENSION: Duration = Duration::from_mins(1);
/// A supervisor that doesn't take what it is told holds up nobody for long.
const PATIENCE: Duration = Duration::from_secs(1);

/// Who started the daemon and wants to know how it is. Clones share it; there may be none.
#[derive(Clone, Default)]
pub struct Supervisor {
    shared: Option<Arc<Shared>>,
}

struct Shared {
    socket: UnixDatagram,
    address: SocketAddr,
    watchdog: Option<Duration>,
    /// When it was last told that the daemon lives.
    told: Mutex<Option<Instant>>,
    is_reloading: AtomicBool,
}

impl Supervisor {
    /// Nobody.
    pub fn none() -> Self {
        Self::default()
    }

    /// As `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` say. One that can't be reached is warned of, and is none.
    pub fn from_environment() -> Self {
        let Some(name) = env::var_os("NOTIFY_SOCKET").filter(|name| !name.is_empty()) else { return Self::none() };
        match connect(name.as_bytes()) {
            Ok((socket, address)) => {
                let (watchdog, told) = (watchdog(), Mutex::default());
                let shared = Shared { socket, address, watchdog, told, is_reloading: AtomicBool::new(false) };
                Self { shared: Some(Arc::new(shared)) }
            }
            Err(error) => {
                warn!(
                    "the supervisor can't be told anything, since NOTIFY_SOCKET={} is of no use: {error}",
                    name.display()
                );
                Self::none()
            }
        }
    }

    /// How often it wants to hear of the daemon at least.
    pub(super) fn watchdog(&self) -> Option<Duration> {
        self.shared.as_ref()?.watchdog
    }

    /// The server answers; or what was reloaded is in force.
    pub(super) fn ready(&self) {
        let Some(shared) = &self.shared else { return };
        shared.is_reloading.store(false, Ordering::Relaxed);
        self.send("READY=1");
    }

    /// The configuration is read again (`Type=notify-reload`), until the next [`Supervisor::ready`].
    pub(super) fn reloading(&self) {
        let Some(shared) = &self.shared else { return };
        shared.is_reloading.store(true, Ordering::Relaxed);
        let now = clock_gettime(ClockId::Monotonic);
        let micros = now.tv_sec.saturating_mul(1_000_000).saturating_add(now.tv_nsec / 1000);
        self.send(&format!("RELOADING=1\nMONOTONIC_USEC={micros}"));
    }

    /// No more passes; requests under way are still answered.
    pub(super) fn stopping(&self) {
        self.send("STOPPING=1\nSTATUS=Stopping");
    }

    /// For `systemctl status`.
    pub(super) fn status(&self, line: &str) {
        let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.send(&format!("STATUS={line}"));
    }

    /// The passes go on. Sent no more often than is useful.
    pub(super) fn beat(&self) {
        let Some(shared) = &self.shared else { return };
        let is_reloading = shared.is_reloading.load(Ordering::Relaxed);
        let every = match shared.watchdog {
            Some(watchdog) => watchdog / BEATS,
            None if is_reloading => BETWEEN_EXTENSIONS,
            None => return,
        };
        let now = Instant::now();
        {
            let mut told = shared.told.lock().unwrap_or_else(PoisonError::into_inner);
            if told.is_some_and(|told| now.duration_since(told) < every) {
                return;
            }
            *told = Some(now);
        }
        let beat = if shared.watchdog.is_some() { "WATCHDOG=1\n" } else { "" };
        if is_reloading {
            self.send(&format!("{beat}EXTEND_TIMEOUT_USEC={}", EXTENSION.as_micros()));
        } else {
            self.send(beat.trim_end());
        }
    }

    fn send(&self, message: &str) {
        let Some(shared) = &self.shared else { return };
        if let Err(error) = shared.socket.send_to_addr(message.as_bytes(), &shared.address) {
            warn!("the supervisor couldn't be told {message:?}: {error}");
        }
    }
}

/// A socket to send from, and the address that `name` stands for: a path, or with `@` a name in the abstract namespace.
fn connect(name: &[u8]) -> io::Result<(UnixDatagram, SocketAddr)> {
    let address = match name {
        [b'/', ..] => SocketAddr::from_pathname(std::ffi::OsStr::from_bytes(name))?,
        [b'@', abstract_name @ ..] => SocketAddr::from_abstract_name(abstract_name)?,
        _ => return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is neither a path nor an abstract name")),
    };
    let socket = UnixDatagram::unbound()?;
    socket.set_write_timeout(Some(PATIENCE))?;
    Ok((socket, address))
}

/// None where there is no watchdog, or it is another process's.
fn watchdog() -> Option<Duration> {
    let number = |name: &str| env::var(name).ok()?.parse::<u64>().ok();
    let is_ours = number("WATCHDOG_PID").is_none_or(|pid| pid == u64::from(std::process::id()));
    number("WATCHDOG_USEC").filter(|micros| *micros > 0 && is_ours).map(Duration::from_micros)
}
