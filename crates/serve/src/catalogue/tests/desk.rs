use jiff::SignedDuration;
use jiff::civil::date;
use kernel::actor::Role;
use platform::testing::{Answer, Browser, TestAccount, on_every_database, units};

use super::*;

/// A steward of the registry office, and an approver of the whole city.
async fn people(city: &TestCity) -> (TestAccount, TestAccount) {
    let roles = [(Role::Steward, units::REGISTRY), (Role::Approver, units::REGISTRY)];
    let steward = city.account("siti", &roles).await;
    let approver = city.account("budi", &[(Role::Approver, "")]).await;
    (steward, approver)
}

/// Every field of the editor as the page shows it.
fn form(page: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        tag[start..].split('"').next().map(plain)
    };
    let mut fields = Vec::new();
    let main = page.split("<form class=\"stack narrow\"").nth(1).unwrap();
    for tag in main.split('<') {
        let field = attribute(tag, "name");
        let Some(name) = field.filter(|name| name != "csrf" && name != "aksi") else {
            if tag.starts_with("option") && tag.contains(" selected") {
                let select: &mut (String, String) = fields.last_mut().unwrap();
                select.1 = attribute(tag, "value").unwrap();
            }
            continue;
        };
        let value = match tag.split_once('>') {
            Some((_, text)) if tag.starts_with("textarea") => plain(text),
            _ => attribute(tag, "value").unwrap_or_default(),
        };
        let radio = tag.contains("type=\"radio\"");
        if !radio || tag.contains(" checked") {
            fields.push((name, value));
        }
    }
    fields
}

fn plain(text: &str) -> String {
    let text = text.replace("&#34;", "\"").replace("&#39;", "'").replace("&#60;", "<");
    text.replace("&#62;", ">").replace("&#38;", "&")
}

fn set(fields: &mut [(String, String)], name: &str, value: &str) {
    let field = fields.iter_mut().find(|(known, _)| known == name);
    field.unwrap_or_else(|| panic!("no field {name}")).1 = value.to_owned();
}

async fn send(browser: &mut Browser, fields: &[(String, String)], button: &str) -> Answer {
    let mut all: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    all.push(("aksi", button));
    browser.post(&format!("/penata/{LOST_CARD}/ubah"), &all).await
}

/// Saves a draft in which the promise is `hours` hours.
async fn save(browser: &mut Browser, hours: &str) {
    let page = browser.get(&format!("/penata/{LOST_CARD}/ubah")).await;
    assert_eq!(page.status, 200);
    let mut fields = form(&page.text());
    set(&mut fields, "promise", hours);
    let saved = send(browser, &fields, "simpan").await;
    assert_eq!(saved.status, 303, "{}", saved.text());
}

async fn act(browser: &mut Browser, verb: &str, version: i64, fields: &[(&str, &str)]) -> u16 {
    browser.post(&format!("/penata/{LOST_CARD}/{verb}/{version}"), fields).await.status.as_u16()
}

const DECEMBER: [(&str, &str); 3] = [("mulai", "1"), ("mulai-month", "12"), ("mulai-year", "2026")];

#[tokio::test]
async fn a_version_goes_from_draft_to_publication_by_two_people() {
    on_every_database(setup, async |city| {
        let (steward, approver) = people(city).await;
        let mut first = seeded(city).await;
        let mut second = browser(city);
        first.enter(&steward).await;
        second.enter(&approver).await;
        let seed_facts = kinds(city, LOST_CARD).await;
        let facts = async || kinds(city, LOST_CARD).await[seed_facts.len()..].to_vec();

        save(&mut first, "12").await;
        assert!(facts().await.is_empty(), "a draft is working paper");
        assert_eq!(act(&mut second, "setujui", 2, &[]).await, 409, "not proposed yet");
        assert_eq!(act(&mut first, "ajukan", 2, &[]).await, 303);
        assert_eq!(facts().await, ["standard.drafted"]);
        assert_eq!(act(&mut first, "ajukan", 2, &[]).await, 409, "proposed already");
        assert_eq!(act(&mut first, "setujui", 2, &[]).await, 403, "four eyes");
        let edit = first.get(&format!("/penata/{LOST_CARD}/ubah")).await;
        assert_eq!(edit.status, 409, "what was proposed stays as it is");

        assert_eq!(act(&mut second, "tolak", 2, &[("alasan", " ")]).await, 400);
        assert_eq!(act(&mut second, "tolak", 2, &[("alasan", "Terlalu cepat")]).await, 303);
        let page = first.get(&format!("/penata/{LOST_CARD}")).await.text();
        assert!(page.contains("Terlalu cepat"));
        save(&mut first, "18").await;
        assert_eq!(act(&mut first, "ajukan", 2, &[]).await, 303);
        assert_eq!(act(&mut first, "terbitkan", 2, &DECEMBER).await, 409, "not approved yet");
        assert_eq!(act(&mut second, "setujui", 2, &[]).await, 303);
        let past = [("mulai", "23"), ("mulai-month", "11"), ("mulai-year", "2026")];
        assert_eq!(act(&mut first, "terbitkan", 2, &past).await, 400);
        let never = [("mulai", "31"), ("mulai-month", "11"), ("mulai-year", "2026")];
        assert_eq!(act(&mut first, "terbitkan", 2, &never).await, 400);
        assert_eq!(act(&mut first, "terbitkan", 2, &DECEMBER).await, 303);
        let expected = [
            "standard.drafted",
            "standard.withdrawn",
            "standard.drafted",
            "standard.approved",
            "standard.published",
        ];
        assert_eq!(facts().await, expected, "one fact for each change of state");
    })
    .await;
}

