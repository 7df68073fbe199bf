//! More readers than there are places for, and readers who mean no good.

use std::time::Duration;

use reqwest::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::newsroom::publish;
use crate::server::{Site, news};

async fn with_places(most: usize) -> Site {
    let folder = tempfile::tempdir().unwrap();
    publish(&folder.path().join("public"), &news()).unwrap();
    Site::for_at_most(most, folder, None).await
}

impl Site {
    /// A connection on which so much was said.
    async fn saying(&self, words: &str) -> TcpStream {
        let mut connection = TcpStream::connect(self.address).await.unwrap();
        connection.write_all(words.as_bytes()).await.unwrap();
        connection
    }

    /// Of the front page, for which it is asked again for as long as there is no place.
    async fn status_once_there_is_room(&self) -> StatusCode {
        let asking = async {
            loop {
                // Who is turned away may be cut off before having read why.
                let answer = self.client.get(format!("http://{}/", self.address)).send().await;
                let status = answer.map_or(StatusCode::SERVICE_UNAVAILABLE, |answer| answer.status());
                if status != StatusCode::SERVICE_UNAVAILABLE {
                    return status;
                }
            }
        };
        tokio::time::timeout(Duration::from_mins(1), asking).await.unwrap()
    }
}

/// What comes until the other side closes the connection.
async fn rest(mut connection: TcpStream) -> String {
    let mut text = Vec::new();
    // One that is broken off has said what it had to say.
    let _ = connection.read_to_end(&mut text).await;
    String::from_utf8_lossy(&text).into_owned()
}

#[tokio::test]
async fn who_asks_for_nothing_gives_way_when_all_places_are_taken() {
    let site = with_places(3).await;
    let silent = [site.saying("").await, site.saying("GET / HTTP/1.1\r\nHost: tin").await, site.saying("G").await];
    // They have their time first.
    assert_eq!(site.status_once_there_is_room().await, StatusCode::OK);
    for connection in silent {
        assert_eq!(rest(connection).await, "");
    }
}

#[tokio::test]
async fn who_finds_no_place_is_told_to_come_again() {
    let site = with_places(2).await;
    let kept = [site.saying("").await, site.saying("").await];
    let answer = site.get("/", &[]).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers()["retry-after"], "10");
    assert_eq!(answer.text().await.unwrap(), "503 Service Unavailable\n");
    drop(kept);
    assert_eq!(site.get("/", &[]).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_hundred_connections_that_say_nothing_keep_nobody_out() {
    let site = with_places(8).await;
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(site.saying("GET /").await);
    }
    assert_eq!(site.status_once_there_is_room().await, StatusCode::OK);
}

#[tokio::test]
async fn of_a_thousand_who_find_no_place_each_is_told_so_and_none_waits_behind_the_others() {
    let site = with_places(2).await;
    let _kept = [site.saying("").await, site.saying("").await];
    let flood = async {
        let mut told = JoinSet::new();
        for _ in 0..1000 {
            told.spawn(rest(site.saying("GET / HTTP/1.1\r\nHost: tin\r\n\r\n").await));
        }
        told.join_all().await
    };
    // At two a second they would take minutes.
    let told = tokio::time::timeout(Duration::from_mins(1), flood).await.unwrap();
    let refused = told.iter().filter(|answer| answer.starts_with("HTTP/1.1 503 ")).count();
    let answered = told.iter().filter(|answer| answer.starts_with("HTTP/1.1 200 ")).count();
    // Those who keep their places without asking give way after two seconds.
    assert_eq!((refused + answered, told.len()), (1000, 1000), "{refused} refused, {answered} answered");
}

#[tokio::test]
async fn a_long_document_arrives_whole_however_slowly_it_is_taken() {
    let mut documents = news();
    let long: String = (0..200_000).map(|nth| format!("{nth} dòng\n")).collect();
    documents[0].path = "long.txt".to_owned();
    documents[0].bytes = long.clone().into_bytes();
    let site = Site::start(documents).await;
    let request = "GET /long.txt HTTP/1.1\r\nHost: tin\r\n";
    let mut connection = site.saying(&format!("{request}\r\n{request}\r\n{request}Connection: close\r\n\r\n")).await;
    let (mut answers, mut part) = (Vec::new(), vec![0; 100_000]);
    loop {
        tokio::time::sleep(Duration::from_millis(1)).await;
        match connection.read(&mut part).await.unwrap() {
            0 => break,
            read => answers.extend_from_slice(&part[..read]),
        }
    }
    assert_eq!(String::from_utf8(answers).unwrap().matches(&long).count(), 3, "three, asked for at once");
    let again = site.get("/long.txt", &[("accept-encoding", "gzip")]).await;
    assert_eq!(again.headers()["content-encoding"], "gzip");
}
