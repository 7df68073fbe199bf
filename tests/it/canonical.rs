//! Articles known by the address that their pages name, and sites that name a wrong one.

use crate::desk::{Desk, rss};
use crate::scripted::{Reply, Scripted};

const TITLE: &str = "Cổng thông tin điện tử huyện Thạch An";

fn page(title: &str, canonical: &str, text: &str) -> Reply {
    Reply::ok(format!(
        "<!doctype html><html lang=vi><head><meta charset=utf-8><link rel=canonical href='{canonical}'></head><body>\
         <h1>{title}</h1><div class=text><p>{text}</p></div></body></html>"
    ))
    .header("Content-Type", "text/html")
}

/// A desk with a source whose articles are at `pages`, the addresses in the order of the feed.
async fn desk(pages: &[(&str, Reply)]) -> (Desk, Scripted) {
    let links: Vec<&str> = pages.iter().map(|(address, _)| *address).collect();
    let feed = [("/rss", vec![Reply::ok(rss(&links))])].into_iter();
    let server = Scripted::with(feed.chain(pages.iter().map(|(at, page)| (*at, vec![page.clone()])))).await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.more("page.body = \".text\"");
    (desk, server)
}

/// The addresses of the articles in each story.
fn stories(desk: &Desk) -> Vec<Vec<String>> {
    let database = desk.database();
    let mut query = database
        .prepare("SELECT json_group_array(url ORDER BY url) FROM article GROUP BY story ORDER BY min(url)")
        .unwrap();
    let rows = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let path = |url: String| format!("/{}", url.splitn(4, '/').nth(3).unwrap());
    rows.map(|urls| serde_json::from_str::<Vec<String>>(&urls.unwrap()).unwrap().into_iter().map(path).collect())
        .collect()
}

/// Texts that have nothing in common but their language.
const TEXTS: [&str; 4] = [
    "Sáng 21/5, huyện tổ chức hội nghị đánh giá tiến độ thực hiện Chương trình MTQG 1719; đến nay đã giải ngân 12.540 triệu \
     đồng, đạt 38% kế hoạch của cả năm.",
    "Đội bóng chuyền nữ của xã Lũng Phìn vừa thắng trận chung kết giải các dân tộc trong tỉnh, trước hàng trăm người dân đứng \
     kín quanh sân từ sáng sớm.",
    "Từ cuối tháng chín, nước đã chảy về từng bể chứa trước nhà ở thôn Sà Lủng, và bà con không còn phải xuống khe gùi nước mỗi \
     sáng như ba năm qua.",
    "Ban chỉ đạo phòng chống thiên tai cảnh báo lũ quét ở các xã ven sông, đề nghị người dân không qua ngầm tràn khi nước dâng \
     cao trong đêm nay.",
];

#[tokio::test]
async fn a_site_whose_pages_all_name_one_of_them_as_canonical_keeps_its_articles() {
    let addresses = ["/tin-10001.html", "/tin-10002.html", "/tin-10003.html", "/tin-10004.html"];
    // Whichever of them it is, and whether they have titles or all the site's own.
    for named in addresses {
        for title in [None, Some(TITLE)] {
            let pages: Vec<(&str, Reply)> =
                addresses.iter().zip(TEXTS).map(|(at, text)| (*at, page(title.unwrap_or(at), named, text))).collect();
            let (desk, _server) = desk(&pages).await;
            desk.pass().await;
            assert_eq!(stories(&desk), addresses.map(|at| vec![at.to_owned()]), "all name {named}");
        }
    }
}

#[tokio::test]
async fn pages_with_next_to_no_text_are_not_one_because_they_name_one_address() {
    let pages = [
        ("/tin-10001.html", page(TITLE, "/tin-10001.html", "Xem tệp đính kèm.")),
        ("/tin-10002.html", page(TITLE, "/tin-10001.html", "Xem tệp đính kèm.")),
    ];
    let (desk, _server) = desk(&pages).await;
    desk.pass().await;
    assert_eq!(stories(&desk).len(), 2);
}

#[tokio::test]
async fn numbers_of_each_day_under_one_named_address_stay_apart() {
    let prices = |day: u32| {
        format!(
            "Giá vàng miếng ngày {day}/5 mua vào {}.400.000 đồng một lượng, bán ra {}.900.000 đồng một lượng; vàng nhẫn mua vào \
             {}.100.000 đồng một lượng theo niêm yết của các doanh nghiệp lúc chín giờ sáng.",
            70 + day,
            71 + day,
            60 + day
        )
    };
    let at: Vec<String> = (1..=4).map(|day| format!("/gia-vang-2026050{day}.html")).collect();
    let pages: Vec<(&str, Reply)> = (1..=4)
        .zip(&at)
        .map(|(day, at)| {
            (at.as_str(), page("Giá vàng miếng và vàng nhẫn hôm nay", "/gia-vang-20260501.html", &prices(day)))
        })
        .collect();
    let (desk, _server) = desk(&pages).await;
    desk.pass().await;
    assert_eq!(stories(&desk).len(), 4);
}

#[tokio::test]
async fn another_address_of_an_article_is_known_by_the_one_that_its_page_names() {
    let text = TEXTS[0];
    let shorter = text.trim_end_matches(" của cả năm.");
    let pages = [
        ("/tin-10001.html", page("Thạch An họp về Chương trình 1719", "/tin-10001.html", text)),
        ("/xem?so=7", page("Thạch An họp về Chương trình 1719", "/tin-10001.html", shorter)),
    ];
    let (desk, _server) = desk(&pages).await;
    desk.pass().await;
    assert_eq!(stories(&desk), [["/tin-10001.html", "/xem?so=7"]]);
    let why: String =
        desk.database().query_row("SELECT why FROM article WHERE why IS NOT NULL", [], |row| row.get(0)).unwrap();
    assert_eq!(why, "{\"reason\":\"same-address\"}");
}
