//! A city with reports in it.

use kernel::actor::{Actor, Channel, Role};
use kernel::facts::complaint::{Class, Handler};
use kernel::id::ComplaintId;
use kernel::identity::Phone;
use kernel::number::ApplicationNumber;
use platform::clocks::Clocks;
use platform::testing::{Answer, Browser, Setup, TestAccount, TestCity, units};

use crate::complaints::model::Viewer;
use crate::complaints::report::{Body, Reporter};
use crate::complaints::verbs::{Act, Does, Receipt, Receive};
use crate::complaints::{pages, store};

pub(super) fn setup() -> Setup {
    Setup {
        migrations: crate::MIGRATIONS.to_vec(),
        readers: vec![Box::new(Clocks)],
        ..Setup::default()
    }
}

pub(super) fn visitor(city: &TestCity) -> Browser {
    city.browser(pages::routes())
}

pub(super) async fn at_desk(city: &TestCity, account: &TestAccount) -> Browser {
    let mut browser = visitor(city);
    browser.enter(account).await;
    browser
}

/// What somebody reports of the civil registry.
pub(super) fn body(category: &str) -> Body {
    let mut body = Body {
        category: category.to_owned(),
        about: units::REGISTRY.to_owned(),
        kelurahan: "18.72.01.1001".to_owned(),
        reporter: Reporter {
            name: "Budi Pelapor".to_owned(),
            phone: Some(Phone::parse("081234567890").unwrap()),
            email: String::new(),
            behalf: String::new(),
        },
        ..Body::default()
    };
    body.details.story = "Sudah tiga minggu akta anak saya belum selesai".to_owned();
    body.details.language = "id".to_owned();
    body
}

/// A report that came in.
pub(super) async fn received(city: &TestCity, body: Body) -> Receipt {
    let actor = Actor::citizen(Channel::Online);
    let receive = Receive { app: city.app.clone(), draft: None, body, actor };
    city.app.db.write(city.tenant.id, receive).await.unwrap()
}

/// Does something to a report.
pub(super) async fn act(
    city: &TestCity,
    id: ComplaintId,
    viewer: Viewer,
    does: Does,
) -> kernel::error::Result<()> {
    let role = match &viewer {
        Viewer::Reporter => Role::Citizen,
        Viewer::Coordinator(_) => Role::Coordinator,
        Viewer::Unit(..) => Role::Officer,
        Viewer::Inspector(_) => Role::Inspector,
    };
    let actor = Actor { role, ..Actor::citizen(Channel::Online) };
    let act = Act { app: city.app.clone(), id, actor, viewer, does };
    city.app.db.write(city.tenant.id, act).await
}

pub(super) fn coordinator() -> Viewer {
    Viewer::Coordinator(kernel::id::UserId::from_uuid(uuid::Uuid::from_u128(1)))
}

pub(super) fn unit() -> Viewer {
    let user = kernel::id::UserId::from_uuid(uuid::Uuid::from_u128(2));
    Viewer::Unit(user, units::REGISTRY.to_owned())
}

/// Verifies an ordinary report, publishes it and gives it to the registry.
pub(super) async fn disposed(city: &TestCity, id: ComplaintId) {
    let verify = Does::Verify {
        class: Class::Ordinary,
        category: "delay".to_owned(),
        about: Some(units::REGISTRY.to_owned()),
        text: Some("Akta kelahiran belum selesai setelah tiga minggu".to_owned()),
    };
    act(city, id, coordinator(), verify).await.unwrap();
    let to = Handler::Unit(units::REGISTRY.to_owned());
    act(city, id, coordinator(), Does::Dispose(to)).await.unwrap();
}

/// The row of a report as it is now.
pub(super) async fn row(city: &TestCity, number: ApplicationNumber) -> store::Row {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    store::by_number(&mut tx, number).await.unwrap().unwrap()
}

/// A page without its line ends.
pub(super) fn whole(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.text()
}
