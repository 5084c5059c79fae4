//! From any history: no path ends a report silently, shows a hidden name, or lets a report reach whom
//! it names.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use kernel::facts::complaint::{Class, Handler, Outcome};
use kernel::id::UserId;
use proptest::prelude::*;
use uuid::Uuid;

use crate::complaints::model::{End, Matter, NOTICES, OVERRIDES, State, Viewer};

/// Anything that anybody may try.
#[derive(Clone, Debug)]
enum Try {
    Verify(Class, &'static str, Option<&'static str>),
    Classify(Class, &'static str),
    Dispose(Handler),
    GiveBack,
    Ask,
    Supplement,
    Answer,
    Propose(Outcome),
    Consent,
    Silence(usize),
    Override(String),
    HandOver,
    Reopen(i64),
    Join(bool),
    Name(u128),
}

fn class() -> impl Strategy<Value = Class> {
    prop::sample::select(Class::ALL.to_vec())
}

/// One category of each class but the wish's.
fn category() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["delay", "extortion", "question"])
}

fn about() -> impl Strategy<Value = Option<&'static str>> {
    prop::sample::select(vec![None, Some("A"), Some("B")])
}

fn handler() -> impl Strategy<Value = Handler> {
    prop_oneof![
        Just(Handler::Inspectorate),
        prop::sample::select(vec!["A", "B"]).prop_map(|unit| Handler::Unit(unit.to_owned())),
    ]
}

fn attempt() -> impl Strategy<Value = Try> {
    let outcome = prop::sample::select(Outcome::ALL.to_vec());
    let reason = prop::sample::select([&OVERRIDES[..], &["because"]].concat());
    // What ends a report is rare, or few histories would be long.
    prop_oneof![
        6 => (class(), category(), about()).prop_map(|(class, category, about)| {
            Try::Verify(class, category, about)
        }),
        5 => (class(), category()).prop_map(|(class, category)| Try::Classify(class, category)),
        6 => handler().prop_map(Try::Dispose),
        1 => Just(Try::GiveBack),
        2 => Just(Try::Ask),
        1 => Just(Try::Supplement),
        3 => Just(Try::Answer),
        3 => outcome.prop_map(Try::Propose),
        1 => Just(Try::Consent),
        1 => (0..4_usize).prop_map(Try::Silence),
        1 => reason.prop_map(|reason| Try::Override(reason.to_owned())),
        1 => Just(Try::HandOver),
        3 => (-3..3_i64).prop_map(Try::Reopen),
        1 => any::<bool>().prop_map(Try::Join),
        2 => (0..3_u128).prop_map(Try::Name),
    ]
}

fn user(number: u128) -> UserId {
    UserId::from_uuid(Uuid::from_u128(number))
}

/// Does it; what is refused changes nothing.
fn act(matter: &mut Matter, what: &Try, now: Timestamp) -> bool {
    let before = matter.clone();
    let done = match what {
        Try::Verify(class, category, about) => {
            matter.verify(*class, (*category).to_owned(), about.map(str::to_owned))
        }
        Try::Classify(class, category) => matter.classify(*class, (*category).to_owned()),
        Try::Dispose(to) => matter.dispose(to.clone()),
        Try::GiveBack => matter.give_back(),
        Try::Ask => matter.ask(),
        Try::Supplement => matter.supplement(),
        Try::Answer => matter.answer(),
        Try::Propose(outcome) => matter.propose(*outcome),
        Try::Consent => matter.consent(now),
        Try::Silence(delivered) => matter.silence(*delivered, now),
        Try::Override(reason) => matter.override_end(reason, now),
        Try::HandOver => matter.hand_over(now),
        Try::Reopen(days) => matter.reopen(now, now + SignedDuration::from_hours(24 * days)),
        Try::Join(blinded) => {
            let class = if *blinded { Class::Supervision } else { Class::Ordinary };
            let mut other = Matter::new(class, "delay".to_owned(), None);
            other.verify(class, "delay".to_owned(), None).unwrap();
            let to = match blinded {
                true => Handler::Inspectorate,
                false => Handler::Unit("A".to_owned()),
            };
            other.dispose(to).unwrap();
            matter.join(&other)
        }
        Try::Name(number) => matter.name(vec![user(*number)]),
    };
    if done.is_err() {
        assert_eq!(*matter, before, "{what:?} was refused and changed something");
    }
    done.is_ok()
}

