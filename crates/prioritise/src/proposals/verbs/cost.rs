//! A planner reckons what a proposal costs by the price standard, and who would do it.

use kernel::Error;
use kernel::activity::ActivityCode;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::facts::{Payload, proposal as facts};
use kernel::money::Rupiah;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::auth::{Can, Planner};
use platform::db::{Command, WriteTx};
use platform::i18n::Lang;

use super::super::model::{Proposal, Standard};
use super::super::prices::{self, Price};
use super::super::{rules, store};
use super::Act;
use platform::city::Names;

/// A proposal is costed.
#[derive(Clone)]
pub struct Cost {
    /// The city.
    pub app: App,
    /// Which.
    pub number: ApplicationNumber,
    /// Code of the price.
    pub price_code: String,
    /// How much, in thousandths.
    pub volume: i64,
    /// What whoever asks says that it costs.
    pub asked: Option<Rupiah>,
    /// Code of the unit that would do it.
    pub office: String,
    /// Its place in the classification of the budget.
    pub activity: Option<ActivityCode>,
    /// Who reckons.
    pub planner: Can<Planner>,
}

impl Command for Cost {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut row = store::by_number(tx, self.number).await?;
        if !row.state.is_open() {
            return Err(Error::conflict("proposals-closed"));
        }
        let names = Names::load(tx, Lang::Id).await?;
        if !names.has_unit(&self.office) {
            return Err(Error::invalid("proposals-office-wrong"));
        }
        let today = self.app.tz().to_datetime(tx.now()).date();
        let price = prices::find(&self.price_code, today)
            .ok_or_else(|| Error::invalid("proposals-price-wrong"))?;
        let before = row.seq;
        row.volume = self.volume;
        row.measure.clone_from(&price.measure);
        row.asked = self.asked;
        row.office.clone_from(&self.office);
        row.activity.clone_from(&self.activity);
        let costed = reckon(&mut row, price)?;
        let act = Act::of(tx, self.planner.actor(Channel::Online, None));
        act.append(tx, &mut row, costed).await?;
        store::update(tx, &row, before).await
    }
}

/// Puts the cost by a price into a proposal, and says so.
///
/// # Errors
/// Invalid, `proposals-volume-wrong`, when nothing comes out that is money.
pub(super) fn reckon(row: &mut Proposal, price: &Price) -> Result<Payload> {
    let cost = rules::cost(price.price, row.volume);
    let cost = cost.ok_or_else(|| Error::invalid("proposals-volume-wrong"))?;
    row.standard = Some(Standard { price_code: price.code.clone(), price: price.price, cost });
    Ok(Payload::ProposalCosted(facts::Costed {
        v: 1,
        price_code: price.code.clone(),
        price: price.price,
        volume_milli: row.volume,
        measure: row.measure.clone(),
        cost,
        asked: row.asked,
        office: row.office.clone(),
        activity: row.activity.clone(),
    }))
}
