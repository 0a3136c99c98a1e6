//! Writes the blocks of a program: which fields and blocks stand in each, by what the vocabulary says of it.

use std::rc::Rc;

use todoc::rules::exclusive_fields::{GROUPS, Group};
use todoc::schema::{
    self, Block, Check, Field, Naming, account, autoscale, chart, config, container, dapr, database, environment,
    image, ingress, manifest, placement, pod, port, probe, secret, service, sidecar, stack, volume,
};

use super::chance::Chance;
use super::limits::{self, DECIDING, Seen};
use super::texts;
use super::tree::{Item, Node, What};
use super::world::{Mode, Pod, World};

/// What writes a program.
pub(crate) struct Writer {
    pub(crate) chance: Chance,
    /// What there is in the environment that is written.
    pub(crate) world: Rc<World>,
    /// How many of a hundred fields that could be written are.
    pub(crate) density: u64,
    number: u32,
    port: i64,
    node_port: i64,
}

/// Where a block is written.
#[derive(Clone, Copy)]
pub(crate) struct Place<'s> {
    /// The block of the top level; none where that is the one that is written.
    pub(crate) owner: Option<&'s Node>,
    /// The same blocks in the stack, where an environment refines them.
    pub(crate) owner_below: Option<&'s Node>,
    pub(crate) below: Option<&'s Node>,
    pub(crate) pod: Option<&'s Pod>,
    pub(crate) around: Option<&'s Node>,
    /// Whether no layer below has the block, so that what it needs is said here.
    pub(crate) is_new: bool,
}

impl Writer {
    pub(crate) fn new(chance: Chance, world: Rc<World>, density: u64) -> Self {
        Self { chance, world, density, number: 0, port: 20_000, node_port: 30_000 }
    }

    pub(crate) fn item(&mut self, what: What) -> Item {
        self.number += 1;
        Item { number: self.number, what }
    }

    pub(crate) fn fresh_port(&mut self) -> i64 {
        self.port += 1;
        self.port
    }

    pub(crate) fn fresh_node_port(&mut self) -> i64 {
        self.node_port += 1;
        self.node_port
    }

    /// Writes what stands in a block.
    pub(crate) fn fill(&mut self, node: &mut Node, place: Place<'_>) {
        self.fields(node, place);
        if let Some(entries) = node.kind.entries {
            self.entries(node, &entries, place);
        }
        // What becomes of claims is said where there are some.
        let (first, rest): (Vec<&Block>, Vec<&Block>) =
            node.kind.blocks.iter().partition(|kind| kind.is(&volume::VOLUME));
        for kind in first.into_iter().chain(rest) {
            self.blocks(node, kind, place);
        }
    }

    /// Writes what an environment or a profile says of itself: no block that has a name.
    pub(crate) fn settings(&mut self, node: &mut Node) {
        let place = Place { owner: None, owner_below: None, below: None, pod: None, around: None, is_new: false };
        self.fields(node, place);
        let kinds = node.kind.blocks.iter().copied();
        for kind in kinds.filter(|kind| kind.naming == Naming::None && !kind.is(&secret::SECRETS)) {
            self.blocks(node, kind, place);
        }
        if let Some(cluster) = node.kind.block("cluster") {
            self.blocks(node, cluster, place);
        }
    }

