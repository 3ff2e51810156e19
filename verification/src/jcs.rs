//! The canonical form of JSON (RFC 8785), without floating point.
//!
//! RFC 8785, section 3.2.2.3 writes a number as ECMAScript does: the shortest digits that name the same binary number. Of a
//! number of up to fifteen significant digits these are its own digits; of a longer one they cannot be told without floating
//! point, and it is refused.

use serde_json::{Map, Value};

/// The significant digits that a binary number of 64 bits always keeps.
const MOST_DIGITS: usize = 15;

/// Powers of ten beyond which a binary number of 64 bits loses digits.
const MOST_POWER: i64 = 290;

/// The canonical form of a value.
///
/// # Errors
/// The number that cannot be written.
pub(crate) fn canonical(value: &Value) -> Result<String, String> {
    let mut out = String::new();
    write(value, &mut out)?;
    Ok(out)
}

fn write(value: &Value, out: &mut String) -> Result<(), String> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(&number_text(&number.to_string())?),
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        Value::Object(members) => write_object(members, out)?,
    }
    Ok(())
}

fn write_object(members: &Map<String, Value>, out: &mut String) -> Result<(), String> {
    let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
    // Section 3.2.3: by the units of UTF-16, which is not the order of code points.
    sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push('{');
    for (at, (name, value)) in sorted.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_text(name, out);
        out.push(':');
        write(value, out)?;
    }
    out.push('}');
    Ok(())
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// A number as ECMAScript writes it.
fn number_text(stated: &str) -> Result<String, String> {
    let (sign, unsigned) = stated.strip_prefix('-').map_or(("", stated), |rest| ("-", rest));
    let (mantissa, power) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let refused = || format!("the number {stated} has more digits than its canonical form can be told of (RFC 8785)");
    let power: i64 = power.parse().map_err(|_| refused())?;
    let digits = format!("{whole}{fraction}");
    let leading = digits.len() - digits.trim_start_matches('0').len();
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    if significant.is_empty() {
        return Ok("0".to_owned());
    }
    // The number is 0.significant times ten to the power `point`.
    let point = length(whole)? - length_of(leading)? + power;
    if significant.len() > MOST_DIGITS || point.abs() > MOST_POWER {
        return Err(refused());
    }
    Ok(format!("{sign}{}", placed(significant, point, length(significant)?)))
}

fn length(text: &str) -> Result<i64, String> {
    length_of(text.len())
}

fn length_of(count: usize) -> Result<i64, String> {
    i64::try_from(count).map_err(|_| "a number is too long".to_owned())
}

/// The layout of ECMA-262, `Number::toString`: plain from 0.000001 to 21 digits, else with an exponent.
fn placed(digits: &str, point: i64, count: i64) -> String {
    let zeros = |n: i64| "0".repeat(usize::try_from(n).unwrap_or(0));
    match usize::try_from(point) {
        Ok(at) if count <= point && point <= 21 && at > 0 => format!("{digits}{}", zeros(point - count)),
        Ok(at) if at > 0 && point <= 21 => format!("{}.{}", &digits[..at], &digits[at..]),
        _ if -6 < point && point <= 0 => format!("0.{}{digits}", zeros(-point)),
        _ => {
            let (first, rest) = digits.split_at(1);
            let rest = if rest.is_empty() { String::new() } else { format!(".{rest}") };
            let sign = if point > 0 { "+" } else { "-" };
            format!("{first}{rest}e{sign}{}", (point - 1).abs())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::canonical;
    use crate::json;

    fn of(text: &str) -> Result<String, String> {
        canonical(&json::parse(text).unwrap())
    }

    #[test]
    fn numbers_are_written_as_rfc_8785_writes_them() {
        let cases = [
            ("0", "0"),
            ("-0", "0"),
            ("1.0", "1"),
            ("4.50", "4.5"),
            ("2e-3", "0.002"),
            ("1E30", "1e+30"),
            ("10", "10"),
            ("0.000001", "0.000001"),
            ("1e-7", "1e-7"),
            ("1e-27", "1e-27"),
            ("123456789012345", "123456789012345"),
            ("1e20", "100000000000000000000"),
            ("1e21", "1e+21"),
            ("-3.25e2", "-325"),
            ("1.5e-9", "1.5e-9"),
        ];
        for (stated, written) in cases {
            assert_eq!(of(stated).as_deref(), Ok(written), "{stated}");
        }
    }

    #[test]
    fn a_number_that_binary_does_not_keep_is_refused() {
        for stated in ["333333333.33333329", "9007199254740993", "1e400", "1e99999999999999999999"] {
            assert!(of(stated).is_err(), "{stated}");
        }
    }

    #[test]
    fn names_are_in_the_order_of_utf_16() {
        // The example of RFC 8785, section 3.2.3: U+FB33 comes after the surrogates of U+1F600.
        assert_eq!(
            of(r#"{"\ufb33":1,"\ud83d\ude00":2,"1":3,"\r":4,"\u00f6":5,"\u20ac":6,"\u0080":7}"#).unwrap(),
            "{\"\\r\":4,\"1\":3,\"\u{80}\":7,\"ö\":5,\"€\":6,\"😀\":2,\"\u{fb33}\":1}"
        );
    }
}
