//! Logging in and out.

use std::num::NonZeroU32;

use axum::http::{StatusCode, header};
use jiff::SignedDuration;
use kernel::actor::{Actor, Role};
use kernel::error::Result;

use super::{browser, each};
use crate::auth::account::{Disable, write};
use crate::auth::session::{COOKIE, sweep};
use crate::db::{Command, WriteTx};
use crate::testing::{Setup, TestCity, on_every_database, units};

const STEP: SignedDuration = SignedDuration::from_secs(30);
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

#[tokio::test]
async fn all_three_parts_let_an_officer_in() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, units::REGISTRY)]).await;
        let mut browser = browser(city);
        let page = browser.get("/masuk?ke=/petugas/berkas/K7M4").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains(r#"name="ke" value="/petugas/berkas/K7M4""#));
        let code = officer.code(city);
        let fields = [
            ("login", "SITI"),
            ("password", &officer.password),
            ("code", &code),
            ("ke", "/petugas/berkas/K7M4"),
        ];
        let answer = browser.post("/masuk", &fields).await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, "/petugas/berkas/K7M4")
        );
        let cookie = answer.headers.get_all(header::SET_COOKIE).iter();
        let cookie = cookie.map(|value| value.to_str().unwrap()).find(|text| text.contains(COOKIE));
        let cookie = cookie.expect("a session");
        for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200"] {
            assert!(cookie.contains(part), "{part} in {cookie}");
        }
        let own = browser.get("/akun").await;
        assert_eq!(own.status, StatusCode::OK);
        assert!(own.text().contains("Pegawai siti"));
        assert!(own.text().contains("Dinas DISDUKCAPIL"));
    })
    .await;
}

#[tokio::test]
async fn one_sentence_whatever_part_is_wrong() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let code = officer.code(city);
        let wrong_code = if code == "000000" { "000001" } else { "000000" };
        for (login, password, code) in [
            ("siti", officer.password.as_str(), wrong_code),
            ("siti", officer.password.as_str(), ""),
            ("siti", "not-the-password", code.as_str()),
            ("budi", officer.password.as_str(), code.as_str()),
            ("not a name", officer.password.as_str(), code.as_str()),
        ] {
            let mut browser = browser(city);
            let fields = [("login", login), ("password", password), ("code", code)];
            let answer = browser.post("/masuk", &fields).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{login}");
            assert!(answer.text().contains("Nama masuk, kata sandi, atau kode tidak cocok."));
            assert!(!browser.cookies.contains_key(COOKIE));
        }
        let answer = browser(city).log_in(city, &officer).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "no failed attempt used up the code");
    })
    .await;
}

#[tokio::test]
async fn a_code_works_once_and_a_neighbour_step_is_accepted() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let early = officer.code(city);
        city.advance(STEP);
        let fields = [("login", "siti"), ("password", &officer.password), ("code", &early)];
        let first = browser(city).post("/masuk", &fields).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "the code of the step before");
        let again = browser(city).post("/masuk", &fields).await;
        assert_eq!(again.status, StatusCode::UNAUTHORIZED, "the same code again");
        assert_eq!(browser(city).log_in(city, &officer).await.status, StatusCode::SEE_OTHER);
        let older = browser(city).post("/masuk", &fields).await;
        assert_eq!(older.status, StatusCode::UNAUTHORIZED, "a code before the last one used");
        let late = officer.code(city);
        city.advance(STEP * 2);
        let fields = [("login", "siti"), ("password", &officer.password), ("code", &late)];
        let late = browser(city).post("/masuk", &fields).await;
        assert_eq!(late.status, StatusCode::UNAUTHORIZED, "two steps are too far");
    })
    .await;
}

#[tokio::test]
async fn who_tries_too_often_must_wait() {
    let two = || Setup { attempts: NonZeroU32::new(2).expect("two"), ..Setup::default() };
    on_every_database(two, async |city: &TestCity| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let mut browser = browser(city);
        let wrong = [("login", "siti"), ("password", "x"), ("code", "1")];
        for expected in [StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED] {
            assert_eq!(browser.post("/masuk", &wrong).await.status, expected);
        }
        let answer = browser.log_in(city, &officer).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(answer.text().contains("Terlalu banyak percobaan"));
    })
    .await;
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let code = officer.code(city);
        let mut browser = browser(city);
        browser.get("/masuk").await;
        let fields =
            [("csrf", "0"), ("login", "siti"), ("password", &officer.password), ("code", &code)];
        let answer = browser.post_raw("/masuk", &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(!browser.cookies.contains_key(COOKIE));
    })
    .await;
}

