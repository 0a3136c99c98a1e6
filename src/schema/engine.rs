//! Database engines: what their official images are, and what they want. It is data, for the lowering, the rules and
//! the secrets alike.
//!
//! The facts are those of the images on Docker Hub: <https://hub.docker.com/_/postgres>, `…/mysql`, `…/mariadb`,
//! `…/redis`, `…/mongo`.

/// An engine.
#[derive(Debug)]
pub struct Engine {
    /// The word in the source.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Major versions whose images are known.
    pub majors: &'static [u32],
    /// Repository of the official image.
    pub image: &'static str,
    /// Its tag where no version is said.
    pub tag: &'static str,
    /// Port that the server listens on.
    pub port: i64,
    /// Name of that port.
    pub port_name: &'static str,
    /// Scheme of its URLs.
    pub scheme: &'static str,
    /// Number of the user that the image knows, and that of its Alpine variant.
    pub users: (i64, i64),
    /// Where the data lies, by the first major version of which it is true; the last that fits holds.
    pub data: &'static [(u32, Data)],
    /// Folder beside `/tmp` and the data that the server writes to.
    pub run: Option<&'static str>,
    /// Variables of the image.
    pub variables: Variables,
    /// How the node asks whether it is alive, also while it recovers or loads: who is asked too early is not killed for it.
    pub alive: Probe,
    /// How the node asks whether it serves.
    pub serves: Probe,
    /// What stands between a setting's name and its value, as a word of the server's command.
    pub setting: &'static str,
    /// Settings that follow from other fields, or carry a password.
    pub own_settings: &'static [&'static str],
    /// Whether clients name a user when they log in.
    pub has_user: bool,
    /// Whether the server can be run without a password.
    pub can_be_open: bool,
    /// Whether the image runs files of `/docker-entrypoint-initdb.d` when it makes its data.
    pub has_init: bool,
    /// Names that a user of the application cannot have.
    pub own_users: &'static [&'static str],
    /// Names that a database of the application cannot have.
    pub own_names: &'static [&'static str],
    /// How it is backed up.
    pub dump: Dump,
}

/// Where an image keeps its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Data {
    /// Where the volume is mounted.
    pub mount: &'static str,
    /// Folder of the volume that is mounted instead of all of it. The root of a volume may hold `lost+found`, which some
    /// servers take for data.
    pub folder: Option<&'static str>,
    /// Variable that names a folder below the mount, and that folder.
    pub variable: Option<(&'static str, &'static str)>,
}

/// Variables by which an image is told what to make.
#[derive(Debug)]
pub struct Variables {
    /// The database.
    pub database: Option<&'static str>,
    /// The user of the application.
    pub user: Option<&'static str>,
    /// That user's password.
    pub password: &'static str,
    /// Variables of the server's administrator, where the image wants one: the name, unless it is fixed, and the password.
    pub root: Option<(Option<&'static str>, &'static str)>,
    /// What else is always said.
    pub fixed: &'static [(&'static str, &'static str)],
}

/// How the node asks a server something.
#[derive(Debug)]
pub enum Probe {
    /// With this command, in the shell.
    Shell(&'static str),
    /// By opening a connection.
    Tcp,
}

/// How a database is dumped: commands for the shell that write `$part`.
#[derive(Debug)]
pub struct Dump {
    /// The commands. They know `$DATABASE_HOST`, `$DATABASE_PORT`, `$DATABASE_NAME` and `$DATABASE_USER`.
    pub commands: &'static [&'static str],
    /// What they have made.
    pub made: &'static str,
    /// End of the dump's name.
    pub extension: &'static str,
    /// Variable of the password; none where the whole URL is given as `$DATABASE_URL`.
    pub password: Option<&'static str>,
}

/// Every engine, in the order of the vocabulary.
pub static ENGINES: &[&Engine] = &[&POSTGRES, &MYSQL, &MARIADB, &REDIS, &MONGODB];

impl Engine {
    /// The engine of a word.
    #[must_use]
    pub fn find(word: &str) -> Option<&'static Engine> {
        ENGINES.iter().copied().find(|engine| engine.name == word)
    }

    /// The number of a major version, as the beginning of a version or tag says it.
    #[must_use]
    pub fn major(version: &str) -> Option<u32> {
        let digits = version.find(|character: char| !character.is_ascii_digit()).unwrap_or(version.len());
        version.get(..digits)?.parse().ok()
    }

    /// Where a major version keeps its data; the newest where none is known.
    #[must_use]
    pub fn data(&self, major: Option<u32>) -> Data {
        let fits = |since: u32| major.is_none_or(|major| major >= since);
        let found = self.data.iter().rev().find(|(since, _)| fits(*since)).or_else(|| self.data.first());
        found.map_or(Data { mount: "/data", folder: None, variable: None }, |(_, data)| *data)
    }
}

