//! Changes of texts that keep them nearly right, so that more than the parser sees them: words of the vocabulary in the place of
//! others, lines cut out, moved and taken from elsewhere. Half of all changes are libFuzzer's own, of bytes.

use std::sync::LazyLock;
use todoc::schema::{self, Base, Block, Naming, Type};

/// Every word of the vocabulary, and what people write beside it.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut words: Vec<String> = PIECES.iter().map(|&piece| piece.to_owned()).collect();
    for block in blocks() {
        words.push(block.name.to_owned());
        words.push(format!("{} api {{ }}", block.name));
        if let Naming::Fixed(names) = block.naming {
            words.extend(names.iter().map(|&name| name.to_owned()));
        }
        if let Base::Choice(choices) = block.base {
            words.extend(choices.iter().map(|choice| choice.name.to_owned()));
        }
    }
    for field in schema::every_field() {
        words.push(field.name.to_owned());
        words.push(format!("{} = ", field.name));
        words_of(&field.ty, &mut words);
        words.extend(field.default.map(|default| format!("{} = {default}", field.name)));
    }
    words.sort();
    words.dedup();
    words
});

const PIECES: &[&str] = &[
    "none",
    "null",
    "true",
    "0",
    "-1",
    "1",
    "65536",
    "5..2",
    "1..3",
    "70%",
    "1Gi..none",
    "500m",
    "10s",
    "1.5",
    "[]",
    "{ }",
    "\"\"",
    "\"a\"",
    "\"${let.a}\"",
    "\"${env.A}\"",
    "let.a",
    "param.b",
    "service.api.url",
    "service.api",
    "secret.a",
    "pod.ip",
    "env.A",
    "config.a.b",
    "database.db.url",
    "environment.release",
    "add ",
    "let a = let.b\n",
    "param b { }\n",
    "use \"lib.todostack\"\n",
    ": web",
    "\n-- prod.todostack --\nenvironment prod : production extends \"app.todostack\"\n",
    "\n-- Dockerfile --\nFROM alpine:3.20\n",
    "environment dev : development { }\n",
    "*/5 * * * *",
    "{{ .Values.a }}",
    "$(A)",
    "\u{2028}",
    "\u{202e}",
    "\u{feff}",
    "\r\n",
    "\"\"\"\n",
    "'''\n",
    "\\",
    "${",
    "}",
    "{",
    "[",
    "]",
    "=",
    "..",
    "#",
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "ghcr.io/acme/api:1.0.0",
    "example.com",
    "*.example.com",
    "10.0.0.0/8",
    "2001:db8::/32",
    "http://a:80/b",
    "2147483648",
    "9223372036854775808",
    "1e400",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "kube-system",
    "default",
];

fn words_of(ty: &Type, words: &mut Vec<String>) {
    match ty {
        Type::Choice(choices) => words.extend(choices.iter().map(|choice| choice.name.to_owned())),
        Type::Either(types) => types.iter().for_each(|ty| words_of(ty, words)),
        Type::List(item) => words_of(item, words),
        _ => {}
    }
}

fn blocks() -> Vec<&'static Block> {
    let mut blocks: Vec<&'static Block> = schema::TOP.to_vec();
    let mut next = 0;
    while let Some(block) = blocks.get(next) {
        let new: Vec<_> = block.blocks.iter().filter(|new| !blocks.iter().any(|known| known.is(new))).collect();
        blocks.extend(new);
        next += 1;
    }
    blocks
}

/// Changes the first `size` bytes of `data`, which has room for `max_size`; returns how many there are afterwards.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random::new(seed);
    if random.below(2) == 0 {
        return libfuzzer_sys::fuzzer_mutate(data, size, max_size);
    }
    let mut text = String::from_utf8_lossy(data.get(..size).unwrap_or_default()).into_owned();
    for _ in 0..=random.below(3) {
        change(&mut text, &mut random);
    }
    put(&text, data, max_size)
}

/// Lines of one text among those of another.
pub fn cross(one: &[u8], other: &[u8], out: &mut [u8], seed: u32) -> usize {
    let mut random = Random::new(seed);
    let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
    let mut lines: Vec<&str> = one.split_inclusive('\n').collect();
    let others: Vec<&str> = other.split_inclusive('\n').collect();
    let from = random.below(others.len());
    let taken = others.iter().skip(from).take(1 + random.below(12)).copied();
    let at = random.below(lines.len() + 1);
    lines.splice(at..at, taken);
    let max_size = out.len();
    put(&lines.concat(), out, max_size)
}

fn put(text: &str, data: &mut [u8], max_size: usize) -> usize {
    let size = text.floor_char_boundary(max_size.min(data.len()));
    let (kept, room) = (text.get(..size).unwrap_or_default(), data.get_mut(..size).unwrap_or_default());
    room.copy_from_slice(kept.as_bytes());
    size
}

fn change(text: &mut String, random: &mut Random) {
    match random.below(6) {
        0 => {
            let at = text.floor_char_boundary(random.below(text.len() + 1));
            text.insert_str(at, word(random));
        }
        1 | 2 => replace_token(text, random),
        _ => *text = change_lines(text, random),
    }
}

fn word(random: &mut Random) -> &'static str {
    WORDS.get(random.below(WORDS.len())).map_or("", String::as_str)
}

/// Puts a word in the place of a word, or of what is quoted.
fn replace_token(text: &mut String, random: &mut Random) {
    let from = text.floor_char_boundary(random.below(text.len() + 1));
    let is_end = |sign: char| sign.is_whitespace() || "{}[]=,:\"".contains(sign);
    let rest = text.get(from..).unwrap_or_default();
    let Some(start) = rest.find(|sign| !is_end(sign)).map(|at| from + at) else { return };
    let begin = text.get(..start).unwrap_or_default().rfind(is_end).map_or(0, |at| text.ceil_char_boundary(at + 1));
    let end = text.get(start..).unwrap_or_default().find(is_end).map_or(text.len(), |at| start + at);
    text.replace_range(begin..end, word(random));
}

/// Cuts lines out, says them again elsewhere, or puts a new one between.
fn change_lines(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (from, at) = (random.below(lines.len()), random.below(lines.len() + 1));
    let some = 1 + random.below(8);
    match random.below(4) {
        0 => drop(lines.drain(from.min(lines.len())..(from + some).min(lines.len()))),
        1 => {
            let taken: Vec<&str> = lines.iter().skip(from).take(some).copied().collect();
            lines.splice(at..at, taken);
        }
        2 => {
            let taken: Vec<&str> = lines.drain(from.min(lines.len())..(from + some).min(lines.len())).collect();
            let at = at.min(lines.len());
            lines.splice(at..at, taken);
        }
        _ => {
            let line = [word(random), " ", word(random), "\n"];
            lines.splice(at..at, line);
        }
    }
    lines.concat()
}

/// Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn new(seed: u32) -> Self {
        Self(u64::from(seed) << 16 | 0x9E37)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).unwrap_or(0)
    }
}
