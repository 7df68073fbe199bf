//! Readers: each has a connection that it keeps, and asks again and again.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::Result;
use crate::random::Random;

/// An answer that takes longer is an error.
const PATIENCE: Duration = Duration::from_secs(30);
/// What slow readers take at a time, and how long they wait in between: 80 KB a second.
const SIP: usize = 8 * 1024;
const BETWEEN_SIPS: Duration = Duration::from_millis(100);
/// One reader in so many is slow; another breaks off in the middle of an answer; another never ends its request.
const ODD: usize = 20;
/// Story pages that are asked for.
const STORIES: usize = 200;

const WORDS: [&str; 6] = ["gi%E1%BA%A3m+ngh%C3%A8o", "mtqg", "n%C3%B4ng+th%C3%B4n", "giam+ngheo", "1719", "x%C3%A3"];

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Feed,
    Page,
    Search,
    NotModified,
}

pub const KINDS: [(Kind, &str); 4] =
    [(Kind::Feed, "feeds"), (Kind::Page, "pages"), (Kind::Search, "searches"), (Kind::NotModified, "304")];

/// The site's addresses, without their leading slashes.
pub struct Addresses {
    pub feeds: Vec<String>,
    pub pages: Vec<String>,
}

#[derive(Clone, Copy)]
enum Manner {
    Plain,
    Slow,
    BreakingOff,
    /// Begins a request and says no more.
    Silent,
}

/// What came of a reader.
#[derive(Default)]
pub struct Outcome {
    pub took: Vec<(Kind, Duration)>,
    pub errors: Vec<String>,
}

struct Answer {
    status: u16,
    etag: Option<String>,
}

impl Addresses {
    /// Of the documents in a published folder.
    pub fn of(public: &Path) -> Result<Self> {
        let names = |folder: &str| -> Result<Vec<String>> {
            let entries = std::fs::read_dir(public.join(folder))?;
            let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
            let mut names: Vec<String> = names.collect::<Result<_, std::io::Error>>()?;
            names.sort();
            Ok(names)
        };
        let feeds = names("feeds")?.into_iter().filter(|name| [".atom", ".json"].iter().any(|end| name.ends_with(end)));
        let stories = names("story")?.into_iter().take(STORIES).map(|name| format!("story/{name}/"));
        let lists = ["", "en/", "archive/", "place/", "feeds/", "about/"].map(str::to_owned);
        let topics = names("topic")?.into_iter().map(|name| format!("topic/{name}/"));
        Ok(Self {
            feeds: feeds.map(|name| format!("feeds/{name}")).collect(),
            pages: lists.into_iter().chain(topics).chain(stories).collect(),
        })
    }
}

/// The `number`-th reader, until `end`. It waits for about `pause` between an answer and the next request.
pub async fn read(
    number: usize,
    address: SocketAddr,
    addresses: Arc<Addresses>,
    pause: Duration,
    end: Instant,
) -> Outcome {
    let manner = match number % ODD {
        0 => Manner::Slow,
        1 => Manner::BreakingOff,
        2 if number % (5 * ODD) == 2 => Manner::Silent,
        _ => Manner::Plain,
    };
    let mut reader = Reader { random: Random::new(number as u64), address, addresses, outcome: Outcome::default() };
    while Instant::now() < end {
        if let Err(error) = reader.connected(manner, pause, end).await {
            reader.outcome.errors.push(format!("reader {number}: {error}"));
            sleep(pause).await;
        }
    }
    reader.outcome
}

struct Reader {
    random: Random,
    address: SocketAddr,
    addresses: Arc<Addresses>,
    outcome: Outcome,
}

