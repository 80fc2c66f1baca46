//! What a mail is that comes in with a token of ours: a person's words, a machine's, a bounce, or something
//! that speaks as an agent and must be proved (M6, M7).

use serde::Deserialize;
use wire::Email;
use wire::mail::Judgement;

/// A mail as the shell read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Reading {
    /// The address of its From, if that has exactly one.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// The headers that matter here, in lower case, in their order from the top.
    pub headers: Vec<(String, String)>,
    /// Its whole text, what it quotes included.
    pub text: String,
    /// For a mail that is HTML alone: its text without what its markup says to be quoted.
    #[serde(default)]
    pub new_html: Option<String>,
    /// It reports on the delivery of another mail: as what became of that one, `failed` or `delayed`.
    #[serde(default)]
    pub report: Option<String>,
    /// The files that came with it.
    pub attachments: Vec<Attachment>,
}

/// A file of a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Attachment {
    /// Its name, as it came.
    pub name: String,
}

/// As whom a mail speaks, by its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim<'a> {
    /// The visitor of the conversation: the token is proof enough.
    Visitor,
    /// The agent who has this address.
    Agent(&'a Email),
}

impl Reading {
    fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
    }

    fn has(&self, name: &str) -> bool {
        self.headers(name).next().is_some()
    }

    /// The words of the person who wrote it, without what they quote.
    #[must_use]
    pub fn new_text(&self) -> String {
        let structural = self.new_html.as_deref().filter(|text| !text.trim().is_empty());
        super::new_text(structural.unwrap_or(&self.text))
    }

    /// It could not be delivered, or says so of another mail. One that is only late is no bounce.
    fn is_bounce(&self, envelope_from: &str) -> bool {
        let is_from = |name: &str| {
            let mut locals = [envelope_from, &self.from].into_iter().filter_map(|one| one.split('@').next());
            locals.any(|local| local.eq_ignore_ascii_case(name))
        };
        let is_daemon = is_from("mailer-daemon") || (is_null(envelope_from) && is_from("postmaster"));
        match self.report.as_deref() {
            Some(action) => action == "failed",
            None => self.has("x-failed-recipients") || is_daemon,
        }
    }

    /// A machine wrote it: RFC 3834 (Auto-Submitted), RFC 2919 and 2369 (lists), and what was used before
    /// them. Our own mail bears a header of its own.
    fn is_automatic(&self, envelope_from: &str) -> bool {
        const LISTS: [&str; 4] = ["list-id", "list-unsubscribe", "list-post", "list-help"];
        const OTHERS: [&str; 3] = ["x-porchlight-mail", "x-autoreply", "x-autorespond"];
        const PRECEDENCES: [&str; 5] = ["bulk", "junk", "list", "auto_reply", "auto-reply"];
        let is_auto = |value: &str| {
            let word = value.split([';', ' ', '(']).next().unwrap_or_default();
            !word.eq_ignore_ascii_case("no")
        };
        let is_unasked = |value: &str| PRECEDENCES.iter().any(|one| value.eq_ignore_ascii_case(one));
        is_null(envelope_from)
            || self.report.is_some()
            || self.headers("auto-submitted").any(is_auto)
            || self.headers("precedence").any(is_unasked)
            || LISTS.iter().chain(&OTHERS).any(|name| self.has(name))
    }

    /// Whether the server that took the mail in for us vouches for the domain of its From: DMARC passed
    /// (RFC 7489). Only the topmost result counts, and only of that server: those below may be forged
    /// (RFC 8601, 7.1).
    fn is_vouched_for(&self, server: &str) -> bool {
        let Some(domain) = self.from.rsplit_once('@').map(|(_, domain)| domain) else { return false };
        let Some(results) = self.headers("authentication-results").next() else { return false };
        let results = without_comments(results);
        let mut parts = results.split(';');
        let by = parts.next().and_then(|by| by.split_whitespace().next()).unwrap_or_default();
        if server.is_empty() || !by.eq_ignore_ascii_case(server) {
            return false;
        }
        let mut verdicts = parts.filter_map(|part| {
            let mut words = part.split_whitespace();
            let (method, result) = words.next()?.split_once('=')?;
            let about = words.find_map(|word| word.strip_prefix("header.from="))?;
            method.eq_ignore_ascii_case("dmarc").then_some((result, about))
        });
        // One verdict and no second one: two would be somebody's doing.
        let verdict = verdicts.next();
        let is_pass = verdict.is_some_and(|(result, about)| {
            result.eq_ignore_ascii_case("pass") && about.eq_ignore_ascii_case(domain)
        });
        is_pass && verdicts.next().is_none()
    }
}

