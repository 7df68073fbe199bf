//! Addresses in the form in which they are compared.

use bantin::news::CanonicalUrl;
use proptest::prelude::*;
use url::Url;

fn canonical(address: &str) -> String {
    CanonicalUrl::of(&Url::parse(address).unwrap()).as_str().to_owned()
}

const ARTICLE: &str = "https://bao.example.vn/thoi-su/ban-vung-cao-co-nuoc-sach-4512345.html";

#[test]
fn an_article_has_one_address_however_it_is_reached() {
    for same in [
        "http://bao.example.vn/thoi-su/ban-vung-cao-co-nuoc-sach-4512345.html",
        "https://www.bao.example.vn/thoi-su/ban-vung-cao-co-nuoc-sach-4512345.html/",
        "https://m.bao.example.vn/thoi-su/ban-vung-cao-co-nuoc-sach-4512345.html#binh-luan",
        "https://amp.bao.example.vn./thoi-su/ban-vung-cao-co-nuoc-sach-4512345.html",
        "https://WWW.m.Bao.example.vn:443/thoi-su/ban-vung-cao-co-nuoc-sach-4512345.html",
        "http://bao.example.vn:80/thoi-su/ban-vung-cao-co-nuoc-sach-4512345.html",
        "http://bao.example.vn:443/thoi-su/ban-vung-cao-co-nuoc-sach-4512345.html",
        "https://bao.example.vn/thoi-su/b%61n-vung%2dcao-co-nuoc-sach-4512345.html",
        "https://bao.example.vn/thoi-su/ban-vung-cao-co-nuoc-sach-4512345.html?utm_source=rss&UTM_Medium=feed&fbclid=a",
        "https://bao.example.vn/thoi-su/ban-vung-cao-co-nuoc-sach-4512345.html?vn_source=rss&amp;vn_campaign=x&amp;amp;gidzl=1",
        "https://bao.example.vn/thoi-su/ban-vung-cao-co-nuoc-sach-4512345.html;jsessionid=0A1B2C.nut1?PHPSESSID=9f",
        "https://bao.example.vn/thoi-su/ban-vung-cao-co-nuoc-sach-4512345.html#/anh/3",
    ] {
        assert_eq!(canonical(same), ARTICLE, "{same}");
    }
}

#[test]
fn a_view_for_printing_or_for_amp_is_the_article() {
    for (view, article) in [
        ("/amp/thoi-su/ban-vung-cao-4512345.html", "/thoi-su/ban-vung-cao-4512345.html"),
        ("/thoi-su/ban-vung-cao-4512345.html/amp/", "/thoi-su/ban-vung-cao-4512345.html"),
        ("/thoi-su/ban-vung-cao-4512345.amp.html", "/thoi-su/ban-vung-cao-4512345.html"),
        ("/thoi-su/ban-vung-cao-post4512345.amp", "/thoi-su/ban-vung-cao-post4512345"),
        ("/ban-vung-cao-4512345-amp.html", "/ban-vung-cao-4512345.html"),
        ("/ban-vung-cao-co-nuoc?amp=1", "/ban-vung-cao-co-nuoc"),
        ("/ban-vung-cao-co-nuoc?amp", "/ban-vung-cao-co-nuoc"),
        ("/ban-vung-cao-co-nuoc?outputType=amp", "/ban-vung-cao-co-nuoc"),
        ("/print/123", "/123"),
        ("/print/thoi-su/ban-vung-cao-co-nuoc-sach", "/thoi-su/ban-vung-cao-co-nuoc-sach"),
        ("/vi/Print/ban-vung-cao-4512345.htm", "/vi/ban-vung-cao-4512345.htm"),
        ("/node/123/print", "/node/123"),
        ("/in-bai/ban-vung-cao-co-nuoc-sach.html", "/ban-vung-cao-co-nuoc-sach.html"),
        ("/in/ban-vung-cao-4512345.html", "/ban-vung-cao-4512345.html"),
        ("/ban-vung-cao-4512345-print.html", "/ban-vung-cao-4512345.html"),
        ("/ban-vung-cao.html?print=1", "/ban-vung-cao.html"),
        (
            "/index.php?option=com_content&view=article&id=7&tmpl=component&print=1&layout=default&page=",
            "/index.php?id=7&option=com_content&view=article",
        ),
        ("/tin.aspx?id=7&mode=print", "/tin.aspx?id=7"),
    ] {
        let at = |path: &str| canonical(&format!("https://bao.example.vn{path}"));
        assert_eq!(at(view), format!("https://bao.example.vn{article}"), "{view}");
    }
}

#[test]
fn words_of_headlines_and_sections_are_no_views() {
    for address in [
        "https://bao.example.vn/in/",
        "https://bao.example.vn/in/chuyen-nghe-in.html",
        "https://bao.example.in/in/ban-vung-cao-4512345.html",
        "https://bao.example.vn/tin/in/ban-vung-cao-4512345.html",
        "https://bao.example.vn/print",
        "https://bao.example.vn/print/so-moi",
        "https://bao.example.vn/tin/print",
        "https://bao.example.vn/amp",
        "https://bao.example.vn/amp/am-ly",
        "https://bao.example.vn/cong-nghe-3d-print.html",
        "https://bao.example.vn/dong-dien-600-amp.html",
        "https://bao.example.vn/loa-va-am-ly?print=a4",
        "https://bao.example.vn/tin?format=pdf",
        "https://bao.example.vn/tin?page=2",
        "https://bao.example.vn/tin?in=1",
    ] {
        assert_eq!(canonical(address), address.trim_end_matches('/'));
    }
}

