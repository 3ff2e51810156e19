//! Arrow as a stream of messages, and as a file whose footer says where each stands.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::convert::fb_to_schema;
use arrow_ipc::reader::{FileDecoder, StreamDecoder};
use arrow_ipc::{Block, MessageHeader, root_as_footer, root_as_message};
use arrow_schema::{ArrowError, SchemaRef};
use bytes::Bytes;

use super::refusals::MOST_TEXT;

/// What stands at both ends of a file.
pub(super) const MAGIC: &[u8] = b"ARROW1";
/// What every message begins with, since version 0.15 of the format.
const CONTINUATION: &[u8] = &[0xff; 4];
/// Bytes of the length of a message and of a footer.
const LENGTH: usize = 4;
/// Bytes of the length that stands before a compressed buffer.
const UNPACKED_LENGTH: usize = 8;

/// The batches of a file, by its footer.
pub(super) struct File {
    bytes: Buffer,
    decoder: FileDecoder,
    /// Where the batches stand, the last of them first.
    blocks: Vec<Block>,
}

impl File {
    /// Reads the footer and the dictionaries.
    pub(super) fn open(bytes: &Bytes) -> Result<(SchemaRef, Self), ArrowError> {
        let missing = || broken("its end is missing");
        let before = bytes.strip_suffix(MAGIC).ok_or_else(missing)?;
        let end = before.len().checked_sub(LENGTH).ok_or_else(missing)?;
        let length = before.get(end..).and_then(number).ok_or_else(missing)?;
        let footer = end.checked_sub(length).and_then(|at| before.get(at..end)).ok_or_else(missing)?;
        let footer = root_as_footer(footer).map_err(|error| broken(&error.to_string()))?;
        let schema = Arc::new(fb_to_schema(footer.schema().ok_or_else(|| broken("it has no schema"))?));
        let mut decoder = FileDecoder::new(Arc::clone(&schema), footer.version());
        let bytes = Buffer::from(bytes.clone());
        for block in footer.dictionaries().iter().flatten() {
            decoder.read_dictionary(block, &within(&bytes, block)?)?;
        }
        let blocks = footer.recordBatches().iter().flatten().rev().copied().collect();
        Ok((schema, Self { bytes, decoder, blocks }))
    }
}

impl Iterator for File {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(block) = self.blocks.pop() {
            let read = within(&self.bytes, &block).and_then(|bytes| self.decoder.read_record_batch(&block, &bytes));
            if let Some(read) = read.transpose() {
                return Some(read);
            }
        }
        None
    }
}

/// The bytes of a block, after it was seen that they are there and what they say of themselves.
fn within(bytes: &Buffer, block: &Block) -> Result<Buffer, ArrowError> {
    let false_place = || broken("its footer names a place that is not there");
    let at = usize::try_from(block.offset()).map_err(|_| false_place())?;
    let metadata = usize::try_from(block.metaDataLength()).map_err(|_| false_place())?;
    let body = usize::try_from(block.bodyLength()).map_err(|_| false_place())?;
    let end = at.checked_add(metadata).and_then(|end| end.checked_add(body)).ok_or_else(false_place)?;
    let here = bytes.as_slice().get(at..end).ok_or_else(false_place)?;
    let said = message(here)?.ok_or_else(false_place)?;
    if said.metadata > metadata || said.metadata.saturating_add(said.body) > here.len() {
        return Err(false_place());
    }
    Ok(bytes.slice_with_length(at, here.len()))
}

/// The batches of a stream, after it was seen that each message is within the bytes that are there. (The readers that come with
/// the format reserve what a message says of its length before they look whether it can be true.)
pub(super) struct Messages {
    /// The messages, then the end of the stream.
    rest: [Buffer; 2],
    decoder: StreamDecoder,
}

