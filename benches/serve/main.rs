//! The benchmark of the server: a feed's requests a second, beside nginx with the same file. See benches/README.md.

mod client;
#[path = "../common/outcome.rs"]
mod outcome;
#[path = "../common/prose.rs"]
#[expect(dead_code, reason = "whole pages need more of it")]
mod prose;
#[path = "../common/random.rs"]
mod random;
mod server;

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use client::{Answer, Connection};
use outcome::Result;
use prose::Writer;
use serde::Serialize;
use server::{Server, Site};

/// What a server answers in a second, and what that costs it.
#[derive(Debug, Parser)]
#[command(name = "serve")]
struct Arguments {
    /// Size of the feed in bytes.
    #[arg(long, default_value_t = 200_000)]
    bytes: usize,
    /// Threads of bantin's server, and workers of nginx.
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Connections that are kept open, each with one request at a time.
    #[arg(long, default_value_t = 16)]
    connections: usize,
    /// Seconds of each round.
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// Rounds, in which the servers take turns; medians count.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
    /// Serve this folder: the benchmark's own child process.
    #[arg(long, hide = true)]
    serve: Option<PathBuf>,
    /// What cargo says to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

/// What is asked for again and again.
#[derive(Clone, Copy, Debug)]
enum Case {
    Plain,
    Gzip,
    NotModified,
}

impl Case {
    fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Gzip => "gzip",
            Self::NotModified => "304",
        }
    }

    /// The request for it at this server.
    fn request(self, server: &Server) -> Result<String> {
        let plain = format!("GET /{} HTTP/1.1\r\nHost: {}\r\n", server::FEED, server.address);
        let gzip = format!("{plain}Accept-Encoding: gzip\r\n");
        Ok(match self {
            Self::Plain => format!("{plain}\r\n"),
            Self::Gzip => format!("{gzip}\r\n"),
            Self::NotModified => {
                let answer = Connection::open(server.address)?.ask(&format!("{gzip}\r\n"))?;
                let tag = answer.header("etag").ok_or("an answer has no ETag")?.to_owned();
                format!("{gzip}If-None-Match: {tag}\r\n\r\n")
            }
        })
    }

    fn check(self, answer: &Answer, size: usize) -> Result<()> {
        let is_right = match self {
            Self::Plain => answer.status == 200 && answer.length == size,
            Self::Gzip => answer.status == 200 && answer.header("content-encoding") == Some("gzip"),
            Self::NotModified => answer.status == 304,
        };
        if is_right { Ok(()) } else { Err(format!("{}: another answer: {answer:?}", self.name()).into()) }
    }
}

