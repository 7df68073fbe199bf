//! A progress bar on a terminal; nothing elsewhere, where the log tells.

use std::io::{self, IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::Event;

#[derive(Clone, Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg:9} {wide_bar:.cyan} {pos}/{len}") {
            bar.set_style(style);
        }
        Self { bar }
    }

    pub(super) fn on(&self, event: Event) {
        match event {
            Event::PollsDue(count) => self.begin("polling", count),
            Event::PagesDue(count) => self.begin("reading", count),
            Event::ArticlesDue(count) => self.begin("judging", count),
            Event::Polled | Event::PageTried | Event::Judged => self.bar.inc(1),
            Event::Publishing => self.finish(),
        }
    }

    pub(super) fn finish(&self) {
        self.bar.set_draw_target(ProgressDrawTarget::hidden());
    }

    fn begin(&self, message: &'static str, count: usize) {
        self.bar.set_length(u64::try_from(count).unwrap_or(u64::MAX));
        self.bar.set_position(0);
        self.bar.set_message(message);
        // An empty step isn't worth a flicker.
        if count > 0 && io::stderr().is_terminal() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

/// Log lines go above the bar and not through it.
impl Write for Progress {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.bar.suspend(|| io::stderr().write(line))
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
