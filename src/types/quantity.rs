//! Resource quantities: `500m`, `1.5Gi`, `10G`.
//!
//! Follows <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/> and, for the printed
//! form, `Quantity.CanonicalizeBytes` of apimachinery: a value that is not canonical shows as a difference for ever
//! in tools that compare what was sent with what is stored.

use super::Problem;
use super::decimal::{self, Decimal};
use std::cmp::Ordering;
use std::fmt;

const NANO: i128 = 1_000_000_000;
/// The largest amount that Kubernetes keeps, in whole units.
const LARGEST: i128 = i64::MAX as i128;
const DECIMAL: [&str; 10] = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
/// The decimal suffixes from the second on: what an amount in nanos can be divided down to.
const LARGER: &[&str] = DECIMAL.split_at(1).1;
const BINARY: [&str; 6] = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/// What is measured; it decides which units make sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Cores.
    Cpu,
    /// Bytes of memory.
    Memory,
    /// Bytes of disk.
    Storage,
    /// A count of anything.
    Amount,
}

impl Kind {
    /// `cpu`, `memory`, `storage` or `amount`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Cpu => "cpu",
            Kind::Memory => "memory",
            Kind::Storage => "storage",
            Kind::Amount => "amount",
        }
    }
}

/// An exact amount. Compared by value (`1Gi` equals `1024Mi`); printed in canonical form.
#[derive(Debug, Clone, Copy)]
pub struct Quantity {
    /// The amount in thousand-millionths, the finest that Kubernetes keeps.
    nanos: i128,
    family: Family,
}

/// Which suffixes the amount is printed with: those it was written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Decimal,
    Binary,
    Exponent,
}

impl Quantity {
    /// Reads what Kubernetes accepts for any resource, rounded up to nanos; nothing for anything else or over 2^63−1.
    #[must_use]
    pub fn read(digits: &str, unit: &str) -> Option<Self> {
        let (family, factor, places) = scale(unit)?;
        let mut number = Decimal::read(digits)?;
        number.places += places;
        let nanos = number.times(factor.checked_mul(NANO)?)?.value;
        (nanos.abs() <= LARGEST * NANO).then_some(Self { nanos, family })
    }

    /// Reads the same from a text such as `1.5Gi`.
    #[must_use]
    pub fn read_text(text: &str) -> Option<Self> {
        let (digits, unit) = decimal::split(text);
        Self::read(digits, unit)
    }

    /// Reads the amount of a kind from the digits and the unit of a number.
    ///
    /// # Errors
    /// When it is no quantity, or one that makes no sense for the kind: negative, zero, thousandths of a byte, cores in `Gi`.
    pub fn parse(digits: &str, unit: &str, kind: Kind) -> Result<Self, Problem> {
        if scale(unit).is_none() {
            return Err(unknown_unit(digits, unit, kind));
        }
        let written = format!("{digits}{unit}");
        let Some(quantity) = Self::read(digits, unit) else {
            return Err(Problem::new(format!("`{written}` is no {} quantity", kind.name()))
                .help("a quantity has at most 36 digits and is at most 2^63-1"));
        };
        match quantity.nanos.cmp(&0) {
            Ordering::Less => Err(Problem::new(format!("{} of `{written}` is negative", kind.name()))),
            Ordering::Equal => Err(zero(&written, kind)),
            Ordering::Greater => match kind {
                Kind::Cpu => quantity.check_cores(digits, unit),
                Kind::Memory | Kind::Storage => quantity.check_bytes(digits, unit, kind),
                Kind::Amount => Ok(quantity),
            },
        }
    }

    /// Reads the amount of a kind from a text such as `1.5Gi`.
    ///
    /// # Errors
    /// As [`Quantity::parse`].
    pub fn parse_text(text: &str, kind: Kind) -> Result<Self, Problem> {
        let (digits, unit) = decimal::split(text);
        Self::parse(digits, unit, kind)
    }

    /// Thousandths, rounded up: millicores.
    #[must_use]
    pub fn millis(self) -> i128 {
        away_from_zero(self.nanos, NANO / 1000)
    }

    /// Whole units, rounded up: bytes.
    #[must_use]
    pub fn units(self) -> i128 {
        away_from_zero(self.nanos, NANO)
    }

    fn check_cores(self, digits: &str, unit: &str) -> Result<Self, Problem> {
        let written = format!("{digits}{unit}");
        let bytes = self.family == Family::Binary || matches!(unit, "M" | "G" | "T" | "P" | "E");
        if bytes {
            return Err(Problem::new(format!("cpu of `{written}` is counted in `{unit}`"))
                .help("cpu is counted in cores (`2`, `0.5`) or thousandths of one (`500m`)")
                .suggest((unit == "M" || unit == "Mi").then(|| format!("{digits}m"))));
        }
        if self.nanos % (NANO / 1000) != 0 {
            let rounded = Self { nanos: self.millis() * (NANO / 1000), family: self.family };
            return Err(Problem::new(format!("cpu of `{written}` is finer than `1m`")).suggest(rounded.to_string()));
        }
        Ok(self)
    }

