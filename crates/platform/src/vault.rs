//! Keys and what they protect. One master key outside the database; from it, by HKDF-SHA256
//! (RFC 5869), a key that wraps the keys of subjects and a key for look-ups. Personal data stands
//! under the key of its subject (AES-256-GCM); destroying that key erases the person.

use std::path::Path;

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use kernel::Error;
use kernel::error::Result;
use rand::Rng;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;
use zeroize::{Zeroize as _, ZeroizeOnDrop};

const NONCE: usize = 12;

/// The city's keys, held in memory only.
#[derive(ZeroizeOnDrop)]
pub struct Vault {
    wrap: [u8; 32],
    lookup: [u8; 32],
    form: [u8; 32],
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

/// What a look-up value is, so that equal digits of different kinds never meet.
#[derive(Clone, Copy, Debug)]
pub enum Lookup {
    /// A NIK.
    Nik,
    /// A KK number.
    Kk,
    /// A phone number.
    Phone,
    /// An officer in a month, as the public log names them.
    Officer,
    /// Whoever gave something to an officer, by name.
    Giver,
    /// The browser in which a draft was begun, by the draft's code.
    DraftBrowser,
    /// The secret of what a draft becomes, by the draft's code.
    DraftSecret,
    /// An account, where a row must not tell whom it is about.
    Account,
}

impl Vault {
    /// Derives the keys from the 32-byte master key.
    ///
    /// # Errors
    /// Never in practice: the lengths are fixed.
    pub fn new(master: &[u8; 32]) -> Result<Self> {
        let hkdf = Hkdf::<Sha256>::new(None, master);
        Ok(Self {
            wrap: expand(&hkdf, b"bening wrap v1")?,
            lookup: expand(&hkdf, b"bening lookup v1")?,
            form: expand(&hkdf, b"bening form v1")?,
        })
    }

