//! `[[topic]]`.

use toml::Spanned;

use super::ids::Ids;
use crate::config::mistake::{Complaint, Span};
use crate::config::table::{Table, Value};
use crate::config::{Example, Topic, kind, schema};
use crate::judge::Programme;
use crate::news::TopicId;

/// A topic, and what is still to be checked about it.
pub(super) struct Typed {
    pub(super) id: Option<Spanned<String>>,
    pub(super) parent: Option<Spanned<String>>,
    pub(super) merges: Vec<Spanned<String>>,
    /// With its place.
    pub(super) programme: Option<(Programme, Span)>,
    /// Its header.
    pub(super) span: Span,
    /// Whether articles are filed under it by its own rules.
    pub(super) has_rules: bool,
    /// None when a key is missing or wrong.
    pub(super) topic: Option<Topic>,
}

pub(super) fn read(mut table: Table<'_>, ids: &mut Ids) -> Typed {
    const RULES: &[&str] = &["strong", "subject", "context", "within"];
    let id = ids.give(&mut table);
    let name = table.required("name", "\"…\"", "As readers see it.", kind::TEXT);
    let description = table.optional("description", "What it is about, in a sentence.", kind::TEXT);
    let parent = table.optional("parent", "The id of the topic that it is a part of.", kind::REFERENCE);
    let programme = table.value("programme").map(Value::span);
    let about = "The programme that it stands for: its figures, as the press states them, get a page of their own.";
    let programme = table.optional("programme", about, kind::PROGRAMME).zip(programme);
    let about = "Ids of topics that became this one: in an article about it, their subjects are its own.";
    let merges = table.list("merges", about, kind::REFERENCE);
    let has_rules = RULES.iter().any(|key| table.has(key));
    let about = "Patterns of which one is enough, unless it is said in passing.";
    let strong = table.list("strong", about, kind::PATTERN);
    let about = "Patterns of which one is enough in the title or the lead; in a body it must be repeated.";
    let subject = table.list("subject", about, kind::PATTERN);
    let about = "Patterns that count only several together, or beside a hit of the parent.";
    let context = table.list("context", about, kind::PATTERN);
    let about = "Patterns of which one is enough where the article is filed under the parent.";
    let within = table.list("within", about, kind::PATTERN);
    let about = "Words that look like a hit and are none: what they cover counts for no pattern of this topic.";
    let never = table.list("never", about, kind::PATTERN);
    table.law(|| schema::needs("within", "parent"));
    if !table.has("parent")
        && let Some(value) = table.value("within")
    {
        let complaint = Complaint::new("`within` needs a `parent`")
            .hint("its patterns count where an article is filed under the parent; without one, they are `strong` or `context`");
        table.found().report(value.span(), complaint);
    }
    let about = "A text that belongs under the topic, or doesn't: `bantin check` tries the rules on it.";
    let examples: Option<Vec<Example>> =
        table.tables("example", "[[topic.example]]", about, None).into_iter().map(example).collect();
    let span = table.span();
    table.finish();

    let topic = || {
        Some(Topic {
            id: TopicId::new(id.as_ref()?.get_ref()),
            name: name?,
            description,
            parent: parent.as_ref().map(|parent| TopicId::new(parent.get_ref())),
            programme: programme.as_ref().map(|(programme, _)| *programme),
            merges: merges.iter().map(|topic| TopicId::new(topic.get_ref())).collect(),
            strong,
            subject,
            context,
            within,
            never,
            examples: examples?,
        })
    };
    let topic = topic();
    Typed { id, parent, merges, programme, span, has_rules, topic }
}

fn example(mut table: Table<'_>) -> Option<Example> {
    let text = table.required("text", "\"…\"", "The first line is a title, what follows is a body.", kind::TEXT);
    let belongs = table.required("belongs", "true", "Whether it is to be filed under the topic.", kind::BOOLEAN);
    let span = table.span();
    table.finish();
    Some(Example { text: text?, belongs: belongs?, span })
}
