//! `credstack statement`: the letter about one credential, as HTML, PDF or JSON.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use credstack::documents::read_with;
use credstack::model::Credential;
use credstack::{Rules, recognise};
use credstack_statements::{
    Details, Given, Language, Nature, OutcomeWord, Statement as Letter, Templates, html, json, statement,
};

use crate::asked::Asked;
use crate::deliver::deliver_bytes;
use crate::exit::Exit;
use crate::files::read;
use crate::output::{complain, count};

/// Write what was decided, or is proposed, as a letter to the applicant.
#[derive(Debug, Args)]
pub(crate) struct Statement {
    /// The document with the credential; `-` is standard input.
    document: PathBuf,
    /// Which credential of the document, by its identifier, where there are several.
    #[arg(long, value_name = "IDENTIFIER")]
    credential: Option<String>,
    #[command(flatten)]
    asked: Asked,
    /// What the institution and the officer add, as TOML.
    #[arg(long, value_name = "FILE")]
    details: PathBuf,
    /// The languages, the first of them first: en, es, de, fr, nl, pt.
    #[arg(long, value_delimiter = ',', default_value = "en")]
    languages: Vec<Language>,
    /// A folder with templates, and fonts, of the institution.
    #[arg(long, value_name = "FOLDER")]
    templates: Option<PathBuf>,
    /// In which format; by the ending of `--out` when it is not given.
    #[arg(long = "as", value_enum)]
    kind: Option<Kind>,
    /// Where it is written; standard output when it is not given.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// One page of HTML, without script.
    Html,
    #[cfg(feature = "pdf")]
    /// PDF/UA-1, tagged.
    Pdf,
    /// `statement/v1`.
    Json,
}

impl Statement {
    pub(crate) fn run(&self) -> Exit {
        self.written().unwrap_or_else(|exit| exit)
    }

    fn written(&self) -> Result<Exit, Exit> {
        let kind = self.kind()?;
        let details = self.details()?;
        let templates = self.templates()?;
        let (rules, claim, book) = self.asked.read()?;
        let (document, credential) = self.credential(&rules)?;
        let proposal = recognise(&book, &credential, &claim, self.asked.budget());
        let given = Given {
            book: &book,
            document: &document,
            credential: &credential,
            claim: &claim,
            proposal: &proposal,
            details: &details,
            languages: &self.languages,
        };
        let letter = statement(given).map_err(|lacking| {
            complain(&format!(
                "error: {}: {} before this can be sent",
                self.details.display(),
                count(lacking.len(), "thing") + " to add"
            ));
            for one in &lacking {
                complain(&format!("  {one}"));
            }
            Exit::BrokenInput
        })?;
        let bytes = match kind {
            Kind::Html => html(&letter, &templates).map(String::into_bytes),
            #[cfg(feature = "pdf")]
            Kind::Pdf => credstack_statements::pdf(&letter, &templates),
            Kind::Json => Ok(json(&letter).into_bytes()),
        };
        let bytes = bytes.map_err(|error| broken(&error.to_string()))?;
        deliver_bytes(self.out.as_deref(), &bytes).map_err(|error| broken(&error))?;
        Ok(exit(&letter))
    }

    fn kind(&self) -> Result<Kind, Exit> {
        let ending = self.out.as_deref().and_then(Path::extension).map(|e| e.to_string_lossy().to_lowercase());
        match (self.kind, ending.as_deref()) {
            (Some(kind), _) => Ok(kind),
            (None, None | Some("html" | "htm")) => Ok(Kind::Html),
            #[cfg(feature = "pdf")]
            (None, Some("pdf")) => Ok(Kind::Pdf),
            #[cfg(not(feature = "pdf"))]
            (None, Some("pdf")) => {
                complain(
                    "error: this build of credstack writes no PDF; build it with `--features pdf`, or print the HTML",
                );
                Err(Exit::Usage)
            }
            (None, Some("json")) => Ok(Kind::Json),
            (None, Some(other)) => {
                complain(&format!("error: `.{other}` is no format of a statement; add `--as` with html, pdf or json"));
                Err(Exit::Usage)
            }
        }
    }

    fn details(&self) -> Result<Details, Exit> {
        let input = read(&self.details);
        let text = input.bytes.and_then(|bytes| String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned()));
        let details = text.and_then(|text| Details::from_toml(&text).map_err(|error| error.to_string()));
        details.map_err(|error| broken(&format!("{}: {error}", input.name)))
    }

    /// The templates and fonts of the folder. Other files are passed over, and told.
    fn templates(&self) -> Result<Templates, Exit> {
        let mut templates = Templates::default();
        let Some(folder) = &self.templates else { return Ok(templates) };
        let fail =
            |path: &Path, error: &std::io::Error| broken(&format!("`{}` cannot be read: {error}", path.display()));
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(|error| fail(folder, &error))? {
            paths.push(entry.map_err(|error| fail(folder, &error))?.path());
        }
        paths.sort();
        for path in paths.iter().filter(|path| path.is_file()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
            if !["html", "css", "typ", "ttf", "otf"].contains(&ending.as_str()) {
                complain(&format!("note: `{}` is neither a template nor a font, and is passed over", path.display()));
                continue;
            }
            let bytes = fs::read(path).map_err(|error| fail(path, &error))?;
            if ["ttf", "otf"].contains(&ending.as_str()) {
                templates.add_font(bytes);
                continue;
            }
            let text = String::from_utf8(bytes)
                .map_err(|_| broken(&format!("the template `{}` is not UTF-8; save it as UTF-8", path.display())))?;
            templates.replace(&name, text).map_err(|error| broken(&error.to_string()))?;
        }
        Ok(templates)
    }

    /// The one credential of the document, or the one that was named.
    fn credential(&self, rules: &Rules) -> Result<(String, Credential), Exit> {
        let input = read(&self.document);
        let set = &rules.policies;
        let document = input.bytes.and_then(|bytes| {
            read_with(&input.name, &bytes, &set.symbols, &set.vocabulary).map_err(|error| error.to_string())
        });
        let mut credentials = document.map_err(|error| broken(&format!("{}: {error}", input.name)))?.credentials;
        let known: Vec<String> = credentials.iter().map(|c| c.id.to_string()).collect();
        let listed = known.join(", ");
        if let Some(wanted) = &self.credential {
            credentials.retain(|c| *c.id == **wanted);
        }
        let one = (credentials.len() == 1).then(|| credentials.pop()).flatten();
        one.map(|credential| (input.name.clone(), credential)).ok_or_else(|| match (&self.credential, known.len()) {
            (_, 0) => broken(&format!("{}: there is no credential in it", input.name)),
            (Some(wanted), _) => {
                complain(&format!("error: {} has no credential `{wanted}`; it has: {listed}", input.name));
                Exit::Usage
            }
            (None, _) => {
                complain(&format!(
                    "error: a statement is about one credential; add `--credential` with one of: {listed}"
                ));
                Exit::Usage
            }
        })
    }
}

fn broken(error: &str) -> Exit {
    complain(&format!("error: {error}"));
    Exit::BrokenInput
}

/// What was decided, else what is proposed.
fn exit(letter: &Letter) -> Exit {
    let determined = letter.nature == Nature::Decision || letter.proposal.status == "determined";
    match letter.outcome {
        _ if !determined => Exit::Incomplete,
        Some(OutcomeWord::Refused) => Exit::Refused,
        _ => Exit::Success,
    }
}
