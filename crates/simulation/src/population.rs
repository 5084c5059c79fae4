//! The people: families with their address and card, and their members. All synthetic.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::identity::{Kk, Nik, Phone, Sex};
use rand_chacha::ChaCha20Rng;
use serde::Serialize;

use crate::event::PersonSpec;
use crate::names;
use crate::random::{Purpose, below, between, chance, stream, weighted};
use crate::spec::{Audience, CitySpec, Error, KelurahanSpec, Options};

/// Share of families with one to six members.
const FAMILY_SIZES: [f64; 6] = [0.08, 0.17, 0.24, 0.27, 0.16, 0.08];
/// Districts of origin of people who moved in: a NIK keeps the place of first registration.
const ORIGINS: [&str; 6] = ["180201", "187101", "180701", "317101", "347101", "167101"];
/// First serial of a synthetic NIK or KK; real serials of a day and district stay far below it.
const FIRST_SERIAL: u32 = 9001;

/// One synthetic person.
#[derive(Debug)]
pub(crate) struct Resident {
    name: String,
    nik: Nik,
    phone: Phone,
    pub(crate) birth: Date,
    pub(crate) sex: Sex,
    pub(crate) family: u32,
    pub(crate) disabled: bool,
    english: bool,
}

/// People on one family card.
#[derive(Debug)]
pub(crate) struct Family {
    kk: Kk,
    address: String,
    pub(crate) kelurahan: usize,
    first: u32,
    size: u32,
}

/// Everyone who may apply.
#[derive(Debug)]
pub(crate) struct Population {
    pub(crate) residents: Vec<Resident>,
    pub(crate) families: Vec<Family>,
    kelurahan: Vec<String>,
}

/// How many people were made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PopulationSummary {
    /// People.
    pub persons: u32,
    /// Families.
    pub families: u32,
    /// People by code of the kelurahan.
    pub by_kelurahan: BTreeMap<String, u32>,
}

impl Population {
    /// Makes the people of all kelurahan, as they are on the first day.
    pub(crate) fn new(spec: &CitySpec<'_>, options: &Options) -> Result<Self, Error> {
        let total: f64 = spec.kelurahan.iter().map(|kelurahan| kelurahan.weight).sum();
        let mut maker = Maker::new(options.first_day());
        for (index, kelurahan) in spec.kelurahan.iter().enumerate() {
            let share = f64::from(options.persons) * kelurahan.weight / total;
            // One family at least, so that a kelurahan with little weight still exists.
            let target = maker.residents.len() + (share.round() as usize).max(1);
            let mut rng = stream(options.seed, Purpose::Families, index as u64);
            while maker.residents.len() < target {
                maker.family(&mut rng, index, kelurahan)?;
            }
        }
        let kelurahan = spec.kelurahan.iter().map(|kelurahan| kelurahan.code.clone()).collect();
        Ok(Self { residents: maker.residents, families: maker.families, kelurahan })
    }

    /// How many there are.
    pub(crate) fn summary(&self) -> PopulationSummary {
        let mut by_kelurahan = BTreeMap::new();
        for resident in &self.residents {
            let code = &self.kelurahan[self.family(resident).kelurahan];
            *by_kelurahan.entry(code.clone()).or_insert(0) += 1;
        }
        PopulationSummary {
            persons: self.residents.len() as u32,
            families: self.families.len() as u32,
            by_kelurahan,
        }
    }

    /// The family of a resident.
    pub(crate) fn family(&self, resident: &Resident) -> &Family {
        &self.families[resident.family as usize]
    }

    /// People whom a service is for, on the day `on`.
    pub(crate) fn audience(&self, audience: Audience, on: Date) -> Vec<u32> {
        let fits = |resident: &Resident| {
            let age = age(resident.birth, on);
            match audience {
                Audience::Adult => age >= 18,
                Audience::FirstCard => (17..=19).contains(&age),
                Audience::Child => age <= 15,
                Audience::Parent => (20..=45).contains(&age),
            }
        };
        let all = 0..self.residents.len() as u32;
        all.filter(|&index| fits(&self.residents[index as usize])).collect()
    }

    /// Another adult of the same family on the day `on`, women first for a child, as at the counter.
    pub(crate) fn relative(&self, of: u32, on: Date) -> Option<u32> {
        let family = self.family(&self.residents[of as usize]);
        let members = family.first..family.first + family.size;
        let adult =
            |&index: &u32| index != of && age(self.residents[index as usize].birth, on) >= 18;
        let mut adults: Vec<u32> = members.filter(adult).collect();
        adults.sort_by_key(|&index| (self.residents[index as usize].sex == Sex::Male, index));
        adults.first().copied()
    }

