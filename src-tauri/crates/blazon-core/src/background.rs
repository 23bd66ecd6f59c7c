//! Threads whose work can wait for the window.

/// Lets the calling thread step back whenever the window, or another program, wants the processor.
/// Only Linux needs to be told; elsewhere the system favours the window that is in front.
pub(crate) fn step_back() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::setpriority_process;
        // On Linux the number of a thread stands for the thread alone, not for its process.
        let _ = setpriority_process(Some(rustix::thread::gettid()), BEHIND);
    }
}

/// All the way down: a busy window gets nearly all of a processor.
#[cfg(target_os = "linux")]
const BEHIND: i32 = 19;
