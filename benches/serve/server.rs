//! The servers, each a process of its own, with the same feed.

use std::fs::{self, Permissions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use bantin::publish::{self, Publication, Serving};
use bantin::render::Document;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use tempfile::TempDir;

use crate::Result;

/// The feed's path.
pub const FEED: &str = "feeds/tin.atom";
/// As bantin has it, so that both send the same bytes.
const GZIP_LEVEL: u32 = 6;
/// Ticks a second in `proc_pid_stat(5)`, on every Linux.
const TICKS: f64 = 100.0;

/// A published feed in a temporary folder.
pub struct Site {
    folder: TempDir,
    /// Of the feed.
    pub bytes: usize,
}

/// A running server. It ends when this is dropped.
pub struct Server {
    pub address: SocketAddr,
    child: Child,
    /// What has nginx end, its workers with it.
    stop: Option<Command>,
}

impl Site {
    pub fn new(feed: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        // nginx's workers are another user's.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755))?;
        let site = Self { folder, bytes: feed.len() };
        let mut publication = Publication::begin(&site.public(), None)?;
        let document = Document {
            path: FEED.to_owned(),
            media_type: "application/atom+xml; charset=utf-8",
            bytes: feed.as_bytes().to_vec(),
            modified: Timestamp::constant(1_790_000_000, 0),
        };
        publication.put(&document)?;
        publication.finish_whole()?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::new(GZIP_LEVEL));
        gzip.write_all(feed.as_bytes())?;
        fs::write(site.public().join(format!("{FEED}.gz")), gzip.finish()?)?;
        Ok(site)
    }

    fn public(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    pub fn bantin(&self, threads: usize) -> Result<Server> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("--serve")
            .arg(self.public())
            .args(["--threads", &threads.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut address = String::new();
        BufReader::new(child.stdout.take().ok_or("the server has no output")?).read_line(&mut address)?;
        Ok(Server { address: address.trim().parse()?, child, stop: None })
    }

    /// nginx, set up for static files as its manual advises. None where there is none.
    pub fn nginx(&self, workers: usize) -> Result<Option<Server>> {
        let folder = self.folder.path();
        let port = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        fs::write(folder.join("nginx.conf"), configuration(folder, port, workers))?;
        let nginx = || {
            let mut command = Command::new("nginx");
            command.arg("-p").arg(folder).arg("-c").arg(folder.join("nginx.conf")).arg("-e").arg(folder.join("errors"));
            command
        };
        let child = match nginx().spawn() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            spawned => spawned?,
        };
        let mut stop = nginx();
        stop.args(["-s", "stop"]);
        let server = Server { address: (Ipv4Addr::LOCALHOST, port).into(), child, stop: Some(stop) };
        for _ in 0..100 {
            if TcpStream::connect(server.address).is_ok() {
                return Ok(Some(server));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(format!("nginx doesn't answer: {}", fs::read_to_string(folder.join("errors"))?).into())
    }
}

impl Server {
    /// Processor time of all its processes so far.
    pub fn cpu_seconds(&self) -> Result<f64> {
        let id = self.child.id();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children"))?;
        let mut ticks = 0.0;
        for id in children.split_whitespace().chain([id.to_string().as_str()]) {
            let stat = fs::read_to_string(format!("/proc/{id}/stat"))?;
            // The name, in brackets, may have spaces.
            let (_, fields) = stat.rsplit_once(')').ok_or("/proc has another form")?;
            let times = fields.split_whitespace().skip(11).take(2);
            ticks += times.map(|time| time.parse::<f64>().unwrap_or_default()).sum::<f64>();
        }
        Ok(ticks / TICKS)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nobody is left to be told of a failure. bantin's ends with its input.
        drop(self.child.stdin.take());
        if let Some(stop) = &mut self.stop {
            let _ = stop.status();
        }
        let _ = self.child.wait();
    }
}

/// The child's part: serves the folder as the daemon does, until its input ends.
pub fn serve(folder: &Path, threads: usize) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let mut out = io::stdout();
        writeln!(out, "{}", listener.local_addr()?)?;
        out.flush()?;
        let ended = async {
            let input = || io::stdin().read_to_end(&mut Vec::new());
            let _ = tokio::task::spawn_blocking(input).await;
        };
        publish::serve(listener, publish::Site::new(Serving::new(folder)), ended).await;
        Ok(())
    })
}

fn configuration(folder: &Path, port: u16, workers: usize) -> String {
    let folder = folder.display();
    format!(
        "daemon off;
         worker_processes {workers};
         pid {folder}/nginx.pid;
         error_log {folder}/errors;
         events {{ worker_connections 1024; }}
         http {{
             types {{ application/atom+xml atom; }}
             access_log off;
             sendfile on;
             tcp_nopush on;
             open_file_cache max=100;
             keepalive_requests 1000000000;
             gzip_static on;
             gzip_vary on;
             client_body_temp_path {folder}/body;
             proxy_temp_path {folder}/proxy;
             fastcgi_temp_path {folder}/fastcgi;
             uwsgi_temp_path {folder}/uwsgi;
             scgi_temp_path {folder}/scgi;
             server {{
                 listen 127.0.0.1:{port};
                 root {folder}/public;
             }}
         }}\n"
    )
}
