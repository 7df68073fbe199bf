//! Over TLS: a real server with a certificate of a test's own authority, and `bantin once` as it is run, which trusts
//! whom `SSL_CERT_FILE` names.

use std::net::SocketAddr;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::extract::{Request, State};
use axum::http::{StatusCode, Version};
use axum::response::IntoResponse;
use axum::serve::{IncomingStream, Listener};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use url::Url;

use crate::desk::{Desk, rss};

/// A request, the connection that it came on, and its version of HTTP.
pub type Log = Arc<Mutex<Vec<(String, usize, Version)>>>;

pub struct Secure {
    address: SocketAddr,
    pub log: Log,
    /// The test's authority, in PEM.
    root: String,
    _serving: JoinSet<()>,
}

struct Door {
    listener: TcpListener,
    acceptor: TlsAcceptor,
    connections: usize,
}

/// Which connection, counted from 1.
#[derive(Clone, Copy)]
struct Connection(usize);

impl Listener for Door {
    type Io = TlsStream<TcpStream>;
    type Addr = usize;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, _) = self.listener.accept().await.unwrap();
            self.connections += 1;
            // A client that doesn't trust us hangs up.
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, self.connections);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        Ok(0)
    }
}

impl Connected<IncomingStream<'_, Door>> for Connection {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        Self(*stream.remote_addr())
    }
}

impl Secure {
    /// With a certificate for `name`, made better or worse by `edit`, and these protocols on offer.
    pub async fn start(name: &str, protocols: &[&[u8]], edit: impl FnOnce(&mut CertificateParams)) -> Self {
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
        let mut certificate = CertificateParams::new(vec![name.to_owned()]).unwrap();
        edit(&mut certificate);
        let key = KeyPair::generate().unwrap();
        let certificate: CertificateDer<'static> = certificate.signed_by(&key, &authority).unwrap().into();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();

        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let door = Door { listener, acceptor: TlsAcceptor::from(Arc::new(config)), connections: 0 };
        let log = Log::default();
        let router = Router::new().fallback(answer).with_state((Arc::clone(&log), address.port()));
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            axum::serve(door, router.into_make_service_with_connect_info::<Connection>()).await.unwrap();
        });
        Self { address, log, root: authority.pem(), _serving: serving }
    }

    pub fn url(&self, target: &str) -> Url {
        Url::parse(&format!("https://localhost:{}{target}", self.address.port())).unwrap()
    }

    /// `bantin once` over two feeds here, which name a page each.
    pub async fn once(&self, trusts: bool) -> Output {
        let desk = Desk::with(&[self.url("/feed-1"), self.url("/feed-2")]);
        std::fs::write(desk.folder().join("feeds.toml"), desk.text()).unwrap();
        let root = desk.folder().join("root.pem");
        std::fs::write(&root, &self.root).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
        command.arg("once").current_dir(desk.folder()).env_remove("SSL_CERT_DIR");
        if trusts {
            command.env("SSL_CERT_FILE", root);
        }
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }
}

async fn answer(
    State((log, port)): State<(Log, u16)>,
    ConnectInfo(Connection(connection)): ConnectInfo<Connection>,
    request: Request,
) -> impl IntoResponse {
    let target = request.uri().path().to_owned();
    log.lock().unwrap().push((target.clone(), connection, request.version()));
    match target.as_str() {
        "/robots.txt" => (StatusCode::NOT_FOUND, String::new()),
        feed if feed.starts_with("/feed") => (StatusCode::OK, rss(&[&format!("https://localhost:{port}/page{feed}")])),
        _ => (StatusCode::OK, "<h1>Tin</h1><p>Nước về bản.".to_owned()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_connection_serves_a_hosts_feeds_robots_txt_and_pages() {
    for (protocols, version) in [
        (&[b"h2".as_slice(), b"http/1.1"][..], Version::HTTP_2),
        (&[b"http/1.1".as_slice()][..], Version::HTTP_11),
        (&[][..], Version::HTTP_11),
    ] {
        let server = Secure::start("localhost", protocols, |_| ()).await;
        let output = server.once(true).await;
        assert!(output.status.success(), "{output:?}");
        let log = server.log.lock().unwrap().clone();
        let expected = ["/feed-1", "/feed-2", "/robots.txt", "/page/feed-1", "/page/feed-2"];
        let mut asked: Vec<_> = log.iter().map(|(target, ..)| target.as_str()).collect();
        asked[3..].sort_unstable();
        assert_eq!(asked, expected);
        for (target, connection, spoken) in &log {
            assert_eq!((*connection, *spoken), (1, version), "{target}");
        }
    }
}
