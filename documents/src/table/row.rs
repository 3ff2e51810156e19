//! From a row to a credential, or to a record of a catalogue or an institution.

use std::collections::BTreeMap;

use credstack_model::AmountRange;
use credstack_model::facts::{Facts, Provenance, Text, Value};
use credstack_model::level::StatedLevel;
use credstack_model::vocabulary::{AttributeId, Entity, Kind, attribute};
use credstack_model::workload::{StatedWorkload, WorkloadUnit};

use super::cell::{self, Coded, Decimal, NoNumber, Turned};
use super::columns::{Column, Role, Unit, unit_named};
use crate::draft::{Context, Draft};
use crate::elm::{put_grade_value, put_level, set_state};
use crate::json::Node;
use crate::note::{Note, NoteKind};
use crate::read::{codes, level};

/// What a row says.
pub(crate) struct Read {
    pub(crate) facts: Facts,
    pub(crate) notes: Vec<Note>,
    /// The identifier that the row has in a column of its own.
    pub(crate) id: Option<String>,
    /// Identifiers of what it refers to.
    pub(crate) refers: Vec<String>,
    /// Whether it says something of a learner or of a result.
    pub(crate) is_result: bool,
}

/// A row while it is being read.
pub(crate) struct Row<'a, 'd> {
    draft: Draft<'a>,
    decimal: Decimal,
    words: BTreeMap<AttributeId, Vec<(Text, Node<'d>)>>,
    codes: BTreeMap<AttributeId, Vec<(String, Node<'d>)>>,
    workload: Vec<(StatedWorkload, Provenance)>,
    level: Option<String>,
    names: [Vec<Node<'d>>; 2],
    supervised: Option<(bool, Node<'d>)>,
    identified: Option<(bool, Node<'d>)>,
    id: Option<String>,
    refers: Vec<String>,
    is_result: bool,
}

impl<'a, 'd> Row<'a, 'd> {
    pub(crate) fn new(context: Context<'a>, decimal: Decimal) -> Self {
        Self {
            draft: Draft::new(context),
            decimal,
            words: BTreeMap::new(),
            codes: BTreeMap::new(),
            workload: Vec::new(),
            level: None,
            names: [Vec::new(), Vec::new()],
            supervised: None,
            identified: None,
            id: None,
            refers: Vec::new(),
            is_result: false,
        }
    }

    /// Takes a cell that is not empty.
    pub(crate) fn cell(&mut self, column: &Column, node: &Node<'d>) {
        let text = node.text().unwrap_or_default().trim();
        let Some(role) = column.role else { return };
        match role {
            Role::Attribute(of) => self.value(of, column, text, node),
            Role::GivenName => self.names[0].push(node.clone()),
            Role::FamilyName => self.names[1].push(node.clone()),
            Role::Supervised => {
                self.supervised = self.truth(attribute::SUPERVISION, text, node).or(self.supervised.take());
            }
            Role::Identified => {
                self.identified = self.truth(attribute::SUPERVISION, text, node).or(self.identified.take());
            }
            Role::Programme => {
                self.refers.push(text.to_owned());
                let said = format!("it belongs to the programme `{text}`, by which it can be joined");
                self.draft.note(NoteKind::Remark, None, &node.path, said);
            }
            Role::RowId => self.id = Some(text.to_owned()),
            Role::Name => self.draft.note(
                NoteKind::Ambiguous,
                None,
                &node.path,
                "a column `Name` may be of the learner or of the learning; a mapping says which",
            ),
            Role::Ornament => {}
        }
        self.is_result |= matches!(role, Role::GivenName | Role::FamilyName);
    }

    fn truth(&mut self, of: AttributeId, text: &str, node: &Node<'d>) -> Option<(bool, Node<'d>)> {
        let found = cell::truth(text);
        if found.is_none() {
            self.draft.note(NoteKind::Unreadable, of, &node.path, format!("`{text}` is neither yes nor no"));
        }
        found.map(|yes| (yes, node.clone()))
    }

    fn value(&mut self, of: AttributeId, column: &Column, text: &str, node: &Node<'d>) {
        let entry = self.draft.context.vocabulary.get(of);
        let of_result =
            [attribute::GRADE, attribute::GRADE_VALUE, attribute::ISSUED, attribute::STATE, attribute::COMPLETED];
        self.is_result |= entry.entity == Entity::Learner || of_result.contains(&of);
        match entry.kind {
            Kind::Text => {
                let found = self.words.entry(of).or_default();
                for part in split(text, column.separator.as_deref()) {
                    let text = Text { language: column.language.as_str().into(), words: part.into() };
                    found.push((text, node.clone()));
                }
            }
            Kind::Codes(_) => self.coded(of, column, text, node),
            Kind::Workload => self.workload(column, text, node),
            Kind::Level => self.levels(of, column, text, node),
            Kind::Date => self.day(of, column, text, node),
            Kind::Number => match cell::number(text, self.decimal) {
                Ok(amount) => self.draft.declare(of, Value::Number(amount), node),
                Err(problem) => self.no_number(of, problem, node),
            },
            Kind::Truth => {
                if let Some((yes, _)) = self.truth(of, text, node) {
                    self.draft.declare(of, Value::Truth(yes), node);
                }
            }
        }
    }

    fn no_number(&mut self, of: AttributeId, problem: NoNumber, node: &Node<'d>) {
        let (kind, said) = match problem {
            NoNumber::Ambiguous(said) => (NoteKind::Ambiguous, said),
            NoNumber::Unreadable(said) => (NoteKind::Unreadable, said),
        };
        self.draft.note(kind, of, &node.path, said);
    }

    fn coded(&mut self, of: AttributeId, column: &Column, text: &str, node: &Node<'d>) {
        for part in listed(of, text, column.separator.as_deref()) {
            let vocabulary = self.draft.context.vocabulary;
            match cell::code(of, part, column, vocabulary) {
                Coded::Known(code) => self.codes.entry(of).or_default().push((code, node.clone())),
                Coded::Unknown(code, said) => {
                    self.draft.note(NoteKind::UnknownCode, of, &node.path, said);
                    self.codes.entry(of).or_default().push((code, node.clone()));
                }
                Coded::None(said) => self.draft.note(NoteKind::UnknownCode, of, &node.path, said),
            }
        }
    }

    fn workload(&mut self, column: &Column, text: &str, node: &Node<'d>) {
        let of = attribute::WORKLOAD;
        let (amount, beside) = cell::with_unit(text);
        let unit = beside.map_or_else(|| column.unit.clone(), unit_named);
        let amount = match cell::number(amount, self.decimal) {
            Ok(amount) => amount,
            Err(problem) => return self.no_number(of, problem, node),
        };
        if column.zero_is_empty && amount.is_zero() {
            return;
        }
        let unit = match unit {
            Some(Unit::Ects) => WorkloadUnit::Ects,
            Some(Unit::Hours) => WorkloadUnit::Hours,
            Some(Unit::Credits(system)) => WorkloadUnit::Credits(self.draft.context.symbols.intern(&system)),
            Some(Unit::ContactHours) => {
                let said = format!(
                    "{amount} hours with a teacher are a part of the learner's work and not taken for all of it"
                );
                return self.draft.note(NoteKind::Ambiguous, of, &node.path, said);
            }
            None => {
                let said = format!("{amount} of a unit that the table does not name; they are not taken for ECTS");
                return self.draft.note(NoteKind::Ambiguous, of, &node.path, said);
            }
        };
        let amount = AmountRange::exactly(amount);
        match self.workload.iter().find(|(s, _)| s.unit == unit) {
            Some((first, _)) if first.amount == amount => {}
            Some((first, _)) => {
                let said = format!(
                    "{amount} contradicts {} of the same unit in a column before it, which stands",
                    first.amount
                );
                self.draft.note(NoteKind::Conflict, of, &node.path, said);
            }
            None => {
                let source = self.draft.source(node);
                self.workload.push((StatedWorkload { amount, unit }, source));
            }
        }
    }

    fn levels(&mut self, of: AttributeId, column: &Column, text: &str, node: &Node<'d>) {
        let named = match column.framework.as_deref() {
            None => level::eqf(text),
            Some(f) if f.eq_ignore_ascii_case("nlqf") => {
                level::eqf(text).map(|named| level::Named { framework: "NLQF", ..named })
            }
            Some(framework) => return self.national(of, framework, text, node),
        };
        let Some(named) = named else {
            if !(column.zero_is_empty && text == "0") {
                let said = format!("`{text}` is no level of the EQF or the NLQF");
                self.draft.note(NoteKind::Unmapped, of, &node.path, said);
            }
            return;
        };
        if self.is_first_level(of, format!("{} {}", named.framework, named.label), node) {
            if of == attribute::LEVEL {
                put_level(&mut self.draft, named, node);
            } else {
                self.national(of, named.framework, named.label, node);
            }
        }
    }

    fn national(&mut self, of: AttributeId, framework: &str, label: &str, node: &Node<'d>) {
        let symbols = self.draft.context.symbols;
        let stated = StatedLevel { framework: symbols.intern(framework), label: symbols.intern(label) };
        if of != attribute::LEVEL || self.is_first_level(of, format!("{framework} {label}"), node) {
            self.draft.declare(of, Value::Level(vec![stated]), node);
        }
    }

    /// A second level that says another thing is a contradiction.
    fn is_first_level(&mut self, of: AttributeId, said: String, node: &Node<'d>) -> bool {
        match &self.level {
            Some(first) if *first != said => {
                let message = format!("{said} stands beside {first}, which comes first and is taken");
                self.draft.note(NoteKind::Conflict, of, &node.path, message);
                false
            }
            Some(_) => false,
            None => {
                self.level = Some(said);
                true
            }
        }
    }

    fn day(&mut self, of: AttributeId, column: &Column, text: &str, node: &Node<'d>) {
        if self.draft.has(of) {
            let said = "a column before it has the date, which stands";
            return self.draft.note(NoteKind::Conflict, of, &node.path, said);
        }
        match cell::turned(text, column.order) {
            Turned::Day(range) => self.draft.declare(of, Value::Date(range), node),
            Turned::Ambiguous(said) => self.draft.note(NoteKind::Ambiguous, of, &node.path, said),
            Turned::Plain => {
                self.draft.day(of, node);
            }
        }
    }

    /// Puts together what several cells say.
    pub(crate) fn finish(mut self) -> Read {
        self.full_name();
        self.supervision();
        for (of, found) in std::mem::take(&mut self.words) {
            if of == attribute::GRADE && !self.draft.has(attribute::GRADE_VALUE) {
                put_grade_value(&mut self.draft, &found);
            }
            self.draft.words(of, found);
        }
        for (of, found) in std::mem::take(&mut self.codes) {
            self.put_codes(of, found);
        }
        if !self.workload.is_empty() {
            let (values, sources) = std::mem::take(&mut self.workload).into_iter().unzip();
            self.draft.put(attribute::WORKLOAD, Value::Workload(values), sources);
        }
        self.completed();
        let Self { draft, id, refers, is_result, .. } = self;
        Read { facts: draft.facts, notes: draft.notes, id, refers, is_result }
    }

    fn put_codes(&mut self, of: AttributeId, mut found: Vec<(String, Node<'d>)>) {
        if !self.draft.context.vocabulary.get(of).many {
            let first = found.first().map(|(code, _)| code.clone()).unwrap_or_default();
            if let Some((other, place)) = found.iter().find(|(code, _)| *code != first) {
                let said = format!("the row says `{first}` and `{other}`; neither is taken");
                let path = place.path.clone();
                self.draft.note(NoteKind::Conflict, of, &path, said);
                return;
            }
            found.truncate(1);
        }
        let state = found.first().and_then(|(code, node)| Some((codes::code(of, code)?, node.clone())));
        match state {
            Some((state, node)) if of == attribute::STATE => set_state(&mut self.draft, state, &node),
            _ => self.draft.codes(of, found),
        }
    }

    /// Given and family names make one name; each part keeps its place.
    fn full_name(&mut self) {
        let [given, family] = std::mem::take(&mut self.names);
        let nodes: Vec<Node<'d>> = given.into_iter().chain(family).collect();
        let parts: Vec<&str> = nodes.iter().filter_map(Node::text).map(str::trim).collect();
        if parts.is_empty() || self.words.contains_key(&attribute::LEARNER_NAME) {
            return;
        }
        let sources = nodes.iter().map(|n| self.draft.source(n)).collect();
        self.draft.put(attribute::LEARNER_NAME, Value::Text(vec![Text::plain(&parts.join(" "))]), sources);
    }

    /// Two columns of yes and no make one entry of the European list.
    fn supervision(&mut self) {
        let (supervised, identified) = (self.supervised.take(), self.identified.take());
        let (code, nodes) = match (supervised, identified) {
            (Some((true, s)), Some((true, i))) => ("supervised_with_identity", [s, i]),
            (Some((true, s)), Some((false, i))) => ("supervised_without_identity", [s, i]),
            (Some((false, s)), Some((true, i))) => ("unsupervised_with_identity", [s, i]),
            (Some((false, s)), Some((false, i))) => ("unsupervised_without_identity", [s, i]),
            (None, None) => return,
            (Some((_, node)), None) | (None, Some((_, node))) => {
                let said =
                    "whether the assessment was supervised and the identity verified is said of one of them only";
                return self.draft.note(NoteKind::Ambiguous, attribute::SUPERVISION, &node.path, said);
            }
        };
        let value = self.draft.code(code);
        let sources = nodes.iter().map(|n| self.draft.source(n)).collect();
        self.draft.put(attribute::SUPERVISION, value, sources);
    }

    /// A day of issue says that the learning was completed, where the row says nothing else.
    fn completed(&mut self) {
        if self.draft.has(attribute::COMPLETED) {
            return;
        }
        let issued = self.draft.facts.get(attribute::ISSUED).and_then(|fact| fact.provenance.first().cloned());
        if let Some(mut source) = issued {
            source.standing = credstack_model::facts::Standing::Derived;
            self.draft.put(attribute::COMPLETED, Value::Truth(true), vec![source]);
        }
    }
}

/// The parts of a cell where something is said to part them.
fn split<'t>(text: &'t str, separator: Option<&str>) -> Vec<&'t str> {
    let parts: Vec<&str> = match separator.filter(|s| !s.is_empty()) {
        Some(separator) => text.split(separator).collect(),
        None => vec![text],
    };
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The words of a list of codes: these never hold a comma, while a name of a quality assurance may.
fn listed<'t>(of: AttributeId, text: &'t str, separator: Option<&str>) -> Vec<&'t str> {
    let plain = [
        attribute::ASSESSMENT,
        attribute::PARTICIPATION,
        attribute::FIELD,
        attribute::LANGUAGE,
        attribute::SKILLS,
        attribute::ISSUER_AGREEMENTS,
    ];
    if separator.is_some() || !plain.contains(&of) {
        return split(text, separator);
    }
    text.split([',', ';', '|', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect()
}
