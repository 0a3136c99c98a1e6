//! `config`: keys and files to read or to mount.

use super::container::ALLOW;
use super::shared::{NAMED_OBJECT, SWITCH};
use super::{Check, Entries, Naming, Type, block, fields};

block! {
    /// Keys and their values; `config.NAME.KEY` refers to one.
    KEYS: "keys", Naming::None,
    entries = Entries { key: Check::ConfigKey, value: Type::Scalar, secret: false, short: None };
}

fields! {
    /// Fields of `file NAME { … }`.
    FILE_FIELDS:
    /// Text of the file, with references where they stand as `${…}`.
    TEXT: "text", Type::Text(Check::Any);
    /// Path of a file of the project that it takes. What is no text in UTF-8 is mounted as it is, and can't be read as a variable.
    FROM: "from", Type::Text(Check::ProjectPath);
}

block! {
    /// A file, by its name: exactly one of `text` and `from`.
    FILE: "file", Naming::Free, names = Check::ConfigKey, fields = &[FILE_FIELDS];
}

fields! {
    /// Fields of a configuration.
    CONFIG_FIELDS:
    /// Whether the object can never be changed; a change of the text then makes a new object.
    IMMUTABLE: "immutable", Type::Bool, default = "false";
}

block! {
    /// Configuration that containers read as variables or mount as files.
    CONFIG: "config", Naming::Named, fields = &[SWITCH, CONFIG_FIELDS, NAMED_OBJECT], blocks = &[&KEYS, &FILE, &ALLOW];
}
