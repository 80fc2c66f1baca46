//! What the settings of the site come to, in sentences that follow what is typed.

use wire::team::Change;
use wire::{Cause, Name, Origin, Status, Timestamp};

use crate::say;

/// Which pages may carry the widget, and one that looks as if it might and may not.
#[must_use]
pub fn origins(list: &[Origin]) -> String {
    let Some(first) = list.first() else {
        return say!("As it stands, no page but those on this server may carry the widget.").to_owned();
    };
    let all = list.iter().map(Origin::as_str).collect::<Vec<_>>().join(", ");
    let may = say!("These may carry the widget: {sites}.", sites = all);
    let other = neighbour(first.as_str());
    if list.iter().any(|origin| origin.as_str() == other) {
        return may;
    }
    let not = say!(
        "Not {origin}: with or without www, http and https, and each port count as sites of their own.",
        origin = other
    );
    format!("{may} {not}")
}

/// What a key of this name leaves behind where it is used.
#[must_use]
pub fn key(name: &Name) -> String {
    let change = Change {
        at: Timestamp(0),
        status: Status::Online,
        reachable: true,
        cause: Cause::Admin,
        by: Some(name.clone()),
    };
    let line = super::change(&change, false);
    say!("The history of an agent whom it sets online says: “{line}”.", line = line)
}

/// The address that is most easily forgotten beside this one.
fn neighbour(origin: &str) -> String {
    let (scheme, host) = origin.split_once("://").unwrap_or(("https", origin));
    if let Some(bare) = host.strip_prefix("www.") {
        return format!("{scheme}://{bare}");
    }
    // A domain as one buys it; the others seldom have a `www` beside them.
    if host.matches('.').count() == 1 {
        return format!("{scheme}://www.{host}");
    }
    let other = if scheme == "https" { "http" } else { "https" };
    format!("{other}://{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn y4_a_key_is_named_as_the_history_will_name_it() {
        let told = key(&Name::parse("Telephone").expect("a name"));
        assert!(told.contains("“Online: set by an admin or another system (Telephone)”"), "{told}");
    }

    #[test]
    fn y4_the_neighbour_of_an_address_is_told_unless_it_is_there_too() {
        let list = |texts: &[&str]| -> Vec<Origin> {
            texts.iter().map(|text| Origin::parse(*text).expect("an origin")).collect()
        };
        assert!(origins(&[]).starts_with("As it stands, no page"));
        let one = origins(&list(&["https://shop.example"]));
        assert!(
            one.contains(" https://shop.example. ") && one.contains("Not https://www.shop.example:"),
            "{one}"
        );
        let one = origins(&list(&["https://www.shop.example"]));
        assert!(one.contains("Not https://shop.example:"), "{one}");
        let one = origins(&list(&["https://help.shop.example"]));
        assert!(one.contains("Not http://help.shop.example:"), "{one}");
        let both = origins(&list(&["https://shop.example", "https://www.shop.example"]));
        assert_eq!(both, "These may carry the widget: https://shop.example, https://www.shop.example.");
    }
}
