//! The workload server: a process of its own, so that its work isn't counted as anybody else's. It listens on one
//! loopback address per paper, tells them on its standard output, and then, for every line of its standard input, what
//! it has done so far. It ends when its standard input does, and so with the process that started it.

use std::io::{BufRead, BufReader, Lines, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

use crate::Result;
use crate::page::Paper;
use crate::task::Task;
use crate::usage;
use crate::workload::{MOST_ENTRIES, Validators, Workload};

/// What a server has answered, and what that cost it.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Tally {
    pub feeds: u64,
    pub not_modified: u64,
    pub pages: u64,
    /// robots.txt, and what nobody should ask for: all answered 404.
    pub other: u64,
    /// Of feeds and pages, without headers.
    pub body_bytes: u64,
    pub cpu_seconds: f64,
}

impl Tally {
    pub fn since(self, before: Self) -> Self {
        Self {
            feeds: self.feeds - before.feeds,
            not_modified: self.not_modified - before.not_modified,
            pages: self.pages - before.pages,
            other: self.other - before.other,
            body_bytes: self.body_bytes - before.body_bytes,
            cpu_seconds: self.cpu_seconds - before.cpu_seconds,
        }
    }
}

/// A running server, seen from the process that started it.
pub struct Server {
    pub workload: Workload,
    child: Child,
    requests: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Server {
    /// Starts one for a workload that has no hosts yet; it finds so many.
    pub fn start(workload: Workload, hosts: usize) -> Result<Self> {
        let task = Task::Serve { workload: workload.clone(), hosts };
        let mut child = task.command()?.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let requests = child.stdin.take().ok_or("the server has no standard input")?;
        let answers = BufReader::new(child.stdout.take().ok_or("the server has no standard output")?).lines();
        let mut server = Self { workload, child, requests, answers };
        server.workload = server.answer()?;
        Ok(server)
    }

    /// What it has done since it was started.
    pub fn tally(&mut self) -> Result<Tally> {
        writeln!(self.requests)?;
        self.answer()
    }

    fn answer<T: for<'de> Deserialize<'de>>(&mut self) -> Result<T> {
        let line = self.answers.next().ok_or("the workload server has ended")??;
        Ok(serde_json::from_str(&line)?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends by itself with its standard input; this is for one that hangs.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Default)]
struct Counters {
    feeds: AtomicU64,
    not_modified: AtomicU64,
    pages: AtomicU64,
    other: AtomicU64,
    body_bytes: AtomicU64,
}

struct Press {
    workload: Workload,
    papers: Vec<Paper>,
    /// How often each source with news was asked.
    asked: Vec<AtomicUsize>,
    counters: Counters,
}

/// The server's process; `hosts` papers are to be set up.
pub async fn serve(mut workload: Workload, hosts: usize) -> Result<()> {
    let mut listeners = Vec::new();
    for host in 0..hosts {
        // 127.1.0.0/16: away from what else may listen on 127.0.0.1.
        let address = Ipv4Addr::new(127, 1, u8::try_from(host / 250)?, u8::try_from(host % 250)? + 1);
        let listener = TcpListener::bind(SocketAddr::from((address, 0))).await.map_err(|error| {
            format!("cannot listen on {address} ({error}): Linux has all of 127.0.0.0/8, other systems may not")
        })?;
        workload.hosts.push(listener.local_addr()?);
        listeners.push(listener);
    }
    say(&workload)?;
    let asked = (0..workload.sources).map(|_| AtomicUsize::new(0)).collect();
    let press = Arc::new(Press { papers: workload.papers(), workload, asked, counters: Counters::default() });
    let router = Router::new()
        .route("/rss/{source}", get(feed))
        .route("/bai-viet/{source}/{entry}", get(page))
        .fallback(nothing)
        .with_state(Arc::clone(&press));
    for listener in listeners {
        let router = router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
    }
    tokio::task::spawn_blocking(move || {
        for line in std::io::stdin().lines() {
            line?;
            say(&press.tally())?;
        }
        Ok(())
    })
    .await?
}

/// Answers the process that started this one: a line of JSON on standard output.
pub fn say(answer: &impl Serialize) -> Result<()> {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{}", serde_json::to_string(answer)?)?;
    Ok(output.flush()?)
}

impl Press {
    fn tally(&self) -> Tally {
        let counters = &self.counters;
        Tally {
            feeds: counters.feeds.load(Relaxed),
            not_modified: counters.not_modified.load(Relaxed),
            pages: counters.pages.load(Relaxed),
            other: counters.other.load(Relaxed),
            body_bytes: counters.body_bytes.load(Relaxed),
            cpu_seconds: usage::cpu_seconds(),
        }
    }

    fn answer(&self, counter: &AtomicU64, body: &str) {
        counter.fetch_add(1, Relaxed);
        self.counters.body_bytes.fetch_add(body.len() as u64, Relaxed);
    }
}

async fn feed(State(press): State<Arc<Press>>, Path(source): Path<usize>, request: HeaderMap) -> Response {
    if source >= press.workload.sources {
        return nothing(State(press)).await;
    }
    let has_news = press.workload.has_news(source);
    let edition = if has_news { press.asked[source].fetch_add(1, Relaxed) } else { 0 };
    let Validators { etag, last_modified } = Workload::validators(source, edition);
    let asked = |name, value: &str| request.get(name).is_some_and(|given| given.as_bytes() == value.as_bytes());
    // RFC 9110, 13.2.2: If-Modified-Since counts only without If-None-Match.
    let is_known = if request.contains_key(header::IF_NONE_MATCH) {
        asked(header::IF_NONE_MATCH, &etag)
    } else {
        asked(header::IF_MODIFIED_SINCE, &last_modified)
    };
    let validators = [
        (header::ETAG, etag),
        (header::LAST_MODIFIED, last_modified),
        (header::CACHE_CONTROL, if press.workload.news > 0 { "no-cache" } else { "public, max-age=300" }.to_owned()),
    ];
    if is_known {
        press.counters.not_modified.fetch_add(1, Relaxed);
        return (StatusCode::NOT_MODIFIED, validators).into_response();
    }
    let body = press.workload.feed(source, edition);
    press.answer(&press.counters.feeds, &body);
    (validators, [(header::CONTENT_TYPE, "application/rss+xml; charset=utf-8")], body).into_response()
}

async fn page(State(press): State<Arc<Press>>, Path((source, entry)): Path<(usize, usize)>) -> Response {
    let workload = &press.workload;
    if source >= workload.sources || entry >= MOST_ENTRIES {
        return nothing(State(press)).await;
    }
    let body = workload.page(source, entry, &press.papers[workload.paper_of(source)]);
    press.answer(&press.counters.pages, &body);
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response()
}

async fn nothing(State(press): State<Arc<Press>>) -> Response {
    press.counters.other.fetch_add(1, Relaxed);
    StatusCode::NOT_FOUND.into_response()
}
