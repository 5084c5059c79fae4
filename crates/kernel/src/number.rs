//! Numbers and codes that people read aloud and type: the number of an application, the secret of
//! its receipt, the code of a draft and that of a mandate. All four are Crockford base 32 (no I, L, O or U).

use std::fmt;
use std::str::FromStr;

use rand::{CryptoRng, Rng};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::Error;
use crate::identity::is_separator;

/// The 32 symbols in the order of their values 0 to 31.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Symbols of an application number, the check symbol included.
const NUMBER: usize = 8;
/// Symbols of a receipt's secret: 16 × 5 = 80 bits.
const SECRET: usize = 16;
/// Symbols of a draft code: 12 × 5 = 60 bits.
const DRAFT: usize = 12;
/// Symbols that stand together in print.
const GROUP: usize = 4;
/// The check symbol is the value of the seven others modulo this.
const CHECK_MODULUS: u64 = 31;

/// Which of the codes was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// [`ApplicationNumber`].
    Number,
    /// [`Secret`].
    Secret,
    /// [`DraftCode`].
    Draft,
    /// [`MandateCode`].
    Mandate,
}

/// Why a typed number or code was refused. Never holds what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Too few or too many symbols.
    #[error("{code:?} has {found} symbols instead of {expected}; copy it again in full")]
    Length {
        /// Which code.
        code: Code,
        /// Symbols that it must have.
        expected: usize,
        /// Symbols that were typed, separators aside.
        found: usize,
    },
    /// A character that is no Crockford symbol, such as `U`.
    #[error("{code:?} has an impossible character at position {position}; copy it again")]
    Symbol {
        /// Which code.
        code: Code,
        /// Place in the typed text, counted from 1.
        position: usize,
    },
    /// The check symbol does not fit the seven others.
    #[error("Number has a check symbol that does not fit; copy it again from the receipt")]
    Check,
}

impl NumberError {
    /// Key of the public text; the text needs no values.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Length { code: Code::Number, .. } => "number-length",
            Self::Length { code: Code::Secret, .. } => "secret-length",
            Self::Length { code: Code::Draft, .. } => "draft-code-length",
            Self::Length { code: Code::Mandate, .. } => "mandate-code-length",
            Self::Symbol { code: Code::Number, .. } => "number-symbol",
            Self::Symbol { code: Code::Secret, .. } => "secret-symbol",
            Self::Symbol { code: Code::Draft, .. } => "draft-code-symbol",
            Self::Symbol { code: Code::Mandate, .. } => "mandate-code-symbol",
            Self::Check => "number-check",
        }
    }
}

impl From<NumberError> for Error {
    fn from(error: NumberError) -> Self {
        Self::invalid(error.key()).context(error)
    }
}

/// `N` Crockford symbols, kept as their values 0 to 31.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Symbols<const N: usize>([u8; N]);

impl<const N: usize> Symbols<N> {
    /// Uniform: 256 is a multiple of 32, so five bits of a random byte favour no symbol.
    fn random(rng: &mut (impl Rng + ?Sized)) -> Self {
        let mut bytes = [0u8; N];
        rng.fill_bytes(&mut bytes);
        Self(bytes.map(|byte| byte & 31))
    }

    /// Reads as Crockford says: any case, O as 0, I and L as 1, separators ignored.
    fn parse(text: &str, code: Code) -> Result<Self, NumberError> {
        let mut values = [0u8; N];
        let mut found = 0;
        for (index, typed) in text.chars().enumerate().filter(|(_, c)| !is_separator(*c)) {
            let value = value(typed).ok_or(NumberError::Symbol { code, position: index + 1 })?;
            if let Some(place) = values.get_mut(found) {
                *place = value;
            }
            found += 1;
        }
        if found != N {
            return Err(NumberError::Length { code, expected: N, found });
        }
        Ok(Self(values))
    }

    /// The symbols without dashes.
    fn compact(&self) -> String {
        self.0.iter().map(|value| symbol(*value)).collect()
    }

    /// The symbols in groups of four, joined by dashes.
    fn grouped(&self) -> String {
        let groups = self.0.chunks(GROUP);
        let words: Vec<String> =
            groups.map(|group| group.iter().map(|value| symbol(*value)).collect()).collect();
        words.join("-")
    }
}

/// The symbol of a value below 32.
fn symbol(value: u8) -> char {
    char::from(ALPHABET[usize::from(value & 31)])
}

/// The value of a typed symbol, if it is one.
fn value(typed: char) -> Option<u8> {
    let canonical = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    (0u8..32).find(|value| symbol(*value) == canonical)
}

