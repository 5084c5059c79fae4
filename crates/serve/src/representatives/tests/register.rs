//! The rooms of the Inspectorate.

use kernel::actor::Role;
use platform::testing::Browser;

use super::support::{AGENT, give};
use crate::applications::tests::office::{NAME, Office, nik};

const BASE: &str = "/inspektorat/wakil";

async fn inspector(office: &Office, login: &str) -> Browser {
    let account = office.city.account(login, &[(Role::Inspector, "")]).await;
    office.browser(&account).await
}

fn entry<'a>(kind: &'a str, nik: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("jenis", kind),
        ("nama", AGENT),
        ("nik", nik),
        ("izin", "AHU-12"),
        ("alasan", "Meminta uang."),
        ("sampai", "31"),
        ("sampai-month", "12"),
        ("sampai-year", "2026"),
    ]
}

/// The id in the form of the entry that can be ended.
fn id(page: &str) -> String {
    let part = page.split("/inspektorat/wakil/").find(|part| part.contains("/akhiri\""));
    part.expect("an entry").split('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn one_inspector_alone_bars_nobody() {
    let office = Office::open().await;
    let (mut one, mut two) = (inspector(&office, "ina").await, inspector(&office, "tio").await);
    let agent = nik(1970, 1);
    assert_eq!(one.post(BASE, &entry("barred", &agent)).await.status, 303);
    let own = one.get(BASE).await.text();
    assert!(own.contains("Menunggu persetujuan kedua") && !own.contains("Setujui larangan"));
    let id = id(&own);
    assert_eq!(one.post(&format!("{BASE}/{id}/setuju"), &[]).await.status, 409);
    assert!(two.get(BASE).await.text().contains("Setujui larangan"));
    assert_eq!(two.post(&format!("{BASE}/{id}/setuju"), &[]).await.status, 303);
    assert_eq!(two.post(&format!("{BASE}/{id}/setuju"), &[]).await.status, 409, "once");
    let end = format!("{BASE}/{id}/akhiri");
    assert_eq!(one.post(&end, &[("alasan", "")]).await.status, 400);
    assert_eq!(one.post(&end, &[("alasan", "Keberatan diterima.")]).await.status, 303);
    assert!(one.get(BASE).await.text().contains("Diakhiri"));
    assert_eq!(one.post(&end, &[("alasan", "Lagi.")]).await.status, 409);
}

#[tokio::test]
async fn mistakes_stand_at_their_fields() {
    let office = Office::open().await;
    let mut one = inspector(&office, "ina").await;
    let agent = nik(1970, 1);
    for (kind, field, value) in [
        ("", "jenis", ""),
        ("notary", "nama", ""),
        ("notary", "nik", "12"),
        ("notary", "izin", " "),
        ("barred", "alasan", ""),
        ("barred", "sampai-year", "2020"),
        ("barred", "sampai-month", "13"),
    ] {
        let mut typed = entry(kind, &agent);
        typed.retain(|(name, _)| *name != field);
        typed.push((field, value));
        let answer = one.post(BASE, &typed).await;
        assert_eq!(answer.status, 400, "{kind} {field}");
        let at = field.split('-').next().unwrap();
        assert!(answer.text().contains(&format!("href=\"#{at}\"")), "{field}");
        assert!(field == "nama" || answer.text().contains(AGENT), "what was typed is kept");
    }
    assert!(one.get(BASE).await.text().contains("Belum ada catatan."));
}

#[tokio::test]
async fn a_refusal_is_seen_and_each_look_at_it_too() {
    let office = Office::open().await;
    let given = give(&office, 1, 1).await;
    let quiet = give(&office, 2, 1).await;
    office.anyone().post(&given.page("/tolak"), &[]).await;
    let mut one = inspector(&office, "ina").await;
    let list = one.get(BASE).await.text();
    assert!(list.contains("ditolak.") && !list.contains(AGENT) && !list.contains(NAME));
    let href = list.split("href=\"/inspektorat/wakil/kuasa/").nth(1).unwrap();
    let href = format!("{BASE}/kuasa/{}", href.split('"').next().unwrap());
    assert_eq!(office.openings(&given.ticket).await.len(), 0);
    let page = one.get(&href).await;
    assert!(page.text().contains(AGENT) && page.text().contains(NAME));
    let looks = office.openings(&given.ticket).await;
    assert_eq!((looks.len(), looks[0].role), (1, Role::Inspector));

    // What nobody objected to is no matter of the Inspectorate.
    let row = super::support::mandate(&office, &quiet.ticket).await;
    assert_eq!(one.get(&format!("{BASE}/kuasa/{}", row.id)).await.status, 404);
    let mut officer = office.desk().await;
    assert_eq!(officer.get(&href).await.status, 403);
    assert_eq!(officer.get(BASE).await.status, 403);
    assert_eq!(officer.post(BASE, &[]).await.status, 403);
    assert!(office.anyone().get(BASE).await.location().starts_with("/masuk"));
}
