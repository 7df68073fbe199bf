//! JSON Feed as it is written → as it is specified.

use serde_json::Value;

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
