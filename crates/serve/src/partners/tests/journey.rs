//! From a proposed contract to a rated step.

use axum::Router;
use kernel::actor::Role;
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::id::PartnerId;
use platform::App;
use platform::clocks::{OnLapse, lapse_due};
use platform::journal::facts_of;
use platform::testing::{Browser, TestAccount, units};

use super::super::model::{State, TaskState};
use super::super::verbs::PartnerClocks;
use super::super::{pages, store};
use crate::applications::tests::office::{NAME, Office, QUICK, Ticket, routes};

fn all() -> Router<App> {
    routes().merge(pages::routes())
}

struct City {
    office: Office,
    lead: Browser,
    firm: Browser,
    head: TestAccount,
    courier: TestAccount,
    partner: PartnerId,
}

impl City {
    async fn browser(office: &Office, account: &TestAccount) -> Browser {
        let mut browser = office.city.browser(all());
        browser.enter(account).await;
        browser
    }

    /// An office that agreed with a courier.
    async fn open() -> Self {
        let office = Office::open().await;
        let both = [(Role::Head, units::REGISTRY), (Role::Approver, "")];
        let head = office.city.account("ratna", &both).await;
        let approver = office.city.account("lestari", &[(Role::Approver, "")]).await;
        let courier = office.city.account("kurir", &[(Role::Partner, units::REGISTRY)]).await;
        let mut lead = Self::browser(&office, &head).await;
        let mut second = Self::browser(&office, &approver).await;
        let form = [
            ("nama", "Antar Cepat"),
            ("jenis", "contractor"),
            ("unit", units::REGISTRY),
            ("langkah", "deliver"),
            ("layanan", QUICK),
            ("harga", "9000"),
            ("mulai", "2026-11-24"),
            ("sampai", "2026-12-31"),
            ("akun", "kurir"),
        ];
        let mut wrong = form;
        wrong[8] = ("akun", "ratna");
        let refused = lead.post("/petugas/atasan/mitra", &wrong).await;
        assert_eq!(refused.status, 400);
        assert!(refused.text().contains("Tidak ada akun mitra"), "{}", refused.text());
        let nowhere = [&form[..], &[("kelurahan", "99.99.99.9999")]].concat();
        let refused = lead.post("/petugas/atasan/mitra", &nowhere).await;
        assert_eq!(refused.status, 400);
        let page = refused.text();
        assert!(page.contains("Salah satu kelurahan tidak dikenal"), "{page}");
        let kept = format!("value=\"{QUICK}\" id=\"layanan");
        assert!(page.split("<label").any(|one| one.contains(&kept) && one.contains("checked")));
        let sent = lead.post("/petugas/atasan/mitra", &form).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let mut tx = office.city.app.db.read(office.city.tenant.id).await.unwrap();
        let partner = store::all(&mut tx).await.unwrap().remove(0);
        drop(tx);
        assert!(!second.get("/mitra").await.text().contains("Antar Cepat"), "not public yet");
        let decide = format!("/pengesah/mitra/{}", partner.id);
        let own = lead.post(&decide, &[("jawab", "setuju")]).await;
        assert_eq!(own.status, 400, "not by who proposed it");
        assert!(own.text().contains("Anda yang mengajukan kontrak"), "{}", own.text());
        assert_eq!(second.post(&decide, &[("jawab", "setuju")]).await.status, 303);
        let firm = Self::browser(&office, &courier).await;
        Self { office, lead, firm, head, courier, partner: partner.id }
    }

    /// A file whose product is there.
    async fn issued(&self, serial: u32) -> Ticket {
        let ticket = self.office.apply(QUICK, 1990, serial).await;
        let mut desk = self.office.desk().await;
        for act in ["/ambil", "/setujui"] {
            assert_eq!(desk.post(&ticket.file(act), &[("alasan", "medical")]).await.status, 303);
            self.office.settle().await;
        }
        assert_eq!(desk.post_files(&ticket.file("/terbitkan"), &[], &[]).await.status, 303);
        self.office.settle().await;
        ticket
    }

