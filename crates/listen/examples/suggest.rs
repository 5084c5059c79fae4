//! How well the category of a report is suggested: precision, recall and F1 on stories of which the
//! model saw none. Written down in `docs/reference/suggestion.md`.
#![allow(clippy::print_stdout, reason = "this is what the program answers")]

use listen::complaints::suggest::{evaluate, macro_f1};

fn main() -> kernel::error::Result<()> {
    let scores = evaluate()?;
    println!("# How well a report's category is suggested\n");
    println!("Written by `cargo run -p listen --example suggest`. A naive Bayes model of our own");
    println!("learns `data/complaints/examples.csv`; these are the stories of `held_out.csv`, of");
    println!("which it saw none. All are synthetic.\n");
    println!("| Category | Precision | Recall | F1 |\n|---|---|---|---|");
    for score in &scores {
        let [precision, recall, f1] = [score.precision, score.recall, score.f1];
        println!("| {} | {precision:.2} | {recall:.2} | {f1:.2} |", score.category);
    }
    println!("\nMean of F1 over categories (macro-F1): {:.3}.", macro_f1(&scores));
    Ok(())
}
