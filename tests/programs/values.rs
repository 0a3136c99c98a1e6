//! A value for a field: of its type, or where the type does not tell enough, of what the field means.

use std::rc::Rc;

use todoc::schema::attributes::{Attribute, Root};
use todoc::schema::{Check, Choice, Field, Type};
use todoc::types::quantity::Kind;

use super::limits::Seen;
use super::meanings::Meant;
use super::texts::{self, quoted};
use super::world::{Mode, Pod};
use super::write::Writer;

impl Writer {
    /// A value for a field; none where there is nothing that it could name.
    pub(crate) fn field_value(&mut self, field: &'static Field, seen: &Seen<'_>) -> Option<String> {
        match self.meant(field, seen) {
            Meant::Value(value) => Some(value),
            Meant::Nothing => None,
            Meant::Anything => self.of_type(&field.ty, seen),
        }
    }

    /// A value of a type. A new type fails to compile here until it has an arm.
    pub(crate) fn of_type(&mut self, ty: &'static Type, seen: &Seen<'_>) -> Option<String> {
        let chance = &mut self.chance;
        Some(match ty {
            Type::Text(Check::PortName) => self.port_name(seen.pod)?,
            Type::Text(check) => quoted(&texts::text(*check, chance)),
            Type::Bool => chance.percent(50).to_string(),
            Type::Int(low, high) => integer(*low, *high, self).to_string(),
            Type::Percent(low, high) => format!("{}%", chance.between(*low, (*high).min(100))),
            Type::Duration => format!("{}{}", chance.between(1, 50), chance.of(&["s", "s", "m"]).unwrap()),
            Type::Quantity(kind) => quantity(*kind, self).0.to_owned(),
            Type::Resource(kind) => {
                let (low, high) = quantity(*kind, self);
                // Where no rule is waived, both ends have to be said.
                match if self.world.is_lax { self.chance.below(4) } else { 4 } {
                    0 => low.to_owned(),
                    1 => format!("{low}..none"),
                    _ => format!("{low}..{high}"),
                }
            }
            Type::Scale => match chance.below(3) {
                0 => chance.between(1, 5).to_string(),
                _ => format!("{}..{}", chance.between(1, 3), chance.between(4, 9)),
            },
            Type::IntOrPercent => {
                if chance.percent(50) {
                    chance.between(1, 3).to_string()
                } else {
                    format!("{}%", chance.between(10, 60))
                }
            }
            Type::Choice(words) => chance.of(words).map(|word: &Choice| word.name)?.to_owned(),
            Type::Block(kinds) => self.block(kinds)?,
            Type::Image => self.image(),
            Type::Scalar => self.scalar(),
            Type::Either(types) => {
                let first = self.chance.below(types.len());
                let turned = types.iter().cycle().skip(first).take(types.len());
                turned.into_iter().find_map(|ty| self.of_type(ty, seen))?
            }
            Type::List(item) => {
                let mut items: Vec<String> =
                    (0..=self.chance.below(3)).filter_map(|_| self.of_type(item, seen)).collect();
                items.sort();
                items.dedup();
                (!items.is_empty()).then(|| format!("[{}]", items.join(", ")))?
            }
            Type::Made => self.made()?,
            // Raw content stands in maps of its own.
            Type::Raw => return None,
            Type::Short(short) => self.field_value(short.field, seen)?,
        })
    }

    /// A plain value: text, a number, a truth.
    pub(crate) fn scalar(&mut self) -> String {
        match self.chance.below(6) {
            0 => self.chance.between(-5, 70_000).to_string(),
            1 => self.chance.percent(50).to_string(),
            2 => self.constant().unwrap_or_else(|| "\"constant\"".to_owned()),
            _ => quoted(&texts::text(Check::Any, &mut self.chance)),
        }
    }

    /// A `let` or a param of the build.
    fn constant(&mut self) -> Option<String> {
        let lets = self.world.lets.iter().map(|name| format!("let.{name}"));
        let all: Vec<String> = lets.chain(self.world.params.iter().map(|name| format!("param.{name}"))).collect();
        self.chance.of(&all).cloned()
    }

    /// The name of a block of one of these kinds that there is.
    fn block(&mut self, kinds: &[&str]) -> Option<String> {
        let all: Vec<String> = kinds.iter().flat_map(|kind| self.named(kind)).collect();
        self.chance.of(&all).cloned()
    }

    /// The names of blocks of a kind.
    pub(crate) fn named(&self, kind: &str) -> Vec<String> {
        let world = Rc::clone(&self.world);
        match kind {
            "service" => world.services.iter().map(|pod| pod.name.clone()).collect(),
            "database" => world.databases.iter().map(|(name, ..)| name.clone()).collect(),
            "config" => world.configs.iter().map(|(name, _)| name.clone()).collect(),
            "secret" => {
                world.secrets.iter().filter(|(_, kind)| *kind == "opaque").map(|(name, _)| name.clone()).collect()
            }
            "dapr" => world
                .daprs
                .iter()
                .filter(|(_, is_configuration)| *is_configuration)
                .map(|(name, _)| name.clone())
                .collect(),
            "ingress" => world.ingresses.clone(),
            other => panic!("a field names a {other}: say in tests/programs/values.rs which of them there are"),
        }
    }

