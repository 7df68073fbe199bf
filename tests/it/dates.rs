//! Dates, as newsrooms write them.

use bantin::read::dates::{DateRules, FieldOrder, find_date, parse_date};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use crate::corpus::corpus;

fn hanoi() -> TimeZone {
    TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
}

fn check(text: &str, utc: &str) {
    let read = parse_date(text, &DateRules::in_zone(&hanoi()));
    assert_eq!(read.map(|at| at.to_string()), Some(utc.to_owned()), "{text}");
}

#[test]
fn feeds_dates_are_read_with_the_zones_they_name() {
    check("Sun, 23 Aug 2026 02:00:00 +0700", "2026-08-22T19:00:00Z");
    check("Sun, 23 Aug 26 05:52:00 +0700", "2026-08-22T22:52:00Z");
    check("Sun, 23 Aug 2026 05:49:00 +07", "2026-08-22T22:49:00Z");
    check("Sun, 23 Aug 2026 05:30:00 +07:00", "2026-08-22T22:30:00Z");
    check("Sat, 22 Aug 2026 09:16:02 GMT", "2026-08-22T09:16:02Z");
    check("Mon, 07 Sep 2026 19:41:53 GMT+7", "2026-09-07T12:41:53Z");
    check("Wed, 16 Jul 2025 09:30:00  gMt + 7 ", "2025-07-16T02:30:00Z");
    check("Wed, 16 Jul 2025 09:30:00 ICT", "2025-07-16T02:30:00Z");
    check("Thu, 01 Jan 2004 19:48:21 EST", "2004-01-02T00:48:21Z");
    check("Thu Jan  1 19:48:21 2004", "2004-01-01T12:48:21Z");
    check("Tue, 1 Sept 2026 08:00:00 +0700", "2026-09-01T01:00:00Z");
    check("2024-05-21T15:08:00+07:00", "2024-05-21T08:08:00Z");
    check("2024-05-21T08:08:00.250Z", "2024-05-21T08:08:00.25Z");
    check("2024-05-21 15:08", "2024-05-21T08:08:00Z");
    check("20240521T150800+0700", "2024-05-21T08:08:00Z");
    check("2026-01-08", "2026-01-07T17:00:00Z");
    check("Sun Aug 23 2026 05:30:00 GMT+0700 (Indochina Time)", "2026-08-22T22:30:00Z");
    check("Sun, 23 Aug 2026 05:30:00 +0700 (ICT)", "2026-08-22T22:30:00Z");
}

#[test]
fn vietnamese_dates_are_day_first_and_in_the_sites_zone() {
    check("15:08, 21/05/2024", "2024-05-21T08:08:00Z");
    check("Thứ 5, 28/05/2026 17:00:00 GMT+7", "2026-05-28T10:00:00Z");
    check("Thứ Năm, 10/03/2022, 08:21", "2022-03-10T01:21:00Z");
    check("Thứ hai, ngày 29/07/2024 06:00 AM (GMT+7)", "2024-07-28T23:00:00Z");
    check("Chủ nhật, 03/03/2024 - 9:05 SA", "2024-03-03T02:05:00Z");
    check("Cập nhật: 14:08, 06/12/2024 (GMT+7)", "2024-12-06T07:08:00Z");
    check("20-01-2022, 06:42", "2022-01-19T23:42:00Z");
    check("09/06/2023 - 02:41 PM", "2023-06-09T07:41:00Z");
    check("09/06/2023 2:41 CH", "2023-06-09T07:41:00Z");
    check("15h08 ngày 21.5.2024", "2024-05-21T08:08:00Z");
    check("ngày 21 tháng 5 năm 2024", "2024-05-20T17:00:00Z");
    check("CN, 23 Thg8 2026 05:30:00 +0700", "2026-08-22T22:30:00Z");
    check("21 Tháng Mười Hai, 2024 8:00 sáng", "2024-12-21T01:00:00Z");
    check("April 12, 2012, 9:56 pm", "2012-04-12T14:56:00Z");
}

