//! Reading SQLite's write-ahead log: how far it has been committed (SQLite file format, section 4).

/// Bytes of the header of the file.
pub const HEADER: usize = 32;
/// Bytes of the header of a frame.
const FRAME: usize = 24;

/// Follows one log from its beginning. A log that is begun anew has another salt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wal {
    page: usize,
    big_endian: bool,
    salt: [u8; 8],
    sum: (u32, u32),
    /// Bytes up to the end of the last commit that was seen; the header counts.
    committed: u64,
}

impl Wal {
    /// Begins with the header of the file; `None` when it is none.
    pub fn begin(header: &[u8]) -> Option<Self> {
        let header: &[u8; HEADER] = header.get(..HEADER)?.try_into().ok()?;
        let big_endian = match word(header, 0)? {
            0x377f_0682 => false,
            0x377f_0683 => true,
            _ => return None,
        };
        let page = usize::try_from(word(header, 8)?).ok()?;
        let sum = checksum(big_endian, (0, 0), &header[..24]);
        if sum != (word(header, 24)?, word(header, 28)?) || !page.is_power_of_two() {
            return None;
        }
        let salt = header[16..24].try_into().ok()?;
        Some(Self { page, big_endian, salt, sum, committed: HEADER as u64 })
    }

    /// Bytes up to the end of the last commit that was seen.
    pub fn committed(&self) -> u64 {
        self.committed
    }

    /// Whether `header` still begins the same log.
    pub fn is_begun_by(&self, header: &[u8]) -> bool {
        header.get(16..24) == Some(&self.salt[..])
    }

    /// Reads the frames that follow the last commit, and returns how many of these bytes end in a
    /// commit. What lies behind may be overwritten, or be left over from an older log.
    pub fn follow(&mut self, bytes: &[u8]) -> usize {
        let (mut sum, mut ended) = (self.sum, 0);
        for (index, frame) in bytes.chunks_exact(FRAME + self.page).enumerate() {
            let Some(next) = self.frame(sum, frame) else { break };
            sum = next;
            let commits = word(frame, 4).is_some_and(|pages| pages > 0);
            if commits {
                ended = (index + 1) * (FRAME + self.page);
                self.sum = sum;
            }
        }
        self.committed += ended as u64;
        ended
    }

    /// The running checksum after `frame`, if the frame belongs to this log.
    fn frame(&self, sum: (u32, u32), frame: &[u8]) -> Option<(u32, u32)> {
        if frame[8..16] != self.salt {
            return None;
        }
        let sum = checksum(self.big_endian, sum, &frame[..8]);
        let sum = checksum(self.big_endian, sum, &frame[FRAME..]);
        (sum == (word(frame, 16)?, word(frame, 20)?)).then_some(sum)
    }
}

/// A word of a header: always big-endian.
fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// The checksum of SQLite's log, over pairs of words.
fn checksum(big_endian: bool, (mut one, mut two): (u32, u32), bytes: &[u8]) -> (u32, u32) {
    let (words, _) = bytes.as_chunks::<4>();
    let read = if big_endian { u32::from_be_bytes } else { u32::from_le_bytes };
    for pair in words.chunks_exact(2) {
        one = one.wrapping_add(read(pair[0])).wrapping_add(two);
        two = two.wrapping_add(read(pair[1])).wrapping_add(one);
    }
    (one, two)
}
