//! A CSV file: its header, and passes over its rows in as many parts as there are processors.

use std::cell::Cell;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

use estimation::design::{Fault, Lone};
use estimation::sample::Collecting;
use estimation::streaming::Streaming;
use estimation::table::{Counted, Header, Labels, Mistake, Pass, Roles, Sink, parts, unit_text};

use crate::commands::{Stop, progress};

/// An opened file.
pub struct Source {
    path: PathBuf,
    /// Its columns.
    pub header: Header,
    first: csv::ByteRecord,
    begin: u64,
    length: u64,
}

impl Source {
    /// Reads the header and the first row.
    pub fn open(path: &Path) -> Result<Self, Stop> {
        let wrong =
            |what: &dyn std::fmt::Display| Stop::Input(vec![format!("{}: {what}", path.display())]);
        let file = File::open(path).map_err(|error| wrong(&error))?;
        let length = file.metadata().map_err(|error| wrong(&error))?.len();
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file);
        let mut record = csv::ByteRecord::new();
        let more = reader.read_byte_record(&mut record).map_err(|error| wrong(&error))?;
        if !more {
            return Err(wrong(&"the file is empty; it needs a header and rows"));
        }
        let header = Header::new(&record);
        let begin = reader.position().byte();
        let more = reader.read_byte_record(&mut record).map_err(|error| wrong(&error))?;
        if !more {
            return Err(wrong(&"the file has a header and no rows"));
        }
        Ok(Self { path: path.to_owned(), header, first: record, begin, length })
    }

    /// Counts all rows.
    pub fn count(&self, roles: &Roles, lone: Lone) -> Result<Counted<Streaming>, Stop> {
        let pass = self.pass(roles)?;
        let file = File::open(&self.path)?;
        let threads = std::thread::available_parallelism()?.get();
        let mut ranges = parts(file, self.length, threads)?;
        if let Some(first) = ranges.first_mut() {
            first.start = self.begin;
        }
        let empty = Streaming::new(&pass.targets(), &pass.shifts(&self.first), pass.shape(lone));
        let bar = progress("rows", self.length);
        let counted = std::thread::scope(|scope| {
            let start = |range: Range<u64>| {
                let (pass, empty, bar) = (&pass, empty.clone(), &bar);
                scope.spawn(move || self.part(pass, range, empty, bar))
            };
            // The last part is this thread's own work.
            let mine = ranges.pop();
            let started: Vec<_> = ranges.into_iter().map(start).collect();
            let last = mine.map(|range| self.part(&pass, range, empty.clone(), &bar));
            let ended = started.into_iter().map(|one| {
                one.join().map_err(|_| Stop::Failed(kernel::Error::internal("a reader stopped")))?
            });
            ended.chain(last).collect::<Vec<_>>()
        });
        bar.finish_and_clear();
        let mut parts = counted.into_iter();
        let none = || Stop::Failed(kernel::Error::internal("a file without parts"));
        let mut all = parts.next().ok_or_else(none)??;
        for part in parts {
            all.absorb(&part?).map_err(|mistake| self.wrong(&mistake))?;
        }
        Ok(all)
    }

    /// Keeps all rows.
    pub fn keep(&self, roles: &Roles, lone: Lone) -> Result<Counted<Collecting>, Stop> {
        let pass = self.pass(roles)?;
        let empty = Collecting::new(&pass.targets(), pass.shape(lone));
        let bar = progress("rows", self.length);
        let kept = self.part(&pass, self.begin..self.length, empty, &bar);
        bar.finish_and_clear();
        kept
    }

    fn pass(&self, roles: &Roles) -> Result<Pass, Stop> {
        Pass::new(self.header.clone(), roles).map_err(|mistake| self.wrong(&mistake))
    }

    fn part<S: Sink>(
        &self,
        pass: &Pass,
        range: Range<u64>,
        sink: S,
        bar: &indicatif::ProgressBar,
    ) -> Result<Counted<S>, Stop> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(range.start))?;
        let before = Cell::new(0);
        let seen = |bytes: u64| bar.inc(bytes - before.replace(bytes));
        let bytes = file.take(range.end - range.start);
        let counted = pass.run(bytes, 1, sink, seen);
        counted.map_err(|mistake| match self.lines_before(range.start) {
            Ok(lines) => self.wrong(&moved(mistake, lines)),
            Err(error) => error,
        })
    }

    /// Lines are counted only when one of them must be named.
    fn lines_before(&self, at: u64) -> Result<u64, Stop> {
        let mut file = File::open(&self.path)?.take(at);
        let mut block = vec![0; 1 << 16];
        let mut lines = 0;
        loop {
            let read = file.read(&mut block)?;
            if read == 0 {
                return Ok(lines);
            }
            lines += block[..read].iter().filter(|byte| **byte == b'\n').count() as u64;
        }
    }

    /// A mistake in this file.
    pub fn wrong(&self, mistake: &impl std::fmt::Display) -> Stop {
        Stop::Input(vec![format!("{}: {mistake}", self.path.display())])
    }

    /// A fault of the design, with the texts of the file.
    pub fn fault(&self, fault: &Fault, labels: &Labels) -> Stop {
        let stratum = |number: u32| match labels.strata.text(number) {
            text if text.is_empty() => "the sample".to_owned(),
            text => format!("stratum {text}"),
        };
        self.wrong(&match *fault {
            Fault::Empty => "no row has a value".to_owned(),
            Fault::Lone { stratum: number } => {
                let name = stratum(number);
                format!("{name} has only one unit, so its variance cannot be seen; use --lone collapse or --lone centre")
            }
            Fault::Population { stratum: number, drawn, population } => {
                let name = stratum(number);
                format!("{name} has {drawn} units in the file and a population of {population}; the population cannot be smaller")
            }
            Fault::LoneSecond { unit } => {
                let name = unit_text(&labels.psus, unit);
                format!("first-stage unit {name} has only one second-stage unit; use --lone collapse or --lone centre")
            }
            Fault::Second { unit, drawn, population } => {
                let name = unit_text(&labels.psus, unit);
                format!("first-stage unit {name} has {drawn} second-stage units in the file and a population of {population}; the population cannot be smaller")
            }
        })
    }
}

fn moved(mistake: Mistake, lines: u64) -> Mistake {
    match mistake {
        Mistake::Cell { line, column, what } => Mistake::Cell { line: line + lines, column, what },
        Mistake::Line { line, what } => Mistake::Line { line: line + lines, what },
        other => other,
    }
}
