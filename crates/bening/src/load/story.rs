//! What is planted in the procedures of Kota Metro: flaws as any city has them, and beside each one
//! something that looks like it and is none.

use jiff::civil::Date;
use kernel::service::Bilingual;
use serve::catalogue::import::Step;
use simulation::{
    Batch, CitySpec, Detour, Elsewhere, Market, Options, Peak, Process, Signature, Stage, Trial,
};

use crate::cli::Part;

/// Service and step of the signature that a trial leaves out.
pub(super) const TRIED: (&str, &str) = ("KEL-SKTM", "initial");
/// Stages of a trial, weeks between them, and weeks after the last one.
const STAGES: [usize; 3] = [5, 3, 9];

/// Planted steps that the city's own files do not know: service, step, and what it is called.
const STEPS: [(&str, &str, [&str; 2]); 5] = [
    (TRIED.0, TRIED.1, ["Paraf sekretaris kelurahan", "Initials of the kelurahan's secretary"]),
    ("PTSP-PBG", "initial", ["Paraf kepala bidang", "Initials of the head of division"]),
    ("KESBANG-RISET", "review", ["Telaah kepala bidang", "Review by the head of division"]),
    ("BPPRD-PBB", "note", ["Catatan Dinas PUTR", "Note of the public works office"]),
    ("BPPRD-PBB", "reread", ["Baca ulang setelah catatan", "Second reading after the note"]),
];

/// The planted steps with their names, in the order of [`process`].
pub fn steps() -> Vec<Step> {
    let process = process();
    let planted = |service: &str, step: &str| {
        let signed = process.signatures.iter().find(|p| p.service == service && p.step == step);
        let sent = process.detours.iter().find(|p| p.service == service);
        signed.map(|p| p.minutes).or(sent.map(|p| p.minutes)).unwrap_or_default()
    };
    let step = |(service, code, [id, en]): (&str, &str, [&str; 2])| Step {
        service: service.to_owned(),
        code: code.to_owned(),
        name: Bilingual { id: id.to_owned(), en: en.to_owned() },
        minutes_median: planted(service, code),
        skill: format!("{service}/{code}"),
    };
    STEPS.into_iter().map(step).collect()
}

/// The steps of a city with the planted ones where files meet them: a note after the first step, a
/// signature before the last.
pub fn named(mut own: Vec<Step>) -> Vec<Step> {
    let detours: Vec<String> = process().detours.into_iter().map(|p| p.service).collect();
    for step in steps().into_iter().rev() {
        let places = own.iter().enumerate().filter(|(_, one)| one.service == step.service);
        let mut places = places.map(|(place, _)| place);
        let place = if detours.contains(&step.service) {
            places.next().map(|first| first + 1)
        } else {
            places.next_back()
        };
        let place = place.unwrap_or(own.len());
        own.insert(place, step);
    }
    own
}

/// Flaws and look-alikes, at moderate strength.
///
/// - The kelurahan's certificate of low income and the building approval wait for the initials of one
///   person who is there on every other day and never says no. The research permit waits for a
///   reviewer who is there as seldom and refuses eight files in a hundred.
/// - Corrections of the land tax go to the public works office for a note and come back, some twice.
///   Licences of health workers go to the health office once, as the law wants it.
/// - Recommendations of the social office are signed on Thursdays. Job seekers come on Wednesdays,
///   because it is market day.
/// - People come to the civil registry when it opens at eight.
pub fn process() -> Process {
    let signature = |service: &str, step: &str, refuses| Signature {
        service: service.to_owned(),
        step: step.to_owned(),
        minutes: 2,
        present: 50,
        refuses,
    };
    let health = |service: &str| Elsewhere {
        service: service.to_owned(),
        step: "assess".to_owned(),
        unit: "DINKES".to_owned(),
    };
    Process {
        signatures: vec![
            signature(TRIED.0, TRIED.1, 0),
            signature("PTSP-PBG", "initial", 0),
            signature("KESBANG-RISET", "review", 8),
        ],
        detours: vec![Detour {
            service: "BPPRD-PBB".to_owned(),
            unit: "DPUTR".to_owned(),
            step: "note".to_owned(),
            back: "reread".to_owned(),
            minutes: 8,
            percent: 45,
            again: 40,
        }],
        elsewhere: vec![health("PTSP-SIPA"), health("PTSP-SIPATLM")],
        batches: vec![Batch {
            service: "DINSOS-DTSEN".to_owned(),
            step: "sign".to_owned(),
            weekday: 4,
        }],
        peaks: vec![Peak { unit: "DISDUKCAPIL".to_owned(), percent: 30, minutes: 20 }],
        markets: vec![Market { service: "NAKER-AK1".to_owned(), weekday: 3, people: 6 }],
        trials: Vec::new(),
    }
}

/// The same without some parts.
pub fn without(mut process: Process, parts: &[Part]) -> Process {
    for part in parts {
        match part {
            Part::Signatures => process.signatures.clear(),
            Part::Detours => process.detours.clear(),
            Part::Elsewhere => process.elsewhere.clear(),
            Part::Batches => process.batches.clear(),
            Part::Peaks => process.peaks.clear(),
            Part::Markets => process.markets.clear(),
        }
    }
    process
}

/// A trial that leaves the kelurahan's initials out, a fifth of the kelurahan at a time, the last ones
/// nine weeks before the last day. The seed decides which are first.
pub fn trial(options: &Options, spec: &CitySpec<'_>) -> Trial {
    let [stages, between, after] = STAGES;
    let stage = |(place, kelurahan): (usize, &simulation::KelurahanSpec)| {
        let place = (place + (options.seed % stages as u64) as usize) % stages;
        let weeks = (after + between * (stages - 1 - place)) as i32;
        let from: Date = options.until.saturating_sub(jiff::Span::new().weeks(weeks));
        Stage { unit: kelurahan.unit_code.clone(), from }
    };
    let stages = spec.kelurahan.iter().enumerate().map(stage).collect();
    Trial { service: TRIED.0.to_owned(), step: TRIED.1.to_owned(), stages }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeSet;

    use super::*;
    use crate::city::{self, Sources};

    #[test]
    fn every_planted_step_has_a_name_where_files_meet_it() {
        let own = city::read(&Sources::metro()).unwrap().seed.steps;
        let known: BTreeSet<(String, String)> =
            named(own.clone()).into_iter().map(|step| (step.service, step.code)).collect();
        let process = process();
        let signatures = process.signatures.iter().map(|p| (&p.service, &p.step));
        let detours = process.detours.iter();
        let detours = detours.flat_map(|p| [(&p.service, &p.step), (&p.service, &p.back)]);
        let elsewhere = process.elsewhere.iter().map(|p| (&p.service, &p.step));
        for (service, step) in signatures.chain(detours).chain(elsewhere) {
            assert!(known.contains(&(service.clone(), step.clone())), "{service} {step}");
        }
        let of = |service: &str| -> Vec<String> {
            let all = named(own.clone()).into_iter();
            all.filter(|step| step.service == service).map(|step| step.code).collect()
        };
        assert_eq!(of("KEL-SKTM"), ["verify", "draft", "initial", "sign"]);
        assert_eq!(of("BPPRD-PBB"), ["verify", "note", "reread", "inspect", "sign"]);
    }
}
