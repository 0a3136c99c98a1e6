//! What a program speaks of: the names of its blocks, and what others need to know of them before any of them is written.

use super::chance::Chance;

/// What is there.
#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    pub(crate) services: Vec<Pod>,
    pub(crate) jobs: Vec<Pod>,
    pub(crate) crons: Vec<Pod>,
    /// Databases, with their engine and how they run.
    pub(crate) databases: Vec<(String, &'static str, Mode)>,
    /// Secrets, with their type.
    pub(crate) secrets: Vec<(String, &'static str)>,
    /// Configurations, with their keys; those of the first are names of variables.
    pub(crate) configs: Vec<(String, Vec<String>)>,
    pub(crate) images: Vec<String>,
    pub(crate) ingresses: Vec<String>,
    /// A service that people reach from outside, in every environment, and the ingress that leads there.
    pub(crate) public: Option<(String, String)>,
    /// Blocks of Dapr, and whether each is a configuration.
    pub(crate) daprs: Vec<(String, bool)>,
    pub(crate) lets: Vec<String>,
    pub(crate) params: Vec<String>,
    /// Params that are given to Helm.
    pub(crate) late: Vec<String>,
    pub(crate) templates: Vec<(String, &'static str)>,
    pub(crate) profiles: Vec<String>,
    pub(crate) manifests: Vec<String>,
    pub(crate) charts: Vec<String>,
    pub(crate) patches: Vec<String>,
    /// Whether pods may ask for more than Pod Security `restricted` allows, and rules are waived.
    pub(crate) is_lax: bool,
    /// Whether it is for new versions of Kubernetes alone, and so may use what these know.
    pub(crate) is_modern: bool,
    pub(crate) per_service: bool,
}

/// Whether a secret may have a key of another name than its own, which volumes cannot know that name it.
pub(crate) fn has_other_key(secret: &str) -> bool {
    secret.len().is_multiple_of(2)
}

/// How a service or a database runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// In the cluster.
    Inside,
    /// Elsewhere.
    External,
    /// As a face of other services, or by a foreign chart.
    Borrowed,
}

/// A block with pods.
#[derive(Clone, Debug)]
pub(crate) struct Pod {
    pub(crate) name: String,
    pub(crate) mode: Mode,
    pub(crate) kind: &'static str,
    /// Ports by name and number.
    pub(crate) ports: Vec<(String, i64)>,
    pub(crate) volumes: Vec<String>,
    pub(crate) sidecars: Vec<String>,
    pub(crate) inits: Vec<String>,
    /// Whether it has no Service, so that nothing refers to it.
    pub(crate) is_hidden: bool,
}

const NAMES: &[&str] = &[
    "api",
    "web",
    "orders",
    "cart",
    "billing",
    "worker",
    "relay",
    "search",
    "mailer",
    "gateway-two",
    "x",
    "auth-service",
    "a-rather-long-name-of-a-part-of-it",
    "users",
    "report",
    "n0",
    "cache",
    "feed",
    "admin",
    "sync",
];

/// Names that no two blocks share.
struct Names {
    used: Vec<String>,
}

impl Names {
    fn next(&mut self, chance: &mut Chance) -> String {
        let name = *chance.of(NAMES).unwrap();
        let name = if self.used.iter().any(|used| used == name) {
            format!("{name}-{}", self.used.len())
        } else {
            name.to_owned()
        };
        self.used.push(name.clone());
        name
    }

    fn several(&mut self, chance: &mut Chance, least: usize, most: usize) -> Vec<String> {
        let count = least + chance.below(most - least + 1);
        (0..count).map(|_| self.next(chance)).collect()
    }
}

impl World {
    pub(crate) fn random(chance: &mut Chance) -> Self {
        let mut names = Names { used: Vec::new() };
        let names = &mut names;
        let mut world = Self {
            is_lax: chance.percent(50),
            is_modern: chance.percent(60),
            per_service: chance.percent(12),
            ..Self::default()
        };
        for index in 0..=chance.below(4) {
            let mode = match chance.below(10) {
                0 if index > 0 => Mode::External,
                1 if index > 0 => Mode::Borrowed,
                _ => Mode::Inside,
            };
            let mut pod = Pod::random(names.next(chance), mode, chance);
            pod.kind = chance.of(&["deployment", "deployment", "stateful_set", "daemon_set"]).unwrap();
            if mode != Mode::Inside {
                pod.kind = "deployment";
            }
            if mode == Mode::Borrowed {
                let others: Vec<_> =
                    world.services.iter().filter(|own| own.mode == Mode::Inside && own.is_reached()).collect();
                match chance.of(&others) {
                    Some(other) => pod.ports.clone_from(&other.ports),
                    None => pod.mode = Mode::Inside,
                }
            }
            world.services.push(pod);
        }
        world.jobs = names.several(chance, 0, 2).into_iter().map(|name| Pod::of_job(name, chance)).collect();
        world.crons = names.several(chance, 0, 1).into_iter().map(|name| Pod::of_job(name, chance)).collect();
        for name in names.several(chance, 0, 2) {
            let engine = *chance.of(&["postgres", "mysql", "mariadb", "redis", "mongodb"]).unwrap();
            let mode = *chance.of(&[Mode::Inside, Mode::Inside, Mode::Inside, Mode::External, Mode::Borrowed]).unwrap();
            world.databases.push((name, engine, mode));
        }
        for name in names.several(chance, 0, 4) {
            let kind = *chance
                .of(&["opaque", "opaque", "opaque", "tls", "dockerconfigjson", "basic_auth", "ssh_auth"])
                .unwrap();
            world.secrets.push((name, kind));
        }
        for (index, name) in names.several(chance, 0, 2).into_iter().enumerate() {
            let keys = if index == 0 { &["LEVEL", "MODE", "URL"][..] } else { &["app.yaml", "with-dash", "PLAIN"][..] };
            world.configs.push((name, chance.some(keys, 2).into_iter().map(str::to_owned).collect()));
        }
        world.images = names.several(chance, 0, 2);
        world.ingresses = names.several(chance, 0, 2);
        world.public = world.public(chance);
        world.daprs = names.several(chance, 0, 1).into_iter().map(|name| (name, chance.percent(40))).collect();
        world.lets = names.several(chance, 0, 1);
        world.params = names.several(chance, 0, 1);
        world.late = names.several(chance, 0, 1);
        let kinds = ["service", "service", "job", "cron"];
        world.templates =
            names.several(chance, 0, 1).into_iter().map(|name| (name, *chance.of(&kinds).unwrap())).collect();
        world.profiles = if chance.percent(25) { vec![names.next(chance)] } else { Vec::new() };
        world.manifests = if chance.percent(25) { vec![names.next(chance)] } else { Vec::new() };
        world.charts = if chance.percent(15) { vec![names.next(chance)] } else { Vec::new() };
        world.patches = if chance.percent(25) { vec![names.next(chance)] } else { Vec::new() };
        world
    }

    fn public(&self, chance: &mut Chance) -> Option<(String, String)> {
        let reached: Vec<_> = self.services.iter().filter(|own| own.is_reached()).collect();
        Some((chance.of(&reached)?.name.clone(), chance.of(&self.ingresses)?.clone()))
    }

    /// Without the blocks that an environment switches off.
    pub(crate) fn without(&self, gone: impl Fn(&str) -> bool) -> Self {
        let mut left = self.clone();
        for pods in [&mut left.services, &mut left.jobs, &mut left.crons] {
            pods.retain(|pod| !gone(&pod.name));
        }
        left.databases.retain(|(name, ..)| !gone(name));
        left.secrets.retain(|(name, _)| !gone(name));
        left.configs.retain(|(name, _)| !gone(name));
        left.daprs.retain(|(name, _)| !gone(name));
        for names in [&mut left.images, &mut left.ingresses, &mut left.manifests, &mut left.charts, &mut left.patches] {
            names.retain(|name| !gone(name));
        }
        left
    }

    /// Whether all blocks of a kind run in the cluster, so that something can be said of all of them.
    pub(crate) fn all_run_here(&self, kind: &str) -> bool {
        match kind {
            "service" => {
                let is_plain = |pod: &Pod| pod.mode == Mode::Inside && !pod.is_hidden && pod.kind == "deployment";
                self.services.iter().all(is_plain)
            }
            "ingress" => false,
            "database" => self.databases.iter().all(|(.., mode)| *mode == Mode::Inside),
            _ => true,
        }
    }

    /// A block with pods, of a kind and name.
    pub(crate) fn pod(&self, kind: &str, name: &str) -> Option<&Pod> {
        let all = match kind {
            "service" => &self.services,
            "job" => &self.jobs,
            "cron" => &self.crons,
            _ => return None,
        };
        all.iter().find(|pod| pod.name == name)
    }
}

impl Pod {
    fn random(name: String, mode: Mode, chance: &mut Chance) -> Self {
        let mut ports: Vec<(String, i64)> = Vec::new();
        for port in ["http", "grpc", "metrics", "admin"] {
            if chance.percent(if port == "http" { 85 } else { 20 }) || (mode == Mode::External && ports.is_empty()) {
                let number = 1024 + 16 * i64::try_from(ports.len()).unwrap() + chance.between(0, 15);
                ports.push((port.to_owned(), number));
            }
        }
        let some = |names: &[&str], chance: &mut Chance| -> Vec<String> {
            let most = if chance.percent(40) { 1 + chance.below(2) } else { 0 };
            chance.some(names, most).into_iter().map(str::to_owned).collect()
        };
        let volumes = some(&["data", "conf", "shared"], chance);
        let (sidecars, inits) = (some(&["proxy", "shipper"], chance), some(&["prepare", "warm-up"], chance));
        let is_hidden = mode == Mode::Inside && chance.percent(12);
        Self { name, mode, kind: "deployment", ports, volumes, sidecars, inits, is_hidden }
    }

    /// One of a job, which has no ports.
    fn of_job(name: String, chance: &mut Chance) -> Self {
        Self { ports: Vec::new(), is_hidden: true, ..Self::random(name, Mode::Inside, chance) }
    }

    /// Whether others can talk to it.
    pub(crate) fn is_reached(&self) -> bool {
        !self.is_hidden && !self.ports.is_empty()
    }
}
