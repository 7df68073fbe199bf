//! Readers of single values: each makes a value of its type from what was typed, or says what is wrong with it. Their
//! messages continue "`key` …".

use std::fmt::Display;
use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::path::PathBuf;

use ipnet::IpNet;
use jiff::tz::{TimeZone, TimeZoneName};
use toml::Spanned;
use toml::de::DeValue;
use unicode_normalization::UnicodeNormalization;
use url::Url;

use super::Language;
use super::mistake::Complaint;
use super::suggest::did_you_mean;
use super::table::{Value, enumerate, wrong_type};
use crate::judge::{Pattern, Programme};
use crate::read::Css;
use crate::text::{Place, nfc, places};

pub(super) fn string<'v>(value: &'v Value<'_>) -> Result<&'v str, Complaint> {
    value.get_ref().as_str().ok_or_else(|| wrong_type(value, "a string"))
}

/// Text for people: not blank, NFC.
pub(super) fn text(value: &Value<'_>) -> Result<String, Complaint> {
    match string(value)?.trim() {
        "" => Err(Complaint::new("is empty")),
        text => Ok(text.nfc().collect()),
    }
}

pub(super) fn boolean(value: &Value<'_>) -> Result<bool, Complaint> {
    value.get_ref().as_bool().ok_or_else(|| wrong_type(value, "true or false"))
}

/// A whole number within bounds.
pub(super) fn count(within: RangeInclusive<usize>) -> impl Fn(&Value<'_>) -> Result<usize, Complaint> {
    move |value| {
        let typed = value.get_ref().as_integer().ok_or_else(|| wrong_type(value, "a whole number"))?;
        usize::from_str_radix(typed.as_str(), typed.radix())
            .ok()
            .filter(|count| within.contains(count))
            .ok_or_else(|| out_of_bounds(within.start(), within.end()))
    }
}

/// One of a few words.
pub(super) fn word<T: Copy>(words: &'static [(&'static str, T)]) -> impl Fn(&Value<'_>) -> Result<T, Complaint> {
    move |value| {
        let typed = string(value)?;
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        words.iter().find(|(word, _)| *word == typed).map(|(_, meaning)| *meaning).ok_or_else(|| {
            let hint = did_you_mean(typed, known.iter().copied())
                .unwrap_or_else(|| format!("the choice is between {}", enumerate(&known)));
            Complaint::new(format!("can't be `{typed}`")).hint(hint)
        })
    }
}

pub(super) const LANGUAGES: &[(&str, Language)] = &[("vi", Language::Vietnamese), ("en", Language::English)];

/// An absolute http or https address with a host and without credentials.
pub(super) fn url(value: &Value<'_>) -> Result<Url, Complaint> {
    web_address(string(value)?)
}

pub(super) fn web_address(typed: &str) -> Result<Url, Complaint> {
    let wrong = || Complaint::new("must be a web address");
    let url = match Url::parse(typed) {
        Ok(url) => url,
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            return Err(wrong().hint(format!("begin it with a scheme: `https://{}`", typed.trim_start_matches('/'))));
        }
        Err(error) => return Err(wrong().hint(format!("this is none: {error}"))),
    };
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong().hint(format!("its scheme must be `https` or `http`, not `{}`", url.scheme())));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Complaint::new("carries a name or password").hint(
            "addresses are shown to readers and in logs, so bantin sends none: ask the site for an address without them",
        ));
    }
    Ok(url)
}

/// A name in the tz database.
pub(super) fn zone(value: &Value<'_>) -> Result<TimeZone, Complaint> {
    let typed = string(value)?;
    TimeZone::get(typed).map_err(|_| {
        let names: Vec<_> = jiff::tz::db().available().collect();
        let hint = did_you_mean(typed, names.iter().map(TimeZoneName::as_str))
            .unwrap_or_else(|| "take a name from the tz database; Vietnam's is `Asia/Ho_Chi_Minh`".to_owned());
        Complaint::new(format!("names no time zone: `{typed}`")).hint(hint)
    })
}

/// A language tag (BCP 47), in shape: no registry is asked.
pub(super) fn language_tag(value: &Value<'_>) -> Result<String, Complaint> {
    let typed = string(value)?;
    if is_language_tag(typed) {
        Ok(typed.to_owned())
    } else {
        Err(Complaint::new(format!("is no language tag: `{typed}`"))
            .hint("write it as HTML's `lang` does: `vi`, `en`, `zh-Hant`"))
    }
}

