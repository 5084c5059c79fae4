//! Values as people write them, in a cell of a table or a field of a form. Both doors read them
//! here, so that a file and a form understand the same words.

use jiff::civil::Date;
use kernel::calendar::{Hours, TimeUnit};
use kernel::service::{Answer, Bilingual, Condition, Deemed, FeeDue, Proxy};

use super::mistake::Mistake;

/// Kinds of answers, as written in `questions.csv`.
pub const KINDS: [&str; 11] = [
    "text",
    "long_text",
    "date",
    "number",
    "money",
    "yes_no",
    "choice",
    "nik",
    "kk",
    "phone",
    "kelurahan",
];

/// Units of time, as written in `services.csv`.
pub const TIME_UNITS: [&str; 4] = ["hk", "hr", "jam", "menit"];

/// Ways in which hours run.
pub const HOURS: [&str; 2] = ["office", "elapsed"];

/// Who may apply for someone.
pub const PROXIES: [&str; 3] = ["self_only", "family", "mandate"];

/// What follows when the promise is missed.
pub const DEEMED: [&str; 2] = ["never", "granted"];

/// When a fee is due.
pub const FEE_DUES: [&str; 2] = ["issue", "submission"];

/// When a fee is due.
///
/// # Errors
/// When there is no such moment.
pub fn fee_due(text: &str) -> Result<FeeDue, Mistake> {
    one_of(text, &FEE_DUES, &[FeeDue::Issue, FeeDue::Submission])
}

/// The name of the moment at which a fee is due.
pub fn fee_due_text(due: FeeDue) -> &'static str {
    match due {
        FeeDue::Issue => "issue",
        FeeDue::Submission => "submission",
    }
}

/// A whole number that is not negative, in plain digits.
///
/// # Errors
/// When it is anything else.
pub fn whole(text: &str) -> Result<i64, Mistake> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| plain).ok_or(Mistake::NotWhole)
}

/// The amount of a term: at least one.
///
/// # Errors
/// When it is no whole number, or nothing at all.
pub fn amount(text: &str) -> Result<u32, Mistake> {
    let amount = u32::try_from(whole(text)?).map_err(|_| Mistake::NotWhole)?;
    if amount == 0 { Err(Mistake::Nothing) } else { Ok(amount) }
}

/// A day as `2026-11-25`.
///
/// # Errors
/// When it is not written so, or no such day exists.
pub fn date(text: &str) -> Result<Date, Mistake> {
    let plain = text.len() == 10;
    text.parse().ok().filter(|_| plain).ok_or(Mistake::NotDate)
}

/// `yes` or `no`.
///
/// # Errors
/// When it is neither.
pub fn yes_no(text: &str) -> Result<bool, Mistake> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Mistake::NotOneOf("yes, no".to_owned())),
    }
}

/// `yes` or `no`, back from a bool.
pub fn yes_no_text(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn one_of<T: Copy>(text: &str, names: &[&str], values: &[T]) -> Result<T, Mistake> {
    let found = names.iter().zip(values).find(|(name, _)| **name == text);
    found.map(|(_, value)| *value).ok_or_else(|| Mistake::NotOneOf(names.join(", ")))
}

const UNIT_VALUES: [TimeUnit; 4] =
    [TimeUnit::WorkingDay, TimeUnit::CalendarDay, TimeUnit::Hour, TimeUnit::Minute];

/// A unit of time by its short name.
///
/// # Errors
/// When there is none of that name.
pub fn time_unit(text: &str) -> Result<TimeUnit, Mistake> {
    one_of(text, &TIME_UNITS, &UNIT_VALUES)
}

/// How hours run.
///
/// # Errors
/// When there is no way of that name.
pub fn hours(text: &str) -> Result<Hours, Mistake> {
    one_of(text, &HOURS, &[Hours::Office, Hours::Elapsed])
}

/// The name of a way in which hours run.
pub fn hours_text(hours: Hours) -> &'static str {
    match hours {
        Hours::Office => "office",
        Hours::Elapsed => "elapsed",
    }
}

/// Who may apply for someone.
///
/// # Errors
/// When there is no rule of that name.
pub fn proxy(text: &str) -> Result<Proxy, Mistake> {
    one_of(text, &PROXIES, &[Proxy::SelfOnly, Proxy::Family, Proxy::Mandate])
}

