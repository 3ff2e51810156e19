//! Several awards asked for together: what is told does not depend on how one asks, and the checker confirms every joint stack.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};

use credstack::model::policy::{SharingTerms, Together};
use credstack::model::stack::{LeftReason, Reading, Stacking};
use credstack::model::together::JointStacking;
use credstack::model::{Claim, Credential};
use credstack::{PackFiles, Rules, StackOptions, certificates_together, documents, stack, stack_together};
use credstack_stacking::check;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn packs() -> Rules {
    Rules::from_folder(&root().join("rules")).unwrap()
}

fn wallet(rules: &Rules, name: &str) -> Vec<Credential> {
    let text = std::fs::read(root().join("examples/wallets").join(format!("{name}.json"))).unwrap();
    documents::read_with(name, &text, &rules.policies.symbols, &rules.policies.vocabulary).unwrap().credentials
}

/// Rules of one file.
fn law(text: &str) -> Rules {
    let manifest = "[pack]\nname = \"x\"\nversion = \"0.1.0\"\nlanguage = \"1\"\n".into();
    let pack = PackFiles {
        manifest: ("pack.toml".to_owned(), manifest),
        rules: vec![("a.rule".to_owned(), text.as_bytes().to_vec())],
    };
    let rules = Rules::from_memory(&[pack]);
    assert!(!rules.has_errors(), "{:#?}", rules.diagnostics);
    rules
}

/// Credentials of so many ECTS each.
fn held(rules: &Rules, credits: &[(&str, u32)]) -> Vec<Credential> {
    let one = |(id, ects): &(&str, u32)| {
        format!(
            "{{\"id\": \"{id}\", \"credential\": {{\"workload\": {{\"amount\": \"{ects}\", \"unit\": \"ECTS\"}}}}}}"
        )
    };
    let list: Vec<String> = credits.iter().map(one).collect();
    let text = format!("{{\"credstack\": \"wallet/v1\", \"credentials\": [{}]}}", list.join(","));
    let set = &rules.policies;
    documents::read_with("wallet", text.as_bytes(), &set.symbols, &set.vocabulary).unwrap().credentials
}

fn joint(rules: &Rules, awards: &[&str], wallet: &[Credential], together: Together) -> JointStacking {
    stack_together(&rules.policies, awards, wallet, &Claim::default(), together, StackOptions::default()).unwrap()
}

fn award<'j>(rules: &Rules, joint: &'j JointStacking, name: &str) -> &'j Stacking {
    joint.awards.iter().find(|a| rules.policies.symbols.text(a.award) == name).unwrap()
}

#[test]
fn one_award_asked_for_by_this_way_is_what_it_is_alone() {
    let rules = packs();
    for name in ["flemish-first-two-courses", "spanish-master", "spanish-master-no-level"] {
        let wallet = wallet(&rules, name);
        for one in ["be.vlg.example.procurement_certificate", "es.example.heritage_conservation"] {
            let alone = stack(&rules.policies, one, &wallet, &Claim::default(), StackOptions::default()).unwrap();
            let joint = joint(&rules, &[one], &wallet, Together::default());
            let [own] = joint.awards.as_slice() else { panic!("one award") };
            assert_eq!((own.status, joint.status), (alone.status, alone.status), "{name} {one}");
            assert_eq!(own.credentials, alone.credentials, "{name} {one}");
            for reading in Reading::ALL {
                assert_eq!(own.reading(reading), alone.reading(reading), "{name} {one}");
            }
            assert_eq!(joint.questions.len(), alone.questions.len(), "{name} {one}");
        }
    }
}

#[test]
fn the_checker_confirms_every_joint_stack() {
    let rules = packs();
    let two = ["es.example.heritage_conservation", "es.ucm.example.heritage_conservation"];
    for name in ["spanish-master", "spanish-master-no-level"] {
        let wallet = wallet(&rules, name);
        for credits in [None, Some(0), Some(12)] {
            let sharing = credits.map(|n| SharingTerms {
                credits: Some((credstack::model::Amount::whole(n), credstack::model::workload::WorkloadUnit::Ects)),
                ..SharingTerms::default()
            });
            let together = Together { sharing, prefer: None };
            let found = certificates_together(
                &rules.policies,
                &two,
                &wallet,
                &Claim::default(),
                together,
                StackOptions::default(),
            );
            for certificate in found.unwrap() {
                assert_eq!(certificate.problem.awards.len(), 2);
                check(&certificate.problem, &certificate.solution.stack).unwrap();
            }
        }
    }
}

