//! What the kernel says of this machine and of a process.

use std::fs::read_to_string;
use std::process::Child;
use std::time::Duration;

use super::Outcome;

/// Ticks of processor time in a second (`getconf CLK_TCK`; 100 on every Linux that Rust runs on).
const TICKS: f64 = 100.0;

/// Processors, memory and load, in a line.
pub fn describe() -> Outcome<String> {
    let cores = std::thread::available_parallelism()?;
    let memory = field("/proc/meminfo", "MemTotal:")? / 1024 / 1024;
    let load = read_to_string("/proc/loadavg")?;
    let load = load.split(' ').next().unwrap_or_default();
    let model = read_to_string("/proc/cpuinfo")?;
    let model = model.lines().find_map(|line| line.strip_prefix("model name\t: ")).unwrap_or("?");
    Ok(format!("machine: {cores} x {model}, {memory} GiB, load {load}"))
}

/// Seconds of processor time that a process has used.
pub fn cpu(process: u32) -> Outcome<f64> {
    let stat = read_to_string(format!("/proc/{process}/stat"))?;
    // The name of the process may hold anything, so count from behind it.
    let (_, rest) = stat.rsplit_once(") ").ok_or("no process name in stat")?;
    let mut fields = rest.split(' ').skip(11);
    let mut ticks = || -> Outcome<f64> { Ok(fields.next().ok_or("stat is short")?.parse()?) };
    Ok((ticks()? + ticks()?) / TICKS)
}

/// Resident memory of a process, in MiB.
pub fn resident(process: u32) -> Outcome<f64> {
    Ok(field(&format!("/proc/{process}/status"), "VmRSS:")? as f64 / 1024.0)
}

/// The most that was ever resident of a process, in MiB.
pub fn peak(process: u32) -> Outcome<f64> {
    Ok(field(&format!("/proc/{process}/status"), "VmHWM:")? as f64 / 1024.0)
}

/// Waits for a process, and says the most that was ever resident of it, in MiB.
pub fn peak_of(mut child: Child) -> Outcome<f64> {
    let mut most = 0.0;
    while child.try_wait()?.is_none() {
        // The kernel's own high-water mark; it is gone with the process.
        if let Ok(now) = peak(child.id()) {
            most = now;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    Ok(most)
}

/// A number of KiB from a file of `name value kB` lines.
fn field(path: &str, name: &str) -> Outcome<u64> {
    let text = read_to_string(path)?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|rest| rest.split_whitespace().next());
    Ok(number.ok_or_else(|| format!("no {name} in {path}"))?.parse()?)
}
