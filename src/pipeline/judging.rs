//! Judging what is new or revised, in an order that doesn't depend on who answered first.

use super::pass::{Event, Pass, Watch};
use super::{PassError, Pipeline};
use crate::judge::{Before, CopyOf, Fingerprint, Grouping, Tokenised, TopicRules, Verdict};
use crate::news::ArticleId;
use crate::store::{Batch, StoreError, Unjudged};

/// Articles that are judged in one transaction: enough that writing each isn't waited for, and few enough that the daemon
/// can be stopped between two.
const BATCH: usize = 128;

impl Pipeline {
    pub(super) async fn judge_articles(&mut self, pass: &mut Pass, watch: Watch<'_>) -> Result<(), PassError> {
        self.store.judge_again_if_rules_changed(&self.rules_digest)?;
        let unjudged = self.store.unjudged()?;
        watch(Event::ArticlesDue(unjudged.len()));
        if unjudged.is_empty() {
            return Ok(());
        }
        let rules = self.rules.get_or_init(|| TopicRules::compile(&self.config.topics));
        for articles in unjudged.chunks(BATCH) {
            let batch = self.store.batch()?;
            articles.iter().try_for_each(|id| judge(&batch, *id, rules))?;
            batch.commit()?;
            pass.judged += articles.len();
            for _ in articles {
                watch(Event::Judged);
            }
            // Lets the daemon be stopped between two batches.
            tokio::task::yield_now().await;
        }
        Ok(())
    }
}

fn judge(batch: &Batch<'_>, id: ArticleId, rules: &TopicRules) -> Result<(), StoreError> {
    let unjudged = batch.unjudged_article(id)?;
    let article = Tokenised::of(&unjudged.article);
    batch.record_verdict(id, &Verdict::on(&article, rules))?;
    if unjudged.ungrouped { group(batch, &unjudged, &article) } else { Ok(()) }
}

fn group(batch: &Batch<'_>, unjudged: &Unjudged, article: &Tokenised<'_>) -> Result<(), StoreError> {
    let fingerprint = Fingerprint::of(article, &unjudged.address);
    let barred = batch.barred(unjudged.id)?;
    let mut known = batch.like(unjudged.id, &fingerprint)?;
    known.retain(|known| !barred.contains(&known.story.id));
    let copy = CopyOf::among(&known, &fingerprint);
    let before = Before { id: unjudged.id, first_seen: unjudged.first_seen, story: unjudged.story.clone() };
    // Which event an article that is no copy is about is judged here, and is the last argument.
    let grouping = Grouping::of(&unjudged.article, fingerprint, &before, copy, None, None);
    batch.record_grouping(unjudged.id, &grouping)
}
