//! The topics along the side.

use super::Site;
use crate::config::Topic;
use crate::news::TopicId;
use crate::render::channel::ChannelKey;
use crate::render::names;
use crate::render::renderer::Totals;

/// A topic in a list.
pub(super) struct TopicLink<'a> {
    pub(super) name: &'a str,
    /// Under the edition's root.
    pub(super) path: String,
    /// Stories on the site under it, its sub-topics' included.
    pub(super) count: usize,
    /// 0 for a topic without a parent.
    pub(super) depth: usize,
}

fn link<'a>(site: &'a Site<'a>, totals: &Totals, topic: &'a Topic) -> TopicLink<'a> {
    TopicLink {
        name: &topic.name,
        path: names::topic_path(&topic.id),
        count: totals.of(&ChannelKey::Topic(topic.id.clone())),
        depth: site.config.lineage(&topic.id).count() - 1,
    }
}

/// All topics with stories, and all without a parent, each above its children.
pub(super) fn whole<'a>(site: &'a Site<'a>, totals: &Totals) -> Vec<TopicLink<'a>> {
    let mut links = Vec::new();
    push_below(site, totals, None, &mut links);
    links
}

fn push_below<'a>(site: &'a Site<'a>, totals: &Totals, parent: Option<&TopicId>, links: &mut Vec<TopicLink<'a>>) {
    for topic in site.config.topics.iter().filter(|topic| topic.parent.as_ref() == parent) {
        let link = link(site, totals, topic);
        if link.count > 0 || link.depth == 0 {
            links.push(link);
            push_below(site, totals, Some(&topic.id), links);
        }
    }
}

pub(super) fn children<'a>(site: &'a Site<'a>, totals: &Totals, topic: &Topic) -> Vec<TopicLink<'a>> {
    site.config
        .topics
        .iter()
        .filter(|child| child.parent.as_ref() == Some(&topic.id))
        .map(|child| link(site, totals, child))
        .collect()
}

/// From the outermost topic down to `topic` itself.
pub(super) fn lineage<'a>(site: &'a Site<'a>, topic: &'a TopicId) -> Vec<(&'a str, String)> {
    let mut lineage: Vec<_> =
        site.config.lineage(topic).map(|topic| (topic.name.as_str(), names::topic_path(&topic.id))).collect();
    lineage.reverse();
    lineage
}
