//! One person arrives: who, for whom, with what.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::identity::{Kk, Nik, Phone, Sex};
use kernel::service::{Applicant, Proxy};
use rand_chacha::ChaCha20Rng;

use crate::answers::{Asked, answers, holds};
use crate::city::City;
use crate::event::{Channel, PersonSpec, PriorityGroup, Submission};
use crate::names;
use crate::population::age;
use crate::random::{Purpose, below, chance, stream};
use crate::spec::{Audience, Error};

/// Share of required documents that are forgotten, online and at a counter.
const FORGOTTEN: [f64; 2] = [0.045, 0.025];

/// An application before it is filled in.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) application: u32,
    pub(crate) service: usize,
    pub(crate) resident: u32,
    pub(crate) channel: Channel,
    pub(crate) at: i64,
    /// Number of the stream from which its details come.
    pub(crate) key: u64,
    /// Position among the planted agents, when one of them makes it.
    pub(crate) agent: Option<usize>,
    /// The planted flaw by which it comes, or comes at another time.
    pub(crate) flaw: Option<usize>,
}

impl City<'_> {
    /// Fills in the application of `arrival`, which comes on the day `today`.
    pub(crate) fn submission(&self, arrival: &Arrival, today: Date) -> Submission {
        let mut rng = stream(self.options.seed, Purpose::Application, arrival.key);
        let rng = &mut rng;
        let service = &self.spec.services[arrival.service];
        let person = self.population.person(arrival.resident);
        let (applicant, representative) = match arrival.agent {
            Some(agent) => (Applicant::Mandate, Some(self.agents[agent].person.clone())),
            None => self.applicant(rng, arrival, today),
        };
        let asked = Asked {
            person: &person,
            today,
            population: &self.population,
            kelurahan: &self.spec.kelurahan,
        };
        let answers = answers(rng, &service.standard, &asked);
        let (given, missing) = self.documents(rng, arrival, &answers);
        let priority =
            self.priority(rng, arrival, representative.as_ref().unwrap_or(&person), today);
        Submission {
            service: arrival.service,
            unit: self.unit(arrival.service, arrival.resident).to_owned(),
            channel: arrival.channel,
            applicant,
            person,
            representative,
            answers,
            documents_given: given,
            documents_missing: missing,
            priority,
        }
    }

    /// Most people come alone; children never do, unless the service wants it so.
    fn applicant(
        &self,
        rng: &mut ChaCha20Rng,
        arrival: &Arrival,
        today: Date,
    ) -> (Applicant, Option<PersonSpec>) {
        let service = &self.spec.services[arrival.service];
        let (draw, other) = (crate::random::unit(rng), self.adult(rng));
        let relative = self.population.relative(arrival.resident, today);
        if service.standard.proxy == Proxy::SelfOnly {
            return (Applicant::Oneself, None);
        }
        let family_share = if service.profile.audience == Audience::Child { 1.0 } else { 0.14 };
        let stranger = self.population.residents[other as usize].family
            != self.population.residents[arrival.resident as usize].family;
        match relative {
            Some(relative) if draw < family_share => {
                (Applicant::Family, Some(self.population.person(relative)))
            }
            _ if draw > 0.95 && stranger && service.standard.proxy.admits(Applicant::Mandate) => {
                (Applicant::Mandate, Some(self.population.person(other)))
            }
            _ => (Applicant::Oneself, None),
        }
    }

    fn documents(
        &self,
        rng: &mut ChaCha20Rng,
        arrival: &Arrival,
        answers: &BTreeMap<String, String>,
    ) -> (Vec<String>, Vec<String>) {
        let (mut given, mut missing) = (Vec::new(), Vec::new());
        let forgotten = FORGOTTEN[usize::from(arrival.channel == Channel::Counter)];
        for document in &self.spec.services[arrival.service].standard.documents {
            let draw = crate::random::unit(rng);
            if !holds(document.only_if.as_ref(), answers) {
                continue;
            }
            // Nobody forgets a paper who lives from bringing it.
            let there = if document.required { draw >= forgotten } else { draw < 0.3 };
            if there || (document.required && arrival.agent.is_some()) {
                given.push(document.code.clone());
            } else if document.required {
                missing.push(document.code.clone());
            }
        }
        (given, missing)
    }

    /// The group of the one who stands at the counter.
    fn priority(
        &self,
        rng: &mut ChaCha20Rng,
        arrival: &Arrival,
        visitor: &PersonSpec,
        today: Date,
    ) -> Option<PriorityGroup> {
        let pregnant = chance(rng, 0.04);
        if arrival.channel == Channel::Online || arrival.agent.is_some() {
            return None;
        }
        let years = age(visitor.birth, today);
        let disabled = self.population.residents[arrival.resident as usize].disabled;
        match () {
            () if years >= self.spec.rules.elderly_from => Some(PriorityGroup::Elderly),
            () if disabled => Some(PriorityGroup::Disability),
            () if pregnant && visitor.sex == Sex::Female && (19..=42).contains(&years) => {
                Some(PriorityGroup::Pregnant)
            }
            () => None,
        }
    }

    /// Any adult of the city.
    fn adult(&self, rng: &mut ChaCha20Rng) -> u32 {
        let index = below(rng, self.adults.len());
        self.adults.get(index).copied().unwrap_or(0)
    }
}

/// An agent, who is no resident of any family of the city.
pub(crate) fn agent(
    rng: &mut ChaCha20Rng,
    city: &City<'_>,
    number: usize,
) -> Result<PersonSpec, Error> {
    let kelurahan = &city.spec.kelurahan[below(rng, city.spec.kelurahan.len())];
    let birth = city.options.first_day().saturating_sub(jiff::Span::new().years(41));
    let date = format!("{:02}{:02}{:02}", birth.day(), birth.month(), birth.year() % 100);
    let prefix = &kelurahan.nik_prefix;
    Ok(PersonSpec {
        name: names::name(rng, Sex::Male),
        // Serials from 8001 on, below those of the residents.
        nik: Nik::parse(&format!("{prefix}{date}{:04}", 8001 + number % 900))?,
        kk: Kk::parse(&format!("{prefix}010120{:04}", 8001 + number % 900))?,
        phone: Phone::parse(&format!("081201{number:06}"))?,
        birth,
        sex: Sex::Male,
        kelurahan: kelurahan.code.clone(),
        address: names::address(rng),
        language: "id",
    })
}