    fn check_bytes(self, digits: &str, unit: &str, kind: Kind) -> Result<Self, Problem> {
        let name = kind.name();
        let mebibytes = || format!("{digits}Mi");
        if matches!(unit, "n" | "u" | "m") {
            let bytes = plain(self.nanos);
            return Err(Problem::new(format!("{name} of `{digits}{unit}` is {bytes} bytes"))
                .help("`m` is a thousandth; a mebibyte is `Mi`")
                .suggest(mebibytes()));
        }
        if unit.is_empty() && self.nanos < (1 << 20) * NANO {
            let bytes = plain(self.nanos);
            let noun = if bytes == "1" { "byte" } else { "bytes" };
            return Err(Problem::new(format!("{name} of `{digits}` is {bytes} {noun}"))
                .help("a number without a unit counts bytes; write `Mi` or `Gi` behind it")
                .suggest(mebibytes()));
        }
        // The API server rounds a fraction of a byte up when it stores the value.
        Ok(Self { nanos: self.units() * NANO, ..self })
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let small = self.nanos.abs() < 1024 * NANO;
        if self.family == Family::Binary && !small {
            let (number, suffix) = largest(self.units(), 1024, &BINARY);
            return write!(f, "{number}{}", suffix.and_then(|at| BINARY.get(at)).unwrap_or(&""));
        }
        if self.nanos == 0 {
            return f.write_str("0");
        }
        let (number, thousands) = largest(self.nanos, 1000, LARGER);
        let suffix = thousands.map_or(0, |at| at + 1);
        if self.family == Family::Exponent && suffix != 3 {
            return write!(f, "{number}e{}", i64::try_from(suffix).unwrap_or_default() * 3 - 9);
        }
        write!(f, "{number}{}", DECIMAL.get(suffix).unwrap_or(&""))
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.nanos == other.nanos
    }
}

impl Eq for Quantity {}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.nanos.cmp(&other.nanos)
    }
}

/// Family, factor and decimal places of a suffix; an exponent must lie between −9 and 18.
fn scale(unit: &str) -> Option<(Family, i128, u32)> {
    if let Some(at) = BINARY.iter().position(|suffix| *suffix == unit) {
        return Some((Family::Binary, 1024_i128.pow(u32::try_from(at).ok()? + 1), 0));
    }
    if let Some(at) = DECIMAL.iter().position(|suffix| *suffix == unit) {
        let at = u32::try_from(at).ok()?;
        return Some((Family::Decimal, 1000_i128.pow(at.saturating_sub(3)), 3_u32.saturating_sub(at) * 3));
    }
    let exponent: i32 = unit.strip_prefix(['e', 'E'])?.parse().ok().filter(|exponent| (-9..=18).contains(exponent))?;
    let factor = 10_i128.pow(u32::try_from(exponent).unwrap_or_default());
    Some((Family::Exponent, factor, u32::try_from(-exponent).unwrap_or_default()))
}

/// Divides by `base` while nothing is lost and a suffix is left; the suffix' index, none where nothing was divided.
fn largest(mut number: i128, base: i128, suffixes: &[&str]) -> (i128, Option<usize>) {
    let mut suffix = None;
    for at in 0..suffixes.len() {
        if number % base != 0 {
            break;
        }
        number /= base;
        suffix = Some(at);
    }
    (number, suffix)
}

fn away_from_zero(number: i128, divisor: i128) -> i128 {
    number / divisor + (number % divisor).signum()
}

/// An amount without suffix: `0.512`.
fn plain(nanos: i128) -> String {
    let text = format!("{}.{:09}", nanos / NANO, nanos % NANO);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn zero(written: &str, kind: Kind) -> Problem {
    let problem = Problem::new(format!("{} of `{written}` is nothing", kind.name()));
    match kind {
        Kind::Cpu | Kind::Memory => {
            problem.help("`none` asks for neither a request nor a limit").suggest("none".to_owned())
        }
        Kind::Storage | Kind::Amount => problem,
    }
}

fn unknown_unit(digits: &str, unit: &str, kind: Kind) -> Problem {
    let problem = Problem::new(format!("`{unit}` is no unit of {}", kind.name()));
    match kind {
        Kind::Cpu => problem
            .help("cpu is counted in cores (`2`, `0.5`) or thousandths of one (`500m`)")
            .suggest(core_unit(unit).map(|right| format!("{digits}{right}"))),
        Kind::Memory | Kind::Storage | Kind::Amount => problem
            .help("units are `Ki`, `Mi`, `Gi`, `Ti` (powers of 1024) and `k`, `M`, `G`, `T` (powers of 1000)")
            .suggest(byte_unit(unit).map(|right| format!("{digits}{right}"))),
    }
}

fn core_unit(unit: &str) -> Option<&'static str> {
    match unit.to_ascii_lowercase().as_str() {
        "c" | "core" | "cores" | "cpu" | "cpus" | "vcpu" | "vcpus" => Some(""),
        "mcpu" | "mcores" | "mi" | "milli" | "millicpu" | "millicores" => Some("m"),
        _ => None,
    }
}

/// The binary unit that was meant by `MB`, `mib`, `K` …
fn byte_unit(unit: &str) -> Option<&'static str> {
    let lower = unit.to_ascii_lowercase();
    let bare = lower.strip_suffix("bytes").or(lower.strip_suffix('b')).unwrap_or(&lower);
    let letter = bare.strip_suffix('i').unwrap_or(bare);
    BINARY.into_iter().find(|suffix| suffix.strip_suffix('i').is_some_and(|upper| upper.eq_ignore_ascii_case(letter)))
}
