//! Memory that is not given back to the system between one badge and the next.
//!
//! Each badge of a list needs the same few buffers of some megabytes. glibc's `free` gives the end of its heaps back at
//! once, and the system hands out zeroed pages again: on lists that took a fifth to a quarter of the time. While a list is drawn,
//! heaps keep what they have; when the list has ended, what is free goes back.

#![cfg_attr(
    all(target_os = "linux", target_env = "gnu"),
    expect(unsafe_code, reason = "glibc's allocator is told how to work")
)]

/// While it lives, freed memory stays with this program.
pub(crate) struct KeptMemory(());

impl KeptMemory {
    pub(crate) fn begin() -> Self {
        keep();
        Self(())
    }
}

impl Drop for KeptMemory {
    fn drop(&mut self) {
        give_back();
    }
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn keep() {
    /// Larger than all buffers of a badge together.
    const TRIM: libc::c_int = 256 << 20;
    /// The most that glibc takes; every buffer of a badge is smaller.
    const MAP: libc::c_int = 32 << 20;
    // SAFETY: `mallopt` may be called at any time, by any thread; it changes when memory is given back, and nothing else.
    unsafe {
        libc::mallopt(libc::M_TRIM_THRESHOLD, TRIM);
        libc::mallopt(libc::M_MMAP_THRESHOLD, MAP);
    }
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn give_back() {
    /// Where glibc arrives by itself with buffers of some megabytes (mallopt(3), "dynamic mmap threshold").
    const MAP: libc::c_int = 4 << 20;
    const TRIM: libc::c_int = 2 * MAP;
    // SAFETY: as above; `malloc_trim` gives back only what is free.
    unsafe {
        libc::mallopt(libc::M_TRIM_THRESHOLD, TRIM);
        libc::mallopt(libc::M_MMAP_THRESHOLD, MAP);
        libc::malloc_trim(0);
    }
}

/// Other allocators keep memory by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn keep() {}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn give_back() {}
