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
        let all: Vec<String> =
            Root::ALL.iter().flat_map(|(word, root)| self.references(*root, word, secrets, pods)).collect();
        self.chance.of(&all).cloned()
    }

    /// Every reference that begins with a word.
    fn references(&self, root: Root, beginning: &str, secrets: bool, pods: bool) -> Vec<String> {
        let world = &self.world;
        let attributes = || Attribute::ALL.iter().copied().filter(|own| own.roots().contains(&root));
        let plain =
            |names: &[String]| -> Vec<String> { names.iter().map(|name| format!("{beginning}.{name}")).collect() };
        match root {
            Root::Service => {
                let reached = world.services.iter().filter(|pod| pod.is_reached());
                let of = |pod: &Pod| {
                    let own = attributes().filter(|own| self.service_has(pod, *own));
                    let own = own.map(|own| format!("{beginning}.{}.{}", pod.name, own.name()));
                    let ports =
                        pod.ports.iter().map(|(port, _)| format!("{beginning}.{}.ports.{port}.address", pod.name));
                    own.chain(ports).collect::<Vec<_>>()
                };
                reached.flat_map(of).collect()
            }
            Root::Database => {
                let of = |(name, engine, _): &(String, &str, Mode)| {
                    let own = attributes().filter(|own| database_has(engine, *own) && (secrets || !is_secret(*own)));
                    own.map(|own| format!("{beginning}.{name}.{}", own.name())).collect::<Vec<_>>()
                };
                world.databases.iter().flat_map(of).collect()
            }
            Root::Secret => {
                let of = |(name, kind): &(String, &'static str)| {
                    let own = attributes().filter(|own| secret_has(kind, *own) && (secrets || !is_secret(*own)));
                    let whole =
                        (secrets && !matches!(*kind, "tls" | "basic_auth")).then(|| format!("{beginning}.{name}"));
                    own.map(|own| format!("{beginning}.{name}.{}", own.name())).chain(whole).collect::<Vec<_>>()
                };
                world.secrets.iter().flat_map(of).collect()
            }
            Root::Config => {
                let of = |(name, keys): &(String, Vec<String>)| {
                    let keys =
                        keys.iter().filter(|_| pods).map(|key| format!("{beginning}.{name}.{}", texts::key(key)));
                    keys.chain(attributes().map(|own| format!("{beginning}.{name}.{}", own.name()))).collect::<Vec<_>>()
                };
                world.configs.iter().flat_map(of).collect()
            }
            Root::Image => {
                let of = |name: &String| attributes().map(|own| format!("{beginning}.{name}.{}", own.name())).collect();
                world.images.iter().flat_map::<Vec<String>, _>(of).collect()
            }
            Root::Environment => attributes().map(|own| format!("{beginning}.{}", own.name())).collect(),
            Root::Pod => attributes().filter(|_| pods).map(|own| format!("{beginning}.{}", own.name())).collect(),
            // A variable has to be in every layer of its container.
            Root::Env => Vec::new(),
            Root::Let => plain(&world.lets),
            Root::Param => [plain(&world.params), plain(&world.late)].concat(),
        }
    }

    fn service_has(&self, pod: &Pod, attribute: Attribute) -> bool {
        let is = |all: &[Attribute]| all.contains(&attribute);
        if is(&[Attribute::PublicHost, Attribute::PublicOrigin, Attribute::PublicUrl]) {
            return self.world.public.as_ref().is_some_and(|(service, _)| *service == pod.name);
        }
        (!is(&[Attribute::ServiceAccount]) || pod.mode == Mode::Inside)
            && (!is(&[Attribute::ContainerPort]) || pod.mode != Mode::External)
    }

    /// Text with or without a reference in it, in quotes.
    pub(crate) fn text_with_references(&mut self, pods: bool) -> String {
        let text = quoted(&texts::text(Check::Any, &mut self.chance));
        if self.chance.percent(60) {
            return text;
        }
        // A long text ends otherwise.
        match self.reference(false, pods).filter(|_| !text.ends_with("\"\"\"") && !text.ends_with("'''")) {
            Some(reference) => format!("{}${{{reference}}}/x\"", text.strip_suffix('"').unwrap_or(&text)),
            None => text,
        }
    }
}

fn is_secret(attribute: Attribute) -> bool {
    let all = [
        Attribute::Url,
        Attribute::Password,
        Attribute::Authority,
        Attribute::Username,
        Attribute::Cert,
        Attribute::PrivateKey,
    ];
    all.contains(&attribute)
}

/// Redis has neither a user nor, in every environment, a password.
fn database_has(engine: &str, attribute: Attribute) -> bool {
    let of_user = [Attribute::User, Attribute::Password, Attribute::Authority];
    engine != "redis" || !of_user.contains(&attribute)
}

fn secret_has(kind: &str, attribute: Attribute) -> bool {
    let is = |all: &[Attribute]| all.contains(&attribute);
    (!is(&[Attribute::Cert, Attribute::PrivateKey]) || kind == "tls")
        && (!is(&[Attribute::Username, Attribute::Password]) || kind == "basic_auth")
        && (!is(&[Attribute::Key]) || !matches!(kind, "tls" | "basic_auth"))
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
