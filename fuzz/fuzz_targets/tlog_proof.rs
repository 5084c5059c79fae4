#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    bening_fuzz::bodies::tlog_proof(bytes);
});
