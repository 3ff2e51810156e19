//! What a credential is looked at by: rules, policy, claim, award.

use std::path::PathBuf;

use clap::Args;
use credstack::engine::{Budget, Rulebook};
use credstack::model::Claim;
use credstack::model::facts::Value;
use credstack::model::vocabulary::attribute;
use credstack::{ClaimError, Rules, complete_claim, policy_of};

use crate::claim::{ClaimOptions, claimed};
use crate::exit::Exit;
use crate::output::{complain, usable_rules};

/// The options of commands that make proposals.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// The folder of the packs.
    #[arg(long, default_value = "rules")]
    rules: PathBuf,
    /// The policy to decide by, as `es.universities`; the award's own when it is not given.
    #[arg(long)]
    policy: Option<String>,
    #[command(flatten)]
    claim: ClaimOptions,
    /// The award, or the award and one of its components: `award` or `award/component`.
    #[arg(long)]
    toward: Option<String>,
    /// How many worlds may be looked at for one credential before the interval is only a safe bound.
    #[arg(long, default_value_t = Budget::default().worlds)]
    budget: usize,
}

impl Asked {
    /// The rules, the claim and the rulebook; what is wrong is printed.
    pub(crate) fn read(&self) -> Result<(Rules, Claim, Rulebook), Exit> {
        let rules = usable_rules(&self.rules)?;
        let fail = |exit: Exit| {
            move |error: String| {
                complain(&format!("error: {error}"));
                exit
            }
        };
        let claim = self.claim(&rules).map_err(fail(Exit::BrokenInput))?;
        let compiled = self
            .policy(&rules, &claim)
            .and_then(|name| Rulebook::compile(&rules.policies, &name).map_err(|e| e.to_string()));
        let book = compiled.map_err(fail(Exit::Usage))?;
        Ok((rules, claim, book))
    }

    /// How many worlds may be looked at.
    pub(crate) fn budget(&self) -> Budget {
        Budget { worlds: self.budget }
    }

    /// The claim of the file, with the options above it, made whole.
    fn claim(&self, rules: &Rules) -> Result<Claim, String> {
        let mut claim = self.claim.read(rules)?;
        if let Some(toward) = &self.toward {
            let symbols = &rules.policies.symbols;
            let (award, component) = toward.split_once('/').map_or((toward.as_str(), None), |(a, c)| (a, Some(c)));
            let code = |text: &str| claimed(Value::Codes(vec![symbols.intern(text)]));
            claim.facts.set(attribute::AWARD_IDENTIFIER, code(award));
            if let Some(component) = component {
                claim.facts.set(attribute::COMPONENT_IDENTIFIER, code(component));
            }
        }
        complete_claim(&rules.policies, &mut claim).map_err(|e| e.to_string())?;
        Ok(claim)
    }

    /// The policy that was named, else the one by which the award recognises.
    fn policy(&self, rules: &Rules, claim: &Claim) -> Result<String, String> {
        policy_of(&rules.policies, claim, self.policy.as_deref()).map_err(|error| match error {
            ClaimError::NoPolicy { known } => format!("no policy is named; add `--policy` with one of: {known}"),
            error => error.to_string(),
        })
    }
}
