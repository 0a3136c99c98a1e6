//! Secrets: which ones an environment needs, what they must look like, and the objects that hold them.
//!
//! Invariant: a value is a [`value::Secret`]. No message has one in it; only the functions of [`mod@print`] write it out.

pub mod check;
mod constraints;
pub mod dotenv;
pub mod generate;
pub mod print;
mod readers;
pub mod sealed;
pub mod value;

pub use constraints::{Constraints, Flaw, Form};
pub use readers::{Reader, composed};

use crate::chart::names::Naming;
use crate::lower::Holders;
use crate::model::databases;
use crate::model::environment::{Environment, View};
use crate::schema::{Choice, choices, database, environment, secret};
use crate::types::Duration;
use smol_str::SmolStr;

/// One key that an environment needs.
#[derive(Debug, Clone)]
pub struct Declared<'a> {
    /// Its name: that of its block (`jwt-secret`), with the part where the block has several (`web-tls.cert`).
    pub name: String,
    /// The key within its object.
    pub key: SmolStr,
    /// The object that holds it.
    pub object: Object,
    /// The object's type.
    pub kind: &'static Choice,
    /// What its value must look like.
    pub constraints: Constraints<'a>,
    /// Whether the application runs without it.
    pub optional: bool,
    /// What the user wants to be said where it is missing or wrong.
    pub message: Option<&'a str>,
    /// What it is for, in one sentence.
    pub about: Option<&'a str>,
    /// How often its value is replaced.
    pub rotation: Option<Duration>,
    /// Its name in the store of the environment's provider.
    pub property: String,
    /// Why its value can't be made up; none where any value that meets the constraints will do.
    pub given: Option<&'static str>,
    /// Who reads it.
    pub readers: Vec<Reader<'a>>,
}

impl Declared<'_> {
    /// Whether it lies in an object of a name of its own, which the user keeps: the chart makes none.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        matches!(self.object, Object::Named(_))
    }
}

/// Which object holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// The one of all secrets without a type or an object of their own.
    Shared,
    /// One of its own, named after the secret, because of its type.
    Own(SmolStr),
    /// One that the source names.
    Named(SmolStr),
}

/// A provider of secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// A Secret that the user keeps.
    Existing,
    /// Values that are given at install time.
    InstallValues,
    /// The External Secrets Operator.
    ExternalSecrets,
    /// The Sealed Secrets controller.
    SealedSecrets,
}

impl Provider {
    /// The provider of an environment.
    #[must_use]
    pub fn of(environment: &Environment<'_>) -> Provider {
        match environment.secrets.base().map(|base| base.value.as_str()) {
            Some(name) if name == choices::INSTALL_VALUES.name => Provider::InstallValues,
            Some(name) if name == choices::EXTERNAL_SECRETS.name => Provider::ExternalSecrets,
            Some(name) if name == choices::SEALED_SECRETS.name => Provider::SealedSecrets,
            Some(_) | None => Provider::Existing,
        }
    }
}

/// Every key that an environment needs: of the secrets that something reads, and of the databases' passwords.
///
/// A database's password is called `<database>-password`, that of its administrator `<database>-root-password`. A `secret`
/// block of such a name adds to it.
#[must_use]
pub fn declared<'a>(environment: &Environment<'a>) -> Vec<Declared<'a>> {
    let mut all = Vec::new();
    let databases = environment.all(&database::DATABASE).values();
    let passwords: Vec<Password<'_, 'a>> = databases.filter(|database| database.is_on()).flat_map(passwords).collect();
    let blocks: Vec<&View<'a>> = environment.all(&secret::SECRET).values().filter(|block| block.is_on()).collect();
    if passwords.is_empty() && blocks.is_empty() {
        return all;
    }
    let readers = readers::readers(environment);
    for block in blocks {
        let read_by = readers.get(block.name).cloned().unwrap_or_default();
        if !read_by.is_empty() && !passwords.iter().any(|password| password.name == block.name) {
            parts(block, &read_by, &mut all);
        }
    }
    for Password { name, database } in passwords {
        let read_by = readers.get(name.as_str()).cloned().unwrap_or_default();
        let outside = databases::is_external(database);
        if !(outside && read_by.is_empty() && databases::backup(database).is_none()) {
            all.push(database_password(environment, outside, &name, read_by));
        }
    }
    all
}

