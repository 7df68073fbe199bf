//! What sentences before say of the matter: which project *của tiểu dự án* means, and whether *trong đó* is of a sum.

use super::programme::{are_together, components, programmes};
use super::{Component, Figure};
use crate::text::Token;

/// Carried from sentence to sentence of a field.
#[derive(Default)]
pub(super) struct Matter {
    /// The project named last.
    component: Option<Component>,
    /// That project, where this sentence speaks of it without its number.
    meant: Option<Component>,
    /// Whether this sentence is of several programmes together.
    is_of_several: bool,
    /// Whether it speaks of a province.
    speaks_of_a_province: bool,
}

impl Matter {
    /// Takes the next sentence in.
    pub fn go_on(&mut self, tokens: &[Token<'_>]) {
        let named = components(tokens);
        self.meant = self.component.filter(|_| named.is_empty() && speaks_of_a_sub_project(tokens));
        self.component = named.last().map(|(_, component)| *component).or(self.component);
        self.speaks_of_a_province = tokens.iter().any(|token| token.folded == "tỉnh");
        let mut programmes = programmes(tokens).into_iter().map(|(_, programme)| programme);
        let first = programmes.next();
        let goes_on = matches!(word(tokens, 0), "trong" | "cụ") && matches!(word(tokens, 1), "đó" | "thể");
        self.is_of_several = are_together(tokens)
            || programmes.any(|other| Some(other) != first)
            || (self.is_of_several && goes_on && first.is_none());
    }

    /// The figure with what its own sentence leaves to those before it.
    pub fn complete(&self, figure: Figure) -> Figure {
        Figure {
            is_of_several: figure.programme.is_none() && self.is_of_several,
            component: figure.component.or(self.meant),
            is_of_a_province: self.speaks_of_a_province,
            ..figure
        }
    }
}

/// *Tiểu dự án* is always a part of a programme; *dự án* is so where it is *dự án này*.
fn speaks_of_a_sub_project(tokens: &[Token<'_>]) -> bool {
    (0..tokens.len()).any(|at| {
        let is_project = (word(tokens, at), word(tokens, at + 1)) == ("dự", "án");
        is_project && ((at > 0 && word(tokens, at - 1) == "tiểu") || word(tokens, at + 2) == "này")
    })
}

fn word<'t>(tokens: &'t [Token<'_>], at: usize) -> &'t str {
    tokens.get(at).map_or("", |token| token.folded.as_str())
}
