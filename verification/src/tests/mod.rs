//! Documents that hold, documents that do not, and attacks.

mod attacks;
mod examples;
mod hidden;
mod lists;
mod made;
mod real;
