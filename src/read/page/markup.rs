//! What a reader sees: the headline, the lead, the date, the author, by the elements that are made for them.

use jiff::Timestamp;
use scraper::{ElementRef, Html};

use super::layouts;
use crate::read::authors;
use crate::read::dates::{DateRules, find_date, parse_date};
use crate::read::html::tree;

#[derive(Debug, Default)]
pub(super) struct Marked {
    pub(super) lead: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<Timestamp>,
}

pub(super) fn read(html: &Html, rules: &DateRules) -> Marked {
    let leads = layouts::LEADS.all(html);
    let lead = leads.iter().filter_map(|found| found.first()).map(|lead| tree::line_of(**lead));
    let names = |found: Vec<ElementRef>| {
        let all = found.into_iter().take(4).flat_map(|author| authors::names(&tree::line_of(*author)));
        let mut names: Vec<String> = Vec::new();
        all.filter(|name| authors::is_name(name)).for_each(|name| {
            if !names.contains(&name) {
                names.push(name);
            }
        });
        (!names.is_empty()).then_some(names)
    };
    let date = |found: Vec<ElementRef>| {
        found.into_iter().take(3).find_map(|element| {
            let texts = [super::said(element), tree::line_of(*element)];
            texts.iter().find_map(|text| parse_date(text, rules).or_else(|| Some(find_date(text, rules)?.at)))
        })
    };
    Marked {
        lead: lead.into_iter().find(|lead| lead.chars().count() > 20),
        authors: layouts::AUTHORS.all(html).into_iter().find_map(names).unwrap_or_default(),
        published: layouts::DATES.all(html).into_iter().find_map(date),
    }
}

/// The text of the `<h1>` that is the headline: of several, the one that the page's declared title begins with or
/// contains; the site's logo is often another.
pub(super) fn headline(html: &Html, declared: Option<&str>) -> Option<String> {
    let lines: Vec<String> =
        tree::all(html, "h1").iter().map(|h1| tree::line_of(**h1)).filter(|line| !line.is_empty()).collect();
    let said = declared.and_then(|declared| lines.iter().find(|line| declared.contains(line.as_str())));
    said.or_else(|| lines.iter().max_by_key(|line| line.chars().count())).cloned()
}
