//! What operators' probes ask for: `/healthz`, `/readyz`, `/metrics`.

use std::sync::Arc;

use hyper::header::{self, HeaderName};
use hyper::{Method, StatusCode};

use super::answer::{self, Answer, not_allowed};

pub(super) const PATHS: [&str; 3] = ["healthz", "readyz", "metrics"];

/// The text format of OpenMetrics 1.0, which Prometheus and its kin read.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";

/// Who knows the answers. Both may take their time.
pub struct Probes {
    /// Why news doesn't go through, a line each; nothing when all is well.
    pub unready: Box<dyn Fn() -> Vec<String> + Send + Sync>,
    /// All metrics, in the text format of OpenMetrics 1.0.
    pub metrics: Box<dyn Fn() -> String + Send + Sync>,
}

/// What is answered at one of [`PATHS`]: no cache keeps it, and it is in no published folder.
pub(super) async fn answer(probes: &Arc<Probes>, method: &Method, path: &str) -> Answer {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return not_allowed("GET, HEAD");
    }
    let probes = Arc::clone(probes);
    let made = match path {
        "healthz" => Ok((StatusCode::OK, PLAIN, "ok\n".to_owned())),
        "readyz" => tokio::task::spawn_blocking(move || ready(&(probes.unready)())).await,
        _ => tokio::task::spawn_blocking(move || (StatusCode::OK, OPEN_METRICS, (probes.metrics)())).await,
    };
    // It panicked, or the runtime is going down.
    let failed = |_| (StatusCode::INTERNAL_SERVER_ERROR, PLAIN, "the probe failed\n".to_owned());
    let (status, media_type, text) = made.unwrap_or_else(failed);
    answer::with(
        answer::text(status, media_type, text),
        [
            (header::CACHE_CONTROL, "no-store"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (HeaderName::from_static("x-robots-tag"), "noindex"),
        ],
    )
}

fn ready(reasons: &[String]) -> (StatusCode, &'static str, String) {
    if reasons.is_empty() {
        (StatusCode::OK, PLAIN, "ready\n".to_owned())
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, PLAIN, reasons.join("\n") + "\n")
    }
}
