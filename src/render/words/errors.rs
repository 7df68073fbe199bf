//! What the pages say that stand for errors.

use crate::config::Language;

/// Why there is no answer, and what to do about it.
pub(in crate::render) struct ErrorWords {
    pub(in crate::render) title: &'static str,
    pub(in crate::render) text: &'static str,
}

/// The errors that have a page, by their status (RFC 9110, section 15).
pub(in crate::render) const ERRORS: [u16; 8] = [400, 404, 405, 410, 414, 431, 500, 503];

impl ErrorWords {
    /// Of one of [`ERRORS`].
    pub(in crate::render) fn of(language: Language, status: u16) -> Self {
        let (title, text) = match language {
            Language::Vietnamese => vietnamese(status),
            Language::English => english(status),
        };
        Self { title, text }
    }
}

fn vietnamese(status: u16) -> (&'static str, &'static str) {
    match status {
        400 => ("Địa chỉ không đọc được", "Địa chỉ này bị viết sai. Có thể liên kết bị chép thiếu hay thừa ký tự."),
        404 => {
            ("Không tìm thấy trang", "Địa chỉ này không có trang nào. Có thể liên kết bị gõ sai, hoặc tin đã được gỡ.")
        }
        405 => ("Không làm được việc này", "Trang này chỉ để đọc, không nhận dữ liệu gửi lên."),
        // Of what was withdrawn, the page of its own says more.
        410 => (
            "Tin cũ không còn được lưu",
            "Tin này đã đăng ở đây từ lâu; trang chỉ lưu tin trong một thời gian, nên tin không còn nữa.",
        ),
        414 => ("Địa chỉ dài quá", "Địa chỉ này dài hơn mức trang đọc được. Nếu bạn đang tìm tin, hãy dùng ít từ hơn."),
        431 => {
            ("Yêu cầu dài quá", "Trình duyệt gửi kèm quá nhiều thông tin. Hãy xóa cookie của trang này rồi thử lại.")
        }
        503 => ("Trang đang bận", "Máy chủ chưa trả lời được ngay. Hãy thử lại sau ít phút."),
        _ => (
            "Trang gặp lỗi",
            "Lỗi này do trang, không phải do bạn, và đã được ghi lại. Hãy thử lại sau; các trang khác vẫn đọc được.",
        ),
    }
}

fn english(status: u16) -> (&'static str, &'static str) {
    match status {
        400 => (
            "The address can't be read",
            "This address is misspelt. Perhaps the link lost some characters when it was copied.",
        ),
        404 => (
            "Page not found",
            "There is no page at this address. The link may be mistyped, or the story was withdrawn.",
        ),
        405 => ("That can't be done here", "This site is for reading, and takes nothing that is sent to it."),
        410 => (
            "This story is no longer kept",
            "The story was here a long time ago. This site keeps stories for some time only, and it is no longer there.",
        ),
        414 => (
            "The address is too long",
            "This address is longer than the site reads. If you were searching, use fewer words.",
        ),
        431 => {
            ("The request is too long", "Your browser sent too much along. Clear this site's cookies and try again.")
        }
        503 => ("The site is busy", "The server can't answer right now. Try again in a few minutes."),
        _ => (
            "Something went wrong",
            "The fault is the site's, not yours, and has been noted. Try again later; other pages can still be read.",
        ),
    }
}
