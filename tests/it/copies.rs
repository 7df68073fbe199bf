//! Texts that are copies of one another, and texts that only look like it.

use bantin::judge::SameBecause;
use bantin::judge::copies::{Form, Likeness, compare};
use bantin::news::SourceId;
use bantin::pipeline::{Text, Trial};
use bantin::read::Article;
use bantin::store::Grouped;
use bantin::text::{mix, unmarked};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::testbed::now;

const TITLE: &str = "Bản Nà Lẹng có nước sạch sau ba năm chờ đợi";
const LEAD: &str = "Sau nhiều lần khảo sát, công trình cấp nước tập trung của bản Nà Lẹng đã đưa nước về từng nhà, chấm dứt \
                    cảnh gùi nước từ khe suối cách bản hơn bốn cây số.";
const PARTS: [&str; 5] = [
    "Sáng cuối tuần, bà con bản Nà Lẹng tụ họp trước nhà văn hóa để xem dòng nước đầu tiên chảy vào bể chứa. Trưởng bản \
     Lò Văn Pánh nói rằng đây là ngày vui nhất của bản kể từ khi có điện lưới.",
    "Theo Ủy ban nhân dân xã Mường Khoa, công trình lấy nước từ mạch ngầm ở chân núi, dẫn qua 4,2 km đường ống và hai \
     trạm bơm dùng điện mặt trời. Tổng vốn đầu tư là 3.650 triệu đồng, trong đó người dân góp 214 triệu đồng và nhiều \
     ngày công đào rãnh đặt ống.",
    "Trước đây, mỗi gia đình phải cử một người đi lấy nước từ tờ mờ sáng. Mùa khô, khe suối cạn, có hôm trẻ em phải nghỉ \
     học để phụ cha mẹ. Cô giáo Quàng Thị Hặc cho biết sĩ số của điểm trường nay đã ổn định trở lại.",
    "Ban quản lý công trình gồm bảy người do dân bầu, thu 5.000 đồng cho mỗi mét khối nước để chi trả tiền điện và sửa \
     chữa. Sổ thu chi được dán công khai tại nhà văn hóa vào ngày mùng 5 hằng tháng.",
    "Lãnh đạo huyện đánh giá cách làm này có thể nhân rộng ra 12 bản khác trong vùng, với điều kiện nguồn nước được bảo \
     vệ và người dân tham gia từ khâu thiết kế. Xã dự kiến trồng thêm rừng đầu nguồn trong mùa mưa tới.",
];
const OTHER: &str = "Hội thi tiếng hát học sinh vùng cao năm nay quy tụ hơn ba trăm em đến từ các trường nội trú. Nhiều tiết \
                     mục dùng khèn, sáo và đàn tính do chính các em tự học từ ông bà. Ban giám khảo trao giải cao nhất cho \
                     bài hát về mùa ngô của một nhóm học sinh lớp chín, các em luyện tập sau giờ lên lớp suốt hai tháng.";
const NOTICE: &str = "Mọi ý kiến đóng góp và bài vở cộng tác xin gửi về tòa soạn qua bưu điện hoặc hộp thư điện tử. Tòa soạn \
                      không trả lại bản thảo không sử dụng. Ghi rõ nguồn khi phát hành lại thông tin từ trang này. Giấy phép \
                      hoạt động báo chí do cơ quan có thẩm quyền cấp, chịu trách nhiệm nội dung là tổng biên tập.";

fn body() -> String {
    PARTS.join("\n")
}

/// The n-th text that comes out, a minute after the one before.
fn text(n: usize, (title, lead, body): (&str, &str, &str)) -> Text {
    Text {
        name: n.to_string(),
        source: format!("bao-{n}"),
        title: title.to_owned(),
        lead: lead.to_owned(),
        body: body.to_owned(),
        published: now() + SignedDuration::from_mins(i64::try_from(n).unwrap()),
    }
}

