//! Work on several threads whose results come in the order of what was handed in, a few at a time.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError, mpsc};

/// How many jobs are under way or wait to be told; each may hold a document, so this bounds memory.
const MOST_OPEN: usize = 16;

/// Hands each job to a thread and each result to `told`, in the order of the jobs. `None` is the result of a job that failed
/// by a defect of the program; the others go on.
pub(super) fn in_order<J: Send, R: Send>(
    threads: usize,
    jobs: impl Iterator<Item = J>,
    work: impl Fn(J) -> R + Sync,
    mut told: impl FnMut(Option<R>),
) {
    let (give, take) = mpsc::channel::<(usize, J)>();
    let (done, results) = mpsc::channel::<(usize, Option<R>)>();
    let take = Mutex::new(take);
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            let (done, take, work) = (done.clone(), &take, &work);
            scope.spawn(move || {
                loop {
                    let job = take.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((at, job)) = job else { break };
                    let result = catch_unwind(AssertUnwindSafe(|| work(job))).ok();
                    if done.send((at, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        let mut order = Order { waiting: BTreeMap::new(), next: 0 };
        for (given, job) in jobs.enumerate() {
            while given - order.next >= MOST_OPEN {
                let Ok((at, result)) = results.recv() else { return };
                order.settle(at, result, &mut told);
            }
            if give.send((given, job)).is_err() {
                return;
            }
        }
        drop(give);
        for (at, result) in results {
            order.settle(at, result, &mut told);
        }
    });
}

struct Order<R> {
    waiting: BTreeMap<usize, Option<R>>,
    next: usize,
}

impl<R> Order<R> {
    fn settle(&mut self, at: usize, result: Option<R>, told: &mut impl FnMut(Option<R>)) {
        self.waiting.insert(at, result);
        while let Some(result) = self.waiting.remove(&self.next) {
            told(result);
            self.next += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        let mut found = Vec::new();
        in_order(3, 0..200_u64, |n| if n % 7 == 0 { (0..n * 5_000).sum::<u64>() + n } else { n }, |r| found.extend(r));
        assert_eq!(found.len(), 200);
        assert_eq!((found[1], found[199]), (1, 199));
    }

    #[test]
    fn no_more_than_a_few_are_open_at_once() {
        let (made, told) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let jobs = (0..500).inspect(|_| {
            let open = made.fetch_add(1, Ordering::SeqCst) + 1 - told.load(Ordering::SeqCst);
            assert!(open <= MOST_OPEN + 1, "{open} open");
        });
        in_order(
            2,
            jobs,
            |n| n,
            |_| {
                told.fetch_add(1, Ordering::SeqCst);
            },
        );
        assert_eq!(told.load(Ordering::SeqCst), 500);
    }

    #[test]
    fn one_that_fails_does_not_stop_the_others() {
        let mut found = Vec::new();
        in_order(2, 0..5, |n| if n == 2 { panic!("a defect") } else { n }, |r| found.push(r));
        assert_eq!(found, [Some(0), Some(1), None, Some(3), Some(4)]);
    }
}
