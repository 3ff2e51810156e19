//! Writes instances and our answers, and compares them with those of the peers.
//!
//! `stack_table solve ITEMS SLOTS LIMITS KIND COUNT FOLDER`
use std::io::Write;

use cpu_time::ProcessTime;
use credstack_benches::instances::{Kind, Shape, instance};
use credstack_benches::json;
use credstack_stacking::{Budget, Proof, solve};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let n = |at: usize| -> usize { args[at].parse().unwrap() };
    let shape = Shape { items: n(0), slots: n(1), limits: n(2), kind: if args[3] == "parts" { Kind::Parts } else { Kind::Whole } };
    let steps: u64 = args.get(6).map_or(200_000, |s| s.parse().unwrap());
    let mut instances = std::fs::File::create(format!("{}/instances.jsonl", args[5]))?;
    let mut answers = std::fs::File::create(format!("{}/ours.jsonl", args[5]))?;
    let (mut times, mut unproven) = (Vec::new(), 0);
    for seed in 0..n(4) as u64 {
        let problem = instance(shape, seed);
        let start = ProcessTime::now();
        let solution = solve(&problem, Budget { steps })?;
        let ms = start.elapsed().as_secs_f64() * 1000.0;
        let proven = solution.proof == Proof::Optimal;
        unproven += usize::from(!proven);
        times.push(ms);
        let name = format!("{seed}");
        writeln!(instances, "{}", serde_json::json!({"name": name, "problem": json::problem(&problem)}))?;
        let value = json::levels(solution.stack.value);
        writeln!(answers, "{}", serde_json::json!({"name": name, "proven": proven, "value": value, "cpu_ms": ms, "steps": solution.steps}))?;
    }
    times.sort_by(f64::total_cmp);
    let at = |p: usize| times[(times.len() - 1) * p / 100];
    println!("{shape:?}: median {:.3} ms, p90 {:.3}, p99 {:.3}, worst {:.3}, unproven {unproven}", at(50), at(90), at(99), at(100));
    Ok(())
}
