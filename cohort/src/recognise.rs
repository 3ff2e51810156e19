//! What is proposed for each credential of a table.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow_array::{ArrayRef, RecordBatch, StringArray, UInt32Array, UInt64Array};
use arrow_schema::SchemaRef;
use arrow_select::take::take_record_batch;
use credstack::documents::{Alike, DocumentError, Mapping, Weight};
use credstack::engine::{Budget, Look, Rulebook};
use credstack::in_parallel;
use credstack::model::policy::PolicySet;
use credstack::model::{Claim, Credential};

use crate::error::CohortError;
use crate::outcomes::{self, Table, Value};
use crate::rows::{Reader, Row};

/// So many kinds of rows and values are remembered by a thread before it begins anew: some hundred megabytes at the most.
const MOST_REMEMBERED: usize = 400_000;

/// All that recognising needs but a credential.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The rules.
    pub set: Arc<PolicySet>,
    /// The policy, compiled.
    pub book: Arc<Rulebook>,
    /// The claim, complete.
    pub claim: Arc<Claim>,
    /// How many worlds may be looked at for a credential.
    pub budget: Budget,
}

/// Decides the rows of a table, part by part, on several threads. Rows that say the same as far as the rules look are decided
/// once in each thread.
pub struct Recogniser {
    desk: Desk,
    reader: Reader,
    workers: Vec<Worker>,
}

impl Recogniser {
    /// `threads` is how many parts are decided at the same time.
    pub fn new(desk: Desk, reader: Reader, threads: usize) -> Self {
        let workers = std::iter::repeat_with(Worker::default).take(threads.max(1)).collect();
        Self { desk, reader, workers }
    }

    /// The outcomes of rows that are read already, in their order.
    ///
    /// # Errors
    /// [`CohortError::Table`] where a result cannot be written.
    pub fn rows(&self, rows: &[Row]) -> Result<RecordBatch, CohortError> {
        one_by_one(&self.desk, rows, self.threads())
    }

    /// By what it decides.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// What the columns of a table are for.
    pub fn mapping(&self) -> &Mapping {
        self.reader.mapping()
    }

    /// How many parts it is best to hand in at a time.
    pub fn threads(&self) -> usize {
        self.workers.len()
    }

    /// The outcomes of each part, in the order of the parts. With each stands the number of its first row, from 0 on; of
    /// [`ROWS`](crate::ROWS) rows or fewer a part should be.
    ///
    /// # Errors
    /// [`CohortError`] where it is the table that cannot be read, and not a row of it.
    pub fn parts(&mut self, parts: &[(u64, RecordBatch)]) -> Result<Vec<RecordBatch>, CohortError> {
        let (desk, reader, next) = (&self.desk, &self.reader, AtomicUsize::new(0));
        let work = |worker: &mut Worker| {
            let mut found = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some((first, part)) = parts.get(at) else { return found };
                found.push((at, worker.part(desk, reader, part, *first)));
            }
        };
        let Some((own, others)) = self.workers.split_first_mut() else { return Ok(Vec::new()) };
        let others = others.get_mut(..parts.len().saturating_sub(1).min(others.len())).unwrap_or_default();
        let mut found = std::thread::scope(|scope| {
            let others: Vec<_> = others.iter_mut().map(|worker| scope.spawn(move || work(worker))).collect();
            let mut found = work(own);
            for other in others {
                match other.join() {
                    Ok(more) => found.extend(more),
                    Err(defect) => std::panic::resume_unwind(defect),
                }
            }
            found
        });
        found.sort_unstable_by_key(|(at, _)| *at);
        found.into_iter().map(|(_, told)| told).collect()
    }
}

/// What a thread remembers of the tables that it has seen.
#[derive(Default)]
struct Worker {
    seen: Option<Seen>,
}

/// The kinds of rows of tables of one schema, and what was decided of each.
struct Seen {
    schema: SchemaRef,
    alike: Option<Alike>,
    /// By the number of the kind: a row has one credential or none.
    told: Vec<Told>,
}

/// What is told of every row of a kind.
struct Told {
    /// Whether there is a credential, which then has an identifier.
    is_credential: bool,
    values: Vec<Value>,
}

impl Worker {
    fn part(
        &mut self,
        desk: &Desk,
        reader: &Reader,
        part: &RecordBatch,
        first: u64,
    ) -> Result<RecordBatch, CohortError> {
        let fits = |seen: &Seen| seen.schema == part.schema() && seen.size() <= MOST_REMEMBERED;
        let seen = match self.seen.take().filter(fits) {
            Some(seen) => seen,
            None => Seen { schema: part.schema(), alike: alike(desk, reader, part)?, told: Vec::new() },
        };
        let seen = self.seen.insert(seen);
        match &mut seen.alike {
            None => one_by_one(desk, &reader.rows(part, first)?, 1),
            Some(alike) => {
                let of_table = |error: DocumentError| CohortError::Document { place: "the table".to_owned(), error };
                let kinds = alike.kinds(part).map_err(of_table)?;
                learn(desk, reader, part, &kinds, &mut seen.told)?;
                let ids = alike.ids(part).map_err(of_table)?;
                tell(&seen.told, &kinds, &ids, first)
            }
        }
    }
}

