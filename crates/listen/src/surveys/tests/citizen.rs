//! The citizen's side of a blind signature, as `assets/survey.js` does it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use num_bigint::BigUint;
use rand::Rng as _;
use rand_chacha::ChaCha20Rng;
use sha2::{Digest as _, Sha384};
use uuid::Uuid;

use super::super::token::{self, Token};

const HASH: usize = 48;
const LENGTH: usize = 256;

/// A token before it is signed.
pub(super) struct Covered {
    message: [u8; 32],
    randomizer: [u8; 32],
    n: BigUint,
    uncover: BigUint,
    /// What goes to the server.
    pub blinded: String,
}

fn hash(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = Sha384::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().to_vec()
}

fn random<const N: usize>(rng: &mut ChaCha20Rng) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill_bytes(&mut bytes);
    bytes
}

fn encode(message: &[u8], rng: &mut ChaCha20Rng) -> Vec<u8> {
    let salt = random::<HASH>(rng);
    let digest = hash(&[&[0; 8], &hash(&[message]), &salt]);
    let mut block = vec![0; LENGTH - HASH - 1];
    let at = block.len() - HASH;
    block[at - 1] = 1;
    block[at..].copy_from_slice(&salt);
    for (counter, part) in (0_u32..).zip(block.chunks_mut(HASH)) {
        let mask = hash(&[&digest, &counter.to_be_bytes()]);
        part.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
    }
    block[0] &= 0x7f;
    [&block[..], &digest, &[0xbc]].concat()
}

fn fixed(number: &BigUint) -> Vec<u8> {
    let bytes = number.to_bytes_be();
    [vec![0; LENGTH - bytes.len()], bytes].concat()
}

pub(super) fn cover(public: &[u8], rng: &mut ChaCha20Rng) -> Covered {
    let n = URL_SAFE_NO_PAD.decode(token::modulus(public).unwrap()).unwrap();
    let n = BigUint::from_bytes_be(&n);
    let (message, randomizer) = (random::<32>(rng), random::<32>(rng));
    let encoded = encode(&[randomizer, message].concat(), rng);
    let cover = BigUint::from_bytes_be(&random::<LENGTH>(rng)) % &n;
    let uncover = cover.modinv(&n).unwrap();
    let covered = BigUint::from_bytes_be(&encoded) * cover.modpow(&BigUint::from(65537_u32), &n);
    let blinded = URL_SAFE_NO_PAD.encode(fixed(&(covered % &n)));
    Covered { message, randomizer, n, uncover, blinded }
}

impl Covered {
    pub(super) fn uncover(&self, round: Uuid, unit: &str, signed: &str) -> Token {
        let signed = BigUint::from_bytes_be(&URL_SAFE_NO_PAD.decode(signed).unwrap());
        let signature = fixed(&(signed * &self.uncover % &self.n));
        Token::new(round, unit, &self.message, &self.randomizer, &signature)
    }
}