impl Messages {
    /// Looks through all messages and reads the schema.
    pub(super) fn open(bytes: &Bytes) -> Result<(SchemaRef, Self), ArrowError> {
        let mut end = 0_usize;
        while let Some(Length { metadata, body }) = message(bytes.get(end..).unwrap_or_default())? {
            end = end.saturating_add(metadata).saturating_add(body);
        }
        let over = [CONTINUATION, &[0; LENGTH]].concat();
        let mut all =
            Self { rest: [Buffer::from(bytes.slice(..end)), Buffer::from(over)], decoder: StreamDecoder::new() };
        let schema = all.schema()?;
        Ok((schema, all))
    }

    /// The schema is a message of its own, and the decoder takes it with the beginning of the next.
    fn schema(&mut self) -> Result<SchemaRef, ArrowError> {
        let [first, over] = &mut self.rest;
        let length = message(first)?.map_or(0, |length| length.metadata.saturating_add(length.body));
        let mut schema = first.slice_with_length(0, length);
        first.advance(length);
        self.decoder.decode(&mut schema)?;
        let next = if first.is_empty() { over } else { first };
        self.decoder.decode(&mut next.slice_with_length(0, 1))?;
        next.advance(1);
        self.decoder.schema().ok_or_else(|| broken("its first message is no schema"))
    }
}

impl Iterator for Messages {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let decoder = &mut self.decoder;
        self.rest.iter_mut().find_map(|rest| decoder.decode(rest).transpose())
    }
}

/// How long a message is: what it says of its body, with its own beginning, and the body.
struct Length {
    metadata: usize,
    body: usize,
}

/// Looks at the message that begins here; nothing at the end of the stream.
fn message(rest: &[u8]) -> Result<Option<Length>, ArrowError> {
    let cut_off = || broken("it ends in the middle");
    if rest.is_empty() {
        return Ok(None);
    }
    let inside = rest.strip_prefix(CONTINUATION).ok_or_else(|| broken("a message has no beginning"))?;
    let length = number(inside).ok_or_else(cut_off)?;
    if length == 0 {
        return Ok(None);
    }
    let before = CONTINUATION.len() + LENGTH;
    let metadata = before.saturating_add(length);
    let message = root_as_message(rest.get(before..metadata).ok_or_else(cut_off)?);
    let message = message.map_err(|error| broken(&error.to_string()))?;
    let body = usize::try_from(message.bodyLength()).map_err(|_| broken("a message has a negative length"))?;
    bounded(&message, rest.get(metadata..metadata.saturating_add(body)).ok_or_else(cut_off)?)?;
    Ok(Some(Length { metadata, body }))
}

fn number(bytes: &[u8]) -> Option<usize> {
    let bytes: [u8; LENGTH] = bytes.get(..LENGTH)?.try_into().ok()?;
    usize::try_from(i32::from_le_bytes(bytes)).ok()
}

/// What compressed buffers say that they unpack to.
fn bounded(message: &arrow_ipc::Message<'_>, body: &[u8]) -> Result<(), ArrowError> {
    let batch = match message.header_type() {
        MessageHeader::RecordBatch => message.header_as_record_batch(),
        MessageHeader::DictionaryBatch => message.header_as_dictionary_batch().and_then(|batch| batch.data()),
        _ => None,
    };
    let Some(batch) = batch.filter(|batch| batch.compression().is_some()) else { return Ok(()) };
    let mut all = 0_usize;
    for buffer in batch.buffers().iter().flatten() {
        let at = usize::try_from(buffer.offset()).ok();
        let said = at.and_then(|at| body.get(at..)?.get(..UNPACKED_LENGTH)?.try_into().ok());
        let said = said.map_or(0, i64::from_le_bytes);
        // -1 says that this one is not compressed.
        all = all.saturating_add(usize::try_from(said).unwrap_or(0));
    }
    if all > MOST_TEXT {
        return Err(broken("its columns unpack to more than 64 MiB"));
    }
    Ok(())
}

fn broken(said: &str) -> ArrowError {
    ArrowError::IpcError(said.to_owned())
}
