//! Someone who was invited rates the service, alone and without a name.

use super::chromium::Window;
use super::people::{KELURAHAN, look, t};

/// How many questions are asked.
const QUESTIONS: usize = 13;

/// Opens an invitation and hands in an answer: with a token when scripts run, with a code when not.
pub async fn answer(window: &Window, url: &str) {
    window.forget().await;
    window.go(&format!("{url}/contoh")).await;
    window.press("Warga ke-1").await;
    window.follow("a[href$='/survei']").await;
    assert!(window.text().await.contains(&t("survey-invite-lead")), "{}", window.text().await);
    look(window, "survey-invitation").await;
    if window.script {
        window.press(&t("survey-invite-start")).await;
    } else {
        window.script("document.querySelector('details').open = true;").await;
        window.press(&t("survey-invite-code-get")).await;
        window.press(&t("survey-code-go")).await;
    }
    assert_eq!(window.path().await, "/survei/jawab", "{}", window.text().await);
    look(window, "survey-question").await;
    window.press(&t("survey-next")).await;
    assert!(window.text().await.contains(&t("survey-answer-one")));
    look(window, "survey-mistake").await;
    questions(window).await;
    assert!(window.text().await.contains(&t("survey-check-title")), "{}", window.text().await);
    look(window, "survey-check").await;
    window.press(&t("survey-send")).await;
    assert_eq!(window.path().await, "/survei/terima-kasih", "{}", window.text().await);
    look(window, "survey-thanks").await;

    // The invitation gives nothing a second time.
    window.go(&format!("{url}/contoh")).await;
    window.press("Warga ke-1").await;
    window.follow("a[href$='/survei']").await;
    assert!(window.text().await.contains(&t("survey-invite-none-text")));
}

async fn questions(window: &Window) {
    for question in 1..=QUESTIONS {
        let text = window.text().await;
        let step = format!("Pertanyaan {question} dari {QUESTIONS}");
        assert!(text.contains(&step), "{step}: {text}");
        match question {
            2 => {
                // Back once: what was chosen is still chosen.
                window.press(&t("survey-back")).await;
                let chosen = "input[name=jawaban][value='3']:checked";
                assert_eq!(window.count(chosen).await, 1);
                window.press(&t("survey-next")).await;
                window.choose("jawaban", "4").await;
            }
            1..=9 => window.choose("jawaban", "3").await,
            10 => window.choose("jawaban", "no").await,
            // May be skipped.
            11 => {
                window.press(&t("survey-skip")).await;
                continue;
            }
            12 => window.choose("jawaban", "1").await,
            _ => {
                window.select("jawaban", KELURAHAN).await;
                look(window, "survey-kelurahan").await;
            }
        }
        window.press(&t("survey-next")).await;
    }
}

/// The results that everyone may see.
pub async fn results(window: &Window, url: &str) {
    window.go(&format!("{url}/indeks")).await;
    look(window, "index").await;
    window.follow("main tbody a").await;
    assert!(window.text().await.contains(&t("index-units-title")), "{}", window.text().await);
    look(window, "index-round").await;
    window.press(&t("index-print")).await;
    look(window, "index-report").await;
}
