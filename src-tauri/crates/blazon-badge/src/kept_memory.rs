//! Memory that is not given back to the system between one badge and the next.
//!
//! Each badge of a list needs the same few buffers of some megabytes. glibc's `free` gives the end of its heaps back at
//! once, and the system hands out zeroed pages again: on lists that took a fifth to a quarter of the time. While a list is drawn,
//! or somebody paints one badge after the other, heaps keep what they have; when all that has ended, what is free goes back.

#![cfg_attr(
    all(target_os = "linux", target_env = "gnu"),
    expect(unsafe_code, reason = "glibc's allocator is told how to work")
)]

use std::sync::{Mutex, PoisonError};

/// How many live.
static HELD: Mutex<u32> = Mutex::new(0);

/// While one lives, freed memory stays with this program.
#[derive(Debug)]
pub struct KeptMemory(());

impl KeptMemory {
    /// Freed memory stays from now on.
    #[must_use]
    pub fn begin() -> Self {
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        *held += 1;
        keep();
        Self(())
    }
}

impl Drop for KeptMemory {
    fn drop(&mut self) {
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        *held -= 1;
        if *held == 0 {
            give_back();
        }
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
