//! Ports of a service.

use super::choices::{APP_PROTOCOLS, PROTOCOL};
use super::{Check, Naming, Short, Type, block, fields};

fields! {
    /// Fields of `port NAME { … }`.
    PORT_FIELDS:
    /// The port that the container listens on.
    CONTAINER: "container", Type::Int(1, 65535), required = true;
    /// The port of the Service; else the container's.
    SERVICE: "service", Type::Int(1, 65535);
    /// The port of every node, where `expose = node_port`; else the cluster picks one.
    NODE_PORT: "node_port", Type::Int(30000, 32767);
    /// Transport protocol of the port.
    PROTOCOL_FIELD: "protocol", Type::Choice(PROTOCOL), default = "tcp";
    /// Protocol that the application speaks there, as a hint for proxies, such as `http` or `kubernetes.io/h2c`.
    APP_PROTOCOL: "app_protocol", Type::Either(&[Type::Choice(APP_PROTOCOLS), Type::Text(Check::QualifiedName)]);
}

block! {
    /// A port of the service; the first is the one that probes, routes and attributes mean when they name none.
    PORT: "port", Naming::Free, names = Check::PortName, fields = &[PORT_FIELDS];
}

/// `port = 3000` is `port http { container = 3000 }`.
pub static SHORT: Short = Short { block: &PORT, name: "http", field: &CONTAINER };

/// `node_port = 30080` is `port http { node_port = 30080 }`.
pub static NODE_PORT_SHORT: Short = Short { block: &PORT, name: "http", field: &NODE_PORT };

fields! {
    /// Short ways to write a port.
    PORT_SHORTS:
    /// The port that the container listens on, called `http`: short for `port http { container = … }`.
    PORT_SHORT: "port", Type::Short(&SHORT);
    /// The port of every node: short for `port http { node_port = … }`.
    NODE_PORT_SHORT_FIELD: "node_port", Type::Short(&NODE_PORT_SHORT);
}
