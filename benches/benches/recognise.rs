//! One proposal for one credential by the Spanish rules, against the plain interpreter that only tells of each rule whether
//! it is for the case. The interpreter does less: it looks at one row, not at every world, and puts nothing together.

#![expect(clippy::expect_used, reason = "a benchmark that cannot start has nothing to measure")]

use std::hint::black_box;
use std::path::Path;

use credstack::documents::read_with;
use credstack::engine::{Budget, Case, Rulebook, interpret};
use credstack::model::{Claim, Credential};
use credstack::{Rules, wire};
use criterion::{Criterion, criterion_group, criterion_main};

fn load(rules: &Rules, name: &str) -> Credential {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/documents").join(name);
    let bytes = std::fs::read(path).expect("an example document");
    let document = read_with(name, &bytes, &rules.policies.symbols, &rules.policies.vocabulary).expect("a credential");
    document.credentials.into_iter().next().expect("a credential")
}

fn recognition(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let rules = Rules::from_folder(&root.join("rules")).expect("the rule packs");
    let text = std::fs::read_to_string(root.join("examples/claim.json")).expect("the example claim");
    let source = wire::Source {
        name: "claim.json".into(),
        base: String::new(),
        symbols: &rules.policies.symbols,
        vocabulary: &rules.policies.vocabulary,
    };
    let mut claim: Claim = wire::read_claim_text(&source, &text).expect("a claim").value;
    credstack::complete_claim(&rules.policies, &mut claim).expect("a claim of a known award");
    let book = Rulebook::compile(&rules.policies, "es.universities").expect("the policy");
    for (what, name) in [
        ("all known", "own-study-14-99-ects.json"),
        ("hours, a range", "own-study-375-hours.json"),
        ("a foreign document, six facts open", "irish-micro-credential.elm.json"),
    ] {
        let credential = load(&rules, name);
        let case = Case::new(&rules.policies, &credential, &claim);
        let mut group = criterion.benchmark_group(what);
        group.bench_function("propose", |b| b.iter(|| book.propose(black_box(&case), Budget::default())));
        group.bench_function("plain interpreter, rules only", |b| {
            b.iter(|| {
                book.rules()
                    .filter(|r| {
                        interpret::truth(&book, black_box(&case), &r.applies)
                            != credstack::model::proposal::Truth::False
                    })
                    .count()
            });
        });
        group.finish();
    }
}

criterion_group!(benches, recognition);
criterion_main!(benches);
