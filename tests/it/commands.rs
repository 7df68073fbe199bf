//! The commands as cron and people run them: the real binary, its exit codes, its lines.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::testbed::TestBed;

/// A command as it is typed in a folder, in a terminal of the usual width.
pub fn bantin(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
    command.args(arguments).current_dir(folder).env_remove("COLUMNS").output().unwrap()
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn bed_with(edit: impl FnOnce(String) -> String) -> TestBed {
    let bed = TestBed::new();
    std::fs::write(bed.folder.path().join("feeds.toml"), edit(bed.feeds_toml())).unwrap();
    bed
}

async fn run(bed: &TestBed, arguments: &'static [&'static str]) -> Output {
    let folder = bed.folder.path().to_owned();
    tokio::task::spawn_blocking(move || bantin(&folder, arguments)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_command_it_says_how_to_begin() {
    let bed = bed_with(|text| text);
    let output = run(&bed, &[]).await;
    assert!(stdout(&output).contains("bantin demo"), "{}", stdout(&output));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pass_with_failing_sources_exits_1_and_names_them_with_their_address() {
    let bed = bed_with(|text| text);
    let output = run(&bed, &["once"]).await;
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(stdout(&output).lines().count(), 1, "one summary line");
    let failing = bed.press.requests().into_iter().find(|request| request.status == 500).unwrap();
    assert!(stderr(&output).contains(&failing.path), "{}", stderr(&output));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_summary_is_json_on_request() {
    let bed = bed_with(|text| text);
    let output = run(&bed, &["once", "--json"]).await;
    let pass: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert!(pass["new_entries"].as_u64().unwrap() > 10);
    assert_eq!(pass["failed"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_feeds_toml_exits_2_and_shows_the_place() {
    let bed = bed_with(|text| text.replacen("[site]", "[site]\ntilte = \"Bản tin\"", 1));
    for command in [&["once"][..], &["check"][..], &["run"][..]] {
        let output = bantin(bed.folder.path(), command);
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        assert!(stderr(&output).contains("tilte"), "{}", stderr(&output));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pass_that_could_not_do_its_work_exits_4() {
    let bed = bed_with(|text| text);
    let public = bed.config().publish.directory;
    std::fs::create_dir_all(&public).unwrap();
    std::fs::write(public.join("ghi-chu.txt"), "of somebody else").unwrap();
    let output = run(&bed, &["once"]).await;
    assert_eq!(output.status.code(), Some(4), "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_pass_at_the_same_time_exits_3() {
    let bed = bed_with(|text| text);
    let _held = bantin::store::Lock::take(&bed.config().store.database).unwrap();
    let output = run(&bed, &["once"]).await;
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_goes_away_is_no_failure_and_a_full_disk_is_one() {
    let bed = bed_with(|text| text);
    let check = |stdout: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
        command.arg("check").current_dir(bed.folder.path()).stdout(stdout).stderr(Stdio::piped()).output().unwrap()
    };
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = check(writer.into());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    if let Ok(full) = std::fs::File::create("/dev/full") {
        let output = check(full.into());
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).starts_with("bantin: cannot write the result"), "{}", stderr(&output));
    }
}

#[test]
fn without_a_feeds_toml_it_says_where_to_get_one() {
    let folder = tempfile::tempdir().unwrap();
    for command in [&["once"][..], &["check"][..], &["run"][..]] {
        let output = bantin(folder.path(), command);
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        assert!(stderr(&output).contains("there is no feeds.toml") && stderr(&output).contains("--config FILE"));
    }
}

#[test]
fn lab_extract_prints_a_line_of_json_for_each_page() {
    let folder = tempfile::tempdir().unwrap();
    let html = std::fs::read_to_string("tests/fixtures/blocks/page.html").unwrap();
    let pages = [
        serde_json::json!({ "id": "one", "url": "https://www.baovungcao.vn/pa-hu.htm", "html": html }),
        serde_json::json!({ "id": 2, "url": "", "html": "no page" }),
    ];
    std::fs::write(folder.path().join("pages.jsonl"), pages.map(|page| page.to_string()).join("\n")).unwrap();
    let output = bantin(folder.path(), &["lab", "extract", "pages.jsonl"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = stdout(&output);
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["id"], &lines[0]["title"]), (&"one".into(), &"Bản Pá Hu có đường mới".into()));
    assert_eq!(lines[0]["provenance"]["text"], "classifier");
    assert_eq!(lines[0]["authors"], serde_json::json!(["Minh Thu"]));
    for field in ["modified", "canonical", "section", "tags", "language"] {
        assert!(lines[0].get(field).is_some() && lines[0]["provenance"].get(field).is_some(), "{field}");
    }
    assert!(lines[0]["missing"].is_null());
    assert_eq!(lines[0]["date"], "2024-05-21T08:08:00Z");
    assert!(lines[0]["text"].as_str().unwrap().contains("Thêm ba cầu dân sinh\nTheo Ban Quản lý"), "{}", lines[0]);
    assert_eq!((&lines[1]["id"], &lines[1]["text"]), (&2.into(), &"".into()));

    let output = bantin(folder.path(), &["lab", "extract", "absent.jsonl"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("absent.jsonl"), "{}", stderr(&output));
}

/// A feeds.toml with a topic and its example.
fn with_example(text: &str, belongs: bool) -> TestBed {
    let topic = format!(
        "\n[[topic]]\nid = 'lua'\nname = 'Lúa'\nstrong = ['lúa nếp']\ncontext = ['đồng ruộng']\n\n[[topic.example]]\ntext = \
         '{text}'\nbelongs = {belongs}\n"
    );
    bed_with(|toml| toml + &topic)
}

#[tokio::test(flavor = "multi_thread")]
async fn check_tries_the_topics_examples() {
    let bed = with_example("Lúa nếp được mùa", true);
    let output = run(&bed, &["check"]).await;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("1 example"), "{}", stdout(&output));
}

#[tokio::test(flavor = "multi_thread")]
async fn check_shows_an_example_that_is_filed_wrongly_at_its_line() {
    for (text, belongs, expected) in [
        ("Lúa nếp được mùa", false, "it has “Lúa nếp” (rule: lúa nếp)"),
        ("Ra đồng ruộng", true, "it has “đồng ruộng” (rule: đồng ruộng), but a context counts"),
        ("Trời mưa", true, "none of the topic's patterns is in it"),
    ] {
        let bed = with_example(text, belongs);
        let line = std::fs::read_to_string(bed.folder.path().join("feeds.toml")).unwrap();
        let line = line.lines().position(|line| line.contains("topic.example")).unwrap() + 1;
        let output = run(&bed, &["check"]).await;
        assert_eq!(output.status.code(), Some(2));
        let shown = stderr(&output);
        assert!(shown.contains(expected) && shown.contains(&format!("feeds.toml:{line}:")), "{shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn topics_score_prints_figures_and_errors_with_their_evidence() {
    let bed = with_example("Lúa nếp được mùa", true);
    let labelled = "{\"id\": \"a\", \"title\": \"Lúa nếp được mùa\", \"topics\": [\"lua\"]}\n\
                    {\"id\": \"b\", \"title\": \"Giá lúa nếp\", \"topics\": []}\n\
                    {\"title\": \"Ra đồng ruộng\", \"topics\": [\"lua\"]}\n";
    std::fs::write(bed.folder.path().join("texts.jsonl"), labelled).unwrap();
    let output = run(&bed, &["topics", "score", "texts.jsonl", "--topic", "lua"]).await;
    let shown = stdout(&output);
    for expected in ["0.500", "b filed under lua: Giá lúa nếp", "line 3 missed by lua", "but a context counts"] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    let output = run(&bed, &["topics", "score", "texts.jsonl", "--topic", "lua", "--json"]).await;
    let scored: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!((&scored["all"]["right"], &scored["all"]["f1"]), (&1.into(), &0.5.into()));
    assert_eq!(scored["errors"][0]["evidence"][0]["quote"], "lúa nếp");
}

#[tokio::test(flavor = "multi_thread")]
async fn topics_score_names_the_line_that_it_cannot_read() {
    let bed = with_example("Lúa nếp được mùa", true);
    for (line, expected) in [("{}", "texts.jsonl:2"), ("{\"title\": \"A\", \"topics\": [\"ngo\"]}", "no topic `ngo`")] {
        std::fs::write(bed.folder.path().join("texts.jsonl"), format!("\n{line}\n")).unwrap();
        let output = run(&bed, &["topics", "score", "texts.jsonl"]).await;
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
}