#[test]
fn the_order_of_the_wallet_and_of_the_awards_changes_nothing() {
    let rules = law("award x.a { require r at least 10 ECTS }\naward x.b { require r at least 10 ECTS }\n");
    let wallet = held(&rules, &[("one", 6), ("two", 5), ("three", 5), ("four", 4)]);
    let told = joint(&rules, &["x.a", "x.b"], &wallet, Together::default());
    assert!(told.grantable.complete);
    let mut turned = wallet.clone();
    turned.reverse();
    assert_eq!(joint(&rules, &["x.a", "x.b"], &turned, Together::default()), told);
    let swapped = joint(&rules, &["x.b", "x.a"], &wallet, Together::default());
    for name in ["x.a", "x.b"] {
        assert_eq!(award(&rules, &swapped, name), award(&rules, &told, name));
    }
}

#[test]
fn more_sharing_never_makes_it_worse_and_what_is_shared_counts_once() {
    let rules = law("award x.a { require r at least 15 ECTS }\naward x.b { require r at least 30 ECTS }\n");
    let wallet = held(&rules, &[("a", 5), ("b", 5), ("c", 5), ("d", 5), ("e", 5), ("f", 5), ("g", 5)]);
    let mut lacking = Vec::new();
    for most in [0, 5, 10, 15] {
        let credits = Some((credstack::model::Amount::whole(most), credstack::model::workload::WorkloadUnit::Ects));
        let sharing = Some(SharingTerms { credits, ..SharingTerms::default() });
        let told = joint(&rules, &["x.a", "x.b"], &wallet, Together { sharing, prefer: None });
        let [line] = told.grantable.sharing.as_slice() else { panic!("one pair") };
        let sum: credstack::model::Amount =
            told.awards.iter().fold(credstack::model::Amount::ZERO, |sum, a| sum.plus(a.grantable.total));
        let credstack::model::stack::Need::Credits(shared) = line.used else { panic!("in credits") };
        assert_eq!(sum.minus(shared), told.grantable.total);
        let lack = |a: &Stacking| a.grantable.requirements.iter().map(|r| r.missing_credits).max().unwrap();
        lacking.push(told.awards.iter().map(lack).max().unwrap());
    }
    let lacks: Vec<String> = lacking.iter().map(ToString::to_string).collect();
    assert_eq!(lacks, ["10", "5", "0", "0"]);
}

#[test]
fn what_counts_toward_another_award_says_so() {
    let rules = law("award x.a { require r at least 5 ECTS }\naward x.b { require r at least 10 ECTS }\n");
    let wallet = held(&rules, &[("a", 5), ("b", 5)]);
    let told = joint(&rules, &["x.a", "x.b"], &wallet, Together::default());
    let short: Vec<&LeftReason> = told.awards.iter().flat_map(|a| &a.grantable.left_over).map(|l| &l.reason).collect();
    assert!(short.iter().any(|r| matches!(r, LeftReason::CountedToward(_))), "{short:?}");
    assert_eq!(told.grantable.maximal.len(), 2, "each alone can be complete");
}

#[test]
fn each_award_recognises_by_its_own_policy() {
    let rules = law(
        "policy x.ground \"Ground\" {
            layer union
            source ACT \"Act\" { url \"https://act.example\" }
            route all \"All\" { for any credential test no substantial difference burden institution entitles to duty cite ACT art 1 }
        }
        policy x.half \"At most six\" {
            extends x.ground
            layer institution
            source HOUSE \"House\" { url \"https://house.example\" }
            limit six \"No more than six\" { count any credential at most 6 ECTS cite HOUSE art 1 example \"all\" { workload 5 ECTS } is counted }
        }
        award x.free { workload 12 ECTS recognise by x.ground require r at least 12 ECTS split }
        award x.bound { workload 12 ECTS recognise by x.half require r at least 12 ECTS split }",
    );
    let facts = "\"completed\": true, \"authentic\": true";
    let one = |id: &str| {
        format!(
            "{{\"id\": \"{id}\", \"credential\": {{\"workload\": {{\"amount\": \"12\", \"unit\": \"ECTS\"}}, {facts}}}, \"learner\": {{\"identified\": true}}}}"
        )
    };
    let text = format!("{{\"credstack\": \"wallet/v1\", \"credentials\": [{}, {}]}}", one("a"), one("b"));
    let set = &rules.policies;
    let wallet = documents::read_with("wallet", text.as_bytes(), &set.symbols, &set.vocabulary).unwrap().credentials;
    let told = joint(&rules, &["x.free", "x.bound"], &wallet, Together::default());
    let total = |name: &str| award(&rules, &told, name).grantable.total.to_string();
    assert_eq!((total("x.free"), total("x.bound")), ("12".to_owned(), "6".to_owned()));
    let limits = |name: &str| award(&rules, &told, name).grantable.limits.len();
    assert_eq!((limits("x.free"), limits("x.bound")), (0, 1));
}
