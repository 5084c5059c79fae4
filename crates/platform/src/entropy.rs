//! Randomness as a parameter: from the machine in production, from a seed in tests and demo.

use std::sync::{Arc, Mutex, PoisonError};

use kernel::Error;
use kernel::error::Result;
use rand::rngs::SysRng;
use rand::{Rng, SeedableRng, TryRng};
use rand_chacha::ChaCha20Rng;

/// Where random bytes come from.
#[derive(Clone, Debug)]
pub enum Entropy {
    /// The operating system.
    System,
    /// A stream that is the same for the same seed. Never for a real city.
    Seeded(Arc<Mutex<ChaCha20Rng>>),
}

impl Entropy {
    /// A stream that is the same for the same `seed`.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed))))
    }

    /// A generator of its own, seeded from here.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn rng(&self) -> Result<ChaCha20Rng> {
        let mut seed = [0u8; 32];
        match self {
            Self::System => SysRng.try_fill_bytes(&mut seed).map_err(Error::internal)?,
            Self::Seeded(stream) => {
                stream.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut seed);
            }
        }
        Ok(ChaCha20Rng::from_seed(seed))
    }
}
