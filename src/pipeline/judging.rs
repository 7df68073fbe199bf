//! Judging what is new or revised, in an order that doesn't depend on who answered first.

use super::pass::{Event, Pass, Watch};
use super::{PassError, Pipeline};
use crate::judge::{Fingerprint, Tokenised, TopicRules, Verdict};

impl Pipeline {
    pub(super) async fn judge_articles(&mut self, pass: &mut Pass, watch: Watch<'_>) -> Result<(), PassError> {
        self.store.judge_again_if_rules_changed(&self.rules_digest)?;
        let unjudged = self.store.unjudged()?;
        watch(Event::ArticlesDue(unjudged.len()));
        if unjudged.is_empty() {
            return Ok(());
        }
        let rules = self.rules.get_or_init(|| TopicRules::compile(&self.config.topics));
        for id in unjudged {
            let unjudged = self.store.unjudged_article(id)?;
            let article = Tokenised::of(&unjudged.article);
            let fingerprint = Fingerprint::of(&article, &unjudged.address);
            let known = self.store.like(id, &fingerprint)?;
            let verdict = Verdict::on(&article, fingerprint, unjudged.first_seen, unjudged.story, &known, rules);
            self.store.record_verdict(id, &verdict)?;
            pass.judged += 1;
            watch(Event::Judged);
            // Lets the daemon be stopped between two verdicts.
            tokio::task::yield_now().await;
        }
        Ok(())
    }
}
