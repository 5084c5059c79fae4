//! An activity is scored, without seeing what another gave, and what lies apart is agreed on.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::{Kind, Result};
use kernel::facts::Payload;
use kernel::facts::plan::{Marks, ScoreGiven, ScoreReconciled, ScoresOpened};
use kernel::id::UserId;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::vault::sha256;
use rand::Rng as _;

use super::super::criteria::hex;
use super::super::model::{SCORERS, Standing, apart, check, reconciled, standing};
use super::super::store::{self, scores};
use super::{Writing, criteria, reason};

/// What one account gives an activity.
#[derive(Clone)]
pub struct Score {
    /// The city.
    pub app: App,
    /// The budget.
    pub budget_year: i16,
    /// Code of the activity.
    pub activity: String,
    /// A mark for each criterion, in their order.
    pub marks: Vec<i64>,
    /// Who scores.
    pub user: UserId,
    /// The same as an actor.
    pub actor: Actor,
}

/// The largest difference that needs no talk.
fn limit(app: &App) -> Result<i64> {
    Ok(app.rulebook.count("budget.score_apart", app.today())?)
}

/// The digest that binds marks before they are shown: SHA-256 over salt, a point and the marks with commas
/// between them.
pub fn binding(salt: &str, marks: &[i64]) -> String {
    let marks: Vec<String> = marks.iter().map(ToString::to_string).collect();
    hex(&sha256(format!("{salt}.{}", marks.join(",")).as_bytes()))
}

impl Command for Score {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut writing = Writing::of(tx, self.budget_year, self.actor).await?;
        writing.plan.course = writing.plan.course.score()?;
        let (plan, version) = (writing.plan.id, writing.plan.course.version);
        let held = criteria(tx, &writing.plan).await?;
        check(&self.marks, held.criteria.len())?;
        let known = store::activities(tx, plan).await?;
        if !known.iter().any(|activity| activity.code == self.activity) {
            return Err(Error::not_found());
        }
        let mut given = scores::all(tx, plan, version).await?;
        let mut given = given.remove(&self.activity).unwrap_or_default();
        if given.scores.iter().any(|score| score.user == self.user) {
            return Err(Error::new(Kind::Conflict, "plan-scored-already"));
        }
        let limit = limit(&self.app)?;
        let agreed = given.agreed.as_ref().map(|agreed| agreed.marks.as_slice());
        let now = standing(&given.marks(), agreed, limit);
        // A third person scores only where two lie too far apart.
        if matches!(now, Standing::Settled(_)) || given.scores.len() >= SCORERS {
            return Err(Error::conflict("plan-scored-enough"));
        }
        let mut random = [0u8; 16];
        tx.rng().fill_bytes(&mut random);
        let scorer = i64::try_from(given.scores.len()).map_err(Error::internal)? + 1;
        let score = scores::Score {
            scorer,
            user: self.user,
            marks: self.marks.clone(),
            salt: hex(&random),
        };
        scores::add(tx, plan, (version, &self.activity), &score).await?;
        let told = ScoreGiven {
            v: 1,
            version,
            activity: self.activity.clone(),
            scorer,
            digest: binding(&score.salt, &score.marks),
        };
        writing.append(tx, Payload::ScoreGiven(told)).await?;
        given.scores.push(score);
        if given.scores.len() >= 2 {
            let opened = self.opened(version, &given, &held.criteria, limit);
            writing.append(tx, Payload::ScoresOpened(opened)).await?;
        }
        writing.done(tx).await
    }
}

impl Score {
    fn opened(
        &self,
        version: i64,
        given: &scores::Given,
        criteria: &[kernel::facts::plan::Criterion],
        limit: i64,
    ) -> ScoresOpened {
        let mark = |score: &scores::Score| Marks {
            scorer: score.scorer,
            marks: score.marks.clone(),
            salt: score.salt.clone(),
        };
        let far = apart(&given.scores[0].marks, &given.scores[1].marks, limit);
        ScoresOpened {
            v: 1,
            version,
            activity: self.activity.clone(),
            scores: given.scores.iter().map(mark).collect(),
            apart: far.into_iter().map(|place| criteria[place].code.clone()).collect(),
        }
    }
}

/// What is agreed on where two lie too far apart.
#[derive(Clone)]
pub struct Reconcile {
    /// The city.
    pub app: App,
    /// The budget.
    pub budget_year: i16,
    /// Code of the activity.
    pub activity: String,
    /// A mark for each criterion on which they lie apart, by its place.
    pub marks: Vec<(usize, i64)>,
    /// Why these.
    pub reason: String,
    /// Who notes it.
    pub actor: Actor,
}

impl Command for Reconcile {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut writing = Writing::of(tx, self.budget_year, self.actor).await?;
        if writing.plan.course.adopted {
            return Err(Error::conflict("plan-adopted-already"));
        }
        criteria(tx, &writing.plan).await?;
        let (plan, version) = (writing.plan.id, writing.plan.course.version);
        let given = scores::all(tx, plan, version).await?;
        let given = given.get(&self.activity).ok_or_else(Error::not_found)?;
        let limit = limit(&self.app)?;
        let marks = given.marks();
        let agreed = given.agreed.as_ref().map(|agreed| agreed.marks.as_slice());
        if !matches!(standing(&marks, agreed, limit), Standing::Apart(_)) {
            return Err(Error::conflict("plan-not-apart"));
        }
        let held = reconciled(&marks[0], &marks[1], limit, &self.marks)?;
        let reason = reason(&self.reason)?;
        let agreed = scores::Agreed { marks: held.clone(), reason: reason.clone() };
        scores::agree(tx, plan, (version, &self.activity), &agreed).await?;
        let told =
            ScoreReconciled { v: 1, version, activity: self.activity.clone(), marks: held, reason };
        writing.append(tx, Payload::ScoreReconciled(told)).await?;
        writing.done(tx).await
    }
}
