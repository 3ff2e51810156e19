//! Tree to policy IR: names, types and units are resolved here, and every problem found is kept.
//!
//! Two passes over all files of all packs: the first gathers what is declared (policies, classes, sets, sources, frameworks,
//! credit systems), the second lowers what refers to it. The order of the files makes no difference.

mod articulation;
mod attribute;
mod award;
mod compare;
mod condition;
mod credentials;
mod cx;
mod dated;
mod declared;
mod effect;
mod example;
mod function;
mod ground;
mod learner_exception;
mod names;
mod parameter;
mod policy;
mod procedure;
mod promise;
mod rule;
mod scenario;
mod shared;
mod spoken;
mod together;
mod value;
mod versions;
mod word;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use credstack_diagnostics::{Diagnostic, sort};
use credstack_model::Symbols;
use credstack_model::level::Frameworks;
use credstack_model::policy::{Pack, Period, PolicySet};
use credstack_model::scenario::Scenario;
use credstack_model::vocabulary::Vocabulary;
use credstack_model::workload::Conversions;

use crate::check;
use crate::syntax::{Kind, Node, Tree};
pub(crate) use cx::Cx;
use cx::Names;

/// A parsed file and the pack that it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct PackFile<'t> {
    /// Index of the pack in the list given to [`lower`].
    pub pack: usize,
    /// The file.
    pub tree: &'t Tree<'t>,
}

/// The policy IR and what is wrong with the rules. With an error among the diagnostics the policies must not be used.
#[derive(Debug, Clone)]
pub struct Lowered {
    /// Everything that could be lowered.
    pub policies: PolicySet,
    /// The scenarios, in the order of the files.
    pub scenarios: Vec<Scenario>,
    /// The problems, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
}

/// Gathers what all files declare: names and versions, frameworks and units, parameters, scales and attributes.
fn gather<'a>(files: &'a [PackFile<'a>], roots: &[&Node<'_>], symbols: &'a Symbols) -> Cx<'a> {
    let mut cx = Cx {
        symbols,
        vocabulary: Vocabulary::core(),
        frameworks: Frameworks::default(),
        conversions: Conversions::default(),
        declarations: Vec::new(),
        names: Names::default(),
        diagnostics: Vec::new(),
        sets: BTreeMap::new(),
        agreements: BTreeMap::new(),
        meanings: BTreeMap::new(),
        stretch: Period::default(),
        cited_by_parameters: Vec::new(),
        named_codes: BTreeSet::new(),
        unlisted: Vec::new(),
    };
    names::name_policies(&mut cx, roots);
    for file in files {
        names::gather(&mut cx, &file.tree.root);
        ground::gather(&mut cx, &file.tree.root);
    }
    for file in files {
        parameter::gather(&mut cx, &file.tree.root);
    }
    cx.names.settle();
    check::circular_extends(&mut cx);
    // Once all sources are known, also those of policies that are extended.
    for file in files {
        ground::cite(&mut cx, &file.tree.root);
    }
    // Once all scales are known, wherever they stand.
    for file in files {
        attribute::gather(&mut cx, &file.tree.root);
    }
    cx
}

/// Lowers all files of all packs together and checks them.
pub fn lower<'a>(packs: Vec<Pack>, files: &'a [PackFile<'a>], symbols: &'a Arc<Symbols>) -> Lowered {
    let roots: Vec<&Node<'_>> = files.iter().map(|f| &f.tree.root).collect();
    let mut cx = gather(files, &roots, symbols.as_ref());
    let functions = files.iter().flat_map(|f| function::lower(&mut cx, &f.tree.root)).collect();
    let computed = files.iter().flat_map(|f| function::computed(&mut cx, &f.tree.root)).collect();
    let computed = function::in_order(&mut cx, computed);
    declared::lower(&mut cx);
    let mut policies = Vec::new();
    let mut awards = Vec::new();
    let mut scenarios = Vec::new();
    let mut articulations = Vec::new();
    let mut exceptions = Vec::new();
    for file in files {
        policies.extend(file.tree.root.all(Kind::policy).filter_map(|node| policy::lower(&mut cx, node, file.pack)));
        awards.extend(file.tree.root.all(Kind::award).filter_map(|node| award::lower(&mut cx, node)));
        scenarios.extend(file.tree.root.all(Kind::scenario).filter_map(|node| scenario::lower(&mut cx, node)));
        let tables = file.tree.root.all(Kind::articulation);
        articulations.extend(tables.filter_map(|node| articulation::lower(&mut cx, node)));
        let single = file.tree.root.all(Kind::learner_exception);
        exceptions.extend(single.filter_map(|node| learner_exception::lower(&mut cx, node)));
    }
    articulation::check(&mut cx, &articulations, &awards);
    learner_exception::check(&mut cx, &exceptions, &awards);
    exceptions.sort_by_key(|e| symbols.text(e.name).to_owned());
    articulations.sort_by_key(|a| symbols.text(a.name).to_owned());
    value::refuse_unlisted(&mut cx);
    let leaves_the_choice = policy::leave_the_choice(&mut cx, &roots);
    versions::opting(&mut policies, &leaves_the_choice);
    versions::every_version(&mut policies, symbols);
    policies.sort_by_key(|p| (p.layer, symbols.text(p.name).to_owned()));
    awards.sort_by_key(|a| symbols.text(a.name).to_owned());
    let intern = |(former, present): (&String, &String)| (symbols.intern(former), symbols.intern(present));
    let formerly = cx.names.formerly.iter().map(intern).collect();
    let Cx { vocabulary, frameworks, conversions, declarations, mut diagnostics, .. } = cx;
    let set = PolicySet {
        symbols: symbols.clone(),
        vocabulary: Arc::new(vocabulary),
        packs,
        policies,
        awards,
        frameworks,
        conversions,
        declarations,
        formerly,
        functions,
        computed,
        derivation: None,
        articulations,
        exceptions,
    };
    check::policies(&set, &mut diagnostics);
    for file in files {
        check::told_otherwise(&file.tree.root, &mut diagnostics);
    }
    sort(&mut diagnostics);
    diagnostics.dedup();
    Lowered { policies: set, scenarios, diagnostics }
}
