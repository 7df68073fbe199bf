//! What the classifier is told of each block.

use super::facts::Facts;
use super::marks::WORDS;
use super::outline::Element;
use super::page::Page;
use super::passing::Passing;
use super::phrases::PHRASES;
use super::row::Row;

/// A mark that no element around has.
pub(super) const FAR: i16 = 30;

/// Neighbours on either side whose own features are a block's too.
const NEIGHBOURS: &[(&str, &str)] = &[("before_1", "after_1"), ("before_2", "after_2"), ("before_3", "after_3")];

/// The rows of all blocks.
pub(super) fn rows(page: &Page) -> Vec<Row> {
    let passing = Passing::of(page);
    (0..page.outline.blocks.len())
        .map(|at| {
            let mut row = Row::new();
            fill(&mut row, page, &passing, at);
            row
        })
        .collect()
}

/// What the columns of a row are.
pub(super) fn names(page: &Page) -> Vec<String> {
    let mut row = Row::named();
    fill(&mut row, page, &Passing::of(page), 0);
    row.names()
}

fn fill(row: &mut Row, page: &Page, passing: &Passing, at: usize) {
    text(row, page, at);
    place(row, page, at);
    containers(row, page, at);
    marks(row, page, at);
    whole(row, page, passing, at);
    neighbours(row, page, at);
    headings(row, page, at);
}

fn text(row: &mut Row, page: &Page, at: usize) {
    let (block, facts) = (&page.outline.blocks[at], &page.facts[at]);
    row.put("text", "chars", block.chars);
    row.put("text", "words", facts.words);
    row.share("text", "word_length", block.chars, facts.words * 10);
    row.share("text", "linked", block.linked, block.chars);
    row.flag("text", "link_first", block.link_first);
    row.share("text", "strong", block.strong, block.chars);
    row.share("text", "italic", block.italic, block.chars);
    row.put("text", "breaks", block.breaks);
    row.put("text", "sentences", facts.sentences);
    row.share("text", "sentence_length", facts.words, facts.sentences.max(1) * 10);
    row.put("text", "commas", facts.commas);
    row.share("text", "digits", facts.digits, block.chars);
    row.share("text", "capitals", facts.capitals, block.chars);
    row.share("text", "capitalised", facts.capitalised, facts.words);
    row.share("text", "function_words", facts.function_words, facts.words);
    row.put("text", "dividers", facts.dividers);
    row.put("text", "quotes", facts.quotes);
    row.share("text", "unspaced", facts.unspaced, block.chars);
    row.put("text", "begins", facts.begins as i16);
    row.put("text", "ends", facts.ends as i16);
    row.flag("text", "has_address", facts.has_address);
    row.put("text", "in_title", facts.in_title);
    row.put("text", "of_title", facts.of_title);
    row.put("text", "in_description", facts.in_description);
    row.put("text", "in_declared", facts.in_declared);
    row.put("text", "same", page.same.get(&facts.digest).copied().unwrap_or(0));
    for ((name, _), count) in PHRASES.iter().zip(facts.said) {
        row.put("said", name, i16::from(count));
    }
}

/// Elements that are told apart by name, more or less from those that hold text to those that hold much else.
const NAMES: &[&str] = &[
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "figcaption",
    "caption",
    "li",
    "dt",
    "dd",
    "td",
    "th",
    "span",
    "strong",
    "em",
    "b",
    "i",
    "a",
    "div",
    "section",
    "article",
    "main",
    "body",
    "header",
    "footer",
    "aside",
    "nav",
    "form",
    "label",
    "time",
    "address",
    "figure",
    "ul",
    "ol",
    "table",
    "tr",
    "tbody",
    "dl",
    "center",
    "font",
    "cite",
    "small",
];

fn name_number(name: &str) -> i16 {
    NAMES.iter().zip(0..).find(|(known, _)| **known == name).map_or(i16::MAX, |(_, number)| number).min(99)
}

/// Elements to be in or out of.
const INSIDE: &[&str] = &[
    "article",
    "main",
    "section",
    "header",
    "footer",
    "nav",
    "aside",
    "form",
    "figure",
    "figcaption",
    "blockquote",
    "ul",
    "ol",
    "li",
    "table",
    "p",
    "a",
    "h1",
    "h2",
    "h3",
];

