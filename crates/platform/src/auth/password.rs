//! Passwords: Argon2id (RFC 9106) with the parameters of the OWASP Password Storage Cheat Sheet,
//! 19456 KiB of memory, 2 passes, 1 lane. Hashing runs beside the async threads, a few at a time,
//! so that many log-ins at once cannot fill the memory of a small server.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use argon2::password_hash::PasswordHasher as _;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordVerifier as _, Version};
use kernel::Error;
use kernel::error::Result;
use rand::Rng;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::login_name::LoginName;

/// Memory of one hash, in KiB.
const MEMORY: u32 = 19_456;
/// Passes over the memory.
const PASSES: u32 = 2;
/// Lanes.
const LANES: u32 = 1;

/// Characters of a password, at least. OWASP ASVS 5.0 asks for 8 (6.2.1); there is a second factor.
pub const MIN_LENGTH: usize = 12;
/// Characters of a password, at most. OWASP ASVS 5.0 asks for 64 at least (6.2.9).
pub const MAX_LENGTH: usize = 128;
/// Different characters that a password has at least.
const MIN_DIFFERENT: usize = 5;

/// Hashes that may be computed at once; each takes 19 MiB.
static GATE: Semaphore = Semaphore::const_new(4);

/// Passwords of 12 and more characters that everyone tries first, in small letters.
static BANNED: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("banned_passwords.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// The hash against which an unknown login is verified, so that it costs the same as a known one.
/// Nobody knows a password for it: its output is not that of any run of Argon2.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ib2R5\
                      $AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A password that may be set: long enough, and not one that everyone tries first.
pub struct NewPassword(Zeroizing<String>);

impl NewPassword {
    /// Reads the password that `login` chose.
    ///
    /// # Errors
    /// `auth-password-short`, `auth-password-long`, or `auth-password-known` for one of the banned
    /// ones, one with the login name in it, and one of fewer than five different characters.
    pub fn parse(text: &str, login: &LoginName) -> Result<Self> {
        let length = text.chars().count();
        if length < MIN_LENGTH {
            return Err(Error::invalid("auth-password-short").with("least", MIN_LENGTH));
        }
        if length > MAX_LENGTH {
            return Err(Error::invalid("auth-password-long").with("most", MAX_LENGTH));
        }
        let small = Zeroizing::new(text.to_lowercase());
        let different = small.chars().collect::<BTreeSet<_>>().len();
        let known = BANNED.contains(small.as_str()) || small.contains(login.as_str());
        if known || different < MIN_DIFFERENT {
            return Err(Error::invalid("auth-password-known"));
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// A random one, of 20 letters and digits in groups of five (100 bits), without those that
    /// look alike.
    pub fn generate(rng: &mut impl Rng) -> Self {
        const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789A";
        let mut random = Zeroizing::new([0u8; 20]);
        rng.fill_bytes(random.as_mut_slice());
        let mut text = Zeroizing::new(String::with_capacity(23));
        for (index, byte) in random.iter().enumerate() {
            if index > 0 && index % 5 == 0 {
                text.push('-');
            }
            text.push(char::from(LETTERS[usize::from(byte % 32)]));
        }
        Self(text)
    }

    /// The password, to show it once to the one who hands it over.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Hashes the password with fresh salt.
    ///
    /// # Errors
    /// When the server is shutting down.
    pub async fn hash(&self, rng: &mut impl Rng) -> Result<HashedPassword> {
        let mut salt = [0u8; 16];
        rng.fill_bytes(&mut salt);
        let password = self.0.clone();
        aside(move || {
            let hash: PasswordHash = argon2()?
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map_err(Error::internal)?;
            Ok(HashedPassword(hash.to_string()))
        })
        .await
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword")
    }
}

/// A password as the database keeps it, in PHC string format.
#[derive(Clone, PartialEq, Eq)]
pub struct HashedPassword(String);

impl HashedPassword {
    /// The PHC string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for HashedPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashedPassword")
    }
}

/// Whether `password` is the one of the stored `hash`. Without a hash (an unknown login) the same
/// work is done and the answer is no.
///
/// # Errors
/// When the stored hash cannot be read, or the server is shutting down.
pub async fn verify(password: &str, hash: Option<&str>) -> Result<bool> {
    let known = hash.is_some();
    let hash = hash.unwrap_or(NOBODY).to_owned();
    let password = Zeroizing::new(password.to_owned());
    let same = aside(move || match argon2()?.verify_password(password.as_bytes(), hash.as_str()) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(Error::internal(error).context("a stored password hash")),
    })
    .await?;
    Ok(known && same)
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Runs slow work beside the async threads, a few at a time.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _turn = GATE.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}
