//! The words about figures.

use crate::judge::{FactKind, Flag, Fund, Payer};
use crate::text::Nearness;

pub(in crate::render) struct ProgressWords {
    pub(in crate::render) title: &'static str,
    /// `{topic}`.
    heading: &'static str,
    pub(in crate::render) intro: &'static str,
    pub(in crate::render) downloads: &'static str,
    pub(in crate::render) see_all: &'static str,

    pub(in crate::render) bars: &'static str,
    pub(in crate::render) bars_note: &'static str,
    pub(in crate::render) over_time: &'static str,
    pub(in crate::render) over_time_note: &'static str,
    pub(in crate::render) values: &'static str,
    /// `{value}` and `{date}`.
    point: &'static str,

    pub(in crate::render) spending: &'static str,
    pub(in crate::render) country: &'static str,
    pub(in crate::render) results: &'static str,
    pub(in crate::render) plans: &'static str,
    pub(in crate::render) plans_note: &'static str,
    pub(in crate::render) projects: &'static str,
    pub(in crate::render) loose: &'static str,
    pub(in crate::render) loose_note: &'static str,
    pub(in crate::render) below: &'static str,
    pub(in crate::render) flagged: &'static str,
    pub(in crate::render) flagged_note: &'static str,
    /// `{n}`.
    more: &'static str,

    pub(in crate::render) place: &'static str,
    pub(in crate::render) figure: &'static str,
    pub(in crate::render) as_of: &'static str,
    pub(in crate::render) by: &'static str,
    pub(in crate::render) percent: &'static str,
    pub(in crate::render) sentence: &'static str,
    pub(in crate::render) disagree: &'static str,
    pub(in crate::render) place_inferred: &'static str,
    pub(in crate::render) topic_inferred: &'static str,
    pub(in crate::render) whole_country: &'static str,
    pub(in crate::render) no_place: &'static str,
    pub(in crate::render) in_story: &'static str,
    pub(in crate::render) in_story_note: &'static str,

    pub(in crate::render) target: &'static str,
    pub(in crate::render) cumulative: &'static str,
    pub(in crate::render) of_several: &'static str,
    capital: &'static str,
    recurrent: &'static str,
    central: &'static str,
    local: &'static str,
    nearness: [&'static str; 5],
    kinds: [&'static str; 23],
    ratio_mismatch: &'static str,
    impossible_unit: &'static str,
    over_all: &'static str,
    pub(in crate::render) unreadable: &'static str,
    /// `{part}` and `{whole}`.
    of: &'static str,
    project: &'static str,
    sub_project: &'static str,

    /// What is counted, in Vietnamese and in the language; none: as printed.
    nouns: &'static [(&'static str, &'static str)],

    /// `{year}`.
    year: &'static str,
    /// `{date}`.
    until: &'static str,
    /// `{date}`: of what names no time.
    printed: &'static str,
    /// For strftime.
    pub(in crate::render) date: &'static str,
    /// Between thousands and before decimals.
    pub(in crate::render) separators: [char; 2],
    /// For đồng, thousands, millions, billions and trillions of them; none: the words as printed.
    pub(in crate::render) units: Option<[&'static str; 5]>,
}

impl ProgressWords {
    pub(in crate::render) fn heading(&self, topic: &str) -> String {
        self.heading.replace("{topic}", topic)
    }

    pub(in crate::render) fn point(&self, value: &str, date: &str) -> String {
        self.point.replace("{value}", value).replace("{date}", date)
    }

    pub(in crate::render) fn more(&self, count: usize) -> String {
        self.more.replace("{n}", &count.to_string())
    }

    pub(in crate::render) fn of(&self, part: &str, whole: &str) -> String {
        self.of.replace("{part}", part).replace("{whole}", whole)
    }

    pub(in crate::render) fn noun<'n>(&self, noun: &'n str) -> &'n str
    where
        'static: 'n,
    {
        self.nouns.iter().find(|(known, _)| *known == noun).map_or(noun, |(_, word)| word)
    }

    pub(in crate::render) fn year(&self, year: i16) -> String {
        self.year.replace("{year}", &year.to_string())
    }

    pub(in crate::render) fn until(&self, date: &str) -> String {
        self.until.replace("{date}", date)
    }

    pub(in crate::render) fn printed(&self, date: &str) -> String {
        self.printed.replace("{date}", date)
    }

    pub(in crate::render) fn fund(&self, fund: Fund) -> &'static str {
        match fund {
            Fund::Capital => self.capital,
            Fund::Recurrent => self.recurrent,
        }
    }

    pub(in crate::render) fn payer(&self, payer: Payer) -> &'static str {
        match payer {
            Payer::Central => self.central,
            Payer::Local => self.local,
        }
    }

