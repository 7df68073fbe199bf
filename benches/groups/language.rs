//! A language like Vietnamese, from a seed: words are as frequent in it as they are in newspapers, and made of syllables
//! that Vietnamese has or could have. Stock phrases alone (`common/prose.rs`) would make all articles alike.

use unicode_normalization::UnicodeNormalization;

use crate::random::Random;

/// The commonest words, commonest first.
const COMMON: &str = "của và các là có được trong đã cho với không người một này những khi để ở từ đến về cũng năm theo tại \
    vào ra nhiều như trên sẽ còn phải ngày sau đó việc làm nhà đồng nước công thì bị do hơn nên lại đang nhưng qua mới vì \
    chỉ rất cả nhất ông bà anh chị tôi họ đây lên bằng hai ba giữa nếu mà trước cùng đi thành biết chưa nói hay cơ quan \
    tỉnh xã huyện thủ tướng chính phủ quốc gia hội nghị kinh tế thị trường giá học sinh";

/// Initial consonants; `|` before what is written instead when i, e, ê or y follow.
const ONSETS: &[&str] = &[
    "", "b", "c|k", "ch", "d", "đ", "g|gh", "h", "kh", "l", "m", "n", "ng|ngh", "nh", "ph", "r", "s", "t", "th", "tr",
    "v", "x",
];

/// The rest of a syllable; the tone mark goes where `_` is.
const RHYMES: &str = "a_ a_c a_ch a_i a_m a_n a_ng a_nh a_o a_p a_t a_u a_y ă_c ă_m ă_n ă_ng ă_p ă_t â_c â_m â_n â_ng â_p \
    â_t â_u â_y e_ e_m e_n e_o e_p e_t ê_ ê_ch ê_m ê_n ê_nh ê_t ê_u i_ i_ch i_m i_n i_nh i_p i_t i_u iê_c iê_m iê_n iê_ng \
    iê_p iê_t iê_u o_ o_c o_i o_m o_n o_ng o_p o_t o_a oa_n oa_ng oa_t ô_ ô_c ô_i ô_m ô_n ô_ng ô_p ô_t ơ_ ơ_i ơ_m ơ_n ơ_p \
    ơ_t u_ u_c u_i u_m u_n u_ng u_p u_t u_a uâ_n uâ_t uô_c uô_i uô_n uô_ng uô_t uyê_n uyê_t ư_ ư_c ư_ng ư_t ư_a ươ_c ươ_i \
    ươ_m ươ_n ươ_ng ươ_p ươ_t ươ_u";

/// None, grave, hook, tilde, acute, dot below; a syllable that ends in c, ch, p or t has one of the last two, here the
/// first two.
const TONES: [&str; 6] = ["\u{301}", "\u{323}", "", "\u{300}", "\u{309}", "\u{303}"];

/// Of the syllables that there could be, so many are in use, as in Vietnamese newspapers.
const SYLLABLES: usize = 2_500;
const WORDS: usize = 20_000;
/// Of Zipf–Mandelbrot's law, 1 / (rank + shift): fitted to syllables in newspapers, of which the commonest is one in 84,
/// the hundredth one in 540, and the thousandth one in 6,000.
const SHIFT: usize = 3;

/// Words, by how frequent they are.
pub struct Language {
    words: Vec<String>,
    /// Of as many drawings as the last says, so many give a word up to this one.
    cumulative: Vec<u64>,
    /// So many words are common.
    common: usize,
}

impl Language {
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut syllables = syllables();
        shuffle(&mut syllables, &mut random);
        syllables.truncate(SYLLABLES);
        let mut words: Vec<String> = COMMON.split_whitespace().map(str::to_owned).collect();
        let common = words.len();
        while words.len() < WORDS {
            // Common syllables are in many words.
            let mut syllable = || {
                let [a, b] = [random.below(SYLLABLES), random.below(SYLLABLES)];
                syllables[a * b / SYLLABLES].clone()
            };
            let (first, second) = (syllable(), syllable());
            words.push(if random.below(10) < 3 { first } else { format!("{first} {second}") });
        }
        let weights = (0..words.len()).map(|rank| u64::from(u32::MAX) / (rank + SHIFT + 1) as u64);
        let cumulative = weights
            .scan(0, |sum, weight| {
                *sum += weight;
                Some(*sum)
            })
            .collect();
        Self { words, cumulative, common }
    }

    /// A word, common ones more often than rare ones.
    pub fn word(&self, random: &mut Random) -> &str {
        let all = self.cumulative.last().copied().unwrap_or(1);
        let drawn = random.next() % all;
        &self.words[self.cumulative.partition_point(|sum| *sum <= drawn)]
    }

    /// The `nth` of the words that are peculiar to a subject: none of them is common.
    pub fn peculiar(&self, subject: u64, nth: usize) -> &str {
        let rare = &self.words[self.common..];
        &rare[Random::new((subject << 16) ^ nth as u64).below(rare.len())]
    }
}

fn syllables() -> Vec<String> {
    let mut made = Vec::new();
    for onset in ONSETS {
        let (plain, before_front) = onset.split_once('|').unwrap_or((onset, onset));
        for rhyme in RHYMES.split_whitespace() {
            let onset = if rhyme.starts_with(['i', 'e', 'ê']) { before_front } else { plain };
            let tones = if rhyme.ends_with(['c', 'h', 'p', 't']) && !rhyme.ends_with("nh") { 2 } else { 6 };
            made.extend(
                TONES[..tones].iter().map(|tone| format!("{onset}{}", rhyme.replace('_', tone)).nfc().collect()),
            );
        }
    }
    made
}

/// Fisher and Yates's.
fn shuffle<T>(items: &mut [T], random: &mut Random) {
    for last in (1..items.len()).rev() {
        items.swap(last, random.below(last + 1));
    }
}