#[tokio::test]
async fn nobody_is_sent_to_another_site() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        for bad in ["https://lain.example/", "//lain.example", "/\\lain.example", "/masuk"] {
            city.advance(STEP);
            let code = officer.code(city);
            let fields =
                [("login", "siti"), ("password", &officer.password), ("code", &code), ("ke", bad)];
            let answer = browser(city).post("/masuk", &fields).await;
            assert_eq!(
                (answer.status, answer.location()),
                (StatusCode::SEE_OTHER, "/petugas"),
                "{bad}"
            );
        }
        let page = browser(city).get("/masuk?ke=https%3A%2F%2Flain.example").await;
        assert!(page.text().contains(r#"name="ke" value="""#));
    })
    .await;
}

#[tokio::test]
async fn an_unused_session_ends_and_a_used_one_ends_later() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let mut idle = browser(city);
        idle.log_in(city, &officer).await;
        city.advance(MINUTE * 29);
        assert_eq!(idle.get("/akun").await.status, StatusCode::OK, "a minute before the limit");
        city.advance(MINUTE * 29);
        assert_eq!(idle.get("/akun").await.status, StatusCode::OK, "its use moved the limit");
        city.advance(MINUTE * 30);
        let answer = idle.get("/akun?x=1").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.location(), "/masuk?ke=%2Fakun%3Fx%3D1");

        let mut busy = browser(city);
        busy.log_in(city, &officer).await;
        for _ in 0..35 {
            city.advance(MINUTE * 20);
            assert_eq!(busy.get("/akun").await.status, StatusCode::OK);
        }
        city.advance(MINUTE * 20);
        assert_eq!(busy.get("/akun").await.status, StatusCode::SEE_OTHER, "twelve hours are over");
    })
    .await;
}

struct Sweep;

impl Command for Sweep {
    type Output = u64;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<u64> {
        sweep(tx).await
    }
}

#[tokio::test]
async fn only_ended_sessions_are_swept_and_only_of_this_city() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let stranger = city.account_at(&city.other, "siti", &[(Role::Officer, "")]).await;
        let mut there = city.browser_at(&city.other, crate::auth::routes());
        there.enter(&stranger).await;
        let mut old = browser(city);
        old.enter(&officer).await;
        city.advance(MINUTE * 20);
        let mut young = browser(city);
        young.enter(&officer).await;
        city.advance(MINUTE * 10);
        assert_eq!(city.app.db.write(city.tenant.id, Sweep).await.expect("a sweep"), 1);
        assert_eq!(young.get("/akun").await.status, StatusCode::OK);
        assert_eq!(city.app.db.write(city.other.id, Sweep).await.expect("a sweep"), 1);
    })
    .await;
}

#[tokio::test]
async fn a_new_log_in_has_a_new_token_and_ends_the_old_session() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let mut browser = browser(city);
        browser.log_in(city, &officer).await;
        let first = browser.cookies[COOKIE].clone();
        city.advance(STEP);
        browser.log_in(city, &officer).await;
        assert_ne!(browser.cookies[COOKIE], first);
        let mut thief = super::browser(city);
        thief.cookies.insert(COOKIE.to_owned(), first);
        assert_eq!(thief.get("/akun").await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn a_planted_token_is_worth_nothing_after_the_log_in() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let mut browser = browser(city);
        browser.cookies.insert(COOKIE.to_owned(), "planted".to_owned());
        browser.log_in(city, &officer).await;
        assert_ne!(browser.cookies[COOKIE], "planted");
        let mut thief = super::browser(city);
        thief.cookies.insert(COOKIE.to_owned(), "planted".to_owned());
        assert_eq!(thief.get("/akun").await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn leaving_ends_the_session_here_and_on_the_server() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let mut browser = browser(city);
        browser.enter(&officer).await;
        let token = browser.cookies[COOKIE].clone();
        let answer = browser.post("/keluar", &[]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
        assert!(!browser.cookies.contains_key(COOKIE));
        browser.cookies.insert(COOKIE.to_owned(), token);
        assert_eq!(browser.get("/akun").await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once_and_stays_out() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let mut inside = browser(city);
        inside.enter(&officer).await;
        let disable = Disable { user: officer.user, actor: Actor::system() };
        write(&city.app, city.tenant.id, disable).await.expect("disabled");
        assert_eq!(inside.get("/akun").await.status, StatusCode::SEE_OTHER);
        assert_eq!(browser(city).log_in(city, &officer).await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}

#[tokio::test]
async fn an_account_of_one_city_is_unknown_in_the_other() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let mut there = city.browser_at(&city.other, crate::auth::routes());
        assert_eq!(there.log_in(city, &officer).await.status, StatusCode::UNAUTHORIZED);
        let mut here = browser(city);
        assert_eq!(here.log_in(city, &officer).await.status, StatusCode::SEE_OTHER);
        there.cookies.insert(COOKIE.to_owned(), here.cookies[COOKIE].clone());
        assert_eq!(there.get("/akun").await.status, StatusCode::SEE_OTHER, "a carried-over token");
    })
    .await;
}
