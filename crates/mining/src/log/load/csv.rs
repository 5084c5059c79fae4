//! CSV: a header, then one event a row (RFC 4180). Commas, semicolons or tabs, by what the header has
//! most of.

use memchr::{memchr, memchr_iter};

use super::near::near;
use super::pipe::Window;
use super::sink::{Sink, Slot, wanted};
use super::{Loaded, Reading};
use crate::log::Mistake;

/// Fields of a row: where each stands, in the row itself or, where there are quotes, in `text`.
#[derive(Debug, Default)]
struct Fields {
    spans: Vec<(usize, usize)>,
    text: Vec<u8>,
    in_text: bool,
}

impl Fields {
    fn get<'f>(&'f self, row: &'f [u8], column: usize) -> &'f [u8] {
        let (from, to) = self.spans[column];
        if self.in_text { &self.text[from..to] } else { &row[from..to] }
    }

    fn split(&mut self, row: &[u8], delimiter: u8, quotes: bool) {
        self.spans.clear();
        self.in_text = quotes && memchr(b'"', row).is_some();
        if self.in_text {
            self.split_quoted(row, delimiter);
            return;
        }
        let mut from = 0;
        while let Some(length) = near(delimiter, &row[from..]) {
            self.spans.push((from, from + length));
            from += length + 1;
        }
        self.spans.push((from, row.len()));
    }

    fn split_quoted(&mut self, row: &[u8], delimiter: u8) {
        self.text.clear();
        let (mut at, mut from, mut quoted) = (0, 0, false);
        while let Some(byte) = row.get(at) {
            match *byte {
                b'"' if !quoted && self.text.len() == from => quoted = true,
                b'"' if quoted && row.get(at + 1) == Some(&b'"') => {
                    self.text.push(b'"');
                    at += 1;
                }
                b'"' if quoted => quoted = false,
                byte if byte == delimiter && !quoted => {
                    self.spans.push((from, self.text.len()));
                    from = self.text.len();
                }
                byte => self.text.push(byte),
            }
            at += 1;
        }
        self.spans.push((from, self.text.len()));
    }
}

/// The length of the first row, with its end; nothing when it is not whole.
fn row_length(bytes: &[u8], quotes: bool) -> Option<usize> {
    let end = memchr(b'\n', bytes)?;
    if !quotes || memchr(b'"', &bytes[..end]).is_none() {
        return Some(end + 1);
    }
    // Inside quotes a line may end; quotes inside them are doubled and so close and open again.
    let mut quoted = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// What the first row says.
#[derive(Debug)]
pub struct Header {
    delimiter: u8,
    names: Vec<String>,
    columns: Vec<(Slot, usize)>,
    /// Its bytes, with the end of the line.
    pub length: usize,
}

pub fn load(mut window: Window, reading: &Reading) -> Result<Loaded, Mistake> {
    let header = header(&mut window, reading)?;
    rows(window, &header, reading)?.finish().map_err(super::unplaced)
}

/// Reads the header and passes over it.
pub fn header(window: &mut Window, reading: &Reading) -> Result<Header, Mistake> {
    let Some(length) = next(window)? else {
        return Err(Mistake::Read("the file is empty; it should begin with a header".to_owned()));
    };
    let row = &window.rest()[..length];
    let row = trimmed(row.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(row));
    let count = |wanted: u8| memchr_iter(wanted, row).count();
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|byte| count(*byte));
    let delimiter = delimiter.unwrap_or(b',');
    let mut fields = Fields::default();
    fields.split(row, delimiter, true);
    let names: Vec<String> = (0..fields.spans.len())
        .map(|column| String::from_utf8_lossy(fields.get(row, column)).into_owned())
        .collect();
    let columns = columns(reading, &names)?;
    window.pass(length);
    Ok(Header { delimiter, names, columns, length })
}

/// Reads whole rows to the end.
pub fn rows<'r>(
    mut window: Window,
    header: &Header,
    reading: &'r Reading,
) -> Result<Sink<'r>, Mistake> {
    let Header { delimiter, names, columns, .. } = header;
    let (mut sink, mut fields) = (Sink::new(reading), Fields::default());
    while let Some(length) = next(&mut window)? {
        let row = trimmed(&window.rest()[..length]);
        if !row.is_empty() {
            fields.split(row, *delimiter, window.has_quotes());
            if fields.spans.len() != names.len() {
                let (is, should) = (fields.spans.len(), names.len());
                let what = format!("this row has {is} values and the header {should}");
                return Err(window.mistake(0, what));
            }
            sink.event();
            for (slot, column) in columns {
                let value = fields.get(row, *column);
                sink.set(*slot, value).map_err(|wrong| {
                    let column = &names[*column];
                    let what = format!("column {column}: {}", super::sentence(wrong, value));
                    window.mistake(0, what)
                })?;
            }
            sink.push().map_err(|wrong| window.mistake(0, super::sentence(wrong, b"")))?;
        }
        window.pass(length);
    }
    Ok(sink)
}

/// Makes sure that the window holds a whole row, and says how long it is.
fn next(window: &mut Window) -> Result<Option<usize>, Mistake> {
    loop {
        if let Some(length) = row_length(window.rest(), window.has_quotes()) {
            return Ok(Some(length));
        }
        if window.more()? {
            continue;
        }
        let rest = window.rest();
        if rest.is_empty() {
            return Ok(None);
        }
        if !memchr_iter(b'"', rest).count().is_multiple_of(2) {
            return Err(window.mistake(0, "a quote is opened and never closed"));
        }
        return Ok(Some(rest.len()));
    }
}

fn trimmed(row: &[u8]) -> &[u8] {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    row.strip_suffix(b"\r").unwrap_or(row)
}

/// Which column says what. One that is named must be there, and so must case, activity and time.
fn columns(reading: &Reading, there: &[String]) -> Result<Vec<(Slot, usize)>, Mistake> {
    let given = &reading.columns;
    let mut columns = Vec::new();
    for (slot, names) in wanted(reading) {
        let found = names.iter().find_map(|name| there.iter().position(|one| one == name));
        let needed = match slot {
            Slot::Case | Slot::Activity | Slot::Time | Slot::Condition(_) => true,
            Slot::Start => given.start.is_some(),
            Slot::Resource => given.resource.is_some(),
            Slot::Place => given.place.is_some(),
            Slot::Lifecycle => true,
        };
        match found {
            Some(column) => columns.push((slot, column)),
            None if needed => {
                let (column, there) = (names.join(" or "), there.to_vec());
                return Err(Mistake::Column { column, there });
            }
            None => {}
        }
    }
    Ok(columns)
}
