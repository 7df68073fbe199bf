//! A reader's connection. It sends long documents from a file, and gives up readers who don't take their answer.

use std::io::{self, IoSlice};
use std::os::fd::OwnedFd;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::body::Bytes;
use rustix::fs::sendfile;
use rustix::net::{SendFlags, send};
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use super::connection::State;

/// At least, for an answer that doesn't fit into the socket's buffer.
const SENDING: Duration = Duration::from_mins(2);
/// Bytes a second over a slow mobile network: a longer answer may take longer.
const SLOWEST: u64 = 10_000;

/// Bytes that are in a file as well. Sent from there they aren't copied: the kernel has readers' sockets share the file's
/// pages. A response carries them in its extensions.
#[derive(Clone)]
pub(super) struct InFile {
    pub(super) file: Arc<OwnedFd>,
    /// All that the file has.
    pub(super) bytes: Bytes,
}

pub(super) struct Stream {
    connection: TcpStream,
    state: Arc<State>,
    /// From when the reader's buffer was first full, until all is sent.
    overdue: Option<Pin<Box<Sleep>>>,
}

/// What of the next bytes lies in the file.
enum Lying {
    /// The first buffer, from here on.
    First(Arc<OwnedFd>, u64),
    /// The second: the first are the answer's headers.
    Second,
    None,
}

impl InFile {
    /// Where `part` begins, if it is a part of the bytes themselves and not only like them.
    fn offset_of(&self, part: &[u8]) -> Option<u64> {
        let offset = part.as_ptr().addr().checked_sub(self.bytes.as_ptr().addr())?;
        let is_within = !part.is_empty() && offset + part.len() <= self.bytes.len();
        is_within.then(|| u64::try_from(offset).ok()).flatten()
    }
}

impl Stream {
    pub(super) fn new(connection: TcpStream, state: Arc<State>) -> Self {
        Self { connection, state, overdue: None }
    }

    fn lying(&self, buffers: &[IoSlice<'_>]) -> Lying {
        let (Some(in_file), Some(first)) = (self.state.in_file(), buffers.first()) else { return Lying::None };
        if let Some(offset) = in_file.offset_of(first) {
            Lying::First(in_file.file, offset)
        } else if buffers.get(1).is_some_and(|second| in_file.offset_of(second).is_some()) {
            Lying::Second
        } else {
            Lying::None
        }
    }

    /// Does `write`, once or again when the socket has room.
    fn poll_write_with(
        &self,
        context: &mut Context<'_>,
        write: impl Fn(&TcpStream) -> rustix::io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        loop {
            ready!(self.connection.poll_write_ready(context))?;
            match self.connection.try_io(Interest::WRITABLE, || Ok(write(&self.connection)?)) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                written => return Poll::Ready(written),
            }
        }
    }

    /// An error where the reader hasn't taken the answer by then: who takes a byte now and then would keep a place for ever.
    fn patiently(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
        left: usize,
    ) -> Poll<io::Result<usize>> {
        if written.is_pending() {
            let slowest = Duration::from_secs(left as u64 / SLOWEST);
            let overdue = self.overdue.get_or_insert_with(|| Box::pin(sleep(SENDING.max(slowest))));
            ready!(overdue.as_mut().poll(context));
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        written
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_read(context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = match self.lying(buffers) {
            Lying::First(file, offset) => {
                let sent = |to: &TcpStream| sendfile(to, &file, Some(&mut offset.clone()), buffers[0].len());
                match self.poll_write_with(context, sent) {
                    // Whatever keeps it from being sent so, it can be sent as other bytes are.
                    Poll::Ready(Ok(0) | Err(_)) => {
                        self.state.without_file();
                        Pin::new(&mut self.connection).poll_write_vectored(context, buffers)
                    }
                    written => written,
                }
            }
            // In one packet with what comes from the file.
            Lying::Second => self.poll_write_with(context, |to| send(to, &buffers[0], SendFlags::MORE)),
            Lying::None => Pin::new(&mut self.connection).poll_write_vectored(context, buffers),
        };
        let left = buffers.iter().map(|buffer| buffer.len()).sum();
        self.patiently(context, written, left)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    /// Nothing is left to be sent.
    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.overdue = None;
        self.state.flushed();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_shutdown(context)
    }
}
