//! Reading articles' pages: a queue in the store, worked off politely.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::SignedDuration;
use tracing::{debug, warn};
use url::Url;

use super::pass::{Event, Pass, Warning, Watch};
use super::workers::{Next, Patience, Results};
use super::{PassError, Pipeline, schedule, workers};
use crate::config::Source;
use crate::fetch::{Client, FetchError, Fetched, Outcome, Request, Wants};
use crate::news::{HostKey, SourceId};
use crate::read::{Article, ArticlePages, Document, Entry, Missing, PageTrace, ReadError, Recurring};
use crate::store::{DuePage, PageFailure, ReadPage, Scope};

struct Job {
    page: DuePage,
    entry: Entry,
    source: Arc<Source>,
    recurring: Arc<Recurring>,
}

/// What came of a page: its article, or why there is none; both where further pages of the article can't be had.
struct PageRead {
    article: Option<Box<Traced>>,
    missed: Option<Missed>,
}

impl PageRead {
    fn failed(error: &ReadError) -> Self {
        Self { article: None, missed: Some(Missed::unreadable(error)) }
    }
}

/// An article without what recurs on its source's pages, and the trace of the page as it was.
struct Traced {
    article: Article,
    trace: PageTrace,
    recurring: Arc<Recurring>,
}

impl Traced {
    fn as_read(&self) -> ReadPage<'_> {
        ReadPage { article: &self.article, trace: &self.trace, recurring: &self.recurring }
    }
}

enum Missed {
    NotFetched(Box<FetchError>),
    Failed {
        error: String,
        hopeless: bool,
    },
    /// Answered 410.
    Gone {
        error: String,
    },
}

impl Missed {
    /// What can't be read today may be mended by the next try.
    fn unreadable(error: &ReadError) -> Self {
        Self::Failed { error: error.to_string(), hopeless: false }
    }

    fn into_error(self) -> String {
        match self {
            Self::NotFetched(error) => error.to_string(),
            Self::Failed { error, .. } | Self::Gone { error } => error,
        }
    }

    /// Whether the page isn't there any more, or may not be.
    fn is_gone(&self) -> bool {
        match self {
            Self::NotFetched(error) => matches!(**error, FetchError::Status { status: 404 | 451, .. }),
            Self::Failed { .. } => false,
            Self::Gone { .. } => true,
        }
    }
}

/// Pages under way in a pass, and how many of each host were asked for.
#[derive(Default)]
pub(super) struct Pages {
    results: Option<Results<(DuePage, PageRead)>>,
    taken: HashMap<HostKey, usize>,
}

impl Pages {
    pub(super) fn are_under_way(&self) -> bool {
        self.results.is_some()
    }
}

