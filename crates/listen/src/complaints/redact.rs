//! What may be read by others: numbers of people, telephones, addresses of mail and plates are covered
//! before a person reads the text over, and the reporter's own name, which is known. Other names cannot
//! be found by a rule: that is why a person reads it.

use super::report::{Details, Reporter};

/// Digits from which on a number may be somebody's.
const LONG: usize = 6;
/// Letters from which on a word of a name is looked for; shorter ones are everywhere.
const SHORTEST: usize = 3;
/// Words that people write before or within their name and that name nobody.
const TITLES: [&str; 7] = ["bapak", "pak", "ibu", "saudara", "saudari", "bin", "binti"];
/// What stands in the place of what was covered.
const COVERED: &str = "[...]";

/// The text with what a rule can find covered.
pub fn redact(text: &str) -> String {
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// The same, with the name of the reporter and of whom they speak for covered too.
pub fn hide(text: &str, reporter: &Reporter) -> String {
    let names: Vec<String> = [&reporter.name, &reporter.behalf]
        .into_iter()
        .flat_map(|name| name.split_whitespace())
        .map(bare)
        .filter(|name| name.chars().count() >= SHORTEST && !TITLES.contains(&name.as_str()))
        .collect();
    let covered = |word: &str| {
        let mut parts = word.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
        let named = names.contains(&bare(word)) || parts.any(|part| names.contains(&part));
        if named { COVERED.to_owned() } else { word.to_owned() }
    };
    let line = |line: &str| line.split(' ').map(covered).collect::<Vec<_>>().join(" ");
    let text: Vec<String> = text.split('\n').map(line).collect();
    redact(&text.join("\n"))
}

/// A word without the signs around it, in small letters.
fn bare(word: &str) -> String {
    word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase()
}

/// Everything that was written, for somebody from whom the name is hidden.
pub fn hide_in(details: Details, reporter: &Reporter) -> Details {
    let hidden = |text: &str| hide(text, reporter);
    // An amount is no telephone.
    let answer = |text: String| if text.parse::<i64>().is_ok() { text } else { hidden(&text) };
    Details {
        story: hidden(&details.story),
        landmark: hidden(&details.landmark),
        happened: hidden(&details.happened),
        answers: details.answers.into_iter().map(|(code, text)| (code, answer(text))).collect(),
        ..details
    }
}

/// Whether what was written tells who wrote it, as far as a rule can find that.
pub fn reveals(details: &Details, reporter: &Reporter) -> bool {
    hide_in(details.clone(), reporter) != *details
}

fn line(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let mut out: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        // A telephone number is often written in groups.
        let group = words[at..].iter().take_while(|word| is_numeric(word)).count();
        let digits: usize = words[at..at + group].iter().map(|word| digits_in(word)).sum();
        if group > 0 && digits >= LONG && !is_money(&out) {
            out.push(COVERED);
            at += group;
            continue;
        }
        let covered = is_personal(words[at]) && !is_money(&out);
        out.push(if covered { COVERED } else { words[at] });
        at += 1;
    }
    out.join(" ")
}

fn digits_in(word: &str) -> usize {
    word.chars().filter(char::is_ascii_digit).count()
}

/// Whether a word is a number or a group of one, whatever signs and line end stand around it.
fn is_numeric(word: &str) -> bool {
    let core = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    let allowed = |letter: char| letter.is_ascii_digit() || "+-().,/".contains(letter);
    digits_in(core) > 0 && core.chars().all(allowed)
}

/// Whether the word before says that an amount follows.
fn is_money(before: &[&str]) -> bool {
    before.last().is_some_and(|word| word.to_lowercase().trim_end_matches('.') == "rp")
}

fn is_personal(word: &str) -> bool {
    let money = word.to_lowercase().starts_with("rp");
    (digits_in(word) >= LONG && !money) || (word.contains('@') && word.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::{hide, redact, reveals};
    use crate::complaints::report::{Details, Reporter};

    #[test]
    fn the_reporters_own_name_is_covered_however_it_is_written() {
        let reporter = Reporter { name: "Bapak Budi bin Amir".to_owned(), ..Reporter::default() };
        let text = "Saya (BUDI), anak bapak Amir/Ani,\nbudi. Budiman bukan saya, 0812 3456 7890";
        let hidden = "Saya [...] anak bapak [...]\n[...] Budiman bukan saya, [...]";
        assert_eq!(hide(text, &reporter), hidden);
        let details = Details { story: text.to_owned(), ..Details::default() };
        assert!(reveals(&details, &reporter));
        let details = Details { story: "Antrean lama".to_owned(), ..details };
        assert!(!reveals(&details, &reporter));
        let answers = [("amount".to_owned(), "1500000".to_owned())].into();
        assert!(!reveals(&Details { answers, ..details }, &reporter), "an amount");
    }

    #[test]
    fn numbers_and_mail_are_covered_and_money_is_not() {
        let text =
            "Hubungi 0812-3456-7890 atau budi@contoh.id, NIK 1872014501900001, bayar Rp150.000";
        assert_eq!(redact(text), "Hubungi [...] atau [...] NIK [...] bayar Rp150.000");
        assert_eq!(redact("WA 0812 3456 7890 ya"), "WA [...] ya");
        assert_eq!(redact("WA 0812 3456 7890\r\n(0812 3456 7890)!"), "WA [...]\n[...]");
        assert_eq!(redact("bayar Rp 1.500.000 tunai"), "bayar Rp 1.500.000 tunai");
        assert_eq!(redact("Loket 3, 25 November 2026"), "Loket 3, 25 November 2026");
    }
}
