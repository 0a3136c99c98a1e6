//! `todoc secrets`: check an environment's secrets and write the Secret. Values go to standard output and nowhere else.

mod file;
mod json;
mod seal;
mod text;

use super::Status;
use super::args::{self, Format};
use super::compile::{Compiled, compile};
use super::environment;
use super::given;
use super::output::Output;
use super::project::Project;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::lower;
use crate::model::environment::Environment;
use crate::schema::secret;
use crate::secrets::check::{self, Report};
use crate::secrets::{self, Provider, Release, dotenv, generate, print};
use std::io;

pub(super) fn run(args: &args::Secrets, output: &mut Output) -> io::Result<Status> {
    output.keep_for_data();
    let mut project = Project::load(&args.path);
    let params = given::read(&mut project, &args.params)?;
    let compiled = compile(project, &params);
    let all = compiled.environments();
    if all.is_empty() || !is_sound(&compiled, &all) {
        return output.findings(&compiled.project.sources, &compiled.diagnostics);
    }
    let Some(program) = &compiled.program else { return Err(io::Error::other("there is no stack")) };
    let holders = lower::holders(&compiled.project.sources, program, &all, &compiled.companions);
    let environment = match environment::named(all, &args.env) {
        Ok(environment) => environment,
        Err(problem) => return Ok(output.complain(&problem)),
    };
    let provider = Provider::of(&environment);
    if args.generate && provider == Provider::ExternalSecrets {
        return Ok(output.complain(&nothing_to_generate(&environment)));
    }
    if args.sealed.is_some() && provider != Provider::SealedSecrets {
        return output.findings(&compiled.project.sources, &[seal::not_sealed(&environment)]);
    }
    let given = args.env_file.as_deref().map(file::read).transpose()?.unwrap_or_default();
    let release = Release::of(&environment, holders);
    let declared = secrets::declared(&environment);
    let idle = secrets::idle(&environment, &declared);
    let mut report = check::check(declared, &idle, dotenv::parse(&given));
    if provider != Provider::Existing {
        report.keep_apart();
    }
    if let Some(problem) = of_chart(args.chart.as_deref(), provider, &release, &mut report) {
        return Ok(output.complain(&problem));
    }
    if args.template {
        output.data(&print::template(environment.name, &report.secrets))?;
        return Ok(Status::Clean);
    }
    if args.generate {
        generate::generate(&mut report, getrandom::fill)
            .map_err(|error| io::Error::other(format!("the system gives no random bytes: {error}")))?;
    }
    let asked = Asked {
        provider,
        environment: &environment,
        release,
        checked: args.env_file.is_some(),
        sealing: args.sealed.is_some(),
    };
    asked.tell(&report, output)?;
    match &args.sealed {
        Some(certificate) if report.is_complete() => seal::seal(&asked, &compiled, certificate, &report, output),
        Some(_) => Ok(Status::Findings),
        None => asked.print(&report, output),
    }
}

/// Leaves the secrets of one chart alone, where one is asked for; else a sentence that says what is wrong.
fn of_chart(asked: Option<&str>, provider: Provider, release: &Release<'_>, report: &mut Report<'_>) -> Option<String> {
    let charts: Vec<&str> = release.holders.charts().collect();
    match asked {
        Some(chart) if charts.contains(&chart) => {
            report.secrets.retain(|checked| release.chart_of(&checked.declared).0 == chart);
            None
        }
        Some(chart) => Some(format!("there is no chart `{chart}`; there are: {}", charts.join(", "))),
        // Values of several charts do not go into one call of Helm.
        None if provider == Provider::InstallValues && charts.len() > 1 => Some(format!(
            "each service has a chart of its own; say whose values you want with `--chart`: {}",
            charts.join(", ")
        )),
        None => None,
    }
}

/// Whether nothing was found that stands in the way. What a file of sealed secrets lacks does not: it is made from here.
fn is_sound(compiled: &Compiled, environments: &[Environment<'_>]) -> bool {
    let files: Vec<_> = environments.iter().map(|environment| environment.secrets.place(&secret::FILE)).collect();
    let is_sealed = |found: &Diagnostic| {
        found.code == Code::E0470 || (found.code == Code::E0901 && found.span.is_some_and(|span| files.contains(&span)))
    };
    compiled.diagnostics.iter().all(|found| found.severity != Severity::Error || is_sealed(found))
}

fn nothing_to_generate(environment: &Environment<'_>) -> String {
    let name = environment.name;
    format!(
        "the secrets of `{name}` come from a store (external-secrets), so there is no Secret to generate; put them there"
    )
}

/// What is told about.
struct Asked<'a> {
    provider: Provider,
    environment: &'a Environment<'a>,
    release: Release<'a>,
    /// Whether there is a file.
    checked: bool,
    /// Whether they are to be sealed and not printed.
    sealing: bool,
}

impl Asked<'_> {
    /// Whether there is nothing to check: what a store holds is told by no file.
    fn only_lists(&self) -> bool {
        self.provider == Provider::ExternalSecrets && !self.checked
    }

    fn tell(&self, report: &Report<'_>, output: &Output) -> io::Result<()> {
        match output.format() {
            Format::Text => output.report(&text::table(self, report)),
            Format::Json => output.report(&json::lines(self, report)),
            // A SARIF log tells of places in sources; standard error stays empty, and the exit code tells.
            Format::Sarif => Ok(()),
        }
    }

    /// Prints the objects where everything is right. A store's secrets are not printed: they belong into the store.
    fn print(&self, report: &Report<'_>, output: &Output) -> io::Result<Status> {
        if self.only_lists() {
            return Ok(Status::Clean);
        }
        if !report.is_complete() {
            return Ok(Status::Findings);
        }
        match self.provider {
            Provider::Existing | Provider::SealedSecrets => {
                output.data(&print::objects(&self.release, &report.secrets))?;
            }
            Provider::InstallValues => output.data(&print::values(&report.secrets))?,
            Provider::ExternalSecrets => {}
        }
        Ok(Status::Clean)
    }
}