#[derive(Debug, Serialize)]
struct Figures {
    case: &'static str,
    /// Of one answer.
    body_bytes: usize,
    bantin: Rate,
    /// None where there is no nginx.
    nginx: Option<Rate>,
    /// bantin's requests a second by nginx's: the median of the rounds.
    ratio: Option<f64>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Rate {
    /// The median of the rounds.
    requests_per_second: f64,
    /// Processor time of the server, in all rounds together.
    cpu_seconds_per_request: f64,
}

struct Round {
    requests: f64,
    wall_seconds: f64,
    cpu_seconds: f64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    outcome::exit_code(match &arguments.serve {
        Some(folder) => server::serve(folder, arguments.threads),
        None => run(&arguments),
    })
}

fn run(arguments: &Arguments) -> Result<()> {
    let site = Site::new(&feed(arguments.bytes))?;
    let bantin = site.bantin(arguments.threads)?;
    let nginx = site.nginx(arguments.threads)?;
    let mut figures = Vec::new();
    for case in [Case::Plain, Case::Gzip, Case::NotModified] {
        figures.push(measure(arguments, case, &bantin, nginx.as_ref(), site.bytes)?);
    }
    print(arguments, &figures)
}

/// An Atom feed's worth of prose, of so many bytes or a paragraph more.
fn feed(bytes: usize) -> String {
    let mut writer = Writer::new(1);
    let mut feed =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    while feed.len() < bytes {
        let (title, summary) = (writer.headline(), writer.paragraph());
        // Writing to a string doesn't fail.
        let _ = writeln!(feed, "<entry><title>{title}</title><summary>{summary}</summary></entry>");
    }
    feed + "</feed>\n"
}

fn measure(arguments: &Arguments, case: Case, bantin: &Server, nginx: Option<&Server>, size: usize) -> Result<Figures> {
    let request_to = |server: &Server| {
        let request = case.request(server)?;
        let answer = Connection::open(server.address)?.ask(&request)?;
        case.check(&answer, size)?;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>((request, answer))
    };
    let (to_bantin, answer) = request_to(bantin)?;
    let to_nginx = nginx.map(|nginx| Ok::<_, Box<dyn std::error::Error + Send + Sync>>((nginx, request_to(nginx)?.0)));
    let to_nginx = to_nginx.transpose()?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..arguments.rounds.max(1) {
        ours.push(round(arguments, case, bantin, &to_bantin, size)?);
        if let Some((nginx, request)) = &to_nginx {
            theirs.push(round(arguments, case, nginx, request, size)?);
        }
    }
    let per_second = |round: &Round| round.requests / round.wall_seconds;
    let ratios: Vec<f64> =
        ours.iter().zip(&theirs).map(|(ours, theirs)| per_second(ours) / per_second(theirs)).collect();
    let rate = |rounds: &[Round]| {
        let requests: f64 = rounds.iter().map(|round| round.requests).sum();
        Some(Rate {
            requests_per_second: median(rounds.iter().map(per_second).collect())?,
            cpu_seconds_per_request: rounds.iter().map(|round| round.cpu_seconds).sum::<f64>() / requests,
        })
    };
    Ok(Figures {
        case: case.name(),
        body_bytes: answer.length,
        bantin: rate(&ours).ok_or("no rounds")?,
        nginx: rate(&theirs),
        ratio: median(ratios),
    })
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// All connections ask until the time is over.
fn round(arguments: &Arguments, case: Case, server: &Server, request: &str, size: usize) -> Result<Round> {
    let cpu_before = server.cpu_seconds()?;
    let began = Instant::now();
    let end = began + Duration::from_secs_f64(arguments.seconds);
    let ask = || -> Result<u32> {
        let mut connection = Connection::open(server.address)?;
        let mut requests = 0;
        while Instant::now() < end {
            case.check(&connection.ask(request)?, size)?;
            requests += 1;
        }
        Ok(requests)
    };
    let requests = thread::scope(|scope| {
        let threads: Vec<_> = (0..arguments.connections.max(1)).map(|_| scope.spawn(ask)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().map_err(|_| "a connection's thread panicked")?)
            .sum::<Result<u32>>()
    })?;
    let wall_seconds = began.elapsed().as_secs_f64();
    Ok(Round { requests: f64::from(requests), wall_seconds, cpu_seconds: server.cpu_seconds()? - cpu_before })
}

fn print(arguments: &Arguments, figures: &[Figures]) -> Result<()> {
    let mut out = io::stdout();
    if arguments.json {
        return Ok(writeln!(out, "{}", serde_json::to_string_pretty(figures)?)?);
    }
    if cfg!(debug_assertions) {
        writeln!(out, "A debug build: these figures say nothing. Use `cargo bench --bench serve`.")?;
    }
    if figures.iter().all(|figures| figures.nginx.is_none()) {
        writeln!(out, "There is no nginx in the PATH: it is left out.")?;
    }
    writeln!(out, "{} threads, {} connections", arguments.threads, arguments.connections)?;
    writeln!(out, "{:>8}{:>10}{:>10}{:>14}{:>14}", "", "bytes", "", "requests/s", "CPU µs each")?;
    for case in figures {
        for (name, rate) in [("bantin", Some(case.bantin)), ("nginx", case.nginx)] {
            let Some(rate) = rate else { continue };
            let (requests, each) = (rate.requests_per_second, rate.cpu_seconds_per_request * 1e6);
            writeln!(out, "{:>8}{:>10}{name:>10}{requests:>14.0}{each:>14.1}", case.case, case.body_bytes)?;
        }
        if let (Some(nginx), Some(ratio)) = (case.nginx, case.ratio) {
            let each = case.bantin.cpu_seconds_per_request / nginx.cpu_seconds_per_request;
            writeln!(out, "{:>8}{:>10}{:>10}{ratio:>14.2}{each:>14.2}", "", "", "ratio")?;
        }
    }
    Ok(())
}