    /// Reads the master key from `path`, or makes one there that only the owner can read.
    ///
    /// # Errors
    /// When the file cannot be read or written, or does not hold 64 hexadecimal digits.
    pub fn open(path: &Path, rng: &mut impl Rng) -> Result<Self> {
        let mut master = match std::fs::read_to_string(path) {
            Ok(text) => parse_hex(text.trim()).ok_or_else(|| {
                Error::internal(format!("{} must hold 64 hexadecimal digits", path.display()))
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => make(path, rng)?,
            Err(error) => return Err(Error::internal(error).context(path.display())),
        };
        let vault = Self::new(&master);
        master.zeroize();
        vault
    }

    /// A key for a new subject, and its wrapped form for the database.
    ///
    /// # Errors
    /// When encryption fails, which the lengths rule out.
    pub fn new_key(&self, subject: Uuid, rng: &mut impl Rng) -> Result<(SubjectKey, Vec<u8>)> {
        let mut key = [0u8; 32];
        rng.fill_bytes(&mut key);
        let wrapped = seal(&self.wrap, subject.as_bytes(), &key, rng)?;
        Ok((SubjectKey { subject, key }, wrapped))
    }

    /// The key of `subject` from its wrapped form.
    ///
    /// # Errors
    /// When the master key is another one, or the row was moved or changed.
    pub fn unwrap_key(&self, subject: Uuid, wrapped: &[u8]) -> Result<SubjectKey> {
        let mut plain = open(&self.wrap, subject.as_bytes(), wrapped)?;
        let key = plain.as_slice().try_into().map_err(|_| Error::internal("key length"))?;
        plain.zeroize();
        Ok(SubjectKey { subject, key })
    }

    /// A keyed hash that finds equal values without storing them (exact match only).
    pub fn lookup(&self, kind: Lookup, value: &str) -> Vec<u8> {
        let tag = match kind {
            Lookup::Nik => "nik:",
            Lookup::Kk => "kk:",
            Lookup::Phone => "phone:",
            Lookup::Officer => "officer:",
            Lookup::Giver => "giver:",
            Lookup::DraftBrowser => "draft browser:",
            Lookup::DraftSecret => "draft secret:",
            Lookup::Account => "account:",
        };
        mac(&self.lookup, &[tag.as_bytes(), value.as_bytes()]).to_vec()
    }
}

impl Vault {
    /// The form token that belongs to the cookie `value`.
    pub fn form_token(&self, value: &str) -> String {
        mac(&self.form, &[value.as_bytes()]).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The key of one subject.
#[derive(Clone, ZeroizeOnDrop)]
pub struct SubjectKey {
    #[zeroize(skip)]
    subject: Uuid,
    key: [u8; 32],
}

impl std::fmt::Debug for SubjectKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SubjectKey({})", self.subject)
    }
}

impl SubjectKey {
    /// A key that is kept elsewhere.
    pub fn from_bytes(subject: Uuid, key: [u8; 32]) -> Self {
        Self { subject, key }
    }

    /// Whose key this is.
    pub fn subject(&self) -> Uuid {
        self.subject
    }

    /// Encrypts `plain`; `purpose` names the place, so that a value cannot be moved to another.
    ///
    /// # Errors
    /// When encryption fails, which only a message of 64 GiB could cause.
    pub fn seal(&self, purpose: &str, plain: &[u8], rng: &mut impl Rng) -> Result<Vec<u8>> {
        seal(&self.key, purpose.as_bytes(), plain, rng)
    }

    /// Decrypts what [`SubjectKey::seal`] made for the same purpose.
    ///
    /// # Errors
    /// When the value was made under another key or purpose, or was changed.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        open(&self.key, purpose.as_bytes(), sealed)
    }

    /// Encrypts a value as JSON.
    ///
    /// # Errors
    /// As [`SubjectKey::seal`].
    pub fn seal_json<T: serde::Serialize>(
        &self,
        purpose: &str,
        value: &T,
        rng: &mut impl Rng,
    ) -> Result<Vec<u8>> {
        let mut plain = serde_json::to_vec(value).map_err(Error::internal)?;
        let sealed = self.seal(purpose, &plain, rng);
        plain.zeroize();
        sealed
    }

    /// Decrypts a value that was sealed as JSON.
    ///
    /// # Errors
    /// As [`SubjectKey::open`], or when the JSON is not a `T`.
    pub fn open_json<T: serde::de::DeserializeOwned>(
        &self,
        purpose: &str,
        sealed: &[u8],
    ) -> Result<T> {
        let mut plain = self.open(purpose, sealed)?;
        let value = serde_json::from_slice(&plain).map_err(Error::internal);
        plain.zeroize();
        value
    }
}

/// HMAC-SHA256 (RFC 2104) over the concatenation of `parts`.
pub fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    #[allow(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Whether `secret` is the one whose SHA-256 was kept: in the same time whatever they are.
pub fn is_secret(secret: &str, kept: &[u8]) -> bool {
    sha256(secret.as_bytes()).as_slice().ct_eq(kept).into()
}

/// SHA-256 of `bytes`.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn expand(hkdf: &Hkdf<Sha256>, info: &[u8]) -> Result<[u8; 32]> {
    let mut key = [0u8; 32];
    hkdf.expand(info, &mut key).map_err(Error::internal)?;
    Ok(key)
}

fn cipher(key: &[u8; 32]) -> Result<Aes256Gcm> {
    Aes256Gcm::new_from_slice(key).map_err(Error::internal)
}

fn seal(key: &[u8; 32], aad: &[u8], plain: &[u8], rng: &mut impl Rng) -> Result<Vec<u8>> {
    let mut nonce = [0u8; NONCE];
    rng.fill_bytes(&mut nonce);
    let text = cipher(key)?
        .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad })
        .map_err(|_| Error::internal("encryption failed"))?;
    let mut sealed = Vec::with_capacity(NONCE + text.len());
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&text);
    Ok(sealed)
}

fn open(key: &[u8; 32], aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>> {
    let (nonce, text) = sealed
        .split_first_chunk::<NONCE>()
        .ok_or_else(|| Error::internal("sealed value too short"))?;
    cipher(key)?
        .decrypt(&Nonce::from(*nonce), Payload { msg: text, aad })
        .map_err(|_| Error::internal("a sealed value does not open: wrong key or changed bytes"))
}

fn parse_hex(text: &str) -> Option<[u8; 32]> {
    let bytes = text.as_bytes();
    if bytes.len() != 64 {
        return None;
    }
    let mut key = [0u8; 32];
    for (byte, pair) in key.iter_mut().zip(bytes.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(key)
}

fn make(path: &Path, rng: &mut impl Rng) -> Result<[u8; 32]> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut key = [0u8; 32];
    rng.fill_bytes(&mut key);
    let text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let written = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.map_err(|error| Error::internal(error).context(path.display()))?;
    Ok(key)
}
