//! The command line of credstack: `check`, `test`, `fmt`, `import`, `recognise`, `stack`, `graph`, `words`, `schema`.

mod claim;
mod command;
mod deliver;
mod exit;
mod files;
mod output;
mod wallet;

use clap::{Parser, Subcommand};

use exit::Exit;
use output::{Asked, Format, complain};

/// Which credentials are recognised, by which rule, and why.
///
/// The engine proposes; a person decides.
#[derive(Debug, Parser)]
#[command(name = "credstack", version, about, after_help = exit::HELP)]
struct Arguments {
    /// How to print: for people or for programs; `test` also as the XML of junit.
    #[arg(long, value_enum, default_value_t = Asked::Text, global = true)]
    format: Asked,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check rules before they run.
    Check(command::check::Check),
    /// Run the examples that stand beside rules.
    Test(command::test::Test),
    /// Bring rule files into their one layout.
    Fmt(command::fmt::Fmt),
    /// Read documents and show what they carry and lack.
    Import(command::import::Import),
    /// Propose what is recognised, with reasons and sources.
    Recognise(command::recognise::Recognise),
    /// Stack a wallet toward an award: what counts where, what is missing.
    Stack(Box<command::stack::Stack>),
    /// Draw awards as a ladder, or what of a wallet counts where.
    Graph(Box<command::graph::Graph>),
    /// List the words that rules may use.
    Words(command::words::Words),
    /// Print the JSON Schema of a public format.
    Schema(command::schema::Schema),
}

fn main() -> std::process::ExitCode {
    let arguments = Arguments::parse();
    let format = match (arguments.format, &arguments.command) {
        (Asked::Text, _) | (Asked::Junit, Command::Test(_)) => Format::Text,
        (Asked::Json, _) => Format::Json,
        (Asked::Junit, _) => {
            complain("error: only `credstack test` writes JUnit");
            return Exit::Usage.into();
        }
    };
    let exit = match arguments.command {
        Command::Check(command) => command.run(format),
        Command::Test(command) => command.run(arguments.format),
        Command::Fmt(command) => command.run(format),
        Command::Import(command) => command.run(format),
        Command::Recognise(command) => command.run(format),
        Command::Stack(command) => command.run(format),
        Command::Graph(command) => command.run(format),
        Command::Words(command) => command.run(format),
        Command::Schema(command) => command.run(),
    };
    exit.into()
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
