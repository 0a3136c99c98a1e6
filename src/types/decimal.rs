//! Decimal numbers as they are written, without rounding.

/// `mantissa / 10^places`, with no trailing zero in the fraction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decimal {
    /// The digits, with their sign.
    pub(super) mantissa: i128,
    /// How many of the digits stand behind the point.
    pub(super) places: u32,
}

impl Decimal {
    /// Reads sign, digits and at most one point (`-1`, `0.5`, `.5`, `5.`); nothing if it is no number or has over 36 digits.
    pub(super) fn read(digits: &str) -> Option<Self> {
        let (sign, unsigned) = match digits.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, digits.strip_prefix('+').unwrap_or(digits)),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let fraction =
            if whole.is_empty() && fraction.is_empty() { return None } else { fraction.trim_end_matches('0') };
        let joined = format!("{}{fraction}", whole.trim_start_matches('0'));
        if joined.len() > 36 || !joined.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let mantissa: i128 = if joined.is_empty() { 0 } else { joined.parse().ok()? };
        Some(Self { mantissa: sign * mantissa, places: u32::try_from(fraction.len()).ok()? })
    }

    /// The number times `factor`, cut and rounded away from zero to a whole; nothing where it leaves `i128`.
    pub(super) fn times(self, factor: i128) -> Option<Whole> {
        let product = self.mantissa.checked_mul(factor)?;
        let divisor = 10_i128.checked_pow(self.places)?;
        let rest = product.checked_rem(divisor)?;
        Some(Whole { value: product.checked_div(divisor)? + rest.signum(), exact: rest == 0 })
    }
}

/// A whole number that was reached, and whether nothing was lost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whole {
    /// Rounded away from zero.
    pub(super) value: i128,
    /// Whether nothing had to be rounded.
    pub(super) exact: bool,
}

/// Reads a whole number without unit.
pub(super) fn whole(digits: &str, unit: &str) -> Option<i128> {
    let number = Decimal::read(digits)?.times(1)?;
    (unit.is_empty() && number.exact).then_some(number.value)
}

/// Cuts a text before its unit: `1.5Gi` into `1.5` and `Gi`.
pub(super) fn split(text: &str) -> (&str, &str) {
    let end = text.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | '-' | '+'));
    text.split_at_checked(end.unwrap_or(text.len())).unwrap_or((text, ""))
}
