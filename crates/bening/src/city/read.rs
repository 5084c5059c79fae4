//! Reading all files of a city and naming every mistake in them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use kernel::calendar::WorkCalendar;
use kernel::data::DataError;
use kernel::rulebook::Rulebook;
use platform::web::outline::Region;
use serve::catalogue::import::{self, Seed, Source, Tables};

use super::config::CityConfig;
use super::tables::{self, CounterRow, DiscretionaryRow, KelurahanRow, UnitRow};

/// The texts of a city's files, by path relative to the folder that holds `city.toml` and its
/// neighbours.
#[derive(Clone, Debug)]
pub struct Sources {
    files: BTreeMap<PathBuf, String>,
    city: PathBuf,
}

/// The city that travels inside the binary.
#[derive(rust_embed::RustEmbed)]
#[folder = "../../data"]
struct Metro;

impl Sources {
    /// Kota Metro, from inside the binary.
    pub fn metro() -> Self {
        let files = Metro::iter()
            .filter_map(|name| {
                let file = Metro::get(&name)?;
                let text = String::from_utf8_lossy(&file.data).into_owned();
                Some((PathBuf::from(name.as_ref()), text))
            })
            .collect();
        Self { files, city: PathBuf::from("metro/city.toml") }
    }

    /// The files that `city.toml` at `path` names, read from disk.
    ///
    /// # Errors
    /// Every file that cannot be read, or the mistake in `city.toml` that hides their names.
    pub fn from_disk(path: &Path) -> Result<Self, Vec<DataError>> {
        let name = path.file_name().map(PathBuf::from).unwrap_or_default();
        let folder = path.parent().unwrap_or(Path::new("."));
        let shown = path.display().to_string();
        let text = read_file(path).map_err(|error| vec![error])?;
        let config = CityConfig::parse(&shown, &text).map_err(|error| vec![error])?;
        // All files are kept under the city's own folder name, so that `../rules` stays beside it.
        let city = Path::new("city").join(name);
        let mut files = BTreeMap::from([(city.clone(), text)]);
        let mut mistakes = Vec::new();
        for wanted in config.files.all() {
            let place = folder.join(wanted);
            match read_file(&place) {
                Ok(text) => {
                    files.insert(normal(&Path::new("city").join(wanted)), text);
                }
                Err(error) => mistakes.push(error),
            }
        }
        let rules = folder.join(&config.files.rules);
        match rule_files(&rules) {
            Ok(names) => {
                for place in names {
                    let file = place.file_name().map(PathBuf::from).unwrap_or_default();
                    let kept = normal(&Path::new("city").join(&config.files.rules).join(file));
                    match read_file(&place) {
                        Ok(text) => {
                            files.insert(kept, text);
                        }
                        Err(error) => mistakes.push(error),
                    }
                }
            }
            Err(error) => mistakes.push(error),
        }
        if mistakes.is_empty() { Ok(Self { files, city }) } else { Err(mistakes) }
    }

    /// Writes the files below `folder`, for `serve` to read.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write_below(&self, folder: &Path) -> std::io::Result<()> {
        for (name, text) in &self.files {
            let place = folder.join(name);
            if let Some(parent) = place.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(place, text)?;
        }
        std::fs::write(folder.join("city-file"), self.city.display().to_string())
    }

    /// The files that [`Sources::write_below`] wrote.
    ///
    /// # Errors
    /// When they are not there.
    pub fn kept_below(folder: &Path) -> Result<Self, Vec<DataError>> {
        let name = read_file(&folder.join("city-file")).map_err(|error| vec![error])?;
        Self::from_disk(&folder.join(name.trim()))
    }

    /// The text of a file beside `city.toml`.
    ///
    /// # Errors
    /// When there is none.
    pub fn text(&self, name: &str) -> Result<&str, Vec<DataError>> {
        self.get(name).map(|(_, text)| text).map_err(|error| vec![error])
    }

    fn get(&self, name: &str) -> Result<(String, &str), DataError> {
        let folder = self.city.parent().unwrap_or(Path::new(""));
        let place = normal(&folder.join(name));
        let shown = place.display().to_string();
        let text = self.files.get(&place).map(String::as_str);
        let missing = || DataError::cell(&shown, 1, "", "the file is missing; put it there");
        Ok((shown.clone(), text.ok_or_else(missing)?))
    }

    fn below(&self, name: &str) -> Vec<(String, &str)> {
        let folder = self.city.parent().unwrap_or(Path::new(""));
        let place = normal(&folder.join(name));
        self.files
            .iter()
            .filter(|(file, _)| file.parent() == Some(&place))
            .filter(|(file, _)| file.extension().is_some_and(|ending| ending == "toml"))
            .map(|(file, text)| (file.display().to_string(), text.as_str()))
            .collect()
    }
}

impl super::config::FileNames {
    fn all(&self) -> impl Iterator<Item = &str> {
        let named = [
            &self.units,
            &self.kelurahan,
            &self.services,
            &self.documents,
            &self.questions,
            &self.words,
            &self.components,
            &self.steps,
            &self.calendar,
            &self.holidays,
        ];
        let optional = self.discretionary.as_deref().into_iter().chain(self.counters.as_deref());
        let optional = optional.chain(self.fees.as_deref()).chain(self.boundaries.as_deref());
        named.into_iter().map(String::as_str).chain(optional)
    }
}

fn read_file(path: &Path) -> Result<String, DataError> {
    std::fs::read_to_string(path).map_err(|error| {
        let message = format!("the file cannot be read ({error}); check its name and place");
        DataError::cell(&path.display().to_string(), 1, "", message)
    })
}

