//! Whatever happens to a mandate and its file, in whatever order: no work before the giver's yes, no
//! file in nobody's hands, and a secret of before never opens what was taken over.

use std::sync::Arc;

use kernel::actor::{Actor, Channel};
use kernel::error::Kind;
use kernel::service::Applicant;
use platform::auth::{Can, Officer};
use platform::clocks::OnLapse as _;
use platform::db::{Command, WriteTx};
use platform::vault::is_secret;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::super::model::{Event, State as Stands};
use super::super::verbs::{Answer, By, Expire, MandateClocks, Revoke};
use super::support::{Given, give, mandate};
use crate::applications::model::State;
use crate::applications::tests::office::Office;
use crate::applications::verbs::{Approve, Complete, Pick, Withdraw};

const EVENTS: [Event; 6] =
    [Event::Confirm, Event::Refuse, Event::Lapse, Event::Revoke, Event::GiveUp, Event::Expire];

proptest! {
    #[test]
    fn a_mandate_is_answered_once_and_ends_once(events in prop::collection::vec(0..6usize, 0..12)) {
        let mut state = Stands::Given;
        let mut path = vec![state];
        for event in events {
            if let Ok(next) = state.after(EVENTS[event]) {
                state = next;
                path.push(state);
            }
        }
        prop_assert!(path.len() <= 3, "{path:?}");
        let yes = path.iter().position(|state| *state == Stands::Confirmed);
        prop_assert!(yes.is_none_or(|at| at == 1), "only the giver's first word counts");
        prop_assert!(!(yes.is_some() && path.contains(&Stands::Refused)));
    }
}

/// What may be tried.
#[derive(Clone, Copy, Debug)]
enum Try {
    Confirm,
    Refuse,
    Lapse,
    Revoke,
    Expire,
    Withdraw,
    Complete,
    Pick,
    Approve,
}

const TRIES: [Try; 9] = [
    Try::Confirm,
    Try::Refuse,
    Try::Lapse,
    Try::Revoke,
    Try::Expire,
    Try::Withdraw,
    Try::Complete,
    Try::Pick,
    Try::Approve,
];

/// The engine of clocks, at a clock that runs.
struct Lapse(MandateClocks, platform::clocks::Lapsed);

impl Command for Lapse {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> kernel::error::Result<()> {
        self.0.lapse(tx, &self.1).await
    }
}

async fn attempt(office: &Office, officer: &Can<Officer>, given: &Given, what: Try) {
    let (app, tenant) = (office.city.app.clone(), office.city.tenant.id);
    let row = mandate(office, &given.ticket).await;
    let id = office.row(&given.ticket).await.id;
    let db = &office.city.app.db;
    let officer = officer.clone();
    let done = match what {
        Try::Confirm | Try::Refuse => {
            let yes = matches!(what, Try::Confirm);
            db.write(tenant, Answer { app, id: row.id, yes, by: By::Giver }).await
        }
        Try::Lapse => {
            let Some(clock) = row.clock else { return };
            let clocks = MandateClocks { app: Arc::downgrade(&office.city.app) };
            let (rule, owner) = ("mandate.confirmation".to_owned(), String::new());
            let lapsed = platform::clocks::Lapsed { clock, subject: row.subject(), rule, owner };
            db.write(tenant, Lapse(clocks, lapsed)).await
        }
        Try::Revoke => {
            db.write(tenant, Revoke { app, id: row.id, by: By::Giver }).await.map(|_| ())
        }
        Try::Expire => {
            let today = row.until.tomorrow().unwrap();
            db.write(tenant, Expire { app, id: row.id, today }).await
        }
        Try::Withdraw => {
            let actor = Actor::citizen(Channel::Online);
            db.write(tenant, Withdraw { app, id, actor }).await
        }
        Try::Complete => {
            let mut tx = db.read(tenant).await.unwrap();
            let file = office.row(&given.ticket).await;
            let standard = crate::applications::desk::standard_of(&mut tx, &file).await.unwrap();
            drop(tx);
            let seen = standard.documents.iter().map(|one| one.code.clone()).collect();
            db.write(tenant, Complete { app, standard, id, officer, seen }).await
        }
        Try::Pick => {
            let reason = Some("court_date".to_owned());
            db.write(tenant, Pick { app, id, officer, reason }).await
        }
        Try::Approve => db.write(tenant, Approve { app, id, officer }).await,
    };
    if let Err(error) = done {
        assert!(matches!(error.kind(), Kind::Conflict), "{what:?}: {error}");
    }
    office.settle().await;
}

/// What always holds.
async fn holds(office: &Office, given: &Given, said_yes: bool, history: &[Try]) {
    let file = office.row(&given.ticket).await;
    let row = mandate(office, &given.ticket).await;
    let old = given.ticket.secret.replace('-', "");
    let opens = is_secret(&old, &file.secret_hash);
    if !said_yes {
        let idle = matches!(file.state, State::AwaitingGiver | State::Withdrawn);
        assert!(idle && file.check_clock.is_none(), "{history:?}: {:?}", file.state);
        assert!(file.completed_at.is_none() && file.ticket.is_none() && file.officer.is_none());
    }
    match row.state {
        Stands::Given => {
            assert_eq!(file.state, State::AwaitingGiver, "{history:?}");
            assert!(row.clock.is_some(), "somebody must answer, or time does: {history:?}");
        }
        Stands::Confirmed => {
            assert!(opens && file.applicant == Applicant::Mandate, "{history:?}");
            assert!(file.state != State::AwaitingGiver && file.state != State::Withdrawn);
        }
        Stands::Refused => assert_eq!(file.state, State::Withdrawn, "{history:?}"),
        Stands::Revoked => {
            let ended = file.state.is_ended() && file.applicant == Applicant::Mandate;
            let own = file.applicant == Applicant::Oneself && !opens;
            assert!(ended || own, "{history:?}: {:?}", file.state);
        }
    }
    assert!(row.state == Stands::Given || row.clock.is_none(), "{history:?}");
}

#[tokio::test]
async fn no_history_begins_work_early_or_leaves_a_file_alone() {
    let office = Office::open().await;
    let mut tx = office.city.app.db.read(office.city.tenant.id).await.unwrap();
    let officer = Can::<Officer>::load(&mut tx, &office.city.app.vault, office.officer.user).await;
    let officer = officer.unwrap();
    drop(tx);
    let mut runner = TestRunner::deterministic();
    let histories = prop::collection::vec(0..TRIES.len(), 1..7);
    for serial in 1..=40 {
        let history = histories.new_tree(&mut runner).unwrap().current();
        let history: Vec<Try> = history.into_iter().map(|at| TRIES[at]).collect();
        let given = give(&office, serial, serial).await;
        let mut said_yes = false;
        for (at, what) in history.iter().enumerate() {
            attempt(&office, &officer, &given, *what).await;
            let state = mandate(&office, &given.ticket).await.state;
            said_yes |= state == Stands::Confirmed;
            holds(&office, &given, said_yes, &history[..=at]).await;
        }
    }
}
