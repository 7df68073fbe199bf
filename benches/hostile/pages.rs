//! The pages: each a few bytes again and again.

use crate::Result;

/// What repeats, and what stands before it.
const REPEATED: &[(&str, &str, &str)] = &[
    (
        "prose",
        "<article>",
        "<p>Từ đầu năm đến nay, toàn tỉnh Cao Bằng đã giải ngân được 302.049 triệu đồng, bằng 20% kế hoạch.</p>\n",
    ),
    ("nested", "", "<div>"),
    ("nested with text", "", "<div>x"),
    ("formatting unclosed", "", "<p><b><i>x"),
    ("everything unclosed", "", "<a href=x>x<li>x<table><td>x<form><p>x"),
    ("siblings", "", "<i></i>"),
    ("paragraphs of a letter", "<article>", "<p>x</p>"),
    ("table cells", "<table>", "<tr><td>1<td>2"),
    ("nested tables", "", "<table><tr><td>"),
    ("attributes of a tag", "<div ", "a=\"b\" "),
    ("tags with attributes", "", "<p a=b c=d e=f>"),
    ("classes", "", "<p class=\"related share\">x</p>"),
    ("links", "<article>", "<a href='?page=2'>2</a>"),
    ("headings of other news", "", "<p>Tin liên quan</p><p></p>"),
    ("walls", "", "<p>Đăng ký để đọc tiếp</p>"),
    ("cookie boxes", "", "<div class=cookie>cookie</div>"),
    ("JSON-LD", "<script type=\"application/ld+json\">[", "0,"),
    ("JSON-LD, many", "", "<script type=\"application/ld+json\">[0,0,0,0]</script>"),
    ("data of scripts", "", "<script type=\"application/json\">{\"title\":\"x\"}</script>"),
    ("noscript", "", "<noscript>javascript</noscript>"),
    ("references", "<p>", "&amp;"),
    ("comments", "", "<!---->"),
    ("end tags", "", "</p></br></div>"),
    ("text without a gap", "<p>", "xxxxxxxx"),
    ("provinces of delegates", "<article><p>Đại biểu ", "(Hà Giang) hỏi (Sơn La) nghe "),
    ("tags of other news", "<article>", "<p>Từ khóa: Hà Giang</p>\n"),
    ("a province a line", "<article>", "<p>Hà Giang đạt 40% hộ.</p>\n"),
];

pub const KINDS: [&str; REPEATED.len()] = {
    let mut kinds = [""; REPEATED.len()];
    let mut at = 0;
    while at < kinds.len() {
        kinds[at] = REPEATED[at].0;
        at += 1;
    }
    kinds
};

pub fn page(kind: &str, size: usize) -> Result<String> {
    let (_, before, again) = REPEATED.iter().find(|(name, ..)| *name == kind).ok_or("no such kind of page")?;
    let mut page = String::with_capacity(size + 256);
    page.push_str("<!DOCTYPE html><html><head><title>Cao Bằng</title></head><body>");
    page.push_str(before);
    while page.len() + again.len() <= size {
        page.push_str(again);
    }
    // What is left open is closed where that makes it count: JSON that ends is parsed.
    page.push_str(if *before == "<script type=\"application/ld+json\">[" { "0]</script>" } else { "" });
    Ok(page)
}
