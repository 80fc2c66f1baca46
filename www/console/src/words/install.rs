//! What a page lacks (W1), and what a new site does.

use wire::install::Finding;

use crate::say;
use crate::store::install::Step;

/// What is wrong, and what to do about it.
#[must_use]
pub fn finding(finding: &Finding) -> (String, String) {
    match finding {
        Finding::ForeignOrigin { origin } => (
            say!("Pages of {origin} may not carry the widget.", origin = origin),
            say!("Add this origin under “Sites that may carry the widget”.").to_owned(),
        ),
        Finding::Unreachable => (
            say!("Nothing answered at this address.").to_owned(),
            say!("Is it written as your browser shows it, and can everybody open it?").to_owned(),
        ),
        Finding::Status { status } => (
            say!("The page answered with the error {status}.", status = status),
            say!("Name a page that everybody can open without signing in.").to_owned(),
        ),
        Finding::NotHtml => {
            (say!("This is no web page.").to_owned(), say!("Name the address of a page, not of a file.").to_owned())
        }
        Finding::NoTag => (
            say!("The page has no tag.").to_owned(),
            say!("Paste the tag above before the end of the body. What a tag manager adds later is not seen here: open the page and look for the launcher.")
                .to_owned(),
        ),
        Finding::OtherSite { site } if site.is_empty() => (
            say!("The tag names no site.").to_owned(),
            say!("Paste the tag above as it is: data-site is missing.").to_owned(),
        ),
        Finding::OtherSite { site } => (
            say!("The tag brings the widget of another site, “{site}”.", site = site),
            say!("Replace it by the tag above.").to_owned(),
        ),
        Finding::OtherServer { script } => (
            say!("The tag gets its script from elsewhere: {script}", script = script),
            say!("Replace it by the tag above.").to_owned(),
        ),
        Finding::Twice => {
            (say!("The page has the tag more than once.").to_owned(), say!("Keep one of them.").to_owned())
        }
        Finding::Policy { directive, add } => (
            say!("The page’s Content Security Policy keeps the widget out.").to_owned(),
            say!("Add {add} to {directive}.", add = add, directive = directive),
        ),
    }
}

/// What is to be done, and what it is good for.
#[must_use]
pub fn step(step: Step) -> (&'static str, &'static str) {
    match step {
        Step::Tag => (
            say!("Put the widget on your site"),
            say!("One tag, pasted before the end of the body of each page."),
        ),
        Step::Message => (
            say!("Write yourself a message"),
            say!("Open a page that has your widget, write as a visitor would, and answer here."),
        ),
        Step::Hours => (
            say!("Set your hours"),
            say!(
                "You go online and offline by them, so that visitors see the truth without your thinking of it."
            ),
        ),
        Step::Colleague => (
            say!("Invite a colleague"),
            say!("By a link that works once. Two can be in more often than one."),
        ),
    }
}
