//! Answers to a service's questions: valid for the type of each question, and believable where the
//! question's code says what it is about.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::service::{Answer, Condition, Question, Standard};
use rand_chacha::ChaCha20Rng;

use crate::event::PersonSpec;
use crate::names;
use crate::population::{Population, age};
use crate::random::{below, between, chance, pick};

const SENTENCES: [&str; 5] = [
    "Sesuai dengan dokumen yang saya lampirkan.",
    "Untuk keperluan keluarga.",
    "Keterangan lengkap ada di lampiran.",
    "Sudah dibicarakan dengan keluarga.",
    "Sesuai petunjuk petugas loket.",
];
const BUSINESSES: [&str; 6] = [
    "Warung Makan Barokah",
    "Toko Sumber Rejeki",
    "Bengkel Maju Jaya",
    "Kedai Kopi Way Sekampung",
    "Penjahit Melati",
    "Sayur Segar Metro",
];
const FACILITIES: [&str; 4] =
    ["Apotek Sehat Bersama", "Klinik Pratama Harapan", "Laboratorium Prima", "Apotek Kenanga"];
const PLACES: [&str; 5] =
    ["Pasar Cendrawasih", "Terminal Mulyojati", "Taman Merdeka", "Kota Metro", "Lapangan Samber"];
const INSTITUTIONS: [&str; 4] =
    ["SMA di Kota Metro", "Universitas di Kota Metro", "Rumah sakit daerah", "SMK di Kota Metro"];

/// Who answers, and when.
pub(crate) struct Asked<'a> {
    pub(crate) person: &'a PersonSpec,
    pub(crate) today: Date,
    pub(crate) population: &'a Population,
    pub(crate) kelurahan: &'a [crate::spec::KelurahanSpec],
}

/// Whether `condition` holds under `answers`.
pub(crate) fn holds(condition: Option<&Condition>, answers: &BTreeMap<String, String>) -> bool {
    condition.is_none_or(|condition| answers.get(&condition.question) == Some(&condition.value))
}

/// Answers all questions that are asked; one optional question in three stays empty.
pub(crate) fn answers(
    rng: &mut ChaCha20Rng,
    standard: &Standard,
    asked: &Asked<'_>,
) -> BTreeMap<String, String> {
    let mut answers = BTreeMap::new();
    for question in &standard.questions {
        // Drawn before the test, so that a changed condition does not move later draws.
        let skipped = chance(rng, 0.33) && !question.required;
        let answer = answer(rng, question, asked);
        if !skipped && holds(question.only_if.as_ref(), &answers) {
            answers.insert(question.code.clone(), answer);
        }
    }
    answers
}

fn answer(rng: &mut ChaCha20Rng, question: &Question, asked: &Asked<'_>) -> String {
    let code = question.code.as_str();
    match &question.answer {
        Answer::Text => text(rng, code, asked),
        Answer::LongText => long_text(rng, code, asked),
        Answer::Date => date(rng, code, asked.today).to_string(),
        Answer::Number => number(rng, code, asked.today).to_string(),
        Answer::Money => (between(rng, 10, 90) * 50_000).to_string(),
        Answer::YesNo => if chance(rng, 0.75) { "yes" } else { "no" }.to_owned(),
        Answer::Choice(options) => choice(rng, options),
        Answer::Nik => nik(rng, code, asked),
        Answer::Kk => asked.person.kk.expose().to_owned(),
        Answer::Phone => asked.person.phone.expose().to_owned(),
        Answer::Kelurahan => {
            let index = below(rng, asked.kelurahan.len());
            asked.kelurahan[index].code.clone()
        }
    }
}

/// The first option is the common case; half of the people choose it.
fn choice(rng: &mut ChaCha20Rng, options: &[(String, kernel::service::Bilingual)]) -> String {
    let index = if chance(rng, 0.5) { 0 } else { below(rng, options.len()) };
    options.get(index).map(|(value, _)| value.clone()).unwrap_or_default()
}

/// One's own NIK for a child's card or the head of the family, somebody else's otherwise.
fn nik(rng: &mut ChaCha20Rng, code: &str, asked: &Asked<'_>) -> String {
    let other = below(rng, asked.population.residents.len()) as u32;
    if code.starts_with("child") || code.starts_with("head") {
        return asked.person.nik.expose().to_owned();
    }
    asked.population.person(other).nik.expose().to_owned()
}

fn text(rng: &mut ChaCha20Rng, code: &str, asked: &Asked<'_>) -> String {
    let has = |word: &str| code.contains(word);
    let (n, year) = (between(rng, 10, 989), asked.today.year());
    let sex = pick(rng, &[kernel::identity::Sex::Male, kernel::identity::Sex::Female]);
    let somebody = names::name(rng, sex);
    let index = below(rng, 60);
    match () {
        () if has("business_name") => BUSINESSES[index % BUSINESSES.len()].to_owned(),
        () if has("facility_name") => FACILITIES[index % FACILITIES.len()].to_owned(),
        () if has("child_name") && age(asked.person.birth, asked.today) < 17 => {
            asked.person.name.clone()
        }
        () if has("head_name") => asked.person.name.clone(),
        () if has("name") => somebody,
        () if has("address") => asked.person.address.clone(),
        () if has("time") => format!("{:02}:{:02}", n % 24, index),
        () if has("plate") => format!("BE {} {}N", 1_000 + n, (b'A' + (n % 20) as u8) as char),
        () if has("kbli") => format!("47{n:03}"),
        () if has("nop") => format!("1872{:03}{n:03}{index:03}{:04}0", n % 5 + 1, n * 7),
        () if has("number") || has("licence") => format!("470/{n:03}/{year}"),
        () if has("place") || has("location") => PLACES[index % PLACES.len()].to_owned(),
        () if has("institution") => INSTITUTIONS[index % INSTITUTIONS.len()].to_owned(),
        () if has("days") => "Senin sampai Jumat, 08.00 sampai 14.00".to_owned(),
        () => SENTENCES[index % SENTENCES.len()].to_owned(),
    }
}

fn long_text(rng: &mut ChaCha20Rng, code: &str, asked: &Asked<'_>) -> String {
    let sentence = pick(rng, &SENTENCES);
    if code.contains("address") {
        return asked.person.address.clone();
    }
    sentence.to_owned()
}

/// Days of plans lie ahead, days of events behind.
fn date(rng: &mut ChaCha20Rng, code: &str, today: Date) -> Date {
    let near = between(rng, 1, 28);
    let has = |word: &str| code.contains(word);
    let days = match () {
        () if has("end") => 60 + near,
        () if has("start") || has("visit") => near,
        () if has("last") => -180 - near,
        () => -near,
    };
    today.saturating_add(jiff::Span::new().days(days))
}

fn number(rng: &mut ChaCha20Rng, code: &str, today: Date) -> i64 {
    let has = |word: &str| code.contains(word);
    match () {
        () if has("year") => i64::from(today.year()) - between(rng, 1, 12),
        () if has("weight") => between(rng, 240, 400) * 10,
        () if has("area") => between(rng, 4, 40) * 6,
        () if has("floors") => between(rng, 1, 2),
        () if has("plots") => between(rng, 2, 4),
        () => between(rng, 1, 5),
    }
}