impl Seen {
    fn size(&self) -> usize {
        self.alike.as_ref().map_or(0, Alike::size)
    }
}

/// What tells rows apart, where answers are not for a certain credential: then all depends on which one it is.
fn alike(desk: &Desk, reader: &Reader, part: &RecordBatch) -> Result<Option<Alike>, CohortError> {
    let found = reader.alike(&part.schema(), |id| match desk.book.look(id, &desk.claim) {
        Look::Presence => Weight::Presence,
        Look::Days(days) => Weight::Days(days),
        Look::Value => Weight::Value,
    })?;
    Ok(found.filter(|_| desk.claim.answers.iter().all(|answer| answer.credential.is_none())))
}

/// Decides the first row of each kind that was not met before.
fn learn(
    desk: &Desk,
    reader: &Reader,
    part: &RecordBatch,
    kinds: &[u32],
    told: &mut Vec<Told>,
) -> Result<(), CohortError> {
    let mut new: Vec<u32> = Vec::new();
    for (row, kind) in (0_u32..).zip(kinds) {
        if *kind as usize == told.len() + new.len() {
            new.push(row);
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    let rows = take_record_batch(part, &UInt32Array::from(new))?;
    for row in reader.rows(&rows, 0)? {
        told.push(match row.credentials.first() {
            Some(credential) => Told { is_credential: true, values: decided(desk, &row, credential) },
            None => Told { is_credential: false, values: outcomes::nothing(&row.problems) },
        });
    }
    Ok(())
}

fn decided(desk: &Desk, row: &Row, credential: &Credential) -> Vec<Value> {
    let proposal = credstack::propose(&desk.book, credential, &desk.claim, desk.budget);
    outcomes::recognised(&desk.set, &row.problems, &proposal)
}

/// A line for each row: what is told of its kind is written once and then taken for all its rows.
fn tell(told: &[Told], kinds: &[u32], ids: &[Option<String>], first: u64) -> Result<RecordBatch, CohortError> {
    let mut table = Table::of_credentials();
    let mut places: HashMap<u32, u32> = HashMap::new();
    let mut taken: Vec<u32> = Vec::with_capacity(kinds.len());
    let mut has_credential: Vec<bool> = Vec::with_capacity(kinds.len());
    let before = [Value::Number(None), Value::Word(None)];
    for kind in kinds {
        let next = u32::try_from(places.len()).unwrap_or(u32::MAX);
        let Some(of_kind) = told.get(*kind as usize) else { continue };
        let place = *places.entry(*kind).or_insert_with(|| {
            table.push(before.iter().chain(&of_kind.values));
            next
        });
        taken.push(place);
        has_credential.push(of_kind.is_credential);
    }
    let rows = take_record_batch(&table.finish()?, &UInt32Array::from(taken))?;
    let id = |(has, id): (&bool, &Option<String>)| has.then(|| id.clone().unwrap_or_else(|| "#".to_owned()));
    let (schema, mut columns, count) = rows.into_parts();
    let own: [ArrayRef; 2] = [
        Arc::new(UInt64Array::from_iter_values((first..).take(count))),
        Arc::new(has_credential.iter().zip(ids).map(id).collect::<StringArray>()),
    ];
    for (slot, column) in columns.iter_mut().zip(own) {
        *slot = column;
    }
    Ok(RecordBatch::try_new(schema, columns)?)
}

/// A line for each credential, each decided by itself.
fn one_by_one(desk: &Desk, rows: &[Row], threads: usize) -> Result<RecordBatch, CohortError> {
    let decided = in_parallel(rows, threads, |row| -> Vec<Vec<Value>> {
        row.credentials.iter().map(|credential| decided(desk, row, credential)).collect()
    });
    let mut table = Table::of_credentials();
    for (row, decided) in rows.iter().zip(&decided) {
        let at = Value::Number(Some(row.at));
        if row.credentials.is_empty() {
            table.push([&at, &Value::Word(None)].into_iter().chain(&outcomes::nothing(&row.problems)));
        }
        for (credential, values) in row.credentials.iter().zip(decided) {
            let id = Value::Word(Some(credential.id.to_string()));
            table.push([&at, &id].into_iter().chain(values));
        }
    }
    Ok(table.finish()?)
}
