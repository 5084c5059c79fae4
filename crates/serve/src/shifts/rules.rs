//! Whether somebody may sit at a counter, and whether two may swap. Pure.

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::shift::Slot;
use kernel::id::UserId;

use super::model::{Shift, Swap};

/// What is known of the officers concerned.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    /// Their shifts, in every unit, from today on.
    pub shifts: &'a [Shift],
    /// Who is absent on which day.
    pub absent: &'a [(UserId, Date)],
    /// Today, in local time.
    pub today: Date,
}

impl Known<'_> {
    /// Who sits there.
    fn holder(&self, slot: &Slot) -> Option<UserId> {
        self.shifts.iter().find(|shift| shift.slot == *slot).map(|shift| shift.officer)
    }

    /// Whether `officer` can sit there when they leave `but`: they are there that day, and at no other
    /// counter at that time.
    fn free(&self, officer: UserId, slot: &Slot, but: Option<&Slot>) -> Result<()> {
        if self.absent.contains(&(officer, slot.day)) {
            return Err(Error::conflict("shifts-absent"));
        }
        let elsewhere = self.shifts.iter().any(|shift| {
            let same_time = (shift.slot.day, shift.slot.part) == (slot.day, slot.part);
            let leaves = shift.slot == *slot || but.is_some_and(|but| shift.slot == *but);
            shift.officer == officer && same_time && !leaves
        });
        if elsewhere { Err(Error::conflict("shifts-double")) } else { Ok(()) }
    }

    /// Whether a head may put `officer` there.
    ///
    /// # Errors
    /// Conflict under the key of the reason.
    pub fn may_sit(&self, officer: UserId, slot: &Slot) -> Result<()> {
        if slot.day < self.today {
            return Err(Error::conflict("shifts-past"));
        }
        self.free(officer, slot, None)
    }

    /// Whether the two may swap now.
    ///
    /// # Errors
    /// Conflict under the key of the reason.
    pub fn may_swap(&self, swap: &Swap) -> Result<()> {
        let (give, take) = (&swap.give, &swap.take);
        if swap.asker == swap.colleague || give.unit != take.unit {
            return Err(Error::conflict("shifts-unfit"));
        }
        if give.day <= self.today || take.day <= self.today {
            return Err(Error::conflict("shifts-too-late"));
        }
        let held = (self.holder(give), self.holder(take));
        if held != (Some(swap.asker), Some(swap.colleague)) {
            return Err(Error::conflict("shifts-changed"));
        }
        self.free(swap.asker, take, Some(give))?;
        self.free(swap.colleague, give, Some(take))
    }
}
