//! The fair order of a queue, recomputed from its public facts by anyone who has a ticket.
//!
//! The legal order is: lower priority number first, then who entered first. A ticket is overtaken
//! when, while it waits, one is called that stands behind it in that order. What the facts reveal
//! is order and counts of a queue, and no person.
//!
//! A ticket for which an officer was drawn (`queue.drawn`) stands in the line of that officer from
//! then on: whom another officer calls overtakes nobody in it.

use std::collections::BTreeMap;

use kernel::facts::assignment::{Drawn, Reassigned};
use kernel::facts::queue::{Entered, Left, Picked};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::entry::Entry;

/// Why the facts of a queue make no sense. Entries are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The payload is not what its kind has.
    #[error("entry {index}: {kind} cannot be read: {why}")]
    Payload {
        /// Number of the entry.
        index: u64,
        /// Its kind.
        kind: String,
        /// What the reader says.
        why: String,
    },
    /// The same ticket entered again while it was waiting.
    #[error("entry {0}: a ticket enters a queue in which it is waiting already")]
    Twice(u64),
    /// One was called that was not waiting.
    #[error("entry {0}: a ticket is called that does not wait in this queue")]
    NotWaiting(u64),
}

/// Where a ticket stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The queue: `unit/service`.
    pub queue: String,
    /// 0 for a priority group by rule, 1 for everyone else.
    pub priority: i64,
    /// Number of the entry with which it entered.
    pub entered_at: u64,
    /// How many stood before it when it entered.
    pub ahead_at_entry: u64,
    /// How many stand before it now, or stood when it was called or left.
    pub ahead: u64,
    /// Number of the entry with which it was called.
    pub picked_at: Option<u64>,
    /// Number of the entry with which it left without having been called.
    pub left_at: Option<u64>,
}

/// One that was called before its turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Number of the entry.
    pub index: u64,
    /// The reason that was given; `None` is without a reason.
    pub reason: Option<String>,
}

/// What the log says of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The ticket is not in the log.
    NotEntered,
    /// Nobody was called before it who stood behind it.
    NotOvertaken(Place),
    /// These were.
    Overtaken(Place, Vec<Pick>),
}

/// A place in the legal order: priority, then number of the entry.
type Rank = (i64, u64);

/// Those who wait, by queue and ticket.
type Waiting = BTreeMap<String, BTreeMap<String, Rank>>;

/// Reads a log in its order and follows one ticket. Until the ticket has entered it remembers who
/// waits in each queue, afterwards only who waits in its own.
#[derive(Clone, Debug)]
pub struct Order {
    ticket: String,
    waiting: Waiting,
    /// The officer in whose line a waiting ticket stands, where one was drawn.
    lines: BTreeMap<String, String>,
    mine: Option<Place>,
    overtakings: Vec<Pick>,
}

impl Order {
    /// Follows `ticket`.
    pub fn of(ticket: &str) -> Self {
        let (waiting, lines) = (Waiting::new(), BTreeMap::new());
        Self { ticket: ticket.to_owned(), waiting, lines, mine: None, overtakings: Vec::new() }
    }

    /// Reads the next entry, whose number is `index` from 0.
    ///
    /// # Errors
    /// When it is a fact of queues that makes no sense.
    pub fn see(&mut self, index: u64, entry: &Entry) -> Result<(), Error> {
        let Entry::Clear { kind, data, .. } = entry else { return Ok(()) };
        match kind.as_str() {
            "queue.entered" => self.enter(index, payload(index, kind, data)?),
            "queue.picked" => self.pick(index, payload(index, kind, data)?),
            "queue.left" => self.leave(index, &payload(index, kind, data)?),
            "queue.drawn" => {
                let drawn: Drawn = payload(index, kind, data)?;
                self.stand(index, &drawn.queue, drawn.ticket, drawn.drawn)
            }
            "queue.reassigned" => {
                let given: Reassigned = payload(index, kind, data)?;
                self.stand(index, &given.queue, given.ticket, given.pseudonym)
            }
            _ => Ok(()),
        }
    }

    /// What has been found so far.
    pub fn verdict(self) -> Verdict {
        let Some(mut place) = self.mine else { return Verdict::NotEntered };
        if place.waits() {
            place.ahead = ahead(&self.waiting, &self.lines, &self.ticket, &place);
        }
        match self.overtakings {
            picks if picks.is_empty() => Verdict::NotOvertaken(place),
            picks => Verdict::Overtaken(place, picks),
        }
    }

