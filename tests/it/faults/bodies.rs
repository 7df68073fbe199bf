//! Bodies that don't end, end too early, or are other than they say.

use std::io::Write;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};

use super::{Again, Fault, Then, fault, hold, news};
use crate::crashes;
use crate::desk::Desk;
use crate::scripted::{Reply, Scripted, Seen};

const TOO_LARGE: &str =
    "ADDRESS: the body is longer than 8388608 bytes; [fetch] max_feed_bytes and max_page_bytes set this";
const CUT: &str = "ADDRESS: the body ended too early (…): nothing of it is taken; it is tried again later";
const CODED: &str = "ADDRESS: the body can't be decoded (…): nothing of it is taken; if it stays so, tell the site";

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

const GIGABYTE: usize = 1 << 30;

/// A gigabyte of zeros as this encoder packs them: a megabyte at a time, which comes out the same each time.
fn zeros<E: Write>(mut encoder: E, packed: impl Fn(&E) -> &Vec<u8>) -> Vec<u8> {
    let megabyte = vec![0; 1 << 20];
    let mut ends = Vec::new();
    for _ in 0..3 {
        encoder.write_all(&megabyte).unwrap();
        encoder.flush().unwrap();
        ends.push(packed(&encoder).len());
    }
    let all = packed(&encoder);
    let (second, third) = (&all[ends[0]..ends[1]], &all[ends[1]..ends[2]]);
    assert_eq!(second, third);
    [all.clone(), second.repeat(GIGABYTE / megabyte.len() - 3)].concat()
}

fn bomb(coding: &str) -> Reply {
    let packed = match coding {
        "gzip" => zeros(GzEncoder::new(Vec::new(), Compression::best()), GzEncoder::get_ref),
        "deflate" => zeros(ZlibEncoder::new(Vec::new(), Compression::best()), ZlibEncoder::get_ref),
        "br" => zeros(brotli::CompressorWriter::new(Vec::new(), 4096, 5, 22), brotli::CompressorWriter::get_ref),
        "zstd" => zeros(zstd::Encoder::new(Vec::new(), 3).unwrap(), zstd::Encoder::get_ref),
        _ => panic!("{coding}"),
    };
    assert!(packed.len() < GIGABYTE / 100, "{coding}: {}", packed.len());
    Reply::ok(packed).header("Content-Encoding", coding)
}

fn endless() -> Reply {
    Reply::endless(b"<!-- -->".repeat(8192))
}

pub(super) fn faults() -> Vec<Fault> {
    const UNSAID: &str = "gzip that nothing says is gzip";
    const SHORT: &str = "a length that is too short";
    let too_large = || Then::Fails(TOO_LARGE, Again::Later);
    let cut = || Then::Fails(CUT, Again::Later);
    let coded = || Then::Fails(CODED, Again::Later);
    vec![
        fault("a body without an end", |_| endless(), too_large()),
        fault("1 GB of zeros in gzip", |_| bomb("gzip"), too_large()),
        fault("1 GB of zeros in deflate", |_| bomb("deflate"), too_large()),
        fault("1 GB of zeros in brotli", |_| bomb("br"), too_large()),
        fault("1 GB of zeros in zstd", |_| bomb("zstd"), too_large()),
        fault(
            "1 GB of zeros in gzip that nothing says is gzip",
            |_| bomb("gzip").without_headers(),
            Then::Fails("ADDRESS unpacks to more than 8388608 bytes; [fetch] max_feed_bytes sets this", Again::Later),
        ),
        fault(
            "the connection is reset amid the body",
            |_| Reply::reset_after("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss><channel><item>"),
            cut(),
        ),
        fault(
            "a length that is too long",
            |_| Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss><channel><item>"),
            cut(),
        ),
        fault(
            SHORT,
            |_| {
                let feed = news(SHORT);
                let end = feed.find("</item>").unwrap() + "</item>".len();
                Reply::raw(format!("HTTP/1.1 200 OK\r\nContent-Length: {end}\r\n\r\n{feed}"))
            },
            Then::Reads(1, "so much is read, and of that the entries that are whole"),
        ),
        fault(
            "chunks that are cut off",
            |_| Reply::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n"),
            cut(),
        ),
        fault(
            "chunks whose length is no number",
            |_| Reply::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss>\r\n0\r\n\r\n"),
            coded(),
        ),
        fault(
            "gzip that is cut off",
            |_| Reply::ok(gzip(&news("x"))[..100].to_vec()).header("Content-Encoding", "gzip"),
            cut(),
        ),
        fault(
            "gzip with a wrong byte in it",
            |_| {
                let mut packed = gzip(&news("x"));
                packed[60] ^= 0x55;
                Reply::ok(packed).header("Content-Encoding", "gzip")
            },
            coded(),
        ),
        fault("plain text that is called gzip", |_| Reply::ok(news("x")).header("Content-Encoding", "gzip"), coded()),
        fault("gzip that is called brotli", |_| Reply::ok(gzip(&news("x"))).header("Content-Encoding", "br"), coded()),
        fault("a coding that nobody knows", |_| Reply::ok(news("x")).header("Content-Encoding", "rot13"), coded()),
        fault(UNSAID, |_| Reply::ok(gzip(&news(UNSAID))), Then::Reads(1, "it is unpacked")),
        fault(
            "a body after 304 Not Modified",
            |_| Reply::raw(format!("HTTP/1.1 304 Not Modified\r\n\r\n{}", news("x"))),
            Then::Reads(0, "not modified; the body is nothing"),
        ),
        fault(
            "a body after 204 No Content",
            |_| Reply::raw(format!("HTTP/1.1 204 No Content\r\n\r\n{}", news("x"))),
            Then::Fails("ADDRESS answered 204, which carries no document", Again::Seldom),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_without_its_true_end_or_coding_is_no_document() {
    let held = hold(&faults(), "timeout = \"2m\"").await;
    // What was on its way when bantin hung up lies in the buffers of two sockets.
    let sent = held.servers[0].as_ref().unwrap().sent();
    assert!((8 << 20..64 << 20).contains(&sent), "{sent}");
}

#[tokio::test(flavor = "multi_thread")]
async fn bombs_take_no_memory() {
    let peak = async |answer: fn(usize) -> Reply| {
        let mut servers = Vec::new();
        for n in 0..6 {
            servers.push(Scripted::on(&format!("127.0.1.{}", n + 1), move |_: &Seen| answer(n)).await);
        }
        let addresses: Vec<_> = servers.iter().map(|server| server.url("/nguon")).collect();
        let mut desk = Desk::with(&addresses);
        desk.fetch = "allow = [\"127.0.1.0/24\"]\ntimeout = \"2m\"".to_owned();
        let mut child = crashes::start_child(desk.folder(), &desk.text(), desk.now);
        let ended = tokio::task::spawn_blocking(move || child.wait().unwrap()).await.unwrap();
        assert!(ended.success());
        crashes::peak(desk.folder())
    };
    let ordinary = peak(|_| Reply::ok(news("x"))).await;
    let bombs = peak(|n| match n {
        0 => bomb("gzip"),
        1 => bomb("deflate"),
        2 => bomb("br"),
        3 => bomb("zstd"),
        4 => endless(),
        _ => bomb("gzip").without_headers(),
    })
    .await;
    // Six bodies of 8 MiB, each in a buffer that grew by doubling, and what the decoders keep.
    let most = 160 << 20;
    assert!(bombs < ordinary + most, "{} MiB, and {} without bombs", bombs >> 20, ordinary >> 20);
}
