//! How often someone may try: log in, guess a receipt's secret, send a form. Counted in memory per
//! address or per number; nothing of it is written down.

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

use governor::{DefaultKeyedRateLimiter, Quota};
use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::error::{Kind, Result};

/// How often is too often.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Guesses at the secret of one receipt in an hour.
    pub secrets_per_hour: NonZeroU32,
    /// Log-ins from one address in a minute.
    pub log_ins_per_minute: NonZeroU32,
    /// Failed log-ins of one account in a row before it must wait.
    pub failures: u32,
    /// How long it must wait then.
    pub lock: SignedDuration,
    /// Forms from one address in a minute.
    pub forms_per_minute: NonZeroU32,
}

/// The counters of this server.
pub struct Limits {
    secrets: DefaultKeyedRateLimiter<String>,
    log_ins: DefaultKeyedRateLimiter<IpAddr>,
    forms: DefaultKeyedRateLimiter<IpAddr>,
    failures: Failures,
}

impl Limits {
    /// Counters for `rates`.
    pub fn new(rates: Rates) -> Self {
        let hourly = Quota::per_hour(rates.secrets_per_hour);
        Self {
            secrets: DefaultKeyedRateLimiter::keyed(hourly),
            log_ins: DefaultKeyedRateLimiter::keyed(Quota::per_minute(rates.log_ins_per_minute)),
            forms: DefaultKeyedRateLimiter::keyed(Quota::per_minute(rates.forms_per_minute)),
            failures: Failures {
                most: rates.failures,
                lock: rates.lock,
                by_account: Mutex::default(),
            },
        }
    }

    /// One guess at the secret of the receipt `number`.
    ///
    /// # Errors
    /// When there were too many.
    pub fn secret(&self, number: &str) -> Result<()> {
        allowed(self.secrets.check_key(&number.to_owned()).is_ok())
    }

    /// One attempt to log in as `account` from `address`, before it is known to be right or wrong.
    ///
    /// # Errors
    /// When there were too many from the address, or the account must wait.
    pub fn log_in(&self, account: &str, address: IpAddr, now: Timestamp) -> Result<()> {
        let place = self.log_ins.check_key(&address).is_ok();
        allowed(place && !self.failures.must_wait(account, now))
    }

    /// The attempt was wrong.
    pub fn log_in_failed(&self, account: &str, now: Timestamp) {
        self.failures.failed(account, now);
    }

    /// The attempt was right: earlier failures no longer count.
    pub fn log_in_succeeded(&self, account: &str) {
        self.failures.forget(account);
    }

    /// One form from `address`.
    ///
    /// # Errors
    /// When there were too many.
    pub fn form(&self, address: IpAddr) -> Result<()> {
        allowed(self.forms.check_key(&address).is_ok())
    }

    /// Forgets those who have not tried for a while, so that memory stays small.
    pub fn forget_idle(&self, now: Timestamp) {
        self.failures.forget_old(now);
        self.secrets.retain_recent();
        self.log_ins.retain_recent();
        self.forms.retain_recent();
    }
}

/// Failed log-ins in a row, by account. `governor` counts attempts; this counts failures alone, so
/// that an officer who logs in often is never locked out.
struct Failures {
    most: u32,
    lock: SignedDuration,
    by_account: Mutex<HashMap<String, (u32, Timestamp)>>,
}

impl Failures {
    fn with<T>(&self, look: impl FnOnce(&mut HashMap<String, (u32, Timestamp)>) -> T) -> T {
        look(&mut self.by_account.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn is_recent(&self, last: Timestamp, now: Timestamp) -> bool {
        now.duration_since(last) < self.lock
    }

    fn must_wait(&self, account: &str, now: Timestamp) -> bool {
        self.with(|known| {
            let counted = known.get(account);
            counted.is_some_and(|(n, last)| *n >= self.most && self.is_recent(*last, now))
        })
    }

    fn failed(&self, account: &str, now: Timestamp) {
        self.with(|known| {
            let (count, last) = known.entry(account.to_owned()).or_insert((0, now));
            *count = if self.is_recent(*last, now) { *count + 1 } else { 1 };
            *last = now;
        });
    }

    fn forget(&self, account: &str) {
        self.with(|known| known.remove(account));
    }

    fn forget_old(&self, now: Timestamp) {
        self.with(|known| known.retain(|_, (_, last)| self.is_recent(*last, now)));
    }
}

fn allowed(yes: bool) -> Result<()> {
    if yes { Ok(()) } else { Err(Error::new(Kind::TooMany, "error-too-many")) }
}
