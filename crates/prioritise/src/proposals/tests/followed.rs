//! The page of a proposal goes on to plan, contract and work once facts say so.

use kernel::fact::SubjectKind;
use kernel::facts::Payload;
use kernel::facts::plan::PlanActivity;
use platform::testing::{Upload, on_every_database};
use platform::workers::settle;
use uuid::Uuid;

use crate::execution::reader::OrderReader;
use crate::execution::tests as execution;
use crate::proposals::tests::{planner, setup};

#[tokio::test]
async fn plan_and_work_are_told_from_facts() {
    let setup = || {
        let mut setup = setup();
        setup.readers.push(Box::new(OrderReader));
        setup
    };
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        let text = "judul,kelurahan,tempat,asal,pengusul,volume,harga,dinas,tahun,kode\n\
            Drainase Jalan Mawar,Metro,RW 3,warga,RW 03,120,HSPK-DRAINASE-U40,DINKES,2028,\n";
        let file =
            Upload { field: "berkas", name: "u.csv", media: "text/csv", bytes: text.as_bytes() };
        let made = planner.post_files("/perencana/usulan/impor", &[], &[file]).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let list = planner.get("/usulan").await.text();
        let number = list.split("href=\"/usulan/").find_map(|rest| {
            let number = rest.split('"').next()?;
            kernel::number::ApplicationNumber::parse(number).ok().map(|number| number.to_string())
        });
        let number = number.unwrap();
        let page = format!("/usulan/{number}");
        assert_eq!(planner.get(&page).await.text().matches("Belum sampai ke sini").count(), 5);

        let mut plan = execution::plan();
        let Payload::PlanActivitiesListed(listed) = &mut plan[1] else { panic!("activities") };
        listed.activities[1] = PlanActivity { proposal: number, ..listed.activities[1].clone() };
        let id = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002);
        let tell = execution::Tell(SubjectKind::Plan, id, plan);
        city.app.db.write(city.tenant.id, tell).await.unwrap();
        settle(&city.app, city.tenant.id).await.unwrap();
        let told = planner.get(&page).await.text();
        assert!(told.contains("Urutan 2 dalam rencana anggaran 2026, dan dipilih."), "{told}");

        let [mut a, mut b] = execution::planners(city).await;
        assert_eq!(execution::bring(&mut a, &execution::budget()).await.status, 303);
        assert_eq!(execution::enact(&mut b).await.status, 303);
        let paid = [format!("{},DPMPTSP,4,20000000,10", execution::code(2))];
        assert_eq!(execution::realise(&mut a, &paid).await.status, 303);
        let told = planner.get(&page).await.text();
        for words in [
            "Anggarannya Rp100.000.000.",
            "Sampai April 2026 dibayar Rp20.000.000; pekerjaan 10,0%",
        ] {
            assert!(told.contains(words), "{words}: {told}");
        }
    })
    .await;
}