/// The name of a rule about who may apply.
pub fn proxy_text(proxy: Proxy) -> &'static str {
    match proxy {
        Proxy::SelfOnly => "self_only",
        Proxy::Family => "family",
        Proxy::Mandate => "mandate",
    }
}

/// What follows when the promise is missed.
///
/// # Errors
/// When there is no consequence of that name.
pub fn deemed(text: &str) -> Result<Deemed, Mistake> {
    one_of(text, &DEEMED, &[Deemed::Never, Deemed::Granted])
}

/// The name of what follows when the promise is missed.
pub fn deemed_text(deemed: Deemed) -> &'static str {
    match deemed {
        Deemed::Never => "never",
        Deemed::Granted => "granted",
    }
}

/// The kind of an answer, with the options of a choice.
///
/// # Errors
/// When there is no such kind, a choice has no readable options, or another kind has some.
pub fn answer(kind: &str, choices: &str) -> Result<Answer, (&'static str, Mistake)> {
    let simple = match kind {
        "choice" => return options(choices).map(Answer::Choice).map_err(|m| ("options", m)),
        "text" => Answer::Text,
        "long_text" => Answer::LongText,
        "date" => Answer::Date,
        "number" => Answer::Number,
        "money" => Answer::Money,
        "yes_no" => Answer::YesNo,
        "nik" => Answer::Nik,
        "kk" => Answer::Kk,
        "phone" => Answer::Phone,
        "kelurahan" => Answer::Kelurahan,
        _ => return Err(("kind", Mistake::NotOneOf(KINDS.join(", ")))),
    };
    if choices.is_empty() { Ok(simple) } else { Err(("options", Mistake::OptionsNotAsked)) }
}

/// The name of a kind of answer.
pub fn kind_text(answer: &Answer) -> &'static str {
    match answer {
        Answer::Text => "text",
        Answer::LongText => "long_text",
        Answer::Date => "date",
        Answer::Number => "number",
        Answer::Money => "money",
        Answer::YesNo => "yes_no",
        Answer::Choice(_) => "choice",
        Answer::Nik => "nik",
        Answer::Kk => "kk",
        Answer::Phone => "phone",
        Answer::Kelurahan => "kelurahan",
    }
}

/// `value=Indonesian|English;value=Indonesian|English`.
fn options(text: &str) -> Result<Vec<(String, Bilingual)>, Mistake> {
    let mut options: Vec<(String, Bilingual)> = Vec::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (value, shown) = part.split_once('=').ok_or(Mistake::BadOptions)?;
        let (id, en) = shown.split_once('|').ok_or(Mistake::BadOptions)?;
        let filled = [value, id, en].iter().all(|text| !text.trim().is_empty());
        if !filled || en.contains('|') || shown.contains('=') {
            return Err(Mistake::BadOptions);
        }
        let value = value.trim().to_owned();
        if options.iter().any(|(known, _)| *known == value) {
            return Err(Mistake::Twice(value));
        }
        options.push((value, bilingual(id, en)));
    }
    if options.len() < 2 { Err(Mistake::BadOptions) } else { Ok(options) }
}

/// Options as [`answer`] reads them; empty for all kinds but a choice.
pub fn options_text(answer: &Answer) -> String {
    let Answer::Choice(options) = answer else { return String::new() };
    let parts = options.iter().map(|(value, text)| format!("{value}={}|{}", text.id, text.en));
    parts.collect::<Vec<_>>().join(";")
}

/// `question=value`, or nothing.
///
/// # Errors
/// When it is not written so.
pub fn condition(text: &str) -> Result<Option<Condition>, Mistake> {
    if text.is_empty() {
        return Ok(None);
    }
    match text.split_once('=').map(|(question, value)| (question.trim(), value.trim())) {
        Some((question, value)) if !question.is_empty() && !value.is_empty() => {
            Ok(Some(Condition { question: question.to_owned(), value: value.to_owned() }))
        }
        _ => Err(Mistake::BadCondition),
    }
}

/// A condition as [`condition`] reads it.
pub fn condition_text(condition: Option<&Condition>) -> String {
    condition.map(|asked| format!("{}={}", asked.question, asked.value)).unwrap_or_default()
}

/// The same text in two languages, without spaces around it.
pub fn bilingual(id: &str, en: &str) -> Bilingual {
    Bilingual { id: tidy(id), en: tidy(en) }
}

/// Without spaces around it and with plain line feeds, whatever the browser sends.
pub fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}
