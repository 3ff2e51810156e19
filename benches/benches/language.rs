//! Reading, checking and laying out ten thousand lines of rules: the packs of the repository, each under many names.
//!
//! The peer is `serde_json` on a JSON text of as many bytes: a parser that resolves nothing and checks nothing.

#![expect(clippy::expect_used, reason = "a benchmark that cannot start has nothing to measure")]

use std::hint::black_box;
use std::path::Path;

use credstack::source::SourceMap;
use credstack::{Draft, PackFiles, Rules, dsl};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

const LINES: usize = 10_000;

/// The rule files of the packs without scripts, repeated under other names until there are so many lines.
fn packs() -> Vec<PackFiles> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules");
    let file = |name: &str| std::fs::read_to_string(root.join(name)).expect("a rule file");
    let manifest = |name: &str| {
        format!("[pack]\nname = \"{name}\"\nversion = \"0.1.0\"\ntitle = \"Copies\"\nlanguage = \"1\"\n").into_bytes()
    };
    let ground = ["eu/lisbon.rule", "eu/microcredentials.rule"].map(|n| (n.to_owned(), file(n).into_bytes()));
    let mut lines = 0;
    let mut copies = Vec::new();
    'all: for copy in 0.. {
        for (name, policy) in [
            ("es/universities.rule", "es.universities"),
            ("pt/higher_education.rule", "pt.higher_education"),
            ("sk/higher_education.rule", "sk.higher_education"),
        ] {
            let text = file(name).replace(policy, &format!("{policy}_{copy}"));
            lines += text.lines().count();
            copies.push((format!("{copy}/{name}"), text.into_bytes()));
            if lines >= LINES {
                break 'all;
            }
        }
    }
    vec![
        PackFiles { manifest: ("eu/pack.toml".to_owned(), manifest("eu.ground")), rules: ground.to_vec() },
        PackFiles { manifest: ("copies/pack.toml".to_owned(), manifest("xx.copies")), rules: copies },
    ]
}

fn language(criterion: &mut Criterion) {
    let packs = packs();
    let texts: Vec<String> =
        packs.iter().flat_map(|p| &p.rules).map(|(_, b)| String::from_utf8_lossy(b).into_owned()).collect();
    let rules = Rules::from_memory(&packs);
    assert!(!rules.has_errors(), "the copies must be sound rules");
    let bytes: usize = texts.iter().map(String::len).sum();
    let peer = format!("[{}\"\"]", "{\"rule\": \"an own study\", \"bound\": [15, \"ECTS\"]},".repeat(bytes / 47));

    let mut group = criterion.benchmark_group("10,000 lines of rules");
    group.sample_size(10);
    group.bench_function("read, resolve, check", |b| b.iter(|| Rules::from_memory(black_box(&packs))));
    group.bench_function("the same with proofs", |b| b.iter(|| Rules::from_memory(black_box(&packs)).checked()));
    let mut draft = Draft::new(packs.clone());
    draft.rules();
    let (name, bytes) = packs.iter().flat_map(|p| &p.rules).last().expect("a rule file");
    let text = String::from_utf8_lossy(bytes);
    let mut years = 2000..;
    group.bench_function("after a change of one line", |b| {
        b.iter_batched(
            || text.replacen('\n', &format!("\n# Read again in {}.\n", years.next().unwrap_or(0)), 1),
            |text| {
                assert!(draft.change(name, text.into_bytes()), "a file of the packs");
                draft.rules()
            },
            BatchSize::PerIteration,
        );
    });
    let loose: Vec<String> = texts.iter().map(|t| t.replace("\n    ", "\n  ")).collect();
    for (name, texts) in [("lay out what is laid out", &texts), ("lay out anew", &loose)] {
        group.bench_function(name, |b| {
            b.iter(|| {
                let mut sources = SourceMap::default();
                for text in texts {
                    let id = sources.add("copy.rule", text);
                    black_box(dsl::format(id, text)).expect("a file that can be laid out");
                }
            });
        });
    }
    group.bench_function("peer: serde_json, as many bytes", |b| {
        b.iter(|| serde_json::from_str::<serde_json::Value>(black_box(&peer)).expect("sound JSON"));
    });
    group.finish();
}

criterion_group!(benches, language);
criterion_main!(benches);
