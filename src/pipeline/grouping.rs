//! Finding what an article is a copy of, what it only looks like, and which event it is about.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use tracing::trace_span;

use super::following::Following;
use crate::judge::copies::{Alike, Form, Likeness, Print, compare, through_copy};
use crate::judge::{
    ArticleWords, Before, CopyOf, Fingerprint, Grouping, Known, Placement, SameBecause, SeriesLink,
    may_share_an_address,
};
use crate::news::{ArticleId, StoryId};
use crate::store::{Batch, RecentKeys, StoreError, Unjudged};

/// Texts whose forms are kept in memory, at some 10 KB each: copies follow soon upon their originals.
const KEPT: usize = 2048;

/// What is kept between the batches of a process, so that it needn't be read again. Nothing depends on it but speed.
#[derive(Debug, Default)]
pub(super) struct Grouper {
    forms: HashMap<ArticleId, Option<Arc<Form>>>,
    in_order: VecDeque<ArticleId>,
    /// None before they were asked for.
    keys: Option<RecentKeys>,
    stories: Following,
}

impl Grouper {
    /// Between passes, publishers revise texts, and there is nothing to compare.
    pub(super) fn forget_texts(&mut self) {
        self.forms.clear();
        self.in_order.clear();
    }

    pub(super) fn group(&mut self, batch: &Batch<'_>, unjudged: &Unjudged) -> Result<(), StoreError> {
        let Unjudged { before, article, source, .. } = unjudged;
        let id = before.id;
        let (words, mut fingerprint, form, print) = trace_span!("form").in_scope(|| {
            let words = ArticleWords::of(article);
            let form = Form::in_words(&words, source).map(Arc::new);
            let print = form.as_deref().map(Print::of);
            let fingerprint = Fingerprint::in_words(article, &words, &before.address);
            (words, fingerprint, form, print)
        });
        // Who was in no story yet was split from none.
        let barred = if before.story.is_some() { batch.barred(id)? } else { Vec::new() };
        let (copy, series) = trace_span!("copies").in_scope(|| {
            self.settle_address(batch, before, form.as_deref(), &mut fingerprint)?;
            self.nearest(batch, unjudged, &fingerprint, form.as_deref().zip(print.as_ref()), &barred)
        })?;
        // What was withdrawn is in no event's story but the one that it was in.
        let is_withdrawn = batch.is_withdrawn(id)?;
        let about = trace_span!("events").in_scope(|| match copy {
            None if !is_withdrawn => self.stories.about(batch, unjudged, &words, series.as_ref(), barred).map(Some),
            _ => Ok(None),
        })?;
        let event = about.as_ref().and_then(|about| about.mate.clone());
        let grouping =
            Grouping::of(article, fingerprint, before, copy, series, event.map(|mate| (mate.story, mate.why)));
        let is_merged = trace_span!("record").in_scope(|| {
            let Grouping { fingerprint, published, .. } = &grouping;
            let keys = keys(&mut self.keys, batch)?;
            batch.record_print(id, print.as_ref(), fingerprint, *published, before.story.is_none(), keys)?;
            batch.record_grouping(id, &grouping)
        })?;
        trace_span!("events").in_scope(|| {
            self.stories.place(batch, before, about.as_ref())?;
            if let Placement::Merge { younger, older, .. } = &grouping.placement
                && is_merged
            {
                self.stories.merged(batch, younger, older)?;
            }
            let unseen = batch.withdraw_copy(id)?;
            unseen.iter().try_for_each(|story| self.stories.close(batch, story))
        })?;
        self.keep(id, form);
        Ok(())
    }

    /// What the article is a copy of, or else in a series with. `barred`: stories that an operator keeps apart from its own.
    fn nearest(
        &mut self,
        batch: &Batch<'_>,
        unjudged: &Unjudged,
        fingerprint: &Fingerprint,
        text: Option<(&Form, &Print)>,
        barred: &[StoryId],
    ) -> Result<(Option<CopyOf>, Option<SeriesLink>), StoreError> {
        let mut known = batch.like(unjudged.before.id, fingerprint, keys(&mut self.keys, batch)?)?;
        known.retain(|known| !barred.contains(&known.story.id));
        let same = self.same(batch, &known, fingerprint, text.map(|(form, _)| form))?;
        let (None, Some((form, print))) = (&same, text) else { return Ok((same, None)) };
        let mut alike = self.alike(batch, unjudged, form, print)?;
        // What an operator split may still be of one series.
        alike.retain(|alike| alike.likeness.is_series() || !barred.contains(&alike.story.id));
        let copy = CopyOf::most_alike(&alike);
        let series = SeriesLink::most_alike(&alike, &fingerprint.address).filter(|_| copy.is_none());
        Ok((copy, series))
    }

