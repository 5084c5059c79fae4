//! Who gets in where.

use axum::Router;
use axum::http::{Method, StatusCode};
use axum::routing::{get, post};
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Kind;
use kernel::id::UserId;
use serde_json::json;

use super::each;
use crate::app::App;
use crate::auth::account::{Disable, write};
use crate::auth::session::COOKIE;
use crate::auth::{
    Administrator, ApiAuth, Approver, Can, Coach, Coordinator, Head, Inspector, Mayor, Officer,
    Outreach, Partner, Planner, RoleMarker, Steward,
};
use crate::testing::{TestCity, units};

/// A door for each role.
fn doors() -> Router<App> {
    Router::new()
        .route("/officer", get(|can: Can<Officer>| async move { can.units().join(",") }))
        .route("/head", get(|_: Can<Head>| async {}))
        .route("/steward", get(|_: Can<Steward>| async {}))
        .route("/approver", get(|_: Can<Approver>| async {}))
        .route("/coordinator", get(|_: Can<Coordinator>| async {}))
        .route("/inspector", get(|_: Can<Inspector>| async {}))
        .route("/administrator", get(|_: Can<Administrator>| async {}))
        .route("/mayor", get(|_: Can<Mayor>| async {}))
        .route("/coach", get(|_: Can<Coach>| async {}))
        .route("/planner", get(|_: Can<Planner>| async {}))
        .route("/partner", get(|_: Can<Partner>| async {}))
        .route("/outreach", get(|_: Can<Outreach>| async {}))
        .route("/api/v1/work", post(|_: Can<Officer>| async {}).get(|_: Can<Officer>| async {}))
        .route("/api/v1/other", post(|_: ApiAuth| async {}))
}

#[tokio::test]
async fn each_role_opens_its_own_door_only() {
    each(async |city| {
        for role in Role::GRANTABLE {
            let account = city.account(role.code(), &[(role, "")]).await;
            let mut browser = city.browser(doors());
            browser.enter(&account).await;
            for door in Role::GRANTABLE {
                let expected = if door == role { StatusCode::OK } else { StatusCode::FORBIDDEN };
                let answer = browser.get(&format!("/{}", door.code())).await;
                assert_eq!(answer.status, expected, "{role:?} at the door of {door:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn without_a_session_a_page_sends_to_the_log_in_and_the_api_says_401() {
    each(async |city| {
        let mut browser = city.browser(doors());
        let page = browser.get("/officer?t=new").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert_eq!(page.location(), "/masuk?ke=%2Fofficer%3Ft%3Dnew");
        let api = browser.get("/api/v1/work").await;
        assert_eq!(api.status, StatusCode::UNAUTHORIZED);
        assert_eq!(api.json()["status"], 401);
    })
    .await;
}

#[tokio::test]
async fn who_has_no_role_may_not_know_of_the_rooms() {
    each(async |city| {
        let nobody = city.account("nobody", &[]).await;
        let mut browser = city.browser(doors());
        browser.enter(&nobody).await;
        assert_eq!(browser.get("/officer").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn the_api_changes_nothing_for_a_cookie_alone() {
    each(async |city| {
        let officer = city.account("siti", &[(Role::Officer, "")]).await;
        let mut browser = city.browser(doors());
        browser.enter(&officer).await;
        assert_eq!(browser.get("/api/v1/work").await.status, StatusCode::OK, "reading is safe");
        for path in ["/api/v1/work", "/api/v1/other"] {
            let answer = browser.json(Method::POST, path, &json!({})).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        }
        browser.bearer = browser.cookies.remove(COOKIE);
        for path in ["/api/v1/work", "/api/v1/other"] {
            let answer = browser.json(Method::POST, path, &json!({})).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
        }
    })
    .await;
}

async fn load<R: RoleMarker>(city: &TestCity, user: UserId) -> Result<Can<R>, Kind> {
    let mut tx = city.app.db.read(city.tenant.id).await.expect("a reader");
    Can::<R>::load(&mut tx, &city.app.vault, user).await.map_err(|error| error.kind())
}

#[tokio::test]
async fn a_capability_names_its_holder_and_its_units() {
    each(async |city| {
        let roles =
            [(Role::Officer, units::HEALTH), (Role::Officer, units::REGISTRY), (Role::Head, "")];
        let account = city.account("siti", &roles).await;
        let officer = load::<Officer>(city, account.user).await.expect("an officer");
        assert_eq!(officer.name(), "Pegawai siti");
        assert_eq!(officer.units(), [units::HEALTH, units::REGISTRY].map(str::to_owned).as_slice());
        assert!(officer.covers(units::HEALTH) && !officer.covers(units::ONE_STOP));
        assert!(!officer.whole_city() && !officer.covers(""));
        let head = load::<Head>(city, account.user).await.expect("a head");
        assert!(head.whole_city() && head.covers(units::ONE_STOP));
        let actor = officer.actor(Channel::Counter, None);
        let expected = Actor {
            user: Some(account.user),
            role: Role::Officer,
            unit: None,
            channel: Channel::Counter,
        };
        assert_eq!(actor, expected);
        assert_eq!(load::<Steward>(city, account.user).await.err(), Some(Kind::Forbidden));
    })
    .await;
}

#[tokio::test]
async fn nobody_can_from_another_city_or_after_the_end() {
    each(async |city| {
        let stranger = city.account_at(&city.other, "siti", &[(Role::Officer, "")]).await;
        assert_eq!(load::<Officer>(city, stranger.user).await.err(), Some(Kind::Forbidden));
        let officer = city.account("budi", &[(Role::Officer, "")]).await;
        let disable = Disable { user: officer.user, actor: Actor::system() };
        write(&city.app, city.tenant.id, disable).await.expect("disabled");
        assert_eq!(load::<Officer>(city, officer.user).await.err(), Some(Kind::Forbidden));
    })
    .await;
}