/// The passwords that databases would be run with in the cluster, whether an environment does so or not: they can be switched
/// on by hand.
#[must_use]
pub fn of_databases<'a>(environment: &Environment<'a>) -> Vec<Declared<'a>> {
    let databases = environment.all(&database::DATABASE).values();
    let all = databases.filter(|database| databases::has_password(database)).flat_map(|database| {
        let root = databases::engine(database).variables.root.is_some().then(|| root_password(database.name));
        [Some(password(database.name)), root].into_iter().flatten()
    });
    all.map(|name| database_password(environment, false, &name, Vec::new())).collect()
}

/// The secrets that blocks of an environment read, also those that are off: they can be switched on by hand.
#[must_use]
pub fn of_all_blocks<'a>(environment: &Environment<'a>) -> Vec<Declared<'a>> {
    let mut all = Vec::new();
    let blocks: Vec<&View<'a>> = environment.all(&secret::SECRET).values().filter(|block| block.is_on()).collect();
    if blocks.is_empty() {
        return all;
    }
    let readers = readers::readers_with_those_that_are_off(environment);
    for block in blocks {
        if let Some(read_by) = readers.get(block.name) {
            parts(block, read_by, &mut all);
        }
    }
    all
}

/// The block of a key, by the key's name: `web-tls` of `web-tls.cert`.
#[must_use]
pub fn block_of(name: &str) -> &str {
    name.split_once('.').map_or(name, |(block, _)| block)
}

/// A password that a database declares by itself.
struct Password<'v, 'a> {
    name: String,
    database: &'v View<'a>,
}

/// The passwords of a database: of the user of the application, and of the administrator where the image wants one.
fn passwords<'v, 'a>(database: &'v View<'a>) -> impl Iterator<Item = Password<'v, 'a>> {
    let user = databases::has_password(database).then(|| password(database.name));
    let root = databases::has_root_password(database).then(|| root_password(database.name));
    user.into_iter().chain(root).map(move |name| Password { name, database })
}

/// The secrets that an environment knows and does not need, because nothing in it reads them or they are switched off.
#[must_use]
pub fn idle<'a>(environment: &Environment<'a>, declared: &[Declared<'_>]) -> Vec<&'a str> {
    let needed = |name: &str| declared.iter().any(|secret| secret.name.split('.').next() == Some(name));
    environment.all(&secret::SECRET).keys().copied().filter(|name| !needed(name)).collect()
}

/// The name of the secret that a database declares by itself.
#[must_use]
pub fn password(database: &str) -> String {
    format!("{database}-password")
}

/// The name of the secret that an engine's administrator logs in with, where the engine has one.
#[must_use]
pub fn root_password(database: &str) -> String {
    format!("{database}-root-password")
}

/// The first key of an object of a type; none where the type leaves the keys to the user.
#[must_use]
pub fn first_key(kind: &Choice) -> Option<&'static str> {
    constraints::parts(kind).first().and_then(|(_, key, _)| *key)
}

/// The key of a part of a secret of a type, such as `cert` of a `tls`; none where the type has no such part.
#[must_use]
pub fn key_of_part(kind: &Choice, part: &str) -> Option<&'static str> {
    constraints::parts(kind).iter().find(|(own, ..)| *own == Some(part)).and_then(|(_, key, _)| *key)
}

/// The parts of a secret of a type that has several keys, by the names of their attributes.
pub fn part_names(kind: &Choice) -> impl Iterator<Item = &'static str> {
    constraints::parts(kind).iter().filter_map(|(part, ..)| *part)
}

/// The keys of a secret: one, or as many as its type has.
fn parts<'a>(block: &View<'a>, readers: &[Reader<'a>], all: &mut Vec<Declared<'a>>) {
    let kind = block.choice(&secret::TYPE).unwrap_or(&choices::OPAQUE);
    for (part, key, form) in constraints::parts(kind) {
        let name = part.map_or_else(|| block.name.to_owned(), |part| format!("{}.{part}", block.name));
        let declared = plain(block, name, readers.to_vec());
        let constraints = Constraints { form: *form, ..declared.constraints };
        let given =
            if part.is_some() || kind != &choices::OPAQUE { Some("it is made elsewhere") } else { declared.given };
        let key = key.map_or(declared.key, SmolStr::new_static);
        all.push(Declared { key, kind, constraints, given, ..declared });
    }
}

