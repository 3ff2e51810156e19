//! What is printed as it comes, and what is told at the end.

use credstack::model::vocabulary::Element;
use indicatif::{ProgressBar, ProgressStyle};

use super::desk::Done;
use super::options::Report;
use super::tally::Tally;
use crate::exit::Exit;
use crate::output::{Format, complain, print};

/// What is printed as it comes, and what is told at the end.
pub(super) struct Out<'a> {
    report: &'a Report,
    format: Format,
    tally: Tally,
    seen: usize,
    bar: ProgressBar,
}

impl<'a> Out<'a> {
    pub(super) fn new(report: &'a Report, format: Format) -> Self {
        if format == Format::Text && !report.summary {
            print("Elements of the European standard (2022/C 243/02, Annex I), ● carried, · not:\n");
            for (at, name) in Element::MANDATORY.iter().enumerate() {
                print(&format!("  {:>2} {name}\n", at + 1));
            }
            print("\n 1 2 3 4 5 6 7 8 9 10 11  notes  credential\n");
        }
        // Hidden where standard error is no terminal.
        let bar = ProgressBar::new_spinner();
        bar.set_style(
            ProgressStyle::with_template("{pos} documents read {msg}")
                .unwrap_or_else(|_| ProgressStyle::default_spinner()),
        );
        Self { report, format, tally: Tally::default(), seen: 0, bar }
    }

    pub(super) fn take(&mut self, done: Option<Done>) {
        let Some(Done { shown, tally }) = done else {
            let mut tally = Tally::default();
            tally.refused("a defect of credstack");
            self.tally.add(tally);
            return complain(
                "error: a document could not be read by a defect of credstack, told above; please report it",
            );
        };
        if !shown.is_empty() {
            let before = match (self.format, self.report.lines, self.seen) {
                (Format::Json, false, 0) => "[\n  ",
                (Format::Json, false, _) => ",\n  ",
                _ => "",
            };
            let after = if self.report.lines { "\n" } else { "" };
            self.bar.suspend(|| print(&format!("{before}{shown}{after}")));
            self.seen += 1;
        }
        self.tally.add(tally);
        self.bar.inc(1);
        if self.tally.refusals() > 0 {
            self.bar.set_message(format!("({} refused)", self.tally.refusals()));
        }
    }

    pub(super) fn finish(self) -> Exit {
        self.bar.finish_and_clear();
        match (self.format, self.report.lines, self.seen) {
            (Format::Json, true, _) => {}
            (Format::Json, false, 0) => print("[]\n"),
            (Format::Json, false, _) => print("\n]\n"),
            (Format::Text, ..) => print(&self.tally.text()),
        }
        let nothing = self.tally.documents() == 0;
        if nothing && self.tally.refusals() == 0 {
            complain("error: there is no document to read");
        }
        match () {
            () if nothing || self.tally.refusals() > 0 => Exit::BrokenInput,
            () if self.report.strict && self.tally.losses() > 0 => {
                complain(&format!(
                    "error: {} say that something was lost or is unsettled (`--notes` shows them)",
                    crate::output::count(self.tally.losses(), "note")
                ));
                Exit::BelowThreshold
            }
            () => Exit::Success,
        }
    }
}
