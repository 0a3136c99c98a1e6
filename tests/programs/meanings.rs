//! What a field takes whose type alone does not tell: words of a form of its own, and what follows from the program that is made.

use std::rc::Rc;

use todoc::schema::{
    self, Field, account, autoscale, container, database, environment, image, ingress, job, lifecycle, manifest,
    metrics, network, objects, patch, placement, pod, port, probe, secret, service, shared, stack, volume,
};

use super::limits::Seen;
use super::texts::quoted;
use super::world::{Mode, Pod};
use super::write::Writer;

/// What a field says beyond its type.
pub(crate) enum Meant {
    /// This.
    Value(String),
    /// Nothing: there is nothing that it could say.
    Nothing,
    /// Whatever its type takes.
    Anything,
}

/// Fields that take some words alone, as they stand in a source.
static SAID: &[(&[&Field], &[&str])] = &[
    (&[&probe::TCP, &probe::GRPC, &placement::EXISTS, &placement::MISSING], &["true"]),
    (&[&lifecycle::SLEEP], &["1s", "2s"]),
    (&[&pod::TERMINATION_GRACE], &["60s", "2m"]),
    (&[&volume::PER_REPLICA], &["true"]),
    (&[&database::USER], &["\"app\"", "\"shop\""]),
    (&[&database::PORT], &["5432", "6432"]),
    (&[&database::SCHEME], &["\"postgresql+asyncpg\"", "\"rediss\"", "\"x\""]),
    (&[&database::REGION], &["\"eu-central-1\"", "\"x\""]),
    (&[&database::BUCKET], &["\"backups\"", "\"backups/shop\""]),
    (
        &[&database::UPLOADER, &database::EXPORTER],
        &["\"rclone/rclone:1.71.0\"", "\"registry.example.com/exporter:v1.2.3\""],
    ),
    (&[&environment::KUBERNETES], &["\"1.34\"", "\"1.36\""]),
    (&[&image::PLATFORMS], &["[\"linux/amd64\"]", "[\"linux/amd64\", \"linux/arm64\"]"]),
    (&[&image::TARGET], &["\"build\"", "\"runtime\""]),
    (&[&image::DOCKERFILE], &["\"Dockerfile\"", "\"docker/Containerfile\""]),
    (&[&image::CONTEXT], &["\"app\""]),
    (&[&image::BASE], &["\"node:22.21.1-alpine\""]),
    (&[&secret::FILE], &["\"sealed.yaml\""]),
    (&[&secret::PATTERN], &["\"[0-9a-f]{64}\""]),
    (&[&secret::MIN_LENGTH], &["8", "32"]),
    (&[&manifest::FILE], &["\"files/objects.yaml\""]),
    (&[&ingress::GATEWAY], &["\"infra/main\"", "\"main\""]),
    (&[&network::CIDR], &["\"10.0.0.0/8\""]),
    (&[&account::VERBS], &["[\"get\", \"list\"]", "[\"watch\"]"]),
    (&[&account::RESOURCES], &["[\"pods\"]", "[\"pods/log\", \"endpoints\"]"]),
    (&[&account::GROUPS], &["[\"\"]"]),
    (&[&volume::AUDIENCE], &["\"vault\"", "\"https://example.com\""]),
    (&[&volume::EXPIRES], &["600s", "2h"]),
    (&[&autoscale::POLICY_PERIOD, &metrics::INTERVAL], &["30s", "2m"]),
    (&[&metrics::SCRAPE_TIMEOUT, &probe::TIMEOUT], &["1s", "5s"]),
    (&[&probe::PERIOD], &["10s", "1m"]),
    (&[&pod::NAMESERVERS], &["[\"10.96.0.53\"]"]),
    (&[&service::MIN_READY], &["5s", "1m"]),
    (&[&service::PROGRESS_DEADLINE], &["90s", "20m"]),
    (&[&stack::KUBERNETES], &["\">=1.34\""]),
    (&[&job::EXIT_CODES], &["[1]", "[3, 42]"]),
    (&[&job::CONDITION], &["\"DisruptionTarget\""]),
    (&[&job::ACTION], &["fail_job", "ignore", "count"]),
];

