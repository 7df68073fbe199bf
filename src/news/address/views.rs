//! Views of one article for printing, for AMP, for one visitor: which addresses are those.

use super::HostKey;

/// So many digits in a row number one item: dates and years have four at most.
const DIGITS_OF_ITS_OWN: usize = 5;
/// So many hyphens in one segment of a path make it a headline, and not a section's name.
const HYPHENS_OF_HEADLINE: usize = 3;

/// Folders, or last parts of a path, that are the view for printing in the languages and systems that we met.
const PRINT: &[&str] = &[
    "print",
    "printer",
    "printing",
    "printview",
    "print-view",
    "printpage",
    "print-article",
    "printarticle",
    "printer-friendly",
    "printable",
    "printpreview",
    "print-preview",
    "in-bai",
    "inbai",
    "in-bai-viet",
    "inbaiviet",
    "in-tin",
    "intin",
    "ban-in",
    "banin",
    "trang-in",
];
const AMP: &str = "amp";
/// "To print" in Vietnamese is also India's code and Indonesian's old one.
const PERHAPS_PRINT: &str = "in";
/// What stands behind an article's number at the end of its address.
const ENDINGS: &[&str] = &["-print", "_print", ".print", "-inbai", "-in-bai", "-amp", "_amp", ".amp"];

/// `path` without the part that names another view of the same article, without a session, and without slashes at its end.
pub(super) fn without_view(path: &str, host: &HostKey) -> String {
    let mut path = trimmed(path).to_owned();
    while let Some(shorter) = shortened(&path, host) {
        trimmed(&shorter).clone_into(&mut path);
    }
    if path.is_empty() { "/".to_owned() } else { path }
}

fn trimmed(path: &str) -> &str {
    path.trim_end_matches('/')
}

fn shortened(path: &str, host: &HostKey) -> Option<String> {
    without_session(path)
        .or_else(|| without_last_part(path))
        .or_else(|| without_folder(path, host))
        .or_else(|| without_ending(path))
}

/// `/tin/bai.html;jsessionid=0A1B` (Java servlets)
fn without_session(path: &str) -> Option<String> {
    let at = path.to_ascii_lowercase().find(";jsessionid=")?;
    let (before, rest) = path.split_at(at);
    let after = rest.find('/').map_or("", |end| &rest[end..]);
    // What would be no name, but a step up or none, stays.
    let names = before.rsplit('/').next().is_some_and(|segment| segment.contains(|c: char| c.is_ascii_alphanumeric()));
    names.then(|| format!("{before}{after}"))
}

/// `/tin/bai.html/amp`, `/node/123/print`
fn without_last_part(path: &str) -> Option<String> {
    let (before, last) = path.rsplit_once('/')?;
    let last = last.to_ascii_lowercase();
    let is_view = if last == AMP { !before.is_empty() } else { PRINT.contains(&last.as_str()) && names_one(before) };
    is_view.then(|| before.to_owned())
}

/// `/print/123`, `/vi/amp/bai-123456.html`
fn without_folder(path: &str, host: &HostKey) -> Option<String> {
    let mut from = 0;
    for segment in path.split('/') {
        let until = from + segment.len();
        let rest = path.get(until..).filter(|rest| !rest.is_empty())?;
        let name = segment.to_ascii_lowercase();
        let is_view = if name == PERHAPS_PRINT {
            from == 1
                && host.as_str().rsplit('.').next() == Some("vn")
                && long_numbers(rest.rsplit('/').next().unwrap_or_default()).next().is_some()
        } else {
            (name == AMP || PRINT.contains(&name.as_str())) && names_one(rest)
        };
        if is_view {
            return Some(format!("{}{rest}", trimmed(&path[..from])));
        }
        from = until + 1;
    }
    None
}

/// `/bai-123456-print.html`, `/bai-123456.amp`. Without the number, the word may be the headline's last.
fn without_ending(path: &str) -> Option<String> {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    let lower = path.to_ascii_lowercase();
    let found = ENDINGS.iter().filter_map(|ending| Some((lower[name..].rfind(ending)? + name, ending.len())));
    let (at, length) = found.max()?;
    let (stem, rest) = (&path[..at], &path[at + length..]);
    let is_extension = rest.is_empty() || (rest.starts_with('.') && !rest[1..].contains('.'));
    let digits = stem.len() - stem.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    (is_extension && digits >= DIGITS_OF_ITS_OWN).then(|| format!("{stem}{rest}"))
}

/// Whether a parameter asks for another view of the same article. Both in lower case.
pub(super) fn is_parameter(name: &str, value: &str) -> bool {
    let is_yes = matches!(value, "" | "1" | "true" | "yes" | "y" | "on");
    match name {
        "amp" | "print" | "printable" | "printview" | "printpreview" | "isprint" | "forprint" | "inbai" => is_yes,
        "output" | "outputtype" => value == AMP,
        "view" | "mode" | "format" | "type" | "style" | "display" | "task" | "action" => {
            value == AMP || PRINT.contains(&value)
        }
        // Joomla: ?tmpl=component&print=1&layout=default&page=
        "tmpl" => matches!(value, "component" | "print"),
        "layout" => value == "default",
        "page" => value.is_empty(),
        _ => false,
    }
}

/// Whether a path names one item: it holds a long number, or a segment as long as a headline.
pub fn is_distinctive(path: &str) -> bool {
    let is_headline = |segment: &str| segment.matches(['-', '_']).count() >= HYPHENS_OF_HEADLINE;
    long_numbers(path).next().is_some() || path.split(['/', '?']).any(is_headline)
}

/// The numbers in an address that are long enough to be one item's.
pub fn long_numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= DIGITS_OF_ITS_OWN)
}

/// The same for what stands beside a view's name, where a plain number is enough.
fn names_one(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    let is_number = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    is_number || is_distinctive(path)
}
