//! Numbers that spread retries, from a seed that the shell draws. Not fit for secrets.

/// xorshift64*: the same seed gives the same numbers, so that a run can be repeated.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        // Zero is the one state that it would never leave.
        Self(seed | 1)
    }

    /// A number from 0 to `most`.
    pub(crate) fn up_to(&mut self, most: i64) -> i64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        i64::try_from(drawn).unwrap_or(0) % (most + 1)
    }
}