impl Writer {
    /// What a field takes whose type alone does not tell.
    pub(crate) fn meant(&mut self, field: &'static Field, seen: &Seen<'_>) -> Meant {
        self.of_ports(field, seen)
            .or_else(|| self.of_services(field, seen))
            .or_else(|| self.of_others(field, seen))
            .or_else(|| self.of_world(field, seen))
            .or_else(|| self.of_containers(field, seen))
            .or_else(|| self.of_peers(field, seen))
            .or_else(|| self.of_things(field, seen))
            .or_else(|| {
                let (_, words) = SAID.iter().find(|(fields, _)| fields.iter().any(|own| own.is(field)))?;
                Some(Meant::Value((*self.chance.of(words)?).to_owned()))
            })
            .unwrap_or(Meant::Anything)
    }

    fn text(&mut self, all: &[&str]) -> Meant {
        Meant::Value(quoted(self.chance.of(all).unwrap()))
    }

    fn word(&mut self, all: &[&str]) -> Meant {
        Meant::Value((*self.chance.of(all).unwrap()).to_owned())
    }

    /// Numbers of ports, each of its own.
    fn of_ports(&mut self, field: &'static Field, seen: &Seen<'_>) -> Option<Meant> {
        let is = |fields: &[&Field]| fields.iter().any(|own| own.is(field));
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
        None
    }

