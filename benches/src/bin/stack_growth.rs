//! How the cost of a stack grows with credentials, requirements and limits, as a picture: `stack_growth FILE COUNT`.
//!
//! It also measures many small wallets against one award, on one core: `stack_growth - COUNT` draws nothing.

use std::error::Error;
use std::fmt::Write as _;

use cpu_time::ProcessTime;
use credstack_benches::instances::{Kind, Shape, instance};
use credstack_stacking::{Budget, Problem, solve};

type Anything<T> = Result<T, Box<dyn Error>>;

fn main() -> Anything<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [file, count] = args.as_slice() else { return Err("stack_growth FILE COUNT".into()) };
    let count: u64 = count.parse()?;
    wallets(count * 100)?;
    if file == "-" {
        return Ok(());
    }
    let shape = |items, slots, limits| Shape { items, slots, limits, kind: Kind::Whole };
    let curves = [
        ("credentials, 3 requirements", [5, 10, 15, 20, 30, 40].map(|n| (n, shape(n, 3, 3)))),
        ("requirements, 20 credentials", [1, 2, 3, 6, 8, 10].map(|n| (n, shape(20, n, 3)))),
        ("limits, 20 credentials", [0, 1, 3, 6, 9, 12].map(|n| (n, shape(20, 3, n)))),
    ];
    let mut panels = String::new();
    for (place, (name, points)) in (0..).zip(curves) {
        let mut measured = Vec::new();
        for (at, shape) in points {
            let (median, late) = times(shape, count)?;
            println!("{name} {at}: median {median} µs, 90th percentile {late} µs");
            measured.push((at, median, late));
        }
        panel(&mut panels, place, name, &measured)?;
    }
    let style = "text{font:11px sans-serif;fill:#333}path{fill:none;stroke-width:2}";
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 780 276\"><title>Cost of a stack</title>\
         <style>{style}</style><rect width=\"780\" height=\"276\" fill=\"#fff\"/>\n{panels}</svg>\n"
    );
    std::fs::write(file, svg)?;
    Ok(())
}

/// Median and ninetieth percentile, in microseconds of processor time.
fn times(shape: Shape, count: u64) -> Anything<(u64, u64)> {
    let mut times = Vec::new();
    for seed in 0..count {
        let problem = instance(shape, seed);
        let start = ProcessTime::now();
        solve(&problem, Budget::default())?;
        times.push(u64::try_from(start.elapsed().as_micros())?);
    }
    times.sort_unstable();
    let at = |percent: usize| times.get(times.len().saturating_sub(1) * percent / 100).copied().unwrap_or_default();
    Ok((at(50), at(90)))
}

/// Wallets of ten credentials, one after the other.
fn wallets(count: u64) -> Anything<()> {
    let shape = Shape { items: 10, slots: 3, limits: 3, kind: Kind::Whole };
    let problems: Vec<Problem> = (0..count).map(|seed| instance(shape, seed)).collect();
    let start = ProcessTime::now();
    for problem in &problems {
        solve(problem, Budget::default())?;
    }
    let micros = u64::try_from(start.elapsed().as_micros())?.max(1);
    println!("{count} wallets of 10 credentials: {} a second on one core", count * 1_000_000 / micros);
    Ok(())
}

/// A curve on a scale of powers of ten, from 10 µs to 1 s.
fn panel(svg: &mut String, place: i64, name: &str, points: &[(usize, u64, u64)]) -> Anything<()> {
    let left = 50 + place * 250;
    let most = i64::try_from(points.iter().map(|p| p.0).max().unwrap_or(1))?;
    let across = |n: usize| i64::try_from(n).map(|n| left + n * 180 / most.max(1));
    for (power, text) in [(0, "10 µs"), (1, "100 µs"), (2, "1 ms"), (3, "10 ms"), (4, "100 ms"), (5, "1 s")] {
        let y = 220 - power * 36;
        writeln!(svg, "<line x1=\"{left}\" x2=\"{}\" y1=\"{y}\" y2=\"{y}\" stroke=\"#ddd\"/>", left + 190)?;
        writeln!(svg, "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{text}</text>", left - 4, y + 4)?;
    }
    for (colour, late) in [("#1b6ca8", false), ("#d1793b", true)] {
        let mut path = String::new();
        for (at, (n, median, ninetieth)) in points.iter().enumerate() {
            let height = log(if late { *ninetieth } else { *median });
            let step = if at == 0 { 'M' } else { 'L' };
            write!(path, "{step}{} {} ", across(*n)?, 220 - (height - 1000) * 36 / 1000)?;
        }
        writeln!(svg, "<path d=\"{path}\" stroke=\"{colour}\"/>")?;
    }
    for (n, ..) in points {
        writeln!(svg, "<text x=\"{}\" y=\"236\" text-anchor=\"middle\">{n}</text>", across(*n)?)?;
    }
    for (y, text) in [(254, name), (268, "median blue, 90th percentile orange")] {
        writeln!(svg, "<text x=\"{}\" y=\"{y}\" text-anchor=\"middle\">{text}</text>", left + 90)?;
    }
    Ok(())
}

/// A thousand times the logarithm of a number to the base of ten, in whole numbers.
fn log(n: u64) -> i64 {
    let mut whole = u128::from(n.max(10));
    let mut thousandths = 0;
    while whole >= 10_000_000 {
        whole /= 10;
        thousandths += 1000;
    }
    // Squared again and again, a number shows the binary digits of its logarithm.
    let mut scaled = whole * 1_000_000;
    while scaled >= 10_000_000 {
        scaled /= 10;
        thousandths += 1000;
    }
    let mut digit = 512;
    let mut fraction = 0;
    while digit > 0 {
        scaled = scaled * scaled / 1_000_000;
        if scaled >= 10_000_000 {
            scaled /= 10;
            fraction += digit;
        }
        digit /= 2;
    }
    thousandths + fraction * 1000 / 1024
}