/// Said here again, so that the model's own word is not what it is tested by.
fn is_for_inspectors(matter: &Matter) -> bool {
    matter.class == Class::Supervision || matter.category == "extortion"
}

fn viewers() -> Vec<Viewer> {
    let mut all = Vec::new();
    for number in 0..3 {
        all.push(Viewer::Coordinator(user(number)));
        all.push(Viewer::Inspector(user(number)));
        all.push(Viewer::Unit(user(number), "A".to_owned()));
        all.push(Viewer::Unit(user(number), "B".to_owned()));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn no_history_breaks_a_promise(
        class in class(),
        category in category(),
        anonymous in any::<bool>(),
        tries in prop::collection::vec(attempt(), 0..40),
    ) {
        let now = Timestamp::UNIX_EPOCH;
        let mut matter = Matter::new(class, category.to_owned(), Some("A".to_owned()));
        matter.anonymous = anonymous;
        // Units that this history has accused of what is for the Inspectorate alone.
        let mut accused = BTreeSet::new();
        accused.extend(matter.about.clone().filter(|_| is_for_inspectors(&matter)));
        for what in &tries {
            let before = matter.clone();
            if !act(&mut matter, what, now) {
                continue;
            }
            if before.state != State::Closed && matter.state == State::Closed {
                // An end has exactly one of three causes, and each was that cause.
                let caused = match (&matter.end, what) {
                    (Some(End::Consent), Try::Consent) => before.state == State::Proposed,
                    (Some(End::Silence), Try::Silence(delivered)) => {
                        *delivered >= NOTICES
                            && matches!(before.state, State::Proposed | State::Asked)
                    }
                    (Some(End::Override(reason)), Try::Override(said)) => {
                        reason == said && OVERRIDES.contains(&said.as_str())
                    }
                    _ => false,
                };
                prop_assert!(caused, "{before:?} ended by {what:?}");
            }
            prop_assert_eq!(matter.state == State::Closed, matter.end.is_some());
            prop_assert_eq!(matter.ended_at.is_some(), !matter.state.is_open());
            let supervised = is_for_inspectors(&matter);
            prop_assert!(!supervised || !matches!(matter.handler, Some(Handler::Unit(_))));
            if matches!(what, Try::Verify(..) | Try::Classify(..)) {
                prop_assert!(matter.category != "extortion" || matter.class == Class::Supervision);
            }
            accused.extend(matter.about.clone().filter(|_| supervised));
            if let Some(Handler::Unit(unit)) = &matter.handler {
                prop_assert!(!accused.contains(unit), "{what:?} gave it to {unit}");
            }
            prop_assert!(accused.is_empty() || !matter.is_public());
            for viewer in viewers() {
                let sees = matter.shows_to(&viewer);
                prop_assert!(!(matter.anonymous && matter.names_reporter_to(&viewer)));
                if let Viewer::Unit(_, unit) = &viewer {
                    prop_assert!(!(sees && (supervised || accused.contains(unit))));
                }
                let (Viewer::Coordinator(who) | Viewer::Inspector(who) | Viewer::Unit(who, _)) =
                    &viewer
                else {
                    continue;
                };
                prop_assert!(!(sees && matter.named.contains(who)));
            }
        }
    }
}

#[test]
fn a_report_can_be_opened_again_until_its_last_moment() {
    let now = Timestamp::UNIX_EPOCH;
    let mut matter = Matter::new(Class::Ordinary, "delay".to_owned(), None);
    matter.verify(Class::Ordinary, "delay".to_owned(), None).unwrap();
    matter.dispose(Handler::Unit("A".to_owned())).unwrap();
    matter.propose(Outcome::Mended).unwrap();
    matter.silence(NOTICES, now).unwrap();
    let mut late = matter.clone();
    let second = SignedDuration::from_secs(1);
    assert_eq!(late.reopen(now + second, now).unwrap_err().key(), "complaint-reopen-late");
    matter.reopen(now, now).unwrap();
    assert_eq!(matter.state, State::InProgress);
}
