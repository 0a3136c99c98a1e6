//! What a program means: typed blocks, and what holds in each environment.

pub mod check;
pub mod constants;
pub mod environment;
mod params;
pub mod program;
pub mod typed;
