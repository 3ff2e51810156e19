//! The command line as an office uses it: what comes out, in which words, and with which exit code.

mod exit_codes;
mod hard_documents;
mod own_studies;
mod stable_output;
mod support;
