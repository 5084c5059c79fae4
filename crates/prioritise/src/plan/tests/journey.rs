//! Criteria, scores and activities through the pages, on every database.

use kernel::facts::Payload;
use platform::testing::{TestCity, on_every_database};

use super::{TABLE, WORK, freeze, frozen, give, import, planners, setup, told};
use crate::plan::pages;
use crate::plan::verbs::binding;

async fn kinds(city: &TestCity) -> Vec<&'static str> {
    told(city).await.iter().map(Payload::kind).collect()
}

#[tokio::test]
async fn criteria_first_then_scores_then_a_public_reason() {
    on_every_database(setup, async |city| {
        let [mut a, mut b, _] = planners(city).await;
        let begun = [("tahun", "2027"), ("catatan", "")];
        assert_eq!(a.post("/perencana/rencana", &begun).await.status, 303);
        assert_eq!(a.post("/perencana/rencana", &begun).await.status, 400);
        assert_eq!(import(&mut a, TABLE).await.status, 303);
        let early = give(&mut a, "A", 5, 5).await;
        assert!(early.status == 400 && early.text().contains("Kunci dulu"), "no score before");
        let few = a.post(&format!("{WORK}/kriteria"), &[("bobot-mandate", "90")]).await;
        assert!(few.status == 400 && few.text().contains("Jumlah bobot 90,0 persen"));
        assert_eq!(freeze(&mut a).await.status, 303);
        assert_eq!(freeze(&mut a).await.status, 303, "anew while nothing was scored");
        assert_eq!(give(&mut a, "A", 5, 5).await.status, 303);
        let late = freeze(&mut a).await;
        assert!(late.status == 400 && late.text().contains("Sudah ada nilai"), "no freeze after");
        let short = a.post(&format!("{WORK}/kriteria/batal"), &[("alasan", "x")]).await;
        assert_eq!(short.status, 400);
        let reason = "Bobot kemiskinan tertukar dengan harga.";
        let voided = a.post(&format!("{WORK}/kriteria/batal"), &[("alasan", reason)]).await;
        assert_eq!(voided.status, 303);
        assert_eq!(give(&mut b, "A", 4, 4).await.status, 400);
        assert_eq!(freeze(&mut b).await.status, 303);

        let mut everyone = city.browser(pages::routes());
        let page = everyone.get("/rencana").await.text();
        for words in [reason, "Versi 1", "Versi 2", "Versi 3", "Dibatalkan", "Diganti"] {
            assert!(page.contains(words), "{words}");
        }
        let wanted = [
            "plan.begun",
            "plan.activities_listed",
            "criteria.frozen",
            "criteria.frozen",
            "score.given",
            "criteria.voided",
            "criteria.frozen",
        ];
        assert_eq!(kinds(city).await, wanted);
    })
    .await;
}

