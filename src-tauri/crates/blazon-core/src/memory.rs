//! What this computer has for the engine and the window: memory and processors.

use blazon_model::ByteCount;

/// Memory is short when less than this part of it could still be taken: a tenth.
const SHORT: u64 = 10;

/// Memory that a program could take without anything being pushed out (`MemAvailable`, proc(5));
/// `None` where the system is not asked.
pub(crate) fn available() -> Option<ByteCount> {
    Some(ByteCount(figure(&figures()?, "MemAvailable:")? * 1024))
}

/// Whether less than a tenth of this computer's memory is left for anybody; `false` where the system is not asked.
#[must_use]
pub fn is_memory_short() -> bool {
    figures().is_some_and(|figures| is_short(&figures).unwrap_or(false))
}

fn is_short(figures: &str) -> Option<bool> {
    let (all, available) = (
        figure(figures, "MemTotal:")?,
        figure(figures, "MemAvailable:")?,
    );
    Some(available < all / SHORT)
}

#[cfg(target_os = "linux")]
fn figures() -> Option<String> {
    std::fs::read_to_string("/proc/meminfo").ok()
}

#[cfg(not(target_os = "linux"))]
const fn figures() -> Option<String> {
    None
}

/// One figure of `/proc/meminfo`, in kilobytes.
fn figure(figures: &str, name: &str) -> Option<u64> {
    let line = figures.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// Threads for the engine: as many as there are processors.
pub(crate) fn threads() -> u32 {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    u32::try_from(processors).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_short_when_less_than_a_tenth_of_it_is_left() {
        let left = |kilobytes: u64| {
            format!(
                "MemTotal:        8000000 kB\nMemFree:          100000 kB\nMemAvailable:    {kilobytes:>8} kB\n"
            )
        };
        assert_eq!(is_short(&left(800_000)), Some(false));
        assert_eq!(is_short(&left(799_999)), Some(true));
        assert_eq!(
            is_short("MemTotal: 8000000 kB\n"),
            None,
            "an old kernel does not say"
        );
    }
}
