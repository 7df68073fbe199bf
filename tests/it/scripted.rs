//! A web server on loopback that answers as a test's script says, down to the bytes, and remembers what it was asked.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bantin::config;
use jiff::SignedDuration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use url::Url;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Path and query as sent.
    pub target: String,
    /// Names in lower case, values to the byte.
    pub headers: Vec<(String, Vec<u8>)>,
    /// How many requests for this target came before.
    pub nth: usize,
    /// Which connection, counted from 0.
    pub connection: usize,
    pub arrived: Instant,
    /// When the last byte of the answer was written.
    pub answered: Option<Instant>,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_slice())
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.header(name).map(|value| std::str::from_utf8(value).unwrap())
    }
}

/// What to answer. The body gets a Content-Length; [`Reply::raw`] sends exactly what it is given and closes.
#[derive(Clone, Debug)]
pub struct Reply {
    head: String,
    fields: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
    raw: bool,
    end: End,
    before: Duration,
    told: Option<Arc<Notify>>,
    between: Duration,
}

/// What becomes of the connection after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The next request may come.
    Kept,
    Closed,
    /// Cut without a farewell (TCP's RST).
    Reset,
    /// Neither another byte nor an end.
    Silent,
    /// The body again and again.
    Endless,
}

impl Reply {
    pub fn status(status: u16) -> Self {
        Self {
            head: format!("HTTP/1.1 {status} Scripted\r\n"),
            fields: Vec::new(),
            body: Vec::new(),
            raw: false,
            end: End::Kept,
            before: Duration::ZERO,
            told: None,
            between: Duration::ZERO,
        }
    }

    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..Self::status(200) }
    }

    pub fn redirect(status: u16, to: &str) -> Self {
        Self::status(status).header("Location", to)
    }

    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { raw: true, end: End::Closed, ..Self::ok(bytes) }
    }

    /// The same, and then a reset.
    pub fn reset_after(bytes: impl Into<Vec<u8>>) -> Self {
        Self { end: End::Reset, ..Self::raw(bytes) }
    }

    /// The same, and then nothing, over a connection that stays open.
    pub fn silent_after(bytes: impl Into<Vec<u8>>) -> Self {
        Self { end: End::Silent, ..Self::raw(bytes) }
    }

    /// A body without an end, made of these bytes again and again.
    pub fn endless(bytes: impl Into<Vec<u8>>) -> Self {
        Self::ok(bytes).endlessly()
    }

    /// What comes after the head, again and again.
    pub fn endlessly(self) -> Self {
        Self { end: End::Endless, ..self }
    }

    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.fields.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    pub fn body(self, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..self }
    }

    pub fn without_headers(self) -> Self {
        Self { fields: Vec::new(), ..self }
    }

    /// Waits before the first byte, until told to go on.
    pub fn when(self, told: &Arc<Notify>) -> Self {
        Self { told: Some(Arc::clone(told)), ..self }
    }

    /// Waits before the first byte.
    pub fn after(self, before: Duration) -> Self {
        Self { before, ..self }
    }

    /// Waits before each byte of the body.
    pub fn drip(self, between: Duration) -> Self {
        Self { between, ..self }
    }

    fn bytes_of_head(&self) -> Vec<u8> {
        if self.raw {
            return Vec::new();
        }
        let mut head = self.head.clone().into_bytes();
        for (name, value) in &self.fields {
            head.extend_from_slice(name.as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value);
            head.extend_from_slice(b"\r\n");
        }
        if self.end != End::Endless && !self.head.contains(" 304 ") {
            head.extend_from_slice(format!("Content-Length: {}\r\n", self.body.len()).as_bytes());
        }
        head.extend_from_slice(b"\r\n");
        head
    }
}

/// The server; it stops when dropped.
pub struct Scripted {
    pub address: SocketAddr,
    log: Arc<Mutex<Vec<Seen>>>,
    sent: Arc<AtomicU64>,
    _serving: JoinSet<()>,
}

impl Scripted {
    pub async fn start(script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::on("127.0.0.1", script).await
    }

