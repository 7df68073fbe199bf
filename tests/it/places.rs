//! Which provinces articles are about.

use std::io::Read as _;

use bantin::judge::{PlaceHit, Tally, Tokenised};
use bantin::text::{Era, Place, Unit, has_marks, places, unmarked};
use serde::Deserialize;

use crate::corpus::corpus;
use crate::judging::article;
use crate::newsroom::at;

#[track_caller]
fn check(title: &str, lead: &str, body: &str, expected: &[(&str, &str)]) {
    let hits = PlaceHit::judge(&Tokenised::of(&article(title, lead, body)));
    let found: Vec<(&str, &str)> = hits.iter().map(|hit| (hit.place.as_str(), hit.today.as_str())).collect();
    assert_eq!(found, expected, "{title}{lead}{body}");
}

/// The provinces that a text of a paper of Cao Bằng is about.
#[track_caller]
fn at_home(title: &str, lead: &str, body: &str, expected: &[&str]) {
    let article = article(title, lead, body);
    let hits = PlaceHit::judge(&Tokenised::of(&article).in_paper_of(Place::spelt("Cao Bằng")));
    let found: Vec<&str> = hits.iter().map(|hit| hit.place.as_str()).collect();
    assert_eq!(found, expected, "{title} | {lead} | {body}");
}

#[track_caller]
fn none(title: &str) {
    check(title, "", "", &[]);
}

#[test]
fn every_old_province_leads_to_one_of_34_units() {
    let all = &places().all;
    let units: std::collections::BTreeSet<&str> = all.iter().map(|place| place.today).collect();
    assert_eq!((all.len(), units.len()), (64, 34), "63 old names, and Huế, which Thừa Thiên Huế is now called");
    assert!(units.iter().all(|unit| all.iter().any(|place| place.name == *unit)));
}

#[test]
fn a_province_is_known_in_all_its_spellings_and_by_its_unit_of_today() {
    check("Hà Giang: giải ngân đạt 40%", "", "", &[("Hà Giang", "Tuyên Quang")]);
    check("Đăk Lăk tăng tốc", "", "", &[("Đắk Lắk", "Đắk Lắk")]);
    check("BÌNH PHƯỚC CHUYỂN MÌNH", "", "", &[("Bình Phước", "Đồng Nai")]);
    check("Thanh Hoá hôm nay", "", "", &[("Thanh Hóa", "Thanh Hóa")]);
    for city in ["TP.HCM", "TP. HCM", "TPHCM", "Tp Hồ Chí Minh", "thành phố Hồ Chí Minh", "Sài Gòn"] {
        check(&format!("{city} khởi công"), "", "", &[("Hồ Chí Minh", "Hồ Chí Minh")]);
    }
    check("Bà Rịa – Vũng Tàu và BR-VT", "", "", &[("Bà Rịa - Vũng Tàu", "Hồ Chí Minh")]);
    check("Thừa Thiên - Huế trước lũ", "", "", &[("Thừa Thiên Huế", "Huế")]);
    check("Thừa Thiên Huế, nay là TP. Huế", "", "", &[("Huế", "Huế")]);
}

#[test]
fn names_that_mean_something_else_are_no_places() {
    for title in [
        "Vì hòa bình và phát triển",
        "Hòa bình cho Trung Đông",
        "Hòa Bình là khát vọng",
        "Chánh án Nguyễn Hòa Bình phát biểu",
        "Xe tăng trên Thái Bình Dương",
        "Lũ ở Đồng Tháp Mười",
        "Bảy mươi năm chiến thắng Điện Biên Phủ",
        "Tư tưởng Hồ Chí Minh",
        "Chiến sĩ Điện Biên kể chuyện",
        "Chiến sỹ Điện Biên kể chuyện",
        "Lũ lụt ở tỉnh Hà Nam, Trung Quốc",
        "Nước dâng cao bằng hai tầng nhà",
        "Dược Hậu Giang báo lãi",
        "Cứu hộ trên sông Đồng Nai",
        "Xã Quảng Ninh đón bằng",
        "Cao tốc Tuyên Quang - Hà Giang thông xe",
        "Phường Phú Thọ họp",
        "Báo Cao Bằng kỷ niệm ngày thành lập",
        "Bà Nguyễn Thị Huế kể lại",
    ] {
        none(title);
    }
}

