//! Many credentials, or many wallets, at once: on all processors, each result in the place of what it is about.

use std::sync::atomic::{AtomicUsize, Ordering};

use credstack_engine::{Budget, Rulebook};
use credstack_model::proposal::Proposal;
use credstack_model::{Claim, Credential};

/// How many are taken from the pile at a time: few enough that no thread ends long after the others.
const AT_A_TIME: usize = 16;

/// What [`recognise`](crate::recognise) proposes for each of many credentials, in their order.
///
/// `threads` is how many are looked at together; the result is the same for any number.
pub fn recognise_many(
    book: &Rulebook,
    credentials: &[&Credential],
    claim: &Claim,
    budget: Budget,
    threads: usize,
) -> Vec<Proposal> {
    in_parallel(credentials, threads, |credential| crate::recognise(book, credential, claim, budget))
}

/// Works on all items on so many threads, in any order, and gives the results in theirs.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if threads <= 1 || items.len() <= AT_A_TIME {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let some = || {
        let mut found = Vec::new();
        loop {
            let from = next.fetch_add(AT_A_TIME, Ordering::Relaxed);
            let Some(rest) = items.get(from..).filter(|rest| !rest.is_empty()) else { return found };
            found.push((from, rest.iter().take(AT_A_TIME).map(&work).collect::<Vec<R>>()));
        }
    };
    let mut found: Vec<(usize, Vec<R>)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(some)).collect();
        let mut found = some();
        for other in others {
            match other.join() {
                Ok(more) => found.extend(more),
                Err(defect) => std::panic::resume_unwind(defect),
            }
        }
        found
    });
    found.sort_unstable_by_key(|(from, _)| *from);
    found.into_iter().flat_map(|(_, some)| some).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items_for_any_number_of_threads() {
        let items: Vec<u64> = (0..1_000).collect();
        let slow = |n: &u64| (0..(n % 7) * 1_000).fold(*n, u64::wrapping_add);
        let one: Vec<u64> = items.iter().map(slow).collect();
        for threads in [0, 1, 2, 3, 8] {
            assert_eq!(in_parallel(&items, threads, slow), one, "{threads}");
        }
        assert!(in_parallel(&[], 4, slow).is_empty());
    }
}
