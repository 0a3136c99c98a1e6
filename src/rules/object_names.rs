//! Names of objects: whether every kind can bear the ones that are given, and whether two objects of a kind share one.

use super::walk::{used, written};
use super::{Context, Findings, finding};
use crate::chart::names::{self, Naming};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::environment::{Environment, View};
use crate::model::naming;
use crate::model::typed::{Block, Field, Value};
use crate::schema::objects::{self, ObjectKind};
use crate::schema::{
    Choice, choices, container, database, environment, ingress, job, port, service, shared, sidecar, stack,
};
use crate::source::Span;
use crate::types::names::dns_1035;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Fewest characters that are left for the release and the block when suffixes took theirs.
const ROOM: usize = 32;

/// Most characters of a release's name.
const RELEASE: usize = 53;

/// Components that no block makes, with the kinds of object that bear their names.
const TODOCS_OWN: [(&str, ObjectKind); 3] =
    [("default-deny", ObjectKind::NetworkPolicy), ("test", ObjectKind::NetworkPolicy), ("test", ObjectKind::Job)];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    if let Some(found) = context.environments.first().and_then(|environment| one_prefix(&environment.stack)) {
        findings.always(found);
    }
    written(context.program, &mut |owner, block| {
        for field in &block.fields {
            if let Some(found) = illegal(owner, block, field) {
                findings.always(found);
            }
        }
    });
    for environment in context.environments {
        for view in used(environment) {
            for found in misplaced(view).into_iter().chain(headless(view)) {
                findings.report(environment, found);
            }
        }
        for found in clashes(environment) {
            findings.report(environment, found);
        }
    }
}

/// A prefix for all charts, where what is called alike in each of them is told apart by the release.
fn one_prefix(stack: &View<'_>) -> Option<Diagnostic> {
    let charts = stack.field(&stack::CHARTS).filter(|own| own.value.choice() == Some(&choices::PER_SERVICE))?;
    let rule = stack.child(&objects::NAMING);
    let prefix = rule.as_ref().and_then(|rule| rule.field(&objects::PREFIX));
    let plain = stack.field(&stack::NAMING_FIELD).filter(|own| own.value.choice() == Some(&choices::PLAIN));
    let key = prefix.or(plain)?.key;
    let message = "names of several charts cannot have one prefix";
    let found = finding(Code::E0210, key, message).label(charts.key, "every service has a chart");
    let note =
        "each chart has objects of the same name, such as its policy `default-deny`, and its release tells them apart";
    Some(found.note(note).help("name an object by `object_name` where its name has to stay"))
}

/// Objects of an environment that share a name, once for every two blocks.
fn clashes(environment: &Environment<'_>) -> Vec<Diagnostic> {
    let called = Called::of(environment);
    // Each chart then has names behind a release of its own.
    let is_alone = environment.stack.choice(&stack::CHARTS) == Some(&choices::PER_SERVICE);
    let mut taken = Taken::default();
    let mut found = Vec::new();
    for view in used(environment) {
        let base = called.base(view.name);
        for container in beside(view) {
            let name = format!("{}-{}", called.of_object(view, &base, ObjectKind::ConfigMap), container.name);
            let first = take(&mut taken, &name, ObjectKind::ConfigMap, view);
            if !(first.kind.is(view.kind) && first.name == view.name) {
                found.push(clash_beside(first, view, container, &name));
            }
        }
        let kinds = made(view).into_iter().filter(|kind| !is_alone || naming::given(view, *kind).is_some());
        let named = kinds.map(|kind| (kind, called.of_object(view, &base, kind)));
        let face = called.of_object(view, &base, ObjectKind::Service);
        let is_told = !is_alone || naming::given(view, ObjectKind::Service).is_some();
        let of_pods =
            (is_told && names_pods_beside(view)).then(|| (ObjectKind::Service, format!("{face}-headless").into()));
        let clash = named.chain(of_pods).filter_map(|(kind, name)| {
            let first = take(&mut taken, &name, kind, view);
            if !(first.kind.is(view.kind) && first.name == view.name) {
                return (!share_key(first, view)).then(|| clash(first, view, kind, &name));
            }
            called.is_reserved(kind, &name).then(|| taken_by_todoc(view, kind, &name))
        });
        found.extend(clash.collect::<Vec<_>>().into_iter().next());
    }
    found
}

/// Who has which name, by the kind of object.
type Taken<'e, 'a> = FxHashMap<String, Vec<(ObjectKind, &'e View<'a>)>>;

/// Gives an object of a block its name; returns the first block that has one of that kind and name.
fn take<'e, 'a>(taken: &mut Taken<'e, 'a>, name: &str, kind: ObjectKind, view: &'e View<'a>) -> &'e View<'a> {
    let Some(known) = taken.get_mut(name) else {
        taken.insert(name.to_owned(), vec![(kind, view)]);
        return view;
    };
    if let Some((_, first)) = known.iter().find(|(own, _)| *own == kind) {
        return first;
    }
    known.push((kind, view));
    view
}

