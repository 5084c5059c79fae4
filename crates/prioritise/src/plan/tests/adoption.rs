//! Scenarios, proposals that were accepted, and the adoption, on every database.

use allocation::portfolio::{Limits, file, solve};
use jiff::Timestamp;
use kernel::actor::{Actor, Role};
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::proposal::{Accepted, Made, Origin, Stage};
use kernel::id::{CommandId, ForumId, ProposalId};
use kernel::money::Rupiah;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::testing::{TestCity, on_every_database};
use platform::workers::settle;

use super::{WORK, browser, compute, give, keep, planners, scored, setup, told};
use crate::plan::pages;

#[tokio::test]
async fn a_plan_is_computed_explained_and_adopted_by_another() {
    on_every_database(setup, async |city| {
        let [mut a, mut b, _] = scored(city).await;
        let both = city.account("berdua", &[(Role::Planner, ""), (Role::Mayor, "")]).await;
        let mayor = city.account("wali", &[(Role::Mayor, "")]).await;
        let kept = keep(&mut a, "Anggaran sekarang", 700).await;
        assert_eq!(kept.status, 303);
        let page = kept.location().to_owned();
        assert_eq!(keep(&mut b, "Sama", 700).await.status, 400, "the same files");
        assert_eq!(keep(&mut b, "Lebih sedikit", 500).await.status, 303);
        let mut everyone = city.browser(pages::routes());
        assert!(everyone.get(&page).await.text().contains("sedang dihitung"));
        assert_eq!(everyone.get(&format!("{page}/hasil.json")).await.status, 404);
        compute(city).await;

        let text = everyone.get(&page).await.text();
        for words in ["2 dari 4", "Tanpa kegiatan ini", "Yang menahannya", "Masuk bila biayanya"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        // D must be done (200 million); of what is left A with its 400 has the most points.
        let result = everyone.get(&format!("{page}/hasil.json")).await.json();
        let chosen: Vec<&str> = result["activities"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|told| told["chosen"] == true)
            .filter_map(|told| told["code"].as_str())
            .collect();
        assert_eq!(chosen, ["A", "D"]);

        // What anyone can download gives the same choice to the program that anyone can run.
        let plan = everyone.get(&format!("{page}/plan.toml")).await.text();
        let table = everyone.get(&format!("{page}/kegiatan.csv")).await.text();
        assert_eq!(file::activities_of(&plan).unwrap(), "kegiatan.csv");
        let read = file::read(&plan, &table).unwrap();
        let found = solve(&read.plan, Limits::default()).unwrap();
        let again: Vec<&str> = found
            .starts
            .iter()
            .map(|start| read.plan.activities[start.activity].id.as_str())
            .collect();
        assert_eq!(again, chosen);

        let adopt = format!("{page}/tetapkan");
        assert_eq!(everyone.post(&adopt, &[]).await.status, 303, "to the log-in");
        assert_eq!(a.post(&adopt, &[]).await.status, 403, "planners do not adopt");
        let mut both = browser(city, &both).await;
        let own = keep(&mut both, "Punya sendiri", 900).await;
        compute(city).await;
        let refused = both.post(&format!("{}/tetapkan", own.location()), &[]).await;
        assert!(refused.status == 400 && refused.text().contains("orang lain"), "not one's own");
        let mut mayor = browser(city, &mayor).await;
        assert!(mayor.get(&page).await.text().contains("Tetapkan rencana ini"));
        assert_eq!(mayor.post(&adopt, &[]).await.status, 303);
        assert_eq!(mayor.post(&adopt, &[]).await.status, 400, "once");
        assert_eq!(keep(&mut a, "Terlambat", 800).await.status, 400);
        assert_eq!(give(&mut a, "A", 1, 1).await.status, 400);

        let facts = told(city).await;
        let Some(Payload::PlanAdopted(adopted)) = facts.last() else { panic!("{facts:?}") };
        assert!(page.ends_with(&adopted.digest));
        let order: Vec<(&str, i64, bool, &str)> = adopted
            .activities
            .iter()
            .map(|one| (one.code.as_str(), one.place, one.chosen, one.reason.as_str()))
            .collect();
        let wanted = [
            ("A", 1, true, "worth"),
            ("B", 2, false, "outweighed"),
            ("C", 3, false, "impossible"),
            ("D", 4, true, "needed"),
        ];
        assert_eq!(order, wanted);
        let page = everyone.get("/rencana/2027").await.text();
        assert!(page.contains("2 dari 4 kegiatan dibiayai"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn limits_that_contradict_are_named() {
    let city = TestCity::with(setup()).await;
    let [mut a, _, _] = scored(&city).await;
    let budget =
        [("judul", "Tanpa infrastruktur"), ("anggaran", "100000000"), ("tetap", "9000000000")];
    let kept = a.post(&format!("{WORK}/skenario"), &budget).await;
    compute(&city).await;
    let page = a.get(kept.location()).await.text();
    assert!(page.contains("Tidak ada pilihan yang memenuhi semua ini sekaligus"), "{page}");
    assert!(!page.contains("Tetapkan rencana ini"));
}

#[tokio::test]
async fn other_weights_are_for_comparison_only() {
    let city = TestCity::with(setup()).await;
    let [mut a, _, _] = scored(&city).await;
    let mayor = city.account("wali", &[(Role::Mayor, "")]).await;
    let weights = |mandate: &'static str| {
        [
            ("judul", "Bobot lain"),
            ("anggaran", "700000000"),
            ("tetap", "10000000000"),
            ("tetap-education", "2500000000"),
            ("tetap-infrastructure", "5000000000"),
            ("tetap-kelurahan_funds", "900000000"),
            ("bobot-mandate", mandate),
            ("bobot-urgency", "40"),
        ]
    };
    assert_eq!(a.post(&format!("{WORK}/skenario"), &weights("50")).await.status, 400);
    let kept = a.post(&format!("{WORK}/skenario"), &weights("60")).await;
    assert_eq!(kept.status, 303);
    compute(&city).await;
    let mut mayor = browser(&city, &mayor).await;
    let refused = mayor.post(&format!("{}/tetapkan", kept.location()), &[]).await;
    assert!(refused.status == 400 && refused.text().contains("bobot yang dikunci"));
}

#[tokio::test]
async fn nothing_is_kept_while_scores_are_open() {
    let city = TestCity::with(setup()).await;
    let [mut a, _, _] = planners(&city).await;
    super::frozen(&mut a).await;
    give(&mut a, "A", 5, 5).await;
    let kept = keep(&mut a, "Terlalu awal", 700).await;
    assert!(kept.status == 400 && kept.text().contains("4 kegiatan"), "{}", kept.text());
}

/// A proposal as another slice writes it.
struct Propose {
    accepted: bool,
    number: &'static str,
}

impl Command for Propose {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let now: Timestamp = tx.now();
        let id = ProposalId::new(now, tx.rng());
        let made = Made {
            v: 1,
            number: self.number.to_owned(),
            budget_year: 2027,
            title: format!("Usulan {}", self.number),
            what: String::new(),
            kelurahan: String::new(),
            place: String::new(),
            origin: Origin::Resident,
            proposer: "RW 3".to_owned(),
            volume_milli: 1000,
            measure: "unit".to_owned(),
            asked: Some(Rupiah::new(50_000_000)),
            office: String::new(),
            activity: None,
            repair: None,
        };
        let mut payloads = vec![Payload::ProposalMade(made)];
        if self.accepted {
            let forum = ForumId::new(now, tx.rng());
            let accepted = Accepted { v: 1, forum, stage: Stage::City, rank: 1 };
            payloads.push(Payload::ProposalAccepted(accepted));
        }
        for (seq, payload) in (1..).zip(payloads) {
            let fact = NewFact {
                subject: Subject { kind: SubjectKind::Proposal, id: id.uuid() },
                command: CommandId::new(now, tx.rng()),
                occurred_at: now,
                actor: Actor::system(),
                clocks: Vec::new(),
                payload,
            };
            tx.append(&fact, seq, Seal::Clear).await?;
        }
        Ok(())
    }
}

#[tokio::test]
async fn accepted_proposals_come_in_once() {
    on_every_database(setup, async |city| {
        let [mut a, _, _] = planners(city).await;
        a.post("/perencana/rencana", &[("tahun", "2027"), ("catatan", "")]).await;
        for (number, accepted) in [("K7M42Q9P", true), ("K7M42Q9R", false)] {
            city.app.db.write(city.tenant.id, Propose { accepted, number }).await.unwrap();
        }
        settle(&city.app, city.tenant.id).await.unwrap();
        assert!(a.get(WORK).await.text().contains("1 usulan yang diterima"));
        assert_eq!(a.post(&format!("{WORK}/usulan"), &[]).await.status, 303);
        let page = a.get(WORK).await.text();
        assert!(page.contains("U-K7M42Q9P") && !page.contains("K7M42Q9R"), "{page}");
        assert_eq!(a.post(&format!("{WORK}/usulan"), &[]).await.status, 400);
    })
    .await;
}
