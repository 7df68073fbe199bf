//! What the classes, ids, roles and names of elements say of their content: the words that web designers share.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use scraper::node::Element;

/// A line of [`WORDS`].
pub(super) type Mark = u8;

/// Words of one meaning on a line, the first of which names it. Each is common among newspapers, or is the Vietnamese for
/// one that is.
#[rustfmt::skip]
pub(super) const WORDS: &[&[&str]] = &[
    &["content", "contents", "noidung", "contenido", "inhalt", "conteudo", "contenu"],
    &["article", "articles", "baiviet", "artikel", "articulo", "bai"],
    &["body", "cuerpo"],
    &["text", "txt", "texto", "copy"],
    &["main", "primary"],
    &["post", "entry", "hentry", "posting"],
    &["story"],
    &["detail", "details", "chitiet", "singular", "single", "cmain", "maincontainer"],
    &["rich", "richtext", "prose", "wysiwyg", "editor", "cms", "fck", "zce", "editable", "markdown"],
    &["paragraph", "para", "paragraphs", "graf"],
    &["blog"],
    &["page"],
    &["section", "sections", "region"],
    &["block", "blocks", "module", "component"],
    &["wrapper", "wrap", "inner", "container", "holder"],
    &["center", "middle", "centre"],
    &["left"],
    &["right"],
    &["top", "above"],
    &["bottom", "below", "after", "end"],
    &["column", "col", "columns", "cols"],
    &["row", "grid", "flex"],
    &["list", "lists", "listing", "unstyled"],
    &["item", "listitem", "items"],
    &["link", "links"],
    &["title", "headline", "tieude", "titulo", "heading"],
    &["header", "masthead", "topbar", "head"],
    &["footer", "foot", "colophon", "contentinfo", "chantrang"],
    &["nav", "navigation", "navbar", "navigator", "subnav", "megamenu"],
    &["menu", "submenu", "menuitem", "dropdown", "hamburger", "mega"],
    &["breadcrumb", "breadcrumbs", "crumb", "crumbs"],
    &["sidebar", "aside", "rail", "complementary", "side", "sidenav"],
    &["widget", "widgets", "gadget"],
    &["box", "panel", "boxed", "callout", "infobox", "factbox"],
    &["card", "cards", "tile", "teaser", "blurb", "promo", "promos"],
    &["related", "relate", "relates", "relatedbox", "lienquan", "tinlienquan", "recommend", "recommended", "recommendation", "recommendations", "recirc", "suggested", "similar", "relacionadas", "relacionados", "xemthem"],
    &["more", "next", "prev", "previous", "also", "other", "others", "khac", "tinkhac"],
    &["popular", "trending", "most", "mostread", "latest", "recent", "xemnhieu", "docnhieu", "tinmoi", "noibat"],
    &["posts", "stories", "archive", "loop", "hfeed", "feed", "river"],
    &["comment", "comments", "respond", "reply", "disqus", "binhluan", "discussion", "commentlist", "ykien"],
    &["share", "sharing", "sharedaddy", "addtoany", "addthis", "chiase", "shares"],
    &["social", "socials", "facebook", "twitter", "linkedin", "instagram", "youtube", "pinterest", "whatsapp", "zalo", "follow"],
    &["tweet", "embed", "oembed", "blockquote"],
    &["author", "authors", "byline", "vcard", "tacgia", "contributor", "writer", "pseudonym", "nguoiviet"],
    &["bio", "about", "avatar", "profile", "biography"],
    &["date", "time", "published", "updated", "timestamp", "publish", "pubdate", "modified", "datetime", "ngay", "publishdate"],
    &["meta", "info", "metadata", "thongtin", "data"],
    &["tag", "tags", "taxonomy", "taglist", "topics", "topic", "keywords", "tukhoa", "labels"],
    &["category", "categories", "cat", "kicker", "eyebrow", "chuyenmuc", "danhmuc"],
    &["description", "desc", "summary", "excerpt", "abstract", "standfirst", "dek", "deck", "sapo", "lead", "lede", "intro", "subtitle", "subhead", "subheadline", "subheading", "motangan", "mota", "tagline", "chapo", "introduction"],
    &["caption", "captions", "legend", "figcaption", "chuthich"],
    &["credit", "credits", "attribution", "source", "nguon"],
    &["image", "img", "images", "photo", "photos", "picture", "pic", "thumbnail", "thumb", "anh", "hinh", "figure", "media"],
    &["gallery", "slideshow", "carousel", "slider", "swiper", "slick", "slide", "lightbox", "album"],
    &["video", "player", "videos", "audio", "podcast"],
    &["ad", "ads", "adv", "advert", "advertisement", "advertising", "gpt", "dfp", "sponsored", "sponsor", "quangcao", "leaderboard", "adslot"],
    &["banner", "announcement", "alert", "notice", "notification", "message"],
    &["newsletter", "subscribe", "subscription", "signup", "optin", "mailchimp", "mailing", "dangky"],
    &["paywall", "login", "signin", "account", "register", "premium", "subscriber", "membership"],
    &["cta", "action", "button", "buttons", "btn", "actions"],
    &["form", "input", "search", "field", "searchform", "timkiem", "label"],
    &["popup", "modal", "overlay", "dialog", "lightboxes", "drawer", "toast", "tooltip", "offcanvas"],
    &["cookie", "cookies", "consent", "gdpr", "privacy", "policy", "terms", "legal", "onetrust"],
    &["copyright", "banquyen", "disclaimer", "disclosure", "affiliate"],
    &["hidden", "hide", "none", "invisible", "collapse", "collapsed", "closed"],
    &["visually", "sr", "screen", "reader", "skip", "assistive"],
    &["mobile", "desktop", "tablet", "responsive"],
    &["print", "tools", "toolbar", "utility", "utilities"],
    &["logo", "brand", "branding", "icon", "icons", "svg"],
    &["home", "homepage", "trangchu", "site"],
    &["table", "tbl", "cell", "tablepress", "chart"],
    &["quote", "pullquote", "pull", "quotation", "testimonial", "cite"],
    &["note", "footnote", "footnotes", "reference", "references", "citation", "citations", "bibliography", "endnotes"],
    &["toc", "outline", "jump", "anchor", "anchors"],
    &["faq", "accordion", "question", "answer", "questions", "toggle"],
    &["highlight", "highlights", "takeaways", "takeaway", "key", "tldr", "summarybox", "points"],
    &["product", "products", "price", "shop", "cart", "buy", "deal", "deals", "store", "rating", "review"],
    &["recipe", "ingredients", "instructions", "step", "steps"],
    &["event", "events", "calendar"],
    &["contact", "address", "phone", "email", "location", "map", "lienhe"],
    &["featured", "feature", "hero", "cover", "spotlight"],
    &["status", "count", "views", "stats", "counter", "viewcount", "likes"],
    &["job", "jobs", "careers", "newsroom", "press"],
    &["interstitial", "inline", "inset", "insert", "embedded", "pullout"],
    &["transcript", "lyrics", "poem"],
    &["pagination", "pager", "pages", "paging", "pagenav"],
    &["secondary", "tertiary", "extra", "supplementary"],
    &["full", "wide", "width"],
    &["elementor", "wpb", "vc", "et", "fusion"],
    &["wp", "wordpress"],
    // Two words that are written as one, or with a hyphen.
    &["articlebody", "entrycontent", "postcontent", "articlecontent", "storybody", "postbody", "contentbody", "bodycontent", "articletext", "posttext", "newscontent", "newsbody", "storycontent", "storytext", "blogcontent", "blogpost", "detailcontent", "singlecontent", "singularcontent", "contentdetail", "articlemain", "bodycopy", "bodytext"],
    &["pagecontent", "maincontent", "contentmain", "contentarea", "sitecontent", "contentwrapper", "contentinner"],
    &["entryfooter", "postfooter", "articlefooter", "contentfooter", "articlebottom", "afterpost", "aftercontent", "postnavigation", "postnav"],
    &["entryheader", "postheader", "articleheader", "pageheader", "storyheader", "articlehead"],
    &["authorbio", "aboutauthor", "authorbox", "authorinfo", "authorcard", "authordescription", "postauthor", "entryauthor"],
    &["relatedposts", "relatedarticles", "relatedcontent", "relatednews", "relatedstories", "readmore", "readnext", "morestories", "morefrom", "alsolike"],
];

