//! A day in the waiting room of one office: who comes, who is called when, who leaves.
//!
//! Counters are served in the order of appointment, priority group and arrival. A counter begins with
//! nobody whom it cannot serve before it closes; so all applications at a counter are made while it
//! is open. Everything is drawn from a stream of the office and the day.

use rand_chacha::ChaCha20Rng;

use crate::arrival::Arrival;
use crate::demand::at_counter;
use crate::event::{Channel, PriorityGroup};
use crate::hours::{DAY, MINUTE, Windows};
use crate::random::{below, chance, log_normal, poisson};
use crate::spec::instant;
use crate::ticket::{Errand, TicketAct, TicketEvent};

/// Minutes at the counter, in the median: to apply, and to ask.
const APPLYING: f64 = 6.0;
const ASKING: f64 = 3.0;
/// People who ask something, for each who applies.
const ASKERS: f64 = 0.35;
/// Share of those who come at a time that they booked, and of those times that nobody comes to.
const BOOKED: f64 = 0.12;
const MISSED: f64 = 0.1;
/// Minutes that people are ready to wait, in the median.
const PATIENCE: f64 = 90.0;
/// Times that can be booked begin every so many milliseconds.
const SLOT: i64 = 15 * MINUTE;
/// Share of its time for which a counter is busy, on average.
const BUSY: f64 = 0.6;
/// Mean over median of the times at a counter.
const MEAN_OVER_MEDIAN: f64 = 1.133;

/// How many counters serve so many people who apply on a working day of so many minutes.
pub(crate) fn counters(applying: f64, minutes: f64) -> usize {
    let load = applying * MEAN_OVER_MEDIAN * (APPLYING + ASKERS * ASKING);
    ((load / minutes / BUSY).ceil() as usize).max(1)
}

/// Someone in the room.
struct Visitor {
    taken: i64,
    errand: Errand,
    priority: Option<PriorityGroup>,
    appointment: Option<u32>,
    /// Time at the counter.
    takes: i64,
    leaves: i64,
    ticket: u32,
    /// Place among those who apply.
    arrival: Option<usize>,
}

/// The office and its day.
pub(crate) struct Room<'r> {
    pub(crate) unit: &'r str,
    pub(crate) day: u32,
    pub(crate) midnight: i64,
    /// Beginning of the run, before which nothing is booked.
    pub(crate) begin: i64,
    pub(crate) windows: &'r Windows,
    pub(crate) counters: usize,
}

/// Numbers given so far, and everything that happened.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pub(crate) events: Vec<TicketEvent>,
    tickets: u32,
    appointments: u32,
}

impl Book {
    fn note(&mut self, at: i64, room: &Room<'_>, act: TicketAct) {
        self.events.push(TicketEvent { at: instant(at), unit: room.unit.to_owned(), act });
    }

    fn appointment(&mut self, rng: &mut ChaCha20Rng, room: &Room<'_>, slot: i64) -> u32 {
        let appointment = self.appointments;
        self.appointments += 1;
        let before = DAY + below(rng, 5 * DAY as usize) as i64;
        let act = TicketAct::Booked { appointment, slot: instant(slot) };
        self.note((slot - before).max(room.begin), room, act);
        appointment
    }
}

