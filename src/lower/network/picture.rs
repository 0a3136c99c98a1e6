//! The picture of an environment, from what its policies are derived from.

use super::Edge as Derived;
use super::routed::leads_to;
use crate::graph::{Edge, Graph, Kind, Node};
use crate::lower::Context;
use crate::model::environment::View;
use crate::model::jobs::{self, Awaited};
use crate::model::scale::scale;
use crate::model::{databases, typed::Value};
use crate::schema::{self, choices, database, ingress, job, network, port, service};
use smol_str::{SmolStr, format_smolstr};

/// Draws the one environment of a context.
pub(in crate::lower) fn draw(context: &Context<'_>, stack: &str) -> Graph {
    let environment = context.environments.first().map_or("", |environment| environment.name);
    let graph = Graph { stack: stack.into(), environment: environment.into(), nodes: Vec::new(), edges: Vec::new() };
    let mut picture = Picture { context, graph, blocks: Vec::new() };
    picture.nodes();
    picture.routes();
    for edge in context.network.edges().iter().filter(|edge| edge.via.is_none() && edge.is_in(0)) {
        picture.derived(edge);
    }
    picture.orders();
    picture.hosts();
    picture.peers();
    picture.graph
}

/// A block by kind and name.
type Id<'a> = (&'static schema::Block, &'a str);

struct Picture<'c, 'a> {
    context: &'c Context<'a>,
    graph: Graph,
    /// The block of each node, as far as it is one.
    blocks: Vec<Id<'c>>,
}

impl<'c, 'a> Picture<'c, 'a> {
    fn nodes(&mut self) {
        let kinds = [&ingress::INGRESS, &service::SERVICE, &job::JOB, &job::CRON, &database::DATABASE];
        for kind in kinds {
            for across in self.context.of_kind(kind) {
                if let Some(view) = across.first().filter(|view| view.is_on()) {
                    let (kind_of_node, detail) = described(kind, view);
                    self.graph.nodes.push(Node { kind: kind_of_node, name: across.name.into(), detail });
                    self.blocks.push((kind, across.name));
                }
            }
        }
    }

    fn view(&self, kind: &'static schema::Block, name: &str) -> Option<&'c View<'a>> {
        self.context.find(kind, name)?.first().filter(|view| view.is_on())
    }

    fn index(&self, kind: &schema::Block, name: &str) -> Option<usize> {
        self.blocks.iter().position(|(known, own)| known.is(kind) && *own == name)
    }

    fn edge(&mut self, ends: (Option<usize>, Option<usize>), ports: Vec<String>, because: Vec<SmolStr>, traffic: bool) {
        if let (Some(from), Some(to)) = ends {
            self.graph.edges.push(Edge { from, to, ports, because, is_traffic: traffic });
        }
    }

    /// From the ingress to the services that its routes lead to.
    fn routes(&mut self) {
        for across in self.context.of_kind(&ingress::INGRESS) {
            let Some(view) = across.first().filter(|view| view.is_on()) else { continue };
            let from = self.index(&ingress::INGRESS, across.name);
            for target in self.context.services().iter().filter(|target| leads_to(view, target.name)) {
                let routes = view.children(&ingress::ROUTE).into_iter();
                let routes: Vec<View<'_>> = routes
                    .filter(|route| route.bool(&ingress::ENABLED))
                    .filter(|route| route.block(&ingress::TO).is_some_and(|(_, to)| to == target.name))
                    .collect();
                let mut ports: Vec<String> = Vec::new();
                for route in &routes {
                    let port = self.service_port(target.name, route.text(&ingress::PORT));
                    ports.extend(port.filter(|port| !ports.contains(port)));
                }
                let because = routes.iter().map(|route| format_smolstr!("route {}", route.name)).collect();
                if !routes.is_empty() {
                    self.edge((from, self.index(&service::SERVICE, target.name)), ports, because, true);
                }
            }
        }
    }

    fn derived(&mut self, edge: &Derived) {
        let from = self.index(edge.from.0, &edge.from.1);
        let to = self.index(edge.to.0, &edge.to.1);
        let port = if edge.to.0.is(&database::DATABASE) {
            self.view(&database::DATABASE, &edge.to.1).map(database_port)
        } else {
            self.service_port(&edge.to.1, edge.port.as_deref())
        };
        self.edge((from, to), port.into_iter().collect(), edge.because.clone(), true);
    }

    /// What runs before what, and which services stand for the pods of others.
    fn orders(&mut self) {
        for across in self.context.of_kind(&job::JOB) {
            for (name, _) in across.first().map(jobs::before).unwrap_or_default() {
                let ends = (self.index(&job::JOB, across.name), self.index(&service::SERVICE, name));
                self.edge(ends, Vec::new(), vec![SmolStr::new_static("before")], false);
            }
        }
        for across in self.context.services() {
            let targets = across.first().map_or(&[][..], |view| view.list(&service::TARGETS));
            for (kind, name) in targets.iter().filter_map(Value::block) {
                let ends = (self.index(&service::SERVICE, across.name), self.index(kind, name));
                self.edge(ends, Vec::new(), vec![SmolStr::new_static("targets")], false);
            }
        }
    }

