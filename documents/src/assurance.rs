//! External quality assurance: what agencies have reported of institutions and programmes, as DEQAR serves it, and what that
//! says of a credential.
//!
//! DEQAR is the database of quality assurance results of EQAR, the register of agencies that work by the European standards
//! (ESG). Its Web API answers `browse/reports/…` with reports: <https://docs.deqar.eu/2.0/web_api_examples/>. They are given as
//! files; nothing is fetched here.

use std::sync::Arc;

use credstack_model::date::{Date, DateRange};
use credstack_model::facts::{Fact, Knowledge, Provenance, Standing, Value};
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::{Credential, Symbols};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::error::{DocumentError, MOST_BYTES};
use crate::note::{Note, NoteKind};

/// The reports of quality assurance agencies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssuranceReports {
    reports: Vec<Report>,
}

/// One report.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Report {
    document: Arc<str>,
    path: String,
    /// `https://data.deqar.eu/institution/382`, `DEQARINST0382`, the identifier of ETER, the website.
    institutions: Vec<String>,
    /// Names and identifiers; none where it is about the institution.
    programmes: Vec<String>,
    of_programmes: bool,
    from: Date,
    to: Option<Date>,
    positive: bool,
    said: String,
}

#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    agency_acronym: String,
    #[serde(default)]
    agency_esg_activity_type: String,
    institutions: Vec<Institution>,
    #[serde(default)]
    programmes: Vec<Programme>,
    valid_from: String,
    valid_to: Option<String>,
    decision: String,
}

#[derive(Deserialize)]
struct Institution {
    id: serde_json::Number,
    #[serde(default)]
    deqar_id: Option<String>,
    #[serde(default)]
    eter_id: Option<String>,
    #[serde(default)]
    website_link: Option<String>,
}

#[derive(Deserialize)]
struct Programme {
    #[serde(default, rename = "name_primary")]
    name: String,
    #[serde(default, rename = "programme_names")]
    names: Vec<Named>,
    #[serde(default, rename = "programme_identifiers")]
    identifiers: Vec<Identified>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Identified {
    identifier: String,
}

impl AssuranceReports {
    /// Takes the reports of a file in; answers how many there are in it.
    ///
    /// # Errors
    /// [`DocumentError`] for a file that is too large or holds no reports.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<usize, DocumentError> {
        if bytes.len() > MOST_BYTES {
            return Err(DocumentError::TooLarge { bytes: bytes.len() });
        }
        let whole: Json =
            serde_json::from_slice(bytes).map_err(|error| broken(error.line(), error.column(), &error))?;
        let (rows, before) = served(whole)?;
        let document: Arc<str> = name.into();
        let found = rows.len();
        for (at, row) in rows.into_iter().enumerate() {
            let path = before.map_or_else(String::new, |before| format!("{before}/{at}"));
            let row: Row = serde_json::from_value(row).map_err(|error| broken(1, 1, &format!("{path}: {error}")))?;
            self.reports.push(row.read(&document, path)?);
        }
        Ok(found)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }

    /// Adds to a credential which external quality assurance stood behind it when it was issued: of its institution, or of the
    /// programme whose name or identifier it has. An institution is known by an identifier alone, never by its name. What a
    /// negative report, or one of another time, says is a note; it is for a person to weigh.
    pub fn complete(&self, credential: &mut Credential, symbols: &Symbols) -> Vec<Note> {
        let issuers = codes(credential, attribute::ISSUER_IDENTIFIER, symbols);
        let issuers: Vec<String> = issuers.iter().map(|id| comparable(id)).collect();
        let mut notes = Vec::new();
        for report in &self.reports {
            if !report.institutions.iter().any(|id| issuers.contains(id)) || !report.is_of(credential, symbols) {
                continue;
            }
            match report.covers(credential) {
                Covers::Yes if report.positive => report.put(credential, symbols),
                Covers::Yes => notes.push(report.note(credential, "is of that time and not positive")),
                Covers::No => notes.push(report.note(credential, "is of another time than the credential")),
                Covers::Unknown => {
                    notes.push(
                        report.note(credential, "may be of that time: when the credential was issued is not known"),
                    );
                }
            }
        }
        notes
    }
}

/// Reports as they are served, and where they stand: a page of them, a list, or one.
fn served(whole: Json) -> Result<(Vec<Json>, Option<&'static str>), DocumentError> {
    match whole {
        Json::Array(rows) => Ok((rows, Some(""))),
        Json::Object(mut fields) => match fields.remove("results") {
            Some(Json::Array(rows)) => Ok((rows, Some("/results"))),
            Some(_) => Err(broken(1, 1, &"`results` is no list")),
            None => Ok((vec![Json::Object(fields)], None)),
        },
        _ => Err(broken(1, 1, &"it is neither an object nor a list")),
    }
}

fn broken(line: usize, column: usize, why: &dyn std::fmt::Display) -> DocumentError {
    let message =
        format!("these are no reports as DEQAR serves them (a page with `results`, a list, or one report): {why}");
    DocumentError::BrokenJson { line, column, message }
}

/// Whether a report was valid on the day of issuing.
enum Covers {
    Yes,
    No,
    Unknown,
}

