//! Lines of a text that are none of the article: what its page lets readers do, invites them to, and prints twice.

use std::cell::OnceCell;
use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::{ElementRef, Html};
use url::Url;

use super::teasers;
use crate::read::cuts::{CutReason, Cuts};
use crate::read::html::tree;
use crate::text::fold;

/// What readers can do with the page; folded. A line of nothing else is a control.
const ACTIONS: &[&str] = &[
    "chia sẻ bài viết",
    "chia sẻ qua",
    "chia sẻ",
    "sao chép liên kết",
    "copy link",
    "in bài viết",
    "in bài này",
    "in trang",
    "in bài",
    "bản in",
    "gửi bài viết",
    "gửi email",
    "lưu bài viết",
    "lưu bài",
    "nghe đọc bài",
    "nghe bài viết",
    "nghe audio",
    "nghe podcast",
    "cỡ chữ",
    "quay lại",
    "về đầu trang",
    "theo dõi trên google news",
    "theo dõi trên",
    "theo dõi",
    "print this page",
    "print article",
    "listen to article",
    "listen to this article",
    "share this article",
    "share this",
    "share on",
];

/// What may stand beside them, and alone is said of an article's subject too.
const BESIDE: &[&str] = &[
    "facebook",
    "messenger",
    "twitter",
    "zalo",
    "email",
    "telegram",
    "linkedin",
    "pinterest",
    "google news",
    "google+",
    "whatsapp",
    "tweet",
    "share",
    "print",
    "like",
    "thích",
    "nữ miền bắc",
    "nam miền bắc",
    "nữ miền nam",
    "nam miền nam",
    "giọng nữ",
    "giọng nam",
    "tốc độ đọc",
    "aa",
    "a+",
    "a-",
    "x",
    "qua",
    "và",
];

/// How invitations begin; folded.
const INVITES: &[&str] = &[
    "mời quý",
    "mời bạn đọc",
    "mời các bạn",
    "mời độc giả",
    "kính mời",
    "quý vị có thể",
    "độc giả có thể",
    "bạn đọc có thể",
    "theo dõi",
    "đăng ký",
    "tải ứng dụng",
    "tải app",
    "quét mã",
    "nhấn",
    "bấm",
    "hãy theo dõi",
    "sign up",
    "subscribe",
    "download our app",
    "download the app",
    "follow us",
    "get our",
];

/// What they invite to.
const CHANNELS: &[&str] = &[
    "google news",
    "fanpage",
    "trên facebook",
    "kênh youtube",
    "trên zalo",
    "kênh zalo",
    "zalo oa",
    "trên tiktok",
    "kênh telegram",
    "bản tin email",
    "nhận bản tin",
    "nhận thông báo",
    "newsletter",
    "our app",
    "the app",
    "on facebook",
    "on twitter",
    "tải ứng dụng",
    "tải app",
    "tv online",
    "để tải ứng dụng",
];

/// What a teaser begins with; folded.
const TEASERS: &[&str] = &[
    ">>",
    "»",
    "►",
    "▶",
    "=>",
    "xem thêm:",
    "đọc thêm:",
    "mời đọc:",
    "tham khảo:",
    "tin liên quan:",
    "bài liên quan:",
    "read more:",
    "also read:",
    "read also:",
    "see also:",
    "related:",
];

/// In characters: longer lines are sentences.
const LONGEST_CONTROL: usize = 100;
const LONGEST_INVITATION: usize = 220;
const LONGEST_CREDIT: usize = 80;
/// A credit is one of so many last blocks.
const CREDITED: usize = 3;
/// A caption is printed again within so many blocks.
const AGAIN_WITHIN: usize = 3;
/// Shorter captions ("Ảnh: TTXVN") recur in their own right.
const SHORTEST_CAPTION: usize = 20;
/// A line of so many characters right behind itself is a slip, or a caption whose picture was left out.
const SHORTEST_SLIP: usize = 40;
/// A paragraph of the article has as many.
const PROSE: usize = 60;
/// So many blocks are looked through for the paragraphs on both sides of a teaser.
const BESIDE_WITHIN: usize = 6;
/// How its last sentence ends.
const ENDS: [char; 9] = ['.', '!', '?', '…', '"', '”', ')', '’', '»'];

