//! The documents being served, ready to send.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use axum::body::Bytes;
use axum::http::HeaderValue;
use sha2::{Digest, Sha256};

use super::coding::{CODINGS, Coding};
use crate::render::Document;

/// Below this, a coding saves less than a packet.
const WORTH_COMPRESSING: usize = 1024;

/// A handle on the documents that the server answers with. Clones share them.
#[derive(Clone, Default)]
pub struct Serving {
    shelf: Arc<RwLock<Arc<Shelf>>>,
}

impl Serving {
    /// A server without documents answers 404 to everything, until [`Serving::replace`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Serves `documents` from now on, and no others; each request sees all of the old or all of the new. A document
    /// whose bytes are as before keeps what was compressed for it.
    pub fn replace(&self, documents: Vec<Document>) {
        let old = self.shelf();
        let held = documents
            .into_iter()
            .map(|document| {
                let kept = old.held.get(&document.path).filter(|held| held.is(&document)).cloned();
                let path = document.path.clone();
                (path, kept.unwrap_or_else(|| Arc::new(Held::new(document))))
            })
            .collect();
        // Nothing panics while it is written, so a poisoned lock holds a whole shelf.
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Shelf { held });
    }

    pub(super) fn shelf(&self) -> Arc<Shelf> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// One state of the site.
#[derive(Default)]
pub(super) struct Shelf {
    held: HashMap<String, Arc<Held>>,
}

/// Where a path leads.
pub(super) enum Found {
    Document(Arc<Held>),
    /// A folder that was asked for without its `/`.
    Folder,
    Nothing,
}

impl Shelf {
    /// `path`: decoded, without its leading slash. It is a key and never a file's name: what isn't on the shelf isn't
    /// there.
    pub(super) fn find(&self, path: &str) -> Found {
        let page = if path.is_empty() || path.ends_with('/') { self.get(&format!("{path}index.html")) } else { None };
        match page.or_else(|| self.get(path)) {
            Some(held) => Found::Document(held),
            None if !path.ends_with('/') && self.held.contains_key(&format!("{path}/index.html")) => Found::Folder,
            None => Found::Nothing,
        }
    }

    pub(super) fn get(&self, path: &str) -> Option<Arc<Held>> {
        self.held.get(path).cloned()
    }
}

/// A document with what is sent along.
pub(super) struct Held {
    document: Document,
    bytes: Bytes,
    /// Of the bytes: the tag's part that all codings share.
    digest: String,
    /// Each made when it is first asked for, once.
    coded: [OnceLock<Representation>; CODINGS.len()],
    plain: Representation,
    pub(super) last_modified: HeaderValue,
}

/// What goes over the wire (RFC 9110, section 3.2).
#[derive(Clone)]
pub(super) struct Representation {
    pub(super) coding: Option<Coding>,
    pub(super) bytes: Bytes,
    /// Strong: one for each coding, since the bytes differ.
    pub(super) etag: String,
}

impl Held {
    fn new(mut document: Document) -> Self {
        let bytes = Bytes::from(std::mem::take(&mut document.bytes));
        let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes)[..12]);
        let plain = Representation { coding: None, bytes: bytes.clone(), etag: format!("\"{digest}\"") };
        let mut held = Self {
            document,
            bytes,
            digest,
            coded: std::array::from_fn(|_| OnceLock::new()),
            plain,
            last_modified: HeaderValue::from_static(""),
        };
        let date = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(held.modified()));
        // An HTTP date is always a header's value.
        held.last_modified = HeaderValue::from_str(&date).unwrap_or(held.last_modified);
        held
    }

    fn is(&self, document: &Document) -> bool {
        self.bytes == document.bytes
            && self.document.modified == document.modified
            && self.document.media_type == document.media_type
    }

    pub(super) fn path(&self) -> &str {
        &self.document.path
    }

    pub(super) fn media_type(&self) -> &'static str {
        self.document.media_type
    }

    /// In whole seconds since 1970; within the years that HTTP can write.
    pub(super) fn modified(&self) -> u64 {
        const LAST: u64 = 253_402_300_799;
        u64::try_from(self.document.modified.as_second()).unwrap_or(0).min(LAST)
    }

    /// Whether codings are offered at all: what is sent depends on `Accept-Encoding` then, and `Vary` says so.
    pub(super) fn is_compressible(&self) -> bool {
        self.bytes.len() >= WORTH_COMPRESSING
            && (self.media_type().starts_with("text/")
                || ["xml", "json", "svg"].iter().any(|word| self.media_type().contains(word)))
    }

    pub(super) fn plain(&self) -> &Representation {
        &self.plain
    }

    /// The representation, if it has been made.
    pub(super) fn made(&self, coding: Coding) -> Option<&Representation> {
        self.coded[coding as usize].get()
    }

    /// The representation, made now if need be: milliseconds of work. Plain when the encoder fails, which it only does
    /// without memory.
    pub(super) fn make(&self, coding: Coding) -> &Representation {
        self.coded[coding as usize].get_or_init(|| match coding.encode(&self.bytes) {
            Ok(bytes) => Representation {
                coding: Some(coding),
                bytes: bytes.into(),
                etag: format!("\"{}-{}\"", self.digest, coding.name()),
            },
            Err(error) => {
                tracing::warn!(path = self.path(), coding = coding.name(), %error, "served without compression");
                self.plain.clone()
            }
        })
    }
}
