//! `bening demo`: a synthetic year of Kota Metro, then serves it.

use kernel::actor::Actor;
use kernel::{Clock, Error};
use platform::entropy::Entropy;
use serde::Serialize;

use super::simulate::end_of_day;
use super::{Done, Stop, say, server};
use crate::city::{self, City, Found, Sources};
use crate::cli::{Demo, Planting};
use crate::config::Settings;
use crate::demo::{accounts, promise, samples};
use crate::load::{self, Loader};
use crate::start;

/// Makes the city when the data folder holds none, then serves it.
pub async fn run(args: Demo) -> Done {
    let settings = Settings::load(&args.server)?;
    if settings.city_folder().exists() {
        let city = start::kept_city(&settings)?;
        let db = start::open_database(&settings, Clock::System, Entropy::System).await?;
        let app = start::assemble(&settings, &city, db).await?;
        if app.tenants.find("").is_none_or(|tenant| !tenant.synthetic) {
            let message = "this folder holds a real city: serve it with bening serve";
            return Err(Stop::Input(vec![message.to_owned()]));
        }
        return serve(&args, &settings, app).await;
    }
    let sources = Sources::metro();
    let city = city::read(&sources)?;
    make(&args, &settings, &sources, &city).await?;
    if args.only_make {
        return Ok(());
    }
    let db = start::open_database(&settings, Clock::System, Entropy::System).await?;
    let app = start::assemble(&settings, &city, db).await?;
    serve(&args, &settings, app).await
}

async fn serve(args: &Demo, settings: &Settings, app: platform::App) -> Done {
    if args.only_make {
        return Ok(());
    }
    let url = settings.public_url();
    server::serve(settings, app, crate::demo::page::routes(&settings.data)?, async move {
        show(&url);
    })
    .await
}

/// Prints the address and the accounts.
fn show(url: &str) {
    let password = accounts::PASSWORD;
    say(&format!("Accounts (password {password}), codes at {url}/contoh:"));
    for (login, name, roles) in accounts::OPEN {
        let roles: Vec<&str> = roles.iter().map(|(role, _)| role.code()).collect();
        say(&format!("  {login:<14} {:<14} {name}", roles.join(", ")));
    }
}

/// What is true in the demo: `manifest.json`.
#[derive(Serialize)]
struct Planted<'a> {
    /// What the simulation planted.
    #[serde(flatten)]
    year: &'a simulation::Manifest,
    /// What its mayor decided, and whether that changed anything.
    decisions: &'a [load::decisions::Planted],
    /// The unit that ends reports about it without an act and on the last day of their time.
    quiet: Option<String>,
    /// What is true of the budget; none where the city is too small for one.
    budget: Option<&'a load::budget::Planted>,
    /// What is planted in its contracts, and what looks like it.
    contracts: &'a [simulation::SpendingTruth],
    /// Its campaigns, and what they truly do.
    campaigns: &'a [load::outreach::Planted],
}

