//! The legal times, with holidays and joint leave, from the shipped rulebook and calendar.

use jiff::SignedDuration;
use jiff::civil::date;
use jiff::tz::TimeZone;
use platform::testing::{calendar, rulebook};

/// A report that comes in, or is clear, on Friday 13 March 2026 at 10.00 in Metro. Nyepi is on the
/// 19th with joint leave on the 18th; Idulfitri on the 21st and 22nd with joint leave on the 20th and
/// from the 23rd to the 24th.
#[test]
fn every_time_of_the_law_falls_on_its_day() {
    let (calendar, rulebook) = (calendar(), rulebook());
    let zone = TimeZone::get("Asia/Jakarta").unwrap();
    let start = zone.to_timestamp(date(2026, 3, 13).at(10, 0, 0, 0)).unwrap();
    let table = [
        ("complaint.verification", "SP4N-LAPOR", date(2026, 3, 25)),
        ("complaint.information", "PermenPANRB 62/2018", date(2026, 3, 27)),
        ("complaint.ordinary", "PermenPANRB 62/2018", date(2026, 4, 10)),
        ("complaint.supervision", "PermenPANRB 62/2018", date(2026, 6, 24)),
        ("complaint.aspiration", "Kebijakan kota", date(2026, 3, 27)),
        ("complaint.first_response", "Kebijakan kota", date(2026, 3, 27)),
        ("complaint.completeness_reply", "UU 25/2009", date(2026, 3, 27)),
        ("complaint.supplement", "UU 25/2009", date(2026, 4, 12)),
        ("complaint.decision", "UU 25/2009", date(2026, 5, 12)),
        ("complaint.decision_told", "UU 25/2009", date(2026, 3, 27)),
        ("complaint.filing", "UU 25/2009", date(2026, 4, 12)),
        ("complaint.silence", "Kebijakan kota", date(2026, 3, 23)),
        ("complaint.reopen", "Kebijakan kota", date(2026, 3, 23)),
    ];
    let mut wrong = Vec::new();
    for (code, law, expected) in table {
        let rule = rulebook.on(code, date(2026, 3, 13)).unwrap();
        assert!(rule.legal_basis.starts_with(law), "{code}: {}", rule.legal_basis);
        let term = rulebook.term(code, date(2026, 3, 13)).unwrap();
        let due = calendar.due("", start, term, &[]).unwrap().unwrap();
        // A day ends at midnight, which is the first moment of the next.
        let day = zone.to_datetime(due - SignedDuration::from_secs(1)).date();
        if day != expected {
            wrong.push(format!("{code}: {day}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
