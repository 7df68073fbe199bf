//! The configuration under which passes are measured.

use toml::{Table, Value};

use crate::Result;
use crate::workload::Workload;

/// The repository's feeds.toml, for its topics and feeds, with the workload's papers as its sources. Half of them have
/// selectors, as in the real thing; the others' pages are left to the extractor.
pub fn text(workload: &Workload, concurrency: usize) -> Result<String> {
    let mut file: Table = include_str!("../../feeds.toml").parse()?;
    let sources = (0..workload.sources).map(|number| source(workload, number)).collect::<Result<_>>()?;
    file.insert("source".to_owned(), Value::Array(sources));
    for feed in file.get_mut("feed").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(feed) = feed.as_table_mut() {
            feed.remove("sources");
        }
    }
    // No waiting: what is measured is bantin, not its manners.
    let fetch = format!(
        "contact = \"bench@bantin.example\"\nspacing = \"0s\"\npages_per_host = 10000\nallow = [\"127.0.0.0/8\"]\n\
         concurrency = {concurrency}\n"
    );
    file.insert("fetch".to_owned(), Value::Table(fetch.parse()?));
    for place in ["store", "publish"] {
        file.remove(place);
    }
    Ok(toml::to_string(&file)?)
}

fn source(workload: &Workload, number: usize) -> Result<Value> {
    let mut source: Table =
        format!("id = \"bao-{number}\"\nname = \"Báo số {number}\"\nurl = \"{}\"\n", workload.feed_url(number))
            .parse()?;
    if workload.news > 0 {
        // As soon again as it may be.
        source.insert("every".to_owned(), Value::String("1m".to_owned()));
    }
    if !workload.reads_pages {
        source.insert("page".to_owned(), Value::Table("read = false".parse()?));
    } else if number.is_multiple_of(2) {
        let page = "title = \"h1.title\"\nlead = \".sapo\"\nbody = \".content\"\nremove = [\".related\"]\n";
        source.insert("page".to_owned(), Value::Table(page.parse()?));
    }
    Ok(Value::Table(source))
}
