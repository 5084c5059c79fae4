//! What the city's own report says in three numbers, and the seal of the log.

use kernel::error::Result;
use listen::surveys::pages::headline;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::Visitor;
use publish::log::newest_seal;
use publish::scorecard::due;
use publish::scorecard::model::{Finding, Period, Report};
use publish::scorecard::pages::words;
use publish::scorecard::verbs::days;

/// What the home page tells of the report, if it is there: the first three.
const TOLD: [&str; 6] =
    ["index", "on-time", "self-application", "agreed-closing", "duties", "returned"];
const SHOWN: usize = 3;

/// A number with what it says.
pub struct Number {
    pub href: String,
    pub value: String,
    pub text: String,
    pub sure: String,
    pub mark: &'static str,
    pub compared: String,
}

/// The seal of the log.
pub struct Sealed {
    pub text: String,
    pub digits: String,
}

/// The block.
pub struct Told {
    /// The quarter; empty while there is no report.
    pub period: String,
    pub numbers: Vec<Number>,
    /// When the next report comes.
    pub next: String,
    pub seal: Option<Sealed>,
}

/// The block. Before the first report, the newest survey speaks.
pub async fn told(
    tx: &mut Tx<'_>,
    app: &App,
    visitor: &Visitor,
    report: Option<&Report>,
) -> Result<Told> {
    let lang = visitor.lang;
    let numbers = match report {
        Some(report) => numbers(lang, report),
        None => surveyed(tx, lang).await?,
    };
    let next = report.map_or_else(|| Period::of(app.today()), |known| known.period.after());
    let day = due(next, days(app, app.today())?);
    let seal = newest_seal(tx, app, visitor.tenant.id).await?.map(|seal| {
        let values = [
            ("size", lang.count(i64::try_from(seal.size).unwrap_or(i64::MAX))),
            ("moment", seal.at.map(|at| lang.moment(at, app.tz())).unwrap_or_default()),
            ("witnesses", seal.witnesses.to_string()),
        ];
        let key = if seal.witnesses == 0 { "home-seal-alone" } else { "home-seal-witnessed" };
        Sealed { text: lang.with(key, &values), digits: seal.digits }
    });
    Ok(Told {
        period: report.map(|report| words::period(lang, report.period)).unwrap_or_default(),
        numbers,
        next: lang.t1("scorecard-next", "day", lang.date(day)),
        seal,
    })
}

fn numbers(lang: Lang, report: &Report) -> Vec<Number> {
    let findings = report.of("");
    let known = TOLD.iter().filter_map(|code| findings.iter().find(|one| one.code == **code));
    known.take(SHOWN).map(|finding| number(lang, report.period, finding)).collect()
}

fn number(lang: Lang, period: Period, finding: &Finding) -> Number {
    Number {
        href: format!("/rapor/{period}#{}", finding.code),
        value: words::value(lang, finding.form, finding.now.value),
        text: words::sentence(lang, finding),
        sure: words::sure(lang, finding),
        mark: words::mark(finding.moved),
        compared: words::compared(lang, finding),
    }
}

async fn surveyed(tx: &mut Tx<'_>, lang: Lang) -> Result<Vec<Number>> {
    let lines = headline(tx, lang).await?;
    let number = |line: listen::surveys::pages::Headline| Number {
        href: line.href,
        value: line.value,
        text: format!("{}.", line.title),
        sure: format!("{}. {}.", line.interval, line.grade),
        mark: "",
        compared: line.change,
    };
    Ok(lines.into_iter().take(SHOWN).map(number).collect())
}
