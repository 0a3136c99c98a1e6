//! What environments and profiles say of the stack: of themselves, of blocks that there are, and of secrets.

use std::collections::BTreeSet;
use std::rc::Rc;

use todoc::schema::{self, Block, Field, config, environment, ingress, job, manifest, patch, secret, service, shared};

use super::{BASE, Maker, push};
use crate::programs::texts;
use crate::programs::tree::{Node, What};
use crate::programs::write::Place;

impl Maker {
    /// What an environment or a profile says: of itself, and of blocks that there are; of all of a kind where it names none.
    /// It may extend what another environment says.
    pub(super) fn overlay(&mut self, node: &mut Node, extended: Option<&Node>) {
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

fn is_raw(kind: &Block) -> bool {
    kind.is(&manifest::MANIFEST) || kind.is(&patch::PATCH)
}
