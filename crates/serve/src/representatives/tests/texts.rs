//! Every message fits into one, whatever the service and whoever applies.

use platform::i18n::Lang;
use platform::outbox::sms;

use super::super::rules::short_name;
use crate::catalogue;

#[test]
fn every_text_message_fits_whatever_the_service() {
    let values = [
        ("number", "K7M4-2Q9P".to_owned()),
        ("receiver", short_name("Muhammad Abdurrahman Wijayakusuma", 18)),
        ("link", "layanan.kotacontoh.go.id/kuasa/7F3K91QM0XB2".to_owned()),
        ("due", "30 Nov".to_owned()),
    ];
    for standard in catalogue::tests::seed().standards {
        for lang in Lang::ALL {
            for key in [
                "ask",
                "received",
                "returned",
                "issued",
                "refused",
                "withdrawn",
                "not-theirs",
                "no-answer",
                "silence",
                "revoked",
                "over",
                "back",
            ] {
                let asks = key == "ask";
                let kept =
                    values.iter().filter(|(name, _)| asks || ["number", "link"].contains(name));
                let whole: Vec<&str> = kept.map(|(_, value)| value.as_str()).collect();
                let text = sms::compose(standard.name.get(lang.code()), &whole, |service| {
                    let mut all = values.to_vec();
                    all.push(("service", service.to_owned()));
                    lang.with(&format!("representatives-sms-{key}"), &all)
                });
                assert!(text.is_ok(), "{key} {} {lang:?}: {text:?}", standard.code);
            }
        }
    }
}