#[tokio::test]
async fn the_old_version_holds_until_the_new_one_begins() {
    on_every_database(setup, async |city| {
        let (steward, approver) = people(city).await;
        let mut first = seeded(city).await;
        let mut second = browser(city);
        first.enter(&steward).await;
        second.enter(&approver).await;
        save(&mut first, "12").await;
        act(&mut first, "ajukan", 2, &[]).await;
        act(&mut second, "setujui", 2, &[]).await;
        act(&mut first, "terbitkan", 2, &DECEMBER).await;
        let page = format!("/layanan/{LOST_CARD}");
        assert_eq!(version_on(city, LOST_CARD, date(2026, 11, 30)).await, Some(1));
        assert_eq!(version_on(city, LOST_CARD, date(2026, 12, 1)).await, Some(2));
        assert!(first.get(&page).await.text().contains("24 jam"));
        let preview = first.get(&format!("/penata/{LOST_CARD}/pratinjau/2")).await.text();
        assert!(preview.contains("12 jam") && preview.contains("Pratinjau versi 2"));
        let compared = first.get(&format!("{page}/banding?dari=1&ke=2")).await.text();
        assert!(compared.contains("<del>24 jam</del>") && compared.contains("<ins>12 jam</ins>"));

        city.advance(SignedDuration::from_hours(24 * 7));
        first.enter(&steward).await;
        second.enter(&approver).await;
        assert!(first.get(&page).await.text().contains("12 jam"));
        assert_eq!(act(&mut first, "tarik", 2, &[("alasan", "Dihapus")]).await, 303);
        assert_eq!(first.get(&page).await.status, 404, "an ended service is no longer offered");
        assert_eq!(first.get(&format!("{page}/standar/2")).await.status, 200);
        assert_eq!(version_on(city, LOST_CARD, date(2026, 11, 30)).await, Some(1));
        assert_eq!(version_on(city, LOST_CARD, date(2026, 12, 1)).await, None);
    })
    .await;
}

