//! Reports on their way: whose browser holds one, what secret it will have, and that those which are
//! never sent do not stay.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::number::{DraftCode, Secret};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::keys;
use platform::vault::Lookup;

use super::{rules, store};

/// What the browser in which a draft was begun holds: the address of the draft alone opens nothing.
pub fn browser_token(app: &App, code: &DraftCode) -> String {
    URL_SAFE_NO_PAD.encode(app.vault.lookup(Lookup::DraftBrowser, &code.expose()))
}

/// The secret that the report of this draft gets. It follows from the code and the city's key, so that
/// whoever sends a draft twice gets the same receipt though no secret is stored.
///
/// # Errors
/// Never in practice: every symbol is one of the alphabet.
pub fn secret_of(app: &App, code: &DraftCode) -> Result<Secret> {
    /// Crockford base 32, as in [`Secret`].
    const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bytes = app.vault.lookup(Lookup::DraftSecret, &code.expose());
    let symbol = |byte: &u8| char::from(SYMBOLS[usize::from(byte & 31)]);
    let text: String = bytes.iter().take(16).map(symbol).collect();
    Ok(Secret::parse(&text)?)
}

/// Erases drafts that nobody went on with, and says how many.
///
/// # Errors
/// When the rule is missing or the database fails.
pub async fn sweep(app: &App, tenant: TenantId) -> Result<usize> {
    let before = rules::since(app, rules::DRAFT_LIFE, app.db.clock().now())?;
    let mut erased = 0;
    loop {
        let step = app.db.write(tenant, EraseOld { before }).await?;
        erased += step;
        if step == 0 {
            return Ok(erased);
        }
    }
}

#[derive(Clone, Copy)]
struct EraseOld {
    before: Timestamp,
}

impl Command for EraseOld {
    type Output = usize;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<usize> {
        let old = store::old_drafts(tx, self.before).await?;
        for (code, complaint) in &old {
            store::delete_draft(tx, code).await?;
            keys::erase(tx, complaint.uuid()).await?;
        }
        Ok(old.len())
    }
}