#[test]
fn people_who_bear_a_provinces_name_are_no_places() {
    check(
        "Vươn lên từ 50 triệu đồng",
        "",
        "Chị Huế (42 tuổi) vay 50 triệu đồng. Chị Huế nuôi bò, và cô Huế giúp.",
        &[],
    );
    none("Bà Thái Bình kể chuyện");
    none("CHỊ HUẾ NUÔI BÒ");
    let hue = [("Huế", "Huế")];
    check("Chuyện làm ăn", "", "Chị Lan ở Huế vay 50 triệu đồng.", &hue);
    for people in ["Con em", "Anh em", "Trẻ em", "Bà con", "Cụ bà", "Đàn ông", "Thầy cô", "Các cháu"] {
        check(&format!("{people} Huế đến trường"), "", "", &hue);
    }
    check("Trung tâm tiếng Anh Huế khai giảng", "", "", &hue);
}

#[test]
fn a_shortened_word_for_a_unit_makes_a_name_its_own() {
    check("Cháy nhà", "", "Nạn nhân trú P. Bình Thuận, Q. Hải Châu, Đà Nẵng.", &[("Đà Nẵng", "Đà Nẵng")]);
    none("Cháy nhà ở P.Phú Thọ");
    none("Chay nha o P.Phu Tho");
    none("Họp ở TX. Phú Thọ");
    check("Vụ án", "", "Theo chị Trần Thị H. Hà Giang có mưa.", &[("Hà Giang", "Tuyên Quang")]);
    check("Họp tại P Phú Thọ", "", "", &[("Phú Thọ", "Phú Thọ")]);
    check("TT. Huế trước lũ", "", "", &[("Thừa Thiên Huế", "Huế")]);
}

#[test]
fn a_title_of_capitals_says_nothing_by_them() {
    check("QUY HOẠCH ĐÔ THỊ HÀ NỘI", "", "", &[("Hà Nội", "Hà Nội")]);
    check("VIỆN NHÂN VĂN HÀ NỘI", "", "", &[("Hà Nội", "Hà Nội")]);
    check("CAO BẰNG ĐẨY MẠNH GIẢI NGÂN", "", "", &[("Cao Bằng", "Cao Bằng")]);
    check("UBND TỈNH CAO BẰNG HỌP", "", "", &[("Cao Bằng", "Cao Bằng")]);
    check("MÙA XUÂN CAO BẰNG", "Cao Bằng đón xuân.", "", &[("Cao Bằng", "Cao Bằng")]);
    check("Mùa xuân Cao Bằng", "", "", &[("Cao Bằng", "Cao Bằng")]);
    none("NƯỚC DÂNG CAO BẰNG HAI TẦNG NHÀ");
    none("BÀ NGUYỄN THỊ HUẾ KỂ LẠI");
}

#[test]
fn a_battle_over_hanoi_is_not_where_another_was_fought() {
    none("Điện Biên Phủ trên không, 50 năm nhìn lại");
    check("Điện Biên Phủ đón khách", "", "", &[("Điện Biên", "Điện Biên")]);
}

/// Half a million bytes, which take minutes where each name or line leads over all the text again.
#[test]
fn a_body_of_a_single_sentence_or_of_lines_of_other_news_is_judged_in_one_pass() {
    let body = |again: &str| again.repeat(500_000 / again.len());
    check("Họp Quốc hội", "", &format!("Đại biểu {}", body("(Hà Giang) hỏi (Sơn La) nghe ")), &[]);
    check(
        "Họp Quốc hội",
        "",
        &format!("Mưa ở Sơn La.\n{}", body(">> Hà Giang\nTừ khóa: Hà Giang\n")),
        &[("Sơn La", "Sơn La")],
    );
}

