//! Of the ways to what runs: Services, ports and routes.

use super::Choice;

choices! {
    /// Ways to be reached.
    EXPOSE {
        /// Inside the cluster, under one address.
        CLUSTER: "cluster" => "ClusterIP";
        /// On a port of every node.
        NODE_PORT: "node_port" => "NodePort";
        /// By a load balancer of the cloud.
        LOAD_BALANCER: "load_balancer" => "LoadBalancer";
        /// Inside the cluster, each pod under its own address.
        HEADLESS: "headless" => "None";
        /// Not at all: no Service.
        OFF: "off" => "";
    }
    /// Protocols of a port.
    PROTOCOL {
        /// TCP, as HTTP uses it.
        TCP: "tcp" => "TCP";
        /// UDP, as DNS uses it.
        UDP: "udp" => "UDP";
        /// SCTP.
        SCTP: "sctp" => "SCTP";
    }
    /// Protocols that an application speaks on a port.
    APP_PROTOCOLS {
        /// HTTP.
        APP_HTTP: "http" => "http";
        /// HTTP over TLS.
        APP_HTTPS: "https" => "https";
        /// The calls of gRPC.
        APP_GRPC: "grpc" => "grpc";
        /// HTTP/2 without TLS.
        APP_H2C: "h2c" => "kubernetes.io/h2c";
        /// WebSocket.
        APP_WS: "ws" => "kubernetes.io/ws";
        /// WebSocket over TLS.
        APP_WSS: "wss" => "kubernetes.io/wss";
    }
    /// Session affinity of a Service.
    AFFINITY {
        /// Any pod serves any request.
        AFFINITY_NONE: "off" => "None";
        /// One client keeps one pod.
        CLIENT_IP: "client_ip" => "ClientIP";
    }
    /// External traffic policy of a Service.
    TRAFFIC {
        /// Any node passes traffic on.
        TRAFFIC_CLUSTER: "cluster" => "Cluster";
        /// Only nodes with a pod do, and the client's address is kept.
        TRAFFIC_LOCAL: "local" => "Local";
    }
    /// Internal traffic policy of a Service.
    INTERNAL_TRAFFIC {
        /// Any pod serves it.
        INTERNAL_CLUSTER: "cluster" => "Cluster";
        /// Only pods on the node of the one who asks do.
        INTERNAL_LOCAL: "local" => "Local";
    }
    /// Which pods of a Service serve a request first.
    DISTRIBUTION {
        /// Those that are near, as the cluster understands it.
        PREFER_CLOSE: "prefer_close" => "PreferClose";
        /// Those in the zone of the one who asks, from Kubernetes 1.34 on.
        PREFER_SAME_ZONE: "prefer_same_zone" => "PreferSameZone";
        /// Those on the node of the one who asks, from Kubernetes 1.34 on.
        PREFER_SAME_NODE: "prefer_same_node" => "PreferSameNode";
    }
    /// Families of IP addresses.
    IP_FAMILY {
        /// Addresses such as `10.96.0.1`.
        IPV4: "ipv4" => "IPv4";
        /// Addresses such as `fd00::1`.
        IPV6: "ipv6" => "IPv6";
    }
    /// How many families of IP addresses a Service has.
    IP_FAMILIES {
        /// One family.
        SINGLE_STACK: "single" => "SingleStack";
        /// Both where the cluster has both.
        PREFER_DUAL_STACK: "prefer_dual" => "PreferDualStack";
        /// Both; a cluster that has not both refuses it.
        REQUIRE_DUAL_STACK: "dual" => "RequireDualStack";
    }
    /// APIs of Kubernetes that lead requests into the cluster.
    ROUTING {
        /// Ingress, which an ingress controller serves.
        BY_INGRESS: "ingress" => "ingress";
        /// `HTTPRoute` of the Gateway API, which a Gateway serves.
        BY_GATEWAY: "gateway" => "gateway";
    }
    /// Kinds of path of a route.
    PATH_TYPE {
        /// The path and what lies below it, element by element.
        PREFIX: "prefix" => "Prefix";
        /// The path alone.
        EXACT: "exact" => "Exact";
        /// What the controller makes of it, such as a regular expression; with `api = gateway` it is one.
        IMPLEMENTATION: "implementation" => "ImplementationSpecific";
    }
}
