//! Two messages: the lot, what it allows to say, and the way from a draft to what was found.

use axum::http::StatusCode;
use estimation::trial::draw_order;
use kernel::actor::Role;
use kernel::facts::Payload;
use kernel::facts::campaign::{Between, Comparison, Halves, Letter, Medium, Message, Second};
use kernel::service::Bilingual;
use platform::testing::{TestCity, on_every_database};
use proptest::prelude::*;

use super::super::effect::{Better, File, Window, between, judge, told as told_of};
use super::super::model::{Campaign, Way};
use super::super::rules;
use super::super::store::links;
use super::journey::{apply, jobs};
use super::papers::campaign;
use super::{browser, day, draft, kinds, people, place, routes, send, setup, told, typed};

fn places(count: usize) -> Vec<String> {
    (0..count).map(place).collect()
}

proptest! {
    #[test]
    fn a_lot_gives_every_kelurahan_one_message_and_can_be_drawn_again(
        count in 8usize..30, seed in any::<[u8; 32]>(), weeks in 1i64..40,
    ) {
        let all = places(count);
        let from = day("2026-12-09");
        let halves = rules::draw_messages(&all, from, seed).unwrap();
        prop_assert_eq!(halves.b.len(), count.div_ceil(2));
        let mut both: Vec<String> = halves.a.iter().chain(&halves.b).cloned().collect();
        both.sort();
        prop_assert_eq!(&both, &all);
        // Whoever knows the seed puts the kelurahan into its order; the first half hears the second message.
        let order = draw_order(count as u32, seed);
        for unit in &order[..count.div_ceil(2)] {
            prop_assert!(halves.b.contains(&all[*unit as usize]));
        }
        let until = from.saturating_add(jiff::Span::new().weeks(weeks));
        let (plan, drawn) = rules::drawn_messages(&halves, &all, (from, until)).unwrap();
        for (unit, code) in (0..).zip(&all) {
            for week in rules::week(from)..=rules::week(until) {
                prop_assert_eq!(drawn.new_way(unit, week), halves.b.contains(code));
            }
            prop_assert!(!drawn.new_way(unit, rules::week(from) - 1));
        }
        prop_assert_eq!(plan.units as usize, count);
        let mut one = two(&all, Some(halves));
        (one.from, one.ended_on) = (from, None);
        for code in &all {
            prop_assert_eq!(one.from_in(code), Some(from), "nobody waits");
        }
    }

    /// One did better only where the interval lies on its side of zero.
    #[test]
    fn words_follow_the_interval_of_the_difference(
        effect in prop::option::of(-2000i64..2000), low in -3000i64..3000, wide in 0i64..3000,
    ) {
        let between = Between { effect, low: Some(low), high: Some(low + wide), missing: String::new() };
        let wanted = match effect {
            None => Better::Unknown,
            Some(_) if low > 0 => Better::B,
            Some(_) if low + wide < 0 => Better::A,
            Some(_) => Better::Uncertain,
        };
        prop_assert_eq!(Better::of(&between), wanted);
    }
}

#[test]
fn the_lot_is_fair_and_small_cities_have_none() {
    let all = places(8);
    let mut second = vec![0; 8];
    for seed in 0..200u8 {
        let halves = rules::draw_messages(&all, day("2026-12-07"), [seed; 32]).unwrap();
        for (count, code) in second.iter_mut().zip(&all) {
            *count += i32::from(halves.b.contains(code));
        }
    }
    // Of two hundred fair draws, fewer than 75 or more than 125 is once in thousands.
    assert!(second.iter().all(|count| (75..=125).contains(count)), "{second:?}");
    let few = rules::draw_messages(&all[..7], day("2026-12-07"), [1; 32]);
    assert_eq!(few.unwrap_err().key(), "outreach-second-few");
}

#[test]
fn a_way_has_one_name() {
    for medium in Medium::ALL {
        for letter in Letter::ALL {
            let way = Way { medium: *medium, letter: *letter };
            assert_eq!(Way::parse(&way.code()), Some(way));
        }
        let first = Way { medium: *medium, letter: Letter::A };
        assert_eq!(first.code(), medium.code(), "as links and counts of one message are stored");
    }
    assert_eq!((Way::parse("poster-a"), Way::parse("-b")), (None, None));
    let second = Way { medium: Medium::Sms, letter: Letter::B };
    assert!(two(&places(8), None).uses(second) && !campaign(Message::Easy, &[], "").uses(second));
}

