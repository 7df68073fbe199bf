//! Judging what is new or revised, in an order that doesn't depend on who answered first.

use super::grouping::Grouper;
use super::pass::{Event, Pass, Watch};
use super::{PassError, Pipeline};
use crate::config::Config;
use crate::judge::{ProgrammeTopics, Tokenised, TopicRules, Verdict};
use crate::news::ArticleId;
use crate::search::Indexed;
use crate::store::{Batch, StoreError};

/// Articles that are judged in one transaction: enough that writing each isn't waited for, and few enough that the daemon
/// can be stopped between two.
pub(super) const BATCH: usize = 128;

impl Pipeline {
    pub(super) async fn judge_articles(&mut self, pass: &mut Pass, watch: Watch<'_>) -> Result<(), PassError> {
        self.store.judge_again_if_rules_changed(&self.rules_digest)?;
        let unjudged = self.store.unjudged(pass.at)?;
        watch(Event::ArticlesDue(unjudged.len()));
        if unjudged.is_empty() {
            return Ok(());
        }
        self.grouper.forget_texts();
        let rules = self.rules.get_or_init(|| TopicRules::compile(&self.config.topics));
        let programmes = ProgrammeTopics::of(&self.config.topics);
        for articles in unjudged.chunks(BATCH) {
            // What a batch that failed left in memory isn't in the store: the next begins without it.
            let mut grouper = std::mem::take(&mut self.grouper);
            let batch = self.store.batch()?;
            articles.iter().try_for_each(|id| judge(&batch, *id, (rules, &programmes, &self.config), &mut grouper))?;
            grouper.write(&batch)?;
            batch.commit()?;
            self.grouper = grouper;
            pass.judged += articles.len();
            for _ in articles {
                watch(Event::Judged);
            }
            // Lets the daemon be stopped between two batches.
            tokio::task::yield_now().await;
        }
        self.grouper.forget_texts();
        Ok(())
    }
}

fn judge(
    batch: &Batch<'_>,
    id: ArticleId,
    (rules, programmes, config): (&TopicRules, &ProgrammeTopics, &Config),
    grouper: &mut Grouper,
) -> Result<(), StoreError> {
    let unjudged = batch.unjudged_article(id)?;
    let home = config.source(&unjudged.source).and_then(|source| source.place);
    let published = unjudged.before.published(&unjudged.article).to_zoned_datetime(config.site.zone.clone()).date();
    let tokenised = Tokenised::of(&unjudged.article).in_paper_of(home);
    let verdict = Verdict::on(&tokenised, Some(published), rules, programmes);
    batch.record_verdict(id, &verdict)?;
    batch.file(id, &verdict)?;
    if unjudged.ungrouped {
        grouper.group(batch, &unjudged)?;
    }
    // Nobody finds what is withdrawn.
    if batch.is_withdrawn(id)? {
        return Ok(());
    }
    // What an older bantin judged isn't indexed yet.
    if unjudged.ungrouped || !batch.is_indexed(id)? {
        batch.index(id, &Indexed::of(tokenised.fields()))?;
    }
    Ok(())
}
