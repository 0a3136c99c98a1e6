//! Host names, addresses and networks.
//!
//! Follows <https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards> and
//! <https://kubernetes.io/docs/concepts/services-networking/network-policies/>.

use super::{Port, Problem, decimal, names};
use smol_str::SmolStr;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A host with its port: `kafka.example.com:9092`, `10.0.0.1:9092`, `[fd00::1]:9092`.
///
/// # Errors
/// When a part is missing or is none.
pub fn host_and_port(text: &str) -> Result<(), Problem> {
    let Some((host, port)) = text.rsplit_once(':').filter(|(host, _)| !host.contains(':') || host.ends_with(']'))
    else {
        return Err(Problem::new(format!("`{text}` names no port")).help("write `\"HOST:PORT\"`"));
    };
    let (digits, unit) = decimal::split(port);
    Port::parse(digits, unit)?;
    match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inner) if inner.parse::<Ipv6Addr>().is_ok() => Ok(()),
        Some(_) => Err(Problem::new(format!("`{host}` is no address"))),
        None if host.parse::<Ipv4Addr>().is_ok() => Ok(()),
        None => host_name(host),
    }
}

/// A host name: a lower-case DNS name.
///
/// # Errors
/// When it is none, or an address.
pub fn host_name(text: &str) -> Result<(), Problem> {
    if text.parse::<IpAddr>().is_ok() {
        return Err(Problem::new(format!("`{text}` is an address, not a host name")));
    }
    let legal = |label: &str| names::dns_label(label).is_ok();
    if text.len() <= 253 && text.split('.').all(legal) {
        return Ok(());
    }
    let host = bare_host(text);
    let fixed = host.to_ascii_lowercase();
    let fixed = (fixed != text && names::dns_subdomain(&fixed).is_ok()).then_some(fixed);
    Err(Problem::new(format!("`{text}` is no host name")).suggest(fixed))
}

/// A host name, or one whose first label is `*`, which stands for exactly one label.
///
/// # Errors
/// When it is neither.
pub fn wildcard_host(text: &str) -> Result<(), Problem> {
    match text.strip_prefix("*.") {
        Some(rest) if host_name(rest).is_ok() && rest.contains('.') => Ok(()),
        Some(rest) => {
            let fixed = host_name(rest).err().and_then(|fault| fault.suggestion).map(|rest| format!("*.{rest}"));
            Err(Problem::new(format!("`{text}` is no host name")).suggest(fixed))
        }
        None if text.contains('*') => Err(Problem::new(format!("`{text}` has `*` elsewhere than as its first label"))
            .help("a wildcard stands for one whole label, as in `*.example.com`")),
        None => host_name(text),
    }
}

/// An IP address, of version 4 or 6.
///
/// # Errors
/// When it is none.
pub fn address(text: &str) -> Result<IpAddr, Problem> {
    let problem = || {
        let alone = text.split_once('/').map_or(text, |(address, _)| address).trim_matches(['[', ']']);
        let fixed = alone.parse::<IpAddr>().ok().map(|address| address.to_string());
        Problem::new(format!("`{text}` is no IP address")).suggest(fixed)
    };
    text.parse().map_err(|_| problem())
}

/// An address of electronic mail, as far as a misspelling can be told: one `@` between a name and a host.
///
/// # Errors
/// When it is none.
pub fn email(text: &str) -> Result<(), Problem> {
    let legal =
        |name: &str| !name.is_empty() && !name.contains(|letter: char| letter.is_whitespace() || letter.is_control());
    match text.split_once('@') {
        Some((name, host)) if legal(name) && host_name(&host.to_ascii_lowercase()).is_ok() => Ok(()),
        Some(_) | None => Err(Problem::new(format!("`{text}` is no e-mail address"))),
    }
}

/// An address on the web, in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    /// `https`, `oci` …, in lower case.
    pub scheme: SmolStr,
    /// A host name or an address; an IPv6 address with its brackets.
    pub host: SmolStr,
    /// The port, where one is written.
    pub port: Option<Port>,
    /// The path with its `/`, and the query; empty where there is none.
    pub path: SmolStr,
}

