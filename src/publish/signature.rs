//! `X-Hub-Signature` (WebSub, section 7.1): whether a body comes from who knows the secret.

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

/// Whether `header`, `method=signature`, signs `body` with `secret`. Compared in constant time. SHA-1 is weak, but most
/// hubs know nothing else, and an HMAC with it still holds.
pub(super) fn is_signed(header: &str, secret: &str, body: &[u8]) -> bool {
    let Some((method, signature)) = header.trim().split_once('=') else { return false };
    let Ok(signature) = data_encoding::HEXLOWER_PERMISSIVE.decode(signature.trim().as_bytes()) else { return false };
    match method.trim().to_ascii_lowercase().as_str() {
        "sha1" => holds::<Hmac<Sha1>>(secret, body, &signature),
        "sha256" => holds::<Hmac<Sha256>>(secret, body, &signature),
        "sha384" => holds::<Hmac<Sha384>>(secret, body, &signature),
        "sha512" => holds::<Hmac<Sha512>>(secret, body, &signature),
        _ => false,
    }
}

fn holds<M: Mac + KeyInit>(secret: &str, body: &[u8], signature: &[u8]) -> bool {
    <M as KeyInit>::new_from_slice(secret.as_bytes())
        .is_ok_and(|hmac| hmac.chain_update(body).verify_slice(signature).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 2202 and RFC 4231, second test cases.
    const KEY: &str = "Jefe";
    const DATA: &[u8] = b"what do ya want for nothing?";
    const SHA256: &str = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    #[test]
    fn every_method_of_the_recommendation_is_known() {
        for signature in [
            "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79".to_owned(),
            format!("sha256={SHA256}"),
            format!("SHA256={}", SHA256.to_uppercase()),
            "sha384=af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"
                .to_owned(),
            "sha512=164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fd\
             caeab1a34d4a6b4b636e070a38bce737"
                .to_owned(),
        ] {
            assert!(is_signed(&signature, KEY, DATA), "{signature}");
            assert!(!is_signed(&signature, "Jeff", DATA), "{signature}");
            assert!(!is_signed(&signature, KEY, b"something else"), "{signature}");
        }
    }

    #[test]
    fn nothing_else_is_a_signature() {
        let cut = &SHA256[..16];
        for header in ["", "sha256", "sha256=", &format!("sha256={cut}"), &format!("md5={SHA256}"), SHA256, "sha1=zz"] {
            assert!(!is_signed(header, KEY, DATA), "{header}");
        }
    }
}
