//! Places where a test ends the process, as a power cut or `kill -9` would: at once, with nothing
//! flushed and nobody told. Without the feature `testing` they are nothing.

/// Ends the process here when `BENING_TEST_FAULT` is `name`, or `name:N` and this is the Nth time.
#[cfg(feature = "testing")]
pub fn point(name: &str) {
    use std::sync::atomic::{AtomicU32, Ordering};
    static PASSED: AtomicU32 = AtomicU32::new(0);
    let Ok(wanted) = std::env::var("BENING_TEST_FAULT") else { return };
    let (wanted, count) = wanted.split_once(':').unwrap_or((&wanted, "1"));
    if wanted == name && count.parse() == Ok(PASSED.fetch_add(1, Ordering::Relaxed) + 1) {
        std::process::abort();
    }
}

/// Nothing.
#[cfg(not(feature = "testing"))]
pub fn point(_name: &str) {}