    /// Hosts outside of the stack that pods wait for.
    fn hosts(&mut self) {
        for (index, (kind, name)) in self.blocks.clone().into_iter().enumerate() {
            for (awaited, _) in self.view(kind, name).map(jobs::awaited).unwrap_or_default() {
                if let Awaited::Host(host, port) = awaited {
                    let node = Node { kind: Kind::Outside, name: host.into(), detail: String::new() };
                    let ends = (Some(index), Some(self.beyond(node)));
                    self.edge(ends, vec![port.to_owned()], vec![SmolStr::new_static("wait_for")], true);
                }
            }
        }
    }

    /// Peers that the source names beside what references show.
    fn peers(&mut self) {
        for (index, (kind, name)) in self.blocks.clone().into_iter().enumerate() {
            let Some(own) = self.view(kind, name).and_then(|view| view.child(&network::NETWORK)) else { continue };
            for (direction, word) in [(&network::ALLOW_FROM, "allow_from"), (&network::ALLOW_TO, "allow_to")] {
                for peer in own.children(direction) {
                    let place = self.outside(&peer);
                    let ends = if word == "allow_to" { (index, place) } else { (place, index) };
                    let ports = peer.list(&network::PORTS).iter().filter_map(Value::int);
                    let protocol = peer.choice(&network::PROTOCOL_FIELD).map_or("TCP", |choice| choice.kubernetes);
                    let ports = ports.map(|number| with_protocol(number, protocol)).collect();
                    self.edge((Some(ends.0), Some(ends.1)), ports, vec![format_smolstr!("{word} {}", peer.name)], true);
                }
            }
        }
    }

    fn outside(&mut self, peer: &View<'_>) -> usize {
        let words = [peer.text(&network::CIDR), peer.text(&network::NAMESPACE)].into_iter().flatten();
        let detail = words.collect::<Vec<_>>().join(", ");
        self.beyond(Node { kind: Kind::Outside, name: peer.name.into(), detail })
    }

    /// The node of what no block stands for; two that say the same of one name mean the same.
    fn beyond(&mut self, node: Node) -> usize {
        let known = self.graph.nodes.iter().position(|known| *known == node);
        known.unwrap_or_else(|| {
            self.graph.nodes.push(node);
            self.graph.nodes.len() - 1
        })
    }

    /// A port of a service by its name, or the first.
    fn service_port(&self, name: &str, port: Option<&str>) -> Option<String> {
        let ports = self.view(&service::SERVICE, name)?.children(&port::PORT);
        let chosen = port.and_then(|name| ports.iter().find(|own| own.name == name)).or(ports.first())?;
        let number = chosen.int(&port::SERVICE).or_else(|| chosen.int(&port::CONTAINER))?;
        let protocol = chosen.choice(&port::PROTOCOL_FIELD).map_or("TCP", |choice| choice.kubernetes);
        Some(with_protocol(number, protocol))
    }
}

fn database_port(view: &View<'_>) -> String {
    let said = view.int(&database::PORT);
    said.unwrap_or_else(|| databases::engine(view).port).to_string()
}

/// TCP is what everyone expects.
fn with_protocol(number: i64, protocol: &str) -> String {
    if protocol == "TCP" { number.to_string() } else { format!("{number}/{protocol}") }
}

/// What a block is, and what is said of it in a line.
fn described(kind: &schema::Block, view: &View<'_>) -> (Kind, String) {
    if kind.is(&ingress::INGRESS) {
        let hosts = view.text(&ingress::HOST).into_iter();
        let hosts = hosts.chain(view.texts(&ingress::HOSTS).map(SmolStr::as_str));
        return (Kind::Ingress, hosts.collect::<Vec<_>>().join(", "));
    }
    if kind.is(&database::DATABASE) {
        return match view.text(&database::EXTERNAL) {
            Some(host) => (Kind::Outside, host.to_owned()),
            None => (Kind::Database, engine(view)),
        };
    }
    if kind.is(&job::CRON) {
        return (Kind::Cron, view.text(&job::SCHEDULE).unwrap_or_default().to_owned());
    }
    if kind.is(&job::JOB) {
        return (Kind::Job, String::new());
    }
    match view.text(&service::EXTERNAL) {
        Some(host) => (Kind::Outside, host.to_owned()),
        None => (Kind::Service, pods(view)),
    }
}

fn engine(view: &View<'_>) -> String {
    let version = view.text(&database::VERSION).map(|version| format!(" {version}")).unwrap_or_default();
    format!("{}{version}", databases::engine(view).name)
}

/// How many pods a service has, and how it is reached from outside of the cluster.
fn pods(view: &View<'_>) -> String {
    let scale = scale(view);
    let count = if view.value(&service::TARGETS).is_some() {
        None
    } else if view.choice(&service::KIND) == Some(&choices::DAEMON_SET) {
        Some("a pod on every node".to_owned())
    } else if scale.least == scale.most {
        Some(format!("{} {}", scale.most, if scale.most == 1 { "pod" } else { "pods" }))
    } else {
        Some(format!("{}..{} pods", scale.least, scale.most))
    };
    let ports: Vec<String> = view
        .children(&port::PORT)
        .iter()
        .filter_map(|own| own.int(&port::NODE_PORT))
        .map(|port| port.to_string())
        .collect();
    let exposed = view.choice(&service::EXPOSE_FIELD);
    let face = if exposed == Some(&choices::NODE_PORT) {
        Some(format!("node port {}", ports.join(", ")).trim_end().to_owned())
    } else if exposed == Some(&choices::LOAD_BALANCER) {
        Some("load balancer".to_owned())
    } else {
        None
    };
    [count, face].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
