//! Discovery, models and conformance against PM4Py, on logs that chance made.
//!
//! Runs when `BENING_TEST_PM4PY` names a Python that has PM4Py; `BENING_TEST_PM4PY_LOGS` says how
//! many logs (30).

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use std::process::Command;

use mining::conformance::{Alignment, Limits, align, precision, replay};
use mining::discovery::inductive;
use mining::petri::{of_tree, read_pnml, write_pnml};
use mining::table::{Names, Variant};
use mining::tree::{Tree, read_ptml, read_text, same_language, words, write_ptml};
use serde_json::{Value, json};

/// A generator that is the same everywhere (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n
    }

    fn letter(&mut self) -> String {
        char::from(b'a' + u8::try_from(self.below(6)).unwrap()).to_string()
    }

    fn word(&mut self) -> Vec<String> {
        (0..=self.below(6)).map(|_| self.letter()).collect()
    }

    fn tree(&mut self, letters: &mut Vec<String>, depth: usize) -> Tree {
        if depth == 0 || self.below(4) == 0 || letters.len() < 2 {
            let silent = letters.is_empty() || self.below(8) == 0;
            return if silent { Tree::Silent } else { Tree::Activity(letters.pop().unwrap()) };
        }
        let (a, b) = (self.tree(letters, depth - 1), self.tree(letters, depth - 1));
        match self.below(5) {
            0 => Tree::choice(a, vec![b]),
            1 => Tree::parallel(vec![a, b]),
            2 => Tree::repeat(a, b),
            _ => Tree::sequence(vec![a, b]),
        }
    }

    /// A log as some process would write it, with some noise; or one without any order.
    fn log(&mut self) -> Vec<(Vec<String>, u64)> {
        if self.below(4) == 0 {
            return (0..2 + self.below(6))
                .map(|_| (self.word(), 1 + self.below(9) as u64))
                .collect();
        }
        let mut letters: Vec<String> = "fedcba".chars().map(String::from).collect();
        let tree = self.tree(&mut letters, 4);
        let all: Vec<Vec<String>> =
            words(&tree, 7, 4_000).unwrap_or_default().into_iter().collect();
        if all.is_empty() {
            return vec![(self.word(), 1)];
        }
        let mut log: Vec<_> = (0..2 + self.below(8))
            .map(|_| (all[self.below(all.len())].clone(), 1 + self.below(20) as u64))
            .collect();
        for _ in 0..self.below(3) {
            log.push((self.changed(&all), 1));
        }
        log
    }

    fn changed(&mut self, words: &[Vec<String>]) -> Vec<String> {
        let mut word = words[self.below(words.len())].clone();
        for _ in 0..1 + self.below(2) {
            let at = self.below(word.len() + 1);
            match self.below(3) {
                0 => word.insert(at, self.letter()),
                1 if at < word.len() => drop(word.remove(at)),
                _ if at + 1 < word.len() => word.swap(at, at + 1),
                _ => word.push(self.letter()),
            }
        }
        word
    }
}

fn table(words: &[(Vec<String>, u64)]) -> (Vec<Variant>, Names) {
    let (mut names, mut variants) = (Names::default(), Vec::new());
    for (word, cases) in words {
        let activities = word.iter().map(|name| names.number(name)).collect();
        variants.push(Variant { activities, cases: *cases });
    }
    (variants, names)
}

struct Task {
    log: Vec<(Vec<String>, u64)>,
    other: Vec<(Vec<String>, u64)>,
    noise: f64,
    im: Tree,
    imf: Tree,
}

fn task(dice: &mut Dice) -> Task {
    let log = dice.log();
    let noise = [0.1, 0.2, 0.4, 0.6][dice.below(4)];
    let (variants, names) = table(&log);
    let words: Vec<Vec<String>> = log.iter().map(|(word, _)| word.clone()).collect();
    let mut other = log.clone();
    other.extend((0..5).map(|_| (dice.changed(&words), 1)));
    other.push((dice.word(), 1));
    let (im, imf) = (inductive(&variants, &names, 0.0), inductive(&variants, &names, noise));
    Task { log, other, noise, im, imf }
}

/// How often something was compared, and how often it was the same.
#[derive(Default)]
struct Count {
    all: usize,
    same: usize,
}

impl Count {
    fn add(&mut self, same: bool) {
        self.all += 1;
        self.same += usize::from(same);
    }
}

#[derive(Default)]
struct Counts {
    im: Count,
    imf: Count,
    costs: Count,
    own_costs: Count,
    fitness: Count,
    log_fitness: Count,
    replay_fits: Count,
    replay_fitness: Count,
    precision: Count,
}

#[track_caller]
fn same_trees(ours: &Tree, theirs: &Value, count: &mut Count, log: &Value) {
    let theirs = read_text(theirs.as_str().unwrap()).unwrap();
    let same = same_language(ours, &theirs, 20_000)
        .unwrap_or_else(|| ours.clone().normal() == theirs.clone().normal());
    if !same {
        println!("tree: ours {ours}, theirs {theirs}, of {log}");
    }
    count.add(same);
}

