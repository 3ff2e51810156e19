//! x
use crate::*;
/// x
pub fn pdf(_: &Statement, _: &Templates) -> Result<Vec<u8>, TemplateError> { Ok(vec![]) }
