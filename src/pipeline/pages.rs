//! Reading articles' pages: a queue in the store, worked off politely.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::SignedDuration;
use tracing::{debug, warn};

use super::pass::{Event, Pass, Watch};
use super::{PassError, Pipeline, schedule, workers};
use crate::config::Source;
use crate::fetch::{Client, FetchError, Outcome, Request, Wants};
use crate::news::{HostKey, SourceId};
use crate::read::{self, Article, Document, Entry, PageTrace, ReadError, Recurring};
use crate::store::{DuePage, PageFailure, ReadPage};

struct Job {
    page: DuePage,
    entry: Entry,
    source: Arc<Source>,
    recurring: Arc<Recurring>,
}

enum PageRead {
    Read { article: Box<Article>, trace: Box<PageTrace>, recurring: Arc<Recurring> },
    NotFetched(FetchError),
    Failed { error: String, hopeless: bool },
}

impl Pipeline {
    pub(super) async fn read_pages(&mut self, pass: &mut Pass, watch: Watch<'_>) -> Result<(), PassError> {
        let mut sources: HashMap<SourceId, Option<Arc<Source>>> = HashMap::new();
        let mut recurring: HashMap<SourceId, Arc<Recurring>> = HashMap::new();
        let mut jobs = Vec::new();
        let mut taken: HashMap<HostKey, usize> = HashMap::new();
        for page in self.store.due_pages(pass.at)? {
            // A source that was taken out of feeds.toml or switched off is left alone, its pages included.
            let source = sources
                .entry(page.source.clone())
                .or_insert_with_key(|id| self.config.source(id).filter(|source| source.off.is_none()).cloned());
            let Some(source) = source else { continue };
            let host = HostKey::of(&page.url);
            let count = taken.entry(host.clone()).or_default();
            if *count >= self.config.fetch.pages_per_host {
                pass.pages_waiting += 1;
                continue;
            }
            *count += 1;
            let entry = self.store.entry_of(page.article)?;
            if !recurring.contains_key(&page.source) {
                let pages = self.store.traced_pages(&page.source)?;
                let learnt = Recurring::among(pages.iter().map(|page| &page.trace));
                recurring.insert(page.source.clone(), Arc::new(learnt));
            }
            let recurring = recurring.get(&page.source).cloned().unwrap_or_default();
            jobs.push((host, Job { page, entry, source: Arc::clone(source), recurring }));
        }
        watch(Event::PagesDue(jobs.len()));
        let client = self.client.clone();
        let mut results = workers::by_host(jobs, self.config.fetch.concurrency, move |job| {
            let client = client.clone();
            async move { read_page(&client, job).await }
        });
        while let Some((page, read)) = results.next().await {
            self.take_in_page(&page, read, pass)?;
            self.remember_robots(pass)?;
            watch(Event::PageTried);
        }
        self.look_after_selectors(pass)
    }

    fn take_in_page(&mut self, page: &DuePage, read: PageRead, pass: &mut Pass) -> Result<(), PassError> {
        match read {
            PageRead::Read { article, trace, recurring } => {
                let read = ReadPage { article: &article, trace: &trace, recurring: &recurring };
                self.store.record_page(page.article, read, pass.at)?;
                debug!(source = %page.source, url = %page.url, "page read");
                pass.pages_read += 1;
            }
            PageRead::NotFetched(error @ FetchError::HostHeld { retry_after, .. }) => {
                let until = schedule::later(pass.clock(), retry_after);
                debug!(source = %page.source, "page put off until {until}: {error}");
                self.store.put_off_page(page.article, &error.to_string(), until)?;
                pass.put_off += 1;
            }
            PageRead::NotFetched(error) => {
                self.remember_hold(&HostKey::of(error.url()), pass)?;
                let retry_after = error.retry_after();
                self.take_in_failed_page(page, error.to_string(), is_hopeless(&error), retry_after, pass)?;
            }
            PageRead::Failed { error, hopeless } => self.take_in_failed_page(page, error, hopeless, None, pass)?,
        }
        Ok(())
    }

    fn take_in_failed_page(
        &mut self,
        page: &DuePage,
        error: String,
        hopeless: bool,
        retry_after: Option<SignedDuration>,
        pass: &mut Pass,
    ) -> Result<(), PassError> {
        let retry = schedule::next_page_try(pass.at, pass.clock(), page.attempts + 1, hopeless, retry_after);
        let next = retry.map_or("given up".to_owned(), |retry| format!("tried again at {retry}"));
        warn!(source = %page.source, "page not read, {next}: {error}");
        self.store.record_page_failure(page.article, &PageFailure { error, retry })?;
        pass.pages_failed += 1;
        Ok(())
    }
}

async fn read_page(client: &Client, job: Job) -> (DuePage, PageRead) {
    let Job { page, entry, source, recurring } = job;
    let request = Request { url: &page.url, wants: Wants::Page, validators: None };
    let fetched = match client.get(&request).await {
        Ok(Outcome::Fetched(fetched)) => fetched,
        // Nothing was conditional about the request.
        Ok(Outcome::NotModified { .. }) => return (page, failed("answered 304 to an unconditional request", false)),
        Ok(Outcome::Gone { .. }) => return (page, failed("answered 410 Gone", true)),
        Err(error) => return (page, PageRead::NotFetched(error)),
    };
    let read = workers::reading(fetched.url.clone(), move || {
        let document =
            Document { url: &fetched.url, content_type: fetched.content_type.as_deref(), bytes: &fetched.body };
        let article = read::article(&document, &entry, &source.page, &source.zone)?;
        let trace = Box::new(PageTrace::of(&article, &source.page));
        let (article, _) = recurring.without(article);
        Ok::<_, ReadError>(PageRead::Read { article: Box::new(article), trace, recurring })
    });
    let read = match read.await {
        Ok(read) => read,
        Err(error) => failed(error.to_string(), false),
    };
    (page, read)
}

fn failed(error: impl Into<String>, hopeless: bool) -> PageRead {
    PageRead::Failed { error: error.into(), hopeless }
}

/// Errors that no later try mends: the page is not there, or not for us.
fn is_hopeless(error: &FetchError) -> bool {
    matches!(
        error,
        FetchError::RobotsDisallow { .. }
            | FetchError::Credentials { .. }
            | FetchError::Status { status: 401 | 403 | 404 | 451, .. }
    )
}