#[test]
fn an_everyday_name_counts_with_its_title_or_among_its_kind() {
    check("Tỉnh Hòa Bình giải ngân vốn", "", "", &[("Hòa Bình", "Phú Thọ")]);
    check("UBND tỉnh Hoà Bình họp", "", "", &[("Hòa Bình", "Phú Thọ")]);
    check("Sơn La, Hòa Bình chống hạn", "", "", &[("Sơn La", "Sơn La"), ("Hòa Bình", "Phú Thọ")]);
}

#[test]
fn drop_in_mentions_are_not_what_an_article_is_about() {
    let body = "Cao Bằng có 10 huyện. Đoàn đã học tập kinh nghiệm của Sơn La. Tỉnh Cao Bằng sẽ làm tiếp.";
    check("Cao Bằng đẩy mạnh tiến độ", "", body, &[("Cao Bằng", "Cao Bằng")]);
    check("Đẩy mạnh tiến độ", "Tỉnh Cao Bằng vượt kế hoạch.", body, &[("Cao Bằng", "Cao Bằng")]);
    check("Đẩy mạnh tiến độ", "", body, &[("Cao Bằng", "Cao Bằng")]);
    let list = "Các tỉnh Cao Bằng, Sơn La, Lai Châu, Điện Biên, Lào Cai. Các tỉnh Cao Bằng, Sơn La, Lai Châu, Điện Biên, \
                Lào Cai.";
    check("Nhiều tỉnh giải ngân chậm", "", list, &[]);
}

#[test]
fn where_somebody_comes_from_is_not_what_an_article_is_about() {
    let delegates = "Đại biểu Tráng A Dương (Hà Giang) đề nghị bố trí đủ vốn. Đại biểu đoàn Sơn La đồng tình. Đại biểu Tráng A \
                     Dương (Hà Giang) nói thêm về đất ở.";
    check("Quốc hội thảo luận về chương trình mới", delegates, "", &[]);
    check("Nhạc sĩ của núi rừng", "Ông quê ở Nghệ An.", "", &[]);
    check("Đời sống mới", "Nâng cao đời sống ở Hà Giang.", "", &[("Hà Giang", "Tuyên Quang")]);
    check("Hội nghị về công tác dân tộc", "Sáng 5/7, tại Hà Nội, Bộ tổ chức hội nghị.", "", &[]);
    check("Tỉnh mới", "Sau khi hợp nhất Kon Tum, Quảng Ngãi có 96 xã.", "", &[("Quảng Ngãi", "Quảng Ngãi")]);
}

#[test]
fn a_road_lies_in_none_of_the_provinces_that_it_joins() {
    none("Cao tốc Cam Lộ - La Sơn, Cần Thơ - Hậu Giang thông xe");
    none("Đường sắt Hà Nội - Lào Cai thêm chuyến dịp Tết");
    check("Bà con miền núi Quảng Nam đón đường mới", "", "", &[("Quảng Nam", "Đà Nẵng")]);
}

#[test]
fn the_title_ranks_before_the_lead_and_the_lead_before_the_body() {
    let body = "Nghệ An nói. Lai Châu nghe. Nghệ An hỏi. Lai Châu đáp. Nghệ An kể lại nhiều lần, và Nghệ An ghi.";
    let expected = [("Lai Châu", "Lai Châu"), ("Nghệ An", "Nghệ An")];
    check("Lai Châu đón đoàn", "", body, &expected);
    check("Đón đoàn", "Lai Châu đón đoàn công tác.", body, &expected);
}

#[test]
fn a_title_without_diacritics_names_provinces_all_the_same() {
    check("Ha Giang giai ngan 40% von 1719", "", "", &[("Hà Giang", "Tuyên Quang")]);
    check("CAO BANG: DAY MANH GIAI NGAN", "", "", &[("Cao Bằng", "Cao Bằng")]);
    check("TUYEN QUANG VUOT KE HOACH", "", "", &[("Tuyên Quang", "Tuyên Quang")]);
    check("Lang Son, Hoa Binh chong han", "", "", &[("Lạng Sơn", "Lạng Sơn"), ("Hòa Bình", "Phú Thọ")]);
    check("Tinh Hoa Binh hop", "", "", &[("Hòa Bình", "Phú Thọ")]);
    check("tinh ha giang hop", "", "", &[("Hà Giang", "Tuyên Quang")]);
    check("Hanoi eyes new metro line", "", "", &[("Hà Nội", "Hà Nội")]);
    check("Gia Lai don 5 trieu luot khach", "", "", &[("Gia Lai", "Gia Lai")]);
}

