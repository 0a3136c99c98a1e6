//! The value types: what they accept, how they print it, and what they say about the rest.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use todoc::types::quantity::Kind;
use todoc::types::{
    Cidr, Duration, FileMode, IntOrPercent, KubernetesRange, KubernetesVersion, NodePort, Percent, Port, Problem,
    Quantity, Reference, Schedule, TimeZone, Url, credential, dependency, host, image, labels, names, nearest, path,
    resource, version,
};

/// The value as text, or `message -> suggestion`.
fn told<T: ToString>(result: Result<T, Problem>) -> String {
    match result {
        Ok(value) => value.to_string(),
        Err(problem) => fault(problem),
    }
}

/// `ok`, or `message -> suggestion`.
fn checked(result: Result<(), Problem>) -> String {
    result.map_or_else(fault, |()| "ok".to_owned())
}

fn fault(problem: Problem) -> String {
    match problem.suggestion {
        Some(suggestion) => format!("{} -> {suggestion}", problem.message),
        None => problem.message,
    }
}

/// Compares all rows at once, so that one failure does not hide the next.
fn table(rows: &[(&str, &str)], tell: impl Fn(&str) -> String) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(text, expected)| (text, expected, tell(text)))
        .filter(|(_, expected, told)| told != *expected)
        .map(|(text, expected, told)| format!("{text:?}\n  expected {expected}\n  got      {told}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn quantities_print_as_the_api_server_stores_them() {
    let rows = [
        ("1000m", "1"),
        ("0.5", "500m"),
        (".5", "500m"),
        ("1.", "1"),
        ("1500m", "1500m"),
        ("2", "2"),
        ("1.5Gi", "1536Mi"),
        ("1024Mi", "1Gi"),
        ("1000Mi", "1000Mi"),
        ("0.5Gi", "512Mi"),
        ("1Ki", "1Ki"),
        ("0.5Ki", "512"),
        ("1.1Gi", "1181116007"),
        ("10G", "10G"),
        ("1000M", "1G"),
        ("1.5G", "1500M"),
        ("1000", "1k"),
        ("134217728", "134217728"),
        ("1E", "1E"),
        ("1E3", "1e3"),
        ("1e1", "10"),
        ("12e-4", "1200e-6"),
        ("100u", "100u"),
        ("1n", "1n"),
        ("0.1n", "1n"),
        ("0Mi", "0"),
        ("-1.5", "-1500m"),
        ("-2048Mi", "-2Gi"),
        ("9223372036854775807", "9223372036854775807"),
        ("9223372036854775808", "none"),
        ("8Ei", "none"),
        ("1e19", "none"),
        ("1K", "none"),
        ("1.2.3", "none"),
        ("", "none"),
        (".", "none"),
        ("--1", "none"),
    ];
    table(&rows, |text| {
        let end = text.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(text.len());
        let (digits, unit) = text.split_at(end);
        Quantity::read(digits, unit).map_or("none".to_owned(), |quantity| quantity.to_string())
    });
}

#[test]
fn quantities_are_compared_by_value() {
    let read = |text: &str| Quantity::parse_text(text, Kind::Memory).unwrap();
    assert_eq!(read("1Gi"), read("1024Mi"));
    assert!(read("1G") < read("1Gi"));
    assert!(read("1500M") < read("1.5Gi"));
    assert_eq!(read("1Gi").units(), 1 << 30);
    assert_eq!(Quantity::parse_text("1.5", Kind::Cpu).unwrap().millis(), 1500);
}

#[test]
fn cpu_is_counted_in_cores() {
    let rows = [
        ("500m", "500m"),
        ("2", "2"),
        ("1k", "1k"),
        ("2Gi", "cpu of `2Gi` is counted in `Gi`"),
        ("500Mi", "cpu of `500Mi` is counted in `Mi` -> 500m"),
        ("500M", "cpu of `500M` is counted in `M` -> 500m"),
        ("0.0005", "cpu of `0.0005` is finer than `1m` -> 1m"),
        ("100.5m", "cpu of `100.5m` is finer than `1m` -> 101m"),
        ("0", "cpu of `0` is nothing -> none"),
        ("-1", "cpu of `-1` is negative -> 1"),
        ("2cores", "`cores` is no unit of cpu -> 2"),
        ("5%", "`%` is no unit of cpu"),
    ];
    table(&rows, |text| told(Quantity::parse_text(text, Kind::Cpu)));
}

#[test]
fn memory_and_storage_are_counted_in_bytes() {
    let rows = [
        ("512Mi", "512Mi"),
        ("1G", "1G"),
        ("1e9", "1e9"),
        ("512m", "memory of `512m` is 0.512 bytes -> 512Mi"),
        ("512", "memory of `512` is 512 bytes -> 512Mi"),
        ("1", "memory of `1` is 1 byte -> 1Mi"),
        ("512MB", "`MB` is no unit of memory -> 512Mi"),
        ("1GB", "`GB` is no unit of memory -> 1Gi"),
        ("512mi", "`mi` is no unit of memory -> 512Mi"),
        ("512MiB", "`MiB` is no unit of memory -> 512Mi"),
        ("64K", "`K` is no unit of memory -> 64Ki"),
        ("1g", "`g` is no unit of memory -> 1Gi"),
        ("5s", "`s` is no unit of memory"),
        ("0", "memory of `0` is nothing -> none"),
        ("-1Gi", "memory of `-1Gi` is negative -> 1Gi"),
        ("9Ei", "`9Ei` is no memory quantity"),
    ];
    table(&rows, |text| told(Quantity::parse_text(text, Kind::Memory)));
    assert_eq!(told(Quantity::parse_text("0Gi", Kind::Storage)), "storage of `0Gi` is nothing");
}

#[test]
fn durations_have_one_unit_and_print_as_go_reads_them() {
    let rows = [
        ("500ms", "500ms"),
        ("30s", "30s"),
        ("90s", "90s"),
        ("120s", "2m"),
        ("1.5s", "1500ms"),
        ("1h", "1h"),
        ("1d", "24h"),
        ("0s", "0s"),
        ("10", "duration `10` has no unit -> 10s"),
        ("1h30m", "`1h30m` has more than one unit -> 90m"),
        ("1x30m", "`x30m` is no unit of time"),
        ("5min", "`min` is no unit of time -> 5m"),
        ("5M", "`M` is no unit of time -> 5m"),
        ("5Mi", "`Mi` is no unit of time"),
        ("-1s", "duration `-1s` is negative"),
        ("0.5ms", "`0.5ms` is finer than a millisecond"),
        ("s", "`s` is no duration"),
    ];
    table(&rows, |text| told(Duration::parse_text(text)));
    let seconds = |text: &str| told(Duration::parse_text(text).unwrap().seconds());
    table(
        &[
            ("1d", "86400"),
            ("1000ms", "1"),
            ("1500ms", "`1500ms` is no whole number of seconds -> 2s"),
            ("99999d", "`2399976h` is longer than 2147483647 seconds"),
        ],
        seconds,
    );
}

#[test]
fn small_numbers_keep_their_bounds() {
    assert_eq!(told(Port::parse("8080", "")), "8080");
    assert_eq!(told(Port::parse("0", "")), "port `0` is not in 1–65535");
    assert_eq!(told(Port::parse("65536", "")), "port `65536` is not in 1–65535");
    assert_eq!(told(Port::parse("80", "s")), "`80s` is no port");
    assert_eq!(told(NodePort::parse("30080", "")), "30080");
    assert_eq!(told(NodePort::parse("8080", "")), "node port `8080` is not in 30000–32767");
    assert_eq!(told(Percent::parse("70", "%", &(1..=100))), "70%");
    assert_eq!(told(Percent::parse("70", "", &(1..=100))), "`70` is no percentage -> 70%");
    assert_eq!(told(Percent::parse("700", "", &(1..=100))), "`700` is no percentage");
    assert_eq!(told(Percent::parse("170", "%", &(1..=100))), "`170%` is not in 1%–100%");
    assert_eq!(told(Percent::parse("7.5", "%", &(1..=100))), "`7.5%` is no whole percentage");
    assert_eq!(told(IntOrPercent::parse("1", "")), "1");
    assert_eq!(told(IntOrPercent::parse("-1", "")), "`-1` is neither a count nor a percentage");
    let quarter = IntOrPercent::parse("25", "%").unwrap();
    assert_eq!((quarter.of_rounded_up(5), quarter.of_rounded_down(5)), (2, 1));
}

#[test]
fn file_modes_become_decimal() {
    assert_eq!(FileMode::parse("0440").unwrap().value(), 288);
    let rows = [
        ("0440", "0440"),
        ("0777", "0777"),
        ("440", "`440` is no file mode -> 0440"),
        ("0o644", "`0o644` is no file mode -> 0644"),
        ("0888", "`0888` is no file mode"),
        ("4755", "`4755` is no file mode"),
        ("+440", "`+440` is no file mode"),
        ("", "`` is no file mode"),
    ];
    table(&rows, |text| told(FileMode::parse(text)));
}

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
fn hosts_urls_and_networks() {
    let rows = [
        ("todo.example.com", "ok"),
        ("https://Todo.example.com/x", "`https://Todo.example.com/x` is no host name -> todo.example.com"),
        ("10.0.0.1", "`10.0.0.1` is an address, not a host name"),
        ("*.example.com", "ok"),
        ("*.com", "`*.com` is no host name"),
        ("a.*.com", "`a.*.com` has `*` elsewhere than as its first label"),
    ];
    table(&rows, |text| checked(host::wildcard_host(text)));
    let rows =
        [("a@example.com", "ok"), ("a@b@c", "`a@b@c` is no e-mail address"), ("@x", "`@x` is no e-mail address")];
    table(&rows, |text| checked(host::email(text)));
    let rows = [
        ("10.96.0.20", "10.96.0.20"),
        ("fd00::1", "fd00::1"),
        ("10.96.0.20/32", "`10.96.0.20/32` is no IP address -> 10.96.0.20"),
        ("[::1]", "`[::1]` is no IP address -> ::1"),
        ("None", "`None` is no IP address"),
    ];
    table(&rows, |text| told(host::address(text)));
    let rows = [
        ("https://a.example:8443/x?y", "https://a.example:8443/x?y"),
        ("HTTP://[::1]:80", "http://[::1]:80"),
        ("oci://registry/charts", "oci://registry/charts"),
        ("a.example/x", "`a.example/x` has no scheme -> https://a.example/x"),
        ("https://u:p@a.example", "address carries a user or a password"),
        ("https://", "address has no host"),
        ("https://a.example:0", "port `0` is not in 1–65535"),
    ];
    table(&rows, |text| told(Url::parse(text)));
    let rows = [
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("fd00::/8", "fd00::/8"),
        ("10.0.0.1/8", "`10.0.0.1/8` has bits behind its prefix -> 10.0.0.0/8"),
        ("169.254.20.10", "`169.254.20.10` is no network -> 169.254.20.10/32"),
        ("10.0.0.0/33", "`10.0.0.0/33` is no network"),
        ("10.0.0.0/+8", "`10.0.0.0/+8` is no network"),
    ];
    table(&rows, |text| told(Cidr::parse(text)));
    let private = Cidr::parse("172.16.0.0/12").unwrap();
    assert!(private.contains("172.31.255.255".parse().unwrap()));
    assert!(!private.contains("172.32.0.0".parse().unwrap()));
    assert!(!private.contains("::1".parse().unwrap()));
}

#[test]
fn schedules_are_read_as_the_cluster_reads_them() {
    let same =
        ["0 8 * * *", "*/15 0-6/2 1,15 jan-MAR ?", "5/10 * * * mon-fri", "@daily", "@every 1h30m", "0 0 31 2 mon"];
    for text in same {
        assert_eq!(told(Schedule::parse(text)), text);
    }
    let rows = [
        ("0 25 * * *", "hour `25` is not in 0–23"),
        ("60 * * * *", "minute `60` is not in 0–59"),
        ("0 0 0 * *", "day of month `0` is not in 1–31"),
        ("0 0 * * 7", "day of week `7` is not in 0–6 -> 0 0 * * 0"),
        ("0 0 * monday *", "`monday` is no month"),
        ("0 0 * * monday", "`monday` is no day of week -> 0 0 * * mon"),
        ("0 0 * * fri-mon", "day of week `fri-mon` begins after its end"),
        ("*/0 * * * *", "step of minute `*/0` is no positive number"),
        ("1,,2 * * * *", "`` is no minute"),
        ("0 0 L * *", "`L` is no day of month"),
        ("0 0 30 2 *", "schedule `0 0 30 2 *` never fires: none of its months has such a day"),
        ("0 0 31 4,6 *", "schedule `0 0 31 4,6 *` never fires: none of its months has such a day"),
        ("0 0 8 * * *", "schedule `0 0 8 * * *` has 6 fields, not five"),
        ("", "schedule `` has 0 fields, not five"),
        ("TZ=Europe/Berlin 0 8 * * *", "schedule sets its time zone itself -> 0 8 * * *"),
        ("@dayly", "`@dayly` is no schedule -> @daily"),
        ("@reboot", "`@reboot` is no schedule"),
        ("@every 1x", "`1x` is no duration of a second or more"),
    ];
    table(&rows, |text| told(Schedule::parse(text)));
    let either = |text| Schedule::parse(text).unwrap().either_day();
    assert_eq!(["0 0 1 * mon", "0 0 * * mon", "0 0 1 * ?", "0 0 */2 * 1"].map(either), [true, false, false, true]);
}

#[test]
fn time_zones_are_iana_names() {
    let rows = [
        ("Europe/Berlin", "Europe/Berlin"),
        ("Etc/UTC", "Etc/UTC"),
        ("UTC", "UTC"),
        ("europe/berlin", "no time zone is called `europe/berlin` -> Europe/Berlin"),
        ("Europe/Berlln", "no time zone is called `Europe/Berlln` -> Europe/Berlin"),
        ("Berlin", "no time zone is called `Berlin` -> Europe/Berlin"),
        ("Local", "no time zone is called `Local`"),
        ("", "no time zone is called ``"),
    ];
    table(&rows, |text| told(TimeZone::parse(text)));
}

#[test]
fn paths_stay_where_they_belong() {
    let rows = [
        ("/var/lib/app", "ok"),
        ("data", "path `data` does not start with `/` -> /data"),
        ("/a:b", "path `/a:b` contains `:`"),
        ("/a/../b", "path `/a/../b` contains `..`"),
    ];
    table(&rows, |text| checked(path::container_path(text)));
    let rows = [
        ("a/b", "ok"),
        ("/a", "path `/a` inside a volume starts with `/` -> a"),
        ("../a", "path `../a` contains `..`"),
    ];
    table(&rows, |text| checked(path::sub_path(text)));
    let rows = [
        ("/livez?x=1", "ok"),
        ("livez", "path `livez` does not start with `/` -> /livez"),
        ("/a b", "path `/a b` contains ` ` -> /a%20b"),
    ];
    table(&rows, |text| checked(path::http_path(text)));
    let rows = [
        ("./frontend", "envs/frontend"),
        ("../todo-app.todostack", "todo-app.todostack"),
        ("..", ""),
        ("../../etc/passwd", "path `../../etc/passwd` leaves the project"),
        ("../../envs/x", "path `../../envs/x` leaves the project"),
        ("/etc/passwd", "path `/etc/passwd` is not relative"),
        ("C:/x", "path `C:/x` is not relative"),
        ("a\\b", "path `a\\b` contains `\\` -> a/b"),
        ("", "path is empty"),
    ];
    table(&rows, |text| told(path::project_path("envs", text)));
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

#[test]
fn credentials_are_recognised_and_never_repeated() {
    let cases = [
        (None, "sk-proj-9fK2mQ7xT4vB8nL1cR5w", "text holds an OpenAI or Anthropic key (`sk-…`)"),
        (None, "Bearer ghp_0123456789abcdefghij0123456789abcdef", "text holds a GitHub token (`ghp_…`)"),
        (None, "AKIAIOSFODNN7EXAMPLE", "text holds an AWS access key (`AKIA…`)"),
        (None, "xoxb-123456789012-abcdefgh1234", "text holds a Slack token (`xoxb-…`)"),
        (None, "-----BEGIN RSA PRIVATE KEY-----\nMII", "text holds a private key"),
        (None, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "text holds a JSON web token (`eyJ…`)"),
        (None, "postgres://app:hunter22@db:5432/app", "address carries a password"),
        (None, "redis://:hunter22@cache", "address carries a password"),
        (Some("DB_PASSWORD"), "hunter22", "`DB_PASSWORD` is named like a secret and has a literal value"),
        (Some("JWT_SECRET_KEY"), "changeme", "`JWT_SECRET_KEY` is named like a secret and has a literal value"),
        (Some("saslPassword"), "hunter22", "`saslPassword` is named like a secret and has a literal value"),
        (Some("OPENAI_API_KEY"), "abcdef", "`OPENAI_API_KEY` is named like a secret and has a literal value"),
        (Some("POSTGRES_PASSWORD"), "123456", "`POSTGRES_PASSWORD` is named like a secret and has a literal value"),
    ];
    for (name, value, expected) in cases {
        let problem = credential::find(name, value).unwrap_or_else(|| Problem::new(format!("nothing for {value}")));
        assert_eq!(problem.message, expected);
        assert!(!format!("{problem:?}").contains(value));
    }
}

#[test]
fn settings_are_no_credentials() {
    let cases = [
        ("TOKEN_EXPIRY_HOURS", "24"),
        ("JWT_ALGORITHM", "HS256"),
        ("PASSWORD_MIN_LENGTH", "8"),
        ("MAX_TOKENS", "4096"),
        ("REFRESH_TOKEN", "15m"),
        ("DB_PASSWORD_FILE", "/run/secrets/db"),
        ("DB_PASSWORD", "/run/secrets/db"),
        ("DB_PASSWORD", "$(PG_PASSWORD)"),
        ("DB_PASSWORD", ""),
        ("ALLOW_EMPTY_PASSWORD", "yes"),
        ("CSRF_TOKEN", "true"),
        ("TOKEN_URL", "https://id.example.com/token"),
        ("AUTH_TOKEN", "https://id.example.com/token"),
        ("TLS_SECRET", "web-tls"),
        ("NEXT_PUBLIC_TOKEN", "pk.abc"),
        ("DATABASE_URL", "postgres://app:$(PASS)@db:5432/app"),
        ("DATABASE_URL", "postgres://app@db:5432/app"),
        ("DATABASE_URL", "postgres://{user}:{password}@db"),
        ("HOST", "http://cache:6379/a:b@c"),
        ("APP", "sk-something-or-other-service"),
        ("LOCALE", "sk-SK"),
        ("PWD", "/app"),
        ("SECRET_NAME", "jwt"),
        ("CERT", "-----BEGIN CERTIFICATE-----"),
        ("KEYWORDS", "api"),
    ];
    for (name, value) in cases {
        assert_eq!(credential::find(Some(name), value), None, "{name}={value}");
    }
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
