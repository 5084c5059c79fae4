//! A planner enters a deliberation that was held: where, when, and how many came. Names stay on paper.

use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::facts::{Payload, proposal as facts};
use kernel::id::ForumId;
use platform::App;
use platform::auth::{Can, Planner};
use platform::db::{Command, WriteTx};
use platform::i18n::Lang;

use super::super::model::{Came, Forum, Stage};
use super::super::rules;
use super::super::store::forums;
use super::Act;
use platform::city::Names;

/// The longest place, in characters.
const LONG: usize = 120;
/// More do not fit into any hall of the city.
const MOST: i64 = 20_000;

/// What is said of a deliberation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The budget that it was for.
    pub budget_year: i16,
    /// Which one.
    pub stage: Stage,
    /// Code of the kelurahan or kecamatan; empty for the city.
    pub area: String,
    /// The day.
    pub held_on: Date,
    /// Where.
    pub place: String,
    /// Who came.
    pub came: Came,
}

impl Said {
    fn check(&self, names: &Names, today: Date) -> Result<()> {
        if !rules::is_area(self.stage, &self.area, names) {
            return Err(Error::invalid("proposals-area-wrong"));
        }
        if self.held_on > today {
            return Err(Error::invalid("proposals-held-future"));
        }
        // What is deliberated in a year is for the next one, or for the one after it.
        if !(1..=2).contains(&(self.budget_year - self.held_on.year())) {
            return Err(Error::invalid("proposals-held-year"));
        }
        if !(1..=LONG).contains(&self.place.trim().chars().count()) {
            return Err(Error::invalid("proposals-held-place"));
        }
        let Came { men, women, disabled, rw } = self.came;
        let counts = [men, women, disabled, rw].iter().all(|count| (0..=MOST).contains(count));
        if !counts || self.came.all() == 0 {
            return Err(Error::invalid("proposals-came-wrong"));
        }
        if disabled > self.came.all() {
            return Err(Error::invalid("proposals-came-more"));
        }
        Ok(())
    }
}

/// A deliberation was held.
#[derive(Clone)]
pub struct Hold {
    /// The city.
    pub app: App,
    /// What is said of it.
    pub said: Said,
    /// Who enters it.
    pub planner: Can<Planner>,
}

impl Command for Hold {
    type Output = ForumId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<ForumId> {
        let names = Names::load(tx, Lang::Id).await?;
        let said = self.said.clone();
        said.check(&names, self.app.tz().to_datetime(tx.now()).date())?;
        let forum = Forum {
            id: ForumId::new(tx.now(), tx.rng()),
            budget_year: said.budget_year,
            stage: said.stage,
            area: said.area,
            held_on: said.held_on,
            place: said.place.trim().to_owned(),
            came: said.came,
        };
        forums::insert(tx, &forum).await?;
        let act = Act::of(tx, self.planner.actor(Channel::Online, None));
        act.tell(tx, forum.subject(), 1, Payload::ForumHeld(held(&forum))).await?;
        Ok(forum.id)
    }
}

fn held(forum: &Forum) -> facts::ForumHeld {
    facts::ForumHeld {
        v: 1,
        stage: forum.stage,
        area: forum.area.clone(),
        budget_year: forum.budget_year,
        held_on: forum.held_on,
        place: forum.place.clone(),
        men: forum.came.men,
        women: forum.came.women,
        disabled: forum.came.disabled,
        rw: forum.came.rw,
    }
}