    /// Has an article known by the address that its page names only if it is a copy of all that are known by that. The
    /// article whose own address it is has a better right to it than those whose pages only name it.
    fn settle_address(
        &mut self,
        batch: &Batch<'_>,
        before: &Before,
        form: Option<&Form>,
        fingerprint: &mut Fingerprint,
    ) -> Result<(), StoreError> {
        let is_own = fingerprint.address == before.address;
        for other in batch.known_by(before.id, &fingerprint.address)? {
            if may_share_an_address(form, self.form(batch, other)?.as_deref()) {
                continue;
            }
            if !is_own {
                fingerprint.address.clone_from(&before.address);
                return Ok(());
            }
            batch.know_by_own_address(other)?;
        }
        Ok(())
    }

    /// Writes what else became of a batch.
    pub(super) fn write(&mut self, batch: &Batch<'_>) -> Result<(), StoreError> {
        trace_span!("record").in_scope(|| self.keys.as_mut().map_or(Ok(()), |keys| batch.record_recent_keys(keys)))?;
        trace_span!("events").in_scope(|| self.stories.write(batch))
    }

    /// The first of `known` that the article is the same as. One text under titles or leads that name other numbers is a
    /// form, and no copy.
    fn same(
        &mut self,
        batch: &Batch<'_>,
        known: &[Known],
        fingerprint: &Fingerprint,
        form: Option<&Form>,
    ) -> Result<Option<CopyOf>, StoreError> {
        for known in known {
            let Some(why) = fingerprint.same_as(&known.fingerprint) else { continue };
            let other = if why == SameBecause::SameText { self.form(batch, known.article)? } else { None };
            let likeness = form.zip(other.as_deref()).and_then(|(form, other)| compare(form, other));
            if !matches!(likeness, Some(Likeness::Series { .. })) {
                return Ok(Some(CopyOf::of(known, why)));
            }
        }
        Ok(None)
    }

    fn alike(
        &mut self,
        batch: &Batch<'_>,
        Unjudged { before, article, .. }: &Unjudged,
        form: &Form,
        print: &Print,
    ) -> Result<Vec<Alike>, StoreError> {
        let mut alike = Vec::new();
        let keys = keys(&mut self.keys, batch)?;
        for (other, sketch) in batch.sharing(before.id, print, before.published(article), keys)? {
            if !print.sketch.is_near(&sketch) {
                continue;
            }
            let Some(other_form) = self.form(batch, other)? else { continue };
            let Some(likeness) = compare(form, &other_form) else { continue };
            let Some((original, story)) = batch.group_of(other)? else { continue };
            if original == before.id {
                continue;
            }
            let likeness = if original == other {
                Some(likeness)
            } else {
                let of_original = self.form(batch, original)?;
                let to_original = |form| of_original.as_deref().and_then(|original| compare(form, original));
                through_copy(to_original(form), likeness, || to_original(&other_form))
            };
            alike.extend(likeness.map(|likeness| Alike { original, story, likeness }));
        }
        Ok(alike)
    }

    fn form(&mut self, batch: &Batch<'_>, id: ArticleId) -> Result<Option<Arc<Form>>, StoreError> {
        if let Some(form) = self.forms.get(&id) {
            return Ok(form.clone());
        }
        let (article, source) = batch.article(id)?;
        let form = Form::of(&article, &source).map(Arc::new);
        self.keep(id, form.clone());
        Ok(form)
    }

    fn keep(&mut self, id: ArticleId, form: Option<Arc<Form>>) {
        if self.forms.insert(id, form).is_none() {
            self.in_order.push_back(id);
        }
        if self.in_order.len() > KEPT
            && let Some(oldest) = self.in_order.pop_front()
        {
            self.forms.remove(&oldest);
        }
    }
}

fn keys<'k>(known: &'k mut Option<RecentKeys>, batch: &Batch<'_>) -> Result<&'k mut RecentKeys, StoreError> {
    match known {
        Some(keys) => Ok(keys),
        none => Ok(none.insert(batch.recent_keys()?)),
    }
}
