//! What a pool is called and who may not have a file; pure.

use jiff::civil::Date;
use kernel::id::UserId;
use platform::vault::{Lookup, Vault, sha256};
use uuid::Uuid;

/// The month of pseudonyms, such as `2026-11`.
pub fn period(day: Date) -> String {
    day.strftime("%Y-%m").to_string()
}

/// What the public log calls an officer in a month: 128 bits that only the city's key can make, so
/// that nobody follows an officer from one month to the next.
pub fn pseudonym(vault: &Vault, period: &str, officer: UserId) -> String {
    let hash = vault.lookup(Lookup::Officer, &format!("{period}:{officer}"));
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// What people read of a pseudonym: its first digits.
pub fn short(pseudonym: &str) -> String {
    pseudonym.chars().take(8).collect::<String>().to_uppercase()
}

/// The id of a queue's pool, made from its name.
pub fn pool_subject(queue: &str) -> Uuid {
    let hash = sha256(queue.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
