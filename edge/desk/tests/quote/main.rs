//! What is new in a mail: replies as mail programs write them, by program and language, in `replies`; and what
//! holds for any text.
//!
//! In `replies` a row begins with `@@@` and what it is; below `@@@ new` stands what is to be left. `␠` is a space
//! at the end of a line, where editors take it away.

use desk::mail::new_text;
use proptest::prelude::*;

const REPLIES: [(&str, &str); 5] = [
    ("gmail", include_str!("replies/gmail.txt")),
    ("outlook", include_str!("replies/outlook.txt")),
    ("apple", include_str!("replies/apple.txt")),
    ("others", include_str!("replies/others.txt")),
    ("whole", include_str!("replies/whole.txt")),
];

/// A mail, and what is new in it.
struct Row {
    name: String,
    mail: String,
    new: String,
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (file, text) in REPLIES {
        let text = text.replace('␠', " ");
        let mut parts = text.split("@@@ ").skip(1);
        while let (Some(mail), Some(new)) = (parts.next(), parts.next()) {
            let (name, mail) = mail.split_once('\n').expect("a name and a mail");
            let new = new.strip_prefix("new\n").expect("what is new");
            rows.push(Row { name: [file, ": ", name].concat(), mail: mail.into(), new: new.trim().into() });
        }
    }
    rows
}

/// Each row, with its mail changed in a way that changes nothing.
fn each(change: impl Fn(&str) -> String) {
    let mut wrong = String::new();
    for Row { name, mail, new } in rows() {
        let found = new_text(&change(&mail));
        if found != new {
            wrong.push_str(&["\n=== ", &name, "\n", &found, "\n--- instead of\n", &new, "\n"].concat());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn replies_lose_their_quotes_and_nothing_else() {
    assert!(rows().len() > 100, "the table is read");
    each(ToOwned::to_owned);
}

#[test]
fn line_ends_make_no_difference() {
    each(|mail| mail.replace('\n', "\r\n"));
    each(|mail| mail.replace('\n', "\r"));
}

#[test]
fn what_cannot_be_seen_makes_no_difference() {
    // What is kept is kept with all that is in it, so only quotes get it here.
    for unseen in ["\u{A0}", "\u{200B}", "\u{FEFF}", "\u{200F}", "\u{2066}\u{200E}"] {
        let mail =
            ["Yes.\n", unseen, "On 3 Nov 2026 at 10:11, Ada <a@b.example> wrote:", unseen, "\n"].concat();
        let quoted = [&mail, unseen, "\n", unseen, "> Really?\n", unseen, "> Ada\n", unseen].concat();
        assert_eq!(new_text(&quoted), "Yes.", "{unseen:?}");
        let unquoted = [&mail, unseen, "\nReally?"].concat();
        assert_eq!(new_text(&unquoted), "Yes.", "{unseen:?}");
        let head =
            ["From: Ada <a@b.example>\n", "Sent: Tuesday\n", "To: Anna\n", "Subject: lamps"].join(unseen);
        assert_eq!(new_text(&["Yes.\n", unseen, "\n", unseen, &head].concat()), "Yes.", "{unseen:?}");
        let signed = ["Yes.\n", unseen, "--", unseen, "\nAnna"].concat();
        assert_eq!(new_text(&signed), "Yes.", "{unseen:?}");
    }
    let spaces = ["On 3\u{A0}Nov\u{202F}2026 at\u{A0}10:11\u{202F}AM Ada\u{A0}<a@b.example>\u{A0}wrote:"];
    assert_eq!(new_text(&["Yes.\n\n", spaces[0], "\n\nReally?"].concat()), "Yes.");
}

#[test]
fn what_is_new_has_nothing_more_to_lose() {
    for Row { name, new, .. } in rows() {
        assert_eq!(new_text(&new), new, "{name}");
    }
}

#[test]
fn adverts_go_and_sentences_stay() {
    for advert in [
        "Sent from my iPad",
        "Sent from my Samsung Galaxy smartphone.",
        "Sent from Mail for Windows",
        "Sent from Outlook for Android<https://aka.ms/AAb9ysg>",
        "Sent from Proton Mail for iOS",
        "Gesendet mit der GMX iPhone App",
        "Gesendet von Outlook für Android",
        "Envoyé depuis mon téléphone Orange",
        "Télécharger Outlook pour iOS",
        "Enviado desde mi Samsung Galaxy",
        "Obtener Outlook para Android",
        "Inviato da iPhone",
        "Scarica Outlook per iOS",
        "Enviado do meu iPhone",
        "Verzonden vanaf mijn iPhone",
        "Outlook voor Android downloaden",
        "Wysłane z iPhone'a",
        "Pobierz program Outlook dla systemu iOS",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
        "Lähetetty iPhonesta",
        "Odesláno z iPhonu",
        "Отправлено из мобильной Почты Mail.ru",
        "iPhone'umdan gönderildi",
        "내 iPhone에서 보냄",
        "从我的 iPhone 发送",
        "Outlook for iOS を入手",
        "\u{200F}أرسلت من الـ iPhone",
    ] {
        assert_eq!(new_text(&["Yes.\n\n", advert, "\n"].concat()), "Yes.");
        assert_eq!(new_text(&["Yes.\n", advert, "\n\n> Really?\n\nReally."].concat()), "Yes.\n\nReally.");
    }
    for sentence in [
        "Sent from my garden",
        "Is it sent from your iPhone?",
        "I use Outlook for Android",
        "Outlook for Android crashes",
        "Ich habe die Fotos vom Handy gesendet",
        "내 iPhone이 고장났어요",
        "从我的手机打不开",
    ] {
        let mail = ["Yes.\n\n", sentence].concat();
        assert_eq!(new_text(&mail), mail);
    }
}

/// A megabyte of each: it has to end, and soon.
#[test]
fn long_mails_are_no_harder_than_short_ones() {
    let lines = [
        ">\n",
        "> a\n",
        ">a\n\n",
        " > a\n",
        "\n",
        "a:\n",
        "1:\n\n",
        "> a\nOn 3 Nov 2026, 10:11, x:\n",
        "On 3 Nov 2026, 10:11 wrote\n",
        "1 2026 <a@b.c> wrote 10:1:\n",
        "2026 10:11 @b wrote:\n",
        "From: a\n",
        "From: a\nTo: @\n",
        "Subject: a\nFrom: a\n",
        "To:\n",
        "\n\n\n@\n",
        "----\n",
        "-- original mess --\n",
        "-- abcdefghi --\n\nFrom: @\n",
        "--\n> a\n",
        "Sent from my iPhone\n",
        "Sent from my phon\n> a\n",
        "\u{200B}\n",
        "写道：\n",
        "é ",
        "> ",
        "wrote: ",
        "a@",
        "1:",
        "\r",
        "-",
        "x",
    ];
    for line in lines {
        let mail = line.repeat(1_000_000 / line.len());
        assert!(new_text(&mail).len() <= mail.len());
        assert!(new_text(&["Yes.\n\n", &mail].concat()).starts_with("Yes."), "{line:?}");
    }
}

/// What a person could write that has no mark in it: paragraphs of lines of words.
fn any_plain() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-zäéß]{2,9}[,.!?]?",
        "[А-я]{2,7}",
        "[\u{3040}-\u{30FF}]{1,6}",
        "[0-9]{1,4}",
        Just("a>b".to_owned()),
        Just("wrote".to_owned()),
        Just("a@b.example".to_owned()),
        Just("10:11".to_owned()),
        Just("From".to_owned()),
        Just("-".to_owned()),
        Just("\u{1F600}\u{200D}".to_owned()),
    ];
    let line = prop::collection::vec(word, 1..9)
        .prop_map(|words| words.join(" "))
        .prop_filter("no delimiter, no advert", |line| {
            line.trim_end() == line && !line.starts_with(['-', '\u{200D}']) && !line.ends_with('\u{200D}')
        });
    let paragraph = prop::collection::vec(line, 1..5).prop_map(|lines| lines.join("\n"));
    prop::collection::vec(paragraph, 1..5).prop_map(|paragraphs| paragraphs.join("\n\n"))
}

