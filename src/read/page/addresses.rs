//! Which addresses are pages of one article, as far as an address can say.

use url::Url;

use crate::news::CanonicalUrl;

/// Names of the parameter that holds a page's number.
const PARAMETERS: &[&str] = &["page", "p", "trang", "pg", "paged", "part", "pageno", "pagenum"];

/// What stands before the number at the end of a path, and nowhere but before a page's.
const MARKERS: &[&str] = &["/page/", "/page-", "/trang/", "/trang-", "-trang-", "-page-", "/p", "-p", "/"];
/// What may as well be the end of another article's name: `tin-van-2.html` is no second page of `tin-van.html`.
const WEAK_MARKERS: &[&str] = &["_", "-", "."];

/// How sure it is that an address is a page of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbered {
    pub(super) number: usize,
    /// Only where the page itself says that it goes on there.
    pub(super) is_weak: bool,
}

/// The number that `other` has among the pages of the article at `own`; none where it is none of them. `own` itself may
/// bear a number.
pub(super) fn numbered(own: &Url, other: &Url) -> Option<Numbered> {
    let plain = |url| Url::parse(CanonicalUrl::of(url).as_str()).ok();
    let (own, other) = (plain(own)?, plain(other)?);
    let (own_rest, _) = query(&own);
    let (other_rest, other_number) = query(&other);
    if (own.host(), own.port()) != (other.host(), other.port()) || own_rest != other_rest {
        return None;
    }
    let (own_path, other_path) = (own.path().trim_end_matches('/'), other.path().trim_end_matches('/'));
    if own_path == other_path {
        return other_number.map(|number| Numbered { number, is_weak: false });
    }
    if other_number.is_some() || own_path.is_empty() {
        return None;
    }
    let (own_stem, own_extension) = extension(own_path);
    let (other_stem, other_extension) = extension(other_path);
    let unnumbered = ending(own_stem, MARKERS).map(|(stem, _)| stem);
    for stem in [Some(own_stem), unnumbered].into_iter().flatten() {
        if own_extension == other_extension
            && let Some(found) = numbered_after(stem, other_stem)
        {
            return Some(found);
        }
    }
    // `/bai.html/trang-2`
    numbered_after(own_path, other_path)
}

fn numbered_after(stem: &str, path: &str) -> Option<Numbered> {
    let is_whole = |(before, _): &(&str, usize)| *before == stem;
    let found = |markers: &[&str], is_weak| {
        markers
            .iter()
            .find_map(|marker| ending(path, &[*marker]).filter(is_whole))
            .map(|(_, number)| Numbered { number, is_weak })
    };
    found(MARKERS, false).or_else(|| found(WEAK_MARKERS, true))
}

/// A path without a marker and a number at its end, and the number.
fn ending<'a>(path: &'a str, markers: &[&str]) -> Option<(&'a str, usize)> {
    let bare = path.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &path[bare.len()..];
    // Longer numbers are articles'.
    let number = (1..=2).contains(&digits.len()).then(|| digits.parse().ok()).flatten()?;
    let stem = markers.iter().find_map(|marker| bare.strip_suffix(marker))?;
    Some((stem, number))
}

fn extension(path: &str) -> (&str, &str) {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    match path[name..].rfind('.').map(|at| name + at) {
        Some(at) if path[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()) => path.split_at(at),
        _ => (path, ""),
    }
}

/// The parameters without that of the page, and the page's number.
fn query(url: &Url) -> (Vec<(String, String)>, Option<usize>) {
    let mut rest = Vec::new();
    let mut number = None;
    for (name, value) in url.query_pairs() {
        let is_page = value.len() <= 2 && PARAMETERS.contains(&name.to_ascii_lowercase().as_str());
        match value.parse().ok().filter(|_| is_page) {
            Some(page) => number = Some(page),
            None => rest.push((name.into_owned(), value.into_owned())),
        }
    }
    rest.sort();
    (rest, number)
}
