//! What a page lacks (W1), and what a new site does.

use wire::install::Finding;

use crate::store::install::Step;

/// What is wrong, and what to do about it.
#[must_use]
pub fn finding(finding: &Finding) -> (String, String) {
    match finding {
        Finding::ForeignOrigin { origin } => (
            format!("Pages of {origin} may not carry the widget."),
            "Add this origin under “Sites that may carry the widget”.".to_owned(),
        ),
        Finding::Unreachable => (
            "Nothing answered at this address.".to_owned(),
            "Is it written as your browser shows it, and can everybody open it?".to_owned(),
        ),
        Finding::Status { status } => (
            format!("The page answered with the error {status}."),
            "Name a page that everybody can open without signing in.".to_owned(),
        ),
        Finding::NotHtml => {
            ("This is no web page.".to_owned(), "Name the address of a page, not of a file.".to_owned())
        }
        Finding::NoTag => (
            "The page has no tag.".to_owned(),
            "Paste the tag above before the end of the body. What a tag manager adds later is not seen here: open the page and look for the launcher."
                .to_owned(),
        ),
        Finding::OtherSite { site } if site.is_empty() => (
            "The tag names no site.".to_owned(),
            "Paste the tag above as it is: data-site is missing.".to_owned(),
        ),
        Finding::OtherSite { site } => (
            format!("The tag brings the widget of another site, “{site}”."),
            "Replace it by the tag above.".to_owned(),
        ),
        Finding::OtherServer { script } => (
            format!("The tag gets its script from elsewhere: {script}"),
            "Replace it by the tag above.".to_owned(),
        ),
        Finding::Twice => {
            ("The page has the tag more than once.".to_owned(), "Keep one of them.".to_owned())
        }
        Finding::Policy { directive, add } => (
            "The page’s Content Security Policy keeps the widget out.".to_owned(),
            format!("Add {add} to {directive}."),
        ),
    }
}

/// What is to be done, and what it is good for.
#[must_use]
pub fn step(step: Step) -> (&'static str, &'static str) {
    match step {
        Step::Tag => {
            ("Put the widget on your site", "One tag, pasted before the end of the body of each page.")
        }
        Step::Message => (
            "Write yourself a message",
            "Open a page that has your widget, write as a visitor would, and answer here.",
        ),
        Step::Hours => (
            "Set your hours",
            "You go online and offline by them, so that visitors see the truth without your thinking of it.",
        ),
        Step::Colleague => {
            ("Invite a colleague", "By a link that works once. Two can be in more often than one.")
        }
    }
}
