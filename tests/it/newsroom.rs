//! A day's stories and the configuration they are published by, for the tests of what readers get. All is made up.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bantin::config::{
    Config, Feed, FeedContent, Fetch, Interval, Language, Publish, Site, Source, SourceKind, Store, Topic, Without,
};
use bantin::judge::{Evidence, Field, Member, PlaceHit, SameBecause, Series, SeriesBecause, Sibling, Story, TopicHit};
use bantin::news::{ArticleId, FeedId, Image, SeriesId, SourceId, StoryId, TopicId};
use bantin::publish::{Publication, PublishError, Written};
use bantin::read::{PageSelectors, SafeHtml};
use bantin::render::Document;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use url::Url;

pub fn config() -> Config {
    Config {
        digest: String::new(),
        site: Site {
            title: "Bản tin Chương trình".to_owned(),
            description: "Tin về ba chương trình mục tiêu quốc gia, gom từ nhiều báo, mỗi sự việc một lần.".to_owned(),
            url: url("https://bantin.example/"),
            tag: "bantin.example,2026".to_owned(),
            language: Language::Vietnamese,
            zone: TimeZone::get("Asia/Ho_Chi_Minh").unwrap(),
        },
        store: Store { database: PathBuf::from("bantin.db"), keep: None },
        publish: Publish {
            directory: PathBuf::from("public"),
            listen: "127.0.0.1:0".parse().unwrap(),
            operators: None,
            hub: None,
            search: true,
        },
        fetch: Fetch {
            contact: "https://bantin.example/about/".to_owned(),
            timeout: SignedDuration::from_secs(30),
            max_feed_bytes: 5 << 20,
            max_page_bytes: 5 << 20,
            max_redirects: 5,
            spacing: SignedDuration::from_secs(1),
            concurrency: 4,
            pages_per_host: 20,
            websub: true,
            allow: Vec::new(),
        },
        sources: vec![
            source("mien-nui", "Báo Miền Núi", "https://miennui.example/rss/tin-moi.rss"),
            source("thoi-bao-vung-cao", "Thời báo Vùng Cao", "https://vungcao.example/feed"),
            source("nong-thon-xanh", "Nông thôn Xanh", "https://nongthonxanh.example/atom.xml"),
            source("thong-tan-ban-lang", "Thông tấn Bản Làng", "https://banlang.example/feed.json"),
        ],
        topics: vec![
            topic(
                "mtqg-1719",
                "Chương trình 1719",
                None,
                "Phát triển kinh tế - xã hội vùng đồng bào dân tộc thiểu số và miền núi giai đoạn 2021–2030.",
            ),
            topic("mtqg-1719-da1", "Dự án 1: Đất ở, nhà ở, nước sinh hoạt", Some("mtqg-1719"), ""),
            topic("mtqg-1719-da5", "Dự án 5: Giáo dục và nguồn nhân lực", Some("mtqg-1719"), ""),
            topic("mtqg-1719-da10", "Dự án 10: Truyền thông, chuyển đổi số, giám sát", Some("mtqg-1719"), ""),
            topic(
                "giam-ngheo",
                "Giảm nghèo bền vững",
                None,
                "Chương trình mục tiêu quốc gia giảm nghèo bền vững giai đoạn 2021–2025.",
            ),
            topic("nong-thon-moi", "Nông thôn mới", None, "Chương trình mục tiêu quốc gia xây dựng nông thôn mới."),
        ],
        feeds: vec![
            feed("tong-hop", "Bản tin Chương trình", &[], FeedContent::Summary),
            feed("vung-cao", "Tin 1719 và giảm nghèo", &["mtqg-1719", "giam-ngheo"], FeedContent::Summary),
        ],
    }
}

fn source(id: &str, name: &str, address: &str) -> Arc<Source> {
    Arc::new(Source {
        id: SourceId::new(id),
        name: name.to_owned(),
        url: url(address),
        kind: SourceKind::Feed,
        off: None,
        zone: TimeZone::get("Asia/Ho_Chi_Minh").unwrap(),
        date_order: None,
        gmt_is_local: false,
        language: "vi".to_owned(),
        every: Interval { min: SignedDuration::from_mins(15), max: SignedDuration::from_hours(24) },
        place: None,
        page: PageSelectors::default(),
        read_pages: true,
        websub: true,
    })
}

fn topic(id: &str, name: &str, parent: Option<&str>, description: &str) -> Topic {
    Topic {
        id: TopicId::new(id),
        name: name.to_owned(),
        description: Some(description.to_owned()).filter(|text| !text.is_empty()),
        parent: parent.map(TopicId::new),
        strong: Vec::new(),
        subject: Vec::new(),
        context: Vec::new(),
        within: Vec::new(),
        never: Vec::new(),
        programme: None,
        merges: Vec::new(),
        examples: Vec::new(),
    }
}

