//! The Common Expression Language: one expression, compiled once, in contexts that were made before.

use std::error::Error;
use std::sync::Arc;

use cel::{Context, Env, Program, Value};

use crate::measure::{Data, Told, decided};

fn context(env: &Arc<Env>, line: &str) -> Result<Context<'static, 'static>, Box<dyn Error>> {
    let record: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line)?;
    let mut context = Context::with_env(Arc::clone(env));
    for (fact, value) in record {
        let value = match value {
            serde_json::Value::Bool(value) => Value::Bool(value),
            serde_json::Value::Number(value) => Value::Int(value.as_i64().ok_or("no whole number")?),
            serde_json::Value::String(value) => value.into(),
            _ => Value::Null,
        };
        context.add_variable_from_value(fact, value);
    }
    Ok(context)
}

pub(crate) fn all(data: &Data) -> Result<Vec<Told>, Box<dyn Error>> {
    let program = Program::compile(&data.rules("checks.cel")?)?;
    let env = Arc::new(Env::stdlib());
    let rows = data.records.len().min(20_000);
    let contexts = data.records.iter().take(rows).map(|line| context(&env, line)).collect::<Result<Vec<_>, _>>()?;
    let one = |context: &Context<'_, '_>| match program.execute(context)? {
        Value::Int(found) => Ok(u32::try_from(found)?),
        other => Err(format!("{other:?} is no number").into()),
    };
    let told = data.measure(
        ("CEL (cel)", Some("cel"), "contexts in memory → outcomes, bitmasks", "one"),
        rows,
        || contexts.iter().map(one).collect::<Result<Vec<u32>, Box<dyn Error>>>(),
        |found| decided(*found),
    )?;
    Ok(vec![told])
}
