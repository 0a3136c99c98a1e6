//! `todoc explain`: the page of a block, a field, an attribute or a code, and the list of them all.

use super::Status;
use super::args::{self, Format};
use super::output::Output;
use crate::schema::page::{self, Facts, Overview, Profiles, text};
use std::io;

pub(super) fn run(args: &args::Explain, output: &mut Output) -> io::Result<Status> {
    if output.format() == Format::Sarif {
        return Ok(output.complain("a SARIF log holds findings, not pages; `--format json` gives a page as data"));
    }
    let Some(topic) = &args.topic else { return overview(output) };
    let profiles = Profiles::default();
    let found: Vec<Facts> = page::find(topic).iter().map(|topic| Facts::of(topic, &profiles)).collect();
    match (found.as_slice(), output.format()) {
        ([], _) => return Ok(output.complain(&unknown(topic))),
        (found, Format::Json) => output.data(&json(found)?)?,
        (several @ [_, _, ..], Format::Text | Format::Sarif) if !topic.contains('.') => {
            output.data(&text::choice(topic, several))?;
        }
        (found, Format::Text | Format::Sarif) => {
            let pages: Vec<String> = found.iter().map(text::page).collect();
            output.data(&pages.join("\n"))?;
        }
    }
    Ok(Status::Clean)
}

fn overview(output: &Output) -> io::Result<Status> {
    let overview = Overview::new();
    match output.format() {
        Format::Json => output.data(&(serde_json::to_string(&overview)? + "\n"))?,
        Format::Text | Format::Sarif => output.data(&text::overview(&overview))?,
    }
    Ok(Status::Clean)
}

/// One object a line for each topic.
fn json(found: &[Facts]) -> io::Result<String> {
    let mut lines = String::new();
    for facts in found {
        lines.push_str(&serde_json::to_string(facts)?);
        lines.push('\n');
    }
    Ok(lines)
}

fn unknown(topic: &str) -> String {
    let help = page::near(topic)
        .map_or("; `todoc explain` lists what there is".to_owned(), |near| format!("; did you mean `{near}`?"));
    format!("there is no block, field or code `{topic}`{help}")
}
