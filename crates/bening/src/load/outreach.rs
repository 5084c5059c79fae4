//! Campaigns of a synthetic year: one by lot that is over and evaluated, and one with two messages that runs, with
//! visits. In the simulation nobody heard of them, so the honest answer is that nothing is certain; the demo's
//! manifest says so.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::actor::Channel as Door;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind, TenantId};
use kernel::facts::campaign::{Audience, Channel, Goes, Letter, Medium, Message, Place, Second};
use kernel::id::{CampaignId, ClockId, VisitId};
use kernel::money::Rupiah;
use kernel::service::Bilingual;
use platform::App;
use platform::auth::{Approver, Can, Outreach};
use platform::city;
use platform::clocks::{Lapsed, OnLapse as _};
use platform::db::{Command, WriteTx};
use platform::workers::settle;
use publish::outreach::model::{REPORT, Way};
use publish::outreach::rules::FEWEST_IN_LOT;
use publish::outreach::store::{links, seen, visits};
use publish::outreach::verbs::{
    Done, Draft, End, OutreachClocks, Plan, Planned as Going, Said, Start, TellReach, evaluate,
};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;
use serde::Serialize;

use super::surveys::At;
use super::trials::user;

/// Services of the campaign that is over, where the city has them.
const ABOUT: [&str; 3] = ["DUK-KTP-HILANG", "DUK-KK-UBAH", "DUK-AKTA-LAHIR"];
/// The second message of the campaign that runs, in both languages.
const SECOND: (&str, &str) = (
    "Harga tiap layanan tertulis di loket. Di luar itu tidak ada yang perlu dibayar.",
    "The price of every service is written at the counter. There is nothing else to pay.",
);
/// Visits: days from the last day, time, what, its name, its kelurahan's place, who, people who were met.
type Trip = (i64, &'static str, Place, &'static str, usize, Goes, i64);
const TRIPS: [Trip; 7] = [
    (-24, "08.00", Place::Market, "Pasar Kopindo (contoh)", 1, Goes::Officers, 140),
    (-17, "09.30", Place::School, "SMA Negeri 1, kelas XII (contoh)", 4, Goes::Head, 96),
    (-10, "19.30", Place::Rw, "Rapat RW 03 (contoh)", 7, Goes::Outreach, 38),
    // Nobody said that it took place.
    (-8, "19.30", Place::Rw, "Rapat RW 05 (contoh)", 9, Goes::Officers, 0),
    (6, "08.00", Place::Market, "Pasar Cendrawasih (contoh)", 2, Goes::Officers, 0),
    (9, "10.00", Place::School, "SMK Negeri 2 (contoh)", 11, Goes::Head, 0),
    (13, "19.30", Place::Rw, "Rapat RW 01 (contoh)", 5, Goes::Outreach, 0),
];

/// What is true of a campaign of the story.
#[derive(Clone, Debug, Serialize)]
pub struct Planted {
    /// What it is called.
    pub title: &'static str,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// What it does to the share of own applications: nothing is planted.
    pub effect: f64,
}

/// What campaigns of a year that ends on `last` truly do.
pub fn story(last: Date) -> Vec<Planted> {
    vec![
        Planted {
            title: "KTP dan KK diurus sendiri",
            from: last.saturating_sub(190.days()),
            until: last.saturating_sub(60.days()),
            effect: 0.0,
        },
        Planted {
            title: "Tanpa hadiah, tanpa calo",
            from: last.saturating_sub(12.days()),
            until: last.saturating_add(60.days()),
            effect: 0.0,
        },
    ]
}

