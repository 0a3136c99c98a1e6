//! What is known of images that others start from: whom they run as, where that is not root.

/// Repositories, how their tags end or what stands in them, and the user, each with the page that says so.
const USERS: &[(&str, &str, u32)] = &[
    // https://github.com/GoogleContainerTools/distroless#readme
    ("gcr.io/distroless/", "nonroot", 65532),
    // https://hub.docker.com/r/nginxinc/nginx-unprivileged
    ("nginxinc/nginx-unprivileged", "", 101),
    ("ghcr.io/nginx/nginx-unprivileged", "", 101),
    // https://github.com/dotnet/dotnet-docker/blob/main/documentation/distroless.md
    ("mcr.microsoft.com/dotnet/aspnet", "chiseled", 1654),
    ("mcr.microsoft.com/dotnet/runtime", "chiseled", 1654),
    ("mcr.microsoft.com/dotnet/runtime-deps", "chiseled", 1654),
];

/// The user of an image that is known by its reference.
pub(super) fn user(reference: &str) -> Option<u32> {
    let reference = reference.strip_prefix("docker.io/").unwrap_or(reference);
    let (named, _) = reference.split_once('@').unwrap_or((reference, ""));
    let (repository, tag) = named.rsplit_once(':').unwrap_or((named, ""));
    let is_of = |known: &str| match known.strip_suffix('/') {
        Some(_) => repository.starts_with(known),
        None => repository == known,
    };
    let found = USERS.iter().find(|(known, word, _)| is_of(known) && tag.contains(word));
    found.map(|(_, _, user)| *user)
}
