//! What a rule refuses and the generator did not know is withdrawn: the very item that the finding points at, for findings of the
//! kinds below alone, and only so many of them. Every other finding is a fault.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use todoc::artifacts::Input;
use todoc::cli::compile::{Compiled, compile};
use todoc::cli::project::Project;
use todoc::diagnostics::render::render;
use todoc::diagnostics::{Code, Diagnostic, Severity};
use todoc::lower::Holders;
use todoc::model::environment::Environment;
use todoc::secrets::{self, sealed};

use super::tree::{Program, Written};
use crate::built;

/// Findings whose item is withdrawn: what depends on the values of several blocks or environments together.
pub(crate) static WITHDRAWN: &[Code] = &[
    // What is withdrawn leaves others behind: overlays of it, blocks that need it, references to it.
    Code::E0108,
    Code::E0204,
    Code::E0301,
    Code::E0306,
    Code::E0307,
    Code::E0312,
    Code::E0313,
    // Layers of several environments and templates together say what excludes each other, or means nothing.
    Code::E0207,
    Code::E0210,
    Code::E0211,
    Code::E0212,
    Code::E0407,
    Code::E0408,
    Code::E0418,
    Code::E0490,
    Code::E0491,
    Code::E0495,
    Code::E0496,
    // What is said of all blocks of a kind, or by chance twice, meets itself.
    Code::E0497,
    Code::E0498,
    Code::E0115,
    Code::E0203,
    Code::E0308,
    Code::E0316,
    Code::E0430,
    Code::E0455,
    Code::E0460,
    // What one environment says of an image, a certificate, a patch or an engine, another takes back.
    Code::E0402,
    Code::E0413,
    Code::E0417,
    Code::E0441,
    Code::E0442,
    Code::E0454,
    Code::E0472,
    Code::E0475,
];

/// At most so many of a thousand items are withdrawn.
pub(crate) const MOST_WITHDRAWN: usize = 10;

/// How often an item was withdrawn, by the code of the finding.
pub(crate) type Withdrawn = BTreeMap<Code, usize>;

/// Writes a program into a folder.
pub(crate) fn write(program: &Program, folder: &Path) -> Vec<Written> {
    let written = program.written();
    let texts = written.iter().map(|own| (&own.path, &own.text));
    for (path, text) in texts.chain(program.beside.iter().map(|(path, text)| (path, text))) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    written
}

/// Compiles what lies in a folder, once what its environments need is sealed.
pub(crate) fn compiled(folder: &Path) -> Compiled {
    let compiled = compile(Project::load(folder), &[]);
    let sealed: Vec<(String, String)> = compiled.environments().iter().filter_map(seal).collect();
    for (path, text) in &sealed {
        fs::write(folder.join(path), text).unwrap();
    }
    if sealed.is_empty() { compiled } else { compile(Project::load(folder), &[]) }
}

/// The file that an environment names, as `kubeseal` would make it; nobody can open what is in it.
fn seal(environment: &Environment<'_>) -> Option<(String, String)> {
    let path = sealed::wanted(environment)?.path.to_string();
    let release = secrets::Release::of(environment, Holders::default());
    let mut objects: BTreeMap<String, Value> = BTreeMap::new();
    for secret in secrets::declared(environment) {
        let object = objects.entry(release.object(&secret)).or_insert_with_key(|name| {
            json!({
                "apiVersion": "bitnami.com/v1alpha1",
                "kind": "SealedSecret",
                "metadata": { "name": name, "namespace": release.namespace },
                "spec": { "encryptedData": {}, "template": { "type": secret.kind.kubernetes } },
            })
        });
        object["spec"]["encryptedData"][secret.key.as_str()] = json!("A".repeat(400));
    }
    // A file of nothing is none.
    objects.entry("of-nobody".to_owned()).or_insert_with(|| {
        json!({
            "apiVersion": "bitnami.com/v1alpha1",
            "kind": "SealedSecret",
            "metadata": { "name": "of-nobody", "namespace": release.namespace },
            "spec": { "encryptedData": { "key": "A".repeat(400) } },
        })
    });
    let documents: Vec<String> = objects.values().map(Value::to_string).collect();
    Some((path, documents.join("\n---\n")))
}

/// Lowers what was compiled, which is called by the same name in every folder.
pub(crate) fn lowered<T>(folder: &Path, compiled: &Compiled, with: impl FnOnce(&Input<'_>) -> T) -> T {
    built::lowered(folder, compiled, |input| with(&Input { origin: "app.todostack", ..*input }))
}

/// What is wrong with a program, as people see it; none where nothing is.
pub(crate) fn errors(compiled: &Compiled) -> Option<String> {
    let errors: Vec<Diagnostic> =
        compiled.diagnostics.iter().filter(|found| found.severity == Severity::Error).cloned().collect();
    (!errors.is_empty()).then(|| render(&compiled.project.sources, &errors, false))
}

/// Withdraws what may be, until nothing is wrong; what is left to say is a fault.
pub(crate) fn settle(program: &mut Program, folder: &Path, withdrawn: &mut Withdrawn) -> Result<Compiled, String> {
    loop {
        let written = write(program, folder);
        let compiled = compiled(folder);
        let errors = compiled.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        let (mut again, mut refused) = (false, None);
        for found in errors {
            let item = item(&compiled, &written, found).map(|number| program.whole(number));
            match item {
                Some(number) if WITHDRAWN.contains(&found.code) => {
                    if program.without.insert(number) {
                        again = true;
                        *withdrawn.entry(found.code).or_default() += 1;
                    }
                }
                _ => refused = refused.or(Some(found)),
            }
        }
        // What is withdrawn may have been the reason of more.
        if let Some(found) = refused.filter(|_| !again) {
            return Err(render(&compiled.project.sources, std::slice::from_ref(found), false));
        }
        if !again {
            return match self::errors(&compiled) {
                None => Ok(compiled),
                Some(errors) => Err(errors),
            };
        }
    }
}

fn item(compiled: &Compiled, written: &[Written], found: &Diagnostic) -> Option<u32> {
    let span = found.span?;
    let name = &compiled.project.sources.get(span.file).name;
    let file = written.iter().find(|own| Path::new(name.as_str()).file_name() == Some(own.path.as_ref()))?;
    file.at(&span.range())
}
