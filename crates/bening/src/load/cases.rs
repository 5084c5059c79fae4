//! Cases of a synthetic year, all about people from outside: one that is final, one whose person is
//! summoned, one just opened. All of them are made up.

use jiff::ToSpan as _;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::case::Verdict;
use kernel::id::{CaseId, ClockId};
use listen::complaints::store::INSPECTORATE;
use oversee::cases::model::Finding;
use oversee::cases::store;
use oversee::cases::verbs::{About, Act, Does, Open, Outsider, lapse, rules};
use platform::App;
use platform::auth::{Can, Inspector};
use platform::clocks::Lapsed;
use platform::db::{Command, WriteTx};

use super::oversight::Desk;
use super::surveys::At;

/// A case and how far it went.
struct Story {
    unit: &'static str,
    name: &'static str,
    nik: &'static str,
    /// Days before the end.
    before: i32,
    allegation: &'static str,
    /// Whether it ended with a sanction that is final.
    ended: bool,
}

const STORIES: [Story; 3] = [
    Story {
        unit: "DISDUKCAPIL",
        name: "Tono Subagyo (contoh)",
        nik: "1872030505789023",
        before: 130,
        allegation: "Meminta imbalan untuk mengambilkan akta milik orang lain tanpa surat kuasa.",
        ended: true,
    },
    Story {
        unit: "DISDUKCAPIL",
        name: "Rudi Hartanto (contoh)",
        nik: "1872010101809021",
        before: 16,
        allegation: "Menawarkan pengurusan KTP lebih cepat dengan imbalan di halaman kantor.",
        ended: false,
    },
    Story {
        unit: "DPMPTSP",
        name: "Lina Marlina (contoh)",
        nik: "1872024101859022",
        before: 4,
        allegation: "Mengaku dapat meloloskan izin usaha tanpa antre.",
        ended: false,
    },
];

/// Days from opening to the summons, from there to the hearing (more than the working days that are due,
/// over any holidays), and from the hearing to finding, proposal and approval.
const SUMMON: i32 = 2;
const HEARING: i32 = 28;
const FIND: i32 = 4;
const PROPOSE: i32 = 5;
const APPROVE: i32 = 8;

impl Desk<'_> {
    /// All of them.
    pub(super) async fn cases(&self) -> Result<()> {
        for story in &STORIES {
            let id = self.open(story).await?;
            let heard = story.before - SUMMON - HEARING;
            let place = "Ruang pemeriksaan Inspektorat".to_owned();
            let summon = Does::Summon { hearing: self.at(heard)?, place };
            self.act(id, story.before - SUMMON, &self.inspector, summon).await?;
            if story.ended {
                self.end(id, heard).await?;
            }
        }
        Ok(())
    }

    async fn open(&self, story: &Story) -> Result<CaseId> {
        let outsider = Outsider { name: story.name.to_owned(), nik: story.nik.to_owned() };
        let open = Open {
            app: self.app.clone(),
            user: self.inspector.user(),
            actor: self.actor(),
            origin: "other".to_owned(),
            reference: String::new(),
            urgent: String::new(),
            unit: story.unit.to_owned(),
            about: About::Outsider(outsider),
            allegation: story.allegation.to_owned(),
            tell_superior: true,
        };
        let number = self.write(story.before, open).await?;
        let mut tx = self.app.db.read(self.tenant).await?;
        let row = store::by_number(&mut tx, number).await?;
        Ok(row.ok_or_else(Error::not_found)?.id)
    }

    async fn act(&self, id: CaseId, before: i32, by: &Can<Inspector>, does: Does) -> Result<()> {
        let actor = by.actor(Channel::Counter, None);
        let act = Act { app: self.app.clone(), id, user: by.user(), actor, does };
        self.write(before, act).await
    }

    /// Heard, found, a warning proposed and approved by another inspector, not appealed.
    async fn end(&self, id: CaseId, heard: i32) -> Result<()> {
        let minutes = "Yang bersangkutan mengakui menerima uang dari dua pemohon.".to_owned();
        self.act(id, heard, &self.inspector, Does::Hear { came: true, minutes }).await?;
        let finding = Finding {
            verdict: Verdict::Proven,
            prohibition: "b".to_owned(),
            harm: "unit".to_owned(),
        };
        let text = "Dua pemohon dan catatan pengambilan membenarkan laporan.".to_owned();
        self.act(id, heard - FIND, &self.inspector, Does::Find { finding, text }).await?;
        let code = "perantara-1".to_owned();
        let text = "Pelanggaran pertama; peringatan sepadan.".to_owned();
        self.act(id, heard - PROPOSE, &self.inspector, Does::Propose { code, text }).await?;
        let text = "Sepadan dengan temuan.".to_owned();
        self.act(id, heard - APPROVE, &self.second, Does::Approve(text)).await?;
        let mut tx = self.app.db.read(self.tenant).await?;
        let row = store::by_id(&mut tx, id).await?;
        drop(tx);
        let Some(running) = row.clocks.of(rules::APPEAL) else { return Ok(()) };
        // Final as soon as the time of appeal is over.
        let Some(at) = running.due.and_then(|due| due.checked_add(1.second()).ok()) else {
            return Ok(());
        };
        let command = Final { app: self.app.clone(), id, clock: running.clock };
        self.app.db.write(self.tenant, At { at, command }).await
    }
}

/// The time of appeal ran out in the past.
struct Final {
    app: App,
    id: CaseId,
    clock: ClockId,
}

impl Command for Final {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let lapsed = Lapsed {
            clock: self.clock,
            subject: Subject { kind: SubjectKind::Case, id: self.id.uuid() },
            rule: rules::APPEAL.to_owned(),
            owner: INSPECTORATE.to_owned(),
        };
        lapse(tx, &self.app, &lapsed).await
    }
}
