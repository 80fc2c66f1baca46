//! The texts that change with the visit, as keys. What they say in a language stands in `widget/locales`,
//! beside those that never change, which `panel.html` names.

macro_rules! texts {
    ($($name:ident = $key:literal,)*) => {
        /// A text to show.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the English text under the key says what it is for")]
        pub enum Text {
            $($name,)*
        }

        impl Text {
            /// Every text: each language has all of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its place in a language's list, as it is sent (`widget/texts.mjs`).
            #[must_use]
            pub fn place(self) -> u32 {
                self as u32 + 1
            }

            /// Its key in the files of `widget/locales`.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }
        }
    };
}

texts! {
    OpenLive = "open_live",
    OpenMessaging = "open_messaging",
    Unread = "unread",
    Close = "close",
    TitleLive = "title_live",
    TitleMessaging = "title_messaging",
    StatusLive = "status_live",
    StatusMessaging = "status_messaging",
    StatusMissed = "status_missed",
    StatusUnsure = "status_unsure",
    FacesHere = "faces_here",
    EmptyLive = "empty_live",
    EmptyMessaging = "empty_messaging",
    You = "you",
    Sending = "sending",
    Sent = "sent",
    Seen = "seen",
    Writing = "writing",
    Failed = "failed",
    EmailBad = "email_bad",
    NoteStored = "note_stored",
    NoteStoredMail = "note_stored_mail",
    NoteClosed = "note_closed",
    NoteLost = "note_lost",
    NoteReload = "note_reload",
    NoteNotKept = "note_not_kept",
    NoteControl = "note_control",
    NoteUnsaved = "note_unsaved",
    NoteFull = "note_full",
    RefusedTooMany = "refused_too_many",
    RefusedHere = "refused_here",
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::*;

    #[test]
    fn v19_every_language_has_every_text_and_no_other() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales");
        let panel = std::fs::read_to_string(folder.join("../page/panel.html")).expect("the panel is there");
        let standing: Vec<_> =
            panel.split(" data-text=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(standing.contains(&"send"));
        let mut languages = 0;
        for file in std::fs::read_dir(folder).expect("the folder is there") {
            let path = file.expect("readable").path();
            if path.is_dir() {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("readable");
            let mut locale: BTreeMap<String, String> = serde_json::from_str(&text).expect("flat JSON");
            let direction = locale.remove("dir");
            assert!(matches!(direction.as_deref(), Some("ltr" | "rtl")), "{}: dir", path.display());
            for text in Text::ALL {
                let found = locale.remove(text.key());
                assert!(
                    found.as_deref().is_some_and(|found| !found.trim().is_empty()),
                    "{}: {} is missing",
                    path.display(),
                    text.key()
                );
                for (place, texts) in
                    [("{names}", &[Text::FacesHere, Text::Writing][..]), ("{count}", &[Text::Unread])]
                {
                    let has_place = found.as_deref().is_some_and(|found| found.contains(place));
                    assert_eq!(has_place, texts.contains(text), "{}: {}", path.display(), text.key());
                }
            }
            for key in &standing {
                let is_there =
                    locale.remove(*key).is_some() || Text::ALL.iter().any(|text| text.key() == *key);
                assert!(is_there, "{}: {key} is missing", path.display());
            }
            assert!(locale.is_empty(), "{}: nobody shows {:?}", path.display(), locale.keys());
            languages += 1;
        }
        assert!(languages >= 2);
    }

    /// The languages that a folder has, in order.
    fn languages(folder: &Path) -> Vec<String> {
        let files = std::fs::read_dir(folder).expect("the folder is there");
        let names = files.map(|file| file.expect("readable").file_name().into_string().expect("a name"));
        let mut tags: Vec<_> =
            names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect();
        tags.sort();
        tags
    }

    fn read(folder: &Path, tag: &str) -> BTreeMap<String, String> {
        let text = std::fs::read_to_string(folder.join(format!("{tag}.json"))).expect("readable");
        serde_json::from_str(&text).expect("flat JSON")
    }

    #[test]
    fn v19_a_language_has_both_files_and_runs_its_own_way() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales");
        let tags = languages(&folder);
        assert_eq!(languages(&folder.join("more")), tags);
        assert!(tags.len() >= 20, "{tags:?}");
        for tag in tags {
            let direction = if ["ar", "fa", "he", "ur"].contains(&tag.as_str()) { "rtl" } else { "ltr" };
            assert_eq!(read(&folder, &tag)["dir"], direction, "{tag}");
        }
    }

    #[test]
    fn v19_every_language_has_the_same_texts_with_the_same_gaps() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales");
        for folder in [&folder, &folder.join("more")] {
            let shape = |tag: &str| -> BTreeMap<String, [usize; 5]> {
                let texts = read(folder, tag);
                for (key, text) in &texts {
                    assert!(!text.trim().is_empty(), "{tag}: {key} is empty");
                    // Quotes and dots as they are printed.
                    assert!(!text.contains(['\'', '"']) && !text.contains("..."), "{tag}: {key}: {text}");
                }
                let gaps = |text: &str| {
                    ["{", "{count}", "{names}", "{day}", "{time}"].map(|gap| text.matches(gap).count())
                };
                texts.into_iter().map(|(key, text)| (key, gaps(&text))).collect()
            };
            let english = shape("en");
            for tag in languages(folder) {
                assert_eq!(shape(&tag), english, "{tag} in {}", folder.display());
            }
        }
    }
}
