//! A year of proposals: what residents, offices and the council ask for, the deliberations of January to
//! March, and what is asked since. All of it is made up and the same in every city of the same seed.

use jiff::civil::{Date, date};
use jiff::{Span, Timestamp, ToSpan as _};
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::money::Rupiah;
use platform::App;
use platform::auth::{Can, LoginName, Planner, account};
use platform::city::{Kelurahan, Names};
use platform::db::Command;
use platform::i18n::Lang;
use platform::workers::settle;
use prioritise::proposals::model::{Came, Origin, Proposal, Repair, Stage};
use prioritise::proposals::prices;
use prioritise::proposals::rules::{cost, may_judge};
use prioritise::proposals::store::{self, evidence, forums};
use prioritise::proposals::verbs::{
    Decide, Held, Hold, Make, Merge, Outcome, Said, Support, TakeOver,
};
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;

use super::surveys::At;

/// What may be asked: title, price, volume in whole units, office, activity, what is wrong.
type Theme = (&'static str, &'static str, i64, &'static str, &'static str, &'static str);

const THEMES: [Theme; 12] = [
    (
        "Drainase",
        "HSPK-DRAINASE-U40",
        140,
        "DPUTR",
        "1.03.06.2.01.0012",
        "Air hujan masuk ke rumah.",
    ),
    ("Lampu penerangan", "SSH-PJU", 9, "DISHUB", "2.15.02.2.02.0006", "Jalan gelap di malam hari."),
    (
        "Paving",
        "HSPK-PAVING",
        420,
        "DISPERKIM",
        "1.04.05.2.01.0002",
        "Jalan tanah becek saat hujan.",
    ),
    ("Talud", "HSPK-TALUD", 55, "DPUTR", "1.03.02.2.01.0044", "Tebing saluran mulai longsor."),
    (
        "Sumur resapan",
        "HSPK-SUMUR",
        6,
        "DLH",
        "2.11.03.2.01.0004",
        "Air tergenang lebih dari sehari.",
    ),
    (
        "Posyandu",
        "HSPK-POSYANDU",
        1,
        "DINKES",
        "1.02.02.2.01.0003",
        "Penimbangan masih di teras rumah.",
    ),
    (
        "Tangki septik komunal",
        "HSPK-SEPTIK",
        2,
        "DISPERKIM",
        "1.03.05.2.01.0021",
        "Sumur warga tercemar.",
    ),
    (
        "Tong sampah pilah",
        "SSH-TONG",
        24,
        "DLH",
        "2.11.11.2.01.0013",
        "Sampah tercampur di pinggir jalan.",
    ),
    (
        "Pelatihan menjahit",
        "SSH-LATIH",
        20,
        "DISNAKERTRANS",
        "2.07.03.2.01.0001",
        "Banyak ibu ingin bekerja dari rumah.",
    ),
    (
        "Trotoar",
        "HSPK-TROTOAR",
        180,
        "DPUTR",
        "1.03.10.2.01.0009",
        "Anak sekolah berjalan di badan jalan.",
    ),
    (
        "Irigasi tersier",
        "HSPK-IRIGASI",
        210,
        "DKP3",
        "3.27.03.2.02.0008",
        "Air tidak sampai ke sawah hilir.",
    ),
    ("Bedah rumah", "HSPK-RTLH", 4, "DISPERKIM", "1.04.03.2.03.0002", "Atap dan dinding rapuh."),
];
const STREETS: [&str; 9] = [
    "Mawar",
    "Melati",
    "Kenanga",
    "Cempaka",
    "Anggrek",
    "Dahlia",
    "Flamboyan",
    "Kamboja",
    "Wijaya",
];
const REASONS: [&str; 3] = [
    "Tanahnya belum jelas milik siapa. Lengkapi surat tanah lalu ajukan lagi.",
    "Sudah masuk pekerjaan tahun ini.",
    "Bukan kewenangan kota. Diteruskan ke balai provinsi.",
];
/// What the council asks for: body, theme, kelurahan.
const COUNCIL: [(&str, usize, usize); 6] = [
    ("Komisi I DPRD", 1, 2),
    ("Komisi II DPRD", 9, 0),
    ("Komisi III DPRD", 2, 13),
    ("Komisi III DPRD", 5, 8),
    ("Badan Anggaran DPRD", 11, 19),
    ("Komisi II DPRD", 8, 11),
];
/// Kelurahan in which two groups ask for the same: by place in the list.
const TWICE: [usize; 3] = [1, 9, 16];
/// One in so many is sent back.
const SENT_BACK: u32 = 7;

/// Who loads, and by what chance.
struct Load<'a> {
    app: &'a App,
    tenant: TenantId,
    planner: Can<Planner>,
    names: Names,
    rng: ChaCha20Rng,
    /// First instant of the city.
    founded: Timestamp,
}

