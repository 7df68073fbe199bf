//! Pages that come with status 200 in place of what was asked for, and would otherwise be read as if they were it.

use scraper::Html;
use url::Url;

use super::ReadError;
use super::html::{plain, tree};

/// What stands in place of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wall {
    /// A firewall's.
    Refused,
    /// A script that sets a cookie and loads the page again.
    CookieScript,
    /// Cloudflare's.
    Challenge,
    Login,
    Consent,
}

impl Wall {
    /// What it is, and what the operator can do about it.
    pub(super) const fn advice(self) -> &'static str {
        match self {
            Self::Refused => {
                "its firewall refused the request, with status 200: ask the site to let bantin in, or turn the source off"
            }
            Self::CookieScript => {
                "a script there wants to set a cookie and load the page again, which takes a browser: look for another \
                 address of the same news (a sitemap, a feed on another host), or ask the site to let bantin in"
            }
            Self::Challenge => {
                "Cloudflare wants a browser, with status 200: ask the site to let bantin pass, or turn the source off"
            }
            Self::Login => "it asks for a password: the news there is not public, or the address has changed",
            Self::Consent => {
                "it asks for consent to cookies before it shows anything, which takes a browser: look for a feed of the site"
            }
        }
    }
}

/// A page that is recognised by its text.
struct Known {
    wall: Wall,
    /// All of these are in it, in lower case.
    marks: &'static [&'static str],
    /// It shows a reader no more characters than this; an article about such a page does.
    most_text: usize,
}

const fn known(wall: Wall, most_text: usize, marks: &'static [&'static str]) -> Known {
    Known { wall, marks, most_text }
}

/// Longer documents are pages of their own: the longest wall known, Cloudflare's challenge, has 40 kB.
const LONGEST: usize = 64 * 1024;

/// As seen in 2024 to 2026: F5, Imperva, Akamai, Sucuri, Cloudflare; D1N and the AES cookie of Vietnamese hosters.
const KNOWN: &[Known] = &[
    known(Wall::Challenge, 1000, &["_cf_chl_opt"]),
    known(Wall::Challenge, 1000, &["<title>just a moment..."]),
    known(Wall::CookieScript, 300, &["document.cookie", "location.reload"]),
    known(Wall::CookieScript, 300, &["document.cookie", "location.href"]),
    known(Wall::CookieScript, 300, &["document.cookie", "location.replace"]),
    known(Wall::CookieScript, 300, &["document.cookie", "location="]),
    known(Wall::CookieScript, 300, &["document.cookie", "location ="]),
    known(Wall::CookieScript, 300, &["slowaes.decrypt"]),
    known(Wall::Refused, 1500, &["the requested url was rejected"]),
    known(Wall::Refused, 600, &["_incapsula_resource"]),
    known(Wall::Refused, 1500, &["incapsula incident id"]),
    known(Wall::Refused, 1500, &["access denied", "you don't have permission to access"]),
    known(Wall::Refused, 1500, &["errors.edgesuite.net"]),
    known(Wall::Refused, 1500, &["sucuri website firewall"]),
    known(Wall::Refused, 2000, &["sorry, you have been blocked"]),
    known(Wall::Refused, 600, &["<title>access denied"]),
    known(Wall::Refused, 600, &["<title>403 forbidden"]),
    known(Wall::Refused, 600, &["web application firewall"]),
    known(Wall::Refused, 600, &["từ chối truy cập"]),
    known(Wall::Refused, 600, &["truy cập bị từ chối"]),
    known(Wall::Refused, 600, &["truy cập bị chặn"]),
    known(Wall::Consent, MOST_SHOWN, &["before you continue to", "<form"]),
    known(Wall::Login, 400, &["type=\"password\""]),
    known(Wall::Login, 400, &["type='password'"]),
    known(Wall::Login, 400, &["type=password"]),
];

/// A page that shows more, in characters, is no wall that is known.
const MOST_SHOWN: usize = 3000;

/// As [`wall`], of a page that is parsed already: most pages show too much to be one, which is soon seen.
pub(super) fn wall_of(html: &Html, text: &str, url: &Url) -> Option<ReadError> {
    if !is_of_consent(url) && tree::shows_more_than(html.tree.root(), MOST_SHOWN) { None } else { wall(text, url) }
}

/// Looks at a web page's text for one that stands in place of what was asked for at `url`, after redirects.
pub(super) fn wall(text: &str, url: &Url) -> Option<ReadError> {
    if text.len() > LONGEST {
        return None;
    }
    let lower = text.to_lowercase();
    let mut hits = KNOWN.iter().filter(|known| known.marks.iter().all(|mark| lower.contains(mark))).peekable();
    let asks_consent = is_of_consent(url) && lower.contains("<form");
    if hits.peek().is_none() && !asks_consent {
        return None;
    }
    let shown = plain::paragraphs(tree::document(text).tree.root()).chars().count();
    let hit = hits.find(|known| shown <= known.most_text).map(|known| known.wall);
    let wall = hit.or_else(|| asks_consent.then_some(Wall::Consent))?;
    Some(ReadError::Wall { url: url.clone(), wall })
}

fn is_of_consent(url: &Url) -> bool {
    url.host_str().is_some_and(|host| host.starts_with("consent."))
}