/// Makes the year: the same city for the same seed and last day.
async fn make(args: &Demo, settings: &Settings, sources: &Sources, city: &City) -> Done {
    let now = Clock::System.now();
    let today = city.calendar.tz().to_datetime(now).date();
    let last = args.until.unwrap_or(today);
    let until = end_of_day(city, last)?.min(now);
    let demand = sources.text("demand.csv")?;
    let demand = load::demand("demand.csv", demand).map_err(|e| vec![e])?;
    let mut options = load::options(args.seed, last, args.applications, Planting::All);
    options.counters = true;
    let first = options.first_day();
    let spec = load::spec(city, &demand, first)?;
    let trial = load::trials::drawn(&spec, &city.calendar, (args.seed, last))?;
    options.plant.process.trials = trial.design.iter().map(load::trials::planted).collect();
    options.plant.process.trials.push(load::decisions::planted(&spec, first));
    options.plant.agents.push(load::register::notary());
    let decisions = load::decisions::story(&spec, first);
    let simulated = simulation::City::new(spec, options)
        .map_err(|error| Stop::Input(vec![error.to_string()]))?;

    let clock = Clock::manual(now);
    let db = start::open_database(settings, clock, Entropy::seeded(args.seed)).await?;
    let founded = city.calendar.tz().to_timestamp(first.into()).map_err(Error::internal)?;
    // Planted steps have names too, but the simulation takes the city's own and plants them itself.
    let mut named = city.clone();
    named.seed.steps = load::story::named(named.seed.steps);
    let found = Found { city: named, synthetic: true, at: Some(founded) }.run_on(&db).await?;
    let app = start::assemble(settings, city, db).await?;
    super::log::key::make(&app, found.tenant, None).await?;
    let officers = accounts::make(&app, found.tenant, &simulated).await?;
    let staff = load::staff(&simulated, &officers);
    load::register::run(&app, found.tenant, &simulated, founded).await?;

    let loader = Loader {
        app: app.clone(),
        tenant: found.tenant,
        standards: accounts::standards(&app, found.tenant, city).await?,
        officers,
    };
    let bar = super::progress("a year of Kota Metro", u64::from(simulated.planned()) * 10);
    let year = loader.run(&simulated, (founded, until), |count| bar.inc(count)).await?;
    bar.finish_and_clear();
    load::rooms::run(&loader, &year, &staff, until).await?;
    load::facilities::run(&app, found.tenant, until).await?;
    load::trials::run(&app, found.tenant, trial).await?;
    load::shifts::run(&app, found.tenant, &staff).await?;
    load::decisions::run(&app, found.tenant, &decisions).await?;
    let surveys = load::surveys::run(&app, found.tenant, &year, (first, until), today).await?;
    let people = (args.seed, year.experiences.all());
    let quiet = load::complaints::run(&app, found.tenant, people, until).await?;
    load::levies::run(&app, found.tenant, until).await?;
    load::gifts::run(&app, found.tenant, people, &staff, until).await?;
    load::meetings::run(&app, found.tenant, args.seed, (first, until)).await?;
    load::competence::run(&app, found.tenant, &staff, until).await?;
    load::oversight::run(&loader, &year.mandated, until).await?;
    let drawn = load::draws::run(&loader, year.assessed.as_ref()).await?;
    load::proposals::run(&app, found.tenant, args.seed, (founded, until)).await?;
    load::plan::run(&app, found.tenant, args.seed, until).await?;
    let budget = load::budget::run(&app, found.tenant, args.seed, until).await?;
    let lines = budget.as_ref().map_or_else(load::contracts::lines, |budget| budget.lines.clone());
    let days = (first, until);
    let contracts = load::contracts::run(&app, found.tenant, args.seed, days, &lines).await?;
    let campaigns = load::outreach::story(last);
    load::outreach::run(&app, found.tenant, args.seed, (until, &campaigns)).await?;
    samples::attach(&app, found.tenant).await?;
    promise::publish(&app, found.tenant, first).await?;
    platform::workers::settle(&app, found.tenant).await?;
    load::scorecards::run(&app, found.tenant, (first, until)).await?;
    let offices = crate::signals::offices;
    oversee::signals::verbs::run(&app, found.tenant, Actor::system(), offices).await?;
    platform::workers::settle(&app, found.tenant).await?;
    crate::room::cards::gather(&app, found.tenant).await?;
    platform::workers::settle(&app, found.tenant).await?;
    app.db.close().await;
    let manifest = Planted {
        year: &year.manifest,
        decisions: &decisions,
        quiet,
        budget: budget.as_ref(),
        contracts: &contracts,
        campaigns: &campaigns,
    };
    let text = serde_json::to_string_pretty(&manifest).map_err(Error::internal)?;
    std::fs::write(settings.data.join("manifest.json"), text)?;
    let text = serde_json::to_string_pretty(&surveys).map_err(Error::internal)?;
    std::fs::write(settings.data.join(crate::demo::page::SURVEYS), text)?;
    let text = serde_json::to_string_pretty(&drawn).map_err(Error::internal)?;
    std::fs::write(settings.data.join(crate::demo::page::DRAWN), text)?;
    // Last, so that a city that was interrupted half-way is not taken for a whole one.
    sources.write_below(&settings.city_folder())?;
    Ok(())
}
