//! What keeps the widget from working on a page, from what is seen of the page (W1).

use serde::Deserialize;
use wire::install::Finding;
use wire::{Origin, Page, SiteId};

/// A page as a server sees it, without running its scripts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Seen {
    /// Where redirects led.
    pub page: String,
    /// The HTTP status; 0 where nothing answered.
    pub status: u16,
    /// The answer was HTML.
    pub is_html: bool,
    /// Each Content Security Policy that the page is under.
    pub policies: Vec<String>,
    /// Each tag of ours.
    pub tags: Vec<Tag>,
}

/// A script element whose address ends like ours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Tag {
    /// The address of the script, whole.
    pub script: String,
    /// Its `data-site`.
    pub site: String,
    /// Its `nonce`.
    pub nonce: String,
}

/// Whether pages of this origin may talk to the site: ours, or one that the settings name.
#[must_use]
pub fn is_allowed(origin: &str, ours: &str, allowed: &[Origin]) -> bool {
    origin == ours || allowed.iter().any(|one| one.as_str() == origin)
}

/// What is to be mended, the worst first. `ours` is the origin that the script comes from.
#[must_use]
pub fn findings(seen: &Seen, site: &SiteId, ours: &str, allowed: &[Origin]) -> Vec<Finding> {
    let origin = Page::parse(seen.page.as_str()).ok().and_then(|page| page.origin());
    let is_ours = origin.as_ref().is_some_and(|origin| origin.as_str() == ours);
    if let Some(origin) = origin.filter(|origin| !is_allowed(origin.as_str(), ours, allowed)) {
        return vec![Finding::ForeignOrigin { origin }];
    }
    match seen.status {
        0 => return vec![Finding::Unreachable],
        200..300 => {}
        status => return vec![Finding::Status { status }],
    }
    if !seen.is_html {
        return vec![Finding::NotHtml];
    }
    let Some(tag) = seen.tags.first() else { return vec![Finding::NoTag] };
    let mut findings = Vec::new();
    if tag.script.strip_prefix(ours).is_none_or(|path| path != "/porchlight.js") {
        findings.push(Finding::OtherServer { script: tag.script.clone() });
    }
    if tag.site != site.as_str() {
        findings.push(Finding::OtherSite { site: tag.site.clone() });
    }
    if seen.tags.len() > 1 {
        findings.push(Finding::Twice);
    }
    for policy in &seen.policies {
        Policy::read(policy).judge(tag, ours, is_ours, &mut findings);
    }
    findings
}

/// A Content Security Policy: the sources of each directive, by its name in lower case.
/// <https://www.w3.org/TR/CSP3/>
struct Policy<'a>(Vec<(String, Vec<&'a str>)>);

impl<'a> Policy<'a> {
    fn read(text: &'a str) -> Self {
        let mut directives: Vec<(String, Vec<&str>)> = Vec::new();
        for directive in text.split(';') {
            let mut words = directive.split_ascii_whitespace();
            let Some(name) = words.next().map(str::to_ascii_lowercase) else { continue };
            // Of two with one name the first one counts.
            if directives.iter().all(|(known, _)| *known != name) {
                directives.push((name, words.collect()));
            }
        }
        Self(directives)
    }

