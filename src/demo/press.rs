//! The server.

use std::collections::HashSet;
use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request as HttpRequest, State};
use axum::http::{Response, StatusCode, header};
use jiff::Timestamp;
use tokio::runtime;
use tokio::sync::oneshot;
use url::Url;

use super::answer::{answer, busy, find, plain, text};
use super::paper::{ContentError, Paper, file};
use super::print::{Edition, print};

/// How many editions the papers have.
const EDITIONS: usize = 2;

/// Called with every request before it is answered, on the press's own thread: while it runs, nothing is answered.
pub type Hook = Arc<dyn Fn(&Request) + Send + Sync>;

/// The sample press at work. It has a thread of its own, so that it can be used with and without a runtime, and goes on
/// answering whatever becomes of the poller. Dropping it ends it at once, open connections included.
pub struct Press {
    papers: Vec<Paper>,
    roots: Vec<Url>,
    url: Url,
    desk: Arc<Desk>,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What was asked and how it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub at: Instant,
    pub method: String,
    /// The header, with the port.
    pub host: String,
    /// With the query.
    pub path: String,
    pub user_agent: Option<String>,
    pub accept: Option<String>,
    pub accept_encoding: Option<String>,
    pub if_none_match: Option<String>,
    pub if_modified_since: Option<String>,
    pub status: u16,
}

/// What the server and its owner share.
struct Desk {
    editions: Vec<Edition>,
    now: Mutex<Now>,
}

#[derive(Default)]
struct Now {
    /// Index of the current edition.
    edition: usize,
    /// Paths that have been busy already.
    was_busy: HashSet<String>,
    requests: Vec<Request>,
    hook: Option<Hook>,
}

impl Press {
    /// Serves the papers at one address; port 0 takes a free one. All dates are set back from `as_of`, so that the
    /// newest article is minutes old at that instant; the papers print minutes, and its seconds don't count.
    ///
    /// # Errors
    /// When the address can't be bound.
    pub fn start(address: SocketAddr, as_of: Timestamp) -> io::Result<Self> {
        Self::start_on(&[address], as_of)
    }

    /// The same with the papers dealt out to several addresses, as to different hosts: 127.0.0.1, 127.0.0.2 … all are
    /// loopback on Linux; elsewhere they must be set up first. The failing sources are at the first address.
    ///
    /// # Errors
    /// When an address can't be bound, or there is none.
    pub fn start_on(addresses: &[SocketAddr], as_of: Timestamp) -> io::Result<Self> {
        let papers = Paper::all().map_err(io::Error::other)?;
        let listeners = addresses.iter().map(TcpListener::bind).collect::<io::Result<Vec<_>>>()?;
        let mut hosts = Vec::new();
        for listener in &listeners {
            listener.set_nonblocking(true)?;
            hosts.push(Url::parse(&format!("http://{}/", listener.local_addr()?)).map_err(io::Error::other)?);
        }
        let url = hosts.first().cloned().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "no address"))?;
        let roots =
            papers.iter().zip(hosts.iter().cycle()).map(|(paper, host)| host.join(&format!("{}/", paper.prefix)));
        let roots = roots.collect::<Result<Vec<_>, _>>().map_err(io::Error::other)?;
        let as_of = whole_minute(as_of);
        let editions = (1..=EDITIONS).map(|edition| print(&papers, &roots, edition, as_of));
        let editions = editions.collect::<Result<_, _>>().map_err(io::Error::other)?;
        let desk = Arc::new(Desk { editions, now: Mutex::default() });
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let (end, ended) = oneshot::channel();
        let served = Arc::clone(&desk);
        let thread = std::thread::Builder::new().name("sample press".to_owned()).spawn(move || {
            runtime.block_on(async move {
                for listener in listeners {
                    tokio::spawn(serve(listener, Arc::clone(&served)));
                }
                // An error means that the press was dropped: that is the end too.
                drop(ended.await);
            });
        })?;
        Ok(Self { papers, roots, url, desk, end: Some(end), thread: Some(thread) })
    }

    /// The page that lists the papers.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Where a paper is, by its folder's name in `press/`; ends in `/`.
    pub fn paper(&self, prefix: &str) -> Option<&Url> {
        self.papers.iter().zip(&self.roots).find(|(paper, _)| paper.prefix == prefix).map(|(_, root)| root)
    }

    /// The papers print their next edition. After the second there is no other.
    pub fn next_edition(&self) {
        let mut now = self.desk.now();
        now.edition = (now.edition + 1).min(EDITIONS - 1);
    }

    /// Everything asked so far, in the order of the answers.
    pub fn requests(&self) -> Vec<Request> {
        self.desk.now().requests.clone()
    }

    /// From now on calls `hook` with every request, which is logged already and has its status, before it is answered.
    pub fn on_request(&self, hook: Hook) {
        self.desk.now().hook = Some(hook);
    }

    /// A feeds.toml for polling this press. Where the site is and listens is for the caller to change.
    ///
    /// # Errors
    /// When the sample press has a mistake, which its tests would have found.
    pub fn feeds_toml(&self) -> Result<String, ContentError> {
        const PRESS: &str = "http://press.example/";
        let mut text = file("feeds.toml")?.replace(PRESS, self.url.as_str());
        for (paper, root) in self.papers.iter().zip(&self.roots) {
            text = text.replace(&format!("{}{}/", self.url, paper.prefix), root.as_str());
        }
        Ok(text)
    }

    /// Ends the press and waits until its ports are free.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Press {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            // Its panic, if it had one, has been reported where it happened.
            drop(thread.join());
        }
    }
}

