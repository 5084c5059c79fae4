//! Tables of activities: all or nothing, with line and column of the first mistake.

use proptest::prelude::*;

use crate::plan::table::read;

fn wrong(text: &str) -> (&'static str, Vec<(&'static str, String)>) {
    let error = read(text, &[], |code| code == "187201").unwrap_err();
    (error.key(), error.args().to_vec())
}

#[test]
fn the_first_mistake_is_named() {
    let head = "id,name,cost,groups,kelurahan,needs,must\n";
    let good = "A,Jalan,1000,roads,187201,,\n";
    for (row, key, column) in [
        ("A B,Jalan,1,,,,\n", "plan-table-id", "id"),
        ("A,Lain,1,,,,\n", "plan-table-twice", "id"),
        ("B,,1,,,,\n", "plan-table-name", "name"),
        ("B,Jalan,1.5,,,,\n", "plan-table-cost", "cost"),
        ("B,Jalan,0,,,,\n", "plan-table-cost", "cost"),
        ("B,Jalan,1,parks,,,\n", "plan-table-group", "groups"),
        ("B,Jalan,1,,999,,\n", "plan-table-kelurahan", "kelurahan"),
        ("B,Jalan,1,,,Z,\n", "plan-table-needs", "needs"),
        ("B,Jalan,1,,,B,\n", "plan-table-needs", "needs"),
        ("B,Jalan,1,,,,maybe\n", "plan-table-must", "must"),
    ] {
        let (found, args) = wrong(&format!("{head}{good}{row}"));
        assert_eq!(found, key, "{row}");
        assert!(args.contains(&("line", "3".to_owned())), "{row}: {args:?}");
        assert!(args.contains(&("column", column.to_owned())), "{row}: {args:?}");
    }
    assert_eq!(wrong("id,name\nA,B\n").0, "plan-table-column");
    assert_eq!(wrong(head).0, "plan-table-empty");
    assert_eq!(wrong(&format!("{head}A,B\n")).0, "plan-table-cells");
}

proptest! {
    /// Any text is read or refused, never more than it has lines.
    #[test]
    fn nothing_breaks_it(text in "[A-C,\n\"|0-9a-z ]{0,200}") {
        let text = format!("id,name,cost\n{text}");
        if let Ok(found) = read(&text, &[], |_| true) {
            prop_assert!(found.len() < text.lines().count());
        }
    }
}
