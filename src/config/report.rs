//! Mistakes as a person reads them: the line, the place underlined, what to do.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, normalize_untrusted_str};

use super::mistake::{Mistake, Mistakes};

/// More than this helps nobody; what is left over is counted.
const SHOWN: usize = 100;

impl Mistakes {
    /// All mistakes, each with its line, the place underlined and a hint, and a last line that counts them. `colour`
    /// adds ANSI escapes.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.decor_style(DecorStyle::Ascii);
        let mut blocks: Vec<String> = self.iter().take(SHOWN).map(|mistake| self.block(&renderer, mistake)).collect();
        if self.count() > SHOWN {
            blocks.push(format!("… and {} more", self.count() - SHOWN));
        }
        let count = match self.count() {
            1 => "1 mistake".to_owned(),
            count => format!("{count} mistakes"),
        };
        blocks.push(format!("{}: {count}\n", normalize_untrusted_str(&self.file)));
        blocks.join("\n\n")
    }

    fn block(&self, renderer: &Renderer, mistake: &Mistake) -> String {
        // Only the lines concerned are handed over: the renderer looks at every line that it is given.
        let spans = || mistake.related.iter().map(|related| &related.span).chain([&mistake.span]);
        let first = spans().map(|span| span.start).min().unwrap_or_default();
        let last = spans().map(|span| span.end).max().unwrap_or_default();
        let start = self.text[..first].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[last..].find('\n').map_or(self.text.len(), |at| last + at + 1);
        let line = 1 + self.text[..start].matches('\n').count();

        let place = AnnotationKind::Primary.span(mistake.span.start - start..mistake.span.end - start);
        let others = mistake.related.iter().map(|related| {
            AnnotationKind::Context
                .span(related.span.start - start..related.span.end - start)
                .label(normalize_untrusted_str(&related.label))
        });
        let snippet = Snippet::source(&self.text[start..end])
            .line_start(line)
            .path(normalize_untrusted_str(&self.file))
            .annotation(place)
            .annotations(others);
        let hint = mistake.hint.as_ref().map(|hint| Level::HELP.message(normalize_untrusted_str(hint)));
        renderer.render(&[Level::ERROR.primary_title(mistake.message.as_str()).element(snippet).elements(hint)])
    }
}
