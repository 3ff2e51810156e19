//! The values of a column as small numbers: equal numbers where nothing that matters differs.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{ArrowError, DataType};
use credstack_model::date::Date;
use hashbrown::HashMap;

use super::leaf::Shape;
use super::rows::{Cells, Column};
use super::telling::Telling;

/// Nothing stands there.
const BLANK: u32 = 0;
/// Something stands there, and it does not matter what.
const PRESENT: u32 = 1;

/// Gives a number to each value of a column.
pub(super) struct Coder {
    telling: Telling,
    texts: HashMap<String, u32>,
    /// What values that are no text were found to be, by their bits.
    known: HashMap<u64, u32>,
    kind: DataType,
}

impl Coder {
    pub(super) fn new(telling: Telling) -> Self {
        Self { telling, texts: HashMap::new(), known: HashMap::new(), kind: DataType::Null }
    }

    /// How many values were met.
    pub(super) fn len(&self) -> usize {
        self.texts.len() + self.known.len()
    }

    /// Writes the number of each value of a batch into its slot.
    pub(super) fn codes<'s>(
        &mut self,
        column: &Column,
        slots: impl Iterator<Item = &'s mut u32>,
    ) -> Result<(), ArrowError> {
        let codes = match column.shape {
            Shape::Plain => self.of_array(&column.values)?,
            Shape::List | Shape::Unread => {
                let cells = Cells::new(column)?;
                (0..column.values.len())
                    .map(|at| Ok(self.of_text(&cells.text(at)?)))
                    .collect::<Result<_, ArrowError>>()?
            }
        };
        let nulls = column.nulls.as_ref();
        for (at, (slot, code)) in slots.zip(codes).enumerate() {
            *slot = if nulls.is_some_and(|nulls| nulls.is_null(at)) { BLANK } else { code };
        }
        Ok(())
    }

    fn of_array(&mut self, values: &ArrayRef) -> Result<Vec<u32>, ArrowError> {
        if *values.data_type() != self.kind {
            self.known.clear();
            self.kind = values.data_type().clone();
        }
        match values.data_type() {
            DataType::Utf8 => Ok(values.as_string::<i32>().iter().map(|text| self.of_option(text)).collect()),
            DataType::LargeUtf8 => Ok(values.as_string::<i64>().iter().map(|text| self.of_option(text)).collect()),
            DataType::Utf8View => Ok(values.as_string_view().iter().map(|text| self.of_option(text)).collect()),
            DataType::Dictionary(..) => self.of_dictionary(values),
            DataType::Boolean => {
                let bits: Vec<u64> = values.as_boolean().iter().map(|yes| u64::from(yes == Some(true))).collect();
                self.of_bits(values, bits.into_iter())
            }
            DataType::Int8 => self.of_numbers::<Int8Type>(values, |n| u64::from(n.cast_unsigned())),
            DataType::Int16 => self.of_numbers::<Int16Type>(values, |n| u64::from(n.cast_unsigned())),
            DataType::Int32 => self.of_numbers::<Int32Type>(values, |n| u64::from(n.cast_unsigned())),
            DataType::Int64 => self.of_numbers::<Int64Type>(values, i64::cast_unsigned),
            DataType::UInt8 => self.of_numbers::<UInt8Type>(values, u64::from),
            DataType::UInt16 => self.of_numbers::<UInt16Type>(values, u64::from),
            DataType::UInt32 => self.of_numbers::<UInt32Type>(values, u64::from),
            DataType::UInt64 => self.of_numbers::<UInt64Type>(values, |n| n),
            DataType::Float32 => {
                let bits = values.as_primitive::<Float32Type>().values().inner().typed_data::<u32>().to_vec();
                self.of_bits(values, bits.into_iter().map(u64::from))
            }
            DataType::Float64 => {
                let bits = values.as_primitive::<Float64Type>().values().inner().typed_data::<u64>().to_vec();
                self.of_bits(values, bits.into_iter())
            }
            DataType::Date32 => self.of_numbers::<Date32Type>(values, |n| u64::from(n.cast_unsigned())),
            _ => {
                let column = Column::plain(values);
                let cells = Cells::new(&column)?;
                (0..values.len()).map(|at| Ok(self.of_text(&cells.text(at)?))).collect()
            }
        }
    }

    fn of_option(&mut self, text: Option<&str>) -> u32 {
        text.map_or(BLANK, |text| self.of_text(text))
    }

    /// Each value of a dictionary once, whatever the number of rows that have it.
    fn of_dictionary(&mut self, values: &ArrayRef) -> Result<Vec<u32>, ArrowError> {
        let dictionary = values.as_any_dictionary();
        let codes = self.of_array(dictionary.values())?;
        self.kind = DataType::Null;
        if codes.is_empty() {
            return Ok(vec![BLANK; values.len()]);
        }
        let keys = dictionary.normalized_keys();
        Ok(keys.into_iter().map(|key| codes.get(key).copied().unwrap_or(BLANK)).collect())
    }

    fn of_numbers<T: ArrowPrimitiveType>(
        &mut self,
        values: &ArrayRef,
        bits: impl Fn(T::Native) -> u64,
    ) -> Result<Vec<u32>, ArrowError> {
        self.of_bits(values, values.as_primitive::<T>().values().iter().map(|value| bits(*value)))
    }

    /// A value is written as text when it is first met.
    fn of_bits(&mut self, values: &ArrayRef, bits: impl Iterator<Item = u64>) -> Result<Vec<u32>, ArrowError> {
        let column = Column::plain(values);
        let cells = Cells::new(&column)?;
        let mut codes = Vec::with_capacity(values.len());
        for (at, bits) in bits.enumerate() {
            if values.is_null(at) {
                codes.push(BLANK);
                continue;
            }
            let code = match self.known.get(&bits) {
                Some(code) => *code,
                None => {
                    let code = self.of_text(&cells.text(at)?);
                    self.known.insert(bits, code);
                    code
                }
            };
            codes.push(code);
        }
        Ok(codes)
    }

    fn of_text(&mut self, text: &str) -> u32 {
        if self.telling.is_blank(text) {
            return BLANK;
        }
        let reserved = match &self.telling {
            Telling::Presence(_) => return PRESENT,
            Telling::Days(days) => match plain_day(text) {
                Some(day) => return PRESENT + 1 + place(days, day),
                None => place(days, Date::MAX) + 2,
            },
            Telling::Text => 0,
        };
        let next = PRESENT + 1 + reserved + u32::try_from(self.texts.len()).unwrap_or(u32::MAX / 2);
        *self.texts.entry_ref(text).or_insert(next)
    }
}