#[test]
fn a_title_without_diacritics_is_read_with_care() {
    for title in [
        "Vi hoa binh va phat trien",
        "Hoa Binh cho Trung Dong",
        "HOA BINH CHO TRUNG DONG",
        "GIA LAI TANG TRONG TUAN",
        "Nuoc dang cao bang hai tang nha",
        "Tau ngam tren Thai Binh Duong",
        "Chanh an Nguyen Hoa Binh phat bieu",
        "Xa Quang Ninh don bang",
        "Lu lut o tinh Ha Nam, Trung Quoc",
        "Cao toc Tuyen Quang - Ha Giang thong xe",
        "Mua hoa hue ve pho",
    ] {
        none(title);
    }
    check("GIA LAI TANG TOC", "Tỉnh Gia Lai đặt mục tiêu mới.", "", &[("Gia Lai", "Gia Lai")]);
    check("Hoa Binh tang toc", "UBND tỉnh Hòa Bình họp.", "", &[("Hòa Bình", "Phú Thọ")]);
}

#[derive(Deserialize)]
struct Titled {
    title: String,
}

/// The titles of real articles, once each.
fn real_titles() -> Option<Vec<String>> {
    let mut titles = Vec::new();
    for name in ["stories/articles.jsonl.gz", "duplicates/articles.jsonl.gz"] {
        let packed = std::fs::File::open(corpus()?.join(name)).unwrap();
        let mut lines = String::new();
        flate2::read::GzDecoder::new(packed).read_to_string(&mut lines).unwrap();
        titles.extend(lines.lines().map(|line| serde_json::from_str::<Titled>(line).unwrap().title));
    }
    titles.sort();
    titles.dedup();
    titles.retain(|title| has_marks(title));
    Some(titles)
}

/// The provinces that a title names, all alone.
fn named(title: &str) -> Vec<String> {
    PlaceHit::judge(&Tokenised::of(&article(title, "", ""))).into_iter().map(|hit| hit.place).collect()
}

#[test]
fn titles_of_the_corpus_name_the_same_provinces_when_their_diacritics_are_gone() {
    let Some(titles) = real_titles() else { return };
    let mut tally = Tally::default();
    let mut wrong = Vec::new();
    for title in titles {
        let (with, without) = (named(&title), named(&unmarked(&title)));
        for place in &with {
            tally.count(true, without.contains(place));
        }
        for place in without.iter().filter(|place| !with.contains(place)) {
            tally.count(false, true);
            wrong.push(format!("{place}: {title}"));
        }
    }
    assert!(tally.precision() >= 0.97 && tally.recall() >= 0.9, "{tally:?} {wrong:#?}");
}

#[test]
fn a_provincial_paper_means_its_own_province_where_it_names_none() {
    at_home("Giải ngân vốn còn chậm", "", "Đến nay, trên địa bàn tỉnh mới giải ngân 40% kế hoạch.", &["Cao Bằng"]);
    at_home("Tỉnh ta đón 1 triệu lượt khách", "", "", &["Cao Bằng"]);
    at_home("Họp Ban Thường vụ Tỉnh ủy", "", "", &["Cao Bằng"]);
    at_home("Hội nghị giao ban", "UBND tỉnh giao ban tháng 5.", "", &["Cao Bằng"]);
    check("Tỉnh ta đón 1 triệu lượt khách", "Trên địa bàn tỉnh có 5 khu du lịch.", "", &[]);
}

