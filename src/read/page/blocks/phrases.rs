//! What blocks say by the phrases that papers share: "Related articles", "Chia sẻ", "Photo by".

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// Phrases of one meaning on a line, which begins with the meaning's name. Lower case, NFC; they are whole words.
#[rustfmt::skip]
pub(super) const PHRASES: &[(&str, &[&str])] = &[
    ("related", &["related", "you may also like", "you might also like", "more on this", "more from", "more stories", "read next", "up next", "see also", "recommended", "also read", "read also", "don't miss", "you may like", "tin liên quan", "bài liên quan", "liên quan", "cùng chuyên mục", "có thể bạn quan tâm", "bạn có thể quan tâm", "tin khác", "tin cùng", "tham khảo thêm", "bài viết khác", "lee también", "te puede interesar", "relacionados", "relacionadas", "noticias relacionadas", "lire aussi", "à lire", "das könnte sie", "mehr zum thema", "leia também", "veja também", "leggi anche", "lees ook", "читайте также", "по теме"]),
    ("more", &["read more", "learn more", "see more", "view all", "see all", "show more", "continue reading", "click here", "load more", "find out more", "watch:", "read:", "xem thêm", "đọc thêm", "xem tiếp", "chi tiết", "leer más", "ver más", "lire la suite", "weiterlesen", "mehr", "saiba mais", "leia mais"]),
    ("popular", &["most popular", "most read", "trending", "top stories", "latest news", "latest stories", "recent posts", "popular posts", "editor's picks", "latest", "recent articles", "đọc nhiều", "xem nhiều", "tin mới", "mới nhất", "nổi bật", "lo más leído", "últimas noticias", "meistgelesen", "mais lidas", "les plus lus"]),
    ("comments", &["comment", "comments", "leave a reply", "leave a comment", "reply", "add a comment", "join the discussion", "join the conversation", "post a comment", "your email address will not be published", "required fields", "bình luận", "ý kiến", "ý kiến của bạn", "gửi bình luận", "comentarios", "comentários", "commentaires", "kommentare", "комментарии"]),
    ("share", &["share", "share this", "share on", "tweet", "facebook", "twitter", "linkedin", "pinterest", "whatsapp", "copy link", "email this", "print", "save", "chia sẻ", "sao chép", "in bài", "zalo", "compartir", "compartilhar", "compartilhe", "partager", "teilen", "condividi", "поделиться"]),
    ("follow", &["follow us", "follow", "like us", "join us", "find us on", "google news", "theo dõi", "síguenos", "suivez", "folgen sie"]),
    ("subscribe", &["subscribe", "newsletter", "newsletters", "sign up", "sign in", "log in", "register", "subscription", "subscriber", "subscribers", "your inbox", "email address", "your email", "free trial", "đăng ký", "đăng nhập", "suscríbete", "newsletter", "abonnez", "anmelden", "assine"]),
    ("app", &["download the app", "our app", "app store", "google play", "tải ứng dụng"]),
    ("rights", &["copyright", "©", "all rights reserved", "terms of use", "terms of service", "privacy policy", "cookie", "cookies", "may not be reproduced", "republished", "creative commons", "bản quyền", "ghi rõ nguồn", "todos los derechos", "droits réservés", "alle rechte"]),
    ("disclosure", &["affiliate", "commission", "sponsored", "advertisement", "advertise", "this article originally", "originally appeared", "originally published", "disclaimer", "disclosure", "we may earn", "editor's note", "correction", "this story was", "this article was", "quảng cáo", "publicidad", "publicidade", "publicité", "anzeige"]),
    ("photo", &["photo", "photos", "photograph", "photo by", "image", "images", "image credit", "photo credit", "getty", "shutterstock", "reuters", "ap photo", "afp", "courtesy", "illustration", "screenshot", "video", "watch", "unsplash", "istock", "ảnh", "ảnh minh họa", "hình ảnh", "foto", "fotos", "imagem", "crédit"]),
    ("byline", &["by", "written by", "author", "authors", "about the author", "staff writer", "reporter", "contributor", "editor", "reviewed by", "fact checked", "medically reviewed", "correspondent", "contributed to this", "reporting by", "editing by", "is a", "he is", "she is", "tác giả", "phóng viên", "theo", "por", "von", "par"]),
    ("date", &["published", "updated", "posted", "last updated", "modified", "min read", "minute read", "minutes", "ago", "am", "pm", "est", "edt", "gmt", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "thứ", "ngày", "cập nhật", "publicado", "actualizado", "atualizado", "publié"]),
    ("tags", &["tags", "tag", "topics", "filed under", "categories", "category", "từ khóa", "chủ đề", "thẻ", "etiquetas", "temas", "schlagworte"]),
    ("navigate", &["home", "menu", "search", "skip to", "back to", "previous", "next", "contact", "contact us", "about us", "about", "careers", "help", "faq", "login", "trang chủ", "liên hệ", "giới thiệu", "tìm kiếm"]),
    ("shop", &["buy now", "shop now", "add to cart", "order now", "book now", "get started", "request a demo", "contact us today", "free shipping", "check price", "view deal", "buy", "shop", "mua ngay", "giá"]),
    ("contents", &["table of contents", "in this article", "on this page", "contents", "jump to", "key takeaways", "key points", "highlights", "tl;dr", "at a glance", "summary", "mục lục", "tóm tắt"]),
    ("references", &["references", "sources", "source", "bibliography", "citations", "footnotes", "notes", "works cited", "further reading", "et al", "doi", "nguồn", "tài liệu tham khảo", "fuente", "quelle"]),
    ("conclusion", &["conclusion", "final thoughts", "the bottom line", "bottom line", "introduction", "background", "overview", "faqs", "frequently asked questions", "wrapping up", "kết luận"]),
    ("you", &["you", "your", "you're", "bạn", "quý vị"]),
    ("we", &["we", "our", "us", "chúng tôi", "chúng ta"]),
    ("said", &["said", "says", "told", "according to", "added", "cho biết", "cho hay", "nói", "dijo", "sagte", "disse", "сказал"]),
];

