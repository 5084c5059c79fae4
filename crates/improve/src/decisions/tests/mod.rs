//! Tests of this slice.
#![allow(clippy::unwrap_used, reason = "tests")]

mod journey;
mod ranking;

use kernel::service::Bilingual;

use super::model::{Card, Choice, Source};

/// A finding of `source` that costs `loss` days a month.
fn card(source: Source, reference: &str, loss: f64) -> Card {
    let text = |text: &str| Bilingual { id: text.to_owned(), en: text.to_owned() };
    Card {
        source,
        reference: reference.to_owned(),
        units: vec![platform::testing::units::REGISTRY.to_owned()],
        title: text("Akta menunggu paraf"),
        evidence: text("1.061 berkas menunggu 1,8 hari."),
        link: "/perbaikan/proses/TES-SURAT".to_owned(),
        chance: Some(0.001),
        loss,
        due: None,
        choices: vec![Choice {
            code: "trial".to_owned(),
            label: text("Uji coba 30 hari"),
            effect: text("Memangkas 31% waktu tunggu."),
            cost: None,
            measure: Some("on-time".to_owned()),
            then: "/perbaikan/proses/TES-SURAT/rancang".to_owned(),
        }],
    }
}
