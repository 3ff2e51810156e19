//! What checking a document came to, in words for officers.

use credstack_verification::{KeyFrom, Named, Part, Proof, Report, Said, Signer, Status, Validity, Verdict};

/// The report on one document: first what it comes to, then each part with its proofs, its time and its statuses.
pub fn verification_text(name: &str, report: &Report) -> String {
    let mut out = format!("{name}: {}\n", report.outcome().word());
    for part in &report.parts {
        part_text(part, report.parts.len() > 1, &mut out);
    }
    out
}

fn part_text(part: &Part, several: bool, out: &mut String) {
    if several {
        let at = if part.at.is_empty() { "the whole" } else { &part.at };
        let aside = if part.aside { ", an endorsement" } else { "" };
        line(out, 1, &format!("{at}{aside}: {}", part.outcome().word()));
    }
    let issuer = part.issuer.as_ref().map_or_else(|| "not named".to_owned(), named);
    line(out, 1, &format!("issuer: {issuer}"));
    for body in &part.awarding {
        line(out, 1, &format!("awarding body: {}", named(body)));
    }
    part.proofs.iter().for_each(|proof| proof_text(proof, out));
    match &part.validity {
        Validity::InForce => {}
        Validity::Expired { until } => line(out, 1, &format!("expired: valid until {until}")),
        Validity::NotYet { from } => line(out, 1, &format!("not yet valid: valid from {from}")),
        Validity::Unreadable { stated } => line(out, 1, &format!("its time cannot be told: `{stated}` is no date")),
    }
    part.statuses.iter().for_each(|status| status_text(status, out));
    part.unchecked.iter().for_each(|what| line(out, 1, &format!("not checked: {what}")));
}

fn proof_text(proof: &Proof, out: &mut String) {
    let at = if proof.at.is_empty() { String::new() } else { format!(" at {}", proof.at) };
    let suite = if proof.suite == "none" { "no proof".to_owned() } else { format!("{}{at}", proof.suite) };
    match &proof.verdict {
        Verdict::Verified { by } => {
            line(out, 1, &format!("{suite}: the signature holds"));
            signer_text(by, out);
        }
        Verdict::NotVerifiable { why, give } => {
            line(out, 1, &format!("{suite}: not verifiable: {why}"));
            line(out, 2, &format!("to give: {give}"));
        }
        Verdict::Broken { why } => line(out, 1, &format!("{suite}: broken: {why}")),
    }
}

fn signer_text(by: &Signer, out: &mut String) {
    let found = match &by.found {
        KeyFrom::Document => "from the document itself".to_owned(),
        KeyFrom::Identifier { id } => format!("which is the identifier {id}"),
        KeyFrom::Given { id, file } if id == file => format!("given in {file}"),
        KeyFrom::Given { id, file } => format!("{id}, given in {file}"),
    };
    line(out, 2, &format!("key: {}, {found}", by.key));
    if let Some(certificate) = &by.certificate {
        line(out, 2, &format!("certificate: {}, issued by {}", certificate.subject, certificate.issuer));
    }
    match &by.trusted {
        Some(trusted) => {
            let checked = trusted.checked.as_ref().map(|day| format!(", of {day}")).unwrap_or_default();
            line(out, 2, &format!("trusted: {} ({}{checked})", trusted.name, trusted.source));
        }
        None => line(out, 2, "who signed is not known:"),
    }
    by.reservations.iter().for_each(|reservation| line(out, 2, &format!("- {reservation}")));
}

fn status_text(status: &Status, out: &mut String) {
    let Status { purpose, at, .. } = status;
    match &status.said {
        Said::Set => line(out, 1, &format!("{purpose}: yes, the status list says so ({at})")),
        Said::NotSet => line(out, 1, &format!("{purpose}: no, the status list says so ({at})")),
        Said::NotVerifiable { why, give } => {
            line(out, 1, &format!("{purpose}: not verifiable: {why}"));
            line(out, 2, &format!("to give: {give}"));
        }
    }
}

fn named(body: &Named) -> String {
    match (body.names.first(), &body.id) {
        (Some(name), Some(id)) => format!("{name} ({id})"),
        (Some(name), None) => name.clone(),
        (None, Some(id)) => id.clone(),
        (None, None) => "without a name".to_owned(),
    }
}

/// A line; what a document says stays on one line and moves no cursor.
fn line(out: &mut String, depth: usize, words: &str) {
    out.push_str(&"  ".repeat(depth));
    out.extend(words.chars().map(|c| if c.is_control() { ' ' } else { c }));
    out.push('\n');
}
