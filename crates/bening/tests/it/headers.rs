//! What every answer carries: nothing inline, nothing from elsewhere, nothing kept by a cache.

use super::support::{Served, browser, city};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_errors_and_api_carry_the_security_headers() {
    let city = city();
    let served = Served::start(city.path(), &[]);
    let client = browser();
    for path in ["/", "/layanan", "/no-such-page", "/api/v1/layanan", "/petugas", "/masuk"] {
        let answer = client.get(format!("{}{path}", served.url)).send().await.unwrap();
        let header = |name: &str| {
            let value = answer.headers().get(name).unwrap_or_else(|| panic!("{path}: no {name}"));
            value.to_str().unwrap().to_owned()
        };
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert!(!policy.contains("http"), "{path}: {policy} lets another origin in");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("x-frame-options"), "DENY");
        assert_eq!(header("referrer-policy"), "same-origin");
        for cookie in answer.headers().get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("HttpOnly"), "{path}: {cookie}");
            assert!(cookie.contains("SameSite="), "{path}: {cookie}");
        }
    }
}
