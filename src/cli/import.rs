use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::progress::Progress;
use super::{Common, edit_failed, exit, failed, logging, open_draft, say};
use crate::config::edit::{Imported, Invalid};
use crate::{read, render};

#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    common: Common,
    /// What a feed reader exported.
    #[arg(value_name = "FILE.opml")]
    file: PathBuf,
    /// Show what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    pub(super) fn main(self) -> ExitCode {
        logging::start(logging::Level::warnings(self.common.verbose), &Progress::new());
        self.import().unwrap_or_else(|code| code)
    }

    fn import(&self) -> Result<ExitCode, ExitCode> {
        let draft = open_draft(&self.common.config, self.dry_run)?;
        let file = self.file.display();
        let bytes = fs::read(&self.file)
            .map_err(|error| failed(format_args!("cannot read {file}: {error}; name a readable file")))?;
        let outlines = read::opml(&bytes)
            .ok_or_else(|| failed(format_args!("{file} is no OPML: there is no <opml> element in it")))?;
        let imported = draft.import(&outlines);
        if !imported.new.is_empty() {
            let edited = draft.with(&imported.new).map_err(edit_failed)?;
            if !self.dry_run {
                edited.save().map_err(edit_failed)?;
            }
        }
        say::result(self.summary(&imported, outlines.commented).trim_end())?;
        Ok(if imported.invalid.is_empty() { exit::WELL } else { exit::failed() })
    }

    fn summary(&self, imported: &Imported, commented: usize) -> String {
        let Imported { new, known, again, invalid } = imported;
        let feeds_toml = self.common.config.display();
        let mut text = String::new();
        // Writing to a String cannot fail.
        let mut group = |title: &str, count: usize, lines: &mut dyn Iterator<Item = String>| {
            if count > 0 {
                let _ = writeln!(text, "{title}: {count}");
                lines.for_each(|line| {
                    let _ = writeln!(text, "  {}", render::line(&line));
                });
            }
        };
        let added = if self.dry_run { "to be added" } else { "added" };
        let none = &mut std::iter::empty();
        group(added, new.len(), &mut new.iter().map(|it| format!("{}: {} ({})", it.id, it.name, it.url)));
        group(
            &format!("in {feeds_toml} already"),
            known.len(),
            &mut known.iter().map(|(url, id)| format!("{id}: {url}")),
        );
        group("more than once in the file", again.len(), &mut again.iter().map(ToString::to_string));
        group("commented out in the file", commented, none);
        let why = |Invalid { name, address, why }: &Invalid| {
            format!("{}: `{address}` {why}", name.as_deref().unwrap_or("without a name"))
        };
        group("left out", invalid.len(), &mut invalid.iter().map(why));
        let end = match (new.len(), self.dry_run) {
            (0, _) => format!("nothing to add: {feeds_toml} is as it was"),
            (_, true) => format!("--dry-run: {feeds_toml} is as it was"),
            (_, false) => "none of them was asked: `bantin preview URL` shows what one has".to_owned(),
        };
        text.push_str(&end);
        text
    }
}
