//! Stacking of one wallet or of many.

use std::sync::Arc;

use credstack::engine::Budget;
use credstack::model::policy::PolicySet;
use credstack::model::stack::Include;
use credstack::model::{Claim, Credential};
use credstack::{AwardBook, StackOptions, award_of, check_answers, stack, stacking};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::claim::PyClaim;
use crate::document::PyCredential;
use crate::errors::Fault;
use crate::stack::{PyStack, Stacked};

/// How to stack, in the words of Python.
pub(crate) fn options(include: &str, worlds: Budget, steps: Option<i64>) -> PyResult<StackOptions> {
    let all = [Include::Completed, Include::InProgress, Include::Planned];
    let include = all.into_iter().find(|i| i.key() == include).ok_or_else(|| {
        let known: Vec<String> = all.iter().map(|i| format!("`{}`", i.key())).collect();
        PyValueError::new_err(format!("what is included is one of {}, not `{include}`", known.join(", ")))
    })?;
    let steps = match steps {
        None => stacking::Budget::default(),
        Some(number) => match u64::try_from(number) {
            Ok(steps) if steps > 0 => stacking::Budget { steps },
            _ => return Err(PyValueError::new_err(format!("a search takes one step or more, not {number}"))),
        },
    };
    Ok(StackOptions { include, worlds, steps })
}

/// The credentials that Python hands in, of a document or of any other series.
pub(crate) fn credentials(all: &Bound<'_, PyAny>) -> PyResult<Vec<PyCredential>> {
    all.try_iter()?.map(|item| Ok(item?.cast::<PyCredential>()?.get().clone())).collect()
}

/// A cohort may take long, and whoever waits may want to stop it.
fn stopped(py: Python<'_>) -> PyResult<()> {
    py.check_signals()
}

/// All that stacking needs but a wallet.
pub(crate) struct WalletDesk {
    pub(crate) set: Arc<PolicySet>,
    pub(crate) award: String,
    pub(crate) claim: Claim,
    profile: Option<String>,
    pub(crate) options: StackOptions,
}

impl WalletDesk {
    pub(crate) fn new(
        set: &Arc<PolicySet>,
        award: Option<&str>,
        claim: Option<&PyClaim>,
        profile: Option<&str>,
        options: StackOptions,
    ) -> Result<Self, Fault> {
        let claim = claim.map_or_else(|| Ok(Claim::default()), |c| c.with(set))?;
        check_answers(set, &claim)?;
        let award = award_of(set, &claim, award)?;
        let profile = profile.or(claim.profile.as_deref()).map(ToOwned::to_owned);
        Ok(Self { set: Arc::clone(set), award, claim, profile, options })
    }

    pub(crate) fn stack(&self, wallet: &[PyCredential]) -> Result<PyStack, Fault> {
        let mut all: Vec<Credential> = Vec::with_capacity(wallet.len());
        for credential in wallet {
            all.push(credential.reading(&self.set)?.credential(credential.at)?.clone());
        }
        let stacking = stack(&self.set, &self.award, &all, &self.claim, self.options)?;
        PyStack::new(Stacked { set: Arc::clone(&self.set), profile: self.profile.clone(), stacking })
    }

    /// A stack for each wallet, or why it has none. What is wrong with the award, and with every wallet, is told at once.
    pub(crate) fn stack_all(&self, wallets: &[Vec<PyCredential>]) -> Result<Vec<Result<PyStack, Fault>>, Fault> {
        AwardBook::compile(&self.set, &self.award)?;
        let each = wallets.iter().map(|wallet| {
            Python::attach(stopped)?;
            match self.stack(wallet) {
                Err(fault @ Fault::Python(_)) => Err(fault),
                told => Ok(told),
            }
        });
        each.collect()
    }
}
