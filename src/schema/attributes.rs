//! What can be said of something by reference: `service.backend.url`, `database.pg.host`, `pod.ip`.

/// What a reference begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Root {
    /// A service.
    Service,
    /// A database.
    Database,
    /// A secret.
    Secret,
    /// A configuration.
    Config,
    /// An image.
    Image,
    /// The environment of the build.
    Environment,
    /// The pod in which the value is read.
    Pod,
    /// A variable of the same container.
    Env,
    /// A named constant.
    Let,
    /// An input.
    Param,
}

macro_rules! attributes {
    ($($(#[doc = $doc:literal])* $id:ident: $name:literal, of [$($root:ident),*];)*) => {
        /// An attribute of something.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Attribute { $($(#[doc = $doc])* $id,)* }

        impl Attribute {
            /// Every attribute.
            pub const ALL: &[Attribute] = &[$(Attribute::$id),*];

            /// The word in the source.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Attribute::$id => $name,)* }
            }

            /// What it is.
            #[must_use]
            pub fn doc(self) -> &'static str {
                match self { $(Attribute::$id => concat!($($doc),*),)* }
            }

            /// What has it.
            #[must_use]
            pub fn roots(self) -> &'static [Root] {
                match self { $(Attribute::$id => &[$(Root::$root),*],)* }
            }
        }
    };
}

attributes! {
    /// Host name inside the cluster.
    Host: "host", of [Service, Database];
    /// Port inside the cluster.
    Port: "port", of [Service, Database];
    /// Host name and port inside the cluster, as `host:port`.
    Address: "address", of [Service, Database];
    /// URL inside the cluster; that of a database carries its password and is secret.
    Url: "url", of [Service, Database];
    /// Port that the container listens on.
    ContainerPort: "container_port", of [Service];
    /// Name: of the Service, of the database within its server, of the ConfigMap, of the environment or of the pod.
    Name: "name", of [Service, Database, Config, Environment, Pod];
    /// Name of the service account.
    ServiceAccount: "service_account", of [Service, Pod];
    /// Host name by which people reach it from outside of the cluster.
    PublicHost: "public_host", of [Service];
    /// Scheme, host and port by which people reach it, without a path: what CORS takes.
    PublicOrigin: "public_origin", of [Service];
    /// URL by which people reach it from outside of the cluster, without a slash at the end.
    PublicUrl: "public_url", of [Service];
    /// Name of the user that logs in.
    User: "user", of [Database];
    /// Password of that user, or the password of a secret of type `basic_auth`; secret.
    Password: "password", of [Database, Secret];
    /// User name of a secret of type `basic_auth`; secret.
    Username: "username", of [Secret];
    /// Certificate of a secret of type `tls`; secret.
    Cert: "cert", of [Secret];
    /// Private key of a secret of type `tls`; secret.
    PrivateKey: "private_key", of [Secret];
    /// User, password, host and port, as `user:password@host:port`; secret.
    Authority: "authority", of [Database];
    /// Name of the Secret that holds it.
    Object: "object", of [Secret];
    /// Key within the Secret that holds it.
    Key: "key", of [Secret];
    /// Repository of the image, with the registry.
    Repository: "repository", of [Image];
    /// Tag of the image.
    Tag: "tag", of [Image];
    /// Complete reference of the image, with tag or digest.
    Reference: "reference", of [Image];
    /// Namespace of the environment or pod.
    Namespace: "namespace", of [Environment, Pod];
    /// Name of the release.
    Release: "release", of [Environment];
    /// Address of the pod.
    Ip: "ip", of [Pod];
    /// Name of the node that the pod runs on.
    Node: "node", of [Pod];
    /// Address of the node that the pod runs on.
    NodeIp: "node_ip", of [Pod];
    /// Unique id of the pod.
    Uid: "uid", of [Pod];
    /// Processors that the container may take, rounded up to whole ones; those of the node where it has no limit.
    LimitsCpu: "limits.cpu", of [Pod];
    /// Memory in bytes that the container may take; that of the node where it has no limit.
    LimitsMemory: "limits.memory", of [Pod];
    /// Processors that are kept for the container, rounded up to whole ones.
    RequestsCpu: "requests.cpu", of [Pod];
    /// Memory in bytes that is kept for the container.
    RequestsMemory: "requests.memory", of [Pod];
}

impl Root {
    /// Every root, with the word in the source.
    pub const ALL: &[(&str, Root)] = &[
        ("service", Root::Service),
        ("database", Root::Database),
        ("secret", Root::Secret),
        ("config", Root::Config),
        ("image", Root::Image),
        ("environment", Root::Environment),
        ("pod", Root::Pod),
        ("env", Root::Env),
        ("let", Root::Let),
        ("param", Root::Param),
    ];

    /// The root of a word.
    #[must_use]
    pub fn find(word: &str) -> Option<Root> {
        Self::ALL.iter().find(|(name, _)| *name == word).map(|(_, root)| *root)
    }

    /// The word in the source.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, root)| *root == self).map_or("", |(name, _)| name)
    }

    /// Whether a name follows it: `service.NAME`, but `pod.ip`.
    #[must_use]
    pub fn is_named(self) -> bool {
        !matches!(self, Root::Environment | Root::Pod)
    }

    /// The attributes that it has.
    pub fn attributes(self) -> impl Iterator<Item = Attribute> {
        Attribute::ALL.iter().copied().filter(move |attribute| attribute.roots().contains(&self))
    }

    /// Its attribute of a name.
    #[must_use]
    pub fn attribute(self, name: &str) -> Option<Attribute> {
        self.attributes().find(|attribute| attribute.name() == name)
    }
}
