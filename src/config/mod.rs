//! feeds.toml → [`Config`]. Whatever has this type has been checked; nothing is read from anywhere else, the few
//! variables of [`Overrides`] aside.
//!
//! The TOML tree with its spans (`table`, `value`: what was typed) is checked section by section (`check`), and nothing
//! stops at a mistake: all of them are returned together ([`Mistakes`]).

mod check;
mod duration;
pub mod edit;
mod examples;
mod kind;
mod load;
mod mistake;
mod report;
mod schema;
mod suggest;
mod table;
mod value;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use ipnet::IpNet;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use url::Url;

use crate::news::{CanonicalUrl, FeedId, SourceId, TopicId};
use crate::read::dates::{DateRules, FieldOrder};
use crate::read::{ListingSelectors, NextPage, PageSelectors, SitemapRules};
use crate::text::Place;

pub use load::{ConfigError, Overrides};
pub use mistake::{Mistake, Mistakes};
pub use schema::schema;
pub(crate) use suggest::nearest;
pub(crate) use value::slug;

#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// SHA-256 of the file's text, hexadecimal: while it is the same, so is all that the file says.
    pub digest: String,
    pub site: Site,
    pub store: Store,
    pub publish: Publish,
    pub fetch: Fetch,
    /// In the file's order; ids are unique.
    pub sources: Vec<Arc<Source>>,
    /// Parents before their children; ids are unique.
    pub topics: Vec<Topic>,
    /// In the file's order; the first is the site's front page.
    pub feeds: Vec<Feed>,
}

/// `[site]`: what readers see.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    pub title: String,
    pub description: String,
    /// Where the site is, or will be, reached; ends in `/`.
    pub url: Url,
    /// The authority part of the tag URIs (RFC 4151) by which feed readers know items: `example.org,2026`. Never changed.
    pub tag: String,
    pub language: Language,
    /// The zone of dates on the site, and of sources that name none.
    pub zone: TimeZone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Vietnamese,
    English,
}

impl Language {
    /// BCP 47.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }
}

impl Site {
    /// A declared language, where it is one and is not the site's: what a source has to say then.
    pub fn other_language<'a>(&self, declared: Option<&'a str>) -> Option<&'a str> {
        let is_own = |tag: &str| tag.split('-').next().is_some_and(|tag| tag.eq_ignore_ascii_case(self.language.tag()));
        declared.filter(|tag| value::is_language_tag(tag) && !is_own(tag))
    }
}

/// `[store]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Store {
    /// SQLite file; relative to feeds.toml. `BANTIN_DATABASE` overrides it.
    pub database: PathBuf,
    /// How long stories are kept after their last article; for ever without.
    pub keep: Option<SignedDuration>,
}

/// `[publish]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Publish {
    /// Where static files go; relative to feeds.toml. `BANTIN_PUBLIC` overrides it.
    pub directory: PathBuf,
    /// Where `bantin run` serves. `BANTIN_LISTEN` overrides it.
    pub listen: SocketAddr,
    /// Where `bantin run` answers operators' probes alone; none: on `listen`, with the site. `BANTIN_OPERATORS` overrides it.
    pub operators: Option<SocketAddr>,
    /// The WebSub hub that is told of what changed, and tells those who subscribed there.
    pub hub: Option<Url>,
    /// Whether there is a server to search: not where another web server has the files. Without it pages have no search
    /// box.
    pub search: bool,
}

/// `[fetch]`: how bantin behaves on the net.
#[derive(Clone, Debug, PartialEq)]
pub struct Fetch {
    /// A mail or web address at which site owners reach the operator; part of the User-Agent.
    pub contact: String,
    /// From the first byte sent to the last received, for one request with its redirects.
    pub timeout: SignedDuration,
    /// Of the decoded body of a feed or listing.
    pub max_feed_bytes: u64,
    /// Of the decoded body of an article's page.
    pub max_page_bytes: u64,
    pub max_redirects: usize,
    /// Between the end of one request to a host and the start of the next.
    pub spacing: SignedDuration,
    /// Hosts asked at the same time.
    pub concurrency: usize,
    /// Pages of one host read in one pass; the rest waits in the store for the next.
    pub pages_per_host: usize,
    /// Whether hubs that sources name are asked to push (WebSub).
    pub websub: bool,
    /// Private addresses that may be asked all the same.
    pub allow: Vec<IpNet>,
}