static MARKS: LazyLock<HashMap<&'static str, Mark>> = LazyLock::new(|| {
    let lines = WORDS.iter().zip(0..);
    lines.flat_map(|(words, mark)| words.iter().map(move |word| (*word, mark))).collect()
});

/// So many words of one element are read.
const MOST_WORDS: usize = 60;

/// What an element is marked as; each mark once.
pub(super) fn of(element: &Element) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut left = MOST_WORDS;
    let mut small = String::new();
    for (name, value) in element.attrs() {
        if matches!(name, "class" | "id" | "role" | "itemprop" | "data-role" | "data-component" | "data-testid") {
            words(value, &mut small, &mut left, |word| {
                if let Some(mark) = MARKS.get(word).filter(|mark| !marks.contains(*mark)) {
                    marks.push(*mark);
                }
            });
        }
    }
    marks
}

/// The words of `relatedBox tin-lien_quan2`: related, box, tin, lien, quan; and each with the one before it, since they
/// are often written together: relatedbox, tinlien, lienquan.
fn words(value: &str, small: &mut String, left: &mut usize, mut word: impl FnMut(&str)) {
    for name in value.split_ascii_whitespace() {
        let mut before = String::new();
        for run in name.split(|c: char| !c.is_ascii_alphabetic()).filter(|run| run.len() > 1) {
            if *left == 0 {
                return;
            }
            *left -= 1;
            small.clear();
            small.extend(run.chars().map(|c| c.to_ascii_lowercase()));
            word(small);
            let bytes = run.as_bytes();
            let is_edge = |at: &usize| bytes[*at].is_ascii_uppercase() && bytes[*at - 1].is_ascii_lowercase();
            let mut start = 0;
            for edge in (1..bytes.len()).filter(is_edge).chain([bytes.len()]) {
                let part = &small[start..edge];
                if part.len() < small.len() {
                    word(part);
                }
                if !before.is_empty() {
                    before.push_str(part);
                    word(&before);
                    before.clear();
                }
                before.push_str(part);
                start = edge;
            }
        }
    }
}

/// A number for elements of this name and these classes whose parents have the number `above`. Digits don't count, since
/// they often number the elements.
pub(super) fn kind(element: &Element, above: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    above.hash(&mut hasher);
    element.name().hash(&mut hasher);
    for byte in element.attr("class").unwrap_or_default().bytes().filter(|byte| !byte.is_ascii_digit()) {
        hasher.write_u8(byte);
    }
    hasher.finish()
}