/// Loads both campaigns and their visits.
///
/// # Errors
/// When an account is missing or the database fails.
pub async fn run(
    app: &App,
    tenant: TenantId,
    seed: u64,
    (until, story): (Timestamp, &[Planted]),
) -> Result<()> {
    settle(app, tenant).await?;
    let last = app.tz().to_datetime(until).date();
    let mut tx = app.db.read(tenant).await?;
    let (tells, starts) =
        (user(app, &mut tx, "humas").await?, user(app, &mut tx, "pengesah").await?);
    let outreach = Can::<Outreach>::load(&mut tx, &app.vault, tells).await?;
    let approver = Can::<Approver>::load(&mut tx, &app.vault, starts).await?;
    let places = city::kelurahan(&mut tx).await?.into_iter().map(|one| one.code).collect();
    let services = seen::catalogue(&mut tx, last).await?.into_keys().collect();
    drop(tx);
    let rng = ChaCha20Rng::seed_from_u64(seed ^ 0x6f11);
    let mut desk = Desk { app, tenant, outreach, approver, places, services, last, rng };
    let [over, runs] = story else { return Err(Error::internal("a story of two campaigns")) };
    desk.over(over).await?;
    let id = desk.runs(runs).await?;
    for trip in TRIPS {
        desk.trip(id, trip).await?;
    }
    settle(app, tenant).await
}

struct Desk<'a> {
    app: &'a App,
    tenant: TenantId,
    outreach: Can<Outreach>,
    approver: Can<Approver>,
    places: Vec<String>,
    services: Vec<String>,
    last: Date,
    rng: ChaCha20Rng,
}

