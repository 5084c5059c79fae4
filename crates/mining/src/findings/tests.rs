use super::*;
use crate::table::{Builder, Row};
use crate::times::Calendar;
use crate::wait::tests::{Dice, Step, arrivals, instant, made, office};

fn kinds(log: &Log, calendar: &Calendar) -> Findings {
    findings(log, &Setting::new(calendar))
}

/// Five steps that are alike.
fn even() -> Vec<Step> {
    let names = [("open", "a"), ("read", "b"), ("check", "c"), ("write", "d"), ("issue", "e")];
    let people = ["ana", "budi", "citra", "dewi", "eka"];
    let pairs = names.into_iter().zip(people);
    pairs.map(|((activity, place), who)| Step::new(activity, place, who, 13.0)).collect()
}

#[test]
fn an_even_office_has_nothing_to_be_told() {
    let calendar = office(60);
    for seed in 1..=5 {
        let log = made(&arrivals(16, 30.0, seed), &even(), seed, true);
        let found = kinds(&log, &calendar);
        assert!(found.tested > 5);
        // Of steps in a row the first takes the crowd as it comes: that is a bottleneck indeed.
        let told: Vec<&Finding> = found
            .found
            .iter()
            .filter(|finding| !matches!(finding.kind, Kind::Bottleneck | Kind::HandOver))
            .collect();
        assert!(told.is_empty(), "{told:?}");
    }
}

/// Six steps at six units, each with waits of the same kind, and no queue that joins them.
#[test]
fn where_all_wait_alike_there_is_no_bottleneck() {
    let calendar = office(60);
    for seed in 1..=10 {
        let mut dice = Dice(seed);
        let mut builder = Builder::default();
        for (case, mut at) in arrivals(16, 20.0, seed).into_iter().enumerate() {
            for step in ["a", "b", "c", "d", "e", "f"] {
                let from = at + dice.wait(200.0);
                at = from + 20.0;
                builder.push(&Row {
                    case: &case.to_string(),
                    activity: step,
                    at: instant(at),
                    started: instant(from),
                    resource: &format!("{step}{}", case % 3),
                    place: step,
                });
            }
        }
        let found = kinds(&builder.finish(), &calendar).found;
        // Waits drawn at random do overtake each other, and only that may be told.
        assert!(found.iter().all(|finding| finding.kind == Kind::OutOfOrder), "{found:?}");
    }
}

#[test]
fn a_slow_desk_and_a_thursday_are_told_with_their_cost_and_without_a_name() {
    let calendar = office(60);
    let mut steps = even();
    steps[2] = Step { minutes: 15.5, ..steps[2] };
    steps[4] = Step { minutes: 2.0, weekday: Some(3), ..steps[4] };
    let log = made(&arrivals(24, 30.0, 1), &steps, 1, true);
    let all = kinds(&log, &calendar);
    let issue = log.activities.get("issue").unwrap();
    let place = log.places.get("e").unwrap();
    let spot = Some(Spot::At { activity: issue, place });
    let batch = all
        .found
        .iter()
        .find(|f| matches!(f.kind, Kind::Batch { period: Period::Weekday(3), .. }))
        .unwrap();
    assert_eq!(batch.spot, spot);
    assert!(batch.interval.holds(batch.share_of_wait) && batch.share_of_wait > 0.3);
    assert!(batch.minutes_per_case > 480.0, "more than a day: {}", batch.minutes_per_case);
    assert!(all.found.iter().any(|f| f.kind == Kind::Bottleneck && f.spot == spot));
    let text = serde_json::to_string(&all).unwrap();
    for name in ["ana", "budi", "citra", "dewi", "eka"] {
        assert!(!text.contains(name), "{name} stands in the findings");
    }
    assert!(all.found.is_sorted_by(|a, b| a.share_of_wait >= b.share_of_wait));
}

#[test]
fn what_a_few_cases_show_is_counted_and_not_told() {
    let mut steps = even();
    steps[4] = Step { weekday: Some(3), ..steps[4] };
    let log = made(&arrivals(1, 4.0, 1), &steps, 1, true);
    let all = kinds(&log, &office(10));
    assert_eq!(all.found, []);
    assert!(all.too_few > 0);
}

#[test]
fn waiting_for_the_citizen_is_told_when_the_step_is_named() {
    let calendar = office(60);
    let steps = [
        Step::new("check", "desk", "ana", 5.0),
        Step { weekday: Some(0), ..Step::new("supplement", "citizen", "", 1.0) },
        Step::new("issue", "desk", "budi", 5.0),
    ];
    let log = made(&arrivals(16, 20.0, 1), &steps, 1, true);
    let citizen = vec![log.activities.get("supplement").unwrap()];
    let all = findings(&log, &Setting { citizen, ..Setting::new(&calendar) });
    let found = all.found.iter().find(|finding| finding.kind == Kind::Citizen).unwrap();
    assert!(found.share_of_wait > 0.5);
    let place = log.places.get("citizen").unwrap();
    let spot = Some(Spot::At { activity: log.activities.get("supplement").unwrap(), place });
    let twice = |finding: &&Finding| finding.kind == Kind::Bottleneck && finding.spot == spot;
    assert_eq!(all.found.iter().filter(twice).count(), 0, "it is told once");
    let ours = kinds(&log, &calendar).found;
    assert_eq!(ours.iter().filter(twice).count(), 1, "nobody said whose step it is");
    assert!(!kinds(&log, &calendar).found.iter().any(|finding| finding.kind == Kind::Citizen));
}