fn feed(id: &str, title: &str, topics: &[&str], content: FeedContent) -> Feed {
    Feed {
        id: FeedId::new(id),
        title: title.to_owned(),
        description: None,
        topics: topics.iter().map(|id| TopicId::new(*id)).collect(),
        sources: Vec::new(),
        places: Vec::new(),
        languages: Vec::new(),
        without: Without::default(),
        limit: 50,
        content,
    }
}

pub fn url(address: &str) -> Url {
    Url::parse(address).unwrap()
}

pub fn at(instant: &str) -> Timestamp {
    instant.parse().unwrap()
}

pub fn html(text: &str) -> SafeHtml {
    SafeHtml::clean(text, &url("https://miennui.example/"))
}

/// A story of one source, under no topic.
pub fn story(title: &str, published: &str) -> Story {
    let address = format!("https://miennui.example/{}", title.len());
    Story {
        id: StoryId::founded_by(&format!("{address} {title}")),
        published: at(published),
        updated: at(published),
        title: title.to_owned(),
        lead: None,
        body: html(""),
        image: None,
        authors: Vec::new(),
        language: "vi".to_owned(),
        topics: Vec::new(),
        places: Vec::new(),
        members: vec![member("mien-nui", &address, title, published, None)],
        formerly: Vec::new(),
        series: None,
        facts: Vec::new(),
    }
}

pub fn member(source: &str, address: &str, title: &str, published: &str, why: Option<SameBecause>) -> Member {
    Member {
        article: ArticleId(1),
        source: SourceId::new(source),
        url: Some(url(address)),
        title: title.to_owned(),
        published: at(published),
        why,
    }
}

fn sibling(story: &Story) -> Sibling {
    Sibling { story: story.id.clone(), title: story.title.clone(), published: story.published }
}

pub fn filed(topic: &str, field: Field, quote: &str, rule: &str) -> TopicHit {
    let evidence = vec![Evidence { field, at: 0, quote: quote.to_owned(), rule: rule.to_owned(), weight: None }];
    TopicHit { topic: TopicId::new(topic), evidence }
}

pub fn placed(place: &str, today: &str) -> PlaceHit {
    let evidence =
        vec![Evidence { field: Field::Title, at: 0, quote: place.to_owned(), rule: place.to_owned(), weight: None }];
    PlaceHit { place: place.to_owned(), today: today.to_owned(), evidence }
}

fn picture(name: &str, caption: &str) -> Image {
    Image {
        caption: Some(caption.to_owned()).filter(|caption| !caption.is_empty()),
        ..Image::at(url(&format!("https://anh.example/{name}.jpg")))
    }
}

/// Twelve stories of three days, newest first.
pub fn stories() -> Vec<Story> {
    [friday(), thursday(), wednesday()].concat()
}

