use crate::vote::{BallotKind, pabulib};

const FILE: &str = "\u{feff}META\nkey;value\nbudget;100,50\nvote_type;cumulative\n\
    PROJECTS\nproject_id;name;cost\nb;\"Taman; bermain\";40.25\na;none;7\n\
    VOTES\nvoter_id;vote;points\n1;a,b;1,2.5\n2;none;\n";

#[test]
fn amounts_and_points_become_whole_numbers_and_projects_stand_by_id() {
    let election = pabulib::read(FILE).unwrap();
    assert_eq!((election.budget, election.decimals), (10_050, 2));
    let [a, b] = &election.projects[..] else { panic!("two projects") };
    assert_eq!((a.id.as_str(), a.name.as_str(), a.cost), ("a", "", 700));
    assert_eq!((b.name.as_str(), b.cost), ("Taman; bermain", 4_025));
    assert_eq!(election.kind, BallotKind::Points);
    assert_eq!(
        (&election.ballots[0].projects[..], &election.ballots[0].points[..]),
        (&[0, 1][..], &[10, 25][..])
    );
    assert!(election.ballots[1].projects.is_empty());
}

#[track_caller]
fn refused(from: &str, to: &str, why: &str) {
    let file = FILE.replacen(from, to, 1);
    assert_ne!(file, FILE);
    assert_eq!(pabulib::read(&file).unwrap_err().to_string(), why);
}

#[test]
fn a_mistake_is_named_with_its_place() {
    refused("META\n", "", "line 1: the file must begin with the section META");
    refused("budget;100,50\n", "", "line 1: META does not tell budget");
    refused(
        "100,50",
        "much",
        "line 3, column budget: much is no number of 0 or more, such as 1250 or 12.50",
    );
    refused(
        "40.25",
        "-4",
        "line 7, column cost: -4 is no number of 0 or more, such as 1250 or 12.50",
    );
    refused(
        "40.25",
        "4.1234567",
        "line 7, column cost: 4.1234567 has more than 6 digits behind the point",
    );
    refused(
        "40.25",
        "99999999999999999999",
        "line 7, column cost: 99999999999999999999 is too large",
    );
    refused(
        "cumulative",
        "yelling",
        "line 4: vote_type is yelling; it must be approval, choose-1, ordinal, cumulative or scoring",
    );
    refused(
        "a;none",
        "b;none",
        "line 8, column project_id: the project b stands in line 7 already",
    );
    refused("1;a,b;", "1;a,c;", "line 11, column vote: there is no project c in PROJECTS");
    refused("1;a,b;", "1;a,a;", "line 11, column vote: the vote names project a twice");
    refused("1,2.5", "1", "line 11, column points: 1 points for 2 projects; give one for each");
    refused(
        "1,2.5",
        "1,x",
        "line 11, column points: x is no number of 0 or more, such as 1250 or 12.50",
    );
    refused(
        "vote;points",
        "vote;score",
        "line 10: there is no column points; there is voter_id, vote, score",
    );
    refused("VOTES\n", "", "line 11: the section VOTES with its header is missing");
    refused(
        "budget",
        "default_score;1\nbudget",
        "line 3: default_score other than 0 is not supported",
    );
}
