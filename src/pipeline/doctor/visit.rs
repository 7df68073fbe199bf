//! The one request that the doctor makes: to the operator's own site.

use std::fs;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use jiff::{SignedDuration, Timestamp};

use super::site::{self, Ours};
use crate::config::{Config, Fetch};
use crate::fetch::{Client, Outcome, Request, Wants};
use crate::render::{self, Finding, Problem, Severity};

const TIMEOUT: SignedDuration = SignedDuration::from_secs(10);

/// Asks the site for its first feed. It is the operator's own, and may well be at a private address.
pub(super) async fn visit(config: &Config, now: Timestamp) -> Option<Finding> {
    let feed = config.feeds.first()?;
    let path = format!("{}.atom", render::feed_stem(&feed.id));
    let url = config.site.url.join(&path).ok()?;
    let everything = vec![IpNet::V4(Ipv4Net::default()), IpNet::V6(Ipv6Net::default())];
    let fetch = Fetch { allow: everything, timeout: config.fetch.timeout.min(TIMEOUT), ..config.fetch.clone() };
    let served = match Client::new(&fetch) {
        Ok(client) => match client.get(&Request { url: &url, wants: Wants::Feed, validators: None }).await {
            Ok(Outcome::Fetched(fetched)) => Ok(String::from_utf8_lossy(&fetched.body).into_owned()),
            Ok(Outcome::NotModified { .. } | Outcome::Gone { .. }) => Err(format!("{url} answered without a document")),
            Err(error) => Err(error.to_string()),
        },
        Err(error) => Err(error.to_string()),
    };
    let problem = match served {
        Ok(served) => {
            let id = render::feed_tag(&config.site, feed.id.as_str());
            site::check(&served, &id, ours(config, &path).as_ref(), now)?
        }
        Err(error) => Problem::SiteUnreachable { error },
    };
    Some(Finding {
        severity: Severity::Critical,
        source: None,
        address: Some(config.site.url.to_string()),
        since: None,
        problem,
    })
}

fn ours(config: &Config, path: &str) -> Option<Ours> {
    let file = config.publish.directory.join(path);
    let written = fs::metadata(&file).ok()?.modified().ok()?;
    Some(Ours { text: fs::read_to_string(&file).ok()?, written: Timestamp::try_from(written).ok()? })
}