/// The containers beside the main one whose variables stand in an object of their own.
fn beside<'e, 'a>(view: &'e View<'a>) -> impl Iterator<Item = &'e View<'a>> {
    let kinds = [&sidecar::SIDECAR, &sidecar::INIT];
    let own = view.blocks().iter().filter(move |own| kinds.iter().any(|kind| own.kind.is(kind)));
    own.filter(|own| !own.entries(&container::ENV).is_empty())
}

fn clash_beside(first: &View<'_>, view: &View<'_>, container: &View<'_>, name: &str) -> Diagnostic {
    let (kind, own) = (container.kind.name, container.name);
    let message = format!(
        "{kind} `{own}` of {} `{}` and {} `{}` both have a ConfigMap called `{name}`",
        view.kind.name, view.name, first.kind.name, first.name
    );
    let found = finding(Code::E0115, container.head(), message).label(first.head(), "the other is here");
    found.help("give one of them another name")
}

/// The Service beside that of a `StatefulSet` has a name that is longer than the one that is given.
fn headless(view: &View<'_>) -> Option<Diagnostic> {
    let name = naming::given(view, ObjectKind::Service).filter(|_| names_pods_beside(view))?;
    let most = ObjectKind::Service.longest_behind();
    if name.len() <= most {
        return None;
    }
    let found =
        finding(Code::E0114, place(view, ObjectKind::Service), format!("no Service can be called `{name}-headless`"));
    let note = format!("the pods of a `stateful_set` are named by it, and `{name}` has more than {most} characters");
    Some(found.note(note).help("choose a shorter name, or write `expose = headless`"))
}

/// Whether a Service beside that of the block names the pods of its `StatefulSet`.
fn names_pods_beside(view: &View<'_>) -> bool {
    view.choice(&service::KIND) == Some(&choices::STATEFUL_SET)
        && view.choice(&service::EXPOSE_FIELD) != Some(&choices::HEADLESS)
        && [&service::EXTERNAL, &service::TARGETS].iter().all(|elsewhere| view.value(elsewhere).is_none())
}

/// Whether two blocks of one name share a key of the values as well, which says it all.
fn share_key(first: &View<'_>, second: &View<'_>) -> bool {
    let apart = [&database::DATABASE, &ingress::INGRESS];
    first.name == second.name && !apart.iter().any(|kind| first.kind.is(kind) || second.kind.is(kind))
}

/// A name that some kind of object cannot bear.
fn illegal(owner: &Block, block: &Block, field: &Field) -> Option<Diagnostic> {
    let name = field.value.literal()?;
    if field.field.is(&environment::RELEASE) && name.len() > RELEASE {
        let found = finding(Code::E0114, field.value.span, format!("no release can be called `{name}`"));
        return Some(found.note(format!("it has {} characters, and Helm takes {RELEASE} at most", name.len())));
    }
    if field.field.is(&objects::PREFIX) {
        let problem = dns_1035(&name).err()?;
        let found = finding(Code::E0114, field.value.span, format!("no Service can be called `{name}-…`"));
        let found = found.note(problem.message).help("the name of a Service begins with a letter");
        return Some(found);
    }
    if block.kind.is(&objects::SUFFIXES) {
        let kind = ObjectKind::find(field.field.name)?;
        let room = kind.longest_behind().saturating_sub(name.len() + 1);
        let message =
            format!("the suffix `{name}` leaves {room} characters for the rest of the name of a {}", kind.kubernetes());
        return (room < ROOM).then(|| finding(Code::E0114, field.value.span, message).help("choose a shorter one"));
    }
    let kinds = if block.kind.is(&objects::OBJECT_NAMES) {
        vec![ObjectKind::find(field.field.name)?]
    } else if field.field.is(&shared::OBJECT_NAME) {
        bearers(owner, block)
    } else {
        return None;
    };
    let unborne =
        |kind: &&ObjectKind| name.len() > kind.longest() || (**kind == ObjectKind::Service && dns_1035(&name).is_err());
    let kind = kinds.iter().find(unborne)?;
    let found = finding(Code::E0114, field.value.span, format!("no {} can be called `{name}`", kind.kubernetes()));
    Some(if name.len() > kind.longest() {
        let note = format!(
            "it has {} characters, and the name of a {} at most {}",
            name.len(),
            kind.kubernetes(),
            kind.longest()
        );
        found.note(note)
    } else {
        found.note("the name of a Service begins with a letter")
    })
}

/// The kinds that one name for all is for, as far as a block says by itself.
fn bearers(owner: &Block, block: &Block) -> Vec<ObjectKind> {
    let kind = block.own(&service::KIND).or_else(|| owner.own(&service::KIND)).and_then(Value::choice);
    let workload = workload(kind.unwrap_or(&choices::DEPLOYMENT));
    let is_other = |kind: &ObjectKind| block.kind.is(&service::SERVICE) && is_workload(*kind) && *kind != workload;
    ObjectKind::of_block(block.kind).iter().copied().filter(|kind| !is_other(kind)).collect()
}

fn workload(kind: &Choice) -> ObjectKind {
    if *kind == choices::STATEFUL_SET {
        ObjectKind::StatefulSet
    } else if *kind == choices::DAEMON_SET {
        ObjectKind::DaemonSet
    } else {
        ObjectKind::Deployment
    }
}

