//! Reading a sitemap, and the newest of those that an index names: each conditional, and none that the index says is as
//! it was.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::asking::Asking;
use super::polls::{Job, Polled, Taken};
use super::workers;
use crate::fetch::{FetchError, Fetched, Outcome, Request, Validators, Wants};
use crate::news::HostKey;
use crate::read::{self, ChildSitemap, Dialect, Document, ListedUrl, Parsed, ReadError, Seen, Sitemap, SitemapRules};
use crate::render::counted;

/// What is kept of a source between its polls, in the place of the validators, as which it can be read as well.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Remembered {
    #[serde(flatten)]
    root: Validators,
    #[serde(default)]
    children: Vec<Child>,
    /// Of [`Seen`].
    #[serde(default)]
    seen: String,
}

/// A sitemap of an index, as it was last read.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Child {
    url: Url,
    changed: Option<Timestamp>,
    day_only: bool,
    validators: Validators,
    /// It could not be read, and is asked for again also when the index says nothing new of it.
    #[serde(default)]
    failed: bool,
    /// There was no time to ask for it. So is it, and before the others.
    #[serde(default)]
    left: bool,
}

impl Child {
    fn of(listed: ChildSitemap, validators: Validators) -> Self {
        let ChildSitemap { url, changed, day_only } = listed;
        Self { url, changed, day_only, validators, failed: false, left: false }
    }

    /// One that isn't read now, with what was known of it before.
    fn unread(listed: ChildSitemap, before: Option<&Self>) -> Self {
        let none = || Validators { url: listed.url.clone(), etag: None, last_modified: None };
        let validators = before.map_or_else(none, |before| before.validators.clone());
        Self::of(listed, validators)
    }

    fn is_unread(&self) -> bool {
        self.failed || self.left
    }

    fn listed(&self) -> ChildSitemap {
        ChildSitemap { url: self.url.clone(), changed: self.changed, day_only: self.day_only }
    }
}

/// The source's document has been fetched.
pub(super) async fn read(asking: &Asking, job: &Job, rules: &SitemapRules, first: Fetched) -> Result<Taken, Polled> {
    let before = remembered(job);
    let root = first.validators.clone();
    match parse(job, first).await.map_err(Polled::NotReadable)? {
        Sitemap::Urls(urls) => Ok(taken(job, rules, before.as_ref(), root, Followed::of(urls))),
        Sitemap::Index(children) => {
            let children = read::newest(children, rules.sitemaps);
            let known = before.as_ref().map(|before| before.children.as_slice()).unwrap_or_default();
            let followed = follow(asking, job, children, known).await?;
            Ok(taken(job, rules, before.as_ref(), root, followed))
        }
    }
}

/// The index has not changed, but what it doesn't date may have. None: it has not.
pub(super) async fn read_unchanged(
    asking: &Asking,
    job: &Job,
    rules: &SitemapRules,
) -> Result<Option<(Taken, Validators)>, Polled> {
    let Some(before) = remembered(job) else { return Ok(None) };
    let children = before.children.iter().map(Child::listed).collect();
    let followed = follow(asking, job, children, &before.children).await?;
    if !followed.any && followed.warnings.is_empty() {
        return Ok(None);
    }
    let root = before.root.clone();
    Ok(Some((taken(job, rules, Some(&before), root.clone(), followed), root)))
}

fn remembered(job: &Job) -> Option<Remembered> {
    serde_json::from_str(job.remembered()?).ok()
}

/// What a sitemap lists, or the sitemaps of an index.
#[derive(Default)]
struct Followed {
    urls: Vec<ListedUrl>,
    children: Vec<Child>,
    warnings: Vec<String>,
    failed_hosts: Vec<HostKey>,
    /// Whether there is anything to remember that wasn't known before.
    any: bool,
}

impl Followed {
    /// Of a sitemap that is no index.
    fn of(urls: Vec<ListedUrl>) -> Self {
        Self { urls, ..Self::default() }
    }
}

