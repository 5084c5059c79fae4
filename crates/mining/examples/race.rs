//! Our side of `scripts/mining-race`.
//!
//! `race make EVENTS FILE` writes a seeded log, a CSV by time or a XES by case, as the name says.
//! `race unpack FILE` only unpacks and parses, by the general parsers of XML and CSV.
//! `race mine FILE` reads the log and writes its counts and how long each part took.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a tool for developers")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek as _, SeekFrom, Write};
use std::time::Instant;

use mining::dfg::Dfg;
use mining::log::load::{Format, Reading, load_parts};
use mining::table::variants;
use mining::times::{Calendar, Times};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["make", events, file] => make(events.parse().unwrap(), file),
        ["unpack", file] => unpack(file),
        ["mine", file] => mine(file),
        _ => panic!("race make EVENTS FILE | race unpack FILE | race mine FILE"),
    }
}

/// A generator whose stream never changes (Steele, Lea and Flood 2014: SplitMix).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

const STEPS: [&str; 12] = [
    "Submit application",
    "Check completeness",
    "Request missing papers",
    "Receive missing papers",
    "Assign officer",
    "Inspect site",
    "Ask advice of fire brigade",
    "Ask advice of environment",
    "Draft decision",
    "Sign decision",
    "Publish decision",
    "Archive file",
];

/// The next step, or none when the case has ended.
fn next(step: usize, random: &mut Random) -> Option<usize> {
    let dice = random.below(100);
    match step {
        1 => Some(if dice < 30 { 2 } else { 4 }),
        3 => Some(if dice < 80 { 1 } else { 4 }),
        4 => Some(if dice < 60 {
            5
        } else if dice < 80 {
            6
        } else {
            7
        }),
        5 => Some(if dice < 40 { 6 } else { 8 }),
        6 => Some(if dice < 30 { 7 } else { 8 }),
        7 => Some(if dice < 10 { 5 } else { 8 }),
        8 => Some(if dice < 8 { 6 } else { 9 }),
        11 => None,
        step => Some(step + 1),
    }
}

/// 2026-01-01T00:00:00Z.
const BEGIN: u64 = 1_767_225_600;

fn instant(seconds: u64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(seconds as i64).unwrap()
}

fn make(events: u64, file: &str) {
    let plain = BufWriter::with_capacity(1 << 20, File::create(file).unwrap());
    if file.ends_with(".gz") {
        let mut out = flate2::write::GzEncoder::new(plain, flate2::Compression::new(6));
        write(events, file, &mut out);
        out.finish().unwrap().flush().unwrap();
    } else {
        let mut out = plain;
        write(events, file, &mut out);
        out.flush().unwrap();
    }
}

fn write(events: u64, file: &str, out: &mut impl Write) {
    let mut out = BufWriter::with_capacity(1 << 20, out);
    if file.contains(".xes") {
        xes(events, &mut out)
    } else {
        csv(events, &mut out)
    }
    out.flush().unwrap();
}

fn xes(events: u64, out: &mut impl Write) {
    let mut random = Random(1);
    out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"1849-2016\" xmlns=\"http://www.xes-standard.org/\">\n").unwrap();
    let (mut written, mut case) = (0, 0u64);
    while written < events {
        case += 1;
        writeln!(out, "\t<trace>\n\t\t<string key=\"concept:name\" value=\"case-{case}\"/>")
            .unwrap();
        let (mut step, mut at) = (Some(0), BEGIN + case * 40);
        while let Some(this) = step.filter(|_| written < events) {
            let name = STEPS[this];
            let (officer, unit) = (random.below(200), random.below(20));
            let time = instant(at);
            writeln!(out, "\t\t<event>\n\t\t\t<string key=\"concept:name\" value=\"{name}\"/>\n\t\t\t<string key=\"lifecycle:transition\" value=\"complete\"/>\n\t\t\t<date key=\"time:timestamp\" value=\"{time}\"/>\n\t\t\t<string key=\"org:resource\" value=\"officer {officer}\"/>\n\t\t\t<string key=\"org:group\" value=\"unit {unit}\"/>\n\t\t</event>").unwrap();
            written += 1;
            at += 60 + random.below(400_000);
            step = next(this, &mut random);
        }
        out.write_all(b"\t</trace>\n").unwrap();
    }
    out.write_all(b"</log>\n").unwrap();
}

