//! `[[topic]]`.

use toml::Spanned;

use super::ids::Ids;
use crate::config::mistake::{Complaint, Span};
use crate::config::table::{Table, Value};
use crate::config::{Example, Topic, value};
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
    let name = table.required("name", "\"…\"", value::text);
    let description = table.optional("description", value::text);
    let parent = table.optional("parent", value::reference);
    let programme = table.value("programme").map(Value::span);
    let programme = table.optional("programme", value::programme).zip(programme);
    let merges = table.list("merges", value::reference);
    let has_rules = RULES.iter().any(|key| table.has(key));
    let strong = table.list("strong", value::pattern);
    let subject = table.list("subject", value::pattern);
    let context = table.list("context", value::pattern);
    let within = table.list("within", value::pattern);
    let never = table.list("never", value::pattern);
    if !table.has("parent")
        && let Some(value) = table.value("within")
    {
        let complaint = Complaint::new("`within` needs a `parent`")
            .hint("its patterns count where an article is filed under the parent; without one, they are `strong` or `context`");
        table.found().report(value.span(), complaint);
    }
    let examples: Option<Vec<Example>> =
        table.tables("example", "[[topic.example]]", None).into_iter().map(example).collect();
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
    let text = table.required("text", "\"…\"", value::text);
    let belongs = table.required("belongs", "true", value::boolean);
    let span = table.span();
    table.finish();
    Some(Example { text: text?, belongs: belongs?, span })
}
