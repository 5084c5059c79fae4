//! Keys of notes in the text form of Go's `sumdb/note`.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::Signer as _;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{Error, Signature};
use crate::text::{base64, has_control, unbase64};

/// How the text of a private key begins.
const PRIVATE: &str = "PRIVATE+KEY+";

/// What a key signs. Both are Ed25519.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyType {
    /// The text of a note (type 0x01).
    Ed25519,
    /// Checkpoints of others, with the time (type 0x04, C2SP tlog-cosignature).
    Cosignature,
}

impl KeyType {
    fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::Cosignature => 0x04,
        }
    }

    fn of(byte: u8) -> Option<Self> {
        [Self::Ed25519, Self::Cosignature].into_iter().find(|kind| kind.byte() == byte)
    }
}

impl fmt::Display for KeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ed25519 => "notes (type 1)",
            Self::Cosignature => "cosignatures (type 4)",
        })
    }
}

/// Why a text is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not of the form of keys.
    #[error("a verifier's key is written name+id+base64, with an id of eight hex digits")]
    Form,
    /// Not of the form of private keys.
    #[error("a private key is written PRIVATE+KEY+name+id+base64")]
    PrivateForm,
    /// A name that signature lines cannot hold.
    #[error("{0:?} cannot name a key: it is empty or holds a space, a plus or a control character")]
    Name(String),
    /// A kind of key that this log does not use.
    #[error("the key {name} is of type {kind}; known are 1 (notes) and 4 (cosignatures), Ed25519")]
    Kind {
        /// Name of the key.
        name: String,
        /// Its type byte.
        kind: u8,
    },
    /// The id is not that of this name and key.
    #[error("the id of the key {name} should be {expected}: name, id or key was copied wrongly")]
    Id {
        /// Name of the key.
        name: String,
        /// The id that follows from name and key.
        expected: String,
    },
    /// The bytes are no Ed25519 key.
    #[error("the key {0} is not 32 bytes that are an Ed25519 key")]
    Bytes(String),
}

/// Whether signature lines can hold `name`.
pub(super) fn is_name(name: &str) -> bool {
    let bad = |c: char| c == '+' || c.is_whitespace();
    !name.is_empty() && !name.contains(bad) && !has_control(name)
}

/// The public half of a key, and whose it is.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: KeyType,
    id: u32,
    key: ed25519_dalek::VerifyingKey,
}

impl VerifierKey {
    fn new(name: &str, kind: KeyType, key: ed25519_dalek::VerifyingKey) -> Result<Self, KeyError> {
        if !is_name(name) {
            return Err(KeyError::Name(name.to_owned()));
        }
        let digest = Sha256::new()
            .chain_update(name)
            .chain_update([b'\n', kind.byte()])
            .chain_update(key.as_bytes())
            .finalize();
        let id = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
        Ok(Self { name: name.to_owned(), kind, id, key })
    }

    /// Whose key it is; a log's origin, a witness's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    pub fn kind(&self) -> KeyType {
        self.kind
    }

    /// Its id in signature lines.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Whether it made `signature` over `message`. Signatures that some verifiers accept and
    /// others do not (small-order keys, RFC 8032 section 8.9) never fit.
    pub(crate) fn fits(&self, message: &[u8], signature: &[u8]) -> bool {
        let signature = ed25519_dalek::Signature::from_slice(signature);
        signature.is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }

    /// Whether the two would count twice where each holder counts once.
    pub(crate) fn same_holder(&self, other: &Self) -> bool {
        self.name == other.name || self.key == other.key
    }

    pub(crate) fn expect_kind(&self, expected: KeyType) -> Result<(), Error> {
        let found = self.kind;
        let wrong = || Error::Kind { name: self.name.clone(), found, expected };
        if found == expected { Ok(()) } else { Err(wrong()) }
    }
}

/// The parts of `name+id+base64`.
struct Parts<'t> {
    name: &'t str,
    id: &'t str,
    kind: KeyType,
    bytes: Zeroizing<[u8; 32]>,
}

fn parts(text: &str, form: KeyError) -> Result<Parts<'_>, KeyError> {
    let split = || {
        let (name, rest) = text.split_once('+')?;
        let (id, bytes) = rest.split_once('+')?;
        let bytes = Zeroizing::new(unbase64(bytes)?);
        (!bytes.is_empty()).then_some((name, id, bytes))
    };
    let (name, id, bytes) = split().ok_or(form)?;
    let kind = KeyType::of(bytes[0])
        .ok_or_else(|| KeyError::Kind { name: name.to_owned(), kind: bytes[0] })?;
    let bytes: [u8; 32] = bytes[1..].try_into().map_err(|_| KeyError::Bytes(name.to_owned()))?;
    Ok(Parts { name, id, kind, bytes: Zeroizing::new(bytes) })
}

fn hex(id: u32) -> String {
    format!("{id:08x}")
}

/// The key, if `id` is really its id.
fn with_id(key: VerifierKey, id: &str) -> Result<VerifierKey, KeyError> {
    let expected = hex(key.id);
    if id == expected { Ok(key) } else { Err(KeyError::Id { name: key.name, expected }) }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let Parts { name, id, kind, bytes } = parts(text, KeyError::Form)?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes).ok();
        let key = key.filter(|key| !key.is_weak());
        let key = key.ok_or_else(|| KeyError::Bytes(name.to_owned()))?;
        with_id(Self::new(name, kind, key)?, id)
    }
}

impl fmt::Display for VerifierKey {
    /// `name+id+base64`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&[self.kind.byte()], self.key.as_bytes().as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, hex(self.id), base64(&bytes))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A key that signs. Leaves memory when dropped, and is never shown.
pub struct SigningKey {
    verifier: VerifierKey,
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// The key of `seed`, which must be 32 unpredictable bytes.
    ///
    /// # Errors
    /// When signature lines cannot hold the name.
    pub fn new(name: &str, kind: KeyType, seed: [u8; 32]) -> Result<Self, KeyError> {
        let seed = Zeroizing::new(seed);
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        let verifier = VerifierKey::new(name, kind, key.verifying_key())?;
        Ok(Self { verifier, key })
    }

    /// Whose key it is.
    pub fn name(&self) -> &str {
        self.verifier.name()
    }

    /// The public half.
    pub fn verifier(&self) -> VerifierKey {
        self.verifier.clone()
    }

    /// The text form `PRIVATE+KEY+name+id+base64`: for the key's own file only.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([self.verifier.kind.byte(); 33]);
        bytes[1..].copy_from_slice(self.key.as_bytes());
        let coded = Zeroizing::new(base64(bytes.as_slice()));
        let id = hex(self.verifier.id);
        Zeroizing::new([PRIVATE, self.name(), "+", &id, "+", &coded].concat())
    }

    pub(crate) fn expect_kind(&self, kind: KeyType) -> Result<(), Error> {
        self.verifier.expect_kind(kind)
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }

    /// The signature line around what this key has made.
    pub(crate) fn signature(&self, bytes: Vec<u8>) -> Signature {
        Signature { name: self.name().to_owned(), id: self.verifier.id, bytes }
    }
}

impl FromStr for SigningKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let text = text.strip_prefix(PRIVATE).ok_or(KeyError::PrivateForm)?;
        let Parts { name, id, kind, bytes } = parts(text, KeyError::PrivateForm)?;
        let key = Self::new(name, kind, *bytes)?;
        with_id(key.verifier(), id)?;
        Ok(key)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, redacted)", self.name())
    }
}