#[test]
fn month_first_is_read_only_where_the_dates_prove_it() {
    check("8/23/2026 5:20:00\u{202f}AM", "2026-08-22T22:20:00Z");
    check("8/12/2026 2:55:37 PM", "2026-08-12T07:55:37Z");
    check("8/12/2026 14:55", "2026-12-08T07:55:00Z");
    assert_eq!(FieldOrder::of(["8/12/2026 2:55:37 PM", "23/8/2026 2:55:37 PM"]), FieldOrder::DayFirst);
    assert_eq!(FieldOrder::of(["8/12/2026 02:55", "8/23/2026 02:55"]), FieldOrder::MonthFirst);
    let zone = hanoi();
    let day_first = DateRules::in_zone(&zone).ordered(FieldOrder::DayFirst);
    assert_eq!(parse_date("8/23/2026 5:20:00 AM", &day_first), None);
}

#[test]
fn a_clock_that_says_gmt_is_local_where_the_operator_says_so() {
    let zone = hanoi();
    let rules = DateRules { gmt_is_local: true, ..DateRules::in_zone(&zone) };
    for (text, utc) in [
        ("Tue, 21 May 2024 15:08:00 GMT", "2024-05-21T08:08:00Z"),
        ("2024-05-21T15:08:00Z", "2024-05-21T08:08:00Z"),
        ("Tue, 21 May 2024 15:08:00 GMT+7", "2024-05-21T08:08:00Z"),
        ("Tue, 21 May 2024 15:08:00 +0900", "2024-05-21T06:08:00Z"),
    ] {
        assert_eq!(parse_date(text, &rules).map(|at| at.to_string()).as_deref(), Some(utc), "{text}");
    }
}

#[test]
fn what_is_no_certain_date_is_none() {
    let zone = hanoi();
    for text in [
        "",
        "hôm qua",
        "17 giờ trước",
        "2024",
        "05/2024",
        "31/02/2024",
        "32/01/2024",
        "25:00 21/05/2024",
        "15:08",
        "15:08 21/05/2024 (chủ nhật tuần sau)",
        "Minh Thu",
        "21/05/24",
        "12/3/2024/NQ-HĐND",
        "21/05/2024 và 22/05/2024",
        "Sun, 23 Aug 2026 05:49:00 XYZ",
        "99999999999999999999",
        "2024-05-21T15:08:00+99:00",
        "13:00 AM 21/05/2024",
    ] {
        assert_eq!(parse_date(text, &DateRules::in_zone(&zone)), None, "{text}");
    }
}

#[test]
fn relative_dates_count_from_the_now_they_are_given() {
    let zone = hanoi();
    let now: Timestamp = "2024-05-21T08:08:00Z".parse().unwrap();
    let rules = DateRules::in_zone(&zone).at(now);
    for (text, utc) in [
        ("17 giờ trước", "2024-05-20T15:08:00Z"),
        ("5 phút trước", "2024-05-21T08:03:00Z"),
        ("Hôm qua, 09:30", "2024-05-20T02:30:00Z"),
        ("Hôm nay 08:00", "2024-05-21T01:00:00Z"),
        ("hôm kia", "2024-05-18T17:00:00Z"),
        ("vừa xong", "2024-05-21T08:08:00Z"),
        ("3 ngày trước", "2024-05-18T08:08:00Z"),
        ("2 tháng trước", "2024-03-21T08:08:00Z"),
        ("1 năm trước", "2023-05-21T08:08:00Z"),
        ("5 minutes ago", "2024-05-21T08:03:00Z"),
    ] {
        assert_eq!(parse_date(text, &rules).map(|at| at.to_string()).as_deref(), Some(utc), "{text}");
    }
}

