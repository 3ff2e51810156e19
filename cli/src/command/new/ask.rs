//! What a new pack is to say: given as options, or asked for.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use clap::Args;

/// What is begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A country's policy.
    Policy,
    /// An institution's.
    Institution,
    /// An award.
    Award,
}

/// The answers. A date is written as 2026-11-23.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Answers {
    /// What a person calls it.
    #[arg(long)]
    pub(super) title: Option<String>,
    /// The country, in two letters (ISO 3166-1).
    #[arg(long)]
    pub(super) country: Option<String>,
    /// The policy that it stands on, by its full name; for an award, the one by which credentials are recognised.
    #[arg(long)]
    pub(super) extends: Option<String>,
    /// The first day on which it is in force.
    #[arg(long)]
    pub(super) from: Option<String>,
    /// The short name by which rules cite the act or regulation, as `RD822`.
    #[arg(long)]
    pub(super) source_name: Option<String>,
    /// The title of the act or regulation.
    #[arg(long)]
    pub(super) source_title: Option<String>,
    /// Where it can be read.
    #[arg(long)]
    pub(super) source_url: Option<String>,
    /// The article that says so, as `art 5.1`.
    #[arg(long)]
    pub(super) article: Option<String>,
    /// The day on which you compared the rule with it.
    #[arg(long)]
    pub(super) checked: Option<String>,
    /// `primary`: you read the act; `secondary`: somebody who quotes it; `doubtful`: nobody could check it.
    #[arg(long)]
    pub(super) confidence: Option<String>,
    /// The most credits of a micro-credential (policy, in ECTS), or the most that is recognised (institution, in percent).
    #[arg(long)]
    pub(super) at_most: Option<u16>,
    /// Who offers the award.
    #[arg(long)]
    pub(super) offered_by: Option<String>,
    /// The workload of the award, in ECTS.
    #[arg(long)]
    pub(super) credits: Option<u16>,
    /// The level of the award in the European Qualifications Framework, 1 to 8.
    #[arg(long)]
    pub(super) level: Option<u8>,
}

/// One thing to be asked: its option, the question, and where the answer goes.
type Question = (&'static str, &'static str, fn(&mut Answers, &str) -> Result<(), String>);

macro_rules! words {
    ($option:literal, $question:literal, $field:ident) => {
        ($option, $question, |a, text| {
            a.$field = Some(text.to_owned());
            Ok(())
        })
    };
}

macro_rules! number {
    ($option:literal, $question:literal, $field:ident) => {
        ($option, $question, |a, text| {
            a.$field = Some(text.parse().map_err(|_| format!("`{text}` is no whole number"))?);
            Ok(())
        })
    };
}

impl Answers {
    /// What is needed, with everything that is missing asked for.
    ///
    /// # Errors
    /// What is missing, where nobody can be asked; what is no answer.
    pub(super) fn complete(&self, kind: Kind, ask: bool) -> Result<Answers, String> {
        let mut answers = self.clone();
        let missing: Vec<Question> = needed(kind).into_iter().filter(|(option, ..)| !answers.has(option)).collect();
        if missing.is_empty() {
            return Ok(answers);
        }
        if !ask && !std::io::stdin().is_terminal() {
            let options: Vec<String> = missing.iter().map(|(option, ..)| format!("--{option}")).collect();
            return Err(format!("give {}, or sit at a terminal and be asked", options.join(", ")));
        }
        let mut lines = std::io::stdin().lock().lines();
        for (option, question, put) in missing {
            // Questions are no output: whoever redirects that still sees them.
            let mut err = std::io::stderr().lock();
            let _ = write!(err, "{question}: ");
            let _ = err.flush();
            let line =
                lines.next().and_then(Result::ok).ok_or_else(|| format!("there is no answer to `--{option}`"))?;
            let line = line.trim();
            if !line.is_empty() {
                put(&mut answers, line).map_err(|problem| format!("{problem} (`--{option}`)"))?;
            } else if option != "extends" {
                return Err(format!("`--{option}` is needed"));
            }
        }
        Ok(answers)
    }

    fn has(&self, option: &str) -> bool {
        match option {
            "title" => self.title.is_some(),
            "country" => self.country.is_some(),
            "extends" => self.extends.is_some(),
            "from" => self.from.is_some(),
            "source-name" => self.source_name.is_some(),
            "source-title" => self.source_title.is_some(),
            "source-url" => self.source_url.is_some(),
            "article" => self.article.is_some(),
            "checked" => self.checked.is_some(),
            "confidence" => self.confidence.is_some(),
            "at-most" => self.at_most.is_some(),
            "offered-by" => self.offered_by.is_some(),
            "credits" => self.credits.is_some(),
            _ => self.level.is_some(),
        }
    }
}

fn needed(kind: Kind) -> Vec<Question> {
    let mut all: Vec<Question> =
        vec![words!("title", "What is it called", title), words!("country", "In which country (two letters)", country)];
    match kind {
        // A country's policy may stand by itself, so it is not asked for.
        Kind::Policy => {}
        Kind::Institution => all.push(words!("extends", "On which national policy does it stand", extends)),
        Kind::Award => {
            all.push(words!("extends", "By which policy are credentials recognised (empty for none)", extends));
        }
    }
    if kind == Kind::Award {
        all.extend([
            words!("offered-by", "Who offers it", offered_by),
            number!("credits", "How many ECTS", credits),
            number!("level", "At which level of the EQF", level),
        ] as [Question; 3]);
        return all;
    }
    all.extend([
        words!("from", "In force from which day (2026-11-23)", from),
        words!("source-name", "By which short name is the act cited (RD822)", source_name),
        words!("source-title", "What is the title of the act", source_title),
        words!("source-url", "Where can it be read", source_url),
        words!("article", "Which article says it (art 5.1)", article),
        words!("checked", "When did you compare the rule with it (2026-11-23)", checked),
        words!("confidence", "How sure is that: primary, secondary or doubtful", confidence),
    ] as [Question; 7]);
    all.push(match kind {
        Kind::Institution => number!("at-most", "How many percent of an award may be recognised at most", at_most),
        _ => number!("at-most", "How many ECTS has a micro-credential at most", at_most),
    });
    all
}
