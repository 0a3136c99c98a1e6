//! Images, tags and versions.

use crate::{checked, table, told};
use todoc::types::{KubernetesRange, KubernetesVersion, Reference, dependency, image, version};

#[test]
fn image_references_follow_the_grammar_of_registries() {
    let digest = "sha256:".to_owned() + &"0a".repeat(32);
    let rows = [
        ("nginx", "nginx"),
        ("nginx:1.29.0", "nginx:1.29.0"),
        ("ghcr.io/acme/api:v1", "ghcr.io/acme/api:v1"),
        ("localhost:5000/app", "localhost:5000/app"),
        ("a/b__c/d--e.f:x", "a/b__c/d--e.f:x"),
        ("app:v1.0.0+abc1234", "tag `v1.0.0+abc1234` contains `+` -> app:v1.0.0-abc1234"),
        ("app:", "tag is empty"),
        ("app:.x", "tag `.x` starts with `.` or `-` -> app:x"),
        ("Acme/Api:1", "image name `Acme/Api` has capital letters -> acme/api:1"),
        ("https://ghcr.io/a/b", "image `https://ghcr.io/a/b` starts with `https://` -> ghcr.io/a/b"),
        ("a//b", "image name `a//b` has an empty part"),
        ("a/-b", "`-b` is no part of an image name"),
        ("a_.b", "`a_.b` is no part of an image name"),
        ("ghcr.io/", "image `ghcr.io/` has no name"),
        ("ghcr.io:99999/a", "port `99999` is not in 1–65535"),
        ("a@sha256:00", "digest `sha256:00` has 2 digits, not 64"),
        ("a@md5:00", "digest `md5:00` does not start with `sha256:`"),
        ("", "image `` has no name"),
    ];
    table(&rows, |text| told(Reference::parse(text)));
    let pinned = Reference::parse(&format!("ghcr.io:443/a/b:latest@{digest}")).unwrap();
    assert_eq!(pinned.registry.as_deref(), Some("ghcr.io:443"));
    assert_eq!(pinned.repository, "a/b");
    assert_eq!(pinned.digest.as_deref(), Some(digest.as_str()));
    assert!(!pinned.is_moving());
    let capital = digest.replace("0a", "0A");
    assert_eq!(Reference::parse(&format!("a@{capital}")).unwrap_err().suggestion, Some(format!("a@{digest}")));
    for (text, moving) in [("nginx", true), ("nginx:latest", true), ("nginx:1", false)] {
        assert_eq!(Reference::parse(text).unwrap().is_moving(), moving, "{text}");
    }
}

#[test]
fn tags_and_repositories_are_checked_alone() {
    assert_eq!(checked(image::check_tag("v1.0.0+abc1234")), "tag `v1.0.0+abc1234` contains `+` -> v1.0.0-abc1234");
    assert_eq!(checked(image::check_repository("ghcr.io/acme")), "ok");
    assert_eq!(checked(image::check_repository("localhost:5000")), "ok");
    assert_eq!(
        checked(image::check_repository("ghcr.io/acme/a:1")),
        "`ghcr.io/acme/a:1` carries a tag or a digest -> ghcr.io/acme/a"
    );
    let rows = [("v1.2.3", true), ("1.2.3-rc.1", true), ("v1.2", false), ("latest", false), ("v1.2.3+x", false)];
    for (tag, expected) in rows {
        assert_eq!(image::is_semver_tag(tag), expected, "{tag}");
    }
}

#[test]
fn chart_versions_are_semver() {
    let rows = [
        ("1.2.3-rc.1+b", "1.2.3-rc.1+b"),
        ("v1.0", "`v1.0` is no SemVer version -> 1.0.0"),
        ("1.02.0", "`1.02.0` is no SemVer version -> 1.2.0"),
        ("one", "`one` is no SemVer version"),
    ];
    table(&rows, |text| told(version::chart_version(text)));
    assert_eq!(
        checked(version::app_version("2024-05 b")),
        "version `2024-05 b` contains white space or a control character -> 2024-05b"
    );
    assert_eq!(told(KubernetesVersion::parse("v1.33")), "`v1.33` is no Kubernetes version -> 1.33");
    assert_eq!(told(KubernetesVersion::parse("1.33.1")), "1.33.1");
}