fn is_workload(kind: ObjectKind) -> bool {
    matches!(kind, ObjectKind::Deployment | ObjectKind::StatefulSet | ObjectKind::DaemonSet)
}

/// Names of objects that a block does not make.
fn misplaced(view: &View<'_>) -> Vec<Diagnostic> {
    let Some(names) = view.child(&objects::OBJECT_NAMES) else { return Vec::new() };
    let made = made(view);
    let mut found = Vec::new();
    for (field, value) in names.values() {
        let Some(kind) = ObjectKind::find(field.name) else { continue };
        let is_face = kind == ObjectKind::Service;
        let decided = view.layer_of(if is_face { &service::EXPOSE_FIELD } else { &service::KIND });
        // What a weaker layer names is left alone where an overlay runs the service another way.
        let is_made = made.contains(&kind) || (is_face && names_pods_beside(view));
        if !is_made && names.layer_of(field) >= decided {
            let message = format!("{} `{}` makes no {}", view.kind.name, view.name, kind.kubernetes());
            let makes = made.iter().map(|kind| kind.field().name);
            let help = format!("it can name {}", crate::model::check::describe::list(makes));
            found.push(finding(Code::E0212, value.span, message).help(help));
        }
    }
    found
}

/// The kinds of object that a block makes in an environment, as far as names are concerned.
fn made(view: &View<'_>) -> Vec<ObjectKind> {
    let kinds = ObjectKind::of_block(view.kind).iter().copied();
    if view.kind.is(&service::SERVICE) {
        let kind = workload(view.choice(&service::KIND).unwrap_or(&choices::DEPLOYMENT));
        let runs = view.value(&service::EXTERNAL).is_none();
        let shown =
            view.choice(&service::EXPOSE_FIELD) != Some(&choices::OFF) && !view.children(&port::PORT).is_empty();
        return kinds
            .filter(|own| {
                let is_face = *own == ObjectKind::Service;
                if is_face { shown } else { runs && (!is_workload(*own) || *own == kind) }
            })
            .collect();
    }
    if view.kind.is(&job::JOB) && view.value(&job::BEFORE).is_some() {
        return vec![ObjectKind::ConfigMap];
    }
    kinds.collect()
}

/// What objects of an environment are called.
struct Called<'e> {
    rule: &'e Naming,
    /// The full name of the release.
    release: String,
    /// The names that todoc's own objects have, which take no suffix.
    reserved: [(ObjectKind, String); TODOCS_OWN.len()],
}

impl<'e> Called<'e> {
    fn of(environment: &'e Environment<'_>) -> Self {
        let rule = &environment.naming;
        let stack = environment.stack.name;
        let release = names::full_name(environment.settings.text(&environment::RELEASE).unwrap_or(stack), stack);
        let bare = Naming { suffixes: Vec::new(), ..rule.clone() };
        let reserved = TODOCS_OWN.map(|(component, kind)| (kind, bare.name(&release, component)));
        Self { rule, release, reserved }
    }

    /// What the names of a component's objects begin with.
    fn base(&self, component: &str) -> String {
        self.rule.name(&self.release, component)
    }

    /// The name of a block's object of a kind: one that is given, or what its names begin with and the suffix of the kind.
    fn of_object<'n>(&self, view: &View<'n>, base: &'n str, kind: ObjectKind) -> Cow<'n, str> {
        match (naming::given(view, kind), self.rule.suffix(kind)) {
            (Some(given), _) => given.into(),
            (None, Some(suffix)) => format!("{base}-{suffix}").into(),
            (None, None) => base.into(),
        }
    }

    /// Whether todoc itself makes an object of a name.
    fn is_reserved(&self, kind: ObjectKind, name: &str) -> bool {
        self.reserved.iter().any(|(own, reserved)| *own == kind && reserved == name)
    }
}

fn place(view: &View<'_>, kind: ObjectKind) -> Span {
    let names = view.child(&objects::OBJECT_NAMES).filter(|names| names.value(kind.field()).is_some());
    names.map_or_else(|| view.place(&shared::OBJECT_NAME), |names| names.place(kind.field()))
}

fn clash(first: &View<'_>, view: &View<'_>, kind: ObjectKind, name: &str) -> Diagnostic {
    let message = format!(
        "{} `{}` and {} `{}` both have a {} called `{name}`",
        first.kind.name,
        first.name,
        view.kind.name,
        view.name,
        kind.kubernetes()
    );
    let (own, other) = (place(view, kind), place(first, kind));
    let found = finding(Code::E0115, own, message);
    if own == other {
        return found.help("it is said of both at once: say it in each, by another name");
    }
    let found = found.label(other, "the other is here");
    found.help("give one of them another name, or its objects by `object_name`")
}

fn taken_by_todoc(view: &View<'_>, kind: ObjectKind, name: &str) -> Diagnostic {
    let message = format!("todoc itself makes a {} called `{name}`", kind.kubernetes());
    finding(Code::E0115, place(view, kind), message).help("give the block another name")
}
