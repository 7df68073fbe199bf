//! The pages on feeds and on the site itself.

pub(in crate::render) struct NotesWords {
    pub(in crate::render) feeds_title: &'static str,
    pub(in crate::render) feeds_intro: &'static [&'static str],
    pub(in crate::render) feeds_steps_title: &'static str,
    pub(in crate::render) feeds_steps: &'static [&'static str],
    pub(in crate::render) feeds_all: &'static str,
    pub(in crate::render) feeds_formats: &'static str,
    pub(in crate::render) feeds_opml: &'static str,
    pub(in crate::render) feeds_own: &'static str,
    pub(in crate::render) copy: &'static str,
    pub(in crate::render) copied: &'static str,
    pub(in crate::render) about_how_title: &'static str,
    pub(in crate::render) about_how: &'static [&'static str],
    pub(in crate::render) about_rights_title: &'static str,
    pub(in crate::render) about_rights: &'static [&'static str],
    pub(in crate::render) about_sources: &'static str,
    pub(in crate::render) about_privacy_title: &'static str,
    pub(in crate::render) about_privacy: &'static str,
    pub(in crate::render) about_machines_title: &'static str,
    pub(in crate::render) about_machines: &'static str,
}

pub(super) static VIETNAMESE: NotesWords = NotesWords {
    feeds_title: "Theo dõi tin qua nguồn cấp",
    feeds_intro: &[
        "Nguồn cấp (feed) là một địa chỉ mà ứng dụng đọc tin tự xem lại cho bạn. Có tin mới thì tin hiện ra trong ứng dụng; bạn không phải mở từng trang, không cần tài khoản và không phải cho ai biết địa chỉ thư của mình.",
        "Mỗi sự việc chỉ đến một lần, dù có nhiều báo cùng đăng, kèm tên và liên kết của tất cả các báo ấy.",
    ],
    feeds_steps_title: "Làm thế nào?",
    feeds_steps: &[
        "Cài một ứng dụng đọc tin, chẳng hạn Feeder hoặc Read You (Android), NetNewsWire (iPhone, Mac), Thunderbird (máy tính).",
        "Sao chép địa chỉ “Atom” của nguồn cấp bạn muốn trong danh sách dưới đây.",
        "Trong ứng dụng, chọn “Thêm nguồn” (Add feed) rồi dán địa chỉ vào.",
    ],
    feeds_all: "Tất cả nguồn cấp",
    feeds_formats: "Ba định dạng có cùng nội dung. Nếu chưa biết chọn gì, hãy chọn Atom.",
    feeds_opml: "Tải danh sách tất cả nguồn cấp (OPML) để nhập vào ứng dụng một lần",
    feeds_own: "Tổng hợp",
    copy: "Sao chép",
    copied: "Đã sao chép",
    about_how_title: "Trang này làm gì",
    about_how: &[
        "Một chương trình máy tính tên là bantin thường xuyên xem các nguồn tin dưới đây, đọc từng bài mới, bỏ những bài trùng nhau và xếp phần còn lại theo chủ đề.",
        "Không có biên tập viên nào chọn tin. Mỗi tin đều nói rõ những chữ nào trong bài khiến nó được xếp vào chủ đề, để bạn tự kiểm tra.",
    ],
    about_rights_title: "Bản quyền",
    about_rights: &[
        "Bài viết và hình ảnh thuộc về các báo và tác giả. Trang này chỉ đăng tiêu đề, phần tóm tắt và liên kết đến bản gốc, trừ những nguồn cho phép đăng toàn văn.",
    ],
    about_sources: "Các nguồn tin",
    about_privacy_title: "Riêng tư",
    about_privacy: "Trang này không dùng cookie, không đếm bạn và không chạy mã lệnh của ai khác. Một đoạn mã nhỏ của chính trang chỉ ghi tin đăng cách đây bao lâu và thêm nút sao chép địa chỉ; tắt đi thì trang vẫn đủ. Hình ảnh được tải từ máy chủ của báo đã đăng.",
    about_machines_title: "Dành cho máy",
    about_machines: "Nguồn cấp JSON có phần mở rộng “_bantin”: chủ đề và địa phương của mỗi tin cùng lý do (topics, places, reasons), mọi báo đã đưa tin (members) và vì sao là cùng một tin, các tin cùng loạt (series), và số liệu trong bài (facts). Trang tiến độ của mỗi chương trình có bản CSV và JSON.",
};

pub(super) static ENGLISH: NotesWords = NotesWords {
    feeds_title: "Follow the news with a feed",
    feeds_intro: &[
        "A feed is an address that a reader app checks for you. New stories appear in the app; you don't have to open any site, need no account, and give nobody your mail address.",
        "Each event reaches you once, however many papers report it, with the names and links of all of them.",
    ],
    feeds_steps_title: "How?",
    feeds_steps: &[
        "Install a reader app, such as Feeder or Read You (Android), NetNewsWire (iPhone, Mac) or Thunderbird (computers).",
        "Copy the “Atom” address of the feed that you want from the list below.",
        "In the app, choose “Add feed” and paste the address.",
    ],
    feeds_all: "All feeds",
    feeds_formats: "The three formats have the same content. If you don't know which to take, take Atom.",
    feeds_opml: "Download the list of all feeds (OPML), to import them in one go",
    feeds_own: "Combined",
    copy: "Copy",
    copied: "Copied",
    about_how_title: "What this site does",
    about_how: &[
        "A program called bantin regularly looks at the sources below, reads each new article, drops the duplicates, and files the rest by topic.",
        "No editor chooses the news. Each story says which words of the article put it under its topics, so that you can check for yourself.",
    ],
    about_rights_title: "Copyright",
    about_rights: &[
        "Articles and pictures belong to the papers and their authors. This site prints headlines, summaries and links to the originals only, except for sources that allow the full text.",
    ],
    about_sources: "Sources",
    about_privacy_title: "Privacy",
    about_privacy: "This site uses no cookies, doesn't count you and runs nobody else's scripts. A small one of its own says how long ago a story came out and adds buttons that copy an address; the site is whole without it. Pictures are loaded from their publishers' servers.",
    about_machines_title: "For machines",
    about_machines: "The JSON feeds have an extension, “_bantin”: each story's topics and places with the reasons for them, all who reported it (members) and why that is one story, the stories of the same series (series), and the figures that the articles state (facts). Each programme's progress page is there as CSV and JSON.",
};
