//! One block's features, in an order that never changes between training and use.

/// Whole numbers, so that the trees' thresholds mean the same wherever they are compared.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) values: Vec<i16>,
    /// Kept where they are asked for.
    names: Option<Vec<String>>,
}

/// A little more than the longest row has.
const COLUMNS: usize = 384;

impl Row {
    pub(super) fn new() -> Self {
        Self { values: Vec::with_capacity(COLUMNS), names: None }
    }

    pub(super) fn named() -> Self {
        Self { names: Some(Vec::new()), ..Self::default() }
    }

    pub(super) fn names(self) -> Vec<String> {
        self.names.unwrap_or_default()
    }

    pub(super) fn put(&mut self, group: &str, name: &str, value: impl TryInto<i16>) {
        if let Some(names) = &mut self.names {
            names.push(format!("{group}.{name}"));
        }
        self.values.push(value.try_into().unwrap_or(i16::MAX));
    }

    pub(super) fn flag(&mut self, group: &str, name: &str, value: bool) {
        self.put(group, name, i16::from(value));
    }

    /// In thousandths.
    pub(super) fn share(&mut self, group: &str, name: &str, part: usize, whole: usize) {
        self.put(group, name, (part * 1000).checked_div(whole).unwrap_or(0));
    }
}
