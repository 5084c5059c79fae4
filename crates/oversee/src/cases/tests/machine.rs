//! From any history: no sanction without a hearing or two ignored summonses, without two people, or
//! final before the time of appeal; whom it names decides nothing.

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use kernel::facts::case::{Outcome, Verdict};
use kernel::id::UserId;
use proptest::prelude::*;
use uuid::Uuid;

use crate::cases::ladders;
use crate::cases::model::{Finding, Matter, Person, Phase, Second};

fn user(n: u8) -> UserId {
    UserId::from_uuid(Uuid::from_u128(u128::from(n)))
}

/// The person whom it is about.
const PERSON: u8 = 0;

#[derive(Clone, Copy, Debug)]
enum Try {
    Name,
    Summon { hours: u8, soon: bool },
    Hear(bool),
    Find(u8, Verdict),
    Propose(u8, &'static str),
    Approve(u8, Second),
    Refuse(u8, Second),
    Appeal,
    Decide(u8, Outcome, Option<&'static str>),
    Lapse,
    Close(u8),
}

fn tries() -> impl Strategy<Value = (Try, u8)> {
    let verdict =
        prop_oneof![Just(Verdict::Proven), Just(Verdict::Partly), Just(Verdict::NotProven)];
    let outcome =
        prop_oneof![Just(Outcome::Upheld), Just(Outcome::Lightened), Just(Outcome::Lifted)];
    let measure = prop_oneof![Just(None), Just(Some("ringan-2")), Just(Some("berat-1"))];
    let who = || 0_u8..3;
    let second = || prop_oneof![Just(Second::Inspector), Just(Second::Head)];
    let code = prop_oneof![Just("ringan-1"), Just("ringan-3"), Just("sedang-1"), Just("berat-2")];
    let one = prop_oneof![
        Just(Try::Name),
        (0_u8..48, any::<bool>()).prop_map(|(hours, soon)| Try::Summon { hours, soon }),
        any::<bool>().prop_map(Try::Hear),
        any::<bool>().prop_map(Try::Hear),
        (who(), verdict).prop_map(|(by, verdict)| Try::Find(by, verdict)),
        (who(), code).prop_map(|(by, code)| Try::Propose(by, code)),
        (who(), second()).prop_map(|(by, second)| Try::Approve(by, second)),
        (who(), second()).prop_map(|(by, second)| Try::Approve(by, second)),
        (who(), second()).prop_map(|(by, second)| Try::Refuse(by, second)),
        Just(Try::Appeal),
        (who(), outcome, measure).prop_map(|(by, outcome, code)| Try::Decide(by, outcome, code)),
        Just(Try::Lapse),
        who().prop_map(Try::Close),
    ];
    (one, 0_u8..72)
}

fn attempt(matter: &mut Matter, one: Try, now: Timestamp) -> Option<u8> {
    let (by, done) = match one {
        Try::Name => (None, matter.name(Person::Account(user(PERSON)))),
        Try::Summon { hours, soon } => {
            let hearing = now + SignedDuration::from_hours(i64::from(hours));
            let days = (date(2026, 11, if soon { 9 } else { 10 }), date(2026, 11, 10));
            (None, matter.summon(hearing, days).map(drop))
        }
        Try::Hear(came) => (None, matter.hear(now, came)),
        Try::Find(by, verdict) => {
            let (prohibition, harm) = ("b".to_owned(), "unit".to_owned());
            (Some(by), matter.find(user(by), Finding { verdict, prohibition, harm }))
        }
        Try::Propose(by, code) => (Some(by), matter.propose(user(by), code.to_owned())),
        Try::Approve(by, second) => {
            let until = now + SignedDuration::from_hours(100);
            (Some(by), matter.approve(user(by), second, until))
        }
        Try::Refuse(by, second) => (Some(by), matter.refuse(user(by), second)),
        Try::Appeal => (None, matter.appeal(now)),
        Try::Decide(by, outcome, code) => (Some(by), matter.decide_appeal(user(by), outcome, code)),
        Try::Lapse => (None, matter.become_final(now)),
        Try::Close(by) => (Some(by), matter.close(user(by))),
    };
    done.ok().and(by)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn no_path_leads_around_the_law(named in any::<bool>(), tries in proptest::collection::vec(tries(), 1..60)) {
        let person = named.then(|| Person::Account(user(PERSON)));
        let mut matter = Matter::new(person);
        let mut now: Timestamp = "2026-11-01T08:00:00+07:00".parse().unwrap();
        let mut appealed = false;
        let mut decided = false;
        for (one, hours) in tries {
            let before = matter.clone();
            let by = attempt(&mut matter, one, now);
            if by.is_some() && person.is_some() {
                prop_assert_ne!(by, Some(PERSON), "the person decided: {:?}", one);
            }
            if let (Some(_), Try::Approve(_, Second::Head) | Try::Refuse(_, Second::Head)) = (by, one) {
                let code = before.sanction.as_ref().map(|sanction| sanction.code.clone());
                let light = code.is_some_and(|code| code.starts_with("ringan"));
                prop_assert!(light, "a head decided about more than a light sanction (Art 16)");
            }
            appealed |= before.phase != Phase::Appealed && matter.phase == Phase::Appealed;
            decided |= before.phase == Phase::Appealed && matter.phase == Phase::Final;
            let came = matter.summonses.iter().any(|summons| summons.came == Some(true));
            let ignored = matter.summonses.iter().filter(|one| one.came == Some(false)).count();
            if matter.finding.is_some() {
                prop_assert!(came || ignored == 2, "found without a hearing");
            }
            if let Some(sanction) = &matter.sanction {
                prop_assert!(matter.finding.as_ref().is_some_and(|f| f.verdict != Verdict::NotProven));
                if matter.phase != Phase::Proposed {
                    let second = sanction.approved_by;
                    prop_assert!(second.is_some_and(|second| second != sanction.by), "one person");
                }
            }
            if before.phase == Phase::Appealed && matter.phase == Phase::Final {
                let code = |matter: &Matter| matter.sanction.as_ref().map(|one| one.code.clone());
                let (old, new) = (code(&before), code(&matter));
                let lighter = old.as_deref().zip(new.as_deref());
                let lighter = lighter.is_some_and(|(old, new)| ladders::is_lighter(new, old));
                prop_assert!(new.is_none() || new == old || lighter, "an appeal made it heavier");
            }
            if matter.public().is_some() {
                let over = matter.appeal_until.is_some_and(|until| now > until);
                prop_assert!(decided || (over && !appealed) , "public before its time");
                prop_assert_eq!(matter.phase, Phase::Final);
            }
            if matter.phase == Phase::Final && before.phase == Phase::Final {
                prop_assert_eq!(&matter, &before, "final is final");
                break;
            }
            prop_assert!(matter.summonses.len() <= 2);
            now += SignedDuration::from_hours(i64::from(hours));
        }
    }
}

/// PP 94/2021 Art 26: the day of the hearing is the earliest that the notice allows, or later.
#[test]
fn a_hearing_is_not_before_the_notice_is_over() {
    let now: Timestamp = "2026-11-24T10:00:00+07:00".parse().unwrap();
    let earliest = date(2026, 12, 3);
    for (day, allowed) in [(2, false), (3, true), (4, true)] {
        let mut matter = Matter::new(Some(Person::Outsider));
        let done = matter.summon(now, (date(2026, 12, day), earliest));
        assert_eq!(done.is_ok(), allowed, "{day}");
    }
}

/// PP 94/2021 Art 16: the direct superior imposes light sanctions; medium and severe ones (Art 8) are
/// for others, and intermediaries from outside have no superior.
#[test]
fn a_head_decides_about_light_sanctions_of_officers_alone() {
    let now: Timestamp = "2026-11-24T10:00:00+07:00".parse().unwrap();
    let account = Person::Account(user(PERSON));
    for (person, code, head, allowed) in [
        (account, "ringan-1", 1, true),
        (account, "ringan-2", 1, true),
        (account, "ringan-3", 1, true),
        (account, "sedang-1", 1, false),
        (account, "sedang-3", 1, false),
        (account, "berat-1", 1, false),
        (account, "berat-3", 1, false),
        (account, "ringan-1", PERSON, false),
        (account, "ringan-1", 2, false),
        (Person::Outsider, "perantara-1", 1, false),
    ] {
        let mut matter = Matter::new(Some(person));
        matter.phase = Phase::Found;
        matter.propose(user(2), code.to_owned()).unwrap();
        let mut again = matter.clone();
        assert_eq!(matter.approve(user(head), Second::Head, now).is_ok(), allowed, "{code} {head}");
        assert_eq!(again.refuse(user(head), Second::Head).is_ok(), allowed, "{code} {head}");
    }
}
