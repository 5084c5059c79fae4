//! Opening a city: settings, keys, database, calendar and rulebook become the [`App`].

use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;

use improve::competence::reader::Competence;
use improve::counters::CounterVisits;
use improve::decisions::verbs::DecisionClocks;
use improve::events::reader::ProcessEvents;
use improve::facilities::reader::WaitingRooms;
use improve::facilities::verbs::WeekJob;
use improve::meetings::verbs::{MeetingClocks, Remind};
use improve::processes::verbs::{Evaluate, TrialClocks};
use improve::reform::reader::{Reform, Words};
use kernel::data::DataError;
use kernel::error::Result;
use kernel::{Clock, Error};
use listen::complaints::verbs::ComplaintClocks;
use listen::gratuities::verbs::GiftClocks;
use listen::surveys::frame::Frame;
use oversee::OverseeClocks;
use oversee::audit::reader::Trail;
use oversee::deadlines::watch::Watch;
use oversee::signals::reader::SignalReader;
use oversee::signals::spending::SignalSpending;
use oversee::signals::steps::SignalSteps;
use oversee::signals::verbs::{RunJob, SignalClocks};
use oversee::signals::ways::SignalWays;
use platform::app::{Settings as PageSettings, Tenants};
use platform::boxes::Boxes;
use platform::clocks::Clocks;
use platform::db::Db;
use platform::db::migrate::PLATFORM;
use platform::entropy::Entropy;
use platform::files::Files;
use platform::jobs::JobHandler;
use platform::journal::Readers;
use platform::log::Logs;
use platform::outbox::{Folder, Mailbox, Outbox, Smtp, Transport};
use platform::vault::Vault;
use platform::web::limits::{Limits, Rates};
use platform::{App, Platform};
use prioritise::calendar::verbs::BudgetClocks;
use prioritise::execution::reader::OrderReader;
use prioritise::plan::reader::AcceptedProposals;
use prioritise::plan::verbs::Solve;
use prioritise::proposals::reader::ProposalEvidence;
use publish::open_data::reader::OpenDataFiles;
use publish::outreach::reader::{OutreachCatalogue, OutreachFiles};
use publish::outreach::verbs::{EndJob, OutreachClocks, ReachJob};
use serve::applications::practice::PracticeReader;
use serve::applications::queue::Queue;
use serve::applications::superior::TellSuperior;
use serve::applications::verbs::ApplicationClocks;
use serve::partners::reader::OwnSteps;
use serve::partners::verbs::PartnerClocks;
use serve::process::reader::WorkChanges;
use serve::queue::verbs::QueueDue;
use serve::representatives::verbs::MandateClocks;

use crate::city::{self, City, Sources};
use crate::config::Settings;

/// Opens the database of `settings` and brings its schema up to date.
///
/// # Errors
/// When it cannot be reached or a migration fails.
pub async fn open_database(settings: &Settings, clock: Clock, entropy: Entropy) -> Result<Db> {
    make_folder(&settings.data)?;
    let migrations: Vec<_> = PLATFORM
        .iter()
        .chain(&serve::MIGRATIONS)
        .chain(&publish::MIGRATIONS)
        .chain(&listen::MIGRATIONS)
        .chain(&oversee::MIGRATIONS)
        .chain(&improve::MIGRATIONS)
        .chain(&prioritise::MIGRATIONS)
        .copied()
        .collect();
    let archived = settings.archive.is_some();
    Db::open(&settings.database_url(), &migrations, clock, entropy, archived).await
}

/// The folder of the city's data, for its owner only.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(path: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|error| Error::internal(error).context(path.display()))
}

/// The city that was founded in the data folder of `settings`.
///
/// # Errors
/// Every mistake in its files.
pub fn kept_city(settings: &Settings) -> Result<City, Vec<DataError>> {
    city::read(&Sources::kept_below(&settings.city_folder())?)
}

