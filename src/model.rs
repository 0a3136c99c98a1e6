//! What a program means: typed blocks, and what holds in each environment.

pub mod chain;
pub mod check;
pub mod environment;
pub mod program;
pub mod typed;
