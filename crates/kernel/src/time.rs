//! The clock as a parameter, and the city's time zone.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// Where "now" comes from. Everything that needs the time is given a `Clock`; nothing asks the
/// machine by itself, so that tests and the simulation choose the day.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands still until it is set; the value is microseconds since the epoch.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `now` until [`Clock::set`] moves it.
    pub fn manual(now: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(now.as_microsecond())))
    }

    /// The present instant, to the microsecond.
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> Timestamp {
        let micros = match self {
            Self::System => Timestamp::now().as_microsecond(),
            Self::Manual(micros) => micros.load(Ordering::SeqCst),
        };
        from_micros(micros)
    }

    /// Moves a manual clock; the machine's clock cannot be moved and is left alone.
    pub fn set(&self, now: Timestamp) {
        if let Self::Manual(micros) = self {
            micros.store(now.as_microsecond(), Ordering::SeqCst);
        }
    }
}

/// An instant from microseconds since the epoch, the unit in which every instant is stored.
/// Values that no calendar holds (beyond the year 9999) become the nearest one that it does.
pub fn from_micros(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(if micros < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// The civil date and time of `at` in the zone `tz`.
pub fn civil(at: Timestamp, tz: &TimeZone) -> (Date, Time) {
    let local = tz.to_datetime(at);
    (local.date(), local.time())
}
