//! Random instances of stacking, solved by us and by the integer solvers of `tests/differential`, in one run:
//!
//! `stack_table FOLDER COUNT SECONDS [PYTHON PEER]` writes instances and answers below the folder. With an interpreter that has
//! the solvers (`tests/differential/run` makes one) and the path of `peer.py` it runs each solver in a process of its own and
//! compares. Times are of the processor, without reading and writing. It fails where two proven answers differ.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use cpu_time::ProcessTime;
use credstack_benches::instances::{Kind, Shape, instance};
use credstack_benches::json;
use credstack_stacking::{Budget, Proof, check, solve};
use serde_json::{Value as Json, json};

const PEERS: [&str; 3] = ["cpsat", "highs", "clingo"];

/// Credentials, slots, how credentials fill them.
const SHAPES: [(usize, usize, Kind); 12] = [
    (10, 3, Kind::Whole),
    (20, 3, Kind::Whole),
    (20, 6, Kind::Whole),
    (20, 10, Kind::Whole),
    (40, 3, Kind::Whole),
    (40, 6, Kind::Whole),
    (40, 10, Kind::Whole),
    (80, 3, Kind::Whole),
    (80, 6, Kind::Whole),
    (36, 40, Kind::Whole),
    (7, 3, Kind::Parts),
    (10, 3, Kind::Parts),
];

type Anything<T> = Result<T, Box<dyn Error>>;

/// One answer: the parts of the value where they are proven, and microseconds.
struct Answer {
    value: Option<Vec<i64>>,
    micros: u64,
}

fn main() -> Anything<ExitCode> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, count, seconds, peer @ ..] = args.as_slice() else {
        return Err("stack_table FOLDER COUNT SECONDS [PYTHON PEER]".into());
    };
    let (count, seconds): (u64, u64) = (count.parse()?, seconds.parse()?);
    println!("| Credentials | Slots | | Solver | Median ms | 99th percentile | Worst | Proven | Differ from ours |");
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let (mut differing, mut compared) = (0, 0);
    for (items, slots, kind) in SHAPES {
        let shape = Shape { items, slots, limits: 3, kind };
        let place = Path::new(folder).join(format!("{items}-{slots}-{kind:?}"));
        fs::create_dir_all(&place)?;
        let ours = ours(shape, count, &place)?;
        tell(shape, "credstack", &ours, &ours);
        for name in PEERS.iter().filter(|_| !peer.is_empty()) {
            let theirs = theirs(peer, name, seconds, &place)?;
            let (differ, both) = tell(shape, name, &theirs, &ours);
            (differing, compared) = (differing + differ, compared + both);
        }
    }
    println!("\n{compared} answers of peers compared with ours, {differing} differ.");
    Ok(if differing == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Solves the instances of a shape, and writes them for the others.
fn ours(shape: Shape, count: u64, place: &Path) -> Anything<Vec<Answer>> {
    let (mut instances, mut answers) = (String::new(), Vec::new());
    for seed in 0..count {
        let problem = instance(shape, seed);
        writeln!(instances, "{}", json!({"name": seed.to_string(), "problem": json::problem(&problem)}))?;
        let start = ProcessTime::now();
        let solution = solve(&problem, Budget::default())?;
        let micros = u64::try_from(start.elapsed().as_micros())?;
        if let Err(faults) = check(&problem, &solution.stack) {
            return Err(format!("{shape:?}, seed {seed}: {faults:?}").into());
        }
        let value = (solution.proof == Proof::Optimal).then(|| solution.stack.value.parts().to_vec());
        answers.push(Answer { value, micros });
    }
    fs::write(place.join("instances.jsonl"), instances)?;
    Ok(answers)
}

/// What a peer makes of the same instances.
fn theirs(peer: &[String], name: &str, seconds: u64, place: &Path) -> Anything<Vec<Answer>> {
    let [python, script] = peer else { return Err("an interpreter and the path of peer.py".into()) };
    let out: PathBuf = place.join(format!("{name}.jsonl"));
    let status = Command::new(python)
        .args([script.as_str(), name, &seconds.to_string()])
        .stdin(File::open(place.join("instances.jsonl"))?)
        .stdout(File::create(&out)?)
        .status()?;
    if !status.success() {
        return Err(format!("{name} ended with {status}").into());
    }
    let mut answers = Vec::new();
    for line in fs::read_to_string(out)?.lines() {
        let answer: Json = serde_json::from_str(line)?;
        let value = answer["value"].as_array().map(|v| v.iter().filter_map(Json::as_i64).collect());
        answers.push(Answer { value, micros: answer["cpu_us"].as_u64().ok_or("no time")? });
    }
    Ok(answers)
}

/// Prints a line of the table; how many answers differ from ours, and how many were compared.
fn tell(shape: Shape, name: &str, answers: &[Answer], ours: &[Answer]) -> (usize, usize) {
    let mut times: Vec<u64> = answers.iter().map(|a| a.micros).collect();
    times.sort_unstable();
    let at = |percent: usize| millis(times.get(times.len().saturating_sub(1) * percent / 100).copied().unwrap_or(0));
    let proven = answers.iter().filter(|a| a.value.is_some()).count();
    let both = answers.iter().zip(ours).filter_map(|(a, b)| Some((a.value.as_ref()?, b.value.as_ref()?)));
    let (mut differ, mut compared) = (0, 0);
    for (theirs, ours) in both {
        compared += 1;
        differ += usize::from(theirs != ours);
    }
    let Shape { items, slots, kind, .. } = shape;
    let kind = if kind == Kind::Whole { "whole" } else { "parts" };
    let (median, late, worst, all) = (at(50), at(99), at(100), answers.len());
    println!("| {items} | {slots} | {kind} | {name} | {median} | {late} | {worst} | {proven} of {all} | {differ} |");
    (differ, compared)
}

fn millis(micros: u64) -> String {
    format!("{}.{:03}", micros / 1000, micros % 1000)
}
