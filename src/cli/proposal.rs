//! What a discovery found, in words and as sources for feeds.toml: the same for who prints and for who writes them.

use crate::config::Config;
use crate::config::edit::{FreeIds, NewKind, NewSource};
use crate::pipeline::{Candidate, Content, Discovery, Found};
use crate::read::How;

use super::say;

/// The source that a candidate would be, under an id that none has.
pub(super) fn source(config: &Config, discovery: &Discovery, candidate: Candidate<'_>, ids: &mut FreeIds) -> NewSource {
    let (kind, title, language, mut remarks) = match candidate {
        Candidate::Found(found) => {
            let kind = if found.content == Content::Feed { NewKind::Feed } else { NewKind::Sitemap };
            (kind, found.title.as_deref(), found.language.as_deref(), Vec::new())
        }
        Candidate::Listing(guess) => {
            let remark = format!(
                "The selectors were guessed from what repeats on the page; they found {}.",
                say::counted(guess.parsed.entries.len(), "1 article", "{n} articles")
            );
            (NewKind::Listing(guess.selectors.clone()), None, guess.language.as_deref(), vec![remark])
        }
    };
    let url = candidate.document().url.clone();
    let named = [title, discovery.title.as_deref()].into_iter().flatten().find(|name| !name.trim().is_empty());
    let name = named.or(url.host_str()).unwrap_or_default().to_owned();
    if let Candidate::Found(Found { content: Content::Index, .. }) = candidate {
        remarks.push("An index: its newest sitemaps are read. [source.sitemap] chooses by path and age.".to_owned());
    }
    let language = config.site.other_language(language).map(str::to_owned);
    NewSource { remarks, id: ids.give(&url), name, url, kind, language }
}

/// What it is, where it was found and what is in it.
pub(super) fn about(config: &Config, candidate: &Candidate<'_>) -> String {
    let found = match candidate {
        Candidate::Listing(guess) => {
            let articles = say::counted(guess.parsed.entries.len(), "1 article", "{n} articles");
            return format!("the page as a listing, by a guess: {articles}");
        }
        Candidate::Found(found) => found,
    };
    let content = match found.content {
        Content::Feed => "a feed",
        Content::NewsSitemap => "a sitemap of news",
        Content::Sitemap => "a sitemap",
        Content::Index => "an index of sitemaps",
    };
    let how = match found.how {
        How::Given => "at the address given",
        How::Declared => "declared by the page",
        How::Linked => "linked from the page",
        How::Listed => "on the site's list of feeds",
        How::CommonPath => "at a usual address",
        How::Robots => "named in robots.txt",
    };
    let zone = &config.site.zone;
    let newest = found.newest.map(|newest| format!(", the newest of {}", say::local(newest, zone))).unwrap_or_default();
    let same = found.same_as.as_ref().map(|same| format!("; gives the same as {same}")).unwrap_or_default();
    let entries = say::counted(found.entries, "1 entry", "{n} entries");
    format!("{content} {how}: {entries}{newest}{same}")
}

/// What else a discovery has to say: addresses that it did not ask, and what went wrong.
pub(super) fn remarks(discovery: &Discovery) -> Vec<String> {
    let mut remarks = Vec::new();
    if !discovery.unasked.is_empty() {
        remarks.push("also named by the site, and not asked:".to_owned());
    }
    for link in &discovery.unasked {
        let title = link.title.as_deref().map(|title| format!("  ({title})")).unwrap_or_default();
        remarks.push(format!("  {}{title}", link.url));
    }
    remarks.extend(discovery.troubles.iter().map(|trouble| format!("trouble: {}", trouble.why)));
    remarks
}
