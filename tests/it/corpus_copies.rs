//! How well copies are told from what only looks like them, on the labelled articles of the corpus.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::io::Read;

use bantin::pipeline::{Text, Trial};
use jiff::SignedDuration;
use serde::Deserialize;

use crate::corpus::corpus;
use crate::testbed::now;

#[derive(Deserialize)]
struct Labelled {
    id: String,
    title: String,
    summary: String,
    body: String,
    /// Of whose text it is a copy.
    group: String,
    kind: String,
    base: Option<String>,
}

#[derive(Deserialize)]
struct Pair {
    a: String,
    b: String,
    /// D: a copy; N: none.
    label: String,
}

fn articles() -> Option<Vec<Labelled>> {
    let packed = std::fs::File::open(corpus()?.join("duplicates/articles.jsonl.gz")).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).unwrap();
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// Of each article the id of its original.
fn groups(articles: &[Labelled]) -> HashMap<&str, &str> {
    let folder = tempfile::tempdir().unwrap();
    let mut trial = Trial::open(&folder.path().join("bantin.db")).unwrap();
    let text = |(n, article): (usize, &Labelled)| Text {
        name: article.id.clone(),
        source: String::new(),
        title: article.title.clone(),
        lead: article.summary.clone(),
        body: article.body.clone(),
        published: now() + SignedDuration::from_mins(i64::try_from(n).unwrap()),
    };
    let texts: Vec<Text> = articles.iter().enumerate().map(text).collect();
    let ids = trial.group(&texts).unwrap();
    let name: HashMap<_, _> = ids.iter().zip(articles).map(|(id, article)| (*id, article.id.as_str())).collect();
    ids.iter().map(|id| (name[id], name[&trial.grouped(*id).unwrap().original])).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand articles")]
fn pairs<T: Hash + Eq>(labels: impl Iterator<Item = T>) -> f64 {
    let mut sizes: HashMap<T, usize> = HashMap::new();
    labels.for_each(|label| *sizes.entry(label).or_default() += 1);
    sizes.values().map(|size| (size * (size - 1) / 2) as f64).sum()
}

#[test]
fn copies_are_told_from_what_only_looks_like_them() {
    let Some(mut articles) = articles() else { return };
    let real: Vec<Pair> =
        serde_json::from_str(&std::fs::read_to_string(corpus().unwrap().join("duplicates/real-pairs.json")).unwrap())
            .unwrap();
    let in_pairs: HashSet<&str> = real.iter().flat_map(|pair| [pair.a.as_str(), pair.b.as_str()]).collect();
    // The other news is left out, which takes half the time.
    articles.retain(|article| article.kind != "background" || in_pairs.contains(article.id.as_str()));
    let found = groups(&articles);

    let scored: Vec<&Labelled> =
        articles.iter().filter(|article| !matches!(&*article.kind, "background" | "realpair")).collect();
    let both = pairs(scored.iter().map(|article| (&article.group, found[&*article.id])));
    let of_truth = pairs(scored.iter().map(|article| &article.group));
    let of_found = pairs(scored.iter().map(|article| found[&*article.id]));
    let all = pairs(scored.iter().map(|_| ()));
    let by_chance = of_truth * of_found / all;
    let ari = (both - by_chance) / (f64::midpoint(of_truth, of_found) - by_chance);
    let precision = both / of_found;

    let of_template = |article: &&Labelled| matches!(&*article.kind, "n1_numbers_all" | "n2_template_next_day");
    let templates: Vec<&Labelled> = articles.iter().filter(of_template).collect();
    let merged = templates.iter().filter(|article| found[&*article.id] == found[article.base.as_deref().unwrap()]);
    let merged = merged.count();
    let share = |label: &str| {
        let of_label: Vec<&Pair> = real.iter().filter(|pair| pair.label == label).collect();
        let merged = of_label.iter().filter(|pair| found[&*pair.a] == found[&*pair.b]).count();
        (merged * 100, of_label.len())
    };
    let (copies, other) = (share("D"), share("N"));
    println!("ARI {ari:.4}, precision {precision:.4}, templates {merged}/{}, {copies:?} {other:?}", templates.len());
    assert!(ari >= 0.97 && precision >= 0.995, "ARI {ari}, pair precision {precision}");
    assert!(merged * 50 <= templates.len(), "{merged} of {} templates merged", templates.len());
    assert!(copies.0 >= 95 * copies.1, "{copies:?} of the real copies merged");
    assert!(other.0 <= 4 * other.1, "{other:?} of the real pairs that are none merged");
}