fn friday() -> Vec<Story> {
    let mut water = story("Xã vùng cao Lũng Phìn có nước sinh hoạt sau ba năm chờ đợi", "2026-10-09T08:40:00Z");
    water.lead = Some("Công trình cấp nước tập trung 6,8 tỷ đồng từ Dự án 1, Chương trình MTQG 1719 đưa nước về 214 hộ người Mông, người Dao; bà con không còn phải xuống khe gùi nước mỗi sáng.".to_owned());
    water.body = html(
        "<p>Từ cuối tháng chín, nước đã chảy về từng bể chứa trước nhà ở thôn Sà Lủng. Bà Vàng Thị Mỷ, 61 tuổi, nói bà vẫn chưa quen: “Sáng dậy tôi vẫn tìm cái quẩy tấu”.</p><p>Theo Ủy ban nhân dân xã, công trình lấy nước từ mạch cách thôn 4,2 km, qua hai trạm bơm dùng điện mặt trời. Tổ tự quản gồm bảy người, ba người là phụ nữ, thu 5.000 đồng mỗi mét khối để sửa chữa.</p>",
    );
    water.image = Some(picture("nuoc", "Trẻ em thôn Sà Lủng bên bể nước mới. Ảnh: Giàng A Sử"));
    water.authors = vec!["Giàng A Sử".to_owned()];
    water.updated = at("2026-10-09T10:05:00Z");
    water.topics = vec![
        filed("mtqg-1719", Field::Lead, "Dự án 1, Chương trình MTQG 1719", "Chương trình MTQG 1719"),
        filed("mtqg-1719-da1", Field::Lead, "Dự án 1", "dự án 1"),
    ];
    water.places = vec![placed("Hà Giang", "Tuyên Quang")];
    water.members.push(member(
        "thoi-bao-vung-cao",
        "https://vungcao.example/lung-phin-nuoc",
        "Nước sạch về Lũng Phìn",
        "2026-10-09T09:12:00Z",
        Some(SameBecause::SameText),
    ));
    water.members.push(member(
        "thong-tan-ban-lang",
        "https://banlang.example/a/8812",
        "Xã vùng cao Lũng Phìn có nước sinh hoạt sau ba năm chờ đợi",
        "2026-10-09T09:30:00Z",
        Some(SameBecause::NearText { jaccard: 0.625, containment: 0.9375 }),
    ));

    let mut money =
        story("Cao Bằng giải ngân 20% kế hoạch vốn Chương trình 1719 sau chín tháng", "2026-10-09T07:15:00Z");
    money.lead = Some("Toàn tỉnh đã giải ngân được 302.049 triệu đồng trên 1.526.790 triệu đồng. Ban chỉ đạo yêu cầu từng xã báo cáo vướng mắc trước ngày 20/10.".to_owned());
    money.topics = vec![filed("mtqg-1719", Field::Title, "Chương trình 1719", "Chương trình 1719")];
    money.places = vec![placed("Cao Bằng", "Cao Bằng")];
    money.members.push(member(
        "nong-thon-xanh",
        "https://nongthonxanh.example/cao-bang-20",
        "Cao Bằng: mới giải ngân một phần năm vốn 1719",
        "2026-10-09T07:50:00Z",
        Some(SameBecause::SameText),
    ));

    let mut classes = story("Mở 27 lớp dạy nghề xây dựng cho lao động người dân tộc thiểu số", "2026-10-09T03:00:00Z");
    classes.lead = Some("Học viên được hỗ trợ tiền ăn và đi lại theo Tiểu dự án 3, Dự án 5; lớp mở ngay tại xã để người học không phải bỏ nương.".to_owned());
    classes.image = Some(picture("lop-nghe", "Lớp nề tại xã Quảng Lâm"));
    classes.topics = vec![
        filed("mtqg-1719", Field::Lead, "Dự án 5", "dự án 5"),
        filed("mtqg-1719-da5", Field::Lead, "Tiểu dự án 3, Dự án 5", "dự án 5"),
    ];

    let mut village =
        story("Thôn Nà Lẹng đạt chuẩn nông thôn mới kiểu mẫu nhờ con đường hoa tự làm", "2026-10-09T01:20:00Z");
    village.lead = Some("Không chờ vốn, 63 hộ góp 1.900 ngày công, hiến 2.400 m² đất mở đường rộng 4 m.".to_owned());
    village.topics = vec![filed("nong-thon-moi", Field::Title, "nông thôn mới", "nông thôn mới")];
    village.members[0].source = SourceId::new("nong-thon-xanh");

    water.series = Some(Series {
        id: SeriesId::new("loatnuocsach2"),
        why: SeriesBecause::OtherNumbers { shared: 0.25 },
        others: vec![sibling(&classes), sibling(&village)],
    });
    vec![water, money, classes, village]
}

fn thursday() -> Vec<Story> {
    let mut poor = story("Tỷ lệ hộ nghèo đa chiều ở các xã biên giới giảm 4,1 điểm phần trăm", "2026-10-08T14:30:00Z");
    poor.lead = Some(
        "Kết quả rà soát sơ bộ cho thấy mức giảm nhanh nhất là ở nhóm hộ được hỗ trợ nhà ở và bò sinh sản.".to_owned(),
    );
    poor.topics = vec![filed("giam-ngheo", Field::Title, "hộ nghèo đa chiều", "hộ nghèo")];

    let mut digital =
        story("Bảng tin điện tử bằng tiếng Thái, tiếng Mông ở 40 nhà văn hóa bản", "2026-10-08T09:10:00Z");
    digital.lead = Some("Thông tin chính sách được đọc thành tiếng, người không biết chữ cũng nghe được.".to_owned());
    digital.image = Some(picture("bang-tin", ""));
    digital.topics = vec![
        filed("mtqg-1719", Field::Body, "Dự án 10", "dự án 10"),
        filed("mtqg-1719-da10", Field::Body, "Tiểu dự án 2, Dự án 10", "dự án 10"),
    ];
    digital.members[0].source = SourceId::new("thong-tan-ban-lang");

    let mut houses = story("Xóa 312 nhà tạm trước mùa rét", "2026-10-08T02:45:00Z");
    houses.lead = Some("Mỗi hộ được hỗ trợ 60 triệu đồng làm mới, 30 triệu đồng sửa chữa.".to_owned());
    houses.topics = vec![
        filed("mtqg-1719", Field::Body, "nhà ở cho hộ nghèo dân tộc thiểu số", "Dự án 1"),
        filed("mtqg-1719-da1", Field::Body, "nhà ở cho hộ nghèo dân tộc thiểu số", "nhà ở"),
        filed("giam-ngheo", Field::Lead, "hộ nghèo", "hộ nghèo"),
    ];

    let mut tea =
        story("Chè Shan tuyết Suối Giàng lên sàn: hợp tác xã học bán hàng trực tuyến", "2026-10-08T00:30:00Z");
    tea.lead = Some("Sau tám buổi học, hợp tác xã bán được 1,2 tấn chè trong tháng đầu.".to_owned());
    tea.topics = vec![filed("nong-thon-moi", Field::Body, "sản phẩm OCOP bốn sao", "OCOP")];

    vec![poor, digital, houses, tea]
}

