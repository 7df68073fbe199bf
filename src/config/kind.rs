//! Kinds of values: how each is read, and what a JSON Schema says of it. Both stand side by side, so that an editor and
//! `bantin check` are of one mind. A schema may let pass what `bantin check` refuses, and never the other way round.

use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use ipnet::IpNet;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};
use toml::Spanned;
use url::Url;

use super::mistake::Complaint;
use super::table::Value;
use super::{Language, duration, value};
use crate::judge::{Pattern, Programme};
use crate::read::Css;
use crate::text::{Place, places};

/// A reader of values, and the schema of what it takes. A `description` in it says what its keywords can't.
pub(super) struct Kind<R, S> {
    pub(super) read: R,
    pub(super) schema: S,
}

/// A kind without parameters.
pub(super) type Plain<T> = Kind<fn(&Value<'_>) -> Result<T, Complaint>, fn() -> Json>;

impl<R, S> Kind<R, S> {
    pub(super) const fn new(read: R, schema: S) -> Self {
        Self { read, schema }
    }
}

/// A string that matches a regular expression (ECMA 262).
pub(super) fn string(pattern: &str) -> Json {
    json!({ "type": "string", "pattern": pattern })
}

const NOT_BLANK: &str = r"\S";
/// Addresses are trimmed before they are read.
const WEB: &str = r"^\s*[Hh][Tt][Tt][Pp][Ss]?:";
/// Without a `?` or `#` part.
pub(super) const BASE: &str = r"^\s*[Hh][Tt][Tt][Pp][Ss]?:[^?#]*$";

pub(super) const TEXT: Plain<String> = Kind::new(value::text, || string(NOT_BLANK));
pub(super) const BOOLEAN: Plain<bool> = Kind::new(value::boolean, || json!({ "type": "boolean" }));
pub(super) const URL: Plain<Url> = Kind::new(value::url, || string(WEB));
pub(super) const CSS: Plain<Css> = Kind::new(value::css, || string(NOT_BLANK));
pub(super) const PATTERN: Plain<Pattern> = Kind::new(value::pattern, || string(NOT_BLANK));
pub(super) const REFERENCE: Plain<Spanned<String>> = Kind::new(value::reference, || json!({ "type": "string" }));
pub(super) const ID: Plain<Spanned<String>> = Kind::new(value::id, || string("^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"));
pub(super) const PATH: Plain<PathBuf> = Kind::new(value::path, || string(NOT_BLANK));
pub(super) const SOCKET: Plain<SocketAddr> = Kind::new(value::socket, || string(r"^(\[.+\]|[0-9.]+):[0-9]+$"));
pub(super) const NETWORK: Plain<IpNet> = Kind::new(value::network, || string("^[0-9A-Fa-f:.]+(/[0-9]+)?$"));
pub(super) const LANGUAGE: Plain<String> =
    Kind::new(value::language_tag, || string("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"));
/// There are some six hundred names, and each may be written in capitals as well.
pub(super) const ZONE: Plain<TimeZone> = Kind::new(
    value::zone,
    || json!({ "type": "string", "pattern": "^[A-Za-z0-9/_+-]+$", "examples": ["Asia/Ho_Chi_Minh"] }),
);
pub(super) const PROGRAMME: Plain<Programme> =
    Kind::new(value::programme, || json!({ "enum": Programme::ALL.map(Programme::key) }));
pub(super) const PROVINCE: Plain<&'static Place> = Kind::new(value::place, province);

/// The names, for editors to offer. Others are right as well: "TP HCM", "Hoà Bình".
pub(super) fn province() -> Json {
    let names: Vec<_> = places().all.iter().map(|place| place.name).collect();
    json!({ "anyOf": [{ "enum": names }, string(NOT_BLANK)] })
}

/// A duration within bounds.
pub(super) fn duration(
    within: RangeInclusive<SignedDuration>,
) -> Kind<impl Fn(&Value<'_>) -> Result<SignedDuration, Complaint>, impl Fn() -> Json> {
    lasting(&within, &["30m", "6h", "2d"], duration::duration(within.clone()))
}

/// One that may be months and years long.
pub(super) fn long(
    within: RangeInclusive<SignedDuration>,
) -> Kind<impl Fn(&Value<'_>) -> Result<SignedDuration, Complaint>, impl Fn() -> Json> {
    lasting(&within, &["3 years", "18 months", "120 days"], duration::long(within.clone()))
}

fn lasting<R>(
    within: &RangeInclusive<SignedDuration>,
    examples: &'static [&str],
    read: R,
) -> Kind<R, impl Fn() -> Json + use<R>> {
    let bounds = format!("From {} to {}.", duration::spoken(*within.start()), duration::spoken(*within.end()));
    let schema = move || {
        // A number and a unit, or hours, minutes and seconds with colons.
        json!({ "type": "string", "pattern": r"[0-9]\s*[A-Za-zµμ:]", "examples": examples, "description": bounds })
    };
    Kind::new(read, schema)
}

/// A whole number within bounds.
pub(super) fn count(
    within: RangeInclusive<usize>,
) -> Kind<impl Fn(&Value<'_>) -> Result<usize, Complaint>, impl Fn() -> Json> {
    let schema = {
        let within = within.clone();
        move || json!({ "type": "integer", "minimum": within.start(), "maximum": within.end() })
    };
    Kind::new(value::count(within), schema)
}

/// A size in bytes within bounds.
pub(super) fn bytes(
    within: RangeInclusive<u64>,
) -> Kind<impl Fn(&Value<'_>) -> Result<u64, Complaint>, impl Fn() -> Json> {
    let schema = {
        let within = within.clone();
        move || {
            json!({ "anyOf": [
                { "type": "integer", "minimum": within.start(), "maximum": within.end() },
                { "type": "string", "pattern": r"^[0-9]+\s*([KkMmGg][Ii]?)?[Bb]\s*$", "examples": ["2 MiB"] },
            ] })
        }
    };
    Kind::new(value::bytes(within), schema)
}

/// One of a few words.
pub(super) fn word<T: Copy>(
    words: &'static [(&'static str, T)],
) -> Kind<impl Fn(&Value<'_>) -> Result<T, Complaint>, impl Fn() -> Json> {
    let schema = || json!({ "enum": words.iter().map(|(word, _)| *word).collect::<Vec<_>>() });
    Kind::new(value::word(words), schema)
}

/// A default as feeds.toml would have it.
pub(super) trait Shown {
    fn shown(&self) -> Json;
}

impl Shown for bool {
    fn shown(&self) -> Json {
        json!(self)
    }
}

impl Shown for usize {
    fn shown(&self) -> Json {
        json!(self)
    }
}

/// Bytes.
impl Shown for u64 {
    fn shown(&self) -> Json {
        json!(value::size(*self))
    }
}

impl Shown for SignedDuration {
    fn shown(&self) -> Json {
        json!(duration::spoken(*self))
    }
}

impl Shown for SocketAddr {
    fn shown(&self) -> Json {
        json!(self)
    }
}

impl Shown for PathBuf {
    fn shown(&self) -> Json {
        json!(self)
    }
}

impl Shown for Language {
    fn shown(&self) -> Json {
        json!(self.tag())
    }
}

impl Shown for TimeZone {
    fn shown(&self) -> Json {
        json!(self.iana_name())
    }
}
