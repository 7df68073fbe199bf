//! Where a feed's hub is, said in the headers of its answer (WebSub, section 4), which some subscribers read alone. Under
//! other servers the feeds' own links have to do, which say the same.

use hyper::StatusCode;
use hyper::header::{self, HeaderValue};
use url::Url;

use super::answer::Answer;
use crate::render::is_current_feed;

pub(super) struct Advertised {
    pub(super) hub: Url,
    /// Where the site's root is reached.
    pub(super) root: Url,
}

impl Advertised {
    /// To the answer for a feed: its hub, and the address by which that knows it.
    pub(super) fn add_links(&self, path: &str, answer: &mut Answer) {
        let is_there = matches!(answer.status(), StatusCode::OK | StatusCode::NOT_MODIFIED);
        if is_there
            && is_current_feed(path)
            && let Ok(own) = self.root.join(path)
            && let Ok(links) = HeaderValue::try_from(format!("<{}>; rel=\"hub\", <{own}>; rel=\"self\"", self.hub))
        {
            answer.headers_mut().insert(header::LINK, links);
        }
    }
}
