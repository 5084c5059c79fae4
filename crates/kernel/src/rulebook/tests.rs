use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::{Missed, Rulebook, RulebookError, Value};
use crate::calendar::{Hours, Term, TimeUnit};
use crate::money::Rupiah;

/// The shipped rules.
const FILES: [(&str, &str); 2] = [
    ("serve.toml", include_str!("../../../../data/rules/serve.toml")),
    ("platform.toml", include_str!("../../../../data/rules/platform.toml")),
];

/// Thresholds below which a wedding gift need not be reported: KPK Reg 2/2019 as amended by KPK
/// Reg 1/2026, in force since 20 January 2026.
const GIFTS: &str = r#"
[[rule]]
code = "gift.ceremony_limit"
legal_basis = "Peraturan KPK 1/2026"
valid_from = "2026-01-20"
value = { money = 1_500_000 }
ours = false
verified = true
note = "Batas hadiah pernikahan per pemberi."

[[rule]]
code = "gift.ceremony_limit"
legal_basis = "Peraturan KPK 2/2019 Pasal 2"
valid_from = "2019-12-17"
valid_to = "2026-01-19"
value = { money = 1_000_000 }
ours = false
verified = true
note = "Batas hadiah pernikahan per pemberi."

[[rule]]
code = "gift.farewell_limit"
legal_basis = "Peraturan KPK 2/2019 Pasal 2"
valid_from = "2019-12-17"
valid_to = "2026-01-19"
value = { money = 300_000 }
ours = false
verified = true
note = "Batas hadiah pisah sambut; dihapus 2026."
"#;

const TODAY: Date = date(2026, 11, 24);

fn shipped() -> Rulebook {
    Rulebook::parse(FILES).unwrap()
}

#[test]
fn the_rule_of_that_day_applies() {
    let book = Rulebook::parse([("gifts.toml", GIFTS)]).unwrap();
    let limit = |code, day| book.money(code, day).map(Rupiah::get);
    assert_eq!(limit("gift.ceremony_limit", date(2026, 1, 19)), Ok(1_000_000));
    assert_eq!(limit("gift.ceremony_limit", date(2026, 1, 20)), Ok(1_500_000));
    assert_eq!(limit("gift.ceremony_limit", date(2019, 12, 17)), Ok(1_000_000));
    assert_eq!(limit("gift.farewell_limit", date(2026, 1, 19)), Ok(300_000));
    let message = |code, day| book.on(code, day).unwrap_err().to_string();
    assert_eq!(
        message("gift.farewell_limit", date(2026, 1, 20)),
        "the rule gift.farewell_limit does not hold on 2026-01-20; the nearest period is \
         2019-12-17 to 2026-01-19; add the rule of that day to data/rules"
    );
    assert!(message("gift.ceremony_limit", date(2019, 12, 16)).contains("2019-12-17 to 2026"));
    assert_eq!(
        message("gift.wedding", TODAY),
        "the rulebook has no rule gift.wedding; add it to data/rules"
    );
    let wrong = book.count("gift.ceremony_limit", TODAY).unwrap_err();
    let kinds = ("count", "money");
    assert!(matches!(wrong, RulebookError::Kind { wanted, found, .. } if (wanted, found) == kinds));
    let error = crate::Error::from(wrong);
    assert_eq!(error.kind(), crate::error::Kind::Internal);
    assert!(error.internal_context().contains("gift.ceremony_limit of 2026-11-24 is a money"));
    let order: Vec<_> = book.rules().map(|rule| rule.valid_from).collect();
    assert_eq!(order, [date(2019, 12, 17), date(2026, 1, 20), date(2019, 12, 17)]);
}

#[test]
fn mistakes_are_named() {
    let table = [
        ("2026-01-19", "2026-01-20", 11, "overlaps its period 2026-01-20 on"),
        ("2026-01-19", "2019-12-16", 15, "valid_to is before valid_from"),
        ("valid_to = \"2026-01-19\"\n", "", 11, "overlaps its period 2026-01-20 on"),
        ("\"Peraturan KPK 1/2026\"", "\" \"", 4, "legal_basis is empty"),
        ("\"gift.ceremony_limit\"", "\"Gift\"", 3, "a code is small letters"),
        ("money = 1_500_000", "", 6, "give exactly one of"),
        ("money = 1_500_000", "money = 1, count = 1", 6, "give exactly one of"),
        ("money = 1_500_000", "amount = 1", 6, "a term needs amount and unit"),
        ("money = 1_500_000", "amount = 1, unit = \"hk\"", 6, "needs starts_at and when_missed"),
        ("money = 1_500_000", "amount = 1, unit = \"jam\"", 6, "jam and menit need hours"),
        ("money = 1_500_000", "amount = 1, unit = \"hr\", hours = \"office\"", 6, "only jam"),
        ("money = 1_500_000", "amount = 1, unit = \"day\"", 6, "unknown variant `day`"),
        ("ours = false", "ours = false\nwhen_missed = \"expire\"", 6, "only a term has"),
        ("ours = false", "our = false", 7, "unknown field `our`"),
        ("2026-01-20", "2026-02-30", 5, "day"),
        ("[[rule]]", "[[rules]]", 2, "unknown field `rules`"),
    ];
    for (old, new, line, wanted) in table {
        assert!(GIFTS.contains(old), "{old}");
        let text = GIFTS.replacen(old, new, 1);
        let message = Rulebook::parse([("g.toml", text.as_str())]).unwrap_err().to_string();
        assert!(message.starts_with(&format!("g.toml, line {line}, ")), "{new}: {message}");
        assert!(message.contains(wanted), "{message} does not contain {wanted}");
    }
    let again = [("a.toml", GIFTS), ("b.toml", GIFTS)];
    assert!(
        Rulebook::parse(again).unwrap_err().to_string().starts_with("b.toml, line 2, column 1")
    );
}

