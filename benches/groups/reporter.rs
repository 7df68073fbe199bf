//! What is in articles that are made up.

use crate::language::Language;
use crate::prose::{Writer, capitalised};
use crate::random::Random;

const SECTIONS: u64 = 16;
/// Words that are used in a section more often than elsewhere, and for an event.
const SECTION_WORDS: usize = 600;
const EVENT_WORDS: usize = 30;
/// Of a hundred words of a text, so many are numbers, are peculiar to its event, and to its section; as measured on
/// newspapers, the first, and so that runs of four words are in several articles as often as they are there, all.
const NUMBERS: usize = 3;
const ABOUT_EVENT: usize = 18;
const ABOUT_SECTION: usize = 25;

/// An article's parts before they are put together.
pub struct Text {
    pub title: String,
    pub lead: String,
    pub paragraphs: Vec<String>,
}

/// What a copy differs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Another title, and words of the paper's own before and after.
    Retitled,
    /// One word in twenty.
    Reworded,
    /// The first half is left.
    Cut,
    Reordered,
    /// Two paragraphs more.
    Extended,
}

impl Edit {
    pub const ALL: [&Self; 5] = [&Self::Retitled, &Self::Reworded, &Self::Cut, &Self::Reordered, &Self::Extended];
}

pub struct Reporter {
    language: Language,
}

impl Reporter {
    pub fn new() -> Self {
        Self { language: Language::new(1719) }
    }

    /// The text with this number, on an event; 420 words on average.
    pub fn news(&self, number: u64, event: u64) -> Text {
        let mut random = Random::new(number.wrapping_mul(0x1719) + 1);
        let title = capitalised(&self.words(event, 12, &mut random).join(" "));
        let lead = self.sentence(event, 30, &mut random);
        let mut left = 90 + random.below(210) + random.below(210);
        let mut paragraphs = Vec::new();
        while left > 0 {
            let paragraph = self.paragraph(event, &mut random);
            left = left.saturating_sub(paragraph.split(' ').count());
            paragraphs.push(paragraph);
        }
        // What every paper says again and again.
        if random.below(2) == 0 {
            paragraphs.push(Writer::new(number).sentence());
        }
        Text { title, lead, paragraphs }
    }

    /// As another paper prints it.
    pub fn edited(&self, mut text: Text, edit: Edit, random: &mut Random) -> Text {
        let own = random.next();
        match edit {
            Edit::Retitled => {
                text.title = capitalised(&self.words(own, 12, random).join(" "));
                text.paragraphs.insert(0, self.sentence(own, 15, random));
                text.paragraphs.push(self.sentence(own, 15, random));
            }
            Edit::Reworded => {
                for paragraph in &mut text.paragraphs {
                    let reworded: Vec<&str> = paragraph
                        .split(' ')
                        .map(|word| if random.below(20) == 0 { self.language.word(random) } else { word })
                        .collect();
                    *paragraph = reworded.join(" ");
                }
            }
            Edit::Cut => text.paragraphs.truncate(text.paragraphs.len().div_ceil(2)),
            Edit::Reordered => text.paragraphs.rotate_left(1),
            Edit::Extended => {
                text.paragraphs.push(self.paragraph(own, random));
                text.paragraphs.push(self.paragraph(own, random));
            }
        }
        text
    }

    /// From a template: the same words with numbers, and a place, of its own.
    pub fn notice(template: u64, random: &mut Random) -> Text {
        let mut writer = Writer::new(template << 32);
        let place = Writer::new(random.next()).place();
        let mut filled = |text: &str| -> String {
            let fill = |word: &str| {
                let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
                if is_number { random.between(2, 990).to_string() } else { word.to_owned() }
            };
            text.split(' ').map(fill).collect::<Vec<_>>().join(" ")
        };
        let title = filled(&format!("{} {place} ngày 12", writer.headline()));
        let lead = filled(&writer.sentence());
        let paragraphs = (0..5).map(|_| filled(&writer.paragraph())).collect();
        Text { title, lead, paragraphs }
    }

    /// Three sentences.
    fn paragraph(&self, event: u64, random: &mut Random) -> String {
        let sentences: Vec<String> = (0..3).map(|_| self.sentence(event, 22, random)).collect();
        sentences.join(" ")
    }

    /// Of about so many words.
    fn sentence(&self, event: u64, length: usize, random: &mut Random) -> String {
        let mut words = self.words(event, length, random);
        let comma = random.below(words.len());
        words[comma] += ",";
        let mut sentence = capitalised(&words.join(" "));
        sentence.truncate(sentence.trim_end_matches(',').len());
        sentence + "."
    }

    fn words(&self, event: u64, about: usize, random: &mut Random) -> Vec<String> {
        let section = event % SECTIONS;
        // Words of two syllables count twice.
        let count = random.between(about / 2, about * 3 / 4);
        let word = |_| match random.below(100) {
            drawn if drawn < NUMBERS => random.between(2, 2_030).to_string(),
            drawn if drawn < NUMBERS + ABOUT_EVENT => self.peculiar(event, EVENT_WORDS, random),
            drawn if drawn < NUMBERS + ABOUT_EVENT + ABOUT_SECTION => {
                self.peculiar(u64::from(u32::MAX) + section, SECTION_WORDS, random)
            }
            _ => self.language.word(random).to_owned(),
        };
        (0..count).map(word).collect()
    }

    /// Of the so many words that are peculiar to a subject, the first more often than the last.
    fn peculiar(&self, subject: u64, count: usize, random: &mut Random) -> String {
        let nth = random.below(count) * random.below(count) / count;
        self.language.peculiar(subject, nth).to_owned()
    }
}