/// Puts everything together.
///
/// # Errors
/// When the key, the files or the limits cannot be opened.
pub async fn assemble(settings: &Settings, city: &City, db: Db) -> Result<App> {
    let vault = Vault::open(&settings.key_file(), &mut db.entropy().rng()?)?;
    let mut files = Files::folder(&settings.files_folder())?;
    if let Some(archive) = &settings.archive {
        files = files.mirrored(&archive.join("files"))?;
    }
    let limits = limits(settings, city, &db)?;
    let tenants = Tenants::default();
    tenants.reload(&db).await?;
    let tz = city.calendar.tz().clone();
    let public_url = settings.public_url();
    let page_settings = PageSettings {
        secure_cookies: public_url.starts_with("https://"),
        public_url,
        behind_proxy: settings.behind_proxy,
    };
    let (calendar, rulebook) = (city.calendar.clone(), city.rulebook.clone());
    let today = tz.to_datetime(db.clock().now()).date();
    let words = Words::of(&rulebook, today).map_err(Error::internal)?;
    Ok(Arc::new_cyclic(|weak| Platform {
        db,
        vault,
        calendar,
        rulebook,
        regions: city.regions.clone(),
        files,
        boxes: Boxes::new(settings.data.join("survey-boxes")),
        logs: Logs::new(settings.data.clone(), settings.archive.clone()),
        limits,
        readers: Readers::new(vec![
            Box::new(Clocks),
            Box::new(Queue),
            Box::new(Frame { tz: tz.clone() }),
            Box::new(PracticeReader { tz: tz.clone() }),
            Box::new(CounterVisits { tz: tz.clone() }),
            Box::new(WaitingRooms { tz: tz.clone() }),
            Box::new(Reform { tz: tz.clone(), words }),
            Box::new(Competence { tz: tz.clone() }),
            Box::new(ProposalEvidence),
            Box::new(OutreachCatalogue),
            Box::new(OutreachFiles { tz: tz.clone() }),
            Box::new(OpenDataFiles { tz: tz.clone() }),
            Box::new(SignalReader { tz }),
            Box::new(SignalWays),
            Box::new(SignalSteps),
            Box::new(SignalSpending),
            Box::new(Watch),
            Box::new(WorkChanges),
            Box::new(OwnSteps),
            Box::new(ProcessEvents),
            Box::new(Trail),
            Box::new(AcceptedProposals),
            Box::new(OrderReader),
        ]),
        on_lapse: vec![
            Arc::new(ApplicationClocks { app: weak.clone() }),
            Arc::new(MandateClocks { app: weak.clone() }),
            Arc::new(PartnerClocks { app: weak.clone() }),
            Arc::new(ComplaintClocks { app: weak.clone() }),
            Arc::new(GiftClocks { app: weak.clone() }),
            Arc::new(SignalClocks { app: weak.clone() }),
            Arc::new(OverseeClocks { app: weak.clone() }),
            Arc::new(DecisionClocks { app: weak.clone() }),
            Arc::new(TrialClocks),
            Arc::new(OutreachClocks),
            Arc::new(MeetingClocks { app: weak.clone() }),
            Arc::new(BudgetClocks { app: weak.clone() }),
        ],
        tenants,
        settings: page_settings,
    }))
}

fn limits(settings: &Settings, city: &City, db: &Db) -> Result<Limits> {
    let today = city.calendar.tz().to_datetime(db.clock().now()).date();
    let rule = |code: &str| -> Result<NonZeroU32> {
        let count = city.rulebook.count(code, today)?;
        let positive = u32::try_from(count).ok().and_then(NonZeroU32::new);
        positive.ok_or_else(|| Error::internal(format!("the rule {code} must be more than zero")))
    };
    let forms = NonZeroU32::new(settings.forms_per_minute)
        .ok_or_else(|| Error::internal("forms_per_minute must be more than zero"))?;
    let calendar = &city.calendar;
    let lock = city.rulebook.term("session.lock", today)?;
    let now = db.clock().now();
    let end = calendar.due("", now, lock, &[]).map_err(Error::internal)?.unwrap_or(now);
    Ok(Limits::new(Rates {
        secrets_per_hour: rule("tracking.guesses_per_application")?,
        log_ins_per_minute: rule("session.attempts_per_minute")?,
        failures: rule("session.failures")?.get(),
        lock: end.duration_since(now),
        forms_per_minute: forms,
    }))
}

/// What does the jobs of this server.
///
/// # Errors
/// When the outbox cannot be opened or the sender is no address.
pub fn job_handlers(settings: &Settings) -> Result<Vec<Arc<dyn JobHandler>>> {
    let folder = Folder::open(&settings.outbox_folder())?;
    let mail = match &settings.smtp {
        Some(url) => Transport::Smtp(Smtp::new(url)?),
        None => Transport::Folder(folder.clone()),
    };
    let from: Mailbox = settings.mail_from.parse().map_err(|error| {
        Error::internal(format!("mail_from must be an address such as bening@kota.go.id: {error}"))
    })?;
    Ok(vec![
        Arc::new(Outbox { from, mail, sms: folder }),
        Arc::new(TellSuperior),
        Arc::new(QueueDue),
        Arc::new(RunJob { offices: crate::signals::offices }),
        Arc::new(Evaluate),
        Arc::new(Remind),
        Arc::new(WeekJob),
        Arc::new(Solve),
        Arc::new(EndJob),
        Arc::new(ReachJob),
    ])
}
