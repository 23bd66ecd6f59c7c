//! What this computer has for the engine: memory and processors.

use blazon_model::ByteCount;

/// Memory that a program could take without anything being pushed out (`MemAvailable`, proc(5));
/// `None` where the system is not asked.
#[cfg(target_os = "linux")]
pub(crate) fn available() -> Option<ByteCount> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(ByteCount(kilobytes * 1024))
}

#[cfg(not(target_os = "linux"))]
pub(crate) const fn available() -> Option<ByteCount> {
    None
}

/// Threads for the engine: as many as there are processors.
pub(crate) fn threads() -> u32 {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    u32::try_from(processors).unwrap_or(1)
}
