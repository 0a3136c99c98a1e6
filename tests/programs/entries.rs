//! Writes the entries of open maps, and content whose keys Kubernetes or a chart defines.

use std::rc::Rc;

use todoc::schema::{
    self, Block, Check, autoscale, config, container, dapr, database, ingress, manifest, pod, probe, volume,
};

use super::texts::{self, quoted};
use super::tree::{Item, Node, What};
use super::world::{Pod, has_other_key};
use super::write::{Place, Writer};

impl Writer {
    /// Writes the entries of an open map.
    pub(crate) fn entries(&mut self, node: &mut Node, entries: &schema::Entries, place: Place<'_>) {
        let mut keys: Vec<String> = (0..=self.chance.below(3)).map(|_| self.key(node.kind, entries.key)).collect();
        if node.kind.is(&config::KEYS) {
            let own = place.owner.and_then(|owner| owner.name.clone());
            let own = self.world.configs.iter().find(|(name, _)| Some(name) == own.as_ref());
            keys = own.map(|(_, keys)| keys.clone()).unwrap_or(keys);
        }
        if let Some(around) = place.around.filter(|_| node.kind.is(&volume::ITEMS)) {
            let named = around.value(&volume::CONFIG).or(around.value(&volume::SOURCE_CONFIG));
            let own = self.world.configs.iter().find(|(name, _)| Some(name.as_str()) == named);
            let secret = around.value(&volume::SECRET).or(around.value(&volume::SOURCE_SECRET));
            let secret = secret.filter(|name| !has_other_key(name)).map(|name| vec![name.to_owned()]);
            keys = own.map(|(_, keys)| keys.clone()).or(secret).unwrap_or_default();
        }
        keys.sort();
        keys.dedup();
        for key in keys {
            let value = self.entry(node.kind, entries, place);
            if let Some(value) = value {
                let item = self.item(What::Entry(key, value));
                node.items.push(item);
            }
        }
    }

    fn key(&mut self, kind: &Block, check: Check) -> String {
        if kind.is(&container::SYSCTLS) && !self.world.is_lax {
            return "net.ipv4.tcp_syncookies".to_owned();
        }
        if check != Check::Any {
            return texts::text(check, &mut self.chance);
        }
        (*self.chance.of(&["plain", "with-dash", "Upper", "org.example.key"]).unwrap()).to_owned()
    }

    fn entry(&mut self, kind: &'static Block, entries: &schema::Entries, place: Place<'_>) -> Option<String> {
        let is = |kinds: &[&Block]| kinds.iter().any(|own| own.is(kind));
        if is(&[&container::ENV]) && self.chance.percent(50) {
            let is_container = !place.owner.is_some_and(|owner| owner.kind.is(&database::DATABASE));
            return self.reference(is_container, is_container);
        }
        if is(&[&config::KEYS, &pod::ANNOTATIONS, &pod::POD_ANNOTATIONS, &dapr::METADATA]) && self.chance.percent(40) {
            return self.reference(false, false);
        }
        if is(&[&pod::LABELS, &pod::POD_LABELS, &autoscale::METRIC_SELECTOR]) {
            return Some(quoted(&texts::text(Check::LabelValue, &mut self.chance)));
        }
        if is(&[&container::SYSCTLS]) {
            return Some("1".to_owned());
        }
        if is(&[&container::RESOURCES]) {
            return Some("1".to_owned());
        }
        if is(&[&probe::HEADERS]) {
            return Some("\"value\"".to_owned());
        }
        if is(&[&database::SETTINGS, &database::PARAMS, &pod::DNS_OPTIONS]) {
            return Some((*self.chance.of(&["\"on\"", "200", "\"a b\"", "true"]).unwrap()).to_owned());
        }
        if is(&[&volume::ITEMS]) {
            return Some(format!("\"files/{}\"", self.fresh_port()));
        }
        if is(&[&ingress::ROUTES]) {
            let world = Rc::clone(&self.world);
            let all: Vec<&Pod> = world.services.iter().filter(|own| own.is_reached()).collect();
            return self.chance.of(&all).map(|pod| pod.name.clone());
        }
        let empty = Node::new(kind, None);
        let seen = self.seen(&empty, place);
        let ty: &'static schema::Type = Box::leak(Box::new(entries.value));
        self.of_type(ty, &seen)
    }

    /// Raw content: an object of Kubernetes, what a patch changes, values of a foreign chart, settings of Dapr.
    pub(crate) fn raw(&mut self, around: &Node, kind: &'static Block) -> Vec<Item> {
        let name = around.name.as_deref().unwrap_or_default();
        // The same kind in every layer.
        let words = if around.kind.is(&manifest::MANIFEST) && name.len().is_multiple_of(2) {
            // An object of a kind that todoc knows nothing of, so that everything stays as it is written.
            vec![
                "apiVersion = \"example.com/v1\"".to_owned(),
                "kind = \"Widget\"".to_owned(),
                format!("metadata {{ name = {}  namespace = environment.namespace }}", quoted(name)),
                format!(
                    "spec {{ nothing = null  list = [null, 1, {{ deep = null }}]  share = 0.5  text = {} }}",
                    self.text_with_references(false)
                ),
            ]
        } else if around.kind.is(&manifest::MANIFEST) {
            vec![
                "apiVersion = \"v1\"".to_owned(),
                "kind = \"ConfigMap\"".to_owned(),
                format!(
                    "metadata {{ name = {}  annotations {{ \"example.com/a\" = {} }} }}",
                    quoted(&format!("{name}-own")),
                    self.text_with_references(false)
                ),
                format!(
                    "data {{ plain = {}  \"with-dash\" = {} }}",
                    quoted(&texts::text(Check::Any, &mut self.chance)),
                    self.text_with_references(false)
                ),
            ]
        } else if around.kind.is(&schema::patch::PATCH) {
            vec![format!(
                "metadata {{ annotations {{ \"example.com/patched-{}\" = {} }} }}",
                around.name.as_deref().unwrap_or("x"),
                self.text_with_references(false)
            )]
        } else if kind.is(&dapr::SPEC) {
            vec!["tracing { samplingRate = \"1\" }".to_owned()]
        } else {
            vec![
                format!("greeting = {}", quoted(&texts::text(Check::Any, &mut self.chance))),
                "replicas = 3".to_owned(),
                "nothing = null".to_owned(),
                "labels { nothing = null  something = \"x\" }".to_owned(),
                "share = 0.5".to_owned(),
                "items = [1, \"two\", { three = true }]".to_owned(),
            ]
        };
        words.into_iter().map(|words| self.item(What::Words(words))).collect()
    }
}
