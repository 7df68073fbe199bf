//! A document in memory, with what is sent along.

use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::OwnedFd;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use hyper::body::Bytes;
use hyper::header::HeaderValue;
use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};
use sha2::{Digest, Sha256};

use super::coding::{CODINGS, Coding};
use super::stream::InFile;
use crate::render::media_type;

/// Below this, a coding saves less than a packet.
const WORTH_COMPRESSING: usize = 1024;
/// A coding is used that makes the bytes fewer than one in so many. Pages and feeds become a fifth; what doesn't become
/// half as long is no text, and all its codings would take more memory than [`Held::cost`] counts.
const SHRINKS: usize = 2;

/// From here on, a document's bytes are put into a file to be sent without being copied: four times what a socket's buffer
/// has at first. Of less, it is the requests that cost.
const WORTH_A_FILE: usize = 64 * 1024;

pub(super) struct Held {
    path: String,
    /// Of the bytes: the tag's part that all codings share.
    digest: String,
    /// Each made when it is first asked for, once.
    coded: [OnceLock<Representation>; CODINGS.len()],
    plain: Representation,
    /// The plain bytes once more, made when they are first sent; none where that failed.
    file: OnceLock<Option<Arc<OwnedFd>>>,
    /// In whole seconds since 1970; within the years that HTTP can write.
    pub(super) modified: u64,
    pub(super) last_modified: HeaderValue,
}

/// What goes over the wire (RFC 9110, section 3.2).
#[derive(Clone)]
pub(super) struct Representation {
    pub(super) coding: Option<Coding>,
    pub(super) bytes: Bytes,
    /// Strong: one for each coding, since the bytes differ.
    pub(super) etag: HeaderValue,
}

impl Held {
    pub(super) fn new(path: &str, bytes: Vec<u8>, modified: SystemTime) -> Self {
        const LAST: u64 = 253_402_300_799;
        let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes)[..12]);
        let plain = Representation { coding: None, bytes: bytes.into(), etag: tag(&digest) };
        let modified = modified.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs()).min(LAST);
        let date = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(modified));
        Self {
            path: path.to_owned(),
            digest,
            coded: std::array::from_fn(|_| OnceLock::new()),
            plain,
            file: OnceLock::new(),
            modified,
            // An HTTP date is always a header's value.
            last_modified: HeaderValue::from_str(&date).unwrap_or(HeaderValue::from_static("")),
        }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn media_type(&self) -> &'static str {
        media_type(&self.path)
    }

    /// Bytes that it takes in memory, at most, with every coding.
    pub(super) fn cost(&self) -> usize {
        const ITSELF: usize = 1024;
        let plain = self.plain.bytes.len();
        let coded = if self.is_compressible() { plain / SHRINKS * CODINGS.len() } else { 0 };
        let in_file = if plain >= WORTH_A_FILE { plain } else { 0 };
        plain + coded + in_file + ITSELF
    }

    /// Whether codings are offered at all: what is sent depends on `Accept-Encoding` then, and `Vary` says so.
    pub(super) fn is_compressible(&self) -> bool {
        self.plain.bytes.len() >= WORTH_COMPRESSING
            && (self.media_type().starts_with("text/")
                || ["xml", "json", "svg"].iter().any(|word| self.media_type().contains(word)))
    }

    pub(super) fn plain(&self) -> &Representation {
        &self.plain
    }

    /// The bytes of `representation` in a file, if they are worth one.
    pub(super) fn in_file(&self, representation: &Representation) -> Option<InFile> {
        if representation.coding.is_some() || self.plain.bytes.len() < WORTH_A_FILE {
            return None;
        }
        let file = self.file.get_or_init(|| {
            let made = in_memory(&self.plain.bytes);
            made.inspect_err(|error| tracing::debug!(path = self.path, %error, "sent without a file")).ok()
        });
        Some(InFile { file: Arc::clone(file.as_ref()?), bytes: self.plain.bytes.clone() })
    }

    /// The representation, if it has been made.
    pub(super) fn made(&self, coding: Coding) -> Option<&Representation> {
        self.coded[coding as usize].get()
    }

    /// The representation, made now if need be: milliseconds of work. Plain when the coding doesn't shrink it, or the encoder
    /// fails, which it only does without memory.
    pub(super) fn make(&self, coding: Coding) -> &Representation {
        self.coded[coding as usize].get_or_init(|| match coding.encode(&self.plain.bytes) {
            Ok(bytes) if bytes.len() > self.plain.bytes.len() / SHRINKS => self.plain.clone(),
            Ok(bytes) => Representation {
                coding: Some(coding),
                bytes: bytes.into(),
                etag: tag(&format!("{}-{}", self.digest, coding.name())),
            },
            Err(error) => {
                tracing::warn!(path = self.path, coding = coding.name(), %error, "served without compression");
                self.plain.clone()
            }
        })
    }
}

/// A file that is in memory only, and never written again.
fn in_memory(bytes: &[u8]) -> io::Result<Arc<OwnedFd>> {
    let mut file = File::from(memfd_create("bantin", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?);
    file.write_all(bytes)?;
    fcntl_add_seals(&file, SealFlags::WRITE | SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL)?;
    Ok(Arc::new(file.into()))
}

fn tag(name: &str) -> HeaderValue {
    // Hexadecimal digits and the names of codings are always a header's value.
    HeaderValue::from_str(&format!("\"{name}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}
