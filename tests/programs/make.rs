//! Makes a whole program from one number: the stack, what it is made of, and environments that refine it.

mod overlay;

use std::collections::BTreeSet;
use std::rc::Rc;

use todoc::schema::{
    self, Block, Check, chart, config, container, dapr, database, environment, image, ingress, job, manifest, patch,
    secret, service, stack,
};

use super::chance::Chance;
use super::texts;
use super::tree::{File, Item, Node, Program, What};
use super::world::{Mode, Pod, World};
use super::write::{Place, Writer};

/// Rules that a program of the lax kind waives as a whole.
pub(crate) const WAIVED: &[&str] = &[
    "missing-probe",
    "missing-resources",
    "moving-image-tag",
    "unversioned-image",
    "unsafe-secrets-provider",
    "unrestricted-pod",
    "host-path",
    "few-replicas",
    "broad-access",
    "reads-secrets",
    "hook-too-early",
    "short-grace",
    "unnamed-storage-class",
];

/// The program of a seed.
pub(crate) fn program(seed: u64) -> Program {
    let mut chance = Chance::new(seed);
    let world = Rc::new(World::random(&mut chance));
    let density = *chance.of(&[3, 8, 15, 30]).unwrap();
    let mut maker = Maker {
        writer: Writer::new(chance, Rc::clone(&world), density),
        world: Rc::clone(&world),
        base: Vec::new(),
        templates: Vec::new(),
    };
    let files = maker.files();
    Program { seed, files, beside: beside(), without: BTreeSet::new() }
}

/// The file of the stack, and one of what several stacks could share.
const STACK: &str = "app.todostack";
const LIBRARY: &str = "shared.todostack";

struct Maker {
    writer: Writer,
    world: Rc<World>,
    /// What the stack says of each block.
    base: Vec<Node>,
    templates: Vec<Node>,
}

/// What a block of the top level is.
struct Subject<'w> {
    kind: &'static Block,
    name: &'w str,
    base: Option<&'w str>,
    pod: Option<&'w Pod>,
}

impl Maker {
    fn files(&mut self) -> Vec<File> {
        let world = Rc::clone(&self.world);
        let mut items = vec![self.stack()];
        let mut shared = self.constants();
        items.extend(world.params.iter().map(|name| self.param(name, false)));
        items.extend(world.late.iter().map(|name| self.param(name, true)));
        shared.extend(world.templates.iter().map(|(name, kind)| self.template(name, kind)));
        let mut files = Vec::new();
        if !shared.is_empty() && self.writer.chance.percent(50) {
            items.push(self.writer.item(What::Words(format!("use \"{LIBRARY}\""))));
            files.push(File { path: LIBRARY.to_owned(), header: None, items: shared });
        } else {
            items.append(&mut shared);
        }
        let mut unread: Vec<String> = world.late.iter().map(|name| format!("param.{name}")).collect();
        for subject in subjects(&world) {
            let mut node = self.block(&subject);
            if subject.pod.is_some_and(|pod| pod.mode == Mode::Inside) {
                self.read(&mut node, std::mem::take(&mut unread));
            }
            if let Some((service, _)) = world.public.as_ref().filter(|(_, ingress)| subject.name == ingress) {
                self.extend(&mut node, &ingress::ROUTES, vec![("/public".to_owned(), service.clone())]);
            }
            self.base.push(node.clone());
            items.push(self.writer.item(What::Block(node)));
        }
        items.extend(world.profiles.iter().map(|name| self.profile(name)));
        self.environments(&mut items, &mut files);
        files.insert(0, File { path: STACK.to_owned(), header: None, items });
        files
    }

    fn constants(&mut self) -> Vec<Item> {
        let world = Rc::clone(&self.world);
        let all = world.lets.iter().map(|name| {
            let words = format!("let {name} = {}", texts::quoted(&texts::text(Check::Any, &mut self.writer.chance)));
            self.writer.item(What::Words(words))
        });
        all.collect()
    }