/// Asks for the children, one after another, as long as there is time. When all that are asked for fail, so does the source.
async fn follow(
    asking: &Asking,
    job: &Job,
    mut children: Vec<ChildSitemap>,
    known: &[Child],
) -> Result<Followed, Polled> {
    let before = |child: &ChildSitemap| known.iter().find(|known| known.url == child.url);
    let mut followed = Followed::default();
    let mut well = children.is_empty();
    let (mut failure, mut left) = (None, 0);
    // So each has its turn, however slow the site is.
    children.sort_by_key(|child| !before(child).is_some_and(|before| before.left));
    for child in children {
        let before = before(&child);
        if let Some(before) = before
            && !before.is_unread()
            && child.is_unchanged(before.changed, job.now)
        {
            followed.children.push(before.clone());
            well = true;
            continue;
        }
        if !asking.has_time() {
            followed.children.push(Child { left: true, ..Child::unread(child, before) });
            left += 1;
            continue;
        }
        let answer = match ask(asking, job, &child, before).await {
            Ok(answer) => answer,
            Err(failed) => {
                if let Failed::Fetch(error) = &failed {
                    followed.failed_hosts.push(HostKey::of(error.url()));
                }
                followed.warnings.push(format!("a sitemap of the index was not read: {}", failed.say()));
                followed.children.push(Child { failed: true, ..Child::unread(child, before) });
                failure.get_or_insert(failed);
                continue;
            }
        };
        well = true;
        let validators = if let Some((urls, validators)) = answer {
            followed.urls.extend(urls);
            followed.any = true;
            Some(validators)
        } else {
            followed.any |= before.is_some_and(Child::is_unread);
            before.map(|before| before.validators.clone())
        };
        followed.children.extend(validators.map(|validators| Child::of(child, validators)));
    }
    if left > 0 {
        let (one, many) = ("1 sitemap of the index is", "{n} sitemaps of the index are");
        followed.warnings.push(format!(
            "{} left for the next poll, since those before took too long: have fewer read (`sitemaps`)",
            counted(left, one, many)
        ));
    }
    match failure {
        Some(failed) if !well => Err(failed.into()),
        _ => Ok(followed),
    }
}

/// Why a child wasn't read.
enum Failed {
    Fetch(FetchError),
    Read(ReadError),
}

impl Failed {
    fn say(&self) -> String {
        match self {
            Self::Fetch(error) => error.to_string(),
            Self::Read(error) => error.to_string(),
        }
    }
}

impl From<Failed> for Polled {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Fetch(error) => Self::NotFetched(error),
            Failed::Read(error) => Self::NotReadable(error),
        }
    }
}

/// What a child lists, and its new validators; none when it has not changed, or is gone.
async fn ask(
    asking: &Asking,
    job: &Job,
    child: &ChildSitemap,
    before: Option<&Child>,
) -> Result<Option<(Vec<ListedUrl>, Validators)>, Failed> {
    let validators = before.map(|before| &before.validators);
    let request = Request { url: &child.url, wants: Wants::Feed, validators };
    let Outcome::Fetched(fetched) = asking.get(&request).await.map_err(Failed::Fetch)? else { return Ok(None) };
    let validators = fetched.validators.clone();
    match parse(job, fetched).await.map_err(Failed::Read)? {
        Sitemap::Urls(urls) => Ok(Some((urls, validators))),
        Sitemap::Index(_) => Err(Failed::Read(ReadError::Unexpected {
            url: child.url.clone(),
            found: "an index of sitemaps itself",
            expected: "a sitemap",
        })),
    }
}

async fn parse(job: &Job, fetched: Fetched) -> Result<Sitemap, ReadError> {
    let (source, limit) = (Arc::clone(&job.source), job.max_bytes);
    workers::reading(fetched.url.clone(), move || {
        let document =
            Document { url: &fetched.url, content_type: fetched.content_type.as_deref(), bytes: &fetched.body };
        read::sitemap(&document, source.date_rules(), limit)
    })
    .await
}

fn taken(job: &Job, rules: &SitemapRules, before: Option<&Remembered>, root: Validators, followed: Followed) -> Taken {
    let Followed { urls, children, warnings, failed_hosts, .. } = followed;
    let mut seen = before.map(|before| Seen::from_text(&before.seen)).unwrap_or_default();
    let entries = read::select(urls, rules, &mut seen, job.now);
    let parsed = Parsed::listing(Dialect::Sitemap, entries);
    let remembered = serde_json::to_string(&Remembered { root, children, seen: seen.to_text() }).ok();
    Taken { parsed, remembered, warnings, failed_hosts }
}
