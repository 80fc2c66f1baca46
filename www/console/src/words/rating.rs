//! Ratings in words: one, and all of a time.

use wire::rating::BEST;

use crate::{count, say};

/// "4 of 5".
#[must_use]
pub fn score(score: u8) -> String {
    say!("{score} of {best}", score = score, best = BEST)
}

/// "★★★★☆", for those who see it.
#[must_use]
pub fn stars(score: u8) -> String {
    (1..=BEST).map(|star| if star <= score { '★' } else { '☆' }).collect()
}

/// How many there are, by how often each score was given.
#[must_use]
pub fn total(ratings: &[u32]) -> u32 {
    ratings.iter().sum()
}

/// The whole ones and the tenths of the mean, never better than it was; nothing where there is none.
fn mean(ratings: &[u32]) -> Option<(u64, u64)> {
    let sum: u64 = (1..).zip(ratings).map(|(score, count)| score * u64::from(*count)).sum();
    let tenths = (sum * 10).checked_div(u64::from(total(ratings)))?;
    Some((tenths / 10, tenths % 10))
}

/// The mean as programs read it: "4.3".
#[must_use]
pub fn plain(ratings: &[u32]) -> Option<String> {
    mean(ratings).map(|(whole, tenths)| format!("{whole}.{tenths}"))
}

/// "4.3".
#[must_use]
pub fn short(ratings: &[u32]) -> Option<String> {
    mean(ratings).map(|(whole, tenths)| say!("{whole}.{tenths}", whole = whole, tenths = tenths))
}

/// "4.3 of 5".
#[must_use]
pub fn long(ratings: &[u32]) -> Option<String> {
    let (whole, tenths) = mean(ratings)?;
    Some(say!("{whole}.{tenths} of {best}", whole = whole, tenths = tenths, best = BEST))
}

/// How many, and how many of them each score got: best first.
#[must_use]
pub fn spread(ratings: &[u32]) -> String {
    let each = (1..).zip(ratings).filter(|(_, count)| **count > 0);
    let mut each: Vec<_> = each.map(|(score, count): (u8, _)| format!("{} {count}", stars(score))).collect();
    each.reverse();
    count!(total(ratings), "{n} rating: {each}", "{n} ratings: {each}", each = each.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_never_better_than_it_was() {
        for (ratings, wanted) in [
            ([0, 0, 0, 0, 0], None),
            ([0, 0, 0, 0, 7], Some("5.0")),
            ([0, 0, 1, 0, 2], Some("4.3")),
            ([1, 0, 0, 0, 99], Some("4.9")),
            ([2, 0, 0, 0, 0], Some("1.0")),
        ] {
            assert_eq!(short(&ratings).as_deref(), wanted, "{ratings:?}");
        }
        assert_eq!(long(&[0, 0, 1, 0, 2]).as_deref(), Some("4.3 of 5"));
        assert_eq!(spread(&[0, 0, 1, 0, 2]), "3 ratings: ★★★★★ 2, ★★★☆☆ 1");
        assert_eq!((score(4).as_str(), stars(1).as_str()), ("4 of 5", "★☆☆☆☆"));
    }
}