fn costs(model: &mining::petri::Net, words: &[(Vec<String>, u64)]) -> Vec<u64> {
    let (variants, names) = table(words);
    let aligned = align(model, &variants, &names, &Limits::default()).unwrap();
    let cost = |alignment: &Alignment| match alignment {
        Alignment::Found { cost, .. } => u64::from(*cost),
        Alignment::Unfinished(_) => panic!("unfinished"),
    };
    aligned.alignments.iter().map(cost).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn near(a: f64, b: f64, by: f64) -> bool {
    (a - b).abs() <= by
}

fn compare(task: &Task, answer: &Value, counts: &mut Counts) {
    let log = json!(task.log);
    same_trees(&task.im, &answer["im"], &mut counts.im, &log);
    same_trees(&task.imf, &answer["imf"], &mut counts.imf, &log);
    // They read our files, and we read theirs.
    let read = read_text(answer["ptml"].as_str().unwrap()).unwrap();
    assert_eq!(read.normal(), task.imf, "our PTML as PM4Py reads it");
    let own = read_ptml(answer["own_ptml"].as_str().unwrap()).unwrap();
    assert_eq!(own.normal(), read_text(answer["imf"].as_str().unwrap()).unwrap().normal());
    let net = of_tree(&task.imf);
    let theirs: Vec<u64> = numbers(&answer["costs"]).iter().map(|cost| *cost as u64).collect();
    counts.costs.add(costs(&net, &task.other) == theirs);
    let own_net = read_pnml(answer["own_pnml"].as_str().unwrap()).unwrap();
    let theirs: Vec<u64> = numbers(&answer["own_costs"]).iter().map(|cost| *cost as u64).collect();
    counts.own_costs.add(costs(&own_net, &task.other) == theirs);

    let (variants, names) = table(&task.other);
    let variants: Vec<Variant> =
        variants.into_iter().map(|variant| Variant { cases: 1, ..variant }).collect();
    let aligned = align(&net, &variants, &names, &Limits::default()).unwrap();
    for (at, theirs) in numbers(&answer["fitness"]).into_iter().enumerate() {
        let ours = aligned.fitness(at, &variants[at]).unwrap();
        let same = near(ours, theirs, 1e-9);
        // PM4Py says 0 for an empty trace of a model that allows it; it fits.
        counts.fitness.add(same || (variants[at].activities.is_empty() && ours == 1.0));
    }
    // PM4Py counts a silent step as a ten-thousandth of a deviation.
    let theirs = answer["log_fitness"].as_f64().unwrap();
    counts.log_fitness.add(near(aligned.log_fitness(&variants), theirs, 2e-3));

    let replayed = replay(&net, &variants, &names, 1_000_000, &|| {});
    let fits: Vec<bool> =
        answer["fits"].as_array().unwrap().iter().map(|fits| fits.as_bool().unwrap()).collect();
    for (at, theirs) in numbers(&answer["replay"]).into_iter().enumerate() {
        let tokens = replayed.tokens[at].unwrap();
        let same = near(tokens.fitness(), theirs, 1e-9);
        if (!same || tokens.fits() != fits[at])
            && std::env::var_os("BENING_TEST_PM4PY_SAY").is_some()
        {
            let cost = costs(&net, &task.other[at..=at])[0];
            println!(
                "replay of {} on {}: ours {tokens:?} theirs {} cost {cost}",
                task.other[at].0.concat(),
                task.imf,
                answer["tokens"][at]
            );
        }
        counts.replay_fitness.add(same);
        counts.replay_fits.add(tokens.fits() == fits[at]);
    }
    let (variants, names) = table(&task.log);
    let ours = precision(&net, &variants, &names, 1_000_000, &|| false).unwrap();
    let theirs = answer["precision"].as_f64().unwrap();
    if !near(ours, theirs, 1e-9) && std::env::var_os("BENING_TEST_PM4PY_SAY").is_some() {
        println!("precision of {} for {log}: ours {ours} theirs {theirs}", task.imf);
    }
    counts.precision.add(near(ours, theirs, 1e-9));
}

#[test]
fn as_pm4py() {
    let Ok(python) = std::env::var("BENING_TEST_PM4PY") else { return };
    let many = std::env::var("BENING_TEST_PM4PY_LOGS").ok().and_then(|n| n.parse().ok());
    let seed = std::env::var("BENING_TEST_PM4PY_SEED").ok().and_then(|n| n.parse().ok());
    let mut dice = Dice(seed.unwrap_or(20_261_128));
    let tasks: Vec<Task> = (0..many.unwrap_or(30)).map(|_| task(&mut dice)).collect();
    let file = tempfile::NamedTempFile::new().unwrap();
    let asked: Vec<Value> = tasks
        .iter()
        .map(|task| {
            json!({
                "log": task.log,
                "other": task.other,
                "noise": task.noise,
                "ptml": write_ptml(&task.imf, "model"),
                "pnml": write_pnml(&of_tree(&task.imf), "model"),
            })
        })
        .collect();
    std::fs::write(file.path(), json!(asked).to_string()).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/models.py");
    // -I: a file beside the script may have the name of a module.
    let output = Command::new(python).args(["-I", script]).arg(file.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let answers: Vec<Value> =
        said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert_eq!(answers.len(), tasks.len(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut counts = Counts::default();
    for (task, answer) in tasks.iter().zip(&answers) {
        compare(task, answer, &mut counts);
    }
    for (name, count) in [
        ("trees of IM", &counts.im),
        ("trees of IMf", &counts.imf),
        ("costs of alignments", &counts.costs),
        ("the same on PM4Py's own nets", &counts.own_costs),
        ("fitness of traces", &counts.fitness),
        ("fitness of logs", &counts.log_fitness),
        ("whether replay finds a fault", &counts.replay_fits),
        ("fitness by replay", &counts.replay_fitness),
        ("precision", &counts.precision),
    ] {
        println!("{name}: {} of {} the same", count.same, count.all);
    }
    for count in [
        &counts.im,
        &counts.imf,
        &counts.costs,
        &counts.own_costs,
        &counts.fitness,
        &counts.log_fitness,
    ] {
        assert_eq!(count.same, count.all);
    }
}