    async fn hand(&mut self, ticket: &Ticket) -> String {
        let partner = self.partner.to_string();
        let form = [("nomor", ticket.number.as_str()), ("mitra", partner.as_str())];
        let sent = self.lead.post("/petugas/atasan/mitra/serah", &form).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        self.office.settle().await;
        let row = self.office.row(ticket).await;
        let city = &self.office.city;
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let task = store::of_file(&mut tx, row.id).await.unwrap().pop().unwrap();
        format!("/mitra/tugas/{}", task.id)
    }

    async fn state(&self, ticket: &Ticket) -> (TaskState, String) {
        let row = self.office.row(ticket).await;
        let city = &self.office.city;
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let task = store::of_file(&mut tx, row.id).await.unwrap().pop().unwrap();
        (task.state, task.why)
    }
}

#[tokio::test]
async fn a_partner_sees_what_the_step_needs_does_it_and_is_rated() {
    let mut city = City::open().await;
    let early = city.office.apply(QUICK, 1991, 7).await;
    let partner = city.partner.to_string();
    let form = [("nomor", early.number.as_str()), ("mitra", partner.as_str())];
    let refused = city.lead.post("/petugas/atasan/mitra/serah", &form).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("belum sampai"), "{}", refused.text());
    let ticket = city.issued(1).await;
    let task = city.hand(&ticket).await;
    let list = city.firm.get("/mitra/tugas").await.text();
    assert!(list.contains(&ticket.number) && !list.contains(NAME), "{list}");
    assert!(city.office.openings(&ticket).await.iter().all(|fact| fact.role != Role::Partner));
    let page = city.firm.get(&task).await.text();
    assert!(page.contains(NAME) && page.contains("Jl. Imam Bonjol 12"), "{page}");
    assert!(!page.contains("1872010101200001") && !page.contains("187201450"), "no NIK, no KK");
    let opened = city.office.openings(&ticket).await;
    let opened = opened.iter().filter(|fact| fact.role == Role::Partner).count();
    assert_eq!(opened, 1, "each opening is a fact");
    for door in ["/petugas", "/petugas/atasan/mitra", "/pengesah/mitra", "/inspektorat/perkara"] {
        let answer = city.firm.get(door).await.status.as_u16();
        assert!(matches!(answer, 403 | 404), "{door}: {answer}");
    }
    assert!(matches!(city.firm.get(&ticket.file("")).await.status.as_u16(), 403 | 404));
    assert_eq!(city.lead.get(&task).await.status, 403, "nobody else opens it");
    assert_eq!(city.firm.post(&format!("{task}/selesai"), &[]).await.status, 303);
    assert_eq!(city.firm.get(&task).await.status, 404, "what is done is shut");
    let kinds = city.office.kinds(&ticket).await;
    assert!(
        kinds.ends_with(&["partner.step_handed".into(), "partner.step_done".into()]),
        "{kinds:?}"
    );
    let mut citizen = city.office.city.browser(all());
    let (page, rate) =
        (format!("/lacak/{}", ticket.number), format!("/lacak/{}/nilai-mitra", ticket.number));
    citizen.post(&format!("{page}/buka"), &[("kode", &ticket.secret)]).await;
    let told = citizen.get(&page).await.text();
    assert!(told.contains("Antar Cepat: Mengantar hasil ke rumah. Selesai"), "{told}");
    assert!(told.contains("Mitra: alamat dan telepon, untuk mengantar hasil"), "{told}");
    assert_eq!(citizen.post(&rate, &[("nilai", "6")]).await.status, 400);
    assert_eq!(citizen.post(&rate, &[("nilai", "4")]).await.status, 303);
    assert_eq!(citizen.post(&rate, &[("nilai", "5")]).await.status, 409, "once");
    let public = citizen.get("/mitra").await.text();
    assert!(public.contains("Rp9.000") && public.contains("terlalu sedikit"), "{public}");
    assert!(public.contains("belum dihitung"), "no cost of own work is invented");
}