/// A text of what can matter, in any order.
fn any_mixture() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => Just("\n".to_owned()),
        1 => Just("\r\n".to_owned()),
        2 => Just("> ".to_owned()),
        1 => Just(">".to_owned()),
        1 => Just("\n--\n".to_owned()),
        1 => Just("\nOn Tue, 3 Nov 2026 at 10:11, ".to_owned()),
        1 => Just("<a@b.example> ".to_owned()),
        1 => Just("wrote:\n".to_owned()),
        1 => Just("写道：\n".to_owned()),
        1 => Just("\nFrom: ".to_owned()),
        1 => Just("\nSubject: ".to_owned()),
        1 => Just("\nПолучатель: ".to_owned()),
        1 => Just("\n_______\n".to_owned()),
        1 => Just("-----Original Message-----".to_owned()),
        1 => Just("\u{FEFF}".to_owned()),
        1 => Just("\u{A0}".to_owned()),
        2 => "[a-zäЖ写İ\u{301} ]{1,8}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// The lines of a text without those that are blank.
fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.split('\n').map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn is_tidy(text: &str) -> bool {
    text.trim() == text && !text.contains("\n\n\n") && !text.contains('\r')
}

proptest! {
    #[test]
    fn any_text_gives_some_of_its_lines(text in prop_oneof![any::<String>(), any_mixture()]) {
        let new = new_text(&text);
        prop_assert!(is_tidy(&new), "{new:?}");
        let mut whole = lines(&text).into_iter();
        for line in lines(&new) {
            prop_assert!(whole.any(|one| one == line), "{line:?} is not in its place in {text:?}");
        }
    }

    #[test]
    fn a_text_without_marks_is_kept(new in any_plain()) {
        prop_assert_eq!(new_text(&new), new.clone());
        let wide = new.replace("\n\n", "\n\n \n\n");
        prop_assert_eq!(new_text(&["\n ", &wide, " \n"].concat()), new);
    }

    #[test]
    fn what_stands_above_a_quote_is_kept(new in any_plain(), quoted in any_mixture()) {
        const BY: &str = "\n\nOn Tue, 3 Nov 2026 at 10:11, Shop <reply+x@mail.example> wrote:\n";
        let quoted = ["> x", &quoted.replace("\r\n", "\n").replace(['\n', '\r'], "\n> ")].concat();
        prop_assert_eq!(new_text(&[&new, BY, &quoted].concat()), new.clone());
        prop_assert_eq!(new_text(&[&new, "\n\n", &quoted].concat()), new.clone());
        // And what stands below or between.
        let below = [BY, &quoted, "\n\n", &new, "\n\n", &quoted, "\n\n", &new].concat();
        prop_assert_eq!(new_text(&below), [&new, "\n\n", &new].concat());
    }

    #[test]
    fn what_stands_above_a_head_is_kept(new in any_plain(), rest in any_mixture()) {
        const HEAD: &str = "\n\nFrom: Shop <reply+x@mail.example>\nSent: 3 Nov 2026 10:11\nTo: Anna\nSubject: Re\n\n";
        prop_assert_eq!(new_text(&[&new, HEAD, &rest].concat()), new);
    }
}
