//! The server's connections: how many there are, and how long each may take.
//!
//! Whoever opens connections without end must not keep others out, or use up the process's files. There are places for so
//! many. When they are taken, those who ask for nothing give way, while who came waits in the hall; who finds no place then
//! is told to come again, and so is at once who finds the hall full. Nobody waits to be let in behind others who do.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustix::net::{RecvFlags, SendFlags, recv, send};
use rustix::process::{Resource, getrlimit};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Instant, sleep, timeout};

use super::connection::State;
use super::front::Front;
use super::stream::{InFile, Stream};

/// More than a small machine has readers at a time, at some 20 KB each.
const MOST: usize = 4096;
/// The part of the process's files that connections may be; sources, documents and the database need the rest.
const SHARE: u64 = 2;

/// For a request's head, from when the one before was answered: so long is a connection kept for who asks for nothing.
const HEAD: Duration = Duration::from_secs(20);
/// Bytes of a request's head; hyper refuses what is longer.
const LONGEST_HEAD: usize = 64 * 1024;
/// In the hall is room for one in so many places, and for a few in any case.
const HALL: usize = 8;
const FEW: usize = 16;
/// So long is waited there: until somebody has given way.
const ROOM: Duration = Duration::from_millis(500);
/// Between two calls for somebody to give way: all connections hear them.
const BETWEEN_CALLS: Duration = Duration::from_millis(100);
/// After `accept` failed: for want of files, most likely, and these come back.
const BREATH: Duration = Duration::from_millis(100);
/// Requests under way when the server stops get this long to finish.
const GRACE: Duration = Duration::from_secs(10);

const NO_ROOM: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nCache-Control: no-store\r\n\
    Content-Type: text/plain; charset=utf-8\r\nContent-Length: 24\r\nConnection: close\r\n\r\n503 Service Unavailable\n";

/// What all connections are told.
#[derive(Clone, Copy, Default)]
struct Word {
    stop: bool,
    /// How often there was no room.
    crowded: u64,
}

/// How many connections [`serve`] keeps: as many as there are files for, and 4,096 at most.
pub fn most_connections() -> usize {
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    usize::try_from(files / SHARE).unwrap_or(MOST).clamp(1, MOST)
}

/// Answers by `front` until `shutdown` is done, then lets requests under way finish, for ten seconds at most. What fails
/// is one connection.
pub async fn serve(
    listener: TcpListener,
    front: impl Into<Front>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) {
    serve_at_most(most_connections(), listener, front, shutdown).await;
}

/// The same with `most` connections at a time.
pub async fn serve_at_most(
    most: usize,
    listener: TcpListener,
    front: impl Into<Front>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) {
    let front = front.into();
    let (places, hall) = (Arc::new(Semaphore::new(most)), Arc::new(Semaphore::new((most / HALL).max(FEW))));
    let (tell, told) = watch::channel(Word::default());
    let mut called: Option<Instant> = None;
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut shutdown => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((connection, _)) => {
                if let Ok(place) = Arc::clone(&places).try_acquire_owned() {
                    tokio::spawn(keep(connection, front.clone(), told.clone(), place));
                    continue;
                }
                if called.is_none_or(|called| called.elapsed() >= BETWEEN_CALLS) {
                    called = Some(Instant::now());
                    tell.send_modify(|word| word.crowded += 1);
                }
                match Arc::clone(&hall).try_acquire_owned() {
                    Ok(chair) => {
                        tokio::spawn(wait(connection, front.clone(), told.clone(), Arc::clone(&places), chair));
                    }
                    Err(_) => refuse(&connection),
                }
            }
            // Who left while waiting is nobody's trouble.
            Err(error) if is_of_the_connection(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no connection could be accepted");
                tell.send_modify(|word| word.crowded += 1);
                sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    tell.send_modify(|word| word.stop = true);
    // The last connection gives back the last place. What isn't done then is broken off with the runtime.
    let all = u32::try_from(most).unwrap_or(u32::MAX);
    let _ = timeout(GRACE, places.acquire_many(all)).await;
}

/// Answers a connection as soon as there is a place for it, if there is one soon.
async fn wait(
    connection: TcpStream,
    front: Front,
    told: watch::Receiver<Word>,
    places: Arc<Semaphore>,
    chair: OwnedSemaphorePermit,
) {
    let Ok(Ok(place)) = timeout(ROOM, places.acquire_owned()).await else { return refuse(&connection) };
    drop(chair);
    keep(connection, front, told, place).await;
}

/// Tells a reader to come again, if that goes at once. What was asked is read first: a socket that is closed on unread bytes
/// resets its connection, and takes what was said with it on some systems.
fn refuse(connection: &TcpStream) {
    let _ = recv(connection, &mut [0_u8; 8192], RecvFlags::DONTWAIT);
    let _ = send(connection, NO_ROOM, SendFlags::DONTWAIT);
}

/// Answers one connection's requests, until either side closes it.
async fn keep(connection: TcpStream, front: Front, mut told: watch::Receiver<Word>, _place: OwnedSemaphorePermit) {
    // An answer's last packet isn't to wait until the one before has arrived; it is only slower where this can't be set.
    let _ = connection.set_nodelay(true);
    let state = Arc::new(State::new());
    let answering = Arc::clone(&state);
    let service = service_fn(move |request: Request<Incoming>| {
        answering.asked();
        let (front, state) = (front.clone(), Arc::clone(&answering));
        async move {
            let mut response = front.answer(request).await;
            state.answered(response.extensions_mut().remove::<InFile>());
            Ok::<_, Infallible>(response)
        }
    });
    let stream = TokioIo::new(Stream::new(connection, Arc::clone(&state)));
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(stream, service);
    let mut served = pin!(served);
    let mut is_leaving = told.borrow_and_update().stop;
    if is_leaving {
        served.as_mut().graceful_shutdown();
    }
    loop {
        tokio::select! {
            biased;
            // What readers do wrong is theirs to know.
            _ = served.as_mut() => return,
            word = told.changed(), if !is_leaving => {
                is_leaving = word.is_err() || told.borrow_and_update().stop;
                if is_leaving {
                    served.as_mut().graceful_shutdown();
                } else if state.gives_way() {
                    return;
                }
            }
        }
    }
}

fn is_of_the_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