#[tokio::test]
async fn an_ended_contract_closes_all_doors_at_once() {
    let mut city = City::open().await;
    let ticket = city.issued(1).await;
    let task = city.hand(&ticket).await;
    assert_eq!(city.firm.get(&task).await.status, 200);
    let end = format!("/petugas/atasan/mitra/{}/akhiri", city.partner);
    assert_eq!(city.lead.post(&end, &[]).await.status, 303);
    assert_eq!(city.firm.get(&task).await.status, 404);
    assert_eq!(city.firm.post(&format!("{task}/selesai"), &[]).await.status, 404);
    assert!(!city.firm.get("/mitra/tugas").await.text().contains(&ticket.number));
    assert_eq!(city.state(&ticket).await, (TaskState::Back, "ended".to_owned()));
    assert_eq!(city.lead.post(&end, &[]).await.status, 400, "once");
    let mut tx = city.office.city.app.db.read(city.office.city.tenant.id).await.unwrap();
    assert_eq!(store::by_id(&mut tx, city.partner).await.unwrap().state, State::Ended);
    let subject = Subject { kind: SubjectKind::Partner, id: city.partner.uuid() };
    let facts = facts_of(&mut tx, subject, None).await.unwrap();
    let kinds: Vec<_> = facts.iter().map(|fact| fact.kind.as_str()).collect();
    assert_eq!(kinds, ["partner.proposed", "partner.contracted", "partner.ended"]);
    assert!(matches!(facts[1].payload, Some(Payload::PartnerContracted(_))), "clear");
    assert!(facts[1..].iter().all(|fact| fact.actor.is_none()), "a clear fact names no account");
    assert_eq!(facts[0].actor, Some(city.head.user));
}

#[tokio::test]
async fn who_knows_the_person_steps_aside_and_who_is_late_loses_the_step() {
    let mut city = City::open().await;
    let known = city.issued(1).await;
    let task = city.hand(&known).await;
    assert_eq!(city.firm.post(&format!("{task}/kenal"), &[]).await.status, 303);
    assert_eq!(city.state(&known).await, (TaskState::Back, "conflict".to_owned()));
    let partner = city.partner.to_string();
    let form = [("nomor", known.number.as_str()), ("mitra", partner.as_str())];
    let again = city.lead.post("/petugas/atasan/mitra/serah", &form).await;
    assert_eq!(again.status, 400);
    assert!(again.text().contains("mengenal pemohon"), "{}", again.text());
    let late = city.issued(2).await;
    let task = city.hand(&late).await;
    let twice = [("nomor", late.number.as_str()), ("mitra", partner.as_str())];
    assert_eq!(city.lead.post("/petugas/atasan/mitra/serah", &twice).await.status, 400);
    // Two working days later.
    city.office.at("2026-11-27T09:00:00Z");
    city.office.settle().await;
    let test = &city.office.city;
    let app = std::sync::Arc::downgrade(&test.app);
    let handlers: [std::sync::Arc<dyn OnLapse>; 1] = [std::sync::Arc::new(PartnerClocks { app })];
    lapse_due(&test.app.db, test.tenant.id, &handlers).await.unwrap();
    assert_eq!(city.state(&late).await, (TaskState::Back, "late".to_owned()));
    // Days later everybody has to log in again.
    city.firm = City::browser(&city.office, &city.courier).await;
    city.lead = City::browser(&city.office, &city.head).await;
    assert_eq!(city.firm.get(&task).await.status, 404);
    // The head may hand it over again, and takes it back.
    let task = city.hand(&late).await;
    let back = format!("/petugas/atasan/mitra/tugas/{}/tarik", task.rsplit('/').next().unwrap());
    assert_eq!(city.lead.post(&back, &[]).await.status, 303);
    assert_eq!(city.state(&late).await, (TaskState::Back, "head".to_owned()));
}
