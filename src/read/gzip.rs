//! `sitemap.xml.gz`: packed by the publisher, so that no content coding says so.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    TooLong,
    Damaged,
}

pub(super) fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// The bytes unpacked, when they are packed. Of a file whose end is damaged, the part before.
pub(super) fn unpacked(bytes: &[u8], limit: u64) -> Result<Cow<'_, [u8]>, Refusal> {
    if !is_packed(bytes) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut unpacked = Vec::new();
    // One more than the limit tells a file that is too long. Reading goes on until an error, and keeps what came before.
    let read = MultiGzDecoder::new(bytes).take(limit.saturating_add(1)).read_to_end(&mut unpacked);
    if unpacked.len() as u64 > limit {
        return Err(Refusal::TooLong);
    }
    if read.is_err() && unpacked.is_empty() {
        return Err(Refusal::Damaged);
    }
    Ok(Cow::Owned(unpacked))
}
