//! Results of a cohort as a table.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder, UInt64Builder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use credstack::model::policy::PolicySet;
use credstack::model::proposal::{Proposal, State};
use credstack::model::stack::Stacking;
use credstack::model::{Amount, AmountRange, Symbol};

use crate::rows::Row;

/// A column that is being filled.
enum Column {
    Numbers(UInt64Builder),
    Words(StringBuilder),
    Lists(ListBuilder<StringBuilder>),
}

/// A value for a column.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Number(Option<u64>),
    Word(Option<String>),
    List(Vec<String>),
}

/// A table that is being filled, a row at a time.
pub(crate) struct Table {
    names: &'static [(&'static str, Kind)],
    columns: Vec<Column>,
}

#[derive(Clone, Copy)]
enum Kind {
    Number,
    Word,
    List,
}

/// What is told of each credential.
const RECOGNISED: &[(&str, Kind)] = &[
    ("row", Kind::Number),
    ("credential", Kind::Word),
    ("status", Kind::Word),
    ("worst", Kind::Word),
    ("best", Kind::Word),
    ("must_grant_from", Kind::Word),
    ("must_grant_to", Kind::Word),
    ("may_grant_from", Kind::Word),
    ("may_grant_to", Kind::Word),
    ("classes", Kind::List),
    ("rules", Kind::List),
    ("asks", Kind::List),
    ("problems", Kind::List),
];

/// What is told of each learner.
const STACKED: &[(&str, Kind)] = &[
    ("row", Kind::Number),
    ("learner", Kind::Word),
    ("credentials", Kind::Number),
    ("status", Kind::Word),
    ("workload", Kind::Word),
    ("owed", Kind::Word),
    ("grantable", Kind::Word),
    ("possible", Kind::Word),
    ("missing", Kind::Word),
    ("unmet", Kind::List),
    ("asks", Kind::List),
    ("proof", Kind::Word),
    ("problems", Kind::List),
];

impl Table {
    fn new(names: &'static [(&'static str, Kind)]) -> Self {
        let column = |(_, kind): &(&str, Kind)| match kind {
            Kind::Number => Column::Numbers(UInt64Builder::new()),
            Kind::Word => Column::Words(StringBuilder::new()),
            Kind::List => Column::Lists(ListBuilder::new(StringBuilder::new())),
        };
        Self { names, columns: names.iter().map(column).collect() }
    }

    pub(crate) fn of_credentials() -> Self {
        Self::new(RECOGNISED)
    }

    pub(crate) fn of_learners() -> Self {
        Self::new(STACKED)
    }

    pub(crate) fn push<'v>(&mut self, values: impl IntoIterator<Item = &'v Value>) {
        for (column, value) in self.columns.iter_mut().zip(values) {
            match (column, value) {
                (Column::Numbers(column), Value::Number(value)) => column.append_option(*value),
                (Column::Words(column), Value::Word(value)) => column.append_option(value.as_deref()),
                (Column::Lists(column), Value::List(list)) => {
                    for word in list {
                        column.values().append_value(word);
                    }
                    column.append(true);
                }
                _ => {}
            }
        }
    }

    pub(crate) fn finish(self) -> Result<RecordBatch, ArrowError> {
        let array = |column: Column| -> ArrayRef {
            match column {
                Column::Numbers(mut column) => Arc::new(column.finish()),
                Column::Words(mut column) => Arc::new(column.finish()),
                Column::Lists(mut column) => Arc::new(column.finish()),
            }
        };
        let columns = self.columns.into_iter().map(array).collect();
        RecordBatch::try_new(schema(self.names), columns)
    }
}

fn schema(names: &[(&'static str, Kind)]) -> SchemaRef {
    let item = || Arc::new(Field::new_list_field(DataType::Utf8, true));
    let field = |(name, kind): &(&str, Kind)| match kind {
        Kind::Number => Field::new(*name, DataType::UInt64, true),
        Kind::Word => Field::new(*name, DataType::Utf8, true),
        Kind::List => Field::new(*name, DataType::List(item()), true),
    };
    Arc::new(Schema::new(names.iter().map(field).collect::<Vec<_>>()))
}

/// The columns of what is told of each credential.
pub fn recognised_columns() -> SchemaRef {
    schema(RECOGNISED)
}

/// The columns of what is told of each learner.
pub fn stacked_columns() -> SchemaRef {
    schema(STACKED)
}

/// What is told of a credential after its row and its identifier.
pub(crate) fn recognised(set: &PolicySet, problems: &[String], proposal: &Proposal) -> Vec<Value> {
    let word = |text: &str| Value::Word(Some(text.to_owned()));
    let outcome = &proposal.outcome;
    let holds = proposal.findings.iter().filter(|f| matches!(f.state, State::Holds)).map(|f| f.rule);
    let asks = proposal.asks.iter().map(|ask| set.unknown_name(ask.unknown)).collect();
    let mut values = vec![
        word(if proposal.is_determined() { "determined" } else { "incomplete" }),
        word(outcome.worst.key()),
        word(outcome.best.key()),
    ];
    values.extend(range(outcome.must));
    values.extend(range(outcome.may));
    values.extend([
        Value::List(names(set, outcome.classes.iter().copied())),
        Value::List(names(set, holds)),
        Value::List(asks),
        Value::List(problems.to_vec()),
    ]);
    values
}

/// What is told of a row without a credential: nothing is proposed, and its problems say why.
pub(crate) fn nothing(problems: &[String]) -> Vec<Value> {
    let mut problems = problems.to_vec();
    problems.push("there is no credential in this row".to_owned());
    let mut values: Vec<Value> = (0..7).map(|_| Value::Word(None)).collect();
    values.extend((0..3).map(|_| Value::List(Vec::new())));
    values.push(Value::List(problems));
    values
}

/// What is told of a learner.
pub(crate) fn stacked(set: &PolicySet, row: &Row, told: Result<&Stacking, String>) -> Vec<Value> {
    let mut values = vec![
        Value::Number(Some(row.at)),
        Value::Word(row.learner.clone()),
        Value::Number(Some(row.credentials.len() as u64)),
    ];
    let mut problems = row.problems.clone();
    match told {
        Err(error) => {
            problems.push(error);
            values.extend((0..6).map(|_| Value::Word(None)));
            values.extend([Value::List(Vec::new()), Value::List(Vec::new()), Value::Word(None)]);
        }
        Ok(stacking) => {
            let amount = |amount: Amount| Value::Word(Some(amount.exact()));
            let grantable = &stacking.grantable;
            let unmet = grantable.requirements.iter().filter(|r| r.chosen && !r.met).map(|r| r.path.to_string());
            let proven = stacking.owed.proven && grantable.proven && stacking.possible.proven;
            let asks = stacking.questions.iter().map(|q| set.unknown_name(q.unknown)).collect();
            values.extend([
                Value::Word(Some(stacking.status.key().to_owned())),
                Value::Word(grantable.workload.map(Amount::exact)),
                amount(stacking.owed.total),
                amount(grantable.total),
                amount(stacking.possible.total),
                amount(grantable.missing_workload()),
                Value::List(unmet.collect()),
                Value::List(asks),
                Value::Word(Some(if proven { "proven" } else { "unproven" }.to_owned())),
            ]);
        }
    }
    values.push(Value::List(problems));
    values
}

fn names(set: &PolicySet, all: impl Iterator<Item = Symbol>) -> Vec<String> {
    all.map(|name| set.symbols.text(name).to_owned()).collect()
}

fn range(range: AmountRange) -> [Value; 2] {
    [Value::Word(Some(range.low.exact())), Value::Word(range.high.map(Amount::exact))]
}
