//! The token in the address that an answer goes to (M5). It alone says which conversation a mail belongs to
//! and as whom it speaks; nothing else in a mail does.
//!
//! Hexadecimal, since mail programs change the case of addresses: 54 characters, which leave room for a name
//! of nine and a `+` in the 64 that a local part has (RFC 5321, 4.5.3.1.1).

use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use wire::Timestamp;

/// For how long an answer is taken.
const GOOD_FOR: Duration = Duration::from_hours(180 * 24);
/// The shortest secret of a key, in characters.
const SHORTEST: usize = 32;
const PAYLOAD: usize = 11;
/// 128 bits of SHA-256.
const MAC: usize = 16;
/// The characters of a token.
pub const LENGTH: usize = 2 * (PAYLOAD + MAC);
const DAY: i64 = 24 * 3_600 * 1_000;

/// What a token lets its holder do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Write as the visitor of the conversation.
    Visitor,
    /// Write as an agent, who has yet to be proved (M6).
    Agent,
    /// Stop mail to the visitor's address, or to the agent.
    Stop,
}

/// What a token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The site's number in the directory.
    pub site: u32,
    /// The site's number for this person in this conversation.
    pub person: u32,
    /// What it is for.
    pub is_for: Use,
    /// When it was made: to the day.
    pub made: Timestamp,
}

/// Why a token is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not of our form: it names nothing.
    NoToken,
    /// Of our form, but not made with one of our keys. The site that it claims to be of.
    Forged(u32),
    /// Ours, but too old.
    Expired(Token),
}

/// The keys of a deployment, by their ids. The first one signs, all of them verify.
pub struct Keys(Vec<(u8, Vec<u8>)>);

impl Keys {
    /// Reads `b:SECRET a:SECRET`: ids of one letter or digit, secrets of 32 characters or more.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let mut keys = Vec::new();
        for part in text.split_whitespace() {
            let Some((id, secret)) = part.split_once(':') else {
                return Err("A mail key has the form ID:SECRET.");
            };
            let &[id] = id.as_bytes() else { return Err("The id of a mail key is one letter or digit.") };
            if !id.is_ascii_alphanumeric() {
                return Err("The id of a mail key is one letter or digit.");
            }
            if secret.len() < SHORTEST {
                return Err("The secret of a mail key has 32 characters or more.");
            }
            if keys.iter().any(|(other, _)| *other == id) {
                return Err("Two mail keys have the same id.");
            }
            keys.push((id, secret.as_bytes().to_vec()));
        }
        if keys.is_empty() { Err("There is no mail key.") } else { Ok(Self(keys)) }
    }

    fn mac(secret: &[u8], payload: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
        // So that the same secret signs nothing else by accident.
        mac.update(b"porchlight mail 1");
        mac.update(payload);
        Some(mac)
    }

    /// The token, as it stands in an address. Empty without a key.
    #[must_use]
    pub fn sign(&self, token: &Token) -> String {
        let Some((id, secret)) = self.0.first() else { return String::new() };
        let payload = pack(*id, token);
        let Some(mac) = Self::mac(secret, &payload) else { return String::new() };
        let mut bytes = payload.to_vec();
        bytes.extend_from_slice(&mac.finalize().into_bytes()[..MAC]);
        base16ct::lower::encode_string(&bytes)
    }

    /// Reads a token, in whatever case it came back.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn read(&self, now: Timestamp, text: &str) -> Result<Token, Refusal> {
        let mut bytes = [0; PAYLOAD + MAC];
        match base16ct::mixed::decode(text, &mut bytes) {
            Ok(read) if read.len() == PAYLOAD + MAC => {}
            _ => return Err(Refusal::NoToken),
        }
        let (payload, mac) = bytes.split_at(PAYLOAD);
        let token = unpack(payload);
        let forged = Refusal::Forged(site_of(payload));
        let secret = self.0.iter().find(|(id, _)| Some(id) == payload.first()).map(|(_, secret)| secret);
        let expected = secret.and_then(|secret| Self::mac(secret, payload)).ok_or(forged)?;
        // In constant time.
        expected.verify_truncated_left(mac).map_err(|_| forged)?;
        let token = token.ok_or(forged)?;
        if now.since(token.made) > GOOD_FOR { Err(Refusal::Expired(token)) } else { Ok(token) }
    }
}