/// Takes them out of a text; says whether there were any.
pub(super) fn remove(fragment: &mut Html, url: &Url, cuts: &mut Cuts) -> bool {
    let blocks = Block::all(fragment, url);
    let mut gone: Vec<(NodeId, CutReason)> = Vec::new();
    let controls = controls(&blocks);
    for (at, block) in blocks.iter().enumerate() {
        let control = controls.contains(&at).then_some(CutReason::Control);
        if let Some(why) = control.or_else(|| reason(&blocks, at)) {
            cuts.note_line(why, &block.line);
            gone.push((block.id, why));
        }
    }
    if gone.is_empty() || gone.len() == blocks.iter().filter(|block| !block.line.is_empty()).count() {
        return false;
    }
    for (id, _) in gone {
        tree::remove(fragment, id);
    }
    true
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Paragraph,
    Caption,
    /// A heading, an item, a cell.
    Other,
}

struct Block {
    id: NodeId,
    line: String,
    folded: OnceCell<String>,
    length: usize,
    kind: Kind,
    has_picture: bool,
    /// Characters of links, white space not counted; and of all, where there are links.
    linked: usize,
    weight: usize,
    /// It is nothing but a link to another article.
    is_teaser: bool,
}

impl Block {
    /// The innermost blocks, also those that hold a picture alone.
    fn all(fragment: &Html, url: &Url) -> Vec<Self> {
        let is_block = |element: &ElementRef<'_>| tree::is_block(element.value().name());
        let blocks = fragment.tree.nodes().filter_map(ElementRef::wrap).filter(is_block);
        let innermost = blocks.filter(|element| !element.descendent_elements().skip(1).any(|inner| is_block(&inner)));
        innermost
            .map(|element| Self::of(element, url))
            .filter(|block| block.has_picture || !block.line.is_empty())
            .collect()
    }

    fn of(element: ElementRef<'_>, url: &Url) -> Self {
        let line = tree::line_of(*element);
        let links = element.descendent_elements().filter(|inner| inner.value().name() == "a");
        let linked: usize = links.map(|link| tree::weight(*link)).sum();
        let weight = if linked > 0 { tree::weight(*element) } else { 0 };
        let kind = match element.value().name() {
            "p" => Kind::Paragraph,
            "figcaption" => Kind::Caption,
            _ => Kind::Other,
        };
        Self {
            id: element.id(),
            folded: OnceCell::new(),
            length: line.chars().count(),
            kind,
            has_picture: element.descendent_elements().any(|inner| inner.value().name() == "img"),
            is_teaser: linked > 0
                && linked == weight
                && kind == Kind::Paragraph
                && teasers::leads_on(element, &line, url),
            weight,
            linked,
            line,
        }
    }

    fn is(&self, kind: Kind) -> bool {
        self.kind == kind
    }

    /// Its line, folded; most are too long to be asked for it.
    fn folded(&self) -> &str {
        self.folded.get_or_init(|| fold(&self.line))
    }
}

fn reason(blocks: &[Block], at: usize) -> Option<CutReason> {
    let block = &blocks[at];
    if block.line.is_empty() || block.has_picture {
        return None;
    }
    let begins = |starts: &[&str]| starts.iter().any(|start| block.folded().starts_with(start));
    let invited = || CHANNELS.iter().any(|channel| block.folded().contains(channel));
    if block.length <= LONGEST_INVITATION && begins(INVITES) && invited() {
        return Some(CutReason::Prompt);
    }
    // The marker is no part of the link, or all of it.
    if block.linked > 0 && block.linked * 3 >= block.weight * 2 && begins(TEASERS) {
        return Some(CutReason::Teaser);
    }
    if block.is_teaser && stands_between(blocks, at) {
        return Some(CutReason::Teaser);
    }
    let is_last = at + CREDITED >= blocks.len();
    if is_last
        && block.is(Kind::Paragraph)
        && block.length <= LONGEST_CREDIT
        && begins(&["nguồn:", "nguồn tin:", "source:"])
    {
        return Some(CutReason::Credit);
    }
    let caption = |before: usize| {
        let block = &blocks[before];
        block.is(Kind::Caption) || before.checked_sub(1).is_some_and(|picture| blocks[picture].has_picture)
    };
    let mut before = at.saturating_sub(AGAIN_WITHIN)..at;
    let is_slip = |before: usize| before + 1 == at && block.is(Kind::Paragraph) && block.length >= SHORTEST_SLIP;
    let twice = block.length >= SHORTEST_CAPTION
        && before.any(|before| {
            // Behind another picture it is that one's: photographers sign all of theirs alike.
            let same_picture = !blocks[before + 1..at].iter().any(|between| between.has_picture);
            let printed = caption(before) || block.is(Kind::Caption) || is_slip(before);
            let is_same = blocks[before].length == block.length && blocks[before].folded() == block.folded();
            is_same && same_picture && printed
        });
    twice.then_some(CutReason::PrintedTwice)
}

