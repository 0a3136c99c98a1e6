//! `image`: built here, or taken.

use super::choices::PULL_POLICY;
use super::container::ALLOW;
use super::shared::SWITCH;
use super::{Check, Entries, Naming, Type, block, fields};
use crate::types::quantity::Kind;

fields! {
    /// Fields of an image.
    IMAGE_FIELDS:
    /// Folder of the project that it is built from.
    CONTEXT: "context", Type::Text(Check::ProjectPath);
    /// Path of the Dockerfile within the context.
    DOCKERFILE: "dockerfile", Type::Text(Check::ProjectPath), default = "\"Dockerfile\"";
    /// Stage of the Dockerfile that is built; else the last.
    TARGET: "target", Type::Text(Check::Any);
    /// Platforms that it is built for, such as `linux/amd64`.
    PLATFORMS: "platforms", Type::List(&Type::Text(Check::Any));
    /// Registry that it lies in, with its folder; else the stack's.
    REGISTRY: "registry", Type::Text(Check::Repository);
    /// Name within the registry; else the block's name.
    NAME: "name", Type::Text(Check::Repository);
    /// Tag; else the stack's `app_version`, for an image that is built here.
    TAG: "tag", Type::Text(Check::Tag);
    /// Digest, which names the very bytes of the image and wins over the tag.
    DIGEST: "digest", Type::Text(Check::Digest);
    /// When nodes fetch it; else the environment's policy.
    PULL_POLICY_FIELD: "pull_policy", Type::Choice(PULL_POLICY);
    /// Numeric user that the image runs as; else what its Dockerfile says.
    USER: "user", Type::Int(0, 4_294_967_295);
    /// Paths that programs of the image write to; each gets a temporary folder.
    WRITABLE: "writable", Type::List(&Type::Text(Check::ContainerPath));
    /// What it is built from: a complete reference, which must be that of the last `FROM` of its Dockerfile. From it follows
    /// the user where neither `user` nor the Dockerfile names one.
    BASE: "base", Type::Text(Check::ImageReference);
    /// The most that it may take on a node's disk, unpacked. It is compared with what `docker image inspect` prints, where that is
    /// given with `--image-metadata`.
    MAX_SIZE: "max_size", Type::Quantity(Kind::Storage);
}

block! {
    /// Build arguments. They are baked into the image: a browser bundle reads its variables here.
    ARGS: "args", Naming::None,
    entries = Entries { key: Check::Variable, value: Type::Scalar, secret: false, short: None };
}

block! {
    /// Labels that the built image bears, beside those of `org.opencontainers.image` that follow from the stack: `title`, `version`,
    /// `description`, `url` and `source`.
    LABELS: "labels", Naming::None,
    entries = Entries { key: Check::Any, value: Type::Scalar, secret: false, short: None };
}

block! {
    /// An image: built here (`context`), or taken from a registry.
    IMAGE: "image", Naming::Named, fields = &[SWITCH, IMAGE_FIELDS], blocks = &[&ARGS, &LABELS, &ALLOW];
}