/// Loads the year.
///
/// # Errors
/// When an account is missing or the database fails.
pub async fn run(
    app: &App,
    tenant: TenantId,
    seed: u64,
    (founded, until): (Timestamp, Timestamp),
) -> Result<()> {
    settle(app, tenant).await?;
    let mut tx = app.db.read(tenant).await?;
    let found = account::by_login(&mut tx, &app.vault, &LoginName::parse("perencana")?).await?;
    let user = found.ok_or_else(Error::not_found)?.id;
    let planner = Can::<Planner>::load(&mut tx, &app.vault, user).await?;
    let names = Names::load(&mut tx, Lang::Id).await?;
    drop(tx);
    let rng = ChaCha20Rng::seed_from_u64(seed ^ 0x7573_756c);
    let mut load = Load { app, tenant, planner, names, rng, founded };
    let last = app.tz().to_datetime(until).date();
    // The last year whose deliberations are over.
    let year = last.year() - i16::from(last.month() <= 3);
    load.asked(year).await?;
    load.kelurahan(year).await?;
    load.districts(year).await?;
    load.city(year).await?;
    load.since(last).await?;
    settle(app, tenant).await
}

impl Load<'_> {
    async fn at<C: Command>(&self, day: Date, hour: i8, command: C) -> Result<C::Output> {
        let at = self.app.tz().to_timestamp(day.at(hour, 0, 0, 0)).map_err(Error::internal)?;
        let at = at.max(self.founded);
        self.app.db.write(self.tenant, At { at, command }).await
    }

    /// A proposal of residents for a budget.
    fn said(
        &mut self,
        place: &Kelurahan,
        (theme, street, rw): (usize, usize, usize),
        year: i16,
    ) -> Said {
        let (title, price_code, volume, office, activity, what) = THEMES[theme % THEMES.len()];
        let street = STREETS[street % STREETS.len()];
        let volume = (volume * self.rng.random_range(600..1600)).max(1_000);
        // What is counted in pieces is whole.
        let volume = if volume < 60_000 { (volume / 1000).max(1) * 1000 } else { volume };
        Said {
            budget_year: year,
            title: format!("{title} Jalan {street} RW {rw}"),
            what: what.to_owned(),
            kelurahan: place.code.clone(),
            place: format!("Jalan {street} RW {rw}"),
            origin: Origin::Resident,
            proposer: format!("RW {rw:02} {}", place.name),
            volume,
            measure: String::new(),
            price_code: price_code.to_owned(),
            asked: None,
            office: office.to_owned(),
            activity: activity.parse().ok(),
        }
    }

    /// Enters it, with an asked price near that of the standard, and some who support it.
    async fn make(&mut self, mut said: Said, day: Date) -> Result<Proposal> {
        let standard = prices::find(&said.price_code, day);
        let standard = standard.and_then(|price| cost(price.price, said.volume));
        said.asked = standard.map(|standard| {
            let asked = standard.get() / 100 * self.rng.random_range(88..135);
            Rupiah::new((asked / 500_000).max(1) * 500_000)
        });
        let make = Make { app: self.app.clone(), said, planner: self.planner.clone() };
        let row = self.at(day, 9, make).await?;
        for _ in 0..self.rng.random_range(0..14) {
            let mut token = vec![0; 32];
            self.rng.fill_bytes(&mut token);
            let number = row.number;
            self.at(day.saturating_add(2.days()), 19, Support { number, token }).await?;
        }
        Ok(row)
    }

    /// What residents ask for before the year of the deliberations.
    async fn asked(&mut self, year: i16) -> Result<()> {
        let all = self.names.kelurahan().to_vec();
        for (index, place) in all.iter().enumerate() {
            let count = if index.is_multiple_of(4) { 3 } else { 2 };
            for turn in 0..count {
                let day = date(year - 1, 12, 8).saturating_add(days((index * 3 + turn) % 24));
                let said =
                    self.said(place, (index * 5 + turn * 4, index + turn * 2, turn + 1), year + 1);
                let first = self.make(said.clone(), day).await?;
                if turn == 0 && TWICE.contains(&index) {
                    let mut twin = said;
                    twin.title = format!("Pembangunan {}", twin.title);
                    twin.proposer = format!("RW 05 {}", place.name);
                    let twin = self.make(twin, day.saturating_add(2.days())).await?;
                    let (from, into, planner) = (twin.number, first.number, self.planner.clone());
                    self.at(date(year, 1, 8), 10, Merge { from, into, planner }).await?;
                }
            }
        }
        Ok(())
    }

    /// A deliberation is held and says something about everything that waits for it.
    async fn hold(&mut self, (stage, area): (Stage, &str), day: Date, came: i64) -> Result<()> {
        let women = came * self.rng.random_range(28..55) / 100;
        let place = match stage {
            Stage::Kelurahan => "Balai kelurahan",
            Stage::District => "Aula kecamatan",
            Stage::City => "Gedung Sessat Agung Bumi Sai Wawai",
        };
        let said = Held {
            budget_year: day.year() + 1,
            stage,
            area: area.to_owned(),
            held_on: day,
            place: place.to_owned(),
            came: Came {
                men: came - women,
                women,
                disabled: self.rng.random_range(0..4),
                rw: self.rng.random_range(4..10),
            },
        };
        let (app, planner) = (self.app.clone(), self.planner.clone());
        let forum = self.at(day, 15, Hold { app, said, planner }).await?;
        let mut tx = self.app.db.read(self.tenant).await?;
        let held = forums::by_id(&mut tx, forum).await?;
        let mut waiting = store::of_year(&mut tx, held.budget_year).await?;
        drop(tx);
        waiting.retain(|row| may_judge(&held, row, &self.names));
        waiting.sort_by_key(|row| (std::cmp::Reverse(row.supporters), row.number));
        let mut outcomes = Vec::new();
        let mut rank = 0;
        for row in &waiting {
            let back = self.rng.random_ratio(1, SENT_BACK);
            let outcome = if back {
                let reason = self.rng.random_range(0..REASONS.len());
                Outcome::Returned(REASONS[reason].to_owned())
            } else {
                rank += 1;
                Outcome::Accepted(rank)
            };
            outcomes.push((row.number, outcome));
        }
        if outcomes.is_empty() {
            return Ok(());
        }
        let planner = self.planner.clone();
        self.at(day, 16, Decide { forum, outcomes, planner }).await
    }

    async fn kelurahan(&mut self, year: i16) -> Result<()> {
        let all = self.names.kelurahan().to_vec();
        for (index, place) in all.iter().enumerate() {
            // Five a day, from the second week of January.
            let day = date(year, 1, 12).saturating_add(days(index / 5));
            let came = self.rng.random_range(28..75);
            self.hold((Stage::Kelurahan, &place.code), day, came).await?;
        }
        Ok(())
    }

    async fn districts(&mut self, year: i16) -> Result<()> {
        for (index, (code, _)) in self.names.districts().into_iter().enumerate() {
            let day = date(year, 2, 9).saturating_add(days(index));
            let came = self.rng.random_range(60..120);
            self.hold((Stage::District, &code), day, came).await?;
        }
        Ok(())
    }

    /// The council hands in what it asks for before the deliberation of the city.
    async fn city(&mut self, year: i16) -> Result<()> {
        let all = self.names.kelurahan().to_vec();
        for (index, (body, theme, place)) in COUNCIL.into_iter().enumerate() {
            let place = &all[place % all.len()];
            let mut said = self.said(place, (theme, index + 3, 2), year + 1);
            said.origin = Origin::Council;
            body.clone_into(&mut said.proposer);
            self.make(said, date(year, 3, 16)).await?;
        }
        self.hold((Stage::City, ""), date(year, 3, 26), 164).await
    }

    /// What is asked since, for the year after: it waits, two of it are alike, and one is a repair.
    async fn since(&mut self, last: Date) -> Result<()> {
        let year = prioritise::proposals::rules::budget_year(last);
        let all = self.names.kelurahan().to_vec();
        for (index, (place, theme, rw)) in
            [(3, 0, 2), (3, 0, 4), (12, 1, 6), (20, 9, 1)].into_iter().enumerate()
        {
            let day = last.saturating_sub(10.days()).saturating_add(days(index));
            let said = self.said(&all[place % all.len()], (theme, 4, rw), year);
            self.make(said, day).await?;
        }
        let mut tx = self.app.db.read(self.tenant).await?;
        let repairs = evidence::repairs(&mut tx).await?;
        drop(tx);
        let Some(first) = repairs.first() else { return Ok(()) };
        let name = (crate::proposals::OUTSIDE.item)(&first.item, last);
        let name = name.ok_or_else(Error::not_found)?.id;
        let repair = Repair { unit: first.unit.clone(), item: first.item.clone() };
        let (app, planner) = (self.app.clone(), self.planner.clone());
        self.at(last.saturating_sub(3.days()), 10, TakeOver { app, repair, name, planner }).await?;
        Ok(())
    }
}

/// So many days.
fn days(count: usize) -> Span {
    i64::try_from(count).unwrap_or(0).days()
}
