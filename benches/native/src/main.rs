//! Recognition beside other engines in Rust: `credstack-native-peers FOLDER PACK RUNS` reads the records, the rules of the peers
//! and what has to come out, all written by `benches/peers`, and prints a line of JSON for each engine.
//!
//! Every engine decides every record once before the time is taken, and each of its decisions is compared.

mod cedar;
mod expression;
mod hand;
mod logic;
mod measure;
mod ours;
mod rego;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use measure::{Data, Told};

/// All engines hand out memory in the same way.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn run(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [folder, pack, runs] = arguments else { return Err("arguments: FOLDER PACK RUNS".into()) };
    let data = Data::read(Path::new(folder), runs.parse()?)?;
    let tell = |told: Vec<Told>| told.iter().for_each(|one| println!("{}", one.json()));
    tell(hand::all(&data)?);
    tell(ours::all(&data, Path::new(pack))?);
    tell(logic::all(&data)?);
    tell(rego::all(&data)?);
    tell(expression::all(&data)?);
    tell(cedar::all(&data)?);
    Ok(())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("credstack-native-peers: {error}");
            ExitCode::FAILURE
        }
    }
}
