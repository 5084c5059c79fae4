//! A report with supervision content, a hidden name, and whom it names.

use kernel::actor::Role;
use kernel::fact::ClockOp;
use kernel::facts::complaint::{Class, Handler, Outcome};
use platform::testing::{TestCity, units};

use super::seeded::{act, at_desk, body, coordinator, disposed, received, row, setup, whole};
use crate::complaints::model::Viewer;
use crate::complaints::verbs::{Does, Letter, Receipt};

#[tokio::test]
async fn money_goes_to_the_inspectorate_and_no_unit_sees_it() {
    let city = TestCity::with(setup()).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    let head = city.account("koordinator", &[(Role::Coordinator, "")]).await;
    let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let receipt = received(&city, body("extortion")).await;
    let number = receipt.number;
    let mut desk = at_desk(&city, &officer).await;
    assert_eq!(desk.get(&format!("/petugas/laporan/{number}")).await.status, 404);
    let mut desk = at_desk(&city, &head).await;
    assert_eq!(desk.get(&format!("/koordinator/laporan/{number}")).await.status, 404);
    assert!(!whole(&desk.get("/koordinator/laporan").await).contains(&number.to_string()));
    let mut desk = at_desk(&city, &inspector).await;
    assert!(whole(&desk.get("/inspektorat/laporan").await).contains(&number.to_string()));
    let at = format!("/inspektorat/laporan/{number}");
    let page = whole(&desk.get(&at).await);
    assert!(page.contains("Budi Pelapor"), "the name is not hidden here");
    let verify = [("kelas", "supervision"), ("kategori", "extortion"), ("tentang", "DISDUKCAPIL")];
    assert_eq!(desk.post(&format!("{at}/verifikasi"), &verify).await.location(), at);
    // Even a forged form cannot give it to the unit.
    let to = desk.post(&format!("{at}/disposisi"), &[("kepada", "DISDUKCAPIL")]).await;
    assert_eq!(to.status, 400);
    assert!(to.text().contains("hanya ditangani Inspektorat"));
    desk.post(&format!("{at}/disposisi"), &[("kepada", "INSPECTORATE")]).await;
    assert_eq!(row(&city, number).await.matter.handler, Some(Handler::Inspectorate));
    // The reporter reads that an inspector saw the name.
    let mut reporter = super::seeded::visitor(&city);
    let code = receipt.secret.expose_printed();
    let own = format!("/lapor/{number}");
    reporter.post(&format!("{own}/buka"), &[("kode", &code)]).await;
    let page = whole(&reporter.get(&own).await);
    assert!(page.contains("Inspektorat.</li>"), "{page}");
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    assert!(crate::complaints::store::published(&mut tx, number).await.unwrap().is_none());
}

/// A report of money that the Inspectorate has handled to its end.
async fn found(city: &TestCity, inspector: &Viewer, outcome: Outcome) -> Receipt {
    let receipt = received(city, body("extortion")).await;
    let about = Some(units::REGISTRY.to_owned());
    let (class, category) = (Class::Supervision, "extortion".to_owned());
    let verify = Does::Verify { class, category, about, text: None };
    let text = "Sudah diperiksa".to_owned();
    let letter = Letter { text, public: false, files: Vec::new() };
    let propose = Does::Propose { outcome, letter };
    for does in [verify, Does::Dispose(Handler::Inspectorate), propose] {
        let early = act(city, receipt.id, inspector.clone(), Does::TellSuperior).await.unwrap_err();
        assert_eq!(early.key(), "complaint-not-proven");
        act(city, receipt.id, inspector.clone(), does).await.unwrap();
    }
    receipt
}

