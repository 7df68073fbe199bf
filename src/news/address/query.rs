//! Which parameters of an address say what is shown.

use url::form_urlencoded::byte_serialize;

use super::percent::decoded;
use super::views;

/// Parameters that say where a reader came from, and never which article is shown. In lower case.
const TRACKING: &[&str] = &[
    // Google, Bing, Yandex, Meta, X, TikTok, LinkedIn, Zalo: one click each
    "gclid",
    "gclsrc",
    "gbraid",
    "wbraid",
    "dclid",
    "srsltid",
    "msclkid",
    "yclid",
    "ysclid",
    "fbclid",
    "twclid",
    "ttclid",
    "li_fat_id",
    "gidzl",
    "zarsrc",
    "igshid",
    "igsh",
    "rb_clickid",
    "wickedid",
    "_ga",
    "_gl",
    // shares and referrers
    "fb_action_ids",
    "fb_action_types",
    "fb_source",
    "fb_ref",
    "fb_comment_id",
    "ref_src",
    "ref_url",
    "soc_src",
    "soc_trk",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "__twitter_impression",
    "amp_js_v",
    "usqp",
    // newsletters and campaigns
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "hsctatracking",
    "oly_anon_id",
    "oly_enc_id",
    "vero_id",
    "vero_conv",
    "s_cid",
    "icid",
    "ito",
    "cmpid",
    "ns_source",
    "ns_mchannel",
    "ns_campaign",
    "ns_linkname",
    "ns_fee",
    "at_medium",
    "at_campaign",
    "spm",
    "scm",
    "trk",
    // Vietnamese papers
    "vn_source",
    "vn_campaign",
    "vn_medium",
    "vn_term",
    "vn_thumb",
    "vn_zone",
    "vn_aid",
];
const TRACKING_PREFIXES: &[&str] = &["utm_", "pk_", "mtm_", "matomo_", "piwik_", "hmb_", "stm_"];

/// What a server tells its visitors apart by.
const SESSIONS: &[&str] = &["phpsessid", "jsessionid", "aspxautodetectcookiesupport"];

/// `query` with its `?`, without what doesn't say what is shown, in the order of the names, written in one way; empty when
/// nothing is left. Parameters of one name keep their order.
pub(super) fn normal(query: &str) -> String {
    let mut kept: Vec<(String, String)> = query.split('&').filter_map(parameter).collect();
    kept.sort_by(|(a, _), (b, _)| a.cmp(b));
    let pairs: Vec<String> = kept.iter().map(|(name, value)| format!("{name}={value}")).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

fn parameter(pair: &str) -> Option<(String, String)> {
    let (mut name, value) = pair.split_once('=').unwrap_or((pair, ""));
    // HTML that was escaped twice.
    while let Some(rest) = name.strip_prefix("amp;") {
        name = rest;
    }
    // As forms are sent, so that a space has one form. Not through a string: servers of other encodings have bytes here that
    // would all become one sign.
    let [name, value] = [name, value].map(|part| decoded(&part.replace('+', " ")));
    let plain = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase();
    let (plain_name, plain_value) = (plain(&name), plain(&value));
    let says_nothing = (name.is_empty() && value.is_empty())
        || TRACKING.contains(&plain_name.as_str())
        || TRACKING_PREFIXES.iter().any(|prefix| plain_name.starts_with(prefix))
        || SESSIONS.contains(&plain_name.as_str())
        || plain_name.starts_with("aspsessionid")
        || views::is_parameter(&plain_name, &plain_value);
    (!says_nothing).then(|| (byte_serialize(&name).collect(), byte_serialize(&value).collect()))
}
