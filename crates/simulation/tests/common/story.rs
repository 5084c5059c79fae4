//! A city with everything planted in its procedures, at the strength of the demonstration.

use jiff::civil::Date;
use simulation::{
    Batch, Detour, Elsewhere, Market, Options, Peak, Process, Signature, Stage, Trial,
};

pub fn process() -> Process {
    let text = str::to_owned;
    let signature = |service: &str, step: &str, refuses: u32| Signature {
        service: text(service),
        step: text(step),
        minutes: 2,
        present: 50,
        refuses,
    };
    let health = |service: &str| Elsewhere {
        service: text(service),
        step: text("assess"),
        unit: text("DINKES"),
    };
    Process {
        signatures: vec![
            signature("KEL-SKTM", "initial", 0),
            signature("PTSP-PBG", "initial", 0),
            signature("KESBANG-RISET", "review", 8),
        ],
        detours: vec![Detour {
            service: text("BPPRD-PBB"),
            unit: text("DPUTR"),
            step: text("note"),
            back: text("reread"),
            minutes: 8,
            percent: 45,
            again: 40,
        }],
        elsewhere: vec![health("PTSP-SIPA"), health("PTSP-SIPATLM")],
        batches: vec![Batch { service: text("DINSOS-DTSEN"), step: text("sign"), weekday: 4 }],
        peaks: vec![Peak { unit: text("DISDUKCAPIL"), percent: 30, minutes: 20 }],
        markets: vec![Market { service: text("NAKER-AK1"), weekday: 3, people: 6 }],
        trials: Vec::new(),
    }
}

/// The signature of the kelurahan is left out, in five stages of three weeks that end nine weeks before
/// the last day.
pub fn trial(options: &Options, kelurahan: impl Iterator<Item = String>) -> Trial {
    let stage = |(number, unit): (usize, String)| {
        let weeks = 9 + 3 * (4 - number as i32 % 5);
        let from: Date = options.until.saturating_sub(jiff::Span::new().weeks(weeks));
        Stage { unit, from }
    };
    Trial {
        service: "KEL-SKTM".to_owned(),
        step: "initial".to_owned(),
        stages: kelurahan.enumerate().map(stage).collect(),
    }
}
