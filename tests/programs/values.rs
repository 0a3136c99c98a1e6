//! A value for a field: of its type, or where the type does not tell enough, of what the field means.

use std::rc::Rc;

use todoc::schema::attributes::{Attribute, Root};
use todoc::schema::{
    self, Check, Choice, Field, Type, account, autoscale, container, database, environment, image, ingress, job,
    lifecycle, manifest, metrics, network, objects, patch, placement, pod, port, probe, secret, service, shared, stack,
    volume,
};
use todoc::types::quantity::Kind;

use super::limits::Seen;
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
            Type::Image => self.image()?,
            Type::Scalar => self.scalar(),
            Type::Either(types) => {
                let first = self.chance.below(types.len());
                let turned = types.iter().cycle().skip(first).take(types.len());
                turned.into_iter().find_map(|ty| self.of_type(ty, seen))?
            }
            Type::List(item) => {
                let mut items: Vec<String> =
                    (0..1 + self.chance.below(3)).filter_map(|_| self.of_type(item, seen)).collect();
                items.sort();
                items.dedup();
                if items.is_empty() { return None } else { format!("[{}]", items.join(", ")) }
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
            other => panic!("a field names a {other}: say in tests/random/values.rs which of them there are"),
        }
    }

    fn image(&mut self) -> Option<String> {
        let world = Rc::clone(&self.world);
        let own = self.chance.of(&world.images).cloned().filter(|_| self.chance.percent(60));
        let foreign = ["nginx:1.29.0", "registry.example.com:5000/team/app:v2.1.3", "busybox:1.38.0"];
        Some(own.unwrap_or_else(|| quoted(self.chance.of(&foreign).unwrap())))
    }

    fn port_name(&mut self, pod: Option<&Pod>) -> Option<String> {
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

/// What a field says beyond its type.
enum Meant {
    Value(String),
    Nothing,
    Anything,
}

impl Writer {
    /// What a field takes whose type alone does not tell.
    fn meant(&mut self, field: &'static Field, seen: &Seen<'_>) -> Meant {
        let is = |fields: &[&Field]| fields.iter().any(|own| own.is(field));
        let texts = |all: &[&str], writer: &mut Self| Meant::Value(quoted(writer.chance.of(all).unwrap()));
        let words = |all: &[&str], writer: &mut Self| Meant::Value((*writer.chance.of(all).unwrap()).to_owned());
        if let Some(meant) = self.of_world(field, seen) {
            return meant;
        }
        if is(&[&container::COMMAND, &container::ARGS]) {
            let items: Vec<String> = (0..1 + self.chance.below(3)).map(|_| self.text_with_references(true)).collect();
            return Meant::Value(format!("[{}]", items.join(", ")));
        }
        if is(&[&probe::EXEC, &lifecycle::EXEC]) {
            return Meant::Value("[\"check\", \"--{{ all }}\"]".to_owned());
        }
        if is(&[&probe::TCP, &probe::GRPC, &placement::EXISTS, &placement::MISSING]) {
            return words(&["true"], self);
        }
        if is(&[&lifecycle::SLEEP]) {
            return words(&["1s", "2s"], self);
        }
        if is(&[&pod::TERMINATION_GRACE]) {
            return words(&["60s", "2m"], self);
        }
        if is(&[&ingress::CERTIFICATE_HOSTS]) {
            return seen.of_owner(&ingress::HOST).map_or(Meant::Nothing, |host| Meant::Value(format!("[{host}]")));
        }
        if is(&[&volume::ACCESS_FIELD]) && seen.own(&volume::PER_REPLICA) != Some("true") {
            return words(&["read_write_many"], self);
        }
        if is(&[&volume::PER_REPLICA]) {
            return words(&["true"], self);
        }
        if is(&[&container::CAPABILITIES]) {
            let all: &[&str] = if seen.is_lax {
                &["[\"NET_BIND_SERVICE\"]", "[\"NET_ADMIN\", \"SYS_PTRACE\"]"]
            } else {
                &["[\"NET_BIND_SERVICE\"]"]
            };
            return words(all, self);
        }
        if is(&[&container::SECCOMP, &container::APPARMOR]) {
            let all: &[&str] = if seen.is_lax {
                &["runtime_default", "unconfined", "\"profiles/audit.json\""]
            } else {
                &["runtime_default"]
            };
            return words(all, self);
        }
        if is(&[&container::USER, &container::GROUP, &container::FS_GROUP, &image::USER]) {
            return Meant::Value(self.chance.of(&[1000, 10_001, 1_000_660_000_i64]).unwrap().to_string());
        }
        if is(&[&database::VERSION]) {
            return match seen.owner.base.as_deref().or(seen.owner_below.and_then(|node| node.base.as_deref())) {
                Some("postgres") => texts(&["15", "16", "17", "18"], self),
                Some("mysql") => texts(&["8.4"], self),
                Some("mariadb") => texts(&["11", "11.4"], self),
                Some("redis") => texts(&["7", "8"], self),
                Some("mongodb") => texts(&["7", "8"], self),
                _ => Meant::Nothing,
            };
        }
        if is(&[&database::NAME]) {
            let is_redis = [Some(seen.owner), seen.owner_below]
                .into_iter()
                .flatten()
                .any(|node| node.base.as_deref() == Some("redis"));
            return if is_redis { texts(&["0", "3"], self) } else { texts(&["app", "shop_data"], self) };
        }
        if is(&[&database::USER]) {
            return texts(&["app", "shop"], self);
        }
        if is(&[&database::SCHEME]) {
            return texts(&["postgresql+asyncpg", "rediss", "x"], self);
        }
        if is(&[&database::BUCKET]) {
            return texts(&["backups", "backups/shop"], self);
        }
        if is(&[&database::UPLOADER, &database::EXPORTER]) {
            return texts(&["rclone/rclone:1.71.0", "registry.example.com/exporter:v1.2.3"], self);
        }
        if is(&[&environment::KUBERNETES]) {
            return texts(&["1.34", "1.36"], self);
        }
        if is(&[&environment::CPUS, &environment::MEMORY]) {
            return words(if field.is(&environment::CPUS) { &["256"] } else { &["512Gi"] }, self);
        }
        if is(&[&image::PLATFORMS]) {
            return words(&["[\"linux/amd64\"]", "[\"linux/amd64\", \"linux/arm64\"]"], self);
        }
        if is(&[&image::TARGET]) {
            return texts(&["build", "runtime"], self);
        }
        if is(&[&image::DOCKERFILE]) {
            return texts(&["Dockerfile", "docker/Containerfile"], self);
        }
        if is(&[&image::CONTEXT]) {
            return texts(&["app"], self);
        }
        if is(&[&image::BASE]) {
            return texts(&["node:22.21.1-alpine"], self);
        }
        if is(&[&secret::FILE]) {
            return texts(&["sealed.yaml"], self);
        }
        if is(&[&secret::PATTERN]) {
            return texts(&["[0-9a-f]{64}"], self);
        }
        if is(&[&secret::MIN_LENGTH]) {
            return words(&["8", "32"], self);
        }
        if is(&[&manifest::FILE]) {
            return texts(&["files/objects.yaml"], self);
        }
        if is(&[&ingress::GATEWAY]) {
            return texts(&["infra/main", "main"], self);
        }
        if is(&[&network::EXCEPT]) {
            return Meant::Value("[\"10.1.0.0/16\"]".to_owned());
        }
        if is(&[&network::CIDR]) {
            return texts(&["10.0.0.0/8"], self);
        }
        if is(&[&account::VERBS]) {
            return words(&["[\"get\", \"list\"]", "[\"watch\"]"], self);
        }
        if is(&[&account::RESOURCES]) {
            return words(&["[\"pods\"]", "[\"pods/log\", \"endpoints\"]"], self);
        }
        if is(&[&account::GROUPS]) {
            return words(&["[\"\"]"], self);
        }
        if is(&[&autoscale::OF_PODS, &autoscale::OUTSIDE, &autoscale::OF_OBJECT]) {
            return texts(&["queue_length", "requests-per-second"], self);
        }
        if is(&[&volume::SUB_PATH, &volume::FILE]) {
            return texts(&["part", "deep/er"], self);
        }
        if is(&[&volume::AUDIENCE]) {
            return texts(&["vault", "https://example.com"], self);
        }
        if is(&[&volume::EXPIRES]) {
            return words(&["600s", "2h"], self);
        }
        if is(&[&port::APP_PROTOCOL]) {
            return words(&["http", "grpc", "\"kubernetes.io/h2c\"", "\"example.com/own\""], self);
        }
        if is(&[&autoscale::POLICY_PERIOD, &metrics::INTERVAL]) {
            return words(&["30s", "2m"], self);
        }
        if is(&[&metrics::SCRAPE_TIMEOUT, &probe::TIMEOUT]) {
            return words(&["1s", "5s"], self);
        }
        if is(&[&probe::PERIOD]) {
            return words(&["10s", "1m"], self);
        }
        if is(&[&pod::NAMESERVERS]) {
            return words(&["[\"10.96.0.53\"]"], self);
        }
        if is(&[&service::IP_FAMILIES_FIELD]) {
            return words(&["[ipv4]", "[ipv6]"], self);
        }
        if is(&[&stack::KUBERNETES]) {
            return texts(&[">=1.34"], self);
        }
        if is(&[&stack::PULL_SECRETS, &pod::PULL_SECRETS, &environment::PULL_SECRETS]) {
            let own = self.world.secrets.iter().find(|(_, kind)| *kind == "dockerconfigjson");
            return match own {
                Some((name, _)) if self.chance.percent(60) => Meant::Value(format!("[{name}]")),
                _ => words(&["[\"registry-access\"]"], self),
            };
        }
        if is(&[&ingress::TLS_SECRET]) {
            let own = self.world.secrets.iter().find(|(_, kind)| *kind == "tls");
            return match own {
                Some((name, _)) if self.chance.percent(60) => Meant::Value(name.clone()),
                _ => texts(&["certificate"], self),
            };
        }
        if is(&[&job::EXIT_CODES]) {
            return words(&["[1]", "[3, 42]"], self);
        }
        if is(&[&job::CONDITION]) {
            return texts(&["DisruptionTarget"], self);
        }
        if is(&[&job::ACTION]) {
            return words(&["fail_job", "ignore", "count"], self);
        }
        Meant::Anything
    }

    /// What a field says follows from what the program speaks of.
    fn of_world(&mut self, field: &'static Field, seen: &Seen<'_>) -> Option<Meant> {
        let is = |fields: &[&Field]| fields.iter().any(|own| own.is(field));
        let mode = seen.mode();
        if is(&[&port::CONTAINER]) {
            let name = seen.here.name.as_deref()?;
            let own = seen.pod.and_then(|pod| pod.ports.iter().find(|(port, _)| port == name));
            return Some(own.map_or_else(
                || Meant::Value(self.fresh_port().to_string()),
                |(_, number)| Meant::Value(number.to_string()),
            ));
        }
        if is(&[&port::SERVICE]) {
            return Some(Meant::Value(self.fresh_port().to_string()));
        }
        if is(&[&port::NODE_PORT, &service::HEALTH_CHECK_NODE_PORT]) {
            return Some(Meant::Value(self.fresh_node_port().to_string()));
        }
        if is(&[&port::PORT_SHORT]) {
            let own = seen.pod.and_then(|pod| pod.ports.iter().find(|(name, _)| name == "http"));
            let own = own.filter(|_| seen.is_new);
            return Some(own.map_or(Meant::Nothing, |(_, number)| Meant::Value(number.to_string())));
        }
        if is(&[&port::NODE_PORT_SHORT_FIELD]) {
            let is_short = seen.here.value(&port::PORT_SHORT).is_some();
            return Some(if is_short { Meant::Value(self.fresh_node_port().to_string()) } else { Meant::Nothing });
        }
        if is(&[&service::EXPOSE_FIELD]) {
            let is_hidden = seen.pod.is_none_or(|pod| pod.is_hidden);
            let all: &[&str] =
                if is_hidden { &["off"] } else { &["cluster", "node_port", "load_balancer", "headless"] };
            return Some(Meant::Value((*self.chance.of(all).unwrap()).to_owned()));
        }
        if objects::OF_KINDS.iter().any(|own| own.is(field)) || is(&[&shared::OBJECT_NAME, &account::NAME]) {
            return Some(Meant::Value(quoted(&format!("own-{}", self.fresh_port()))));
        }
        if is(&[&pod::DNS_POLICY]) {
            return Some(Meant::Value((*self.chance.of(&["cluster_first", "default"]).unwrap()).to_owned()));
        }
        if is(&[&service::KIND]) {
            return Some(if seen.is_new {
                seen.pod.map_or(Meant::Nothing, |pod| Meant::Value(pod.kind.to_owned()))
            } else {
                Meant::Nothing
            });
        }
        if is(&[&service::EXTERNAL]) {
            return Some(if mode == Mode::External { Meant::Anything } else { Meant::Nothing });
        }
        if is(&[&service::TARGETS]) {
            let pod = seen.pod.filter(|pod| pod.mode == Mode::Borrowed && seen.is_new);
            let targets = pod.map(|pod| {
                self.world
                    .services
                    .iter()
                    .filter(|own| own.mode == Mode::Inside && own.is_reached() && own.ports == pod.ports)
            });
            let targets: Vec<&str> = targets.into_iter().flatten().map(|own| own.name.as_str()).collect();
            return Some(if targets.is_empty() {
                Meant::Nothing
            } else {
                Meant::Value(format!("[{}]", targets.join(", ")))
            });
        }
        if is(&[&service::WAIT_FOR, &job::WAIT_FOR]) {
            if seen.owner.name.is_none() {
                return Some(Meant::Value("[\"kafka.example.com:9092\"]".to_owned()));
            }
            let earlier: Vec<&Pod> = self
                .world
                .services
                .iter()
                .take_while(|own| Some(own.name.as_str()) != seen.owner.name.as_deref())
                .collect();
            let mut all: Vec<String> =
                earlier.into_iter().filter(|own| own.is_reached()).map(|own| own.name.clone()).collect();
            all.extend(self.named("database"));
            all.push("\"kafka.example.com:9092\"".to_owned());
            let items = self.chance.some(&all, 2);
            return Some(Meant::Value(format!("[{}]", items.join(", "))));
        }
        if is(&[&job::BEFORE]) {
            let world = Rc::clone(&self.world);
            let all: Vec<&Pod> = world.services.iter().filter(|own| own.mode == Mode::Inside).collect();
            return Some(match self.chance.of(&all) {
                Some(pod) if seen.is_new => Meant::Value(pod.name.clone()),
                _ => Meant::Nothing,
            });
        }
        if is(&[&ingress::TO]) {
            let world = Rc::clone(&self.world);
            let all: Vec<&Pod> = world.services.iter().filter(|own| own.is_reached()).collect();
            return Some(self.chance.of(&all).map_or(Meant::Nothing, |pod| Meant::Value(pod.name.clone())));
        }
        if is(&[&ingress::PORT]) {
            let to = seen.own(&ingress::TO)?.to_owned();
            let pod = self.world.pod("service", &to).cloned();
            return Some(self.port_name(pod.as_ref()).map_or(Meant::Nothing, Meant::Value));
        }
        if is(&[&database::EXTERNAL]) {
            let mode = self.database_mode(seen);
            let may = mode == Some(Mode::External) || (!seen.is_new && mode == Some(Mode::Inside));
            return Some(if may { Meant::Anything } else { Meant::Nothing });
        }
        if is(&[&placement::APART, &placement::NEAR]) {
            // One that is near is never one to keep apart from.
            let services =
                self.world.services.iter().filter(|own| own.mode == Mode::Inside && field.is(&placement::APART));
            let databases =
                self.world.databases.iter().filter(|(.., mode)| *mode == Mode::Inside && field.is(&placement::NEAR));
            let mut all: Vec<String> = services.map(|own| own.name.clone()).collect();
            all.extend(databases.map(|(name, ..)| name.clone()));
            let items = self.chance.some(&all, 2);
            return Some(if items.is_empty() {
                Meant::Nothing
            } else {
                Meant::Value(format!("[{}]", items.join(", ")))
            });
        }
        if is(&[&container::ENV_FROM]) {
            // The keys of the first are names of variables.
            return Some(
                self.world.configs.first().map_or(Meant::Nothing, |(name, _)| Meant::Value(format!("[{name}]"))),
            );
        }
        if is(&[&schema::dapr::KIND]) {
            let own = self.world.daprs.iter().find(|(name, _)| Some(name.as_str()) == seen.here.name.as_deref());
            return Some(match own {
                Some((_, true)) => Meant::Value("configuration".to_owned()),
                _ => Meant::Nothing,
            });
        }
        if is(&[&secret::TYPE]) {
            let own = self.world.secrets.iter().find(|(name, _)| Some(name.as_str()) == seen.here.name.as_deref());
            return Some(
                own.filter(|_| seen.is_new).map_or(Meant::Nothing, |(_, kind)| Meant::Value((*kind).to_owned())),
            );
        }
        if is(&[&stack::CHARTS]) {
            return Some(if self.world.per_service { Meant::Value("per_service".to_owned()) } else { Meant::Nothing });
        }
        if is(&[&patch::ON]) {
            return Some(if seen.is_new { Meant::Anything } else { Meant::Nothing });
        }
        None
    }

    pub(crate) fn database_mode(&self, seen: &Seen<'_>) -> Option<Mode> {
        let name = seen.owner.name.as_deref()?;
        self.world.databases.iter().find(|(own, ..)| own == name).map(|(.., mode)| *mode)
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
