//! The only place of this slice that knows its tables.

mod duties;
mod watch;

pub use duties::{
    Duty, assigned, by_id, duties, insert, missed_by_unit, overdue_by_unit, read_position,
    set_read_position, update,
};
pub use watch::{
    Clock, Filter, Group, When, clock, groups, is_current, list, note, set_next, to_look_at, told,
};
