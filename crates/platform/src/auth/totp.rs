//! The second factor: a code of six digits that changes every 30 seconds (TOTP, RFC 6238, with
//! SHA-1, which is what the apps on telephones know). The step before and the step after are
//! accepted as well (section 5.2), for telephones whose clock is a little off.

use std::fmt;

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rand::Rng;
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

use super::login_name::LoginName;
use crate::vault::SubjectKey;

/// Bytes of a secret (RFC 4226, section 4, recommends 160 bits).
const BYTES: usize = 20;
/// Under which purpose the secret is sealed.
const PURPOSE: &str = "account.totp";
/// RFC 4648, section 6.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// The secret that the account's telephone and we share.
#[derive(Clone)]
pub struct TotpSecret(Zeroizing<[u8; BYTES]>);

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret")
    }
}

impl TotpSecret {
    /// A fresh one.
    pub fn generate(rng: &mut impl Rng) -> Self {
        let mut bytes = Zeroizing::new([0u8; BYTES]);
        rng.fill_bytes(bytes.as_mut_slice());
        Self(bytes)
    }

    /// The secret for the database.
    ///
    /// # Errors
    /// As [`SubjectKey::seal`].
    pub fn seal(&self, key: &SubjectKey, rng: &mut impl Rng) -> Result<Vec<u8>> {
        key.seal(PURPOSE, self.0.as_slice(), rng)
    }

    /// The secret from the database.
    ///
    /// # Errors
    /// As [`SubjectKey::open`], or when the length is wrong.
    pub fn open(key: &SubjectKey, sealed: &[u8]) -> Result<Self> {
        let plain = Zeroizing::new(key.open(PURPOSE, sealed)?);
        let bytes = plain.as_slice().try_into().map_err(|_| Error::internal("secret length"))?;
        Ok(Self(Zeroizing::new(bytes)))
    }

    /// The step (30 seconds since 1970) whose code `typed` is at the instant `now`; `None` for a
    /// wrong code. Blanks are ignored. A step may be used once: see `account.totp_last_step`.
    ///
    /// # Errors
    /// Never in practice: the parameters are fixed.
    pub fn step_of(&self, typed: &str, now: Timestamp) -> Result<Option<i64>> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let step = self.totp()?.check(&digits, seconds(now));
        step.map(|step| i64::try_from(step).map_err(Error::internal)).transpose()
    }

    /// The code that the telephone shows at `now`: for the demonstration, which has no telephone,
    /// and for tests.
    ///
    /// # Errors
    /// Never in practice: the parameters are fixed.
    pub fn code_at(&self, now: Timestamp) -> Result<String> {
        Ok(self.totp()?.generate(seconds(now)).to_string())
    }

    /// The secret in groups of four letters, for those who type it instead of pointing a camera.
    pub fn text(&self) -> String {
        let letters = self.base32();
        let groups: Vec<&str> =
            (0..letters.len()).step_by(4).map(|at| &letters[at..at + 4]).collect();
        groups.join(" ")
    }

    /// The address that a telephone's app understands (`otpauth://`, Key Uri Format).
    pub fn uri(&self, issuer: &str, login: &LoginName) -> String {
        let issuer = utf8_percent_encode(&issuer.replace(':', " "), NON_ALPHANUMERIC).to_string();
        let secret = self.base32();
        format!(
            "otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}\
             &algorithm=SHA1&digits=6&period=30"
        )
    }

    /// 160 bits are 32 letters of 5 bits, without padding.
    fn base32(&self) -> String {
        let bit = |at: usize| usize::from(self.0[at / 8] >> (7 - at % 8) & 1);
        (0..BYTES * 8)
            .step_by(5)
            .map(|at| (at..at + 5).fold(0, |value, at| value << 1 | bit(at)))
            .map(|value| char::from(BASE32[value]))
            .collect()
    }

    fn totp(&self) -> Result<Totp> {
        Builder::new().with_secret(Secret::new_stack(*self.0)).build().map_err(Error::internal)
    }
}

/// Instants before 1970 have no step; they count as its beginning.
fn seconds(now: Timestamp) -> u64 {
    u64::try_from(now.as_second()).unwrap_or(0)
}
