//! What applicants say and bring is valid, and a wrong city is refused in one clear sentence.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kernel::identity::{Kk, Nik, Phone, Sex};
use kernel::service::{Answer, Applicant, Condition, Standard};
use simulation::{Act, Broker, City, Jump, PersonSpec, Plant, SlowSignature, Submission};

fn holds(condition: Option<&Condition>, answers: &BTreeMap<String, String>) -> bool {
    condition.is_none_or(|c| answers.get(&c.question).is_some_and(|value| *value == c.value))
}

fn valid(answer: &Answer, value: &str, kelurahan: &BTreeSet<String>) -> bool {
    match answer {
        Answer::Text | Answer::LongText => !value.trim().is_empty() && value.len() < 200,
        Answer::Date => value.parse::<Date>().is_ok(),
        Answer::Number => value.parse::<u32>().is_ok(),
        Answer::Money => value.parse::<i64>().is_ok_and(|rupiah| rupiah > 0),
        Answer::YesNo => matches!(value, "yes" | "no"),
        Answer::Choice(options) => options.iter().any(|(stored, _)| stored == value),
        Answer::Nik => Nik::parse(value).is_ok(),
        Answer::Kk => Kk::parse(value).is_ok(),
        Answer::Phone => Phone::parse(value).is_ok(),
        Answer::Kelurahan => kelurahan.contains(value),
    }
}

fn check_answers(standard: &Standard, submission: &Submission, kelurahan: &BTreeSet<String>) {
    let answers = &submission.answers;
    for question in &standard.questions {
        let asked = holds(question.only_if.as_ref(), answers);
        match answers.get(&question.code) {
            Some(value) => {
                assert!(asked, "{} {} is not asked", standard.code, question.code);
                let valid = valid(&question.answer, value, kelurahan);
                assert!(valid, "{} {}: {value}", standard.code, question.code);
            }
            None => assert!(!asked || !question.required, "{} {}", standard.code, question.code),
        }
    }
    let known: BTreeSet<_> = standard.questions.iter().map(|question| &question.code).collect();
    assert!(answers.keys().all(|code| known.contains(code)));
}

fn check_documents(standard: &Standard, submission: &Submission) {
    for document in &standard.documents {
        let given = submission.documents_given.contains(&document.code);
        let missing = submission.documents_missing.contains(&document.code);
        let asked = holds(document.only_if.as_ref(), &submission.answers);
        assert!(!(given && missing), "{} is given and missing", document.code);
        assert_eq!(given || missing, asked && (document.required || given), "{}", document.code);
    }
}

fn check_person(person: &PersonSpec, today: Date) {
    let nik = person.nik.expose();
    let day: i8 = nik[6..8].parse().unwrap();
    let added = if person.sex == Sex::Female { 40 } else { 0 };
    assert_eq!(day, person.birth.day() + added);
    assert_eq!(nik[8..10].parse::<i8>().unwrap(), person.birth.month());
    assert_eq!(nik[10..12].parse::<i16>().unwrap(), person.birth.year() % 100);
    assert!(person.birth < today);
    assert!(nik[12..] > *"8000", "serial of a real register");
    assert!(!person.name.is_empty() && !person.address.is_empty());
}

#[test]
fn what_applicants_say_and_bring_is_valid() {
    let calendar = common::calendar();
    let city = City::new(common::metro(&calendar), common::weeks(11, 8)).unwrap();
    let kelurahan: BTreeSet<String> =
        city.spec().kelurahan.iter().map(|kelurahan| kelurahan.code.clone()).collect();
    let mut seen = BTreeSet::new();
    for event in common::events(&city) {
        let Act::Submit(submission) = event.act else { continue };
        let service = &city.spec().services[submission.service];
        let today = calendar.tz().to_datetime(event.at).date();
        check_answers(&service.standard, &submission, &kelurahan);
        check_documents(&service.standard, &submission);
        check_person(&submission.person, today);
        assert!(service.standard.proxy.admits(submission.applicant));
        assert_eq!(submission.representative.is_some(), submission.applicant != Applicant::Oneself);
        if let Some(other) = &submission.representative {
            check_person(other, today);
            let same_card = other.kk == submission.person.kk;
            assert_eq!(same_card, submission.applicant == Applicant::Family);
            assert_ne!(other.nik, submission.person.nik);
        }
        if service.standard.unit == "KEL" {
            assert_eq!(submission.unit, format!("KEL-{}", submission.person.kelurahan));
        } else {
            assert_eq!(submission.unit, service.standard.unit);
        }
        seen.insert((
            submission.applicant as u8,
            submission.channel == simulation::Channel::Online,
        ));
    }
    assert_eq!(seen.len(), 6, "every applicant in every channel");
}

