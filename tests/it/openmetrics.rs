//! A strict reader of the text format of OpenMetrics 1.0, by its specification and not by the library that writes ours.

#![expect(clippy::float_cmp, reason = "counts are whole numbers, which floats hold exactly")]

use std::collections::{BTreeMap, HashSet};

/// A family of metrics: what its HELP, TYPE and UNIT lines say, and its samples.
#[derive(Debug, Default)]
pub struct Family {
    pub kind: String,
    pub help: String,
    pub unit: String,
    /// Each by its whole name with its labels, as written.
    pub samples: BTreeMap<String, f64>,
}

/// The families of a text, by their names.
///
/// # Panics
/// Where the text breaks a rule.
pub fn read(text: &str) -> BTreeMap<String, Family> {
    let body = text.strip_suffix("# EOF\n").expect("it ends with # EOF");
    let mut families: BTreeMap<String, Family> = BTreeMap::new();
    let mut current = String::new();
    for line in body.lines() {
        assert!(!line.is_empty() && !line.ends_with(' '), "{line:?}");
        if let Some(said) = line.strip_prefix("# ") {
            let (keyword, rest) = said.split_once(' ').unwrap();
            let (name, value) = rest.split_once(' ').unwrap();
            assert!(is_name(name), "{line}");
            if name != current {
                assert!(!families.contains_key(name), "{name} is in two places");
                name.clone_into(&mut current);
            }
            let family = families.entry(current.clone()).or_default();
            assert!(family.samples.is_empty(), "what is said of {name} stands before its samples");
            let field = match keyword {
                "HELP" => &mut family.help,
                "TYPE" => &mut family.kind,
                "UNIT" => &mut family.unit,
                _ => panic!("{line}"),
            };
            assert!(field.is_empty() && !value.is_empty(), "{line}");
            value.clone_into(field);
        } else {
            let (name, value) = line.rsplit_once(' ').unwrap();
            let value: f64 = value.parse().unwrap_or_else(|_| panic!("no number: {line}"));
            check_sample(&current, &families[&current], name, value);
            let is_new = families.get_mut(&current).unwrap().samples.insert(name.to_owned(), value).is_none();
            assert!(is_new, "{name} is there twice");
        }
    }
    for (name, family) in &families {
        check_family(name, family);
    }
    families
}

fn check_sample(name: &str, family: &Family, sample: &str, value: f64) {
    let (base, labels) = sample.split_once('{').map_or((sample, None), |(base, rest)| {
        (base, Some(rest.strip_suffix('}').unwrap_or_else(|| panic!("{sample}"))))
    });
    let suffix = base.strip_prefix(name).unwrap_or_else(|| panic!("{sample} stands under {name}"));
    let (suffixes, least): (&[&str], f64) = match family.kind.as_str() {
        "counter" => (&["_total", "_created"], 0.0),
        "gauge" => (&[""], f64::NEG_INFINITY),
        "histogram" => (&["_bucket", "_sum", "_count"], 0.0),
        "info" => (&["_info"], 1.0),
        kind => panic!("{name} is a {kind:?}"),
    };
    assert!(suffixes.contains(&suffix) && value >= least && !value.is_nan(), "{sample} {value}");
    let mut seen = HashSet::new();
    for (label, _) in labels.map(labels_of).unwrap_or_default() {
        assert!(is_name(&label) && !label.contains(':') && !label.starts_with("__"), "{sample}");
        assert!(seen.insert(label), "{sample}");
    }
}

fn check_family(name: &str, family: &Family) {
    assert!(!family.kind.is_empty() && !family.help.is_empty(), "{name} has neither type nor help: {family:?}");
    assert!(family.unit.is_empty() || name.ends_with(&format!("_{}", family.unit)), "{name} is in {}", family.unit);
    for word in ["_seconds", "_bytes"] {
        assert_eq!(name.ends_with(word), format!("_{}", family.unit) == word, "{name} says its unit");
    }
    assert!(!["_total", "_count", "_sum", "_bucket", "_info"].iter().any(|suffix| name.ends_with(suffix)), "{name}");
    if family.kind == "histogram" {
        let buckets = family.samples.iter().filter(|(sample, _)| sample.contains("_bucket{"));
        let mut buckets: Vec<(f64, f64)> = buckets
            .map(|(sample, count)| {
                let labels = labels_of(sample.split_once('{').unwrap().1.strip_suffix('}').unwrap());
                let le = labels.iter().find(|(label, _)| label == "le").unwrap().1.clone();
                (if le == "+Inf" { f64::INFINITY } else { le.parse().unwrap() }, *count)
            })
            .collect();
        buckets.sort_by(|one, other| one.0.total_cmp(&other.0));
        assert!(buckets.windows(2).all(|pair| pair[0].1 <= pair[1].1), "{name} is cumulative: {buckets:?}");
        let (last, count) = *buckets.last().unwrap();
        assert!(last.is_infinite() && (count - family.samples[&format!("{name}_count")]).abs() < 0.5, "{name}");
    }
}

/// `a="x",b="y"`.
fn labels_of(text: &str) -> Vec<(String, String)> {
    let mut labels = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (label, after) = rest.split_once("=\"").unwrap_or_else(|| panic!("{text}"));
        let (mut value, mut chars) = (String::new(), after.chars());
        loop {
            match chars.next().unwrap_or_else(|| panic!("{text}")) {
                '"' => break,
                '\\' => match chars.next() {
                    Some('n') => value.push('\n'),
                    Some(c @ ('"' | '\\')) => value.push(c),
                    _ => panic!("{text}"),
                },
                c => value.push(c),
            }
        }
        labels.push((label.to_owned(), value));
        rest = chars.as_str();
        if !rest.is_empty() {
            rest = rest.strip_prefix(',').filter(|rest| !rest.is_empty()).unwrap_or_else(|| panic!("{text}"));
        }
    }
    labels
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_:".contains(c))
}

#[test]
fn it_refuses_what_breaks_the_rules() {
    let good = "# HELP a_seconds Một.\n# TYPE a_seconds gauge\n# UNIT a_seconds seconds\na_seconds{x=\"y\"} 1\n# EOF\n";
    assert_eq!(read(good)["a_seconds"].samples["a_seconds{x=\"y\"}"], 1.0);
    for (from, to) in [
        ("# EOF\n", ""),
        ("gauge", "counter"),
        ("# UNIT a_seconds seconds\n", ""),
        ("{x=\"y\"}", "{x=\"y}"),
        ("{x=\"y\"}", "{x=\"y\",x=\"z\"}"),
        (" 1\n", " one\n"),
        ("a_seconds{x", "b_seconds{x"),
    ] {
        let broken = good.replace(from, to);
        assert!(std::panic::catch_unwind(|| read(&broken)).is_err(), "{broken}");
    }
}
