//! `ingress`: hosts, TLS and routes to services.
//! <https://kubernetes.io/docs/concepts/services-networking/ingress/>

use super::choices::PATH_TYPE;
use super::container::ALLOW;
use super::pod::ANNOTATIONS;
use super::shared::{NAMED_OBJECT, SWITCH};
use super::{Check, Entries, Naming, Type, block, fields};

fields! {
    /// Fields of `route PATH { … }`.
    ROUTE_FIELDS:
    /// The service that serves it.
    TO: "to", Type::Block(&["service"]), required = true;
    /// Name of the service's port; else the first.
    PORT: "port", Type::Text(Check::PortName);
    /// How the paths of requests are compared with this one.
    TYPE: "type", Type::Choice(PATH_TYPE), default = "prefix";
    /// Whether the route is used.
    ENABLED: "enabled", Type::Bool, default = "true";
}

block! {
    /// A path, and the service that serves the requests below it.
    ROUTE: "route", Naming::Free, names = Check::UrlPath, fields = &[ROUTE_FIELDS];
}

block! {
    /// Paths and the services that serve them: `"/" = web` is short for `route "/" { to = web }`.
    ROUTES: "routes", Naming::None,
    entries = Entries { key: Check::UrlPath, value: Type::Block(&["service"]), secret: false, short: Some((&ROUTE, &TO)) };
}

fields! {
    /// Fields of an ingress.
    INGRESS_FIELDS:
    /// Host name that requests ask for.
    HOST: "host", Type::Text(Check::Host);
    /// Further host names, after `host`.
    HOSTS: "hosts", Type::List(&Type::Text(Check::Host));
    /// Class of the controller; else the cluster's default.
    CLASS: "class", Type::Text(Check::Subdomain);
    /// Whether it is served over TLS, with the certificate in `tls_secret`.
    TLS: "tls", Type::Bool;
    /// Name of the Secret with the certificate; else the ingress' name with `-tls`.
    TLS_SECRET: "tls_secret", Type::Text(Check::Subdomain);
    /// Name of cert-manager's `ClusterIssuer` that makes the certificate.
    ISSUER: "issuer", Type::Text(Check::Subdomain);
}

block! {
    /// Requests from outside of the cluster, and the services that serve them. See
    /// <https://kubernetes.io/docs/concepts/services-networking/ingress/>.
    INGRESS: "ingress", Naming::Named, fields = &[SWITCH, INGRESS_FIELDS, NAMED_OBJECT],
    blocks = &[&ROUTES, &ROUTE, &ANNOTATIONS, &ALLOW];
}
