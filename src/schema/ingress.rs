//! `ingress`: hosts, TLS and routes to services.
//! <https://kubernetes.io/docs/concepts/services-networking/ingress/>, <https://gateway-api.sigs.k8s.io/>

use super::choices::{PATH_TYPE, ROUTING};
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
    /// Whether the path is taken away before a request is passed on: `/api/users` arrives as `/users`. For Ingress it takes
    /// ingress-nginx.
    STRIP: "strip", Type::Bool, default = "false";
    /// The only host name for which the route holds; else every host of the ingress.
    ROUTE_HOST: "host", Type::Text(Check::Host);
    /// Time after which a request is given up, with `api = gateway`.
    TIMEOUT: "timeout", Type::Duration;
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
    /// The API that leads requests here: Ingress, or the Gateway API.
    API: "api", Type::Choice(ROUTING), default = "ingress";
    /// The Gateway that serves it, with `api = gateway`: `NAMESPACE/NAME`, or the name of one beside the release.
    GATEWAY: "gateway", Type::Text(Check::Any);
    /// The listener of the Gateway; else all that take the hosts.
    SECTION: "section", Type::Text(Check::Subdomain);
    /// Host name that requests ask for.
    HOST: "host", Type::Text(Check::Host);
    /// Further host names, after `host`.
    HOSTS: "hosts", Type::List(&Type::Text(Check::Host));
    /// Class of the controller; else the cluster's default.
    CLASS: "class", Type::Text(Check::Subdomain);
    /// Whether it is served over TLS, with the certificate in `tls_secret`, or with `api = gateway` that of the Gateway. An `issuer`
    /// says so too where only a profile says `false`.
    TLS: "tls", Type::Bool;
    /// The certificate: a secret of the stack of `type = tls`, or the name of a Secret that todoc does not write; else that of
    /// the ingress' name with `-tls`.
    TLS_SECRET: "tls_secret", Type::Either(&[Type::Block(&["secret"]), Type::Text(Check::Subdomain)]);
    /// Name of cert-manager's `ClusterIssuer` that makes the certificate.
    ISSUER: "issuer", Type::Text(Check::Subdomain);
    /// Name of cert-manager's `Issuer` in the same namespace that makes the certificate.
    LOCAL_ISSUER: "local_issuer", Type::Text(Check::Subdomain);
}

fields! {
    /// Fields of `certificate NAME { … }`.
    CERTIFICATE_FIELDS:
    /// Hosts that the certificate is for.
    CERTIFICATE_HOSTS: "hosts", Type::List(&Type::Text(Check::Host)), required = true;
    /// Name of the Secret with the certificate.
    CERTIFICATE_SECRET: "secret", Type::Text(Check::Subdomain), required = true;
}

block! {
    /// The certificate of some hosts, where not all of them have the one in `tls_secret`.
    CERTIFICATE: "certificate", Naming::Free, fields = &[CERTIFICATE_FIELDS];
}

block! {
    /// Requests from outside of the cluster, and the services that serve them. See
    /// <https://kubernetes.io/docs/concepts/services-networking/ingress/> and <https://gateway-api.sigs.k8s.io/>.
    INGRESS: "ingress", Naming::Named, fields = &[SWITCH, INGRESS_FIELDS, NAMED_OBJECT],
    blocks = &[&ROUTES, &ROUTE, &CERTIFICATE, &ANNOTATIONS, &ALLOW];
}
