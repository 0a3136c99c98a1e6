//! `todoc init`: a small stack to begin with.

#![expect(clippy::disallowed_methods, reason = "the command line writes the first files of a stack")]

use super::Status;
use super::args;
use super::output::Output;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Longest name of a stack that leaves room for a component's name in a label.
const LONGEST: usize = 40;

pub(super) fn run(args: &args::Init, output: &mut Output) -> io::Result<Status> {
    fs::create_dir_all(&args.dir).map_err(|error| about("make", &args.dir, &error))?;
    let name = stack_name(&args.dir);
    let files = [
        (format!("{name}.todostack"), include_str!("init/stack.todostack")),
        ("dev.todostack".to_owned(), include_str!("init/dev.todostack")),
        ("prod.todostack".to_owned(), include_str!("init/prod.todostack")),
    ];
    let files = files.map(|(file, text)| (args.dir.join(file), text.replace("NAME", &name)));
    if let Some(found) = existing(&args.dir)? {
        return Ok(output.complain(&format!("`{}` is there already; nothing was written", found.display())));
    }
    for (count, (path, text)) in files.iter().enumerate() {
        if let Err(error) = create(path, text) {
            // All or nothing; this one too, but for one that somebody else has just made.
            let own = count + usize::from(error.kind() != ErrorKind::AlreadyExists);
            for (path, _) in files.iter().take(own) {
                let _ = fs::remove_file(path);
            }
            return Err(about("write", path, &error));
        }
    }
    for (path, _) in &files {
        output.say(&format!("wrote {}", path.display()))?;
    }
    output.say(&format!("next: todoc build {}", args.dir.display()))?;
    Ok(Status::Clean)
}

/// A source that the folder holds already: two stacks in one folder can't be told apart.
fn existing(dir: &Path) -> io::Result<Option<PathBuf>> {
    let entries = fs::read_dir(dir).map_err(|error| about("read", dir, &error))?;
    let mut sources: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    sources.retain(|path| path.extension().is_some_and(|extension| extension == "todostack"));
    sources.sort();
    Ok(sources.into_iter().next())
}

/// Writes a file that must not exist yet.
fn create(path: &Path, text: &str) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

fn about(verb: &str, path: &Path, error: &io::Error) -> io::Error {
    let why = if error.kind() == ErrorKind::AlreadyExists { "it is there already".into() } else { error.to_string() };
    io::Error::new(error.kind(), format!("can't {verb} `{}`: {why}", path.display()))
}

/// The folder's name as a name of the language: a lower-case DNS label that starts with a letter.
fn stack_name(dir: &Path) -> String {
    let full = fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned());
    let name = full.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let legal = |ch: char| if ch.is_ascii_lowercase() || ch.is_ascii_digit() { ch } else { '-' };
    let label: String = name.chars().map(legal).skip_while(|ch| !ch.is_ascii_lowercase()).take(LONGEST).collect();
    let label = label.trim_end_matches('-');
    let taken = ["dev", "prod", "none", "true", "false"];
    if label.is_empty() || taken.contains(&label) { "app".to_owned() } else { label.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::stack_name;
    use std::path::Path;

    #[test]
    fn a_folder_of_any_name_gives_a_legal_name() {
        let cases = [
            ("todo-app", "todo-app"),
            ("My App_2", "my-app-2"),
            ("2do", "do"),
            ("dev", "app"),
            ("日本", "app"),
            ("a.", "a"),
            ("--", "app"),
        ];
        for (folder, name) in cases {
            assert_eq!(stack_name(&Path::new("/nowhere").join(folder)), name, "{folder}");
        }
    }
}
