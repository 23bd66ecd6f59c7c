//! Threads whose work can wait for the window, or for whoever talks with people.

/// Lets the calling thread step back whenever the window, or another program, wants the processor.
/// Only Linux needs to be told; elsewhere the system favours the window that is in front.
pub(crate) fn step_back() {
    give_way(BEHIND);
}

/// Lets the calling thread give way to what is quick, and still get on beside a training.
/// Only Linux needs to be told.
pub fn step_aside() {
    give_way(BESIDE);
}

#[cfg(target_os = "linux")]
fn give_way(how_far: i32) {
    use rustix::process::setpriority_process;
    // On Linux the number of a thread stands for the thread alone, not for its process.
    let _ = setpriority_process(Some(rustix::thread::gettid()), how_far);
}

#[cfg(not(target_os = "linux"))]
const fn give_way(_: i32) {}

/// All the way down: a busy window gets nearly all of a processor.
const BEHIND: i32 = 19;
/// Half of the way: a tenth of a processor that others want too (the kernel's `sched_prio_to_weight`).
const BESIDE: i32 = 10;
