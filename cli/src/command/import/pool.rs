//! Work on several threads whose results come in the order of what was handed in, a few at a time.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError, mpsc};

/// How many jobs may always be under way or wait to be told.
const FEW_OPEN: usize = 16;

/// How many at the most: past a long document, the other threads go on with short ones for so long.
const MOST_OPEN: usize = 1024;

/// What more than a few open ones may keep in memory.
const MOST_BYTES: usize = 16 << 20;

/// What a job or a result keeps in memory while it waits.
pub(super) trait Held {
    /// Bytes, roughly.
    fn held(&self) -> usize;
}

/// Hands each job to a thread and each result to `told`, in the order of the jobs. `None` is the result of a job that failed
/// by a defect of the program; the others go on.
pub(super) fn in_order<J: Send + Held, R: Send + Held>(
    threads: usize,
    jobs: impl Iterator<Item = J>,
    work: impl Fn(J) -> R + Sync,
    told: impl FnMut(Option<R>),
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
        let mut order = Order { open: VecDeque::new(), next: 0, bytes: 0, told };
        for job in jobs {
            while order.is_full() {
                let Ok((at, result)) = results.recv() else { return };
                order.settle(at, result);
            }
            if give.send((order.open(&job), job)).is_err() {
                return;
            }
        }
        drop(give);
        for (at, result) in results {
            order.settle(at, result);
        }
    });
}

/// One that is open.
enum Open<R> {
    /// Under way, with the bytes that it keeps.
    Job(usize),
    /// Ready, behind one that is not.
    Result(Option<R>),
}

/// What is open, in the order of the jobs.
struct Order<R, T> {
    open: VecDeque<Open<R>>,
    next: usize,
    bytes: usize,
    told: T,
}

impl<R: Held, T: FnMut(Option<R>)> Order<R, T> {
    fn is_full(&self) -> bool {
        self.open.len() >= FEW_OPEN && (self.open.len() >= MOST_OPEN || self.bytes >= MOST_BYTES)
    }

    /// Takes a job down and says its number.
    fn open(&mut self, job: &impl Held) -> usize {
        self.bytes += job.held();
        self.open.push_back(Open::Job(job.held()));
        self.next + self.open.len() - 1
    }

    fn settle(&mut self, at: usize, result: Option<R>) {
        let held = |result: &Option<R>| result.as_ref().map_or(0, Held::held);
        if let Some(open) = at.checked_sub(self.next).and_then(|place| self.open.get_mut(place)) {
            self.bytes += held(&result);
            if let Open::Job(bytes) = std::mem::replace(open, Open::Result(result)) {
                self.bytes -= bytes;
            }
        }
        while matches!(self.open.front(), Some(Open::Result(_))) {
            if let Some(Open::Result(result)) = self.open.pop_front() {
                self.bytes -= held(&result);
                (self.told)(result);
                self.next += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        let mut found = Vec::new();
        in_order(3, 0..200_u64, |n| if n % 7 == 0 { (0..n * 5_000).sum::<u64>() + n } else { n }, |r| found.extend(r));
        assert_eq!(found.len(), 200);
        assert_eq!((found[1], found[199]), (1, 199));
    }

    impl Held for u64 {
        fn held(&self) -> usize {
            usize::try_from(*self).unwrap_or(usize::MAX)
        }
    }

    /// The most that were open at once of 3,000 jobs of so many bytes, the first of which waits for the others.
    fn most_open(bytes: u64) -> usize {
        let (made, told, most) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        let jobs = (0..3_000).map(|_| {
            let open = made.fetch_add(1, Ordering::SeqCst) + 1 - told.load(Ordering::SeqCst);
            most.fetch_max(open, Ordering::SeqCst);
            bytes
        });
        let first = AtomicBool::new(true);
        in_order(
            2,
            jobs,
            |job| {
                if first.swap(false, Ordering::SeqCst) {
                    std::thread::sleep(std::time::Duration::from_millis(200));
                }
                job
            },
            |_| {
                told.fetch_add(1, Ordering::SeqCst);
            },
        );
        assert_eq!(told.load(Ordering::SeqCst), 3_000);
        most.load(Ordering::SeqCst)
    }

    #[test]
    fn behind_a_long_document_short_ones_go_on_and_large_ones_wait() {
        assert!((MOST_OPEN / 2..=MOST_OPEN + 1).contains(&most_open(10)), "short ones");
        assert!((FEW_OPEN / 2..=FEW_OPEN + 1).contains(&most_open(8 << 20)), "large ones");
    }

    #[test]
    fn one_that_fails_does_not_stop_the_others() {
        let mut found = Vec::new();
        in_order(2, 0..5, |n: u64| if n == 2 { panic!("a defect") } else { n }, |r| found.push(r));
        assert_eq!(found, [Some(0), Some(1), None, Some(3), Some(4)]);
    }
}