    /// Writes fields, those first on which others depend.
    fn fields(&mut self, node: &mut Node, place: Place<'_>) {
        let groups = GROUPS.iter().filter(|group| group.kind.is(node.kind));
        let (required, optional): (Vec<&Group>, Vec<&Group>) = groups.partition(|group| group.required);
        let is_in =
            |groups: &[&Group], field: &Field| groups.iter().flat_map(|group| group.fields).any(|own| own.is(field));
        let alone = node.kind.all_fields().filter(|field| !is_in(&required, field) && !is_in(&optional, field));
        let (deciding, rest): (Vec<&'static Field>, Vec<_>) =
            alone.partition(|field| DECIDING.iter().any(|own| own.is(field)));
        self.exclusive(&required, node, place);
        for field in deciding {
            self.field(node, field, false, place);
        }
        self.exclusive(&optional, node, place);
        for field in rest {
            self.field(node, field, false, place);
        }
    }

    /// Writes one field of each group of those that exclude one another.
    fn exclusive(&mut self, groups: &[&Group], node: &mut Node, place: Place<'_>) {
        for group in groups {
            let Some(chosen) = self.chosen(group, node, place) else { continue };
            // A metric of pods is an average.
            let is_of_pods = node.value(&autoscale::OF_PODS).is_some();
            let chosen = if is_of_pods && chosen.is(&autoscale::VALUE) { &autoscale::AVERAGE } else { chosen };
            self.field(node, chosen, true, place);
        }
    }

    /// Writes a field where it is wanted, possible, and there is a value for it.
    fn field(&mut self, node: &mut Node, field: &'static Field, is_chosen: bool, place: Place<'_>) {
        // What is possible in few places, or stands in a small block, would else hardly ever be said.
        let is_rare = place.around.is_some()
            || limits::is_narrow(field)
            || !node.kind.blocks.iter().any(|own| own.is(&container::ENV));
        let often = if is_rare { self.density.max(40) } else { self.density };
        let is_wanted = is_chosen || self.must(field, node, place) || self.chance.percent(often);
        let seen = self.seen(node, place);
        if is_wanted
            && limits::takes_field(&seen, field)
            && let Some(value) = self.field_value(field, &seen)
        {
            let item = self.item(What::Field(field, value));
            node.items.push(item);
        }
    }

    /// Which of some fields that exclude one another is written. An overlay leaves what the stack chose.
    fn chosen(&mut self, group: &Group, node: &Node, place: Place<'_>) -> Option<&'static Field> {
        if node.kind.is(&service::SERVICE) {
            return match place.pod.map(|pod| pod.mode) {
                Some(Mode::External) => Some(&service::EXTERNAL),
                Some(Mode::Borrowed) => Some(&service::TARGETS),
                Some(Mode::Inside) | None => None,
            };
        }
        if let Some(below) = place.below {
            return group.fields.iter().copied().find(|field| below.value(field).is_some());
        }
        let has_sources = node.kind.is(&volume::VOLUME) && self.chance.percent(15);
        if has_sources || !(group.required || self.chance.percent(self.density)) {
            return None;
        }
        let seen = self.seen(node, place);
        let mut fits: Vec<&'static Field> = Vec::new();
        for field in group.fields.iter().copied().filter(|field| limits::takes_field(&seen, field)) {
            let has_database = || self.world.databases.iter().any(|(.., mode)| *mode == Mode::Inside);
            let is_there = if field.is(&placement::NEAR) {
                has_database()
            } else if let schema::Type::Block(kinds) = field.ty {
                kinds.iter().any(|kind| !self.named(kind).is_empty())
            } else {
                true
            };
            let needs_ports =
                (node.kind.is(&probe::PROBE) && !field.is(&probe::EXEC)) || field.is(&todoc::schema::lifecycle::HTTP);
            let has_ports = place.pod.is_some_and(|pod| !pod.ports.is_empty());
            if is_there && (!needs_ports || has_ports) {
                fits.push(field);
            }
        }
        self.chance.of(&fits).copied()
    }

    /// Whether a field has to be written, because the block means nothing without it.
    fn must(&self, field: &'static Field, node: &Node, place: Place<'_>) -> bool {
        let is = |fields: &[&Field]| fields.iter().any(|own| own.is(field));
        if field.is(&environment::KUBERNETES_API) {
            return node.kind.is(&environment::ENVIRONMENT);
        }
        let seen = self.seen(node, place);
        let with: &[(&[&Field], &'static Field, &str)] = &[
            (&[&secret::PATH], &secret::DELIVER_FIELD, "file"),
            (&[&stack::KEY], &stack::AT, "install"),
            (&[&database::BUCKET, &database::ACCESS_KEY, &database::SECRET_KEY], &database::TO, "s3"),
            (&[&ingress::GATEWAY], &ingress::API, "gateway"),
        ];
        if with.iter().any(|(fields, decides, word)| is(fields) && seen.own(decides) == Some(word)) {
            return seen.own(field).is_none();
        }
        if !place.is_new {
            return false;
        }
        let mode = self.database_mode(&seen);
        field.required
            || is(&[&service::KIND, &service::TARGETS, &dapr::KIND, &secret::TYPE, &stack::CHARTS])
            || (field.is(&service::EXTERNAL) && seen.mode() == Mode::External)
            || (field.is(&database::EXTERNAL) && mode == Some(Mode::External))
            || (field.is(&schema::dapr::TYPE) && seen.own(&dapr::KIND) == Some("component"))
            || (is(&[&ingress::HOST, &volume::PATH]))
            || (is(&[&service::EXPOSE_FIELD]) && seen.pod.is_some_and(|pod| pod.is_hidden))
            || (is(&[&image::CONTEXT, &image::TAG]) && self.chance_is_even())
            || (is(&[&container::CPU, &container::MEMORY]) && node.kind.is(&sidecar::SIDECAR))
            || (is(&[&container::CPU, &container::MEMORY]) && node.kind.is(&sidecar::INIT))
            || (is(&[&volume::ACCESS_FIELD, &volume::PER_REPLICA]) && seen.own(&volume::SIZE).is_some())
            || (is(&[&volume::STORAGE_CLASS, &database::STORAGE_CLASS, &database::BACKUP_CLASS]) && !self.world.is_lax)
            || (is(&[&stack::KUBERNETES]) && self.world.is_modern)
            || (is(&[&placement::LABEL]))
            || (is(&[&autoscale::OF]) && seen.own(&autoscale::OF_OBJECT).is_some())
            || (is(&[&image::TAG]) && !self.world.is_lax)
    }

    /// An even chance that does not move on: what has to be written is asked once.
    fn chance_is_even(&self) -> bool {
        self.chance.clone().percent(60)
    }

    pub(crate) fn seen<'s>(&self, node: &'s Node, place: Place<'s>) -> Seen<'s> {
        let name = place.owner.unwrap_or(node).name.as_deref();
        let mode = self.world.databases.iter().find(|(own, ..)| Some(own.as_str()) == name).map(|(.., mode)| *mode);
        Seen {
            owner: place.owner.unwrap_or(node),
            here: node,
            owner_below: place.owner_below.or(place.below),
            below: place.below,
            pod: place.pod,
            is_lax: self.world.is_lax,
            is_modern: self.world.is_modern,
            is_in_parts: self.world.per_service,
            is_first_config: self
                .world
                .configs
                .first()
                .is_some_and(|(name, _)| place.owner.unwrap_or(node).name.as_ref() == Some(name)),
            around: place.around,
            is_foreign: mode.is_some_and(|mode| mode != Mode::Inside),
            is_chart: mode == Some(Mode::Borrowed),
            is_new: place.is_new,
        }
    }

    fn blocks(&mut self, node: &mut Node, kind: &'static Block, place: Place<'_>) {
        let names = self.names(node, kind, place);
        for name in names {
            let seen = self.seen(node, place);
            if !limits::takes_block(&seen, kind) {
                return;
            }
            let owner = place.owner.cloned().unwrap_or_else(|| node.clone());
            let below = place.below.and_then(|below| below.blocks(kind).find(|own| own.name == name));
            let inner_pod = self.beside(kind, below, place.pod);
            let inner = Place {
                owner: Some(&owner),
                owner_below: place.owner_below.or(place.below),
                below,
                around: Some(node),
                is_new: below.is_none(),
                pod: inner_pod.as_ref().or(place.pod),
            };
            let mut child = Node::new(kind, name.as_deref());
            if kind.is_raw() {
                child.items = self.raw(node, kind);
            } else {
                self.fill(&mut child, inner);
            }
            if !child.items.is_empty() {
                let item = self.item(What::Block(child));
                node.items.push(item);
            }
        }
    }

    /// What a sidecar or an init container knows of its pod: the ports that it has are its own.
    fn beside(&mut self, kind: &Block, below: Option<&Node>, pod: Option<&Pod>) -> Option<Pod> {
        if !kind.is(&sidecar::SIDECAR) && !kind.is(&sidecar::INIT) {
            return None;
        }
        let has_port = kind.is(&sidecar::SIDECAR) && self.chance.percent(50);
        let number = self.fresh_port();
        let ports = match below {
            Some(below) => {
                below.blocks(&port::PORT).filter_map(|own| Some((own.name.clone()?, self.fresh_port()))).collect()
            }
            None if has_port => vec![(format!("side-{number}"), number)],
            None => Vec::new(),
        };
        Some(Pod { ports, ..pod?.clone() })
    }

    /// The names of the blocks of a kind that are written into another; of a kind without names, one without or none at all.
    fn names(&mut self, node: &Node, kind: &'static Block, place: Place<'_>) -> Vec<Option<String>> {
        let is_wanted = self.chance.percent(self.density) || self.must_have(node, kind, place);
        let some = |names: Vec<String>| names.into_iter().map(Some).collect();
        let is_pod =
            node.kind.is(&service::SERVICE) || node.kind.is(&schema::job::JOB) || node.kind.is(&schema::job::CRON);
        if let (Some(pod), true) = (place.pod, node.kind.is(&sidecar::SIDECAR) && kind.is(&port::PORT)) {
            return some(pod.ports.iter().map(|(name, _)| name.clone()).collect());
        }
        if let (Some(pod), true) = (place.pod, is_pod) {
            let own = match kind.name {
                "port" => {
                    let is_short = |name: &str| {
                        name == "http"
                            && [Some(node), place.below]
                                .into_iter()
                                .flatten()
                                .any(|own| own.value(&port::PORT_SHORT).is_some())
                    };
                    Some(
                        pod.ports
                            .iter()
                            .map(|(name, _)| name.clone())
                            .filter(|name| !is_short(name))
                            .collect::<Vec<_>>(),
                    )
                }
                "volume" => Some(pod.volumes.clone()),
                "sidecar" => Some(pod.sidecars.clone()),
                "init" => Some(pod.inits.clone()),
                _ => None,
            };
            if let Some(names) = own {
                // An overlay changes some of them.
                return if place.is_new || self.chance.percent(self.density) { some(names) } else { Vec::new() };
            }
        }
        if !is_wanted {
            return Vec::new();
        }
        if let (Some(below), Naming::Named) = (place.below, kind.naming) {
            let mut names: Vec<_> = below.blocks(kind).map(|own| own.name.clone()).collect();
            names.dedup();
            return names;
        }
        match kind.naming {
            Naming::None => vec![None],
            Naming::Fixed(_)
                if kind.is(&probe::PROBE) && !self.world.is_lax && place.is_new && node.kind.is(&service::SERVICE) =>
            {
                some(vec!["readiness".to_owned(), "liveness".to_owned()])
            }
            Naming::Fixed(names) => self.chance.some(names, 2).into_iter().map(|name| Some(name.to_owned())).collect(),
            Naming::Named | Naming::Free => {
                if kind.is(&sidecar::MOUNT) {
                    return some(place.pod.map(|pod| self.chance.some(&pod.volumes, 2)).unwrap_or_default());
                }
                let count = 1 + self.chance.below(2);
                let check = if kind.names == Check::Any { Check::Label } else { kind.names };
                let mut names: Vec<String> = (0..count).map(|_| texts::text(check, &mut self.chance)).collect();
                if kind.is(&ingress::ROUTE) && self.chance.percent(50) {
                    names.push("/".to_owned());
                }
                names.dedup();
                some(names)
            }
        }
    }

    /// Whether a block means little without another in it.
    fn must_have(&self, node: &Node, kind: &Block, place: Place<'_>) -> bool {
        let is = |kinds: &[&Block]| kinds.iter().any(|own| own.is(kind));
        if !place.is_new {
            return false;
        }
        let has_source = || {
            GROUPS
                .iter()
                .filter(|group| group.kind.is(node.kind) && group.required)
                .flat_map(|group| group.fields)
                .any(|field| node.value(field).is_some())
        };
        (is(&[&config::KEYS]))
            || (is(&[&ingress::ROUTE]))
            || (is(&[&volume::SOURCE]) && !has_source())
            || (is(&[&manifest::OBJECT])
                && !node.items.iter().any(|item| matches!(&item.what, What::Field(field, _) if field.name == "file")))
            || (is(&[&dapr::SPEC]) && node.value(&dapr::KIND) == Some("configuration"))
            || (is(&[&chart::SERVER]) && self.database_mode(&self.seen(node, place)) == Some(Mode::Borrowed))
            || (is(&[&autoscale::SCALE_UP, &autoscale::SCALE_DOWN, &pod::DNS_OPTIONS]))
            || (is(&[&probe::PROBE]) && !self.world.is_lax)
            || (is(&[&account::RULE]) && self.chance_is_even())
    }
}
