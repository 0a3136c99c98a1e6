//! `todoc why`: a final value and where it comes from.

use super::Status;
use super::args;
use super::compile::compile;
use super::output::Output;
use super::project::Project;
use std::convert::Infallible;
use std::io;
use std::path::PathBuf;
use std::str::FromStr;

/// What is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A field by its path, such as `backend.replicas`.
    Field(Vec<String>),
    /// A line (from 1) of a file that was written.
    Line(PathBuf, usize),
}

impl FromStr for Target {
    type Err = Infallible;

    /// `FILE:LINE` is a line where a number stands after the last colon; all else is a field.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let line = text.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse().ok()?)));
        Ok(match line {
            Some((file, line)) => Target::Line(file.into(), line),
            None => Target::Field(text.split('.').map(str::to_owned).collect()),
        })
    }
}

pub(super) fn run(args: &args::Why, output: &mut Output) -> io::Result<Status> {
    output.keep_for_data();
    let compiled = compile(Project::load(&args.path), &[]);
    output.findings(&compiled.project.sources, &compiled.diagnostics)
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn a_number_after_a_colon_makes_a_line_of_a_file() {
        let target = |text: &str| text.parse::<Target>();
        assert_eq!(target("dist/a.yaml:31"), Ok(Target::Line("dist/a.yaml".into(), 31)));
        assert_eq!(target("C:\\a.yaml:1"), Ok(Target::Line("C:\\a.yaml".into(), 1)));
        assert_eq!(target("backend.env.A"), Ok(Target::Field(vec!["backend".into(), "env".into(), "A".into()])));
        assert_eq!(target("backend:x"), Ok(Target::Field(vec!["backend:x".into()])));
    }
}
