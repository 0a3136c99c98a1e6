//! `todoc secrets --sealed`: hands the Secrets to `kubeseal`, and writes what it made to the file of the environment.
//! <https://github.com/bitnami-labs/sealed-secrets>

#![expect(clippy::disallowed_types, reason = "the command line starts kubeseal")]

use super::Asked;
use crate::cli::Status;
use crate::cli::compile::Compiled;
use crate::cli::output::Output;
use crate::cli::save;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::Environment;
use crate::rules::sealed_secrets;
use crate::secrets::check::{Checked, Report};
use crate::secrets::print;
use crate::secrets::sealed::{self, Scope};
use crate::shell;
use crate::source::Sources;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::io::{self, ErrorKind, Write as _};
use std::process::{Command, Stdio};

/// What is found where an environment's secrets are not sealed.
pub(super) fn not_sealed(environment: &Environment<'_>) -> Diagnostic {
    let name = environment.name;
    let base = environment.secrets.base();
    let place = base.map_or_else(|| environment.settings.head(), |base| base.span);
    let from = base.map_or("existing", |base| base.value.as_str());
    Diagnostic::new(
        Code::E0931,
        place,
        format!("the secrets of `{name}` come from `{from}`, so there is no file to seal"),
    )
    .help(format!("write `secrets : sealed-secrets {{ file = \"sealed/{name}.yaml\" }}` in the environment"))
}

/// Seals what is there, all of it or nothing.
pub(super) fn seal(
    asked: &Asked<'_>,
    compiled: &Compiled,
    certificate: &str,
    report: &Report<'_>,
    output: &Output,
) -> io::Result<Status> {
    let environment = asked.environment;
    let wanted = sealed::wanted(environment);
    let path = wanted.as_ref().and_then(|wanted| Some((&wanted.path, compiled.project.companion_path(wanted)?)));
    let Some((written, path)) = path else { return Ok(output.complain("the environment names no file")) };
    let secrets: Vec<&Checked<'_>> = report.secrets.iter().filter(|own| own.value.is_some()).collect();
    if secrets.is_empty() {
        return Ok(output.complain(&format!("`{}` has no secrets to seal", environment.name)));
    }
    let scope = scope(asked, compiled);
    let sealer = Sealer { certificate, scope, secrets: &report.secrets };
    let made = sealer.run(&print::objects(&asked.release, &report.secrets)).and_then(|text| {
        let fault = match sealed::read(text.as_bytes()) {
            Ok(all) => sealed_secrets::problems(environment, &all, written).into_iter().next(),
            Err(why) => Some(why),
        };
        fault.map_or(Ok(text), |why| Err(refused("what `kubeseal` printed is not what was asked of it", &why)))
    });
    let text = match made {
        Ok(text) => text,
        Err(found) => {
            let by_hand = sealer.by_hand(environment.name, written);
            output.findings(&Sources::default(), &[found.help(format!("by hand it is `{by_hand}`"))])?;
            return Ok(Status::Failed);
        }
    };
    save::write(&path, &text)?;
    let keys = match secrets.len() {
        1 => "1 key".to_owned(),
        many => format!("{many} keys"),
    };
    output.say(&format!("sealed {keys} into {}, which only the cluster can read: commit it", path.display()))?;
    Ok(Status::Clean)
}

/// Under which names the file that is there can be unsealed: that stays, where all of it agrees.
fn scope(asked: &Asked<'_>, compiled: &Compiled) -> Scope {
    let all = sealed::of(asked.environment, &compiled.companions).unwrap_or_default();
    let scopes: Vec<Scope> = all.iter().map(|own| own.scope).collect();
    match scopes.split_first() {
        Some((first, rest)) if rest.iter().all(|scope| scope == first) => *first,
        Some(_) | None => Scope::Strict,
    }
}

struct Sealer<'s> {
    certificate: &'s str,
    scope: Scope,
    secrets: &'s [Checked<'s>],
}

impl Sealer<'_> {
    fn arguments(&self) -> Vec<&str> {
        let mut arguments = vec!["--format", "yaml", "--cert", self.certificate];
        if self.scope != Scope::Strict {
            arguments.extend(["--scope", self.scope.name()]);
        }
        arguments
    }

    fn by_hand(&self, environment: &str, file: &str) -> String {
        let words: Vec<String> = self.arguments().into_iter().map(shell::word).collect();
        let file = shell::word(file);
        format!("todoc secrets {environment} --env-file … | kubeseal {} > {file}", words.join(" "))
    }

    /// What `kubeseal` makes of the Secrets, which it reads from a pipe and nowhere else.
    fn run(&self, objects: &str) -> Result<String, Box<Diagnostic>> {
        let child = Command::new("kubeseal")
            .args(self.arguments())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = child.map_err(|error| {
            let is_missing = error.kind() == ErrorKind::NotFound;
            let other = || format!("`kubeseal` does not start: {error}");
            let message = if is_missing { "there is no program `kubeseal`".to_owned() } else { other() };
            let note = "todoc leaves the encryption to the program that belongs to the controller: https://github.com/bitnami-labs/sealed-secrets/releases";
            Box::new(Diagnostic::without_place(Code::E0932, message).note(note))
        })?;
        if let Some(mut stdin) = child.stdin.take() {
            // One that does not read says why it ends.
            let _ = stdin.write_all(objects.as_bytes());
        }
        let ended = child.wait_with_output();
        let ended = ended.map_err(|error| refused("`kubeseal` can't be waited for", &error.to_string()))?;
        let said = self.masked(&String::from_utf8_lossy(&ended.stderr));
        if !ended.status.success() {
            return Err(refused("`kubeseal` refuses", said.trim()));
        }
        String::from_utf8(ended.stdout).map_err(|_| refused("`kubeseal` prints no text", said.trim()))
    }

    /// A text without the values, however `kubeseal` came to say one.
    fn masked(&self, text: &str) -> String {
        let values = self.secrets.iter().filter_map(|own| own.value.as_ref()).filter(|value| !value.is_empty());
        values.fold(text.to_owned(), |text, value| {
            text.replace(value.expose(), "…").replace(&STANDARD.encode(value.expose()), "…")
        })
    }
}

fn refused(what: &str, why: &str) -> Box<Diagnostic> {
    let found = Diagnostic::without_place(Code::E0933, what);
    Box::new(if why.is_empty() { found } else { found.note(why) })
}
