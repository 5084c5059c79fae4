use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::{IdentityError, Kk, Nik, Nip, Phone, Sex, Stated, Warning};
use crate::activity::ActivityCodeError;
use crate::number::{Code, NumberError};

const TODAY: Date = date(2026, 6, 1);

/// Days of birth that a NIK can hold and a person of today can have.
fn any_birth() -> impl Strategy<Value = Date> {
    (1927i16..=2026, 1i8..=12, 1i8..=31)
        .prop_filter_map("a day of the calendar", |(y, m, d)| Date::new(y, m, d).ok())
        .prop_filter("not after today", |birth| *birth <= TODAY)
}

fn nik_text(region: u32, birth: Date, sex: Sex, serial: u16) -> String {
    let day = if sex == Sex::Female { birth.day() + 40 } else { birth.day() };
    let year = birth.year() % 100;
    format!("{region:06}{day:02}{:02}{year:02}{serial:04}", birth.month())
}

/// Puts the characters of `between` one after the other between the digits.
fn spaced(digits: &str, between: &str) -> String {
    let separators = between.chars().cycle();
    digits.chars().zip(separators).flat_map(|(digit, separator)| [digit, separator]).collect()
}

proptest! {
    #[test]
    fn nik_says_what_was_put_in(
        region in 110_101u32..=969_999, birth in any_birth(), female: bool, serial in 1u16..=9999,
    ) {
        let sex = if female { Sex::Female } else { Sex::Male };
        let text = nik_text(region, birth, sex, serial);
        let nik = Nik::parse(&spaced(&text, " .-–\u{a0}")).unwrap();
        prop_assert_eq!(nik.expose(), &text);
        prop_assert_eq!(nik.birth(TODAY), birth);
        prop_assert_eq!(nik.sex(), sex);
        prop_assert_eq!(nik.region(), region.to_string());
        let masked = nik.masked();
        prop_assert_eq!(&masked, &format!("{}********{}", &text[..6], &text[14..]));
        prop_assert_eq!(format!("{nik:?}"), format!("Nik({masked})"));
        let json = serde_json::to_string(&nik).unwrap();
        prop_assert_eq!(&json, &format!("\"{text}\""));
        prop_assert_eq!(serde_json::from_str::<Nik>(&json).unwrap(), nik);
    }

    #[test]
    fn nik_date_is_as_the_calendar_has_it(day in 0i8..=99, month in 0i8..=99, year in 0i16..=99) {
        let plain = if (41..=71).contains(&day) { day - 40 } else { day };
        let real = [1900, 2000].iter().any(|century| Date::new(century + year, month, plain).is_ok());
        let nik = Nik::parse(&format!("187201{day:02}{month:02}{year:02}0001"));
        prop_assert_eq!(nik.is_ok(), real);
        prop_assert!(real || nik == Err(IdentityError::NikDate));
    }

    #[test]
    fn nik_warns_of_what_differs_and_of_nothing_else(
        birth in any_birth(), stated_birth in any_birth(), female: bool, stated_female: bool,
        region in 110_101u32..=969_999, stated_region in 110_101u32..=969_999,
    ) {
        let sex = |female| if female { Sex::Female } else { Sex::Male };
        let nik = Nik::parse(&nik_text(region, birth, sex(female), 1)).unwrap();
        let code = stated_region.to_string();
        let stated =
            Stated { birth: Some(stated_birth), sex: Some(sex(stated_female)), region: Some(&code) };
        let mut expected = Vec::new();
        if stated_birth != birth { expected.push(Warning::Birth); }
        if stated_female != female { expected.push(Warning::Sex); }
        if stated_region != region { expected.push(Warning::Region); }
        prop_assert_eq!(nik.warnings(&stated, TODAY), expected);
        prop_assert_eq!(nik.warnings(&Stated::default(), TODAY), vec![]);
    }

    #[test]
    fn phone_takes_exactly_the_documented_form(
        prefix in "(\\+62|62|0|\\+|6|)", rest in "[0-9]{0,14}",
    ) {
        let text = format!("{prefix}{rest}");
        prop_assert_eq!(Phone::parse(&text).is_ok(), documented(&text), "{}", text);
    }

    #[test]
    fn phone_spellings_are_one_number(rest in "8[1-9][0-9]{6,10}") {
        let canonical = format!("+62{rest}");
        for prefix in ["+62", "62", "0", " +62 "] {
            let phone = Phone::parse(&format!("{prefix}{}", spaced(&rest, "- ."))).unwrap();
            prop_assert_eq!(phone.expose(), &canonical);
        }
        let phone = Phone::parse(&canonical).unwrap();
        let json = serde_json::to_string(&phone).unwrap();
        prop_assert_eq!(serde_json::from_str::<Phone>(&json).unwrap(), phone);
    }

    #[test]
    fn nip_asks_for_eighteen_years(
        birth in any_birth(), year in 1940i16..=2040, month in 1i8..=12, sex in 0u8..=9,
    ) {
        let digits = format!(
            "{}{:02}{:02}{year}{month:02}{sex}015", birth.year(), birth.month(), birth.day()
        );
        let months = |year: i16, month: i8| i32::from(year) * 12 + i32::from(month);
        let old = months(year, month) - months(birth.year(), birth.month()) >= 18 * 12;
        let nip = Nip::parse(&digits);
        match (old, sex) {
            (false, _) => prop_assert_eq!(nip, Err(IdentityError::NipAge)),
            (true, 1 | 2) => prop_assert_eq!(nip.unwrap().appointed(), date(year, month, 1)),
            (true, _) => prop_assert_eq!(nip, Err(IdentityError::NipSex)),
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[+0-9. \\-\\PC]{0,24}") {
        let read = [
            Nik::parse(&text).map(|v| v.expose().len()),
            Kk::parse(&text).map(|v| v.expose().len()),
            Nip::parse(&text).map(|v| v.expose().len()),
        ];
        prop_assert!(read.iter().flatten().all(|length| matches!(length, 16 | 18)));
    }
}

/// `^(\+62|62|0)8[1-9]\d{6,10}$`, written another way than the parser does it.
fn documented(text: &str) -> bool {
    ["+62", "62", "0"].iter().any(|prefix| {
        text.strip_prefix(prefix).is_some_and(|rest| {
            let bytes = rest.as_bytes();
            (8..=12).contains(&bytes.len())
                && bytes[0] == b'8'
                && bytes[1] != b'0'
                && bytes.iter().all(u8::is_ascii_digit)
        })
    })
}

#[test]
fn nik_names_each_fault() {
    let error = |text: &str| Nik::parse(text).unwrap_err();
    assert_eq!(error("18720101O1900001"), IdentityError::NikCharacter { position: 9 });
    assert_eq!(error("187201010190001"), IdentityError::NikLength { found: 15 });
    assert_eq!(error(""), IdentityError::NikLength { found: 0 });
    assert_eq!(error("1872013102900001"), IdentityError::NikDate);
    assert_eq!(error("1872014001900001"), IdentityError::NikDate);
    assert_eq!(error("1872010101900000"), IdentityError::NikSerial);
    assert_eq!(crate::Error::from(IdentityError::NikSerial).key(), "identity-nik-serial");
}

#[test]
fn nik_of_a_leap_day_in_year_00_is_of_2000() {
    let nik = Nik::parse("1872012902000001").unwrap();
    assert_eq!(nik.birth(TODAY), date(2000, 2, 29));
    assert!(Nik::parse("1872012902010001").is_err());
}

#[test]
fn nik_of_a_centenarian_reads_young_but_does_not_warn() {
    let nik = Nik::parse("1872011708240001").unwrap();
    assert_eq!(nik.birth(TODAY), date(2024, 8, 17));
    assert_eq!(nik.birth(date(2024, 8, 16)), date(1924, 8, 17));
    let stated = |birth| Stated { birth: Some(birth), ..Stated::default() };
    assert_eq!(nik.warnings(&stated(date(1924, 8, 17)), TODAY), []);
    assert_eq!(nik.warnings(&stated(date(2024, 8, 17)), TODAY), []);
    let before = date(2024, 8, 16);
    assert_eq!(nik.warnings(&stated(date(2024, 8, 17)), before), [Warning::Birth]);
}

#[test]
fn nik_region_is_compared_as_far_as_it_is_stated() {
    let nik = Nik::parse("1872011708240001").unwrap();
    let warnings =
        |region| nik.warnings(&Stated { region: Some(region), ..Stated::default() }, TODAY);
    for same in ["18", "18.72", "1872", "18.72.01"] {
        assert_eq!(warnings(same), [], "{same}");
    }
    for other in ["19", "1871", "187202", "1", "", "Metro", "18.72.01.1001"] {
        assert_eq!(warnings(other), [Warning::Region], "{other}");
    }
}

#[test]
fn kk_is_read_leniently() {
    let kk = Kk::parse("1872.0112.0308.0000").unwrap();
    assert_eq!(kk.region(), "187201");
    assert_eq!(kk.issued(TODAY), date(2008, 3, 12));
    assert_eq!(format!("{kk:?}"), "Kk(187201********00)");
    assert_eq!(serde_json::to_string(&kk).unwrap(), "\"1872011203080000\"");
    let error = |text: &str| Kk::parse(text).unwrap_err();
    assert_eq!(error("1872015203080000"), IdentityError::KkDate);
    assert_eq!(error("187201120308000"), IdentityError::KkLength { found: 15 });
    assert_eq!(error("KK 1872"), IdentityError::KkCharacter { position: 1 });
}

#[test]
fn nip_sample() {
    let nip = Nip::parse("19740324 200604 1 015").unwrap();
    assert_eq!(nip, Nip::parse("197403242006041015").unwrap());
    assert_eq!((nip.birth(), nip.appointed()), (date(1974, 3, 24), date(2006, 4, 1)));
    assert_eq!(nip.sex(), Sex::Male);
    assert_eq!(format!("{nip:?}"), "Nip(1974************15)");
    let error = |text: &str| Nip::parse(text).unwrap_err();
    assert_eq!(error("197402302006041015"), IdentityError::NipBirth);
    assert_eq!(error("197403242006211015"), IdentityError::NipAppointment);
    assert_eq!(error("19740324200604101"), IdentityError::NipLength { found: 17 });
    assert_eq!(error("19740324/200604"), IdentityError::NipCharacter { position: 9 });
}

#[test]
fn phone_names_each_fault() {
    let error = |text: &str| Phone::parse(text).unwrap_err();
    assert_eq!(error("(0725) 41234"), IdentityError::PhoneCharacter { position: 1 });
    assert_eq!(error("0725-41234"), IdentityError::PhoneLandline);
    assert_eq!(error("+62 725 41234"), IdentityError::PhoneLandline);
    assert_eq!(error("0801234567"), IdentityError::PhoneOperator);
    assert_eq!(error("0812345"), IdentityError::PhoneLength { found: 6 });
    assert_eq!(error("+60123456789"), IdentityError::PhonePrefix);
    assert_eq!(error("81234567890"), IdentityError::PhonePrefix);
    assert_eq!(error(""), IdentityError::PhonePrefix);
    assert_eq!(error(" +6281x"), IdentityError::PhoneCharacter { position: 7 });
    assert_eq!(format!("{:?}", Phone::parse("081234567890").unwrap()), "Phone(0812******90)");
}

#[test]
fn refused_json_does_not_repeat_the_value() {
    for json in ["1872010101900000", "\"1872010101900000\"", "\"18720101019\""] {
        let error = serde_json::from_str::<Nik>(json).unwrap_err().to_string();
        assert!(!error.contains("18720"), "{error}");
    }
}

/// The keys of every error and warning.
fn keys() -> Vec<&'static str> {
    use IdentityError as E;
    let (position, found, expected) = (1, 1, 1);
    let errors = [
        E::NikCharacter { position },
        E::NikLength { found },
        E::NikDate,
        E::NikSerial,
        E::KkCharacter { position },
        E::KkLength { found },
        E::KkDate,
        E::NipCharacter { position },
        E::NipLength { found },
        E::NipBirth,
        E::NipAppointment,
        E::NipAge,
        E::NipSex,
        E::PhoneCharacter { position },
        E::PhonePrefix,
        E::PhoneLandline,
        E::PhoneOperator,
        E::PhoneLength { found },
    ];
    let mut keys: Vec<_> = errors.iter().map(E::key).collect();
    keys.extend([Warning::Birth, Warning::Sex, Warning::Region].map(Warning::key));
    for code in [Code::Number, Code::Secret, Code::Draft, Code::Mandate] {
        keys.push(NumberError::Length { code, expected, found }.key());
        keys.push(NumberError::Symbol { code, position }.key());
    }
    keys.push(NumberError::Check.key());
    let activity = [
        ActivityCodeError::Parts(found),
        ActivityCodeError::Digits { place: position, digits: expected },
        ActivityCodeError::Level,
        ActivityCodeError::Zero(position),
    ];
    keys.extend(activity.map(ActivityCodeError::key));
    keys
}

#[test]
fn every_key_has_a_text_in_both_languages_and_no_text_is_idle() {
    let id = include_str!("../../../../locales/id/identity.ftl");
    let en = include_str!("../../../../locales/en/identity.ftl");
    let mut expected = keys();
    expected.sort_unstable();
    for (language, texts) in [("id", id), ("en", en)] {
        let messages = texts.lines().filter(|line| !line.starts_with('#'));
        let mut found: Vec<_> =
            messages.filter_map(|line| line.split_once(" = ").map(|(key, _)| key)).collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{language}");
    }
}
