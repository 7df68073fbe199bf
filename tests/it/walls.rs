//! A 200 that is no success: pages of firewalls, cookie scripts, challenges and logins are named as what they are, and
//! are never read as a listing or an article.

use bantin::read::{
    Css, Document, Entry, ListingSelectors, PageSelectors, ReadError, Wall, article, feed, guess_listing, listing,
    sitemap,
};
use jiff::tz::TimeZone;
use url::Url;

use crate::testbed::now;

const F5: &str = "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with \
    your administrator.<br><br>Your support ID is: 1234567890<br><br><a href='javascript:history.back();'>[Go Back]</a></body></html>";
const IMPERVA: &str = "<html style=\"height:100%\"><head><META NAME=\"ROBOTS\" CONTENT=\"NOINDEX, NOFOLLOW\"></head><body>\
    <iframe src=\"/_Incapsula_Resource?CWUDNSAI=23\" width=\"100%\">Request unsuccessful. Incapsula incident ID: 1-2</iframe></body></html>";
const AKAMAI: &str = "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don't have permission to \
    access \"http&#58;&#47;&#47;bao.vn\" on this server.<P>Reference&#32;&#35;18&#46;7</BODY></HTML>";
const MINISTRY: &str = "<!DOCTYPE html><html><head><title>Thông báo</title></head><body><h1>Thông báo từ chối truy cập</h1>\
    <p>Yêu cầu của bạn không được chấp nhận. Mã: 42</p></body></html>";
const D1N: &str = "<html><body><script>document.cookie=\"D1N=\"+\"5dc2\"+\"; expires=Fri, 31-Dec-2099 23:59:59 GMT; path=/\";\
    window.location.reload(true);</script></body></html>";
const AES: &str = "<html><body><script type=\"text/javascript\" src=\"/aes.js\"></script><script>function toNumbers(d){return d}\
    var a=toNumbers(\"f655\");document.cookie=\"__test=\"+toHex(slowAES.decrypt(c,2,a,b))+\"; path=/\";location.href=\"http://bao.vn/?i=1\";\
    </script><noscript>This site requires Javascript to work</noscript></body></html>";
const CLOUDFLARE: &str = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={};\
    </script><noscript>Enable JavaScript and cookies to continue</noscript></body></html>";
const LOGIN: &str = "<!DOCTYPE html><html><head><title>Đăng nhập hệ thống</title></head><body><form method=\"post\">Tài khoản <input \
    name=\"u\"> Mật khẩu <input type=\"password\" name=\"p\"><button>Đăng nhập</button></form></body></html>";
const CONSENT: &str = "<!DOCTYPE html><html><body><h1>Before you continue to the site</h1><p>We use cookies.</p><form \
    action=\"https://consent.bao.example/save\"><button>Accept all</button></form></body></html>";

fn url() -> Url {
    Url::parse("https://bao.example.vn/rss/kinh-te.rss").unwrap()
}

fn zone() -> TimeZone {
    TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
}

/// The wall that was met, if that is what went wrong.
fn met<T>(read: &Result<T, ReadError>) -> Option<Wall> {
    match read {
        Err(ReadError::Wall { wall, .. }) => Some(*wall),
        _ => None,
    }
}

#[test]
fn a_page_that_stands_before_the_document_is_named_whatever_was_asked_for() {
    let selectors = ListingSelectors {
        item: Css::parse("a").unwrap(),
        link: None,
        title: None,
        date: None,
        summary: None,
        image: None,
    };
    for (page, expected) in [
        (F5, Wall::Refused),
        (IMPERVA, Wall::Refused),
        (AKAMAI, Wall::Refused),
        (MINISTRY, Wall::Refused),
        (D1N, Wall::CookieScript),
        (AES, Wall::CookieScript),
        (CLOUDFLARE, Wall::Challenge),
        (LOGIN, Wall::Login),
        (CONSENT, Wall::Consent),
    ] {
        let url = url();
        let document = Document { url: &url, content_type: None, bytes: page.as_bytes() };
        let entry = Entry::of_link(&url);
        assert_eq!(met(&feed(&document, &zone())), Some(expected), "a feed: {page}");
        assert_eq!(met(&sitemap(&document, &zone(), 1000)), Some(expected), "a sitemap: {page}");
        assert_eq!(met(&listing(&document, &selectors, &zone(), now())), Some(expected), "a listing: {page}");
        assert_eq!(met(&guess_listing(&document, &zone(), now())), Some(expected), "a listing not described: {page}");
        let article = article(&document, &entry, &PageSelectors::default(), &zone());
        assert_eq!(met(&article), Some(expected), "an article: {page}");
    }
}

#[test]
fn the_error_names_the_address_and_says_what_to_do() {
    let url = url();
    for (page, advice) in [
        (F5, "ask the site to let bantin in"),
        (D1N, "look for another address of the same news"),
        (CLOUDFLARE, "ask the site to let bantin pass"),
        (LOGIN, "the address has changed"),
        (CONSENT, "look for a feed of the site"),
    ] {
        let document = Document { url: &url, content_type: None, bytes: page.as_bytes() };
        let error = feed(&document, &zone()).unwrap_err().to_string();
        assert!(error.starts_with(url.as_str()) && error.contains(advice), "{error}");
    }
}

#[test]
fn an_article_about_such_pages_and_a_page_with_a_login_are_read() {
    let prose =
        "Người dân các bản vùng cao kể rằng trang tuyển sinh của trường nhiều ngày liền không mở được. ".repeat(20);
    let quote = "“The requested URL was rejected. Please consult with your administrator”, trang ấy báo.";
    let html = format!(
        "<!DOCTYPE html><html><head><title>Trang tuyển sinh từ chối truy cập</title></head><body>\
         <script>document.cookie='a=1';if(0){{location.href='/m'}}</script>\
         <form><input type=\"password\"></form><article><h1>Trang tuyển sinh từ chối truy cập</h1><p>{quote}</p><p>{prose}</p>\
         <p>{prose}</p></article><script src=\"/cdn-cgi/challenge-platform/scripts/jsd/main.js\"></script></body></html>"
    );
    let url = url();
    let document = Document { url: &url, content_type: None, bytes: html.as_bytes() };
    let read = article(&document, &Entry::of_link(&url), &PageSelectors::default(), &zone()).unwrap();
    assert!(read.body.value.text.contains("vùng cao"));
}
