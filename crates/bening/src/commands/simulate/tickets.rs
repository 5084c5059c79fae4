//! `tickets.csv`: what happens in waiting rooms, one act a line.

use std::fs::File;

use kernel::Error;
use simulation::{Errand, PriorityGroup, TicketAct, TicketEvent};

use crate::commands::Done;

/// Columns; those that do not concern an act are empty in its line.
const HEADER: [&str; 12] = [
    "time",
    "unit",
    "act",
    "ticket",
    "number",
    "errand",
    "service",
    "application",
    "priority",
    "appointment",
    "slot",
    "counter",
];

/// What only some acts have.
#[derive(Default)]
struct More {
    number: String,
    errand: &'static str,
    service: String,
    application: String,
    priority: &'static str,
    appointment: String,
    slot: String,
    counter: String,
}

/// Writes them.
pub fn write(
    mut rows: csv::Writer<File>,
    city: &simulation::City<'_>,
    events: &[TicketEvent],
) -> Done {
    rows.write_record(HEADER).map_err(Error::internal)?;
    for event in events {
        let more = more(city, &event.act);
        let ticket = event.act.ticket().map(|ticket| ticket.to_string()).unwrap_or_default();
        let row = [
            &event.at.to_string(),
            &event.unit,
            event.act.code(),
            &ticket,
            &more.number,
            more.errand,
            &more.service,
            &more.application,
            more.priority,
            &more.appointment,
            &more.slot,
            &more.counter,
        ];
        rows.write_record(row).map_err(Error::internal)?;
    }
    rows.flush()?;
    Ok(())
}

fn more(city: &simulation::City<'_>, act: &TicketAct) -> More {
    let number = u32::to_string;
    match act {
        TicketAct::Booked { appointment, slot } => {
            More { appointment: number(appointment), slot: slot.to_string(), ..More::default() }
        }
        TicketAct::Missed { appointment } => {
            More { appointment: number(appointment), ..More::default() }
        }
        TicketAct::Taken { number: says, errand, priority, appointment, .. } => {
            let (errand, service, application) = match errand {
                Errand::Apply { service, application } => {
                    let code = city.spec().services[*service].standard.code.clone();
                    ("apply", code, number(application))
                }
                Errand::Ask => ("ask", String::new(), String::new()),
            };
            let priority = priority.map_or("", |group| match group {
                PriorityGroup::Elderly => "elderly",
                PriorityGroup::Disability => "disability",
                PriorityGroup::Pregnant => "pregnant",
            });
            let appointment = appointment.as_ref().map(number).unwrap_or_default();
            let number = number(says);
            More { number, errand, service, application, priority, appointment, ..More::default() }
        }
        TicketAct::Called { counter, .. } => More { counter: number(counter), ..More::default() },
        TicketAct::Served { .. } | TicketAct::Left { .. } => More::default(),
    }
}