    /// At another address of this machine: as another host.
    pub async fn on(ip: &str, script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((ip, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let sent = Arc::new(AtomicU64::new(0));
        let script = Arc::new(script);
        let mut serving = JoinSet::new();
        serving.spawn({
            let (log, sent) = (Arc::clone(&log), Arc::clone(&sent));
            async move {
                let mut connections = JoinSet::new();
                for connection in 0.. {
                    let (stream, _) = listener.accept().await.unwrap();
                    let (log, sent, script) = (Arc::clone(&log), Arc::clone(&sent), Arc::clone(&script));
                    connections.spawn(async move {
                        // A client that hangs up is no failure of the server's.
                        let _ = serve(stream, connection, (&log, &sent), &*script).await;
                    });
                }
            }
        });
        Self { address, log, sent, _serving: serving }
    }

    /// The same bytes to everybody who connects, whatever they say.
    pub async fn at_once(bytes: Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                // What was said is read first: a socket that is closed on unread bytes resets its connection.
                let mut said = [0; 4096];
                if stream.read(&mut said).await.is_ok() {
                    let _ = stream.write_all(&bytes).await;
                    let _ = stream.shutdown().await;
                }
            }
        });
        Self { address, log: Arc::default(), sent: Arc::default(), _serving: serving }
    }

    /// One answer for every request.
    pub async fn always(reply: Reply) -> Self {
        Self::start(move |_| reply.clone()).await
    }

    /// Answers by target, in order, the last one again and again; 404 for others.
    pub async fn with(answers: impl IntoIterator<Item = (&str, Vec<Reply>)>) -> Self {
        let answers: HashMap<String, Vec<Reply>> =
            answers.into_iter().map(|(target, replies)| (target.to_owned(), replies)).collect();
        Self::start(move |seen| match answers.get(&seen.target) {
            Some(replies) => replies.get(seen.nth).or(replies.last()).unwrap().clone(),
            None => Reply::status(404),
        })
        .await
    }

    pub fn url(&self, target: &str) -> Url {
        Url::parse(&format!("http://{}{target}", self.address)).unwrap()
    }

    pub fn log(&self) -> Vec<Seen> {
        self.log.lock().unwrap().clone()
    }

    /// Bytes of endless bodies that found their way out.
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::SeqCst)
    }

    pub fn targets(&self) -> Vec<String> {
        self.log().into_iter().map(|seen| seen.target).collect()
    }
}

async fn serve(
    mut stream: TcpStream,
    connection: usize,
    (log, sent): (&Mutex<Vec<Seen>>, &AtomicU64),
    script: &(dyn Fn(&Seen) -> Reply + Send + Sync),
) -> std::io::Result<()> {
    loop {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            // A TLS hello: answered as servers do on their plain port.
            if head == [0x16] {
                return stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
            }
            match stream.read_u8().await {
                Ok(byte) => head.push(byte),
                Err(_) => return Ok(()),
            }
        }
        let (at, reply) = {
            let mut log = log.lock().unwrap();
            let mut seen = parse(&head, connection);
            seen.nth = log.iter().filter(|earlier| earlier.target == seen.target).count();
            let reply = script(&seen);
            log.push(seen);
            (log.len() - 1, reply)
        };
        tokio::time::sleep(reply.before).await;
        if let Some(told) = &reply.told {
            told.notified().await;
        }
        stream.write_all(&reply.bytes_of_head()).await?;
        if reply.between.is_zero() {
            stream.write_all(&reply.body).await?;
        } else {
            for byte in &reply.body {
                tokio::time::sleep(reply.between).await;
                stream.write_all(&[*byte]).await?;
            }
        }
        stream.flush().await?;
        log.lock().unwrap()[at].answered = Some(Instant::now());
        match reply.end {
            End::Kept => {}
            End::Closed => return stream.shutdown().await,
            End::Reset => return stream.set_zero_linger(),
            End::Silent => std::future::pending().await,
            End::Endless => loop {
                stream.write_all(&reply.body).await?;
                sent.fetch_add(reply.body.len() as u64, Ordering::SeqCst);
            },
        }
    }
}

fn parse(head: &[u8], connection: usize) -> Seen {
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let first = String::from_utf8(lines.next().unwrap().to_vec()).unwrap();
    let headers = lines
        .filter_map(|line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            let name = String::from_utf8(line[..colon].to_ascii_lowercase()).unwrap();
            Some((name, line[colon + 1..].trim_ascii().to_vec()))
        })
        .collect();
    let target = first.split(' ').nth(1).unwrap().to_owned();
    Seen { target, headers, nth: 0, connection, arrived: Instant::now(), answered: None }
}

/// `[fetch]` for a server on loopback: allowed, and without pauses.
pub fn fetch_config() -> config::Fetch {
    config::Fetch {
        contact: "https://bantin.example/lien-he".to_owned(),
        timeout: SignedDuration::from_secs(5),
        max_feed_bytes: 100_000,
        max_page_bytes: 50_000,
        max_redirects: 3,
        spacing: SignedDuration::ZERO,
        concurrency: 8,
        pages_per_host: 100,
        websub: true,
        allow: vec!["127.0.0.0/8".parse().unwrap()],
    }
}