/// How texts are grouped that come out one after the other, and of each the place of its original.
fn grouped(texts: &[(&str, &str, &str)]) -> Vec<(usize, Grouped)> {
    let folder = tempfile::tempdir().unwrap();
    let mut trial = Trial::open(&folder.path().join("bantin.db")).unwrap();
    let texts: Vec<Text> = texts.iter().enumerate().map(|(n, told)| text(n, *told)).collect();
    let ids = trial.group(&texts).unwrap();
    let place = |grouped: &Grouped| ids.iter().position(|id| *id == grouped.original).unwrap();
    let of = |id| trial.grouped(id).unwrap();
    ids.iter().map(|id| of(*id)).map(|grouped| (place(&grouped), grouped)).collect()
}

#[track_caller]
fn are_one(a: (&str, &str, &str), b: (&str, &str, &str), what: &str) {
    for texts in [[a, b], [b, a]] {
        let found = grouped(&texts);
        assert_eq!(found[1].0, 0, "{what}: {found:?}");
        assert_eq!(found[0].1.story, found[1].1.story, "{what}: a copy is in its original's story");
        assert!(found[1].1.why.is_some(), "{what}");
    }
}

/// Two texts from one template are two, and one series.
#[track_caller]
fn are_a_series(what: &str, template: (&str, &str, &str), fillings: [&[(&str, &str)]; 2]) {
    let filled = |filling: &[(&str, &str)]| {
        let fill = |part: &str| filling.iter().fold(part.to_owned(), |part, (blank, value)| part.replace(blank, value));
        (fill(template.0), fill(template.1), fill(template.2))
    };
    let [a, b] = fillings.map(filled);
    let (a, b) = ((&*a.0, &*a.1, &*a.2), (&*b.0, &*b.1, &*b.2));
    for texts in [[a, b], [b, a]] {
        let found = grouped(&texts);
        assert_eq!((found[0].0, found[1].0), (0, 1), "{what} are two: {found:?}");
        let series = |n: usize| found[n].1.series.as_ref().map(|(id, _)| id);
        assert!(series(0).is_some() && series(0) == series(1), "{what} are a series: {found:?}");
        assert_ne!(found[0].1.story, found[1].1.story, "{what}");
    }
}

#[test]
fn a_copy_is_known_however_it_was_changed() {
    let body = body();
    let original = (TITLE, LEAD, body.as_str());
    let nfd = |text: &str| text.nfd().collect::<String>();
    let cut: String = body.chars().take(body.chars().count() * 2 / 5).collect();
    let reordered = [PARTS[3], PARTS[0], PARTS[4], PARTS[2], PARTS[1]].join("\n");
    let edited = body.replace("bà con", "người dân").replace("Theo", "Thông tin từ").replace("nhiều", "không ít");
    let edited = edited.replace("ổn định trở lại", "đông đủ").replace("cách làm này", "mô hình");
    let framed = format!("(Báo Vùng Cao) - {body}\nẢnh: Giàng A Sử\nNguồn: Báo Vùng Cao");
    let extended = format!("{OTHER}\n{body}");
    let updated = body.replace("3.650", "3.890").replace("4,2 km", "4,6 km");
    let bare = (unmarked(TITLE).to_lowercase(), unmarked(LEAD), unmarked(&body));
    let variants = [
        ("decomposed", (nfd(TITLE), nfd(LEAD), nfd(&body))),
        ("in capitals", (TITLE.to_uppercase(), LEAD.to_uppercase(), body.to_uppercase())),
        ("without diacritics", bare),
        ("with a heading and a source", (TITLE.to_owned(), LEAD.to_owned(), framed)),
        ("under another title", ("Hết cảnh gùi nước ở Mường Khoa".to_owned(), LEAD.to_owned(), body.clone())),
        ("without its lead", (TITLE.to_owned(), String::new(), body.clone())),
        ("cut", (TITLE.to_owned(), LEAD.to_owned(), cut)),
        ("its summary", (TITLE.to_owned(), LEAD.to_owned(), String::new())),
        ("in another order", (TITLE.to_owned(), LEAD.to_owned(), reordered)),
        ("with edits", (TITLE.to_owned(), LEAD.to_owned(), edited)),
        ("extended", (format!("Cập nhật: {TITLE}"), LEAD.to_owned(), extended)),
        ("with newer figures", (TITLE.to_owned(), LEAD.to_owned(), updated)),
    ];
    for (what, (title, lead, body)) in &variants {
        are_one(original, (title, lead, body), what);
    }
}

