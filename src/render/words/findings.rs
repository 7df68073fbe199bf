//! What is wrong and what to do about it, in words: on the page in its language, by commands in English.

use jiff::SignedDuration;

use super::counted;
use super::status::{StatusWords, choose, quoted, size};
use crate::config::Language;
use crate::read::PageField;
use crate::render::finding::{Finding, Problem, Severity};

impl Severity {
    pub fn words(self, language: Language) -> &'static str {
        let (vietnamese, english) = match self {
            Self::Critical => ("nghiêm trọng", "critical"),
            Self::Error => ("hỏng", "error"),
            Self::Warning => ("cần xem", "warning"),
        };
        choose(language, vietnamese, english)
    }
}

impl Finding {
    /// What shows it, in a sentence.
    pub fn evidence(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => vietnamese_evidence(&self.problem),
            Language::English => english_evidence(&self.problem),
        }
    }

    /// What to do about it.
    pub fn remedy(&self, language: Language) -> String {
        let url = self.address.as_deref().map(quoted).unwrap_or_default();
        match language {
            Language::Vietnamese => vietnamese_remedy(&self.problem, &url),
            Language::English => english_remedy(&self.problem, &url),
        }
    }
}

/// `95%` of pages.
fn percent((found, pages): (u32, u32)) -> String {
    format!("{}%", (u64::from(found) * 100 + u64::from(pages) / 2) / u64::from(pages.max(1)))
}

/// By how much a clock is wrong, to the minute, and which way: `3 hours ahead of`.
fn beside(language: Language, ahead: SignedDuration) -> String {
    let minutes = (ahead.abs().as_secs() + 30) / 60;
    let span = StatusWords::of(language).span(SignedDuration::from_mins(minutes));
    match (language, ahead.is_positive()) {
        (Language::Vietnamese, true) => format!("nhanh {span}"),
        (Language::Vietnamese, false) => format!("chậm {span}"),
        (Language::English, true) => format!("{span} ahead of"),
        (Language::English, false) => format!("{span} behind"),
    }
}

fn english_evidence(problem: &Problem) -> String {
    match problem {
        Problem::Configuration { mistakes } => format!("feeds.toml is wrong:\n{mistakes}"),
        Problem::Examples { mistakes } => format!("topics file their examples wrongly:\n{mistakes}"),
        Problem::Database { error } => quoted(error),
        Problem::NoPasses { overdue, ever } => {
            let passes = if *ever { "no pass is made any more" } else { "no pass has been made yet" };
            format!("{} overdue, and nobody asks: {passes}", counted(*overdue, "1 source is", "{n} sources are"))
        }
        Problem::NothingSucceeds { sources } => {
            format!("passes are made, and none of {} answers well", counted(*sources, "1 source", "{n} sources"))
        }
        Problem::LittleSpace { free, taken } => {
            format!("{} free; what bantin keeps there takes {}", size(*free), size(*taken))
        }
        Problem::NotReadable { error } => format!("can't be read by this user: {}", quoted(error)),
        Problem::NotWritable { error } => format!("can't be written by this user: {}", quoted(error)),
        Problem::SiteUnreachable { error } => format!("[site] url leads nowhere: {}", quoted(error)),
        Problem::SiteNotOurs => "[site] url leads to something else: the feed there has none of our ids".to_owned(),
        Problem::SiteOld { theirs, ours } => {
            format!("[site] url leads to an old copy: its news is of {theirs}, that of the published folder of {ours}")
        }
        Problem::Gone => "answered 410 Gone, and is not polled any more".to_owned(),
        Problem::Failing { failures, error } => {
            format!(
                "{} in a row; the last: {}",
                counted(*failures as usize, "1 failure", "{n} failures"),
                quoted(error)
            )
        }
        Problem::NeverWorked { failures, error } => {
            let failures = counted(*failures as usize, "1 poll", "{n} polls");
            format!("has never answered well, in {failures}; the last: {}", quoted(error))
        }
        Problem::Moved { to } => format!("redirects for good to {}, which is asked instead", quoted(to)),
        Problem::Silent { days, silences: 0, .. } => {
            format!("answers well, and has had no news for {}", counted(*days as usize, "1 day", "{n} days"))
        }
        Problem::Silent { days, longest, silences } => format!(
            "answers well, and has had no news for {}; before, in {} between its news, never more than {}",
            counted(*days as usize, "1 day", "{n} days"),
            counted(*silences as usize, "1 pause", "{n} pauses"),
            counted(*longest as usize, "1 day", "{n} days"),
        ),
        Problem::FieldLost { field, before, after } => format!(
            "the {field} was found on {} of {} pages before, and on {} of the {} since",
            percent(*before),
            before.1,
            percent(*after),
            after.1
        ),
        Problem::SelectorLost { field, selector, .. } => {
            format!("the selector {field} = {selector:?} finds nothing on its pages any more")
        }
        Problem::SameItems { other, shared, of } => {
            format!("{shared} of its latest {of} entries are {other}'s as well")
        }
        Problem::DatedAhead { ahead, of } => {
            format!("{ahead} of {of} dated entries were dated ahead of when they came, and waited until then")
        }
        Problem::ServerClock { host, ahead } => {
            format!("the clock of its server, {}, is {} others'", quoted(host), beside(Language::English, *ahead))
        }
        Problem::MachineClock { ahead, sites, of } => format!(
            "this machine's clock is {} the clocks of {sites} of the {of} sites that answered last",
            beside(Language::English, *ahead)
        ),
        Problem::MachineSeemsLate { sources, of } => {
            format!("{sources} of {of} sources seem to date their news ahead: rather, this machine's clock is late")
        }
        Problem::HubDenies { hub } => format!("its hub {} denies the subscription", quoted(hub)),
    }
}

