//! `credstack draft`: a stack as a draft of a credential.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use credstack::documents::write::{Drafted, LeftOut, Outline, european_credential, open_badge};
use credstack::model::date::Date;
use credstack::{Rules, outline, stack};
use serde_json::{Value, json};

use crate::deliver::deliver;
use crate::exit::Exit;
use crate::output::{Format, complain, count, usable_rules};
use crate::wallet::{StackingOptions, failed, told};

/// Draft what a wallet comes to toward an award as a credential, for its issuer to complete and seal.
#[derive(Debug, Args)]
pub(crate) struct Draft {
    /// Files and folders with the credentials of one learner; `-` is standard input.
    documents: Vec<PathBuf>,
    #[command(flatten)]
    stacking: StackingOptions,
    /// In which format.
    #[arg(long = "as", value_enum)]
    kind: Kind,
    /// The day from which the credential is valid, as `2026-09-01`.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    on: Date,
    /// The issuer's identifier under the eIDAS Regulation, as in its certificate of seal (`VATBE-0123456789`).
    #[arg(long, value_name = "IDENTIFIER")]
    eidas: Option<String>,
    /// Where the draft is written; standard output when it is not given.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// A European Digital Credential, European Learning Model v3.
    European,
    /// An Open Badges 3.0 credential.
    Badge,
}

fn parse_day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("`{text}` is no day; write it as `2026-09-01`"))
}

impl Draft {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let rules = match usable_rules(&self.stacking.rules) {
            Ok(rules) => rules,
            Err(exit) => return exit,
        };
        self.drafted(&rules, format).unwrap_or_else(|exit| exit)
    }

    fn drafted(&self, rules: &Rules, format: Format) -> Result<Exit, Exit> {
        let set = &rules.policies;
        let asked = self.stacking.one(rules, &self.documents)?;
        let found = stack(set, &asked.award, &asked.credentials, &asked.claim, self.stacking.options());
        let stacking = found.map_err(|error| failed(&error))?;
        let reading = self.stacking.reading.into();
        let Some(outlined) = outline(set, &stacking, reading, &asked.credentials) else {
            return Err(told(&format!("there is no award `{}`", asked.award), Exit::Usage));
        };
        if outlined.parts.is_empty() {
            return Err(told(
                "nothing of the wallet counts toward the award, so there is nothing to draft",
                Exit::NotComplete,
            ));
        }
        let what = Outline {
            whole: &outlined.whole,
            parts: &outlined.parts,
            issued: self.on,
            eidas: self.eidas.as_deref(),
            vocabulary: &set.vocabulary,
        };
        let drafted = match self.kind {
            Kind::European => european_credential(what, &set.symbols),
            Kind::Badge => open_badge(what, &set.symbols),
        };
        self.deliver(&drafted, format, rules)?;
        Ok(match () {
            () if asked.broken => Exit::BrokenInput,
            () if drafted.left_out.iter().any(|one| one.is_required) => Exit::Incomplete,
            () if !stacking.reading(reading).complete => Exit::NotComplete,
            () => Exit::Success,
        })
    }

    fn deliver(&self, drafted: &Drafted, format: Format, rules: &Rules) -> Result<(), Exit> {
        let document = match format {
            Format::Text => drafted.document.clone(),
            Format::Json => {
                let left: Vec<Value> = drafted.left_out.iter().map(|one| told_of(one, rules)).collect();
                json!({"credstack": "draft/v1", "draft": drafted.document, "left_out": left})
            }
        };
        let text = serde_json::to_string_pretty(&document).unwrap_or_default() + "\n";
        deliver(self.out.as_deref(), &text).map_err(|error| told(&error, Exit::BrokenInput))?;
        if format == Format::Text {
            for line in gathered(&drafted.left_out) {
                complain(&line);
            }
            complain("This is a draft without a seal: the awarding body completes and issues it.");
        }
        Ok(())
    }
}

/// What is left out, a line each; what is so of several credentials is told once.
fn gathered(left_out: &[LeftOut]) -> Vec<String> {
    let mut lines: Vec<(&LeftOut, usize)> = Vec::new();
    for one in left_out {
        match lines.iter_mut().find(|(first, _)| first.said == one.said) {
            Some((_, times)) => *times += 1,
            None => lines.push((one, 1)),
        }
    }
    let line = |(one, times): (&LeftOut, usize)| {
        let word = if one.is_required { "missing" } else { "left out" };
        let of = if times == 1 { one.credential.to_string() } else { count(times, "credential") };
        format!("{word}: {} ({of})", one.said)
    };
    lines.into_iter().map(line).collect()
}

fn told_of(one: &LeftOut, rules: &Rules) -> Value {
    let attribute = rules.policies.vocabulary.get(one.attribute).name.clone();
    json!({"credential": &*one.credential, "attribute": attribute, "required": one.is_required, "said": one.said})
}
