//! A draft: working paper, so it writes no fact before it is started. Its links are made with it, so that
//! who starts it sees the posters as they will be printed.

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::campaign::{Audience, Channel, Message, Second};
use kernel::id::{CampaignId, UserId};
use kernel::service::Bilingual;
use platform::App;
use platform::db::{Command, WriteTx};
use rand::RngExt as _;

use super::super::model::{Act, Campaign, State, Way};
use super::super::rules::{self, LONGEST};
use super::super::store::{self, links, seen};
use platform::city::Names;

/// Letters of a short code: Crockford's base 32, which nobody misreads.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a code: a thousand million codes.
const LONG: usize = 6;
/// Longest title and longest words of its own, in characters.
const TITLE: usize = 80;
const WORDS: usize = 400;

/// What somebody wants to tell, to whom, where, how and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What it is called.
    pub title: String,
    /// What it says.
    pub message: Message,
    /// Its own words.
    pub words: Bilingual,
    /// Codes of the kelurahan.
    pub kelurahan: Vec<String>,
    /// Codes of the services.
    pub services: Vec<String>,
    /// To whom it speaks.
    pub audience: Audience,
    /// Its ways with their costs.
    pub channels: Vec<Channel>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Whether a lot decides which kelurahan come first.
    pub by_lot: bool,
    /// The second message, where a lot decides who hears it.
    pub second: Option<Second>,
}

impl Said {
    /// What must be mended, if anything; the key says at which field.
    fn check(&self, names: &Names, services: &[String], today: Date) -> Result<()> {
        let letters = self.title.chars().count();
        needs((5..=TITLE).contains(&letters), "outreach-title-length")?;
        let keys = ["outreach-words-missing", "outreach-words-long"];
        worded(self.message, &self.words, keys)?;
        needs(!self.kelurahan.is_empty(), "outreach-kelurahan-missing")?;
        needs(
            self.kelurahan.iter().all(|code| names.has_place(code)),
            "outreach-kelurahan-missing",
        )?;
        needs(
            self.services.iter().all(|code| services.contains(code)),
            "outreach-services-unknown",
        )?;
        let about = |message| matches!(message, Message::Easy | Message::Bring);
        let about = about(self.message) || self.second.as_ref().is_some_and(|b| about(b.message));
        needs(!about || !self.services.is_empty(), "outreach-services-missing")?;
        needs(!self.channels.is_empty(), "outreach-channels-missing")?;
        needs(self.from > today, "outreach-from-passed")?;
        needs(self.until >= self.from, "outreach-until-before")?;
        let last = self.from.saturating_add(LONGEST.days());
        needs(self.until < last, "outreach-until-late")?;
        if self.by_lot {
            let few = self.kelurahan.len() < rules::FEWEST_IN_LOT;
            needs(!few, "outreach-lot-few")?;
            rules::stages(self.from, self.until)?;
        }
        match &self.second {
            Some(second) => self.check_second(second),
            None => Ok(()),
        }
    }

    /// What must be mended of the second message.
    fn check_second(&self, second: &Second) -> Result<()> {
        needs(!self.by_lot, "outreach-second-or-lot")?;
        needs(self.kelurahan.len() >= rules::FEWEST_IN_LOT, "outreach-second-few")?;
        let keys = ["outreach-second-words-missing", "outreach-second-words-long"];
        worded(second.message, &second.words, keys)?;
        let same = second.message == self.message && second.words == self.words;
        needs(!same, "outreach-second-same")
    }
}

fn needs(good: bool, key: &'static str) -> Result<()> {
    if good { Ok(()) } else { Err(Error::invalid(key)) }
}

/// A message of its own words has them in both languages, and not too many.
fn worded(message: Message, words: &Bilingual, keys: [&'static str; 2]) -> Result<()> {
    let [missing, long] = keys;
    let words = [&words.id, &words.en];
    let written = words.iter().all(|text| !text.trim().is_empty());
    needs(message != Message::Own || written, missing)?;
    needs(words.iter().all(|text| text.chars().count() <= WORDS), long)
}

/// Somebody drafts a campaign.
#[derive(Clone)]
pub struct Draft {
    /// The city.
    pub app: App,
    /// What it is to be.
    pub said: Said,
    /// Who drafts it.
    pub drafter: UserId,
}

impl Command for Draft {
    type Output = CampaignId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<CampaignId> {
        let now = tx.now();
        let today = self.app.tz().to_datetime(now).date();
        let names = Names::load(tx, platform::i18n::Lang::Id).await?;
        let services: Vec<String> = seen::catalogue(tx, today).await?.into_keys().collect();
        self.said.check(&names, &services, today)?;
        let said = self.said.clone();
        let row = Campaign {
            id: CampaignId::new(now, tx.rng()),
            state: State::Draft,
            title: said.title,
            message: said.message,
            words: said.words,
            kelurahan: said.kelurahan,
            services: said.services,
            audience: said.audience,
            channels: said.channels,
            from: said.from,
            until: said.until,
            by_lot: said.by_lot,
            lot: None,
            second: said.second,
            drafter: self.drafter,
            drafted_at: now,
            ended_on: None,
            due: None,
            effect: None,
            reason: String::new(),
            seq: 0,
        };
        store::insert(tx, &row).await?;
        for way in row.ways() {
            link(tx, &row, way).await?;
        }
        Ok(row.id)
    }
}

/// Makes the links of a message by a channel: to each service, or to all of them, and to the page of reports.
async fn link(tx: &mut WriteTx<'_>, row: &Campaign, way: Way) -> Result<()> {
    let mut targets = row.services.clone();
    if targets.is_empty() {
        targets.push(links::ALL.to_owned());
    }
    targets.push(links::REPORT.to_owned());
    for target in targets {
        let code = free(tx).await?;
        links::insert(tx, &links::Link { code, campaign: row.id, way, target, last_at: 0 }).await?;
    }
    Ok(())
}

/// A code that no link has.
async fn free(tx: &mut WriteTx<'_>) -> Result<String> {
    loop {
        let code: String = (0..LONG)
            .map(|_| char::from(LETTERS[tx.rng().random_range(0..LETTERS.len())]))
            .collect();
        match links::by_code(tx, &code).await {
            Ok(_) => {}
            Err(error) if error.kind() == kernel::error::Kind::NotFound => return Ok(code),
            Err(error) => return Err(error),
        }
    }
}

/// A draft is taken back or refused.
#[derive(Clone)]
pub struct Drop {
    /// Which.
    pub id: CampaignId,
    /// Why.
    pub reason: String,
}

impl Command for Drop {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut row = store::by_id(tx, self.id).await?;
        let before = (row.state, row.seq);
        row.state = row.state.after(Act::Drop)?;
        row.reason.clone_from(&self.reason);
        store::update(tx, &row, before).await
    }
}
