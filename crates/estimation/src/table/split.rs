//! Where a file can be cut so that no record is.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

const BLOCK: usize = 1 << 16;
/// A part smaller than this is not worth a thread.
const LEAST: u64 = 1 << 20;

/// Cuts a file into at most `most` ranges of whole records. Quotes are counted up to each cut: an
/// even number means that a line's end there is a record's end.
///
/// # Errors
/// As reading the file.
pub fn parts(mut file: impl Read + Seek, length: u64, most: usize) -> io::Result<Vec<Range<u64>>> {
    let count = (length / LEAST).clamp(1, most.max(1) as u64);
    let mut cuts = vec![0];
    let mut block = vec![0; BLOCK];
    let (mut at, mut open) = (0_u64, false);
    file.seek(SeekFrom::Start(0))?;
    for part in 1..count {
        let wanted = length / count * part;
        let mut cut = None;
        while cut.is_none() {
            let read = file.read(&mut block)?;
            if read == 0 {
                break;
            }
            let skip = usize::try_from(wanted.saturating_sub(at)).unwrap_or(usize::MAX).min(read);
            open ^= quotes(&block[..skip]) % 2 == 1;
            for (i, byte) in block[skip..read].iter().enumerate() {
                open ^= *byte == b'"';
                if *byte == b'\n' && !open {
                    cut = Some(at + (skip + i + 1) as u64);
                    break;
                }
            }
            at += read as u64;
        }
        let Some(cut) = cut else { break };
        if cuts.last().is_some_and(|last| *last < cut) && cut < length {
            cuts.push(cut);
        }
        at = cut;
        open = false;
        file.seek(SeekFrom::Start(cut))?;
    }
    cuts.push(length);
    Ok(cuts.windows(2).map(|pair| pair[0]..pair[1]).collect())
}

fn quotes(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'"', bytes).count()
}