fn csv(events: u64, out: &mut impl Write) {
    let mut random = Random(2);
    out.write_all(b"case:concept:name,concept:name,time:timestamp,org:resource,org:group\n")
        .unwrap();
    let mut open = BinaryHeap::new();
    let (mut written, mut case) = (0, 0u64);
    while written < events {
        // A new case whenever the next event would be later than it.
        let begins = BEGIN + (case + 1) * 40;
        if open.peek().is_none_or(|Reverse((at, _, _))| *at > begins) {
            case += 1;
            open.push(Reverse((begins, case, 0)));
        }
        let Some(Reverse((at, case, step))) = open.pop() else { break };
        let (name, officer, unit) = (STEPS[step], random.below(200), random.below(20));
        writeln!(out, "case-{case},{name},{},officer {officer},unit {unit}", instant(at)).unwrap();
        written += 1;
        if let Some(next) = next(step, &mut random) {
            open.push(Reverse((at + 60 + random.below(400_000), case, next)));
        }
    }
}

fn seconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64()
}

fn unpack(file: &str) {
    let start = Instant::now();
    let opened = File::open(file).unwrap();
    let plain: Box<dyn Read> = if file.ends_with(".gz") {
        Box::new(flate2::read::MultiGzDecoder::new(BufReader::with_capacity(1 << 18, opened)))
    } else {
        Box::new(opened)
    };
    let reader = BufReader::with_capacity(1 << 16, plain);
    let mut count = 0u64;
    if file.contains(".xes") {
        let mut xml = quick_xml::Reader::from_reader(reader);
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).unwrap() {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                    count +=
                        tag.attributes().map(|one| one.unwrap().value.len() as u64).sum::<u64>();
                }
                _ => {}
            }
        }
    } else {
        let mut rows = csv::ReaderBuilder::new().from_reader(reader);
        let mut row = csv::ByteRecord::new();
        while rows.read_byte_record(&mut row).unwrap() {
            count += row.len() as u64;
        }
    }
    println!("{}", serde_json::json!({ "seconds": seconds(start), "parts": count }));
}

fn mine(file: &str) {
    let start = Instant::now();
    let format = Format::of_name(file).unwrap();
    let size = std::fs::metadata(file).unwrap().len();
    let threads = std::thread::available_parallelism().unwrap().get();
    let open = |range: std::ops::Range<u64>| {
        let mut opened = File::open(file)?;
        opened.seek(SeekFrom::Start(range.start))?;
        Ok(opened.take(range.end - range.start))
    };
    let loaded = load_parts(size, threads, open, format, &Reading::default()).unwrap();
    let read = seconds(start);
    let log = loaded.log;
    let (dfg, variants, times) = std::thread::scope(|scope| {
        let times = scope.spawn(|| Times::of(&log, &Calendar::Always));
        let (dfg, variants) = (Dfg::of(&log), variants(&log));
        (dfg, variants, times.join().unwrap())
    });
    let all = seconds(start);
    let name = |number: u32| log.activities.name(number);
    let edges: Vec<_> = dfg.edges.iter().map(|e| (name(e.from), name(e.to), e.count)).collect();
    let medians: Vec<_> =
        dfg.edges.iter().map(|e| (name(e.from), name(e.to), e.takes.median / 1e6)).collect();
    let top: Vec<_> = variants
        .iter()
        .take(1_000)
        .map(|v| (v.activities.iter().map(|a| name(*a)).collect::<Vec<_>>(), v.cases))
        .collect();
    let (starts, ends): (Vec<_>, Vec<_>) =
        dfg.nodes.iter().map(|n| ((&n.name, n.starts), (&n.name, n.ends))).unzip();
    let result = serde_json::json!({
        "cases": log.len(), "events": log.events(), "left_out": loaded.left_out,
        "variants": variants.len(), "edges": edges, "starts": starts, "ends": ends, "top": top,
        "medians": medians, "megabytes": most_memory(),
        "median_throughput": times.throughput.median / 1e6,
        "seconds": {"read": read, "all": all},
    });
    println!("{result}");
}

/// The most memory that this process has had, in megabytes.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}
