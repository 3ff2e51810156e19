//! Rego, by the virtual machine of regorus: a module compiled once, one machine for all inputs, as its own benchmarks have it.

use std::error::Error;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Rc, Value};

use crate::measure::{Data, Told, decided};

const ENTRY: &str = "data.checks.decision";

pub(crate) fn all(data: &Data) -> Result<Vec<Told>, Box<dyn Error>> {
    let mut engine = Engine::new();
    engine.add_policy("checks.rego".to_owned(), data.rules("checks.rego")?)?;
    let policy = engine.compile_with_entrypoint(&Rc::from(ENTRY))?;
    let program = Compiler::compile_from_policy(&policy, &[ENTRY])?;
    let mut machine = RegoVM::new();
    machine.load_program(program);
    machine.set_data(Value::new_object())?;
    let rows = data.records.len().min(20_000);
    let inputs =
        data.records.iter().take(rows).map(|line| Value::from_json_str(line)).collect::<Result<Vec<_>, _>>()?;
    let mut one = |input: &Value| -> Result<u32, Box<dyn Error>> {
        machine.set_input(input.clone());
        Ok(machine.execute()?.as_u32()?)
    };
    let told = data.measure(
        ("Rego (regorus, RVM)", Some("regorus"), "values in memory → outcomes, bitmasks", "one"),
        rows,
        || inputs.iter().map(&mut one).collect::<Result<Vec<u32>, _>>(),
        |found| decided(*found),
    )?;
    Ok(vec![told])
}
