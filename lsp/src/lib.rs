//! The language server of the rule language: what editors ask of it over the Language Server Protocol.
//!
//! [`serve`] speaks over two streams and ends with its input. It reads the packs of the folders that are open, puts what is being
//! written in the place of what is on the disk, and after each change reads only what changed ([`credstack::Draft`]). It writes
//! no file: the editor does.

mod address;
mod ask;
mod complete;
mod desk;
mod examples;
mod frame;
mod hear;
mod hover;
mod index;
mod lines;
mod outline;
mod place;
mod rename;
mod server;
mod told;

pub use server::{Ended, serve};
