//! Benchmarks live in `benches/`; run them with `cargo bench -p credstack-benches`. Here are the instances that the solver and
//! its peers are measured on, and the forms in which they pass from one program to another.

pub mod instances;
pub mod json;