/// A campaign of two messages from a Wednesday on.
fn two(kelurahan: &[String], halves: Option<Halves>) -> Campaign {
    let mut one = campaign(Message::Easy, &[], "");
    (one.from, one.until) = (day("2026-03-04"), day("2026-05-03"));
    one.ended_on = Some(one.until);
    one.kelurahan = kelurahan.to_vec();
    one.second = Some(Second { message: Message::Gifts, words: Bilingual::default(), halves });
    one
}

const WINDOW: Window = Window { before: 24, last: jiff::civil::Date::constant(2026, 5, 31) };

/// Four files a week in each kelurahan, of which two are own ones; and as many as `own` says from the first
/// Monday on. Between the first day and that Monday nobody applies alone where the second message is.
fn files(halves: &Halves, all: &[String], own: impl Fn(bool) -> usize) -> Vec<File> {
    let mut files = Vec::new();
    let mut date = day("2025-09-22");
    while date <= WINDOW.last {
        for kelurahan in all {
            let second = halves.b.contains(kelurahan);
            let own = if date < day("2026-03-09") { 2 } else { own(second) };
            let file = |day, own| File { kelurahan: kelurahan.clone(), day, own };
            files.extend((0..4).map(|number| file(date, number < own)));
            if date == day("2026-03-02") {
                files.extend((0..9).map(|_| file(day("2026-03-06"), !second)));
            }
        }
        date = date.saturating_add(jiff::Span::new().weeks(1));
    }
    files
}

#[test]
fn the_difference_of_counts_made_by_hand_is_found_to_the_point() {
    let all = places(10);
    let halves = rules::draw_messages(&all, day("2026-03-04"), [5; 32]).unwrap();
    let one = two(&all, Some(halves.clone()));
    let found = |own: fn(bool) -> usize| {
        told_of(between(&one, &files(&halves, &all, own), WINDOW, 0.95).unwrap())
    };
    let second = found(|second| if second { 4 } else { 3 });
    assert_eq!((second.effect, second.low, second.high), (Some(2_500), Some(2_500), Some(2_500)));
    assert_eq!(Better::of(&second), Better::B);
    let first = found(|second| if second { 2 } else { 4 });
    assert_eq!((first.effect, Better::of(&first)), (Some(-5_000), Better::A));
    let neither = found(|_| 4);
    assert_eq!((neither.effect, Better::of(&neither)), (Some(0), Better::Uncertain));
    // What the whole campaign changed is another question, to which this lot says nothing.
    let whole = judge(&one, &all, &files(&halves, &all, |_| 4), WINDOW, 0.95);
    assert_eq!(whole.comparison, Comparison::Before);
}

#[test]
fn a_difference_that_cannot_be_told_says_why() {
    let all = places(10);
    let halves = rules::draw_messages(&all, day("2026-03-04"), [5; 32]).unwrap();
    let one = two(&all, Some(halves.clone()));
    let all_files = files(&halves, &all, |_| 3);
    assert_eq!(between(&one, &[], WINDOW, 0.95), Some(Err("no_before")));
    let early = Window { last: day("2026-03-08"), ..WINDOW };
    assert_eq!(between(&one, &all_files, early, 0.95), Some(Err("nothing_to_compare")));
    assert_eq!(between(&two(&all, None), &all_files, WINDOW, 0.95), None, "not drawn");
    let four = all[..4].to_vec();
    let halves = Halves { seed: String::new(), a: four[..2].to_vec(), b: four[2..].to_vec() };
    let files = files(&halves, &four, |second| if second { 4 } else { 2 });
    assert_eq!(between(&two(&four, Some(halves)), &files, WINDOW, 0.95), Some(Err("too_few")));
}

#[tokio::test]
async fn what_is_wrong_with_a_second_message_is_told_at_its_field() {
    on_every_database(setup, async |city| {
        let (mut humas, _) = people(city).await;
        let all: Vec<usize> = (0..10).collect();
        let good = [("dua", "yes"), ("pesan-b", "gifts")];
        for (changed, count, field, sentence) in [
            (
                ("undian", "yes"),
                10,
                "dua",
                "Pilih salah satu: undian giliran kelurahan, atau dua pesan.",
            ),
            (("undian", "no"), 7, "dua", "Dua pesan perlu sedikitnya delapan kelurahan."),
            (("pesan-b", ""), 10, "pesan-b", "Pilih pesannya."),
            (("pesan-b", "bring"), 10, "pesan-b", "Pesan A dan B sama."),
            (("pesan-b", "own"), 10, "kata-b", "Tulis kata-kata pesan B dalam kedua bahasa."),
        ] {
            let replaced: Vec<_> = [changed].into_iter().chain(good).collect();
            let fields = typed(&replaced, &all[..count]);
            let answer = send(&mut humas, "/humas/kampanye/baru", &fields).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{changed:?}");
            let page = answer.text();
            assert!(page.contains(sentence), "{changed:?}: {page}");
            assert!(page.contains(&format!("href=\"#{field}\"")), "{changed:?}");
        }
        // What is typed for a second message that is not wanted is nothing.
        let page = draft(&mut humas, &[("pesan-b", "own")], &[0]).await;
        assert!(!humas.get(&page).await.text().contains("Pesan B"));
        let poster = page.replace("/humas/", "/") + "/poster/poster-b";
        assert_eq!(humas.get(&poster).await.status, 404);
    })
    .await;
}