#[tokio::test]
async fn the_editor_keeps_everything_and_names_mistakes() {
    let city = TestCity::with(setup()).await;
    let (steward, _) = people(&city).await;
    let mut browser = seeded(&city).await;
    browser.enter(&steward).await;
    let page = browser.get(&format!("/penata/{LOST_CARD}/ubah")).await.text();
    let mut fields = form(&page);
    assert!(page.contains("name=\"documents-2-code\"") && !page.contains("name=\"documents-3-"));

    set(&mut fields, "name_id", "Nama \"baru\" <b>");
    let more = send(&mut browser, &fields, "tambah-documents").await;
    assert_eq!(more.status, 200);
    let mut fields = form(&more.text());
    assert!(fields.contains(&("name_id".to_owned(), "Nama \"baru\" <b>".to_owned())));
    assert!(fields.contains(&("documents-3-code".to_owned(), String::new())));

    set(&mut fields, "fee", "1.000");
    set(&mut fields, "documents-3-code", "kk");
    set(&mut fields, "documents-3-only_if", "damage=gone");
    let wrong = send(&mut browser, &fields, "simpan").await;
    assert_eq!(wrong.status, 400);
    let text = wrong.text();
    for name in ["fee", "documents-3-code", "documents-3-name_id", "documents-3-only_if"] {
        assert!(text.contains(&format!("href=\"#{name}\"")), "{name}: {text}");
    }
    assert!(text.contains("Kesalahan:"), "the title says that there are mistakes");
    let mut fields = form(&text);
    assert!(fields.contains(&("fee".to_owned(), "1.000".to_owned())), "what was typed stays");

    set(&mut fields, "fee", "1000");
    let less = send(&mut browser, &fields, "hapus-documents-3").await.text();
    let up = send(&mut browser, &form(&less), "naik-documents-1").await.text();
    let saved = send(&mut browser, &form(&up), "simpan").await;
    assert_eq!(saved.status, 303);
    let mut tx = tx(&city).await;
    let draft = store::by_version(&mut tx, LOST_CARD, 2).await.unwrap().unwrap();
    assert_eq!(draft.standard.fee.get(), 1000);
    assert_eq!(draft.standard.name.id, "Nama \"baru\" <b>");
    let codes: Vec<&str> = draft.standard.documents.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(codes, ["damaged_card", "police_letter", "kk"]);
    let fee = draft.standard.components.iter().find(|c| c.component.code() == "fee").unwrap();
    assert_eq!(fee.text.id, "Rp1.000. Tidak ada biaya lain.", "components follow the fields");
}

#[tokio::test]
async fn two_stewards_do_not_overwrite_each_other() {
    let city = TestCity::with(setup()).await;
    let (steward, _) = people(&city).await;
    let other = city.account("tono", &[(Role::Steward, "")]).await;
    let mut first = seeded(&city).await;
    let mut second = browser(&city);
    first.enter(&steward).await;
    second.enter(&other).await;
    save(&mut first, "12").await;
    let page = first.get(&format!("/penata/{LOST_CARD}/ubah")).await.text();
    save(&mut second, "20").await;
    let mut late = form(&page);
    set(&mut late, "promise", "6");
    let answer = send(&mut first, &late, "simpan").await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("value=\"6\""), "what was typed stays");
    let mut tx = tx(&city).await;
    let draft = store::by_version(&mut tx, LOST_CARD, 2).await.unwrap().unwrap();
    assert_eq!(draft.standard.promise.amount, 20);
    assert_eq!(draft.editors.len(), 2, "neither of them may approve it");
}

#[tokio::test]
async fn an_incomplete_standard_is_not_proposed() {
    let city = TestCity::with(setup()).await;
    let (steward, _) = people(&city).await;
    let mut browser = seeded(&city).await;
    browser.enter(&steward).await;
    let page = browser.get(&format!("/penata/{LOST_CARD}/ubah")).await.text();
    let mut fields = form(&page);
    set(&mut fields, "components-staff-text_id", "");
    assert_eq!(send(&mut browser, &fields, "simpan").await.status, 303);
    assert_eq!(act(&mut browser, "ajukan", 2, &[]).await, 409);
    let page = browser.get(&format!("/penata/{LOST_CARD}")).await.text();
    assert!(page.contains("Belum bisa diajukan") && page.contains("Jumlah pelaksana"));
}

#[tokio::test]
async fn the_desk_is_closed_to_others() {
    let city = TestCity::with(setup()).await;
    let mut browser = seeded(&city).await;
    let desk = ["/penata", "/penata/maklumat", "/penata/DUK-KIA", "/penata/DUK-KIA/pratinjau/1"];
    for path in desk {
        assert_eq!(browser.get(path).await.location().split('?').next(), Some("/masuk"), "{path}");
    }
    let officer = city.account("rina", &[(Role::Officer, units::REGISTRY)]).await;
    browser.enter(&officer).await;
    for path in desk {
        assert_eq!(browser.get(path).await.status, 403, "{path}");
    }
    let elsewhere = city.account("dewi", &[(Role::Steward, units::HEALTH)]).await;
    browser.enter(&elsewhere).await;
    assert_eq!(browser.get("/penata/DUK-KIA").await.status, 200, "stewards may read all");
    assert_eq!(browser.get("/penata/DUK-KIA/ubah").await.status, 403);
    assert_eq!(act(&mut browser, "ajukan", 1, &[]).await, 403);
    assert_eq!(act(&mut browser, "tarik", 1, &[("alasan", "x")]).await, 403);
}
