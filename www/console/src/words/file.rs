//! Files in words.

use crate::store::upload::{Stage, Unfit};
use crate::tongue;
use crate::{say, words};

/// "1.2 MB": never less than it is.
#[must_use]
pub fn length(bytes: u64) -> String {
    let kilobytes = bytes.div_ceil(1_024);
    if kilobytes < 1_000 {
        return tongue::measure(kilobytes * 10, "kilobyte");
    }
    tongue::measure((bytes * 10).div_ceil(1_024 * 1_024), "megabyte")
}

/// How far a file is that is to be sent, and why it is not, if it is not.
#[must_use]
pub fn stage(stage: &Stage) -> (&'static str, Option<String>) {
    match stage {
        Stage::Waiting => (say!("Waiting…"), None),
        Stage::Going(_) => (say!("Sending…"), None),
        Stage::Stored | Stage::Heard => ("✓", None),
        Stage::Failed(failure) => (say!("Not sent."), Some(words::failure(failure))),
        Stage::Unfit(unfit) => (say!("Not sent."), Some(self::unfit(*unfit).to_owned())),
    }
}

fn unfit(unfit: Unfit) -> &'static str {
    match unfit {
        Unfit::Empty => say!("The file is empty."),
        Unfit::TooLarge => say!("A file has 10 MB at most."),
        Unfit::Unreadable => say!("The file cannot be read any more. Please choose it again."),
    }
}

#[cfg(test)]
mod tests {
    use wire::file::File;

    use super::*;

    #[test]
    fn u8_a_length_is_a_few_digits_and_never_too_small() {
        const MB: u64 = 1_024 * 1_024;
        for (bytes, wanted) in [
            (1, "1 kB"),
            (1_024, "1 kB"),
            (1_025, "2 kB"),
            (999 * 1_024, "999 kB"),
            (999 * 1_024 + 1, "1 MB"),
            (MB + MB / 5, "1.2 MB"),
            (File::MOST_BYTES.into(), "10 MB"),
            (u64::from(File::MOST_BYTES) + 1, "10.1 MB"),
            (5_000 * MB, "5000 MB"),
        ] {
            assert_eq!(length(bytes), wanted, "{bytes}");
        }
    }
}