#[test]
fn a_copy_keeps_its_scores() {
    let body = body();
    let found = grouped(&[(TITLE, LEAD, &body), (TITLE, LEAD, PARTS[0])]);
    let Some(SameBecause::NearText { jaccard, containment }) = found[1].1.why else { panic!("{found:?}") };
    assert!(jaccard < 0.4 && containment > 0.95, "{found:?}");
}

#[test]
fn decisions_with_other_numbers_are_not_copies() {
    are_a_series(
        "decisions",
        (
            "Quyết định phê duyệt danh mục dự án đầu tư công",
            "Ủy ban nhân dân tỉnh ban hành Quyết định số #A/QĐ-UBND về việc phê duyệt danh mục dự án đầu tư công trung hạn.",
            "Căn cứ Luật Đầu tư công và Nghị định 40/2020/NĐ-CP của Chính phủ, theo đề nghị của Sở Kế hoạch và Đầu tư, Ủy ban \
             nhân dân tỉnh phê duyệt danh mục các dự án sử dụng vốn ngân sách địa phương. Chủ đầu tư chịu trách nhiệm hoàn \
             thiện thủ tục, gửi báo cáo về Sở trước khi trình cấp có thẩm quyền. Quyết định có hiệu lực kể từ ngày ký.",
        ),
        [&[("#A", "1147")], &[("#A", "1152")]],
    );
}

#[test]
fn lottery_results_of_two_days_are_not_copies() {
    are_a_series(
        "lottery results",
        (
            "Kết quả xổ số miền Bắc ngày #D",
            "Kết quả xổ số kiến thiết miền Bắc mở thưởng ngày #D, giải đặc biệt thuộc về vé mang dãy số #A.",
            "Kỳ quay thưởng ngày #D đã diễn ra tại trường quay với sự giám sát của hội đồng xổ số. Giải đặc biệt là #A, giải nhất \
             là #B, giải nhì là #C. Người trúng thưởng cần mang vé còn nguyên vẹn cùng giấy tờ tùy thân đến công ty xổ số \
             kiến thiết để làm thủ tục nhận giải trong vòng 30 ngày kể từ ngày mở thưởng.",
        ),
        [
            &[("#D", "12/5"), ("#A", "48213"), ("#B", "90177"), ("#C", "35620")],
            &[("#D", "13/5"), ("#A", "71906"), ("#B", "22458"), ("#C", "60391")],
        ],
    );
}

#[test]
fn gold_prices_of_two_days_are_not_copies() {
    are_a_series(
        "gold prices",
        (
            "Giá vàng hôm nay biến động nhẹ",
            "Giá vàng miếng trong nước sáng nay được các doanh nghiệp điều chỉnh nhẹ theo thị trường thế giới.",
            "Mở cửa phiên giao dịch sáng #D, giá vàng miếng được niêm yết ở mức #A triệu đồng mỗi lượng chiều mua vào và #B triệu \
             đồng mỗi lượng chiều bán ra, thay đổi #C nghìn đồng so với chốt phiên hôm qua. Trên thị trường thế giới, giá vàng \
             giao ngay đứng ở #E USD mỗi ounce. Giới phân tích cho rằng nhà đầu tư đang chờ tín hiệu từ cuộc họp chính sách.",
        ),
        [
            &[("#D", "12/5"), ("#A", "88,10"), ("#B", "88,90"), ("#C", "150"), ("#E", "2.361")],
            &[("#D", "14/5"), ("#A", "87,60"), ("#B", "88,40"), ("#C", "300"), ("#E", "2.337")],
        ],
    );
}

