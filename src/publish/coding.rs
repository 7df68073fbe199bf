//! Content codings (RFC 9110, section 8.4).

use std::io::{self, Write as _};

use hyper::header::HeaderValue;

/// In the order of preference where a client takes several alike: smallest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Brotli,
    Zstd,
    Gzip,
}

pub(super) const CODINGS: [Coding; 3] = [Coding::Brotli, Coding::Zstd, Coding::Gzip];

// Each document is compressed once and sent many times, but also while somebody waits for it: levels that take about
// 10 ms for a feed of 200 KB.
const BROTLI_QUALITY: u32 = 5;
const BROTLI_WINDOW: u32 = 22;
const ZSTD_LEVEL: i32 = 9;
const GZIP_LEVEL: u32 = 6;
const BUFFER: usize = 32 * 1024;

impl Coding {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    pub(super) fn header(self) -> HeaderValue {
        HeaderValue::from_static(self.name())
    }

    pub(super) fn encode(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                let mut encoder = brotli::CompressorWriter::new(Vec::new(), BUFFER, BROTLI_QUALITY, BROTLI_WINDOW);
                encoder.write_all(bytes)?;
                Ok(encoder.into_inner())
            }
            Self::Zstd => zstd::encode_all(bytes, ZSTD_LEVEL),
            Self::Gzip => {
                // Neither a name nor a time goes into the header: the same bytes every time.
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(GZIP_LEVEL));
                encoder.write_all(bytes)?;
                encoder.finish()
            }
        }
    }

    /// The coding to send by an `Accept-Encoding` (RFC 9110, section 12.5.3): the best-weighted that we have, unless the
    /// client weighs plain bytes higher. None for plain bytes, which are also the answer to a client that refuses all.
    pub(super) fn negotiate(accept: &str) -> Option<Self> {
        let weight_of = |name: &str| {
            let mut any = None;
            for element in accept.split(',') {
                let mut parts = element.split(';').map(str::trim);
                let coding = parts.next().unwrap_or_default();
                let weight = parts
                    .find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
                    .map_or(Some(1.0), |weight| weight.trim().parse::<f32>().ok())
                    .filter(|weight| (0.0..=1.0).contains(weight))
                    .unwrap_or(0.0);
                if coding.eq_ignore_ascii_case(name) || (name == "gzip" && coding.eq_ignore_ascii_case("x-gzip")) {
                    return Some(weight);
                }
                if coding == "*" {
                    any = Some(weight);
                }
            }
            any
        };
        let mut best: Option<(f32, Self)> = None;
        for coding in CODINGS {
            let weight = weight_of(coding.name()).unwrap_or(0.0);
            if weight > best.map_or(0.0, |(weight, _)| weight) {
                best = Some((weight, coding));
            }
        }
        // `*` is about codings here: few clients that write it mean to rank plain bytes.
        let plain = if accept.contains("identity") { weight_of("identity").unwrap_or(0.0) } else { 0.0 };
        best.filter(|(weight, _)| *weight >= plain).map(|(_, coding)| coding)
    }
}

#[cfg(test)]
mod tests {
    use super::Coding;

    #[test]
    fn the_smallest_coding_that_the_client_likes_best_is_chosen() {
        for (accept, expected) in [
            ("", None),
            ("identity", None),
            ("gzip", Some(Coding::Gzip)),
            ("gzip, deflate, br, zstd", Some(Coding::Brotli)),
            ("GZIP;q=1.0, br;q=0.5", Some(Coding::Gzip)),
            ("br;q=0, zstd;q=0", None),
            ("*", Some(Coding::Brotli)),
            ("br;q=0, *;q=0.5", Some(Coding::Zstd)),
            ("identity;q=1, gzip;q=0.2", None),
            ("identity;q=0.2, gzip;q=1", Some(Coding::Gzip)),
            ("br;q=nonsense, gzip", Some(Coding::Gzip)),
            ("x-gzip", Some(Coding::Gzip)),
            ("deflate", None),
        ] {
            assert_eq!(Coding::negotiate(accept), expected, "{accept:?}");
        }
    }
}
