//! Texts that nobody would write, the same on every run.

/// Numbers that look random.
pub(crate) struct XorShift(pub(crate) u64);

impl XorShift {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }
}

/// What reads well enough to be parsed, so that checking sees it.
const PIECES: &[&str] = &[
    " none ",
    " 0 ",
    " -1 ",
    " 5..2 ",
    " 1Gi..none ",
    " 70% ",
    " true ",
    " [] ",
    " [none, 1, \"a\"] ",
    " \"\" ",
    " \"${let.a}\" ",
    " let.a ",
    " param.b ",
    " service.api.url ",
    " service.api ",
    " secret.a ",
    " pod.ip ",
    " env.A ",
    " config.a.b ",
    "\nadd ",
    "\nlet a = let.b\n",
    "\nlet b = let.a\n",
    "\nparam b { }\n",
    "\nport = none\n",
    "\nservice api { port = 1 }\n",
    "\nenvironment dev : dev { service { } }\n",
    "\nprofile a : b { }\n",
    " : web ",
    " x ",
    " { ",
    " } ",
    " = ",
    "é",
    "\"",
    "\nroutes = none\n",
    "\nroutes { \"/\" = api }\n",
];

/// A text with one to six changes: something cut out, put in, or said again elsewhere.
pub(crate) fn mutate(text: &str, random: &mut XorShift) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(6) {
        let at = random.below(text.len());
        match random.below(3) {
            0 => drop(text.drain(at..(at + 1 + random.below(8)).min(text.len()))),
            1 => drop(text.splice(at..at, PIECES[random.below(PIECES.len())].chars())),
            _ => {
                let from = random.below(text.len());
                let piece: Vec<char> = text.iter().skip(from).take(random.below(120)).copied().collect();
                text.splice(at..at, piece);
            }
        }
    }
    text.into_iter().collect()
}
