//! Just enough of Mustache for a newspaper page: `{{name}}` (escaped), `{{{name}}}` (as it is) and
//! `{{#name}}…{{/name}}` (only where the value isn't empty; not nested in itself).

use std::collections::BTreeMap;

pub type Values = BTreeMap<&'static str, String>;

/// Why a template can't be filled: which tag of it, and what is wrong with it.
#[derive(Debug, PartialEq, Eq)]
pub struct BadTag(pub String);

/// # Errors
/// A tag that isn't closed, or that names no value.
pub fn fill(template: &str, values: &Values) -> Result<String, BadTag> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, tag)) = rest.split_once("{{") {
        filled.push_str(before);
        let (close, tag) = tag.strip_prefix('{').map_or(("}}", tag), |tag| ("}}}", tag));
        let (name, after) = tag.split_once(close).ok_or_else(|| BadTag(format!("unclosed {{{{{}", first_word(tag))))?;
        rest = after;
        if let Some(name) = name.strip_prefix('#') {
            let end = format!("{{{{/{name}}}}}");
            let (inner, after) = rest.split_once(&end).ok_or_else(|| BadTag(format!("no {end}")))?;
            if !value(values, name)?.is_empty() {
                filled.push_str(&fill(inner, values)?);
            }
            rest = after;
        } else if close == "}}}" {
            filled.push_str(value(values, name)?);
        } else {
            filled.push_str(&escape(value(values, name)?));
        }
    }
    filled.push_str(rest);
    Ok(filled)
}

/// For text and attribute values of XML and HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn value<'a>(values: &'a Values, name: &str) -> Result<&'a str, BadTag> {
    values.get(name).map(String::as_str).ok_or_else(|| BadTag(format!("no value is called {name}")))
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_filled() {
        let values = Values::from([("a", "x < y".to_owned()), ("none", String::new())]);
        let filled = |template| fill(template, &values);
        assert_eq!(filled("1 {{a}} 2"), Ok("1 x &lt; y 2".to_owned()));
        assert_eq!(filled("{{{a}}}"), Ok("x < y".to_owned()));
        assert_eq!(filled("{{#a}}[{{a}}]{{/a}}{{#none}}never{{/none}}"), Ok("[x &lt; y]".to_owned()));
        assert_eq!(filled("{{b}}"), Err(BadTag("no value is called b".to_owned())));
        assert_eq!(filled("{{#a}} no end"), Err(BadTag("no {{/a}}".to_owned())));
    }
}
