//! Article pages of about 60 KB, of which a tenth is the article: the rest is what papers put around it.

use std::fmt::Write;
use std::net::SocketAddr;

use jiff::tz::{TimeZone, offset};

use crate::prose::Writer;
use crate::workload::Article;

const MENU_LINKS: usize = 90;
const MOST_READ: usize = 15;
const SAME_SECTION: usize = 52;
const FOOTER_LINKS: usize = 40;
const PARAGRAPHS: usize = 9;
/// Calls in the inline scripts, of about 60 bytes each.
const SCRIPT_CALLS: usize = 220;

/// A paper's layout: all of a page but its article, made once.
pub struct Paper {
    name: String,
    host: SocketAddr,
    /// Styles and scripts of the head.
    head: String,
    /// Between `<body>` and the article.
    above: String,
    /// Between the article and `</body>`.
    below: String,
}

impl Paper {
    pub fn new(seed: u64, host: SocketAddr) -> Self {
        let mut writer = Writer::new(seed);
        Self {
            name: format!("Báo {}", writer.place()),
            host,
            head: head(),
            above: above(&mut writer),
            below: below(&mut writer),
        }
    }

    pub fn page(&self, url: &str, article: &Article) -> String {
        let Self { name, host, head, above, below } = self;
        let Article { number, title, lead, date, .. } = article;
        let date = date.to_zoned_datetime(TimeZone::fixed(offset(7)));
        let (iso, shown) = (date.strftime("%Y-%m-%dT%H:%M:%S%:z"), date.strftime("%d/%m/%Y %H:%M"));
        let picture = format!("http://{host}/anh/{number}-lon.jpg");
        let body = body(article, &picture);
        format!(
            "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>{title} | {name}</title>\n\
             <meta name=\"description\" content=\"{lead}\">\n<link rel=\"canonical\" href=\"{url}\">\n\
             <meta property=\"og:type\" content=\"article\"><meta property=\"og:title\" content=\"{title}\">\n\
             <meta property=\"og:image\" content=\"{picture}\"><meta property=\"og:url\" content=\"{url}\">\n\
             <meta property=\"article:published_time\" content=\"{iso}\">\n\
             <script type=\"application/ld+json\">{{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\
             \"headline\":\"{title}\",\"datePublished\":\"{iso}\",\"image\":[\"{picture}\"],\
             \"author\":{{\"@type\":\"Person\",\"name\":\"Minh Thu\"}},\"mainEntityOfPage\":\"{url}\"}}</script>\n\
             {head}</head>\n<body>{above}<article class=\"detail\"><h1 class=\"title\">{title}</h1>\n\
             <div class=\"meta\"><span class=\"author\">Minh Thu</span> - <time datetime=\"{iso}\">{shown}</time></div>\n\
             <h2 class=\"sapo\">{lead}</h2>\n<div class=\"content\">\n{body}</div></article>\n{below}</body></html>\n"
        )
    }
}

/// Paragraphs, a lazy picture with its caption, and a box of related news in the middle.
fn body(article: &Article, picture: &str) -> String {
    let mut writer = article.writer.clone();
    let mut body = String::new();
    for paragraph in 0..PARAGRAPHS {
        let _ = writeln!(body, "<p>{}</p>", writer.paragraph());
        if paragraph == 1 {
            let caption = writer.sentence();
            let _ = writeln!(
                body,
                "<figure><img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\" data-src=\"{picture}\" \
                 alt=\"{caption}\"><figcaption>{caption}</figcaption></figure>"
            );
        }
        if paragraph == 5 {
            body.push_str("<div class=\"related\"><strong>Tin liên quan</strong><ul>");
            for _ in 0..3 {
                let _ = write!(body, "<li><a href=\"/tin-lien-quan\">{}</a></li>", writer.headline());
            }
            body.push_str("</ul></div>\n");
        }
    }
    body.push_str("<p class=\"author\"><strong>Minh Thu</strong></p>\n");
    body
}

fn head() -> String {
    let mut head = String::from("<style>");
    for number in 0..60 {
        let _ = writeln!(
            head,
            ".box-{number}{{display:flex;margin:0 {number}px 12px;color:#333;font:400 16px/1.5 Arial,sans-serif}}"
        );
    }
    head.push_str("</style>\n<script>window.dataLayer=window.dataLayer||[];\n");
    for number in 0..SCRIPT_CALLS {
        let _ = writeln!(head, "dataLayer.push({{\"slot\":{number},\"zone\":\"ads-{number}\",\"lazy\":true}});");
    }
    head.push_str("</script>\n");
    head
}

fn above(writer: &mut Writer) -> String {
    let mut above =
        String::from("<header class=\"top\"><a class=\"logo\" href=\"/\">Trang chủ</a></header>\n<nav><ul>");
    for number in 0..MENU_LINKS {
        let place = writer.place();
        let _ = writeln!(above, "<li class=\"menu-item\"><a href=\"/muc/{number}\" title=\"{place}\">{place}</a></li>");
    }
    above.push_str(
        "</ul></nav>\n<main><div class=\"container\"><div class=\"breadcrumb\"><a href=\"/\">Xã hội</a></div>\n",
    );
    above
}

fn below(writer: &mut Writer) -> String {
    let mut below = String::from(
        "<div class=\"share\"><a href=\"#\">Facebook</a> <a href=\"#\">Zalo</a></div>\n<section class=\"comments\">\
         <h3>Bình luận</h3><form><textarea placeholder=\"Ý kiến của bạn\"></textarea><button>Gửi</button></form>\
         </section></div>\n<aside><h3>Đọc nhiều</h3><ol>",
    );
    for number in 0..MOST_READ {
        let _ = writeln!(
            below,
            "<li class=\"box-{number}\"><a href=\"/doc-nhieu/{number}\">{}</a></li>",
            writer.headline()
        );
    }
    below.push_str("</ol></aside>\n<section class=\"same\"><h3>Cùng chuyên mục</h3>");
    for number in 0..SAME_SECTION {
        let (title, lead) = (writer.headline(), writer.sentence());
        let _ = writeln!(
            below,
            "<div class=\"card\"><a href=\"/cung-muc/{number}\"><img data-src=\"/anh/nho-{number}.jpg\" alt=\"\"></a>\
             <h4><a href=\"/cung-muc/{number}\">{title}</a></h4><p>{lead}</p></div>"
        );
    }
    below.push_str("</section></main>\n<footer><ul>");
    for number in 0..FOOTER_LINKS {
        let _ = writeln!(below, "<li><a href=\"/chan-trang/{number}\">{}</a></li>", writer.place());
    }
    below.push_str("</ul><p>Giấy phép hoạt động báo điện tử. Ghi rõ nguồn khi phát hành lại thông tin.</p></footer>\n");
    below
}
