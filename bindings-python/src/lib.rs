//! The Python package `credstack`: the facade crate as Python classes.
//!
//! Nothing is decided or worded here. Rules, documents and claims are held as the facade gives them; results are the public
//! JSON read into frozen classes, so that they are compared, hashed and pickled by what they say. The exceptions are Python
//! classes (`python/credstack/_errors.py`), because the stable ABI lets no native class extend an exception before 3.12.

mod advice;
mod batch;
mod cell;
mod claim;
mod compare;
mod document;
mod errors;
mod import;
mod join;
mod json;
mod kept;
mod many;
mod outcomes;
mod pack;
mod proposal;
mod record;
mod results;
mod rules;
mod source;
mod stack;
mod stack_results;
mod table;
mod together;
mod together_results;
mod wallet;

/// Deciding makes many small things; what comes with the system takes a third of the time for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What `credstack/__init__.py` takes its names from.
#[pyo3::pymodule]
mod _credstack {
    #[pymodule_export]
    use crate::advice::{PyAdvice, plan, reach, what_if, why_not};
    #[pymodule_export]
    use crate::batch::{Scan, batch, scan_parquet};
    #[pymodule_export]
    use crate::cell::Cell;
    #[pymodule_export]
    use crate::claim::PyClaim;
    #[pymodule_export]
    use crate::compare::{PyComparison, compare};
    #[pymodule_export]
    use crate::document::{PyCredential, PyDocument, read};
    #[pymodule_export]
    use crate::import::{Import, Imported, import_documents};
    #[pymodule_export]
    use crate::join::{_document, join};
    #[pymodule_export]
    use crate::many::{recognise_many, stack_many};
    #[pymodule_export]
    use crate::outcomes::Outcomes;
    #[pymodule_export]
    use crate::proposal::PyProposal;
    #[pymodule_export]
    use crate::results::{
        Ask, Change, Citation, Conversion, Diagnostic, Finding, Fix, Label, Lead, Limit, Note, Outcome, Pack, Place,
        Problem, Procedure, Range, Record, RuleException,
    };
    #[pymodule_export]
    use crate::rules::PyRules;
    #[pymodule_export]
    use crate::stack::PyStack;
    #[pymodule_export]
    use crate::stack_results::{
        Answer, Assumption, Counted, Further, Held, LearnerException, LeftOver, LeftReason, LimitUse, Need, Question,
        Requirement, StackReading,
    };
    #[pymodule_export]
    use crate::together::PyTogether;
    #[pymodule_export]
    use crate::together_results::{JointAnswer, JointAwardAnswer, JointQuestion, JointReading};
}