impl Url {
    /// Reads scheme, host, port and path.
    ///
    /// # Errors
    /// When a part is missing or wrong, or when it carries a user or a password.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let Some((scheme, rest)) = text.split_once("://") else {
            let fixed = Self::parse(&format!("https://{text}")).is_ok_and(|url| url.host.contains('.'));
            return Err(
                Problem::new(format!("`{text}` has no scheme")).suggest(fixed.then(|| format!("https://{text}")))
            );
        };
        let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        if !scheme.starts_with(|first: char| first.is_ascii_alphabetic()) || !scheme.bytes().all(word) {
            return Err(Problem::new(format!("`{scheme}` is no scheme")));
        }
        let cut = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(cut).unwrap_or((rest, ""));
        if authority.contains('@') {
            return Err(Problem::new("address carries a user or a password"));
        }
        if path.contains(|letter: char| letter.is_whitespace() || letter.is_control()) {
            return Err(Problem::new("path of the address contains white space or a control character"));
        }
        let (host, port) = authority_parts(authority)?;
        Ok(Self { scheme: scheme.to_ascii_lowercase().into(), host: host.into(), port, path: path.into() })
    }

    /// Scheme, host and port: what a browser calls the origin.
    #[must_use]
    pub fn origin(&self) -> String {
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{}{port}", self.scheme, self.host)
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path)
    }
}

/// A network: an address whose bits behind the prefix are zero, and the prefix' length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr {
    /// The first address.
    pub address: IpAddr,
    /// Length of the prefix in bits.
    pub prefix: u8,
}

impl Cidr {
    /// Reads `10.0.0.0/8` or `fd00::/8`.
    ///
    /// # Errors
    /// When it is none, or when bits behind the prefix are set, which newer API servers warn of.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let problem = |fixed: Option<Self>| {
            Problem::new(format!("`{text}` is no network"))
                .help("a network is an address and a prefix, such as `10.0.0.0/8`")
                .suggest(fixed.map(|cidr| cidr.to_string()))
        };
        let Some((address, prefix)) = text.split_once('/') else {
            let one = text.parse().ok().map(|address: IpAddr| Self { address, prefix: bits(address) });
            return Err(problem(one));
        };
        let digits = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_digit());
        let parsed = address.parse::<IpAddr>().ok().zip(prefix.parse().ok().filter(|_| digits));
        let Some((address, prefix)) = parsed.filter(|(address, prefix)| *prefix <= bits(*address)) else {
            return Err(problem(None));
        };
        let network = Self { address: first(address, prefix), prefix };
        if network.address != address {
            return Err(Problem::new(format!("`{text}` has bits behind its prefix")).suggest(network.to_string()));
        }
        Ok(network)
    }

    /// Whether another network is a part of this one, and not all of it.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        other.prefix > self.prefix && self.contains(other.address)
    }

    /// Whether an address lies in the network.
    #[must_use]
    pub fn contains(self, address: IpAddr) -> bool {
        address.is_ipv4() == self.address.is_ipv4() && first(address, self.prefix) == self.address
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

/// The host of what may have a scheme before and a port and a path behind.
fn bare_host(text: &str) -> &str {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    rest.split(['/', ':', '?', '#']).next().unwrap_or_default()
}

fn authority_parts(authority: &str) -> Result<(&str, Option<Port>), Problem> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        Some(_) | None => (authority, None),
    };
    let v6 = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match v6 {
        Some(inner) if inner.parse::<Ipv6Addr>().is_err() => {
            return Err(Problem::new(format!("`{inner}` is no address")));
        }
        None if host.is_empty() => return Err(Problem::new("address has no host")),
        None if host.parse::<Ipv4Addr>().is_err() => host_name(&host.to_ascii_lowercase())?,
        Some(_) | None => {}
    }
    let port = port.map(|text| {
        let (digits, unit) = decimal::split(text);
        Port::parse(digits, unit)
    });
    Ok((host, port.transpose()?))
}

fn bits(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn first(address: IpAddr, prefix: u8) -> IpAddr {
    match address {
        IpAddr::V4(four) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(prefix.min(32))).unwrap_or(0);
            Ipv4Addr::from_bits(four.to_bits() & mask).into()
        }
        IpAddr::V6(six) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(prefix.min(128))).unwrap_or(0);
            Ipv6Addr::from_bits(six.to_bits() & mask).into()
        }
    }
}
