#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    bening_fuzz::bodies::entry(bytes);
});