#[test]
fn kubernetes_ranges_let_vendor_suffixes_in() {
    let rows = [
        (">=1.29", ">=1.29.0-0"),
        (">= 1.27.0", ">=1.27.0-0"),
        (">=1.27.0-0", ">=1.27.0-0"),
        (">1.29", ">=1.30.0-0"),
        (">1.29.3", ">=1.29.4-0"),
        ("<1.34", "<1.34.0-0"),
        ("1.29 - 1.33", ">=1.29.0-0 <1.34.0-0"),
        ("~1.30", ">=1.30.0-0 <1.31.0-0"),
        ("~1.30.2", ">=1.30.2-0 <1.31.0-0"),
        ("^1.29", ">=1.29.0-0 <2.0.0-0"),
        ("1.29.x", ">=1.29.0-0 <1.30.0-0"),
        ("=1.29.3", ">=1.29.3-0 <1.29.4-0"),
        ("1.31.x || 1.29.x", ">=1.29.0-0 <1.30.0-0 || >=1.31.0-0 <1.32.0-0"),
        ("1.29 || 1.30", ">=1.29.0-0 <1.31.0-0"),
        (">=1.27, <1.34", ">=1.27.0-0 <1.34.0-0"),
        (">=1.27 !=1.30.2", ">=1.27.0-0 <1.30.2-0 || >=1.30.3-0"),
        ("*", ">=0.0.0-0"),
        (">1.30 <1.29", "no Kubernetes version lies in `>1.30 <1.29`"),
        (">=129", "no Kubernetes version lies in `>=129`"),
        (">>1.29", "`>>1.29` is no range of versions"),
        ("1.29.0.1", "`1.29.0.1` is no range of versions"),
        (">=", "`>=` is no range of versions"),
        ("", "`` is no range of versions"),
        ("new", "`new` is no range of versions"),
    ];
    table(&rows, |text| told(KubernetesRange::parse(text)));
    let seed = KubernetesRange::parse(">=1.27.0").unwrap();
    assert!(seed.excludes_vendor_suffixes());
    assert_eq!(told(Ok(seed.floor())), "1.27.0");
    assert!(!KubernetesRange::parse(">=1.27.0-0").unwrap().excludes_vendor_suffixes());
    let some = KubernetesRange::parse("1.29 - 1.33").unwrap();
    let inside = |text| some.contains(KubernetesVersion::parse(text).unwrap());
    assert_eq!(["1.28", "1.29", "1.33.9", "1.34"].map(inside), [false, true, true, false]);
}

#[test]
fn charts_of_others_have_one_version_and_a_known_kind_of_repository() {
    let versions = [
        ("18.8.12", "ok"),
        ("v1.16.2", "ok"),
        ("1.2.3-rc.1+build", "ok"),
        ("^18.8.12", "`^18.8.12` is a range of versions -> 18.8.12"),
        (">=1.2 <2", "`>=1.2 <2` is a range of versions"),
        ("18.x.x", "`18.x.x` is no version of a chart"),
        ("18.8", "`18.8` is no version of a chart -> 18.8.0"),
        ("", "`` is no version of a chart"),
    ];
    table(&versions, |text| checked(dependency::exact_version(text)));
    let repositories = [
        ("https://charts.example.com", "ok"),
        ("http://charts.example.com:8080/stable", "ok"),
        ("oci://registry.example.com/charts", "ok"),
        ("file://../charts/kafka", "ok"),
        ("@stable", "ok"),
        ("alias:stable", "ok"),
        ("@", "`@` names no repository"),
        ("@a b", "`@a b` names no repository"),
        ("file://", "`file://` names no folder"),
        ("git://example.com/charts", "Helm reads no charts by `git://`"),
        (
            "registry.example.com/charts",
            "`registry.example.com/charts` is no repository of charts -> oci://registry.example.com/charts",
        ),
        ("charts", "`charts` is no repository of charts"),
        ("https://user:word@example.com", "address carries a user or a password"),
    ];
    table(&repositories, |text| checked(dependency::chart_repository(text)));
}