fn place(row: &mut Row, page: &Page, at: usize) {
    let outline = &page.outline;
    let block = &outline.blocks[at];
    let (holder, frame) = (&outline.elements[block.holder], &outline.elements[block.frame]);
    let parent = frame.parent.map(|parent| &outline.elements[parent]);
    row.put("place", "holder", name_number(holder.name()));
    row.put("place", "frame", name_number(frame.name()));
    row.put("place", "parent", parent.map_or(99, |parent| name_number(parent.name())));
    row.put("place", "depth", frame.depth);
    let mut levels = [FAR; INSIDE.len()];
    for (element, level) in outline.around(block.holder).zip(0..FAR) {
        let element = &outline.elements[element];
        if let Some(kind) = INSIDE.iter().position(|name| *name == element.name()) {
            levels[kind] = levels[kind].min(level);
        }
    }
    for (name, level) in INSIDE.iter().zip(levels) {
        row.put("inside", name, level);
    }
    row.flag("place", "hidden", holder.hidden);
    row.flag("place", "unmarked", holder.marks.is_empty());
    let blocks_before = at - frame.first;
    row.put("place", "in_frame", blocks_before);
    row.put("place", "frame_blocks", frame.sum.blocks);
    let (levels, away) = apart(page, block.holder, page.hub);
    row.put("place", "hub_levels", levels);
    row.put("place", "hub_away", away);
    let (levels, away) = apart(page, block.holder, page.bulk);
    row.put("place", "bulk_levels", levels);
    row.put("place", "bulk_away", away);
    let kind = page.kinds.get(&holder.kind).copied().unwrap_or_default();
    let all = outline.sum();
    row.put("kind", "blocks", kind.blocks);
    row.put("kind", "mean_chars", kind.chars.checked_div(kind.blocks).unwrap_or(0));
    row.share("kind", "linked", kind.linked, kind.chars);
    row.share("kind", "prose", kind.prose, kind.chars);
    row.share("kind", "of_prose", kind.prose, all.prose);
    row.share("kind", "of_blocks", kind.blocks, all.blocks);
}

/// Levels from `holder` out to what is around it and `other`, and from there in to `other`.
pub(super) fn apart(page: &Page, holder: usize, other: Option<usize>) -> (i16, i16) {
    let number = |levels: usize| i16::try_from(levels).unwrap_or(i16::MAX);
    other.map_or((FAR, FAR), |other| {
        let (levels, away) = page.outline.apart(holder, other);
        (number(levels), number(away))
    })
}

/// Containers on which a block's place is told: each holds more blocks than the one inside it.
const CONTAINERS: &[&str] = &["own", "second", "third", "fourth", "fifth", "sixth"];

fn containers(row: &mut Row, page: &Page, at: usize) {
    let outline = &page.outline;
    let all = outline.sum();
    let mut found = wider(page, at);
    for group in CONTAINERS {
        let container = found.next();
        let sum = container.map_or(all, |container| container.sum);
        let first = container.map_or(0, |container| container.first);
        row.put(group, "name", container.map_or(99, |container| name_number(container.name())));
        let alike = container.and_then(|container| page.alike.get(&container.kind)).copied().unwrap_or(1);
        row.put(group, "alike", alike);
        let kind = container.and_then(|container| container.parent).map(|parent| outline.elements[parent].kind);
        row.put(group, "parents_alike", kind.and_then(|kind| page.alike.get(&kind)).copied().unwrap_or(1));
        row.put(group, "blocks", sum.blocks);
        row.put(group, "mean_chars", sum.chars.checked_div(sum.blocks).unwrap_or(0));
        row.share(group, "linked", sum.linked, sum.chars);
        row.share(group, "prose", sum.prose, sum.chars);
        row.share(group, "of_chars", sum.chars, all.chars);
        row.share(group, "of_prose", sum.prose, all.prose);
        row.share(group, "paragraphs", sum.paragraphs, sum.blocks);
        row.share(group, "position", at - first, sum.blocks);
        row.put(group, "from_end", first + sum.blocks - 1 - at.min(first + sum.blocks - 1));
    }
}

/// The elements around a block that hold more than it; each holds more blocks than the one before.
pub(super) fn wider<'a>(page: &'a Page, at: usize) -> impl Iterator<Item = &'a Element<'a>> {
    let outline = &page.outline;
    let mut blocks = 1;
    outline.around(outline.blocks[at].frame).map(|element| &outline.elements[element]).filter(move |element| {
        let wider = element.sum.blocks > blocks;
        blocks = blocks.max(element.sum.blocks);
        wider
    })
}

fn marks(row: &mut Row, page: &Page, at: usize) {
    let outline = &page.outline;
    let mut levels = [FAR; WORDS.len()];
    for (element, level) in outline.around(outline.blocks[at].holder).zip(0..FAR) {
        for mark in &outline.elements[element].marks {
            let nearest = &mut levels[usize::from(*mark)];
            *nearest = (*nearest).min(level);
        }
    }
    for (words, level) in WORDS.iter().zip(levels) {
        row.put("marked", words[0], level);
    }
}

