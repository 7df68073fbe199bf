//! Numbers, money, and the figures of programmes.

use bantin::judge::{Fact, Tokenised};
use bantin::read::Article;
use bantin::text::{Decimal, numeral, quantities, tokens};
use jiff::civil::Date;

use super::{NOW, lossy};

/// A text with figures in it.
pub fn numbers(data: &[u8]) {
    let text = lossy(data);
    let read = tokens(&text);
    let mut end = 0;
    for quantity in quantities(&text, &read) {
        assert!(quantity.start >= end && quantity.start <= quantity.tokens.start, "{quantity:?}");
        assert!(quantity.tokens.start < quantity.tokens.end && quantity.tokens.end <= read.len(), "{quantity:?}");
        assert!(text.contains(quantity.printed));
        end = quantity.tokens.end;
    }
    for at in 0..read.len().min(64) {
        if let Some(number) = numeral(&text, &read[at..]) {
            assert!(number.length > 0 && at + number.length <= read.len());
            reads_back(number.value);
        }
    }
    let article = Article::of_text("", "", &text, NOW);
    let said = &article.body.value.text;
    for fact in Fact::judge(&Tokenised::of(&article), Some(Date::constant(2024, 2, 29))) {
        assert!(said[fact.evidence.at..].starts_with(&fact.evidence.quote), "{fact:?}");
        let stored = serde_json::to_string(&fact).expect("a fact can be stored");
        assert_eq!(serde_json::from_str::<Fact>(&stored).ok().as_ref(), Some(&fact), "{stored}");
    }
}

/// A number that is printed in the Vietnamese way is read back.
fn reads_back(value: Decimal) {
    let printed = value.to_string();
    assert_eq!(numeral(&printed, &tokens(&printed)).map(|read| read.value), Some(value), "{printed}");
}
