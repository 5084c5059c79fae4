//! Logging one of the demo's open accounts in, once, for the cookies.

use super::Outcome;
use super::http::Connection;

/// The header line that opens the pages of that account.
pub async fn log_in(connection: &mut Connection, login: &str) -> Outcome<String> {
    let page = connection.get("/masuk", "").await?;
    let form = page.cookies().join("; ");
    let token = page.text()?.split("name=\"csrf\" value=\"").nth(1);
    let token =
        token.and_then(|rest| rest.split('"').next()).ok_or("the log-in page has no form")?;
    let now = kernel::Clock::System.now();
    let code = bening::demo::accounts::second_factor().code_at(now)?;
    let password = bening::demo::accounts::PASSWORD;
    let body = format!("csrf={token}&login={login}&password={password}&code={code}");
    let headers = format!("Content-Type: application/x-www-form-urlencoded\r\nCookie: {form}\r\n");
    let answer = connection.post("/masuk", &headers, &body).await?;
    if answer.status != 303 {
        return Err(format!("{login} cannot log in: {}", answer.status).into());
    }
    let mut cookies = answer.cookies();
    cookies.push(form);
    Ok(format!("Cookie: {}\r\n", cookies.join("; ")))
}
