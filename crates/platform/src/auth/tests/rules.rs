//! Names, passwords and codes by themselves.

use jiff::Timestamp;
use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;

use crate::auth::LoginName;
use crate::auth::password::{NewPassword, verify};
use crate::auth::totp::TotpSecret;

fn name(text: &str) -> LoginName {
    LoginName::parse(text).expect("a name")
}

#[test]
fn names_that_people_type() {
    assert_eq!(name(" Siti.Rahma ").as_str(), "siti.rahma");
    for bad in ["", "ab", "siti rahma", "siti_rahma", ".siti", "siti-", "sitï", &"a".repeat(41)] {
        assert!(LoginName::parse(bad).is_err(), "{bad:?}");
    }
}

proptest! {
    /// What was read once reads the same again, and holds nothing but the allowed characters.
    #[test]
    fn a_name_is_read_once_and_for_all(text in "[ A-Za-z0-9._@-]{0,45}") {
        if let Ok(name) = LoginName::parse(&text) {
            prop_assert_eq!(LoginName::parse(name.as_str()).ok(), Some(name.clone()));
            let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
            prop_assert!(name.as_str().chars().all(allowed));
        }
    }

    /// A code is accepted at its own step and its two neighbours, and names its own step.
    #[test]
    fn a_code_names_its_step(seed: u64, second in 60i64..4_000_000_000, off in -200i64..200) {
        let secret = TotpSecret::generate(&mut ChaCha20Rng::seed_from_u64(seed));
        let at = |second| Timestamp::from_second(second).expect("an instant");
        let code = secret.code_at(at(second)).expect("a code");
        let now = (second + off).max(0);
        let step = secret.step_of(&code, at(now)).expect("an answer");
        let near = (now / 30 - second / 30).abs() <= 1;
        // Two steps share a code once in a million; then the earlier of them may be named.
        let clash = (-2..=2).any(|other: i64| {
            let moved = (now / 30 + other).max(0) * 30;
            moved / 30 != second / 30 && secret.code_at(at(moved)).is_ok_and(|same| same == code)
        });
        prop_assert!(clash || step == near.then_some(second / 30), "{step:?}");
    }
}

#[test]
fn codes_of_the_specification() {
    // RFC 6238, appendix B (SHA-1), the last six of eight digits; the secret's text by RFC 4648.
    let secret = rfc_secret();
    for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
        let at = Timestamp::from_second(second).expect("an instant");
        assert_eq!(secret.code_at(at).expect("a code"), code);
    }
    assert_eq!(secret.text(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    let uri = secret.uri("Bening Kota Metro", &name("siti.rahma"));
    assert_eq!(
        uri,
        "otpauth://totp/Bening%20Kota%20Metro:siti.rahma?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
         &issuer=Bening%20Kota%20Metro&algorithm=SHA1&digits=6&period=30"
    );
}

/// The secret of the specification's examples, through seal and open.
fn rfc_secret() -> TotpSecret {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let vault = crate::vault::Vault::new(&[7; 32]).expect("a vault");
    let (key, _) = vault.new_key(uuid::Uuid::nil(), &mut rng).expect("a key");
    let sealed = key.seal("account.totp", b"12345678901234567890", &mut rng).expect("sealed");
    TotpSecret::open(&key, &sealed).expect("a secret")
}

#[test]
fn a_code_may_be_typed_in_two_groups_and_nothing_else() {
    let secret = rfc_secret();
    let at = Timestamp::from_second(59).expect("an instant");
    assert_eq!(secret.step_of(" 287 082 ", at).expect("an answer"), Some(1));
    for bad in ["", "28708", "2870822", "+87082", "28708a"] {
        assert_eq!(secret.step_of(bad, at).expect("an answer"), None, "{bad:?}");
    }
}

#[tokio::test]
async fn a_hash_fits_its_password_only_and_says_how_it_was_made() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let password = NewPassword::parse("kuda batre staples", &name("siti")).expect("a password");
    let hash = password.hash(&mut rng).await.expect("a hash");
    assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.as_str());
    assert!(verify("kuda batre staples", Some(hash.as_str())).await.expect("an answer"));
    assert!(!verify("kuda batre stapler", Some(hash.as_str())).await.expect("an answer"));
    assert!(!verify("", None).await.expect("an unknown login is refused, not an error"));
    let again = password.hash(&mut rng).await.expect("a hash");
    assert_ne!(hash, again, "the salt is fresh");
    assert!(verify("x", Some("not a hash")).await.is_err());
}

#[test]
fn passwords_that_everyone_tries_first() {
    let key = |text: &str| NewPassword::parse(text, &name("siti.rahma")).err().map(|e| e.key());
    assert_eq!(key("kuda batre staples"), None);
    assert_eq!(key(&"ab cde fg".repeat(14)), None, "126 characters");
    assert_eq!(key("elevenchars"), Some("auth-password-short"));
    assert_eq!(key(&"ab cde fg".repeat(15)), Some("auth-password-long"));
    for known in ["Password1234", "KotaMetro123", "aaaaaaaaaaaa", "121212121212", "xx-Siti.Rahma-1"]
    {
        assert_eq!(key(known), Some("auth-password-known"), "{known}");
    }
}

#[test]
fn a_generated_password_may_be_set() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    for _ in 0..100 {
        let generated = NewPassword::generate(&mut rng);
        assert!(NewPassword::parse(generated.reveal(), &name("siti.rahma")).is_ok());
    }
}