/// Whether the text goes on around a line: a sentence ends before it, and another paragraph follows that the line is no
/// heading of. Teasers in a row and pictures don't count.
fn stands_between(blocks: &[Block], at: usize) -> bool {
    let is_prose =
        |block: &&Block| block.is(Kind::Paragraph) && block.length >= PROSE && block.linked * 2 <= block.weight;
    let counts = |block: &&Block| !block.is_teaser && !block.line.is_empty() && !block.is(Kind::Caption);
    let before = blocks[..at].iter().rev().take(BESIDE_WITHIN).find(counts).filter(is_prose);
    let after = blocks[at + 1..].iter().take(BESIDE_WITHIN).find(counts).filter(is_prose);
    before.is_some_and(|before| before.line.ends_with(ENDS))
        && after.is_some_and(|after| !is_about(blocks[at].folded(), after.folded()))
}

/// Whether a paragraph says half of a headline's words: then the headline is its own, as in a digest of news.
fn is_about(headline: &str, paragraph: &str) -> bool {
    let words = |text| str::split(text, |c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let told: HashSet<&str> = words(paragraph).collect();
    let shared = words(headline).filter(|word| told.contains(word)).count();
    shared * 2 >= words(headline).count()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Control {
    Sure,
    Perhaps,
    No,
}

/// Whether a line says nothing but what controls say, counts and times of a player included.
fn control(block: &Block) -> Control {
    if block.length > LONGEST_CONTROL || block.is(Kind::Caption) || block.has_picture || block.line.is_empty() {
        return Control::No;
    }
    let filler = |c: char| c.is_ascii_digit() || !(c.is_alphanumeric() || matches!(c, '+' | '-' | '>' | '»'));
    let mut rest = block.folded().trim_matches(filler);
    // A player's "0:00 / 3:12"; a year or an amount is none.
    if rest.is_empty() {
        let is_clock = block.line.contains(':') && block.line.contains('/');
        return if is_clock { Control::Perhaps } else { Control::No };
    }
    let mut control = Control::Perhaps;
    while !rest.is_empty() {
        let ends = |after: &str| after.is_empty() || after.starts_with(|c: char| !c.is_alphabetic());
        let taken = |words: &[&str]| {
            let rests = words.iter().filter_map(|word| rest.strip_prefix(word)).filter(|after| ends(after));
            rests.min_by_key(|after| after.len())
        };
        let Some(after) = taken(ACTIONS).inspect(|_| control = Control::Sure).or_else(|| taken(BESIDE)) else {
            return Control::No;
        };
        rest = after.trim_matches(filler);
    }
    control
}

/// The places of the controls: lines that can be nothing else, and in a row with one, or with the text's beginning or end,
/// lines that may be.
fn controls(blocks: &[Block]) -> HashSet<usize> {
    let kinds: Vec<Control> = blocks.iter().map(control).collect();
    let mut found = HashSet::new();
    let mut start = 0;
    for row in kinds.chunk_by(|one, next| (*one == Control::No) == (*next == Control::No)) {
        let end = start + row.len();
        let is_at_end = start == 0 || end == blocks.len();
        if row[0] != Control::No && (is_at_end || row.contains(&Control::Sure)) {
            found.extend(start..end);
        }
        start = end;
    }
    found
}