    fn enter(&mut self, index: u64, entered: Entered) -> Result<(), Error> {
        let mine = entered.ticket == self.ticket;
        if mine && self.mine.is_some() {
            return Err(Error::Twice(index));
        }
        if self.mine.as_ref().is_some_and(|place| place.queue != entered.queue) {
            return Ok(());
        }
        if mine {
            self.waiting.retain(|queue, _| *queue == entered.queue);
        }
        let queue = self.waiting.entry(entered.queue.clone()).or_default();
        let rank = (entered.priority, index);
        if queue.insert(entered.ticket, rank).is_some() {
            return Err(Error::Twice(index));
        }
        if mine {
            let (priority, queue) = (entered.priority, entered.queue);
            let mut place = Place {
                queue,
                priority,
                entered_at: index,
                ahead_at_entry: 0,
                ahead: 0,
                picked_at: None,
                left_at: None,
            };
            place.ahead_at_entry = ahead(&self.waiting, &self.lines, &self.ticket, &place);
            self.mine = Some(place);
        }
        Ok(())
    }

    fn pick(&mut self, index: u64, picked: Picked) -> Result<(), Error> {
        let Some(rank) = self.stop_waiting(index, &picked.queue, &picked.ticket)? else {
            let tracked = self.mine.as_ref().is_none_or(|place| place.queue == picked.queue);
            return if tracked { Err(Error::NotWaiting(index)) } else { Ok(()) };
        };
        if picked.ticket == self.ticket {
            self.finish(|place| place.picked_at = Some(index));
        } else if self.mine.as_ref().is_some_and(|mine| mine.waits() && rank > mine.rank())
            && self.lines.get(&picked.ticket) == self.lines.get(&self.ticket)
        {
            self.overtakings.push(Pick { index, reason: picked.reason });
        }
        self.lines.remove(&picked.ticket);
        Ok(())
    }

    /// A waiting ticket stands in the line of an officer from now on. One that was called already
    /// may be given to someone else, which is of no matter here.
    fn stand(
        &mut self,
        index: u64,
        queue: &str,
        ticket: String,
        officer: String,
    ) -> Result<(), Error> {
        let waits_in = |(_, waiting): &(&String, &BTreeMap<String, Rank>)| {
            waiting.contains_key(ticket.as_str())
        };
        match self.waiting.iter().find(waits_in) {
            Some((other, _)) if *other != queue => Err(Error::NotWaiting(index)),
            Some(_) => {
                self.lines.insert(ticket, officer);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn leave(&mut self, index: u64, left: &Left) -> Result<(), Error> {
        let waited = self.stop_waiting(index, &left.queue, &left.ticket)?.is_some();
        if waited && left.ticket == self.ticket {
            self.finish(|place| place.left_at = Some(index));
        }
        self.lines.remove(&left.ticket);
        Ok(())
    }

    /// The ticket waits no longer.
    fn finish(&mut self, end: impl FnOnce(&mut Place)) {
        if let Some(place) = &mut self.mine {
            place.ahead = ahead(&self.waiting, &self.lines, &self.ticket, place);
            end(place);
        }
    }

    /// Takes `ticket` out of `queue`. A fact that names another queue than the ticket waits in
    /// hides nothing: it is refused.
    fn stop_waiting(
        &mut self,
        index: u64,
        queue: &str,
        ticket: &str,
    ) -> Result<Option<Rank>, Error> {
        if let Some(waiting) = self.waiting.get_mut(queue)
            && let Some(rank) = waiting.remove(ticket)
        {
            if waiting.is_empty() {
                self.waiting.remove(queue);
            }
            return Ok(Some(rank));
        }
        let elsewhere = self.waiting.values().any(|waiting| waiting.contains_key(ticket));
        if elsewhere { Err(Error::NotWaiting(index)) } else { Ok(None) }
    }
}

impl Place {
    fn rank(&self) -> Rank {
        (self.priority, self.entered_at)
    }

    fn waits(&self) -> bool {
        self.picked_at.is_none() && self.left_at.is_none()
    }
}

/// How many stand before `place` in the same line.
fn ahead(waiting: &Waiting, lines: &BTreeMap<String, String>, ticket: &str, place: &Place) -> u64 {
    let mine = lines.get(ticket);
    let before = |(other, rank): &(&String, &Rank)| {
        **rank < place.rank() && lines.get(other.as_str()) == mine
    };
    waiting.get(&place.queue).map_or(0, |queue| queue.iter().filter(before).count() as u64)
}

fn payload<T: DeserializeOwned>(index: u64, kind: &str, data: &Value) -> Result<T, Error> {
    T::deserialize(data).map_err(|error| {
        let (kind, why) = (kind.to_owned(), error.to_string());
        Error::Payload { index, kind, why }
    })
}
