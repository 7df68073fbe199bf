//! What HTML's parser makes of elements by their names (HTML Living Standard, 13.2.6), as far as bounds need to know.

/// Kinds of elements, as a set: a name is of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tags(u32);

impl Tags {
    pub(super) const VOID: Self = Self(1);
    /// Elements that hold no markup, or none that an article has. They are left out with what they hold, but for JSON-LD
    /// and titles.
    pub(super) const RAW: Self = Self(1 << 1);
    /// Elements that the parser opens again after they were cut off ("active formatting elements"), but for `a`, of
    /// which there is never more than one.
    pub(super) const FORMATTING: Self = Self(1 << 2);
    pub(super) const TABLE: Self = Self(1 << 3);
    pub(super) const TABLE_PART: Self = Self(1 << 4);
    /// Beyond these no end tag reaches, but for those of tables.
    pub(super) const CELL: Self = Self(1 << 5);
    /// Beyond these an item does not end the item before it ("special" elements but for `address`, `div` and `p`).
    pub(super) const SPECIAL: Self = Self(1 << 6);
    const PARAGRAPH: Self = Self(1 << 7);
    /// These end a paragraph,
    const ENDS_PARAGRAPH: Self = Self(1 << 8);
    /// and beyond these none is ended.
    const AROUND_PARAGRAPH: Self = Self(1 << 9);
    const ITEM: Self = Self(1 << 10);
    const TERM: Self = Self(1 << 11);
    const OPTION: Self = Self(1 << 12);
    const SELECT: Self = Self(1 << 13);
    const COLUMN: Self = Self(1 << 14);
    const ROW: Self = Self(1 << 15);
    const ROWS: Self = Self(1 << 16);

    /// Of an element's name, in whatever case.
    pub(super) fn of(name: &str) -> Self {
        let mut small = [0; LONGEST];
        let Some(small) = small.get_mut(..name.len()) else { return Self::default() };
        small.copy_from_slice(name.as_bytes());
        small.make_ascii_lowercase();
        match &*small {
            b"area" | b"base" | b"br" | b"col" | b"embed" | b"img" | b"input" | b"link" | b"meta" | b"param"
            | b"source" | b"track" | b"wbr" => Self::VOID,
            b"hr" => Self::VOID.or(Self::ENDS_PARAGRAPH),
            b"script" | b"style" | b"noscript" | b"iframe" | b"svg" | b"math" | b"template" | b"object" | b"xmp"
            | b"noembed" | b"noframes" | b"title" | b"textarea" => Self::RAW,
            b"b" | b"big" | b"code" | b"em" | b"font" | b"i" | b"nobr" | b"s" | b"small" | b"strike" | b"strong"
            | b"tt" | b"u" => Self::FORMATTING,
            b"p" => Self::PARAGRAPH.or(Self::ENDS_PARAGRAPH),
            b"div" => Self::ENDS_PARAGRAPH.or(Self::AROUND_PARAGRAPH),
            b"li" => Self::ITEM.or(Self::SPECIAL).or(Self::AROUND_PARAGRAPH),
            b"dt" | b"dd" => Self::TERM.or(Self::SPECIAL),
            b"option" => Self::OPTION,
            b"select" => Self::SELECT.or(Self::SPECIAL),
            b"table" => Self::TABLE
                .or(Self::TABLE_PART)
                .or(Self::CELL)
                .or(Self::SPECIAL)
                .or(Self::ENDS_PARAGRAPH)
                .or(Self::AROUND_PARAGRAPH),
            b"td" | b"th" => {
                Self::COLUMN.or(Self::TABLE_PART).or(Self::CELL).or(Self::SPECIAL).or(Self::AROUND_PARAGRAPH)
            }
            b"caption" => Self::TABLE_PART.or(Self::CELL).or(Self::SPECIAL).or(Self::AROUND_PARAGRAPH),
            b"tr" => Self::ROW.or(Self::TABLE_PART).or(Self::SPECIAL),
            b"tbody" | b"thead" | b"tfoot" => Self::ROWS.or(Self::TABLE_PART).or(Self::SPECIAL),
            b"blockquote" | b"section" | b"article" | b"figure" => {
                Self::SPECIAL.or(Self::ENDS_PARAGRAPH).or(Self::AROUND_PARAGRAPH)
            }
            b"button" => Self::SPECIAL.or(Self::AROUND_PARAGRAPH),
            b"ul" | b"ol" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"form" | b"pre" | b"center"
            | b"header" | b"footer" | b"nav" | b"aside" => Self::SPECIAL.or(Self::ENDS_PARAGRAPH),
            b"dl" | b"main" | b"figcaption" | b"fieldset" | b"details" | b"summary" | b"menu" | b"dir" | b"marquee" => {
                Self::SPECIAL
            }
            _ => Self::default(),
        }
    }

    /// Whether it is of one of these kinds.
    pub(super) fn is(self, kinds: Self) -> bool {
        self.0 & kinds.0 != 0
    }

    /// Which elements an element of this kind ends where it begins, and beyond which it ends none.
    pub(super) fn implied_ends(self) -> Option<(Self, Self)> {
        let within = |kind: Self, fence: Self| self.is(kind).then_some((kind, fence));
        within(Self::ITEM, Self::SPECIAL)
            .or_else(|| within(Self::TERM, Self::SPECIAL))
            .or_else(|| within(Self::OPTION, Self::SELECT))
            .or_else(|| within(Self::COLUMN, Self::ROW.or(Self::TABLE)))
            .or_else(|| within(Self::ROW, Self::TABLE))
            .or_else(|| within(Self::ROWS, Self::TABLE))
            .or_else(|| self.is(Self::ENDS_PARAGRAPH).then_some((Self::PARAGRAPH, Self::AROUND_PARAGRAPH)))
    }

    const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// No name above is longer, in bytes.
const LONGEST: usize = 10;