impl Desk<'_> {
    async fn at<C: Command>(&self, day: Date, hour: i8, command: C) -> Result<C::Output> {
        let at = self.app.tz().to_timestamp(day.at(hour, 0, 0, 0)).map_err(Error::internal)?;
        self.app.db.write(self.tenant, At { at, command }).await
    }

    /// Drafts a campaign and starts it, some days before its first.
    async fn begin(&self, said: Said) -> Result<CampaignId> {
        let day = said.from.saturating_sub(10.days());
        let (app, drafter) = (self.app.clone(), self.outreach.user());
        let id = self.at(day, 9, Draft { app: app.clone(), said, drafter }).await?;
        let approver = self.approver.clone();
        self.at(day.saturating_add(3.days()), 10, Start { app, id, approver }).await?;
        Ok(id)
    }

    /// Links that were followed from a day to another, fewer on Sundays.
    async fn follow(
        &mut self,
        id: CampaignId,
        ways: &[Way],
        (from, until): (Date, Date),
    ) -> Result<()> {
        let mut days = Vec::new();
        let mut day = from;
        while day <= until {
            for way in ways {
                let most = if day.weekday() == jiff::civil::Weekday::Sunday { 4 } else { 15 };
                let count = self.rng.random_range(0..most);
                if count > 0 {
                    days.push((day, *way, count));
                }
            }
            day = day.saturating_add(1.days());
        }
        self.app.db.write(self.tenant, Follow { app: self.app.clone(), id, days }).await
    }

    /// The campaign by lot that is over, with what the lot says of it.
    async fn over(&mut self, planted: &Planted) -> Result<()> {
        let known = |code: &str| self.services.iter().any(|one| one == code);
        let about = ABOUT.into_iter().filter(|code| known(code));
        let services: Vec<String> = about.map(str::to_owned).collect();
        let services = if services.is_empty() {
            self.services.iter().take(1).cloned().collect()
        } else {
            services
        };
        let channel = |medium, cost| Channel { medium, cost: Rupiah::new(cost) };
        let said = Said {
            title: planted.title.to_owned(),
            message: Message::Bring,
            words: Bilingual::default(),
            kelurahan: self.places.clone(),
            services,
            audience: Audience::Everyone,
            channels: vec![
                channel(Medium::Poster, 3_300_000),
                channel(Medium::Leaflet, 2_750_000),
                channel(Medium::Sms, 1_200_000),
            ],
            from: planted.from,
            until: planted.until,
            by_lot: self.places.len() >= FEWEST_IN_LOT,
            second: None,
        };
        let id = self.begin(said).await?;
        let ways = [Medium::Poster, Medium::Leaflet, Medium::Sms]
            .map(|medium| Way { medium, letter: Letter::A });
        self.follow(id, &ways, (planted.from, planted.until)).await?;
        let end = End { app: self.app.clone(), id, early: None };
        self.at(planted.until.saturating_add(1.days()), 1, end).await?;
        let judged = self.last.saturating_sub(25.days());
        let lesson = "Ulangi dengan lebih banyak minggu sebelum kelurahan akhir \
                      menyusul.";
        let by = (self.outreach.actor(Door::Online, None), judged);
        let told = evaluate(self.app, self.tenant, (id, lesson.to_owned()), by).await?;
        self.at(judged, 11, told).await
    }

    /// To how many kelurahan the campaign that runs comes.
    fn half(&self) -> usize {
        self.places.len().div_ceil(2)
    }

    /// The campaign that runs. Nothing of it is heard in the whole city, which would mix its messages.
    async fn runs(&mut self, planted: &Planted) -> Result<CampaignId> {
        let channel = |medium, cost| Channel { medium, cost: Rupiah::new(cost) };
        let half = self.half();
        let said = Said {
            title: planted.title.to_owned(),
            message: Message::Gifts,
            words: Bilingual::default(),
            kelurahan: self.places.iter().take(half).cloned().collect(),
            services: Vec::new(),
            audience: Audience::Market,
            channels: vec![
                channel(Medium::Poster, 1_650_000),
                channel(Medium::Leaflet, 1_100_000),
                channel(Medium::Visit, 900_000),
            ],
            from: planted.from,
            until: planted.until,
            by_lot: false,
            second: (half >= FEWEST_IN_LOT).then(|| Second {
                message: Message::Own,
                words: Bilingual { id: SECOND.0.to_owned(), en: SECOND.1.to_owned() },
                halves: None,
            }),
        };
        let letters = if said.second.is_some() { Letter::ALL } else { &[Letter::A] };
        let ways: Vec<Way> = letters
            .iter()
            .flat_map(|letter| {
                [Medium::Poster, Medium::Leaflet].map(|medium| Way { medium, letter: *letter })
            })
            .collect();
        let id = self.begin(said).await?;
        let yesterday = self.last.saturating_sub(1.days());
        self.follow(id, &ways, (planted.from, yesterday)).await?;
        Ok(id)
    }

    async fn trip(
        &self,
        campaign: CampaignId,
        (days, at, place, name, number, goes, people): Trip,
    ) -> Result<()> {
        let on = self.last.saturating_add(days.days());
        let of_campaign = days > -12;
        let among = if of_campaign { self.half() } else { self.places.len() };
        let kelurahan = self.places.get(number % among.max(1));
        let said = Going {
            campaign: of_campaign.then_some(campaign),
            on,
            at: at.to_owned(),
            place,
            name: name.to_owned(),
            kelurahan: kelurahan.cloned().unwrap_or_default(),
            unit: "DISDUKCAPIL".to_owned(),
            goes,
        };
        let (app, outreach) = (self.app.clone(), self.outreach.clone());
        let planned = on.min(self.last).saturating_sub(5.days());
        let plan = Plan { app: app.clone(), said, outreach: outreach.clone() };
        let id = self.at(planned, 9, plan).await?;
        if people > 0 {
            return self.at(on, 21, Done { app, id, people, outreach }).await;
        }
        if days < 0 {
            return self.at(self.last, 0, Miss(id)).await;
        }
        Ok(())
    }
}

/// Days of the past on which links were followed, each told after it.
struct Follow {
    app: App,
    id: CampaignId,
    days: Vec<(Date, Way, i64)>,
}

impl Command for Follow {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for same in self.days.chunk_by(|one, other| one.0 == other.0) {
            for (day, way, count) in same {
                links::replay(tx, self.id, (*day, *way), *count).await?;
            }
            let after = same[0].0.saturating_add(1.days());
            let at = self.app.tz().to_timestamp(after.at(0, 10, 0, 0)).map_err(Error::internal)?;
            tx.replay_at(at);
            TellReach { app: self.app.clone(), id: self.id }.run(tx).await?;
        }
        Ok(())
    }
}

/// The clock of a visit ran out in the past.
struct Miss(VisitId);

impl Command for Miss {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let visit = visits::by_id(tx, self.0).await?;
        let lapsed = Lapsed {
            clock: ClockId::from_uuid(self.0.uuid()),
            subject: Subject { kind: SubjectKind::Visit, id: self.0.uuid() },
            rule: REPORT.to_owned(),
            owner: visit.unit,
        };
        OutreachClocks.lapse(tx, &lapsed).await
    }
}
