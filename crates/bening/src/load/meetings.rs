//! Coffee mornings of a synthetic year: every week the mayor with the heads, who come more often and
//! keep more of what they promise as the year goes on, and never all of it.

use improve::meetings::model::Kind;
use improve::meetings::rules::{closing, next_coffee};
use improve::meetings::store::Attendee;
use improve::meetings::verbs::{Calling, Past, PastMeeting, Promised, Replay};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use kernel::Error;
use kernel::actor::Role;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::{MeetingId, UserId};
use platform::App;
use platform::auth::account;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;

/// Thursday, half past seven: the rule of the demonstration's city.
const WEEKDAY: i64 = 4;
/// How long a coffee morning takes.
const LENGTH: SignedDuration = SignedDuration::from_mins(75);
/// When promises of earlier meetings are judged, counted from its beginning.
const JUDGED: SignedDuration = SignedDuration::from_mins(10);
/// The unit of the head whom visitors of the demonstration play: it promises something each time.
const PLAYED: &str = "DISDUKCAPIL";
/// The share of heads that come, at the beginning and at the end of the year.
const CAME: (f64, f64) = (0.62, 0.9);
/// The share of promises kept in time, at the beginning and at the end of the year.
const IN_TIME: (f64, f64) = (0.45, 0.72);
/// The share of the others that are kept late.
const LATE: f64 = 0.85;
/// The share that gets a later date.
const PUT_OFF: f64 = 0.08;

/// What is promised, and what its unit says once it is done.
const PROMISES: [(&str, &str); 14] = [
    ("Papan tarif dipasang di semua loket", "Papan tarif terpasang di semua loket."),
    ("Kursi roda tersedia di pintu masuk", "Dua kursi roda ada di pintu masuk."),
    ("Nomor antrean daring dibuka untuk semua layanan", "Antrean daring dibuka penuh."),
    ("Loket istirahat bergantian, tidak tutup siang", "Jadwal bergantian sudah berjalan."),
    ("Formulir fotokopi dihapus dari syarat", "Syarat fotokopi dihapus dari formulir."),
    ("Petugas penyapa ditempatkan di pintu", "Penyapa bertugas setiap pagi."),
    ("Berkas tertunda lebih dari sepekan diselesaikan", "Semua berkas tertunda sudah dijawab."),
    ("Kotak saran dibuka dan dijawab setiap Senin", "Kotak saran dibuka setiap Senin."),
    ("Daftar calo yang dikenal dilaporkan ke Satgas", "Daftar diserahkan ke Satgas."),
    ("Jalur khusus lansia dan difabel ditandai", "Jalur khusus sudah ditandai."),
    ("Jam layanan di pintu disamakan dengan laman", "Jam di pintu dan laman sudah sama."),
    ("Penyuluhan gratifikasi untuk semua petugas", "Semua petugas mengikuti penyuluhan."),
    ("Ruang tunggu diberi pendingin dan air minum", "Pendingin dan air minum tersedia."),
    ("Surat yang ditolak diberi alasan tertulis", "Alasan tertulis diberikan di setiap surat."),
];

struct Head {
    user: UserId,
    unit: String,
}

/// Writes down the coffee mornings of the year up to `until`, and calls the next one.
///
/// # Errors
/// When an account is missing or the database fails.
pub async fn run(
    app: &App,
    tenant: TenantId,
    seed: u64,
    (first, until): (Date, Timestamp),
) -> Result<()> {
    let mut tx = app.db.read(tenant).await?;
    let mayors = account::of_role(&mut tx, &app.vault, Role::Mayor).await?;
    let heads = account::of_role(&mut tx, &app.vault, Role::Head).await?;
    drop(tx);
    let mayor = mayors.first().ok_or_else(Error::not_found)?.0;
    let heads: Vec<Head> = heads.into_iter().map(|(user, _, unit)| Head { user, unit }).collect();
    if heads.is_empty() {
        return Ok(());
    }
    let begin = app.tz().to_timestamp(first.at(0, 0, 0, 0)).map_err(Error::internal)?;
    let year = Year { app, heads, mayor, begin, until };
    let meetings = year.meetings(&mut ChaCha20Rng::seed_from_u64(seed ^ 0x6b6f_7069))?;
    let replay = Replay { app: app.clone(), meetings, mayor, until };
    app.db.write(tenant, replay).await
}

struct Year<'a> {
    app: &'a App,
    heads: Vec<Head>,
    mayor: UserId,
    begin: Timestamp,
    until: Timestamp,
}