impl Pipeline {
    /// Asks for the pages that are due.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn begin_pages(
        &mut self,
        pages: &mut Pages,
        pass: &mut Pass,
        watch: Watch<'_>,
    ) -> Result<(), PassError> {
        let mut sources: HashMap<SourceId, Option<Arc<Source>>> = HashMap::new();
        let mut recurring: HashMap<SourceId, Arc<Recurring>> = HashMap::new();
        let mut jobs = Vec::new();
        pass.pages_waiting = 0;
        for page in self.store.due_pages(pass.at)? {
            let read = |source: &&Arc<Source>| source.off.is_none() && source.read_pages;
            let source = sources
                .entry(page.source.clone())
                .or_insert_with_key(|id| self.config.source(id).filter(read).cloned());
            let Some(source) = source else { continue };
            let host = HostKey::of(&page.url);
            let count = pages.taken.entry(host.clone()).or_default();
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
        // Who was taken out of feeds.toml or switched off is left alone, pages included, and so is who has `read = false` now.
        // Their news waits for its pages no longer, and is published as the entries tell it.
        for (source, _) in sources.iter().filter(|(_, read)| read.is_none()) {
            self.store.leave_pages(source)?;
        }
        watch(Event::PagesDue(jobs.len()));
        let client = self.client.clone();
        pages.results = Some(workers::by_host(jobs, self.config.fetch.concurrency, move |job| {
            let client = client.clone();
            async move { read_page(&client, job).await }
        }));
        Ok(())
    }

    /// Takes in what comes within the `patience`. When that is all, no pages are under way any more.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn take_in_pages(
        &mut self,
        pages: &mut Pages,
        patience: Patience,
        pass: &mut Pass,
        watch: Watch<'_>,
    ) -> Result<(), PassError> {
        while let Some(results) = &mut pages.results {
            match results.next_within(patience).await {
                Next::Result((page, read)) => {
                    self.take_in_page(&page, read, pass)?;
                    self.remember_robots(pass)?;
                    watch(Event::PageTried);
                }
                Next::Late => break,
                Next::End => pages.results = None,
            }
        }
        self.remember_clocks(pass)?;
        self.look_after_selectors(pass)
    }

    fn take_in_page(&mut self, page: &DuePage, read: PageRead, pass: &mut Pass) -> Result<(), PassError> {
        let PageRead { article, missed } = read;
        if !self.store.wants_page(page.article)? {
            debug!(source = %page.source, url = %page.url, "a page came after its article was purged or withdrawn");
            return Ok(());
        }
        if let Some(read) = &article {
            pass.pages_read += 1;
            look_at(page, &read.article, pass);
        }
        match (article, missed) {
            (Some(read), None) => {
                self.store.record_page(page.article, read.as_read(), pass.at)?;
                debug!(source = %page.source, url = %page.url, "page read");
            }
            (None, Some(Missed::NotFetched(error))) if let FetchError::HostHeld { retry_after, .. } = *error => {
                let until = schedule::later(pass.clock(), retry_after);
                debug!(source = %page.source, "page put off until {until}: {error}");
                self.store.put_off_page(page.article, &error.to_string(), until)?;
                pass.put_off += 1;
            }
            (article, Some(missed)) => {
                if let Missed::NotFetched(error) = &missed {
                    self.remember_hold(&HostKey::of(error.url()), pass)?;
                }
                // A further page that is gone takes nothing down.
                if article.is_none() && page.is_read && missed.is_gone() {
                    return self.take_down(page, missed, pass);
                }
                let failure = failure(page, missed, pass);
                match article {
                    Some(read) => {
                        let failure = PageFailure { gone: None, ..failure };
                        self.store.record_part(page.article, read.as_read(), &failure, pass.at)?;
                    }
                    None => self.store.record_page_failure(page.article, &failure)?,
                }
                pass.pages_failed += 1;
            }
            (None, None) => {}
        }
        Ok(())
    }
}

/// A page that was read before and is gone is asked for again each day, and for so long, before its article is withdrawn:
/// sites lose pages for hours when they move or are mended.
const CONFIRMED_AFTER: SignedDuration = SignedDuration::from_hours(3 * 24);
const ASKED_AGAIN: SignedDuration = SignedDuration::from_hours(24);

impl Pipeline {
    /// Comes back to a page that was there and is gone; when it has been for days, its publisher took the article down,
    /// and it is withdrawn.
    fn take_down(&mut self, page: &DuePage, missed: Missed, pass: &mut Pass) -> Result<(), PassError> {
        let since = page.gone.unwrap_or(pass.at);
        let is_confirmed = pass.at.duration_since(since) >= CONFIRMED_AFTER;
        let retry = (!is_confirmed).then(|| schedule::later(pass.at, ASKED_AGAIN));
        let error = missed.into_error();
        if is_confirmed {
            warn!(source = %page.source, "an article is withdrawn, since its page has been gone since {since}: {error}");
            self.store.withdraw(page.article, Scope::Itself, None, pass.at)?;
        } else {
            debug!(source = %page.source, url = %page.url, "a page that was read before is gone: {error}");
        }
        self.store.record_page_failure(page.article, &PageFailure { error, retry, gone: Some(since) })?;
        pass.pages_failed += 1;
        Ok(())
    }
}

