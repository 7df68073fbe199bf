//! Titles without the name of the site.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use url::Url;

use crate::news::site;
use crate::read::article::{Origin, Sourced};

/// The titles that a page has.
pub(super) struct Found {
    /// By the operator's selector.
    pub(super) chosen: Option<String>,
    /// By a layout that is known.
    pub(super) marked: Option<String>,
    /// By [`headline`].
    pub(super) seen: Option<String>,
    pub(super) json_ld: Option<String>,
    pub(super) meta: Option<String>,
    /// An `<h1>`, whatever it is.
    pub(super) headline: Option<String>,
}

impl Found {
    /// The most trusted. The site's own name is a title only where nothing else is.
    pub(super) fn best(self, site: &Site) -> Option<Sourced<String>> {
        let whole = [(self.chosen, Origin::Selector), (self.marked, Origin::Markup)];
        let cut = [
            (self.seen, Origin::Markup),
            (self.json_ld, Origin::JsonLd),
            (self.meta, Origin::Meta),
            (self.headline, Origin::Markup),
        ];
        let cut = cut.into_iter().map(|(title, from)| (title.map(|title| site.without(&title)), from));
        let titles = whole.into_iter().chain(cut).filter_map(|(title, from)| Some(Sourced::new(title?, from)));
        let mut titles: Vec<_> = titles.filter(|title| !title.value.is_empty()).collect();
        let is_title = |title: &Sourced<String>| title.from == Origin::Selector || !site.is_called(&title.value);
        let best = titles.iter().position(is_title).unwrap_or_default();
        (!titles.is_empty()).then(|| titles.swap_remove(best))
    }
}

/// What a page's site is called.
pub(super) struct Site<'a> {
    /// By itself.
    pub(super) name: Option<String>,
    /// The part of it that the page stands in.
    pub(super) section: Option<String>,
    pub(super) url: &'a Url,
}

impl Site<'_> {
    /// "Cao Bằng đẩy mạnh … - Báo Dân tộc" → "Cao Bằng đẩy mạnh …". What stands behind the last separator is cut only
    /// where it is the site's name; a title may have a separator of its own.
    pub(super) fn without(&self, title: &str) -> String {
        let mut title = title.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '⋆'));
        // "Title | Section | Site" loses the section too, where the page says that it is one.
        while let Some(shorter) = self.shorter(title) {
            title = shorter;
        }
        title.to_owned()
    }

    fn shorter<'t>(&self, title: &'t str) -> Option<&'t str> {
        SEPARATORS.iter().find_map(|separator| {
            let behind = title.rsplit_once(separator).filter(|(start, end)| {
                !start.trim().is_empty()
                    && (self.is_called(end) || is_paper(end) || (separator.contains('|') && self.is_about(end)))
            });
            let before = || {
                title.split_once(separator).filter(|(start, end)| {
                    !end.trim().is_empty() && self.name.as_deref().is_some_and(|name| folded(name) == folded(start))
                })
            };
            behind.map(|(start, _)| start.trim()).or_else(|| before().map(|(_, end)| end.trim()))
        })
    }

    /// Whether `name` is the site's: as it calls itself, or as its host is called ("Báo Dân trí" at dantri.com.vn, "The
    /// Guardian" at theguardian.com).
    pub(super) fn is_called(&self, name: &str) -> bool {
        let name = folded(name);
        if name.is_empty() {
            return false;
        }
        if self.name.as_deref().is_some_and(|own| folded(own) == name) {
            return true;
        }
        let host = self.url.host_str().unwrap_or_default();
        if folded(host) == name || folded(host.trim_start_matches("www.")) == name {
            return true;
        }
        let label = folded(site_label(host));
        let bare =
            ["baodientu", "bao", "tapchi", "trangtin", "the"].iter().find_map(|prefix| name.strip_prefix(prefix));
        let bare = bare.unwrap_or(&name);
        let bare =
            ["online", "dientu", "net", "vn"].iter().find_map(|suffix| bare.strip_suffix(suffix)).unwrap_or(bare);
        label.len() >= 3 && (name == label || bare == label || label.strip_prefix("bao") == Some(bare))
    }

    /// Whether what stands behind a bar is the page's section, or another form of the site's name: "Koia" at
    /// drinkkoia.com, "Bridgestone Tires" at bridgestone.com, "Farm Bureau Financial Services" at fbfs.com. Behind a dash
    /// it may be the headline's own.
    fn is_about(&self, text: &str) -> bool {
        let name = folded(text);
        if self.section.as_deref().is_some_and(|section| folded(section) == name) {
            return true;
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
        let label = folded(site_label(self.url.host_str().unwrap_or_default()));
        let is_part =
            |whole: &str, part: &str| part.len() >= LEAST_LABEL && (whole.starts_with(part) || whole.ends_with(part));
        words.len() <= LONGEST_NAME
            && (is_part(&name, &label) || is_part(&label, &name) || (words.len() > 2 && folded(&initials) == label))
    }
}

