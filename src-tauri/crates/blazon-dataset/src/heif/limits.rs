//! What a helper may take of the machine, set by itself before it touches anything from outside.

/// How much more address space a helper may take than it has when it starts, in bytes: a picture
/// of the most pixels, its planes, and the threads of the decoders.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 1536 * 1024 * 1024;
/// How many seconds of processor time a helper may take, over all its threads.
#[cfg(target_os = "linux")]
const SECONDS: u64 = 60;

/// Limits memory and processor time, and forbids files and core dumps.
///
/// # Errors
/// When the system refuses.
#[cfg(target_os = "linux")]
pub(super) fn limit_self() -> std::io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limits = [
        (Resource::As, address_space()?.saturating_add(MEMORY)),
        (Resource::Cpu, SECONDS),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
    ];
    for (resource, most) in limits {
        // What is limited more strictly already stays so.
        let most = getrlimit(resource)
            .maximum
            .map_or(most, |now| now.min(most));
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit)?;
    }
    Ok(())
}

/// The window's program has hundreds of megabytes of libraries mapped before its first line.
#[cfg(target_os = "linux")]
fn address_space() -> std::io::Result<u64> {
    let kibibytes = std::fs::read_to_string("/proc/self/status")?
        .lines()
        .find_map(|line| line.strip_prefix("VmSize:"))
        .and_then(|size| size.trim().strip_suffix(" kB")?.parse::<u64>().ok())
        .ok_or_else(|| std::io::Error::other("no size in /proc/self/status"))?;
    Ok(kibibytes.saturating_mul(1024))
}

/// Elsewhere the asking program's patience is the only limit.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub(super) fn limit_self() -> std::io::Result<()> {
    Ok(())
}