fn whole(row: &mut Row, page: &Page, passing: &Passing, at: usize) {
    let outline = &page.outline;
    let all = outline.sum();
    row.put("page", "blocks", all.blocks);
    row.put("page", "chars_10", all.chars / 10);
    row.share("page", "prose", all.prose, all.chars);
    row.share("page", "linked", all.linked, all.chars);
    row.put("page", "paragraphs", all.paragraphs);
    row.flag("page", "has_article", page.has_article);
    row.share("page", "declared", page.known.declared_chars, all.chars);
    row.share("page", "position", at, all.blocks);
    row.share("page", "chars_before", passing.chars[at], all.chars);
    row.share("page", "prose_before", passing.prose[at], all.prose);
    row.share("page", "prose_after", all.prose.saturating_sub(passing.prose[at + 1]), all.prose);
    let from_headline = page.headline.map(|headline| at.cast_signed() - headline.cast_signed());
    row.put("page", "from_headline", from_headline.map_or(-9_999, |away| away.clamp(-5_000, 5_000)));
    let chars = page.headline.map(|headline| {
        (passing.chars[at].cast_signed() - passing.chars[headline].cast_signed()).clamp(-30_000, 30_000)
    });
    row.put("page", "chars_from_headline", chars.unwrap_or(-32_000));
    let headline = page.headline.map(|headline| outline.blocks[headline].holder);
    let (levels, away) = apart(page, outline.blocks[at].holder, headline);
    row.put("page", "headline_levels", levels);
    row.put("page", "headline_away", away);
    let (before, after) = (passing.prose_before[at], passing.prose_after[at]);
    row.put("page", "to_prose_before", before.map_or(999, |before| at - before));
    row.put("page", "to_prose_after", after.map_or(999, |after| after - at));
    for (chars_name, prose_name, linked_name, width) in
        [("chars_3", "prose_3", "linked_3", 3_usize), ("chars_8", "prose_8", "linked_8", 8)]
    {
        let (from, to) = (at.saturating_sub(width), (at + width + 1).min(outline.blocks.len()));
        let chars = passing.chars[to] - passing.chars[from];
        row.put("window", chars_name, chars / (to - from));
        row.share("window", prose_name, passing.prose[to] - passing.prose[from], chars);
        row.share("window", linked_name, passing.linked[to] - passing.linked[from], chars);
    }
}

fn neighbours(row: &mut Row, page: &Page, at: usize) {
    let outline = &page.outline;
    let own = &outline.elements[outline.blocks[at].holder];
    for (step, (before, after)) in (1..).zip(NEIGHBOURS) {
        for (group, other) in [(before, at.checked_sub(step)), (after, Some(at + step))] {
            let other = other.filter(|other| *other < outline.blocks.len());
            let block = other.map(|other| &outline.blocks[other]);
            let facts = other.map(|other| &page.facts[other]);
            row.put(group, "chars", block.map_or(-1, |block| i16::try_from(block.chars).unwrap_or(i16::MAX)));
            row.share(group, "linked", block.map_or(0, |block| block.linked), block.map_or(0, |block| block.chars));
            row.put(group, "frame", block.map_or(99, |block| name_number(outline.elements[block.frame].name())));
            row.flag(group, "same_kind", block.is_some_and(|block| outline.elements[block.holder].kind == own.kind));
            row.put(group, "ends", facts.map_or(-1, |facts| facts.ends as i16));
            row.put(group, "levels", apart(page, outline.blocks[at].holder, block.map(|block| block.holder)).0);
        }
    }
}

/// What a heading may say of all that follows it.
const ANNOUNCED: &[&str] = &["related", "more", "popular", "comments", "subscribe", "byline", "references", "contents"];

fn headings(row: &mut Row, page: &Page, at: usize) {
    let outline = &page.outline;
    let heading = page.headings[at];
    let facts: Option<&Facts> = heading.map(|heading| &page.facts[heading]);
    row.put("heading", "away", heading.map_or(999, |heading| at - heading));
    row.put("heading", "level", heading.map_or(0, |heading| page.heading_level[heading]));
    row.put("heading", "words", facts.map_or(0, |facts| facts.words));
    let block = heading.map(|heading| &outline.blocks[heading]);
    row.share("heading", "linked", block.map_or(0, |block| block.linked), block.map_or(0, |block| block.chars));
    let kind = block.map(|block| outline.elements[block.holder].kind);
    row.put("heading", "alike", kind.and_then(|kind| page.kinds.get(&kind)).map_or(0, |kind| kind.blocks));
    row.put("heading", "in_title", facts.map_or(0, |facts| facts.in_title));
    row.put("heading", "levels", apart(page, outline.blocks[at].holder, block.map(|block| block.holder)).0);
    for ((name, _), kind) in PHRASES.iter().zip(0..).filter(|((name, _), _)| ANNOUNCED.contains(name)) {
        row.flag("heading", name, facts.is_some_and(|facts| facts.said[kind] > 0));
    }
}
