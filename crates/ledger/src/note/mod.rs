//! Signed notes (C2SP signed-note): a text, an empty line, and the lines of those who signed it.

mod key;

pub use key::{KeyError, KeyType, SigningKey, VerifierKey};

use std::fmt;
use std::str::FromStr;

use crate::text::{base64, unbase64};

/// The longest note, in bytes.
pub const MAX_NOTE: usize = 1_000_000;
/// The most signatures that are read.
pub const MAX_SIGNATURES: usize = 64;
/// How a signature line begins.
const DASH: &str = "— ";

/// Why a note cannot be read, or is not signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// More than [`MAX_NOTE`].
    #[error("the note has {0} bytes; at most 1,000,000 are read")]
    TooLong(usize),
    /// A control character other than the end of a line.
    #[error("line {0} of the note holds a control character")]
    Control(usize),
    /// The text does not end with a line.
    #[error("the text of the note does not end with a line break")]
    Unfinished,
    /// Nothing separates text and signatures.
    #[error("the note has no empty line between its text and its signatures")]
    NoSignatures,
    /// A line below the last empty line that is no signature.
    #[error("line {0} of the note is no signature: write a dash, a name and base64")]
    NotASignature(usize),
    /// More than [`MAX_SIGNATURES`].
    #[error("the note has more than 64 signatures")]
    TooMany,
    /// The key did not sign.
    #[error("the note is not signed by {0}")]
    NotSigned(String),
    /// The key's line does not fit the text.
    #[error("the signature of {0} does not fit the text: the text or the signature was changed")]
    Wrong(String),
    /// A key of one kind where another is needed.
    #[error("{name} is a key for {found}, and this needs one for {expected}")]
    Kind {
        /// Name of the key.
        name: String,
        /// What it signs.
        found: KeyType,
        /// What must be signed.
        expected: KeyType,
    },
}

/// A signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    name: String,
    id: u32,
    bytes: Vec<u8>,
}

impl Signature {
    /// Name of the key.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Id of the key: the first four bytes of a hash.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// What the key made.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn parse(line: &str) -> Option<Self> {
        let (name, signature) = line.strip_prefix(DASH)?.split_once(' ')?;
        let signature = unbase64(signature)?;
        let (id, bytes) = signature.split_first_chunk::<4>()?;
        let usable = key::is_name(name) && !bytes.is_empty();
        usable.then(|| Self {
            name: name.to_owned(),
            id: u32::from_be_bytes(*id),
            bytes: bytes.to_vec(),
        })
    }
}

impl fmt::Display for Signature {
    /// The line, with its line break.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = [self.id.to_be_bytes().as_slice(), &self.bytes].concat();
        writeln!(f, "{DASH}{} {}", self.name, base64(&whole))
    }
}

/// A text with at least one signature. Whose signatures they are, and whether they fit, only
/// [`Note::verify`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

impl Note {
    /// Signs `text`.
    ///
    /// # Errors
    /// When the text may not stand in a note, or the key is a witness's.
    pub fn sign(text: String, key: &SigningKey) -> Result<Self, Error> {
        key.expect_kind(KeyType::Ed25519)?;
        check_text(&text)?;
        let signature = key.signature(key.sign(text.as_bytes()).to_vec());
        Self { text, signatures: Vec::new() }.with(signature)
    }

    /// The text, with its last line break.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures, in their order.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// The note with one more signature.
    ///
    /// # Errors
    /// When it has the most that it may have.
    pub fn with(mut self, signature: Signature) -> Result<Self, Error> {
        if self.signatures.len() == MAX_SIGNATURES {
            return Err(Error::TooMany);
        }
        self.signatures.push(signature);
        Ok(self)
    }

    /// The signatures under the name and id of `key`.
    pub(crate) fn signatures_of<'n>(
        &'n self,
        key: &'n VerifierKey,
    ) -> impl Iterator<Item = &'n Signature> {
        self.signatures.iter().filter(|line| line.name == key.name() && line.id == key.id())
    }

    /// Checks that `key` signed the text. Lines of other keys are not looked at.
    ///
    /// # Errors
    /// When it did not sign, or any of its lines does not fit the text.
    pub fn verify(&self, key: &VerifierKey) -> Result<(), Error> {
        key.expect_kind(KeyType::Ed25519)?;
        let mut signed = false;
        for signature in self.signatures_of(key) {
            if !key.fits(self.text.as_bytes(), signature.bytes()) {
                return Err(Error::Wrong(key.name().to_owned()));
            }
            signed = true;
        }
        if signed { Ok(()) } else { Err(Error::NotSigned(key.name().to_owned())) }
    }
}

/// Whether `text` may be signed as a note.
fn check_text(text: &str) -> Result<(), Error> {
    if text.len() > MAX_NOTE {
        return Err(Error::TooLong(text.len()));
    }
    let bad = text.split('\n').position(crate::text::has_control);
    if let Some(line) = bad {
        return Err(Error::Control(line + 1));
    }
    if text.ends_with('\n') { Ok(()) } else { Err(Error::Unfinished) }
}

impl FromStr for Note {
    type Err = Error;

    fn from_str(note: &str) -> Result<Self, Error> {
        check_text(note)?;
        let empty = note.rfind("\n\n").ok_or(Error::NoSignatures)?;
        let (text, lines) = (&note[..=empty], &note[empty + 2..]);
        if lines.is_empty() {
            return Err(Error::NoSignatures);
        }
        if lines.lines().count() > MAX_SIGNATURES {
            return Err(Error::TooMany);
        }
        let above = text.lines().count() + 1;
        let signatures = lines.lines().enumerate().map(|(index, line)| {
            Signature::parse(line).ok_or(Error::NotASignature(above + index + 1))
        });
        Ok(Self { text: text.to_owned(), signatures: signatures.collect::<Result<_, _>>()? })
    }
}

impl FromStr for Signature {
    type Err = Error;

    /// Reads one line, with or without its line break.
    fn from_str(line: &str) -> Result<Self, Error> {
        let bare = line.strip_suffix('\n').unwrap_or(line);
        let read = Self::parse(bare).filter(|_| !crate::text::has_control(bare));
        read.ok_or(Error::NotASignature(1))
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| signature.fmt(f))
    }
}
