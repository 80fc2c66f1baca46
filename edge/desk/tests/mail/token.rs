//! A million tokens that somebody made up or changed: none is taken (M5).

use desk::mail::{Keys, Refusal, TOKEN, Token, Use};

use crate::site::NOW;

#[test]
fn m5_a_million_changed_tokens_are_refused() {
    let keys = Keys::parse("b:fedcba9876543210fedcba9876543210 a:0123456789abcdef0123456789abcdef");
    let keys = keys.unwrap_or_else(|why| panic!("{why}"));
    let token = |person| Token { site: 1, person, is_for: Use::Agent, made: NOW };
    // The same run each time.
    let mut rng = fastrand::Rng::with_seed(5);
    let mut draw = |below: usize| rng.usize(..below);
    let digits = b"0123456789abcdef";
    let known: Vec<String> = (0..64).map(|person| keys.sign(&token(person))).collect();
    let mut forged = 0_u32;
    for _ in 0..1_000_000 {
        let mut text = known[draw(known.len())].clone().into_bytes();
        match draw(4) {
            // Some digits of it.
            0 | 1 => {
                for _ in 0..=draw(3) {
                    let (at, digit) = (draw(text.len()), digits[draw(16)]);
                    text[at] = digit;
                }
            }
            // What another token says, with this one's proof.
            2 => text[..22].copy_from_slice(&known[draw(known.len())].as_bytes()[..22]),
            // Anything at all.
            _ => {
                for byte in &mut text {
                    *byte = digits[draw(16)];
                }
            }
        }
        let text = String::from_utf8(text).expect("digits");
        if known.contains(&text) {
            continue;
        }
        match keys.read(NOW, &text) {
            Err(Refusal::Forged(_)) => forged += 1,
            other => panic!("{text} is {other:?}"),
        }
        assert_eq!(text.len(), TOKEN);
    }
    assert!(forged > 800_000, "{forged}");
}
