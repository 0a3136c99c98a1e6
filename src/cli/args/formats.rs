//! What can stand behind an option that has a choice.

use clap::ValueEnum;

/// How findings are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people, each with the piece of source it is about
    #[default]
    Text,
    /// One JSON object a line
    Json,
    /// A SARIF 2.1.0 log
    Sarif,
}

/// How a graph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum GraphFormat {
    /// Lines for people
    #[default]
    Text,
    /// A Mermaid flowchart, which code hosts draw in Markdown
    Mermaid,
    /// The language of Graphviz
    Dot,
    /// A picture
    Svg,
    /// For programs
    Json,
}

/// How differences are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum DiffFormat {
    /// Lines for people
    #[default]
    Text,
    /// For programs
    Json,
    /// For a comment on a pull request
    Markdown,
}

/// How changes of files are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Watch {
    /// The system tells of them; where it does not, as `poll`
    Auto,
    /// By looking at the files four times a second
    Poll,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    /// On a terminal that wants it
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// A part of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// The chart with its values
    Chart,
    /// The values files of the environments
    Values,
    /// The plain manifests
    Manifests,
    /// The bake file for images
    Images,
}
