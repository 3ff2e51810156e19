//! Advice on small problems, compared with looking at everything there is.

mod cases;
mod plans;
mod random;
mod reasons;