/// `PostgreSQL`. Since 18 its images keep the data a level higher, in a folder of the major version. The server is asked over TCP, because
/// while the image makes its data a server without network runs; `pg_isready` ends with 1 where a server answers that it recovers.
pub static POSTGRES: Engine = Engine {
    name: "postgres",
    title: "PostgreSQL",
    majors: &[13, 14, 15, 16, 17, 18],
    image: "postgres",
    tag: "18",
    port: 5432,
    port_name: "postgres",
    scheme: "postgresql",
    users: (999, 70),
    data: &[
        (
            0,
            Data {
                mount: "/var/lib/postgresql/data",
                folder: None,
                variable: Some(("PGDATA", "/var/lib/postgresql/data/pgdata")),
            },
        ),
        (18, Data { mount: "/var/lib/postgresql", folder: None, variable: None }),
    ],
    run: Some("/var/run/postgresql"),
    variables: Variables {
        database: Some("POSTGRES_DB"),
        user: Some("POSTGRES_USER"),
        password: "POSTGRES_PASSWORD",
        root: None,
        fixed: &[],
    },
    alive: Probe::Shell("pg_isready --quiet --host=127.0.0.1; test $? -le 1"),
    serves: Probe::Shell("pg_isready --quiet --host=127.0.0.1 --username=\"$POSTGRES_USER\" --dbname=\"$POSTGRES_DB\""),
    setting: "=",
    own_settings: &["port", "data_directory", "listen_addresses", "unix_socket_directories"],
    has_user: true,
    can_be_open: false,
    has_init: true,
    own_users: &[],
    own_names: &["template0", "template1"],
    dump: Dump {
        commands: &["pg_dump --no-password --format=custom --host=\"$DATABASE_HOST\" --port=\"$DATABASE_PORT\" \
             --username=\"$DATABASE_USER\" --dbname=\"$DATABASE_NAME\" --file=\"$part\""],
        made: "$part",
        extension: "dump",
        password: Some("PGPASSWORD"),
    },
};

/// MySQL. The server is asked over TCP, because while the image makes its data a server without network runs: that
/// one is alive, and answers on its socket. A ping succeeds also where the user is refused, as while a password is changed.
pub static MYSQL: Engine = Engine {
    name: "mysql",
    title: "MySQL",
    majors: &[8, 9],
    image: "mysql",
    tag: "8.4",
    port: 3306,
    port_name: "mysql",
    scheme: "mysql",
    users: (999, 999),
    data: &[(0, Data { mount: "/var/lib/mysql", folder: Some("mysql"), variable: None })],
    run: Some("/var/run/mysqld"),
    variables: Variables {
        database: Some("MYSQL_DATABASE"),
        user: Some("MYSQL_USER"),
        password: "MYSQL_PASSWORD",
        root: Some((None, "MYSQL_ROOT_PASSWORD")),
        fixed: &[("MYSQL_ROOT_HOST", "localhost")],
    },
    alive: Probe::Shell("MYSQL_PWD=\"$MYSQL_PASSWORD\" mysqladmin ping --silent --user=\"$MYSQL_USER\""),
    serves: Probe::Shell(
        "MYSQL_PWD=\"$MYSQL_PASSWORD\" mysqladmin ping --silent --host=127.0.0.1 --user=\"$MYSQL_USER\"",
    ),
    setting: "=",
    own_settings: &["port", "datadir", "socket", "bind-address", "bind_address"],
    has_user: true,
    can_be_open: false,
    has_init: true,
    own_users: &["root", "mysql.sys", "mysql.session", "mysql.infoschema"],
    own_names: &["mysql", "sys", "information_schema", "performance_schema"],
    dump: Dump {
        commands: &[
            "mysqldump --single-transaction --quick --routines --triggers --events --no-tablespaces \
             --host=\"$DATABASE_HOST\" --port=\"$DATABASE_PORT\" --user=\"$DATABASE_USER\" --result-file=\"$part\" \
             \"$DATABASE_NAME\"",
            "gzip --force \"$part\"",
        ],
        made: "$part.gz",
        extension: "sql.gz",
        password: Some("MYSQL_PWD"),
    },
};

