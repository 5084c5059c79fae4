//! What may be read by everyone: numbers of people, telephones, addresses of mail and plates are
//! covered before a person reads the text over. Names cannot be found by a rule: that is why a
//! person does.

/// Digits from which on a number may be somebody's.
const LONG: usize = 6;
/// What stands in the place of what was covered.
const COVERED: &str = "[...]";

/// The text with what a rule can find covered.
pub fn redact(text: &str) -> String {
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
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

fn is_numeric(word: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_digit() || "+-().,/".contains(letter);
    digits_in(word) > 0 && word.chars().all(allowed)
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
    use super::redact;

    #[test]
    fn numbers_and_mail_are_covered_and_money_is_not() {
        let text =
            "Hubungi 0812-3456-7890 atau budi@contoh.id, NIK 1872014501900001, bayar Rp150.000";
        assert_eq!(redact(text), "Hubungi [...] atau [...] NIK [...] bayar Rp150.000");
        assert_eq!(redact("WA 0812 3456 7890 ya"), "WA [...] ya");
        assert_eq!(redact("bayar Rp 1.500.000 tunai"), "bayar Rp 1.500.000 tunai");
        assert_eq!(redact("Loket 3, 25 November 2026"), "Loket 3, 25 November 2026");
    }
}