/// Nobody is to be told of what becomes of it (RFC 5321, 4.5.5).
fn is_null(envelope_from: &str) -> bool {
    matches!(envelope_from.trim(), "" | "<>")
}

/// What stands between parentheses says nothing (RFC 8601, 2.2).
fn without_comments(text: &str) -> String {
    let mut depth = 0_u32;
    let mut rest = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => rest.push(c),
            _ => {}
        }
    }
    rest
}

/// What a mail is whose token holds. `server` is the name of the server that takes our mail in.
#[must_use]
pub fn judge(claim: Claim<'_>, envelope_from: &str, reading: &Reading, server: &str) -> Judgement {
    if reading.is_bounce(envelope_from) {
        return Judgement::Bounced;
    }
    if reading.is_automatic(envelope_from) {
        return Judgement::Automatic;
    }
    if super::bodies(&reading.new_text()).is_empty() {
        return Judgement::Empty;
    }
    match claim {
        Claim::Visitor => Judgement::Taken,
        Claim::Agent(email) => {
            let is_hers = reading.from.eq_ignore_ascii_case(email.as_str());
            if is_hers && reading.is_vouched_for(server) { Judgement::Taken } else { Judgement::Unverified }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: &str = "mx.cloudflare.net";

    fn reading(headers: &[(&str, &str)]) -> Reading {
        Reading {
            from: "ada@shop.example".to_owned(),
            text: "We do.".to_owned(),
            headers: headers.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            ..Reading::default()
        }
    }

    fn visitor(envelope: &str, reading: &Reading) -> Judgement {
        judge(Claim::Visitor, envelope, reading, SERVER)
    }

    #[test]
    fn m7_what_a_machine_wrote_is_told_from_what_a_person_wrote() {
        for (name, value, wanted) in [
            ("auto-submitted", "auto-replied", Judgement::Automatic),
            ("auto-submitted", "auto-generated; owner=x", Judgement::Automatic),
            ("auto-submitted", "AUTO-NOTIFIED", Judgement::Automatic),
            ("auto-submitted", "no", Judgement::Taken),
            ("auto-submitted", "No; comment", Judgement::Taken),
            ("precedence", "bulk", Judgement::Automatic),
            ("precedence", "List", Judgement::Automatic),
            ("precedence", "auto_reply", Judgement::Automatic),
            ("precedence", "first-class", Judgement::Taken),
            ("list-id", "<users.lists.example>", Judgement::Automatic),
            ("list-unsubscribe", "<mailto:x@y.example>", Judgement::Automatic),
            ("list-post", "<mailto:x@y.example>", Judgement::Automatic),
            ("x-autoreply", "yes", Judgement::Automatic),
            ("x-autorespond", "away", Judgement::Automatic),
            ("x-porchlight-mail", "abc", Judgement::Automatic),
            ("x-auto-response-suppress", "All", Judgement::Taken),
            ("x-failed-recipients", "ada@shop.example", Judgement::Bounced),
        ] {
            assert_eq!(visitor("ada@shop.example", &reading(&[(name, value)])), wanted, "{name}: {value}");
        }
    }

    #[test]
    fn m7_a_bounce_is_one_and_a_delay_is_none() {
        let report = |action: &str| Reading { report: Some(action.to_owned()), ..reading(&[]) };
        for (envelope, reading, wanted) in [
            ("", report("failed"), Judgement::Bounced),
            ("<>", report("failed"), Judgement::Bounced),
            ("bounces@mail.example", report("failed"), Judgement::Bounced),
            ("", report("delayed"), Judgement::Automatic),
            ("", report(""), Judgement::Automatic),
            ("", reading(&[]), Judgement::Automatic),
            ("MAILER-DAEMON@mail.example", reading(&[]), Judgement::Bounced),
            ("postmaster@mail.example", reading(&[]), Judgement::Taken),
            ("", Reading { from: "Mailer-Daemon@mail.example".into(), ..reading(&[]) }, Judgement::Bounced),
        ] {
            assert_eq!(visitor(envelope, &reading), wanted, "{envelope:?} {reading:?}");
        }
    }

    #[test]
    fn m6_a_mail_speaks_as_an_agent_only_with_proof() {
        const PASS: &str = "mx.cloudflare.net; dkim=pass header.d=shop.example; dmarc=pass header.from=shop.example policy.dmarc=none; spf=pass";
        let email = Email::parse("ada@shop.example").unwrap_or_else(|error| panic!("{error}"));
        let forged = PASS.replace("cloudflare.net", "evil.example");
        for (headers, wanted) in [
            (vec![PASS], Judgement::Taken),
            (vec!["MX.Cloudflare.net 1; dmarc=pass (p=none) header.from=SHOP.example"], Judgement::Taken),
            (vec![], Judgement::Unverified),
            (vec![&*forged], Judgement::Unverified),
            // The topmost one counts, whatever stands below.
            (vec![&*forged, PASS], Judgement::Unverified),
            (vec!["mx.cloudflare.net; dmarc=fail header.from=shop.example", PASS], Judgement::Unverified),
            (vec![PASS, &*forged], Judgement::Taken),
            (vec!["mx.cloudflare.net; dmarc=none header.from=shop.example"], Judgement::Unverified),
            (vec!["mx.cloudflare.net; dmarc=pass header.from=evil.example"], Judgement::Unverified),
            (vec!["mx.cloudflare.net; dmarc=pass"], Judgement::Unverified),
            (vec!["mx.cloudflare.net; spf=pass smtp.mailfrom=shop.example"], Judgement::Unverified),
            (vec!["mx.cloudflare.net; (dmarc=pass header.from=shop.example)"], Judgement::Unverified),
            (
                vec![
                    "mx.cloudflare.net; dmarc=pass header.from=shop.example; dmarc=fail header.from=shop.example",
                ],
                Judgement::Unverified,
            ),
            (
                vec!["mx.cloudflare.net.evil.example; dmarc=pass header.from=shop.example"],
                Judgement::Unverified,
            ),
        ] {
            let named: Vec<_> = headers.iter().map(|value| ("authentication-results", *value)).collect();
            let seen = judge(Claim::Agent(&email), "ada@shop.example", &reading(&named), SERVER);
            assert_eq!(seen, wanted, "{headers:?}");
        }
        let pass = [("authentication-results", PASS)];
        let other = Reading { from: "bob@shop.example".to_owned(), ..reading(&pass) };
        assert_eq!(judge(Claim::Agent(&email), "", &other, ""), Judgement::Automatic);
        assert_eq!(judge(Claim::Agent(&email), "x@y.zz", &other, SERVER), Judgement::Unverified, "another's");
        assert_eq!(judge(Claim::Agent(&email), "x@y.zz", &reading(&pass), ""), Judgement::Unverified);
    }

    #[test]
    fn m8_a_mail_without_words_is_not_taken_for_one_with() {
        let empty = Reading { text: " \n\u{0}\n".to_owned(), ..reading(&[]) };
        assert_eq!(visitor("a@b.co", &empty), Judgement::Empty);
    }
}