/// The number of an application, printed `K7M4-2Q9P`: seven random symbols and a check symbol,
/// the value of the seven (one base-32 integer) modulo 31.
///
/// What the check symbol catches when one number is copied wrongly:
///
/// - **One wrong symbol**: everything but `0` typed for `Z` or `Z` for `0` among the seven (their
///   values differ by 31); a wrong check symbol always. That is 99.82 % of all single
///   substitutions (1 − 7/16 ÷ 248).
/// - **Two neighbours swapped**: because 32 ≡ 1 (mod 31), the remainder is that of the *sum* of
///   the seven symbols, so a swap **within the seven is never caught**; a swap of the seventh with
///   the check symbol always is. That is 14.29 % of all swaps of unequal neighbours.
/// - **Eight arbitrary symbols**: 31 of 32 are refused.
///
/// A number that passes is therefore not proof that it was typed well; everything but state and
/// date asks for the [`Secret`] as well.
///
/// Stored and serialized without the dash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApplicationNumber(Symbols<NUMBER>);

impl ApplicationNumber {
    /// Seven random symbols (2³⁵ ≈ 34 billion numbers) and their check symbol.
    pub fn random(rng: &mut (impl Rng + ?Sized)) -> Self {
        let mut symbols = Symbols::<NUMBER>::random(rng);
        symbols.0[NUMBER - 1] = check(&symbols);
        Self(symbols)
    }

    /// Reads a typed number: any case, O as 0, I and L as 1, spaces, dots and dashes ignored.
    ///
    /// # Errors
    /// [`NumberError`] for a wrong length, an impossible character or a check symbol that does
    /// not fit.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let symbols = Symbols::<NUMBER>::parse(text, Code::Number)?;
        if symbols.0[NUMBER - 1] != check(&symbols) {
            return Err(NumberError::Check);
        }
        Ok(Self(symbols))
    }

    /// The eight symbols without the dash, as stored.
    pub fn compact(&self) -> String {
        self.0.compact()
    }
}

/// The check symbol's value for the first seven symbols.
fn check(symbols: &Symbols<NUMBER>) -> u8 {
    let seven = symbols.0.iter().take(NUMBER - 1);
    let number = seven.fold(0u64, |number, value| number * 32 + u64::from(*value));
    (number % CHECK_MODULUS) as u8
}

impl FromStr for ApplicationNumber {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::parse(text)
    }
}

impl fmt::Display for ApplicationNumber {
    /// As printed: `K7M4-2Q9P`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.grouped())
    }
}

impl fmt::Debug for ApplicationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for ApplicationNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.compact())
    }
}

impl<'de> Deserialize<'de> for ApplicationNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

/// The secret on a receipt: 16 symbols, 80 random bits, printed in four groups of four. It opens
/// everything of one application, so the server keeps only a digest of [`Secret::expose`]. It can
/// be neither shown by accident, nor serialized, nor compared in varying time: compare digests.
pub struct Secret(Symbols<SECRET>);

impl Secret {
    /// A fresh secret; `rng` must be unpredictable.
    pub fn random(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self(Symbols::random(rng))
    }

    /// Reads a typed secret: any case, O as 0, I and L as 1, spaces, dots and dashes ignored.
    ///
    /// # Errors
    /// [`NumberError`] for a wrong length or an impossible character.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        Symbols::parse(text, Code::Secret).map(Self)
    }

    /// The 16 symbols without dashes: the one spelling to compute a digest over.
    pub fn expose(&self) -> String {
        self.0.compact()
    }

    /// The secret as printed on the receipt, in four groups of four.
    pub fn expose_printed(&self) -> String {
        self.0.grouped()
    }
}

impl FromStr for Secret {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::parse(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

/// The key to a draft: 12 symbols, 60 random bits, printed in three groups of four. Guarded like
/// a [`Secret`].
pub struct DraftCode(Symbols<DRAFT>);

impl DraftCode {
    /// A fresh code; `rng` must be unpredictable.
    pub fn random(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self(Symbols::random(rng))
    }

    /// Reads a typed code: any case, O as 0, I and L as 1, spaces, dots and dashes ignored.
    ///
    /// # Errors
    /// [`NumberError`] for a wrong length or an impossible character.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        Symbols::parse(text, Code::Draft).map(Self)
    }

    /// The 12 symbols without dashes: the one spelling to compute a digest over.
    pub fn expose(&self) -> String {
        self.0.compact()
    }

    /// The code as shown to its owner, in three groups of four.
    pub fn expose_printed(&self) -> String {
        self.0.grouped()
    }
}

impl FromStr for DraftCode {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::parse(text)
    }
}

impl fmt::Debug for DraftCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DraftCode(redacted)")
    }
}

/// The key to a mandate's page, which only its giver is sent: 12 symbols, 60 random bits, short
/// enough for a text message. Guarded like a [`Secret`].
pub struct MandateCode(Symbols<DRAFT>);

impl MandateCode {
    /// A fresh code; `rng` must be unpredictable.
    pub fn random(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self(Symbols::random(rng))
    }

    /// Reads a typed code: any case, O as 0, I and L as 1, spaces, dots and dashes ignored.
    ///
    /// # Errors
    /// [`NumberError`] for a wrong length or an impossible character.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        Symbols::parse(text, Code::Mandate).map(Self)
    }

    /// The 12 symbols without dashes: the one spelling to compute a digest over.
    pub fn expose(&self) -> String {
        self.0.compact()
    }
}

impl fmt::Debug for MandateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MandateCode(redacted)")
    }
}

#[cfg(test)]
mod tests;