#[test]
fn forecasts_of_two_days_are_not_copies() {
    are_a_series(
        "forecasts",
        (
            "Thời tiết hôm nay: vùng núi có mưa rào",
            "Dự báo ngày và đêm nay, vùng núi phía Bắc có mưa rào và dông vài nơi, trời se lạnh về sáng sớm.",
            "Khu vực Tây Bắc nhiều mây, có mưa rào rải rác, gió nhẹ. Nhiệt độ thấp nhất từ #A độ, nhiệt độ cao nhất từ #B độ, độ ẩm \
             từ #C phần trăm. Khu vực Đông Bắc có mưa vài nơi, gió đông nam cấp #D. Người dân vùng núi cần đề phòng sạt lở, lũ \
             quét và hạn chế đi lại qua ngầm tràn trong thời gian có mưa lớn. Cơ quan khí tượng tiếp tục theo dõi.",
        ),
        [
            &[("#A", "17"), ("#B", "24"), ("#C", "62"), ("#D", "2")],
            &[("#A", "19"), ("#B", "27"), ("#C", "70"), ("#D", "3")],
        ],
    );
}

#[test]
fn exchange_rates_of_two_days_are_not_copies() {
    are_a_series(
        "exchange rates",
        (
            "Tỷ giá trung tâm sáng nay thay đổi nhẹ",
            "Tỷ giá trung tâm sáng #D được Ngân hàng Nhà nước công bố ở mức #A đồng đổi một đô la.",
            "Với biên độ đang được áp dụng, tỷ giá trần mà các ngân hàng được phép giao dịch là #B đồng và tỷ giá sàn là #C đồng. Sáng \
             nay giá mua bán ngoại tệ tại các ngân hàng thương mại gần như đi ngang so với hôm trước. Nguồn cung ngoại tệ dồi \
             dào nhờ kiều hối và giải ngân vốn đầu tư, các chuyên gia dự báo thị trường tiếp tục ổn định đến cuối quý.",
        ),
        [
            &[("#D", "12/5"), ("#A", "24.241"), ("#B", "25.453"), ("#C", "23.029")],
            &[("#D", "15/5"), ("#A", "24.263"), ("#B", "25.476"), ("#C", "23.050")],
        ],
    );
}

#[test]
fn agendas_of_two_weeks_are_not_copies() {
    are_a_series(
        "agendas",
        (
            "Lịch công tác tuần #A của lãnh đạo Ủy ban nhân dân huyện",
            "Lịch công tác của Thường trực huyện ủy và lãnh đạo Ủy ban nhân dân huyện trong tuần.",
            "Thứ hai ngày #B: họp giao ban đầu tuần tại phòng họp số hai, sau đó tiếp công dân định kỳ. Thứ tư ngày #C: làm việc với \
             các xã về tiến độ giải ngân chương trình mục tiêu quốc gia. Thứ sáu ngày #D: kiểm tra công trình cấp nước và dự \
             hội nghị trực tuyến với tỉnh. Các thành viên khác làm việc theo lịch riêng hoặc do chủ tịch phân công.",
        ),
        [
            &[("#A", "20"), ("#B", "11/5"), ("#C", "13/5"), ("#D", "15/5")],
            &[("#A", "21"), ("#B", "18/5"), ("#C", "20/5"), ("#D", "22/5")],
        ],
    );
}

#[test]
fn one_notice_of_two_provinces_is_two() {
    are_a_series(
        "notices of two provinces",
        (
            "Sở Nội vụ tỉnh #P thông báo tuyển dụng viên chức",
            "Sở Nội vụ tỉnh #P vừa thông báo kế hoạch tuyển dụng viên chức cho các đơn vị sự nghiệp công lập trên địa bàn.",
            "Theo kế hoạch, người dự tuyển nộp phiếu đăng ký tại trụ sở Sở Nội vụ tỉnh #P trong giờ hành chính. Nội dung thi gồm kiến \
             thức chung và nghiệp vụ chuyên ngành, người dân tộc thiểu số được cộng điểm ưu tiên theo quy định. Danh sách thí \
             sinh đủ điều kiện được niêm yết công khai tại trụ sở và trên cổng thông tin điện tử của tỉnh #P. Kết quả được \
             thông báo bằng văn bản đến từng người dự tuyển.",
        ),
        [&[("#P", "Lai Châu")], &[("#P", "Lào Cai")]],
    );
}

