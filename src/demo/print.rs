//! The papers → every document that the press serves in one edition. Pure: the same instant gives the same bytes.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use jiff::civil::Weekday;
use jiff::fmt::strtime;
use jiff::tz::Offset;
use jiff::{Timestamp, ZonedDateTime};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

use super::paper::{
    Article, ContentError, Dialect, Encoding, Fault, Feed, JsonLd, Paper, Served, Validator, file, pictures,
};
use super::template::{Values, escape, fill};
use super::windows1258;

/// Vietnam's time. The papers have no other.
const HERE: Offset = Offset::constant(7);

const HTML: &str = "text/html; charset=utf-8";

/// Path and query → what is there.
pub type Edition = BTreeMap<String, Document>;

#[derive(Clone, Debug)]
pub struct Document {
    pub status: u16,
    pub media_type: String,
    pub body: Vec<u8>,
    pub etag: Option<String>,
    pub last_modified: Option<Timestamp>,
    /// 503 to the first who asks.
    pub busy_once: bool,
}

impl Document {
    fn page(media_type: &str, body: Vec<u8>) -> Self {
        Self { status: 200, media_type: media_type.to_owned(), body, etag: None, last_modified: None, busy_once: false }
    }

    /// A document that can be asked for conditionally.
    fn validated(served: &Served, body: Vec<u8>, changed: Timestamp) -> Self {
        let mut document = Self::page(&served.media_type, body);
        let digest = HEXLOWER.encode(&Sha256::digest(&document.body)[..8]);
        for validator in &served.validators {
            match validator {
                Validator::Etag => document.etag = Some(format!("\"{digest}\"")),
                Validator::WeakEtag => document.etag = Some(format!("W/\"{digest}\"")),
                Validator::LastModified => document.last_modified = Some(changed),
            }
        }
        document
    }
}

/// `roots`: the front address of each paper, in the papers' order. `edition` counts from 1.
pub fn print(papers: &[Paper], roots: &[Url], edition: usize, as_of: Timestamp) -> Result<Edition, ContentError> {
    let mut documents = Edition::new();
    let mut stalls = String::new();
    for (paper, root) in papers.iter().zip(roots) {
        stalls.extend(["<li><a href=\"", root.as_str(), "\">", &escape(&paper.about.name), "</a></li>\n"]);
        Printer { paper, root, edition, as_of }.print(&mut documents)?;
    }
    let kiosk = fill(file("khac/kiosk.html")?, &Values::from([("papers", stalls)]));
    let kiosk = kiosk.map_err(|tag| ContentError::tag("khac/kiosk.html", tag))?;
    documents.insert("/".to_owned(), Document::page(HTML, kiosk.into_bytes()));
    documents.insert("/robots.txt".to_owned(), Document::page("text/plain", file("khac/robots.txt")?.into()));
    let failing = Document { status: 500, ..Document::page(HTML, file("khac/loi-may-chu.html")?.into()) };
    documents.insert("/nguon-hong/rss".to_owned(), failing);
    documents.insert("/bao-tri/rss".to_owned(), Document::page(HTML, file("khac/bao-tri.html")?.into()));
    Ok(documents)
}

/// One paper at one edition.
#[derive(Clone, Copy)]
struct Printer<'a> {
    paper: &'a Paper,
    root: &'a Url,
    edition: usize,
    as_of: Timestamp,
}

