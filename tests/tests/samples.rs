//! Real documents, where they lie beside the repository: all are read or refused with a reason, and all are decided.

use std::fs;

use credstack::documents::{ElementsTable, read_with};
use credstack::engine::{Budget, Rulebook};
use credstack::model::Claim;
use credstack::model::proposal::{Label, Unknown};
use credstack::model::vocabulary::attribute;
use credstack::{Rules, recognise};
use spec_tests::{repository, samples};

#[test]
fn every_real_document_is_decided_or_refused_with_a_reason() {
    let rules = Rules::from_folder(&repository("rules")).expect("the rule packs");
    let book = Rulebook::compile(&rules.policies, "es.universities").expect("the policy");
    for (format, least) in [("elm", 30), ("ob3", 30), ("elmo", 15), ("edci-xml", 20)] {
        let Some(folder) = samples(format) else { return };
        let (mut read, mut refused, mut decided) = (0, 0, 0);
        let mut elements = [0usize; 11];
        let mut files: Vec<_> = fs::read_dir(folder).expect("samples").map(|e| e.expect("a file").path()).collect();
        files.sort();
        for path in files.iter().filter(|p| p.extension().is_some_and(|e| e == "json" || e == "jsonld" || e == "xml")) {
            let bytes = fs::read(path).expect("a sample");
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            match read_with(&name, &bytes, &rules.policies.symbols, &rules.policies.vocabulary) {
                Ok(document) => {
                    read += 1;
                    for credential in &document.credentials {
                        let table = ElementsTable::of(credential, &rules.policies.vocabulary);
                        elements.iter_mut().zip(table.0).for_each(|(n, yes)| *n += usize::from(yes));
                        let proposal = recognise(&book, credential, &Claim::default(), Budget::default());
                        // Nobody has verified these documents, and authenticity is never presumed: unless all is barred
                        // already, it is asked for, and closed as it stands nothing is recognised.
                        let barred = proposal.outcome.best == Label::Refused;
                        let asked = proposal.asks.iter().any(|a| a.unknown == Unknown::Fact(attribute::AUTHENTIC));
                        assert!(barred || asked, "{name}: {} is recognised unverified", credential.id);
                        assert!(proposal.closed.is_none_or(|o| o.best == Label::Refused), "{name}: {}", credential.id);
                        decided += 1;
                    }
                }
                Err(error) => {
                    refused += 1;
                    let reason = error.to_string();
                    assert!(reason.len() > 20 && !reason.contains("::"), "{name}: `{reason}` is no reason");
                }
            }
        }
        println!(
            "{format}: {read} read, {refused} refused with a reason, {decided} credentials decided, elements {elements:?}"
        );
        assert!(read >= least, "{format}: only {read} documents were read");
    }
}