pub(super) fn is_language_tag(typed: &str) -> bool {
    let mut subtags = typed.split('-');
    let primary =
        subtags.next().is_some_and(|tag| (2..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphabetic()));
    primary && subtags.all(|tag| (1..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// A national target programme by its key.
pub(super) fn programme(value: &Value<'_>) -> Result<Programme, Complaint> {
    let typed = string(value)?;
    let known = Programme::ALL.map(Programme::key);
    Programme::ALL.into_iter().find(|programme| programme.key() == typed).ok_or_else(|| {
        let hint = did_you_mean(typed, known)
            .unwrap_or_else(|| format!("the programmes whose figures bantin reads are {}", enumerate(&known)));
        Complaint::new(format!("names no programme: `{typed}`")).hint(hint)
    })
}

/// A province by its name, of today or of before July 2025.
pub(super) fn place(value: &Value<'_>) -> Result<&'static Place, Complaint> {
    const KINDS: &[&str] = &["tỉnh ", "thành phố ", "tp. ", "tp "];
    let typed = nfc(string(value)?.trim());
    if let Some(place) = Place::spelt(&typed) {
        return Ok(place);
    }
    let lower = typed.to_lowercase();
    let bare = KINDS.iter().find_map(|kind| lower.strip_prefix(kind)).unwrap_or(&lower);
    let hint = did_you_mean(bare, places().all.iter().map(|place| place.name)).unwrap_or_else(|| {
        "write a province's name alone, as `Cao Bằng`: one of the 34 of today, or of the 63 before July 2025".to_owned()
    });
    Err(Complaint::new(format!("names no province: `{typed}`")).hint(hint))
}

pub(super) fn css(value: &Value<'_>) -> Result<Css, Complaint> {
    let typed = string(value)?;
    Css::parse(typed).map_err(|error| Complaint::new(format!("is no CSS selector: {error}")))
}

pub(super) fn pattern(value: &Value<'_>) -> Result<Pattern, Complaint> {
    Pattern::parse(string(value)?).map_err(|error| Complaint::new(format!("is no pattern: {error}")))
}

/// A size in bytes: an integer, or a string with a unit, `"2 MiB"`.
pub(super) fn bytes(within: RangeInclusive<u64>) -> impl Fn(&Value<'_>) -> Result<u64, Complaint> {
    const UNITS: &[(&str, u64)] = &[
        ("B", 1),
        ("kB", 1000),
        ("KiB", 1 << 10),
        ("MB", 1_000_000),
        ("MiB", 1 << 20),
        ("GB", 1_000_000_000),
        ("GiB", 1 << 30),
    ];
    move |value| {
        let wrong = || Complaint::new("must be a size").hint("write a whole number and a unit: `\"2 MiB\"`");
        let size = match value.get_ref() {
            DeValue::Integer(typed) => u64::from_str_radix(typed.as_str(), typed.radix()).ok(),
            DeValue::String(typed) => {
                let digits = typed.find(|c: char| !c.is_ascii_digit()).unwrap_or(typed.len());
                let (number, unit) = typed.split_at(digits);
                let unit = unit.trim();
                let Some((_, factor)) = UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)) else {
                    return Err(wrong());
                };
                if number.is_empty() {
                    return Err(wrong());
                }
                number.parse::<u64>().ok().and_then(|number| number.checked_mul(*factor))
            }
            _ => return Err(wrong_type(value, "a size such as `\"2 MiB\"`")),
        };
        size.filter(|size| within.contains(size))
            .ok_or_else(|| out_of_bounds(self::size(*within.start()), self::size(*within.end())))
    }
}

/// In the unit that fits, without a fraction.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        bytes if bytes >= 1 << 20 => format!("{} MiB", bytes >> 20),
        bytes => format!("{} KiB", bytes >> 10),
    }
}

/// Of a file or folder.
pub(super) fn path(value: &Value<'_>) -> Result<PathBuf, Complaint> {
    match string(value)? {
        typed if typed.trim().is_empty() => Err(Complaint::new("is empty")),
        typed if typed.contains('\0') => Err(Complaint::new("has a zero byte in it, which no path can have")),
        typed => Ok(typed.into()),
    }
}

/// `address:port`.
pub(super) fn socket(value: &Value<'_>) -> Result<SocketAddr, Complaint> {
    socket_address(string(value)?)
}

pub(super) fn socket_address(typed: &str) -> Result<SocketAddr, Complaint> {
    typed.parse().map_err(|_| {
        Complaint::new(format!("is no address with a port: `{typed}`"))
            .hint("`127.0.0.1:8080` is reached from this machine only, `[::]:8080` from everywhere")
    })
}

/// A network in CIDR form, or one address.
pub(super) fn network(value: &Value<'_>) -> Result<IpNet, Complaint> {
    let typed = string(value)?;
    typed.parse::<IpNet>().or_else(|_| typed.parse::<IpAddr>().map(IpNet::from)).map(|net| net.trunc()).map_err(|_| {
        Complaint::new(format!("has `{typed}`, which is no network")).hint("write it as `192.168.1.0/24` or `fd00::/8`")
    })
}

/// An id that may appear in addresses and file names.
pub(super) fn id(value: &Value<'_>) -> Result<Spanned<String>, Complaint> {
    const LONGEST: usize = 64;
    let typed = string(value)?;
    let fits = !typed.is_empty()
        && typed.len() <= LONGEST
        && typed.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !typed.starts_with('-')
        && !typed.ends_with('-');
    if fits {
        return Ok(Spanned::new(value.span(), typed.to_owned()));
    }
    let complaint = Complaint::new(format!("can't be `{typed}`"));
    Err(match slug(typed) {
        slug if slug.is_empty() || slug.len() > LONGEST => {
            complaint.hint(format!("an id is 1 to {LONGEST} lower-case letters (a–z), digits and hyphens"))
        }
        slug => {
            complaint.hint(format!("an id has lower-case letters (a–z), digits and hyphens inside only: try `{slug}`"))
        }
    })
}

/// A reference to an id: any string, and where it stands.
pub(super) fn reference(value: &Value<'_>) -> Result<Spanned<String>, Complaint> {
    Ok(Spanned::new(value.span(), string(value)?.to_owned()))
}

/// An id made of a name: "Báo Cao Bằng" → "bao-cao-bang".
pub(crate) fn slug(text: &str) -> String {
    let letters: String = text
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'đ' => 'd',
            c if c.is_ascii_alphanumeric() => c,
            _ => '-',
        })
        .collect();
    letters.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

pub(super) fn out_of_bounds(least: impl Display, most: impl Display) -> Complaint {
    Complaint::new(format!("must be between {least} and {most}"))
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_slug_is_a_name_without_its_marks() {
        for (name, expected) in [("Báo Cao Bằng", "bao-cao-bang"), ("Đại Đoàn Kết", "dai-doan-ket"), ("--", "")]
        {
            assert_eq!(slug(name), expected);
        }
    }
}