/// How often the value of a secret is replaced.
fn rotation(block: &View<'_>) -> Option<Duration> {
    block.value(&secret::ROTATION)?.duration()
}

/// A secret as its block says, as if it had one key of no special form.
fn plain<'a>(block: &View<'a>, name: String, readers: Vec<Reader<'a>>) -> Declared<'a> {
    let text = |field| block.text(field);
    let constraints = Constraints::of(block);
    let typed = block.choice(&secret::TYPE).is_some_and(|kind| kind != &choices::OPAQUE);
    let object = match text(&secret::OBJECT) {
        Some(object) => Object::Named(SmolStr::new(object)),
        None if typed => Object::Own(SmolStr::new(block.name)),
        None => Object::Shared,
    };
    Declared {
        key: SmolStr::new(text(&secret::KEY).unwrap_or(block.name)),
        object,
        kind: &choices::OPAQUE,
        optional: block.bool(&secret::OPTIONAL),
        message: text(&secret::MESSAGE),
        about: text(&secret::DESCRIPTION),
        rotation: rotation(block),
        property: text(&secret::PROPERTY).map_or_else(|| name.replace(['-', '.'], "_"), str::to_owned),
        given: constraints.prefix.map(|_| "a value with a fixed beginning comes from whoever issues it"),
        constraints,
        readers,
        name,
    }
}

/// Its characters are those that stand in a URL as they are, because the password does.
fn database_password<'a>(
    environment: &Environment<'a>,
    outside: bool,
    name: &str,
    readers: Vec<Reader<'a>>,
) -> Declared<'a> {
    let mut declared = match environment.on(&secret::SECRET, name) {
        Some(block) => plain(block, name.to_owned(), readers),
        None => Declared {
            name: name.to_owned(),
            key: SmolStr::new(name),
            object: Object::Shared,
            kind: &choices::OPAQUE,
            constraints: Constraints::default(),
            optional: false,
            message: None,
            about: None,
            rotation: None,
            property: name.replace('-', "_"),
            given: None,
            readers,
        },
    };
    declared.constraints.form = Form::Url;
    if outside {
        declared.given = Some("the database runs elsewhere and has its password already");
    } else {
        declared.constraints.min_length = declared.constraints.min_length.max(constraints::PASSWORD);
    }
    declared
}

/// What a stack is called in an environment, and the charts that have its secrets.
#[derive(Debug)]
pub struct Release<'a> {
    /// The stack.
    pub stack: &'a str,
    /// The release of the whole.
    name: &'a str,
    /// Its namespace.
    pub namespace: &'a str,
    /// Which chart has which secret.
    pub holders: Holders,
    /// The name that the environment gives to the object of its secrets.
    object: Option<&'a str>,
    naming: Naming,
}

impl<'a> Release<'a> {
    /// The release that an environment describes.
    #[must_use]
    pub fn of(environment: &Environment<'a>, holders: Holders) -> Self {
        let stack = environment.stack.name;
        Self {
            stack,
            holders,
            name: environment.settings.text(&environment::RELEASE).unwrap_or(stack),
            namespace: environment.settings.text(&environment::NAMESPACE).unwrap_or("default"),
            object: environment.secrets.text(&secret::NAME),
            naming: environment.naming.clone(),
        }
    }

    /// The chart that has a secret, and the release of that chart.
    #[must_use]
    pub fn chart_of(&self, secret: &Declared<'_>) -> (&str, String) {
        let holder = self.holders.holder(&secret.name);
        let chart = holder.map_or(self.stack, |holder| holder.chart);
        let suffix = holder.and_then(|holder| holder.suffix);
        (chart, suffix.map_or_else(|| self.name.to_owned(), |suffix| format!("{}-{suffix}", self.name)))
    }

    /// The name of the object that holds a secret, as the chart names it.
    #[must_use]
    pub fn object(&self, declared: &Declared<'_>) -> String {
        let (chart, release) = self.chart_of(declared);
        let prefix = crate::chart::names::full_name(&release, chart);
        let own = |component: &str| self.naming.name(&prefix, component);
        match &declared.object {
            Object::Named(name) => name.to_string(),
            Object::Own(name) => own(name),
            Object::Shared => self.object.map_or_else(|| own(secret::SECRETS.name), str::to_owned),
        }
    }
}
