use kernel::data::DataError;
use kernel::service::{Component, Proxy};

use super::*;
use crate::catalogue::import::Source;
use crate::catalogue::model::missing;

#[test]
fn the_real_files_hold_no_mistake() {
    let seed = seed();
    assert_eq!(seed.standards.len(), 20);
    assert_eq!(seed.steps.len(), STEPS.lines().count() - 1);
    for standard in &seed.standards {
        assert_eq!(missing(standard), [], "{}", standard.code);
        assert_eq!(standard.components.len(), 14, "{}", standard.code);
        assert!(!standard.questions.is_empty() && !standard.words.is_empty(), "{}", standard.code);
    }
}

#[test]
fn derived_components_say_what_the_other_columns_say() {
    let seed = seed();
    let lost = seed.standards.iter().find(|known| known.code == "DUK-KTP-HILANG").unwrap();
    let text = |component| {
        let found = lost.components.iter().find(|known| known.component == component).unwrap();
        (found.text.id.as_str(), found.text.en.as_str())
    };
    assert_eq!(lost.proxy, Proxy::Mandate);
    assert_eq!(text(Component::Fee).0, "Rp0. Tidak ada biaya lain.");
    assert_eq!(text(Component::Duration).1, "24 hours from a complete file.");
    assert!(text(Component::Requirements).0.starts_with("Surat kehilangan dari kepolisian (bila"));
    assert!(text(Component::Requirements).1.starts_with("Police report of the loss (if"));
    assert_eq!(text(Component::Product).1, lost.product.en);
    assert!(text(Component::LegalBasis).0.starts_with("UU 23/2006"));
}

/// Replaces the first `from` of a file by `to` and returns what is wrong then.
fn broken(
    choose: impl for<'a> FnOnce(&'a mut Tables<'static>) -> &'a mut Source<'static>,
    from: &str,
    to: &str,
) -> Vec<DataError> {
    let mut tables = tables();
    let source = choose(&mut tables);
    assert!(source.text.contains(from), "{from}");
    source.text = Box::leak(source.text.replacen(from, to, 1).into_boxed_str());
    mistakes(&tables)
}

fn mistakes(tables: &Tables<'_>) -> Vec<DataError> {
    match read(tables, &units()) {
        Ok(_) => panic!("no mistake was found"),
        Err(errors) => errors,
    }
}

fn places(errors: &[DataError]) -> Vec<(&str, u64, &str)> {
    assert!(errors.iter().all(|error| error.column.is_some()), "{errors:?}");
    errors
        .iter()
        .map(|e| (e.file.as_str(), e.line, e.column.as_deref().unwrap_or_default()))
        .collect()
}

#[test]
fn mistakes_of_services_are_named() {
    let row = "DUK-KTP-BARU,DISDUKCAPIL,KTP-el pertama,First identity card (KTP-el),";
    let cases = [
        (row, "duk-ktp,DISDUKCAPIL,KTP-el pertama,First identity card (KTP-el),", "code"),
        (row, "DUK-KTP-BARU,NOWHERE,KTP-el pertama,First identity card (KTP-el),", "unit"),
        (row, "DUK-KTP-BARU,DISDUKCAPIL,,First identity card (KTP-el),", "name_id"),
        (row, "DUK-KTP-BARU,DISDUKCAPIL,KTP-el pertama, ,", "name_en"),
        (",24,jam,elapsed,0,", ",0,jam,elapsed,0,", "promise"),
        (",24,jam,elapsed,0,", ",24,hours,elapsed,0,", "promise_unit"),
        (",24,jam,elapsed,0,", ",24,hk,elapsed,0,", "promise_hours"),
        (",24,jam,elapsed,0,", ",24,jam,always,0,", "promise_hours"),
        (",24,jam,elapsed,0,", ",24,jam,elapsed,1.000,", "fee"),
        (",0,,,self_only,never,", ",0,Gratis,,self_only,never,", "fee_note_en"),
        (",0,,,self_only,never,", ",0,,,anyone,never,", "proxy"),
        (",0,,,self_only,never,", ",0,,,self_only,maybe,", "deemed"),
        (",no,2025-01-02", ",perhaps,2025-01-02", "verified"),
        (",no,2025-01-02", ",no,2025-13-02", "valid_from"),
    ];
    for (from, to, column) in cases {
        let errors = broken(|tables| &mut tables.services, from, to);
        assert!(places(&errors).contains(&("services.csv", 2, column)), "{to}: {errors:?}");
    }
    let twice = broken(|tables| &mut tables.services, "DUK-KTP-HILANG,", "DUK-KTP-BARU,");
    assert!(places(&twice).contains(&("services.csv", 3, "code")), "{twice:?}");
}

