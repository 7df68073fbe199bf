//! JSON Feed as it is written → as it is specified.

use serde_json::Value;
use url::Url;

use crate::read::html::image;

/// JSON Feed asks for strings where numbers are often written, and feed-rs insists on a title.
pub(super) fn mended(text: &str) -> String {
    let Ok(mut feed) = serde_json::from_str::<Value>(text) else { return text.to_owned() };
    if !feed["title"].is_string() {
        feed["title"] = Value::from("");
    }
    if feed["items"].is_null() {
        feed["items"] = Value::Array(Vec::new());
    }
    for item in feed["items"].as_array_mut().into_iter().flatten() {
        if item["id"].is_number() {
            item["id"] = Value::from(item["id"].to_string());
        }
    }
    feed.to_string()
}

/// The feed's own address and its first WebSub hub, which feed-rs drops.
pub(super) fn subscription(text: &str, url: &Url) -> (Option<Url>, Option<Url>) {
    let Ok(feed) = serde_json::from_str::<Value>(text) else { return (None, None) };
    let address = |value: &Value| image::resolve(value.as_str()?, url);
    let mut hubs = feed["hubs"].as_array().into_iter().flatten();
    let of_websub = |hub: &&Value| hub["type"].as_str().is_none_or(|name| name.eq_ignore_ascii_case("websub"));
    (address(&feed["feed_url"]), hubs.find(of_websub).and_then(|hub| address(&hub["url"])))
}