    /// The first of these directives that the policy has; without any, everything is allowed.
    fn of(&self, names: &[&'static str]) -> Option<(&'static str, &[&'a str])> {
        names.iter().find_map(|name| {
            let (_, sources) = self.0.iter().find(|(known, _)| known == name)?;
            Some((*name, sources.as_slice()))
        })
    }

    /// `is_ours` says that the page itself is at our origin.
    fn judge(&self, tag: &Tag, ours: &str, is_ours: bool, findings: &mut Vec<Finding>) {
        let is_covered = |sources: &[&str], address: &str| {
            (is_ours && has(sources, "'self'")) || sources.iter().any(|source| covers(source, address))
        };
        let mut miss = |(directive, add): (&str, &str)| {
            let finding = Finding::Policy { directive: directive.to_owned(), add: add.to_owned() };
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        };
        if let Some((name, sources)) = self.of(&["script-src-elem", "script-src", "default-src"])
            && !is_known(sources, tag)
            && (has(sources, "'strict-dynamic'") || !is_covered(sources, ours))
        {
            miss((added(name, "script-src"), ours));
        }
        if let Some((name, sources)) = self.of(&["script-src", "default-src"])
            && !["'wasm-unsafe-eval'", "'unsafe-eval'"].iter().any(|word| has(sources, word))
        {
            miss((added(name, "script-src"), "'wasm-unsafe-eval'"));
        }
        if let Some((name, sources)) = self.of(&["connect-src", "default-src"]) {
            let socket = ours.replacen("http", "ws", 1);
            for address in [ours, &socket] {
                if !is_covered(sources, address) {
                    miss((added(name, "connect-src"), address));
                }
            }
        }
        if let Some((name, sources)) = self.of(&["trusted-types"])
            && !has(sources, "porchlight")
            && !has(sources, "*")
        {
            miss((name, "porchlight"));
        }
    }
}

/// What a policy has as `default-src` alone is added as a directive of its own: else everything got it.
fn added<'a>(found: &'a str, own: &'a str) -> &'a str {
    if found == "default-src" { own } else { found }
}

fn has(sources: &[&str], word: &str) -> bool {
    sources.iter().any(|source| source.eq_ignore_ascii_case(word))
}

/// With `'strict-dynamic'` hosts do not count: what a script with the page's nonce brings is known by that.
fn is_known(sources: &[&str], tag: &Tag) -> bool {
    let nonce = format!("'nonce-{}'", tag.nonce);
    has(sources, "'strict-dynamic'") && !tag.nonce.is_empty() && sources.contains(&nonce.as_str())
}

/// Whether a source of a policy covers an origin.
fn covers(source: &str, origin: &str) -> bool {
    let source = source.to_ascii_lowercase();
    let Some((scheme, host)) = origin.split_once("://") else { return false };
    // A path in it narrows it; ours are below all of them only at the root.
    let source = source.strip_suffix('/').unwrap_or(&source);
    match source.split_once("://") {
        Some((named, place)) => named == scheme && is_host(place, host),
        None if source == "*" => true,
        None if source.ends_with(':') => source.strip_suffix(':') == Some(scheme),
        // Without a scheme it covers the page's own, and what is safer than that.
        None => is_host(source, host),
    }
}

fn is_host(place: &str, host: &str) -> bool {
    let place = place.strip_suffix(":*").unwrap_or(place);
    let bare = host.rsplit_once(':').map_or(host, |(bare, _)| bare);
    match place.strip_prefix('*') {
        Some(rest) => host.ends_with(rest) || bare.ends_with(rest),
        None => place == host || (place == bare && !host.contains(':')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "https://chat.example";

    /// What is found on a good page of the shop under these policies.
    fn found(policies: &[&str], nonce: &str) -> Vec<(String, String)> {
        let tag =
            Tag { script: format!("{OURS}/porchlight.js"), site: "shop".to_owned(), nonce: nonce.to_owned() };
        let seen = Seen {
            page: "https://shop.example/cart".to_owned(),
            status: 200,
            is_html: true,
            policies: policies.iter().map(ToString::to_string).collect(),
            tags: vec![tag],
        };
        let allowed = [Origin::parse("https://shop.example").expect("an origin")];
        let site = SiteId::parse("shop").expect("a site");
        let policy = |finding| match finding {
            Finding::Policy { directive, add } => (directive, add),
            other => panic!("{other:?}"),
        };
        findings(&seen, &site, OURS, &allowed).into_iter().map(policy).collect()
    }

    #[test]
    fn a_policy_that_lets_the_widget_work_is_left_alone() {
        for policy in [
            "",
            "img-src 'none'; style-src 'none'",
            "script-src https://chat.example 'wasm-unsafe-eval'; connect-src https://chat.example wss://chat.example",
            "SCRIPT-SRC CHAT.EXAMPLE 'unsafe-eval'; connect-src * ; script-src 'none'",
            "default-src https: wss: 'unsafe-eval'",
            "script-src https://*.example/ 'wasm-unsafe-eval'; trusted-types porchlight shop",
            "script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'",
        ] {
            assert_eq!(found(&[policy], "abc"), [], "{policy}");
        }
    }

    #[test]
    fn what_a_policy_lacks_is_named() {
        let (script, wasm) = (("script-src", OURS), ("script-src", "'wasm-unsafe-eval'"));
        let (http, socket) = (("connect-src", OURS), ("connect-src", "wss://chat.example"));
        for (policy, wanted) in [
            ("default-src 'self'", vec![script, wasm, http, socket]),
            ("script-src 'self' https://chat.example.evil https://other.example", vec![script, wasm]),
            ("script-src https://chat.example", vec![wasm]),
            (
                "script-src 'nonce-other' 'strict-dynamic' https://chat.example 'wasm-unsafe-eval'",
                vec![script],
            ),
            ("script-src-elem 'self'; script-src * 'wasm-unsafe-eval'", vec![("script-src-elem", OURS)]),
            ("connect-src https://chat.example", vec![socket]),
            ("connect-src https://chat.example:8443 *.chat.example", vec![http, socket]),
            ("trusted-types shop", vec![("trusted-types", "porchlight")]),
        ] {
            let found = found(&[policy, policy], "abc");
            let found: Vec<_> = found.iter().map(|(name, add)| (name.as_str(), add.as_str())).collect();
            assert_eq!(found, wanted, "{policy}");
        }
    }
}