fn rule_files(folder: &Path) -> Result<Vec<PathBuf>, DataError> {
    let entries = std::fs::read_dir(folder).map_err(|error| {
        let message = format!("the folder cannot be read ({error}); check its name and place");
        DataError::cell(&folder.display().to_string(), 1, "", message)
    })?;
    let mut names: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    names.sort();
    Ok(names)
}

/// `a/../b` as `b`, without asking the disk.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

/// A city as its files describe it, without a mistake.
#[derive(Clone, Debug)]
pub struct City {
    /// `city.toml`.
    pub config: CityConfig,
    /// Units.
    pub units: Vec<UnitRow>,
    /// Kelurahan.
    pub kelurahan: Vec<KelurahanRow>,
    /// Outlines of its regions.
    pub regions: Vec<Region>,
    /// The catalogue and the work steps.
    pub seed: Seed,
    /// Steps for which an officer is drawn.
    pub discretionary: Vec<DiscretionaryRow>,
    /// How the counters of units work at first.
    pub counters: Vec<CounterRow>,
    /// The working calendar.
    pub calendar: WorkCalendar,
    /// The rulebook.
    pub rulebook: Rulebook,
}

/// Reads a city.
///
/// # Errors
/// Every mistake in its files, with file, line and column.
pub fn read(sources: &Sources) -> Result<City, Vec<DataError>> {
    let shown = sources.city.display().to_string();
    let text = sources.files.get(&sources.city).map(String::as_str).unwrap_or_default();
    let config = CityConfig::parse(&shown, text).map_err(|error| vec![error])?;
    let mut mistakes = config.mistakes(&shown, text);

    let units = keep(&mut mistakes, table(sources, &config.files.units, tables::units));
    let known = units.clone().unwrap_or_default();
    let kelurahan = keep(
        &mut mistakes,
        table(sources, &config.files.kelurahan, |name, text| tables::kelurahan(name, text, &known)),
    );
    let regions = config.files.boundaries.as_deref().map(|file| table(sources, file, regions));
    let regions = regions.map_or(Some(Vec::new()), |rows| keep(&mut mistakes, rows));
    let codes: BTreeSet<String> = known.iter().map(|unit| unit.code.clone()).collect();
    let seed = keep(&mut mistakes, catalogue(sources, &config, &codes));
    let discretionary = match (&config.files.discretionary, &seed) {
        (Some(file), Some(seed)) => {
            let rows = |name: &str, text: &str| tables::discretionary(name, text, seed);
            keep(&mut mistakes, table(sources, file, rows)).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    let rows = |name: &str, text: &str| tables::counters(name, text, &known);
    let counters = config.files.counters.as_deref().map(|file| table(sources, file, rows));
    let counters = counters.and_then(|rows| keep(&mut mistakes, rows)).unwrap_or_default();
    let calendar = keep(&mut mistakes, calendar(sources, &config));
    let rulebook = keep(&mut mistakes, rulebook(sources, &config));
    match (units, kelurahan, regions, seed, calendar, rulebook) {
        (
            Some(units),
            Some(kelurahan),
            Some(regions),
            Some(seed),
            Some(calendar),
            Some(rulebook),
        ) if mistakes.is_empty() => Ok(City {
            config,
            units,
            kelurahan,
            regions,
            seed,
            discretionary,
            counters,
            calendar,
            rulebook,
        }),
        _ => Err(mistakes),
    }
}

/// The value, or `None` with its mistakes put to the others.
fn keep<T>(mistakes: &mut Vec<DataError>, result: Result<T, Vec<DataError>>) -> Option<T> {
    result.map_err(|more| mistakes.extend(more)).ok()
}

fn table<T>(
    sources: &Sources,
    name: &str,
    parse: impl Fn(&str, &str) -> Result<T, Vec<DataError>>,
) -> Result<T, Vec<DataError>> {
    let (shown, text) = sources.get(name).map_err(|error| vec![error])?;
    parse(&shown, text)
}

fn regions(name: &str, text: &str) -> Result<Vec<Region>, Vec<DataError>> {
    Region::read(text).map_err(|error| {
        let message = format!("this is no collection of polygons in GeoJSON: {error}");
        vec![DataError::cell(name, error.line() as u64, "", message)]
    })
}

fn catalogue(
    sources: &Sources,
    config: &CityConfig,
    units: &BTreeSet<String>,
) -> Result<Seed, Vec<DataError>> {
    let names = &config.files;
    let get = |name: &str| sources.get(name).map_err(|error| vec![error]);
    let texts = [
        get(&names.services)?,
        get(&names.documents)?,
        get(&names.questions)?,
        get(&names.words)?,
        get(&names.components)?,
        get(&names.steps)?,
    ];
    let [services, documents, questions, words, components, steps] =
        texts.each_ref().map(|(name, text)| Source { name, text });
    let fees = names.fees.as_deref().map(get).transpose()?;
    let fees = fees.as_ref().map(|(name, text)| Source { name, text });
    import::read(&Tables { services, documents, questions, words, components, steps, fees }, units)
}

fn calendar(sources: &Sources, config: &CityConfig) -> Result<WorkCalendar, Vec<DataError>> {
    let get = |name: &str| sources.get(name).map_err(|error| vec![error]);
    let (hours, holidays) = (get(&config.files.calendar)?, get(&config.files.holidays)?);
    WorkCalendar::parse((&hours.0, hours.1), (&holidays.0, holidays.1)).map_err(|error| vec![error])
}

fn rulebook(sources: &Sources, config: &CityConfig) -> Result<Rulebook, Vec<DataError>> {
    let files = sources.below(&config.files.rules);
    let pairs = files.iter().map(|(name, text)| (name.as_str(), *text));
    Rulebook::parse(pairs).map_err(|error| vec![error])
}