impl Year<'_> {
    /// A share that goes evenly from the beginning of the year to its end.
    fn share(&self, (from, to): (f64, f64), at: Timestamp) -> f64 {
        let whole = self.begin.duration_until(self.until).as_secs_f64().max(1.0);
        let gone = self.begin.duration_until(at).as_secs_f64() / whole;
        from + (to - from) * gone.clamp(0.0, 1.0)
    }

    fn meetings(&self, rng: &mut ChaCha20Rng) -> Result<Vec<PastMeeting>> {
        let mut starts = Vec::new();
        let mut at = self.begin.checked_add(24.hours() * 14).map_err(Error::internal)?;
        let time = jiff::civil::time(7, 30, 0, 0);
        while let Some(next) = next_coffee(&self.app.calendar, (WEEKDAY, time), at) {
            starts.push((MeetingId::new(next, rng), next));
            at = next;
            if next > self.until {
                break;
            }
        }
        let mut meetings = Vec::with_capacity(starts.len());
        for place in 0..starts.len() {
            meetings.push(self.meeting(place, &starts, rng)?);
        }
        Ok(meetings)
    }

    fn meeting(
        &self,
        place: usize,
        starts: &[(MeetingId, Timestamp)],
        rng: &mut ChaCha20Rng,
    ) -> Result<PastMeeting> {
        let (id, at) = starts[place];
        let called = at.checked_sub(24.hours() * 6).map_err(Error::internal)?;
        let mut meeting = PastMeeting {
            id,
            called_at: called.min(self.until - SignedDuration::from_mins(1)),
            calling: Calling {
                kind: Kind::CoffeeMorning,
                starts: at,
                units: Vec::new(),
                purpose: String::new(),
                place: "Ruang rapat wali kota".to_owned(),
            },
            attendees: Vec::new(),
            topics: Vec::new(),
            notes: Vec::new(),
            promises: Vec::new(),
            closed_at: at + LENGTH,
        };
        if at > self.until {
            return Ok(meeting);
        }
        meeting.attendees = self.attendees(at, rng);
        meeting.notes = vec![
            (0, "Janji yang lewat batas dibahas satu per satu bersama unitnya.".to_owned()),
            (1, "Unit lain diminta meniru yang sudah berhasil.".to_owned()),
        ];
        for number in 0..rng.random_range(4..=7) {
            let promise = self.promise(number == 0, at, &starts[place + 1..], rng)?;
            meeting.promises.push(promise);
        }
        Ok(meeting)
    }

    fn attendees(&self, at: Timestamp, rng: &mut ChaCha20Rng) -> Vec<Attendee> {
        let share = self.share(CAME, at);
        let head = |head: &Head| Attendee {
            user: head.user,
            unit: head.unit.clone(),
            present: rng.random_bool(share),
        };
        let mut all: Vec<Attendee> = self.heads.iter().map(head).collect();
        all.push(Attendee { user: self.mayor, unit: String::new(), present: true });
        all
    }

    fn promise(
        &self,
        played: bool,
        made: Timestamp,
        later: &[(MeetingId, Timestamp)],
        rng: &mut ChaCha20Rng,
    ) -> Result<Past> {
        let own = |head: &&Head| !played || head.unit == PLAYED;
        let heads: Vec<&Head> = self.heads.iter().filter(own).collect();
        let any: Vec<&Head> = self.heads.iter().collect();
        let heads = if heads.is_empty() { any } else { heads };
        let head = heads[rng.random_range(0..heads.len())];
        let (text, said) = PROMISES[rng.random_range(0..PROMISES.len())];
        let date = |ahead: i64| -> Result<Date> {
            let day = self.app.tz().to_datetime(made).date();
            day.checked_add(ahead.days()).map_err(Error::internal)
        };
        let calendar = &self.app.calendar;
        let due = closing(calendar, &head.unit, date(rng.random_range(5..=15))?)?;
        let postponed = if rng.random_bool(PUT_OFF) {
            let more = closing(calendar, &head.unit, date(rng.random_range(18..=26))?)?;
            let asked = due - SignedDuration::from_hours(26);
            Some((asked, more, "Barangnya belum datang dari rekanan.".to_owned()))
        } else {
            None
        };
        // What is put off is not done before that.
        let (from, holds) =
            postponed.as_ref().map_or((made, due), |(asked, later, _)| (*asked, *later));
        let done =
            done(self.share(IN_TIME, made), (from, holds), rng).map(|at| (at, said.to_owned()));
        let next = |at: Timestamp| later.iter().find(|(_, starts)| *starts > at);
        let confirmed = done.as_ref().and_then(|(at, _)| next(*at));
        Ok(Past {
            promised: Promised {
                unit: head.unit.clone(),
                head: Some(head.user),
                text: text.to_owned(),
                due,
            },
            postponed,
            done,
            confirmed: confirmed.map(|(id, at)| (*at + JUDGED, *id)),
        })
    }
}

/// When a unit says that it is done, if it ever does: always after `from`, and before it is due with the
/// chance `in_time`.
fn done(
    in_time: f64,
    (from, due): (Timestamp, Timestamp),
    rng: &mut ChaCha20Rng,
) -> Option<Timestamp> {
    let late = rng.random_bool(LATE);
    if rng.random_bool(in_time) {
        let hours = from.duration_until(due).as_hours();
        return Some(due - SignedDuration::from_hours(rng.random_range(1..=(hours / 2).max(1))));
    }
    late.then(|| due + SignedDuration::from_hours(rng.random_range(24..=24 * 20)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_promise_is_done_after_it_was_put_off_and_late_or_in_time(
            seed in any::<u64>(),
            hours in 27i64..24 * 30,
            in_time in 0.0..1.0f64,
        ) {
            let from = Timestamp::UNIX_EPOCH;
            let due = from + SignedDuration::from_hours(hours);
            let mut rng = ChaCha20Rng::seed_from_u64(seed);
            if let Some(at) = done(in_time, (from, due), &mut rng) {
                prop_assert!(at > from && at != due);
            }
        }
    }
}
