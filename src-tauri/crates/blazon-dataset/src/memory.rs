//! How much memory pictures may take while they are decoded, over all threads.

use std::sync::{Condvar, Mutex, PoisonError};

/// The most bytes that decoding may take at once. A single picture that needs more is decoded
/// alone.
const MOST: u64 = 128 * 1024 * 1024;

/// The bytes that are in use.
#[derive(Debug, Default)]
pub(crate) struct MemoryBudget {
    in_use: Mutex<u64>,
    freed: Condvar,
}

impl MemoryBudget {
    /// Waits until `bytes` may be used; a picture larger than all of it waits to be alone.
    pub(crate) fn take(&self, bytes: u64) -> MemoryInUse<'_> {
        let mut in_use = self.in_use.lock().unwrap_or_else(PoisonError::into_inner);
        while *in_use > 0 && *in_use + bytes > MOST {
            in_use = self
                .freed
                .wait(in_use)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *in_use += bytes;
        MemoryInUse {
            budget: self,
            bytes,
        }
    }
}

/// Memory that a decoding picture uses, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct MemoryInUse<'b> {
    budget: &'b MemoryBudget,
    bytes: u64,
}

impl Drop for MemoryInUse<'_> {
    fn drop(&mut self) {
        *self
            .budget
            .in_use
            .lock()
            .unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.budget.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn a_picture_that_is_too_large_beside_others_waits_for_them() {
        let budget = MemoryBudget::default();
        let first = budget.take(MOST - 10);
        let beside = budget.take(10);
        let (sender, receiver) = mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let _huge = budget.take(MOST * 2);
                sender.send("alone").unwrap();
            });
            drop(first);
            assert_eq!(receiver.try_recv(), Err(mpsc::TryRecvError::Empty));
            drop(beside);
            assert_eq!(receiver.recv(), Ok("alone"));
        });
        assert_eq!(*budget.in_use.lock().unwrap(), 0);
    }
}
