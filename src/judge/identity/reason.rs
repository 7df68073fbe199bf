//! Why two are the same entry.

use std::fmt;

/// In the order in which they are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SameEntry {
    SameGuid,
    /// The guid changed scheme, `www.`, tracking, letter case or the form of `?p=`.
    SameGuidInAnotherForm,
    SameLink,
    SameLinkAndDate,
    SameLinkAndTitle,
    /// The guid changed its host, and what else there is agrees.
    GuidMovedHost,
    /// The link changed its host, and what else there is agrees.
    LinkMovedHost,
    /// The guid changed its query, and what else there is agrees.
    GuidWithAnotherQuery,
    /// The link changed its query, and what else there is agrees.
    LinkWithAnotherQuery,
    /// Guid and link were replaced.
    SameTitleAndDate,
    /// Guid and link were replaced.
    SameTitleAndText,
    /// There is nothing else to know it by.
    SameTitle,
    /// All but date and text was replaced.
    SameTextAndDate,
    /// All but the text was replaced.
    SameText,
}

impl fmt::Display for SameEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SameGuid => "same guid",
            Self::SameGuidInAnotherForm => "same guid in another form",
            Self::SameLink => "same link",
            Self::SameLinkAndDate => "same link and date",
            Self::SameLinkAndTitle => "same link and title",
            Self::GuidMovedHost => "the guid moved to another host",
            Self::LinkMovedHost => "the link moved to another host",
            Self::GuidWithAnotherQuery => "the guid has another query",
            Self::LinkWithAnotherQuery => "the link has another query",
            Self::SameTitleAndDate => "same title and date under another guid and link",
            Self::SameTitleAndText => "same title and text under another guid and link",
            Self::SameTitle => "same title, and nothing else to know it by",
            Self::SameTextAndDate => "same text and date under another title",
            Self::SameText => "same text under another title",
        })
    }
}
