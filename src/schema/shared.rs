//! Fields that blocks of many kinds have.

use super::{Check, Type, fields};

fields! {
    /// Whether a block is there at all.
    SWITCH:
    /// Whether it is there. What is switched off leaves no object behind, and nothing may refer to it.
    ENABLED: "enabled", Type::Bool, default = "true";
}

fields! {
    /// The name of a block's objects.
    NAMED_OBJECT:
    /// Name of the block's objects, whatever the release is called; `object_names` tells kinds apart.
    OBJECT_NAME: "object_name", Type::Text(Check::Label);
}