#[tokio::test]
async fn marks_stay_hidden_until_both_have_scored() {
    on_every_database(setup, async |city| {
        let [mut a, mut b, mut c] = planners(city).await;
        frozen(&mut a).await;
        assert_eq!(give(&mut a, "A", 5, 5).await.status, 303);
        assert_eq!(give(&mut a, "A", 4, 4).await.status, 400, "once each");
        let mut everyone = city.browser(pages::routes());
        let page = everyone.get("/rencana/2027/kegiatan/A").await.text();
        assert!(page.contains("1 dari 2 penilai") && !page.contains("Penilai 1<"));
        let facts = told(city).await;
        let Some(Payload::ScoreGiven(given)) = facts.last() else { panic!("{facts:?}") };

        // Two and five lie apart on one criterion; the rest is near.
        assert_eq!(give(&mut b, "A", 2, 4).await.status, 303);
        let facts = told(city).await;
        let Some(Payload::ScoresOpened(opened)) = facts.last() else { panic!("{facts:?}") };
        assert_eq!(opened.apart, ["mandate"]);
        let first = &opened.scores[0];
        assert_eq!(binding(&first.salt, &first.marks), given.digest, "the marks are those given");
        let mut other = first.marks.clone();
        other[0] -= 1;
        assert_ne!(binding(&first.salt, &other), given.digest);
        let page = everyone.get("/rencana/2027/kegiatan/A").await.text();
        assert!(page.contains("Dua penilai berbeda jauh") && page.contains("Penilai 2"));

        let sepakat = format!("{WORK}/nilai/A/sepakat");
        let outside = [("sepakat-mandate", "1"), ("alasan", "Sesuai dokumen SPM terbaru.")];
        assert_eq!(b.post(&sepakat, &outside).await.status, 400);
        let silent = [("sepakat-mandate", "3"), ("alasan", "")];
        assert_eq!(b.post(&sepakat, &silent).await.status, 400);
        let agreed = [("sepakat-mandate", "3"), ("alasan", "Sesuai dokumen SPM terbaru.")];
        assert_eq!(b.post(&sepakat, &agreed).await.status, 303);
        assert_eq!(give(&mut c, "A", 3, 3).await.status, 400, "it is settled");
        let page = everyone.get("/rencana/2027/kegiatan/A").await.text();
        assert!(page.contains("Sesuai dokumen SPM terbaru.") && page.contains("4,5"));

        // A third decides where two do not agree.
        for (planner, mark) in [(&mut a, 1), (&mut b, 5), (&mut c, 4)] {
            assert_eq!(give(planner, "B", mark, 3).await.status, 303);
        }
        let page = everyone.get("/rencana/2027/kegiatan/B").await.text();
        assert!(page.contains("Selesai dinilai") && page.contains("4,0"));
    })
    .await;
}

/// Who scored stands nowhere in the clear facts.
#[tokio::test]
async fn no_fact_names_a_scorer() {
    let city = TestCity::with(setup()).await;
    let [mut a, mut b, _] = planners(&city).await;
    frozen(&mut a).await;
    give(&mut a, "A", 5, 5).await;
    give(&mut b, "A", 5, 5).await;
    for payload in told(&city).await {
        let text = String::from_utf8(payload.canonical().unwrap()).unwrap();
        assert!(payload.is_clear() && !text.contains("perencana"), "{text}");
    }
}

#[tokio::test]
async fn a_table_comes_in_whole_or_not_at_all() {
    on_every_database(setup, async |city| {
        let [mut a, _, _] = planners(city).await;
        a.post("/perencana/rencana", &[("tahun", "2027"), ("catatan", "")]).await;
        let broken = format!("{TABLE}E,Pasar,banyak,,,,\n");
        let answer = import(&mut a, &broken).await;
        assert_eq!(answer.status, 400);
        assert!(answer.text().contains("Baris 6, kolom cost"), "{}", answer.text());
        assert!(!answer.text().contains("Perbaikan jalan"), "nothing came in");
        assert_eq!(kinds(city).await, ["plan.begun"]);
        assert_eq!(import(&mut a, TABLE).await.status, 303);
        assert_eq!(import(&mut a, TABLE).await.status, 400, "codes are taken");
    })
    .await;
}

#[tokio::test]
async fn inconsistent_comparisons_are_refused_where_they_are_odd() {
    let city = TestCity::with(setup()).await;
    let [mut a, _, _] = planners(&city).await;
    a.post("/perencana/rencana", &[("tahun", "2027"), ("catatan", "")]).await;
    let odd = "judge,first,second,value\nSatu,mandate,urgency,3\nSatu,urgency,poverty,3\n\
        Satu,mandate,poverty,1/5\n";
    let refused = a.post(&format!("{WORK}/kriteria"), &[("perbandingan", odd)]).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("Yang paling janggal") && refused.text().contains("Satu"));
    let fine = "judge,first,second,value\nSatu,mandate,urgency,2\nSatu,urgency,poverty,2\n\
        Satu,mandate,poverty,4\n";
    let frozen = a.post(&format!("{WORK}/kriteria"), &[("perbandingan", fine)]).await;
    assert_eq!(frozen.status, 303);
    let facts = told(&city).await;
    let Some(Payload::CriteriaFrozen(set)) = facts.last() else { panic!("{facts:?}") };
    let weights: Vec<i64> = set.criteria.iter().map(|one| one.weight).collect();
    assert_eq!((set.judges, weights), (1, vec![571, 286, 143]));
}