#[tokio::test]
async fn a_superior_is_told_once_a_report_of_money_is_proven_and_of_nothing_but_the_duty() {
    let city = TestCity::with(setup()).await;
    let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let head = city.account("kepala", &[(Role::Head, units::REGISTRY)]).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    let sees = Viewer::Inspector(inspector.user);
    let mut desk = at_desk(&city, &inspector).await;
    let unproven = found(&city, &sees, Outcome::Unproven).await;
    let at = format!("/inspektorat/laporan/{}", unproven.number);
    assert!(!whole(&desk.get(&at).await).contains("Beri kewajiban kepada atasan"));
    assert_eq!(desk.post(&format!("{at}/atasan"), &[]).await.status, 400);
    let proven = found(&city, &sees, Outcome::Corrected).await;
    let at = format!("/inspektorat/laporan/{}", proven.number);
    assert!(whole(&desk.get(&at).await).contains("Beri kewajiban kepada atasan"));
    // Nobody but an inspector hands it on, also not by a forged form.
    let mut unit = at_desk(&city, &officer).await;
    assert_eq!(unit.post(&format!("{at}/atasan"), &[]).await.status, 403);
    let name = Does::Name(vec![head.user]);
    act(&city, proven.id, sees.clone(), name).await.unwrap();
    let named = act(&city, proven.id, sees.clone(), Does::TellSuperior).await.unwrap_err();
    assert_eq!(named.key(), "complaint-superior-concerned", "a head is not told of themselves");
    act(&city, proven.id, sees.clone(), Does::Name(Vec::new())).await.unwrap();
    assert_eq!(desk.post(&format!("{at}/atasan"), &[]).await.location(), at);
    let page = whole(&desk.get(&at).await);
    assert!(!page.contains("Beri kewajiban kepada atasan") && page.contains("wajib memanggil"));
    let own = format!("/petugas/laporan/{}", proven.number);
    assert_eq!(unit.get(&own).await.status, 404, "the unit sees no more of it than before");
    city.advance(jiff::SignedDuration::from_hours(2));
    let again = act(&city, proven.id, sees, Does::TellSuperior).await.unwrap_err();
    assert_eq!(again.key(), "complaint-superior-told");
    platform::workers::settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let facts = platform::journal::facts_after(&mut tx, 0, 1000).await.unwrap();
    let told: Vec<_> = facts.iter().filter(|fact| fact.kind == "complaint.superior_told").collect();
    assert_eq!((told.len(), told[0].clear.is_none()), (1, true), "once, and sealed");
    let measured = &told[0].clocks[0];
    assert_eq!(
        (measured.rule.as_str(), measured.owner.as_str(), &measured.op),
        ("complaint.proven", units::REGISTRY, &ClockOp::Measure)
    );
}

#[tokio::test]
async fn a_category_of_the_inspectorate_cannot_be_called_an_ordinary_complaint() {
    let city = TestCity::with(setup()).await;
    let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let receipt = received(&city, body("extortion")).await;
    let mut desk = at_desk(&city, &inspector).await;
    let at = format!("/inspektorat/laporan/{}", receipt.number);
    let mut verify = [("kelas", "ordinary"), ("kategori", "extortion"), ("tentang", "")];
    let lowered = desk.post(&format!("{at}/verifikasi"), &verify).await;
    assert_eq!(lowered.status, 400);
    assert!(lowered.text().contains("atau ganti jenisnya juga"));
    verify[1].1 = "delay";
    assert_eq!(
        desk.post(&format!("{at}/verifikasi"), &verify).await.location(),
        "/inspektorat/laporan"
    );
    // The coordinator has it now, but the unit that it was about may not get it, though the
    // inspector named none.
    let to = Does::Dispose(Handler::Unit(units::REGISTRY.to_owned()));
    let refused = act(&city, receipt.id, coordinator(), to).await.unwrap_err();
    assert_eq!(refused.key(), "complaint-kept-from");
    let to = Does::Dispose(Handler::Unit(units::HEALTH.to_owned()));
    act(&city, receipt.id, coordinator(), to).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    assert!(crate::complaints::store::published(&mut tx, receipt.number).await.unwrap().is_none());
}

#[tokio::test]
async fn an_ordinary_report_that_turns_out_to_be_of_money_leaves_the_unit() {
    let city = TestCity::with(setup()).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    let receipt = received(&city, body("delay")).await;
    disposed(&city, receipt.id).await;
    let mut desk = at_desk(&city, &officer).await;
    let at = format!("/petugas/laporan/{}", receipt.number);
    assert_eq!(desk.get(&at).await.status, 200);
    let classify = Does::Classify {
        class: Class::Supervision,
        category: "extortion".to_owned(),
        reason: "Ada permintaan uang".to_owned(),
    };
    let started = row(&city, receipt.number).await.clocks.of("complaint.ordinary").unwrap().started;
    act(&city, receipt.id, coordinator(), classify).await.unwrap();
    assert_eq!(desk.get(&at).await.status, 404);
    let now = row(&city, receipt.number).await;
    assert!(now.clocks.of("complaint.ordinary").is_none());
    assert_eq!(
        now.clocks.of("complaint.supervision").unwrap().started,
        started,
        "no time is bought"
    );
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let published = crate::complaints::store::published(&mut tx, receipt.number).await.unwrap();
    assert!(published.is_none(), "what everyone could read is taken away");
}

