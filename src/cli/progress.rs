//! A progress bar on a terminal; nothing elsewhere, where the log tells.

use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::Event;

/// The bar isn't drawn for every step, and not later than this after the last.
const REDRAWN: Duration = Duration::from_millis(200);

/// Clones share it.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    steps: Arc<Mutex<Steps>>,
}

/// How far a pass is. The slowest sources are still polled, and pages read, while what the others brought is judged and
/// published; so that these go on where they were.
#[derive(Clone, Copy, Debug, Default)]
struct Steps {
    polls: Step,
    pages: Step,
    articles: Step,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Step {
    done: usize,
    due: usize,
}

impl Step {
    fn none_of(due: usize) -> Self {
        Self { done: 0, due }
    }

    fn one_more(&mut self) {
        self.done += 1;
    }

    fn is_under_way(self) -> bool {
        self.done < self.due
    }
}

impl Steps {
    /// What is to be shown after an event; nothing, where nothing is waited for.
    fn after(&mut self, event: Event) -> Option<(&'static str, Step)> {
        match event {
            Event::PollsDue(count) => *self = Self { polls: Step::none_of(count), ..Self::default() },
            Event::Polled => {
                self.polls.one_more();
                return Some(("polling", self.polls));
            }
            Event::PagesDue(count) => self.pages.due += count,
            Event::PageTried => {
                self.pages.one_more();
                return Some(("reading", self.pages));
            }
            Event::ArticlesDue(count) => self.articles = Step::none_of(count),
            Event::Judged => self.articles.one_more(),
            Event::Publishing => {}
        }
        let steps = [("judging", self.articles), ("reading", self.pages), ("polling", self.polls)];
        steps.into_iter().find(|(_, step)| step.is_under_way())
    }
}

impl Progress {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg:9} {wide_bar:.cyan} {pos}/{len}") {
            bar.set_style(style);
        }
        Self { bar, steps: Arc::default() }
    }

    pub(super) fn on(&self, event: Event) {
        let shown = self.steps.lock().unwrap_or_else(PoisonError::into_inner).after(event);
        match shown {
            Some((message, step)) => self.show(message, step),
            None => self.finish(),
        }
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn show(&self, message: &'static str, Step { done, due }: Step) {
        let number = |count| u64::try_from(count).unwrap_or(u64::MAX);
        self.bar.set_length(number(due));
        self.bar.set_message(message);
        if self.bar.is_finished() {
            self.bar.reset();
            self.bar.enable_steady_tick(REDRAWN);
        }
        self.bar.set_position(number(done));
        // Once for all: another target wouldn't know of the line that this one has drawn.
        if self.bar.is_hidden() && io::stderr().is_terminal() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.bar.enable_steady_tick(REDRAWN);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What is shown after each of the events.
    fn shown(events: &[Event]) -> Vec<String> {
        let mut steps = Steps::default();
        let say = |(message, Step { done, due }): (&str, Step)| format!("{message} {done}/{due}");
        events.iter().map(|event| steps.after(*event).map(say).unwrap_or_default()).collect()
    }

    #[test]
    fn each_step_is_shown_in_its_turn_and_nothing_behind_the_last() {
        use Event::{ArticlesDue, Judged, PageTried, PagesDue, Polled, PollsDue, Publishing};
        let pass = [PollsDue(1), Polled, PagesDue(1), PageTried, ArticlesDue(1), Judged, Publishing];
        let expected = ["polling 0/1", "polling 1/1", "reading 0/1", "reading 1/1", "judging 0/1", "", ""];
        assert_eq!(shown(&pass), expected);
        assert_eq!(shown(&[pass, pass].concat()), [expected, expected].concat(), "the daemon's next pass begins anew");
        assert_eq!(shown(&[PollsDue(0), PagesDue(0), ArticlesDue(0)]), ["", "", ""]);
    }

    #[test]
    fn who_keeps_a_pass_waiting_is_shown_after_each_of_its_rounds() {
        use Event::{ArticlesDue, Judged, PageTried, PagesDue, Polled, PollsDue, Publishing};
        let first = [PollsDue(3), Polled, PagesDue(2), PageTried, ArticlesDue(1), Judged, Publishing];
        let then = [PageTried, ArticlesDue(0), Polled, PagesDue(1), PageTried, ArticlesDue(0), Polled, PagesDue(0)];
        let expected = [
            ["polling 0/3", "polling 1/3", "reading 0/2", "reading 1/2", "judging 0/1", "reading 1/2", "reading 1/2"]
                .as_slice(),
            &["reading 2/2", "polling 1/3", "polling 2/3", "reading 2/3", "reading 3/3", "polling 2/3"],
            &["polling 3/3", ""],
        ];
        assert_eq!(shown(&[first.as_slice(), &then].concat()), expected.concat());
    }
}
