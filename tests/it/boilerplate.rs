//! What a source prints with all its texts makes no copies of them, and no event.

use std::fmt::Write as _;

use jiff::SignedDuration;

use crate::desk::{Desk, rss};
use crate::scripted::{Reply, Scripted};

/// Longer than any of the texts.
const IMPRINT: &str = "Cổng thông tin điện tử huyện Mường Khoa là kênh cung cấp thông tin chính thống của Ủy ban nhân dân huyện trên \
    mạng, hoạt động theo giấy phép do Sở Thông tin và Truyền thông cấp, trưởng ban biên tập là chánh văn phòng. Trụ sở đặt tại \
    tầng hai nhà làm việc liên cơ quan, trung tâm huyện lỵ, tiếp bạn đọc trong giờ hành chính các ngày làm việc.</p><p>Bạn đọc gửi \
    tin, bài và ảnh về hộp thư của ban biên tập, ghi rõ họ tên, bút danh, địa chỉ, tài khoản và mã số thuế để nhận nhuận bút theo \
    quy chế chi trả hiện hành. Ban biên tập không trả lại bản thảo, giữ quyền sửa chữa câu chữ cho phù hợp và không chịu trách \
    nhiệm về nội dung bình luận do người dùng tự đăng.</p><p>Mọi hình thức sao chép, phát hành lại nội dung từ trang này phải dẫn \
    nguồn đầy đủ và được đồng ý bằng văn bản. Phản ánh, kiến nghị của công dân về thủ tục hành chính được tiếp nhận qua đường dây \
    nóng, chuyển đến bộ phận chuyên môn ngay trong ngày và trả lời chậm nhất sau mười ngày làm việc kể từ khi tiếp nhận.";

const NEWS: [(&str, &str); 7] = [
    (
        "Giá cà phê nhân xô tăng trở lại",
        "Thương lái mua cà phê với giá cao hơn tuần trước. Nông dân giữ hàng chờ giá, các đại lý nói lượng bán ra chỉ bằng một nửa \
         năm ngoái, kho gần như trống.",
    ),
    (
        "Trường nội trú đón 320 học sinh",
        "Năm học mới bắt đầu với nhà ăn vừa sửa xong. Các em người Mông, người Thái ở lại cả tuần, phòng ở đủ giường, chăn màn do \
         hội phụ huynh góp.",
    ),
    (
        "Đội bóng chuyền nữ vào chung kết",
        "Ba ván thắng liền trong một giờ mười lăm phút. Chủ công ghi 21 điểm, huấn luyện viên đội bạn thừa nhận hàng chắn yếu. \
         Trận cuối đánh vào tối chủ nhật.",
    ),
    (
        "Bệnh viện có máy chạy thận",
        "Người bệnh không còn phải đi 90 km mỗi tuần ba lần. Mười máy do một quỹ từ thiện tặng, bốn điều dưỡng được đào tạo sáu \
         tháng trước khi nhận ca đầu tiên.",
    ),
    (
        "Lũ ống cuốn trôi cầu treo Tà Lao",
        "Chiều qua nước đổ về bất ngờ khi dân đang đi rẫy, cuốn mất nhịp giữa. Hai thôn bên kia suối phải đi vòng đường đèo, xe \
         máy mất ba giờ mới tới chợ.",
    ),
    (
        "Nghệ nhân truyền dạy múa khèn",
        "Điệu múa vắng bóng nhiều năm trong lễ hội được dựng lại bên bếp lửa. Thanh niên tập từng bước vào những buổi tối nông \
         nhàn, có em đã thổi được năm bài.",
    ),
    (
        "Hợp tác xã trồng nấm hương dưới tán rừng",
        "Phôi giống lấy từ viện nghiên cứu, treo trên giá gỗ sồi. Lứa đầu thu hai tạ, bán hết cho nhà hàng ở thị xã, xã viên chia \
         lãi ngay cuối tháng.",
    ),
];

/// How many stories and copies there are when a source is polled that prints `above` and `below` with each text.
async fn told(above: &str, below: &str) -> (i64, i64) {
    let links: Vec<String> = (0..NEWS.len()).map(|n| format!("/bai-{n}.html")).collect();
    let feed =
        NEWS.iter().zip(&links).fold(rss(&[]).replace("</channel></rss>", ""), |mut feed, ((title, _), link)| {
            write!(feed, "<item><title>{title}</title><link>{link}</link></item>").unwrap();
            feed
        });
    let mut answers = vec![("/rss", vec![Reply::ok(format!("{feed}</channel></rss>"))])];
    for ((title, text), link) in NEWS.iter().zip(&links) {
        let html = format!(
            "<!doctype html><html lang=vi><meta charset=utf-8><body><h1>{title}</h1><div class=text>{above}<p>{text}</p>{below}\
             </div></body></html>"
        );
        answers.push((link, vec![Reply::ok(html).header("Content-Type", "text/html")]));
    }
    let server = Scripted::with(answers).await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.more("page.body = \".text\"");
    assert_eq!(desk.pass_after(SignedDuration::ZERO).await.pages_read, NEWS.len());
    let count = |query: &str| desk.database().query_row(query, [], |row| row.get(0)).unwrap();
    (
        count("SELECT count(DISTINCT story) FROM article"),
        count("SELECT count(*) FROM article WHERE original IS NOT NULL"),
    )
}

#[tokio::test]
async fn texts_of_a_new_source_with_its_long_imprint_are_neither_copies_nor_one_event() {
    let imprint = format!("<p>{IMPRINT}</p>");
    assert_eq!(told("", &imprint).await, (7, 0), "below each text");
    assert_eq!(told(&imprint, "").await, (7, 0), "above each text");
}
