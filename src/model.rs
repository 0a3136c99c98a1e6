//! What a program means: typed blocks, and what holds in each environment.

mod access;
pub mod accounts;
pub mod chain;
pub mod check;
pub mod constants;
pub mod dependencies;
pub mod databases;
pub mod environment;
pub mod fixed;
pub mod images;
pub mod jobs;
pub mod mounts;
pub mod naming;
pub mod needs;
mod params;
pub mod program;
pub mod public;
pub mod raw;
pub mod scale;
pub mod typed;
