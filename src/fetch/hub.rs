//! What is asked of a WebSub hub: a form, posted.

use std::mem;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use tokio::time::Instant;
use url::{Url, form_urlencoded};

use super::client::{Client, Shared, askable};
use super::error::{FetchError, HubRefusal};
use super::exchange::{start_of_body, target};
use super::freshness::retry_after;
use super::manners::Held;
use crate::news::HostKey;

/// Of what a hub says of a refusal, in an error message.
const SHOWN_OF_REFUSAL: usize = 200;

impl Client {
    /// Posts `form` to a hub, and returns once the hub has accepted it; what comes of it, the hub tells by the callback.
    /// The address guard, the host's turn and the timeout apply as to [`Client::get`], with redirects that keep the
    /// method (307, 308) followed.
    ///
    /// A hub that is named with plain `http` is asked by `https` first, as WebSub wants it (section 8.2): the form
    /// holds a secret.
    ///
    /// # Errors
    /// [`FetchError`] for all answers but 2xx; [`FetchError::HubRefused`] says what the hub said.
    pub async fn ask_hub(&self, hub: &Url, form: &[(&str, &str)]) -> Result<(), FetchError> {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        if let Some(encrypted) = encrypted(hub) {
            match self.shared.post(&encrypted, &form).await {
                Err(FetchError::Connect { .. } | FetchError::Tls { .. } | FetchError::Timeout { .. }) => {}
                answered => return answered,
            }
        }
        self.shared.post(hub, &form).await
    }
}

impl Shared {
    async fn post(&self, hub: &Url, form: &str) -> Result<(), FetchError> {
        let mut url = askable(hub)?;
        let mut left = self.timeout.unsigned_abs();
        for _ in 0..=self.max_redirects {
            self.check_literal(&url)?;
            let Some(to) = self.post_once(&url, form, &mut left).await? else { return Ok(()) };
            let from = mem::replace(&mut url, to);
            if from.scheme() == "https" && url.scheme() == "http" {
                let location = url.as_str().into();
                return Err(FetchError::BadRedirect { url: from, location, reason: "where the secret could be read" });
            }
        }
        Err(FetchError::TooManyRedirects { url: hub.clone(), limit: self.max_redirects })
    }

    /// One request in the host's turn, as `ask` does it for GET; the address of a redirect, or none once it is accepted.
    async fn post_once(&self, url: &Url, form: &str, left: &mut Duration) -> Result<Option<Url>, FetchError> {
        let host = HostKey::of(url);
        let _turn = self.manners.turn(&host).await.map_err(|Held(left)| FetchError::HostHeld {
            url: url.clone(),
            retry_after: SignedDuration::try_from(left).unwrap_or(SignedDuration::MAX),
        })?;
        let request = self
            .http
            .post(url.clone())
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded; charset=utf-8")
            .body(form.to_owned());
        let begun = Instant::now();
        let exchange = async {
            let response = request.send().await.map_err(|error| FetchError::sending(url, &error, self.timeout))?;
            answer(url, response).await
        };
        let answer = tokio::time::timeout(*left, exchange).await;
        *left = left.saturating_sub(begun.elapsed());
        let answer = answer.map_err(|_| FetchError::Timeout { url: url.clone(), after: self.timeout })?;
        if let Some(hold) = answer.as_ref().err().and_then(FetchError::host_hold) {
            self.manners.hold(&host, hold.unsigned_abs());
        }
        answer
    }
}

async fn answer(url: &Url, response: Response) -> Result<Option<Url>, FetchError> {
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let body = start_of_body(response).await;
    match status {
        200..=299 => Ok(None),
        307 | 308 => target(url, status, &headers).map(Some),
        _ => {
            let said = String::from_utf8_lossy(&body);
            let said = said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN_OF_REFUSAL).collect();
            let retry_after = retry_after(&headers, Timestamp::now());
            Err(FetchError::HubRefused(Box::new(HubRefusal { url: url.clone(), status, said, retry_after })))
        }
    }
}

/// The same address by `https`. A port that is named has one protocol.
fn encrypted(hub: &Url) -> Option<Url> {
    let mut url = hub.clone();
    (hub.scheme() == "http" && hub.port().is_none() && url.set_scheme("https").is_ok()).then_some(url)
}