impl Reader {
    /// On one connection, until it has been long enough or the reader's manner ends it.
    async fn connected(&mut self, manner: Manner, pause: Duration, end: Instant) -> Result<()> {
        sleep(self.about(pause)).await;
        let mut stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let mut buffer = vec![0; 64 * 1024];
        let mut known: Option<(String, String)> = None;
        while Instant::now() < end {
            let (kind, path) = self.choose(manner, known.as_ref());
            let mut request = format!("GET /{path} HTTP/1.1\r\nHost: {}\r\n", self.address);
            match (&known, kind) {
                (Some((_, tag)), Kind::NotModified) => {
                    request = format!("{request}Accept-Encoding: gzip\r\nIf-None-Match: {tag}\r\n");
                }
                _ if matches!(manner, Manner::Plain) && self.random.below(4) > 0 => {
                    request += "Accept-Encoding: gzip\r\n";
                }
                _ => {}
            }
            if let Manner::Silent = manner {
                stream.write_all(request.as_bytes()).await?;
                // The server closes the connection.
                let rest = timeout(PATIENCE, stream.read(&mut buffer)).await;
                return match rest {
                    Ok(_) => Ok(()),
                    Err(_) => Err("a request without an end was waited for".into()),
                };
            }
            request += "\r\n";
            let begun = Instant::now();
            stream.write_all(request.as_bytes()).await?;
            if let Manner::BreakingOff = manner {
                let _ = stream.read(&mut buffer[..1000]).await?;
                return Ok(());
            }
            let answer = timeout(PATIENCE, take(&mut stream, &mut buffer, manner)).await;
            let answer = answer.map_err(|_| format!("/{path}: no answer in time"))??;
            let is_right = answer.status == 200 || (kind == Kind::NotModified && answer.status == 304);
            if !is_right {
                return Err(format!("/{path}: {}", answer.status).into());
            }
            if let Manner::Plain = manner {
                // What was known may have changed.
                let kind = if kind == Kind::NotModified && answer.status == 200 { Kind::Page } else { kind };
                self.outcome.took.push((kind, begun.elapsed()));
            }
            if let (Some(tag), true) = (answer.etag, request.contains("gzip") && kind != Kind::Search) {
                known = Some((path, tag));
            }
            sleep(self.about(pause)).await;
        }
        Ok(())
    }

    /// From half of it to one and a half.
    fn about(&mut self, pause: Duration) -> Duration {
        pause / 2 + pause * u32::try_from(self.random.below(1000)).unwrap_or(0) / 1000
    }

    /// Of twenty requests eight are for feeds, six for pages, one is a search, and five ask for what is there already.
    fn choose(&mut self, manner: Manner, known: Option<&(String, String)>) -> (Kind, String) {
        let addresses = Arc::clone(&self.addresses);
        let one_of = |random: &mut Random, all: &[String]| all[random.below(all.len())].clone();
        if let Manner::Slow | Manner::BreakingOff = manner {
            return (Kind::Feed, one_of(&mut self.random, &addresses.feeds));
        }
        match (self.random.below(20), known) {
            (0..8, _) | (15.., None) => (Kind::Feed, one_of(&mut self.random, &addresses.feeds)),
            (8..14, _) => (Kind::Page, one_of(&mut self.random, &addresses.pages)),
            // One in four is nobody else's.
            (14, _) if self.random.below(4) == 0 => {
                (Kind::Search, format!("search/?q={}+{}", self.random.pick(&WORDS), self.random.below(2000)))
            }
            (14, _) => (Kind::Search, format!("search/?q={}", self.random.pick(&WORDS))),
            (_, Some((path, _))) => (Kind::NotModified, path.clone()),
        }
    }
}

/// Reads an answer to its end, which its head says.
async fn take(stream: &mut TcpStream, buffer: &mut [u8], manner: Manner) -> Result<Answer> {
    let mut filled = 0;
    let end = loop {
        let read = stream.read(&mut buffer[filled..]).await?;
        if read == 0 {
            return Err("the server closed a connection".into());
        }
        filled += read;
        if let Some(end) = buffer[..filled].windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
    };
    let head = std::str::from_utf8(&buffer[..end])?;
    let field = |name: &str| {
        let fields = head.lines().filter_map(|line| line.split_once(':'));
        fields.into_iter().find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
    };
    let answer = Answer { status: head.get(9..12).ok_or("an answer without a status")?.parse()?, etag: field("etag") };
    let length: usize = if answer.status == 304 { 0 } else { field("content-length").ok_or("no length")?.parse()? };
    let mut rest = length.checked_sub(filled - end - 4).ok_or("more than the answer came")?;
    while rest > 0 {
        let most = if let Manner::Slow = manner { SIP } else { buffer.len() };
        if let Manner::Slow = manner {
            sleep(BETWEEN_SIPS).await;
        }
        let read = stream.read(&mut buffer[..most]).await?;
        if read == 0 {
            return Err("the server closed a connection in the middle of an answer".into());
        }
        rest = rest.checked_sub(read).ok_or("more than the answer came")?;
    }
    Ok(answer)
}