const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · ", "| "];
/// Words of a site's name.
const LONGEST_NAME: usize = 5;
/// A shorter part of a host may be part of any word. In letters.
const LEAST_LABEL: usize = 4;

/// The headline that readers see, if one `<h1>` is like what the page declares: titles for search engines and for sharing
/// are often other words for it. A logo or a section's name in an `<h1>` is not like them. `lines` are what all `<h1>` say.
pub(super) fn headline(lines: &[String], declared: &[&str], site: &Site) -> Option<String> {
    let lines: Vec<&String> = lines.iter().take(MOST_H1).filter(|line| !site.is_called(line)).collect();
    let of = |line: &str| declared.iter().map(|declared| likeness(line, declared)).max().unwrap_or_default();
    let (line, likeness) = lines.iter().map(|line| (*line, of(line))).max_by_key(|(_, likeness)| *likeness)?;
    let alone = lines.len() == 1 && line.split(' ').count() >= LEAST_WORDS;
    if likeness < if alone { LIKE_ALONE } else { LIKE } {
        return None;
    }
    // The `<h1>` holds more than the title, or the title in capitals.
    let folded = folded(line);
    let whole = declared.iter().find(|declared| {
        let declared_folded = self::folded(declared);
        declared_folded == folded
            || (folded.starts_with(&declared_folded) && likeness == 100 && declared.chars().count() < CUT_OFF)
    });
    Some(whole.map_or_else(|| line.clone(), |whole| (*whole).to_owned()))
}

/// Titles of so many characters may have been cut off: search engines take no more than 110.
const CUT_OFF: usize = 100;
const MOST_H1: usize = 8;
/// An `<h1>` that is the only one is a headline if it has so many words.
const LEAST_WORDS: usize = 4;
/// Shared words of a hundred of the shorter of the two.
const LIKE: usize = 60;
const LIKE_ALONE: usize = 25;

fn likeness(line: &str, declared: &str) -> usize {
    let words =
        |text: &str| text.split_whitespace().map(folded).filter(|word| !word.is_empty()).collect::<HashSet<_>>();
    let begins = folded(declared).starts_with(&folded(line));
    let (line, declared) = (words(line), words(declared));
    // A word or two from within a title are a section's name as well, or the site's.
    let is_short = line.len() < LEAST_WORDS && !begins;
    let whole = if is_short { declared.len() } else { line.len().min(declared.len()) };
    (line.intersection(&declared).count() * 100).checked_div(whole).unwrap_or_default()
}

/// "Báo Dân tộc và Phát triển": short, and called a newspaper.
fn is_paper(name: &str) -> bool {
    let lower = name.trim().to_lowercase();
    ["báo ", "tạp chí ", "cổng thông tin"].iter().any(|start| lower.starts_with(start)) && lower.split(' ').count() <= 7
}

/// The part of a host that is the site's own: `tuoitre` of `www.tuoitre.vn`, `dantri` of `dantri.com.vn`.
fn site_label(host: &str) -> &str {
    site(host).split('.').next().unwrap_or_default()
}

/// Letters and digits without marks, in lower case: names are compared with hosts.
fn folded(text: &str) -> String {
    let plain = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    plain.map(|c| if c == 'đ' { 'd' } else { c }).filter(|c| c.is_alphanumeric()).collect()
}

/// A title's words in lower case, without the number of a page at its end ("… - trang 2", "… (page 2)").
pub(super) fn bare(title: &str) -> String {
    let lower = title.to_lowercase();
    let mut words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if let [.., before, last] = words.as_slice()
        && matches!(*before, "trang" | "page" | "p")
        && last.bytes().all(|byte| byte.is_ascii_digit())
    {
        words.truncate(words.len() - 2);
    }
    words.join(" ")
}
