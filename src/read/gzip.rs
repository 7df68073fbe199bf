//! `sitemap.xml.gz`, and feeds behind servers that forget to say so: packed by the publisher, so that no content coding
//! tells.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::{Document, ReadError};

pub(super) fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// The document's bytes unpacked, when they are packed. Of one whose end is damaged, the part before. `expected` is what
/// it should be.
///
/// # Errors
/// When it unpacks to more than `limit` bytes, or to none.
pub fn unpacked<'a>(document: &Document<'a>, limit: u64, expected: &'static str) -> Result<Cow<'a, [u8]>, ReadError> {
    if !is_packed(document.bytes) {
        return Ok(Cow::Borrowed(document.bytes));
    }
    let mut unpacked = Vec::new();
    // One more than the limit tells a document that is too long. Reading goes on until an error, and keeps what came before.
    let read = MultiGzDecoder::new(document.bytes).take(limit.saturating_add(1)).read_to_end(&mut unpacked);
    if unpacked.len() as u64 > limit {
        return Err(ReadError::UnpacksTooLong { url: document.url.clone(), limit });
    }
    if read.is_err() && unpacked.is_empty() {
        return Err(ReadError::Unexpected { url: document.url.clone(), found: "damaged gzip", expected });
    }
    Ok(Cow::Owned(unpacked))
}