    /// Environments in the stack's file and in files of their own, some of which extend an earlier one.
    fn environments(&mut self, items: &mut Vec<Item>, files: &mut Vec<File>) {
        let world = Rc::clone(&self.world);
        let mut bases = vec!["development", "staging", "production"];
        bases.extend(world.profiles.iter().map(String::as_str));
        let mut earlier: Vec<Node> = Vec::new();
        for name in ["dev", "live", "x-3"].into_iter().take(1 + self.writer.chance.below(3)) {
            let base = (*self.writer.chance.of(&bases).unwrap()).to_owned();
            let mut node = Node::new(&environment::ENVIRONMENT, Some(name));
            node.base = Some(base.clone());
            let extended = self.writer.chance.of(&earlier).cloned().filter(|_| self.writer.chance.percent(50));
            self.overlay(&mut node, extended.as_ref());
            if extended.is_none() && self.writer.chance.percent(50) {
                items.push(self.writer.item(What::Block(node)));
                continue;
            }
            let file = extended.and_then(|own| own.name).map_or(STACK.to_owned(), |name| format!("{name}.todostack"));
            let header = format!("environment {name} : {base} extends \"{file}\"");
            files.push(File { path: format!("{name}.todostack"), header: Some(header), items: node.items.clone() });
            // What one that is extended extends itself is not known to be below.
            if file == STACK {
                earlier.push(node);
            }
        }
    }

    /// Reads constants as variables, so that none is there for nothing.
    fn read(&mut self, node: &mut Node, constants: Vec<String>) {
        let variables = constants.into_iter().enumerate();
        let variables = variables.map(|(index, constant)| (format!("CONSTANT_{index}"), constant));
        self.extend(node, &container::ENV, variables.collect());
    }

    /// Adds entries to a map of a block.
    fn extend(&mut self, node: &mut Node, map: &'static Block, entries: Vec<(String, String)>) {
        let entries: Vec<Item> =
            entries.into_iter().map(|(key, value)| self.writer.item(What::Entry(key, value))).collect();
        if entries.is_empty() {
            return;
        }
        let own = node.items.iter_mut().find_map(|item| match &mut item.what {
            What::Block(own) if own.kind.is(map) => Some(own),
            What::Block(_) | What::Field(..) | What::Entry(..) | What::Words(_) => None,
        });
        if let Some(own) = own {
            own.items.extend(entries);
        } else {
            let mut own = Node::new(map, None);
            own.items = entries;
            push(&mut self.writer, node, own);
        }
    }

    fn stack(&mut self) -> Item {
        let mut node = Node::new(&stack::STACK, Some("app"));
        self.writer.fill(&mut node, BASE);
        if self.writer.world.is_lax {
            node.items.retain(|item| !matches!(&item.what, What::Block(own) if own.kind.is(&container::ALLOW)));
            let mut allow = Node::new(&container::ALLOW, None);
            for rule in WAIVED {
                let entry = What::Entry((*rule).to_owned(), "\"it is made at random\"".to_owned());
                allow.items.push(self.writer.item(entry));
            }
            node.items.push(self.writer.item(What::Block(allow)));
        }
        self.writer.item(What::Block(node))
    }

    fn param(&mut self, name: &str, is_late: bool) -> Item {
        let mut node = Node::new(&stack::PARAM, Some(name));
        let kind = *self.writer.chance.of(&["text", "integer", "bool"]).unwrap();
        let default = match kind {
            "integer" => "7".to_owned(),
            "bool" => "true".to_owned(),
            _ => texts::quoted(&texts::text(Check::Any, &mut self.writer.chance)),
        };
        let mut fields = vec![(&stack::TYPE, kind.to_owned()), (&stack::DEFAULT, default.clone())];
        if is_late {
            fields.push((&stack::AT, "install".to_owned()));
            fields.push((&stack::KEY, texts::quoted(&format!("knobs.{}", todoc::types::names::values_key(name)))));
        }
        if kind == "integer" && self.writer.chance.percent(50) {
            fields.extend([(&stack::MIN, "1".to_owned()), (&stack::MAX, "64".to_owned())]);
        }
        if kind == "text" && self.writer.chance.percent(50) {
            fields.push((&stack::CHOICES, format!("[{default}, \"other\"]")));
        }
        fields.push((&stack::PARAM_DESCRIPTION, "\"an input\"".to_owned()));
        for (field, value) in fields {
            node.items.push(self.writer.item(What::Field(field, value)));
        }
        self.writer.item(What::Block(node))
    }