#[test]
fn a_date_is_found_in_its_byline() {
    let zone = hanoi();
    let find = |text: &str| find_date(text, &DateRules::in_zone(&zone));
    let line = "Minh Thu - 15:08, 21/05/2024";
    let found = find(line).unwrap();
    assert_eq!((found.at.to_string().as_str(), &line[found.span]), ("2024-05-21T08:08:00Z", "15:08, 21/05/2024"));
    let both = find("Số 12/3/2024, đăng 21/05/2024, lúc 15:08 | Báo Cao Bằng").unwrap();
    assert_eq!(both.at.to_string(), "2024-05-21T08:08:00Z");
    assert_eq!(find("Nghị định số 28/2022/NĐ-CP về tín dụng"), None);
}

#[test]
fn a_relative_date_is_found_between_other_words_where_there_is_no_other() {
    let zone = hanoi();
    let rules = DateRules::in_zone(&zone).at("2024-05-21T08:08:00Z".parse().unwrap());
    for (line, said, utc) in [
        ("Kinh tế | 17 giờ trước", "17 giờ trước", "2024-05-20T15:08:00Z"),
        ("Đăng 5 phút trước - 12 bình luận", "5 phút trước", "2024-05-21T08:03:00Z"),
        ("Xã hội · Hôm qua, 15:08 · Minh Thu", "Hôm qua, 15:08", "2024-05-20T08:08:00Z"),
        ("5 ngày trước, tức 15:08 ngày 16/05/2024", "15:08 ngày 16/05/2024", "2024-05-16T08:08:00Z"),
    ] {
        let found = find_date(line, &rules).unwrap_or_else(|| panic!("{line}"));
        assert_eq!((&line[found.span.clone()], found.at.to_string().as_str()), (said, utc), "{line}");
    }
    for line in ["5 xã trước", "hôm ấy", "trước 17 giờ", "99999999999999999999 năm trước"] {
        assert_eq!(find_date(line, &rules), None, "{line}");
    }
    assert_eq!(find_date("Kinh tế | 17 giờ trước", &DateRules::in_zone(&zone)), None, "nothing to count from");
}

#[test]
fn every_form_seen_in_the_wild_is_read() {
    let Some(corpus) = corpus() else { return };
    let table = std::fs::read_to_string(corpus.join("../domain/pubdates.tsv")).unwrap();
    let mut read = 0;
    for line in table.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        // A date that counts from now, and a per-source switch that is off by default.
        let zone = hanoi();
        let (now, gmt_is_local) =
            ("2026-08-23T05:00:00Z".parse().unwrap(), columns[2].starts_with("(rule tz_override"));
        let rules = DateRules { gmt_is_local, ..DateRules::in_zone(&zone).at(now) };
        let utc = if columns[1] == "relative" { "2026-08-22T12:00:00Z" } else { columns[1].split(' ').next().unwrap() };
        assert_eq!(parse_date(columns[0], &rules).map(|at| at.to_string()).as_deref(), Some(utc), "{line}");
        read += 1;
    }
    assert_eq!(read, 22);
}

proptest! {
    #[test]
    fn what_is_formatted_is_read_back(second in 0_i64..4_102_444_800, form in 0_usize..8) {
        let zone = hanoi();
        let at = Timestamp::from_second(second).unwrap();
        // A zone of whole hours, for the forms that can say no other.
        let local = at.to_zoned_datetime(TimeZone::fixed(jiff::tz::offset(7)));
        let text = local.strftime([
            "%a, %d %b %Y %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%:z", "%d/%m/%Y %H:%M:%S GMT+7", "%H:%M:%S, %d-%m-%Y +07",
            "ngày %d tháng %m năm %Y %H:%M:%S (GMT+07:00)", "%B %d, %Y %I:%M:%S %p ICT", "%d.%m.%Y %H:%M:%S +07:00",
            "%Y%m%dT%H%M%S%z",
        ][form]).to_string();
        prop_assert_eq!(parse_date(&text, &DateRules::in_zone(&zone)), Some(at), "{}", text);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,60}|[0-9/:. +TZthứngày-]{0,40}") {
        let zone = hanoi();
        let _ = parse_date(&text, &DateRules::in_zone(&zone));
        if let Some(found) = find_date(&text, &DateRules::in_zone(&zone)) {
            prop_assert!(text.get(found.span).is_some());
        }
    }
}
