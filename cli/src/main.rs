//! The command line of credstack: `check`, `explain`, `test`, `fmt`, `import`, `verify`, `recognise`, `batch`, `stack`, `draft`, `statement`, `why-not`, `next`, `reach`, `what-if`, `diff`, `graph`, `doc`, `new`, `changes`, `review`, `rules`, `words`, `schema`, `lsp`.

mod asked;
mod claim;
mod command;
mod deliver;
mod exit;
mod files;
mod mend;
mod output;
mod trust;
mod wallet;

use clap::{Parser, Subcommand};

use exit::Exit;
use output::{Format, Wanted};

/// Reading documents makes many small texts and drops them again; the allocator of the system takes a third of the time for it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Which credentials are recognised, by which rule, and why.
///
/// The engine proposes; a person decides.
#[derive(Debug, Parser)]
#[command(name = "credstack", version, about, after_help = exit::HELP)]
struct Arguments {
    /// How to print: for people or for programs; `check` also as SARIF, `test` also as the XML of junit.
    #[arg(long, value_enum, default_value_t = Wanted::Text, global = true)]
    format: Wanted,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check rules before they run.
    Check(command::check::Check),
    /// Explain a kind of problem, with an example and its mending.
    Explain(command::explain::Explain),
    /// Run the examples that stand beside rules.
    Test(command::test::Test),
    /// Bring rule files into their one layout.
    Fmt(command::fmt::Fmt),
    /// Read documents and show what they carry and lack.
    Import(command::import::Import),
    /// Say of documents how far they can be trusted: signatures, seals, status lists.
    Verify(command::verify::Verify),
    /// Propose what is recognised, with reasons and sources.
    Recognise(command::recognise::Recognise),
    /// Stack a wallet toward an award: what counts where, what is missing.
    Stack(Box<command::stack::Stack>),
    /// Draft what a wallet comes to toward an award as a credential.
    Draft(Box<command::draft::Draft>),
    /// Write what was decided, or is proposed, as a letter: HTML, PDF or JSON, in one language or several.
    Statement(Box<command::statement::Statement>),
    /// Say why an award is not complete, and what would complete it.
    WhyNot(Box<command::why_not::WhyNot>),
    /// Find the cheapest credentials of a catalogue that complete an award.
    Next(Box<command::next::Next>),
    /// List the awards that a wallet reaches, which of them together, and which it comes near to.
    Reach(Box<command::reach::Reach>),
    /// Ask what would be otherwise with another wallet, answer, award, rules or day.
    WhatIf(Box<command::what_if::WhatIf>),
    /// Propose what is recognised for each credential of a table of any size, resumable.
    Batch(Box<command::batch::Batch>),
    /// Compare a cohort under two sets of rules, or on two days: who gains, who loses, by which clause.
    Diff(Box<command::diff::Diff>),
    /// Draw awards as a ladder, or what of a wallet counts where.
    Graph(Box<command::graph::Graph>),
    /// Write the rules as pages: clauses, sources, examples, ladders.
    Doc(command::doc::Doc),
    /// Begin a pack: a policy, an institution's own policy, or an award.
    New(Box<command::new::New>),
    /// Say what changed between two versions of rules: what, for whom, from which day.
    Changes(command::changes::ListChanges),
    /// Put a name to policies and awards as they stand: reviewed, approved, withdrawn.
    Review(command::review::Review),
    /// List the policies that are loaded, or what was not reviewed for too long.
    Rules(command::rules::ListRules),
    /// List the words that rules may use.
    Words(command::words::Words),
    /// Print the JSON Schema of a public format.
    Schema(command::schema::Schema),
    /// Speak with an editor: the language server of rules, over standard input and output.
    Lsp(command::lsp::Lsp),
}

fn main() -> std::process::ExitCode {
    let arguments = Arguments::parse();
    if arguments.format == Wanted::Plain {
        output::speak_plainly();
    }
    let exit = match (arguments.command, arguments.format.simple()) {
        (Command::Check(command), _) if arguments.format != Wanted::Junit => command.run(arguments.format),
        (Command::Test(command), _) if arguments.format != Wanted::Sarif => command.run(arguments.format),
        (_, None) => {
            let only = if arguments.format == Wanted::Junit { "junit` is for `test`" } else { "sarif` is for `check`" };
            output::complain(&format!("error: `--format {only} alone"));
            Exit::Usage
        }
        (command, Some(format)) => run(command, format),
    };
    exit.into()
}

fn run(command: Command, format: Format) -> Exit {
    match command {
        Command::Check(command) => command.run(format.into()),
        Command::Explain(command) => command.run(format),
        Command::Test(command) => command.run(format.into()),
        Command::Fmt(command) => command.run(format),
        Command::Import(command) => command.run(format),
        Command::Verify(command) => command.run(format),
        Command::Recognise(command) => command.run(format),
        Command::Stack(command) => command.run(format),
        Command::Draft(command) => command.run(format),
        Command::Statement(command) => command.run(),
        Command::WhyNot(command) => command.run(format),
        Command::Next(command) => command.run(format),
        Command::Reach(command) => command.run(format),
        Command::WhatIf(command) => command.run(format),
        Command::Batch(command) => command.run(format),
        Command::Diff(command) => command.run(format),
        Command::Graph(command) => command.run(format),
        Command::Doc(command) => command.run(format),
        Command::New(command) => command.run(format),
        Command::Changes(command) => command.run(format),
        Command::Review(command) => command.run(format),
        Command::Rules(command) => command.run(format),
        Command::Words(command) => command.run(format),
        Command::Schema(command) => command.run(),
        Command::Lsp(command) => command.run(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn arguments_do_not_contradict_one_another() {
        super::Arguments::command().debug_assert();
    }

    #[test]
    fn every_exit_code_is_documented() {
        for exit in super::Exit::ALL {
            let line = format!("  {}  ", exit.code());
            assert!(super::exit::HELP.contains(&line), "exit code {} is not in the help", exit.code());
        }
    }
}