/// A campaign of two messages in ten kelurahan, drafted and started; its page.
async fn begun(city: &TestCity) -> String {
    let (mut humas, mut second) = people(city).await;
    let all: Vec<usize> = (0..10).collect();
    let words = [
        ("dua", "yes"),
        ("pesan-b", "own"),
        ("kata-b", "Tetangga Anda sudah mengurus sendiri."),
        ("kata-b-en", "Your neighbours did it themselves."),
    ];
    let page = draft(&mut humas, &words, &all).await;
    let text = humas.get(&page).await.text();
    assert!(text.contains("Undian ditarik saat orang kedua"), "{text}");
    let poster = page.replace("/humas/", "/") + "/poster/poster-b";
    assert!(second.get(&poster).await.text().contains("Tetangga Anda"), "who starts it sees both");
    assert_eq!(second.post(&format!("{page}/mulai"), &[]).await.status, 303);
    let materials = humas.get(&format!("{page}/bahan")).await.text();
    for words in [
        "Pesan A",
        "Pesan teks (SMS), pesan B (bahasa Indonesia)",
        "Pesan teks (SMS), pesan A (bahasa Inggris)",
        "/poster/poster-b?bahasa=en",
        "Your neighbours did it themselves.",
    ] {
        assert!(materials.contains(words), "{words}: {materials}");
    }
    page
}

fn halves(facts: &[Payload]) -> Halves {
    let Some(Payload::CampaignStarted(design)) = facts.first() else { panic!("{facts:?}") };
    assert_eq!(design.lot, None);
    design.second.clone().unwrap().halves.unwrap()
}

fn name(code: &str) -> String {
    let number = (0..10).find(|number| place(*number) == code).unwrap();
    format!("Kelurahan {number}")
}

#[tokio::test]
async fn each_kelurahan_has_the_sheets_and_links_of_its_message() {
    on_every_database(setup, async |city| {
        let page = begun(city).await;
        let public = page.replace("/humas/", "/");
        let halves = halves(&told(city).await);
        assert_eq!((halves.a.len(), halves.b.len()), (5, 5));
        let mut citizen = city.browser(routes());
        let shown = citizen.get(&public).await.text();
        for words in ["Bawa berkas ini", "Tetangga Anda", "Undian kelurahan", &halves.seed] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        let id = page.rsplit('/').next().unwrap().parse().unwrap();
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let own = links::of_campaign(&mut tx, id).await.unwrap();
        drop(tx);
        assert_eq!(own.len(), 8, "a service and the reports, for each message by two channels");
        let code = |way: Way| {
            let here = |link: &&links::Link| link.way == way && link.target == super::SERVICE;
            own.iter().find(here).unwrap().code.clone()
        };
        for (letter, hearers, others, said, never) in [
            (Letter::A, &halves.a, &halves.b, "Bawa berkas ini", "Tetangga Anda"),
            (Letter::B, &halves.b, &halves.a, "Tetangga Anda", "Bawa berkas ini"),
        ] {
            let way = Way { medium: Medium::Poster, letter };
            let code = code(way);
            for sheet in ["poster", "selebaran"] {
                let text = citizen.get(&format!("{public}/{sheet}/{}", way.code())).await.text();
                // A leaflet is always about papers to bring.
                assert!(sheet == "selebaran" || text.contains(said), "{text}");
                assert!(sheet == "selebaran" || !text.contains(never), "{text}");
                assert!(text.contains(&format!("metro.test/k/{code}")), "{text}");
                let list = hearers.iter().map(|code| name(code)).collect::<Vec<_>>().join(", ");
                assert!(text.contains(&format!("Untuk kelurahan: {list}.")), "{text}");
                assert!(others.iter().all(|code| !text.contains(&name(code))));
            }
        }
        // Openings are counted by message, and of nobody.
        city.clock.set("2026-12-07T09:00:00+07:00".parse().unwrap());
        let poster = |letter| Way { medium: Medium::Poster, letter };
        for (letter, times) in [(Letter::A, 1), (Letter::B, 3)] {
            for _ in 0..times {
                city.advance(jiff::SignedDuration::from_secs(2));
                citizen.get(&format!("/k/{}", code(poster(letter)))).await;
            }
        }
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let totals = links::totals(&mut tx, id).await.unwrap();
        drop(tx);
        assert_eq!(totals.get(&poster(Letter::A)), Some(&1));
        assert_eq!(totals.get(&poster(Letter::B)), Some(&3));
        let shown = citizen.get(&public).await.text();
        assert!(
            shown.contains("Poster, pesan B") && shown.contains("termasuk di pesan A"),
            "{shown}"
        );
        city.clock.set("2026-12-08T00:10:00+07:00".parse().unwrap());
        jobs(city).await;
        let facts = told(city).await;
        let Some(Payload::CampaignReached(reached)) = facts.last() else { panic!("{facts:?}") };
        let counts: Vec<_> =
            reached.channels.iter().map(|one| (one.medium, one.letter, one.count)).collect();
        let poster = Medium::Poster;
        assert_eq!(counts, [(poster, Letter::A, 1), (poster, Letter::B, 3)]);
        let staff = city.account("siti", &[(Role::Officer, platform::testing::units::REGISTRY)]);
        let briefing = page.replace("/kampanye/", "/pengarahan/");
        let text = browser(city, &staff.await).await.get(&briefing).await.text();
        assert!(text.contains("Pesan A") && text.contains("Tetangga Anda"), "{text}");
        assert!(!text.contains(&halves.seed));
    })
    .await;
}

