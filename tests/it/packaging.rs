//! The services and the package, as far as they can be looked at without installing them; `packaging/try-deb.sh` does that.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use crate::repository::{read, root};

const SERVICES: [&str; 2] = ["bantin.service", "bantin-once.service"];

/// What `systemd-analyze security` may make of a service at most, in tenths: it calls up to 2 "safe" or "OK".
const MOST_EXPOSED: u32 = 12;

/// None where there is no systemd.
fn systemd_analyze(arguments: &[&str]) -> Option<Output> {
    let output = Command::new("systemd-analyze").args(arguments).output();
    if output.is_err() {
        println!("skipped: there is no systemd-analyze");
    }
    output.ok()
}

#[test]
fn systemd_accepts_the_units() {
    let folder = tempfile::tempdir().unwrap();
    let units: Vec<PathBuf> =
        SERVICES.iter().chain(&["bantin-once.timer"]).map(|unit| folder.path().join(unit)).collect();
    for unit in &units {
        let name = unit.file_name().unwrap().to_str().unwrap();
        // It asks whether the program is there.
        let text = read(&format!("packaging/{name}")).replace("/usr/bin/bantin", env!("CARGO_BIN_EXE_bantin"));
        fs::write(unit, text).unwrap();
    }
    let mut arguments = vec!["verify", "--man=no"];
    arguments.extend(units.iter().map(|unit| unit.to_str().unwrap()));
    let Some(output) = systemd_analyze(&arguments) else { return };
    // Mistakes in units that are the machine's own are none of ours.
    let said = String::from_utf8_lossy(&output.stderr);
    let ours: Vec<&str> = said.lines().filter(|line| line.contains("bantin")).collect();
    assert!(ours.is_empty(), "{ours:#?}");
}

#[test]
fn systemd_finds_the_services_hardly_exposed() {
    for service in SERVICES {
        let path = root().join("packaging").join(service);
        let threshold = format!("--threshold={MOST_EXPOSED}");
        let arguments = ["security", "--offline=true", "--no-pager", &threshold, path.to_str().unwrap()];
        let Some(output) = systemd_analyze(&arguments) else { return };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

/// The settings of a unit, without comments.
fn settings(unit: &str) -> Vec<String> {
    let text = read(&format!("packaging/{unit}"));
    text.lines().filter(|line| line.contains('=') && !line.starts_with('#')).map(str::to_owned).collect()
}

#[test]
fn both_services_are_shut_into_the_same_box() {
    let boxed = |unit| -> Vec<String> {
        settings(unit)
            .into_iter()
            .skip_while(|setting| !setting.starts_with("User="))
            .take_while(|s| !s.starts_with("WantedBy="))
            .collect()
    };
    let [daemon, once] = SERVICES.map(boxed);
    assert!(daemon.len() > 30, "{daemon:?}");
    assert_eq!(once, daemon);
}

#[test]
fn the_daemons_service_agrees_with_what_the_daemon_does() {
    let settings = settings("bantin.service");
    for expected in ["Type=notify", "NotifyAccess=main", "WatchdogSec=15min", "ExecReload=/bin/kill -HUP $MAINPID"] {
        assert!(settings.iter().any(|setting| setting == expected), "{expected}: {settings:?}");
    }
}

#[test]
fn what_services_and_containers_set_is_what_bantin_asks_for() {
    let known: BTreeSet<String> = read("README.md")
        .lines()
        .filter_map(|line| line.strip_prefix("| `BANTIN_")?.split_once('`').map(|(name, _)| format!("BANTIN_{name}")))
        .collect();
    for file in ["packaging/bantin.service", "packaging/bantin-once.service", "packaging/Containerfile"] {
        let text = read(file);
        let set: Vec<&str> = text
            .split(|c: char| !(c.is_ascii_uppercase() || c == '_'))
            .filter(|word| word.starts_with("BANTIN_"))
            .collect();
        assert!(set.len() >= 3, "{file}");
        for name in set {
            assert!(known.contains(name), "{file} sets {name}, of which the README doesn't know");
        }
    }
}

#[test]
fn the_package_finds_its_files_and_has_the_programs_version() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let package = &manifest["package"]["metadata"]["deb"];
    for asset in package["assets"].as_array().unwrap() {
        let source = asset[0].as_str().unwrap();
        // What is made by packaging/deb.sh, and what is many files.
        if !source.starts_with("target/") && !source.contains('*') {
            assert!(root().join(source).is_file(), "{source}");
        }
    }
    for unit in package["systemd-units"].as_array().unwrap() {
        let begins = ["enable", "start"].iter().any(|what| unit[*what].as_bool() != Some(false));
        assert!(!begins, "nothing is polled under an address that isn't the operator's yet: {unit}");
    }
    let reference =
        read("feeds.toml").lines().next().and_then(|line| line.strip_prefix("#:schema ./")).unwrap().to_owned();
    let ships = |file: &str| {
        let assets = package["assets"].as_array().unwrap();
        assets.iter().any(|asset| asset[0].as_str() == Some(file) && asset[1].as_str() == Some("etc/bantin/"))
    };
    assert!(ships("feeds.toml") && ships(&reference), "{reference} lies beside the feeds.toml that names it");
    let first = format!("bantin ({}-1) ", env!("CARGO_PKG_VERSION"));
    assert!(read("packaging/changelog").starts_with(&first), "packaging/changelog begins with {first}");
}
