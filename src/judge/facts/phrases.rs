//! The phrases of the cues, as papers print them (see [`crate::judge::Pattern`]).

use super::cue::Cue;

/// A longer phrase hides a shorter one in it; those of [`Cue::Nothing`] are there for that.
#[rustfmt::skip]
pub(super) const PHRASES: &[(Cue, &[&str])] = &[
    (Cue::Nothing, &[
        "bố trí ổn định dân cư", "bố trí, sắp xếp dân cư", "sắp xếp, bố trí dân cư", "bố trí dân cư",
        "bố trí tái định cư", "đầu tư công nghệ", "thực hiện dân chủ", "kế hoạch hóa", "hỗ trợ lãi suất",
        "được giao dịch", "bố trí cán bộ", "nhiệm vụ được giao", "bố trí lực lượng", "bố trí chỗ ở",
    ]),
    (Cue::Disburse, &["giải ngân"]),
    (Cue::NotDisbursed, &[
        "chưa giải ngân", "chưa được giải ngân", "chưa thể giải ngân", "không giải ngân được", "chưa có giải ngân",
    ]),
    (Cue::Allocate, &[
        "phân bổ", "được giao", "giao vốn", "giao kế hoạch vốn", "bố trí", "được cấp", "cấp bổ sung", "được bổ sung",
        "phân khai", "giao dự toán", "chuyển nguồn", "năm … chuyển sang", "kéo dài sang", "trung ương giao",
        "chính phủ giao", "giao cho tỉnh", "tỉnh giao",
    ]),
    (Cue::Planned, &[
        "kế hoạch vốn", "vốn kế hoạch", "kế hoạch giao", "vốn được giao", "kế hoạch được giao",
        "kế hoạch vốn được giao", "tổng kế hoạch vốn", "tổng số vốn được giao", "tổng vốn được giao",
        "kế hoạch đầu tư công", "dự toán được giao", "kế hoạch năm", "tổng nguồn vốn được giao",
        "tổng kế hoạch vốn được giao", "tổng vốn kế hoạch", "dự toán giao",
    ]),
    (Cue::TotalFunds, &[
        "tổng vốn", "tổng nguồn vốn", "tổng kinh phí", "tổng nguồn lực", "tổng số vốn", "tổng nguồn kinh phí",
        "tổng ngân sách", "tổng dự toán", "tổng nhu cầu vốn", "tổng số kinh phí", "nguồn vốn thực hiện",
        "kinh phí thực hiện", "tổng kinh phí thực hiện",
    ]),
    (Cue::Mobilise, &["huy động"]),
    (Cue::ForProgramme, &[
        "thực hiện chương trình", "thực hiện các chương trình", "triển khai chương trình", "của chương trình",
        "thực hiện ba chương trình", "thực hiện 3 chương trình", "cho chương trình", "triển khai các chương trình",
        "xây dựng nông thôn mới", "giảm nghèo bền vững",
    ]),
    (Cue::InvestmentTotal, &[
        "tổng mức đầu tư", "tổng vốn đầu tư", "tổng kinh phí đầu tư", "kinh phí xây dựng", "kinh phí đầu tư",
        "tổng kinh phí xây dựng", "vốn đầu tư xây dựng", "mức đầu tư", "tổng số vốn đầu tư",
    ]),
    (Cue::Invest, &["được đầu tư", "đầu tư xây dựng", "khởi công", "xây dựng mới", "được xây dựng", "đầu tư xây mới"]),
    (Cue::Works, &[
        "công trình", "tuyến đường", "cây cầu", "nhà văn hóa", "nhà sinh hoạt cộng đồng", "điểm trường", "trạm y tế",
        "hệ thống cấp nước", "đập dâng", "kênh mương", "khu tái định cư", "dự án",
    ]),
    (Cue::TotalValue, &["tổng giá trị", "tổng trị giá", "tổng số tiền"]),
    (Cue::Cost, &["kinh phí", "trị giá", "số vốn", "số tiền"]),
    (Cue::Support, &["hỗ trợ"]),
    (Cue::Central, &["ngân sách trung ương", "vốn trung ương", "nguồn trung ương"]),
    (Cue::Local, &[
        "ngân sách địa phương", "ngân sách tỉnh", "ngân sách huyện", "ngân sách xã", "vốn địa phương",
        "ngân sách thành phố", "ngân sách cấp tỉnh", "ngân sách cấp huyện",
    ]),
    (Cue::Counterpart, &["đối ứng"]),
    (Cue::EachUnit, &[
        "mỗi hộ", "mỗi nhà", "mỗi xã", "mỗi thôn", "mỗi bản", "mỗi người", "mỗi căn", "mỗi căn nhà", "từng hộ",
        "một hộ", "mỗi mô hình", "mỗi công trình", "mỗi huyện", "mỗi lao động", "mỗi học viên", "mỗi ngôi nhà",
    ]),
    (Cue::Norm, &["định mức", "mức hỗ trợ"]),
    (Cue::Income, &["thu nhập bình quân", "thu nhập đầu người", "thu nhập trung bình"]),
    (Cue::PovertyRate, &[
        "tỷ lệ hộ nghèo", "tỉ lệ hộ nghèo", "tỷ lệ nghèo", "tỉ lệ nghèo", "tỷ lệ nghèo đa chiều",
        "tỉ lệ nghèo đa chiều", "tỷ lệ hộ nghèo đa chiều", "tỉ lệ hộ nghèo đa chiều",
        "tỷ lệ hộ dân tộc thiểu số nghèo", "tỷ lệ hộ nghèo DTTS", "tỷ lệ hộ đồng bào DTTS nghèo",
    ]),
    (Cue::PovertyRateFall, &[
        "tỷ lệ giảm nghèo", "tỉ lệ giảm nghèo", "tỷ lệ giảm hộ nghèo", "tỉ lệ giảm hộ nghèo", "mức giảm nghèo",
        "mức giảm hộ nghèo", "tốc độ giảm nghèo", "tốc độ giảm hộ nghèo", "tỷ lệ giảm nghèo đa chiều",
        "tỷ lệ giảm hộ nghèo đa chiều", "tỉ lệ giảm nghèo đa chiều", "tỉ lệ giảm hộ nghèo đa chiều",
    ]),
    (Cue::NearPovertyRate, &["tỷ lệ hộ cận nghèo", "tỉ lệ hộ cận nghèo", "tỷ lệ cận nghèo"]),
    (Cue::NearPoor, &["hộ cận nghèo", "cận nghèo"]),
    (Cue::NtmRate, &[
        "tỷ lệ xã đạt chuẩn nông thôn mới", "tỉ lệ xã đạt chuẩn nông thôn mới", "tỷ lệ số xã đạt chuẩn nông thôn mới",
        "tỷ lệ xã đạt chuẩn",
    ]),
    (Cue::NtmStandard, &[
        "đạt chuẩn nông thôn mới", "chuẩn nông thôn mới", "về đích nông thôn mới", "công nhận nông thôn mới",
        "đạt nông thôn mới", "xã nông thôn mới", "đạt tiêu chí nông thôn mới",
    ]),
    (Cue::Ocop, &["OCOP"]),
    (Cue::Part, &["trong đó", "gồm", "bao gồm", "bao gồm cả", "cụ thể"]),
    (Cue::Cumulative, &["lũy kế", "cộng dồn"]),
    (Cue::Target, &[
        "phấn đấu", "mục tiêu", "chỉ tiêu", "yêu cầu", "quyết tâm", "cam kết", "sẽ", "phải", "cần", "nhằm",
        "hướng tới", "đặt ra", "kỳ vọng", "dự báo", "đề ra", "theo kế hoạch",
    ]),
    (Cue::Nothing, &["mục tiêu quốc gia", "mục tiêu quốc gia này", "cần thiết", "cơ sở hạ tầng thiết yếu"]),
    (Cue::Expected, &["dự kiến", "dự tính"]),
    (Cue::Estimated, &["ước", "ước tính", "ước thực hiện"]),
    (Cue::Done, &["đã", "kết quả", "thực tế", "hiện", "hiện nay", "đến nay"]),
    (Cue::Country, &["cả nước", "toàn quốc"]),
    (Cue::Compare, &["so với", "cao hơn", "thấp hơn", "vượt", "nhiều hơn", "ít hơn"]),
    (Cue::Average, &["bình quân chung", "trung bình chung", "mức bình quân", "mức trung bình", "mặt bằng chung"]),
    (Cue::Change, &["tăng", "tăng thêm", "điểm phần trăm"]),
    (Cue::Reduce, &["giảm"]),
    (Cue::Nothing, &["giảm nghèo", "tăng cường", "gia tăng dân số"]),
    (Cue::Respectively, &["lần lượt"]),
    (Cue::Capital, &[
        "vốn đầu tư", "vốn đầu tư phát triển", "nguồn đầu tư phát triển", "chi đầu tư phát triển", "nguồn vốn đầu tư",
    ]),
    (Cue::Recurrent, &[
        "vốn sự nghiệp", "kinh phí sự nghiệp", "nguồn sự nghiệp", "chi thường xuyên", "vốn thường xuyên",
        "nguồn vốn sự nghiệp", "kinh phí thường xuyên",
    ]),
    (Cue::Remaining, &["còn lại", "còn", "số vốn còn lại"]),
    (Cue::Nothing, &["xuống còn", "giảm còn", "chỉ còn", "còn nhiều", "còn chậm", "còn thấp"]),
    (Cue::Foreign, &[
        "ngân hàng", "tín dụng", "cho vay", "vay vốn", "dư nợ", "trái phiếu", "cổ phiếu", "doanh thu", "lợi nhuận",
        "FDI", "đầu tư nước ngoài", "cao tốc", "sân bay", "khu công nghiệp", "khu đô thị", "bất động sản", "chung cư",
        "cảng biển", "nhà máy", "điện gió", "tập đoàn", "công ty", "nhà đầu tư", "chứng khoán", "bảo hiểm",
        "thu ngân sách", "xuất khẩu", "tiền phạt", "xử phạt", "chiếm đoạt", "tham ô", "thiệt hại", "trúng thưởng",
        "giải thưởng", "metro", "đường sắt", "quỹ đầu tư", "đội tuyển", "cầu thủ", "câu lạc bộ", "đấu giá",
        "gói thầu", "BOT", "ODA", "vốn vay", "vốn đăng ký", "đăng ký mới", "đăng ký đầu tư", "cổ phần hóa",
        "thoái vốn", "giá vàng", "giá bán", "giá vé", "mức giá", "mức phí", "với giá", "có giá", "mua vào", "bán ra",
        "bán ròng", "căn hộ", "bồi thường", "tiền vay", "mặt bằng giá", "tiền lương", "học phí", "lãi suất",
        "giải phóng mặt bằng", "khởi nghiệp",
    ]),
    (Cue::PublicInvestment, &["đầu tư công", "vốn đầu tư công", "nguồn vốn đầu tư công"]),
    (Cue::Programme, &["chương trình", "MTQG"]),
];
