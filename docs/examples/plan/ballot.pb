META
key;value
description;A made-up vote of kelurahan Yosodadi
budget;100
vote_type;approval
PROJECTS
project_id;cost;name
1;60;Park
2;40;Lamps
3;40;Library van
4;35;Bus stop
VOTES
voter_id;vote
1;1,2
2;1,2
3;1,2
4;3
5;3,4
6;2,4
