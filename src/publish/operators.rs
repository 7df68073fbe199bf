//! What operators' probes ask for: `/healthz`, `/readyz`, `/metrics`.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use axum::routing::get;

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

/// The answers to probes: no cache keeps them, and they are in no published folder.
pub fn operators(probes: Probes) -> Router {
    Router::new()
        .route("/healthz", get(|| async { answer(StatusCode::OK, PLAIN, "ok\n".to_owned()) }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(Arc::new(probes))
}

async fn ready(State(probes): State<Arc<Probes>>) -> Response<Body> {
    match tokio::task::spawn_blocking(move || (probes.unready)()).await {
        Ok(reasons) if reasons.is_empty() => answer(StatusCode::OK, PLAIN, "ready\n".to_owned()),
        Ok(reasons) => answer(StatusCode::SERVICE_UNAVAILABLE, PLAIN, reasons.join("\n") + "\n"),
        Err(_) => failed(),
    }
}

async fn metrics(State(probes): State<Arc<Probes>>) -> Response<Body> {
    match tokio::task::spawn_blocking(move || (probes.metrics)()).await {
        Ok(metrics) => answer(StatusCode::OK, OPEN_METRICS, metrics),
        Err(_) => failed(),
    }
}

/// It panicked, or the runtime is going down.
fn failed() -> Response<Body> {
    answer(StatusCode::INTERNAL_SERVER_ERROR, PLAIN, "the probe failed\n".to_owned())
}

fn answer(status: StatusCode, media_type: &'static str, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    for (name, value) in [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("x-robots-tag"), "noindex"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
