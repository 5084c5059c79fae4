//! From a draft to what it changed, through the real router.

use std::sync::Arc;

use axum::http::StatusCode;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kernel::actor::Role;
use kernel::calendar::{Hours, Term, TimeUnit};
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::application::{Completed, Completion, Submitted};
use kernel::facts::campaign::Comparison;
use kernel::id::{ApplicationId, ClockId, CommandId};
use kernel::money::Rupiah;
use kernel::service::Applicant;
use platform::App;
use platform::clocks::lapse_due;
use platform::db::{Command, WriteTx};
use platform::jobs::{JobHandler, run_ready};
use platform::journal::{Seal, next_seq};
use platform::keys;
use platform::links::{self, Links};
use platform::testing::{TestCity, on_every_database};
use platform::workers::settle;

use super::super::store::{self, seen};
use super::super::verbs::{EndJob, ReachJob, Start};
use super::{
    SERVICE, approver, browser, citizen, day, draft, kinds, people, place, routes, send, setup,
    told, typed,
};

/// Applications as they come in: kelurahan, day, and whether their person applies alone.
struct Apply {
    app: App,
    all: Vec<(String, Date, bool)>,
}

impl Command for Apply {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for (kelurahan, day, own) in &self.all {
            let at: Timestamp = self.app.tz().to_timestamp(day.at(9, 0, 0, 0)).unwrap();
            tx.replay_at(at);
            self.one(tx, at, kelurahan, *own).await?;
        }
        Ok(())
    }
}

impl Apply {
    async fn one(&self, tx: &mut WriteTx<'_>, at: Timestamp, home: &str, own: bool) -> Result<()> {
        let id = ApplicationId::new(at, tx.rng());
        let subject = Subject { kind: SubjectKind::Application, id: id.uuid() };
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        links::keep(tx, &key, &Links { kelurahan: home.to_owned(), ..Links::default() }).await?;
        let actor = citizen(if own { Role::Citizen } else { Role::Representative });
        let submitted = Submitted {
            v: 1,
            number: "K7M42Q9P".to_owned(),
            service: SERVICE.to_owned(),
            standard: 1,
            unit: "DISDUKCAPIL".to_owned(),
            applicant: if own { Applicant::Oneself } else { Applicant::Mandate },
            fee: Rupiah::ZERO,
            missing: Vec::new(),
            helped: None,
        };
        let start = ClockMove {
            clock: ClockId::new(at, tx.rng()),
            rule: format!("promise/{SERVICE}"),
            owner: "DISDUKCAPIL".to_owned(),
            due_at: Some(at + SignedDuration::from_hours(90_000)),
            op: ClockOp::Start {
                term: Term { amount: 1, unit: TimeUnit::WorkingDay, hours: Hours::Office },
            },
        };
        let completed = Completed { v: 1, how: Completion::AtOnce, ticket: String::new() };
        for (payload, clocks) in [
            (Payload::Submitted(submitted), Vec::new()),
            (Payload::Completed(completed), vec![start]),
        ] {
            let command = CommandId::new(at, tx.rng());
            let fact = NewFact { subject, command, occurred_at: at, actor, clocks, payload };
            let seq = next_seq(tx, subject).await?;
            tx.append(&fact, seq, Seal::Under(&key)).await?;
        }
        Ok(())
    }
}

/// Two files a week in each kelurahan; half of their people apply alone, and all where the campaign `acts`.
pub(super) async fn apply(
    city: &TestCity,
    (first, last): (&str, &str),
    acts: impl Fn(&String, Date) -> bool,
) {
    let mut all = Vec::new();
    let (mut date, mut turn) = (day(first), 0);
    while date < day(last) {
        for number in 0..10 {
            let home = place(number);
            for half in 0..2 {
                let own = acts(&home, date) || (turn + number + half) % 2 == 0;
                all.push((home.clone(), date, own));
            }
        }
        date = date.saturating_add(jiff::Span::new().weeks(1));
        turn += usize::from(turn % 3 != 1) + 1;
    }
    city.app.db.write(city.tenant.id, Apply { app: city.app.clone(), all }).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
}

