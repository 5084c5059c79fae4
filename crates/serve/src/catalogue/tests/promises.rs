use kernel::actor::Role;
use kernel::facts::Payload;
use platform::testing::{on_every_database, units};

use super::*;

#[tokio::test]
async fn a_promise_is_written_signed_by_the_head_and_published() {
    on_every_database(setup, async |city| {
        let steward = city.account("siti", &[(Role::Steward, units::REGISTRY)]).await;
        let head = city.account("budi", &[(Role::Head, units::REGISTRY)]).await;
        let stranger = city.account("dewi", &[(Role::Head, units::HEALTH)]).await;
        let (mut writer, mut signer, mut other) =
            (seeded(city).await, browser(city), browser(city));
        writer.enter(&steward).await;
        signer.enter(&head).await;
        other.enter(&stranger).await;
        let desk = format!("/penata/maklumat/{}", units::REGISTRY);
        let sign = format!("{desk}/tanda-tangan");
        let public = format!("/maklumat/{}", units::REGISTRY);
        let text = "Kami melayani menurut urutan.\nKami tidak menerima hadiah.";

        let half = writer.post(&desk, &[("text_id", text)]).await;
        assert_eq!(half.status, 400);
        assert!(half.text().contains("Kami tidak menerima hadiah."), "what was typed stays");
        let both = [("text_id", text), ("text_en", "We serve in order.\nWe take no gifts.")];
        assert_eq!(writer.post(&desk, &both).await.status, 303);
        let seen = [("version", "1"), ("seen", text)];
        assert_eq!(writer.post(&sign, &seen).await.status, 403, "a steward is no head");
        assert_eq!(other.post(&sign, &seen).await.status, 403, "the head of another unit");
        let stale = [("version", "1"), ("seen", "Teks lama")];
        assert_eq!(signer.post(&sign, &stale).await.status, 409, "another text than was read");
        assert!(signer.get(&desk).await.text().contains("Tanda tangani maklumat"));
        assert_eq!(signer.post(&sign, &seen).await.status, 303);
        assert_eq!(signer.post(&sign, &seen).await.status, 409, "signed already");
        assert!(!writer.get(&public).await.text().contains("tidak menerima hadiah"));
        let publish = format!("{desk}/terbitkan");
        assert_eq!(writer.post(&publish, &[("version", "1")]).await.status, 303);
        let page = writer.get(&public).await.text();
        assert!(page.contains("tidak menerima hadiah") && page.contains("24 November 2026"));
        assert!(writer.get("/maklumat").await.text().contains("Ditandatangani 24 November 2026"));

        let mut tx = tx(city).await;
        let promise = store::maklumat_of(&mut tx, units::REGISTRY).await.unwrap().remove(0);
        let subject = Subject { kind: SubjectKind::Maklumat, id: promise.id.uuid() };
        let facts = facts_of(&mut tx, subject, None).await.unwrap();
        assert_eq!(facts.len(), 1);
        match &facts[0].payload {
            Some(Payload::MaklumatSigned(signed)) => assert_eq!(signed.text, text),
            other => panic!("{other:?}"),
        }
        drop(tx);

        let next = [("text_id", "Janji baru."), ("text_en", "A new promise.")];
        assert_eq!(writer.post(&desk, &next).await.status, 303);
        assert!(
            writer.get(&public).await.text().contains("tidak menerima hadiah"),
            "still version 1"
        );
    })
    .await;
}