    pub(in crate::render) fn nearness(&self, nearness: Nearness) -> &'static str {
        self.nearness[match nearness {
            Nearness::About => 0,
            Nearness::Gt => 1,
            Nearness::Gte => 2,
            Nearness::Lt => 3,
            Nearness::Lte => 4,
        }]
    }

    pub(in crate::render) fn flag(&self, flag: Flag) -> &'static str {
        match flag {
            Flag::RatioMismatch => self.ratio_mismatch,
            Flag::ImpossibleUnit => self.impossible_unit,
            Flag::OverAll => self.over_all,
        }
    }

    pub(in crate::render) fn kind(&self, kind: FactKind) -> &'static str {
        self.kinds[match kind {
            FactKind::Disbursement => 0,
            FactKind::Undisbursed => 1,
            FactKind::Allocation => 2,
            FactKind::AllocationPart => 3,
            FactKind::BudgetTotal => 4,
            FactKind::CounterpartFund => 5,
            FactKind::ProjectCost => 6,
            FactKind::SupportNorm => 7,
            FactKind::SupportTotal => 8,
            FactKind::IncomePerCapita => 9,
            FactKind::PovertyRate => 10,
            FactKind::NearPovertyRate => 11,
            FactKind::PovertyRateReduction => 12,
            FactKind::PoorHouseholds => 13,
            FactKind::NearPoorHouseholds => 14,
            FactKind::PoorHouseholdsReduction => 15,
            FactKind::LiftedHouseholds => 16,
            FactKind::SupportedHouseholds => 17,
            FactKind::NtmUnits => 18,
            FactKind::NtmAdvancedUnits => 19,
            FactKind::NtmModelUnits => 20,
            FactKind::NtmCriteria => 21,
            FactKind::OcopProducts => 22,
        }]
    }

    pub(in crate::render) fn component(&self, component: crate::judge::Component) -> String {
        let project = component.project.map(|number| format!("{} {number}", self.project));
        let sub_project = component.sub_project.map(|number| format!("{} {number}", self.sub_project));
        [sub_project, project].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

pub(super) static VIETNAMESE: ProgressWords = ProgressWords {
    title: "Tiến độ",
    heading: "Tiến độ: {topic}",
    intro: "Những con số dưới đây do máy đọc từ bài báo: với mỗi nơi là số mới nhất, kèm báo đã nêu và câu gốc. Số được giữ như báo in; các báo nêu khác nhau thì để cạnh nhau, không lấy trung bình.",
    downloads: "Tải toàn bộ số liệu",
    see_all: "Xem tiến độ theo địa phương",

    bars: "Tỷ lệ giải ngân mới nhất theo địa phương",
    bars_note: "Phần trăm kế hoạch vốn của năm, theo báo nêu gần đây nhất; thời điểm ghi sau tên nơi. Vạch chéo: các báo nêu số khác nhau.",
    over_time: "Tỷ lệ giải ngân qua thời gian",
    over_time_note: "Mỗi ô một địa phương, cùng một thang: ngang là ngày, dọc là 0–100%. Đường đứt sang năm mới, vì kế hoạch vốn tính lại từ đầu. Hình thoi rỗng: các báo nêu số khác nhau.",
    values: "Bảng số liệu của biểu đồ",
    point: "{value} ({date})",

    spending: "Giải ngân theo địa phương",
    country: "Cả nước",
    results: "Kết quả khác theo địa phương",
    plans: "Kế hoạch và mục tiêu",
    plans_note: "Vốn được giao, chi phí và những gì còn phải đạt; không phải kết quả.",
    projects: "Theo dự án",
    loose: "Chưa rõ của nơi nào, phần nào",
    loose_note: "Câu không nêu nơi, cũng không nêu chương trình: có thể chỉ là của một công trình hay vài xã. Không đưa vào biểu đồ.",
    below: "Dưới cấp tỉnh",
    flagged: "Số in không thể đúng",
    flagged_note: "Giữ nguyên như báo in và không đưa vào biểu đồ.",
    more: "Còn {n} dòng nữa trong tệp CSV và JSON.",

    place: "Nơi",
    figure: "Số liệu",
    as_of: "Thời điểm",
    by: "Theo báo",
    percent: "Tỷ lệ",
    sentence: "Câu gốc",
    disagree: "Các báo nêu khác nhau",
    place_inferred: "câu không nêu nơi: lấy nơi mà bài viết về",
    topic_inferred: "câu không nêu chương trình: lấy chương trình của bài",
    whole_country: "Cả nước",
    no_place: "Không nêu nơi",
    in_story: "Số liệu trong bài",
    in_story_note: "Do máy đọc từ bài; câu gốc ở dưới mỗi số.",

    target: "mục tiêu",
    cumulative: "lũy kế nhiều năm",
    of_several: "chung nhiều chương trình",
    capital: "vốn đầu tư",
    recurrent: "vốn sự nghiệp",
    central: "ngân sách trung ương",
    local: "ngân sách địa phương",
    nearness: ["khoảng", "trên", "ít nhất", "gần", "nhiều nhất"],
    kinds: [
        "Giải ngân",
        "Chưa giải ngân",
        "Vốn được giao",
        "Một phần vốn được giao",
        "Tổng vốn",
        "Vốn đối ứng",
        "Kinh phí công trình, dự án",
        "Mức hỗ trợ",
        "Tổng hỗ trợ",
        "Thu nhập bình quân đầu người",
        "Tỷ lệ hộ nghèo",
        "Tỷ lệ hộ cận nghèo",
        "Mức giảm tỷ lệ hộ nghèo",
        "Hộ nghèo",
        "Hộ cận nghèo",
        "Số hộ nghèo giảm",
        "Hộ thoát nghèo",
        "Hộ được hỗ trợ",
        "Đạt chuẩn nông thôn mới",
        "Đạt nông thôn mới nâng cao",
        "Đạt nông thôn mới kiểu mẫu",
        "Tiêu chí nông thôn mới",
        "Sản phẩm OCOP",
    ],
    ratio_mismatch: "tỷ lệ không khớp với các số tiền",
    impossible_unit: "không có đơn vị tiền như vậy",
    over_all: "vượt quá toàn bộ",
    unreadable: "không đọc được số tiền",
    of: "{part} trên {whole}",
    project: "Dự án",
    sub_project: "Tiểu dự án",

    nouns: &[],

    year: "năm {year}",
    until: "đến {date}",
    printed: "bài đăng {date}",
    date: "%-d/%-m/%Y",
    separators: ['.', ','],
    units: None,
};

pub(super) static ENGLISH: ProgressWords = ProgressWords {
    title: "Progress",
    heading: "Progress: {topic}",
    intro: "These figures were read from articles by a machine: for each place the latest one, with who printed it and the sentence that says it. Figures are kept as printed; where papers disagree, they stand side by side and are not averaged.",
    downloads: "Download all figures",
    see_all: "See progress by place",

    bars: "Latest share disbursed, by place",
    bars_note: "Percent of the year's planned funds, as printed last; the date follows the place. Hatched: papers print different figures.",
    over_time: "Share disbursed over time",
    over_time_note: "One panel a place, all on one scale: days across, 0–100% upwards. Lines break at the new year, when plans begin anew. Hollow diamonds: papers print different figures.",
    values: "The plot's values as a table",
    point: "{value} ({date})",

    spending: "Disbursed, by place",
    country: "The whole country",
    results: "Other results, by place",
    plans: "Plans and targets",
    plans_note: "What was allotted, what things cost, and what is still to be reached; not results.",
    projects: "By project",
    loose: "Place or programme unclear",
    loose_note: "The sentence names neither a place nor a programme: this may be of a single work or a few communes. Left out of the plots.",
    below: "Below province level",
    flagged: "Figures that cannot be right",
    flagged_note: "Kept as printed, and left out of the plots.",
    more: "{n} more rows are in the CSV and JSON files.",

    place: "Place",
    figure: "Figure",
    as_of: "As of",
    by: "Printed by",
    percent: "Share",
    sentence: "The sentence",
    disagree: "Papers disagree",
    place_inferred: "the sentence names no place: the article's is taken",
    topic_inferred: "the sentence names no programme: the article's is taken",
    whole_country: "Whole country",
    no_place: "No place said",
    in_story: "Figures in the articles",
    in_story_note: "Read by a machine; the sentence is below each figure.",

    target: "target",
    cumulative: "over several years",
    of_several: "several programmes together",
    capital: "capital funds",
    recurrent: "recurrent funds",
    central: "central budget",
    local: "local budget",
    nearness: ["about", "over", "at least", "almost", "at most"],
    kinds: [
        "Disbursed",
        "Not yet disbursed",
        "Allotted",
        "Part of what is allotted",
        "Total funds",
        "Counterpart funds",
        "Cost of works or projects",
        "Support norm",
        "Total support",
        "Income per head",
        "Poverty rate",
        "Near-poverty rate",
        "Fall in the poverty rate",
        "Poor households",
        "Near-poor households",
        "Fall in poor households",
        "Households that left poverty",
        "Households supported",
        "New countryside standard reached",
        "Advanced new countryside reached",
        "Model new countryside reached",
        "New countryside criteria met",
        "OCOP products",
    ],
    ratio_mismatch: "the share isn't that of the amounts",
    impossible_unit: "there is no such unit of money",
    over_all: "more than all",
    unreadable: "amount not readable",
    of: "{part} of {whole}",
    project: "Project",
    sub_project: "Sub-project",

    nouns: &[
        ("hộ", "households"),
        ("hộ dân", "households"),
        ("hộ gia đình", "households"),
        ("lượt hộ", "households served"),
        ("người", "people"),
        ("lượt người", "people served"),
        ("lao động", "workers"),
        ("học sinh", "pupils"),
        ("học viên", "students"),
        ("trẻ em", "children"),
        ("xã", "communes"),
        ("phường", "wards"),
        ("huyện", "districts"),
        ("thị xã", "towns"),
        ("thị trấn", "townships"),
        ("tỉnh", "provinces"),
        ("thôn", "villages"),
        ("bản", "villages"),
        ("buôn", "villages"),
        ("làng", "villages"),
        ("ấp", "hamlets"),
        ("địa phương", "localities"),
        ("đơn vị", "units"),
        ("đơn vị cấp huyện", "district-level units"),
        ("tiêu chí", "criteria"),
        ("sản phẩm", "products"),
        ("công trình", "works"),
        ("dự án", "projects"),
        ("mô hình", "models"),
        ("nhà", "houses"),
        ("căn nhà", "houses"),
        ("ngôi nhà", "houses"),
    ],

    year: "{year}",
    until: "up to {date}",
    printed: "printed {date}",
    date: "%-d %b %Y",
    separators: [',', '.'],
    units: Some(["đồng", "thousand đồng", "million đồng", "billion đồng", "trillion đồng"]),
};
