//! Texts: the alphabet of telephones, shortening by rule, words of a speaker.

use std::collections::BTreeMap;

use kernel::facts::campaign::{Audience, Channel, Letter, Medium, Message};
use kernel::id::{CampaignId, UserId};
use kernel::money::Rupiah;
use kernel::service::Bilingual;
use platform::i18n::Lang;
use proptest::prelude::*;
use uuid::Uuid;

use super::super::gsm::{self, Keep, MOST};
use super::super::materials::{Addresses, Sheet, Telling, most_words, sheets, words};
use super::super::model::{Campaign, State, Way};
use super::super::store::links::{ALL, Link, REPORT};
use super::{SERVICE, day, standard};

pub(super) fn campaign(message: Message, services: &[&str], own: &str) -> Campaign {
    Campaign {
        id: CampaignId::from_uuid(Uuid::from_u128(1)),
        state: State::Running,
        title: "Contoh".to_owned(),
        message,
        words: Bilingual { id: own.to_owned(), en: own.to_owned() },
        kelurahan: Vec::new(),
        services: services.iter().map(|code| (*code).to_owned()).collect(),
        audience: Audience::Everyone,
        channels: vec![Channel { medium: Medium::Sms, cost: Rupiah::new(1_000) }],
        from: day("2026-12-07"),
        until: day("2027-02-28"),
        by_lot: false,
        lot: None,
        second: None,
        drafter: UserId::from_uuid(Uuid::from_u128(2)),
        drafted_at: jiff::Timestamp::UNIX_EPOCH,
        ended_on: None,
        due: None,
        effect: None,
        reason: String::new(),
        seq: 1,
    }
}

const SMS: Way = Way { medium: Medium::Sms, letter: Letter::A };

fn addresses(host: &str) -> Addresses {
    let link = |target: &str, code: &str| Link {
        code: code.to_owned(),
        campaign: CampaignId::from_uuid(Uuid::from_u128(1)),
        way: SMS,
        target: target.to_owned(),
        last_at: 0,
    };
    let links = [link(SERVICE, "ABC123"), link(ALL, "DEF456"), link(REPORT, "XYZ789")];
    Addresses::of(host, &links, SMS)
}

#[test]
fn the_alphabet_is_that_of_the_standard() {
    // TS 23.038: 127 characters and the escape; ten in the extension, each with an escape before it.
    let basic =
        (0..=0x2FFFu32).filter_map(char::from_u32).filter(|c| gsm::septets_of(*c) == Some(1));
    assert_eq!(basic.count(), 127);
    let two = (0..=0x2FFFu32).filter_map(char::from_u32).filter(|c| gsm::septets_of(*c) == Some(2));
    assert_eq!(two.collect::<String>(), "\u{c}[\\]^{|}~€");
    assert_eq!(gsm::septets("Rp0 [€]"), Some(4 + 2 + 2 + 2));
    assert_eq!((gsm::septets("–"), gsm::septets("ç")), (None, None), "only the large cedilla");
    assert_eq!(gsm::plain("KTP–el “baru”…\n kedai"), "KTP-el \"baru\"... kedai");
}

fn keep() -> impl Strategy<Value = Keep> {
    prop_oneof![Just(Keep::Whole), Just(Keep::Shorten), Just(Keep::Drop)]
}

proptest! {
    #[test]
    fn a_message_fits_cuts_no_word_and_keeps_what_must_stay(
        parts in prop::collection::vec((keep(), "[a-zA-Z€\\[é–0-9 ]{0,90}"), 1..6),
    ) {
        let whole: Vec<String> = parts
            .iter()
            .filter(|(keep, _)| *keep == Keep::Whole)
            .map(|(_, text)| gsm::plain(text))
            .filter(|text| !text.is_empty())
            .collect();
        let known: Vec<String> = parts
            .iter()
            .flat_map(|(_, text)| gsm::plain(text).split(' ').map(str::to_owned).collect::<Vec<_>>())
            .collect();
        match gsm::fit(&parts, MOST) {
            Some(text) => {
                prop_assert!(gsm::septets(&text).unwrap() <= MOST, "{}", text);
                for part in &whole {
                    prop_assert!(text.contains(part.as_str()), "{} lacks {}", text, part);
                }
                for word in text.split(' ').filter(|word| !word.is_empty() && *word != "...") {
                    prop_assert!(known.iter().any(|one| one == word), "{} is cut in {}", word, text);
                }
            }
            None => prop_assert!(gsm::septets(&whole.join(" ")).unwrap() > MOST),
        }
    }

    #[test]
    fn every_campaign_fits_into_a_message_and_its_seconds(
        own in "[a-z]{1,12}( [a-z]{1,12}){0,60}",
        name in "[A-Za-z]{1,14}( [A-Za-z]{1,14}){0,12}",
        papers in prop::collection::vec("[A-Za-z]{1,14}( [a-z]{1,14}){0,8}", 0..12),
        at in 0usize..4,
        english in any::<bool>(),
    ) {
        let mut one = standard(SERVICE, &[]);
        one.name.id = name;
        let mut sheet = Sheet::of(Lang::Id, &one);
        sheet.papers = papers;
        let campaign = campaign(Message::ALL[at], &[SERVICE], &own);
        let addresses = addresses("https://bening.metrokota.go.id");
        let lang = if english { Lang::En } else { Lang::Id };
        let telling = Telling { lang, city: "Kota Metro", campaign: &campaign, sheet: Some(&sheet), addresses: &addresses };
        let text = telling.sms().unwrap();
        prop_assert!(gsm::septets(&text).unwrap() <= MOST);
        let link = if campaign.message == Message::Gifts { "XYZ789" } else { "ABC123" };
        prop_assert!(text.contains(&format!("bening.metrokota.go.id/k/{link}")), "{}", text);
        for seconds in [30, 60] {
            let spoken = telling.radio(most_words(130, seconds));
            prop_assert!(words(&spoken) <= most_words(130, seconds), "{}", spoken);
            prop_assert!(spoken.contains(&format!("/k/{link}")), "{}", spoken);
        }
    }
}

#[test]
fn the_sheet_says_what_the_standard_says() {
    let papers = [("Kartu Keluarga", true), ("Paspor", false)];
    let catalogue = BTreeMap::from([(SERVICE.to_owned(), standard(SERVICE, &papers))]);
    let campaign = campaign(Message::Bring, &[SERVICE, "TIDAK-ADA"], "");
    let found = sheets(Lang::Id, &campaign, &catalogue);
    assert_eq!(found.len(), 1, "what is withdrawn is not printed");
    assert_eq!((found[0].papers.len(), found[0].sometimes.len()), (1, 1));
    assert_eq!((found[0].fee.as_str(), found[0].term.as_str()), ("Rp0", "1 hari kerja"));
    let addresses = addresses("http://metro.test");
    let telling = |seconds| {
        let sheet = found.first();
        Telling { lang: Lang::Id, city: "Metro", campaign: &campaign, sheet, addresses: &addresses }
            .radio(most_words(130, seconds))
    };
    assert!(telling(60).contains("Bawa Kartu Keluarga."), "{}", telling(60));
    assert_eq!(words("Buka metro.test/k/ABC123."), 5);
    let tight = telling(8);
    assert!(tight.ends_with("Buka metro.test/k/ABC123.") && !tight.contains("calo"), "{tight}");
}
