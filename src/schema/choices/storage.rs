//! Of what is kept: volumes, databases and secrets.

use super::Choice;

choices! {
    /// How a secret reaches a container.
    DELIVER {
        /// As an environment variable.
        DELIVER_ENV: "env" => "env";
        /// As a mounted file.
        DELIVER_FILE: "file" => "file";
    }
    /// Types of Secret.
    SECRET_TYPE {
        /// Any keys.
        OPAQUE: "opaque" => "Opaque";
        /// A certificate and its private key.
        TLS: "tls" => "kubernetes.io/tls";
        /// Access to a registry.
        DOCKER_CONFIG: "dockerconfigjson" => "kubernetes.io/dockerconfigjson";
        /// A user name and a password.
        BASIC_AUTH: "basic_auth" => "kubernetes.io/basic-auth";
        /// A private SSH key.
        SSH_AUTH: "ssh_auth" => "kubernetes.io/ssh-auth";
    }
    /// Where the secrets of an environment come from.
    PROVIDER {
        /// A Secret that the user keeps; `todoc secrets` makes one.
        EXISTING: "existing" => "existing";
        /// Values given at install time.
        INSTALL_VALUES: "install-values" => "install-values";
        /// The External Secrets Operator.
        EXTERNAL_SECRETS: "external-secrets" => "external-secrets";
        /// Sealed Secrets: a file of the project holds them, encrypted for one cluster.
        SEALED_SECRETS: "sealed-secrets" => "sealed-secrets";
    }
    /// Database engines.
    ENGINE {
        /// PostgreSQL.
        POSTGRES: "postgres" => "postgres";
        /// MySQL.
        MYSQL: "mysql" => "mysql";
        /// MariaDB.
        MARIADB: "mariadb" => "mariadb";
        /// Redis.
        REDIS: "redis" => "redis";
        /// MongoDB.
        MONGODB: "mongodb" => "mongodb";
    }
    /// Where dumps of a database go.
    BACKUP_TO {
        /// To a claim of their own.
        TO_CLAIM: "claim" => "claim";
        /// To object storage that speaks S3.
        TO_S3: "s3" => "s3";
    }
    /// Access modes of a claim.
    ACCESS {
        /// One node reads and writes.
        READ_WRITE_ONCE: "read_write_once" => "ReadWriteOnce";
        /// Many nodes read.
        READ_ONLY_MANY: "read_only_many" => "ReadOnlyMany";
        /// Many nodes read and write.
        READ_WRITE_MANY: "read_write_many" => "ReadWriteMany";
        /// One pod reads and writes.
        READ_WRITE_ONCE_POD: "read_write_once_pod" => "ReadWriteOncePod";
    }
    /// Where a temporary folder lies.
    MEDIUM {
        /// On the node's disk.
        MEDIUM_DISK: "disk" => "";
        /// In memory, which counts as the container's: for shared memory at `/dev/shm`, or for what must touch no disk.
        MEDIUM_MEMORY: "memory" => "Memory";
    }
    /// What a claim is to the containers.
    VOLUME_MODE {
        /// A folder.
        FILESYSTEM: "filesystem" => "Filesystem";
        /// A block device, without a file system.
        BLOCK_DEVICE: "block" => "Block";
    }
    /// What a path of the node must be.
    HOST_TYPE {
        /// A folder that is there.
        HOST_DIRECTORY: "directory" => "Directory";
        /// A folder, which is made where it is missing.
        HOST_DIRECTORY_OR_CREATE: "directory_or_create" => "DirectoryOrCreate";
        /// A file that is there.
        HOST_FILE: "file" => "File";
        /// A file, which is made where it is missing.
        HOST_FILE_OR_CREATE: "file_or_create" => "FileOrCreate";
        /// A Unix socket that is there.
        HOST_SOCKET: "socket" => "Socket";
    }
    /// Storage that needs no size.
    TEMPORARY_STORAGE {
        /// An `emptyDir`, which goes with the pod.
        TEMPORARY: "temporary" => "emptyDir";
    }
}