fn wednesday() -> Vec<Story> {
    let mut audit =
        story("Đoàn giám sát: vốn sự nghiệp “về muộn, phân mảnh”, xã khó làm chủ đầu tư", "2026-10-07T10:00:00Z");
    audit.lead =
        Some("Báo cáo đề nghị giao quyền điều chỉnh danh mục cho cấp xã & bỏ quy định lập dự toán hai lần.".to_owned());
    audit.topics = vec![filed(
        "mtqg-1719",
        Field::Body,
        "Chương trình mục tiêu quốc gia phát triển kinh tế - xã hội vùng đồng bào dân tộc thiểu số",
        "MTQG DTTS",
    )];

    let mut school = story("Trường bán trú Pà Vầy Sủ có bếp ăn mới", "2026-10-07T06:00:00Z");
    school.lead = Some("Bếp phục vụ 286 học sinh, nấu bằng khí sinh học.".to_owned());
    school.topics = vec![
        filed("mtqg-1719", Field::Body, "Dự án 5", "dự án 5"),
        filed("mtqg-1719-da5", Field::Body, "trường phổ thông dân tộc bán trú", "dân tộc bán trú"),
    ];

    let mut cows = story(
        "Bò dự án ốm, người dân trả lại: huyện nhận trách nhiệm, mua lại con giống tại chỗ",
        "2026-10-07T03:10:00Z",
    );
    cows.lead = Some("Tổ công tác kết luận bò chuyển từ vùng thấp lên không qua cách ly đủ 21 ngày.".to_owned());
    cows.topics =
        vec![filed("giam-ngheo", Field::Body, "Chương trình MTQG giảm nghèo bền vững", "MTQG giảm nghèo bền vững")];
    cows.members.push(member(
        "mien-nui",
        "https://miennui.example/bo-du-an",
        "Mua lại bò giống tại chỗ cho người dân",
        "2026-10-07T05:00:00Z",
        Some(SameBecause::SameText),
    ));

    let mut plain = story("Lịch thời vụ vụ xuân 2027 ở vùng núi phía Bắc", "2026-10-07T01:00:00Z");
    plain.body = html(
        "<p>Ngành nông nghiệp khuyến cáo gieo mạ từ ngày 20/1 đến 5/2, che phủ nilon khi nhiệt độ dưới 13 độ C.</p>",
    );

    vec![audit, school, cows, plain]
}

/// The twelve and those of the half year before, fewer in some weeks than in others, newest first.
pub fn half_a_year() -> Vec<Story> {
    let newest = stories();
    let before = (1..30).flat_map(|week: i64| {
        let count = usize::try_from((week * 5 + 3) % 11).unwrap();
        newest[..count].iter().cloned().map(move |mut story| {
            story.title = format!("{} (đợt {})", story.title, 30 - week);
            story.id = StoryId::founded_by(&story.title);
            story.published -= SignedDuration::from_hours(24 * 7 * week);
            story.updated = story.published;
            story.series = None;
            story
        })
    });
    let before: Vec<Story> = before.collect();
    [newest, before].concat()
}

/// Publishes `documents` and nothing else to `directory`.
pub fn publish(directory: &Path, documents: &[Document]) -> Result<Written, PublishError> {
    let mut publication = Publication::begin(directory, None)?;
    documents.iter().try_for_each(|document| publication.put(document))?;
    publication.finish_whole()
}

/// The document at `path`.
pub fn find<'a>(documents: &'a [Document], path: &str) -> &'a Document {
    documents.iter().find(|document| document.path == path).unwrap_or_else(|| panic!("no document at {path}"))
}

pub fn text<'a>(documents: &'a [Document], path: &str) -> &'a str {
    std::str::from_utf8(&find(documents, path).bytes).unwrap()
}

/// An instant of whole seconds, as file systems have it.
pub fn system(instant: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(instant.as_second()).unwrap())
}
