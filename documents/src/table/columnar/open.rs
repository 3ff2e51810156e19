//! From bytes to batches of rows.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use bytes::Bytes;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};

use super::arrow::{File, MAGIC, Messages};
use super::refusals::{broken, of_arrow, too_many_rows};
use crate::error::{DocumentError, MOST_CREDENTIALS};

/// The rows of one batch. A small batch keeps what a dictionary unfolds to small.
const BATCH: usize = 256;
/// The most values of one column: a list may have many in a row.
const MOST_VALUES: i64 = 1_000_000;

type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>>>;

/// Opens what the first bytes say it is.
pub(super) fn open(bytes: &[u8]) -> Result<(SchemaRef, Batches), DocumentError> {
    let bytes = Bytes::copy_from_slice(bytes);
    let opened = guarded(|| {
        if bytes.starts_with(b"PAR1") {
            return parquet(bytes.clone());
        }
        let boxed = if bytes.starts_with(MAGIC) {
            File::open(&bytes).map(|(schema, batches)| (schema, Box::new(batches) as Batches))
        } else {
            Messages::open(&bytes).map(|(schema, batches)| (schema, Box::new(batches) as Batches))
        };
        boxed.map_err(|error| of_arrow(&error))
    });
    let (schema, batches) = opened.unwrap_or_else(|said| Err(broken(&said)))?;
    Ok((schema, Box::new(Guarded { batches, over: false })))
}

fn parquet(bytes: Bytes) -> Result<(SchemaRef, Batches), DocumentError> {
    let of_parquet = |error: parquet::errors::ParquetError| of_arrow(&error.into());
    let metadata = ArrowReaderMetadata::load(&bytes, ArrowReaderOptions::new()).map_err(of_parquet)?;
    bounded(metadata.metadata())?;
    // Views point into the dictionary; a plain text would be copied once for each row.
    let schema = Arc::new(Schema::new(viewed(metadata.schema().fields())));
    let options = ArrowReaderOptions::new().with_schema(Arc::clone(&schema));
    let metadata = ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options).map_err(of_parquet)?;
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(bytes, metadata)
        .with_batch_size(BATCH)
        .build()
        .map_err(of_parquet)?;
    Ok((schema, Box::new(reader)))
}

/// What the file says of its own size, before anything of it is unpacked.
fn bounded(metadata: &ParquetMetaData) -> Result<(), DocumentError> {
    let most = i64::try_from(MOST_CREDENTIALS).unwrap_or(i64::MAX);
    if metadata.file_metadata().num_rows() > most {
        return Err(too_many_rows());
    }
    for chunk in metadata.row_groups().iter().flat_map(RowGroupMetaData::columns) {
        if chunk.num_values() > MOST_VALUES {
            let found = format!("the column `{}` has {} values", chunk.column_path().string(), chunk.num_values());
            return Err(broken(&format!("{found} and at most {MOST_VALUES} are read")));
        }
    }
    Ok(())
}

fn viewed(fields: &Fields) -> Fields {
    let field = |field: &Arc<Field>| Arc::new(field.as_ref().clone().with_data_type(view_of(field.data_type())));
    fields.iter().map(field).collect()
}

fn view_of(kind: &DataType) -> DataType {
    let inner = |field: &Arc<Field>| Arc::new(field.as_ref().clone().with_data_type(view_of(field.data_type())));
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 => DataType::Utf8View,
        DataType::Struct(fields) => DataType::Struct(viewed(fields)),
        DataType::List(field) => DataType::List(inner(field)),
        DataType::LargeList(field) => DataType::LargeList(inner(field)),
        other => other.clone(),
    }
}

/// The decoders check what they read, and still some broken file may find a check that is missing: that is a refusal of the
/// file, not the end of a run over ten thousand of them.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| "what it holds contradicts itself".to_owned())
}

struct Guarded {
    batches: Batches,
    over: bool,
}

impl Iterator for Guarded {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let next = guarded(|| self.batches.next()).unwrap_or_else(|said| Some(Err(ArrowError::ParseError(said))));
        self.over = !matches!(next, Some(Ok(_)));
        next
    }
}
