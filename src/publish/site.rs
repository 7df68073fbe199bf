//! What is answered at which address.

use std::any::Any;
use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use hyper::body::Incoming;
use hyper::{Request, StatusCode};
use url::Url;

use super::advertised::Advertised;
use super::answer::{Answer, empty};
use super::callbacks::{CALLBACKS, Callbacks};
use super::live::Live;
use super::operators::{self, Probes};
use super::shelf::Serving;
use super::{documents, errors};

/// The published documents, and before them what is made when it is asked for. By default nothing at all.
#[derive(Default)]
pub struct Site {
    documents: Option<Serving>,
    callbacks: Option<Callbacks>,
    /// By their paths, without leading slashes.
    routes: HashMap<String, Route>,
    advertised: Option<Advertised>,
}

enum Route {
    Live(Live),
    Probe(Arc<Probes>),
}

/// A request without its body.
pub(super) type Asked = Request<()>;

impl Site {
    pub fn new(documents: Serving) -> Self {
        Self { documents: Some(documents), ..Self::default() }
    }

    /// Where `live` makes the answers at its paths.
    #[must_use]
    pub fn with(mut self, live: &Live) -> Self {
        self.routes.extend(live.paths().iter().map(|path| (path.clone(), Route::Live(live.clone()))));
        self
    }

    /// Where hubs are listened to.
    #[must_use]
    pub fn listening(mut self, callbacks: Callbacks) -> Self {
        self.callbacks = Some(callbacks);
        self
    }

    /// Where operators' probes are answered.
    #[must_use]
    pub fn probed(mut self, probes: Probes) -> Self {
        let probes = Arc::new(probes);
        self.routes.extend(operators::PATHS.iter().map(|path| ((*path).to_owned(), Route::Probe(Arc::clone(&probes)))));
        self
    }

    /// Where feeds' answers name `hub`, and the address by which it knows them. `root`: where the site's root is reached.
    #[must_use]
    pub fn advertising(mut self, hub: &Url, root: &Url) -> Self {
        self.advertised = Some(Advertised { hub: hub.clone(), root: root.clone() });
        self
    }

    /// Where making it panics, it is 500 and in the log.
    pub(super) async fn answer(&self, request: Request<Incoming>) -> Answer {
        let (head, body) = request.into_parts();
        let asked = Asked::from_parts(head, ());
        let raw = asked.uri().path();
        // `//metrics` is another path, and one by which nobody gets around a proxy's rules for this one.
        let path = raw.strip_prefix('/').unwrap_or(raw);
        let answer = match errors::refused(&asked) {
            Some(status) => empty(status),
            None => caught(self.made(&asked, path, body)).await.unwrap_or_else(|panic| {
                tracing::error!(method = %asked.method(), address = %asked.uri(), "answering panicked: {panic}");
                empty(StatusCode::INTERNAL_SERVER_ERROR)
            }),
        };
        if path.starts_with(CALLBACKS) {
            // Hubs read the number alone.
            return answer;
        }
        let mut answer = errors::explained(&asked, answer, self.documents.as_ref()).await;
        if let Some(advertised) = &self.advertised {
            advertised.add_links(raw.trim_start_matches('/'), &mut answer);
        }
        answer
    }

    async fn made(&self, asked: &Asked, path: &str, body: Incoming) -> Answer {
        if let (Some(callbacks), Some(token)) = (&self.callbacks, path.strip_prefix(CALLBACKS)) {
            return callbacks.answer(asked, token, body).await;
        }
        match (self.routes.get(path), &self.documents) {
            (Some(Route::Live(live)), _) => live.answer(asked, path).await,
            (Some(Route::Probe(probes)), _) => operators::answer(probes, asked.method(), path).await,
            (None, Some(documents)) => documents::answer(documents, asked).await,
            (None, None) => empty(StatusCode::NOT_FOUND),
        }
    }
}

/// What `answer` comes to, or what it said when it panicked.
async fn caught(answer: impl Future<Output = Answer>) -> Result<Answer, String> {
    let mut answer = pin!(answer);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => Poll::Ready(Err(words(panic.as_ref()))),
    })
    .await
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::caught;

    #[tokio::test]
    async fn a_panic_says_what_it_said() {
        let number = 7;
        assert_eq!(caught(async { panic!("as told") }).await.unwrap_err(), "as told");
        assert_eq!(caught(async { panic!("as told {number}") }).await.unwrap_err(), "as told 7");
    }
}