    /// A person as an application states them.
    pub(crate) fn person(&self, index: u32) -> PersonSpec {
        let resident = &self.residents[index as usize];
        let family = self.family(resident);
        PersonSpec {
            name: resident.name.clone(),
            nik: resident.nik.clone(),
            kk: family.kk.clone(),
            phone: resident.phone.clone(),
            birth: resident.birth,
            sex: resident.sex,
            kelurahan: self.kelurahan[family.kelurahan].clone(),
            address: family.address.clone(),
            language: if resident.english { "en" } else { "id" },
        }
    }
}

/// Whole years of life on the day `on`.
pub(crate) fn age(birth: Date, on: Date) -> i16 {
    let before_birthday = (on.month(), on.day()) < (birth.month(), birth.day());
    on.year() - birth.year() - i16::from(before_birthday)
}

struct Maker {
    today: Date,
    residents: Vec<Resident>,
    families: Vec<Family>,
    serials: BTreeMap<String, u32>,
}

impl Maker {
    fn new(today: Date) -> Self {
        Self { today, residents: Vec::new(), families: Vec::new(), serials: BTreeMap::new() }
    }

    fn family(
        &mut self,
        rng: &mut ChaCha20Rng,
        index: usize,
        kelurahan: &KelurahanSpec,
    ) -> Result<(), Error> {
        let members = members(rng);
        let years = between(rng, 0, 14);
        let issued = self.born(rng, years);
        let kk = Kk::parse(&self.identifier(&kelurahan.nik_prefix, issued, 0))
            .map_err(|error| prefix(kelurahan, &error))?;
        let family = Family {
            kk,
            address: names::address(rng),
            kelurahan: index,
            first: self.residents.len() as u32,
            size: members.len() as u32,
        };
        for (sex, years) in members {
            self.member(rng, kelurahan, sex, years)?;
        }
        self.families.push(family);
        Ok(())
    }

    fn member(
        &mut self,
        rng: &mut ChaCha20Rng,
        kelurahan: &KelurahanSpec,
        sex: Sex,
        years: i64,
    ) -> Result<(), Error> {
        let birth = self.born(rng, years);
        let moved = years >= 18 && chance(rng, 0.2);
        let region = if moved { ORIGINS[below(rng, ORIGINS.len())] } else { &kelurahan.nik_prefix };
        let added = if sex == Sex::Female { 40 } else { 0 };
        let nik = Nik::parse(&self.identifier(region, birth, added))
            .map_err(|error| prefix(kelurahan, &error))?;
        let phone = Phone::parse(&format!("081200{:06}", self.residents.len()))?;
        self.residents.push(Resident {
            name: names::name(rng, sex),
            nik,
            phone,
            birth,
            sex,
            family: self.families.len() as u32,
            disabled: chance(rng, 0.02),
            english: chance(rng, 0.01),
        });
        Ok(())
    }

    /// A date `years` whole years ago, anywhere in that year of life.
    fn born(&self, rng: &mut ChaCha20Rng, years: i64) -> Date {
        let days = years * 365 + years / 4 + 1 + below(rng, 364) as i64;
        self.today.saturating_sub(jiff::Span::new().days(days))
    }

    /// Region, DDMMYY (day + `added`) and the next free serial of that region and date.
    fn identifier(&mut self, region: &str, date: Date, added: i8) -> String {
        let (day, year) = (date.day() + added, date.year() % 100);
        let head = format!("{region}{day:02}{:02}{year:02}", date.month());
        let serial = self.serials.entry(head.clone()).or_insert(FIRST_SERIAL);
        let identifier = format!("{head}{serial:04}");
        *serial += 1;
        identifier
    }
}

fn prefix(kelurahan: &KelurahanSpec, error: &kernel::identity::IdentityError) -> Error {
    Error::Prefix { kelurahan: kelurahan.code.clone(), reason: error.to_string() }
}

/// Sex and age of the members: the head, mostly a partner, children, now and then a grandparent.
fn members(rng: &mut ChaCha20Rng) -> Vec<(Sex, i64)> {
    let size = 1 + weighted(rng, &FAMILY_SIZES);
    let head = if size == 1 { between(rng, 20, 78) } else { between(rng, 23, 68) };
    let single_mother = size > 1 && chance(rng, 0.12);
    let head_sex =
        if single_mother || (size == 1 && chance(rng, 0.5)) { Sex::Female } else { Sex::Male };
    let mut members = vec![(head_sex, head)];
    let mut mother = head;
    if size > 1 && !single_mother {
        mother = (head - between(rng, -2, 6)).max(20);
        members.push((Sex::Female, mother));
    }
    if size > 3 && head < 48 && chance(rng, 0.3) {
        let sex = if chance(rng, 0.65) { Sex::Female } else { Sex::Male };
        members.push((sex, (head + between(rng, 21, 30)).min(88)));
    }
    while members.len() < size {
        let oldest = (mother - 20).clamp(0, 26);
        let youngest = (mother - 43).clamp(0, oldest);
        let sex = if chance(rng, 0.51) { Sex::Male } else { Sex::Female };
        members.push((sex, between(rng, youngest, oldest)));
    }
    members
}