    fn template(&mut self, name: &str, kind: &'static str) -> Item {
        let mut node = Node::new(schema::top(kind).unwrap(), Some(name));
        node.word = Some("template");
        node.base = Some(kind.to_owned());
        self.writer.fill(&mut node, Place { is_new: false, ..BASE });
        self.templates.push(node.clone());
        self.writer.item(What::Block(node))
    }

    fn block(&mut self, subject: &Subject<'_>) -> Node {
        let mut node = Node::new(subject.kind, Some(subject.name));
        node.base = subject.base.map(str::to_owned);
        if node.base.is_none() {
            let own = self.writer.world.templates.iter().find(|(_, kind)| *kind == subject.kind.name);
            let runs = subject.pod.is_some_and(|pod| pod.mode == Mode::Inside);
            node.base = own.filter(|_| runs && self.writer.chance.percent(50)).map(|(name, _)| name.clone());
        }
        let template = self.templates.iter().find(|own| own.kind.is(subject.kind) && own.name == node.base).cloned();
        self.writer.fill(&mut node, Place { pod: subject.pod, below: template.as_ref(), ..BASE });
        node
    }

    fn profile(&mut self, name: &str) -> Item {
        let mut node = Node::new(&environment::PROFILE, Some(name));
        node.base = Some((*self.writer.chance.of(&["development", "staging", "production"]).unwrap()).to_owned());
        self.overlay(&mut node, None);
        self.writer.item(What::Block(node))
    }
}

fn push(writer: &mut Writer, node: &mut Node, own: Node) {
    if !own.items.is_empty() || own.base.is_some() {
        let item = writer.item(What::Block(own));
        node.items.push(item);
    }
}

const BASE: Place<'static> =
    Place { owner: None, owner_below: None, below: None, pod: None, around: None, is_new: true };

/// Every block that the program speaks of, what others name first.
fn subjects(world: &World) -> Vec<Subject<'_>> {
    let plain = |kind: &'static Block, name| Subject { kind, name, base: None, pod: None };
    let mut all = Vec::new();
    all.extend(world.images.iter().map(|name| plain(&image::IMAGE, name)));
    all.extend(world.secrets.iter().map(|(name, _)| plain(&secret::SECRET, name)));
    all.extend(world.configs.iter().map(|(name, _)| plain(&config::CONFIG, name)));
    all.extend(
        world
            .databases
            .iter()
            .map(|(name, engine, _)| Subject { base: Some(engine), ..plain(&database::DATABASE, name) }),
    );
    all.extend(pods(&service::SERVICE, &world.services));
    all.extend(pods(&job::JOB, &world.jobs));
    all.extend(pods(&job::CRON, &world.crons));
    all.extend(world.ingresses.iter().map(|name| plain(&ingress::INGRESS, name)));
    all.extend(world.daprs.iter().map(|(name, _)| plain(&dapr::DAPR, name)));
    all.extend(world.manifests.iter().map(|name| plain(&manifest::MANIFEST, name)));
    all.extend(world.charts.iter().map(|name| plain(&chart::CHART, name)));
    all.extend(world.patches.iter().map(|name| plain(&patch::PATCH, name)));
    all
}

fn pods<'a>(kind: &'static Block, pods: &'a [Pod]) -> impl Iterator<Item = Subject<'a>> {
    pods.iter().map(move |pod| Subject { kind, name: &pod.name, base: None, pod: Some(pod) })
}

/// Files that programs name.
fn beside() -> Vec<(String, String)> {
    let dockerfile =
        "FROM node:22.21.1-alpine AS build\nRUN true\nFROM node:22.21.1-alpine AS runtime\nUSER 1000\nCMD [\"node\"]\n";
    let objects = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: from-a-file\ndata:\n  a: b\n";
    [
        ("app/Dockerfile", dockerfile),
        ("app/docker/Containerfile", dockerfile),
        ("files/notes.txt", "notes: {{ of a file }}\n"),
        ("files/objects.yaml", objects),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .into()
}
