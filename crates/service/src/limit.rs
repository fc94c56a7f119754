//! Who asks too often. Kept in memory: a restart forgives, which an attacker can not cause.

use std::{hash::Hash, net::IpAddr, num::NonZeroU32, time::Duration};

use domain::{Code, Refusal};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};

/// The limits of the public doors.
pub struct Limits {
    passwords_by_account: Limit<String>,
    passwords_by_address: Limit<IpAddr>,
    messages_by_visitor: Limit<Vec<u8>>,
    commands_by_address: Limit<IpAddr>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            passwords_by_account: Limit::new(10, Duration::from_mins(1)),
            passwords_by_address: Limit::new(60, Duration::from_secs(5)),
            messages_by_visitor: Limit::new(60, Duration::from_millis(100)),
            // An office behind one address must be able to write.
            commands_by_address: Limit::new(600, Duration::from_millis(10)),
        }
    }
}

impl Limits {
    /// One more password for this account from this address.
    ///
    /// # Errors
    /// `too_many_requests`.
    pub fn password(&self, account: &str, address: IpAddr) -> Result<(), Refusal> {
        self.passwords_by_address.take(&block(address))?;
        self.passwords_by_account.take(&account.to_owned())
    }

    /// One more message of this visitor.
    ///
    /// # Errors
    /// `too_many_requests`.
    pub fn message(&self, token_hash: &[u8]) -> Result<(), Refusal> {
        self.messages_by_visitor.take(&token_hash.to_vec())
    }

    /// One more command of a stranger at this address.
    ///
    /// # Errors
    /// `too_many_requests`.
    pub fn command(&self, address: IpAddr) -> Result<(), Refusal> {
        self.commands_by_address.take(&block(address))
    }

    /// Forgets whoever has been quiet; call it every minute so that the tables stay small.
    pub fn tidy(&self) {
        self.passwords_by_account.0.retain_recent();
        self.passwords_by_address.0.retain_recent();
        self.messages_by_visitor.0.retain_recent();
        self.commands_by_address.0.retain_recent();
    }
}

/// One customer of a provider holds a whole /64 of IPv6.
fn block(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() & !u128::from(u64::MAX)).into()),
        IpAddr::V4(v4) => IpAddr::V4(v4),
    }
}

struct Limit<K: Hash + Eq + Clone>(DefaultKeyedRateLimiter<K>);

impl<K: Hash + Eq + Clone> Limit<K> {
    /// `burst` at once, then one every `every`.
    fn new(burst: u32, every: Duration) -> Self {
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let quota =
            Quota::with_period(every).unwrap_or(Quota::per_second(NonZeroU32::MIN)).allow_burst(burst);
        Self(RateLimiter::keyed(quota))
    }

    fn take(&self, key: &K) -> Result<(), Refusal> {
        self.0.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.0.clock().now());
            let message = "Too many tries. Wait a little, then try again.";
            let retry_after_ms = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX).max(1);
            Refusal { retry_after_ms: Some(retry_after_ms), ..Refusal::new(Code::TooManyRequests, message) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_at_one_account_are_counted_whatever_the_address() {
        let limits = Limits::default();
        let try_from = |n: u8| limits.password("a@b.example", IpAddr::from([10, 0, 0, n]));
        assert_eq!((0..100).filter(|n| try_from(*n).is_ok()).count(), 10);
        let refusal = try_from(200).expect_err("is too much");
        assert!(refusal.retry_after_ms.is_some_and(|ms| ms > 1000));
        limits.password("other@b.example", IpAddr::from([10, 0, 0, 1])).expect("others are not disturbed");
    }

    #[test]
    fn a_block_of_addresses_is_one_address() {
        let address = |text: &str| block(text.parse().expect("is an address"));
        assert_eq!(address("2001:db8::1"), address("2001:db8::ffff:1"));
        assert_ne!(address("2001:db8::1"), address("2001:db8:0:1::1"));
        assert_eq!(address("::ffff:10.0.0.1"), address("10.0.0.1"));
    }
}
