//! What is asked for besides, when somebody applies under a mandate: the letter itself and both
//! identity cards. They are documents like any other, so that they are uploaded, seen at a counter,
//! missed and sent back by the same rules.

use std::sync::{Arc, LazyLock};

use kernel::service::{Applicant, Bilingual, Document, Standard};
use platform::i18n::Lang;

static DOCUMENTS: LazyLock<[Document; 3]> = LazyLock::new(|| {
    [
        document("kuasa", "representatives-document-letter"),
        document("kuasa-ktp-pemberi", "representatives-document-giver"),
        document("kuasa-ktp-penerima", "representatives-document-receiver"),
    ]
});

fn document(code: &str, key: &str) -> Document {
    let both = |key: &str| Bilingual { id: Lang::Id.t(key), en: Lang::En.t(key) };
    Document {
        code: code.to_owned(),
        name: both(key),
        hint: both(&format!("{key}-hint")),
        required: true,
        only_if: None,
    }
}

/// The letter of mandate, the giver's identity card and the receiver's.
pub fn documents() -> &'static [Document] {
    &*DOCUMENTS
}

/// The standard as it applies to an application by `applicant`.
pub fn standard_for(standard: Arc<Standard>, applicant: Applicant) -> Arc<Standard> {
    if applicant != Applicant::Mandate {
        return standard;
    }
    let mut with_letter = Standard::clone(&standard);
    with_letter.documents.extend(documents().iter().cloned());
    Arc::new(with_letter)
}
