//! Finding what an article is a copy of, what it only looks like, and which event it is about.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use tracing::trace_span;

use super::following::Following;
use crate::judge::copies::{Alike, Form, Likeness, Print, compare, through_copy};
use crate::judge::{CopyOf, Fingerprint, Grouping, Known, SameBecause, SeriesLink};
use crate::news::ArticleId;
use crate::read::Article;
use crate::store::{Batch, StoreError, Unjudged};

/// Texts whose forms are kept in memory, at some 10 KB each: copies follow soon upon their originals.
const KEPT: usize = 2048;

/// What is kept between the batches of a process, so that it needn't be read again. Nothing depends on it but speed.
#[derive(Debug, Default)]
pub(super) struct Grouper {
    forms: HashMap<ArticleId, Option<Arc<Form>>>,
    in_order: VecDeque<ArticleId>,
    stories: Following,
}

impl Grouper {
    pub(super) fn group(&mut self, batch: &Batch<'_>, unjudged: &Unjudged) -> Result<(), StoreError> {
        let Unjudged { before, article, .. } = unjudged;
        let id = before.id;
        let (fingerprint, form, print) = trace_span!("form").in_scope(|| {
            let form = Form::of(article).map(Arc::new);
            let print = form.as_deref().map(Print::of);
            (Fingerprint::of(article, &before.address), form, print)
        });
        let (copy, series) = trace_span!("copies").in_scope(|| -> Result<_, StoreError> {
            let known = batch.like(id, &fingerprint)?;
            let mut copy = self.same(batch, &known, &fingerprint, form.as_deref())?;
            let mut series = None;
            if let (None, Some(form), Some(print)) = (&copy, &form, &print) {
                let alike = self.alike(batch, unjudged, form, print)?;
                copy = CopyOf::most_alike(&alike);
                series = SeriesLink::most_alike(&alike, &fingerprint.address).filter(|_| copy.is_none());
            }
            Ok((copy, series))
        })?;
        let about = trace_span!("events").in_scope(|| match copy {
            None => self.stories.about(batch, before, article, series.as_ref()).map(Some),
            Some(_) => Ok(None),
        })?;
        let mate = about.as_ref().and_then(|about| about.mate.clone());
        let grouping =
            Grouping::of(article, fingerprint, before, copy, series, mate.map(|mate| (mate.story, mate.why)));
        trace_span!("record").in_scope(|| {
            batch.record_grouping(id, &grouping)?;
            batch.record_print(id, print.as_ref(), grouping.published, before.story.is_none())
        })?;
        trace_span!("events").in_scope(|| self.stories.place(batch, before, about.as_ref(), &grouping.placement))?;
        self.keep(id, form);
        Ok(())
    }

    /// Writes what else became of a batch.
    pub(super) fn write(&mut self, batch: &Batch<'_>) -> Result<(), StoreError> {
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
        for (other, sketch) in batch.sharing(before.id, print, before.published(article))? {
            if !print.sketch.is_near(&sketch) {
                continue;
            }
            let Some(other_form) = self.form(batch, other)? else { continue };
            let Some(likeness) = compare(form, &other_form) else { continue };
            let (original, story) = batch.group_of(other)?;
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
        let article: Article = batch.article(id)?;
        let form = Form::of(&article).map(Arc::new);
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