#[test]
fn mistakes_of_documents_and_questions_are_named() {
    let cases = [
        ("DUK-KTP-BARU,kk,", "DUK-NOTHING,kk,", 2, "service"),
        ("DUK-KTP-BARU,kk,", "DUK-KTP-BARU,K K,", 2, "code"),
        (",yes,reason=married", ",yes,reason", 3, "only_if"),
        (",yes,reason=married", ",yes,reason=rich", 3, "only_if"),
        (",yes,reason=married", ",yes,visit_date=2026-01-01", 3, "only_if"),
        (",yes,reason=married", ",yes,unknown=x", 3, "only_if"),
        (",yes,reason=married", ",sure,reason=married", 3, "required"),
        ("Foto halaman nama dan halaman nomor.", "", 3, "hint_id"),
    ];
    for (from, to, line, column) in cases {
        let errors = broken(|tables| &mut tables.documents, from, to);
        assert_eq!(places(&errors), [("documents.csv", line, column)], "{to}: {errors:?}");
    }
    let cases = [
        ("recorded,yes_no,", "recorded,maybe,", 3, "kind"),
        ("recorded,yes_no,", "reason,yes_no,", 3, "code"),
        ("hours.,,yes,recorded=no", "hours.,,yes,visit_place=home", 4, "only_if"),
        ("age=Saya sudah berusia 17 tahun|I am 17 or older;", "", 2, "options"),
        ("age=Saya sudah berusia 17 tahun|", "age=Saya sudah berusia 17 tahun,", 2, "options"),
        (
            "This is often done at school.,,yes,",
            "This is often done at school.,a=b|c,yes,",
            3,
            "options",
        ),
    ];
    for (from, to, line, column) in cases {
        let errors = broken(|tables| &mut tables.questions, from, to);
        let found = places(&errors);
        assert!(found.contains(&("questions.csv", line, column)), "{to}: {errors:?}");
    }
}

#[test]
fn mistakes_of_the_other_files_are_named() {
    let errors = broken(|tables| &mut tables.words, "DUK-KTP-BARU,ktp baru", "DUK-KTP-BARU,");
    assert_eq!(places(&errors), [("words.csv", 2, "word")]);
    let errors = broken(|tables| &mut tables.words, "DUK-KTP-BARU,ktp baru", "NO,ktp baru");
    assert_eq!(places(&errors), [("words.csv", 2, "service")]);
    let errors = broken(|tables| &mut tables.steps, ",12,biometrics", ",twelve,biometrics");
    assert_eq!(places(&errors), [("steps.csv", 2, "minutes_median")]);
    let errors = broken(|tables| &mut tables.steps, ",12,biometrics", ",12,");
    assert_eq!(places(&errors), [("steps.csv", 2, "skill")]);
    let errors = broken(|tables| &mut tables.components, "*,complaints,", "*,grievances,");
    assert_eq!(places(&errors), [("components.csv", 2, "component")]);
    let errors = broken(|tables| &mut tables.components, "*,facilities,", "*,complaints,");
    assert_eq!(places(&errors), [("components.csv", 3, "component")]);
    let errors = broken(|tables| &mut tables.components, "*,complaints,", "DUK-KIA,complaints,");
    assert_eq!(errors.len(), 19, "every other service lacks the text: {errors:?}");
}

#[test]
fn mistakes_of_form_are_named_and_all_of_them() {
    let errors = broken(|tables| &mut tables.words, "service,word", "service,kata");
    assert_eq!(places(&errors), [("words.csv", 1, "word"), ("words.csv", 1, "kata")]);
    let errors = broken(|tables| &mut tables.words, "ktp baru", "ktp, baru");
    assert_eq!(places(&errors), [("words.csv", 2, "word")]);
    let mut tables = tables();
    tables.words.text = "service,word\nNO,a\nDUK-KIA,\nNO,b\n";
    let errors = mistakes(&tables);
    assert_eq!(errors.len(), 3, "{errors:?}");
    let sentence = errors[0].to_string();
    assert_eq!(sentence, "words.csv, line 2, column service: no service NO is in services.csv.");
}

fn fees<'a>(tables: &'a mut Tables<'static>) -> &'a mut Source<'static> {
    tables.fees.as_mut().unwrap()
}

#[test]
fn mistakes_of_fees_are_named() {
    let row = "PTSP-PBG,new,Rumah baru,New house,4500,floor_area,work=new,issue";
    let cases = [
        ("PTSP-XYZ,new,Rumah baru,New house,4500,floor_area,work=new,issue", "service"),
        ("PTSP-PBG,New,Rumah baru,New house,4500,floor_area,work=new,issue", "code"),
        ("PTSP-PBG,new,,New house,4500,floor_area,work=new,issue", "name_id"),
        ("PTSP-PBG,new,Rumah baru,New house,4.500,floor_area,work=new,issue", "amount"),
        ("PTSP-PBG,new,Rumah baru,New house,4500,plot_address,work=new,issue", "per"),
        ("PTSP-PBG,new,Rumah baru,New house,4500,floor_area,work=other,issue", "only_if"),
        ("PTSP-PBG,new,Rumah baru,New house,4500,floor_area,work=new,later", "due"),
    ];
    for (to, column) in cases {
        assert_eq!(places(&broken(fees, row, to)), [("fees.csv", 3, column)], "{to}");
    }
    let other = "PTSP-PBG,new,Rumah baru,New house,4500,floor_area,work=new,submission";
    let errors = broken(fees, row, other);
    assert!(places(&errors).contains(&("fees.csv", 3, "due")), "one moment for a service");
}

#[test]
fn a_fee_is_named_only_where_the_law_has_one() {
    let charged: Vec<String> =
        seed().standards.into_iter().filter(|s| s.charges()).map(|s| s.code).collect();
    assert_eq!(charged, ["PTSP-PBG"]);
}