pub(super) async fn jobs(city: &TestCity) {
    let handlers: [Arc<dyn JobHandler>; 2] = [Arc::new(EndJob), Arc::new(ReachJob)];
    while run_ready(&city.app, city.tenant.id, &handlers).await.unwrap() > 0 {}
}

#[tokio::test]
async fn what_is_typed_wrong_is_told_at_its_field_and_nothing_is_kept() {
    on_every_database(setup, async |city| {
        let (mut humas, mut approver) = people(city).await;
        for (name, value, field, sentence) in [
            ("judul", "KTP", "judul", "Tulis judul dengan 5 sampai 80 huruf."),
            ("pesan", "", "pesan", "Pilih pesannya."),
            ("pesan", "own", "kata", "Tulis kata-katanya dalam kedua bahasa."),
            ("layanan", "TIDAK", "layanan", "tidak ada di katalog"),
            ("sasaran", "", "sasaran", "Pilih sasarannya."),
            ("saluran", "", "saluran", "Pilih sedikitnya satu kanal."),
            ("biaya-poster", "mahal", "biaya-poster", "Tulis biaya dalam rupiah"),
            ("mulai", "31x", "mulai", "Tulis tanggal dengan angka"),
            ("mulai-month", "11", "mulai", "Pilih hari pertama sesudah hari ini."),
            ("selesai-year", "2026", "selesai", "Hari terakhir harus"),
            ("selesai-year", "2028", "selesai", "paling lama satu tahun"),
            ("undian", "yes", "undian", "sedikitnya delapan kelurahan"),
        ] {
            let answer =
                send(&mut humas, "/humas/kampanye/baru", &typed(&[(name, value)], &[0, 1])).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name} {value}");
            let page = answer.text();
            assert!(page.contains(sentence), "{name} {value}: {page}");
            assert!(page.contains(&format!("href=\"#{field}\"")), "{name} {value}");
            assert!(page.contains("400000"), "nothing typed is lost");
        }
        let none = send(&mut humas, "/humas/kampanye/baru", &typed(&[], &[])).await;
        assert!(none.text().contains("Pilih sedikitnya satu kelurahan."));
        assert_eq!(approver.get("/humas/kampanye/baru").await.status, 403);
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        assert!(store::list(&mut tx).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_campaign_goes_from_one_persons_draft_to_what_a_lot_says_of_it() {
    on_every_database(setup, async |city| {
        let (mut humas, mut second) = people(city).await;
        let all: Vec<usize> = (0..10).collect();
        let page = draft(&mut humas, &[("undian", "yes")], &all).await;
        let public = page.replace("/humas/", "/");
        assert_eq!(city.browser(routes()).get(&public).await.status, 404, "working paper");
        assert!(humas.get(&page).await.text().contains("menunggu pengesah"));
        assert_eq!(humas.post(&format!("{page}/mulai"), &[]).await.status, 403);
        assert!(told(city).await.is_empty(), "a draft is no fact");
        assert_eq!(second.post(&format!("{page}/mulai"), &[]).await.status, 303);
        assert_eq!(second.post(&format!("{page}/mulai"), &[]).await.status, 400, "once");
        let facts = told(city).await;
        let [Payload::CampaignStarted(design)] = facts.as_slice() else { panic!("{facts:?}") };
        let lot = design.lot.as_ref().unwrap();
        assert_eq!((lot.early.len(), lot.late.len()), (5, 5));
        assert_eq!(design.outcome, "self_application_share");
        let shown = city.browser(routes()).get(&public).await.text();
        assert!(shown.contains(&lot.seed) && shown.contains("Rp1.900.000"), "{shown}");
        assert!(!shown.contains("Pegawai humas"), "nobody is named");

        // Weeks go by: the early ones change first.
        let acts = |home: &String, date| {
            date >= if lot.early.contains(home) { lot.early_from } else { lot.late_from }
        };
        apply(city, ("2026-05-04", "2027-04-05"), acts).await;
        city.clock.set("2027-03-01T00:10:00+07:00".parse().unwrap());
        jobs(city).await;
        assert_eq!(kinds(&told(city).await), ["campaign.started", "campaign.ended"]);
        let humas_2 = city.account("humas-2", &[(Role::Outreach, "")]).await;
        let mut humas = browser(city, &humas_2).await;
        let lesson = [("pelajaran", "Teruskan ke semua kelurahan.")];
        let early = humas.post(&format!("{page}/nilai"), &lesson).await;
        assert!(early.text().contains("masih diamati"), "{}", early.text());
        assert!(humas.get(&page).await.text().contains("dapat dinilai mulai Senin, 29 Maret 2027"));

        // Nobody evaluates in time: everyone sees it.
        city.clock.set("2027-05-03T12:00:00+07:00".parse().unwrap());
        let handlers = &city.app.on_lapse;
        assert_eq!(lapse_due(&city.app.db, city.tenant.id, handlers).await.unwrap(), 1);
        let late = city.browser(routes()).get("/kampanye").await.text();
        assert!(late.contains("Penilaian terlambat"), "{late}");
        let mut humas =
            browser(city, &city.account("humas-3", &[(Role::Outreach, "")]).await).await;
        let silent = humas.post(&format!("{page}/nilai"), &[]).await;
        assert!(silent.text().contains("Tulis pelajarannya"), "{}", silent.text());
        let done = humas.post(&format!("{page}/nilai"), &lesson).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(humas.post(&format!("{page}/nilai"), &lesson).await.status, 400, "once");
        let facts = told(city).await;
        let wanted = [
            "campaign.started",
            "campaign.ended",
            "campaign.evaluation_missed",
            "campaign.evaluated",
        ];
        assert_eq!(kinds(&facts), wanted);
        let Some(Payload::CampaignEvaluated(found)) = facts.last() else { panic!() };
        assert_eq!((found.comparison, found.missing.as_str()), (Comparison::Lot, ""));
        assert!(found.low.unwrap() > 0 && found.high.unwrap() > 4_000, "{found:?}");
        let shown = city.browser(routes()).get(&public).await.text();
        for words in [
            "Berhasil: bagian permohonan sendiri naik",
            "Satu permohonan sendiri tambahan berbiaya",
            "Teruskan ke semua",
        ] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        assert!(!shown.contains("Penilaian terlambat"));
        assert!(found.areas.iter().all(|area| area.after.own.is_none_or(|own| own >= 10)));
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let files = seen::files(&mut tx, (Date::MIN, Date::MAX)).await.unwrap();
        drop(tx);
        city.app.readers.drop_rows(&city.app.db, city.tenant.id, "outreach_files").await.unwrap();
        settle(&city.app, city.tenant.id).await.unwrap();
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        assert_eq!(seen::files(&mut tx, (Date::MIN, Date::MAX)).await.unwrap(), files);
        assert_eq!(seen::catalogue(&mut tx, day("2027-01-01")).await.unwrap().len(), 1);
        assert!(seen::catalogue(&mut tx, day("2025-01-01")).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_drafted_does_not_start_and_a_passed_day_is_no_start() {
    on_every_database(setup, async |city| {
        let (_, mut second) = people(city).await;
        let both = city.account("keduanya", &[(Role::Outreach, ""), (Role::Approver, "")]).await;
        let mut one = browser(city, &both).await;
        let page = draft(&mut one, &[], &[0]).await;
        let own = one.post(&format!("{page}/mulai"), &[]).await;
        assert!(own.text().contains("Yang merancang tidak boleh memulai"), "{}", own.text());
        let silent = second.post(&format!("{page}/batal"), &[("alasan", " ")]).await;
        assert!(silent.text().contains("Tulis alasannya."));
        assert_eq!(
            second.post(&format!("{page}/batal"), &[("alasan", "Mahal.")]).await.status,
            303
        );
        let page = draft(&mut one, &[], &[0]).await;
        city.clock.set("2026-12-07T08:00:00+07:00".parse().unwrap());
        let start = Start {
            app: city.app.clone(),
            id: page.rsplit('/').next().unwrap().parse().unwrap(),
            approver: approver(city).await,
        };
        let error = city.app.db.write(city.tenant.id, start).await.unwrap_err();
        assert_eq!(error.key(), "outreach-day-passed");
        assert!(told(city).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn materials_say_what_the_catalogue_says_in_both_languages() {
    on_every_database(setup, async |city| {
        let (mut humas, mut second) = people(city).await;
        let page = draft(&mut humas, &[("saluran", "leaflet")], &[0, 1]).await;
        let page_2 = draft(&mut humas, &[], &[0, 1]).await;
        let public = page_2.replace("/humas/", "/");
        let mut citizen = city.browser(routes());
        assert_eq!(citizen.get(&format!("{public}/poster/poster")).await.status, 404, "a draft");
        assert_eq!(
            second.get(&format!("{public}/poster/poster")).await.status,
            200,
            "its makers see it"
        );
        assert_eq!(second.post(&format!("{page_2}/mulai"), &[]).await.status, 303);
        let poster = citizen.get(&format!("{public}/poster/poster")).await.text();
        for word in [
            "Bawa berkas ini",
            "Kartu Keluarga",
            "Rp0",
            "1 hari kerja",
            "metro.test/k/",
            "calo dilarang",
        ] {
            assert!(poster.contains(word), "{word}: {poster}");
        }
        assert_eq!(poster.matches("class=\"qr\"").count(), 2);
        assert!(!poster.contains("Paspor"), "only some bring it");
        let english = citizen.get(&format!("{public}/poster/poster?bahasa=en")).await.text();
        assert!(english.contains("Bring these papers, come once.") && english.contains("brokers"));
        assert_eq!(
            citizen.get(&format!("{public}/poster/radio")).await.status,
            404,
            "no such channel"
        );
        let leaflet = citizen.get(&format!("{public}/selebaran/poster?bahasa=id")).await.text();
        assert!(leaflet.contains("Paspor"), "{leaflet}");
        let materials = humas.get(&format!("{page_2}/bahan")).await.text();
        assert!(
            materials.contains("dari 160 huruf")
                && materials.contains("/selebaran/") == page.is_empty()
        );
        let staff =
            city.account("siti", &[(Role::Officer, platform::testing::units::REGISTRY)]).await;
        let briefing = page_2.replace("/kampanye/", "/pengarahan/");
        let mut officer = browser(city, &staff).await;
        let text = officer.get(&briefing).await.text();
        assert!(text.contains("Tolak hadiah apa pun") && text.contains("Rp0"), "{text}");
        assert_eq!(officer.get("/humas/kampanye").await.status, 403);
        let sent = citizen.get(&briefing).await;
        assert!(sent.location().starts_with("/masuk"), "{:?}", sent.status);

        let feed = citizen.get("/kampanye/umpan.atom").await;
        assert!(feed.headers["content-type"].to_str().unwrap().starts_with("application/atom+xml"));
        let text = feed.text();
        let id = page_2.rsplit('/').next().unwrap();
        assert_eq!(text.matches("<entry>").count(), 1, "drafts are not told: {text}");
        let uuid = id.parse::<kernel::id::CampaignId>().unwrap().uuid();
        assert!(text.contains(&format!("<id>urn:uuid:{uuid}</id>")), "{text}");
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    })
    .await;
}