fn pack(key: u8, token: &Token) -> [u8; PAYLOAD] {
    let mut payload = [0; PAYLOAD];
    let day = day_of(token.made);
    payload[0] = key;
    payload[1..5].copy_from_slice(&token.site.to_be_bytes());
    payload[5..9].copy_from_slice(&token.person.to_be_bytes());
    // The use in the two upper bits, above the day.
    let is_for: u16 = match token.is_for {
        Use::Visitor => 0,
        Use::Agent => 1,
        Use::Stop => 2,
    };
    payload[9..11].copy_from_slice(&(is_for << 14 | day).to_be_bytes());
    payload
}

/// Days since 2026-01-01: enough for 44 years.
fn day_of(at: Timestamp) -> u16 {
    u16::try_from((at.0 / DAY - EPOCH).clamp(0, 0x3FFF)).unwrap_or(0)
}

/// 2026-01-01, in days since 1970.
const EPOCH: i64 = 20_454;

fn site_of(payload: &[u8]) -> u32 {
    u32::from_be_bytes([payload[1], payload[2], payload[3], payload[4]])
}

fn unpack(payload: &[u8]) -> Option<Token> {
    let person = u32::from_be_bytes([payload[5], payload[6], payload[7], payload[8]]);
    let tail = u16::from_be_bytes([payload[9], payload[10]]);
    let is_for = match tail >> 14 {
        0 => Use::Visitor,
        1 => Use::Agent,
        2 => Use::Stop,
        _ => return None,
    };
    let made = Timestamp((i64::from(tail & 0x3FFF) + EPOCH) * DAY);
    Some(Token { site: site_of(payload), person, is_for, made })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);
    const OLD: &str = "a:0123456789abcdef0123456789abcdef";
    const BOTH: &str = "b:fedcba9876543210fedcba9876543210 a:0123456789abcdef0123456789abcdef";

    fn keys(text: &str) -> Keys {
        Keys::parse(text).unwrap_or_else(|error| panic!("{error}"))
    }

    fn token() -> Token {
        Token { site: 7, person: 4_711, is_for: Use::Agent, made: Timestamp(NOW.0 / DAY * DAY) }
    }

    #[test]
    fn m5_a_token_comes_back_whatever_became_of_its_case() {
        for is_for in [Use::Visitor, Use::Agent, Use::Stop] {
            let token = Token { is_for, ..token() };
            let text = keys(OLD).sign(&token);
            assert_eq!(text.len(), LENGTH);
            assert!(text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
            assert_eq!(keys(OLD).read(NOW, &text), Ok(token));
            assert_eq!(keys(OLD).read(NOW, &text.to_ascii_uppercase()), Ok(token));
        }
    }

    #[test]
    fn m5_keys_rotate() {
        let before = keys(OLD).sign(&token());
        assert_eq!(keys(BOTH).read(NOW, &before), Ok(token()), "made with the old one");
        let after = keys(BOTH).sign(&token());
        assert_ne!(before, after);
        assert_eq!(keys(OLD).read(NOW, &after), Err(Refusal::Forged(7)), "an unknown key");
        for bad in ["", "a", "a:short", "ab:0123456789abcdef0123456789abcdef", &format!("{OLD} {OLD}")] {
            assert!(Keys::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn m5_a_token_is_good_for_half_a_year() {
        let text = keys(OLD).sign(&token());
        let day = Duration::from_hours(24);
        assert!(keys(OLD).read(NOW + day * 179, &text).is_ok());
        assert_eq!(keys(OLD).read(NOW + day * 182, &text), Err(Refusal::Expired(token())));
    }

    #[test]
    fn m5_what_is_no_token_names_nothing() {
        let text = keys(OLD).sign(&token());
        for bad in ["", "hello", "a b", &text[..53], &format!("{text}a"), &text.replace(&text[..1], "x")] {
            assert_eq!(keys(OLD).read(NOW, bad), Err(Refusal::NoToken), "{bad}");
        }
    }
}
