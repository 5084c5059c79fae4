//! How often someone may try: log in, guess a receipt's secret, send a form. Counted in memory per
//! address or per number; nothing of it is written down.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota};
use kernel::Error;
use kernel::error::{Kind, Result};

/// The counters of this server.
pub struct Limits {
    secrets: DefaultKeyedRateLimiter<String>,
    log_ins: DefaultKeyedRateLimiter<String>,
    forms: DefaultKeyedRateLimiter<IpAddr>,
}

impl Limits {
    /// Limits per minute: guesses of one secret, log-ins of one account or address, forms of one
    /// address.
    pub fn per_minute(secrets: NonZeroU32, log_ins: NonZeroU32, forms: NonZeroU32) -> Self {
        Self {
            secrets: DefaultKeyedRateLimiter::keyed(Quota::per_minute(secrets)),
            log_ins: DefaultKeyedRateLimiter::keyed(Quota::per_minute(log_ins)),
            forms: DefaultKeyedRateLimiter::keyed(Quota::per_minute(forms)),
        }
    }

    /// One guess at the secret of the receipt `number`.
    ///
    /// # Errors
    /// When there were too many.
    pub fn secret(&self, number: &str) -> Result<()> {
        allowed(self.secrets.check_key(&number.to_owned()).is_ok())
    }

    /// One attempt to log in as `login` from `address`.
    ///
    /// # Errors
    /// When there were too many for either.
    pub fn log_in(&self, login: &str, address: IpAddr) -> Result<()> {
        let account = self.log_ins.check_key(&format!("account {login}")).is_ok();
        let place = self.log_ins.check_key(&format!("address {address}")).is_ok();
        allowed(account && place)
    }

    /// One form from `address`.
    ///
    /// # Errors
    /// When there were too many.
    pub fn form(&self, address: IpAddr) -> Result<()> {
        allowed(self.forms.check_key(&address).is_ok())
    }

    /// Forgets those who have not tried for a while, so that memory stays small.
    pub fn forget_idle(&self) {
        self.secrets.retain_recent();
        self.log_ins.retain_recent();
        self.forms.retain_recent();
    }
}

fn allowed(yes: bool) -> Result<()> {
    if yes { Ok(()) } else { Err(Error::new(Kind::TooMany, "error-too-many")) }
}