#[test]
fn the_shipped_rules_say_what_the_law_says() {
    let book = shipped();
    let term = |amount, unit, hours| Term { amount, unit, hours };
    let hk = |amount| term(amount, TimeUnit::WorkingDay, Hours::Office);
    let hr = |amount| term(amount, TimeUnit::CalendarDay, Hours::Elapsed);
    let jam = |amount| term(amount, TimeUnit::Hour, Hours::Elapsed);
    let table = [
        ("serve.completeness_check", hk(1), Missed::DeemComplete, true),
        ("serve.deemed_approval", hk(5), Missed::DeemGranted, false),
        ("serve.supplement_wait", hr(30), Missed::Nothing, true),
        ("serve.draft_life", hr(30), Missed::Expire, true),
        ("serve.civil_registry_issue", jam(24), Missed::TellSuperior, false),
        ("retention.application", hr(1825), Missed::Expire, true),
        ("retention.phone", hr(90), Missed::Expire, true),
        ("breach.notice", jam(72), Missed::TellSuperior, false),
    ];
    for (code, wanted, missed, ours) in table {
        let rule = book.on(code, TODAY).unwrap();
        assert_eq!(book.term(code, TODAY), Ok(wanted), "{code}");
        assert_eq!((rule.when_missed, rule.ours), (missed, ours), "{code}");
    }
    assert_eq!(book.money("mandate.stamp_duty", TODAY), Ok(Rupiah::new(10_000)));
    assert_eq!(book.count("mandate.live_limit", TODAY), Ok(3));
    assert_eq!(book.count("serve.priority_elderly_age", TODAY), Ok(60));
    let groups: Vec<_> = book.text("serve.priority_groups", TODAY).unwrap().split(' ').collect();
    assert_eq!(groups, ["elderly", "pregnant", "disabled"]);
}

/// The demo year and the years that the holiday list covers must find every rule.
#[test]
fn every_shipped_rule_holds_from_2025_on() {
    for rule in shipped().rules() {
        assert!(rule.valid_from <= date(2025, 1, 1), "{}", rule.code);
        assert_eq!(rule.valid_to, None, "{}", rule.code);
    }
}

proptest! {
    /// Periods cut from a row of days, shuffled over two files: each day finds the one rule that
    /// a walk over the cuts finds, and a gap finds none.
    #[test]
    fn lookup_agrees_with_a_walk_over_the_days(
        cuts in prop::collection::btree_set(0..60_i64, 2..8), gap in 0..8_usize, file in any::<u8>(),
    ) {
        let civil = |day| {
            date(2026, 1, 1).checked_add(jiff::SignedDuration::from_hours(24 * day)).unwrap()
        };
        let cuts: Vec<i64> = cuts.into_iter().collect();
        let mut texts = ["rule = []".to_owned(), "rule = []".to_owned()];
        for (i, pair) in cuts.windows(2).enumerate().filter(|(i, _)| *i != gap) {
            let text = &mut texts[usize::from(file >> i & 1)];
            let (from, to) = (civil(pair[0]), civil(pair[1] - 1));
            let rule = format!(
                "[[rule]]\ncode = \"a.b\"\nlegal_basis = \"x\"\nvalid_from = \"{from}\"\n\
                 valid_to = \"{to}\"\nvalue = {{ count = {i} }}\nours = true\nverified = true\n\
                 note = \"x\"\n"
            );
            *text = if text.starts_with("rule") { rule } else { format!("{rule}{text}") };
        }
        let files = [("a.toml", texts[0].as_str()), ("b.toml", texts[1].as_str())];
        let book = Rulebook::parse(files).unwrap();
        for day in -1..61 {
            let wanted = cuts
                .windows(2)
                .position(|pair| (pair[0]..pair[1]).contains(&day))
                .filter(|i| *i != gap);
            let got = book.on("a.b", civil(day)).ok().map(|rule| rule.value.clone());
            prop_assert_eq!(got, wanted.map(|i| Value::Count(i64::try_from(i).unwrap())));
        }
    }
}
