//! Blind signatures on invitations: RSABSSA-SHA384-PSS-Randomized (RFC 9474). The city signs a
//! token without seeing it, and later cannot tell whose it is. Only the server's side is here; the
//! browser's is `assets/survey.js`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::Error;
use kernel::error::Result;
use platform::vault::sha256;
use rand::CryptoRng;
use rsa::hazmat::rsa_decrypt_and_check;
use rsa::pkcs8::{
    DecodePrivateKey as _, DecodePublicKey as _, EncodePrivateKey as _, EncodePublicKey as _,
};
use rsa::traits::PublicKeyParts as _;
use rsa::{BoxedUint, PrivateKey, Pss, PublicKey};
use sha2::{Digest as _, Sha384};
use uuid::Uuid;

/// Bits of a key.
const BITS: usize = 2048;
const SIGNATURE: usize = BITS / 8;
const MESSAGE: usize = 32;
/// RFC 9474, section 4.1: PrepareRandomize puts 32 random bytes before the message.
const RANDOMIZER: usize = 32;
/// RFC 9474, section 5: the salt is as long as the hash.
const SALT: usize = 48;

/// A key of one unit in one round.
#[derive(Clone)]
pub struct Keys {
    /// What verifies: SubjectPublicKeyInfo, DER.
    pub public: Vec<u8>,
    /// What signs: PKCS#8, DER.
    pub secret: Vec<u8>,
}

/// Makes a key. Slow: tens to hundreds of milliseconds.
///
/// # Errors
/// When no primes are found.
pub fn make(rng: &mut (impl CryptoRng + ?Sized)) -> Result<Keys> {
    let secret = PrivateKey::new(rng, BITS).map_err(Error::internal)?;
    let public = secret.to_public_key().to_public_key_der().map_err(Error::internal)?;
    let secret = secret.to_pkcs8_der().map_err(Error::internal)?;
    Ok(Keys { public: public.as_bytes().to_vec(), secret: secret.as_bytes().to_vec() })
}

/// The modulus of a public key, which the browser blinds with (the exponent is 65537).
///
/// # Errors
/// When the bytes are no key.
pub fn modulus(public: &[u8]) -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(read(public)?.n_bytes()))
}

fn read(public: &[u8]) -> Result<PublicKey> {
    PublicKey::from_public_key_der(public).map_err(Error::internal)
}

/// Signs what a browser has blinded, both in base64url (RFC 9474, section 4.3, BlindSign; the
/// result is checked against the public key before it leaves).
///
/// # Errors
/// `surveys-error-token` when it is no blinded message under this key.
pub fn blind_sign(
    secret: &[u8],
    blinded: &str,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<String> {
    let wrong = || Error::invalid("surveys-error-token");
    let key = PrivateKey::from_pkcs8_der(secret).map_err(Error::internal)?;
    let blinded = URL_SAFE_NO_PAD.decode(blinded.trim()).map_err(|_| wrong())?;
    if blinded.len() != key.size() {
        return Err(wrong());
    }
    let bits = key.n().bits_precision();
    let message = BoxedUint::from_be_slice(&blinded, bits).map_err(|_| wrong())?;
    if message >= **key.n() {
        return Err(wrong());
    }
    let signed = rsa_decrypt_and_check(&key, Some(rng), &message).map_err(Error::internal)?;
    let bytes = signed.to_be_bytes();
    let signature = bytes.get(bytes.len() - key.size()..).ok_or_else(wrong)?;
    Ok(URL_SAFE_NO_PAD.encode(signature))
}

/// A token as it is shown: round, unit, and message, randomizer and signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The round.
    pub round: Uuid,
    /// Code of the unit.
    pub unit: String,
    bytes: Vec<u8>,
}

impl Token {
    /// Reads `round.unit.base64url`.
    ///
    /// # Errors
    /// `surveys-error-credential` when it is none.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = || Error::invalid("surveys-error-credential");
        let mut parts = text.trim().splitn(3, '.');
        let mut next = || parts.next().ok_or_else(wrong);
        let round = next()?.parse().map_err(|_| wrong())?;
        let unit = next()?.to_owned();
        let bytes = URL_SAFE_NO_PAD.decode(next()?).map_err(|_| wrong())?;
        if bytes.len() != MESSAGE + RANDOMIZER + SIGNATURE {
            return Err(wrong());
        }
        Ok(Self { round, unit, bytes })
    }

    /// From its parts, as a browser puts it together.
    pub fn new(
        round: Uuid,
        unit: &str,
        message: &[u8],
        randomizer: &[u8],
        signature: &[u8],
    ) -> Self {
        Self { round, unit: unit.to_owned(), bytes: [message, randomizer, signature].concat() }
    }

    /// The text that [`Token::parse`] reads.
    pub fn text(&self) -> String {
        format!("{}.{}.{}", self.round, self.unit, URL_SAFE_NO_PAD.encode(&self.bytes))
    }

    /// Whether the key of its unit signed it.
    ///
    /// # Errors
    /// `surveys-error-credential` when it did not.
    pub fn verify(&self, public: &[u8]) -> Result<()> {
        let (message, rest) = self.bytes.split_at(MESSAGE);
        let (randomizer, signature) = rest.split_at(RANDOMIZER);
        let hash = Sha384::new().chain_update(randomizer).chain_update(message).finalize();
        let scheme = Pss::<Sha384>::new_with_salt(SALT);
        let good = read(public)?.verify(scheme, &hash, signature);
        good.map_err(|_| Error::invalid("surveys-error-credential"))
    }

    /// By what it is remembered when it was used: the message, of which there is only one.
    pub fn spent(&self) -> Vec<u8> {
        sha256(&self.bytes[..MESSAGE]).to_vec()
    }
}
