//! Tests of this slice.
#![allow(clippy::unwrap_used, reason = "tests")]

mod files;
mod follow;
mod journey;
mod overtaking;

use kernel::actor::{Actor, Role};
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::plan::{ActivitiesListed, Placed, PlanActivity, PlanAdopted, PlanBegun};
use kernel::id::{CommandId, PlanId};
use kernel::money::Rupiah;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::testing::{Answer, Browser, Setup, TestCity, Upload};
use platform::workers::settle;
use uuid::Uuid;

use super::pages;
use super::reader::OrderReader;
use super::rules::Limits;

pub(crate) const WORK: &str = "/perencana/anggaran/2026";
pub(crate) const HEAD: &str = "kode,nama,unit,akun,jumlah,rencana,layanan";
pub(crate) const MONTHS: &str = "kode,unit,bulan,dibayar,selesai";

pub(crate) const LIMITS: Limits = Limits {
    places: 5,
    months: 3,
    late_after: 9,
    late: 0.6,
    december: 0.4,
    moved: 0.1,
    floor: 50_000_000,
};

pub(crate) fn setup() -> Setup {
    let mut setup = Setup { migrations: crate::MIGRATIONS.to_vec(), ..Setup::default() };
    setup.readers.push(Box::new(OrderReader));
    setup
}

/// Facts about one subject, as another slice writes them.
#[derive(Clone)]
pub(crate) struct Tell(pub(crate) SubjectKind, pub(crate) Uuid, pub(crate) Vec<Payload>);

impl Command for Tell {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for (seq, payload) in (1_i64..).zip(&self.2) {
            let now = tx.now();
            let fact = NewFact {
                subject: Subject { kind: self.0, id: self.1 },
                command: CommandId::new(now, tx.rng()),
                occurred_at: now,
                actor: Actor::system(),
                clocks: Vec::new(),
                payload: payload.clone(),
            };
            tx.append(&fact, seq, Seal::Clear).await?;
        }
        Ok(())
    }
}

/// Twelve activities `K-01` to `K-12` in the order of their places; the last two are not chosen. K-02 comes
/// from a proposal.
pub(crate) fn plan() -> Vec<Payload> {
    let activity = |place: i64| PlanActivity {
        code: format!("K-{place:02}"),
        title: format!("Kegiatan {place}"),
        cost: Rupiah::new(100_000_000),
        groups: Vec::new(),
        kelurahan: String::new(),
        needs: Vec::new(),
        must: false,
        proposal: if place == 2 { "7F3K-9QRT-X2".to_owned() } else { String::new() },
    };
    let placed = |place: i64| Placed {
        code: format!("K-{place:02}"),
        place,
        chosen: place <= 10,
        reason: "worth".to_owned(),
        points: 1000 - place,
    };
    vec![
        Payload::PlanBegun(PlanBegun { v: 1, budget_year: 2026, note: String::new() }),
        Payload::PlanActivitiesListed(ActivitiesListed {
            v: 1,
            activities: (1..=12).map(activity).collect(),
        }),
        Payload::PlanAdopted(PlanAdopted {
            v: 1,
            version: 1,
            digest: "aa".to_owned(),
            budget: Rupiah::new(1_000_000_000),
            activities: (1..=12).map(placed).collect(),
        }),
    ]
}

/// The plan holds, and readers have seen it.
pub(crate) async fn planned(city: &TestCity) {
    let id = PlanId::new(city.clock.now(), &mut city.app.db.entropy().rng().unwrap());
    let tell = Tell(SubjectKind::Plan, id.uuid(), plan());
    city.app.db.write(city.tenant.id, tell).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
}

/// Two planners in front of their pages.
pub(crate) async fn planners(city: &TestCity) -> [Browser; 2] {
    let mut list = Vec::new();
    for login in ["perencana-a", "perencana-b"] {
        let account = city.account(login, &[(Role::Planner, "")]).await;
        let mut browser = city.browser(pages::routes());
        browser.enter(&account).await;
        list.push(browser);
    }
    list.try_into().map_err(|_| "two").unwrap()
}

/// The sub-activity of that number.
pub(crate) fn code(number: usize) -> String {
    format!("1.03.10.2.01.{number:04}")
}

/// Ten lines for the ten activities that the plan chose, one without a place, and one that pays for cases.
pub(crate) fn budget() -> String {
    let mut lines = vec![HEAD.to_owned()];
    for place in 1..=10 {
        lines.push(format!(
            "{},Kegiatan {place},DPMPTSP,5.2.04,100000000,K-{place:02},",
            code(place)
        ));
    }
    lines.push(format!("{},Gedung lain,DINKES,5.2.03,60000000,,", code(11)));
    lines.push(format!(
        "{},Layanan kependudukan,DISDUKCAPIL,5.1.02,120000000,,DUK-KTP-HILANG|DUK-KK-UBAH",
        code(12)
    ));
    lines.join("\n") + "\n"
}

const SAID: [(&str, &str); 3] =
    [("tahun", "2026"), ("dokumen", "Perda 9/2025"), ("catatan", "Kegiatan buatan.")];

/// A budget file is looked at.
pub(crate) async fn look(planner: &mut Browser, text: &str) -> Answer {
    let file =
        Upload { field: "berkas", name: "apbd.csv", media: "text/csv", bytes: text.as_bytes() };
    planner.post_files("/perencana/anggaran", &SAID, &[file]).await
}

/// What was looked at is brought in.
pub(crate) async fn bring(planner: &mut Browser, text: &str) -> Answer {
    let mut fields = SAID.to_vec();
    fields.push(("isi", text));
    planner.post_files("/perencana/anggaran", &fields, &[]).await
}

/// The number that the form of the second planner holds.
pub(crate) async fn seen(planner: &mut Browser) -> String {
    let page = planner.get(WORK).await.text();
    let rest = page.split("name=\"terlihat\" value=\"").nth(1).unwrap_or_default().to_owned();
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// A second planner lets it hold.
pub(crate) async fn enact(planner: &mut Browser) -> Answer {
    let seen = seen(planner).await;
    planner.post(&format!("{WORK}/tetapkan"), &[("terlihat", &seen)]).await
}

/// A budget that holds.
pub(crate) async fn holding(city: &TestCity) -> [Browser; 2] {
    planned(city).await;
    let [mut a, mut b] = planners(city).await;
    assert_eq!(bring(&mut a, &budget()).await.status, 303);
    assert_eq!(enact(&mut b).await.status, 303);
    [a, b]
}

/// Months are brought in.
pub(crate) async fn realise(planner: &mut Browser, rows: &[String]) -> Answer {
    let text = [&[MONTHS.to_owned()], rows].concat().join("\n");
    planner.post_files(&format!("{WORK}/realisasi"), &[("isi", &text)], &[]).await
}
