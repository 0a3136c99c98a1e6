//! `config`: keys and files to read or to mount.

use super::container::ALLOW;
use super::shared::{NAMED_OBJECT, SWITCH};
use super::{Check, Entries, Naming, Type, block, fields};

block! {
    /// Keys, each with a text.
    KEYS: "keys", Naming::None,
    entries = Entries { key: Check::ConfigKey, value: Type::Scalar, secret: false, short: None };
}

fields! {
    /// Fields of `file NAME { … }`.
    FILE_FIELDS:
    /// What stands in the file.
    TEXT: "text", Type::Text(Check::Any);
    /// A file of the project whose text it is.
    FROM: "from", Type::Text(Check::ProjectPath);
}

block! {
    /// A file: exactly one of `text` and `from`.
    FILE: "file", Naming::Free, names = Check::ConfigKey, fields = &[FILE_FIELDS];
}

fields! {
    /// Fields of a configuration.
    CONFIG_FIELDS:
    /// Whether it never changes; a change then makes a new object.
    IMMUTABLE: "immutable", Type::Bool, default = "false";
}

block! {
    /// Configuration that containers read as variables or mount as files.
    CONFIG: "config", Naming::Named, fields = &[SWITCH, CONFIG_FIELDS, NAMED_OBJECT], blocks = &[&KEYS, &FILE, &ALLOW];
}
