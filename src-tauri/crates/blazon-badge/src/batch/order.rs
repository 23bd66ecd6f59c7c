//! Work on many threads whose results come in order.
//!
//! Only a few items are in flight at once, so that memory does not grow with the list, and nothing new is begun once
//! somebody wants to stop. It knows nothing of badges.

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, sync_channel};

/// How a run over all items ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Every result was given away.
    Whole,
    /// Somebody stopped it; what was in flight is dropped.
    Stopped,
}

pub(super) fn build_pool(threads: usize) -> Result<ThreadPool, ThreadPoolBuildError> {
    ThreadPoolBuilder::new()
        .num_threads(threads.max(1))
        .thread_name(|index| format!("badge-{index}"))
        .build()
}

/// Gives the results of `work` to `sink`, in the order of `items`. `stop` is asked before each item by the thread that
/// would begin it, and before each result; it ends within the items that are being worked on.
pub(super) fn in_order<T: Send, R: Send>(
    pool: &ThreadPool,
    mut items: impl Iterator<Item = T>,
    stop: &(dyn Fn() -> bool + Sync),
    work: &(dyn Fn(T) -> R + Sync),
    sink: &mut dyn FnMut(R) -> ControlFlow<()>,
) -> End {
    // One more for each thread than it works on: it never waits for the sink, and little waits for it.
    let most = pool.current_num_threads() * 2;
    pool.in_place_scope(|scope| {
        let mut in_flight: VecDeque<Receiver<R>> = VecDeque::with_capacity(most);
        loop {
            while in_flight.len() < most && !stop() {
                let Some(item) = items.next() else { break };
                let (send, receive) = sync_channel(1);
                in_flight.push_back(receive);
                scope.spawn(move |_| {
                    if !stop() {
                        // Nobody listens behind a stop.
                        let _ = send.send(work(item));
                    }
                });
            }
            let Some(next) = in_flight.pop_front() else {
                return if stop() { End::Stopped } else { End::Whole };
            };
            // A sender that went without a result was stopped.
            let Ok(result) = next.recv() else {
                return End::Stopped;
            };
            if stop() || sink(result).is_break() {
                return End::Stopped;
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::time::Duration;

    fn run(threads: usize, count: usize) -> Vec<usize> {
        let mut results = Vec::new();
        let work = |item: usize| {
            // The first are the slowest, so that others overtake them.
            std::thread::sleep(Duration::from_micros(((count - item) % 7) as u64 * 100));
            item * 10
        };
        let end = in_order(
            &build_pool(threads).unwrap(),
            0..count,
            &|| false,
            &work,
            &mut |result| {
                results.push(result);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(end, End::Whole);
        results
    }

    #[test]
    fn results_come_in_the_order_of_their_items() {
        let expected: Vec<usize> = (0..100).map(|item| item * 10).collect();
        assert_eq!(run(1, 100), expected);
        assert_eq!(run(4, 100), expected);
        assert!(run(3, 0).is_empty());
    }

    #[test]
    fn few_items_are_in_flight() {
        let (flying, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..200).inspect(|_| {
            let now = flying.fetch_add(1, Ordering::SeqCst) + 1;
            most.fetch_max(now, Ordering::SeqCst);
        });
        in_order(
            &build_pool(3).unwrap(),
            items,
            &|| false,
            &|item: i32| item,
            &mut |_| {
                flying.fetch_sub(1, Ordering::SeqCst);
                ControlFlow::Continue(())
            },
        );
        assert!(most.into_inner() <= 6);
    }

    #[test]
    fn a_stop_begins_nothing_new() {
        let (stop, begun) = (AtomicBool::new(false), AtomicUsize::new(0));
        let mut given = 0;
        let end = in_order(
            &build_pool(2).unwrap(),
            0..1000,
            &|| stop.load(Ordering::SeqCst),
            &|item: i32| {
                if begun.fetch_add(1, Ordering::SeqCst) == 9 {
                    stop.store(true, Ordering::SeqCst);
                }
                item
            },
            &mut |_| {
                given += 1;
                ControlFlow::Continue(())
            },
        );
        assert_eq!(end, End::Stopped);
        // The other thread may be in the middle of one.
        assert!(begun.into_inner() <= 11);
        assert!(given <= 10);
    }

    #[test]
    fn a_sink_that_has_enough_ends_it() {
        let mut given = 0;
        let end = in_order(
            &build_pool(2).unwrap(),
            0..1000,
            &|| false,
            &|item: i32| item,
            &mut |_| {
                given += 1;
                if given == 3 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        assert_eq!((end, given), (End::Stopped, 3));
    }
}