/// Where a day lies among others: an even number between two, an odd one on one of them.
fn place(days: &[Date], day: Date) -> u32 {
    let before = days.partition_point(|other| *other < day);
    let on = days.get(before) == Some(&day);
    u32::try_from(2 * before).unwrap_or(u32::MAX / 4) + u32::from(on)
}

/// A day that everyone writes and reads in one way: `2024-09-01`.
fn plain_day(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| {
        bytes
            .get(from..to)?
            .iter()
            .try_fold(0_i16, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i16::from(byte - b'0')))
    };
    let parted = bytes.len() == 10 && bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    parted.then_some(())?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coder(telling: Telling) -> impl FnMut(&str) -> u32 {
        let mut coder = Coder::new(telling);
        move |text| coder.of_text(text)
    }

    #[test]
    fn days_are_told_apart_by_their_place_among_those_that_matter() {
        let day = |text: &str| plain_day(text).expect("a day");
        let mut code = coder(Telling::Days(vec![day("2016-10-01"), day("2024-01-01")]));
        assert_eq!(code("2016-09-30"), code("1999-12-31"), "both before");
        assert_ne!(code("2016-10-01"), code("2016-10-02"), "on the day, after it");
        assert_eq!(code("2016-10-02"), code("2023-12-31"), "both between");
        assert_ne!(code("2023-12-31"), code("2024-01-02"), "before and after");
        // What may be read in several ways is taken as it stands, and is never that of a day.
        for (one, other) in
            [("1.10.2016", "2.10.2016"), ("2016-02-30", "2016-02-31"), ("2016-10-01T00:00", "9999-12-31")]
        {
            assert_ne!(code(one), code(other), "{one}, {other}");
        }
    }

    #[test]
    fn of_what_does_not_matter_only_whether_it_is_there_is_told() {
        let mut code = coder(Telling::Presence(Some("|".to_owned())));
        assert_eq!(code("Ana"), code("Luís"));
        assert_ne!(code("Ana"), code(" "));
        assert_eq!(code(" | "), code(""), "a list of nothing");
    }
}