fn english_remedy(problem: &Problem, url: &str) -> String {
    match problem {
        Problem::Configuration { .. } => "correct the file; `bantin check` shows whether it is right".to_owned(),
        Problem::Examples { .. } => "correct the topic's patterns or the example; `bantin check` tries them".to_owned(),
        Problem::Database { .. } => "see to the file that it names; the way out is in the message".to_owned(),
        Problem::NoPasses { .. } => {
            "see whether `bantin run` is running (systemctl status bantin), or cron calls `bantin once`, and what they say"
                .to_owned()
        }
        Problem::NothingSucceeds { .. } => {
            "see whether this machine reaches the net: its DNS, its route, a firewall, its certificates".to_owned()
        }
        Problem::LittleSpace { .. } => format!("make room on the disk of {url}, or move it ([store], [publish])"),
        Problem::NotReadable { .. } | Problem::NotWritable { .. } => {
            format!("give the user that bantin runs as the right to it (chown or chmod {url}), or run this as that user")
        }
        Problem::SiteUnreachable { .. } => {
            "start the web server, or correct [site] url; what is asked of the site is its first feed".to_owned()
        }
        Problem::SiteNotOurs => {
            "point the web server at [publish] directory or at `bantin run`, or correct [site] url (and never [site] tag)"
                .to_owned()
        }
        Problem::SiteOld { .. } => "see whether the web server has this folder, and what is copied to it is copied".to_owned(),
        Problem::Gone => format!("find its new address (bantin discover), or switch it off with `off = \"…\"`: {url}"),
        Problem::Failing { .. } => format!("open {url} in a browser; find its new address with bantin discover, or switch it off"),
        Problem::NeverWorked { .. } => format!("try bantin preview {url}; find the right address with bantin discover"),
        Problem::Moved { to } => format!("write url = \"{}\" into feeds.toml: nothing is lost by that", quoted(to)),
        Problem::Silent { .. } => {
            format!("look at {url}: perhaps the site has a new feed (bantin discover); if it is only quiet, this goes by itself")
        }
        Problem::FieldLost { field, .. } => match field {
            PageField::Image => format!("its pages may look otherwise now: bantin preview {url}"),
            _ => format!("its pages may look otherwise now: bantin preview {url} --{field}-has \"words of the {field}\""),
        },
        Problem::SelectorLost { field, page, .. } => {
            let page = page.as_deref().map_or_else(|| url.to_owned(), quoted);
            format!("find a new one: bantin preview {page} --{field}-has \"words of the {field}\"")
        }
        Problem::SameItems { .. } => {
            "a site may answer a wrong address with its general feed: bantin discover the site, or switch one of them off"
                .to_owned()
        }
        Problem::DatedAhead { .. } => {
            "if its clock or zone is wrong, say so with `gmt_is_local = true`, `zone` or `date_order`".to_owned()
        }
        Problem::ServerClock { ahead, .. } => {
            let news = if ahead.is_positive() {
                "what it dates ahead waits until then"
            } else {
                "its news may look older than it is"
            };
            format!(
                "tell the site; {news}. (How long it wants to be left alone is counted by its own clock.) If timedatectl says that this machine's clock is not synchronized, that may be the wrong one"
            )
        }
        Problem::MachineClock { .. } | Problem::MachineSeemsLate { .. } => {
            "set the clock and have it kept by NTP: `timedatectl set-ntp true`, and `timedatectl status` shows whether it is; this goes by itself with the next passes"
                .to_owned()
        }
        Problem::HubDenies { .. } => {
            "nothing is lost, it is polled; `websub = false` in the source leaves the hub alone".to_owned()
        }
    }
}