static FINDER: LazyLock<Option<(AhoCorasick, Vec<u8>)>> = LazyLock::new(|| {
    let (mut all, mut meanings) = (Vec::new(), Vec::new());
    for ((_, phrases), meaning) in PHRASES.iter().zip(0..) {
        for phrase in *phrases {
            all.push(*phrase);
            meanings.push(meaning);
        }
    }
    let finder = AhoCorasick::builder().match_kind(MatchKind::Standard).kind(Some(AhoCorasickKind::DFA)).build(all);
    finder.ok().map(|finder| (finder, meanings))
});

/// How often each meaning is said in `lower`, in the order of [`PHRASES`].
pub(super) fn said(lower: &str) -> [u8; PHRASES.len()] {
    let mut said = [0_u8; PHRASES.len()];
    let Some((finder, meanings)) = &*FINDER else { return said };
    for found in finder.find_overlapping_iter(lower) {
        let goes_on = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if goes_on(lower[..found.start()].chars().next_back()) || goes_on(lower[found.end()..].chars().next()) {
            continue;
        }
        let count = &mut said[usize::from(meanings[found.pattern().as_usize()])];
        *count = count.saturating_add(1);
    }
    said
}

/// Words that every sentence needs, of the languages that papers on the web are mostly written in.
const FUNCTION_WORDS: &str = "the of and to in a is that for it on was with as be at by this are from have or an not but \
    they had which his her he she were their has been will would can there who what when its we if so than then also into \
    và của là có được các cho trong với những một không người này đã khi từ đến tại về như ra theo đó trên để do cũng vào \
    phải nhiều nhưng sẽ còn việc năm sau \
    de la que el en y los del las por con para una su al lo como más pero sus le ya fue este ha sí porque esta \
    der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie \
    nach wird bei einer um am sind noch wie einem über \
    le les et des est un une du dans qui au pas plus par sur ne se ce il sont avec ont aux son cette \
    o os do da em um não uma no na mais dos se como foi mas ao ele das à seu sua ou quando muito \
    di che è il per non una sono del della con si da come anche più nel dei gli ma alla \
    het een van niet dat op te zijn aan voor met die er maar om ook \
    w na się nie z do to jest że jak o przez po \
    и в не на я что он с как это по но они мы за из у от \
    yang dan di itu dengan untuk dari dalam tidak ini pada ke adalah \
    bir ve bu için ile da ne olarak daha çok";

static FUNCTION: LazyLock<HashSet<&'static str>> = LazyLock::new(|| FUNCTION_WORDS.split_whitespace().collect());

pub(super) fn is_function_word(lower: &str) -> bool {
    FUNCTION.contains(lower)
}