impl Room<'_> {
    /// Lets those in `arrivals` (who come to this counter, each with their group) wait. Each arrival
    /// then has the instant at which the application is made, and the channel.
    pub(crate) fn serve(
        &self,
        rng: &mut ChaCha20Rng,
        book: &mut Book,
        arrivals: &mut [(Arrival, Option<PriorityGroup>)],
    ) {
        let open = self.windows.of_day(self.day);
        let (Some(first), Some(last)) = (open.first(), open.last()) else { return };
        let (from, to) = (first.from, last.to);
        let mut visitors: Vec<Visitor> = arrivals
            .iter()
            .enumerate()
            .map(|(place, (arrival, priority))| {
                let (service, application) = (arrival.service, arrival.application);
                let errand = Errand::Apply { service, application };
                let taken = arrival.at.clamp(from, to - 1);
                Visitor { arrival: Some(place), ..visitor(rng, taken, errand, *priority, APPLYING) }
            })
            .collect();
        for _ in 0..poisson(rng, ASKERS * arrivals.len() as f64) {
            let taken = at_counter(rng, self.midnight, open);
            visitors.push(visitor(rng, taken, Errand::Ask, None, ASKING));
        }
        visitors.sort_by_key(|visitor| (visitor.taken, visitor.arrival));
        self.admit(rng, book, &mut visitors);
        self.call(book, visitors, to, |visitor, at| {
            let Some(place) = visitor.arrival else { return };
            let arrival = &mut arrivals[place].0;
            match at {
                // The rest of the time the officer hands out the receipt.
                Some((called, served)) => arrival.at = called + (served - called) * 4 / 5,
                None => {
                    let evening = self.midnight + 19 * 60 * MINUTE;
                    arrival.channel = Channel::Online;
                    arrival.at = evening + visitor.taken.rem_euclid(2 * 60 * MINUTE);
                }
            }
        });
    }

    /// Tickets for all, times for those who booked one, and times that nobody comes to.
    fn admit(&self, rng: &mut ChaCha20Rng, book: &mut Book, visitors: &mut [Visitor]) {
        for (place, visitor) in visitors.iter_mut().enumerate() {
            // Who booked a time comes in the quarter of an hour before it.
            let slots = (visitor.taken - self.midnight) / SLOT + 1;
            let slot = self.midnight + slots * SLOT;
            if chance(rng, BOOKED) && self.windows.contains(slot) {
                visitor.appointment = Some(book.appointment(rng, self, slot));
            }
            visitor.ticket = book.tickets;
            book.tickets += 1;
            let act = TicketAct::Taken {
                ticket: visitor.ticket,
                number: place as u32 + 1,
                errand: visitor.errand,
                priority: visitor.priority,
                appointment: visitor.appointment,
            };
            book.note(visitor.taken, self, act);
        }
        for _ in 0..poisson(rng, BOOKED * MISSED / (1.0 - MISSED) * visitors.len() as f64) {
            let at = at_counter(rng, self.midnight, self.windows.of_day(self.day));
            let slot = self.midnight + (at - self.midnight) / SLOT * SLOT;
            let appointment = book.appointment(rng, self, slot);
            book.note(slot + SLOT, self, TicketAct::Missed { appointment });
        }
    }

    /// Calls one after the other until all are served or gone, and tells `end` of each when.
    fn call(
        &self,
        book: &mut Book,
        mut waiting: Vec<Visitor>,
        close: i64,
        mut end: impl FnMut(&Visitor, Option<(i64, i64)>),
    ) {
        let mut free = vec![i64::MIN; self.counters];
        while let Some(first) = waiting.iter().map(|visitor| visitor.taken).min() {
            let counter = (0..free.len()).min_by_key(|counter| free[*counter]).unwrap_or(0);
            let at = self.windows.opening(free[counter].max(first)).unwrap_or(close);
            let gone = |visitor: &Visitor| visitor.leaves.min(close) <= at;
            if let Some(place) = waiting.iter().position(gone) {
                let visitor = waiting.remove(place);
                let left = visitor.leaves.min(close);
                book.note(left, self, TicketAct::Left { ticket: visitor.ticket });
                end(&visitor, None);
                continue;
            }
            let there = (0..waiting.len()).filter(|place| waiting[*place].taken <= at);
            let Some(next) = there.min_by_key(|place| waiting[*place].place()) else { return };
            let takes = waiting[next].takes;
            match self.windows.rest(at) {
                Some(rest) if takes < rest => {
                    let visitor = waiting.remove(next);
                    let (ticket, served) = (visitor.ticket, at + takes);
                    let number = counter as u32 + 1;
                    book.note(at, self, TicketAct::Called { ticket, counter: number });
                    book.note(served, self, TicketAct::Served { ticket });
                    end(&visitor, Some((at, served)));
                    free[counter] = served;
                }
                rest => free[counter] = at + rest.unwrap_or(1),
            }
        }
    }
}

impl Visitor {
    /// Lower goes first.
    fn place(&self) -> (bool, bool, i64, u32) {
        (self.appointment.is_none(), self.priority.is_none(), self.taken, self.ticket)
    }
}

fn visitor(
    rng: &mut ChaCha20Rng,
    taken: i64,
    errand: Errand,
    priority: Option<PriorityGroup>,
    minutes: f64,
) -> Visitor {
    let takes = (log_normal(rng, minutes, 0.5) * MINUTE as f64) as i64;
    let patience = (log_normal(rng, PATIENCE, 0.5) * MINUTE as f64) as i64;
    let leaves = taken + patience.max(MINUTE);
    Visitor { taken, errand, priority, appointment: None, takes, leaves, ticket: 0, arrival: None }
}
