//! Chromium through WebDriver.

use thirtyfour::prelude::*;

/// Widths at which pages must hold: a small phone, a phone, a desk.
pub const WIDTHS: [u32; 3] = [320, 390, 1280];

/// A window of `width`; `script` says whether pages may run JavaScript.
pub struct Window {
    pub driver: WebDriver,
    pub width: u32,
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
        "--hide-scrollbars",
        "--lang=id",
    ] {
        wishes.add_arg(flag).unwrap();
    }
    // Chromium makes no window narrower than some 500 pixels, but it imitates a narrow screen.
    wishes
        .add_experimental_option(
            "mobileEmulation",
            serde_json::json!({"deviceMetrics": {"width": width, "height": 900, "pixelRatio": 1.0, "touch": false, "mobile": false}}),
        )
        .unwrap();
    if !script {
        let never = serde_json::json!({"profile.managed_default_content_settings.javascript": 2});
        wishes.add_experimental_option("prefs", never).unwrap();
    }
    let driver = WebDriver::new(&server, wishes).await.unwrap();
    Some(Window { driver, width })
}

impl Window {
    pub async fn go(&self, url: &str) {
        self.driver.goto(url).await.unwrap();
    }

    /// Types into the field with that name, over what is there.
    pub async fn fill(&self, name: &str, value: &str) {
        let field = self.driver.find(By::Name(name)).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    /// Ticks the radio button or box with that name and value.
    pub async fn choose(&self, name: &str, value: &str) {
        let css = format!("input[name='{name}'][value='{value}']");
        self.driver.find(By::Css(css)).await.unwrap().click().await.unwrap();
    }

    /// Presses the first button or link whose text begins with `text`.
    pub async fn press(&self, text: &str) {
        let path = format!(
            "//*[self::button or self::a][starts-with(normalize-space(.), '{text}')]"
        );
        self.driver.find(By::XPath(path)).await.unwrap().click().await.unwrap();
    }

    /// Sends the main form of the page.
    pub async fn submit(&self) {
        let button = self.driver.find(By::Css("main form button[type=submit], main form button:not([type])"));
        button.await.unwrap().click().await.unwrap();
    }

    pub async fn text(&self) -> String {
        self.driver.find(By::Tag("body")).await.unwrap().text().await.unwrap()
    }

    pub async fn path(&self) -> String {
        self.driver.current_url().await.unwrap().path().to_owned()
    }

    /// A picture of the whole page, when pictures are wanted.
    pub async fn shot(&self, name: &str) {
        let Ok(folder) = std::env::var("BENING_TEST_SHOTS") else { return };
        std::fs::create_dir_all(&folder).unwrap();
        let height = self.script("return document.documentElement.scrollHeight;").await;
        let height = height.as_u64().unwrap_or(900) as u32;
        let tools = thirtyfour::extensions::cdp::ChromeDevTools::new(self.driver.handle.clone());
        let metrics = serde_json::json!({"width": self.width, "height": height.clamp(700, 6000),
            "deviceScaleFactor": 1, "mobile": false});
        tools
            .execute_cdp_with_params("Emulation.setDeviceMetricsOverride", metrics)
            .await
            .unwrap();
        let file = std::path::Path::new(&folder).join(format!("{name}-{}.png", self.width));
        self.driver.screenshot(&file).await.unwrap();
    }

    pub async fn script(&self, code: &str) -> serde_json::Value {
        self.driver.execute(code, Vec::new()).await.unwrap().json().clone()
    }

    /// Nothing sticks out of the window at the side.
    pub async fn fits(&self, what: &str) {
        let wide = self
            .script("return document.documentElement.scrollWidth - document.documentElement.clientWidth;")
            .await;
        assert!(wide.as_i64().unwrap_or(1) <= 0, "{what} at {}: {wide} pixels too wide", self.width);
    }

    /// axe-core with the rules of WCAG 2.0 to 2.2, A and AA, and good practice.
    pub async fn accessible(&self, what: &str) {
        let axe = std::env::var("BENING_TEST_AXE").expect("make test brings axe-core");
        let source = std::fs::read_to_string(axe).unwrap();
        self.driver.execute(source, Vec::new()).await.unwrap();
        let run = "const done = arguments[arguments.length - 1];
            const tags = ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'];
            axe.run({runOnly: tags}).then(r => done(r.violations.map(v =>
                v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))));";
        let found = self.driver.execute_async(run, Vec::new()).await.unwrap();
        let found = found.json().as_array().cloned().unwrap();
        assert!(found.is_empty(), "{what} at {}: {found:#?}", self.width);
    }

    pub async fn close(self) {
        self.driver.quit().await.unwrap();
    }
}
