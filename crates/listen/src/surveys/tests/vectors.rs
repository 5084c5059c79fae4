//! RFC 9474, appendix A.1: RSABSSA-SHA384-PSS-Randomized.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use platform::vault::SubjectKey;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rsa::pkcs8::EncodePrivateKey as _;
use rsa::{BoxedUint, PrivateKey};
use sha2::{Digest as _, Sha384};

use super::super::token;

const FILE: &str = include_str!("../../../../../tests/vectors/rfc9474.json");

fn bytes(vector: &serde_json::Value, name: &str) -> Vec<u8> {
    let hex = vector[name].as_str().unwrap().trim_start_matches("0x");
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}

fn number(bytes: &[u8]) -> BoxedUint {
    BoxedUint::from_be_slice(bytes, u32::try_from(bytes.len() * 8).unwrap()).unwrap()
}

#[test]
fn the_server_signs_and_verifies_as_the_rfc_has_it() {
    let all: Vec<serde_json::Value> = serde_json::from_str(FILE).unwrap();
    let mut seen = 0;
    for vector in &all {
        let (p, q) = (number(&bytes(vector, "p")), number(&bytes(vector, "q")));
        let key = PrivateKey::from_p_q(p, q, BoxedUint::from(65537_u32)).unwrap();
        let secret = key.to_pkcs8_der().unwrap();
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let blinded = URL_SAFE_NO_PAD.encode(bytes(vector, "blinded_msg"));
        let signed = token::blind_sign(secret.as_bytes(), &blinded, &mut rng).unwrap();
        assert_eq!(URL_SAFE_NO_PAD.decode(signed).unwrap(), bytes(vector, "blind_sig"));
        // The salt of the variants that we use is as long as the hash.
        if vector["salt"].as_str().unwrap().len() < 96 {
            continue;
        }
        seen += 1;
        let hash = Sha384::digest(bytes(vector, "input_msg"));
        let scheme = rsa::Pss::<Sha384>::new_with_salt(48);
        key.to_public_key().verify(scheme, &hash, &bytes(vector, "sig")).unwrap();
    }
    assert!(seen >= 2 && all.len() == 4);
}

#[test]
fn what_is_no_blinded_message_is_refused() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let keys = token::make(&mut rng).unwrap();
    for wrong in ["", "no base64!", "AAAA", &URL_SAFE_NO_PAD.encode([0xff; 256])] {
        assert!(token::blind_sign(&keys.secret, wrong, &mut rng).is_err(), "{wrong}");
    }
    let key = SubjectKey::from_bytes(uuid::Uuid::nil(), [1; 32]);
    assert!(token::modulus(&key.seal("x", b"no key", &mut rng).unwrap()).is_err());
}
