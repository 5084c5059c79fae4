//! A proposal is followed from the plan to the work; readers are rebuilt to the same rows.

use jiff::civil::date;
use kernel::fact::SubjectKind;
use kernel::facts::Payload;
use kernel::facts::spending::{Bought, Category, ContractAwarded, Method};
use kernel::money::Rupiah;
use platform::testing::{TestCity, on_every_database};
use platform::workers::settle;
use uuid::Uuid;

use super::{Tell, code, holding, planned, realise, setup};
use crate::execution::follow::{Followed, proposal};
use crate::execution::store::order;

const NUMBER: &str = "7F3K-9QRT-X2";

fn contract(value: i64) -> Payload {
    let item = |standard: Option<i64>| Bought {
        item: "HSPK".to_owned(),
        title: "Drainase".to_owned(),
        quantity: 2_500,
        price: Rupiah::new(1_100),
        standard: standard.map(Rupiah::new),
    };
    Payload::ContractAwarded(ContractAwarded {
        v: 1,
        number: "602/12/2026".to_owned(),
        budget_year: 2026,
        activity: code(2),
        unit: "DPMPTSP".to_owned(),
        title: "Drainase".to_owned(),
        supplier: "CV Contoh".to_owned(),
        supplier_id: "CV Contoh".to_owned(),
        category: Category::Works,
        class: String::new(),
        method: Method::Open,
        emergency: false,
        bids: Some(3),
        estimate: None,
        value: Rupiah::new(value),
        awarded_on: date(2026, 3, 2),
        items: vec![item(Some(1_000)), item(None)],
    })
}

async fn followed(city: &TestCity) -> Option<Followed> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    proposal(&mut tx, NUMBER).await.unwrap()
}

#[tokio::test]
async fn a_proposal_is_followed_to_the_work() {
    on_every_database(setup, async |city| {
        assert_eq!(followed(city).await, None);
        planned(city).await;
        let told = followed(city).await.unwrap();
        assert_eq!((told.budget_year, told.placed.place, told.placed.chosen), (2026, 2, true));
        assert_eq!((told.amount, told.month), (None, None));
    })
    .await;
    on_every_database(setup, async |city| {
        let [mut a, _] = holding(city).await;
        assert_eq!(followed(city).await.unwrap().amount, Some(100_000_000));
        let id = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
        let tell = Tell(SubjectKind::Contract, id, vec![contract(99), contract(90_000_000)]);
        city.app.db.write(city.tenant.id, tell).await.unwrap();
        let paid = [
            format!("{},DPMPTSP,4,20000000,10", code(2)),
            format!("{},DPMPTSP,6,30000000,55", code(2)),
            format!("{},DPMPTSP,7,9,9", code(3)),
        ];
        assert_eq!(realise(&mut a, &paid).await.status, 303);
        let told = followed(city).await.unwrap();
        assert_eq!((told.paid, told.done, told.month), (50_000_000, 550, Some(6)));
        assert_eq!(told.contracts.len(), 1, "the last word of one contract");
        let own = &told.contracts[0];
        assert_eq!((own.value, own.compared, own.standard), (90_000_000, 2_750, 2_500));

        // Dropped and rebuilt from the journal, the rows are the same.
        city.app.readers.drop_rows(&city.app.db, city.tenant.id, "execution").await.unwrap();
        assert!(
            order::of_year(&mut city.app.db.read(city.tenant.id).await.unwrap(), 2026)
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(followed(city).await.unwrap(), told);
    })
    .await;
}
