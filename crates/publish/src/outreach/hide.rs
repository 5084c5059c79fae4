//! Small numbers are not published, nor what they could be reckoned from. Pure.
//!
//! A cell is hidden when it, or what it leaves of its whole, is below ten. Because totals are published too,
//! a hidden cell must never stand alone, and hidden cells together are never below ten: otherwise the
//! next smallest is hidden as well.

/// A number below this is not published.
pub const FEWEST: i64 = 10;

/// A count, and what is left of the whole that is published beside it (as own applications of all); the
/// same number again where there is no such whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The count.
    pub value: i64,
    /// What is left.
    pub rest: i64,
}

impl Cell {
    /// A count with no whole beside it.
    pub fn alone(value: i64) -> Self {
        Self { value, rest: value }
    }

    fn least(self) -> i64 {
        self.value.min(self.rest)
    }
}

/// Which rows of columns that belong together may be published beside their totals, and whether the totals
/// may. What is hidden in one of the columns is hidden in all.
pub fn shown(columns: &[Vec<Cell>]) -> (Vec<bool>, bool) {
    let rows = columns.first().map_or(0, Vec::len);
    let mut shown = vec![true; rows];
    for column in columns {
        for (shown, told) in shown.iter_mut().zip(told(column)) {
            *shown &= told;
        }
    }
    let hidden = shown.iter().filter(|shown| !**shown).count();
    let total = |column: &Vec<Cell>| sum(column).least() >= FEWEST;
    // With nothing else to hide behind, the total is as small as its only cell.
    let totals = hidden != 1 && columns.iter().all(total);
    (shown, totals)
}

fn sum(cells: &[Cell]) -> Cell {
    cells.iter().fold(Cell { value: 0, rest: 0 }, |sum, cell| Cell {
        value: sum.value + cell.value,
        rest: sum.rest + cell.rest,
    })
}

fn told(cells: &[Cell]) -> Vec<bool> {
    let mut shown: Vec<bool> = cells.iter().map(|cell| cell.least() >= FEWEST).collect();
    loop {
        let hidden = cells.iter().zip(&shown).filter(|(_, shown)| !**shown);
        let hidden: Vec<Cell> = hidden.map(|(cell, _)| *cell).collect();
        let safe = hidden.is_empty() || (hidden.len() > 1 && sum(&hidden).least() >= FEWEST);
        let open = (0..cells.len()).filter(|place| shown[*place]);
        let next = open.min_by_key(|place| cells[*place].least());
        match next {
            Some(next) if !safe => shown[next] = false,
            _ => return shown,
        }
    }
}
