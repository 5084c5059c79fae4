//! A maklumat of one office, drafted, signed and published, so that the demo shows its life.

use jiff::civil::Date;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::service::Bilingual;
use platform::App;
use platform::auth::{Can, Head, LoginName, account};
use platform::db::{Command, WriteTx};
use serve::catalogue::store;

const UNIT: &str = "DISDUKCAPIL";
const SIGNER: &str = "atasan";
const TEXT: [&str; 2] = [
    "Kami sanggup melayani sesuai standar pelayanan. Bila tidak menepati, kami siap menerima \
     sanksi. Kami terus memperbaiki layanan.",
    "We can serve by the service standard. If we do not keep it, we accept the sanctions. We keep \
     on improving the service.",
];

/// Drafts, signs and publishes the promise on the day `today`.
///
/// # Errors
/// When the demo's head is missing or the database fails.
pub async fn publish(app: &App, tenant: TenantId, today: Date) -> Result<()> {
    let mut tx = app.db.read(tenant).await?;
    let found = account::by_login(&mut tx, &app.vault, &LoginName::parse(SIGNER)?).await?;
    let user = found.ok_or_else(kernel::Error::not_found)?.id;
    let head = Can::<Head>::load(&mut tx, &app.vault, user).await?;
    let unit = serve::applications::store::unit_id(&mut tx, UNIT).await?;
    drop(tx);
    let actor = head.actor(Channel::System, Some(unit));
    app.db.write(tenant, Publish { actor, head, today }).await
}

struct Publish {
    actor: kernel::actor::Actor,
    head: Can<Head>,
    today: Date,
}

impl Command for Publish {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let [id, en] = TEXT.map(str::to_owned);
        store::draft_maklumat(tx, self.head.user(), UNIT, &Bilingual { id, en }).await?;
        store::sign_maklumat(tx, self.actor, UNIT, 1, TEXT[0], self.today).await?;
        store::publish_maklumat(tx, UNIT, 1).await
    }
}
