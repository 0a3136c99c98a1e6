//! What the fuzz targets share: projects out of one text, the laws that hold for whatever is fed, and changes of texts that
//! know the vocabulary.

pub mod laws;
pub mod mutate;
pub mod project;

/// Work on one thread: what is covered then depends on the input alone.
pub fn one_thread() {
    // It is the only pool that there will be, so that nothing could have begun with another one.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
}

/// A target that is fed texts, changed by someone who knows the vocabulary.
#[macro_export]
macro_rules! text_target {
    ($text:ident, $body:block) => {
        libfuzzer_sys::fuzz_target!(init: $crate::one_thread(), |bytes: &[u8]| {
            if let Ok($text) = std::str::from_utf8(bytes) $body
        });

        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            $crate::mutate::mutate(data, size, max_size, seed)
        });

        libfuzzer_sys::fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| {
            $crate::mutate::cross(one, other, out, seed)
        });
    };
}