fn vietnamese_evidence(problem: &Problem) -> String {
    match problem {
        Problem::Configuration { mistakes } => format!("feeds.toml có lỗi: {}", quoted(mistakes)),
        Problem::Examples { mistakes } => format!("chủ đề xếp sai ví dụ của mình: {}", quoted(mistakes)),
        Problem::Database { error } => quoted(error),
        Problem::NoPasses { overdue, ever } => {
            let passes = if *ever { "không còn lượt chạy nào" } else { "chưa có lượt chạy nào" };
            format!("{overdue} nguồn đã quá giờ hỏi mà không ai hỏi: {passes}")
        }
        Problem::NothingSucceeds { sources } => {
            format!("vẫn có lượt chạy, nhưng không nguồn nào trong {sources} nguồn trả lời tốt")
        }
        Problem::LittleSpace { free, taken } => {
            format!("còn trống {}; dữ liệu ở đó chiếm {}", size(*free), size(*taken))
        }
        Problem::NotReadable { error } => format!("người dùng này không đọc được: {}", quoted(error)),
        Problem::NotWritable { error } => format!("người dùng này không ghi được: {}", quoted(error)),
        Problem::SiteUnreachable { error } => format!("[site] url không dẫn đến đâu: {}", quoted(error)),
        Problem::SiteNotOurs => "[site] url dẫn đến nơi khác: nguồn cấp ở đó không có mã nào của trang này".to_owned(),
        Problem::SiteOld { theirs, ours } => {
            format!("[site] url dẫn đến bản cũ: tin ở đó là của {theirs}, trong thư mục đã đăng là của {ours}")
        }
        Problem::Gone => "đã trả lời 410 Gone, không hỏi nữa".to_owned(),
        Problem::Failing { failures, error } => format!("{failures} lần lỗi liên tiếp; lần cuối: {}", quoted(error)),
        Problem::NeverWorked { failures, error } => {
            format!("chưa lần nào trả lời tốt trong {failures} lần hỏi; lần cuối: {}", quoted(error))
        }
        Problem::Moved { to } => format!("chuyển hẳn sang {}, nay hỏi ở đó", quoted(to)),
        Problem::Silent { days, silences: 0, .. } => format!("vẫn trả lời nhưng đã {days} ngày không có tin"),
        Problem::Silent { days, longest, silences } => format!(
            "vẫn trả lời nhưng đã {days} ngày không có tin; trước đó, trong {silences} quãng giữa các tin, chưa bao giờ quá {longest} ngày"
        ),
        Problem::FieldLost { field, before, after } => format!(
            "{} từng thấy ở {} của {} trang, từ đó chỉ ở {} của {} trang",
            StatusWords::of(Language::Vietnamese).field(*field),
            percent(*before),
            before.1,
            percent(*after),
            after.1
        ),
        Problem::SelectorLost { field, selector, .. } => {
            format!("bộ chọn {field} = {selector:?} không còn khớp gì trên các trang")
        }
        Problem::SameItems { other, shared, of } => format!("{shared} trong {of} mục mới nhất cũng là của {other}"),
        Problem::DatedAhead { ahead, of } => format!("{ahead} trong {of} mục ghi ngày sau lúc nhận được, nên phải chờ"),
        Problem::ServerClock { host, ahead } => {
            format!("đồng hồ máy chủ {} {} so với các nơi khác", quoted(host), beside(Language::Vietnamese, *ahead))
        }
        Problem::MachineClock { ahead, sites, of } => format!(
            "đồng hồ máy này {} so với {sites} trong {of} trang trả lời gần đây nhất",
            beside(Language::Vietnamese, *ahead)
        ),
        Problem::MachineSeemsLate { sources, of } => {
            format!("{sources} trong {of} nguồn có vẻ ghi ngày sớm trước: đúng hơn là đồng hồ máy này chậm")
        }
        Problem::HubDenies { hub } => format!("hub {} từ chối đăng ký", quoted(hub)),
    }
}