#[tokio::test]
async fn a_hidden_name_is_shown_when_two_inspectors_agree() {
    let city = TestCity::with(setup()).await;
    let one = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let two = city.account("inspektur-2", &[(Role::Inspector, "")]).await;
    let mut hidden = body("extortion");
    hidden.anonymous = true;
    let receipt = received(&city, hidden).await;
    let at = format!("/inspektorat/laporan/{}", receipt.number);
    let mut first = at_desk(&city, &one).await;
    assert!(!whole(&first.get(&at).await).contains("Budi Pelapor"));
    let asked = first.post(&format!("{at}/identitas"), &[("kepentingan", "Perlu saksi")]).await;
    assert_eq!(asked.location(), at);
    let asker = one.user.to_string();
    let decide = [("peminta", asker.as_str()), ("putusan", "setuju"), ("pertimbangan", "Setuju")];
    let own = first.post(&format!("{at}/identitas/putus"), &decide).await;
    assert_eq!(own.status, 403, "nobody decides their own wish");
    let mut second = at_desk(&city, &two).await;
    assert!(!whole(&second.get(&at).await).contains("Budi Pelapor"));
    assert_eq!(second.post(&format!("{at}/identitas/putus"), &decide).await.location(), at);
    assert!(whole(&first.get(&at).await).contains("Budi Pelapor"));
    assert!(!whole(&second.get(&at).await).contains("Budi Pelapor"), "who agreed did not ask");
    let mut reporter = super::seeded::visitor(&city);
    let own = format!("/lapor/{}", receipt.number);
    let code = receipt.secret.expose_printed();
    reporter.post(&format!("{own}/buka"), &[("kode", &code)]).await;
    let page = whole(&reporter.get(&own).await);
    assert!(page.contains("Inspektur kedua setuju; nama dibuka") && page.contains("Perlu saksi"));
}

#[tokio::test]
async fn a_hidden_name_stands_nowhere_in_what_its_owner_wrote() {
    let city = TestCity::with(setup()).await;
    let head = city.account("koordinator", &[(Role::Coordinator, "")]).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    let mut hidden = body("delay");
    hidden.anonymous = true;
    let story = "Saya Budi, hubungi 0812 3456 7890 atau budi@contoh.id. Akta belum selesai";
    hidden.details.story = story.to_owned();
    let receipt = received(&city, hidden).await;
    let masked = "Saya [...] hubungi [...] atau [...] Akta belum selesai";
    let mut desk = at_desk(&city, &head).await;
    let at = format!("/koordinator/laporan/{}", receipt.number);
    let page = whole(&desk.get(&at).await);
    assert_eq!(page.matches(masked).count(), 2, "the story and the text for everyone: {page}");
    assert!(!page.contains("Budi") && !page.contains("contoh.id"));
    let verify = [("kelas", "ordinary"), ("kategori", "delay"), ("terbit", "Akta Budi lambat")];
    desk.post(&format!("{at}/verifikasi"), &verify).await;
    desk.post(&format!("{at}/disposisi"), &[("kepada", units::REGISTRY)]).await;
    let letter = Letter { text: "Ini Budi lagi".to_owned(), ..Letter::default() };
    act(&city, receipt.id, Viewer::Reporter, Does::Supplement(letter)).await.unwrap();
    let mut desk = at_desk(&city, &officer).await;
    let at = format!("/petugas/laporan/{}", receipt.number);
    let page = whole(&desk.get(&at).await);
    assert!(page.contains("Ini [...] lagi") && !page.contains("Budi"), "{page}");
    let reply = [("jawaban", "Pak Budi, hubungi 0725-41234 ext 5"), ("publik", "1")];
    desk.post(&format!("{at}/jawab"), &reply).await;
    let own = format!("/lapor/{}", receipt.number);
    let everyone = whole(&super::seeded::visitor(&city).get(&own).await);
    assert!(everyone.contains("Akta [...] lambat"), "{everyone}");
    assert!(everyone.contains("Pak [...] hubungi [...] ext 5"), "{everyone}");
    let mut reporter = super::seeded::visitor(&city);
    let code = receipt.secret.expose_printed();
    reporter.post(&format!("{own}/buka"), &[("kode", &code)]).await;
    let page = whole(&reporter.get(&own).await);
    assert!(page.contains(story) && page.contains("Ini Budi lagi") && page.contains("0725-41234"));
}

#[tokio::test]
async fn whoever_is_named_neither_sees_nor_handles_it() {
    let city = TestCity::with(setup()).await;
    let named = city.account("inspektur", &[(Role::Inspector, units::REGISTRY)]).await;
    let other = city.account("inspektur-2", &[(Role::Inspector, "")]).await;
    let receipt = received(&city, body("abuse")).await;
    let at = format!("/inspektorat/laporan/{}", receipt.number);
    let mut theirs = at_desk(&city, &named).await;
    assert_eq!(theirs.get(&at).await.status, 200);
    let mut desk = at_desk(&city, &other).await;
    let user = named.user.to_string();
    assert_eq!(desk.post(&format!("{at}/disebut"), &[("akun", &user)]).await.location(), at);
    assert_eq!(theirs.get(&at).await.status, 404);
    let list = whole(&theirs.get("/inspektorat/laporan").await);
    assert!(!list.contains(&receipt.number.to_string()));
    let ask = theirs.post(&format!("{at}/minta-data"), &[("pertanyaan", "Siapa Anda?")]).await;
    assert_eq!(ask.status, 404);
}
