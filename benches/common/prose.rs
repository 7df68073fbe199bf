//! Vietnamese newspaper prose from a seed: the same seed gives the same text, different seeds give different texts. It
//! makes no sense, but it has the letters, words and phrases, numbers and sentence lengths of the real thing.

use crate::random::Random;

/// Who acts.
const SUBJECTS: &[&str] = &[
    "Ủy ban nhân dân tỉnh",
    "Ban Chỉ đạo các chương trình",
    "Sở Nông nghiệp và Môi trường",
    "Phòng Dân tộc huyện",
    "Hội Liên hiệp Phụ nữ xã",
    "Bộ đội Biên phòng",
    "Hợp tác xã Hòa Bình",
    "Đoàn thanh niên",
    "Ngân hàng Chính sách xã hội",
    "Trưởng bản Lò Văn Thuỷ",
    "Bí thư Đảng ủy xã",
    "Bà con dân tộc Mông",
    "Các hộ gia đình ở vùng cao",
    "Nghệ nhân ưu tú Hà Thị Quý",
    "Trung tâm Dịch vụ việc làm",
    "Đại biểu Quốc hội",
    "Lực lượng chức năng",
    "Trường phổ thông dân tộc nội trú",
    "Công ty cổ phần thủy sản",
    "Thủ tướng Chính phủ",
    "Các chuyên gia kinh tế",
    "Cơ quan khí tượng thủy văn",
    "Đội tuyển bóng đá nữ",
    "Mặt trận Tổ quốc các cấp",
];

const VERBS: &[&str] = &[
    "đã triển khai",
    "vừa hoàn thành",
    "đang đẩy nhanh tiến độ",
    "khẩn trương rà soát",
    "tổ chức nghiệm thu",
    "tiếp tục mở rộng",
    "phối hợp kiểm tra",
    "đề nghị bổ sung",
    "trao tặng",
    "đưa vào sử dụng",
    "huy động nguồn lực cho",
    "lấy ý kiến về",
    "kêu gọi đầu tư vào",
    "tháo gỡ khó khăn cho",
    "công bố kết quả của",
    "hướng dẫn người dân thực hiện",
    "khởi công",
    "nhân rộng",
    "giám sát việc sử dụng",
    "xây dựng kế hoạch cho",
];

const OBJECTS: &[&str] = &[
    "tuyến đường liên thôn",
    "công trình nước sinh hoạt tập trung",
    "mô hình trồng sâm dưới tán rừng",
    "dự án nuôi cá lồng trên lòng hồ",
    "nhà văn hóa cộng đồng",
    "lễ hội cầu mùa của người Thái",
    "lớp xóa mù chữ buổi tối",
    "đàn bò giống sinh sản",
    "khu tái định cư tập trung",
    "sản phẩm chè shan tuyết cổ thụ",
    "mạng lưới y tế thôn bản",
    "gói vay vốn ưu đãi",
    "đường dây điện về bản",
    "nghề dệt thổ cẩm",
    "điểm du lịch cộng đồng",
    "hệ thống thủy lợi nội đồng",
    "chỉ số giá tiêu dùng",
    "dự án đường cao tốc",
    "giải vô địch quốc gia",
    "kỳ thi tốt nghiệp trung học phổ thông",
    "phương án phòng chống lũ quét",
    "vùng nguyên liệu cây dược liệu",
    "chợ phiên biên giới",
    "trạm y tế xã",
    "việc giao khoán bảo vệ rừng",
    "đề án chuyển đổi số",
    "chính sách bảo hiểm y tế",
    "nhà ở cho hộ khó khăn",
];

const PLACES: &[&str] = &[
    "Hà Giang",
    "Cao Bằng",
    "Lạng Sơn",
    "Điện Biên",
    "Lai Châu",
    "Sơn La",
    "Lào Cai",
    "Yên Bái",
    "Bắc Kạn",
    "Tuyên Quang",
    "Thanh Hóa",
    "Nghệ An",
    "Quảng Trị",
    "Quảng Ngãi",
    "Kon Tum",
    "Gia Lai",
    "Đắk Lắk",
    "Lâm Đồng",
    "Trà Vinh",
    "Sóc Trăng",
    "An Giang",
    "Bình Phước",
    "Ninh Thuận",
    "Khánh Hoà",
];