#[test]
fn identifiers_are_unique() {
    let calendar = common::calendar();
    let city = City::new(common::metro(&calendar), common::year(5)).unwrap();
    let (mut niks, mut phones) = (BTreeMap::new(), BTreeMap::new());
    for event in common::events(&city) {
        let Act::Submit(submission) = event.act else { continue };
        let person = submission.person;
        let nik = person.nik.expose().to_owned();
        assert_eq!(*niks.entry(nik.clone()).or_insert_with(|| person.clone()), person);
        assert_eq!(*phones.entry(person.phone.expose().to_owned()).or_insert(nik.clone()), nik);
    }
    assert!(niks.len() > 8_000, "only {} people apply", niks.len());
    assert!(city.population().persons.abs_diff(20_000) < 200);
}

#[test]
fn a_wrong_city_is_refused() {
    let calendar = common::calendar();
    let refusal = |change: &dyn Fn(&mut simulation::CitySpec<'_>, &mut simulation::Options)| {
        let (mut spec, mut options) = (common::metro(&calendar), common::weeks(1, 2));
        change(&mut spec, &mut options);
        City::new(spec, options).err().map(|error| error.to_string()).unwrap_or_default()
    };
    let plant = |brokers: &[(&str, u32)], jumps: &[(&str, &str)], slow: &[(&str, &str)]| Plant {
        brokers: brokers
            .iter()
            .map(|&(service, applications)| Broker { service: service.to_owned(), applications })
            .collect(),
        jumps: jumps
            .iter()
            .map(|&(unit, service)| Jump {
                unit: unit.to_owned(),
                service: service.to_owned(),
                count: 1,
            })
            .collect(),
        slow_signatures: slow
            .iter()
            .map(|&(unit, service)| SlowSignature {
                unit: unit.to_owned(),
                service: service.to_owned(),
                extra_minutes: 1,
            })
            .collect(),
        ..Plant::default()
    };
    let cases = [
        (refusal(&|spec, _| spec.services.clear()), "no services"),
        (refusal(&|spec, _| spec.kelurahan[3].unit_code = "X".to_owned()), "the unit X"),
        (refusal(&|spec, _| spec.services[0].standard.unit = "Y".to_owned()), "the unit Y"),
        (refusal(&|spec, _| spec.services[1].steps.clear()), "has no steps"),
        (refusal(&|spec, _| spec.services[2].weight = f64::NAN), "not a positive number"),
        (refusal(&|spec, _| spec.kelurahan[0].nik_prefix = "18".to_owned()), "18.72.01.1001"),
        (refusal(&|_, options| options.days = 0), "the number of days"),
        (refusal(&|_, options| options.utilisation = 0.0), "utilisation"),
        (refusal(&|_, options| options.until = jiff::civil::date(2031, 1, 1)), "on 2030-12-19"),
        (refusal(&|_, options| options.plant = plant(&[("NONE", 1)], &[], &[])), "service NONE"),
        (refusal(&|_, options| options.plant = plant(&[("NAKER-AK1", 1)], &[], &[])), "mandate"),
        (refusal(&|_, options| options.plant = plant(&[("KEL-SKU", 1)], &[], &[])), "kelurahan"),
        (refusal(&|_, o| o.plant = plant(&[], &[("DINSOS", "NAKER-AK1")], &[])), "does not do it"),
        (refusal(&|_, o| o.plant = plant(&[], &[], &[("DINSOS", "NAKER-AK1")])), "does not do it"),
    ];
    for (sentence, part) in cases {
        assert!(sentence.contains(part), "“{sentence}” does not say “{part}”");
    }
    assert_eq!(refusal(&|_, _| {}), "", "the city itself is right");
}