impl Report {
    /// Whether it is about the institution, or about the programme of a credential.
    fn is_of(&self, credential: &Credential, symbols: &Symbols) -> bool {
        if !self.of_programmes {
            return true;
        }
        let titles = match credential.facts.value(attribute::TITLE) {
            Some(Value::Text(texts)) => texts.iter().map(|t| comparable(&t.words)).collect(),
            _ => Vec::new(),
        };
        let ids = codes(credential, attribute::IDENTIFIER, symbols);
        let ids = ids.iter().map(|id| comparable(id));
        titles.into_iter().chain(ids).any(|known| self.programmes.contains(&known))
    }

    fn covers(&self, credential: &Credential) -> Covers {
        let Some(Value::Date(DateRange { first, last })) = credential.facts.value(attribute::ISSUED) else {
            return Covers::Unknown;
        };
        // The last day that a report names is one on which it is valid.
        let until = self.to;
        let holds = |day: Date| self.from <= day && until.is_none_or(|to| day <= to);
        match (holds(*first), holds(*last)) {
            (true, true) => Covers::Yes,
            (false, false) if *last < self.from || until.is_some_and(|to| to < *first) => Covers::No,
            _ => Covers::Unknown,
        }
    }

    fn put(&self, credential: &mut Credential, symbols: &Symbols) {
        let of = if self.of_programmes { "programme_quality_assurance" } else { "institutional_quality_assurance" };
        let code = symbols.intern(of);
        let provenance = Provenance {
            document: Arc::clone(&self.document),
            path: self.path.clone(),
            raw: self.said.clone(),
            standing: Standing::Derived,
        };
        let mut fact = credential.facts.remove(attribute::QUALITY_ASSURANCE).unwrap_or_default();
        match &mut fact.knowledge {
            Knowledge::Known(Value::Codes(codes)) if codes.contains(&code) => {}
            Knowledge::Known(Value::Codes(codes)) => codes.push(code),
            _ => fact = Fact { knowledge: Knowledge::Known(Value::Codes(vec![code])), provenance: Vec::new() },
        }
        fact.provenance.push(provenance);
        credential.facts.set(attribute::QUALITY_ASSURANCE, fact);
    }

    fn note(&self, credential: &Credential, says: &str) -> Note {
        Note {
            kind: NoteKind::Remark,
            credential: Some(Arc::clone(&credential.id)),
            attribute: Some(attribute::QUALITY_ASSURANCE),
            path: String::new(),
            message: format!("a report on its quality {says}: {} ({}{})", self.said, self.document, self.path),
        }
    }
}

impl Row {
    fn read(self, document: &Arc<str>, path: String) -> Result<Report, DocumentError> {
        let day = |field: &str, text: &str| -> Result<Date, DocumentError> {
            let wrong = || broken(1, 1, &format!("{path}/{field}: `{text}` is no day; it is written as 2018-09-14"));
            text.parse().map_err(|_| wrong())
        };
        let from = day("valid_from", &self.valid_from)?;
        let to = self.valid_to.as_deref().map(|text| day("valid_to", text)).transpose()?;
        let until = to.map_or_else(|| "without an end".to_owned(), |to| format!("to {to}"));
        let said = format!(
            "{}, {}, {}, valid from {from} {until}",
            self.agency_acronym, self.agency_esg_activity_type, self.decision
        );
        let programmes = self.programmes.iter().flat_map(|p| {
            let named = p.names.iter().map(|n| n.name.as_str());
            let identified = p.identifiers.iter().map(|i| i.identifier.as_str());
            std::iter::once(p.name.as_str()).chain(named).chain(identified)
        });
        let programmes: Vec<String> = programmes.map(comparable).filter(|name| !name.is_empty()).collect();
        // A report without programmes is about the whole institution, whatever the activity is called.
        let of_programmes = !self.programmes.is_empty() || self.agency_esg_activity_type.starts_with("programme");
        Ok(Report {
            document: Arc::clone(document),
            institutions: self.institutions.iter().flat_map(Institution::identifiers).collect(),
            programmes,
            of_programmes,
            from,
            to,
            // `positive`, and `positive with conditions or restrictions`.
            positive: self.decision.starts_with("positive"),
            said,
            path,
        })
    }
}

impl Institution {
    fn identifiers(&self) -> Vec<String> {
        let own = format!("https://data.deqar.eu/institution/{}", self.id);
        let others = [&self.deqar_id, &self.eter_id, &self.website_link].into_iter().flatten();
        std::iter::once(comparable(&own)).chain(others.map(|id| comparable(id))).filter(|id| !id.is_empty()).collect()
    }
}

fn codes(credential: &Credential, of: AttributeId, symbols: &Symbols) -> Vec<String> {
    match credential.facts.value(of) {
        Some(Value::Codes(codes)) => codes.iter().map(|code| symbols.text(*code).to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// An identifier or a name as it is compared: an address without its scheme, `www.` and last slash, all in lower case.
fn comparable(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let bare = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).map(|rest| {
        let rest = rest.strip_prefix("www.").unwrap_or(rest);
        rest.trim_end_matches('/').to_owned()
    });
    bare.unwrap_or(text)
}
