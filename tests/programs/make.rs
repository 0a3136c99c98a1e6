//! Makes a whole program from one number: the stack, what it is made of, and environments that refine it.

use std::collections::BTreeSet;
use std::rc::Rc;

use todoc::schema::{
    self, Block, Check, Field, chart, config, container, dapr, database, environment, image, ingress, job, manifest,
    patch, secret, service, shared, stack,
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

    /// What an environment or a profile says: of itself, and of blocks that there are; of all of a kind where it names none.
    /// It may extend what another environment says.
    fn overlay(&mut self, node: &mut Node, extended: Option<&Node>) {
        let is_profile = node.kind.is(&environment::PROFILE);
        for kind in node.kind.blocks.iter().copied() {
            let can_be_meant =
                kind.naming == schema::Naming::Named && !is_raw(kind) && self.world.all_run_here(kind.name);
            if self.writer.chance.percent(12) && can_be_meant {
                // Of all blocks of the kind.
                let mut own = Node::new(kind, None);
                self.writer.fill(&mut own, Place { is_new: false, ..BASE });
                push(&mut self.writer, node, own);
            }
        }
        let mut plain = Node::new(node.kind, None);
        self.writer.settings(&mut plain);
        node.items.append(&mut plain.items);
        self.secrets(node, extended.and_then(|own| own.blocks(&secret::SECRETS).next()));
        if is_profile {
            return;
        }
        let off = self.writer.chance.some(&self.idle(extended), 1);
        let mut gone: Vec<String> = off.iter().filter_map(|own| own.name.clone()).collect();
        for own in off {
            let mut own = Node::new(own.kind, own.name.as_deref());
            own.items.push(self.writer.item(What::Field(&shared::ENABLED, "false".to_owned())));
            push(&mut self.writer, node, own);
        }
        gone.extend(extended.into_iter().flat_map(Node::switched_off).map(str::to_owned));
        self.writer.world = Rc::new(self.world.without(|name| gone.iter().any(|own| own == name)));
        self.refine(node, &gone, extended);
        if self.writer.chance.percent(20) {
            let kind: &'static Block =
                self.writer.chance.of(&[&service::SERVICE, &config::CONFIG, &job::JOB, &ingress::INGRESS]).unwrap();
            let mut own = Node::new(kind, Some(&format!("added-{}", node.name.as_deref().unwrap_or("x"))));
            own.add = true;
            self.writer.fill(&mut own, BASE);
            push(&mut self.writer, node, own);
        }
        self.writer.world = Rc::clone(&self.world);
    }

    /// What an environment says of blocks that there are.
    fn refine(&mut self, node: &mut Node, gone: &[String], extended: Option<&Node>) {
        let refined = 10 + self.writer.density * 2;
        let world = Rc::clone(&self.world);
        for base in self.base.clone() {
            let name = base.name.clone().unwrap_or_default();
            if gone.contains(&name) || !self.writer.chance.percent(refined) {
                continue;
            }
            let below = extended.into_iter().flat_map(|own| own.blocks(base.kind)).find(|own| own.name == base.name);
            let whole = self.whole(&below.map_or(base.clone(), |below| below.on(&base)));
            let place = Place { below: Some(&whole), pod: world.pod(base.kind.name, &name), is_new: false, ..BASE };
            let mut own = Node::new(base.kind, Some(&name));
            self.writer.fill(&mut own, place);
            push(&mut self.writer, node, own);
        }
    }

    /// What the stack says of a block, with what its template says.
    fn whole(&self, node: &Node) -> Node {
        let template = self.templates.iter().find(|own| own.kind.is(node.kind) && own.name == node.base);
        template.map_or(node.clone(), |template| node.on(template))
    }

    /// The blocks that can be switched off, because nothing else names them.
    fn idle(&self, extended: Option<&Node>) -> Vec<Node> {
        let words: Vec<BTreeSet<&str>> =
            self.base.iter().chain(&self.templates).chain(extended).map(Node::words).collect();
        let is_named = |index: usize, name: &str| {
            words.iter().enumerate().any(|(other, words)| other != index && words.contains(name))
        };
        let is_public = |name: &str| self.world.public.as_ref().is_some_and(|(_, ingress)| ingress == name);
        let can_go = |index: usize, own: &Node| {
            let name = own.name.as_deref().unwrap_or_default();
            own.kind.field(shared::ENABLED.name).is_some() && !is_named(index, name) && !is_public(name)
        };
        self.base.iter().enumerate().filter(|(index, own)| can_go(*index, own)).map(|(_, own)| own.clone()).collect()
    }

    /// Where an environment's secrets come from: where it can be from where those of the one that it extends do.
    fn secrets(&mut self, node: &mut Node, extended: Option<&Node>) {
        let mut own = Node::new(&secret::SECRETS, None);
        let providers = self.providers(node);
        let below = extended.and_then(|own| own.base.as_deref()).filter(|own| providers.contains(own));
        let provider = below.or_else(|| self.writer.chance.of(&providers).copied()).unwrap().to_owned();
        own.base = Some(provider.clone());
        let always: Option<(&Field, String)> = match provider.as_str() {
            "external-secrets" => Some((&secret::STORE, "\"store\"".to_owned())),
            "sealed-secrets" => {
                let file = format!("sealed-{}.yaml", node.name.as_deref().unwrap_or_default());
                Some((&secret::FILE, texts::quoted(&file)))
            }
            _ => None,
        };
        own.items.extend(always.map(|(field, value)| self.writer.item(What::Field(field, value))));
        let all: &[&'static Field] = match provider.as_str() {
            "external-secrets" => &[&secret::CLUSTER, &secret::STORE_PATH, &secret::REFRESH, &secret::NAME],
            _ => &[&secret::NAME],
        };
        for field in all.iter().copied() {
            if self.writer.chance.percent(self.writer.density) {
                let value = {
                    let seen = self.writer.seen(&own, BASE);
                    self.writer.field_value(field, &seen)
                };
                own.items.extend(value.map(|value| self.writer.item(What::Field(field, value))));
            }
        }
        push(&mut self.writer, node, own);
    }

    /// Where secrets may come from. What is sealed is sealed for one environment and one chart.
    fn providers(&self, node: &Node) -> Vec<&'static str> {
        let is_production = !matches!(node.base.as_deref(), Some("development" | "staging"));
        let mut all = vec!["external-secrets"];
        if self.world.is_lax || !is_production {
            all.extend(["existing", "install-values"]);
        }
        if !self.world.per_service && node.kind.is(&environment::ENVIRONMENT) {
            all.push("sealed-secrets");
        }
        all
    }
}

fn push(writer: &mut Writer, node: &mut Node, own: Node) {
    if !own.items.is_empty() || own.base.is_some() {
        let item = writer.item(What::Block(own));
        node.items.push(item);
    }
}

fn is_raw(kind: &Block) -> bool {
    kind.is(&manifest::MANIFEST) || kind.is(&patch::PATCH)
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
