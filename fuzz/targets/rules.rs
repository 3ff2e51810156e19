#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| spec_tests::fuzz::rules(bytes));