impl Printer<'_> {
    fn print(self, documents: &mut Edition) -> Result<(), ContentError> {
        let about = &self.paper.about;
        let newest = self.paper.edition(self.edition).map(|article| self.changed(article)).max().unwrap_or(self.as_of);
        for article in self.paper.edition(self.edition).filter(|article| article.head.page != Some(Fault::Gone)) {
            let page = self.encoded(&self.filled("article.html", &self.values(article)?)?);
            let mut page = Document::page(&about.front.media_type, page);
            page.busy_once = article.head.page == Some(Fault::BusyOnce);
            documents.insert(format!("/{}/{}", self.paper.prefix, self.address(article)), page);
        }
        let front = self.list("front.html", "front-item.html", newest)?;
        self.put(documents, &about.front, &front, newest);
        if let Some(feed) = &about.feed {
            let text = match feed.dialect {
                Dialect::Xml => self.list("feed.xml", "feed-item.xml", newest)?,
                Dialect::Json => self.json_feed(feed)?,
            };
            self.put(documents, &feed.served, &text, newest);
        }
        for (name, picture) in pictures()? {
            documents.insert(
                format!("/{}/anh/{name}", self.paper.prefix),
                Document::page("image/svg+xml", picture.as_bytes().to_vec()),
            );
        }
        Ok(())
    }

    fn put(self, documents: &mut Edition, served: &Served, text: &str, changed: Timestamp) {
        let path = format!("/{}/{}", self.paper.prefix, served.path);
        documents.insert(path, Document::validated(served, self.encoded(text), changed));
    }

    /// A front page, a listing or an XML feed: a template with all articles by another.
    fn list(self, whole: &str, item: &str, newest: Timestamp) -> Result<String, ContentError> {
        let mut items = String::new();
        for article in self.paper.edition(self.edition) {
            items += &self.filled(item, &self.values(article)?)?;
        }
        let mut values = self.common(newest)?;
        values.insert("items", items);
        self.filled(whole, &values)
    }

    fn common(self, at: Timestamp) -> Result<Values, ContentError> {
        let about = &self.paper.about;
        Ok(Values::from([
            ("paper", about.name.clone()),
            ("home", self.root.to_string()),
            ("host", self.root.authority().to_owned()),
            ("date", self.date(&about.date, at)?),
            ("feed_date", self.feed_date(at)?),
            ("iso", iso(at)),
        ]))
    }

    fn values(self, article: &Article) -> Result<Values, ContentError> {
        let head = &article.head;
        let mut values = self.common(self.published(article))?;
        let section = self.paper.about.sections.get(&head.section).ok_or_else(|| {
            let file = format!("{}/{}.md", self.paper.prefix, article.slug);
            ContentError::new(file, format!("the paper has no section {}", head.section))
        })?;
        let changed = self.changed(article);
        let picture =
            if head.picture.is_empty() { String::new() } else { self.under(&format!("anh/{}", head.picture)) };
        values.extend([
            ("title", head.title.clone()),
            ("lead", article.lead.clone()),
            ("body", self.body(article)?),
            ("body_in_feed", if head.full_in_feed { self.body(article)? } else { String::new() }),
            ("author", head.author.clone()),
            ("credit", head.credit.clone()),
            ("section", section.clone()),
            ("section_slug", head.section.clone()),
            ("number", head.number.to_string()),
            ("url", self.url(article)),
            ("guid", article.guid(self.edition).map_or_else(|| self.url(article), str::to_owned)),
            ("picture", picture),
            ("tags", head.tags.join(", ")),
            ("changed_iso", iso(changed)),
            (
                "changed_date",
                if head.changed.is_some() { self.date(&self.paper.about.date, changed)? } else { String::new() },
            ),
        ]);
        let json_ld = json_ld(&values, head.json_ld);
        values.insert("json_ld", json_ld);
        Ok(values)
    }

    /// What comes after the lead.
    fn body(self, article: &Article) -> Result<String, ContentError> {
        let mut html = String::new();
        for block in &article.blocks {
            if let Some(picture) = block.strip_prefix("![").and_then(|block| block.strip_suffix(')')) {
                let (caption, name) = picture.split_once("](").unwrap_or((picture, ""));
                let picture =
                    Values::from([("caption", caption.to_owned()), ("picture", self.under(&format!("anh/{name}")))]);
                html += &self.filled("picture.html", &picture)?;
            } else if let Some(heading) = block.strip_prefix("## ") {
                html.extend(["<h3>", &escape(heading), "</h3>\n"]);
            } else if block.starts_with('<') {
                html += block;
                html.push('\n');
            } else {
                html.extend(["<p>", &escape(block), "</p>\n"]);
            }
        }
        Ok(html)
    }

    /// JSON Feed 1.1.
    fn json_feed(self, feed: &Feed) -> Result<String, ContentError> {
        let mut items = Vec::new();
        for article in self.paper.edition(self.edition) {
            let values = self.values(article)?;
            let mut item = json!({
                "id": values["guid"],
                "url": values["url"],
                "title": values["title"],
                "summary": values["lead"],
                "date_published": self.feed_date(self.published(article))?,
                "language": "vi",
                "tags": article.head.tags,
            });
            let optional = [("content_html", &values["body_in_feed"]), ("image", &values["picture"])];
            for (name, value) in optional.into_iter().filter(|(_, value)| !value.is_empty()) {
                item[name] = Value::from(value.as_str());
            }
            if !article.head.author.is_empty() {
                item["authors"] = json!([{ "name": article.head.author }]);
            }
            if article.head.changed.is_some() {
                item["date_modified"] = Value::from(self.feed_date(self.changed(article))?);
            }
            items.push(item);
        }
        let document = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.paper.about.name,
            "home_page_url": self.root.as_str(),
            "feed_url": self.under(&feed.served.path),
            "language": "vi",
            "items": items,
        });
        Ok(format!("{document:#}\n"))
    }

    fn filled(self, template: &str, values: &Values) -> Result<String, ContentError> {
        let path = format!("{}/{template}", self.paper.prefix);
        let text = self.paper.templates.get(template).ok_or_else(|| ContentError::new(&path, "no such template"))?;
        fill(text, values).map_err(|tag| ContentError::tag(path, tag))
    }

    fn encoded(self, text: &str) -> Vec<u8> {
        match self.paper.about.encoding {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Windows1258 => windows1258::encode(text),
        }
    }

    fn address(self, article: &Article) -> String {
        let Article { head, slug, .. } = article;
        let address = self.paper.about.address.replace("{slug}", slug).replace("{section}", &head.section);
        address.replace("{number}", &head.number.to_string())
    }

    fn url(self, article: &Article) -> String {
        self.under(&self.address(article))
    }

    fn under(self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    fn published(self, article: &Article) -> Timestamp {
        self.as_of.checked_sub(article.head.age).unwrap_or(self.as_of)
    }

    fn changed(self, article: &Article) -> Timestamp {
        self.as_of.checked_sub(article.head.changed.unwrap_or(article.head.age)).unwrap_or(self.as_of)
    }

    fn feed_date(self, at: Timestamp) -> Result<String, ContentError> {
        self.paper.about.feed.as_ref().map_or_else(|| Ok(String::new()), |feed| self.date(&feed.date, at))
    }

    fn date(self, form: &str, at: Timestamp) -> Result<String, ContentError> {
        let at = here(at);
        strtime::format(form.replace("{weekday}", weekday(at.weekday())), &at)
            .map_err(|error| ContentError::new(format!("{}/paper.toml", self.paper.prefix), error.to_string()))
    }
}

fn json_ld(values: &Values, quality: JsonLd) -> String {
    let document = json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": { "@type": "WebPage", "@id": values["url"] },
        "headline": values["title"],
        "description": values["lead"],
        "datePublished": values["iso"],
        "dateModified": values["changed_iso"],
        "author": { "@type": "Person", "name": values["author"] },
        "publisher": { "@type": "Organization", "name": values["paper"] },
        "image": values["picture"],
    });
    match quality {
        JsonLd::Good => format!("{document:#}"),
        JsonLd::Broken => format!("{document:#}").replace("\\\"", "\""),
        JsonLd::None => String::new(),
    }
}

fn here(at: Timestamp) -> ZonedDateTime {
    at.to_zoned_datetime(HERE.to_time_zone())
}

fn iso(at: Timestamp) -> String {
    at.display_with_offset(HERE).to_string()
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Thứ Hai",
        Weekday::Tuesday => "Thứ Ba",
        Weekday::Wednesday => "Thứ Tư",
        Weekday::Thursday => "Thứ Năm",
        Weekday::Friday => "Thứ Sáu",
        Weekday::Saturday => "Thứ Bảy",
        Weekday::Sunday => "Chủ nhật",
    }
}