#[tokio::test]
async fn what_the_lot_says_of_two_messages_is_told_everywhere() {
    on_every_database(setup, async |city| {
        let page = begun(city).await;
        let public = page.replace("/humas/", "/");
        let drawn = halves(&told(city).await);
        let acts = |home: &String, date| drawn.a.contains(home) && date >= day("2026-12-07");
        apply(city, ("2026-05-04", "2027-04-05"), acts).await;
        city.clock.set("2027-03-29T12:00:00+07:00".parse().unwrap());
        jobs(city).await;
        let mut humas =
            browser(city, &city.account("humas-2", &[(Role::Outreach, "")]).await).await;
        let lesson = [("pelajaran", "Sebut tetangga.")];
        let done = humas.post(&format!("{page}/nilai"), &lesson).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let facts = told(city).await;
        assert_eq!(kinds(&facts), ["campaign.started", "campaign.ended", "campaign.evaluated"]);
        let Some(Payload::CampaignEvaluated(found)) = facts.last() else { panic!() };
        let between = found.between.as_ref().unwrap();
        assert_eq!((Better::of(between), between.missing.as_str()), (Better::A, ""));
        let effect = between.effect.unwrap();
        assert!(effect < -4_000, "the second less the first: {between:?}");
        let more = format!("{:.1}", -effect as f64 / 100.0).replace('.', ",");
        let said = format!("Pesan A lebih berhasil: bagian permohonan sendiri {more} poin lebih");
        assert_eq!(found.comparison, Comparison::Before, "the whole city was reached");
        let mut citizen = city.browser(routes());
        for path in [public.as_str(), "/kampanye", "/kampanye/umpan.atom"] {
            let text = citizen.get(path).await.text();
            assert!(text.contains(&said), "{said}: {text}");
            assert!(!text.contains("Berhasil: bagian"), "no lot says that of the campaign");
        }
        let english = citizen.get(&format!("{public}?bahasa=en")).await.text();
        assert!(english.contains("Message A did better"), "{english}");
    })
    .await;
}

#[tokio::test]
async fn without_a_difference_it_is_said_that_it_is_not_certain() {
    on_every_database(setup, async |city| {
        let page = begun(city).await;
        apply(city, ("2026-05-04", "2027-04-05"), |_, _| false).await;
        city.clock.set("2027-03-29T12:00:00+07:00".parse().unwrap());
        jobs(city).await;
        let mut humas =
            browser(city, &city.account("humas-2", &[(Role::Outreach, "")]).await).await;
        humas.post(&format!("{page}/nilai"), &[("pelajaran", "Ulangi.")]).await;
        let text = city.browser(routes()).get(&page.replace("/humas/", "/")).await.text();
        assert!(text.contains("Belum pasti pesan mana lebih berhasil"), "{text}");
    })
    .await;
}