impl fmt::Debug for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Press").field("url", &self.url.as_str()).finish_non_exhaustive()
    }
}

impl Desk {
    fn now(&self) -> MutexGuard<'_, Now> {
        // A hook is called without the lock, so that a panic in it leaves nothing half done.
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    let router = Router::new().fallback(handle).with_state(desk);
    let served = match tokio::net::TcpListener::from_std(listener) {
        Ok(listener) => axum::serve(listener, router).await,
        Err(error) => Err(error),
    };
    if let Err(error) = served {
        tracing::error!("the sample press can't serve: {error}");
    }
}

async fn handle(State(desk): State<Arc<Desk>>, asked: HttpRequest) -> Response<Body> {
    let path = asked.uri().path_and_query().map_or("/", |path| path.as_str());
    let response = desk.response(path, &asked);
    let header = |name| text(asked.headers(), &name).map(str::to_owned);
    let request = Request {
        at: Instant::now(),
        method: asked.method().to_string(),
        host: header(header::HOST).unwrap_or_default(),
        path: path.to_owned(),
        user_agent: header(header::USER_AGENT),
        accept: header(header::ACCEPT),
        accept_encoding: header(header::ACCEPT_ENCODING),
        if_none_match: header(header::IF_NONE_MATCH),
        if_modified_since: header(header::IF_MODIFIED_SINCE),
        status: response.status().as_u16(),
    };
    let hook = {
        let mut now = desk.now();
        now.requests.push(request.clone());
        now.hook.clone()
    };
    if let Some(hook) = hook {
        hook(&request);
    }
    response
}

impl Desk {
    fn response(&self, path: &str, asked: &HttpRequest) -> Response<Body> {
        let mut now = self.now();
        let Some(document) = self.editions.get(now.edition).and_then(|edition| find(edition, path)) else {
            return plain(StatusCode::NOT_FOUND, "Không tìm thấy trang");
        };
        if document.busy_once && now.was_busy.insert(path.to_owned()) {
            return busy();
        }
        answer(document, asked.headers())
    }
}

fn whole_minute(at: Timestamp) -> Timestamp {
    let seconds = at.as_second();
    Timestamp::from_second(seconds - seconds.rem_euclid(60)).unwrap_or(at)
}
