//! The classifier of text blocks, by a page whose blocks' scores the training script wrote down.

use std::fs;
use std::path::Path;

use bantin::read::{BlockTable, Body, Document, Entry, Origin, PageSelectors, article, blocks};
use jiff::tz::TimeZone;
use url::Url;

const FIXTURE: &str = "tests/fixtures/blocks/page.html";

fn url() -> Url {
    Url::parse("https://www.baovungcao.vn/pa-hu.htm").unwrap()
}

fn look(html: &str, first: Option<&[i16]>) -> BlockTable {
    blocks(&Document { url: &url(), content_type: None, bytes: html.as_bytes() }, first).unwrap()
}

fn body(html: &str) -> (Body, Origin) {
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let document = Document { url: &url(), content_type: None, bytes: html.as_bytes() };
    let body = article(&document, &Entry::of_link(&url()), &PageSelectors::default(), &zone).unwrap().body;
    (body.value, body.from)
}

fn fixture() -> String {
    fs::read_to_string(FIXTURE).unwrap()
}

#[test]
fn the_models_columns_are_those_that_the_program_fills() {
    let first = look(&fixture(), None);
    let second = look(&fixture(), Some(&first.scores));
    for (model, table) in [("first", &first), ("second", &second)] {
        let path = Path::new("src/read/page/blocks").join(model).with_extension("model");
        let model = fs::read_to_string(path).unwrap();
        let columns = model.lines().find_map(|line| line.strip_prefix("columns ")).unwrap();
        assert_eq!(table.columns.join(" "), columns, "train the model again: lab/blocks/README.md");
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    }
}

#[test]
fn scores_are_those_of_the_training_script() {
    let text = fs::read_to_string(Path::new(FIXTURE).with_extension("scores.json")).unwrap();
    let expected: Vec<(String, i16, i16)> = serde_json::from_str(&text).unwrap();
    let first: Vec<i16> = expected.iter().map(|(_, first, _)| *first).collect();
    let (one, two) = (look(&fixture(), None), look(&fixture(), Some(&first)));
    assert_eq!(one.texts, expected.iter().map(|(text, ..)| text.clone()).collect::<Vec<_>>());
    for (at, (text, first, second)) in expected.iter().enumerate() {
        // The model file has leaves in ten-thousandths; the script has them as they were trained.
        assert!(one.scores[at].abs_diff(*first) <= 2, "{text}: {} by the program, {first}", one.scores[at]);
        assert!(two.scores[at].abs_diff(*second) <= 2, "{text}: {} by the program, {second}", two.scores[at]);
    }
}

#[test]
fn the_article_is_told_from_what_stands_around_it_and_keeps_its_form() {
    let (body, from) = body(&fixture());
    assert_eq!(from, Origin::Classifier);
    for part in
        ["Trước đây, người dân Pá Hu", "Thêm ba cầu dân sinh", "cầu Nậm Khắt, dài 48 m", "trước mùa mưa năm 2025."]
    {
        assert!(body.text.contains(part), "{part} is not in {}", body.text);
    }
    for other in ["Thời sự", "Zalo", "Lai Châu giải ngân", "mong bản tôi", "Giá mận đầu mùa", "Ghi rõ nguồn"]
    {
        assert!(!body.text.contains(other), "{other} is in {}", body.text);
    }
    let html = body.html.as_str();
    assert!(html.contains("<h2>Thêm ba cầu dân sinh</h2>") && html.contains("<li>cầu Nậm Khắt"), "{html}");
    // A picture's caption is in the figure, and not among the text.
    assert!(html.contains("<figcaption>Đường vào bản Pá Hu. Ảnh: Văn Hùng</figcaption></figure>"), "{html}");
    assert!(!body.text.contains("Đường vào bản Pá Hu."), "{}", body.text);
}

#[test]
fn a_page_without_text_has_no_blocks() {
    let table = look("<html><body><script>document.write('x')</script></body></html>", None);
    assert!(table.columns.is_empty() && table.rows.is_empty() && table.scores.is_empty());
}