    fn image(&mut self) -> String {
        let world = Rc::clone(&self.world);
        let own = self.chance.of(&world.images).cloned().filter(|_| self.chance.percent(60));
        let foreign = ["nginx:1.29.0", "registry.example.com:5000/team/app:v2.1.3", "busybox:1.38.0"];
        own.unwrap_or_else(|| quoted(self.chance.of(&foreign).unwrap()))
    }

    pub(crate) fn port_name(&mut self, pod: Option<&Pod>) -> Option<String> {
        let (name, _) = self.chance.of(&pod?.ports)?;
        Some(quoted(name))
    }

    /// An object that a block of the stack makes.
    fn made(&mut self) -> Option<String> {
        let world = Rc::clone(&self.world);
        let running: Vec<&Pod> = world.services.iter().filter(|pod| pod.mode == Mode::Inside).collect();
        let pod = self.chance.of(&running)?;
        Some(format!("service.{}.{}", pod.name, pod.kind))
    }

    /// A reference to something of the stack. Secrets only where one may stand, what pods know only in containers.
    pub(crate) fn reference(&mut self, secrets: bool, pods: bool) -> Option<String> {
        let mut all =
            vec!["environment.name".to_owned(), "environment.namespace".to_owned(), "environment.release".to_owned()];
        let world = Rc::clone(&self.world);
        for pod in world.services.iter().filter(|pod| pod.is_reached()) {
            let words = ["host", "port", "address", "url"];
            all.extend(words.iter().map(|word| format!("service.{}.{word}", pod.name)));
            all.extend(pod.ports.iter().map(|(port, _)| format!("service.{}.ports.{port}.address", pod.name)));
        }
        for (name, engine, _) in &world.databases {
            let plain = ["host", "port", "address"];
            all.extend(plain.iter().map(|word| format!("database.{name}.{word}")));
            all.extend(secrets.then(|| format!("database.{name}.url")));
            all.extend((secrets && *engine != "redis").then(|| format!("database.{name}.password")));
        }
        for (name, keys) in &world.configs {
            all.extend(keys.iter().filter(|_| pods).map(|key| format!("config.{name}.{}", texts::key(key))));
        }
        if secrets {
            for (name, kind) in &world.secrets {
                let parts: &[&str] = match *kind {
                    "tls" => &[".cert", ".private_key"],
                    "basic_auth" => &[".username", ".password"],
                    _ => &[""],
                };
                all.extend(parts.iter().map(|part| format!("secret.{name}{part}")));
            }
        }
        if pods {
            let of_pod = Attribute::ALL.iter().filter(|own| own.roots().contains(&Root::Pod));
            all.extend(of_pod.map(|own| format!("pod.{}", own.name())));
        }
        all.extend(world.lets.iter().map(|name| format!("let.{name}")));
        all.extend(world.params.iter().map(|name| format!("param.{name}")));
        all.extend(world.late.iter().map(|name| format!("param.{name}")));
        self.chance.of(&all).cloned()
    }

    /// Text with or without a reference in it, in quotes.
    pub(crate) fn text_with_references(&mut self, pods: bool) -> String {
        let text = quoted(&texts::text(Check::Any, &mut self.chance));
        if self.chance.percent(60) {
            return text;
        }
        match self.reference(false, pods) {
            Some(reference) => format!("{}${{{reference}}}/x\"", text.strip_suffix('"').unwrap_or(&text)),
            None => text,
        }
    }
}

/// A number within bounds: both ends, small ones, and ones that Helm would print with an exponent.
fn integer(low: i64, high: i64, writer: &mut Writer) -> i64 {
    let chance = &mut writer.chance;
    match chance.below(8) {
        0 => low,
        1 if high < 100_000 => high,
        2 if high > 3_000_000 => 3_000_000,
        _ => chance.between(low, high.min(low.saturating_add(60))),
    }
}

/// A lower and a higher amount.
fn quantity(kind: Kind, writer: &mut Writer) -> (&'static str, &'static str) {
    let all: &[(&str, &str)] = match kind {
        Kind::Cpu => &[("250m", "1"), ("100m", "0.5"), ("1", "1500m")],
        Kind::Memory => &[("256Mi", "1Gi"), ("128Mi", "0.5Gi"), ("100M", "200M")],
        Kind::Storage => &[("1Gi", "20Gi"), ("500Mi", "2Gi")],
        Kind::Amount => &[("100", "1k"), ("1", "2")],
    };
    *writer.chance.of(all).unwrap()
}
