//! Text that people type, checked on the way in and valid ever after.

use std::fmt;

/// Why a text was refused. Its [`fmt::Display`] is a sentence for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// Nothing but white space.
    Empty,
    /// More than this many characters.
    TooLong(usize),
    /// Not of the form that the named thing has.
    Form(&'static str),
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("The text is empty."),
            Self::TooLong(most) => write!(f, "The text is longer than {most} characters."),
            Self::Form(what) => write!(f, "This is not {what}."),
        }
    }
}

/// Makes a newtype over a checked `String`: `parse`, `as_str`, serde both ways, and its JSON Schema.
macro_rules! checked {
    ($(#[$doc:meta])* $name:ident, $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks a text.
            ///
            /// # Errors
            /// The first reason why it is not valid.
            pub fn parse(text: impl Into<String>) -> Result<Self, crate::text::Invalid> {
                let check: fn(String) -> Result<String, crate::text::Invalid> = $check;
                check(text.into()).map(Self)
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = crate::text::Invalid;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
pub(crate) use checked;

checked! {
    /// What somebody wrote: 1 to 4,000 characters (Unicode scalar values), line ends as `\n`, no outer
    /// white space, no control characters but tab and newline.
    Body,
    |text| {
        // One pass over the common case: most messages have neither `\r` nor outer space.
        let text = if text.bytes().any(|b| b == b'\r') { one_line_end(&text) } else { text };
        let text = if text.trim().len() == text.len() { text } else { text.trim().to_owned() };
        if text.is_empty() {
            return Err(Invalid::Empty);
        }
        if characters(&text) > Body::MOST {
            return Err(Invalid::TooLong(Body::MOST));
        }
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            return Err(Invalid::Form("plain text: it holds a control character"));
        }
        Ok(text)
    }
}

/// How many characters a text has, as all of our bounds count: Unicode scalar values. Every byte of UTF-8 is one but
/// those that continue one.
#[must_use]
pub fn characters(text: &str) -> usize {
    text.bytes().filter(|byte| byte & 0xC0 != 0x80).count()
}

/// 1 to `most` characters without a control character, and without the space around them. `what` is asked for
/// in place of anything else.
pub(crate) fn one_line(text: &str, most: usize, what: &'static str) -> Result<String, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::Empty);
    }
    if characters(text) > most {
        return Err(Invalid::TooLong(most));
    }
    if text.chars().any(char::is_control) {
        return Err(Invalid::Form(what));
    }
    Ok(text.to_owned())
}

/// The text with line ends as `\n`, whichever they were.
// By hand, since this is in the page too, where `replace` weighs 1 KB.
#[must_use]
pub fn one_line_end(text: &str) -> String {
    let mut before = ' ';
    let mut tidy = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\r' || (c == '\n' && before != '\r') {
            tidy.push('\n');
        } else if c != '\n' {
            tidy.push(c);
        }
        before = c;
    }
    tidy
}

impl Body {
    /// The most characters in one message.
    pub const MOST: usize = 4_000;
}

checked! {
    /// An e-mail address as the HTML standard defines a valid one, with a dot in its domain and 254
    /// characters at most. <https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address>
    Email,
    |text| {
        let text = text.trim();
        if text.is_empty() {
            return Err(Invalid::Empty);
        }
        if text.len() > 254 {
            return Err(Invalid::TooLong(254));
        }
        let bad = Err(Invalid::Form("an e-mail address"));
        // Byte by byte: this is in the page too, where the searches of the standard library weigh more than
        // all of it.
        let mut halves = text.as_bytes().splitn(2, |b| *b == b'@');
        let (Some(local), Some(domain)) = (halves.next(), halves.next()) else { return bad };
        // . ! # $ % & ' * + / = ? ^ _ ` { | } ~ -
        let is_sign = |b: &u8| {
            matches!(b, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-'..=b'/' | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~')
        };
        let local_is_fine = (1..=64).contains(&local.len())
            && local.iter().all(|b| b.is_ascii_alphanumeric() || is_sign(b));
        let labels = || domain.split(|b| *b == b'.');
        let label_is_fine = |label: &[u8]| {
            (1..=63).contains(&label.len())
                && label.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
                && label.first() != Some(&b'-')
                && label.last() != Some(&b'-')
        };
        if local_is_fine && labels().nth(1).is_some() && labels().all(label_is_fine) {
            Ok(text.to_owned())
        } else {
            bad
        }
    }
}

checked! {
    /// The name of a person or a site: 1 to 80 characters on one line.
    Name,
    |text| one_line(&text, 80, "a name on one line")
}

checked! {
    /// A web origin as browsers send it: `https://shop.example`, `http://localhost:8080`.
    Origin,
    |text| {
        let bad = Err(Invalid::Form("an origin such as https://shop.example"));
        let text = text.trim();
        let Some(host) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
            return bad;
        };
        // Lower case, since that is how a browser sends it and it is compared byte for byte.
        let host_is_fine = (1..=253).contains(&host.len())
            && host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.:[]".contains(&b));
        if host_is_fine { Ok(text.to_owned()) } else { bad }
    }
}

