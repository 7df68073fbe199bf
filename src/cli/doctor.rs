use std::fmt::Write as _;
use std::fs;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::progress::Progress;
use super::terminal::{columns, wrapped};
use super::{Common, block_on, exit, logging, say};
use crate::config::{Config, ConfigError, Language};
use crate::pipeline;
use crate::render::{self, Finding, Problem, Severity};

#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    common: Common,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
    /// Don't ask [site] url whether it leads here.
    #[arg(long)]
    offline: bool,
}

/// What was found. Its JSON is for scripts (docs/operating.md): members may be added, never changed.
#[derive(Debug, Serialize)]
struct Report {
    at: Timestamp,
    well: bool,
    findings: Vec<Finding>,
}

impl Doctor {
    pub(super) fn main(self) -> ExitCode {
        logging::start(logging::Level::warnings(self.common.verbose), &Progress::new());
        self.report().unwrap_or_else(|code| code)
    }

    fn report(&self) -> Result<ExitCode, ExitCode> {
        let at = Timestamp::now();
        let (findings, zone) = match Config::load(&self.common.config) {
            Ok(config) => {
                let zone = config.site.zone.clone();
                (self.look(config, at)?, zone)
            }
            Err(error) => (vec![self.misconfigured(&error)], TimeZone::UTC),
        };
        let well = findings.is_empty();
        if self.json {
            say::json("what was found", &Report { at, well, findings })?;
        } else {
            say::result(shown(&findings, &zone, columns()))?;
        }
        Ok(if well { exit::WELL } else { exit::failed() })
    }

    fn look(&self, config: Config, at: Timestamp) -> Result<Vec<Finding>, ExitCode> {
        let wrong = self.examples(&config);
        let doctor = pipeline::Doctor::new(Arc::new(config));
        let found = if self.offline { doctor.look(at) } else { block_on(doctor.look_and_visit(at))? };
        Ok(wrong.into_iter().chain(found.findings).collect())
    }

    fn misconfigured(&self, error: &ConfigError) -> Finding {
        let mistakes = match error {
            ConfigError::Mistakes(mistakes) => mistakes.render(false),
            other => other.to_string(),
        };
        self.about_file(Severity::Critical, Problem::Configuration { mistakes })
    }

    /// Whether the topics file their examples as these say.
    fn examples(&self, config: &Config) -> Option<Finding> {
        let path = &self.common.config;
        let text = fs::read_to_string(path).ok()?;
        let mistakes = config.try_examples(&path.display().to_string(), &text).err()?.render(false);
        Some(self.about_file(Severity::Critical, Problem::Examples { mistakes }))
    }

    fn about_file(&self, severity: Severity, problem: Problem) -> Finding {
        let address = Some(self.common.config.display().to_string());
        Finding { severity, source: None, address, since: None, problem }
    }
}

fn shown(findings: &[Finding], zone: &TimeZone, columns: Option<usize>) -> String {
    if findings.is_empty() {
        return "all is well".to_owned();
    }
    let mut text = String::new();
    // Writing to a String cannot fail.
    for finding in findings {
        let source = finding.source.as_ref().map(ToString::to_string);
        let since = finding.since.map(|since| format!("since {}", say::local(since, zone)));
        let subject: Vec<String> =
            source.into_iter().chain(finding.address.as_deref().map(render::line)).chain(since).collect();
        let _ = writeln!(text, "{}: {}", finding.severity.words(Language::English), subject.join("  "));
        let evidence = finding.evidence(Language::English);
        let evidence = match &finding.problem {
            // It shows the place in the file.
            Problem::Configuration { .. } | Problem::Examples { .. } => evidence,
            _ => wrapped(&evidence, "    ", columns),
        };
        let remedy = format!("→ {}", finding.remedy(Language::English));
        let _ = writeln!(text, "{evidence}\n{}\n", wrapped(&remedy, "    ", columns));
    }
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let errors = say::counted(count(Severity::Error), "1 error", "{n} errors");
    let warnings = say::counted(count(Severity::Warning), "1 warning", "{n} warnings");
    let _ = write!(text, "{} critical, {errors}, {warnings}", count(Severity::Critical));
    text
}
