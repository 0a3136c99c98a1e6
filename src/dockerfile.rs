//! Dockerfiles, read as far as a pod depends on them: stages, users, ports, arguments.
//!
//! Follows <https://docs.docker.com/reference/dockerfile/>. Any text can be read: what is no instruction is kept as one
//! that nobody asks for.

mod bases;
mod expand;
mod lines;

use expand::Variables;
use std::collections::{BTreeMap, BTreeSet};

/// A Dockerfile.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dockerfile {
    /// `ARG` before the first stage.
    pub globals: Vec<Instruction>,
    /// Its stages, in written order.
    pub stages: Vec<Stage>,
}

/// A stage: `FROM`, and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// What it is called (`AS`), in lower case.
    pub name: Option<String>,
    /// What it starts from: an image or an earlier stage, with the defaults of `ARG` put in.
    pub base: String,
    /// Line of its `FROM`, from 1.
    pub line: usize,
    /// Its instructions.
    pub instructions: Vec<Instruction>,
}

/// An instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction {
    /// `RUN`, `USER` …, in capitals.
    pub keyword: String,
    /// What follows, on one line; without the text of here-documents.
    pub text: String,
    /// Its first line, from 1.
    pub line: usize,
}

/// Whom an image runs as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum User {
    /// A number, other than root's.
    Id(u32),
    /// A name, which only the image's `/etc/passwd` explains.
    Name(String),
    /// Root, because it says so.
    Root,
}

/// Something and its line, from 1.
pub type At<T> = (T, usize);

/// The numeric user that a stage runs as (the last one where none is named); none where that is not known.
#[must_use]
pub fn user(dockerfile: &Dockerfile, target: Option<&str>) -> Option<u32> {
    match dockerfile.user(target) {
        Some((User::Id(id), _)) => Some(id),
        Some((User::Name(_) | User::Root, _)) | None => None,
    }
}

/// The user of a well-known image, by its reference.
#[must_use]
pub fn user_of_base(reference: &str) -> Option<u32> {
    bases::user(reference)
}

impl Dockerfile {
    /// Reads a text. `args` are the build's arguments, which win over the defaults of `ARG`.
    #[must_use]
    pub fn parse(text: &str, args: &BTreeMap<String, String>) -> Self {
        let mut dockerfile = Self::default();
        let mut variables = Variables::new(args);
        for instruction in lines::instructions(text) {
            if instruction.keyword == "FROM" {
                dockerfile.stages.push(stage(&instruction, &variables));
            } else if let Some(stage) = dockerfile.stages.last_mut() {
                stage.instructions.push(instruction);
            } else {
                variables.declare(&instruction);
                dockerfile.globals.push(instruction);
            }
        }
        dockerfile.settle(args, &variables);
        dockerfile
    }

    /// The stage that is built: the one of a name or number, else the last.
    #[must_use]
    pub fn target(&self, target: Option<&str>) -> Option<&Stage> {
        let Some(target) = target else { return self.stages.last() };
        let named = self.stages.iter().find(|stage| stage.name.as_deref() == Some(&target.to_ascii_lowercase()));
        named.or_else(|| self.stages.get(target.parse::<usize>().ok()?))
    }

    /// A stage and those that it starts from, itself first.
    #[must_use]
    pub fn chain(&self, target: Option<&str>) -> Vec<&Stage> {
        let mut chain: Vec<&Stage> = self.target(target).into_iter().collect();
        while let Some(last) = chain.last()
            && let Some(base) = self.earlier(last)
        {
            chain.push(base);
        }
        chain
    }

    /// The stage that another starts from, where that is no image.
    fn earlier(&self, stage: &Stage) -> Option<&Stage> {
        let before = self.stages.iter().take_while(|other| !std::ptr::eq(*other, stage));
        let name = stage.base.to_ascii_lowercase();
        before.filter(|other| other.name.as_deref() == Some(&name)).last()
    }