fn failure(page: &DuePage, missed: Missed, pass: &Pass) -> PageFailure {
    let (hopeless, retry_after) = match &missed {
        Missed::NotFetched(error) => (is_hopeless(error), error.retry_after()),
        Missed::Failed { hopeless, .. } => (*hopeless, None),
        Missed::Gone { .. } => (true, None),
    };
    let error = missed.into_error();
    let retry = schedule::next_page_try(pass.at, pass.clock(), page.attempts + 1, hopeless, retry_after);
    let next = retry.map_or("given up".to_owned(), |retry| format!("tried again at {retry}"));
    warn!(source = %page.source, "page not read, {next}: {error}");
    PageFailure { error, retry, gone: page.gone }
}

/// A source whose pages show their text by scripts is pointed out, once in a pass.
fn look_at(page: &DuePage, article: &Article, pass: &mut Pass) {
    let Some(missing) = article.missing else { return };
    debug!(source = %page.source, url = %page.url, "{missing}");
    let is_known =
        pass.warnings.iter().any(|warning| warning.source == page.source && warning.warning == NEEDS_SCRIPTS);
    if missing == Missing::Scripts && !is_known {
        let (source, url) = (page.source.clone(), page.url.to_string());
        pass.warnings.push(Warning { source, url, warning: NEEDS_SCRIPTS.to_owned() });
    }
}

const NEEDS_SCRIPTS: &str = "pages show their text by scripts, which takes a browser: the feed's text is all there is; look for \
    another feed of the site, or leave its pages alone with `read = false` under [source.page]";

/// The page, and those that the article goes on on, one after another.
async fn read_page(client: &Client, job: Job) -> (DuePage, PageRead) {
    let Job { page, entry, source, recurring } = job;
    let fetched = match get(client, &page.url).await {
        Ok(fetched) => fetched,
        Err(missed) => return (page, PageRead { article: None, missed: Some(missed) }),
    };
    let begun = {
        let source = Arc::clone(&source);
        let begin = move || ArticlePages::begin(&document(&fetched), &entry, &source.page, &source.zone);
        workers::reading(page.url.clone(), begin).await
    };
    let mut pages = match begun {
        Ok(pages) => pages,
        Err(error) => return (page, PageRead::failed(&error)),
    };
    let mut missed = None;
    while let Some(wanted) = pages.wanted().cloned() {
        match get(client, &wanted).await {
            Ok(fetched) => {
                let (source, mut more) = (Arc::clone(&source), pages.clone());
                let take = move || {
                    let taken = more.take(&document(&fetched), &source.page, &source.zone);
                    Ok((more, taken))
                };
                let error = match workers::reading(wanted, take).await {
                    Ok((more, taken)) => {
                        pages = more;
                        taken.err()
                    }
                    Err(bug) => {
                        pages.give_up();
                        Some(bug)
                    }
                };
                missed = error.as_ref().map(Missed::unreadable);
            }
            Err(why) => {
                pages.give_up();
                missed = Some(why);
            }
        }
    }
    let trace = move || {
        let article = pages.into_article();
        let trace = PageTrace::of(&article, &source.page);
        let (article, _) = recurring.without(article);
        Ok(Box::new(Traced { article, trace, recurring }))
    };
    match workers::reading(page.url.clone(), trace).await {
        Ok(traced) => (page, PageRead { article: Some(traced), missed }),
        Err(bug) => (page, PageRead::failed(&bug)),
    }
}

fn document(fetched: &Fetched) -> Document<'_> {
    Document { url: &fetched.url, content_type: fetched.content_type.as_deref(), bytes: &fetched.body }
}

async fn get(client: &Client, url: &Url) -> Result<Fetched, Missed> {
    match client.get(&Request { url, wants: Wants::Page, validators: None }).await {
        Ok(Outcome::Fetched(fetched)) => Ok(fetched),
        // Nothing was conditional about the request.
        Ok(Outcome::NotModified { .. }) => {
            Err(Missed::Failed { error: format!("{url} answered 304 to an unconditional request"), hopeless: false })
        }
        Ok(Outcome::Gone { .. }) => Err(Missed::Gone { error: format!("{url} answered 410 Gone") }),
        Err(error) => Err(Missed::NotFetched(Box::new(error))),
    }
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
