//! A CSV file in parts, one a thread.
//!
//! A part begins behind an end of line. Whether that line really ends a row, or stands inside quotes,
//! is known when the part before has been read: then its last row is not whole. Nothing of this is
//! reported: whoever calls reads the file again from its beginning, and names the mistake with its
//! line.

use std::io::Read;
use std::ops::Range;

use super::pipe::piped;
use super::{Loaded, Reading, csv};

/// A part is not smaller than this.
const LEAST: u64 = 1 << 20;
/// Bytes in which a line is expected to end.
const LINE: u64 = 1 << 16;

/// Reads all parts at once; nothing when there is anything wrong, or when one thread does as well.
pub fn csv<R: Read + Send>(
    size: u64,
    threads: usize,
    open: &(impl Fn(Range<u64>) -> std::io::Result<R> + Sync),
    reading: &Reading,
) -> Option<Loaded> {
    let count = u64::min(threads as u64, size / LEAST);
    if count < 2 || starts_packed(open) {
        return None;
    }
    let first = open(0..size.min(LINE)).ok()?;
    let header = piped(first, |mut window| csv::header(&mut window, reading)).ok()?;
    let begin = header.length as u64;
    let cuts: Option<Vec<u64>> =
        (1..count).map(|part| line_after(begin + (size - begin) / count * part, open)).collect();
    let mut bounds = vec![begin];
    bounds.extend(cuts?);
    bounds.push(size);
    let sinks: Option<Vec<_>> = std::thread::scope(|scope| {
        let header = &header;
        let parts: Vec<_> = bounds
            .windows(2)
            .map(|bounds| {
                let range = bounds[0]..bounds[1];
                scope.spawn(move || {
                    let part = open(range).ok()?;
                    piped(part, |window| csv::rows(window, header, reading)).ok()
                })
            })
            .collect();
        parts.into_iter().map(|part| part.join().ok()?).collect()
    });
    let mut sinks = sinks?.into_iter();
    let mut all = sinks.next()?;
    for later in sinks {
        all.append(later).ok()?;
    }
    all.finish().ok()
}

fn starts_packed<R: Read>(open: &impl Fn(Range<u64>) -> std::io::Result<R>) -> bool {
    let mut start = [0; 2];
    open(0..2).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == [0x1F, 0x8B]
}

/// Where the line ends that stands at `at`.
fn line_after<R: Read>(at: u64, open: &impl Fn(Range<u64>) -> std::io::Result<R>) -> Option<u64> {
    let mut bytes = Vec::new();
    open(at..at + LINE).ok()?.read_to_end(&mut bytes).ok()?;
    Some(at + 1 + memchr::memchr(b'\n', &bytes)? as u64)
}