fn vietnamese_remedy(problem: &Problem, url: &str) -> String {
    match problem {
        Problem::Configuration { .. } => "sửa tệp ấy; bantin check cho biết đã đúng chưa".to_owned(),
        Problem::Examples { .. } => "sửa quy tắc của chủ đề hoặc sửa ví dụ; bantin check thử lại".to_owned(),
        Problem::Database { .. } => "xem tệp được nêu; cách xử lý ở ngay trong thông báo".to_owned(),
        Problem::NoPasses { .. } => {
            "xem bantin run có đang chạy không (systemctl status bantin), hoặc cron có gọi bantin once không".to_owned()
        }
        Problem::NothingSucceeds { .. } => {
            "xem máy này có ra mạng được không: DNS, tuyến đường, tường lửa, chứng chỉ".to_owned()
        }
        Problem::LittleSpace { .. } => format!("dọn bớt ổ đĩa của {url}, hoặc chuyển đi nơi khác ([store], [publish])"),
        Problem::NotReadable { .. } | Problem::NotWritable { .. } => {
            format!("cấp quyền cho người dùng chạy bantin (chown hoặc chmod {url}), hoặc chạy lệnh với người dùng ấy")
        }
        Problem::SiteUnreachable { .. } => "khởi động máy chủ web, hoặc sửa [site] url".to_owned(),
        Problem::SiteNotOurs => {
            "cho máy chủ web dẫn đến [publish] directory hoặc bantin run, hoặc sửa [site] url".to_owned()
        }
        Problem::SiteOld { .. } => {
            "xem máy chủ web có dùng đúng thư mục này không, và việc sao chép có chạy không".to_owned()
        }
        Problem::Gone => format!("tìm địa chỉ mới (bantin discover), hoặc tắt nguồn bằng off = \"…\": {url}"),
        Problem::Failing { .. } => {
            format!("mở {url} bằng trình duyệt; tìm địa chỉ mới bằng bantin discover, hoặc tắt nguồn")
        }
        Problem::NeverWorked { .. } => format!("thử bantin preview {url}; tìm địa chỉ đúng bằng bantin discover"),
        Problem::Moved { to } => format!("ghi url = \"{}\" vào feeds.toml: không mất gì cả", quoted(to)),
        Problem::Silent { .. } => {
            format!("xem {url}: có thể trang đã có nguồn cấp mới; nếu chỉ là ít tin thì dòng này sẽ tự mất")
        }
        Problem::FieldLost { .. } => format!("có thể trang đã đổi giao diện: bantin preview {url}"),
        Problem::SelectorLost { page, .. } => {
            let page = page.as_deref().map_or_else(|| url.to_owned(), quoted);
            format!("tìm bộ chọn mới: bantin preview {page}")
        }
        Problem::SameItems { .. } => {
            "trang có thể trả nguồn cấp chung cho địa chỉ sai: dùng bantin discover, hoặc tắt một nguồn".to_owned()
        }
        Problem::DatedAhead { .. } => {
            "nếu đồng hồ hay múi giờ của nguồn sai, ghi gmt_is_local, zone hoặc date_order".to_owned()
        }
        Problem::ServerClock { ahead, .. } => {
            let news = if ahead.is_positive() {
                "tin ghi ngày sớm trước phải chờ"
            } else {
                "tin có thể trông cũ hơn thật"
            };
            format!(
                "báo cho trang ấy; {news}. Nếu timedatectl cho biết đồng hồ máy này chưa đồng bộ thì có thể chính nó sai"
            )
        }
        Problem::MachineClock { .. } | Problem::MachineSeemsLate { .. } => {
            "chỉnh đồng hồ và để NTP giữ giờ (timedatectl set-ntp true); dòng này sẽ tự mất sau vài lượt chạy"
                .to_owned()
        }
        Problem::HubDenies { .. } => "không mất gì, nguồn vẫn được hỏi; websub = false để thôi đăng ký".to_owned(),
    }
}