#[test]
fn the_order_of_parameters_says_nothing_and_their_values_do() {
    let of = |query: &str| canonical(&format!("https://bao.example.vn/tin.aspx?{query}"));
    assert_eq!(of("id=7&muc=ban"), of("muc=ban&id=7"));
    assert_eq!(of("ten=b%c3%a0i+1"), of("ten=b%C3%A0i%201"));
    for (one, other) in [
        ("id=7", "id=8"),
        ("id=7&id=8", "id=8&id=7"),
        ("id=7", "ID=7"),
        // Not UTF-8: each would be the same sign if it were read as that.
        ("ten=b%E0i", "ten=b%E1i"),
        ("ref=1719", "ref=1720"),
    ] {
        assert_ne!(of(one), of(other), "{one} {other}");
    }
}

#[test]
fn a_fragment_counts_where_it_alone_names_the_article() {
    let at = |address: &str| canonical(&format!("https://bao.example.vn{address}"));
    assert_ne!(at("/#!/tin/1"), at("/#!/tin/2"));
    assert_ne!(at("/app#/tin/1"), at("/app#/tin/2"));
    assert_eq!(at("/tin#dau-trang"), at("/tin"));
    assert_eq!(at("/#!/t%69n/1"), at("/#!/tin/1"));
}

#[test]
fn a_percent_sign_without_its_digits_gets_none_from_what_follows() {
    for address in
        ["https://bao.example.vn/b%b%61n", "https://bao.example.vn/%%36%31", "https://bao.example.vn/giam-50%"]
    {
        let once = canonical(address);
        assert_eq!(canonical(&once), once, "{address}");
    }
    assert_eq!(canonical("https://bao.example.vn/b%b%61n"), "https://bao.example.vn/b%b%61n");
}

/// Addresses of the kinds that papers have, with much that can be left away.
fn address() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "(tin|thoi-su|ban-vung-cao-co-nuoc|in|print|Print|amp|AMP|in-bai|node|vi|\\.\\.|\\.)",
        "[a-z]{1,4}-[0-9]{0,8}(-print|-amp|\\.amp|\\.print|-inbai){0,2}(\\.html?)?(;jsessionid=[a-z0-9]{0,3})?",
        "(%[0-9a-fA-F]{2}|%|;|;jsessionid=|[^\\PC/?#]){0,4}",
    ];
    let pair = "(amp;){0,2}(id|p|amp|print|utm_source|fbclid|view|page|tmpl|a%20b|%E0|é)?(=(1|amp|print|component|%e1|%C3%a0|\\+| |=)?)?";
    let query = proptest::option::of(proptest::collection::vec(pair, 0..4));
    let fragment = proptest::option::of("(!?/?[a-z%/0-9é ]{0,6})");
    let host = "(www\\.|m\\.|amp\\.|WWW\\.){0,2}(bao\\.vn|bao\\.example\\.vn\\.|localhost|127\\.0\\.0\\.1|\\[::1\\])(:(80|443|8080))?";
    let end = prop_oneof!["/{0,2}"];
    ("https?", host, proptest::collection::vec(part, 0..5), end, query, fragment).prop_map(
        |(scheme, host, parts, end, query, fragment)| {
            let query = query.map(|pairs| format!("?{}", pairs.join("&"))).unwrap_or_default();
            let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
            let path: String = parts.iter().map(|part| format!("/{part}")).collect();
            format!("{scheme}://{host}{path}{end}{query}{fragment}")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_canonical_address_is_its_own(address in address()) {
        let Ok(url) = Url::parse(&address) else { return Ok(()) };
        let once = CanonicalUrl::of(&url);
        let again = Url::parse(once.as_str());
        prop_assert!(again.is_ok(), "{} is no address", once);
        prop_assert_eq!(CanonicalUrl::of(&again.unwrap()), once);
    }

    #[test]
    fn any_address_has_a_canonical_one_that_is_its_own(address in "https?://[a-z.]{1,8}/\\PC{0,40}") {
        let Ok(url) = Url::parse(&address) else { return Ok(()) };
        let once = CanonicalUrl::of(&url);
        let again = Url::parse(once.as_str());
        prop_assert!(again.is_ok(), "{} is no address", once);
        prop_assert_eq!(CanonicalUrl::of(&again.unwrap()), once);
    }

    #[test]
    fn articles_with_other_numbers_have_other_addresses(
        one in 10_000_u32.., other in 10_000_u32..,
        view in prop::sample::select(vec!["/print/tin-{}.html", "/tin-{}.html?print=1", "/amp/tin-{}.html", "/tin-{}-print.html", "/in/tin-{}.html"]),
    ) {
        let at = |form: &str, number: u32| canonical(&format!("https://bao.vn{}", form.replace("{}", &number.to_string())));
        prop_assert_eq!(at(view, one), at("/tin-{}.html", one));
        prop_assert_eq!(at(view, one) == at(view, other), one == other);
    }
}
