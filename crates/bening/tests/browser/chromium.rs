//! Chromium through WebDriver.

use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::LoggingPrefsLogLevel;
use thirtyfour::common::print::PrintParameters;
use thirtyfour::prelude::*;

/// Widths at which pages must hold: a small phone, a phone, a desk.
pub const WIDTHS: [u32; 3] = [320, 390, 1280];

/// Height of the window.
const HEIGHT: u32 = 900;

/// A window that shows pages `width` pixels wide.
pub struct Window {
    pub driver: WebDriver,
    pub width: u32,
    /// Whether pages may run JavaScript.
    pub script: bool,
}

/// Opens a window, or says that this machine has no browser. CI must have one.
pub async fn open(width: u32, script: bool) -> Option<Window> {
    let Ok(server) = std::env::var("BENING_TEST_WEBDRIVER") else {
        assert!(std::env::var("CI").is_err(), "CI must bring a browser");
        return None;
    };
    let mut wishes = DesiredCapabilities::chrome();
    for flag in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--window-size=1280,900",
    ] {
        wishes.add_arg(flag).unwrap();
    }
    wishes.set_browser_log_level(LoggingPrefsLogLevel::All).unwrap();
    let mut preferences = json!({"intl.accept_languages": "id,en"});
    if !script {
        preferences["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    wishes.add_experimental_option("prefs", preferences).unwrap();
    let driver = WebDriver::new(&server, wishes).await.unwrap();
    let window = Window { driver, width, script };
    window.resize(width).await;
    // Otherwise the journeys without JavaScript would prove nothing.
    window.go("data:text/html,<title>off</title><script>document.title='on'</script>").await;
    let title = window.driver.title().await.unwrap();
    assert_eq!(title, if script { "on" } else { "off" }, "JavaScript in this window");
    Some(window)
}

impl Window {
    /// Chromium makes no window narrower than some 500 pixels, but it imitates a narrow screen.
    pub async fn resize(&self, width: u32) {
        self.screen(width, HEIGHT).await;
    }

    async fn screen(&self, width: u32, height: u32) {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.tool("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    async fn tool(&self, command: &str, values: Value) -> Value {
        self.driver.cdp().send_raw(command, values).await.unwrap()
    }

    pub async fn go(&self, url: &str) {
        self.driver.goto(url).await.unwrap();
    }

    pub async fn back(&self) {
        self.driver.back().await.unwrap();
    }

    /// The same browser, as if somebody else sat down at it.
    pub async fn forget(&self) {
        self.tool("Network.clearBrowserCookies", json!({})).await;
    }

    async fn find(&self, by: By) -> WebElement {
        match self.driver.find(by).await {
            Ok(found) => found,
            Err(error) => panic!("{}: {error}\n{}", self.path().await, self.text().await),
        }
    }

    /// The first thing that `css` finds.
    pub async fn first(&self, css: &str) -> WebElement {
        self.find(By::Css(css)).await
    }

    /// The text of the first thing that `css` finds.
    pub async fn read(&self, css: &str) -> String {
        self.first(css).await.text().await.unwrap()
    }

    /// How many things `css` finds.
    pub async fn count(&self, css: &str) -> usize {
        self.driver.find_all(By::Css(css)).await.unwrap().len()
    }

    /// What stands in the field with that name.
    pub async fn value(&self, name: &str) -> String {
        self.find(By::Name(name)).await.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Types into the field with that name, over what is there.
    pub async fn fill(&self, name: &str, value: &str) {
        let field = self.find(By::Name(name)).await;
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    /// Sets a date as the browser's own calendar does, whose keys differ by language.
    pub async fn pick_date(&self, name: &str, iso: &str) {
        let field = self.find(By::Name(name)).await.to_json().unwrap();
        let code = "arguments[0].value = arguments[1];";
        self.driver.execute(code, vec![field, json!(iso)]).await.unwrap();
    }

    /// Chooses a file.
    pub async fn upload(&self, name: &str, file: &Path) {
        self.find(By::Name(name)).await.send_keys(file.to_str().unwrap()).await.unwrap();
    }

    /// Ticks the radio button or box with that name and value.
    pub async fn choose(&self, name: &str, value: &str) {
        self.click(&format!("input[name='{name}'][value='{value}']")).await;
    }

    /// Selects an entry of a drop-down list.
    pub async fn select(&self, name: &str, value: &str) {
        self.click(&format!("select[name='{name}'] option[value='{value}']")).await;
    }

    /// Selects the entry of a drop-down list whose text begins with `text`.
    pub async fn select_text(&self, name: &str, text: &str) {
        let path = format!(
            "//select[@name=\"{name}\"]/option[starts-with(normalize-space(.), \"{text}\")]"
        );
        click(&self.find(By::XPath(path)).await, text).await;
    }

    async fn click(&self, css: &str) {
        click(&self.first(css).await, css).await;
    }

    /// Unfolds the details whose summary `css` finds.
    pub async fn unfold(&self, css: &str) {
        self.click(css).await;
    }

    /// Clicks on the link or button that `css` finds and waits for the next page.
    pub async fn follow(&self, css: &str) {
        let here = self.page().await;
        self.click(css).await;
        self.arrive(here).await;
    }

    /// What tells one page from the next, even at the same address.
    async fn page(&self) -> Value {
        self.script("return performance.timeOrigin;").await
    }

    /// Waits for the page after `before`.
    async fn arrive(&self, before: Value) {
        let code = "return document.readyState === 'complete' ? performance.timeOrigin : null;";
        for _ in 0..1000 {
            // Between two pages there is nothing that could answer.
            let Ok(answer) = self.driver.execute(code, Vec::new()).await else { continue };
            if !answer.json().is_null() && *answer.json() != before {
                return;
            }
        }
        panic!("{}: no page follows", self.path().await);
    }

    /// Presses the first visible button or link whose text begins with `text`, and waits for the
    /// next page.
    pub async fn press(&self, text: &str) {
        let here = self.page().await;
        let path =
            format!("//*[self::button or self::a][starts-with(normalize-space(.), \"{text}\")]");
        for found in self.driver.find_all(By::XPath(path)).await.unwrap() {
            if found.is_displayed().await.unwrap() {
                click(&found, text).await;
                return self.arrive(here).await;
            }
        }
        panic!("{}: nothing to press says {text}\n{}", self.path().await, self.text().await);
    }

    /// Sends the main form of the page.
    pub async fn submit(&self) {
        self.follow("main form button[type=submit]").await;
    }

    pub async fn text(&self) -> String {
        self.driver.find(By::Tag("body")).await.unwrap().text().await.unwrap()
    }

    pub async fn path(&self) -> String {
        self.driver.current_url().await.unwrap().path().to_owned()
    }

    pub async fn title(&self) -> String {
        self.driver.title().await.unwrap()
    }

    /// Opens `url` again until the page holds `text`: what follows the journal may be a moment
    /// behind.
    pub async fn until(&self, url: &str, text: &str) {
        for _ in 0..300 {
            self.go(url).await;
            if self.text().await.contains(text) {
                return;
            }
        }
        panic!("{url} never shows {text}:\n{}", self.text().await);
    }

    /// Whether the focus is on an element of that class. The browser sets it with the first frame
    /// that it draws.
    pub async fn focused(&self, class: &str) -> bool {
        for _ in 0..100 {
            if self.script("return document.activeElement.className;").await == class {
                return true;
            }
        }
        false
    }

    /// A picture of the whole page, when pictures are wanted.
    pub async fn shot(&self, name: &str) {
        let Ok(folder) = std::env::var("BENING_TEST_SHOTS") else { return };
        std::fs::create_dir_all(&folder).unwrap();
        let height = self.script("return document.documentElement.scrollHeight;").await;
        let height = u32::try_from(height.as_u64().unwrap()).unwrap();
        self.screen(self.width, height.clamp(700, 6000)).await;
        let file = Path::new(&folder).join(format!("{name}-{}.png", self.width));
        self.driver.screenshot(&file).await.unwrap();
        self.resize(self.width).await;
    }

    /// The page on paper, as PDF.
    pub async fn print(&self) -> Vec<u8> {
        self.driver.print_page(PrintParameters::default()).await.unwrap()
    }

    pub async fn script(&self, code: &str) -> Value {
        self.driver.execute(code, Vec::new()).await.unwrap().json().clone()
    }

    /// The cookies of this address as a request sends them.
    pub async fn cookies(&self) -> String {
        let cookies = self.driver.get_all_cookies().await.unwrap();
        let pairs: Vec<String> =
            cookies.iter().map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        pairs.join("; ")
    }

    pub async fn close(self) {
        self.driver.quit().await.unwrap();
    }
}

/// Clicks on `element`, which is first moved to where no bar at the edge of the window covers it.
async fn click(element: &WebElement, what: &str) {
    element.scroll_into_view().await.unwrap();
    element.click().await.unwrap_or_else(|error| panic!("{what}: {error}"));
}