/// `[[source]]`: a configured input.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    pub id: SourceId,
    pub name: String,
    pub url: Url,
    pub kind: SourceKind,
    /// Why the source is off, in the operator's words.
    pub off: Option<String>,
    /// The zone of its dates that name none.
    pub zone: TimeZone,
    /// What `8/12/2026` means in its feed, listing or sitemap; none: as its dates prove.
    pub date_order: Option<FieldOrder>,
    /// The clock of its feed, listing or sitemap says GMT and means `zone`.
    pub gmt_is_local: bool,
    /// BCP 47.
    pub language: String,
    /// Bounds of the interval between polls.
    pub every: Interval,
    /// The province whose paper it is.
    pub place: Option<&'static Place>,
    pub page: PageSelectors,
    /// Whether articles' pages are read at all.
    pub read_pages: bool,
    /// Whether its hub is asked to push, where hubs are at all.
    pub websub: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum SourceKind {
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A page that lists articles.
    Listing(Listing),
    /// A sitemap, plain or of news, or an index of them.
    Sitemap(SitemapRules),
}

/// `[source.listing]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// None: guessed from what repeats on the page.
    pub selectors: Option<ListingSelectors>,
    pub next: NextPage,
    /// Pages read in one poll: the first, and further ones while there is news on them.
    pub pages: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    pub min: SignedDuration,
    pub max: SignedDuration,
}

/// `[[topic]]`: a subject and the rules that file articles under it. Patterns are described at
/// [`crate::judge::Pattern`]; their kinds are what an editor would call them.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    pub id: TopicId,
    pub name: String,
    pub description: Option<String>,
    pub parent: Option<TopicId>,
    /// The programme that it stands for: whose figures its progress page shows.
    pub programme: Option<crate::judge::Programme>,
    /// Topics that became this one: in an article about it, their subjects are its own.
    pub merges: Vec<TopicId>,
    /// One is enough, unless it is said in passing.
    pub strong: Vec<crate::judge::Pattern>,
    /// One is enough in the title or the lead; in a body they are in passing unless repeated.
    pub subject: Vec<crate::judge::Pattern>,
    /// Count only several together, or beside a hit of the parent.
    pub context: Vec<crate::judge::Pattern>,
    /// One is enough where the article is filed under the parent: "Dự án 5" means little by itself.
    pub within: Vec<crate::judge::Pattern>,
    /// Words that look like a hit and are none: what they cover counts for no pattern of this topic.
    pub never: Vec<crate::judge::Pattern>,
    /// What `bantin check` tries the rules on.
    pub examples: Vec<Example>,
}

/// `[[topic.example]]`: a text that belongs to its topic, or doesn't.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The first line is a title, what follows is a body.
    pub text: String,
    pub belongs: bool,
    /// Where it stands in the file.
    span: std::ops::Range<usize>,
}

/// `[[feed]]`: a published selection.
#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    pub id: FeedId,
    pub title: String,
    pub description: Option<String>,
    /// Stories under any of these or their sub-topics; empty: all stories.
    pub topics: Vec<TopicId>,
    /// Stories that any of these reported; empty: all.
    pub sources: Vec<SourceId>,
    /// Stories about any of these; empty: all.
    pub places: Vec<String>,
    /// Stories in any of these languages (BCP 47) or a variant of theirs; empty: all.
    pub languages: Vec<String>,
    pub without: Without,
    /// Newest stories kept in the feed document.
    pub limit: usize,
    pub content: FeedContent,
}

/// `without` of a `[[feed]]`: what it leaves out, whatever else would bring it in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Without {
    /// Stories under any of these or their sub-topics.
    pub topics: Vec<TopicId>,
    /// Stories that none but these reported.
    pub sources: Vec<SourceId>,
    /// Stories about any of these.
    pub places: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedContent {
    Summary,
    Full,
}

impl Source {
    /// How the dates of its feed, listing or sitemap are to be read. Articles' pages are other software's: a feed that
    /// writes `8/2/2026 5:20:00 AM` may well belong to pages that say `02/08/2026`.
    pub fn date_rules(&self) -> DateRules<'_> {
        DateRules { order: self.date_order, gmt_is_local: self.gmt_is_local, ..DateRules::in_zone(&self.zone) }
    }
}

impl Config {
    pub fn topic(&self, id: &TopicId) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == *id)
    }

    pub fn source(&self, id: &SourceId) -> Option<&Arc<Source>> {
        self.sources.iter().find(|source| source.id == *id)
    }

    /// The source that has an address, in whatever form.
    pub fn source_at(&self, url: &Url) -> Option<&Source> {
        let address = CanonicalUrl::of(url);
        self.sources.iter().map(AsRef::as_ref).find(|source| CanonicalUrl::of(&source.url) == address)
    }

    /// `id`, its parent, its parent's parent …
    pub fn lineage<'a>(&'a self, id: &'a TopicId) -> impl Iterator<Item = &'a Topic> {
        std::iter::successors(self.topic(id), |topic| topic.parent.as_ref().and_then(|parent| self.topic(parent)))
    }
}
