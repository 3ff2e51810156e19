//! Results of a cohort as a table, handed over by Arrow's `PyCapsule` interface.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder, UInt64Builder};
use arrow_array::{ArrayRef, RecordBatch, StructArray};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use credstack::model::AmountRange;
use credstack::model::Symbol;
use credstack::model::policy::PolicySet;
use credstack::model::proposal::{Proposal, State};
use credstack::model::stack::Stacking;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::ffi::{ArrayIterator, to_stream_pycapsule};

use crate::cohort::Row;
use crate::errors::Fault;

/// A table of results. It is taken by whatever takes a stream of Arrow.
#[pyclass(frozen, name = "Outcomes", module = "credstack")]
pub(crate) struct Outcomes(RecordBatch);

#[pymethods]
impl Outcomes {
    /// The table as a stream of Arrow.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = self.0.schema();
        let field = Arc::new(Field::new_struct("", schema.fields().clone(), false));
        let array: ArrayRef = Arc::new(StructArray::from(self.0.clone()));
        let stream = ArrayIterator::new(std::iter::once(Ok::<_, ArrowError>(array)), field);
        Ok(to_stream_pycapsule(py, Box::new(stream), requested_schema)?)
    }

    /// The names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.0.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    fn __repr__(&self) -> String {
        format!("<Outcomes of {} rows>", self.0.num_rows())
    }
}

/// A column that is being filled.
enum Column {
    Numbers(UInt64Builder),
    Words(StringBuilder),
    Lists(ListBuilder<StringBuilder>),
}

/// A value for a column.
enum Value {
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

    fn push(&mut self, values: Vec<Value>) {
        for (column, value) in self.columns.iter_mut().zip(values) {
            match (column, value) {
                (Column::Numbers(column), Value::Number(value)) => column.append_option(value),
                (Column::Words(column), Value::Word(value)) => column.append_option(value),
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

    /// A row without a credential: nothing is proposed, and its problems say why.
    pub(crate) fn nothing(&mut self, row: &Row) {
        let mut problems = row.problems.clone();
        problems.push("there is no credential in this row".to_owned());
        let mut values = vec![Value::Number(Some(row.at))];
        values.extend((0..8).map(|_| Value::Word(None)));
        values.extend([
            Value::List(Vec::new()),
            Value::List(Vec::new()),
            Value::List(Vec::new()),
            Value::List(problems),
        ]);
        self.push(values);
    }

    pub(crate) fn recognised(&mut self, set: &PolicySet, row: &Row, credential: &str, proposal: &Proposal) {
        let word = |text: &str| Value::Word(Some(text.to_owned()));
        let outcome = &proposal.outcome;
        let holds = proposal.findings.iter().filter(|f| matches!(f.state, State::Holds)).map(|f| f.rule);
        let asks = proposal.asks.iter().map(|ask| set.unknown_name(ask.unknown)).collect();
        let mut values = vec![
            Value::Number(Some(row.at)),
            word(credential),
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
            Value::List(row.problems.clone()),
        ]);
        self.push(values);
    }

    pub(crate) fn stacked(&mut self, set: &PolicySet, row: &Row, told: Result<&Stacking, String>) {
        let learner = Value::Word(row.learner.clone());
        let count = Value::Number(Some(row.credentials.len() as u64));
        let mut problems = row.problems.clone();
        let values = match told {
            Err(error) => {
                problems.push(error);
                let mut values = vec![Value::Number(Some(row.at)), learner, count];
                values.extend((0..6).map(|_| Value::Word(None)));
                values.extend([
                    Value::List(Vec::new()),
                    Value::List(Vec::new()),
                    Value::Word(None),
                    Value::List(problems),
                ]);
                values
            }
            Ok(stacking) => {
                let amount = |amount: credstack::model::Amount| Value::Word(Some(amount.exact()));
                let grantable = &stacking.grantable;
                let unmet = grantable.requirements.iter().filter(|r| r.chosen && !r.met).map(|r| r.path.to_string());
                let proven = stacking.owed.proven && grantable.proven && stacking.possible.proven;
                let asks = stacking.questions.iter().map(|q| set.unknown_name(q.unknown)).collect();
                vec![
                    Value::Number(Some(row.at)),
                    learner,
                    count,
                    Value::Word(Some(stacking.status.key().to_owned())),
                    Value::Word(grantable.workload.map(credstack::model::Amount::exact)),
                    amount(stacking.owed.total),
                    amount(grantable.total),
                    amount(stacking.possible.total),
                    amount(grantable.missing_workload()),
                    Value::List(unmet.collect()),
                    Value::List(asks),
                    Value::Word(Some(if proven { "proven" } else { "unproven" }.to_owned())),
                    Value::List(problems),
                ]
            }
        };
        self.push(values);
    }

    pub(crate) fn finish(self) -> Result<Outcomes, Fault> {
        let item = || Arc::new(Field::new_list_field(DataType::Utf8, true));
        let field = |(name, kind): &(&str, Kind)| match kind {
            Kind::Number => Field::new(*name, DataType::UInt64, true),
            Kind::Word => Field::new(*name, DataType::Utf8, true),
            Kind::List => Field::new(*name, DataType::List(item()), true),
        };
        let schema = Schema::new(self.names.iter().map(field).collect::<Vec<_>>());
        let array = |column: Column| -> ArrayRef {
            match column {
                Column::Numbers(mut column) => Arc::new(column.finish()),
                Column::Words(mut column) => Arc::new(column.finish()),
                Column::Lists(mut column) => Arc::new(column.finish()),
            }
        };
        let columns = self.columns.into_iter().map(array).collect();
        let batch = RecordBatch::try_new(Arc::new(schema), columns);
        batch.map(Outcomes).map_err(|error| Fault::Python(PyValueError::new_err(error.to_string())))
    }
}

fn names(set: &PolicySet, all: impl Iterator<Item = Symbol>) -> Vec<String> {
    all.map(|name| set.symbols.text(name).to_owned()).collect()
}

fn range(range: AmountRange) -> [Value; 2] {
    [Value::Word(Some(range.low.exact())), Value::Word(range.high.map(credstack::model::Amount::exact))]
}
