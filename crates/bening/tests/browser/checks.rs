//! What must hold for every page.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use platform::i18n::{Lang, keys};
use serde_json::json;

use super::chromium::Window;

impl Window {
    /// The page in this window is sound at its width: accessible, inside the window, in the right
    /// language, with letters and targets that are large enough, and without a fault in the
    /// browser's log.
    pub async fn sound(&self, what: &str, lang: &str) {
        let mut faults = self.faults(lang).await;
        faults.extend(self.violations().await);
        assert!(faults.is_empty(), "{what} at {}: {faults:#?}", self.path().await);
    }

    /// The faults that `checks.js` finds, raw keys, and what the browser complained about.
    pub async fn faults(&self, lang: &str) -> Vec<String> {
        let found =
            self.driver.execute(include_str!("checks.js"), vec![json!(lang)]).await.unwrap();
        let mut faults: Vec<String> = found.convert().unwrap();
        faults.extend(raw_keys(&self.text().await).map(|key| format!("shows the key {key}")));
        faults
    }

    /// What the browser logged since the last look. The policy forbids inline styles and scripts,
    /// so each one would be here.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.driver.browser_log().await.unwrap();
        log.into_iter().map(|entry| format!("{}: {}", entry.level, entry.message)).collect()
    }

    /// Violations that axe-core finds with the rules of WCAG 2.0 to 2.2, A and AA, and good
    /// practice.
    pub async fn violations(&self) -> Vec<String> {
        static AXE: OnceLock<String> = OnceLock::new();
        let source = AXE.get_or_init(|| {
            let file = std::env::var("BENING_TEST_AXE").expect("make test brings axe-core");
            std::fs::read_to_string(file).unwrap()
        });
        let there = self.script("return typeof axe === 'object';").await;
        if there != json!(true) {
            self.driver.execute(source.as_str(), Vec::new()).await.unwrap();
        }
        let run = "const done = arguments[arguments.length - 1];
            const tags = ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'];
            axe.run({runOnly: tags, resultTypes: ['violations']}).then(
                r => done(r.violations.map(v =>
                    v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))),
                e => done(['axe: ' + e]));";
        self.driver.execute_async(run, Vec::new()).await.unwrap().convert().unwrap()
    }
}

/// Keys of texts that stand on a page instead of their text.
pub fn raw_keys(text: &str) -> impl Iterator<Item = &str> {
    static KEYS: OnceLock<BTreeSet<String>> = OnceLock::new();
    let known = KEYS.get_or_init(|| keys(Lang::Id));
    text.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_'))
        .filter(|word| word.contains('-') && known.contains(*word))
}

#[test]
fn a_key_without_its_text_is_seen() {
    let found: Vec<&str> = raw_keys("Cek (applications-track-go), satu-satunya; e-mail.").collect();
    assert_eq!(found, ["applications-track-go"]);
}
