//! Any bytes have a tree and findings.

#![no_main]

use todoc_fuzz::{laws, mutate};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::parse(bytes));

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::mutate(data, size, max_size, seed)
});

libfuzzer_sys::fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| {
    mutate::cross(one, other, out, seed)
});
