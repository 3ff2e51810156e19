//! The run over a file.

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};

use arrow_array::RecordBatch;
use credstack::source::SourceMap;

use super::error::BatchError;
use super::identity::identity;
use super::piece::{Piece, Place, Rows};
use super::sink::{Sink, Written};
use super::source::open;
use super::state::{Input, PartFile, State};
use super::tally::with_problems;
use crate::error::CohortError;
use crate::outcomes::recognised_columns;
use crate::recognise::Recogniser;

/// What is to be decided, and where the results go.
#[derive(Debug, Clone)]
pub struct Batch {
    /// A Parquet file, comma-separated values or JSON Lines.
    pub input: PathBuf,
    /// The folder of the results; it is made where it is not there.
    pub folder: PathBuf,
    /// In which format.
    pub written: Written,
    /// How many rows a part has at least, but for the last.
    pub part_rows: u64,
    /// Whether the parts of an earlier run are removed.
    pub restart: bool,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows that are decided, those of earlier runs among them.
    pub rows: u64,
    /// How many there are, where the format says so.
    pub of: Option<u64>,
    /// Bytes of the input that are behind, where it is read by bytes.
    pub bytes: u64,
}

/// Decides all rows of a file, going on where an earlier run with the same folder ended. `sources` are the rules as they are
/// written, by which a run is known again. `progress` hears how far it is and says whether to go on.
///
/// # Errors
/// [`BatchError`] where the input, the folder or the rules are not as they have to be. Whole parts stay, and the same call goes on
/// behind them.
pub fn batch(
    recogniser: &mut Recogniser,
    sources: &SourceMap,
    asked: &Batch,
    mut progress: impl FnMut(Progress) -> bool,
) -> Result<State, BatchError> {
    let decided_by = identity(recogniser.desk(), recogniser.mapping(), sources);
    let mut state = begun(asked, State::new(Input::of(&asked.input)?, decided_by))?;
    if state.complete {
        return Ok(state);
    }
    let source = open(&asked.input, &recogniser.desk().set, recogniser.mapping(), state.next())?;
    let (of, threads) = (source.rows(), recogniser.threads());
    let (send, receive) = sync_channel(2 * threads);
    let mut part = Part { asked, state: &mut state, sink: None, rows: 0 };
    let done = std::thread::scope(|scope| {
        // Rows are read while those before them are decided. A reader that nobody hears any more ends.
        scope.spawn(move || {
            for piece in source {
                if send.send(piece).is_err() {
                    break;
                }
            }
        });
        // It is gone before the reader is waited for, who would else wait to be heard.
        let receive = receive;
        decide(recogniser, &receive, &mut part, |rows, bytes| progress(Progress { rows, of, bytes }))
    });
    match done {
        Ok(()) => part.close()?,
        Err(error) => {
            part.give_up();
            return Err(error);
        }
    }
    state.complete = true;
    state.write(&asked.folder)?;
    Ok(state)
}

/// The state of an earlier run with the same folder, or that of a new one.
fn begun(asked: &Batch, fresh: State) -> Result<State, BatchError> {
    fs::create_dir_all(&asked.folder).map_err(BatchError::file(&asked.folder))?;
    let earlier = if asked.restart { None } else { State::read(&asked.folder)? };
    let Some(earlier) = earlier else {
        State::clear(&asked.folder, |_| false)?;
        return Ok(fresh);
    };
    let other = |found: String| BatchError::OtherRun { folder: asked.folder.clone(), found };
    if let Some(found) = fresh.differs(&earlier) {
        return Err(other(found));
    }
    let gone = earlier.parts.iter().find(|part| !asked.folder.join(&part.file).is_file());
    if let Some(gone) = gone {
        return Err(other(format!("its part `{}` is gone", gone.file)));
    }
    // A part that is not listed was not whole, or is written again just as it was.
    State::clear(&asked.folder, |name| earlier.parts.iter().any(|part| part.file == name))?;
    Ok(earlier)
}

fn decide(
    recogniser: &mut Recogniser,
    pieces: &Receiver<Result<Piece, BatchError>>,
    part: &mut Part<'_>,
    mut progress: impl FnMut(u64, u64) -> bool,
) -> Result<(), BatchError> {
    loop {
        let some: Vec<Piece> = pieces.iter().take(recogniser.threads()).collect::<Result<_, _>>()?;
        let Some(end) = some.last().map(|piece| piece.end) else { return Ok(()) };
        for (piece, outcomes) in outcomes(recogniser, some).map_err(BatchError::input(&part.asked.input))? {
            part.take(&piece, &outcomes)?;
        }
        if !progress(end.rows, end.bytes) {
            return Err(BatchError::Stopped { rows: part.state.next().rows });
        }
    }
}

/// The outcomes of each piece.
pub(super) fn outcomes(
    recogniser: &mut Recogniser,
    pieces: Vec<Piece>,
) -> Result<Vec<(Piece, RecordBatch)>, CohortError> {
    let table = |piece: &Piece| match &piece.rows {
        Rows::Table(rows) => Some((piece.first, rows.clone())),
        Rows::Read(_) => None,
    };
    let tables: Vec<(u64, RecordBatch)> = pieces.iter().filter_map(table).collect();
    let mut decided = recogniser.parts(&tables)?.into_iter();
    let mut found = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let outcomes = match &piece.rows {
            Rows::Read(rows) => Some(recogniser.rows(rows)?),
            Rows::Table(_) => decided.next(),
        };
        if let Some(outcomes) = outcomes {
            let outcomes = with_problems(outcomes, &piece.problems)?;
            found.push((piece, outcomes));
        }
    }
    Ok(found)
}

/// The part that is being written.
struct Part<'a> {
    asked: &'a Batch,
    state: &'a mut State,
    sink: Option<(Sink, String, Place)>,
    /// Rows of the input in it so far.
    rows: u64,
}

impl Part<'_> {
    fn take(&mut self, piece: &Piece, outcomes: &RecordBatch) -> Result<(), BatchError> {
        let (mut sink, file, _) = match self.sink.take() {
            Some(open) => open,
            None => {
                let file = self.state.next_file(self.asked.written);
                let path = self.asked.folder.join(&file);
                (Sink::new(&path, self.asked.written, &recognised_columns())?, file, piece.end)
            }
        };
        let written = sink.write(outcomes);
        self.sink = Some((sink, file, piece.end));
        written?;
        self.rows += piece.count;
        self.state.tally.take(outcomes, piece.count);
        if self.rows >= self.asked.part_rows { self.close() } else { Ok(()) }
    }

    /// Puts the part in its place, and then says that it is there.
    fn close(&mut self) -> Result<(), BatchError> {
        let Some((sink, file, end)) = self.sink.take() else { return Ok(()) };
        sink.finish()?;
        let rows = std::mem::take(&mut self.rows);
        self.state.parts.push(PartFile {
            file,
            rows,
            rows_before_next: end.rows,
            bytes_before_next: end.bytes,
            lines_before_next: end.lines,
        });
        self.state.write(&self.asked.folder)
    }

    fn give_up(&mut self) {
        if let Some((sink, ..)) = self.sink.take() {
            sink.give_up();
        }
    }
}
