//! Names, keys, labels, and what is near a name.

use crate::{checked, table};
use todoc::types::{labels, names, nearest, resource};

#[test]
fn names_are_refused_with_a_legal_form() {
    let rows = [
        ("my-api", "ok"),
        ("2do-api", "`2do-api` starts with `2` -> do-api"),
        ("MyApp_v2", "`MyApp_v2` contains `M` -> my-app-v2"),
        ("a-", "`a-` ends with `-` -> a"),
        ("", "`` is empty"),
    ];
    table(&rows, |text| checked(names::dns_1035(text)));
    assert_eq!(checked(names::dns_label("2do-api")), "ok");
    let long = "a".repeat(64);
    assert_eq!(
        checked(names::dns_label(&long)),
        format!("`{long}` is longer than 63 characters -> {}", "a".repeat(63))
    );
    assert_eq!(checked(names::dns_subdomain("a.b-c.d")), "ok");
    assert_eq!(checked(names::dns_subdomain("a..B_c")), "`a..B_c` is no DNS name -> a.b-c");
    let rows = [
        ("http", "ok"),
        ("8000", "port name `8000` has no letter"),
        ("a--b", "port name `a--b` has two `-` in a row -> a-b"),
        ("grpc-web-frontend", "port name `grpc-web-frontend` is longer than 15 characters -> grpc-web-fronte"),
        ("HTTP", "port name `HTTP` contains `H` -> http"),
    ];
    table(&rows, |text| checked(names::port_name(text)));
}

#[test]
fn variables_and_keys_are_refused_with_a_legal_form() {
    let rows = [
        ("LOG_LEVEL", "ok"),
        ("discovery.type", "ok"),
        ("cors-origins", "ok"),
        ("2FA_MODE", "variable `2FA_MODE` starts with a digit -> _2FA_MODE"),
        ("LOG LEVEL", "variable `LOG LEVEL` contains ` ` -> LOG_LEVEL"),
        ("A=B", "variable `A=B` contains `=` -> A_B"),
        ("..", "variable `..` is no name"),
        ("", "variable has no name"),
    ];
    table(&rows, |text| checked(names::env_name(text)));
    assert_eq!(["A_1", "a-b", "1A", ""].map(names::is_shell_name), [true, false, false, false]);
    let rows = [
        ("otel.yaml", "ok"),
        ("cors origins", "key `cors origins` contains ` ` -> cors-origins"),
        ("..data", "key `..data` is a place in a file system -> data"),
        ("", "key is empty"),
    ];
    table(&rows, |text| checked(names::config_key(text)));
    let keys = [("openai-api-key", "openaiApiKey"), ("my-2nd", "my2nd"), ("api", "api"), ("myApi", "myApi")];
    table(&keys, names::values_key);
}

#[test]
fn labels_and_annotations_follow_kubernetes() {
    let rows = [
        ("tier", "ok"),
        ("app.kubernetes.io/name", "ok"),
        ("/x", "prefix of key `/x` is no DNS name"),
        ("Example.com/x", "prefix of key `Example.com/x` is no DNS name -> example.com/x"),
        ("example.com/", "key `example.com/` has no name"),
        ("a b", "key `a b` contains ` ` -> a-b"),
        ("_x", "key `_x` starts with `_` -> x"),
    ];
    table(&rows, |text| checked(labels::label_key(text)));
    assert_eq!(checked(labels::annotation_key("Example.com/x")), "ok");
    let rows = [
        ("", "ok"),
        ("v1.2_3-x", "ok"),
        ("v1.0.0+abc", "label value `v1.0.0+abc` contains `+` -> v1.0.0-abc"),
        ("x-", "label value `x-` ends with `-` -> x"),
    ];
    table(&rows, |text| checked(labels::label_value(text)));
}

#[test]
fn resources_and_settings_of_the_kernel() {
    let rows = [
        ("nvidia.com/gpu", "ok"),
        ("hugepages-2Mi", "ok"),
        ("hugepages-Mi", "`hugepages-Mi` has no domain"),
        ("gpu", "`gpu` has no domain"),
        ("cpu", "`cpu` is no extended resource"),
        ("ephemeral-storage", "`ephemeral-storage` is no extended resource"),
        ("requests.kubernetes.io/card", "`requests.kubernetes.io/card` is of Kubernetes' own domain"),
    ];
    table(&rows, |text| checked(resource::resource_name(text)));
    let rows = [
        ("net.core.somaxconn", "ok"),
        ("net/ipv4/conf/eth0.100/forwarding", "ok"),
        ("somaxconn", "`somaxconn` is no kernel setting"),
        ("net..core", "`net..core` is no kernel setting"),
        ("net.core.-x", "`net.core.-x` is no kernel setting"),
    ];
    table(&rows, |text| checked(resource::sysctl_name(text)));
}

#[test]
fn nearest_forgives_slips_and_spelling() {
    let words = ["replicas", "read_only_root", "port", "path", "env", "image"];
    let rows = [
        ("replcias", "replicas"),
        ("replica", "replicas"),
        ("readOnlyRoot", "read_only_root"),
        ("read-only-rot", "read_only_root"),
        ("prot", "port"),
        ("evn", "env"),
        ("Image", "image"),
        ("x", "none"),
        ("volume", "none"),
        ("", "none"),
    ];
    table(&rows, |word| nearest(word, words).unwrap_or("none").to_owned());
}
