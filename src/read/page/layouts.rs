//! Where the page layouts that Vietnamese newsrooms share keep their parts. An operator's selectors go before these.

use std::sync::LazyLock;

use crate::read::html::selectors::Selectors;

/// Containers of the text, the most specific first: the publishing systems of `VCCorp` (tuoitre.vn, cafef.vn,
/// baochinhphu.vn …), `ZCE` (nhandan.vn, sggp.org.vn …), `VnExpress`, Dân trí, `ePi` (hanoimoi.vn …), provincial papers,
/// ministries.
pub(super) static BODIES: LazyLock<Selectors> = LazyLock::new(|| {
    Selectors::of(&[
        "div.detail-content[data-role=content]",
        "[data-role=content]",
        "div.detail-cmain",
        "div.afcbc-body",
        "div.vnbcbc-body",
        "article.fck_detail",
        ".singular-content",
        "div.article__body",
        ".b-maincontent .entry",
        "article.entry",
        "div#content-detail",
        "[itemprop=articleBody]",
        "#newscontents .content-fck",
        "#divNewsDetails",
        "article.noi-dung-chi-tiet-tin",
        "div.journal-content-article",
        "#news-bodyhtml",
        "#divArticleDescription",
    ])
});

/// The lead that stands apart from the text.
pub(super) static LEADS: LazyLock<Selectors> = LazyLock::new(|| {
    Selectors::of(&[
        "[data-role=sapo]",
        ".detail-sapo",
        "div.article__sapo",
        "p.description",
        ".singular-sapo",
        ".sc-longform-header-sapo",
        ".block-sc-sapo",
        "h2.main-intro",
        "h4.sapo",
        "p.sapo",
        ".sapo-chi-tiet-tin",
        ".hometext",
        ".sapo",
    ])
});

pub(super) static AUTHORS: LazyLock<Selectors> = LazyLock::new(|| {
    Selectors::of(&[
        "[itemprop=author] [itemprop=name]",
        "[data-role=author]",
        "[rel=author]",
        ".article__author",
        ".author-name",
        ".author_mail",
        "[itemprop=author]",
        "div.pseudonym",
        ".sc-longform-header-author",
        ".detail-author",
        ".author-info .name",
    ])
});

pub(super) static DATES: LazyLock<Selectors> = LazyLock::new(|| {
    Selectors::of(&[
        "[itemprop=datePublished]",
        "[data-role=publishdate]",
        "article time[datetime]",
        "time[datetime]",
        ".sc-longform-header-date",
        ".detail-time",
        ".article__meta .time",
    ])
});
