//! `credstack import`: what documents carry and what they lack.

mod desk;
mod jobs;
mod join;
mod options;
mod out;
mod pool;
mod show;
mod tally;

use std::cell::Cell;
use std::path::{Path, PathBuf};

use clap::Args;
use credstack::documents::Mapping;
use credstack::model::vocabulary::Vocabulary;

use crate::exit::Exit;
use crate::files;
use crate::output::{Format, complain, vocabulary};
use crate::trust::TrustOptions;
use desk::Desk;
use out::Out;

/// Read documents and show what they carry and lack.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Files, folders and ZIP archives; `-` is standard input.
    #[arg(required = true)]
    documents: Vec<PathBuf>,
    #[command(flatten)]
    show: options::Shown,
    #[command(flatten)]
    report: options::Report,
    /// What the columns of tables are for, as TOML.
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// Join what is about the same learning by its identifiers: results, catalogues, institutions. All documents are kept until
    /// the last is read.
    #[arg(long, conflicts_with = "lines")]
    join: bool,
    /// The folder of rules whose packs add attributes of their own.
    #[arg(long)]
    rules: Option<PathBuf>,
    /// How many documents are read at the same time; as many as there are processors when it is not given.
    #[arg(long)]
    threads: Option<usize>,
    #[command(flatten)]
    trust: TrustOptions,
}

impl Import {
    pub(crate) fn run(&self, format: Format) -> Exit {
        if self.report.lines && format != Format::Json {
            complain("error: `--lines` is for `--format json`");
            return Exit::Usage;
        }
        let vocabulary = match vocabulary(self.rules.as_deref()) {
            Ok(vocabulary) => vocabulary,
            Err(exit) => return exit,
        };
        let mapping = match self.mapping.as_deref().map(|path| mapping(path, &vocabulary)).transpose() {
            Ok(mapping) => mapping,
            Err(error) => {
                complain(&error);
                return Exit::Usage;
            }
        };
        let beside = match self.trust.read() {
            Ok(beside) => beside,
            Err(exit) => return exit,
        };
        let desk = Desk { shown: &self.show, report: &self.report, format, vocabulary, mapping, beside };
        let mut out = Out::new(&self.report, format);
        let (mut passed_over, in_archives) = (0, Cell::new(0));
        let threads = self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into));
        let paths = files::walk(&self.documents, true, &mut passed_over);
        let jobs = jobs::all(paths, &in_archives);
        if self.join {
            join::all(&desk, jobs, &mut out);
        } else {
            pool::in_order(threads.clamp(1, 64), jobs, |job| desk.work(job), |done| out.take(done));
        }
        files::tell(passed_over + in_archives.get());
        out.finish()
    }
}

fn mapping(path: &Path, vocabulary: &Vocabulary) -> Result<Mapping, String> {
    let name = path.to_string_lossy();
    let text = std::fs::read_to_string(path).map_err(|error| format!("error: `{name}` cannot be read: {error}"))?;
    Mapping::parse(&name, &text, vocabulary).map_err(|problems| format!("error: {problems}"))
}
