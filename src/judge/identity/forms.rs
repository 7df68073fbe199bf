//! The forms in which guids and links are compared, from strict to loose.

use std::fmt::Write as _;

use url::Url;

use crate::news::{CanonicalUrl, HostKey, is_distinctive, long_numbers, percent_decoded};
use crate::text::nfc;

/// A guid or link in the forms in which others may say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Forms {
    /// As it is said.
    pub(super) exact: String,
    /// Without what changes while the thing stays: scheme, `www.`/`m.`/`amp.`, tracking, letter case, percent signs,
    /// trailing slash, views, `/index.php`, what a blog's `?p=123` stands beside.
    pub(super) same: String,
    /// What of `same` another host would say too; none for a host alone.
    pub(super) elsewhere: Option<String>,
    /// The path, whatever the host and query.
    pub(super) path: Option<String>,
}

impl Forms {
    /// `beside`: the entry's link, which a relative guid (`?p=123`) is resolved against.
    pub(super) fn of(id: &str, beside: Option<&str>) -> Self {
        let id = nfc(id.trim());
        match address(&id, beside) {
            Some(url) => Self::of_address(&id, &url),
            None => Self::of_id(&id),
        }
    }

    fn of_address(exact: &str, url: &Url) -> Self {
        let canonical = CanonicalUrl::of(url);
        let text = canonical.as_str().trim_start_matches("https://");
        let text = text.split_once('#').map_or(text, |(text, _)| text);
        let (place, query) = text.split_once('?').unwrap_or((text, ""));
        let (host, path) = place.split_once('/').unwrap_or((place, ""));
        let path = decoded(path).to_lowercase();
        let path = path.trim_matches('/');
        let last = path.rsplit('/').next().unwrap_or_default();
        let path = match last {
            "index.php" | "index.html" | "index.htm" | "default.aspx" => {
                path[..path.len() - last.len()].trim_end_matches('/')
            }
            _ => path,
        };
        let decoded_query = decoded(query).to_lowercase();
        let mut pairs: Vec<&str> = decoded_query.split('&').filter(|pair| !pair.is_empty()).collect();
        pairs.sort_unstable();
        // A blog on WordPress numbers all its posts in one row; a type beside the number says nothing more.
        if path.is_empty()
            && let Some(post) = pairs.iter().copied().find(|pair| is_post_number(pair))
        {
            pairs = vec![post];
        }
        let mut rest = path.to_owned();
        for (i, pair) in pairs.iter().enumerate() {
            let _ = write!(rest, "{}{pair}", if i == 0 { '?' } else { '&' });
        }
        if let Some(fragment) = url.fragment().filter(|fragment| !fragment.is_empty()) {
            let _ = write!(rest, "#{}", fragment.to_lowercase());
        }
        Self {
            exact: exact.to_owned(),
            same: format!("{host}/{rest}"),
            path: Some(path.to_owned()).filter(|path| !path.is_empty()),
            elsewhere: Some(rest).filter(|rest| !rest.is_empty()),
        }
    }

    fn of_id(exact: &str) -> Self {
        let exact = exact.to_owned();
        let id = exact.to_lowercase();
        let bare = id.trim_start_matches("urn:uuid:").trim_matches(['{', '}']);
        // Drupal: "123 at https://bao.vn"
        if let Some((number, site)) = bare.split_once(" at ")
            && let Ok(site) = Url::parse(site)
        {
            let elsewhere = Some(format!("{number} at"));
            return Self { exact, same: format!("{number} at {}", HostKey::of(&site)), elsewhere, path: None };
        }
        // RFC 4151: tag:authority,date:specific
        let specific = bare.strip_prefix("tag:").and_then(|tag| tag.split_once(':')).map(|(_, specific)| specific);
        let (same, elsewhere) = (bare.to_owned(), specific.map(str::to_owned));
        Self { exact, same, elsewhere, path: None }
    }

    /// Whether it names one item even out of its context: a long number, or a headline's words.
    pub(super) fn is_distinctive(&self) -> bool {
        is_distinctive(self.elsewhere.as_deref().unwrap_or(&self.same)) || is_uuid(&self.same)
    }

    /// The number that one item has in its address, if it has one: the longest, where that is long enough and no date.
    pub(super) fn number(&self) -> Option<&str> {
        let is_date = |run: &&str| matches!(run.len(), 6 | 8) && run.starts_with("20");
        long_numbers(&self.same).filter(|run| !is_date(run)).max_by_key(|run| run.len())
    }
}

/// The id as an address, if it is one.
fn address(id: &str, beside: Option<&str>) -> Option<Url> {
    if id.starts_with(['/', '?']) {
        let beside = beside.and_then(|link| Url::parse(link).ok());
        // Of which site is not known; it only has to be the same each time.
        let base = beside.or_else(|| Url::parse("https://site.invalid/").ok())?;
        return base.join("/").and_then(|site| site.join(id)).ok();
    }
    let (first, _) = id.split_once('/')?;
    let schemeless = first.contains('.') && !first.contains([':', ' ']);
    let url = if schemeless { Url::parse(&format!("https://{id}")) } else { Url::parse(id) };
    url.ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn is_post_number(pair: &str) -> bool {
    pair.strip_prefix("p=").is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_uuid(id: &str) -> bool {
    id.len() >= 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// Percent signs resolved, NFC.
fn decoded(text: &str) -> String {
    nfc(&String::from_utf8_lossy(&percent_decoded(text))).into_owned()
}
