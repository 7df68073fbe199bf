//! How another paper's headline differs from the story's.

/// A run of a headline's words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) text: String,
    /// Whether the story's headline has none of these words.
    pub(super) is_other: bool,
}

/// `title` in runs; empty where it says the same words as `known` in the same order. Case and punctuation around words
/// don't count.
pub(super) fn parts(title: &str, known: &str) -> Vec<Part> {
    let known: Vec<String> = known.split_whitespace().map(bare).collect();
    let words: Vec<(&str, String)> = title.split_whitespace().map(|word| (word, bare(word))).collect();
    if words.iter().map(|(_, bare)| bare).eq(&known) {
        return Vec::new();
    }
    let mut parts: Vec<Part> = Vec::new();
    for (word, bare) in words {
        // A dash alone is no word, and stays in the run that it is in.
        let is_other =
            if bare.is_empty() { parts.last().is_some_and(|part| part.is_other) } else { !known.contains(&bare) };
        match parts.last_mut().filter(|part| part.is_other == is_other) {
            Some(part) => {
                part.text.push(' ');
                part.text.push_str(word);
            }
            None => parts.push(Part { text: word.to_owned(), is_other }),
        }
    }
    parts
}

fn bare(word: &str) -> String {
    word.trim_matches(|character: char| !character.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(title: &str, known: &str) -> String {
        parts(title, known)
            .iter()
            .map(|part| if part.is_other { format!("[{}]", part.text) } else { part.text.clone() })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn words_that_the_storys_headline_lacks_are_told_apart() {
        assert_eq!(
            shown("Cao Bằng: mới giải ngân một phần năm vốn 1719", "Cao Bằng giải ngân 20% vốn Chương trình 1719"),
            "Cao Bằng: [mới] giải ngân [một phần năm] vốn 1719",
        );
        assert_eq!(shown("Nước sạch về Lũng Phìn", "Lũng Phìn có nước"), "Nước [sạch về] Lũng Phìn");
    }

    #[test]
    fn a_headline_that_says_the_same_is_not_shown() {
        assert_eq!(shown("Lũng Phìn có nước", "LŨNG PHÌN CÓ NƯỚC!"), "");
        assert_eq!(shown("có nước Lũng Phìn", "Lũng Phìn có nước"), "có nước Lũng Phìn");
    }

    #[test]
    fn tones_are_words_of_their_own() {
        assert_eq!(shown("ma trận", "má trận"), "[ma] trận");
    }
}
