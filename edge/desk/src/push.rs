//! Which addresses may be pushed to (N5): an agent's browser names one, and the edge asks nothing else of it.

use wire::push::Endpoint;

/// The push services of the browsers: these hosts, and with a dot in front all below them.
const SERVICES: [&str; 4] =
    ["fcm.googleapis.com", ".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com"];

/// Subscriptions of one agent that are kept: the latest.
pub const MOST_DEVICES: u32 = 10;

/// The origin of an endpoint, `https://fcm.googleapis.com`, if that is a push service; or if it is `also`, which
/// the tests have.
#[must_use]
pub fn origin_of<'a>(endpoint: &'a Endpoint, also: &str) -> Option<&'a str> {
    let origin = wire::text::origin(endpoint.as_str())?;
    let (scheme, host) = origin.split_once("://")?;
    // Nothing but a name: no port, no user in front of another host.
    let is_name =
        host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-');
    let is_known = SERVICES.iter().any(|service| match service.strip_prefix('.') {
        Some(_) => host.ends_with(service),
        None => host == *service,
    });
    let is_service = scheme == "https" && is_name && is_known;
    (is_service || (!also.is_empty() && origin == also)).then_some(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n5_only_push_services_are_pushed_to() {
        let is_known = |text: &str| {
            let endpoint = Endpoint::parse(text).expect(text);
            origin_of(&endpoint, "http://127.0.0.1:9000").map(str::to_owned)
        };
        for (text, origin) in [
            ("https://fcm.googleapis.com/fcm/send/a:b", "https://fcm.googleapis.com"),
            (
                "https://updates.push.services.mozilla.com/wpush/v2/x",
                "https://updates.push.services.mozilla.com",
            ),
            ("https://web.push.apple.com/Q", "https://web.push.apple.com"),
            ("https://wns2-by3p.notify.windows.com/w/?token=a", "https://wns2-by3p.notify.windows.com"),
            ("http://127.0.0.1:9000/push/1", "http://127.0.0.1:9000"),
        ] {
            assert_eq!(is_known(text).as_deref(), Some(origin), "{text}");
        }
        for text in [
            "http://fcm.googleapis.com/fcm/send/a",
            "https://fcm.googleapis.com:8443/a",
            "https://fcm.googleapis.com@evil.example/a",
            "https://evil.example/fcm.googleapis.com",
            "https://evilfcm.googleapis.com/a",
            "https://push.apple.com.evil.example/a",
            "https://notify.windows.com.evil.example#.notify.windows.com",
            "http://127.0.0.1:90001/",
            "https://169.254.169.254/latest",
        ] {
            assert_eq!(is_known(text), None, "{text}");
        }
    }
}
