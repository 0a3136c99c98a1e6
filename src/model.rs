//! What a program means: typed blocks, and what holds in each environment.

pub mod check;
pub mod environment;
pub mod images;
pub mod program;
pub mod public;
pub mod scale;
pub mod typed;
