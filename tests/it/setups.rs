//! The set-ups that the README gives, as it gives them: cron with nginx, and with a branch for GitHub Pages. Each is skipped
//! where its program isn't there.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::{Client, Method, Response, StatusCode};

use crate::decisions::{DAY, OTHER, WIRE, papers, stories, succeeds};
use crate::testbed::TestBed;

struct Nginx {
    process: Child,
    address: String,
    client: Client,
}

impl Nginx {
    /// Serves `public`, as `more` has it besides; its own files go to `folder`.
    async fn start(public: &Path, more: &str, folder: &Path) -> Option<Self> {
        // Debian has it where only root looks.
        let paths = ["nginx", "/usr/sbin/nginx"];
        let Some(program) = paths.iter().find(|path| Command::new(path).arg("-v").output().is_ok()) else {
            println!("skipped: there is no nginx");
            return None;
        };
        let _ = rustls::crypto::ring::default_provider().install_default();
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let server = from_the_readme("nginx", "conf.d/bantin.conf")
            .replace("listen 80;", &format!("listen {free};"))
            .replace("/var/lib/bantin/public", public.to_str().unwrap());
        let server = server.trim_end().strip_suffix('}').unwrap();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|kind| format!("{kind}_temp_path {kind};\n"))
            .collect();
        let conf = format!(
            "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log stderr;\nevents {{}}\n\
             http {{\naccess_log off;\ninclude /etc/nginx/mime.types;\n{temporary}{server}{more}}}\n}}\n"
        );
        fs::write(folder.join("nginx.conf"), conf).unwrap();
        let process = Command::new(program)
            .args(["-e", "stderr", "-c", "nginx.conf", "-p"])
            .arg(folder)
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let client = Client::builder().no_proxy().build().unwrap();
        let nginx = Self { process, address: format!("http://{free}/"), client };
        for _ in 0..200 {
            if nginx.client.get(&nginx.address).send().await.is_ok() {
                return Some(nginx);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nginx doesn't answer");
    }

    async fn get(&self, path: &str) -> Response {
        self.client.get(format!("{}{path}", self.address)).send().await.unwrap()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The README's block in a language that holds some words.
fn from_the_readme(language: &str, words: &str) -> &'static str {
    let blocks = include_str!("../../README.md").split("```").skip(1).step_by(2);
    let mut blocks = blocks.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n'));
    blocks.find(|block| block.contains(words)).unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn nginx_serves_the_published_folder_as_bantin_would() {
    let bed = TestBed::new();
    bed.pass().await;
    let folder = tempfile::tempdir().unwrap();
    let Some(nginx) = Nginx::start(&bed.config().publish.directory, "", folder.path()).await else { return };
    for (path, bytes) in bed.published() {
        let path = path.to_str().unwrap();
        let response = nginx.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let expected = match path.rsplit_once('.').unwrap().1 {
            "html" => "text/html; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "js" => "application/javascript; charset=utf-8",
            "svg" => "image/svg+xml",
            "xml" => "text/xml; charset=utf-8",
            "txt" => "text/plain; charset=utf-8",
            "atom" => "application/atom+xml; charset=utf-8",
            "rss" => "application/rss+xml; charset=utf-8",
            "json" if path.contains("feed") => "application/feed+json; charset=utf-8",
            "json" => "application/json",
            "csv" => "text/csv; charset=utf-8",
            "opml" => "text/x-opml; charset=utf-8",
            other => panic!("{path}: nothing is known of {other}"),
        };
        assert_eq!(header(&response, "content-type"), expected, "{path}");
        let policy = header(&response, "content-security-policy");
        assert_eq!(policy, format!("{}; frame-ancestors 'none'", bantin::render::CONTENT_SECURITY_POLICY), "{path}");
        let is_named_by_content = header(&response, "cache-control").contains("immutable");
        assert_eq!(is_named_by_content, path.starts_with("assets/") && path.contains('-'), "{path}");
        let is_open = header(&response, "access-control-allow-origin") == "*";
        assert_eq!(is_open, [".atom", ".rss", ".json", ".opml"].iter().any(|end| path.ends_with(end)), "{path}");
        assert_eq!(response.bytes().await.unwrap(), bytes, "{path}");
    }
    for (method, path, status, language) in [
        (Method::GET, "no-such-page", 404, "vi"),
        (Method::GET, "en/no-such-page", 404, "en"),
        (Method::POST, "about/", 405, "vi"),
        (Method::POST, "en/about/", 405, "en"),
    ] {
        let response = nginx.client.request(method, format!("{}{path}", nginx.address)).send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{path}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        let page = response.text().await.unwrap();
        assert!(page.contains(&format!("<html lang=\"{language}\"")), "{path}: {page}");
    }
}

#[tokio::test]
async fn nginx_answers_410_for_a_withdrawn_story_and_the_sites_own_404_for_an_unknown_one() {
    let late = ["", "", WIRE];
    let (mut desk, _server) = papers(&[&[WIRE], &late, &late, &[OTHER]]).await;
    desk.pass().await;
    let stories = stories(&desk);
    let (id, other) = (&stories[0].id, &stories[1].id);
    succeeds(&desk, &["withdraw", &format!("https://tin.example/story/{id}/"), "--why", "Tòa yêu cầu gỡ"]);
    desk.pass_after(DAY).await;
    let public = desk.config().publish.directory;
    // As stories leave it that are no longer kept.
    fs::create_dir_all(public.join("gone")).unwrap();
    fs::write(public.join("gone/cu2"), "").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let block = from_the_readme("nginx", "error_page 410");
    let Some(nginx) = Nginx::start(&public, block, folder.path()).await else { return };
    for (method, story, status, published) in [
        (Method::GET, format!("story/{other}/"), 200, format!("story/{other}/index.html")),
        (Method::GET, format!("story/{id}/"), 410, format!("story/{id}/410.html")),
        (Method::GET, "story/cu2/".to_owned(), 410, "410.html".to_owned()),
        (Method::GET, "story/khongco/".to_owned(), 404, "404.html".to_owned()),
        (Method::GET, format!("story/{id}/410.html"), 404, "404.html".to_owned()),
        (Method::POST, format!("story/{other}/"), 405, "405.html".to_owned()),
    ] {
        for language in ["", "en/"] {
            let (method, path) = (method.clone(), format!("{language}{story}"));
            let response = nginx.client.request(method, format!("{}{path}", nginx.address)).send().await.unwrap();
            assert_eq!(response.status().as_u16(), status, "{path}");
            let expected = fs::read_to_string(public.join(format!("{language}{published}"))).unwrap();
            assert_eq!(response.text().await.unwrap(), expected, "{path}");
        }
    }
}

#[test]
fn cron_writes_where_nginx_looks() {
    let crontab = from_the_readme("cron", "bantin once");
    let public = crontab.lines().find_map(|line| line.strip_prefix("BANTIN_PUBLIC=")).unwrap();
    assert!(from_the_readme("nginx", "conf.d/bantin.conf").contains(&format!("root {public};")), "{public}");
    for words in ["bantin doctor", "bantin backup"] {
        assert!(
            !from_the_readme("cron", words).contains("--config"),
            "{words}: it is in the crontab that has the paths"
        );
    }
}

#[tokio::test]
async fn a_branch_for_github_pages_has_the_site_in_one_commit() {
    if Command::new("git").arg("--version").output().is_err() {
        println!("skipped: there is no git");
        return;
    }
    let bed = TestBed::new();
    let folder = bed.folder.path();
    fs::write(folder.join("feeds.toml"), bed.feeds_toml()).unwrap();
    let remote = tempfile::tempdir().unwrap();
    let git = |arguments: &[&str]| {
        let output = Command::new("git").arg("--git-dir").arg(remote.path()).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    git(&["init", "--quiet", "--bare"]);
    let script = from_the_readme("sh", "bantin-pages")
        .replace("/var/lib/bantin", folder.to_str().unwrap())
        .replace("git@github.com:example/tin.git", remote.path().to_str().unwrap());
    let program = Path::new(env!("CARGO_BIN_EXE_bantin")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    for round in 0..2 {
        if round == 1 {
            bed.press.next_edition();
            bed.database().execute("UPDATE source SET next_poll = 0", []).unwrap();
        }
        let output = Command::new("sh").args(["-c", &script]).env("PATH", &path).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(git(&["rev-list", "--count", "pages"]), b"1\n");
        assert_eq!(git(&["show", "pages:index.html"]), bed.published_text("index.html").into_bytes());
        git(&["cat-file", "-e", "pages:.nojekyll"]);
    }
}
