//! Which element of which dialect means what. Elements are known by their namespace and lower-case name.

/// Namespaces by what they are for; all versions of a feed's own are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS's and Atom's own elements.
    Feed,
    Content,
    DublinCore,
    Media,
    Itunes,
    Syndication,
    Xhtml,
    Foreign,
}

/// Namespaces as they are written, in lower case and without what may follow a name (`/`, `#`).
const SPACES: &[(&str, Space)] = &[
    ("http://www.w3.org/2005/atom", Space::Feed),
    ("http://purl.org/atom/ns", Space::Feed),
    ("http://example.com/newformat", Space::Feed),
    ("http://purl.org/rss/1.0", Space::Feed),
    ("http://purl.org/net/rss1.1", Space::Feed),
    ("http://my.netscape.com/rdf/simple/0.9", Space::Feed),
    ("http://channel.netscape.com/rdf/simple/0.9", Space::Feed),
    ("http://backend.userland.com/rss", Space::Feed),
    ("http://backend.userland.com/rss2", Space::Feed),
    ("http://backend.userland.com/rss091", Space::Feed),
    ("http://blogs.law.harvard.edu/tech/rss", Space::Feed),
    ("http://purl.org/rss/1.0/modules/content", Space::Content),
    ("http://purl.org/dc/elements/1.0", Space::DublinCore),
    ("http://purl.org/dc/elements/1.1", Space::DublinCore),
    ("http://purl.org/dc/terms", Space::DublinCore),
    ("http://search.yahoo.com/mrss", Space::Media),
    ("http://video.search.yahoo.com/mrss", Space::Media),
    ("http://www.itunes.com/dtds/podcast-1.0.dtd", Space::Itunes),
    ("http://example.com/dtds/podcast-1.0.dtd", Space::Itunes),
    ("http://purl.org/rss/1.0/modules/syndication", Space::Syndication),
    ("http://www.w3.org/1999/xhtml", Space::Xhtml),
];

impl Space {
    pub(super) fn of(uri: &str) -> Self {
        let uri = uri.trim().trim_end_matches(['/', '#']).to_ascii_lowercase();
        SPACES.iter().find(|(known, _)| *known == uri).map_or(Self::Foreign, |(_, space)| *space)
    }

    /// What a prefix means that nobody declared.
    pub(super) fn well_known(prefix: &str) -> Self {
        match prefix {
            "" | "atom" | "atom10" | "atom03" | "rss" | "a10" => Self::Feed,
            "content" => Self::Content,
            "dc" | "dcterms" | "dct" => Self::DublinCore,
            "media" => Self::Media,
            "itunes" => Self::Itunes,
            "sy" => Self::Syndication,
            "xhtml" => Self::Xhtml,
            _ => Self::Foreign,
        }
    }
}

/// What an element is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Holds others that stand for themselves.
    Container,
    Item,
    Text(Field),
    Link,
    Enclosure,
    MediaContent,
    Thumbnail,
    Nothing,
}

/// A field that is the element's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Summary,
    Content,
    Id,
    Published,
    Updated,
    Author,
    /// A picture's address, or the `url` in it.
    Picture,
    Language,
    Link,
    Hint(Hint),
}

/// What the source asks of those who poll it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    Ttl,
    Hour,
    Day,
    Period,
    Frequency,
}

/// The element's meaning, and whether it gives way to another that means the same.
pub(super) fn meaning(space: Space, name: &str, in_item: bool) -> (Meaning, bool) {
    use self::Hint as Asked;
    use Field::{Author, Content, Hint, Id, Language, Picture, Published, Summary, Title, Updated};
    use Meaning::{Container, Enclosure, Item, MediaContent, Nothing, Text, Thumbnail};
    let (meaning, weak) = match (space, name) {
        (Space::Feed, "item" | "entry") => (Item, false),
        // A category is often left open.
        (Space::Feed, "channel" | "items" | "feed" | "rss" | "skiphours" | "skipdays" | "category") => {
            (Container, false)
        }
        (Space::Feed, "title") => (Text(Title), false),
        (Space::Feed, "link") => (Meaning::Link, false),
        (Space::DublinCore, "title") => (Text(Title), true),
        (Space::Feed, "author") | (Space::DublinCore, "creator" | "author") => (Text(Author), false),
        (Space::Itunes, "author") => (Text(Author), true),
        (Space::Feed | Space::DublinCore, "language") => (Text(Language), false),
        (Space::Feed, "pubdate" | "published" | "issued") => (Text(Published), false),
        (Space::Feed, "created") | (Space::DublinCore, "date" | "issued" | "created") => (Text(Published), true),
        (Space::Feed, "updated" | "modified" | "lastbuilddate") => (Text(Updated), false),
        (Space::DublinCore, "modified") => (Text(Updated), true),
        (Space::Feed, "ttl") => (Text(Hint(Asked::Ttl)), false),
        (Space::Feed, "hour") => (Text(Hint(Asked::Hour)), false),
        (Space::Feed, "day") => (Text(Hint(Asked::Day)), false),
        (Space::Syndication, "updateperiod") => (Text(Hint(Asked::Period)), false),
        (Space::Syndication, "updatefrequency") => (Text(Hint(Asked::Frequency)), false),
        _ if !in_item => (Nothing, false),
        (Space::Feed, "description" | "summary" | "abstract") => (Text(Summary), false),
        (Space::DublinCore, "description" | "abstract") | (Space::Itunes, "summary") => (Text(Summary), true),
        (Space::Feed, "content") | (Space::Content, "encoded") => (Text(Content), false),
        (Space::Feed, "fullitem" | "body" | "encoded") | (Space::Xhtml, "body" | "div") => (Text(Content), true),
        (Space::Feed, "id" | "guid") => (Text(Id), false),
        (Space::Feed, "image") => (Text(Picture), false),
        (Space::Feed, "enclosure") => (Enclosure, false),
        (Space::Media, "group") => (Container, false),
        (Space::Media, "content") => (MediaContent, false),
        (Space::Media, "thumbnail") | (Space::Itunes, "image") => (Thumbnail, false),
        _ => (Nothing, false),
    };
    (meaning, weak)
}

/// Elements that no text holds: the text's own end is missing where one begins.
pub(super) fn ends_text(field: Field, name: &str) -> bool {
    match name {
        "item" | "entry" | "guid" | "pubdate" | "description" | "enclosure" | "channel" => true,
        "link" | "author" | "category" | "published" | "updated" | "summary" | "content" => {
            !matches!(field, Field::Summary | Field::Content)
        }
        _ => false,
    }
}

/// Ends that nothing in a text can have begun.
pub(super) fn encloses_text(name: &str) -> bool {
    matches!(name, "item" | "entry" | "channel" | "rss" | "feed" | "rdf")
}