const RESULTS: &str = "Căn cứ kế hoạch tuyển dụng viên chức ngành y tế, hội đồng thi của tỉnh đã chấm xong phần thi viết và phần \
                       thực hành đợt #N. Danh sách thí sinh được niêm yết tại trụ sở Sở Y tế, số 12 phố Xuân Trường, trong \
                       giờ hành chính. Thí sinh có tên nộp đủ giấy tờ gốc trong vòng 20 ngày, nếu quá hạn thì kết quả bị \
                       hủy bỏ và người kế tiếp được gọi thay.";
const RELIEF: &str = "Ủy ban nhân dân xã #P, huyện Bảo Lạc vừa công khai danh sách các gia đình được nhận hỗ trợ làm lại mái nhà \
                      sau trận mưa đá cuối tháng trước. Mỗi gia đình nhận tấm lợp và tiền công thợ do Hội Chữ thập đỏ trao, \
                      việc phát do thôn lo liệu trước mặt đại diện mặt trận. Ai thấy sai sót thì báo về văn phòng trong giờ \
                      hành chính để được xem xét.";

#[test]
fn notices_under_titles_in_capitals_are_two_where_number_or_name_differs() {
    let rounds = [&[("#N", "2")][..], &[("#N", "3")][..]];
    are_a_series("lists of two rounds", ("DANH SÁCH THÍ SINH TRÚNG TUYỂN ĐỢT #N", "", RESULTS), rounds);
    are_a_series("lists of two rounds", ("Danh Sách Thí Sinh Trúng Tuyển Đợt #N", "", RESULTS), rounds);
    let name = |title: &str, name: &str| (title.replace("#P", &name.to_uppercase()), RELIEF.replace("#P", name));
    for (a, b) in [("Hồng Trị", "Cô Ba"), ("Huy Giáp", "Bảo Toàn")] {
        let [a, b] = [a, b].map(|place| name("DANH SÁCH HỘ ĐƯỢC HỖ TRỢ CỦA XÃ #P", place));
        are_a_series(
            "lists of two communes",
            ("#T", "", "#B"),
            [&[("#T", &a.0), ("#B", &a.1)], &[("#T", &b.0), ("#B", &b.1)]],
        );
    }
}

#[test]
fn a_copy_under_a_title_in_capitals_or_in_other_words_is_one_all_the_same() {
    let text = RELIEF.replace("#P", "Hồng Trị");
    let title = "XÃ HỒNG TRỊ CÔNG KHAI DANH SÁCH HỘ ĐƯỢC HỖ TRỢ";
    let others = [
        "Xã Hồng Trị công khai danh sách hộ được hỗ trợ",
        "XÃ HỒNG TRỊ CÔNG BỐ DANH SÁCH NHÀ ĐƯỢC GIÚP ĐỠ",
        "XA HONG TRI CONG KHAI DANH SACH HO DUOC HO TRO",
    ];
    for other in others {
        are_one((title, "", &text), (other, "", &text.replace("Ai thấy", "Người dân thấy")), other);
    }
}

#[test]
fn texts_with_one_notice_below_them_are_not_copies() {
    let a = format!("Đàn trâu của xã đã được tiêm phòng xong trước mùa rét, không còn ca bệnh mới nào.\n{NOTICE}");
    let b = format!("Đội bóng chuyền nữ của huyện vào chung kết giải các dân tộc sau trận thắng nghẹt thở.\n{NOTICE}");
    let found = grouped(&[("Tiêm phòng cho trâu", "", &a), ("Đội nữ vào chung kết", "", &b)]);
    assert_eq!((found[0].0, found[1].0), (0, 1), "{found:?}");
}

