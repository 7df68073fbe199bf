//! Trying the topics' rules on their examples.

use super::mistake::{Complaint, Found, Mistakes};
use super::{Config, Example, Topic};
use crate::judge::{Evidence, Fields, Filing, TopicRules};

impl Config {
    /// Files every example, and counts them. `text` is the file's that this configuration was read from, `file_name` what
    /// it is called in messages.
    ///
    /// # Errors
    /// Every example that isn't filed as it says, at its line.
    pub fn try_examples(&self, file_name: &str, text: &str) -> Result<usize, Mistakes> {
        let rules = TopicRules::compile(&self.topics);
        let found = Found::default();
        let mut tried = 0;
        for topic in &self.topics {
            for example in &topic.examples {
                tried += 1;
                let (title, body) = example.text.split_once('\n').unwrap_or((&example.text, ""));
                let filing = rules.explain(&Fields::of(title, None, body));
                if let Some(complaint) = complaint(topic, example, &filing) {
                    found.report(example.span.clone(), complaint);
                }
            }
        }
        if found.is_empty() { Ok(tried) } else { Err(found.into_mistakes(file_name, text)) }
    }
}

/// What is wrong with how an example was filed.
fn complaint(topic: &Topic, example: &Example, filing: &Filing) -> Option<Complaint> {
    let hit = filing.topics.iter().find(|hit| hit.topic == topic.id);
    let near = filing.near.iter().find(|near| near.topic == topic.id);
    match (example.belongs, hit) {
        (true, Some(_)) | (false, None) => None,
        (true, None) => {
            let complaint = Complaint::new(format!("this example isn't filed under `{}`", topic.id));
            Some(match near {
                Some(near) => complaint.hint(format!("it has {}, but {}", quoted(&near.evidence), near.why)),
                None => complaint.hint("none of the topic's patterns is in it"),
            })
        }
        (false, Some(hit)) => {
            let complaint =
                Complaint::new(format!("this example is filed under `{}`, where it doesn't belong", topic.id));
            Some(complaint.hint(format!("it has {}", quoted(&hit.evidence))))
        }
    }
}

fn quoted(evidence: &[Evidence]) -> String {
    let quotes: Vec<String> =
        evidence.iter().map(|evidence| format!("“{}” (rule: {})", evidence.quote, evidence.rule)).collect();
    quotes.join(", ")
}
