//! Quantities, times, numbers and modes.

use crate::{table, told};
use todoc::types::quantity::Kind;
use todoc::types::{Duration, FileMode, IntOrPercent, NodePort, Percent, Port, Quantity};

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
        ("-1", "cpu of `-1` is negative"),
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
        ("-1Gi", "memory of `-1Gi` is negative"),
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