checked! {
    /// The address of the page that a visitor is on, without its query and fragment, which may hold
    /// secrets; 500 characters at most.
    Page,
    |text| {
        let end = text.bytes().position(|b| b == b'?' || b == b'#').unwrap_or(text.len());
        let text = &text[..end];
        if !(text.starts_with("https://") || text.starts_with("http://")) {
            return Err(Invalid::Form("the address of a page"));
        }
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(Invalid::Form("the address of a page"));
        }
        Ok(text.chars().take(500).collect())
    }
}

impl Page {
    /// Its origin as browsers send it; `None` where it has none that can be named.
    #[must_use]
    pub fn origin(&self) -> Option<Origin> {
        let origin = origin(self.as_str())?.to_ascii_lowercase();
        let usual = if origin.starts_with("https") { ":443" } else { ":80" };
        Origin::parse(origin.strip_suffix(usual).unwrap_or(&origin)).ok()
    }
}

/// The scheme and the authority of an address, as they stand in it.
#[must_use]
pub fn origin(address: &str) -> Option<&str> {
    let begin = address.find("://")? + 3;
    let end = address[begin..].find(['/', '?', '#']).map_or(address.len(), |at| begin + at);
    Some(&address[..end])
}

checked! {
    /// The title of the page that a visitor is on: one line of 120 characters at most; what is longer is cut.
    /// It may be empty.
    Title,
    |text| {
        let line: String = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        Ok(line.chars().take(120).collect())
    }
}

checked! {
    /// Which pages: a path such as `/pricing`, with `*` for any characters; 200 at most.
    PagePattern,
    |text| {
        let text = text.trim();
        if text.len() > 200 {
            return Err(Invalid::TooLong(200));
        }
        let is_fine = (text.starts_with('/') || text.starts_with('*'))
            && !text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '?' || c == '#');
        if is_fine { Ok(text.to_owned()) } else { Err(Invalid::Form("a path such as /pricing or /docs/*")) }
    }
}

checked! {
    /// A language as browsers name one: `de`, `pt-br`. In lower case.
    Language,
    |text| {
        let text = text.trim().to_ascii_lowercase();
        let is_fine = (2..=35).contains(&text.len())
            && text.split('-').all(|part| {
                (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
            });
        if is_fine { Ok(text) } else { Err(Invalid::Form("a language such as de or pt-BR")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_tidied_and_bounded() {
        for (text, wanted) in [
            ("hello", Ok("hello")),
            ("  two\r\nlines\r ", Ok("two\nlines")),
            (" \n\t ", Err(Invalid::Empty)),
            ("bell\u{7}", Err(Invalid::Form("plain text: it holds a control character"))),
            ("<b>stays</b> & \"so\"", Ok("<b>stays</b> & \"so\"")),
        ] {
            assert_eq!(Body::parse(text).as_ref().map(Body::as_str), wanted.as_ref().copied(), "{text:?}");
        }
        assert!(Body::parse("é".repeat(4_000)).is_ok(), "the bound counts characters, not bytes");
        assert_eq!(Body::parse("é".repeat(4_001)), Err(Invalid::TooLong(4_000)));
    }

    #[test]
    fn an_address_is_checked_as_browsers_do() {
        for good in
            ["a@b.co", "first.last+tag@sub.example.org", "o'brien@example.ie", " trimmed@example.org "]
        {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b.co",
            "a@",
            "a@b",
            "a b@c.de",
            "a@b..co",
            "a@-b.co",
            "a@b.co\nBcc: x@y.zz",
            "a@b@c.de",
            "<a@b.co>",
            "ä@b.co",
        ] {
            assert!(Email::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn an_origin_has_a_scheme_and_nothing_after_the_host() {
        for good in ["https://shop.example", "http://localhost:8080", "http://[::1]:8787"] {
            assert!(Origin::parse(good).is_ok(), "{good}");
        }
        for bad in ["shop.example", "https://", "https://shop.example/", "HTTPS://shop.example", "null", "*"]
        {
            assert!(Origin::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_page_loses_what_may_be_secret() {
        let page = Page::parse("https://shop.example/cart?token=s3cret#part").expect("valid");
        assert_eq!(page.as_str(), "https://shop.example/cart");
        assert!(Page::parse("javascript:alert(1)").is_err());
    }

    #[test]
    fn the_origin_of_a_page_is_as_browsers_send_it() {
        for (page, origin) in [
            ("https://Shop.Example/cart", Some("https://shop.example")),
            ("https://shop.example:443", Some("https://shop.example")),
            ("http://localhost:8787/demo/", Some("http://localhost:8787")),
            ("https://ada@shop.example/", None),
        ] {
            let page = Page::parse(page).expect("a page");
            assert_eq!(page.origin().as_ref().map(Origin::as_str), origin, "{page}");
        }
    }
}
