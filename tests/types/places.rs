//! Hosts, addresses, paths, schedules and zones.

use crate::{checked, table, told};
use todoc::types::{Cidr, Schedule, TimeZone, Url, host, path};

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
        ("", "path is empty"),
        ("/a", "path `/a` is not relative -> a"),
        ("../a", "path `../a` contains `..`"),
        ("a/..", "path `a/..` contains `..`"),
        ("..data", "path `..data` contains `..`"),
        ("a/..data", "ok"),
    ];
    table(&rows, |text| checked(path::path_within(text)));
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