const TIMES: &[&str] = &[
    "Sáng nay",
    "Chiều 12/8",
    "Trong sáu tháng đầu năm",
    "Từ đầu năm đến nay",
    "Theo kế hoạch được duyệt",
    "Sau ba năm thực hiện",
    "Tại hội nghị sơ kết",
    "Ngay sau đợt mưa lớn",
    "Những ngày cuối tháng Tám",
    "Nhờ nguồn vốn đầu tư công",
];

const CLAUSES: &[&str] = &[
    "góp phần nâng cao thu nhập cho người dân",
    "giúp bà con yên tâm bám bản, giữ đất",
    "với sự tham gia của đông đảo nhân dân",
    "trong đó nhiều hộ đã vươn lên khá giả",
    "tuy nhiên tiến độ giải ngân vẫn còn chậm",
    "bảo đảm công khai, minh bạch, đúng đối tượng",
    "khắc phục tình trạng thiếu nước vào mùa khô",
    "tạo việc làm ổn định cho lao động địa phương",
    "bất chấp địa hình chia cắt và thời tiết khắc nghiệt",
    "được dư luận đồng tình ủng hộ",
    "gắn với giữ gìn bản sắc văn hóa truyền thống",
    "do thiếu cán bộ có chuyên môn ở cơ sở",
    "mở ra hướng phát triển kinh tế bền vững",
    "nhất là ở các xã đặc biệt khó khăn",
    "sau khi rút kinh nghiệm từ giai đoạn trước",
    "nhưng giá nông sản vẫn lên xuống thất thường",
    "rút ngắn quãng đường đến trường của học sinh",
    "cao hơn cùng kỳ năm ngoái",
];

const UNITS: &[&str] =
    &["tỷ đồng", "triệu đồng", "hộ", "hộ nghèo", "héc ta", "km đường", "lao động", "học sinh", "%", "xã"];

/// What the topics of a deployment about the national target programmes look for.
const PROGRAMMES: &[&str] = &[
    "Chương trình mục tiêu quốc gia phát triển kinh tế - xã hội vùng đồng bào dân tộc thiểu số và miền núi",
    "Chương trình MTQG 1719",
    "Chương trình mục tiêu quốc gia giảm nghèo bền vững",
    "Chương trình mục tiêu quốc gia xây dựng nông thôn mới",
    "Dự án 6 về bảo tồn, phát huy giá trị văn hóa truyền thống",
    "Tiểu dự án 3, Dự án 5 về phát triển giáo dục nghề nghiệp",
];

/// One article in so many is about a programme.
const PROGRAMME_ARTICLES: usize = 10;

/// A writer with a seed.
#[derive(Clone)]
pub struct Writer {
    random: Random,
    on_programmes: bool,
}

impl Writer {
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let on_programmes = random.below(PROGRAMME_ARTICLES) == 0;
        Self { random, on_programmes }
    }

    pub fn headline(&mut self) -> String {
        let (object, place, clause) =
            (capitalised(self.random.pick(OBJECTS)), self.random.pick(PLACES), self.random.pick(CLAUSES));
        let (number, unit) = (self.random.between(2, 990), self.random.pick(UNITS));
        format!("{object} ở {place}: {number} {unit}, {clause}")
    }

    /// About 25 words.
    pub fn sentence(&mut self) -> String {
        let (time, place, clause) = (self.random.pick(TIMES), self.random.pick(PLACES), self.random.pick(CLAUSES));
        let (subject, verb, object) = (self.random.pick(SUBJECTS), self.random.pick(VERBS), self.random.pick(OBJECTS));
        let (number, unit) = (self.random.between(2, 990), self.random.pick(UNITS));
        match self.random.below(4) {
            0 => format!("{time}, {subject} {verb} {object} tại {place} với {number} {unit}, {clause}."),
            1 => format!("{subject} {place} {verb} {object}, đạt {number} {unit}, {clause}."),
            2 => format!("Ở {place}, {object} đã đến với {number} {unit}; {time}, {subject} {verb} nội dung này."),
            _ => format!("“{} cần {number} {unit}, {clause}”, đại diện {subject} nói.", capitalised(object)),
        }
    }

    /// About 75 words; in an article about a programme, one in three names it.
    pub fn paragraph(&mut self) -> String {
        let mut sentences = vec![self.sentence(), self.sentence(), self.sentence()];
        if self.on_programmes && self.random.below(3) == 0 {
            let programme = self.random.pick(PROGRAMMES);
            sentences.push(format!("Nguồn vốn thuộc {programme}."));
        }
        sentences.join(" ")
    }

    pub fn place(&mut self) -> &'static str {
        self.random.pick(PLACES)
    }
}

pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