#[test]
fn a_provincial_paper_is_not_about_its_province_because_it_is_its_own() {
    at_home("Quốc hội thảo luận về ngân sách", "", "Nhiều đại biểu phát biểu về nợ công.", &[]);
    at_home("Quốc hội thảo luận về ngân sách", "Cao Bằng - Sáng 5/7, Quốc hội thảo luận.", "", &[]);
    at_home("Quốc hội thảo luận về ngân sách - Báo Cao Bằng điện tử", "", "", &[]);
    at_home("Quốc hội thảo luận về ngân sách | Cao Bằng", "", "", &[]);
    at_home(
        "Sơn La được mùa xoài",
        "Đến nay, trên địa bàn tỉnh Sơn La có 20.000 ha.",
        "UBND tỉnh hỗ trợ giống.",
        &["Sơn La"],
    );
    at_home(
        "Luật mới có gì",
        "",
        &format!("UBND tỉnh, thành phố quyết định. {}", "Luật quy định thêm. ".repeat(60)),
        &[],
    );
    at_home("Các tỉnh bạn học tập lẫn nhau", "", "", &[]);
    at_home("Cao Bằng đẩy mạnh tiến độ", "", "", &["Cao Bằng"]);
}

#[test]
fn a_unit_has_a_permanent_slug_and_knows_what_became_of_it() {
    let of = |era| Unit::all().iter().filter(move |unit| unit.era == era);
    assert_eq!((of(Era::Today).count(), of(Era::Former).count()), (34, 53), "ten of the 63 went on as they were");
    let mut paths: Vec<String> = Unit::all().iter().map(Unit::path).collect();
    assert!(Unit::all().iter().all(|unit| Unit::at(&unit.path()) == Some(unit)));
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), Unit::all().len());
    let former = Unit::former("Hà Giang").unwrap();
    assert_eq!((former.slug.as_str(), former.path().as_str()), ("ha-giang", "place/cu/ha-giang/"));
    assert_eq!(former.successor().map(Unit::path), Some("place/tuyen-quang/".to_owned()));
    let merged: Vec<&str> = Unit::of_today("Phú Thọ").unwrap().predecessors().map(|unit| unit.name).collect();
    assert_eq!(merged, ["Hòa Bình", "Phú Thọ", "Vĩnh Phúc"]);
    assert_eq!(Unit::of_today("Cao Bằng").unwrap().predecessors().count(), 0);
    assert_eq!(Unit::of_today("Hồ Chí Minh").unwrap().slug, "ho-chi-minh");
    assert_eq!(Unit::former("Bà Rịa - Vũng Tàu").unwrap().slug, "ba-ria-vung-tau");
}

#[test]
fn a_name_stands_for_the_unit_of_its_day_and_for_todays() {
    let paths = |name, day: &str| -> Vec<String> { Unit::named(name, at(day)).map(Unit::path).collect() };
    let (before, after) = ("2025-06-30T16:59:59Z", "2025-06-30T17:00:00Z");
    assert_eq!(paths("Hà Giang", after), ["place/tuyen-quang/", "place/cu/ha-giang/"]);
    assert_eq!(paths("Tuyên Quang", before), ["place/tuyen-quang/", "place/cu/tuyen-quang/"]);
    assert_eq!(paths("Tuyên Quang", after), ["place/tuyen-quang/"]);
    assert_eq!(paths("Cao Bằng", before), ["place/cao-bang/"]);
    assert_eq!(paths("Thừa Thiên Huế", before), ["place/hue/", "place/cu/thua-thien-hue/"]);
    assert_eq!(paths("Atlantis", before), [""; 0]);
}

#[derive(Deserialize)]
struct Labelled {
    id: String,
    title: String,
    #[serde(default)]
    lead: String,
    #[serde(default)]
    body: String,
    /// What an editor says that it is about: the name as written, and today's unit.
    places: Vec<(String, String)>,
}

#[test]
fn labelled_articles_are_placed_as_an_editor_places_them() {
    let lines = include_str!("../fixtures/places/articles.jsonl").lines();
    let lines = lines.chain(include_str!("../fixtures/places/held-out.jsonl").lines());
    let mut wrong = Vec::new();
    for line in lines {
        let text: Labelled = serde_json::from_str(line).unwrap();
        let hits = PlaceHit::judge(&Tokenised::of(&article(&text.title, &text.lead, &text.body)));
        let found: Vec<(String, String)> = hits.into_iter().map(|hit| (hit.place, hit.today)).collect();
        if found != text.places {
            wrong.push(format!("{}: {found:?}, expected {:?}", text.id, text.places));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