    /// How a service is found, and what it is called.
    fn of_services(&mut self, field: &'static Field, seen: &Seen<'_>) -> Option<Meant> {
        let is = |fields: &[&Field]| fields.iter().any(|own| own.is(field));
        let mode = seen.mode();
        if is(&[&service::EXPOSE_FIELD]) {
            let Some(pod) = seen.pod else { return Some(Meant::Value("cluster".to_owned())) };
            let is_hidden = pod.is_hidden;
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
        None
    }

    /// Names of other blocks that suit.
    fn of_others(&mut self, field: &'static Field, seen: &Seen<'_>) -> Option<Meant> {
        let is = |fields: &[&Field]| fields.iter().any(|own| own.is(field));
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
        None
    }

    /// What the block is known to be.
    fn of_world(&mut self, field: &'static Field, seen: &Seen<'_>) -> Option<Meant> {
        let is = |fields: &[&Field]| fields.iter().any(|own| own.is(field));
        if is(&[&database::EXTERNAL]) {
            let mode = self.database_mode(seen);
            let may = mode == Some(Mode::External) || (!seen.is_new && mode == Some(Mode::Inside));
            return Some(if may { Meant::Anything } else { Meant::Nothing });
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

    /// Commands, users and what confines containers.
    fn of_containers(&mut self, field: &'static Field, seen: &Seen<'_>) -> Option<Meant> {
        let is = |fields: &[&Field]| fields.iter().any(|own| own.is(field));
        if is(&[&container::COMMAND, &container::ARGS]) {
            let items: Vec<String> = (0..=self.chance.below(3)).map(|_| self.text_with_references(true)).collect();
            return Some(Meant::Value(format!("[{}]", items.join(", "))));
        }
        if is(&[&probe::EXEC, &lifecycle::EXEC]) {
            return Some(Meant::Value("[\"check\", \"--{{ all }}\"]".to_owned()));
        }
        if is(&[&ingress::CERTIFICATE_HOSTS]) {
            return Some(
                seen.of_owner(&ingress::HOST).map_or(Meant::Nothing, |host| Meant::Value(format!("[{host}]"))),
            );
        }
        if is(&[&volume::ACCESS_FIELD]) && seen.own(&volume::PER_REPLICA) != Some("true") {
            return Some(self.word(&["read_write_many"]));
        }
        if is(&[&service::IP_FAMILIES_FIELD]) {
            let is_dual = seen.own(&service::IP_FAMILY_POLICY).is_some_and(|own| own.contains("dual"));
            return Some(self.word(if is_dual { &["[ipv6, ipv4]", "[ipv4]"] } else { &["[ipv4]", "[ipv6]"] }));
        }
        if is(&[&job::FAILED_CONTAINER]) {
            return Some(seen.pod.map_or(Meant::Nothing, |pod| Meant::Value(quoted(&pod.name))));
        }
        if is(&[&container::CAPABILITIES]) {
            let all: &[&str] = if seen.is_lax {
                &["[\"NET_BIND_SERVICE\"]", "[\"NET_ADMIN\", \"SYS_PTRACE\"]"]
            } else {
                &["[\"NET_BIND_SERVICE\"]"]
            };
            return Some(self.word(all));
        }
        if is(&[&container::SECCOMP, &container::APPARMOR]) {
            let all: &[&str] = if seen.is_lax {
                &["runtime_default", "unconfined", "\"profiles/audit.json\""]
            } else {
                &["runtime_default"]
            };
            return Some(self.word(all));
        }
        if is(&[&container::USER, &container::GROUP, &container::FS_GROUP, &image::USER]) {
            return Some(Meant::Value(self.chance.of(&[1000, 10_001, 1_000_660_000_i64]).unwrap().to_string()));
        }
        None
    }

    /// Who may come, by which ports.
    fn of_peers(&mut self, field: &'static Field, seen: &Seen<'_>) -> Option<Meant> {
        let is = |fields: &[&Field]| fields.iter().any(|own| own.is(field));
        if is(&[&network::EXCEPT]) {
            return Some(Meant::Value("[\"10.1.0.0/16\"]".to_owned()));
        }
        if is(&[&port::PROTOCOL_FIELD]) {
            // Who is let in comes over TCP; one port of each pod has another protocol.
            let is_other = seen.here.name.as_deref() == Some("admin") || seen.here.kind.is(&network::ALLOW_TO);
            return Some(self.word(if is_other { &["udp", "sctp", "tcp"] } else { &["tcp"] }));
        }
        if is(&[&network::PORTS, &network::PROTOCOL_FIELD]) {
            if seen.here.kind.is(&network::ALLOW_TO) {
                return Some(Meant::Anything);
            }
            let own = seen.pod.and_then(|pod| pod.ports.iter().find(|(name, _)| name != "admin"));
            return Some(match own {
                Some((_, number)) if field.is(&network::PORTS) => Meant::Value(format!("[{number}]")),
                Some(_) => Meant::Value("tcp".to_owned()),
                None => Meant::Nothing,
            });
        }
        None
    }

    /// Databases, nodes and secrets.
    fn of_things(&mut self, field: &'static Field, seen: &Seen<'_>) -> Option<Meant> {
        let is = |fields: &[&Field]| fields.iter().any(|own| own.is(field));
        if is(&[&database::VERSION]) {
            return Some(match seen.owner.base.as_deref().or(seen.owner_below.and_then(|node| node.base.as_deref())) {
                Some("postgres") => self.text(&["15", "16", "17", "18"]),
                Some("mysql") => self.text(&["8.4"]),
                Some("mariadb") => self.text(&["11", "11.4"]),
                Some("redis" | "mongodb") => self.text(&["7", "8"]),
                _ => Meant::Nothing,
            });
        }
        if is(&[&database::NAME]) {
            let is_redis = [Some(seen.owner), seen.owner_below]
                .into_iter()
                .flatten()
                .any(|node| node.base.as_deref() == Some("redis"));
            return Some(if is_redis { self.text(&["0", "3"]) } else { self.text(&["app", "shop_data"]) });
        }
        if is(&[&environment::CPUS, &environment::MEMORY]) {
            return Some(self.word(if field.is(&environment::CPUS) { &["256"] } else { &["512Gi"] }));
        }
        if is(&[&stack::PULL_SECRETS, &pod::PULL_SECRETS, &environment::PULL_SECRETS]) {
            let own = self.world.secrets.iter().find(|(_, kind)| *kind == "dockerconfigjson");
            return Some(match own {
                Some((name, _)) if self.chance.percent(60) => Meant::Value(format!("[{name}]")),
                _ => self.word(&["[\"registry-access\"]"]),
            });
        }
        if is(&[&ingress::TLS_SECRET]) {
            let own = self.world.secrets.iter().find(|(_, kind)| *kind == "tls");
            return Some(match own {
                Some((name, _)) if self.chance.percent(60) => Meant::Value(name.clone()),
                _ => self.text(&["certificate"]),
            });
        }
        None
    }

    pub(crate) fn database_mode(&self, seen: &Seen<'_>) -> Option<Mode> {
        let name = seen.owner.name.as_deref()?;
        self.world.databases.iter().find(|(own, ..)| own == name).map(|(.., mode)| *mode)
    }
}
