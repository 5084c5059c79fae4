use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::{ALPHABET, ApplicationNumber, Code, DraftCode, NumberError, Secret};

fn number(seed: u64) -> ApplicationNumber {
    ApplicationNumber::random(&mut ChaCha8Rng::seed_from_u64(seed))
}

/// Whether the check lets the eight symbols through.
fn accepted(symbols: &[u8]) -> bool {
    let text: String = symbols.iter().map(|s| char::from(*s)).collect();
    match ApplicationNumber::parse(&text) {
        Ok(_) => true,
        Err(NumberError::Check) => false,
        Err(other) => panic!("{text}: {other}"),
    }
}

/// Every way of writing one other symbol: place, right symbol, wrong symbol, accepted.
fn substitutions(number: &ApplicationNumber) -> Vec<(usize, u8, u8, bool)> {
    let right = number.compact().into_bytes();
    let mut all = Vec::new();
    for place in 0..right.len() {
        for wrong in ALPHABET.iter().copied().filter(|s| *s != right[place]) {
            let mut typed = right.clone();
            typed[place] = wrong;
            all.push((place, right[place], wrong, accepted(&typed)));
        }
    }
    all
}

/// Every swap of two unequal neighbours: place of the first, accepted.
fn swaps(number: &ApplicationNumber) -> Vec<(usize, bool)> {
    let right = number.compact().into_bytes();
    let places = (0..right.len() - 1).filter(|place| right[*place] != right[place + 1]);
    let swap = |place: usize| {
        let mut typed = right.clone();
        typed.swap(place, place + 1);
        (place, accepted(&typed))
    };
    places.map(swap).collect()
}

proptest! {
    #[test]
    fn numbers_survive_print_and_json(seed: u64) {
        let number = number(seed);
        prop_assert_eq!(ApplicationNumber::parse(&number.to_string()), Ok(number));
        let json = serde_json::to_string(&number).unwrap();
        prop_assert_eq!(&json, &format!("\"{}\"", number.compact()));
        prop_assert_eq!(serde_json::from_str::<ApplicationNumber>(&json).unwrap(), number);
    }

    #[test]
    fn numbers_forgive_how_people_type(seed: u64) {
        let number = number(seed);
        let typed = number.to_string().replace('0', "o").replace('1', "l").replace('-', " – ");
        prop_assert_eq!(ApplicationNumber::parse(&typed.to_lowercase()), Ok(number));
        let typed = number.to_string().replace('0', "O").replace('1', "I");
        prop_assert_eq!(typed.parse(), Ok(number));
    }

    #[test]
    fn secrets_and_drafts_survive_print(seed: u64) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let secret = Secret::random(&mut rng);
        let typed = secret.expose_printed().to_lowercase();
        prop_assert_eq!(Secret::parse(&typed).unwrap().expose(), secret.expose());
        let draft = DraftCode::random(&mut rng);
        let typed = draft.expose_printed().to_lowercase();
        prop_assert_eq!(DraftCode::parse(&typed).unwrap().expose(), draft.expose());
    }

    #[test]
    fn only_zero_for_z_among_the_seven_slips_through(seed: u64) {
        for (place, right, wrong, accepted) in substitutions(&number(seed)) {
            let blind = place < 7 && matches!((right, wrong), (b'0', b'Z') | (b'Z', b'0'));
            prop_assert_eq!(accepted, blind, "place {}, {} for {}", place, wrong, right);
        }
    }

    #[test]
    fn swaps_are_caught_at_the_check_symbol_only(seed: u64) {
        for (place, accepted) in swaps(&number(seed)) {
            prop_assert_eq!(accepted, place < 6, "place {}", place);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,24}") {
        if let Ok(number) = ApplicationNumber::parse(&text) {
            prop_assert_eq!(ApplicationNumber::parse(&number.compact()), Ok(number));
        }
    }
}

/// Share of `accepted` flags that are false, in basis points, rounded.
fn caught(accepted: &[bool]) -> usize {
    let caught = accepted.iter().filter(|accepted| !**accepted).count();
    (caught * 10_000 + accepted.len() / 2) / accepted.len()
}

#[test]
fn detection_of_a_sample_agrees_with_the_documented_rates() {
    let numbers: Vec<_> = (0..1_000).map(number).collect();
    let substitutions: Vec<bool> =
        numbers.iter().flat_map(|n| substitutions(n).into_iter().map(|s| s.3)).collect();
    let swaps: Vec<bool> = numbers.iter().flat_map(|n| swaps(n).into_iter().map(|s| s.1)).collect();
    let (substitutions, swaps) = (caught(&substitutions), caught(&swaps));
    assert!((9_981..=9_984).contains(&substitutions), "{substitutions} bp of substitutions");
    assert!((1_404..=1_453).contains(&swaps), "{swaps} bp of swaps");
}

#[test]
fn the_sample_of_the_specification_is_a_valid_number() {
    let number = ApplicationNumber::parse("k7m4 2q9p").unwrap();
    assert_eq!(number.to_string(), "K7M4-2Q9P");
    assert_eq!(number.compact(), "K7M42Q9P");
}

#[test]
fn errors_name_the_fault() {
    let error = |text: &str| ApplicationNumber::parse(text).unwrap_err();
    assert_eq!(error("K7M4-2Q9Q"), NumberError::Check);
    assert_eq!(error("K7M4-2Q9Q").key(), "number-check");
    assert_eq!(error("K7M4-2U9P"), NumberError::Symbol { code: Code::Number, position: 7 });
    assert_eq!(
        error("K7M4-2Q9"),
        NumberError::Length { code: Code::Number, expected: 8, found: 7 }
    );
    assert_eq!(error("K7M4-2Q9PP").key(), "number-length");
    assert_eq!(Secret::parse("K7M4").unwrap_err().key(), "secret-length");
    assert_eq!(DraftCode::parse("K7M4-2U9P-0000").unwrap_err().key(), "draft-code-symbol");
    assert_eq!(crate::Error::from(NumberError::Check).key(), "number-check");
}

#[test]
fn print_and_debug() {
    let secret = Secret::parse("0123 4567 89ab cdef").unwrap();
    assert_eq!(secret.expose_printed(), "0123-4567-89AB-CDEF");
    assert_eq!(format!("{secret:?}"), "Secret(redacted)");
    let draft = DraftCode::parse("ghjkmnpqrstv").unwrap();
    assert_eq!(draft.expose_printed(), "GHJK-MNPQ-RSTV");
    assert_eq!(format!("{draft:?}"), "DraftCode(redacted)");
}

#[test]
fn every_symbol_can_be_drawn() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let drawn: String = (0..100).map(|_| Secret::random(&mut rng).expose()).collect();
    for symbol in ALPHABET {
        assert!(drawn.contains(char::from(*symbol)), "{}", char::from(*symbol));
    }
}
