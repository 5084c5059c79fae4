#![allow(clippy::unwrap_used, reason = "tests")]

use super::{Bound, Side, activities_of, read};

const PLAN: &str = r#"
first_year = 2026
budget = [1000, 2000]
fixed = 500
delay = 0.1
activities = "a.csv"
exclusive = [["A1", "A2"]]

[weights]
need = 3
ready = 1

[[rule]]
title = "Education"
group = "education"
at_least = "20 %"
from = 2027

[[rule]]
title = "Roads"
group = "road"
at_most = 700

[kelurahan]
names = ["Metro"]
at_least = "1 activity"
"#;
const ACTIVITIES: &str = "id,name,cost_2026,cost_2027,need,ready,groups,kelurahan,needs,latest,must\n\
        A1,School,400,100,80,40,education|road,Metro,,,yes\n\
        A2,Road,300,0,50,50,road,,A1,2027,\n";

#[test]
fn a_plan_is_read_with_its_activities() {
    assert_eq!(activities_of(PLAN).unwrap(), "a.csv");
    let found = read(PLAN, ACTIVITIES).unwrap();
    let [school, road] = &found.plan.activities[..] else { panic!("two activities") };
    assert_eq!((school.points, &school.costs[..], school.must), (70.0, &[400, 100][..], true));
    assert_eq!(school.groups, ["education", "road", "kelurahan Metro"]);
    assert_eq!((&road.needs[..], road.latest), (&[0][..], 1));
    let [education, roads, metro] = &found.plan.rules[..] else { panic!("three rules") };
    assert_eq!((&education.bound, education.from), (&Bound::Share(200_000), Some(1)));
    assert_eq!(
        (&roads.bound, roads.side, roads.from),
        (&Bound::Amount(700), Side::AtMost, Some(0))
    );
    assert_eq!((&metro.bound, metro.group.as_str()), (&Bound::Count(1), "kelurahan Metro"));
    assert_eq!(found.plan.exclusions, [[0, 1]]);
}

#[test]
fn a_rule_that_begins_after_the_plan_binds_in_no_year() {
    let later = PLAN.replace("from = 2027", "from = 2028");
    assert_eq!(read(&later, ACTIVITIES).unwrap().plan.rules[0].from, None);
}

#[track_caller]
fn refused(from: &str, to: &str, why: &str) {
    let (plan, activities) = (PLAN.replacen(from, to, 1), ACTIVITIES.replacen(from, to, 1));
    let mistake = read(&plan, &activities).unwrap_err().to_string();
    assert!(mistake.contains(why), "{mistake}");
}

#[test]
fn a_mistake_is_named_with_its_place() {
    refused("400", "x", "a.csv, line 2, column cost_2026: x is no whole number of rupiah");
    refused("80,40", "-1,40", "a.csv, line 2, column need: -1 is no number of 0 or more");
    refused("A2,Road", "A1,Road", "a.csv, line 3, column id: the activity A1 stands there twice");
    refused(",A1,2027", ",A9,2027", "a.csv, line 3, column needs: A9 is no other activity");
    refused(",A1,2027", ",A1,2031", "a.csv, line 3, column latest: 2031 is no year of the plan");
    refused("id,name", "key,name", "there is no column id; there is key, name");
    refused("\"20 %\"", "\"much\"", "the bound of Education must be an amount");
    refused("\"A2\"]", "\"A7\"]", "exclusive names A7, which is no activity");
    refused("need = 3", "need = -3", "the weight of need must be a number of 0 or more");
    refused("delay = 0.1", "delay = 2.0", "delay is 2; it must be from 0 to 1");
    refused("[1000, 2000]", "[]", "budget needs an amount for each year");
    refused("at_most = 700", "", "the rule Roads needs either at_least or at_most");
    refused("fixed = 500", "fixd = 500", "line 4");
}