#[test]
fn a_text_of_a_few_words_is_nobodys_copy() {
    let found = grouped(&[
        ("Chợ phiên Mường Khoa", "Nội dung đang được cập nhật.", ""),
        ("Họp dân bản Nà Lẹng", "Nội dung đang được cập nhật.", ""),
    ]);
    assert_eq!((found[0].0, found[1].0), (0, 1), "{found:?}");
}

#[test]
fn all_copies_point_to_the_first_and_none_to_another_copy() {
    let body = body();
    let cut = PARTS[..3].join("\n");
    let framed = format!("{body}\n{NOTICE}");
    let found = grouped(&[
        (TITLE, LEAD, &body),
        (TITLE, LEAD, &cut),
        ("Nước về bản", LEAD, &framed),
        (TITLE, LEAD, ""),
        ("Nước về bản", LEAD, &cut),
    ]);
    assert!(found.iter().all(|(original, _)| *original == 0), "{found:?}");
}

#[test]
fn groups_do_not_drift_from_text_to_text() {
    // Each text is like the one before it, and the last has nothing of the first.
    let syllables =
        "suối nương rẫy chợ trường bếp rừng đò lúa ngô trâu khèn váy thêu lanh chàm sáo then tính mẹ cha già trẻ \
                     nắng mưa gió mây đồi dốc cầu đường nhà sàn gùi măng nấm mật ong cá"
            .split_whitespace()
            .collect::<Vec<_>>();
    let word = |n: u64, at: u64| syllables[usize::try_from(mix(n * 14 + at) % 39).unwrap()];
    let sentences: Vec<String> = (0..24).map(|n| (0..14).map(|at| word(n, at)).collect::<Vec<_>>().join(" ")).collect();
    let windows: Vec<String> = (0..15).map(|from| sentences[from..from + 10].join(" ")).collect();
    let texts: Vec<(&str, &str, &str)> = windows.iter().map(|body| ("Chuyện bản", "", body.as_str())).collect();
    let found = grouped(&texts);
    assert!(found.iter().all(|(original, _)| found[*original].0 == *original), "an original is no copy: {found:?}");
    assert_ne!(found[14].0, 0, "the last text is no copy of the first: {found:?}");
}

fn form(title: &str, body: &str) -> Form {
    Form::of(&Article::of_text(title, "", body, Timestamp::UNIX_EPOCH), &SourceId::new("bao")).unwrap()
}

fn told() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        proptest::sample::select(vec!["bản", "làng", "nước", "trường", "Mường", "Khoa", "Lò", "Thị", "huyện", "xã"]),
        proptest::sample::select(vec![
            "12",
            "1.719",
            "7/2",
            "98,5",
            "115/QĐ-UBND",
            "ngày",
            "số",
            "triệu",
            "đồng",
            "hoà"
        ]),
    ];
    proptest::collection::vec(word, 12..120).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn whether_two_texts_are_one_does_not_depend_on_which_came_first(a in told(), b in told(), cut in 0_usize..60) {
        let cut: String = a.split(' ').skip(cut).chain(b.split(' ').take(cut)).collect::<Vec<_>>().join(" ");
        prop_assume!(cut.split(' ').count() >= 12);
        let (a, b) = (form("Nước về bản", &a), form("Nước về xã", &cut));
        prop_assert_eq!(compare(&a, &b), compare(&b, &a));
    }

    #[test]
    fn a_text_is_its_own_copy_in_any_normal_form(a in told()) {
        let (composed, decomposed) = (form("Nước về bản", &a), form("Nước về bản", &a.nfd().collect::<String>()));
        prop_assert_eq!(&composed, &decomposed);
        let whole = Likeness::Copy { jaccard: 1.0, containment: 1.0 };
        prop_assert_eq!(compare(&composed, &decomposed), Some(whole));
    }
}