/// MariaDB, whose images call their programs by its own name.
pub static MARIADB: Engine = Engine {
    name: "mariadb",
    title: "MariaDB",
    majors: &[10, 11, 12],
    image: "mariadb",
    tag: "11.8",
    port: 3306,
    port_name: "mysql",
    scheme: "mysql",
    users: (999, 999),
    data: &[(0, Data { mount: "/var/lib/mysql", folder: Some("mysql"), variable: None })],
    run: Some("/run/mysqld"),
    variables: Variables {
        database: Some("MARIADB_DATABASE"),
        user: Some("MARIADB_USER"),
        password: "MARIADB_PASSWORD",
        root: Some((None, "MARIADB_ROOT_PASSWORD")),
        fixed: &[("MARIADB_ROOT_HOST", "localhost")],
    },
    alive: Probe::Shell("MYSQL_PWD=\"$MARIADB_PASSWORD\" mariadb-admin ping --silent --user=\"$MARIADB_USER\""),
    serves: Probe::Shell(
        "MYSQL_PWD=\"$MARIADB_PASSWORD\" mariadb-admin ping --silent --host=127.0.0.1 --user=\"$MARIADB_USER\"",
    ),
    setting: "=",
    own_settings: &["port", "datadir", "socket", "bind-address", "bind_address"],
    has_user: true,
    can_be_open: false,
    has_init: true,
    own_users: &["root", "mariadb.sys", "mysql", "healthcheck"],
    own_names: &["mysql", "sys", "information_schema", "performance_schema"],
    dump: Dump {
        commands: &[
            "mariadb-dump --single-transaction --quick --routines --triggers --events --no-tablespaces \
             --host=\"$DATABASE_HOST\" --port=\"$DATABASE_PORT\" --user=\"$DATABASE_USER\" --result-file=\"$part\" \
             \"$DATABASE_NAME\"",
            "gzip --force \"$part\"",
        ],
        made: "$part.gz",
        extension: "sql.gz",
        password: Some("MYSQL_PWD"),
    },
};

/// Redis, whose users log in with a password alone, and whose databases are numbers.
pub static REDIS: Engine = Engine {
    name: "redis",
    title: "Redis",
    majors: &[6, 7, 8],
    image: "redis",
    tag: "8",
    port: 6379,
    port_name: "redis",
    scheme: "redis",
    users: (999, 999),
    data: &[(0, Data { mount: "/data", folder: None, variable: None })],
    run: None,
    variables: Variables { database: None, user: None, password: "REDISCLI_AUTH", root: None, fixed: &[] },
    // An answer that is an error, such as that it loads its data, counts as success for redis-cli.
    alive: Probe::Shell("redis-cli ping"),
    serves: Probe::Shell("test \"`redis-cli ping`\" = PONG"),
    setting: " ",
    own_settings: &["port", "dir", "bind", "protected-mode", "requirepass", "masterauth"],
    has_user: false,
    can_be_open: true,
    has_init: false,
    own_users: &[],
    own_names: &[],
    dump: Dump {
        commands: &[
            "redis-cli -h \"$DATABASE_HOST\" -p \"$DATABASE_PORT\" ${DATABASE_USER:+--user \"$DATABASE_USER\"} \
             --rdb \"$part\"",
        ],
        made: "$part",
        extension: "rdb",
        password: Some("REDISCLI_AUTH"),
    },
};

/// MongoDB. The image makes an administrator alone; a script of todoc's makes the user of the application. Its port opens
/// only when it can serve, and its shell is too heavy to ask with it every few seconds.
pub static MONGODB: Engine = Engine {
    name: "mongodb",
    title: "MongoDB",
    majors: &[6, 7, 8],
    image: "mongo",
    tag: "8",
    port: 27017,
    port_name: "mongodb",
    scheme: "mongodb",
    users: (999, 999),
    data: &[(0, Data { mount: "/data/db", folder: Some("mongodb"), variable: None })],
    run: None,
    variables: Variables {
        database: Some("MONGO_INITDB_DATABASE"),
        user: Some("MONGO_USERNAME"),
        password: "MONGO_PASSWORD",
        root: Some((Some("MONGO_INITDB_ROOT_USERNAME"), "MONGO_INITDB_ROOT_PASSWORD")),
        fixed: &[],
    },
    alive: Probe::Tcp,
    serves: Probe::Tcp,
    setting: "=",
    own_settings: &["port", "dbpath", "auth", "noauth", "bind_ip", "bind_ip_all", "keyFile"],
    has_user: true,
    can_be_open: true,
    has_init: true,
    own_users: &[],
    own_names: &["admin", "local", "config"],
    dump: Dump {
        // A password among the words of a command can be seen by every process of the node.
        commands: &[
            "printf 'uri: \"%s\"\\n' \"$DATABASE_URL\" > /tmp/mongodump.yaml",
            "mongodump --config=/tmp/mongodump.yaml --gzip --archive=\"$part\"",
        ],
        made: "$part",
        extension: "archive.gz",
        password: None,
    },
};