    /// The images that stages start from, each once.
    #[must_use]
    pub fn bases(&self) -> Vec<At<&str>> {
        let mut bases: Vec<At<&str>> = Vec::new();
        for stage in &self.stages {
            if self.earlier(stage).is_none()
                && stage.base != "scratch"
                && bases.iter().all(|(known, _)| *known != stage.base)
            {
                bases.push((&stage.base, stage.line));
            }
        }
        bases
    }

    /// The image that a stage starts from, by way of earlier stages; none where its name has a variable that is not known.
    #[must_use]
    pub fn base(&self, target: Option<&str>) -> Option<At<&str>> {
        let first = self.chain(target).into_iter().last()?;
        (!first.base.contains('$')).then_some((first.base.as_str(), first.line))
    }

    /// The last instruction of a kind that a stage has or inherits.
    #[must_use]
    pub fn last(&self, keyword: &str, target: Option<&str>) -> Option<&Instruction> {
        let chain = self.chain(target).into_iter();
        chain.flat_map(|stage| stage.instructions.iter().rev()).find(|instruction| instruction.keyword == keyword)
    }

    /// Whom a stage runs as; none where it does not say so, or says so with a variable that is not known.
    #[must_use]
    pub fn user(&self, target: Option<&str>) -> Option<At<User>> {
        let Some(instruction) = self.last("USER", target) else {
            let first = self.chain(target).into_iter().last()?;
            return bases::user(&first.base).map(|user| (User::Id(user), first.line));
        };
        let name = instruction.text.split(':').next().unwrap_or_default().trim();
        if name.is_empty() || name.contains('$') {
            return None;
        }
        let user = match name.parse::<u32>() {
            Ok(0) => User::Root,
            Ok(id) => User::Id(id),
            Err(_) if name == "root" => User::Root,
            Err(_) => User::Name(name.to_owned()),
        };
        Some((user, instruction.line))
    }

    /// The TCP ports that a stage exposes; ranges are given by their ends. Those with a variable that is not known are left out.
    #[must_use]
    pub fn exposed(&self, target: Option<&str>) -> Vec<At<(u16, u16)>> {
        let chain = self.chain(target).into_iter();
        let exposes = chain.flat_map(|stage| &stage.instructions).filter(|instruction| instruction.keyword == "EXPOSE");
        exposes
            .flat_map(|instruction| instruction.text.split_whitespace().map(|word| (word, instruction.line)))
            .filter_map(|(word, line)| {
                let port = word.to_ascii_lowercase();
                let port = port.strip_suffix("/tcp").unwrap_or(&port);
                let (low, high) = port.split_once('-').unwrap_or((port, port));
                Some(((low.parse().ok()?, high.parse().ok()?), line))
            })
            .collect()
    }

    /// The build arguments that some `ARG` declares.
    #[must_use]
    pub fn arguments(&self) -> BTreeSet<String> {
        let all = self.globals.iter().chain(self.stages.iter().flat_map(|stage| &stage.instructions));
        let args = all.filter(|instruction| instruction.keyword == "ARG");
        args.flat_map(expand::declarations).map(|(name, _)| name).collect()
    }

    /// Puts in the variables of each stage's instructions, as far as they are known.
    fn settle(&mut self, args: &BTreeMap<String, String>, globals: &Variables) {
        for stage in &mut self.stages {
            let mut variables = Variables::within(args, globals);
            for instruction in &mut stage.instructions {
                if matches!(instruction.keyword.as_str(), "USER" | "EXPOSE" | "WORKDIR") {
                    instruction.text = variables.put_in(&instruction.text);
                }
                variables.declare(instruction);
            }
        }
    }
}

/// `FROM [--platform=…] IMAGE [AS NAME]`.
fn stage(from: &Instruction, variables: &Variables) -> Stage {
    let mut words = from.text.split_whitespace().skip_while(|word| word.starts_with("--"));
    let base = variables.put_in(words.next().unwrap_or_default());
    let is_named = words.next().is_some_and(|word| word.eq_ignore_ascii_case("as"));
    let name = words.next().filter(|_| is_named).map(str::to_ascii_lowercase);
    Stage { name, base, line: from.line, instructions: Vec::new() }
}

#[cfg(test)]
mod tests;
