//! Publishing what a closed round says.

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::{Payload, survey};
use platform::db::{Command, WriteTx};
use platform::vault::sha256;
use uuid::Uuid;

use super::super::model::{State, hex};
use super::super::results::{Known, Scoring, compute, published, release};
use super::super::store;
use super::tell;

/// Publishes the index of a closed round, and the data behind it.
#[derive(Clone)]
pub struct Publish {
    /// Which round.
    pub round: Uuid,
    /// Who publishes.
    pub actor: Actor,
}

impl Command for Publish {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut round = store::round(tx, self.round).await?;
        round.must_be(State::Closed)?;
        let questionnaire = store::questionnaire(tx, round.questionnaire).await?;
        questionnaire.must_be_as_frozen()?;
        let body = &questionnaire.body;
        let scoring = Scoring::new(body)?;
        let strata = store::strata(tx, round.id).await?;
        let answers = store::answers(tx, round.id).await?;
        let release = release(body, &scoring, &strata, &answers)?;
        let earlier = published(tx).await?;
        let before = earlier.iter().find(|one| {
            one.report.code == body.code
                && one.report.index == body.index
                && one.round.to < round.to
        });
        let known = Known {
            questionnaire: body,
            scoring: &scoring,
            strata: &strata,
            before: before.map(|one| &one.report),
        };
        let report = compute(&known, &release)?;
        // Too few answers are not released: every cell of them would be small.
        let data = if report.city.is_some() { release.csv()? } else { String::new() };
        let kept = serde_json::to_string(&report).map_err(kernel::Error::internal)?;
        store::insert_result(tx, round.id, &kept, &data).await?;
        round.state = State::Published;
        round.seq += 1;
        store::update_round(tx, &round, State::Closed).await?;
        let digits = |of: fn(&super::super::results::Figure) -> f64| {
            report.city.as_ref().map_or_else(String::new, |city| format!("{:.4}", of(city)))
        };
        let told = survey::IndexPublished {
            v: 1,
            index: report.index.clone(),
            value: digits(|city| city.value),
            low: digits(|city| city.low),
            high: digits(|city| city.high),
            answers: report.answers,
            data: hex(&sha256(data.as_bytes())),
        };
        tell(tx, round.subject(), round.seq, self.actor, Payload::IndexPublished(told)).await
    }
}
