//! The article that the project began with, as the page that it came from.

use crate::corpus::corpus;

pub const ADDRESS: &str = "https://baodantoc.vn/cao-bang-day-manh-tien-do-thuc-hien-chuong-trinh-mtqg-1719.htm";

/// The seed's text as a web page: the headline as `<h1>`, the byline, the paragraphs, and at the end, in the container
/// of the text, the box "Tin cùng chuyên mục" with its links.
pub fn page() -> Option<String> {
    let folder = corpus()?.join("../seed");
    let file = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).min().unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let byline = lines.iter().position(|line| line.starts_with("Minh Thu - ")).unwrap();
    let related = lines.iter().position(|line| *line == "Tin cùng chuyên mục").unwrap();
    let (before, title) = (&lines[..byline - 1], lines[byline - 1]);
    let (text, related) = (&lines[byline + 1..related], &lines[related..]);

    let mut page =
        format!("<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body>");
    page.push_str("<header>");
    for line in before {
        page.push_str(&format!("<div>{line}</div>\n"));
    }
    page.push_str(&format!(
        "</header><main><h1>{title}</h1>\n<div class=\"meta\">{}</div>\n<div class=\"text\">",
        lines[byline]
    ));
    for line in text {
        page.push_str(&format!("<p>{line}</p>\n"));
    }
    page.push_str(&format!("<div class=\"title\">{}</div>\n<ul>", related[0]));
    for line in &related[1..] {
        page.push_str(&format!(
            "<li><a href=\"/son-la.htm\">{line}</a></li>
"
        ));
    }
    page.push_str("</ul></div></main></body></html>");
    Some(page)
}
