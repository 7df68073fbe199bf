//! Where a feed's hub is, said in the headers of its answer (WebSub, section 4), which some subscribers read alone. Under
//! other servers the feeds' own links have to do, which say the same.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::middleware::{self, Next};
use url::Url;

use crate::render::is_current_feed;

#[derive(Clone)]
struct Advertised {
    hub: Url,
    site: Url,
}

/// The same answers, those for feeds with their hub and with the address by which that knows them. `site`: where the
/// site's root is reached.
pub fn advertise(router: Router, hub: &Url, site: &Url) -> Router {
    let advertised = Advertised { hub: hub.clone(), site: site.clone() };
    router.layer(middleware::from_fn_with_state(advertised, add_links))
}

async fn add_links(State(advertised): State<Advertised>, request: Request, next: Next) -> Response<Body> {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let mut response = next.run(request).await;
    let is_there = matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED);
    if is_there
        && is_current_feed(&path)
        && let Ok(own) = advertised.site.join(&path)
        && let Ok(links) = HeaderValue::try_from(format!("<{}>; rel=\"hub\", <{own}>; rel=\"self\"", advertised.hub))
    {
        response.headers_mut().insert(header::LINK, links);
    }
    response
}
