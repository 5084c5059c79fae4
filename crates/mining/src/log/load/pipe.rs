//! Bytes of a log, read and unpacked on one thread, parsed on another.

use std::io::{BufRead as _, BufReader, Read};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use crate::log::Mistake;

/// Room before each block, into which what was left of the last one is put.
const ROOM: usize = 1 << 16;
/// Bytes of a block.
const BLOCK: usize = 1 << 20;
/// Blocks that may wait.
const WAITING: usize = 4;

/// Gives the bytes of `reader`, unpacked if they are gzip, to `parse`.
///
/// # Errors
/// Those of `parse`.
pub fn piped<T>(
    reader: impl Read + Send,
    parse: impl FnOnce(Window) -> Result<T, Mistake>,
) -> Result<T, Mistake> {
    std::thread::scope(|scope| {
        let (full, blocks) = sync_channel(WAITING);
        let (used, spare) = channel();
        scope.spawn(move || fill(reader, &full, &spare));
        parse(Window { blocks, used, bytes: Vec::new(), start: 0, ends: 0, quotes: false })
    })
}

/// Bytes behind [`ROOM`], and how many lines end in them.
type Block = Result<(Vec<u8>, u64), String>;

fn fill(reader: impl Read, full: &SyncSender<Block>, spare: &Receiver<Vec<u8>>) {
    let mut reader = BufReader::with_capacity(1 << 18, reader);
    let packed = match reader.fill_buf() {
        Ok(start) => start.starts_with(&[0x1F, 0x8B]),
        Err(error) => {
            // Nobody listens any more when this fails.
            full.send(Err(error.to_string())).ok();
            return;
        }
    };
    if packed {
        fill_from(flate2::bufread::MultiGzDecoder::new(reader), full, spare);
    } else {
        fill_from(reader, full, spare);
    }
}

fn fill_from(mut reader: impl Read, full: &SyncSender<Block>, spare: &Receiver<Vec<u8>>) {
    loop {
        let mut block = spare.try_recv().unwrap_or_default();
        block.resize(ROOM + BLOCK, 0);
        let mut end = ROOM;
        let mut failed = None;
        while end < block.len() {
            match reader.read(&mut block[end..]) {
                Ok(0) => break,
                Ok(count) => end += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    failed = Some(error.to_string());
                    break;
                }
            }
        }
        block.truncate(end);
        // The parser stops listening when it has found a mistake.
        if end > ROOM {
            let ends = ends(&block[ROOM..]);
            if full.send(Ok((block, ends))).is_err() {
                return;
            }
        }
        if let Some(error) = failed {
            full.send(Err(error)).ok();
            return;
        }
        if end == ROOM {
            return;
        }
    }
}

/// The part of the bytes that is in memory.
pub struct Window {
    blocks: Receiver<Block>,
    used: Sender<Vec<u8>>,
    bytes: Vec<u8>,
    start: usize,
    /// Ends of lines in all blocks so far.
    ends: u64,
    /// Whether there is a quote in what was not parsed when the last block came.
    quotes: bool,
}

impl Window {
    /// What is not yet parsed.
    pub fn rest(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    /// Passes over some bytes.
    pub fn pass(&mut self, count: usize) {
        self.start += count;
    }

    /// Puts more behind what is not yet parsed; false when there is no more.
    ///
    /// # Errors
    /// When the file cannot be read or unpacked.
    pub fn more(&mut self) -> Result<bool, Mistake> {
        let (mut block, ends) = match self.blocks.recv() {
            Ok(Ok(block)) => block,
            Ok(Err(error)) => {
                return Err(
                    self.mistake(self.rest().len(), format!("the file cannot be read on: {error}"))
                );
            }
            Err(_) => return Ok(false),
        };
        self.ends += ends;
        let rest = &self.bytes[self.start..];
        if let Some(start) = ROOM.checked_sub(rest.len()) {
            block[start..ROOM].copy_from_slice(rest);
            self.start = start;
            let used = std::mem::replace(&mut self.bytes, block);
            // The reader has ended before the parser has when this fails.
            self.used.send(used).ok();
        } else {
            self.bytes.drain(..self.start);
            self.bytes.extend_from_slice(&block[ROOM..]);
            self.start = 0;
        }
        self.quotes = memchr::memchr(b'"', self.rest()).is_some();
        Ok(true)
    }

    /// Whether a quote stands anywhere near, so that most rows need not be looked through for one.
    pub fn has_quotes(&self) -> bool {
        self.quotes
    }

    /// The line of the byte `offset` of the rest, from 1 on.
    pub fn line(&self, offset: usize) -> u64 {
        1 + self.ends - ends(&self.rest()[offset..])
    }

    /// A mistake at the byte `offset` of the rest.
    pub fn mistake(&self, offset: usize, what: impl Into<String>) -> Mistake {
        Mistake::Line { line: self.line(offset), what: what.into() }
    }
}

fn ends(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}
