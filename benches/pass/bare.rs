//! The yardstick: the requests that a pass makes, by reqwest alone. Bodies are received, and not read.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use reqwest::header::{IF_MODIFIED_SINCE, IF_NONE_MATCH};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use tokio::task::JoinSet;

use crate::Result;
use crate::workload::Workload;

#[derive(Clone, Copy)]
enum Ask {
    Feed { source: usize },
    FeedIfModified { source: usize },
    Page { source: usize, entry: usize },
}

/// Every feed, and then every page that is to be read.
pub async fn cold(workload: &Arc<Workload>, concurrency: usize) -> Result<()> {
    let (client, sources) = (client()?, workload.sources);
    each(workload, &client, concurrency, sources, |_, source| Ask::Feed { source }).await?;
    // The first entry of every feed, then the second: so all hosts are busy.
    let page = |sources, number| Ask::Page { source: number % sources, entry: number / sources };
    each(workload, &client, concurrency, workload.pages(), page).await
}

/// Every feed, of which none has changed.
pub async fn unchanged(workload: &Arc<Workload>, concurrency: usize) -> Result<()> {
    each(workload, &client()?, concurrency, workload.sources, |_, source| Ask::FeedIfModified { source }).await
}

fn client() -> Result<Client> {
    Ok(Client::builder().redirect(Policy::none()).no_proxy().build()?)
}

/// Asks for the first `count` of `ask(sources, number)`, `concurrency` at a time.
async fn each(
    workload: &Arc<Workload>,
    client: &Client,
    concurrency: usize,
    count: usize,
    ask: fn(usize, usize) -> Ask,
) -> Result<()> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut askers = JoinSet::new();
    for _ in 0..concurrency {
        let (next, client, workload) = (Arc::clone(&next), client.clone(), Arc::clone(workload));
        askers.spawn(async move {
            loop {
                let number = next.fetch_add(1, Relaxed);
                if number >= count {
                    return Ok(());
                }
                receive(&client, &workload, ask(workload.sources, number)).await?;
            }
        });
    }
    askers.join_all().await.into_iter().collect()
}

async fn receive(client: &Client, workload: &Workload, ask: Ask) -> Result<()> {
    let (request, expected) = match ask {
        Ask::Feed { source } => (client.get(workload.feed_url(source)), StatusCode::OK),
        Ask::Page { source, entry } => (client.get(workload.page_url(source, entry)), StatusCode::OK),
        Ask::FeedIfModified { source } => {
            let validators = Workload::validators(source, 0);
            let request = client
                .get(workload.feed_url(source))
                .header(IF_NONE_MATCH, validators.etag)
                .header(IF_MODIFIED_SINCE, validators.last_modified);
            (request, StatusCode::NOT_MODIFIED)
        }
    };
    let response = request.send().await?;
    if response.status() != expected {
        return Err(format!("{} instead of {expected} for {}", response.status(), response.url()).into());
    }
    response.bytes().await?;
    Ok(())
}
