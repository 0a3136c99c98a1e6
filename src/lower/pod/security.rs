//! Whom the containers of a pod run as, and what the kernel lets them do.
//! <https://kubernetes.io/docs/tasks/configure-pod-container/security-context/>

use crate::chart::tree::{self, Entry, Item, Node, Place, list, map, pair};
use crate::chart::values::Val;
use crate::chart::values::schema::Schema;
use crate::lower::Part;
use crate::lower::across::Across;
use crate::lower::knobs::{self, Built};
use crate::model::environment::View;
use crate::schema::{Field, choices, container};
use smol_str::{SmolStr, format_smolstr};

/// Whom all containers of the pod run as.
pub(in crate::lower) fn security(across: &Across<'_>, users: &[Option<i64>], part: &mut Part) -> Entry {
    let own = across.with_defaults(&container::SECURITY);
    let root = own.each(|view| view.bool(&container::RUN_AS_ROOT));
    let root: Vec<Option<Val>> = root.into_iter().map(|root| root.map(|root| Val::Bool(!root))).collect();
    let said = |field| own.each(move |view| view.int(field));
    let said_or_group = || -> Vec<Option<Option<i64>>> {
        own.each(|view| view.int(&container::FS_GROUP).or_else(|| view.int(&container::GROUP)))
    };
    let or_user = |said: Vec<Option<Option<i64>>>| -> Vec<Option<Val>> {
        said.into_iter().zip(users).map(|(said, user)| said.flatten().or(*user).map(Val::Int)).collect()
    };
    let ids = Schema::Int(0, 4_294_967_295);
    let path = |key: &str| across.path(&format!("podSecurityContext.{key}"));
    let mut entries = part.settled(
        "runAsNonRoot",
        path("runAsNonRoot"),
        root,
        &Schema::Bool,
        own.origin(&container::RUN_AS_ROOT),
        String::new(),
    );
    for (field, target) in
        [(&container::USER, "runAsUser"), (&container::GROUP, "runAsGroup"), (&container::FS_GROUP, "fsGroup")]
    {
        let said_or = if field.is(&container::FS_GROUP) { said_or_group() } else { said(field) };
        let values = or_user(said_or);
        entries.extend(part.settled(target, path(target), values, &ids, own.origin(field), knobs::doc(field)));
    }
    entries.extend(part.field(
        &own,
        &container::FS_GROUP_POLICY,
        "fsGroupChangePolicy",
        "podSecurityContext.fsGroupChangePolicy",
    ));
    entries.extend(groups(&own, part));
    let default = Some(choices::RUNTIME_DEFAULT.kubernetes);
    entries.extend(confined(&own, &container::SECCOMP, ("seccompProfile", "podSecurityContext"), default, part));
    entries.extend(confined(&own, &container::APPARMOR, ("appArmorProfile", "podSecurityContext"), None, part));
    entries.extend(labelled(&own, "podSecurityContext", part));
    entries.extend(sysctls(&own, part));
    map("securityContext", entries)
}

/// Further groups of the processes.
fn groups(own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let field = &container::SUPPLEMENTAL_GROUPS;
    let path = "podSecurityContext.supplementalGroups";
    part.field(own, field, "supplementalGroups", path)
}

/// A profile that confines the processes: one of the runtime, or one of the node's own.
pub(in crate::lower) fn confined(
    own: &Across<'_>,
    field: &'static Field,
    (target, context): (&str, &str),
    default: Option<&'static str>,
    part: &mut Part,
) -> Vec<Entry> {
    let word = |word: &'static str| Built::As(SmolStr::new_static(word), vec![pair("type", Node::text(word))]);
    let built = own.built(|_, view| match (view.choice(field), view.text(field)) {
        (Some(choice), _) => word(choice.kubernetes),
        (None, Some(path)) => {
            let profile = vec![pair("type", Node::text("Localhost")), pair("localhostProfile", Node::text(path))];
            Built::As(format_smolstr!("Localhost: {path}"), profile)
        }
        (None, None) => default.map_or(Built::Nothing, word),
    });
    let path = own.path(&format!("{context}.{target}"));
    let chosen = part.chosen(&path, knobs::doc(field), own.origin(field), built);
    chosen.into_iter().flat_map(|(test, profile)| tree::when(test, vec![map(target, profile)])).collect()
}

/// The `SELinux` context.
pub(in crate::lower) fn labelled(own: &Across<'_>, context: &str, part: &mut Part) -> Vec<Entry> {
    let selinux = own.child(&container::SELINUX);
    let built = own.built(|_, view| view.child(&container::SELINUX).map_or(Built::Nothing, |own| selinux_of(&own)));
    let doc = "The SELinux context; nothing: as the runtime chooses.";
    let path = own.path(&format!("{context}.seLinuxOptions"));
    let chosen = part.chosen(&path, doc, selinux.origin_of(Place::Block), built);
    chosen.into_iter().flat_map(|(test, options)| tree::when(test, vec![map("seLinuxOptions", options)])).collect()
}

fn selinux_of(own: &View<'_>) -> Built<Vec<Entry>> {
    let fields = [
        (&container::SELINUX_USER, "user"),
        (&container::SELINUX_ROLE, "role"),
        (&container::SELINUX_TYPE, "type"),
        (&container::SELINUX_LEVEL, "level"),
    ];
    let said: Vec<(&str, &str)> = fields.iter().filter_map(|(field, key)| Some((*key, own.text(field)?))).collect();
    if said.is_empty() {
        return Built::Nothing;
    }
    let name = said.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(":");
    Built::As(SmolStr::from(name), said.into_iter().map(|(key, word)| pair(key, Node::text(word))).collect())
}

/// Settings of the pod's part of the kernel.
fn sysctls(own: &Across<'_>, part: &mut Part) -> Vec<Entry> {
    let built = own.built(|_, view| {
        let entries = view.entries(&container::SYSCTLS).iter();
        let said: Vec<(SmolStr, SmolStr)> =
            entries.filter_map(|(name, entry)| Some((SmolStr::new(name), entry.value.literal()?))).collect();
        if said.is_empty() {
            return Built::Nothing;
        }
        let name = said.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(", ");
        let setting = |(name, value): (SmolStr, SmolStr)| {
            Node::Map(vec![pair("name", Node::text(name)), pair("value", Node::text(value))])
        };
        Built::As(SmolStr::from(name), said.into_iter().map(|own| Item::Node(setting(own))).collect::<Vec<_>>())
    });
    let doc = "Settings of the pod's part of the kernel; nothing: as the node has them.";
    let path = own.path("podSecurityContext.sysctls");
    let chosen = part.chosen(&path, doc, own.origin_of(Place::Block), built);
    chosen.into_iter().flat_map(|(test, settings)| tree::when(test, vec![list("sysctls", settings)])).collect()
}
