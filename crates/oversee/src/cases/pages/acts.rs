//! What an inspector does with a case: each form is read, done, and answered with the page.

use std::collections::BTreeMap;

use axum::extract::{Path, Request, State};
use kernel::actor::Channel;
use kernel::facts::case::{CustodyStep, Outcome, Verdict};
use kernel::id::{FileId, UserId};
use platform::App;
use platform::auth::{Can, Inspector};
use platform::i18n::Lang;
use platform::uploads;
use platform::web::upload::{Received, receive};
use platform::web::{Handled, PostForm, Visitor, redirect};

use super::super::model::Finding;
use super::super::verbs::{About, Act, Does};
use super::file::{load, page};
use super::{Typed, can_be_mended, inbox};

type Fields = BTreeMap<String, String>;

/// Who acts on which case.
struct Desk {
    app: App,
    visitor: Visitor,
    inspector: Can<Inspector>,
    number: String,
}

impl Desk {
    /// Does what the form asks for. What is wrong with it is said at its field, or, when the state of
    /// the case refuses, at `main`.
    async fn act(&self, mut typed: Typed, main: &str, does: Option<Does>) -> Handled {
        let (app, visitor, inspector) = (&self.app, &self.visitor, &self.inspector);
        let opened = load(app, visitor, inspector, &self.number).await?;
        let Some(does) = does.filter(|_| typed.errors.is_empty()) else {
            return Ok(page(app, visitor, inspector, opened, typed));
        };
        let act = Act {
            app: app.clone(),
            id: opened.case.row.id,
            user: inspector.user(),
            actor: inspector.actor(Channel::Online, None),
            does,
        };
        match app.db.write(visitor.tenant.id, act).await {
            Ok(()) => Ok(redirect(&format!("/inspektorat/perkara/{}", opened.case.row.number))),
            Err(error) if can_be_mended(&error) => {
                typed.wrong(visitor.lang, main, &error);
                Ok(page(app, visitor, inspector, opened, typed))
            }
            Err(error) => Err(error.into()),
        }
    }
}

macro_rules! act {
    ($(#[$doc:meta])* $name:ident, $main:literal, $read:expr) => {
        $(#[$doc])*
        pub(super) async fn $name(
            State(app): State<App>,
            visitor: Visitor,
            inspector: Can<Inspector>,
            Path(number): Path<String>,
            PostForm(fields): PostForm<Fields>,
        ) -> Handled {
            let mut typed = Typed::new(fields);
            let read: fn(&App, Lang, &mut Typed) -> Option<Does> = $read;
            let does = read(&app, visitor.lang, &mut typed);
            Desk { app, visitor, inspector, number }.act(typed, $main, does).await
        }
    };
}

act!(
    /// Whom it is about.
    name, "akun", |_, lang, typed| {
        if !typed.text("akun").is_empty() {
            let user = typed.one_of(lang, "akun", |id| id.parse::<UserId>().ok())?;
            return Some(Does::Name(About::Account(user)));
        }
        match inbox::about(typed, lang) {
            About::Nobody => {
                typed.one_of::<()>(lang, "akun", |_| None);
                None
            }
            about => Some(Does::Name(about)),
        }
    }
);

act!(
    /// Evidence goes to another keeper, or back.
    custody, "barang", |_, lang, typed| {
        let file = typed.one_of(lang, "barang", |id| id.parse::<FileId>().ok());
        let step = typed.one_of(lang, "langkah", CustodyStep::parse);
        let keeper = typed.needed(lang, "pemegang");
        Some(Does::Custody { file: file?, step: step?, keeper })
    }
);

act!(
    /// The person is summoned.
    summon, "tanggal", |app, lang, typed| {
        let hearing = typed.moment(app, lang, "tanggal", "jam");
        let place = typed.needed(lang, "tempat");
        Some(Does::Summon { hearing: hearing?, place })
    }
);

act!(
    /// The hearing was held, or the person did not come.
    hear, "hadir", |_, lang, typed| {
        let came = typed.one_of(lang, "hadir", |text| match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        });
        let minutes = typed.needed(lang, "berita-acara");
        Some(Does::Hear { came: came?, minutes })
    }
);

act!(
    /// What was found.
    find, "hasil", |_, lang, typed| {
        let verdict = typed.one_of(lang, "hasil", Verdict::parse);
        let filled = |code: &str| (!code.is_empty()).then(|| code.to_owned());
        let prohibition = typed.one_of(lang, "larangan", filled);
        let harm = typed.one_of(lang, "dampak", filled);
        let text = typed.needed(lang, "uraian");
        let finding = Finding { verdict: verdict?, prohibition: prohibition?, harm: harm? };
        Some(Does::Find { finding, text })
    }
);

act!(
    /// A sanction is proposed.
    propose, "sanksi", |_, lang, typed| {
        let filled = |code: &str| (!code.is_empty()).then(|| code.to_owned());
        let code = typed.one_of(lang, "sanksi", filled);
        let text = typed.needed(lang, "alasan");
        Some(Does::Propose { code: code?, text })
    }
);

act!(
    /// A second person approves it.
    approve, "pertimbangan", |_, lang, typed| {
        Some(Does::Approve(typed.needed(lang, "pertimbangan")))
    }
);

act!(
    /// A second person refuses it.
    refuse, "penolakan", |_, lang, typed| Some(Does::Refuse(typed.needed(lang, "penolakan")))
);

act!(
    /// The person appealed by letter.
    appeal, "surat", |_, lang, typed| Some(Does::Appeal(typed.needed(lang, "surat")))
);

act!(
    /// The appeal was decided.
    decide, "amar", |_, lang, typed| {
        let outcome = typed.one_of(lang, "amar", Outcome::parse);
        let text = typed.needed(lang, "putusan");
        let lighter = Some(typed.text("sanksi-baru").to_owned()).filter(|code| !code.is_empty());
        Some(Does::DecideAppeal { outcome: outcome?, lighter, text })
    }
);

act!(
    /// It ends before anything was found.
    close, "penutupan", |_, lang, typed| Some(Does::Close(typed.needed(lang, "penutupan")))
);

act!(
    /// The head of the unit is to summon and examine as well.
    tell_superior, "atasan", |_, _, _| Some(Does::TellSuperior)
);

/// A piece of evidence, with its file.
pub(super) async fn evidence(
    State(app): State<App>,
    visitor: Visitor,
    inspector: Can<Inspector>,
    Path(number): Path<String>,
    request: Request,
) -> Handled {
    let lang = visitor.lang;
    let opened = load(&app, &visitor, &inspector, &number).await?;
    let mut form = match receive(&app, &visitor, request, 1).await? {
        Received::Form(form) => form,
        Received::TooLarge(error) => {
            let mut typed = Typed::default();
            typed.wrong(lang, "bukti", &error);
            return Ok(page(&app, &visitor, &inspector, opened, typed));
        }
    };
    let file = form.files.remove("bukti");
    let mut typed = Typed::new(form.fields);
    let (what, from) = (typed.needed(lang, "benda"), typed.needed(lang, "dari"));
    let mut does = None;
    match file {
        None => typed.errors.note("bukti", lang.t("case-evidence-missing")),
        Some(bytes) if typed.errors.is_empty() => {
            match uploads::accept(&app, visitor.tenant.id, &opened.case.key, bytes).await {
                Ok(upload) => does = Some(Does::Evidence { upload, what, from }),
                Err(error) if can_be_mended(&error) => typed.wrong(lang, "bukti", &error),
                Err(error) => return Err(error.into()),
            }
        }
        Some(_) => {}
    }
    Desk { app, visitor, inspector, number }.act(typed, "bukti", does).await
}
